//! The pages of accounts.

mod edit;
mod form;
mod list;
mod one;
mod settings;
mod view;

use axum::Router;
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Response};
use serde_json::{Value, json};
use user::{Access, Entry, Gate, Routes, Viewer};

use crate::export::Desk;

/// Lines of a page of a list, and entries of a timeline.
const PAGE: usize = 50;

pub(crate) fn routes(gate: &Gate, desk: Desk) -> (Router, Vec<Entry>) {
    let edit = "/accounts/{id}/edit";
    Routes::new(gate)
        .get("/accounts", Access::Member, list::list)
        .get("/accounts/new", Access::Manager, form::new_page)
        .post("/accounts/new", Access::Manager, form::create)
        .post("/accounts/edit", Access::Manager, edit::edit)
        .get("/accounts/export.csv", Access::Member, list::as_csv)
        .get("/accounts/export.xlsx", Access::Member, list::as_xlsx)
        .get("/accounts/{id}", Access::Member, one::show)
        .get(edit, Access::Manager, form::edit_page)
        .post(edit, Access::Manager, form::edit)
        .get("/contacts/{id}/timeline", Access::Member, one::of_contact)
        .get("/settings/accounts", Access::Manager, settings::show)
        .post(
            "/settings/accounts/attributes",
            Access::Manager,
            settings::define,
        )
        .post(
            "/settings/accounts/attributes/remove",
            Access::Manager,
            settings::undefine,
        )
        .post(
            "/settings/accounts/roles",
            Access::Manager,
            settings::add_role,
        )
        .post(
            "/settings/accounts/roles/remove",
            Access::Manager,
            settings::remove_role,
        )
        .finish(desk)
}

/// A form rendered again, with its mistakes.
fn again(page: Html<String>) -> Response {
    (StatusCode::UNPROCESSABLE_ENTITY, page).into_response()
}

/// What every page of this slice has.
fn with_place(viewer: &Viewer, mut values: Value) -> Value {
    values["place"] = json!("act");
    values["may_manage"] = json!(viewer.may_manage);
    values["may_work"] = json!(viewer.may_work);
    values
}
