//! The verbs: set a provider up, send somebody there, and let in whom it vouches for.

use std::sync::Arc;

use outbound::Client;
use platform::web::App;
use platform::{DbError, Problem, Tx, id};
use serde_json::{Value, json};
use user::audit::{self, By, Note};
use user::people::provision::{self, Wanted};
use user::sessions::{self, Origin};
use user::{Role, Viewer};

use crate::claims::{self, Expected, Told};
use crate::journey::Journey;
use crate::jws::{self, Forged};
use crate::model::Provider;
use crate::remote::{Code, Remote, Remotes, Trouble};
use crate::rules::{self, Found, Refusal, Verdict};
use crate::store;

/// What the pages share.
#[derive(Clone)]
pub(crate) struct Sso {
    pub(crate) app: App,
    pub(crate) client: Client,
    pub(crate) remotes: Remotes,
}

impl Sso {
    pub(crate) fn new(app: &App, client: Client) -> Self {
        Self {
            app: app.clone(),
            remotes: Remotes::new(client.clone(), app.clock.clone()),
            client,
        }
    }

    /// Where providers send people back to.
    pub(crate) fn redirect_uri(&self) -> String {
        format!("{}/login/sso/callback", self.app.base_url)
    }

    /// The provider with this id, if it is on.
    pub(crate) async fn provider(&self, id: &str) -> Result<Provider, Problem> {
        let id = id.to_owned();
        self.app
            .db
            .read(move |tx| Ok::<_, Problem>(store::by_id(tx, &id)?))
            .await?
            .filter(|provider| provider.is_on)
            .ok_or_else(|| Problem::no("page"))
    }
}

/// Why nobody was let in.
#[derive(Clone, Debug)]
pub(crate) enum Out {
    /// The provider is no help, or what it gave is not to be believed. The text is for the log.
    Trouble(String),
    /// It was understood, and the answer is no.
    Refused(Refusal),
    /// Something of ours.
    Problem(Problem),
}

impl From<Problem> for Out {
    fn from(problem: Problem) -> Self {
        Self::Problem(problem)
    }
}

impl From<DbError> for Out {
    fn from(error: DbError) -> Self {
        Self::Problem(error.into())
    }
}

impl From<Trouble> for Out {
    fn from(trouble: Trouble) -> Self {
        Self::Trouble(trouble.to_string())
    }
}

impl From<Refusal> for Out {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal)
    }
}

/// Finishes a login with the code that came back: the new session's secret.
pub(crate) async fn finish(
    sso: &Sso,
    journey: &Journey,
    (code, issuer): (&str, Option<&str>),
    origin: Origin,
) -> Result<String, Out> {
    let provider = sso.provider(&journey.provider).await?;
    let remote = sso.remotes.of(&provider.issuer).await?;
    // RFC 9207: an answer of one provider must not be taken to another.
    let is_its = match issuer {
        Some(issuer) => issuer == provider.issuer,
        None => !remote.names_itself(),
    };
    if !is_its {
        return Err(Out::Trouble("the answer is of another issuer".to_owned()));
    }
    let told = vouched(sso, (&provider, &remote), journey, code).await?;
    let_in(sso, &provider, told, origin).await
}

/// Whom the provider vouches for with this code.
async fn vouched(
    sso: &Sso,
    (provider, remote): (&Provider, &Arc<Remote>),
    journey: &Journey,
    code: &str,
) -> Result<Told, Out> {
    let redirect_uri = sso.redirect_uri();
    let code = Code {
        code,
        verifier: &journey.verifier,
        redirect_uri: &redirect_uri,
    };
    let tokens = sso.remotes.tokens(remote, provider, &code).await?;
    let claims = match jws::open(&tokens.id_token, &remote.keys) {
        Err(Forged::UnknownKey) => {
            // It may sign with a new key since we last looked.
            let fresh = sso.remotes.fresh(&provider.issuer).await?;
            jws::open(&tokens.id_token, &fresh.keys)
        }
        judged => judged,
    };
    let claims = claims.map_err(|e| Out::Trouble(e.to_string()))?;
    let expected = Expected {
        issuer: &provider.issuer,
        client_id: &provider.client_id,
        nonce: &journey.nonce,
        now_s: sso.app.clock.now_us() / platform::clock::SECOND_US,
    };
    let subject = claims::check(&claims, &expected).map_err(|e| Out::Trouble(e.to_string()))?;
    let about = sso
        .remotes
        .about(remote, (&subject, &tokens.access_token))
        .await?;
    let all = together(claims, about);
    Ok(Told::of(&subject, &all, &provider.group_claim))
}

