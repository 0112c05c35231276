//! A file of people out and in: the page, and the API.

use axum::Json as JsonReply;
use axum::Router;
use axum::extract::{Multipart, Request, State};
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{Html, IntoResponse, Response};
use platform::Problem;
use platform::web::{App, Frame, MEBIBYTE, NoQuery, Query, read_body};
use serde::Deserialize;
use serde_json::{Value, json};
use tabular::Profile;

use super::bring::{Brought, Refused, bring};
use super::file::Wrong;
use super::{file, store};
use crate::access::{Access, Entry, Gate, Routes};
use crate::model::Viewer;
use crate::pages::again;
use crate::team;

pub(super) fn routes(gate: &Gate) -> (Router, Vec<Entry>) {
    let page = "/settings/people/import";
    Routes::new(gate)
        .get("/settings/people/export.csv", Access::Administrator, export)
        .get(page, Access::Administrator, start)
        .post(page, Access::Administrator, store_file)
        .get("/api/v1/people.csv", Access::Read, export)
        .post("/api/v1/people/import", Access::Write, store_body)
        .finish(gate.app().clone())
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Asked {
    profile: Option<String>,
    active: Option<bool>,
}

/// Everybody, by name; who stopped working here with `active=false`.
async fn export(
    State(app): State<App>,
    viewer: Viewer,
    Query(asked): Query<Asked>,
) -> Result<Response, Problem> {
    let profile = Profile::named(asked.profile.as_deref())
        .ok_or_else(|| Problem::BadRequest("profile is data or excel-nl".to_owned()))?;
    let workspace_id = viewer.workspace_id.clone();
    let (all, teams) = app
        .db
        .read(move |tx| {
            let all = store::all(tx, &workspace_id)?;
            Ok::<_, Problem>((all, team::all(tx, &workspace_id)?))
        })
        .await?;
    let active = asked.active.unwrap_or(true);
    let wanted = all.iter().filter(|person| person.is_active() == active);
    let people: Vec<_> = wanted.cloned().collect();
    let headers = [
        (CONTENT_TYPE, "text/csv; charset=utf-8"),
        (CONTENT_DISPOSITION, "attachment; filename=\"people.csv\""),
    ];
    Ok((headers, file::write(&people, &all, &teams, profile)).into_response())
}

async fn store_body(
    State(app): State<App>,
    viewer: Viewer,
    Query(NoQuery {}): Query<NoQuery>,
    request: Request,
) -> Result<JsonReply<Value>, Problem> {
    let bytes = read_body(request, MEBIBYTE).await?;
    let brought = bring(&app.db, &viewer, &bytes, app.clock.now_us()).await;
    let brought = brought.map_err(Refused::problem)?;
    Ok(JsonReply(view(&brought)))
}

fn view(brought: &Brought) -> Value {
    json!({
        "added": brought.added, "changed": brought.changed, "same": brought.same,
        "teams_added": brought.teams,
    })
}

async fn start(State(app): State<App>, frame: Frame) -> Result<Html<String>, Problem> {
    page(&app, &frame, (None, &[]))
}

async fn store_file(
    State(app): State<App>,
    frame: Frame,
    viewer: Viewer,
    mut form: Multipart,
) -> Result<Response, Problem> {
    let unreadable = |e: axum::extract::multipart::MultipartError| {
        Problem::BadRequest(format!("the form can't be read: {e}"))
    };
    let mut bytes = None;
    while let Some(field) = form.next_field().await.map_err(unreadable)? {
        if field.name() == Some("file") {
            bytes = Some(field.bytes().await.map_err(unreadable)?);
        }
    }
    let bytes = bytes.unwrap_or_default();
    match bring(&app.db, &viewer, &bytes, app.clock.now_us()).await {
        Ok(brought) => Ok(page(&app, &frame, (Some(&brought), &[]))?.into_response()),
        Err(Refused::Wrong(wrong)) => Ok(again(page(&app, &frame, (None, &wrong))?)),
        Err(Refused::Problem(problem)) => Err(problem),
    }
}

fn page(
    app: &App,
    frame: &Frame,
    (brought, wrong): (Option<&Brought>, &[Wrong]),
) -> Result<Html<String>, Problem> {
    let shown = |one: &Wrong| {
        let (key, line) = (one.word.unwrap_or(one.column), one.line);
        let key = format!("user-file-wrong-{key}");
        let named = [("named", one.named.as_str().into())];
        json!({
            "line": (line > 0).then_some(line), "column": one.column,
            "text": app.words.say(frame.language, &key, &named),
        })
    };
    let errors: Vec<Value> = wrong.iter().map(shown).collect();
    let values = json!({
        "place": "settings", "settings": "people",
        "brought": brought.map(view), "errors": errors,
    });
    app.templates.page("user/people_file.html", frame, values)
}
