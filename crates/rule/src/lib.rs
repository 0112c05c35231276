//! When an answer says this, do that: rules that open cases and tell people.
//!
//! Rules are written by people ([`model`]) and decided by the pure conditions of `policy::trigger`.
//! They are asked when an answer is heard of ([`Rules`]), or when nothing came for a while
//! ([`jobs`]); what follows is rows in the same transaction, once per rule and occasion. The same
//! asking goes through the past to show what a rule would have done.

mod act;
mod api;
mod hear;
pub mod jobs;
mod judge;
pub mod model;
pub mod rules;
pub mod service;
mod set;
pub mod store;
mod subject;
pub mod templates;
pub mod title;
mod told;

use axum::Router;
use platform::db::Migration;
use platform::slice::{Slice, Words};
use user::{Entry, Gate, Routes};

pub use hear::Rules;
pub use told::Told;

/// Templates, words and schema of this slice.
pub const SLICE: Slice = Slice {
    name: "rule",
    templates: &[],
    words: Words {
        en: include_str!("../locales/en.ftl"),
        nl: include_str!("../locales/nl.ftl"),
    },
    migrations: &[Migration {
        number: 18,
        name: "rule",
        sql: include_str!("../migrations/0018_rule.sql"),
    }],
};

/// The routes of this slice.
pub fn routes(gate: &Gate) -> (Router, Vec<Entry>) {
    Routes::<()>::new(gate).finish(())
}
