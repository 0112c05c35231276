//! Other systems of the company: customers and responsibilities in, scores and tasks out.
//!
//! A connection ([`model`]) says what is pulled and what is pushed. [`systems`] speaks each system's
//! language over the guarded client; what a row means is decided by pure rules and taken in by the
//! slices that keep it, so a dry run is the same work thrown away. What goes out is wished in the
//! transaction that makes it due and sent by a worker, once.

mod hear;
mod intake;
pub mod jobs;
mod line;
pub mod model;
mod rules;
mod store;
mod systems;

use axum::Router;
use platform::db::Migration;
use platform::slice::{Slice, Words};
use user::{Entry, Gate, Routes};

pub use hear::Pushing;

/// Templates, words and schema of this slice.
pub const SLICE: Slice = Slice {
    name: "connector",
    templates: &[],
    words: Words {
        en: include_str!("../locales/en.ftl"),
        nl: include_str!("../locales/nl.ftl"),
    },
    migrations: &[Migration {
        number: 22,
        name: "connector",
        sql: include_str!("../migrations/0022_connector.sql"),
    }],
};

/// The routes of this slice.
pub fn routes(gate: &Gate) -> (Router, Vec<Entry>) {
    Routes::<()>::new(gate).finish(())
}
