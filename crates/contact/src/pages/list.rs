//! The list of contacts: search, filters, order, columns, saved views, files.

use ::list::{Asked, view as saved};
use axum::extract::State;
use axum::response::{Html, Response};
use platform::Problem;
use platform::web::{Frame, QueryPairs};
use serde_json::{Value, json};
use user::Viewer;

use super::{PAGE, view, with_place};
use crate::attribute::{self, Definition, Noun};
use crate::export::{self, Files};
use crate::listing::{self, Field, LISTED, List, Row};
use crate::model::{Consent, STANDINGS, standing_name};
use crate::service::Contacts;

pub(super) async fn list(
    State(contacts): State<Contacts>,
    frame: Frame,
    viewer: Viewer,
    pairs: QueryPairs,
) -> Result<Html<String>, Problem> {
    let asked = export::asked(&pairs)?;
    let place = (asked.after.clone(), PAGE);
    let part = contacts.list(&viewer, asked.list.clone(), place).await?;
    let definitions = contacts.definitions(&viewer).await?;
    let views = saved::seen(&contacts.app, &viewer, LISTED.noun).await?;
    let is_filtered = !asked.list.filter.is_empty();
    let count = if is_filtered {
        None
    } else {
        Some(contacts.count(&viewer).await?)
    };
    let account = match &asked.list.filter.account_id {
        Some(id) => contacts.account(&viewer, id).await.ok(),
        None => None,
    };
    let defined = attribute::columns(&definitions, Noun::Contact);
    let next = part.next.as_deref();
    let mut shown = asked.page(LISTED.path, &asked.list.order, (next, &defined));
    if asked.list.filter.q.is_some() && !asked.list.order.descending {
        // What fits best comes first, unless the list is ordered by something else.
        shown["is_by_name"] = json!(false);
    }
    let lines: Vec<Value> = part
        .rows
        .iter()
        .map(|row| line(row, &asked, &definitions))
        .collect();
    let views = saved::shown(&views, &viewer, (LISTED.path, &asked.view));
    let consents = [Consent::Given, Consent::Unknown, Consent::Refused];
    let values = json!({
        "lines": lines,
        "list": shown,
        "views": views,
        "count": count,
        "is_filtered": is_filtered,
        "filter": filter(&asked, account.map(|(account, _)| account.name)),
        "attributes": offered(&asked, &definitions),
        "standings": STANDINGS.map(|s| choice(standing_name(s))),
        "consents": consents.map(|consent| choice(consent.as_str())),
    });
    let values = with_place(&viewer, values);
    let templates = &contacts.app.templates;
    templates.page("contact/list.html", &frame, values)
}

fn choice(name: &str) -> Value {
    json!({ "value": name, "word": ::list::cell::word(name) })
}

fn line(row: &Row, asked: &Asked<List, Field>, definitions: &[Definition]) -> Value {
    let cells = asked.columns.iter();
    let cells: Vec<Value> = cells
        .map(|column| listing::cell(column, row, definitions).shown())
        .collect();
    json!({
        "id": row.contact.contact_id,
        "name": view::title(&row.contact),
        "employee": row.contact.employee,
        "cells": cells,
    })
}

fn filter(asked: &Asked<List, Field>, account: Option<String>) -> Value {
    let filter = &asked.list.filter;
    json!({
        "q": filter.q.as_deref().unwrap_or_default(),
        "account_id": filter.account_id,
        "account": account.map(|name| ::list::cell::shown(&name)),
        "standing": asked.value("standing"),
        "language": filter.language.as_deref().unwrap_or_default(),
        "employee": asked.value("employee"),
        "consent": asked.value("consent"),
        "is_more": filter.consent.is_some()
            || asked.pairs.iter().any(|(name, _)| ::list::address::is_attribute(name)),
    })
}

/// Attributes the filters offer, and those that are filtered by without being defined.
fn offered(asked: &Asked<List, Field>, definitions: &[Definition]) -> Value {
    let own = definitions.iter().filter(|d| d.noun == Noun::Contact);
    let is_defined = |name: &str| own.clone().any(|d| d.name == name);
    json!({
        "defined": own.clone().map(|d| d.offered(|name| asked.value(name))).collect::<Vec<_>>(),
        "others": asked.undefined(is_defined),
    })
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
