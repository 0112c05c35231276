//! Surveys for programs: JSON under `/api/v1/surveys`.

use axum::Router;
use axum::extract::State;
use axum::http::header::{ETAG, LOCATION};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use platform::clock::rfc3339;
use platform::web::{App, Json, NoQuery, Path, Problem, Query, UniqueMap, if_match};
use serde::Deserialize;
use serde_json::{Value, json};
use user::{Access, Entry, Gate, Routes, Viewer};

use crate::model::{Definition, Survey, Texts};
use crate::rules;
use crate::service::{self, NewSurvey};
use crate::templates::Driver;

/// Languages of the templates, in the order they are offered when none is asked for.
const TEMPLATE_LANGUAGES: [&str; 2] = ["en", "nl"];
/// Surveys in one reply, unless asked otherwise, and at most.
const LIMIT: (usize, usize) = (100, 500);

pub(crate) fn routes(gate: &Gate) -> (Router, Vec<Entry>) {
    Routes::new(gate)
        .get("/api/v1/surveys", Access::MemberRead, list)
        .post("/api/v1/surveys", Access::Manage, create)
        .get("/api/v1/surveys/{id}", Access::MemberRead, get)
        .delete("/api/v1/surveys/{id}", Access::Manage, remove)
        .put(
            "/api/v1/surveys/{id}/definition",
            Access::Manage,
            put_definition,
        )
        .post("/api/v1/surveys/{id}/publish", Access::Manage, publish)
        .post("/api/v1/surveys/{id}/close", Access::Manage, close)
        .post("/api/v1/surveys/{id}/reopen", Access::Manage, reopen)
        .finish(gate.app().clone())
}

/// A survey without its definition.
fn summary(app: &App, survey: &Survey) -> Value {
    let definition = &survey.definition;
    json!({
        "id": survey.survey_id,
        "title": definition.say(&definition.title, definition.language()),
        "template": survey.template,
        "status": survey.status.as_str(),
        "version": survey.version,
        "revision": survey.revision,
        "response_count": survey.response_count,
        "expected_seconds": rules::expected_seconds(definition),
        "public_url": service::public_url(app, survey),
        "created_at": rfc3339(survey.created_at_us),
        "published_at": survey.published_at_us.map(rfc3339),
        "closed_at": survey.closed_at_us.map(rfc3339),
    })
}

