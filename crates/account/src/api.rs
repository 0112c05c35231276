//! Accounts, responsibilities, attributes and views under `/api/v1`.

mod accounts;
mod edit;
mod responsibilities;
mod settings;
mod views;
pub(crate) mod written;

use axum::Router;
use user::{Access, Entry, Gate, Routes};

use crate::service::Accounts;

pub(crate) fn routes(gate: &Gate, all: Accounts) -> (Router, Vec<Entry>) {
    let one = "/api/v1/accounts/{id}";
    let attribute = "/api/v1/attributes/{noun}/{name}";
    let role = "/api/v1/responsibilities/roles/{role}";
    Routes::new(gate)
        .get("/api/v1/accounts", Access::Read, accounts::list)
        .post("/api/v1/accounts", Access::Manage, accounts::put)
        .post("/api/v1/accounts/bulk", Access::Manage, accounts::put_all)
        .post("/api/v1/accounts/edit", Access::Manage, edit::edit)
        .get(one, Access::Read, accounts::show)
        .patch(one, Access::Manage, accounts::change)
        .get(
            "/api/v1/accounts/{id}/summary",
            Access::Read,
            accounts::summary,
        )
        .get(
            "/api/v1/accounts/{id}/timeline",
            Access::Read,
            accounts::timeline,
        )
        .get(
            "/api/v1/contacts/{id}/timeline",
            Access::Read,
            accounts::timeline_of_contact,
        )
        .get(
            "/api/v1/responsibilities",
            Access::Read,
            responsibilities::list,
        )
        .put(
            "/api/v1/responsibilities",
            Access::Manage,
            responsibilities::put,
        )
        .delete(
            "/api/v1/responsibilities",
            Access::Manage,
            responsibilities::remove,
        )
        .get(
            "/api/v1/responsibilities/roles",
            Access::Read,
            responsibilities::roles,
        )
        .post(
            "/api/v1/responsibilities/roles",
            Access::Manage,
            responsibilities::add_role,
        )
        .patch(role, Access::Manage, responsibilities::rename_role)
        .delete(role, Access::Manage, responsibilities::remove_role)
        .get("/api/v1/attributes", Access::Read, settings::list)
        .put(attribute, Access::Manage, settings::put)
        .delete(attribute, Access::Manage, settings::remove)
        .get("/api/v1/views", Access::Read, views::list)
        .post("/api/v1/views", Access::Work, views::add)
        .get("/api/v1/views/{id}", Access::Read, views::show)
        .patch("/api/v1/views/{id}", Access::Work, views::change)
        .delete("/api/v1/views/{id}", Access::Work, views::remove)
        .finish(all)
}
