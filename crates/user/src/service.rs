//! The verbs: set up, log in and out, change a password, make and revoke keys.

mod keys;

use axum::http::HeaderMap;
use platform::clock::{DAY_US, SECOND_US};
use platform::web::{App, Place, Problem, cookie};
use platform::{Db, DbError, Tx, id};
use serde_json::json;

pub(crate) use self::keys::viewer_of_key;
pub use self::keys::{create_key, revoke_key};
use crate::audit::{self, Note};
use crate::login::{self, Login};
use crate::model::{Role, Scope, Viewer};
use crate::store::{self, NewUser, Session, User};
use crate::{factor, password, reset, store::Workspace, team};

/// A session ends after this long without use …
pub(crate) const IDLE_MAX_US: i64 = 7 * DAY_US;
/// … and after this long in any case.
pub(crate) const SESSION_MAX_US: i64 = 30 * DAY_US;
/// How fresh "last seen" is kept; writing it at each page would cost a commit each.
const SEEN_EVERY_US: i64 = 3600 * SECOND_US;

/// Whether the first-run setup is done.
pub async fn is_set_up(app: &App) -> Result<bool, Problem> {
    Ok(workspace_id(&app.db).await?.is_some())
}

/// The workspace of this installation, once it is set up.
pub async fn workspace_id(db: &Db) -> Result<Option<String>, Problem> {
    db.read(|tx| Ok(store::installation(tx)?)).await
}

/// Name and time zone of a workspace.
pub async fn workspace(app: &App, workspace_id: &str) -> Result<(String, String), Problem> {
    let id = workspace_id.to_owned();
    let found: Option<Workspace> = app
        .db
        .read(move |tx| Ok::<_, Problem>(store::workspace(tx, &id)?))
        .await?;
    let Workspace { name, time_zone } = found.ok_or_else(|| Problem::no("workspace"))?;
    Ok((name, time_zone))
}

/// Who becomes the first administrator, of which workspace.
#[derive(Clone, Debug)]
pub struct Setup {
    /// Name of the workspace, usually the company's.
    pub workspace: String,
    /// Address to log in with.
    pub email: String,
    /// The password, at least ten characters.
    pub password: String,
    /// Language of the pages, `en` or `nl`.
    pub language: &'static str,
}

impl Setup {
    /// Whether name, address and password are acceptable, before anything is made.
    pub fn check(&self) -> Result<(), Problem> {
        checked_text("workspace", &self.workspace)?;
        checked_email(&self.email)?;
        password::check_new(&self.password)
    }
}

/// Creates workspace and first administrator; a `Conflict` when that was done before. Of several
/// at once exactly one succeeds.
pub async fn set_up(db: &Db, setup: Setup, now_us: i64) -> Result<String, Problem> {
    let name = checked_text("workspace", &setup.workspace)?;
    let email = checked_email(&setup.email)?;
    password::check_new(&setup.password)?;
    if workspace_id(db).await?.is_some() {
        return Err(already_set_up());
    }
    let password_hash = password::hash(&setup.password).await?;
    let login = Login {
        login_id: id::new(),
        email: email.clone(),
        password_hash: Some(password_hash),
        is_installation_administrator: true,
        last_workspace_id: None,
    };
    let user = NewUser {
        user_id: id::new(),
        name: name_from(&email),
        email,
        login_id: Some(login.login_id.clone()),
        role: Role::Administrator,
        language: setup.language,
    };
    let workspace_id = id::new();
    db.write(move |tx| {
        store::add_workspace(tx, &workspace_id, &name, now_us)?;
        store::set_installed(tx, &workspace_id, now_us)?;
        login::add(tx, &login, now_us)?;
        store::add_user(tx, &workspace_id, &user, now_us)?;
        let who = (user.user_id.as_str(), user.name.as_str());
        let note = Note {
            action: "workspace.created",
            noun: "workspace",
            id: &workspace_id,
            detail: json!({}),
        };
        let viewer = Viewer::person(&workspace_id, who, user.role);
        audit::note(tx, &viewer, note, now_us)?;
        Ok(workspace_id.clone())
    })
    .await
    .map_err(|error| match error {
        DbError::Unique(_) => already_set_up(),
        other => other.into(),
    })
}

