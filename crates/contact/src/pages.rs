//! The pages of contacts and accounts.

mod blocked;
mod duplicates;
mod edit;
mod form;
pub(crate) mod import;
mod list;
mod one;
pub(crate) mod view;

use axum::Router;
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Response};
use serde_json::{Value, json};
use user::{Access, Entry, Gate, Routes, Viewer};

use crate::export::Files;
use crate::wrong::Wrong;

/// Lines of a page of a list.
const PAGE: usize = 50;

pub(crate) fn routes(gate: &Gate, files: Files) -> (Router, Vec<Entry>) {
    let one = "/contacts/{id}/edit";
    Routes::new(gate)
        .get("/contacts", Access::Member, list::list)
        .get("/contacts/export.csv", Access::Member, list::as_csv)
        .get("/contacts/export.xlsx", Access::Member, list::as_xlsx)
        .post("/contacts/edit", Access::Manager, edit::edit)
        .get("/contacts/new", Access::Manager, one::new_page)
        .post("/contacts/new", Access::Manager, one::create)
        .get(
            "/contacts/duplicates",
            Access::Viewer,
            duplicates::duplicates,
        )
        .get("/contacts/do-not-contact", Access::Viewer, blocked::list)
        .post("/contacts/do-not-contact", Access::Manager, blocked::add)
        .post(
            "/contacts/do-not-contact/remove",
            Access::Manager,
            blocked::remove,
        )
        .get("/contacts/{id}", Access::Member, one::show)
        .get(one, Access::Manager, one::edit_page)
        .post(one, Access::Manager, one::edit)
        .post("/contacts/{id}/mark", Access::Manager, one::mark)
        .post("/contacts/{id}/block", Access::Manager, one::block)
        .post("/contacts/{id}/merge", Access::Manager, one::merge)
        .post("/contacts/{id}/erase", Access::Manager, one::erase)
        .finish(files)
}

/// A form rendered again, with its mistakes.
fn again(page: Html<String>) -> Response {
    (StatusCode::UNPROCESSABLE_ENTITY, page).into_response()
}

/// A mistake as templates word it.
pub(crate) fn wrong_json(wrong: &Wrong) -> Value {
    let (key, value) = wrong.words();
    json!({ "key": key, "value": value })
}

/// What every page of this slice has.
fn with_place(viewer: &Viewer, mut values: Value) -> Value {
    values["place"] = json!("ask");
    values["may_manage"] = json!(viewer.may_manage);
    values["may_work"] = json!(viewer.may_work);
    values
}
