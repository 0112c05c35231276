//! A test mail to oneself.

use mail::{Composed, Fate, Kind, Letter, Links, Mail, Mailbox};
use platform::web::{App, Frame};
use platform::words::Language;
use platform::{DbError, Tx};
use serde_json::json;

/// The name of these mails.
pub(crate) const KIND: &str = "test";

/// Test mails: whoever asks for one sees whether mail arrives, and from whom.
#[derive(Clone)]
pub struct TestMail {
    app: App,
    from: Mailbox,
}

impl TestMail {
    /// Mails from this address.
    pub fn new(app: &App, from: &Mailbox) -> Self {
        Self {
            app: app.clone(),
            from: from.clone(),
        }
    }
}

impl Kind for TestMail {
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
        let person = user::people::by_id(tx, &mail.workspace_id, &mail.subject_id)?
            .filter(user::people::Person::is_active);
        let Some(person) = person.filter(|p| p.email == mail.address) else {
            return Ok(Composed::Stop("unknown"));
        };
        let language = Language::from_code(&person.language).unwrap_or_default();
        let say = |key: &str| self.app.words.say(language, key, &[]);
        let frame = Frame {
            language,
            person: None,
            here: String::new(),
        };
        let html = self
            .app
            .templates
            .text("delivery/test_mail.html", &frame, json!({}))
            .map_err(|problem| DbError::Bug(format!("{problem:?}")))?;
        Ok(Composed::Letter(Box::new(Letter {
            from: self.from.clone(),
            reply_to: None,
            to: Mailbox {
                name: person.name,
                address: person.email,
            },
            subject: say("delivery-test-subject"),
            text: format!(
                "{}\n\n{}\n",
                say("delivery-test-text"),
                say("delivery-test-hint")
            ),
            html,
            language: language.code().to_owned(),
            unsubscribe: None,
            enclosures: Vec::new(),
        })))
    }

    fn fate(&self, _: &mut Tx<'_>, _: &Mail, _: &Fate, _: i64) -> Result<(), DbError> {
        Ok(())
    }
}
