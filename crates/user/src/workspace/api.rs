//! Workspaces under `/api/v1/workspaces`, for administrators of the installation.

use axum::Json as JsonReply;
use axum::Router;
use axum::extract::State;
use axum::http::StatusCode;
use platform::Problem;
use platform::clock::rfc3339;
use platform::web::{App, Json, NoQuery, Path, Query};
use platform::words::Language;
use serde::Deserialize;
use serde_json::{Value, json};

use super::service::{self, NewWorkspace};
use super::{Maker, Workspace};
use crate::access::{Access, Entry, Gate, Routes};
use crate::model::Viewer;

#[derive(Clone)]
struct Api {
    app: App,
    sends_mail: bool,
}

pub(super) fn routes(gate: &Gate, sends_mail: bool) -> (Router, Vec<Entry>) {
    Routes::new(gate)
        .get("/api/v1/workspaces", Access::Install, list)
        .post("/api/v1/workspaces", Access::Install, add)
        .patch("/api/v1/workspaces/{id}", Access::Install, rename)
        .finish(Api {
            app: gate.app().clone(),
            sends_mail,
        })
}

async fn list(
    State(api): State<Api>,
    Query(NoQuery {}): Query<NoQuery>,
) -> Result<JsonReply<Value>, Problem> {
    let (all, _) = service::look(&api.app.db).await?;
    let all: Vec<Value> = all.iter().map(view).collect();
    Ok(JsonReply(json!({ "workspaces": all })))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SentWorkspace {
    name: String,
    email: String,
    language: Option<String>,
    #[serde(default)]
    invite: bool,
}

async fn add(
    State(api): State<Api>,
    viewer: Viewer,
    Query(NoQuery {}): Query<NoQuery>,
    Json(sent): Json<SentWorkspace>,
) -> Result<(StatusCode, JsonReply<Value>), Problem> {
    if sent.invite && !api.sends_mail {
        let text = "no mail server is set up, so nobody can be invited".to_owned();
        return Err(Problem::Conflict(text));
    }
    let language = match sent.language.as_deref() {
        None => Language::default(),
        Some(code) => Language::from_code(code)
            .ok_or_else(|| Problem::invalid("language", "a language is en or nl"))?,
    };
    let new = NewWorkspace {
        name: sent.name,
        email: sent.email,
        language,
        password: None,
    };
    let when = (sent.invite, api.app.clock.now_us());
    let id = service::add(&api.app.db, Maker::Viewer(&viewer), new, when).await?;
    Ok((StatusCode::CREATED, api.one(&id).await?))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SentName {
    name: String,
}

async fn rename(
    State(api): State<Api>,
    viewer: Viewer,
    Path(workspace_id): Path<String>,
    Query(NoQuery {}): Query<NoQuery>,
    Json(sent): Json<SentName>,
) -> Result<JsonReply<Value>, Problem> {
    let (now_us, what) = (api.app.clock.now_us(), (workspace_id.as_str(), &*sent.name));
    service::rename(&api.app.db, Maker::Viewer(&viewer), what, now_us).await?;
    api.one(&workspace_id).await
}

impl Api {
    async fn one(&self, workspace_id: &str) -> Result<JsonReply<Value>, Problem> {
        let (all, _) = service::look(&self.app.db).await?;
        let found = all.iter().find(|one| one.workspace_id == workspace_id);
        found
            .map(|one| JsonReply(view(one)))
            .ok_or_else(|| Problem::no("workspace"))
    }
}

fn view(workspace: &Workspace) -> Value {
    json!({
        "workspace_id": workspace.workspace_id,
        "name": workspace.name,
        "time_zone": workspace.time_zone,
        "people": workspace.people,
        "created_at": rfc3339(workspace.created_at_us),
    })
}
