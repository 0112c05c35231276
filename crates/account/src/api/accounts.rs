//! Accounts under `/api/v1/accounts`.

use axum::Json as JsonReply;
use axum::extract::State;
use axum::response::Response;
use contact::accounts::{BULK_MAX, SentAccount, field_error};
use list::Asking;
use platform::Problem;
use platform::web::{
    FieldError, Json, MEBIBYTE, NoQuery, Path, Query, QueryPairs, UniqueJson, paging,
};
use serde::Deserialize;
use serde_json::{Value, json};
use user::Viewer;

use super::written;
use crate::export::{self, Desk};
use crate::query::{self, PARAMETERS};
use crate::service::Accounts;
use crate::timeline::{Of, of_kinds};

/// Largest body of a bulk request.
const BULK_BYTES_MAX: usize = 32 * MEBIBYTE;

/// Reads a list with cursor and limit from a query.
pub(super) fn read_list(
    viewer: &Viewer,
    pairs: &QueryPairs,
    now_us: i64,
) -> Result<(crate::model::List, Option<String>, usize), Problem> {
    let (mut cursor, mut limit) = (None, None);
    let asking = Asking {
        user_id: viewer.user_id(),
        now_us,
    };
    let list = query::read(&pairs.0, &asking, |name, value| {
        match name {
            "cursor" => cursor = Some(value.to_owned()),
            "limit" => limit = Some(value.parse().unwrap_or(0)),
            _ => {
                return Err(Problem::BadRequest(format!(
                    "unknown parameter {name:?}; there are {PARAMETERS}, cursor and limit"
                )));
            }
        }
        Ok(())
    })?;
    Ok((list, cursor, paging::limit(limit)?))
}

pub(super) async fn list(
    State(all): State<Accounts>,
    viewer: Viewer,
    pairs: QueryPairs,
) -> Result<JsonReply<Value>, Problem> {
    let (list, cursor, limit) = read_list(&viewer, &pairs, all.app.clock.now_us())?;
    let part = all.list(&viewer, list, (cursor.as_deref(), limit)).await?;
    let items: Vec<Value> = part.rows.iter().map(written::row).collect();
    Ok(JsonReply(
        json!({ "accounts": items, "next_cursor": part.next }),
    ))
}

pub(super) async fn as_csv(
    State(desk): State<Desk>,
    viewer: Viewer,
    pairs: QueryPairs,
) -> Result<Response, Problem> {
    export::csv(&desk, &viewer, &pairs).await
}

pub(super) async fn as_xlsx(
    State(desk): State<Desk>,
    viewer: Viewer,
    pairs: QueryPairs,
) -> Result<Response, Problem> {
    export::xlsx(&desk, &viewer, &pairs).await
}

pub(super) async fn put(
    State(all): State<Accounts>,
    viewer: Viewer,
    Query(NoQuery {}): Query<NoQuery>,
    Json(sent): Json<SentAccount>,
) -> Result<JsonReply<Value>, Problem> {
    store(&all, &viewer, &sent).await
}

async fn store(
    all: &Accounts,
    viewer: &Viewer,
    sent: &SentAccount,
) -> Result<JsonReply<Value>, Problem> {
    let item = sent.item("").map_err(Problem::all_invalid)?;
    match all.put(viewer, item).await? {
        Ok(put) => {
            let row = all.row(viewer, &put.account_id).await?;
            Ok(JsonReply(written::row(&row)))
        }
        Err(contact::wrong::Wrong::NoSuchAccount) if sent.has_id() => Err(Problem::no("account")),
        Err(wrong) => Err(Problem::all_invalid(vec![field_error(&wrong)])),
    }
}

pub(super) async fn change(
    State(all): State<Accounts>,
    viewer: Viewer,
    Path(account_id): Path<String>,
    Query(NoQuery {}): Query<NoQuery>,
    Json(sent): Json<SentAccount>,
) -> Result<JsonReply<Value>, Problem> {
    if sent.has_id() {
        let detail = "the account is the one of the address";
        return Err(Problem::invalid("/account_id", detail));
    }
    all.row(&viewer, &account_id).await?;
    store(&all, &viewer, &sent.of(&account_id)).await
}

pub(super) async fn show(
    State(all): State<Accounts>,
    viewer: Viewer,
    Path(account_id): Path<String>,
    Query(NoQuery {}): Query<NoQuery>,
) -> Result<JsonReply<Value>, Problem> {
    let whole = all.whole(&viewer, &account_id).await?;
    let mut reply = written::row(&whole.row);
    reply["contacts"] = json!(whole.contacts);
    Ok(JsonReply(reply))
}

