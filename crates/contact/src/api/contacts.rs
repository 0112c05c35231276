//! Contacts under `/api/v1/contacts`.

use axum::Json as JsonReply;
use axum::extract::State;
use axum::http::StatusCode;
use platform::Problem;
use platform::web::{
    FieldError, Json, MEBIBYTE, NoQuery, Path, Query, QueryPairs, UniqueJson, paging,
};
use serde::Deserialize;
use serde_json::{Value, json};
use user::Viewer;

use super::{after, told, view};
use crate::model::{Contact, Mark, STANDINGS, standing_name};
use crate::rules::{self, field};
use crate::sent::SentContact;
use crate::service::{BULK_MAX, Contacts, Told, at};
use crate::store::Filter;

/// Largest body of a bulk request.
const BULK_BYTES_MAX: usize = 32 * MEBIBYTE;

/// What a list is asked for: filter, cursor, limit.
struct Asked {
    filter: Filter,
    after: Option<(String, String)>,
    limit: usize,
}

/// Reads filters from a query; `other` takes the parameters that are none.
pub(crate) fn read_filter(
    pairs: &QueryPairs,
    mut other: impl FnMut(&str, &str) -> Result<(), Problem>,
) -> Result<Filter, Problem> {
    let mut filter = Filter::default();
    let mut seen: Vec<&str> = Vec::new();
    for (name, value) in &pairs.0 {
        if seen.contains(&name.as_str()) {
            return Err(Problem::BadRequest(format!("{name} is given twice")));
        }
        seen.push(name);
        let value = value.trim();
        match name.as_str() {
            "q" => filter.q = Some(value.to_owned()).filter(|q| !q.is_empty()),
            "account" => filter.account_id = given(value),
            "standing" => filter.standing = read_standing(value)?,
            "language" => {
                filter.language = given(value)
                    .map(|code| field::language(&code))
                    .transpose()
                    .map_err(|wrong| Problem::invalid("language", wrong.to_string()))?;
            }
            "employee" => {
                filter.employee = match value {
                    "" => None,
                    "true" => Some(true),
                    "false" => Some(false),
                    _ => return Err(Problem::invalid("employee", "give true or false")),
                }
            }
            _ => match name.strip_prefix("attribute.") {
                Some(attribute) if !attribute.is_empty() => {
                    let pair = (attribute.to_owned(), value.to_owned());
                    filter.attributes.push(pair);
                }
                _ => other(name, value)?,
            },
        }
    }
    if filter.attributes.len() > field::ATTRIBUTES_MAX {
        return Err(Problem::BadRequest("too many attributes".to_owned()));
    }
    Ok(filter)
}

fn given(value: &str) -> Option<String> {
    Some(value.to_owned()).filter(|value| !value.is_empty())
}

fn read_standing(value: &str) -> Result<Option<policy::Standing>, Problem> {
    if value.is_empty() {
        return Ok(None);
    }
    let found = STANDINGS.into_iter().find(|s| standing_name(*s) == value);
    found.map(Some).ok_or_else(|| {
        let names: Vec<&str> = STANDINGS.into_iter().map(standing_name).collect();
        Problem::invalid("standing", format!("give one of {}", names.join(", ")))
    })
}

fn asked(pairs: &QueryPairs) -> Result<Asked, Problem> {
    let (mut from, mut wanted) = (None, None);
    let filter = read_filter(pairs, |name, value| {
        match name {
            "cursor" => from = after(Some(value))?,
            "limit" => wanted = Some(value.parse().unwrap_or(0)),
            _ => {
                return Err(Problem::BadRequest(format!(
                    "unknown parameter {name:?}; there are q, account, standing, language, \
                     employee, attribute.NAME, cursor and limit"
                )));
            }
        }
        Ok(())
    })?;
    Ok(Asked {
        filter,
        after: from,
        limit: paging::limit(wanted)?,
    })
}

pub(super) async fn list(
    State(contacts): State<Contacts>,
    viewer: Viewer,
    pairs: QueryPairs,
) -> Result<JsonReply<Value>, Problem> {
    let asked = asked(&pairs)?;
    let mut part = contacts
        .list(&viewer, asked.filter, (asked.after, asked.limit + 1))
        .await?;
    let next = part.cut(asked.limit);
    let items: Vec<Value> = part
        .contacts
        .iter()
        .map(|contact| view::contact(contact, part.account(contact)))
        .collect();
    Ok(JsonReply(json!({ "contacts": items, "next_cursor": next })))
}

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

/// The cursor after those who may be one person.
pub(crate) fn after_group(group: &[Contact]) -> Option<String> {
    let first = group.first()?;
    let account = first.account_id.as_deref().unwrap_or_default();
    Some(paging::cursor(&[&rules::sorted_as(first), account]))
}

pub(super) async fn duplicates(
    State(contacts): State<Contacts>,
    viewer: Viewer,
    Query(query): Query<PageQuery>,
) -> Result<JsonReply<Value>, Problem> {
    let (after, limit) = (after(query.cursor.as_deref())?, paging::limit(query.limit)?);
    let (mut groups, part) = contacts
        .possible_duplicates(&viewer, (after, limit + 1))
        .await?;
    let next = paging::cut(&mut groups, limit).and_then(|group| after_group(group));
    let groups: Vec<Vec<Value>> = groups
        .iter()
        .map(|group| {
            let one = |c| view::contact(c, part.account(c));
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
