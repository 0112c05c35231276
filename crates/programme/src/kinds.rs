//! The mails programmes send: invitation, reminder, and a test mail to oneself. Each is written just
//! before it goes out, after one more look at whether it still should.

mod look;
mod test_mail;
mod write;

use mail::outbox::Mail;
use mail::{Composed, Fate, Kinds, Links, Settings};
use platform::web::App;
use platform::{DbError, Tx};

use crate::store;
use crate::store::invitation::Became;
use look::Look;

pub(crate) use test_mail::subject as test_subject;
pub(crate) use write::{sender, values};

/// The kinds of mail of programmes.
pub fn kinds(kinds: Kinds, app: &App, settings: &Settings) -> Kinds {
    let about = |is_reminder| About {
        post: Post::new(app, settings),
        is_reminder,
    };
    kinds
        .with(about(false))
        .with(about(true))
        .with(crate::outreach::Letter {
            post: Post::new(app, settings),
        })
        .with(test_mail::TestInvitation {
            post: Post::new(app, settings),
            words: app.words.clone(),
        })
}

/// What every letter is made with.
pub(crate) struct Post {
    pub(crate) base_url: String,
    pub(crate) settings: Settings,
}

impl Post {
    fn new(app: &App, settings: &Settings) -> Self {
        Self {
            base_url: app.base_url.clone(),
            settings: settings.clone(),
        }
    }
}

/// An invitation, or a reminder of one.
struct About {
    post: Post,
    is_reminder: bool,
}

impl mail::Kind for About {
    fn name(&self) -> &'static str {
        if self.is_reminder {
            "reminder"
        } else {
            "invitation"
        }
    }

    fn compose(
        &self,
        tx: &mut Tx<'_>,
        mail: &Mail,
        links: &Links,
        now_us: i64,
    ) -> Result<Composed, DbError> {
        match look::look(tx, mail, self.is_reminder, now_us)? {
            Look::Stop(reason) => Ok(Composed::Stop(reason)),
            Look::Later(at_us) => Ok(Composed::Later(at_us)),
            Look::Send(found) => write::letter(tx, &self.post, &found, links),
        }
    }

    fn fate(&self, tx: &mut Tx<'_>, mail: &Mail, fate: &Fate, now_us: i64) -> Result<(), DbError> {
        let id = (mail.workspace_id.as_str(), mail.subject_id.as_str());
        let Some(invitation) = store::invitation::by_id(tx, id.0, id.1)? else {
            return Ok(());
        };
        match fate {
            Fate::HandedOver => store::invitation::became(tx, id, Became::HandedOver, now_us),
            Fate::Unknown => store::invitation::became(tx, id, Became::Unknown, now_us),
            Fate::Stopped(reason) => {
                store::invitation::untouch(tx, id.0, &mail.mail_id)?;
                if self.is_reminder {
                    return store::invitation::not_reminded(tx, id.0, id.1);
                }
                store::invitation::withdraw(tx, id, reason, now_us)?;
                store::plan::uninvite(tx, id, reason)?;
                response::invitation::withdraw(tx, id.0, id.1, now_us).map(|_| ())
            }
            Fate::Refused(_) | Fate::Returned(_) => {
                store::invitation::became(tx, id, Became::Bounced, now_us)?;
                let contact = invitation.contact_id.as_str();
                contact::store::returned(tx, id.0, contact, &mail.address, now_us).map(|_| ())
            }
            // The address may be good: the mail server was not. Nothing more is sent about this one.
            Fate::GaveUp(_) => store::invitation::became(tx, id, Became::Bounced, now_us),
            Fate::Complained => {
                store::invitation::became(tx, id, Became::Refused, now_us)?;
                let mark = contact::model::Mark::Complained;
                contact::store::mark(tx, id.0, &invitation.contact_id, mark, now_us).map(|_| ())
            }
        }
    }
}
