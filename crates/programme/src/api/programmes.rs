//! Making, changing and running programmes; the settings they share.

use axum::extract::State;
use axum::http::header::LOCATION;
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use platform::Problem;
use platform::web::{App, Json, NoQuery, Path, Query, if_match};
use serde::Deserialize;
use serde_json::{Value, json};
use user::Viewer;

use super::body::{Changed, NewProgramme, reply, whole};
use crate::model::AskSettings;
use crate::service;

pub(super) async fn list(
    State(app): State<App>,
    viewer: Viewer,
    Query(NoQuery {}): Query<NoQuery>,
) -> Result<axum::Json<Value>, Problem> {
    let all = service::list(&app, &viewer).await?;
    let all: Vec<Value> = all.iter().map(whole).collect();
    Ok(axum::Json(json!({ "programmes": all })))
}

pub(super) async fn create(
    State(app): State<App>,
    viewer: Viewer,
    Query(NoQuery {}): Query<NoQuery>,
    Json(body): Json<NewProgramme>,
) -> Result<Response, Problem> {
    let programme = service::create(&app, &viewer, body.draft()).await?;
    let mut response = reply(StatusCode::CREATED, &programme);
    let location = format!("/api/v1/programmes/{}", programme.programme_id);
    if let Ok(location) = location.parse() {
        response.headers_mut().insert(LOCATION, location);
    }
    Ok(response)
}

pub(super) async fn show(
    State(app): State<App>,
    viewer: Viewer,
    Path(id): Path<String>,
    Query(NoQuery {}): Query<NoQuery>,
) -> Result<Response, Problem> {
    let programme = service::get(&app, &viewer, &id).await?;
    Ok(reply(StatusCode::OK, &programme))
}

pub(super) async fn change(
    State(app): State<App>,
    viewer: Viewer,
    Path(id): Path<String>,
    Query(NoQuery {}): Query<NoQuery>,
    headers: HeaderMap,
    Json(body): Json<Changed>,
) -> Result<Response, Problem> {
    let wanted = if_match(&headers, "programme")?;
    let old = service::get(&app, &viewer, &id).await?;
    // What is left out stays as it was read: nobody may have changed it since.
    let revision = wanted.unwrap_or(old.revision);
    let draft = body.draft(old);
    let programme = service::change(&app, &viewer, &id, (draft, Some(revision))).await?;
    Ok(reply(StatusCode::OK, &programme))
}

pub(super) async fn remove(
    State(app): State<App>,
    viewer: Viewer,
    Path(id): Path<String>,
    Query(NoQuery {}): Query<NoQuery>,
) -> Result<StatusCode, Problem> {
    service::remove(&app, &viewer, &id).await?;
    Ok(StatusCode::NO_CONTENT)
}

pub(super) async fn start(
    State(app): State<App>,
    viewer: Viewer,
    Path(id): Path<String>,
    Query(NoQuery {}): Query<NoQuery>,
) -> Result<Response, Problem> {
    let programme = service::start(&app, &viewer, &id).await?;
    Ok(reply(StatusCode::OK, &programme))
}

pub(super) async fn pause(
    State(app): State<App>,
    viewer: Viewer,
    Path(id): Path<String>,
    Query(NoQuery {}): Query<NoQuery>,
) -> Result<Response, Problem> {
    let programme = service::pause(&app, &viewer, &id).await?;
    Ok(reply(StatusCode::OK, &programme))
}

pub(super) async fn end(
    State(app): State<App>,
    viewer: Viewer,
    Path(id): Path<String>,
    Query(NoQuery {}): Query<NoQuery>,
) -> Result<Response, Problem> {
    let programme = service::end(&app, &viewer, &id).await?;
    Ok(reply(StatusCode::OK, &programme))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Withdrawn {
    invitation_id: String,
}

pub(super) async fn withdraw(
    State(app): State<App>,
    viewer: Viewer,
    Path(id): Path<String>,
    Query(NoQuery {}): Query<NoQuery>,
    Json(body): Json<Withdrawn>,
) -> Result<StatusCode, Problem> {
    service::withdraw(&app, &viewer, &id, &body.invitation_id).await?;
    Ok(StatusCode::NO_CONTENT)
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct TestMail {
    to: String,
    language: Option<String>,
    #[serde(default)]
    mail: Which,
    contact_id: Option<String>,
}

/// Which of a programme's mails.
#[derive(Default, Deserialize, PartialEq)]
#[serde(rename_all = "snake_case")]
enum Which {
    #[default]
    Invitation,
    Reminder,
}

pub(super) async fn test_mail(
    State(app): State<App>,
    viewer: Viewer,
    Path(id): Path<String>,
    Query(NoQuery {}): Query<NoQuery>,
    Json(body): Json<TestMail>,
) -> Result<StatusCode, Problem> {
    let test = service::TestMail {
        to: body.to,
        language: body.language,
        is_reminder: body.mail == Which::Reminder,
        contact_id: body.contact_id,
    };
    service::send_test(&app, &viewer, &id, test).await?;
    Ok(StatusCode::ACCEPTED)
}

pub(super) async fn settings(
    State(app): State<App>,
    viewer: Viewer,
    Query(NoQuery {}): Query<NoQuery>,
) -> Result<axum::Json<AskSettings>, Problem> {
    Ok(axum::Json(service::settings(&app, &viewer).await?))
}

pub(super) async fn put_settings(
    State(app): State<App>,
    viewer: Viewer,
    Query(NoQuery {}): Query<NoQuery>,
    Json(body): Json<AskSettings>,
) -> Result<axum::Json<AskSettings>, Problem> {
    Ok(axum::Json(
        service::put_settings(&app, &viewer, body).await?,
    ))
}
