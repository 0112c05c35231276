//! Contacts and accounts: who may be asked, and who may not.

mod api;
mod book;
mod groups;
pub mod item;
pub mod model;
pub mod put;
pub mod rules;
pub mod segment;
mod sent;
mod service;
pub mod store;
mod wrong;

pub use book::{Occasion, Put};
pub use sent::SentContact;

use axum::Router;
use platform::db::Migration;
use platform::slice::{Slice, Words};
use user::{Entry, Gate};

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

/// The routes of this slice: pages and API.
pub fn routes(gate: &Gate) -> (Router, Vec<Entry>) {
    let contacts = service::Contacts::new(gate.app());
    api::routes(gate, contacts)
}