/// What the token says, and besides what the provider says of the person. The signed token counts
/// when both speak; an address and whether it was verified stay together.
fn together(claims: Value, about: Option<Value>) -> Value {
    let (Value::Object(mut all), Some(Value::Object(mut about))) = (claims.clone(), about) else {
        return claims;
    };
    if all.contains_key("email") {
        about.remove("email_verified");
    } else {
        all.remove("email_verified");
    }
    for (name, value) in about {
        all.entry(name).or_insert(value);
    }
    Value::Object(all)
}

async fn let_in(sso: &Sso, provider: &Provider, told: Told, origin: Origin) -> Result<String, Out> {
    let now_us = sso.app.clock.now_us();
    let (id, subject) = (provider.id.clone(), told.subject.clone());
    let entered = sso
        .app
        .db
        .write(move |tx| entered(tx, &id, (&told, &origin), now_us))
        .await;
    if let Err(Out::Refused(refusal)) = &entered {
        let (provider, refusal) = (provider.clone(), *refusal);
        sso.app
            .db
            .write(move |tx| note_refused(tx, &provider, (&subject, refusal), now_us))
            .await?;
    }
    entered
}

/// Everything that follows from a login, in one transaction: nothing of it stays when it ends in a
/// refusal.
fn entered(
    tx: &mut Tx<'_>,
    provider_id: &str,
    (told, origin): (&Told, &Origin),
    now_us: i64,
) -> Result<String, Out> {
    // Read again: it may have been switched off meanwhile.
    let provider = store::by_id(tx, provider_id)?
        .filter(|provider| provider.is_on)
        .ok_or_else(|| Problem::no("page"))?;
    let here = (provider.workspace_id.as_str(), provider.issuer.as_str());
    let email = told.verified_email.as_deref();
    let found: Found = store::find(tx, here, (&told.subject, email))?;
    let verdict = rules::judge(&provider, told, &found)?;
    let given = rules::given(&provider.mapping, &told.groups)?;
    let by = By::System {
        workspace_id: &provider.workspace_id,
        name: "sso",
    };
    let user_id = match verdict {
        Verdict::Enter(user_id) => {
            store::used(tx, here, &told.subject, now_us)?;
            user_id
        }
        Verdict::Link(user_id) => {
            linked(tx, by, here, (&told.subject, &user_id), now_us)?;
            user_id
        }
        Verdict::Make(email) => {
            let role = given.map(|g| g.role).ok_or(Refusal::NoRole)?;
            let name = told.name.as_deref().unwrap_or_default();
            let name: String = name.chars().filter(|c| !c.is_control()).take(200).collect();
            let who = (
                provider.workspace_id.as_str(),
                email.as_str(),
                name.as_str(),
            );
            let user_id = provision::make(tx, by, who, (role, now_us))?;
            linked(tx, by, here, (&told.subject, &user_id), now_us)?;
            user_id
        }
    };
    let person = (provider.workspace_id.as_str(), user_id.as_str());
    let login = provision::login_of(tx, person, now_us)?.ok_or(Refusal::Elsewhere)?;
    if let Some(given) = given {
        let wanted = Wanted {
            role: Some(given.role),
            team_id: given.team_id.clone().map(Some),
            ..Wanted::default()
        };
        provision::keep(tx, by, person, (&wanted, now_us)).map_err(|problem| match problem {
            Problem::Conflict(_) => Out::Refused(Refusal::LastAdministrator),
            other => Out::Problem(other),
        })?;
    }
    let secret = provision::enter(tx, (login, &provider.workspace_id), "sso", now_us)?
        .ok_or(Refusal::Left)?;
    sessions::describe(tx, &secret, origin)?;
    Ok(secret)
}

fn linked(
    tx: &mut Tx<'_>,
    by: By<'_>,
    here: (&str, &str),
    (subject, user_id): (&str, &str),
    now_us: i64,
) -> Result<(), DbError> {
    store::link(tx, here, (subject, user_id), now_us)?;
    audit::note(tx, by, Note::new("person.sso_linked", user_id), now_us)
}

