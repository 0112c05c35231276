//! Lists of contacts under `/api/v1/contacts`: pages, files, and one change of many.

use ::list::edit::Meant;
use axum::Json as JsonReply;
use axum::extract::State;
use axum::response::Response;
use platform::Problem;
use platform::web::{FieldError, Json, MEBIBYTE, NoQuery, Query, QueryPairs, paging};
use serde::Deserialize;
use serde_json::{Value, json};
use user::Viewer;

use super::view;
use crate::export::{self, Files};
use crate::item::Said;
use crate::listing::{self, PARAMETERS};
use crate::model::Consent;
use crate::service::edit::{Change, Outcome};
use crate::service::{Contacts, pointer};
use crate::wrong::Wrong;

/// Largest body: 100,000 ids.
const BYTES_MAX: usize = 4 * MEBIBYTE;

pub(super) async fn list(
    State(contacts): State<Contacts>,
    viewer: Viewer,
    pairs: QueryPairs,
) -> Result<JsonReply<Value>, Problem> {
    let (mut cursor, mut wanted) = (None, None);
    let list = listing::read(&pairs.0, |name, value| {
        match name {
            "cursor" => cursor = Some(value.to_owned()),
            "limit" => wanted = Some(value.parse().unwrap_or(0)),
            _ => {
                return Err(Problem::BadRequest(format!(
                    "unknown parameter {name:?}; there are {PARAMETERS}, cursor and limit"
                )));
            }
        }
        Ok(())
    })?;
    let place = (cursor, paging::limit(wanted)?);
    let part = contacts.list(&viewer, list, place).await?;
    let items: Vec<Value> = part
        .rows
        .iter()
        .map(|row| view::contact(&row.contact, row.account.as_ref()))
        .collect();
    Ok(JsonReply(
        json!({ "contacts": items, "next_cursor": part.next }),
    ))
}

pub(super) async fn as_csv(
    State(files): State<Files>,
    viewer: Viewer,
    pairs: QueryPairs,
) -> Result<Response, Problem> {
    export::csv(&files, &viewer, &pairs).await
}

pub(super) async fn as_xlsx(
    State(files): State<Files>,
    viewer: Viewer,
    pairs: QueryPairs,
) -> Result<Response, Problem> {
    export::xlsx(&files, &viewer, &pairs).await
}

/// Which contacts get which change.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Sent {
    /// Their ids, or
    contacts: Option<Vec<String>>,
    /// all of a list, as its address has it.
    list: Option<String>,
    /// Said when every contact there is is meant: a list that asks nothing.
    #[serde(default)]
    all: bool,
    change: SentChange,
    #[serde(default)]
    dry_run: bool,
}

/// One of them.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SentChange {
    #[serde(default)]
    language: Said<String>,
    #[serde(default)]
    time_zone: Said<String>,
    account: Option<SentAccount>,
    attribute: Option<SentAttribute>,
    consent: Option<SentConsent>,
    do_not_contact: Option<SentReason>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SentAccount {
    account_id: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SentAttribute {
    name: String,
    value: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SentConsent {
    consent: Consent,
    #[serde(default)]
    source: String,
    #[serde(default)]
    consent_at: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SentReason {
    #[serde(default)]
    reason: String,
}

impl SentChange {
    fn read(self, now_us: i64) -> Result<Change, Problem> {
        let mut all: Vec<(&'static str, Result<Change, Wrong>)> = Vec::new();
        let text = |said: &Said<String>| said.value().cloned().unwrap_or_default();
        if self.language != Said::Nothing {
            all.push(("language", Change::language(&text(&self.language))));
        }
        if self.time_zone != Said::Nothing {
            all.push(("time_zone", Change::zone(&text(&self.time_zone))));
        }
        if let Some(account) = self.account {
            all.push(("account", Ok(Change::Account(account.account_id))));
        }
        if let Some(one) = self.attribute {
            let read = Change::attribute(&one.name, one.value.as_deref());
            all.push(("attribute", read));
        }
        if let Some(said) = self.consent {
            let shown = (said.source.as_str(), said.consent_at.as_str());
            all.push(("consent", Change::consent(said.consent, shown, now_us)));
        }
        if let Some(said) = self.do_not_contact {
            all.push(("do_not_contact", Change::do_not_contact(&said.reason)));
        }
        let Ok([(place, read)]) = <[_; 1]>::try_from(all) else {
            return Err(Problem::invalid(
                "/change",
                "give one of language, time_zone, account, attribute, consent and do_not_contact",
            ));
        };
        read.map_err(|wrong| {
            let within = match wrong {
                Wrong::NoSource => "/source",
                Wrong::NoDate => "/consent_at",
                _ => "",
            };
            Problem::invalid(format!("/change/{place}{within}"), wrong.to_string())
        })
    }
}

pub(super) async fn edit(
    State(contacts): State<Contacts>,
    viewer: Viewer,
    Query(NoQuery {}): Query<NoQuery>,
    Json(sent): Json<Sent, BYTES_MAX>,
) -> Result<JsonReply<Value>, Problem> {
    let change = sent.change.read(contacts.app.clock.now_us())?;
    let meant = Meant::by_program((sent.contacts, "/contacts"), sent.list.as_deref())?;
    let ids = contacts.meant(&viewer, (meant, sent.all)).await?;
    let outcome = if sent.dry_run {
        contacts.preview(&viewer, (ids, change)).await?
    } else {
        contacts.change_all(&viewer, (ids, change)).await?
    };
    told(&contacts, &viewer, (&outcome, sent.dry_run)).await
}

async fn told(
    contacts: &Contacts,
    viewer: &Viewer,
    (outcome, dry_run): (&Outcome, bool),
) -> Result<JsonReply<Value>, Problem> {
    let examples = outcome.examples();
    let ids = examples.iter().map(|(id, _)| (*id).to_owned()).collect();
    let titles = contacts.titles(viewer, ids).await?;
    let examples: Vec<Value> = examples
        .into_iter()
        .map(|(id, wrong)| {
            let error = wrong.map(|wrong| FieldError::new(pointer(wrong), wrong.to_string()));
            json!({ "contact_id": id, "name": titles.get(id), "error": error })
        })
        .collect();
    Ok(JsonReply(json!({
        "dry_run": dry_run,
        "contacts": outcome.meant,
        "changed": outcome.changed,
        "refused": outcome.refused,
        "examples": examples,
    })))
}
