//! A forgotten password: a link by mail, good for an hour and for one use.

pub(crate) mod pages;
mod store;

use mail::{Composed, Fate, Kind, Letter, Links, Mail, Mailbox, NewMail, Promise, Purpose};
use platform::clock::{DAY_US, SECOND_US};
use platform::web::{App, Frame, Problem};
use platform::words::Language;
use platform::{DbError, Tx, id};
use serde_json::json;

use crate::service::{note_password, viewer_of};
use crate::store::User;
use crate::{password, store as users};

/// The name of these mails.
const KIND: &str = "password_reset";
/// A link works this long …
const LINK_US: i64 = 3600 * SECOND_US;
/// … and this long for somebody who has no password yet: the link is an invitation.
const INVITATION_US: i64 = 7 * DAY_US;
/// A mail that could not be handed over for this long is not wanted any more.
const WAIT_US: i64 = 4 * LINK_US;
/// Mails to one user within [`LINK_US`]; whoever asks more often fills a mailbox.
const MAILS_MAX: i64 = 3;

/// Mails with a link to choose a new password.
#[derive(Clone)]
pub struct PasswordReset {
    app: App,
    from: Mailbox,
}

impl PasswordReset {
    /// Mails from this address.
    pub fn new(app: &App, from: &Mailbox) -> Self {
        Self {
            app: app.clone(),
            from: from.clone(),
        }
    }

    fn letter(&self, user: &User, links: &Links) -> Result<Letter, Problem> {
        let language = Language::from_code(&user.language).unwrap_or_default();
        let frame = Frame {
            language,
            person: None,
            here: String::new(),
        };
        let url = format!("{}/password/reset/{}", self.app.base_url, links.answer);
        let mail = if user.password_hash.is_some() {
            "user-reset-mail"
        } else {
            "user-invite-mail"
        };
        let say = |part: &str| self.app.words.say(language, &format!("{mail}-{part}"), &[]);
        let text = format!("{}\n\n{url}\n\n{}\n", say("why"), say("hint"));
        let values = json!({ "url": url, "mail": mail });
        Ok(Letter {
            from: self.from.clone(),
            reply_to: None,
            to: Mailbox {
                name: user.name.clone(),
                address: user.email.clone(),
            },
            subject: say("subject"),
            text,
            html: self
                .app
                .templates
                .text("user/reset_mail.html", &frame, values)?,
            language: language.code().to_owned(),
            unsubscribe: None,
        })
    }
}

impl Kind for PasswordReset {
    fn name(&self) -> &'static str {
        KIND
    }

    fn compose(
        &self,
        tx: &mut Tx<'_>,
        mail: &Mail,
        links: &Links,
        now_us: i64,
    ) -> Result<Composed, DbError> {
        let Some(reset) = store::by_id(tx, &mail.workspace_id, &mail.mail_id)? else {
            return Ok(Composed::Stop("unknown"));
        };
        if reset.is_over || now_us - reset.asked_at_us > WAIT_US {
            return Ok(Composed::Stop("over"));
        }
        match users::user_by_id(tx, &mail.workspace_id, &reset.user_id)? {
            // The address is looked up again: the link must not go where the user no longer is.
            Some(user) if user.email == mail.address => self
                .letter(&user, links)
                .map(|letter| Composed::Letter(Box::new(letter)))
                .map_err(|problem| DbError::Bug(format!("{problem:?}"))),
            _ => Ok(Composed::Stop("unknown")),
        }
    }

    fn fate(&self, _: &mut Tx<'_>, _: &Mail, _: &Fate, _: i64) -> Result<(), DbError> {
        Ok(())
    }
}

/// Sends a link to the user with this address, if there is one. Whoever asks is told nothing.
async fn ask(app: &App, email: &str) -> Result<(), Problem> {
    let (email, now_us) = (email.trim().to_lowercase(), app.clock.now_us());
    let mail_id = id::new();
    app.db
        .write(move |tx| {
            let found = users::user_by_email(tx, &email)?;
            // Who never had a password is let in by an administrator, not by asking.
            let Some(user) = found.filter(|user| user.password_hash.is_some()) else {
                return Ok::<_, Problem>(());
            };
            write(tx, &user, (&mail_id, now_us))?;
            Ok(())
        })
        .await
}