fn note_refused(
    tx: &mut Tx<'_>,
    provider: &Provider,
    (subject, refusal): (&str, Refusal),
    now_us: i64,
) -> Result<(), Out> {
    let here = (provider.workspace_id.as_str(), provider.issuer.as_str());
    let found = store::find(tx, here, (subject, None))?;
    let by = By::System {
        workspace_id: &provider.workspace_id,
        name: "sso",
    };
    let detail = json!({ "how": "sso", "why": refusal.word() });
    let note = match &found.linked {
        Some(known) => Note::new("person.login_refused", &known.user_id),
        None => Note::new("sso.login_refused", &provider.id),
    };
    Ok(audit::note(tx, by, note.with(detail), now_us)?)
}

/// What an administrator filled in.
#[derive(Clone, Debug, Default)]
pub(crate) struct Filled {
    pub(crate) issuer: String,
    pub(crate) client_id: String,
    /// Empty: the secret stays.
    pub(crate) client_secret: String,
    pub(crate) has_secret: bool,
    pub(crate) button: String,
    pub(crate) group_claim: String,
    pub(crate) mapping: String,
    pub(crate) domains: String,
    pub(crate) is_on: bool,
    pub(crate) links_by_email: bool,
    pub(crate) makes_people: bool,
}

/// What is wrong with a field, as the end of the key of its words, and a value for them.
pub(crate) type Mistake = (&'static str, &'static str, String);

/// Saves a provider, after asking it who it is; the mistakes when there are any.
pub(crate) async fn save(
    sso: &Sso,
    viewer: &Viewer,
    filled: &Filled,
) -> Result<Vec<Mistake>, Problem> {
    let workspace_id = viewer.workspace_id.clone();
    let (teams, known) = sso
        .app
        .db
        .read(move |tx| {
            let teams = store::teams(tx, &workspace_id)?;
            Ok::<_, Problem>((teams, store::of_workspace(tx, &workspace_id)?))
        })
        .await?;
    let mut mistakes = Vec::new();
    let mut provider = read(filled, &teams, &mut mistakes);
    if mistakes.is_empty() {
        if sso.client.check(&provider.issuer).await.is_err() {
            mistakes.push(("issuer", "address", String::new()));
        } else if let Err(trouble) = sso.remotes.fresh(&provider.issuer).await {
            mistakes.push(("issuer", "no-answer", trouble.to_string()));
        }
    }
    if !mistakes.is_empty() {
        return Ok(mistakes);
    }
    let now_us = sso.app.clock.now_us();
    provider.workspace_id.clone_from(&viewer.workspace_id);
    provider.changed_at_us = now_us;
    provider.id = id::new();
    if let Some(known) = known {
        provider.id = known.id;
        // The secret is for whom it was meant, and nobody else.
        let is_same = known.issuer == provider.issuer && known.client_id == provider.client_id;
        if filled.client_secret.is_empty() && filled.has_secret {
            if !is_same && !known.client_secret.is_empty() {
                return Ok(vec![("client_secret", "again", String::new())]);
            }
            provider.client_secret = known.client_secret;
        }
    }
    let viewer = viewer.clone();
    sso.app
        .db
        .write(move |tx| {
            store::save(tx, &provider)?;
            let detail = json!({ "issuer": provider.issuer, "on": provider.is_on,
                "links_by_email": provider.links_by_email, "makes_people": provider.makes_people });
            let note = Note::new("sso.changed", &provider.id).with(detail);
            audit::note(tx, &viewer, note, now_us)
        })
        .await?;
    Ok(Vec::new())
}

