//! Contacts and accounts: who may be asked, and who may not.

pub mod model;
pub mod rules;
pub mod segment;
pub mod store;

use axum::Router;
use platform::db::Migration;
use platform::slice::{Slice, Words};
use user::{Entry, Gate, Routes};

/// Templates, words and schema of this slice.
pub const SLICE: Slice = Slice {
    name: "contact",
    templates: &[],
    words: Words {
        en: include_str!("../locales/en.ftl"),
        nl: include_str!("../locales/nl.ftl"),
    },
    migrations: &[Migration {
        number: 9,
        name: "contact",
        sql: include_str!("../migrations/0009_contact.sql"),
    }],
};

/// The routes of this slice.
pub fn routes(gate: &Gate) -> (Router, Vec<Entry>) {
    Routes::new(gate).finish(gate.app().clone())
}
