//! One account whole: lists, saved views, and everything that happened on one timeline.

mod api;
mod keeper;
pub mod model;
pub mod query;
pub mod service;
pub mod store;
pub mod timeline;

use axum::Router;
use platform::db::Migration;
use platform::slice::{Slice, Words};
use user::{Entry, Gate};

pub use keeper::{Sums, run};

/// Templates, words and schema of this slice.
pub const SLICE: Slice = Slice {
    name: "account",
    templates: &[],
    words: Words {
        en: include_str!("../locales/en.ftl"),
        nl: include_str!("../locales/nl.ftl"),
    },
    migrations: &[Migration {
        number: 23,
        name: "account",
        sql: include_str!("../migrations/0023_account.sql"),
    }],
};

/// The routes of this slice.
pub fn routes(gate: &Gate) -> (Router, Vec<Entry>) {
    let all = service::Accounts::new(gate.app());
    api::routes(gate, all)
}
