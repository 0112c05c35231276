//! The mail a letter becomes: written just before it goes out, after one more look.

use contact::model::{Contact, Mark};
use mail::outbox::Mail;
use mail::{Composed, Fate, Links, Mailbox, Unsubscribe};
use platform::{DbError, Tx};
use policy::{At, Standing};

use super::model::{Became, Kind, Stored};
use super::store;
use crate::kinds::{Post, sender, values};
use crate::letter::{self, Plain, Values};
use crate::model::Sender;
use crate::planning::company;
use crate::rules::standing_word;
use crate::store as all;

/// Mails outside programmes.
pub(crate) struct Letter {
    pub(crate) post: Post,
}

impl mail::Kind for Letter {
    fn name(&self) -> &'static str {
        super::KIND
    }

    fn compose(
        &self,
        tx: &mut Tx<'_>,
        mail: &Mail,
        links: &Links,
        now_us: i64,
    ) -> Result<Composed, DbError> {
        let workspace_id = mail.workspace_id.as_str();
        let Some(letter) = store::by_id(tx, workspace_id, &mail.subject_id)? else {
            return Ok(Composed::Stop("removed"));
        };
        let Some(contact) = contact::store::by_id(tx, workspace_id, &letter.contact_id)? else {
            return Ok(Composed::Stop("removed"));
        };
        if let Some(reason) = unwanted(&letter, &contact, now_us) {
            return Ok(Composed::Stop(reason));
        }
        if let Some(later) = closed(tx, &contact, workspace_id, now_us)? {
            return Ok(later);
        }
        self.write(tx, workspace_id, (&letter, &contact), links)
    }

    fn fate(&self, tx: &mut Tx<'_>, mail: &Mail, fate: &Fate, now_us: i64) -> Result<(), DbError> {
        let id = (mail.workspace_id.as_str(), mail.subject_id.as_str());
        let Some(letter) = store::by_id(tx, id.0, id.1)? else {
            return Ok(());
        };
        let contact = letter.contact_id.as_str();
        match fate {
            Fate::HandedOver => store::became(tx, id, Became::HandedOver, now_us),
            Fate::Unknown => store::became(tx, id, Became::Unknown, now_us),
            Fate::Stopped(reason) => {
                all::invitation::untouch(tx, id.0, &mail.mail_id)?;
                store::unsend(tx, id, reason, now_us)
            }
            Fate::Refused(_) | Fate::Returned(_) => {
                store::became(tx, id, Became::Bounced, now_us)?;
                contact::store::returned(tx, id.0, contact, &mail.address, now_us).map(|_| ())
            }
            // The address may be good: the mail server was not.
            Fate::GaveUp(_) => store::became(tx, id, Became::Bounced, now_us),
            Fate::Complained => {
                store::became(tx, id, Became::Refused, now_us)?;
                contact::store::mark(tx, id.0, contact, Mark::Complained, now_us).map(|_| ())
            }
        }
    }
}

impl Letter {
    fn write(
        &self,
        tx: &mut Tx<'_>,
        workspace_id: &str,
        (letter, contact): (&Stored, &Contact),
        links: &Links,
    ) -> Result<Composed, DbError> {
        let wordings = store::wording(tx, workspace_id, &letter.letter_id)?;
        let chosen = letter::language(&wordings, contact.language.as_deref(), "nl");
        let Some((language, wording)) = chosen else {
            return Ok(Composed::Stop("no_wording"));
        };
        let Some(address) = contact.email.clone() else {
            return Ok(Composed::Stop("no_address"));
        };
        let account = match &contact.account_id {
            Some(id) => contact::store::account_by_id(tx, workspace_id, id)?,
            None => None,
        };
        let responsible = Sender {
            responsible: true,
            ..Sender::default()
        };
        let person = sender(&responsible, account.as_ref());
        let (from, reply_to) = self.post.settings.sender(person);
        let values = Values {
            sender: from.name.clone(),
            company: all::programme::company(tx, workspace_id)?,
            subject: letter.subject.clone(),
            ..values(contact, account.as_ref())
        };
        let rendered = letter::render_plain(&Plain {
            language,
            wording,
            values: &values,
            is_about_answer: matches!(letter.kind, Kind::Thank | Kind::Told),
            base_url: &self.post.base_url,
            unsubscribe: &links.unsubscribe,
            link: letter.link.as_deref(),
        });
        Ok(Composed::Letter(Box::new(mail::Letter {
            from,
            reply_to,
            to: Mailbox {
                name: contact.name.clone().unwrap_or_default(),
                address,
            },
            subject: rendered.subject,
            text: rendered.text,
            html: rendered.html,
            language: language.to_owned(),
            enclosures: Vec::new(),
            unsubscribe: Some(Unsubscribe {
                url: format!("{}/u/{}", self.post.base_url, links.unsubscribe),
            }),
        })))
    }
}

/// Why nothing is sent to this contact any more.
fn unwanted(letter: &Stored, contact: &Contact, now_us: i64) -> Option<&'static str> {
    let standing = contact.standing();
    if standing != Standing::Reachable {
        Some(standing_word(standing))
    } else if contact.employee {
        Some("employee")
    } else if now_us >= letter.ends_at_us {
        Some("window_ended")
    } else {
        None
    }
}

/// When it may go out, where it may not now.
fn closed(
    tx: &mut Tx<'_>,
    contact: &Contact,
    workspace_id: &str,
    now_us: i64,
) -> Result<Option<Composed>, DbError> {
    let calendar = company(&all::programme::settings(tx, workspace_id)?.calendar)?;
    let calendar = match &contact.zone {
        Some(zone) => calendar.in_zone(zone).unwrap_or(calendar),
        None => calendar,
    };
    if calendar.closed(At(now_us)).is_none() {
        return Ok(None);
    }
    let next = calendar.next_allowed(At(now_us));
    // Nothing open within a year counts as the end of the window.
    let never = Composed::Stop("window_ended");
    Ok(Some(next.map_or(never, |at| Composed::Later(at.0))))
}
