//! The verbs: log in with password and code, set a factor up, turn it off, require it of roles.

use axum::http::HeaderMap;
use platform::clock::SECOND_US;
use platform::web::{App, Problem};
use platform::{DbError, Tx, id};
use serde_json::json;

use super::{store, totp};
use crate::audit::{self, Note};
use crate::login::{self, Login};
use crate::model::{Role, Viewer};
use crate::service::{check_password, note_refused, session_of};
use crate::sessions::{self, Origin};
use crate::{password, store as users};

/// Whoever knew the password has so long to bring a code …
const STEP_US: i64 = 300 * SECOND_US;
/// … and so many tries.
const STEP_TRIES: i64 = 5;
/// Wrong codes of one login, over all its steps, before it waits …
const WRONG_MAX: i64 = 10;
/// … for so long after the last of them: a guesser who knows the password gets about a thousand
/// tries a day of a million.
const WAIT_US: i64 = 900 * SECOND_US;
/// A secret that isn't confirmed within this time is shown no more.
const SET_UP_US: i64 = 1800 * SECOND_US;
/// Recovery codes at a time.
const RECOVERY_CODES: usize = 10;

/// What came of a try to log in.
pub(crate) enum Entered {
    /// A session, by its secret.
    In(String),
    /// The password was right; a code is asked for with this secret.
    Code(String),
    /// Address, password or code is wrong.
    Wrong,
    /// The password was too long ago or too many codes were wrong: from the beginning.
    Again,
}

/// Logs in by password, or as far as the code that is asked for after it.
pub(crate) async fn log_in(
    app: &App,
    (email, password): (&str, &str),
    origin: Origin,
) -> Result<Entered, Problem> {
    let Some(login) = check_password(app, email, password).await? else {
        note_refused(app, email);
        return Ok(Entered::Wrong);
    };
    let (now_us, step) = (app.clock.now_us(), id::secret());
    app.db
        .write(move |tx| {
            let factor = store::factor(tx, &login.login_id)?;
            if factor.is_some_and(|f| f.is_confirmed) {
                let times = (now_us, now_us - STEP_US);
                store::add_step(tx, &login.login_id, &id::hash(&step), times)?;
                return Ok::<_, Problem>(Entered::Code(step.clone()));
            }
            entered(tx, (&login, "password"), &origin, now_us)
        })
        .await
}

fn entered(
    tx: &mut Tx<'_>,
    (login, how): (&Login, &'static str),
    origin: &Origin,
    now_us: i64,
) -> Result<Entered, Problem> {
    let Some((secret, _)) = login::enter(tx, (login, how), now_us)? else {
        return Ok(Entered::Wrong);
    };
    sessions::describe(tx, &secret, origin)?;
    Ok(Entered::In(secret))
}

/// Whether somebody who knew the password may still bring a code.
pub(super) async fn has_step(app: &App, step: &str) -> Result<bool, Problem> {
    let (hash, since_us) = (id::hash(step), app.clock.now_us() - STEP_US);
    app.db
        .read(move |tx| Ok(store::has_step(tx, &hash, (since_us, STEP_TRIES))?))
        .await
}

/// Finishes a login with a code of the app, or a recovery code.
pub(super) async fn finish(
    app: &App,
    (step, given): (&str, &str),
    origin: Origin,
) -> Result<Entered, Problem> {
    let (hash, given, now_us) = (id::hash(step), given.to_owned(), app.clock.now_us());
    app.db
        .write(move |tx| finished(tx, (&hash, &given), &origin, now_us))
        .await
}

/// The tries are taken before the code is looked at, and kept whatever comes of it: however many
/// come at the same time, they are not more than the limit.
fn finished(
    tx: &mut Tx<'_>,
    (step_hash, given): (&[u8], &str),
    origin: &Origin,
    now_us: i64,
) -> Result<Entered, Problem> {
    let limit = (now_us - STEP_US, STEP_TRIES);
    let Some(login_id) = store::take_try(tx, step_hash, limit)? else {
        return Ok(Entered::Again);
    };
    let times = (now_us, now_us - WAIT_US);
    if let Err(last_us) = store::count_try(tx, &login_id, WRONG_MAX, times)? {
        return Err(Problem::TooMany {
            detail: "too many wrong codes, please wait a quarter of an hour".to_owned(),
            retry_after_s: ((last_us + WAIT_US - now_us) / SECOND_US)
                .max(1)
                .unsigned_abs(),
        });
    }
    let Some(login) = login::by_id(tx, &login_id)? else {
        return Ok(Entered::Again);
    };
    let Some(how) = used(tx, &login_id, given, now_us)? else {
        login::note_refused(tx, (&login, "code"), now_us)?;
        return Ok(Entered::Wrong);
    };
    if !store::end_step(tx, step_hash)? {
        return Ok(Entered::Again);
    }
    store::forget_tries(tx, &login_id)?;
    entered(tx, (&login, how), origin, now_us)
}

/// Uses up what was given; how it let in, for the audit log.
fn used(
    tx: &mut Tx<'_>,
    login_id: &str,
    given: &str,
    now_us: i64,
) -> Result<Option<&'static str>, DbError> {
    let Some(factor) = store::factor(tx, login_id)?.filter(|f| f.is_confirmed) else {
        return Ok(None);
    };
    if let Some(code) = totp::as_code(given) {
        let now_s = now_us.div_euclid(SECOND_US);
        let step = totp::accepted_step(&factor.secret, &code, now_s, factor.last_step);
        let Some(step) = step else { return Ok(None) };
        return Ok(store::use_step(tx, login_id, step)?.then_some("password and code"));
    }
    let hash = totp::recovery_hash(given);
    Ok(store::use_recovery(tx, login_id, &hash, now_us)?.then_some("password and recovery code"))
}

