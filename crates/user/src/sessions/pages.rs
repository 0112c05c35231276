//! The pages of sessions: one's own, and those of a person for administrators.

use axum::Router;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::{Html, Redirect};
use platform::web::{App, FormData, Frame, Path, Problem, cookie};
use platform::{DbError, Tx, id};
use serde_json::{Value, json};

use super::{rules, store};
use crate::access::{Access, Entry, Gate, Routes};
use crate::audit::{self, Note};
use crate::model::Viewer;
use crate::service::{IDLE_MAX_US, SESSION_MAX_US, session_cookie, session_of};
use crate::{factor, login, people};

/// The routes of sessions.
pub(crate) fn routes(gate: &Gate) -> (Router, Vec<Entry>) {
    Routes::new(gate)
        .get("/settings/sessions", Access::Member, own_page)
        .post("/settings/sessions/end", Access::Member, end_own)
        .post("/settings/sessions/end-others", Access::Member, end_others)
        .get(
            "/settings/people/{id}/sessions",
            Access::Administrator,
            person_page,
        )
        .post(
            "/settings/people/{id}/sessions/end",
            Access::Administrator,
            end_of_person,
        )
        .finish(gate.app().clone())
}

/// Since when a session must have been used, and begun, to be good.
fn since(app: &App) -> (i64, i64) {
    let now_us = app.clock.now_us();
    (now_us - IDLE_MAX_US, now_us - SESSION_MAX_US)
}

fn here(app: &App, headers: &HeaderMap) -> Vec<u8> {
    id::hash(cookie(headers, session_cookie(app)).unwrap_or_default())
}

fn shown(lines: &[store::Line], here: &str) -> Vec<Value> {
    lines
        .iter()
        .map(|line| {
            let (browser, system) = rules::device(&line.device);
            json!({
                "id": line.id, "is_here": line.id == here, "workspace": line.workspace,
                "browser": browser, "system": system, "address": line.address,
                "place": rules::place(&line.address).word(),
                "created_at_us": line.created_at_us, "last_seen_at_us": line.last_seen_at_us,
            })
        })
        .collect()
}

async fn own_page(
    State(app): State<App>,
    frame: Frame,
    headers: HeaderMap,
) -> Result<Html<String>, Problem> {
    let since = since(&app);
    let lines = match session_of(&app, &headers).await {
        Ok(session) => {
            app.db
                .read(move |tx| Ok::<_, Problem>(store::of_login(tx, &session.login_id, since)?))
                .await?
        }
        // The guest of the demo has none.
        Err(Problem::Unauthorised(_)) => Vec::new(),
        Err(problem) => return Err(problem),
    };
    let values = json!({
        "place": "settings", "settings": "security", "person": null, "factor": null,
        "sessions": shown(&lines, &id::hex(&here(&app, &headers))),
    });
    app.templates.page("login/sessions.html", &frame, values)
}

async fn end_own(
    State(app): State<App>,
    viewer: Viewer,
    headers: HeaderMap,
    form: FormData,
) -> Result<Redirect, Problem> {
    form.only(|n| n == "session")?;
    let session = session_of(&app, &headers).await?;
    let hash = id::hash_of_hex(form.text("session")).ok_or_else(|| Problem::no("session"))?;
    let now_us = app.clock.now_us();
    app.db
        .write(move |tx| {
            if !store::end_of_login(tx, &session.login_id, &hash)? {
                return Err(Problem::no("session"));
            }
            note(tx, &viewer, viewer.user_id().unwrap_or_default(), now_us)?;
            Ok(())
        })
        .await?;
    Ok(Redirect::to("/settings/sessions"))
}

async fn end_others(
    State(app): State<App>,
    viewer: Viewer,
    headers: HeaderMap,
) -> Result<Redirect, Problem> {
    let session = session_of(&app, &headers).await?;
    let (here, now_us) = (here(&app, &headers), app.clock.now_us());
    app.db
        .write(move |tx| {
            if store::end_others(tx, &session.login_id, &here)? > 0 {
                note(tx, &viewer, viewer.user_id().unwrap_or_default(), now_us)?;
            }
            Ok::<_, DbError>(())
        })
        .await?;
    Ok(Redirect::to("/settings/sessions"))
}

fn note(tx: &mut Tx<'_>, viewer: &Viewer, user_id: &str, now_us: i64) -> Result<(), DbError> {
    audit::note(
        tx,
        viewer,
        Note::new("person.sessions_ended", user_id),
        now_us,
    )
}

async fn person_page(
    State(app): State<App>,
    frame: Frame,
    viewer: Viewer,
    headers: HeaderMap,
    Path(user_id): Path<String>,
) -> Result<Html<String>, Problem> {
    let since = since(&app);
    let (person, factor, lines) = app
        .db
        .read(move |tx| {
            let who = (viewer.workspace_id.as_str(), user_id.as_str());
            let person = people::by_id(tx, who.0, who.1)?.ok_or_else(|| Problem::no("person"))?;
            let factor = factor::of_person(tx, who)?;
            Ok::<_, Problem>((person, factor, store::of_person(tx, who, since)?))
        })
        .await?;
    let values = json!({
        "place": "settings", "settings": "people",
        "person": { "id": person.user_id, "name": person.name },
        "factor": factor,
        "sessions": shown(&lines, &id::hex(&here(&app, &headers))),
    });
    app.templates.page("login/sessions.html", &frame, values)
}

/// Ends one session of a person, or all of them in this workspace when none is named.
async fn end_of_person(
    State(app): State<App>,
    viewer: Viewer,
    Path(user_id): Path<String>,
    form: FormData,
) -> Result<Redirect, Problem> {
    form.only(|n| n == "session")?;
    let hash = match form.get("session") {
        Some(text) => Some(id::hash_of_hex(text).ok_or_else(|| Problem::no("session"))?),
        None => None,
    };
    let (to, now_us) = (
        format!("/settings/people/{user_id}/sessions"),
        app.clock.now_us(),
    );
    app.db
        .write(move |tx| {
            let who = (viewer.workspace_id.as_str(), user_id.as_str());
            people::by_id(tx, who.0, who.1)?.ok_or_else(|| Problem::no("person"))?;
            match &hash {
                Some(hash) if !store::end_of_person(tx, who, hash)? => {
                    return Err(Problem::no("session"));
                }
                Some(_) => {}
                None => login::end_sessions_of_person(tx, who)?,
            }
            note(tx, &viewer, &user_id, now_us)?;
            Ok(())
        })
        .await?;
    Ok(Redirect::to(&to))
}
