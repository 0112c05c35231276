//! Accounts under `/api/v1/accounts`.

use axum::Json as JsonReply;
use axum::extract::State;
use platform::Problem;
use platform::web::{Json, NoQuery, Path, Query, paging};
use serde::Deserialize;
use serde_json::{Value, json};
use user::Viewer;

use super::{after, view};
use crate::rules;
use crate::sent::SentAccount;
use crate::service::Contacts;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ListQuery {
    q: Option<String>,
    cursor: Option<String>,
    limit: Option<usize>,
}

pub(super) async fn list(
    State(contacts): State<Contacts>,
    viewer: Viewer,
    Query(query): Query<ListQuery>,
) -> Result<JsonReply<Value>, Problem> {
    let (after, limit) = (after(query.cursor.as_deref())?, paging::limit(query.limit)?);
    let named = query.q.unwrap_or_default();
    let mut accounts = contacts
        .accounts(&viewer, &named, (after, limit + 1))
        .await?;
    let next = paging::cut(&mut accounts, limit)
        .map(|last| paging::cursor(&[&rules::name_key(&last.name), &last.account_id]));
    let items: Vec<Value> = accounts.iter().map(view::account).collect();
    Ok(JsonReply(json!({ "accounts": items, "next_cursor": next })))
}

pub(super) async fn put(
    State(contacts): State<Contacts>,
    viewer: Viewer,
    Query(NoQuery {}): Query<NoQuery>,
    Json(sent): Json<SentAccount>,
) -> Result<JsonReply<Value>, Problem> {
    let item = sent.item("").map_err(Problem::all_invalid)?;
    let account_id = contacts.put_account(&viewer, item).await?;
    let (account, _) = contacts.account(&viewer, &account_id).await?;
    Ok(JsonReply(view::account(&account)))
}

pub(super) async fn show(
    State(contacts): State<Contacts>,
    viewer: Viewer,
    Path(account_id): Path<String>,
    Query(NoQuery {}): Query<NoQuery>,
) -> Result<JsonReply<Value>, Problem> {
    let (account, count) = contacts.account(&viewer, &account_id).await?;
    let mut reply = view::account(&account);
    reply["contacts"] = json!(count);
    Ok(JsonReply(reply))
}
