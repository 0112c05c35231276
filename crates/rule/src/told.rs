//! Mails to people here about what a rule fired for.

use mail::{Composed, Fate, Kind, Letter, Links, Mail, Mailbox};
use platform::web::{App, Frame};
use platform::words::Language;
use platform::{DbError, Tx, inert};
use serde_json::json;
use survey::model::Kind as Metric;

use crate::model::{Fired, Rule};
use crate::store;

/// The name of these mails.
pub(crate) const KIND: &str = "rule_told";
/// Longest piece of a comment in a mail, in characters.
const COMMENT_MAX: usize = 2_000;
/// Longest name that is told.
const VALUE_MAX: usize = 200;

/// Mails that tell what a rule fired for.
#[derive(Clone)]
pub struct Told {
    app: App,
    from: Mailbox,
}

impl Told {
    /// Mails from this address.
    pub fn new(app: &App, from: &Mailbox) -> Self {
        Self {
            app: app.clone(),
            from: from.clone(),
        }
    }

    fn letter(
        &self,
        tx: &mut Tx<'_>,
        (rule, fired): (&Rule, &Fired),
        person: &user::people::Person,
    ) -> Result<Letter, DbError> {
        let language = Language::from_code(&person.language).unwrap_or_default();
        let say = |key: &str| self.app.words.say(language, key, &[]);
        let lines = lines(tx, &rule.workspace_id, fired)?;
        let shown: Vec<(String, String)> = lines
            .pairs
            .into_iter()
            .map(|(key, value)| (say(key), value))
            .collect();
        let link =
            link(fired).map(|(word, path)| (say(word), format!("{}{path}", self.app.base_url)));
        let mut text = format!("{}\n\n{}\n\n", say("rule-mail-fits"), rule.name);
        for (label, value) in &shown {
            text.push_str(&format!("{label}: {value}\n"));
        }
        if let Some(comment) = &lines.comment {
            text.push_str(&format!("\n{}\n", inert::quoted(comment)));
        }
        if let Some((label, url)) = &link {
            text.push_str(&format!("\n{label}: {url}\n"));
        }
        text.push_str(&format!("\n{}\n", say("rule-mail-why")));
        let frame = Frame {
            language,
            person: None,
            here: String::new(),
        };
        let values = json!({
            "rule": rule.name, "lines": shown, "comment": lines.comment, "link": link,
        });
        let html = self
            .app
            .templates
            .text("rule/told_mail.html", &frame, values)
            .map_err(|problem| DbError::Bug(format!("{problem:?}")))?;
        Ok(Letter {
            from: self.from.clone(),
            reply_to: None,
            to: Mailbox {
                name: person.name.clone(),
                address: person.email.clone(),
            },
            subject: rule.name.clone(),
            text,
            html,
            language: language.code().to_owned(),
            unsubscribe: None,
            enclosures: Vec::new(),
        })
    }
}

impl Kind for Told {
    fn name(&self) -> &'static str {
        KIND
    }

    fn compose(
        &self,
        tx: &mut Tx<'_>,
        mail: &Mail,
        _: &Links,
        _: i64,
    ) -> Result<Composed, DbError> {
        let workspace_id = &mail.workspace_id;
        let Some((fired_id, user_id)) = store::fired::mail(tx, workspace_id, &mail.mail_id)? else {
            return Ok(Composed::Stop("unknown"));
        };
        let Some(fired) = store::fired::by_id(tx, workspace_id, &fired_id)? else {
            return Ok(Composed::Stop("unknown"));
        };
        let rule = store::by_id(tx, workspace_id, &fired.rule_id)?;
        let person = user::people::by_id(tx, workspace_id, &user_id)?;
        match (rule, person) {
            // Nothing about customers goes to somebody who left, or to an address that changed.
            (Some(rule), Some(person)) if person.is_active() && person.email == mail.address => {
                let letter = self.letter(tx, (&rule, &fired), &person)?;
                Ok(Composed::Letter(Box::new(letter)))
            }
            _ => Ok(Composed::Stop("unknown")),
        }
    }

    fn fate(&self, _: &mut Tx<'_>, _: &Mail, _: &Fate, _: i64) -> Result<(), DbError> {
        Ok(())
    }
}

/// What a mail tells.
struct Lines {
    /// Names of words, and values.
    pairs: Vec<(&'static str, String)>,
    /// What was written.
    comment: Option<String>,
}

/// What is known now: what was erased since is not told.
fn lines(tx: &mut Tx<'_>, workspace_id: &str, fired: &Fired) -> Result<Lines, DbError> {
    let account = match &fired.account_id {
        Some(id) => contact::store::account_by_id(tx, workspace_id, id)?,
        None => None,
    };
    let contact = match &fired.contact_id {
        Some(id) => contact::store::by_id(tx, workspace_id, id)?,
        None => None,
    };
    let answered = match &fired.response_id {
        Some(id) => respondent::answers::of_response(tx, workspace_id, id)?,
        None => None,
    };
    let mut pairs = Vec::new();
    let shown = |name: &str| inert::line(name, VALUE_MAX);
    pairs.extend(account.map(|account| ("rule-told-account", shown(&account.name))));
    pairs.extend(contact.map(|contact| ("rule-told-contact", shown(contact.title()))));
    if let Some(answered) = &answered {
        let best = if answered.metric == Some(Metric::Recommend) {
            10
        } else {
            5
        };
        let score = answered.score.map(|score| format!("{score} / {best}"));
        pairs.extend(score.map(|score| ("rule-told-score", score)));
        pairs.push(("rule-told-survey", answered.survey_name.clone()));
    }
    let comment = answered.and_then(|answered| answered.comment);
    Ok(Lines {
        pairs,
        comment: comment.map(|text| inert::text(&text, COMMENT_MAX)),
    })
}

/// The page to go to, with the word for it: the case, the answer, or the contact.
pub(crate) fn link(fired: &Fired) -> Option<(&'static str, String)> {
    if let Some(case_id) = &fired.case_id {
        return Some(("rule-told-case", format!("/cases/{case_id}")));
    }
    if let (Some(survey_id), Some(response_id)) = (&fired.survey_id, &fired.response_id) {
        let path = format!("/surveys/{survey_id}/responses/{response_id}");
        return Some(("rule-told-answer", path));
    }
    let contact_id = fired.contact_id.as_ref()?;
    Some(("rule-told-open-contact", format!("/contacts/{contact_id}")))
}
