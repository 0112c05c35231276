//! Accounts, responsibilities, attributes under `/api/v1`.

mod accounts;
mod edit;
mod responsibilities;
mod settings;
pub(crate) mod written;

use axum::Router;
use user::{Access, Entry, Gate, Routes};

use crate::export::Desk;

pub(crate) fn routes(gate: &Gate, desk: Desk) -> (Router, Vec<Entry>) {
    let one = "/api/v1/accounts/{id}";
    let attribute = "/api/v1/attributes/{noun}/{name}";
    let role = "/api/v1/responsibilities/roles/{role}";
    Routes::new(gate)
        .get("/api/v1/accounts", Access::MemberRead, accounts::list)
        .get("/api/v1/accounts.csv", Access::MemberRead, accounts::as_csv)
        .get(
            "/api/v1/accounts.xlsx",
            Access::MemberRead,
            accounts::as_xlsx,
        )
        .post("/api/v1/accounts", Access::Manage, accounts::put)
        .post("/api/v1/accounts/bulk", Access::Manage, accounts::put_all)
        .post("/api/v1/accounts/edit", Access::Manage, edit::edit)
        .get(one, Access::MemberRead, accounts::show)
        .patch(one, Access::Manage, accounts::change)
        .get(
            "/api/v1/accounts/{id}/summary",
            Access::MemberRead,
            accounts::summary,
        )
        .get(
            "/api/v1/accounts/{id}/timeline",
            Access::MemberRead,
            accounts::timeline,
        )
        .get(
            "/api/v1/contacts/{id}/timeline",
            Access::MemberRead,
            accounts::timeline_of_contact,
        )
        .get(
            "/api/v1/responsibilities",
            Access::MemberRead,
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
            Access::MemberRead,
            responsibilities::roles,
        )
        .post(
            "/api/v1/responsibilities/roles",
            Access::Manage,
            responsibilities::add_role,
        )
        .patch(role, Access::Manage, responsibilities::rename_role)
        .delete(role, Access::Manage, responsibilities::remove_role)
        .get("/api/v1/attributes", Access::MemberRead, settings::list)
        .put(attribute, Access::Manage, settings::put)
        .delete(attribute, Access::Manage, settings::remove)
        .finish(desk)
}
