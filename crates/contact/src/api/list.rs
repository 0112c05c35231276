//! The do-not-contact list under `/api/v1/do-not-contact`.

use axum::Json as JsonReply;
use axum::extract::State;
use axum::http::StatusCode;
use platform::Problem;
use platform::web::{Json, NoQuery, Path, Query, paging};
use serde::Deserialize;
use serde_json::{Value, json};
use user::Viewer;

use super::contacts::{PageQuery, read_reason};
use super::{after, view};
use crate::model::BlockedKind;
use crate::rules::field;
use crate::service::Contacts;
use crate::wrong::Wrong;

/// Reads `jan@acme.nl` or `@acme.nl`.
pub(crate) fn read_entry(text: &str) -> Result<(BlockedKind, String), Wrong> {
    match text.trim().strip_prefix('@') {
        Some(domain) => Ok((BlockedKind::Domain, field::domain(domain)?)),
        None => Ok((BlockedKind::Email, field::email(text)?)),
    }
}

pub(super) async fn show(
    State(contacts): State<Contacts>,
    viewer: Viewer,
    Query(query): Query<PageQuery>,
) -> Result<JsonReply<Value>, Problem> {
    let limit = paging::limit(query.limit)?;
    let after = match after(query.cursor.as_deref())? {
        None => None,
        Some((kind, value)) => {
            let kind = kind.parse().map_err(|_| paging::no_cursor())?;
            Some((kind, value))
        }
    };
    let mut entries = contacts.blocked(&viewer, (after, limit + 1)).await?;
    let next = paging::cut(&mut entries, limit)
        .map(|last| paging::cursor(&[last.kind.as_str(), &last.value]));
    let items: Vec<Value> = entries.iter().map(view::blocked).collect();
    Ok(JsonReply(json!({ "entries": items, "next_cursor": next })))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Entry {
    entry: String,
    #[serde(default)]
    reason: String,
}

pub(super) async fn add(
    State(contacts): State<Contacts>,
    viewer: Viewer,
    Query(NoQuery {}): Query<NoQuery>,
    Json(sent): Json<Entry>,
) -> Result<JsonReply<Value>, Problem> {
    let bad = |place: &str, wrong: &Wrong| Problem::invalid(place, wrong.to_string());
    let entry = read_entry(&sent.entry).map_err(|wrong| bad("/entry", &wrong))?;
    let reason = read_reason(&sent.reason).map_err(|wrong| bad("/reason", &wrong))?;
    let kept = contacts.block(&viewer, entry, reason).await?;
    Ok(JsonReply(view::blocked(&kept)))
}

pub(super) async fn remove(
    State(contacts): State<Contacts>,
    viewer: Viewer,
    Path(entry): Path<String>,
    Query(NoQuery {}): Query<NoQuery>,
) -> Result<StatusCode, Problem> {
    let entry = read_entry(&entry).map_err(|_| Problem::no("entry"))?;
    contacts.unblock(&viewer, entry).await?;
    Ok(StatusCode::NO_CONTENT)
}
