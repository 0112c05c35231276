//! The verbs of people: add, change, let go, take back, invite.

use platform::web::FieldError;
use platform::words::Language;
use platform::{Db, DbError, Problem, Tx, id};
use serde_json::{Map, Value, json};

use super::sent::Given;
use super::{Person, rules, store};
use crate::audit::{self, By, Note};
use crate::login::{self, Login};
use crate::model::{Role, Viewer};
use crate::service::{checked_email, checked_text, name_from};
use crate::store::{self as users, NewUser};
use crate::{password, reset, team};

/// Somebody to add.
#[derive(Clone, Debug)]
pub struct NewPerson {
    /// Address to log in with.
    pub email: String,
    /// Name shown; from the address when empty.
    pub name: String,
    /// What they may do.
    pub role: Role,
    /// Language of their pages and mails.
    pub language: Language,
    /// The person they report to.
    pub lead_id: Option<String>,
    /// The team they work in.
    pub team_id: Option<String>,
    /// First password, at least ten characters; without one they can't log in until invited.
    pub password: Option<String>,
}

/// Adds somebody; their id. A `Conflict` when the address is taken. Who logs in already gets in at
/// once when an administrator of the installation adds them, others by their invitation. `invite` sends them a mail with
/// a link to choose a password.
pub async fn add(
    db: &Db,
    viewer: &Viewer,
    new: NewPerson,
    (invite, now_us): (bool, i64),
) -> Result<String, Problem> {
    let email = checked_email(&new.email)?;
    let name = match new.name.trim() {
        "" => name_from(&email),
        name => checked_text("name", name)?,
    };
    let login = match &new.password {
        Some(password) => Some(Login {
            login_id: id::new(),
            email: email.clone(),
            password_hash: Some(password::hash(password).await?),
            is_installation_administrator: false,
            last_workspace_id: None,
        }),
        None => None,
    };
    let user = NewUser {
        user_id: id::new(),
        email,
        name,
        login_id: login.as_ref().map(|login| login.login_id.clone()),
        role: new.role,
        language: new.language.code(),
    };
    let (viewer, mail_id) = (viewer.clone(), id::new());
    let (lead_id, team_id) = (new.lead_id, new.team_id);
    db.write(move |tx| {
        let workspace_id = &viewer.workspace_id;
        store::lock(tx, workspace_id)?;
        if users::is_taken(tx, (workspace_id, &user.email))? {
            let text = format!("{} is a user already", user.email);
            return Err(Problem::Conflict(text));
        }
        if let Some(login) = &login {
            make_login(tx, login, now_us)?;
        }
        users::add_user(tx, workspace_id, &user, now_us)?;
        let mut person = known(tx, workspace_id, &user.user_id)?;
        person.lead_id.clone_from(&lead_id);
        person.team_id.clone_from(&team_id);
        let all = store::all(tx, workspace_id)?;
        let mut mistakes = rules::mistakes(&person, &all);
        mistakes.extend(no_team(tx, workspace_id, &person)?);
        refuse(mistakes)?;
        store::change(tx, workspace_id, &person)?;
        let note = Note {
            action: "person.created",
            noun: "person",
            id: &user.user_id,
            detail: json!({ "role": user.role.as_str() }),
        };
        audit::note(tx, &viewer, note, now_us)?;
        if login.is_none() && let_in(tx, &viewer, &person)? {
            return Ok(user.user_id.clone());
        }
        if invite {
            invited(tx, &viewer, (&person, &mail_id), now_us)?;
        }
        Ok(user.user_id.clone())
    })
    .await
}

/// Lets somebody who logs in already in as this person too, when whoever adds them runs the
/// installation; others invite. False when nobody logs in with the address.
fn let_in(tx: &mut Tx<'_>, viewer: &Viewer, person: &Person) -> Result<bool, DbError> {
    if !viewer.may_install {
        return Ok(false);
    }
    match login::by_email(tx, &person.email)? {
        Some(login) => login::link(tx, &login.login_id, (&viewer.workspace_id, &person.user_id)),
        None => Ok(false),
    }
}

/// Makes a login with a password chosen for somebody else. Of who has a login already, neither the
/// password nor a place elsewhere is anybody else's to give: they are invited.
fn make_login(tx: &mut Tx<'_>, login: &Login, now_us: i64) -> Result<(), Problem> {
    if login::by_email(tx, &login.email)?.is_some() {
        let text = "somebody with this address logs in here already: leave the password out and \
                    invite them"
            .to_owned();
        return Err(Problem::Conflict(text));
    }
    login::add(tx, login, now_us)?;
    Ok(())
}

