//! Saved views under `/api/v1/views`.

use axum::Json as JsonReply;
use axum::extract::State;
use axum::http::StatusCode;
use platform::Problem;
use platform::web::{Json, NoQuery, Path, Query};
use serde::Deserialize;
use serde_json::{Value, json};
use user::Viewer;

use super::written;
use crate::query::{self, Asking};
use crate::service::Accounts;
use crate::service::view::Said;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Sent {
    name: Option<String>,
    query: Option<String>,
    shared: Option<bool>,
}

impl Sent {
    fn said(self, all: &Accounts, viewer: &Viewer) -> Result<Said, Problem> {
        if let Some(text) = &self.query {
            let asking = Asking {
                user_id: viewer.user_id(),
                now_us: all.app.clock.now_us(),
            };
            let pairs = query::pairs(text.trim_start_matches('?'));
            query::read(&pairs, &asking, |name, _| match name {
                "column" => Ok(()),
                _ => Err(Problem::invalid(
                    "/query",
                    format!("unknown parameter {name:?}"),
                )),
            })?;
        }
        Ok(Said {
            name: self.name,
            query: self.query,
            shared: self.shared,
        })
    }
}

pub(super) async fn list(
    State(all): State<Accounts>,
    viewer: Viewer,
    Query(NoQuery {}): Query<NoQuery>,
) -> Result<JsonReply<Value>, Problem> {
    let views = all.views(&viewer).await?;
    let items: Vec<Value> = views.iter().map(written::view).collect();
    Ok(JsonReply(json!({ "views": items })))
}

pub(super) async fn show(
    State(all): State<Accounts>,
    viewer: Viewer,
    Path(view_id): Path<String>,
    Query(NoQuery {}): Query<NoQuery>,
) -> Result<JsonReply<Value>, Problem> {
    let view = all.view(&viewer, &view_id).await?;
    Ok(JsonReply(written::view(&view)))
}

pub(super) async fn add(
    State(all): State<Accounts>,
    viewer: Viewer,
    Query(NoQuery {}): Query<NoQuery>,
    Json(sent): Json<Sent>,
) -> Result<(StatusCode, JsonReply<Value>), Problem> {
    let said = sent.said(&all, &viewer)?;
    let view = all.add_view(&viewer, said).await?;
    Ok((StatusCode::CREATED, JsonReply(written::view(&view))))
}

pub(super) async fn change(
    State(all): State<Accounts>,
    viewer: Viewer,
    Path(view_id): Path<String>,
    Query(NoQuery {}): Query<NoQuery>,
    Json(sent): Json<Sent>,
) -> Result<JsonReply<Value>, Problem> {
    let said = sent.said(&all, &viewer)?;
    let view = all.change_view(&viewer, &view_id, said).await?;
    Ok(JsonReply(written::view(&view)))
}

pub(super) async fn remove(
    State(all): State<Accounts>,
    viewer: Viewer,
    Path(view_id): Path<String>,
    Query(NoQuery {}): Query<NoQuery>,
) -> Result<StatusCode, Problem> {
    all.remove_view(&viewer, &view_id).await?;
    Ok(StatusCode::NO_CONTENT)
}
