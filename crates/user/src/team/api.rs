//! Teams under `/api/v1/teams`.

use axum::Json as JsonReply;
use axum::Router;
use axum::extract::State;
use axum::http::StatusCode;
use platform::Problem;
use platform::clock::rfc3339;
use platform::web::{App, Json, NoQuery, Path, Query};
use serde::Deserialize;
use serde_json::{Value, json};

use super::service::{self, Change};
use super::{Team, rules};
use crate::access::{Access, Entry, Gate, Routes};
use crate::model::Viewer;
use crate::people::Given;

pub(super) fn routes(gate: &Gate) -> (Router, Vec<Entry>) {
    let one = "/api/v1/teams/{id}";
    Routes::new(gate)
        .get("/api/v1/teams", Access::Read, list)
        .post("/api/v1/teams", Access::Write, add)
        .get(one, Access::Read, show)
        .patch(one, Access::Write, change)
        .delete(one, Access::Write, remove)
        .finish(gate.app().clone())
}

/// All of them, each before those below it: a company has hundreds of teams at most.
async fn list(
    State(app): State<App>,
    viewer: Viewer,
    Query(NoQuery {}): Query<NoQuery>,
) -> Result<JsonReply<Value>, Problem> {
    let all = service::all(&app.db, &viewer).await?;
    let teams: Vec<Value> = rules::in_order(&all)
        .into_iter()
        .map(|(team, _)| view(team, &all))
        .collect();
    Ok(JsonReply(json!({ "teams": teams })))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SentTeam {
    name: String,
    parent_id: Option<String>,
}

async fn add(
    State(app): State<App>,
    viewer: Viewer,
    Query(NoQuery {}): Query<NoQuery>,
    Json(sent): Json<SentTeam>,
) -> Result<(StatusCode, JsonReply<Value>), Problem> {
    let new = (sent.name.as_str(), sent.parent_id.as_deref());
    let team_id = service::add(&app.db, &viewer, new, app.clock.now_us()).await?;
    Ok((StatusCode::CREATED, one(&app, &viewer, &team_id).await?))
}

async fn show(
    State(app): State<App>,
    viewer: Viewer,
    Path(team_id): Path<String>,
    Query(NoQuery {}): Query<NoQuery>,
) -> Result<JsonReply<Value>, Problem> {
    one(&app, &viewer, &team_id).await
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct SentChange {
    name: Option<String>,
    parent_id: Given<String>,
}

async fn change(
    State(app): State<App>,
    viewer: Viewer,
    Path(team_id): Path<String>,
    Query(NoQuery {}): Query<NoQuery>,
    Json(sent): Json<SentChange>,
) -> Result<JsonReply<Value>, Problem> {
    let change = Change {
        name: sent.name,
        parent_id: match sent.parent_id {
            Given::Not => None,
            Given::As(parent_id) => Some(parent_id),
        },
    };
    service::change(&app.db, &viewer, (&team_id, change), app.clock.now_us()).await?;
    one(&app, &viewer, &team_id).await
}

async fn remove(
    State(app): State<App>,
    viewer: Viewer,
    Path(team_id): Path<String>,
    Query(NoQuery {}): Query<NoQuery>,
) -> Result<StatusCode, Problem> {
    service::remove(&app.db, &viewer, &team_id, app.clock.now_us()).await?;
    Ok(StatusCode::NO_CONTENT)
}

async fn one(app: &App, viewer: &Viewer, team_id: &str) -> Result<JsonReply<Value>, Problem> {
    let all = service::all(&app.db, viewer).await?;
    let found = all.iter().find(|team| team.team_id == team_id);
    let team = found.ok_or_else(|| Problem::no("team"))?;
    Ok(JsonReply(view(team, &all)))
}

fn view(team: &Team, all: &[Team]) -> Value {
    json!({
        "team_id": team.team_id,
        "name": team.name,
        "full_name": rules::full_name(&team.team_id, all),
        "parent_id": team.parent_id,
        "people": team.people,
        "created_at": rfc3339(team.created_at_us),
    })
}