/// What somebody sees of their own factor.
#[derive(Debug)]
pub(super) struct Own {
    pub(super) login_id: String,
    pub(super) email: String,
    /// Who has none is let in by an identity provider, which asks its own factor.
    pub(super) has_password: bool,
    pub(super) is_on: bool,
    /// The secret in base 32, while it is being set up.
    pub(super) secret: Option<String>,
    pub(super) recovery_left: i64,
    /// Whether the workspace asks it of this person's role.
    pub(super) is_required: bool,
    /// The roles of which the workspace asks it.
    pub(super) required: Vec<Role>,
}

/// How it stands with the factor of whoever is logged in.
pub(super) async fn own(app: &App, headers: &HeaderMap) -> Result<Own, Problem> {
    let session = session_of(app, headers).await?;
    let now_us = app.clock.now_us();
    app.db
        .read(move |tx| {
            let login = login::by_id(tx, &session.login_id)?.ok_or_else(|| Problem::no("login"))?;
            let factor = store::factor(tx, &login.login_id)?;
            let required = store::required(tx, &session.user.workspace_id)?;
            let is_on = factor.as_ref().is_some_and(|f| f.is_confirmed);
            Ok(Own {
                email: login.email,
                has_password: login.password_hash.is_some(),
                is_on,
                secret: factor
                    .filter(|f| !f.is_confirmed && now_us - f.made_at_us < SET_UP_US)
                    .map(|f| totp::base32(&f.secret)),
                recovery_left: store::recovery_left(tx, &login.login_id)?,
                is_required: required.contains(&session.user.role),
                required,
                login_id: login.login_id,
            })
        })
        .await
}

/// Makes a secret to set up.
pub(super) async fn begin(app: &App, headers: &HeaderMap) -> Result<(), Problem> {
    let own = own(app, headers).await?;
    if !own.has_password || own.is_on {
        let text = "a second factor belongs to a password, and there is one at most".to_owned();
        return Err(Problem::Conflict(text));
    }
    let (secret, now_us) = (totp::new_secret(), app.clock.now_us());
    app.db
        .write(move |tx| store::begin(tx, &own.login_id, &secret, now_us))
        .await?;
    Ok(())
}

fn fresh_codes() -> (Vec<String>, Vec<Vec<u8>>) {
    let codes: Vec<String> = (0..RECOVERY_CODES).map(|_| totp::recovery_code()).collect();
    let hashes = codes.iter().map(|code| totp::recovery_hash(code)).collect();
    (codes, hashes)
}

/// Takes the secret into use with a code of the app: the recovery codes, shown this once; nothing
/// when the code is wrong. Sessions elsewhere end: they began without a code.
pub(super) async fn confirm(
    app: &App,
    viewer: &Viewer,
    headers: &HeaderMap,
    given: &str,
) -> Result<Option<Vec<String>>, Problem> {
    let session = session_of(app, headers).await?;
    let (viewer, now_us) = (viewer.clone(), app.clock.now_us());
    let code = totp::as_code(given).unwrap_or_default();
    let (codes, hashes) = fresh_codes();
    let here = session_hash(app, headers);
    let confirmed = app
        .db
        .write(move |tx| {
            let login_id = &session.login_id;
            let factor = store::factor(tx, login_id)?;
            let Some(factor) = factor.filter(|f| !f.is_confirmed) else {
                return Ok(false);
            };
            let now_s = now_us.div_euclid(SECOND_US);
            let Some(step) = totp::accepted_step(&factor.secret, &code, now_s, 0) else {
                return Ok(false);
            };
            if !store::confirm(tx, login_id, (step, now_us))? {
                return Ok(false);
            }
            store::set_recovery(tx, login_id, &hashes)?;
            sessions::end_others(tx, login_id, &here)?;
            note(tx, &viewer, "person.factor_on", now_us)?;
            Ok::<_, DbError>(true)
        })
        .await?;
    Ok(confirmed.then_some(codes))
}

fn session_hash(app: &App, headers: &HeaderMap) -> Vec<u8> {
    let secret = platform::web::cookie(headers, crate::service::session_cookie(app));
    id::hash(secret.unwrap_or_default())
}

