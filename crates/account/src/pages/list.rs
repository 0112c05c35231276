//! The list of accounts: search, filters, order, columns, saved views, files.

use axum::extract::State;
use axum::response::{Html, Response};
use contact::attribute::{self, Definition, Noun};
use list::{Asked, view as saved};
use platform::Problem;
use platform::web::{Frame, QueryPairs};
use serde_json::{Value, json};
use user::Viewer;

use super::{PAGE, view, with_place};
use crate::columns::{self, Field};
use crate::export::{self, Desk};
use crate::model::{List, ScoreClass};
use crate::query::LISTED;

pub(super) async fn list(
    State(desk): State<Desk>,
    frame: Frame,
    viewer: Viewer,
    pairs: QueryPairs,
) -> Result<Html<String>, Problem> {
    let asked = export::asked(&desk.all, &viewer, &pairs)?;
    let place = (asked.after.as_deref(), PAGE);
    let part = desk.all.list(&viewer, asked.list.clone(), place).await?;
    let definitions = desk.all.definitions(&viewer).await?;
    let views = saved::seen(&desk.all.app, &viewer, LISTED.noun).await?;
    let lines: Vec<Value> = part
        .rows
        .iter()
        .map(|row| {
            let cells = asked.columns.iter();
            let cells: Vec<Value> = cells
                .map(|column| columns::cell(column, row, &definitions).shown())
                .collect();
            let name = list::cell::shown(&row.account.name);
            json!({ "id": row.account.account_id, "name": name, "cells": cells })
        })
        .collect();
    let defined = attribute::columns(&definitions, Noun::Account);
    let next = part.next.as_deref();
    let mut values = choices(&desk, &viewer, &asked, &definitions).await?;
    values["lines"] = json!(lines);
    values["list"] = asked.page(LISTED.path, &asked.list.order, (next, &defined));
    values["views"] = saved::shown(&views, &viewer, (LISTED.path, &asked.view));
    values["is_filtered"] = json!(!asked.list.filter.is_empty());
    let values = with_place(&viewer, values);
    let templates = &desk.all.app.templates;
    templates.page("account/list.html", &frame, values)
}

/// What the filters offer and what is chosen.
async fn choices(
    desk: &Desk,
    viewer: &Viewer,
    asked: &Asked<List, Field>,
    definitions: &[Definition],
) -> Result<Value, Problem> {
    let roles = desk.all.roles(viewer).await?;
    let people = desk.all.people(viewer).await?;
    let value = |name: &'static str| asked.value(name);
    let own = definitions.iter().filter(|d| d.noun == Noun::Account);
    let is_defined = |name: &str| own.clone().any(|d| d.name == name);
    let offered = own.clone().map(|one| one.offered(|name| asked.value(name)));
    Ok(json!({
        "q": asked.list.filter.q,
        "person": value("person"),
        "role": value("role"),
        "class": value("class"),
        "no_answer_days": value("no_answer_days"),
        "no_conversation_days": value("no_conversation_days"),
        "renewal_days": value("renewal_days"),
        "open_cases": asked.list.filter.open_cases,
        "below": value("below"),
        "attributes": offered.collect::<Vec<_>>(),
        "others": asked.undefined(is_defined),
        "is_attributed": asked.pairs.iter().any(|(name, _)| list::address::is_attribute(name)),
        "roles": roles.iter().map(view::role).collect::<Vec<_>>(),
        "people": people.iter().map(|(id, name)| json!({ "id": id, "name": name }))
            .collect::<Vec<_>>(),
        "classes": ScoreClass::ALL.map(ScoreClass::as_str),
    }))
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
