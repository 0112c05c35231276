//! Saved views under `/api/v1/views`.

use axum::extract::State;
use axum::http::StatusCode;
use axum::{Json as JsonReply, Router};
use platform::Problem;
use platform::web::{Json, NoQuery, Path, Query};
use serde::Deserialize;
use serde_json::{Value, json};
use user::{Access, Entry, Gate, Routes, Viewer};

use super::View;
use super::service::{Said, Views};

pub(super) fn routes(gate: &Gate, views: Views) -> (Router, Vec<Entry>) {
    let one = "/api/v1/views/{id}";
    Routes::new(gate)
        .get("/api/v1/views", Access::MemberRead, list)
        .post("/api/v1/views", Access::MemberWrite, add)
        .get(one, Access::MemberRead, show)
        .patch(one, Access::MemberWrite, change)
        .delete(one, Access::MemberWrite, remove)
        .finish(views)
}

fn written(view: &View) -> Value {
    json!({
        "view_id": view.view_id,
        "noun": view.noun,
        "name": view.name,
        "query": view.query,
        "shared": view.shared,
        "user_id": Some(&view.user_id).filter(|id| !id.is_empty()),
    })
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Of {
    noun: Option<String>,
}

async fn list(
    State(views): State<Views>,
    viewer: Viewer,
    Query(of): Query<Of>,
) -> Result<JsonReply<Value>, Problem> {
    let all = views.all(&viewer, of.noun.as_deref()).await?;
    let items: Vec<Value> = all.iter().map(written).collect();
    Ok(JsonReply(json!({ "views": items })))
}

async fn show(
    State(views): State<Views>,
    viewer: Viewer,
    Path(view_id): Path<String>,
    Query(NoQuery {}): Query<NoQuery>,
) -> Result<JsonReply<Value>, Problem> {
    let view = views.one(&viewer, &view_id).await?;
    Ok(JsonReply(written(&view)))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct New {
    /// Accounts, unless it is said.
    noun: Option<String>,
    name: Option<String>,
    query: Option<String>,
    shared: Option<bool>,
}

async fn add(
    State(views): State<Views>,
    viewer: Viewer,
    Query(NoQuery {}): Query<NoQuery>,
    Json(new): Json<New>,
) -> Result<(StatusCode, JsonReply<Value>), Problem> {
    let said = Said {
        name: new.name,
        query: new.query,
        shared: new.shared,
    };
    let noun = new.noun.as_deref().unwrap_or("account");
    let view = views.add(&viewer, noun, said).await?;
    Ok((StatusCode::CREATED, JsonReply(written(&view))))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Sent {
    name: Option<String>,
    query: Option<String>,
    shared: Option<bool>,
}

async fn change(
    State(views): State<Views>,
    viewer: Viewer,
    Path(view_id): Path<String>,
    Query(NoQuery {}): Query<NoQuery>,
    Json(sent): Json<Sent>,
) -> Result<JsonReply<Value>, Problem> {
    let said = Said {
        name: sent.name,
        query: sent.query,
        shared: sent.shared,
    };
    let view = views.change(&viewer, &view_id, said).await?;
    Ok(JsonReply(written(&view)))
}

async fn remove(
    State(views): State<Views>,
    viewer: Viewer,
    Path(view_id): Path<String>,
    Query(NoQuery {}): Query<NoQuery>,
) -> Result<StatusCode, Problem> {
    views.remove(&viewer, &view_id).await?;
    Ok(StatusCode::NO_CONTENT)
}
