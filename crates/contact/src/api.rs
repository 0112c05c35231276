//! Contacts, accounts and the do-not-contact list under `/api/v1`.

mod contacts;
mod list;
mod told;
mod view;

pub(crate) use contacts::{after_group, read_filter, read_reason};
pub(crate) use list::read_entry;

use axum::Router;
use platform::Problem;
use platform::web::paging;
use user::{Access, Entry, Gate, Routes};

use crate::service::Contacts;

pub(crate) fn routes(gate: &Gate, contacts: Contacts) -> (Router, Vec<Entry>) {
    let one = "/api/v1/contacts/{id}";
    Routes::new(gate)
        .get("/api/v1/contacts", Access::Read, contacts::list)
        .post("/api/v1/contacts", Access::Manage, contacts::put)
        .post("/api/v1/contacts/bulk", Access::Manage, contacts::put_all)
        .get(
            "/api/v1/contacts/duplicates",
            Access::Read,
            contacts::duplicates,
        )
        .get(one, Access::Read, contacts::show)
        .patch(one, Access::Manage, contacts::change)
        .delete(one, Access::Manage, contacts::erase)
        .get(
            "/api/v1/contacts/{id}/history",
            Access::Read,
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
        .finish(contacts)
}

/// The key that a list goes on after: what it is sorted by, and the item.
pub(crate) fn after(cursor: Option<&str>) -> Result<Option<(String, String)>, Problem> {
    let key = cursor.map(paging::read_cursor::<2>).transpose()?;
    Ok(key.map(Into::into))
}
