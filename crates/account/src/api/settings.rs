//! What attributes are, under `/api/v1/attributes`.

use axum::Json as JsonReply;
use axum::extract::State;
use axum::http::StatusCode;
use contact::attribute::{Definition, Kind, Noun, WELL_KNOWN};
use platform::Problem;
use platform::web::{Json, NoQuery, Path, Query};
use serde::Deserialize;
use serde_json::{Value, json};
use user::Viewer;

use super::written;
use crate::service::Accounts;

pub(super) async fn list(
    State(all): State<Accounts>,
    viewer: Viewer,
    Query(NoQuery {}): Query<NoQuery>,
) -> Result<JsonReply<Value>, Problem> {
    let defined = all.definitions(&viewer).await?;
    let items: Vec<Value> = defined.iter().map(written::definition).collect();
    let is_new = |(noun, name, _): &&(Noun, &str, Kind)| {
        !defined.iter().any(|d| d.noun == *noun && d.name == *name)
    };
    let offered = WELL_KNOWN.iter().filter(is_new);
    let offered =
        offered.map(|(noun, name, kind)| json!({ "noun": noun, "name": name, "kind": kind }));
    Ok(JsonReply(
        json!({ "attributes": items, "offered": offered.collect::<Vec<_>>() }),
    ))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Sent {
    kind: String,
    #[serde(default)]
    choices: Vec<String>,
    currency: Option<String>,
}

fn noun(text: &str) -> Result<Noun, Problem> {
    text.parse().map_err(|_| Problem::no("attribute"))
}

pub(super) async fn put(
    State(all): State<Accounts>,
    viewer: Viewer,
    Path((noun_name, name)): Path<(String, String)>,
    Query(NoQuery {}): Query<NoQuery>,
    Json(sent): Json<Sent>,
) -> Result<JsonReply<Value>, Problem> {
    let kind: Kind = sent
        .kind
        .parse()
        .map_err(|detail: String| Problem::invalid("/kind", detail))?;
    let mut definition = Definition::new(noun(&noun_name)?, &name, kind);
    definition.choices = sent.choices;
    if let Some(currency) = sent.currency {
        definition.currency = currency;
    }
    all.define(&viewer, definition.clone()).await?;
    Ok(JsonReply(written::definition(&definition)))
}

pub(super) async fn remove(
    State(all): State<Accounts>,
    viewer: Viewer,
    Path((noun_name, name)): Path<(String, String)>,
    Query(NoQuery {}): Query<NoQuery>,
) -> Result<StatusCode, Problem> {
    all.undefine(&viewer, noun(&noun_name)?, &name).await?;
    Ok(StatusCode::NO_CONTENT)
}
