//! A mail to oneself: looks like the invitation, and answers nothing.

use std::sync::Arc;

use contact::model::{Account, Contact};
use mail::outbox::Mail;
use mail::{Composed, Fate, Letter, Links, Mailbox};
use platform::words::{Language, Words};
use platform::{DbError, Tx};

use super::{Post, write};
use crate::letter::{self, Input, Occasion, Values};
use crate::model::Schedule;
use crate::store;

/// A test mail; what it is about is in its [`subject`].
pub(super) struct TestInvitation {
    pub(super) post: Post,
    /// Words of which the example values are.
    pub(super) words: Arc<Words>,
}

/// What a test mail is about: `PROGRAMME:LANGUAGE:WHICH:CONTACT`. Without language it is the
/// contact's, else the survey's; without contact the values are examples.
pub(crate) fn subject(
    programme_id: &str,
    language: &str,
    is_reminder: bool,
    contact_id: Option<&str>,
) -> String {
    let which = if is_reminder { REMINDER } else { "" };
    let contact_id = contact_id.unwrap_or_default();
    format!("{programme_id}:{language}:{which}:{contact_id}")
}

/// Says that a test mail has the words of a reminder.
const REMINDER: &str = "reminder";

impl TestInvitation {
    /// What is filled in of a contact, or of nobody: examples. The event is always one.
    fn values(
        &self,
        language: &str,
        person: Option<&(Contact, Option<Account>)>,
        is_event: bool,
    ) -> Values {
        let language = Language::from_code(language).unwrap_or_default();
        let example = |what: &str| {
            let key = format!("programme-preview-example-{what}");
            self.words.say(language, &key, &[])
        };
        let known = match person {
            Some((contact, account)) => write::values(contact, account.as_ref()),
            None => Values {
                first_name: example("first"),
                name: example("name"),
                account: example("account"),
                ..Values::default()
            },
        };
        let subject = is_event.then(|| example("subject"));
        Values {
            subject: subject.unwrap_or_default(),
            ..known
        }
    }
}

/// The contact a test mail is written to, with its account; nobody when it is gone.
fn person(
    tx: &mut Tx<'_>,
    workspace_id: &str,
    contact_id: &str,
) -> Result<Option<(Contact, Option<Account>)>, DbError> {
    let Some(contact) = contact::store::by_id(tx, workspace_id, contact_id)? else {
        return Ok(None);
    };
    let account = match &contact.account_id {
        Some(id) => contact::store::account_by_id(tx, workspace_id, id)?,
        None => None,
    };
    Ok(Some((contact, account)))
}

impl mail::Kind for TestInvitation {
    fn name(&self) -> &'static str {
        "test_invitation"
    }

    fn compose(
        &self,
        tx: &mut Tx<'_>,
        mail: &Mail,
        _: &Links,
        _: i64,
    ) -> Result<Composed, DbError> {
        let mut about = mail.subject_id.split(':');
        let mut next = || about.next().unwrap_or_default();
        let (programme_id, language, which, contact_id) = (next(), next(), next(), next());
        let programme = store::programme::by_id(tx, &mail.workspace_id, programme_id)?;
        let Some(programme) = programme else {
            return Ok(Composed::Stop("removed"));
        };
        let survey = survey::store::by_id(tx, &mail.workspace_id, &programme.survey_id)?;
        let Some(survey) = survey else {
            return Ok(Composed::Stop("removed"));
        };
        let definition = &programme.definition;
        let person = person(tx, &mail.workspace_id, contact_id)?;
        let spoken = person.as_ref().and_then(|(c, _)| c.language.as_deref());
        let wanted = Some(language).filter(|code| !code.is_empty()).or(spoken);
        let own = survey.definition.language();
        let Some((language, wording)) = letter::language(&definition.wording, wanted, own) else {
            return Ok(Composed::Stop("no_wording"));
        };
        let account = person.as_ref().and_then(|(_, account)| account.as_ref());
        let sender = write::sender(&definition.sender, account);
        let (from, reply_to) = self.post.settings.sender(sender);
        let title = survey.definition.say(&survey.definition.title, language);
        let is_event = matches!(definition.schedule, Schedule::Transactional(_));
        // Whatever stands behind # stays in the browser: all links open the preview.
        let base_url = format!(
            "{}/surveys/{}/preview#",
            self.post.base_url, survey.survey_id
        );
        let rendered = letter::render(&Input {
            language,
            wording,
            is_reminder: which == REMINDER,
            definition: &survey.definition,
            occasion: if is_event {
                Occasion::Event
            } else {
                Occasion::Turn
            },
            values: &Values {
                sender: from.name.clone(),
                company: write::company(tx, &programme)?,
                survey: title.to_owned(),
                ..self.values(language, person.as_ref(), is_event)
            },
            links: letter::Links {
                base_url: &base_url,
                answer: "test",
                unsubscribe: "test",
            },
        });
        Ok(Composed::Letter(Box::new(Letter {
            from,
            reply_to,
            to: Mailbox {
                name: String::new(),
                address: mail.address.clone(),
            },
            subject: rendered.subject,
            text: rendered.text,
            html: rendered.html,
            language: language.to_owned(),
            unsubscribe: None,
            enclosures: Vec::new(),
        })))
    }

    fn fate(&self, _: &mut Tx<'_>, _: &Mail, _: &Fate, _: i64) -> Result<(), DbError> {
        Ok(())
    }
}
