//! The pages of actions and improvements.

mod actions;
mod closing;
mod form;
mod improvements;
mod view;

use axum::Router;
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Response};
use serde::Deserialize;
use user::{Access, Entry, Gate, Routes};

use crate::Actions;

pub(crate) fn routes(gate: &Gate, state: Actions) -> (Router, Vec<Entry>) {
    use Access::{Member, Viewer, Worker};
    Routes::new(gate)
        .get("/actions", Member, actions::list)
        .post("/actions", Worker, actions::create)
        .get("/actions/new", Worker, actions::new)
        .get("/actions/export.csv", Member, crate::api::export)
        .get("/actions/{id}", Member, actions::show)
        .post("/actions/{id}", Worker, actions::step)
        .get("/actions/{id}/edit", Worker, actions::edit)
        .post("/actions/{id}/edit", Worker, actions::save)
        .post("/actions/{id}/recount", Worker, actions::recount)
        .get("/improvements", Viewer, improvements::list)
        .post("/improvements", Worker, improvements::create)
        .get("/improvements/new", Worker, improvements::new)
        .get("/improvements/{id}", Viewer, improvements::show)
        .get("/improvements/{id}/edit", Worker, improvements::edit)
        .post("/improvements/{id}/edit", Worker, improvements::save)
        .get("/improvements/{id}/close", Worker, closing::page)
        .post("/improvements/{id}/close", Worker, closing::close)
        .post("/improvements/{id}/tell", Worker, closing::tell)
        .post("/improvements/{id}/reopen", Worker, closing::reopen)
        .post("/improvements/{id}/publish", Worker, closing::publish)
        .post("/improvements/{id}/unpublish", Worker, closing::unpublish)
        .finish(state)
}

/// What a page says after something was done.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Said {
    Created,
    Saved,
    Noted,
    Recounted,
    Closed,
    Told,
    Reopened,
    Published,
    Unpublished,
}

impl Said {
    const fn word(self) -> &'static str {
        match self {
            Self::Created => "created",
            Self::Saved => "saved",
            Self::Noted => "noted",
            Self::Recounted => "recounted",
            Self::Closed => "closed",
            Self::Told => "told",
            Self::Reopened => "reopened",
            Self::Published => "published",
            Self::Unpublished => "unpublished",
        }
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SaidParameters {
    said: Option<Said>,
}

/// A form again, with what was wrong.
fn again(page: Html<String>) -> Response {
    (StatusCode::UNPROCESSABLE_ENTITY, page).into_response()
}
