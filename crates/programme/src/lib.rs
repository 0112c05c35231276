//! Programmes: who is asked what, when, and what became of it.
//!
//! People describe a programme ([`model`]), a worker decides who is asked ([`planning`], by the pure
//! rules of `policy`), mails are written just before they go out ([`kinds`]). What happened outside
//! comes in as events ([`events`]). Whether somebody answered is known to the responses only.

mod api;
mod attributes;
pub mod day;
mod erase;
pub mod events;
pub mod jobs;
pub mod kinds;
pub mod letter;
pub mod model;
pub mod outreach;
mod pages;
mod planning;
pub mod rules;
pub mod service;
pub mod store;
pub mod templates;

use axum::Router;
use platform::db::Migration;
use platform::slice::{Slice, Words};
use user::{Entry, Gate};

pub use erase::Forgetting;

/// Templates, words and schema of this slice.
pub const SLICE: Slice = Slice {
    name: "programme",
    templates: &[
        (
            "programme/_places.html",
            include_str!("../templates/_places.html"),
        ),
        (
            "programme/_head.html",
            include_str!("../templates/_head.html"),
        ),
        (
            "programme/_said.html",
            include_str!("../templates/_said.html"),
        ),
        (
            "programme/_field.html",
            include_str!("../templates/_field.html"),
        ),
        (
            "programme/_text.html",
            include_str!("../templates/_text.html"),
        ),
        (
            "programme/_days.html",
            include_str!("../templates/_days.html"),
        ),
        (
            "programme/list.html",
            include_str!("../templates/list.html"),
        ),
        (
            "programme/show.html",
            include_str!("../templates/show.html"),
        ),
        (
            "programme/edit.html",
            include_str!("../templates/edit.html"),
        ),
        (
            "programme/preview.html",
            include_str!("../templates/preview.html"),
        ),
        (
            "programme/calendar.html",
            include_str!("../templates/calendar.html"),
        ),
        (
            "programme/contacts.html",
            include_str!("../templates/contacts.html"),
        ),
        (
            "programme/report.html",
            include_str!("../templates/report.html"),
        ),
        (
            "programme/budget.html",
            include_str!("../templates/budget.html"),
        ),
        (
            "programme/outreach.html",
            include_str!("../templates/outreach.html"),
        ),
        (
            "programme/sources.html",
            include_str!("../templates/sources.html"),
        ),
    ],
    words: Words {
        en: include_str!("../locales/en.ftl"),
        nl: include_str!("../locales/nl.ftl"),
    },
    migrations: &[
        Migration {
            number: 10,
            name: "programme",
            sql: include_str!("../migrations/0010_programme.sql"),
        },
        Migration {
            number: 20,
            name: "outreach",
            sql: include_str!("../migrations/0020_outreach.sql"),
        },
        Migration {
            number: 21,
            name: "adapter",
            sql: include_str!("../migrations/0021_adapter.sql"),
        },
    ],
};

/// The routes of this slice. `mail`: how mail goes out, nothing when none is sent.
pub fn routes(gate: &Gate, mail: Option<&mail::Settings>) -> (Router, Vec<Entry>) {
    let (pages, mut entries) = pages::routes(gate, mail);
    let (api, more) = api::routes(gate);
    entries.extend(more);
    (pages.merge(api), entries)
}

/// The contact an invitation went to, for whoever holds a link of its mail.
pub fn contact_of_invitation(
    tx: &mut platform::Tx<'_>,
    workspace_id: &str,
    invitation_id: &str,
) -> Result<Option<String>, platform::DbError> {
    let found = store::invitation::by_id(tx, workspace_id, invitation_id)?;
    Ok(found.map(|invitation| invitation.contact_id))
}

/// Notes that a contact unsubscribed by a mail about this invitation: nothing more is sent about it.
pub fn refused(
    tx: &mut platform::Tx<'_>,
    workspace_id: &str,
    invitation_id: &str,
    now_us: i64,
) -> Result<(), platform::DbError> {
    let id = (workspace_id, invitation_id);
    store::invitation::became(tx, id, store::invitation::Became::Refused, now_us)
}
