//! The list of contacts, and of those that may be one person.

use axum::extract::State;
use axum::response::Html;
use platform::Problem;
use platform::web::{Frame, Query, QueryPairs, encoded, paging};
use serde::Deserialize;
use serde_json::{Value, json};
use user::Viewer;

use super::{PAGE, view, with_place};
use crate::api::{after, after_group, read_filter};
use crate::model::{STANDINGS, standing_name};
use crate::service::Contacts;
use crate::store::Filter;

pub(super) async fn list(
    State(contacts): State<Contacts>,
    frame: Frame,
    viewer: Viewer,
    pairs: QueryPairs,
) -> Result<Html<String>, Problem> {
    let (mut from, mut done) = (None, String::new());
    let filter = read_filter(&pairs, |name, value| {
        match name {
            "after" => from = after(Some(value))?,
            "done" => value.clone_into(&mut done),
            _ => return Err(Problem::BadRequest(format!("unknown parameter {name:?}"))),
        }
        Ok(())
    })?;
    let shown = filter.clone();
    let is_first = from.is_none();
    let mut part = contacts.list(&viewer, filter, (from, PAGE + 1)).await?;
    let next = part.cut(PAGE).map(|after| with_after(&pairs, &after));
    let lines: Vec<Value> = part
        .contacts
        .iter()
        .map(|c| view::line(c, part.account(c)))
        .collect();
    let count = if shown.is_empty() {
        Some(contacts.count(&viewer).await?)
    } else {
        None
    };
    let account = match &shown.account_id {
        Some(id) => contacts
            .account(&viewer, id)
            .await
            .ok()
            .map(|(a, _)| a.name),
        None => None,
    };
    let values = json!({
        "contacts": lines,
        "count": count,
        "next": next,
        "is_first": is_first,
        "is_filtered": !shown.is_empty(),
        "filter": filter_json(&shown, account),
        "standings": STANDINGS.map(|s| json!({
            "value": standing_name(s),
            "word": view::word(standing_name(s)),
        })),
        "erased": done == "erased",
    });
    let values = with_place(&viewer, values);
    contacts
        .app
        .templates
        .page("contact/list.html", &frame, values)
}

fn filter_json(filter: &Filter, account: Option<String>) -> Value {
    let attributes: Vec<Value> = filter
        .attributes
        .iter()
        .map(|(name, value)| json!({ "name": name, "value": value }))
        .collect();
    json!({
        "q": filter.q.clone().unwrap_or_default(),
        "account_id": filter.account_id,
        "account": account,
        "standing": filter.standing.map_or("", standing_name),
        "language": filter.language.clone().unwrap_or_default(),
        "employee": filter.employee.map_or("", |yes| if yes { "true" } else { "false" }),
        "attributes": attributes,
    })
}

/// The address of the next page: the same filters.
fn with_after(pairs: &QueryPairs, after: &str) -> String {
    let mut query = String::new();
    let kept = pairs
        .0
        .iter()
        .filter(|(name, _)| name != "after" && name != "done");
    for (name, value) in kept {
        query.push_str(&encoded(name));
        query.push('=');
        query.push_str(&encoded(value));
        query.push('&');
    }
    format!("/contacts?{query}after={after}")
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct After {
    pub(super) after: Option<String>,
}

pub(super) async fn duplicates(
    State(contacts): State<Contacts>,
    frame: Frame,
    viewer: Viewer,
    Query(query): Query<After>,
) -> Result<Html<String>, Problem> {
    const GROUPS: usize = 20;
    let after = after(query.after.as_deref())?;
    let (mut groups, part) = contacts
        .possible_duplicates(&viewer, (after, GROUPS + 1))
        .await?;
    let next = paging::cut(&mut groups, GROUPS).and_then(|group| after_group(group));
    let groups: Vec<Vec<Value>> = groups
        .iter()
        .map(|group| {
            group
                .iter()
                .map(|c| view::line(c, part.account(c)))
                .collect()
        })
        .collect();
    let values = with_place(&viewer, json!({ "groups": groups, "next": next }));
    contacts
        .app
        .templates
        .page("contact/duplicates.html", &frame, values)
}