fn already_set_up() -> Problem {
    Problem::Conflict("this installation is set up already: please log in".to_owned())
}

/// Gives a login another password, by whoever runs the installation: all its sessions end, and links
/// sent to choose one. Who works here without a login gets one. `Invalid` when the password is too weak or nobody logs in with the address.
pub async fn set_password(db: &Db, (email, new): (&str, &str), now_us: i64) -> Result<(), Problem> {
    let email = checked_email(email)?;
    let hash = password::hash(new).await?;
    let new_id = id::new();
    db.write(move |tx| {
        let login_id = match login::by_email(tx, &email)? {
            Some(login) => login.login_id,
            None if login::make_for(tx, (&email, &new_id), now_us)? => new_id.clone(),
            None => return Ok(false),
        };
        new_password(tx, &login_id, (&hash, now_us))?;
        for place in login::people(tx, &login_id)? {
            let key = ("command line", "command line");
            let viewer = Viewer::key(&place.workspace_id, key, Scope::Write);
            note_password(tx, &viewer, &place.user_id, now_us)?;
        }
        Ok::<_, DbError>(true)
    })
    .await?
    .then_some(())
    .ok_or_else(|| Problem::invalid("email", "nobody with this address works here"))
}

/// The login with this address and password; nothing when either is wrong, after the same time.
pub(crate) async fn check_password(
    app: &App,
    email: &str,
    password: &str,
) -> Result<Option<Login>, Problem> {
    let email = email.to_owned();
    let login: Option<Login> = app
        .db
        .read(move |tx| Ok::<_, Problem>(login::by_email(tx, &email)?))
        .await?;
    let stored = login.as_ref().and_then(|l| l.password_hash.clone());
    let fits = password::verify(password, stored).await?;
    let login = login.filter(|_| fits);
    if let Some(login) = &login {
        strengthen(app, login, password);
    }
    Ok(login)
}

/// Hashes the password of somebody who logs in anew when its hash is weaker than hashes are now:
/// after the reply, because it takes as long as logging in does. That it fails costs nothing but
/// another try at the next login.
fn strengthen(app: &App, login: &Login, password: &str) {
    let Some(before) = login.password_hash.clone() else {
        return;
    };
    if !password::is_weak(&before) {
        return;
    }
    let (app, login_id, password) = (app.clone(), login.login_id.clone(), password.to_owned());
    tokio::spawn(async move {
        let work = async {
            let after = password::hash_again(&password).await?;
            app.db
                .write(move |tx| login::renew_hash(tx, &login_id, (&before, &after)))
                .await
                .map_err(Problem::from)
        };
        if let Err(problem) = work.await {
            tracing::warn!(%problem, "a password could not be hashed anew");
        }
    });
}

/// Logs in and returns the new session's secret, or nothing when address or password is wrong or
/// the login works nowhere any more.
pub async fn log_in(app: &App, email: &str, password: &str) -> Result<Option<String>, Problem> {
    let Some(login) = check_password(app, email, password).await? else {
        note_refused(app, email);
        return Ok(None);
    };
    let now_us = app.clock.now_us();
    let entered = app
        .db
        .write(move |tx| login::enter(tx, (&login, "password"), now_us))
        .await?;
    Ok(entered.map(|(secret, _)| secret))
}

/// Notes a wrong password, after the reply: that it takes longer when somebody has the address
/// must not show.
pub(crate) fn note_refused(app: &App, email: &str) {
    let (app, email) = (app.clone(), email.to_owned());
    tokio::spawn(async move {
        let now_us = app.clock.now_us();
        let noted = app
            .db
            .write(move |tx| match login::by_email(tx, &email)? {
                Some(login) => login::note_refused(tx, (&login, "password"), now_us),
                None => Ok::<_, DbError>(()),
            })
            .await;
        if let Err(error) = noted {
            tracing::error!(%error, "a refused login could not be noted");
        }
    });
}

