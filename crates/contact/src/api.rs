//! Contacts, accounts and the do-not-contact list under `/api/v1`.

mod contacts;
mod list;
mod lists;
mod told;
mod view;

pub(crate) use contacts::read_reason;
pub(crate) use list::read_entry;

use axum::Router;
use platform::Problem;
use platform::web::paging;
use user::{Access, Entry, Gate, Routes};

use crate::export::Files;

pub(crate) fn routes(gate: &Gate, files: Files) -> (Router, Vec<Entry>) {
    let one = "/api/v1/contacts/{id}";
    Routes::new(gate)
        .get("/api/v1/contacts", Access::MemberRead, lists::list)
        .get("/api/v1/contacts.csv", Access::MemberRead, lists::as_csv)
        .get("/api/v1/contacts.xlsx", Access::MemberRead, lists::as_xlsx)
        .post("/api/v1/contacts/edit", Access::Manage, lists::edit)
        .post("/api/v1/contacts", Access::Manage, contacts::put)
        .post("/api/v1/contacts/bulk", Access::Manage, contacts::put_all)
        .get(
            "/api/v1/contacts/duplicates",
            Access::Read,
            contacts::duplicates,
        )
        .get(one, Access::MemberRead, contacts::show)
        .patch(one, Access::Manage, contacts::change)
        .delete(one, Access::Manage, contacts::erase)
        .get(
            "/api/v1/contacts/{id}/history",
            Access::MemberRead,
            contacts::history,
        )
        .post(
            "/api/v1/contacts/{id}/opt-out",
            Access::Manage,
            contacts::opt_out,
        )
        .post(
            "/api/v1/contacts/{id}/opt-in",
            Access::Manage,
            contacts::opt_in,
        )
        .post(
            "/api/v1/contacts/{id}/merge",
            Access::Manage,
            contacts::merge,
        )
        .get("/api/v1/do-not-contact", Access::Read, list::show)
        .post("/api/v1/do-not-contact", Access::Manage, list::add)
        .delete(
            "/api/v1/do-not-contact/{entry}",
            Access::Manage,
            list::remove,
        )
        .finish(files)
}

/// The key that a list goes on after: what it is sorted by, and the item.
pub(crate) fn after(cursor: Option<&str>) -> Result<Option<(String, String)>, Problem> {
    let key = cursor.map(paging::read_cursor::<2>).transpose()?;
    Ok(key.map(Into::into))
}
