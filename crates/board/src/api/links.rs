//! Links for people without a login as JSON: made, listed and ended by whoever may share the
//! dashboard.

use axum::Json as Reply;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use platform::Problem;
use platform::clock::rfc3339;
use platform::web::{Json, NoQuery, Path, Query};
use serde::Deserialize;
use serde_json::{Value, json};
use user::Viewer;

use super::may_change;
use crate::Boards;
use crate::model::Link;
use crate::service::links::{self, Wanted};

/// Days a link holds when nothing is said.
const DAYS_USUAL: i64 = 30;

/// A link as sent.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct New {
    label: String,
    days: Option<i64>,
    filter: Option<String>,
    #[serde(default)]
    comments: bool,
}

fn as_json(link: &Link, leads: bool) -> Value {
    json!({
        "id": link.link_id,
        "label": link.label,
        "filter": link.filter,
        "comments": link.with_comments,
        "made_by": link.made_by,
        "made_at": rfc3339(link.made_at_us),
        "expires_at": rfc3339(link.expires_at_us),
        "ended_at": link.revoked_at_us.map(rfc3339),
        "holds": leads,
    })
}

/// `GET /api/v1/dashboards/{id}/links`: also those that are over; the addresses are stored nowhere.
pub(super) async fn list(
    State(boards): State<Boards>,
    viewer: Viewer,
    Path(board_id): Path<String>,
    Query(NoQuery {}): Query<NoQuery>,
) -> Result<Reply<Value>, Problem> {
    let found = links::list(&boards, &viewer, &board_id).await?;
    let each = found.iter().map(|(link, leads)| as_json(link, *leads));
    let all: Vec<Value> = each.collect();
    Ok(Reply(json!({ "links": all })))
}

/// `POST /api/v1/dashboards/{id}/links`: its address is told this once.
pub(super) async fn create(
    State(boards): State<Boards>,
    viewer: Viewer,
    Path(board_id): Path<String>,
    Query(NoQuery {}): Query<NoQuery>,
    Json(new): Json<New>,
) -> Result<Response, Problem> {
    may_change(&viewer)?;
    let wanted = Wanted {
        label: new.label,
        days: new.days.unwrap_or(DAYS_USUAL),
        with_comments: new.comments,
        filter: new.filter.unwrap_or_default(),
    };
    let (link, secret) = links::create(&boards, &viewer, &board_id, wanted).await?;
    let mut body = as_json(&link, true);
    body["url"] = json!(format!("{}/shared/{secret}", boards.app.base_url));
    Ok((StatusCode::CREATED, Reply(body)).into_response())
}

/// `DELETE /api/v1/dashboards/{id}/links/{link_id}`: from then on it leads nowhere.
pub(super) async fn end(
    State(boards): State<Boards>,
    viewer: Viewer,
    Path((board_id, link_id)): Path<(String, String)>,
    Query(NoQuery {}): Query<NoQuery>,
) -> Result<StatusCode, Problem> {
    may_change(&viewer)?;
    links::revoke(&boards, &viewer, (&board_id, &link_id)).await?;
    Ok(StatusCode::NO_CONTENT)
}
