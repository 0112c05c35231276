//! Schedules of reports as programs take them.

use axum::Router;
use axum::extract::State;
use axum::http::StatusCode;
use axum::http::header::LOCATION;
use axum::response::{IntoResponse, Response};
use platform::Problem;
use platform::clock::rfc3339;
use platform::web::{Json, NoQuery, Path, Query};
use serde_json::{Value, json};
use user::{Access, Entry, Gate, Routes, Viewer};

use crate::Sources;
use crate::model::{Draft, Schedule};
use crate::service;

pub(crate) fn routes(gate: &Gate, sources: Sources) -> (Router, Vec<Entry>) {
    use Access::{MemberRead, MemberWrite};
    Routes::new(gate)
        .get("/api/v1/reports", MemberRead, list)
        .post("/api/v1/reports", MemberWrite, create)
        .get("/api/v1/reports/{id}", MemberRead, show)
        .put("/api/v1/reports/{id}", MemberWrite, change)
        .delete("/api/v1/reports/{id}", MemberWrite, end)
        .finish(sources)
}

/// A schedule as programs read it.
fn shape(own: &Schedule) -> Value {
    json!({
        "id": own.schedule_id,
        "owner_id": own.owner_id,
        "subject": own.draft.subject,
        "filter": own.draft.filter,
        "form": own.draft.form,
        "cadence": own.draft.cadence,
        "recipients": own.draft.recipients,
        "next_at": rfc3339(own.next_at_us),
        "sent_at": own.sent_at_us.map(rfc3339),
        "trouble": own.trouble,
    })
}

async fn list(
    State(sources): State<Sources>,
    viewer: Viewer,
    Query(NoQuery {}): Query<NoQuery>,
) -> Result<axum::Json<Value>, Problem> {
    let all = service::list(&sources, &viewer).await?;
    let reports: Vec<Value> = all.iter().map(shape).collect();
    Ok(axum::Json(json!({ "reports": reports })))
}

async fn create(
    State(sources): State<Sources>,
    viewer: Viewer,
    Query(NoQuery {}): Query<NoQuery>,
    Json(draft): Json<Draft>,
) -> Result<Response, Problem> {
    let new = service::add(&sources, &viewer, draft).await?;
    let location = format!("/api/v1/reports/{}", new.schedule_id);
    Ok((
        StatusCode::CREATED,
        [(LOCATION, location)],
        axum::Json(shape(&new)),
    )
        .into_response())
}

async fn show(
    State(sources): State<Sources>,
    viewer: Viewer,
    Path(id): Path<String>,
    Query(NoQuery {}): Query<NoQuery>,
) -> Result<axum::Json<Value>, Problem> {
    Ok(axum::Json(shape(
        &service::get(&sources, &viewer, &id).await?,
    )))
}

async fn change(
    State(sources): State<Sources>,
    viewer: Viewer,
    Path(id): Path<String>,
    Query(NoQuery {}): Query<NoQuery>,
    Json(draft): Json<Draft>,
) -> Result<axum::Json<Value>, Problem> {
    let changed = service::change(&sources, &viewer, (&id, draft)).await?;
    Ok(axum::Json(shape(&changed)))
}

async fn end(
    State(sources): State<Sources>,
    viewer: Viewer,
    Path(id): Path<String>,
    Query(NoQuery {}): Query<NoQuery>,
) -> Result<StatusCode, Problem> {
    service::end(&sources, &viewer, &id).await?;
    Ok(StatusCode::NO_CONTENT)
}
