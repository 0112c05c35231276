//! One account whole: lists, and everything that happened on one timeline.

mod api;
pub mod columns;
mod export;
mod keeper;
pub mod model;
mod pages;
pub mod query;
pub mod service;
pub mod store;
pub mod timeline;

use std::path::Path;
use std::sync::Arc;

use axum::Router;
use platform::db::Migration;
use platform::slice::{Slice, Words};
use user::{Entry, Gate};

pub use keeper::{Sums, run};
pub use query::LISTED;

/// Templates, words and schema of this slice.
pub const SLICE: Slice = Slice {
    name: "account",
    templates: &[
        ("account/list.html", include_str!("../templates/list.html")),
        ("account/show.html", include_str!("../templates/show.html")),
        ("account/form.html", include_str!("../templates/form.html")),
        (
            "account/edit_many.html",
            include_str!("../templates/edit_many.html"),
        ),
        (
            "account/contact.html",
            include_str!("../templates/contact.html"),
        ),
        (
            "account/settings.html",
            include_str!("../templates/settings.html"),
        ),
        (
            "account/_timeline.html",
            include_str!("../templates/_timeline.html"),
        ),
        (
            "account/_filter.html",
            include_str!("../templates/_filter.html"),
        ),
        (
            "account/_edit.html",
            include_str!("../templates/_edit.html"),
        ),
    ],
    words: Words {
        en: include_str!("../locales/en.ftl"),
        nl: include_str!("../locales/nl.ftl"),
    },
    migrations: &[
        Migration {
            number: 23,
            name: "account",
            sql: include_str!("../migrations/0023_account.sql"),
        },
        Migration {
            number: 28,
            name: "order of ids",
            sql: include_str!("../migrations/0028_id_order.sql"),
        },
    ],
};

/// The routes of this slice: pages and API. `staging` is a folder for spreadsheets on their way; it
/// is made when needed.
pub fn routes(gate: &Gate, staging: &Path) -> (Router, Vec<Entry>) {
    let all = service::Accounts::new(gate.app());
    let desk = export::Desk {
        all,
        staging: Arc::new(staging.to_owned()),
    };
    let (pages, mut entries) = pages::routes(gate, desk.clone());
    let (api, more) = api::routes(gate, desk);
    entries.extend(more);
    (pages.merge(api), entries)
}
