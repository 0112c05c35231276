//! Accounts and timelines as templates show them.

use contact::attribute::{Definition, Noun};
use contact::responsibility::{Responsibility, Role};
use contact::wrong::Wrong;
use serde_json::{Value, json};
use stats::nps::Nps;

use crate::api::written::interval;
use crate::columns::{Cell, Column, typed};
use crate::service::Row;
use crate::service::one::Voice;
use crate::timeline::Entry;

/// A name as part of the key of its words: `last_answer` is `last-answer`.
pub(super) fn word(name: &str) -> String {
    name.replace('_', "-")
}

/// A mistake as templates word it.
pub(super) fn wrong(wrong: &Wrong) -> Value {
    let (key, value) = wrong.words();
    json!({ "key": key, "value": value })
}

/// A value: how it is shown follows from its kind.
pub(super) fn cell(cell: &Cell) -> Value {
    match cell {
        Cell::Blank => json!({ "kind": "blank", "value": "" }),
        Cell::Text(text) => json!({ "kind": "text", "value": text }),
        Cell::Count(count) => json!({ "kind": "number", "value": count, "decimals": 0 }),
        Cell::Number(number) => {
            let decimals = if number.fract() == 0.0 { 0 } else { 2 };
            json!({ "kind": "number", "value": number, "decimals": decimals })
        }
        Cell::Money(amount, currency) => {
            json!({ "kind": "money", "value": amount, "currency": currency })
        }
        Cell::Day(day) => {
            json!({ "kind": "day", "value": platform::clock::days_since_1970(*day) })
        }
        Cell::Moment(at_us) => json!({ "kind": "moment", "value": at_us }),
        Cell::YesNo(yes) => json!({ "kind": "yes_no", "value": if *yes { "yes" } else { "no" } }),
        Cell::Class(class) => json!({ "kind": "class", "value": class }),
    }
}

/// A line of a list.
pub(super) fn line(row: &Row, columns: &[Column], definitions: &[Definition]) -> Value {
    let cells: Vec<Value> = columns
        .iter()
        .map(|column| {
            let value = column.cell(row, definitions);
            let mut shown = cell(&value);
            if *column == Column::Nps && value != Cell::Blank {
                shown["kind"] = json!("nps");
                shown["n"] = json!(row.summary.respondents());
            }
            shown
        })
        .collect();
    json!({
        "id": row.account.account_id,
        "name": row.account.name,
        "cells": cells,
    })
}

/// A column's head: an attribute is called by its name, anything else by words.
pub(super) fn head(column: &Column, definitions: &[Definition]) -> Value {
    let name = match column {
        Column::Attribute(name) => Some(name.clone()),
        _ => None,
    };
    let is_number = match column {
        Column::Attribute(name) => definitions
            .iter()
            .any(|d| d.noun == Noun::Account && d.name == *name && d.kind.is_ordered()),
        Column::Nps | Column::OpenCases | Column::Contacts | Column::Silent => true,
        _ => false,
    };
    json!({
        "value": column.written(),
        "name": name,
        "word": word(&column.written()),
        "sort": column.sort(definitions),
        "is_number": is_number,
    })
}

/// A role: a standard one is called by words.
pub(super) fn role(role: &Role) -> Value {
    json!({ "role": role.role, "name": role.name, "word": word(&role.role) })
}

/// The name of a role's key among these; standard ones have words.
pub(super) fn role_named(roles: &[Role], key: &str) -> Value {
    roles
        .iter()
        .find(|known| known.role == key)
        .map_or_else(|| json!({ "role": key, "name": key, "word": "" }), role)
}

/// Who does what.
pub(super) fn person(one: &Responsibility, roles: &[Role]) -> Value {
    json!({
        "role": role_named(roles, &one.role),
        "name": one.name,
        "email": one.email,
        "since_us": one.since_us,
    })
}

/// An attribute with its value as its kind shows it.
pub(super) fn attribute(name: &str, value: &str, definition: Option<&Definition>) -> Value {
    let shown = typed(value, definition).unwrap_or_else(|| Cell::Text(value.to_owned()));
    json!({ "name": name, "cell": cell(&shown) })
}

/// What respondents and accounts say.
pub(super) fn voice(voice: &Voice) -> Value {
    json!({
        "accounts": voice.accounts,
        "by_respondents": voice.by_respondents.as_ref().map(nps),
        "by_accounts": voice.by_accounts.map(|value| {
            json!({ "value": value.round(), "n": voice.answering })
        }),
    })
}

fn nps(nps: &Nps) -> Value {
    let [low, high] = interval(nps);
    json!({
        "value": nps.value.round(),
        "n": nps.n,
        "low": low.round(),
        "high": high.round(),
        "few": nps.n < 10,
    })
}

/// An entry of a timeline.
pub(super) fn entry(entry: &Entry, roles: &[Role]) -> Value {
    let role = match entry.source {
        crate::timeline::Source::Responsibility => {
            entry.detail.as_deref().map(|key| role_named(roles, key))
        }
        _ => None,
    };
    json!({
        "at_us": entry.at_us,
        "kind": entry.source.kind(),
        "what": word(entry.what),
        "contact": entry.contact_id.as_ref().map(|id| {
            json!({ "id": id, "name": entry.contact_name.as_ref().unwrap_or(id) })
        }),
        "title": entry.title,
        "text": entry.text,
        "score": entry.score.as_ref().map(|(metric, value)| {
            json!({ "metric": metric, "value": value, "class": class(metric, *value) })
        }),
        "by": entry.by,
        "detail": entry.detail.as_deref().filter(|_| role.is_none()).map(word),
        "role": role,
        "link": entry.link,
    })
}

/// How a score is marked: only the recommend question has classes.
fn class(metric: &str, score: i64) -> &'static str {
    match (metric, score) {
        ("recommend", 9..) => "promoter",
        ("recommend", 7..=8) => "passive",
        ("recommend", _) => "detractor",
        _ => "",
    }
}
