//! A forgotten password: a link by mail, good for an hour and for one use.

pub(crate) mod pages;
mod store;

use mail::{Composed, Fate, Kind, Letter, Links, Mail, Mailbox, NewMail, Promise, Purpose};
use platform::clock::{DAY_US, SECOND_US};
use platform::web::{App, Frame, Problem};
use platform::words::Language;
use platform::{DbError, Tx, id};
use serde_json::json;

use crate::audit::{self, Note};
use crate::login::{self, Login};
use crate::service::{note_own_password, viewer_of};
use crate::store::User;
use crate::{factor, password, store as users};

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

    fn letter(&self, known: &Known, links: &Links) -> Result<Letter, Problem> {
        let user = &known.user;
        let language = Language::from_code(&user.language).unwrap_or_default();
        let frame = Frame {
            language,
            person: None,
            here: String::new(),
        };
        let url = format!("{}/password/reset/{}", self.app.base_url, links.answer);
        let mail = match known {
            Known { user, .. } if user.login_id.is_some() => "user-reset-mail",
            known if known.is_joining() => "user-join-mail",
            _ => "user-invite-mail",
        };
        let workspace = [("workspace", known.workspace.as_str().into())];
        let say = |part: &str| {
            let key = format!("{mail}-{part}");
            self.app.words.say(language, &key, &workspace)
        };
        let text = format!("{}\n\n{url}\n\n{}\n", say("why"), say("hint"));
        let values = json!({ "url": url, "mail": mail, "workspace": known.workspace });
        Ok(Letter {
            from: self.from.clone(),
            reply_to: None,
            to: Mailbox {
                name: user.name.clone(),
                address: known.address().to_owned(),
            },
            subject: say("subject"),
            text,
            html: self
                .app
                .templates
                .text("user/reset_mail.html", &frame, values)?,
            language: language.code().to_owned(),
            unsubscribe: None,
            enclosures: Vec::new(),
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
        match known(tx, &mail.workspace_id, &reset.user_id)? {
            // The address is looked up again: the link must not go where the user no longer is.
            Some(known) if known.address() == mail.address => self
                .letter(&known, links)
                .map(|letter| Composed::Letter(Box::new(letter)))
                .map_err(|problem| DbError::Bug(format!("{problem:?}"))),
            _ => Ok(Composed::Stop("unknown")),
        }
    }

    fn fate(&self, _: &mut Tx<'_>, _: &Mail, _: &Fate, _: i64) -> Result<(), DbError> {
        Ok(())
    }
}

/// Sends a link to whoever logs in with this address, if there is one. Whoever asks is told nothing.
async fn ask(app: &App, email: &str) -> Result<(), Problem> {
    let (email, now_us) = (email.to_owned(), app.clock.now_us());
    let mail_id = id::new();
    app.db
        .write(move |tx| {
            let found = login::by_email(tx, &email)?;
            // Who never had a password is let in by an administrator, not by asking.
            let Some(login) = found.filter(|login| login.password_hash.is_some()) else {
                return Ok::<_, Problem>(());
            };
            // The mail is sent by the workspace they were in last.
            let people = login::people(tx, &login.login_id)?;
            let last = login.last_workspace_id.as_deref();
            let place = people
                .iter()
                .find(|place| Some(place.workspace_id.as_str()) == last)
                .or(people.first());
            let Some(place) = place else { return Ok(()) };
            send(tx, &place.workspace_id, &place.user_id, (&mail_id, now_us))?;
            Ok(())
        })
        .await
}

/// Sends a link to somebody who works here: to choose a new password, or, who has no login yet, to
/// come in. False when they got enough of them lately. Is there nobody with this id, nothing happens.
pub(crate) fn send(
    tx: &mut Tx<'_>,
    workspace_id: &str,
    user_id: &str,
    (mail_id, now_us): (&str, i64),
) -> Result<bool, DbError> {
    match known(tx, workspace_id, user_id)? {
        Some(known) => write(tx, &known, (mail_id, now_us)),
        None => Ok(true),
    }
}

fn write(tx: &mut Tx<'_>, known: &Known, (mail_id, now_us): (&str, i64)) -> Result<bool, DbError> {
    let user = &known.user;
    if let Some(login_id) = &user.login_id {
        // So that of many who ask at the same time, on any node, each counts those before it.
        login::lock(tx, login_id)?;
    }
    if store::asked_since(tx, user, now_us - LINK_US)? >= MAILS_MAX {
        return Ok(false);
    }
    store::add(tx, user, mail_id, now_us)?;
    let mail = NewMail {
        workspace_id: user.workspace_id.clone(),
        mail_id: mail_id.to_owned(),
        kind: KIND,
        subject_id: user.user_id.clone(),
        address: known.address().to_owned(),
        promise: Promise::AtLeastOnce,
        due_at_us: now_us,
    };
    mail::outbox::add(tx, &mail, now_us)?;
    Ok(true)
}

/// What a link is worth.
#[derive(Clone, Debug)]
enum Link {
    /// It works, for this person.
    Good(Box<Known>),
    /// It was used, or is too old.
    Over {
        /// Of somebody without a login, who can't ask for another link.
        is_invitation: bool,
    },
    /// There is no such link.
    Unknown,
}

/// Whom a link is for.
#[derive(Clone, Debug)]
struct Known {
    user: User,
    /// The login with the person's address; nothing: it is made when a password is chosen.
    login: Option<Login>,
    /// Name of the workspace they are invited to.
    workspace: String,
}

fn known(tx: &mut Tx<'_>, workspace_id: &str, user_id: &str) -> Result<Option<Known>, DbError> {
    let Some(user) = users::user_by_id(tx, workspace_id, user_id)? else {
        return Ok(None);
    };
    let login = match &user.login_id {
        Some(login_id) => login::by_id(tx, login_id)?,
        None => login::by_email(tx, &user.email)?,
    };
    let workspace = users::workspace(tx, workspace_id)?;
    Ok(Some(Known {
        user,
        login,
        workspace: workspace.map(|w| w.name).unwrap_or_default(),
    }))
}

impl Known {
    /// Where a link goes: to the address somebody logs in with, when they do. What one workspace
    /// says is a person's address must not lead into the others they are in.
    fn address(&self) -> &str {
        let login = self.login.as_ref();
        login.map_or(&self.user.email, |login| &login.email)
    }

    /// Whether somebody who logs in already is to come into one more workspace: they show that it
    /// is them by their password, which stays as it is.
    fn is_joining(&self) -> bool {
        self.user.login_id.is_none()
            && self
                .login
                .as_ref()
                .is_some_and(|l| l.password_hash.is_some())
    }
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
    let known = known(tx, &target.workspace_id, &reset.user_id)?;
    let is_invitation = known.as_ref().is_some_and(|k| k.user.login_id.is_none());
    let works_us = if reset.login_id.is_none() {
        INVITATION_US
    } else {
        LINK_US
    };
    let over = Link::Over { is_invitation };
    let Some(known) = known else { return Ok(over) };
    if reset.is_over || age_us > works_us || known.user.login_id != reset.login_id {
        return Ok(over);
    }
    Ok(Link::Good(Box::new(known)))
}

/// Whether a link works now.
async fn look(app: &App, token: &str) -> Result<Link, Problem> {
    let (token, now_us) = (token.to_owned(), app.clock.now_us());
    app.db
        .read(move |tx| Ok::<_, Problem>(link(tx, &token, now_us)?))
        .await
}

/// Uses a link: stores a new password, or lets in who proves to have the login by `password`; ends
/// all links, and all sessions when the password is new.
async fn choose(app: &App, token: &str, password: &str) -> Result<Link, Problem> {
    let good = match look(app, token).await? {
        Link::Good(good) => good,
        other => return Ok(other),
    };
    let joins = good.is_joining();
    let hash = if joins {
        let stored = good.login.and_then(|login| login.password_hash);
        if !password::verify(password, stored).await? {
            return Err(Problem::invalid("password", "this is not your password"));
        }
        None
    } else {
        Some(password::hash(password).await?)
    };
    let (token, now_us, login_id) = (token.to_owned(), app.clock.now_us(), id::new());
    app.db
        .write(move |tx| {
            let good = match link(tx, &token, now_us)? {
                Link::Good(good) if good.is_joining() == joins => good,
                Link::Good(_) => return Err(Problem::Conflict("please try again".to_owned())),
                other => return Ok(other),
            };
            // Of two uses at the same time, one ends the links and the other finds none to end.
            if store::end_all(tx, &good.user, now_us)? == 0 {
                return Ok(Link::Over {
                    is_invitation: false,
                });
            }
            let login_id = good
                .login
                .as_ref()
                .map_or(&login_id, |login| &login.login_id);
            enter(tx, &good, (login_id, hash.as_deref()), now_us)?;
            Ok(Link::Good(good))
        })
        .await
}

/// Stores what a link led to.
fn enter(
    tx: &mut Tx<'_>,
    good: &Known,
    (login_id, hash): (&str, Option<&str>),
    now_us: i64,
) -> Result<(), DbError> {
    if let Some(hash) = hash {
        match &good.login {
            Some(_) => {
                login::set_password(tx, login_id, hash)?;
                // Whoever tried codes knew the old one: that they did keeps nobody out any more.
                factor::forget_tries(tx, login_id)?;
            }
            None => {
                let login = Login {
                    login_id: login_id.to_owned(),
                    email: good.user.email.clone(),
                    password_hash: Some(hash.to_owned()),
                    is_installation_administrator: false,
                    last_workspace_id: None,
                };
                login::add(tx, &login, now_us)?;
            }
        }
        login::end_sessions(tx, login_id)?;
    }
    let user = &good.user;
    if user.login_id.is_none() {
        login::link(tx, login_id, (&user.workspace_id, &user.user_id))?;
        note_joined(tx, user, now_us)?;
    }
    if hash.is_some() {
        note_own_password(tx, login_id, now_us)?;
    }
    Ok(())
}

/// Notes that somebody took an invitation.
fn note_joined(tx: &mut Tx<'_>, user: &User, now_us: i64) -> Result<(), DbError> {
    let note = Note {
        action: "person.joined",
        noun: "person",
        id: &user.user_id,
        detail: json!({}),
    };
    audit::note(tx, &viewer_of(user), note, now_us)
}

/// Ends all links of a person, as when they stop working here.
pub(crate) fn end(
    tx: &mut Tx<'_>,
    workspace_id: &str,
    user_id: &str,
    now_us: i64,
) -> Result<(), DbError> {
    store::end_of_person(tx, (workspace_id, user_id), now_us)
}

/// Ends all links of a login, as after a change of the password.
pub(crate) fn end_of_login(tx: &mut Tx<'_>, login_id: &str, now_us: i64) -> Result<(), DbError> {
    store::end_of_login(tx, login_id, now_us)
}
