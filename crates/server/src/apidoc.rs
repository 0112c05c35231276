//! The API's description: OpenAPI 3.1 for programs, and the same as a page for people. It is
//! written by hand beside the code; tests hold the two together.

mod accounts;
mod actions;
mod audit;
mod cases;
mod coaching;
mod connectors;
mod contacts;
mod dashboards;
mod definition;
mod document;
mod drivers;
mod effect;
mod exports;
mod figure;
mod figures;
mod invitations;
mod mail;
mod movement;
mod operation;
mod page;
mod people;
mod problem;
mod programmes;
mod reports;
mod responses;
mod rules;
mod sample;
mod surveys;
mod targets;
mod teams;
mod themes;
mod votes;
mod webhooks;
mod workspaces;

#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::header::CONTENT_TYPE;
use axum::response::{Html, IntoResponse, Response};
use platform::Problem;
use platform::slice::{Slice, Words};
use platform::web::{App, Frame, NoQuery, Path, Query};
use serde_json::{Value, json};
use user::{Access, Entry, Gate, Routes};

pub(crate) use document::document;

/// What the server itself brings to the pages.
pub(crate) const SLICE: Slice = Slice {
    name: "server",
    templates: &[
        (
            "server/api-docs.html",
            include_str!("../templates/api-docs.html"),
        ),
        (
            "server/api-noun.html",
            include_str!("../templates/api-noun.html"),
        ),
    ],
    words: Words {
        en: include_str!("../locales/server.en.ftl"),
        nl: include_str!("../locales/server.nl.ftl"),
    },
    migrations: &[],
};

/// The description in both forms, made once. All operations on one page would be more than a browser
/// shows at once: the page names them, and each noun has a page of its own.
#[derive(Clone)]
struct Description {
    app: App,
    json: Bytes,
    page: Arc<Value>,
    nouns: Arc<BTreeMap<String, Value>>,
}

/// The routes of the description. It holds no secrets, so everybody may read it.
pub(crate) fn routes(gate: &Gate) -> (Router, Vec<Entry>) {
    let app = gate.app().clone();
    let document = document(&app.base_url);
    let json = format!("{document:#}\n");
    Routes::new(gate)
        .get("/api/v1/openapi.json", Access::Public, openapi)
        .get("/api/docs", Access::Public, docs)
        .get("/api/docs/{noun}", Access::Public, docs_of)
        .finish(Description {
            app,
            json: json.into(),
            page: Arc::new(page::content(&document)),
            nouns: Arc::new(page::nouns(&document)),
        })
}

async fn openapi(
    State(description): State<Description>,
    Query(NoQuery {}): Query<NoQuery>,
) -> Response {
    ([(CONTENT_TYPE, "application/json")], description.json).into_response()
}

async fn docs(
    State(description): State<Description>,
    frame: Frame,
) -> Result<Html<String>, Problem> {
    let values = json!({ "api": *description.page });
    description
        .app
        .templates
        .page("server/api-docs.html", &frame, values)
}

async fn docs_of(
    State(description): State<Description>,
    frame: Frame,
    Path(noun): Path<String>,
) -> Result<Html<String>, Problem> {
    let found = description.nouns.get(&noun);
    let noun = found.ok_or_else(|| Problem::no("part of the API"))?;
    description
        .app
        .templates
        .page("server/api-noun.html", &frame, json!({ "noun": noun }))
}
