//! Contacts and accounts: who may be asked, and who may not.

pub mod accounts;
mod api;
pub mod attribute;
mod book;
pub mod erase;
mod export;
mod groups;
mod import;
pub mod item;
pub mod listing;
pub mod model;
mod pages;
pub mod put;
pub mod rules;
pub mod segment;
mod sent;
mod service;
pub mod store;
pub mod wrong;

pub use book::{Occasion, Outcome, Put};
pub use import::{ContactFile, FilePlace, Files, Progress, RunError, Summary};
pub use listing::LISTED;
pub use sent::SentContact;
pub use store::{index, responsibility, sight};

use std::path::Path;
use std::sync::Arc;

use axum::Router;
use platform::db::Migration;
use platform::slice::{Slice, Words};
use user::{Entry, Gate};

/// Templates, words and schema of this slice.
pub const SLICE: Slice = Slice {
    name: "contact",
    templates: &[
        (
            "contact/_field.html",
            include_str!("../templates/_field.html"),
        ),
        ("contact/list.html", include_str!("../templates/list.html")),
        (
            "contact/_filter.html",
            include_str!("../templates/_filter.html"),
        ),
        (
            "contact/_edit.html",
            include_str!("../templates/_edit.html"),
        ),
        (
            "contact/edit_many.html",
            include_str!("../templates/edit_many.html"),
        ),
        ("contact/show.html", include_str!("../templates/show.html")),
        ("contact/edit.html", include_str!("../templates/edit.html")),
        (
            "contact/blocked.html",
            include_str!("../templates/blocked.html"),
        ),
        (
            "contact/duplicates.html",
            include_str!("../templates/duplicates.html"),
        ),
        (
            "contact/_import_summary.html",
            include_str!("../templates/_import_summary.html"),
        ),
        (
            "contact/import_start.html",
            include_str!("../templates/import_start.html"),
        ),
        (
            "contact/import_columns.html",
            include_str!("../templates/import_columns.html"),
        ),
        (
            "contact/import_progress.html",
            include_str!("../templates/import_progress.html"),
        ),
        (
            "contact/import_done.html",
            include_str!("../templates/import_done.html"),
        ),
    ],
    words: Words {
        en: include_str!("../locales/en.ftl"),
        nl: include_str!("../locales/nl.ftl"),
    },
    migrations: &[
        Migration {
            number: 9,
            name: "contact",
            sql: include_str!("../migrations/0009_contact.sql"),
        },
        Migration {
            number: 14,
            name: "responsibility",
            sql: include_str!("../migrations/0014_responsibility.sql"),
        },
    ],
};

/// The routes of this slice: pages and API. `staging` is a folder for uploaded files; it is made
/// when needed; `forgetting` is whoever keeps something of contacts.
pub fn routes(gate: &Gate, staging: &Path, forgetting: erase::Forgetting) -> (Router, Vec<Entry>) {
    let contacts = service::Contacts::new(gate.app(), forgetting);
    let files = export::Files {
        contacts: contacts.clone(),
        staging: Arc::new(staging.to_owned()),
    };
    let (pages, mut entries) = pages::routes(gate, files.clone());
    let imports = pages::import::Imports {
        jobs: import::jobs::Jobs::new(&contacts, import::staging::Staging::new(staging)),
        contacts,
    };
    let (import, more) = pages::import::routes(gate, imports);
    entries.extend(more);
    let (api, more) = api::routes(gate, files);
    entries.extend(more);
    (pages.merge(import).merge(api), entries)
}