/// Moves the session of these headers to another workspace of its login; its new secret, because the
/// old one works no longer.
pub(crate) async fn switch(
    app: &App,
    headers: &HeaderMap,
    workspace_id: &str,
) -> Result<String, Problem> {
    let session = session_of(app, headers).await?;
    let hash = id::hash(cookie(headers, session_cookie(app)).unwrap_or_default());
    let (workspace_id, now_us) = (workspace_id.to_owned(), app.clock.now_us());
    app.db
        .write(move |tx| login::switch(tx, (&hash, &session.login_id), &workspace_id, now_us))
        .await?
        .ok_or_else(|| Problem::no("workspace"))
}

/// Ends the session of these headers, wherever its cookie was copied to.
pub async fn log_out(app: &App, headers: &HeaderMap) -> Result<(), Problem> {
    if let Some(secret) = cookie(headers, session_cookie(app)) {
        let hash = id::hash(secret);
        app.db
            .write(move |tx| store::end_session(tx, &hash))
            .await?;
    }
    Ok(())
}

/// Changes the password after checking the old one, and ends all sessions of the login.
pub async fn change_password(
    app: &App,
    headers: &HeaderMap,
    old: &str,
    new: &str,
) -> Result<(), Problem> {
    let session = session_of(app, headers).await?;
    let login_id = session.login_id.clone();
    let login = app
        .db
        .read(move |tx| Ok::<_, Problem>(login::by_id(tx, &login_id)?))
        .await?;
    let stored = login.and_then(|login| login.password_hash);
    if !password::verify(old, stored).await? {
        return Err(Problem::invalid(
            "old_password",
            "this is not your present password",
        ));
    }
    let hash = password::hash(new).await?;
    let now_us = app.clock.now_us();
    app.db
        .write(move |tx| {
            new_password(tx, &session.login_id, (&hash, now_us))?;
            note_own_password(tx, &session.login_id, now_us)
        })
        .await?;
    Ok(())
}

/// Stores a password, and ends links to choose one and all sessions of the login.
fn new_password(
    tx: &mut Tx<'_>,
    login_id: &str,
    (hash, now_us): (&str, i64),
) -> Result<(), DbError> {
    login::set_password(tx, login_id, hash)?;
    factor::forget_tries(tx, login_id)?;
    reset::end_of_login(tx, login_id, now_us)?;
    login::end_sessions(tx, login_id)
}

/// Notes in all workspaces of a login that its person there chose another password.
pub(crate) fn note_own_password(
    tx: &mut Tx<'_>,
    login_id: &str,
    now_us: i64,
) -> Result<(), DbError> {
    for place in login::people(tx, login_id)? {
        note_password(tx, &place.viewer(), &place.user_id, now_us)?;
    }
    Ok(())
}

/// Notes that somebody has another password.
fn note_password(
    tx: &mut Tx<'_>,
    viewer: &Viewer,
    user_id: &str,
    now_us: i64,
) -> Result<(), DbError> {
    let note = Note {
        action: "person.password_changed",
        noun: "person",
        id: user_id,
        detail: json!({}),
    };
    audit::note(tx, viewer, note, now_us)
}

/// A user as somebody who does something.
pub(crate) fn viewer_of(user: &User) -> Viewer {
    let who = (user.user_id.as_str(), user.name.as_str());
    Viewer::person(&user.workspace_id, who, user.role)
}

/// Keeps the language a user chose.
pub(crate) async fn choose_language(
    app: &App,
    headers: &HeaderMap,
    language: &'static str,
) -> Result<(), Problem> {
    let user = user_of_session(app, headers).await?;
    app.db
        .write(move |tx| store::set_language(tx, &user.workspace_id, &user.user_id, language))
        .await?;
    Ok(())
}

/// The name of the session cookie. With https it is bound to the host and never sent in clear;
/// without, browsers would refuse that form.
pub(crate) fn session_cookie(app: &App) -> &'static str {
    if app.is_https() {
        "__Host-luister_session"
    } else {
        "luister_session"
    }
}