pub(super) async fn summary(
    State(all): State<Accounts>,
    viewer: Viewer,
    Path(account_id): Path<String>,
    Query(NoQuery {}): Query<NoQuery>,
) -> Result<JsonReply<Value>, Problem> {
    let whole = all.whole(&viewer, &account_id).await?;
    Ok(JsonReply(written::whole(&whole)))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Bulk {
    accounts: Vec<UniqueJson>,
}

pub(super) async fn put_all(
    State(all): State<Accounts>,
    viewer: Viewer,
    Query(NoQuery {}): Query<NoQuery>,
    Json(bulk): Json<Bulk, BULK_BYTES_MAX>,
) -> Result<JsonReply<Value>, Problem> {
    let count = bulk.accounts.len();
    if !(1..=BULK_MAX).contains(&count) {
        let detail = format!("{count} accounts; give 1 to {BULK_MAX} at a time");
        return Err(Problem::invalid("/accounts", detail));
    }
    let (mut items, mut refused) = (Vec::new(), Vec::new());
    for (index, UniqueJson(value)) in bulk.accounts.into_iter().enumerate() {
        match one_of_many(value).and_then(|sent| sent.item("")) {
            Ok(item) => items.push(item),
            Err(errors) => refused.push((index, errors)),
        }
    }
    let mut fates = contact::accounts::put_all(&all.app, &viewer, items)
        .await?
        .into_iter();
    let mut refused = refused.into_iter().peekable();
    let mut results = Vec::with_capacity(count);
    let mut counts = json!({ "created": 0, "updated": 0, "unchanged": 0, "rejected": 0 });
    for index in 0..count {
        let told = match refused.next_if(|(at, _)| *at == index) {
            Some((_, errors)) => Err(errors),
            None => match fates.next() {
                Some(Ok(put)) => Ok(put),
                Some(Err(wrong)) => Err(vec![field_error(&wrong)]),
                None => Err(Vec::new()),
            },
        };
        let (outcome, result) = match told {
            Ok(put) => {
                let outcome = put.outcome.as_str();
                (
                    outcome,
                    json!({ "outcome": outcome, "account_id": put.account_id }),
                )
            }
            Err(errors) => {
                let errors: Vec<FieldError> = errors
                    .into_iter()
                    .map(|e| FieldError::new(format!("/accounts/{index}{}", e.pointer), e.detail))
                    .collect();
                (
                    "rejected",
                    json!({ "outcome": "rejected", "errors": errors }),
                )
            }
        };
        counts[outcome] = json!(counts[outcome].as_i64().unwrap_or(0) + 1);
        results.push(result);
    }
    Ok(JsonReply(json!({ "counts": counts, "results": results })))
}

/// One item of a request; the others are stored whatever is wrong with it.
fn one_of_many(value: Value) -> Result<SentAccount, Vec<FieldError>> {
    if !value.is_object() {
        return Err(vec![FieldError::new("", "an object is expected")]);
    }
    serde_json::from_value(value).map_err(|e| vec![FieldError::new("", e.to_string())])
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct TimelineQuery {
    kind: Option<String>,
    cursor: Option<String>,
    limit: Option<usize>,
}

pub(super) async fn timeline(
    State(all): State<Accounts>,
    viewer: Viewer,
    Path(account_id): Path<String>,
    Query(query): Query<TimelineQuery>,
) -> Result<JsonReply<Value>, Problem> {
    entries(&all, &viewer, Of::Account(account_id), query).await
}

pub(super) async fn timeline_of_contact(
    State(all): State<Accounts>,
    viewer: Viewer,
    Path(contact_id): Path<String>,
    Query(query): Query<TimelineQuery>,
) -> Result<JsonReply<Value>, Problem> {
    entries(&all, &viewer, Of::Contact(contact_id), query).await
}

async fn entries(
    all: &Accounts,
    viewer: &Viewer,
    of: Of,
    query: TimelineQuery,
) -> Result<JsonReply<Value>, Problem> {
    let kinds = query.kind.as_deref().unwrap_or_default().split(',');
    let kinds = kinds.map(str::trim).filter(|kind| !kind.is_empty());
    let sources = of_kinds(kinds).map_err(|kind| {
        let known = crate::timeline::KINDS.join(", ");
        Problem::invalid("kind", format!("{kind:?} is none of {known}"))
    })?;
    let limit = paging::limit(query.limit)?;
    let place = (query.cursor.as_deref(), limit);
    let (entries, next) = all.timeline(viewer, (of, sources), place).await?;
    let items: Vec<Value> = entries.iter().map(written::entry).collect();
    Ok(JsonReply(json!({ "entries": items, "next_cursor": next })))
}
