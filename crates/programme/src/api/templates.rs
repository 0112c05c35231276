//! Programmes to start from.

use axum::extract::State;
use axum::http::StatusCode;
use axum::http::header::LOCATION;
use axum::response::Response;
use platform::Problem;
use platform::web::{App, Json, NoQuery, Path, Query};
use serde::Deserialize;
use serde_json::{Value, json};
use user::Viewer;

use super::body::reply;
use crate::service;
use crate::templates::{self, Template};

pub(super) async fn list(Query(NoQuery {}): Query<NoQuery>) -> axum::Json<Value> {
    let one = |template: Template| {
        json!({
            "name": template.as_str(),
            "title": {
                "en": templates::name(template, "en"),
                "nl": templates::name(template, "nl"),
            },
            "survey_template": template.survey().as_str(),
        })
    };
    axum::Json(json!({ "templates": Template::ALL.map(one) }))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct FromTemplate {
    /// Language of the names, and the survey's default: `en` or `nl`.
    #[serde(default)]
    language: Option<String>,
}

/// Makes a draft survey and the draft programme that asks with it.
pub(super) async fn create(
    State(app): State<App>,
    viewer: Viewer,
    Path(name): Path<String>,
    Query(NoQuery {}): Query<NoQuery>,
    Json(body): Json<FromTemplate>,
) -> Result<Response, Problem> {
    let template: Template = name.parse().map_err(Problem::NotFound)?;
    let language = body.language.as_deref().unwrap_or("en");
    if !["en", "nl"].contains(&language) {
        return Err(Problem::invalid("/language", "en or nl"));
    }
    let programme = service::create_from_template(&app, &viewer, template, language).await?;
    let mut response = reply(StatusCode::CREATED, &programme);
    let location = format!("/api/v1/programmes/{}", programme.programme_id);
    if let Ok(location) = location.parse() {
        response.headers_mut().insert(LOCATION, location);
    }
    Ok(response)
}
