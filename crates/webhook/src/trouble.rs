//! Tells administrators by mail of a webhook that is in trouble: dead letters, or switched off.

use mail::{Composed, Fate, Kind, Letter, Links, Mail, Mailbox, NewMail, Promise};
use platform::clock::DAY_US;
use platform::web::{App, Frame};
use platform::words::Language;
use platform::{DbError, Tx, id};
use serde_json::json;
use user::audit::{self, By, Note};
use user::people::Person;

use crate::model::{OffReason, Webhook};
use crate::store::{self, desk, outbox};

/// The name of these mails.
const KIND: &str = "webhook_trouble";
/// Of dead letters alone administrators hear once in so long.
const TELL_EVERY_US: i64 = DAY_US;

/// Notes in the audit log that Luister switched a webhook off.
pub(crate) fn note_off(
    tx: &mut Tx<'_>,
    (workspace_id, webhook_id): (&str, &str),
    reason: OffReason,
    now_us: i64,
) -> Result<(), DbError> {
    let by = By::System {
        workspace_id,
        name: "webhook",
    };
    let note = Note {
        action: "webhook.switched_off",
        noun: "webhook",
        id: webhook_id,
        detail: json!({ "reason": reason.as_str() }),
    };
    audit::note(tx, by, note, now_us)
}

/// Writes a mail to each administrator; of dead letters not more than one a day.
pub(crate) fn tell(
    tx: &mut Tx<'_>,
    key: (&str, &str),
    is_off: bool,
    now_us: i64,
) -> Result<(), DbError> {
    let since_us = if is_off {
        now_us
    } else {
        now_us - TELL_EVERY_US
    };
    if !outbox::may_tell(tx, key, since_us, now_us)? {
        return Ok(());
    }
    for person in user::people::administrators(tx, key.0)? {
        let mail = NewMail {
            workspace_id: key.0.to_owned(),
            mail_id: id::new(),
            kind: KIND,
            subject_id: key.1.to_owned(),
            address: person.email,
            promise: Promise::AtLeastOnce,
            due_at_us: now_us,
        };
        mail::outbox::add(tx, &mail, now_us)?;
    }
    Ok(())
}

/// Mails about a webhook in trouble.
#[derive(Clone)]
pub struct TroubleMail {
    app: App,
    from: Mailbox,
}

impl TroubleMail {
    /// Mails from this address.
    pub fn new(app: &App, from: &Mailbox) -> Self {
        Self {
            app: app.clone(),
            from: from.clone(),
        }
    }

    fn letter(&self, webhook: &Webhook, dead: i64, to: Person) -> Result<Letter, DbError> {
        let language = Language::from_code(&to.language).unwrap_or_default();
        let frame = Frame {
            language,
            person: None,
            here: String::new(),
        };
        let state = webhook.off_reason.map_or("dead", OffReason::as_str);
        let url = format!(
            "{}/settings/webhooks/{}",
            self.app.base_url, webhook.webhook_id
        );
        let say = |key: &str| {
            let key = format!("webhook-mail-{key}");
            let values = [
                ("name", webhook.name.as_str().into()),
                ("count", dead.into()),
            ];
            self.app.words.say(language, &key, &values)
        };
        let (subject, what) = (
            say(&format!("{state}-subject")),
            say(&format!("{state}-what")),
        );
        let act = say("do");
        let values = json!({ "subject": &subject, "what": &what, "act": &act, "url": &url });
        let html = self
            .app
            .templates
            .text("webhook/trouble_mail.html", &frame, values)
            .map_err(|problem| DbError::Bug(format!("{problem:?}")))?;
        Ok(Letter {
            from: self.from.clone(),
            reply_to: None,
            to: Mailbox {
                name: to.name,
                address: to.email,
            },
            subject,
            text: format!(
                "{what}\n\n{act}\n\n{}:\n{url}\n\n{}\n",
                say("open"),
                say("why")
            ),
            html,
            language: language.code().to_owned(),
            unsubscribe: None,
            enclosures: Vec::new(),
        })
    }
}

impl Kind for TroubleMail {
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
        let Some(webhook) = store::by_id(tx, &mail.workspace_id, &mail.subject_id)? else {
            return Ok(Composed::Stop("unknown"));
        };
        let dead = desk::counts(tx, &mail.workspace_id, &mail.subject_id)?.dead;
        if webhook.is_on() && dead == 0 {
            return Ok(Composed::Stop("over"));
        }
        let people = user::people::administrators(tx, &mail.workspace_id)?;
        match people.into_iter().find(|p| p.email == mail.address) {
            Some(person) => {
                let letter = self.letter(&webhook, dead, person)?;
                Ok(Composed::Letter(Box::new(letter)))
            }
            None => Ok(Composed::Stop("unknown")),
        }
    }

    fn fate(&self, _: &mut Tx<'_>, _: &Mail, _: &Fate, _: i64) -> Result<(), DbError> {
        Ok(())
    }
}
