//! Targets as JSON.

use axum::extract::State;
use axum::http::header::{ETAG, LOCATION};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use dashboard::Dashboard;
use jiff::civil::Date;
use platform::Problem;
use platform::clock::{date_of_day, days_since_1970, rfc3339};
use platform::web::{FieldError, Json, NoQuery, Path, Query, if_match};
use serde::Deserialize;
use serde_json::{Value, json};
use user::Viewer;

use crate::model::{Course, Scope, Which};
use crate::rules::{Mistake, Wrong};
use crate::service::{self, Of, Progress, Wanted};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Asked {
    show: Option<String>,
}

pub(crate) async fn list(
    State(dashboard): State<Dashboard>,
    viewer: Viewer,
    Query(asked): Query<Asked>,
) -> Result<axum::Json<Value>, Problem> {
    let which = which(asked.show.as_deref())?;
    let found = service::progress(&dashboard, &viewer, which).await?;
    let targets: Vec<Value> = found.iter().map(shape).collect();
    Ok(axum::Json(json!({ "targets": targets })))
}

pub(crate) fn which(show: Option<&str>) -> Result<Which, Problem> {
    let read = show.map(|text| text.parse().map_err(Problem::BadRequest));
    Ok(read.transpose()?.unwrap_or_default())
}

/// A target as programs read it.
fn shape(progress: &Progress) -> Value {
    let target = &progress.target;
    let (draft, visibility) = (&target.draft, &target.visibility);
    let date = |day: i32| date_of_day(day).to_string();
    let (team_id, attribute, value) = match &draft.scope {
        Scope::Company => (None, None, None),
        Scope::Team(id) => (Some(id), None, None),
        Scope::Group { attribute, value } => (None, Some(attribute), Some(value)),
    };
    json!({
        "id": target.target_id,
        "survey_id": draft.survey_id,
        "metric": draft.measured.as_str(),
        "question": draft.measured.question(),
        "higher_is_better": draft.measured.higher_is_better(),
        "scope": draft.scope.as_str(),
        "team_id": team_id,
        "team": progress.team,
        "attribute": attribute,
        "value": value,
        "from": date(draft.from_day),
        "to": date(draft.to_day),
        "start": draft.start.value,
        "start_n": draft.start.n,
        "aim": draft.aim,
        "visibility": {
            "needed": visibility.needed,
            "expected": visibility.expected,
            "visible": visibility.visible,
            "too_small": visibility.is_too_small(),
        },
        "course": progress.course.as_str(),
        "need": match progress.course {
            Course::TooFew { need } => Some(need),
            _ => None,
        },
        "figure": progress.seen.as_ref().map(|seen| json!({
            "value": seen.value, "ci95": seen.ci95, "n": seen.n,
        })),
        "counted": progress.counted.map(|(from, to)| json!({ "from": date(from), "to": date(to) })),
        "should": progress.should,
        "revision": target.revision,
        "created_by": target.created_by,
        "created_at": rfc3339(target.created_at_us),
        "changed_at": rfc3339(target.changed_at_us),
        "ended_at": target.ended_at_us.map(rfc3339),
    })
}

async fn reply(
    dashboard: &Dashboard,
    viewer: &Viewer,
    (status, id): (StatusCode, &str),
) -> Result<Response, Problem> {
    let progress = service::get(dashboard, viewer, id).await?;
    let tag = format!("\"{}\"", progress.target.revision);
    Ok((status, [(ETAG, tag)], axum::Json(shape(&progress))).into_response())
}

pub(crate) async fn show(
    State(dashboard): State<Dashboard>,
    viewer: Viewer,
    Path(id): Path<String>,
    Query(NoQuery {}): Query<NoQuery>,
) -> Result<Response, Problem> {
    reply(&dashboard, &viewer, (StatusCode::OK, &id)).await
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Body {
    survey_id: String,
    metric: Option<String>,
    question: Option<String>,
    scope: String,
    team_id: Option<String>,
    attribute: Option<String>,
    value: Option<String>,
    from: String,
    to: String,
    start: Option<f64>,
    aim: f64,
}

impl Body {
    fn read(self) -> Result<Wanted, Problem> {
        let mut found = Vec::new();
        let mut day = |pointer, text: &str| match text.parse::<Date>() {
            Ok(date) => days_since_1970(date),
            Err(_) => {
                found.push(Mistake::new(pointer, Wrong::Day));
                0
            }
        };
        let days = [day("/from", &self.from), day("/to", &self.to)];
        let scope = match (
            self.scope.as_str(),
            self.team_id,
            self.attribute,
            self.value,
        ) {
            ("company", None, None, None) => Scope::Company,
            ("team", Some(id), None, None) => Scope::Team(id),
            ("group", None, Some(attribute), Some(value)) => Scope::Group { attribute, value },
            _ => {
                found.push(Mistake::new("/scope", Wrong::Scope));
                Scope::Company
            }
        };
        if !found.is_empty() {
            let errors = found.iter().map(FieldError::from).collect();
            return Err(Problem::all_invalid(errors));
        }
        Ok(Wanted {
            survey_id: self.survey_id,
            of: Of {
                metric: self.metric,
                question: self.question,
            },
            scope,
            days,
            start: self.start,
            aim: self.aim,
        })
    }
}

pub(crate) async fn create(
    State(dashboard): State<Dashboard>,
    viewer: Viewer,
    Query(NoQuery {}): Query<NoQuery>,
    Json(body): Json<Body>,
) -> Result<Response, Problem> {
    let id = service::create(&dashboard, &viewer, &body.read()?).await?;
    let mut response = reply(&dashboard, &viewer, (StatusCode::CREATED, &id)).await?;
    if let Ok(location) = format!("/api/v1/targets/{id}").parse() {
        response.headers_mut().insert(LOCATION, location);
    }
    Ok(response)
}

pub(crate) async fn change(
    State(dashboard): State<Dashboard>,
    viewer: Viewer,
    Path(id): Path<String>,
    headers: HeaderMap,
    Query(NoQuery {}): Query<NoQuery>,
    Json(body): Json<Body>,
) -> Result<Response, Problem> {
    let expected = if_match(&headers, "target")?;
    service::change(&dashboard, &viewer, (&id, expected), &body.read()?).await?;
    reply(&dashboard, &viewer, (StatusCode::OK, &id)).await
}

pub(crate) async fn end(
    State(dashboard): State<Dashboard>,
    viewer: Viewer,
    Path(id): Path<String>,
    Query(NoQuery {}): Query<NoQuery>,
) -> Result<Response, Problem> {
    service::end(&dashboard, &viewer, &id).await?;
    reply(&dashboard, &viewer, (StatusCode::OK, &id)).await
}

pub(crate) async fn resume(
    State(dashboard): State<Dashboard>,
    viewer: Viewer,
    Path(id): Path<String>,
    Query(NoQuery {}): Query<NoQuery>,
) -> Result<Response, Problem> {
    service::resume(&dashboard, &viewer, &id).await?;
    reply(&dashboard, &viewer, (StatusCode::OK, &id)).await
}