/// Reads what was filled in; what is wrong goes to `mistakes`.
fn read(filled: &Filled, teams: &[(String, String)], mistakes: &mut Vec<Mistake>) -> Provider {
    let is_short = |text: &str| {
        let length = text.chars().count();
        (1..=200).contains(&length) && !text.chars().any(char::is_control)
    };
    let short = [
        ("issuer", &filled.issuer),
        ("client_id", &filled.client_id),
        ("button", &filled.button),
        ("group_claim", &filled.group_claim),
    ];
    for (field, text) in short {
        if !is_short(text) {
            mistakes.push((field, "short", String::new()));
        }
    }
    if filled.client_secret.len() > 1000 || filled.client_secret.chars().any(char::is_control) {
        mistakes.push(("client_secret", "secret", String::new()));
    }
    let by_name = |name: &str| {
        let found = teams.iter().find(|(_, n)| n.trim() == name);
        found.map(|(id, _)| id.clone())
    };
    let mapping = rules::read_mapping(&filled.mapping, by_name).unwrap_or_else(|line| {
        mistakes.push(("mapping", "line", line.to_string()));
        Vec::new()
    });
    if mapping.len() > 500 {
        mistakes.push(("mapping", "many", String::new()));
    }
    let domains = rules::read_domains(&filled.domains).unwrap_or_else(|wrong| {
        mistakes.push(("domains", "domain", wrong));
        Vec::new()
    });
    let is_clean = mistakes.is_empty();
    if is_clean && filled.makes_people && mapping.is_empty() {
        mistakes.push(("mapping", "needed", String::new()));
    }
    if is_clean && (filled.makes_people || filled.links_by_email) && domains.is_empty() {
        mistakes.push(("domains", "needed", String::new()));
    }
    Provider {
        workspace_id: String::new(),
        id: String::new(),
        issuer: filled.issuer.clone(),
        client_id: filled.client_id.clone(),
        client_secret: filled.client_secret.clone(),
        button: filled.button.clone(),
        group_claim: filled.group_claim.clone(),
        mapping,
        domains,
        is_on: filled.is_on,
        links_by_email: filled.links_by_email,
        makes_people: filled.makes_people,
        changed_at_us: 0,
    }
}

/// Forgets the provider, and who people are there.
pub(crate) async fn remove(sso: &Sso, viewer: &Viewer) -> Result<(), Problem> {
    let (viewer, now_us) = (viewer.clone(), sso.app.clock.now_us());
    sso.app
        .db
        .write(move |tx| {
            if store::remove(tx, &viewer.workspace_id)? {
                let note = Note::new("sso.removed", &viewer.workspace_id);
                audit::note(tx, &viewer, note, now_us)?;
            }
            Ok::<_, DbError>(())
        })
        .await?;
    Ok(())
}

/// Forgets who somebody is there: they have to be linked again.
pub(crate) async fn unlink(sso: &Sso, viewer: &Viewer, user_id: &str) -> Result<(), Problem> {
    let (viewer, user_id) = (viewer.clone(), user_id.to_owned());
    let now_us = sso.app.clock.now_us();
    sso.app
        .db
        .write(move |tx| {
            if !store::unlink(tx, &viewer.workspace_id, &user_id)? {
                return Err(Problem::no("person"));
            }
            let note = Note::new("person.sso_unlinked", &user_id);
            audit::note(tx, &viewer, note, now_us)?;
            Ok(())
        })
        .await
}

/// The mapping as text, to change it.
pub(crate) fn mapping_text(provider: &Provider, teams: &[(String, String)]) -> String {
    let team = |id: &str| teams.iter().find(|(t, _)| t == id).map(|(_, name)| name);
    let line = |group: &str, role: Role, team: Option<&String>| match team {
        Some(team) => format!("{group} = {}, {team}\n", role.as_str()),
        None => format!("{group} = {}\n", role.as_str()),
    };
    provider
        .mapping
        .iter()
        .map(|g| line(&g.group, g.role, g.team_id.as_deref().and_then(team)))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_signed_token_counts_and_addresses_keep_their_word() {
        let cases = [
            (
                json!({ "email": "a@b.nl" }),
                json!({ "email": "c@d.nl", "email_verified": true }),
                json!({ "email": "a@b.nl" }),
            ),
            (
                json!({ "email_verified": true }),
                json!({ "email": "c@d.nl" }),
                json!({ "email": "c@d.nl" }),
            ),
            (
                json!({ "groups": ["a"] }),
                json!({ "groups": ["b"], "name": "Ann" }),
                json!({ "groups": ["a"], "name": "Ann" }),
            ),
        ];
        for (claims, about, wanted) in cases {
            assert_eq!(together(claims.clone(), Some(about)), wanted, "{claims}");
        }
        assert_eq!(together(json!({ "a": 1 }), None), json!({ "a": 1 }));
    }
}