/// Who is logged in, with what a page shows of them.
pub(crate) struct LoggedIn {
    pub(crate) viewer: Viewer,
    pub(crate) name: String,
    pub(crate) language: String,
    pub(crate) is_installation_administrator: bool,
    /// They can do nothing but set up a second factor.
    pub(crate) lacks_factor: bool,
    /// Where they can be, when that is in several workspaces.
    pub(crate) workspaces: Vec<Place>,
    /// The workspace's time zone.
    pub(crate) zone: String,
}

async fn user_of_session(app: &App, headers: &HeaderMap) -> Result<User, Problem> {
    Ok(session_of(app, headers).await?.user)
}

/// The session of these headers, if it is still good.
pub(crate) async fn session_of(app: &App, headers: &HeaderMap) -> Result<Session, Problem> {
    let nobody = || Problem::Unauthorised("please log in".to_owned());
    let secret = cookie(headers, session_cookie(app)).ok_or_else(nobody)?;
    let hash = id::hash(secret);
    let lookup = hash.clone();
    let session = app
        .db
        .read(move |tx| Ok::<_, Problem>(store::session(tx, &lookup)?))
        .await?
        .ok_or_else(nobody)?;
    let now_us = app.clock.now_us();
    let idle_us = now_us - session.last_seen_at_us;
    if idle_us > IDLE_MAX_US || now_us - session.created_at_us > SESSION_MAX_US {
        return Err(nobody());
    }
    if idle_us > SEEN_EVERY_US {
        app.db
            .write(move |tx| store::touch_session(tx, &hash, now_us))
            .await?;
    }
    Ok(session)
}

pub(crate) async fn viewer_of_session(app: &App, headers: &HeaderMap) -> Result<LoggedIn, Problem> {
    let session = session_of(app, headers).await?;
    let workspaces = if session.places > 1 {
        places(app, &session).await?
    } else {
        Vec::new()
    };
    Ok(LoggedIn {
        viewer: with_sight(app, &session.user)
            .await?
            .with_installation(session.is_installation_administrator),
        name: session.user.name,
        language: session.user.language,
        is_installation_administrator: session.is_installation_administrator,
        lacks_factor: session.lacks_factor,
        workspaces,
        zone: session.time_zone,
    })
}

/// The workspaces a session can be in.
async fn places(app: &App, session: &Session) -> Result<Vec<Place>, Problem> {
    let login_id = session.login_id.clone();
    let people = app
        .db
        .read(move |tx| Ok::<_, Problem>(login::people(tx, &login_id)?))
        .await?;
    let place = |place: login::Membership| Place {
        here: place.workspace_id == session.user.workspace_id,
        id: place.workspace_id,
        name: place.workspace,
    };
    Ok(people.into_iter().map(place).collect())
}

/// A user as somebody who looks, with whom they see at this moment.
async fn with_sight(app: &App, user: &User) -> Result<Viewer, Problem> {
    let viewer = viewer_of(user);
    if user.role != Role::Lead {
        return Ok(viewer);
    }
    let (workspace_id, user_id, role) =
        (user.workspace_id.clone(), user.user_id.clone(), user.role);
    let sight = app
        .db
        .read(move |tx| Ok::<_, Problem>(team::store::sight(tx, &workspace_id, (&user_id, role))?))
        .await?;
    Ok(viewer.with_sight(sight))
}

pub(crate) fn name_from(email: &str) -> String {
    email.split('@').next().unwrap_or(email).to_owned()
}

pub(crate) fn checked_text(field: &str, text: &str) -> Result<String, Problem> {
    let text = text.trim();
    if text.is_empty() || text.chars().count() > 200 || text.chars().any(char::is_control) {
        return Err(Problem::invalid(
            field,
            "needs 1 to 200 characters on one line",
        ));
    }
    Ok(text.to_owned())
}

/// Addresses are compared in lower case; the mail server is the judge of the rest.
pub(crate) fn checked_email(text: &str) -> Result<String, Problem> {
    let email = text.trim().to_lowercase();
    let parts = email.split_once('@');
    let fits = parts.is_some_and(|(name, host)| !name.is_empty() && host.len() > 2)
        && email.len() <= 254
        && !email.chars().any(|c| c.is_whitespace() || c.is_control());
    if fits {
        Ok(email)
    } else {
        Err(Problem::invalid("email", "this is no e-mail address"))
    }
}