/// A survey with its definition and its revision as `ETag`.
fn whole(app: &App, status: StatusCode, survey: &Survey) -> Result<Response, Problem> {
    let mut body = summary(app, survey);
    body["definition"] = serde_json::to_value(&survey.definition)?;
    let tag = format!("\"{}\"", survey.revision);
    Ok((status, [(ETAG, tag)], axum::Json(body)).into_response())
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ListParameters {
    limit: Option<usize>,
    cursor: Option<String>,
}

async fn list(
    State(app): State<App>,
    viewer: Viewer,
    Query(asked): Query<ListParameters>,
) -> Result<Response, Problem> {
    let limit = asked.limit.unwrap_or(LIMIT.0);
    if !(1..=LIMIT.1).contains(&limit) {
        return Err(Problem::BadRequest(format!(
            "limit is a number from 1 to {}",
            LIMIT.1
        )));
    }
    let after = asked.cursor.as_deref().map(read_cursor).transpose()?;
    // One more than asked tells whether there is a next page.
    let mut surveys = service::page(&app, &viewer, after, limit + 1).await?;
    let more = surveys.len() > limit;
    surveys.truncate(limit);
    let next = surveys.last().filter(|_| more);
    let next = next.map(|s| format!("{}-{}", s.created_at_us, s.survey_id));
    let items: Vec<Value> = surveys.iter().map(|s| summary(&app, s)).collect();
    Ok(axum::Json(json!({ "surveys": items, "next_cursor": next })).into_response())
}

fn read_cursor(cursor: &str) -> Result<(i64, String), Problem> {
    cursor
        .split_once('-')
        .and_then(|(at_us, id)| Some((at_us.parse().ok()?, id)))
        .filter(|(_, id)| platform::id::is_id(id))
        .map(|(at_us, id)| (at_us, id.to_owned()))
        .ok_or_else(|| Problem::BadRequest("cursor is not one that this list gave".to_owned()))
}

/// One text for all languages, or one per language.
#[derive(Deserialize)]
#[serde(untagged, expecting = "a text, or an object with a text per language")]
enum Title {
    Same(String),
    Each(UniqueMap<String>),
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct NewDriver {
    key: String,
    text: UniqueMap<String>,
    touchpoint: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct NewBody {
    template: String,
    title: Title,
    drivers: Option<Vec<NewDriver>>,
    languages: Option<Vec<String>>,
    #[serde(default)]
    extras: Vec<String>,
}

/// The languages of a survey for which none were asked: those of the templates in which all its
/// own texts exist, so that nobody reads half a translation.
fn languages_of(title: &Title, drivers: &[NewDriver]) -> Vec<String> {
    let has = |language: &&str| {
        let titled = match title {
            Title::Same(_) => true,
            Title::Each(texts) => texts.0.contains_key(*language),
        };
        titled && drivers.iter().all(|d| d.text.0.contains_key(*language))
    };
    let all: Vec<&str> = TEMPLATE_LANGUAGES.into_iter().filter(has).collect();
    let chosen = if all.is_empty() {
        TEMPLATE_LANGUAGES.to_vec()
    } else {
        all
    };
    chosen.into_iter().map(str::to_owned).collect()
}

async fn create(
    State(app): State<App>,
    viewer: Viewer,
    Query(NoQuery {}): Query<NoQuery>,
    Json(body): Json<NewBody>,
) -> Result<Response, Problem> {
    let template = service::template(&app, &body.template)?;
    let languages = body
        .languages
        .unwrap_or_else(|| languages_of(&body.title, body.drivers.as_deref().unwrap_or_default()));
    let title: Texts = match body.title {
        Title::Same(text) => languages
            .iter()
            .map(|l| (l.clone(), text.clone()))
            .collect(),
        Title::Each(texts) => texts.0,
    };
    let own = |d: NewDriver| Driver {
        key: d.key,
        text: d.text.0,
        touchpoint: d.touchpoint,
    };
    let drivers = body
        .drivers
        .map(|drivers| drivers.into_iter().map(own).collect());
    let new = NewSurvey {
        template,
        title,
        languages,
        drivers,
        extras: service::extras("/extras", &body.extras)?,
    };
    let survey = service::create_from_template(&app, &viewer, new).await?;
    let mut response = whole(&app, StatusCode::CREATED, &survey)?;
    let location = format!("/api/v1/surveys/{}", survey.survey_id);
    if let Ok(location) = location.parse() {
        response.headers_mut().insert(LOCATION, location);
    }
    Ok(response)
}

async fn get(
    State(app): State<App>,
    viewer: Viewer,
    Path(id): Path<String>,
    Query(NoQuery {}): Query<NoQuery>,
) -> Result<Response, Problem> {
    let survey = service::get(&app, &viewer, &id).await?;
    whole(&app, StatusCode::OK, &survey)
}

async fn put_definition(
    State(app): State<App>,
    viewer: Viewer,
    Path(id): Path<String>,
    headers: HeaderMap,
    Query(NoQuery {}): Query<NoQuery>,
    Json(definition): Json<Definition>,
) -> Result<Response, Problem> {
    let expected = if_match(&headers, "survey")?;
    let saved = service::save_definition(&app, &viewer, &id, definition, expected)
        .await
        .map_err(|problem| match problem {
            Problem::Conflict(text) if expected.is_some() => Problem::Other(412, text),
            other => other,
        })?;
    whole(&app, StatusCode::OK, &saved.survey)
}

async fn publish(
    State(app): State<App>,
    viewer: Viewer,
    Path(id): Path<String>,
    Query(NoQuery {}): Query<NoQuery>,
) -> Result<Response, Problem> {
    let survey = service::publish(&app, &viewer, &id).await?;
    whole(&app, StatusCode::OK, &survey)
}

async fn close(
    State(app): State<App>,
    viewer: Viewer,
    Path(id): Path<String>,
    Query(NoQuery {}): Query<NoQuery>,
) -> Result<Response, Problem> {
    let survey = service::close(&app, &viewer, &id).await?;
    whole(&app, StatusCode::OK, &survey)
}

async fn reopen(
    State(app): State<App>,
    viewer: Viewer,
    Path(id): Path<String>,
    Query(NoQuery {}): Query<NoQuery>,
) -> Result<Response, Problem> {
    let survey = service::reopen(&app, &viewer, &id).await?;
    whole(&app, StatusCode::OK, &survey)
}

async fn remove(
    State(app): State<App>,
    viewer: Viewer,
    Path(id): Path<String>,
    Query(NoQuery {}): Query<NoQuery>,
) -> Result<StatusCode, Problem> {
    service::remove(&app, &viewer, &id).await?;
    Ok(StatusCode::NO_CONTENT)
}

#[cfg(test)]
mod tests;