fn note(
    tx: &mut Tx<'_>,
    viewer: &Viewer,
    action: &'static str,
    now_us: i64,
) -> Result<(), DbError> {
    let id = viewer.user_id().unwrap_or_default().to_owned();
    audit::note(tx, viewer, Note::new(action, &id), now_us)
}

async fn check_own(app: &App, login_id: &str, given: &str) -> Result<(), Problem> {
    let id = login_id.to_owned();
    let login = app
        .db
        .read(move |tx| Ok::<_, Problem>(login::by_id(tx, &id)?))
        .await?;
    let stored = login.and_then(|login| login.password_hash);
    if password::verify(given, stored).await? {
        return Ok(());
    }
    Err(Problem::invalid("password", "this is not your password"))
}

/// Turns the factor off; needs the password.
pub(super) async fn turn_off(
    app: &App,
    viewer: &Viewer,
    headers: &HeaderMap,
    given: &str,
) -> Result<(), Problem> {
    let own = own(app, headers).await?;
    if own.is_required {
        let text = "people of your role need a second factor here".to_owned();
        return Err(Problem::Conflict(text));
    }
    check_own(app, &own.login_id, given).await?;
    let (viewer, now_us) = (viewer.clone(), app.clock.now_us());
    app.db
        .write(move |tx| {
            if store::remove(tx, &own.login_id)? {
                note(tx, &viewer, "person.factor_off", now_us)?;
            }
            Ok::<_, DbError>(())
        })
        .await?;
    Ok(())
}

/// New recovery codes in place of those before; needs the password.
pub(super) async fn renew_codes(
    app: &App,
    viewer: &Viewer,
    headers: &HeaderMap,
    given: &str,
) -> Result<Vec<String>, Problem> {
    let own = own(app, headers).await?;
    if !own.is_on {
        let text = "there is no second factor to recover".to_owned();
        return Err(Problem::Conflict(text));
    }
    check_own(app, &own.login_id, given).await?;
    let (viewer, now_us) = (viewer.clone(), app.clock.now_us());
    let (codes, hashes) = fresh_codes();
    app.db
        .write(move |tx| {
            store::set_recovery(tx, &own.login_id, &hashes)?;
            note(tx, &viewer, "person.recovery_codes_renewed", now_us)
        })
        .await?;
    Ok(codes)
}

/// Says of which roles the workspace asks a second factor. From then on who has none can do
/// nothing but set one up.
pub(super) async fn require(app: &App, viewer: &Viewer, roles: Vec<Role>) -> Result<(), Problem> {
    let (viewer, now_us) = (viewer.clone(), app.clock.now_us());
    app.db
        .write(move |tx| {
            store::set_required(tx, &viewer.workspace_id, &roles)?;
            let names: Vec<&str> = roles.iter().map(|role| role.as_str()).collect();
            let note = Note::new("workspace.factor_required", &viewer.workspace_id)
                .with(json!({ "roles": names }));
            audit::note(tx, &viewer, note, now_us)
        })
        .await?;
    Ok(())
}

/// Whether a person has a factor; nothing when they have no login.
pub(crate) fn of_person(tx: &mut Tx<'_>, person: (&str, &str)) -> Result<Option<bool>, DbError> {
    Ok(store::has_factor(tx, person)?.map(|(_, has)| has))
}

/// Takes the factor of somebody who lost app and recovery codes. A login that is somebody in other
/// workspaces too is not one administrator's alone: then it is up to who runs the installation.
pub(super) async fn reset(
    app: &App,
    viewer: &Viewer,
    headers: &HeaderMap,
    user_id: &str,
) -> Result<(), Problem> {
    let session = session_of(app, headers).await?;
    let (viewer, user_id) = (viewer.clone(), user_id.to_owned());
    let now_us = app.clock.now_us();
    app.db
        .write(move |tx| {
            let who = (viewer.workspace_id.as_str(), user_id.as_str());
            let Some((login_id, true)) = store::has_factor(tx, who)? else {
                return Err(Problem::no("second factor"));
            };
            if store::places(tx, &login_id)? > 1 && !session.is_installation_administrator {
                return Err(Problem::Conflict(
                    "this person works in other workspaces too: only who administers this \
                     installation can do that"
                        .to_owned(),
                ));
            }
            store::remove(tx, &login_id)?;
            login::end_sessions(tx, &login_id)?;
            audit::note(
                tx,
                &viewer,
                Note::new("person.factor_reset", &user_id),
                now_us,
            )?;
            Ok(())
        })
        .await
}

/// Makes sure that the person is of the viewer's workspace.
pub(super) async fn must_be_here(app: &App, viewer: &Viewer, user_id: &str) -> Result<(), Problem> {
    let (workspace_id, user_id) = (viewer.workspace_id.clone(), user_id.to_owned());
    app.db
        .read(move |tx| Ok::<_, Problem>(users::user_by_id(tx, &workspace_id, &user_id)?))
        .await?
        .map(|_| ())
        .ok_or_else(|| Problem::no("person"))
}