/// Sends a link to somebody who works here; false when they got enough of them lately. Is there
/// nobody with this id, nothing happens.
pub(crate) fn send(
    tx: &mut Tx<'_>,
    workspace_id: &str,
    user_id: &str,
    (mail_id, now_us): (&str, i64),
) -> Result<bool, DbError> {
    match users::user_by_id(tx, workspace_id, user_id)? {
        Some(user) => write(tx, &user, (mail_id, now_us)),
        None => Ok(true),
    }
}

fn write(tx: &mut Tx<'_>, user: &User, (mail_id, now_us): (&str, i64)) -> Result<bool, DbError> {
    if store::asked_since(tx, user, now_us - LINK_US)? >= MAILS_MAX {
        return Ok(false);
    }
    store::add(tx, user, mail_id, now_us)?;
    let mail = NewMail {
        workspace_id: user.workspace_id.clone(),
        mail_id: mail_id.to_owned(),
        kind: KIND,
        subject_id: user.user_id.clone(),
        address: user.email.clone(),
        promise: Promise::AtLeastOnce,
        due_at_us: now_us,
    };
    mail::outbox::add(tx, &mail, now_us)?;
    Ok(true)
}

/// What a link is worth.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Link {
    /// It works, for this user.
    Good {
        workspace_id: String,
        user_id: String,
    },
    /// It was used, or is too old.
    Over {
        /// Of somebody without a password, who can't ask for another link.
        is_invitation: bool,
    },
    /// There is no such link.
    Unknown,
}

fn link(tx: &mut Tx<'_>, token: &str, now_us: i64) -> Result<Link, DbError> {
    let Some(target) = mail::link::find(tx, Purpose::Answer, token)? else {
        return Ok(Link::Unknown);
    };
    if target.kind != KIND {
        return Ok(Link::Unknown);
    }
    let Some(reset) = store::by_id(tx, &target.workspace_id, &target.mail_id)? else {
        return Ok(Link::Unknown);
    };
    // A clock that went back makes a link no younger than new.
    let age_us = (now_us - target.made_at_us).max(0);
    let user = users::user_by_id(tx, &target.workspace_id, &reset.user_id)?;
    let is_invitation = user.as_ref().is_some_and(|u| u.password_hash.is_none());
    let works_us = if is_invitation {
        INVITATION_US
    } else {
        LINK_US
    };
    if reset.is_over || age_us > works_us || user.is_none() {
        return Ok(Link::Over { is_invitation });
    }
    Ok(Link::Good {
        workspace_id: target.workspace_id,
        user_id: reset.user_id,
    })
}

/// Whether a link works now.
async fn look(app: &App, token: &str) -> Result<Link, Problem> {
    let (token, now_us) = (token.to_owned(), app.clock.now_us());
    app.db
        .read(move |tx| Ok::<_, Problem>(link(tx, &token, now_us)?))
        .await
}

/// Stores a new password by a link, and ends all links and sessions of the user.
async fn choose(app: &App, token: &str, new: &str) -> Result<Link, Problem> {
    let found = look(app, token).await?;
    if !matches!(found, Link::Good { .. }) {
        return Ok(found);
    }
    let hash = password::hash(new).await?;
    let (token, now_us) = (token.to_owned(), app.clock.now_us());
    app.db
        .write(move |tx| {
            let found = link(tx, &token, now_us)?;
            let Link::Good {
                workspace_id,
                user_id,
            } = &found
            else {
                return Ok::<_, Problem>(found);
            };
            // Of two uses at the same time, one ends the links and the other finds none to end.
            if store::end_all(tx, workspace_id, user_id, now_us)? == 0 {
                return Ok(Link::Over {
                    is_invitation: false,
                });
            }
            users::set_password(tx, workspace_id, user_id, &hash)?;
            users::end_sessions_of(tx, workspace_id, user_id)?;
            if let Some(user) = users::user_by_id(tx, workspace_id, user_id)? {
                note_password(tx, &viewer_of(&user), user_id, now_us)?;
            }
            Ok(found)
        })
        .await
}

/// Ends all links of a user, as after a change of the password.
pub(crate) fn end(
    tx: &mut Tx<'_>,
    workspace_id: &str,
    user_id: &str,
    now_us: i64,
) -> Result<(), DbError> {
    store::end_all(tx, workspace_id, user_id, now_us)?;
    Ok(())
}
