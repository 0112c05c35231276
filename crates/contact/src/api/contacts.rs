//! Contacts under `/api/v1/contacts`.

use axum::Json as JsonReply;
use axum::extract::State;
use axum::http::StatusCode;
use platform::Problem;
use platform::web::{FieldError, Json, MEBIBYTE, NoQuery, Path, Query, UniqueJson, paging};
use serde::Deserialize;
use serde_json::{Value, json};
use user::Viewer;

use super::{after, told, view};
use crate::listing::Row;
use crate::model::Mark;
use crate::rules::field;
use crate::sent::SentContact;
use crate::service::{BULK_MAX, Contacts, Told, at};

/// Largest body of a bulk request.
const BULK_BYTES_MAX: usize = 32 * MEBIBYTE;

pub(super) async fn put(
    State(contacts): State<Contacts>,
    viewer: Viewer,
    Query(NoQuery {}): Query<NoQuery>,
    Json(sent): Json<SentContact>,
) -> Result<(StatusCode, JsonReply<Value>), Problem> {
    let now_us = contacts.app.clock.now_us();
    let item = sent.item("", now_us).map_err(Problem::all_invalid)?;
    let told = contacts.put_bulk(&viewer, vec![Ok(item)]).await?;
    let put = match told.into_iter().next() {
        Some(Told::Fate(Ok(put))) => put,
        Some(Told::Fate(Err(wrong))) => return Err(at(&wrong)),
        _ => return Err(Problem::Internal("an item without a fate".to_owned())),
    };
    let (contact, account) = contacts.get(&viewer, &put.contact_id).await?;
    let status = match put.outcome {
        crate::book::Outcome::Created => StatusCode::CREATED,
        _ => StatusCode::OK,
    };
    let reply = json!({
        "outcome": put.outcome.as_str(),
        "stays_out": put.stays_out,
        "contact": view::contact(&contact, account.as_ref()),
    });
    Ok((status, JsonReply(reply)))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Bulk {
    contacts: Vec<UniqueJson>,
}

pub(super) async fn put_all(
    State(contacts): State<Contacts>,
    viewer: Viewer,
    Query(NoQuery {}): Query<NoQuery>,
    Json(bulk): Json<Bulk, BULK_BYTES_MAX>,
) -> Result<JsonReply<Value>, Problem> {
    let count = bulk.contacts.len();
    if !(1..=BULK_MAX).contains(&count) {
        let detail = format!("{count} contacts; give 1 to {BULK_MAX} at a time");
        return Err(Problem::invalid("/contacts", detail));
    }
    let now_us = contacts.app.clock.now_us();
    let items = bulk
        .contacts
        .into_iter()
        .map(|UniqueJson(value)| one_of_many(value)?.item("", now_us));
    let told = contacts.put_bulk(&viewer, items.collect()).await?;
    Ok(JsonReply(told::all(&told)))
}

/// One item of a request; the others are stored whatever is wrong with it.
fn one_of_many(value: Value) -> Result<SentContact, Vec<FieldError>> {
    if !value.is_object() {
        return Err(vec![FieldError::new("", "an object is expected")]);
    }
    serde_json::from_value(value).map_err(|e| vec![FieldError::new("", e.to_string())])
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct PageQuery {
    pub(super) cursor: Option<String>,
    pub(super) limit: Option<usize>,
}

pub(super) async fn duplicates(
    State(contacts): State<Contacts>,
    viewer: Viewer,
    Query(query): Query<PageQuery>,
) -> Result<JsonReply<Value>, Problem> {
    let (after, limit) = (after(query.cursor.as_deref())?, paging::limit(query.limit)?);
    let (groups, next) = contacts
        .possible_duplicates(&viewer, (after, limit))
        .await?;
    let groups: Vec<Vec<Value>> = groups
        .iter()
        .map(|group| {
            let one = |row: &Row| view::contact(&row.contact, row.account.as_ref());
            group.iter().map(one).collect()
        })
        .collect();
    Ok(JsonReply(json!({ "groups": groups, "next_cursor": next })))
}

async fn shown(
    contacts: &Contacts,
    viewer: &Viewer,
    contact_id: &str,
) -> Result<JsonReply<Value>, Problem> {
    let (contact, account) = contacts.get(viewer, contact_id).await?;
    Ok(JsonReply(view::contact(&contact, account.as_ref())))
}

pub(super) async fn show(
    State(contacts): State<Contacts>,
    viewer: Viewer,
    Path(contact_id): Path<String>,
    Query(NoQuery {}): Query<NoQuery>,
) -> Result<JsonReply<Value>, Problem> {
    shown(&contacts, &viewer, &contact_id).await
}

pub(super) async fn change(
    State(contacts): State<Contacts>,
    viewer: Viewer,
    Path(contact_id): Path<String>,
    Query(NoQuery {}): Query<NoQuery>,
    Json(sent): Json<SentContact>,
) -> Result<JsonReply<Value>, Problem> {
    let now_us = contacts.app.clock.now_us();
    let item = sent.item("", now_us).map_err(Problem::all_invalid)?;
    contacts
        .change(&viewer, &contact_id, (item, sent.external_id()))
        .await?;
    shown(&contacts, &viewer, &contact_id).await
}

pub(super) async fn erase(
    State(contacts): State<Contacts>,
    viewer: Viewer,
    Path(contact_id): Path<String>,
    Query(NoQuery {}): Query<NoQuery>,
) -> Result<StatusCode, Problem> {
    contacts.erase(&viewer, &contact_id).await?;
    Ok(StatusCode::NO_CONTENT)
}

pub(super) async fn history(
    State(contacts): State<Contacts>,
    viewer: Viewer,
    Path(contact_id): Path<String>,
    Query(NoQuery {}): Query<NoQuery>,
) -> Result<JsonReply<Value>, Problem> {
    let (contact, _) = contacts.get(&viewer, &contact_id).await?;
    let lines = contacts.history(&viewer, &contact.contact_id).await?;
    let lines: Vec<Value> = lines.iter().map(view::logged).collect();
    Ok(JsonReply(json!({ "history": lines })))
}

/// Why somebody is marked.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Reason {
    #[serde(default)]
    reason: String,
}

impl Reason {
    fn checked(&self) -> Result<String, Problem> {
        read_reason(&self.reason).map_err(|wrong| Problem::invalid("/reason", wrong.to_string()))
    }
}

/// A reason, which may be empty.
pub(crate) fn read_reason(text: &str) -> Result<String, crate::wrong::Wrong> {
    if text.trim().is_empty() {
        Ok(String::new())
    } else {
        field::line(text)
    }
}

pub(super) async fn opt_out(
    State(contacts): State<Contacts>,
    viewer: Viewer,
    Path(contact_id): Path<String>,
    Query(NoQuery {}): Query<NoQuery>,
    Json(reason): Json<Reason>,
) -> Result<JsonReply<Value>, Problem> {
    let mark = (Mark::OptedOut, reason.checked()?);
    contacts.mark(&viewer, &contact_id, mark).await?;
    shown(&contacts, &viewer, &contact_id).await
}

pub(super) async fn opt_in(
    State(contacts): State<Contacts>,
    viewer: Viewer,
    Path(contact_id): Path<String>,
    Query(NoQuery {}): Query<NoQuery>,
    Json(reason): Json<Reason>,
) -> Result<JsonReply<Value>, Problem> {
    let mark = (Mark::OptedIn, reason.checked()?);
    contacts.mark(&viewer, &contact_id, mark).await?;
    shown(&contacts, &viewer, &contact_id).await
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Other {
    other: String,
}

pub(super) async fn merge(
    State(contacts): State<Contacts>,
    viewer: Viewer,
    Path(contact_id): Path<String>,
    Query(NoQuery {}): Query<NoQuery>,
    Json(sent): Json<Other>,
) -> Result<JsonReply<Value>, Problem> {
    contacts.merge(&viewer, &contact_id, &sent.other).await?;
    shown(&contacts, &viewer, &contact_id).await
}