/// What is to change of somebody; nothing stays as it is.
#[derive(Clone, Debug, Default)]
pub(crate) struct Change {
    pub(crate) name: Option<String>,
    pub(crate) role: Option<Role>,
    pub(crate) language: Option<Language>,
    pub(crate) lead_id: Given<String>,
    pub(crate) team_id: Given<String>,
    pub(crate) away_until_us: Given<i64>,
    pub(crate) deputy_id: Given<String>,
    pub(crate) active: Option<bool>,
}

impl Change {
    /// Whether it is only what somebody may change of themselves.
    pub(crate) fn is_own(&self) -> bool {
        self.name.is_none()
            && self.role.is_none()
            && self.lead_id == Given::Not
            && self.team_id == Given::Not
            && self.active.is_none()
    }

    /// `person` as they are afterwards, and which fields differ.
    fn of(&self, person: &Person, now_us: i64) -> Result<(Person, Vec<&'static str>), Problem> {
        let mut after = person.clone();
        if let Some(name) = &self.name {
            after.name = checked_text("name", name)?;
        }
        after.role = self.role.unwrap_or(after.role);
        if let Some(language) = self.language {
            language.code().clone_into(&mut after.language);
        }
        if let Given::As(lead_id) = &self.lead_id {
            after.lead_id.clone_from(lead_id);
        }
        if let Given::As(team_id) = &self.team_id {
            after.team_id.clone_from(team_id);
        }
        if let Given::As(until) = self.away_until_us {
            after.away_until_us = until;
        }
        if let Given::As(deputy_id) = &self.deputy_id {
            after.deputy_id.clone_from(deputy_id);
        }
        match self.active {
            Some(true) => after.deactivated_at_us = None,
            Some(false) => after.deactivated_at_us = after.deactivated_at_us.or(Some(now_us)),
            None => {}
        }
        let differs = [
            ("name", after.name != person.name),
            ("role", after.role != person.role),
            ("language", after.language != person.language),
            ("lead_id", after.lead_id != person.lead_id),
            ("team_id", after.team_id != person.team_id),
            ("away_until", after.away_until_us != person.away_until_us),
            ("deputy_id", after.deputy_id != person.deputy_id),
        ];
        let fields = differs.iter().filter(|(_, d)| *d).map(|(f, _)| *f);
        Ok((after, fields.collect()))
    }
}

/// Changes somebody. Who stops working here is logged out everywhere at once, and their people
/// report to whom they reported to. Whose role changes logs in again: a session is of somebody in
/// one role, and one that was copied while they might do less (or more) ends with it.
pub(crate) async fn change(
    db: &Db,
    viewer: &Viewer,
    (user_id, change): (&str, Change),
    now_us: i64,
) -> Result<(), Problem> {
    let (viewer, user_id) = (viewer.clone(), user_id.to_owned());
    db.write(move |tx| {
        let who = (viewer.workspace_id.as_str(), user_id.as_str());
        change_in(tx, By::Viewer(&viewer), who, (&change, now_us))?;
        Ok(())
    })
    .await
}

/// As [`change`], in a transaction; whether anything differs afterwards.
pub(super) fn change_in(
    tx: &mut Tx<'_>,
    by: By<'_>,
    (workspace_id, user_id): (&str, &str),
    (change, now_us): (&Change, i64),
) -> Result<bool, Problem> {
    store::lock(tx, workspace_id)?;
    let before = known(tx, workspace_id, user_id)?;
    let (after, fields) = change.of(&before, now_us)?;
    let all = store::all(tx, workspace_id)?;
    if after.is_active() {
        let mut mistakes = rules::mistakes(&after, &all);
        if after.team_id != before.team_id {
            mistakes.extend(no_team(tx, workspace_id, &after)?);
        }
        refuse(mistakes)?;
    }
    if rules::keeps_an_administrator(&before, &all) && !rules::keeps_an_administrator(&after, &all)
    {
        return Err(Problem::Conflict(
            "nobody else can log in as administrator: make somebody else one first".to_owned(),
        ));
    }
    store::change(tx, workspace_id, &after)?;
    if !fields.is_empty() {
        let detail = changed(&fields, &after);
        tell(tx, by, ("person.changed", user_id, detail), now_us)?;
    }
    match (before.is_active(), after.is_active()) {
        (true, false) => {
            store::release(tx, workspace_id, &after)?;
            reset::end(tx, workspace_id, user_id, now_us)?;
            login::end_sessions_of_person(tx, (workspace_id, user_id))?;
            let what = ("person.deactivated", user_id, json!({}));
            tell(tx, by, what, now_us)?;
        }
        (false, true) => {
            let what = ("person.activated", user_id, json!({}));
            tell(tx, by, what, now_us)?;
        }
        _ if before.role != after.role => {
            login::end_sessions_of_person(tx, (workspace_id, user_id))?;
        }
        _ => {}
    }
    Ok(!fields.is_empty() || before.is_active() != after.is_active())
}

