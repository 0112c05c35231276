//! A mail to oneself: looks like the invitation, and answers nothing.

use mail::outbox::Mail;
use mail::{Composed, Fate, Letter, Links, Mailbox};
use platform::{DbError, Tx};

use super::{Post, write};
use crate::letter::{self, Input, Occasion, Values};
use crate::model::Schedule;
use crate::store;

/// A test mail; its subject is `PROGRAMME:LANGUAGE`, the language empty for the survey's own.
pub(super) struct TestInvitation(pub(super) Post);

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
        let (programme_id, language) = mail.subject_id.split_once(':').unwrap_or_default();
        let programme = store::programme::by_id(tx, &mail.workspace_id, programme_id)?;
        let Some(programme) = programme else {
            return Ok(Composed::Stop("removed"));
        };
        let survey = survey::store::by_id(tx, &mail.workspace_id, &programme.survey_id)?;
        let Some(survey) = survey else {
            return Ok(Composed::Stop("removed"));
        };
        let definition = &programme.definition;
        let wanted = Some(language).filter(|code| !code.is_empty());
        let own = survey.definition.language();
        let Some((language, wording)) = letter::language(&definition.wording, wanted, own) else {
            return Ok(Composed::Stop("no_wording"));
        };
        let person = write::sender(&definition.sender, None);
        let (from, reply_to) = self.0.settings.sender(person);
        let title = survey.definition.say(&survey.definition.title, language);
        let is_event = matches!(definition.schedule, Schedule::Transactional(_));
        // Whatever stands behind # stays in the browser: all links open the preview.
        let base_url = format!("{}/surveys/{}/preview#", self.0.base_url, survey.survey_id);
        let rendered = letter::render(&Input {
            language,
            wording,
            is_reminder: false,
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
                subject: if is_event {
                    "TEST-1".to_owned()
                } else {
                    String::new()
                },
                ..Values::default()
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
        })))
    }

    fn fate(&self, _: &mut Tx<'_>, _: &Mail, _: &Fate, _: i64) -> Result<(), DbError> {
        Ok(())
    }
}