/// Puts somebody in a team, or in none.
pub(crate) async fn put_in_team(
    db: &Db,
    viewer: &Viewer,
    (user_id, team_id): (&str, Option<&str>),
    now_us: i64,
) -> Result<(), Problem> {
    let to = Change {
        team_id: Given::As(team_id.map(str::to_owned)),
        ..Change::default()
    };
    change(db, viewer, (user_id, to), now_us).await
}

/// Sends somebody without a password a mail with a link to choose one.
pub(crate) async fn invite(
    db: &Db,
    viewer: &Viewer,
    user_id: &str,
    now_us: i64,
) -> Result<(), Problem> {
    let (viewer, user_id, mail_id) = (viewer.clone(), user_id.to_owned(), id::new());
    db.write(move |tx| {
        let person = known(tx, &viewer.workspace_id, &user_id)?;
        invited(tx, &viewer, (&person, &mail_id), now_us)
    })
    .await
}

fn invited(
    tx: &mut Tx<'_>,
    viewer: &Viewer,
    (person, mail_id): (&Person, &str),
    now_us: i64,
) -> Result<(), Problem> {
    if !person.is_active() {
        let text = "this person does not work here any more".to_owned();
        return Err(Problem::Conflict(text));
    }
    if person.may_login {
        return Err(Problem::Conflict(
            "this person logs in already; a new password can be asked for on the page to log in"
                .to_owned(),
        ));
    }
    if !reset::send(tx, &viewer.workspace_id, &person.user_id, (mail_id, now_us))? {
        return Err(Problem::TooMany {
            detail: "this person was invited a few times just now".to_owned(),
            retry_after_s: 3600,
        });
    }
    let what = ("person.invited", person.user_id.as_str(), json!({}));
    tell(tx, viewer, what, now_us)?;
    Ok(())
}

/// The person with this id.
pub(super) async fn person(db: &Db, viewer: &Viewer, user_id: &str) -> Result<Person, Problem> {
    let (workspace_id, user_id) = (viewer.workspace_id.clone(), user_id.to_owned());
    db.read(move |tx| known(tx, &workspace_id, &user_id)).await
}

/// Refuses to invite somebody when no mail goes out.
pub(super) fn must_send_mail(sends_mail: bool) -> Result<(), Problem> {
    if sends_mail {
        return Ok(());
    }
    let text = "no mail server is set up, so nobody can be invited".to_owned();
    Err(Problem::Conflict(text))
}

pub(super) fn known(tx: &mut Tx<'_>, workspace_id: &str, user_id: &str) -> Result<Person, Problem> {
    store::by_id(tx, workspace_id, user_id)?.ok_or_else(|| Problem::no("person"))
}

/// That the team of a person isn't there, if so.
fn no_team(
    tx: &mut Tx<'_>,
    workspace_id: &str,
    person: &Person,
) -> Result<Option<FieldError>, DbError> {
    let Some(team_id) = &person.team_id else {
        return Ok(None);
    };
    let found = team::store::by_id(tx, workspace_id, team_id)?;
    let mistake = || FieldError::new("team_id", "there is no such team");
    Ok(found.is_none().then(mistake))
}

fn refuse(errors: Vec<FieldError>) -> Result<(), Problem> {
    if errors.is_empty() {
        Ok(())
    } else {
        Err(Problem::all_invalid(errors))
    }
}

/// What the audit log keeps of a change: which fields, and what they may do.
fn changed(fields: &[&'static str], after: &Person) -> Value {
    let mut detail = Map::from_iter([("changed".to_owned(), json!(fields))]);
    if fields.contains(&"role") {
        detail.insert("role".to_owned(), json!(after.role.as_str()));
    }
    if fields.contains(&"team_id") {
        detail.insert("team_id".to_owned(), json!(after.team_id));
    }
    Value::Object(detail)
}

pub(super) fn tell<'a>(
    tx: &mut Tx<'_>,
    by: impl Into<By<'a>>,
    (action, id, detail): (&'static str, &str, Value),
    now_us: i64,
) -> Result<(), DbError> {
    let note = Note {
        action,
        noun: "person",
        id,
        detail,
    };
    audit::note(tx, by, note, now_us)
}
