//! Who stands behind a response: contact and account, and whoever wants to hear of it.
//!
//! Nothing that follows from an answer happens while it is accepted. A worker of any node goes
//! through what has a later `change_seq` than it knows, finds contact and account, and tells every
//! listener ([`Hear`]) in the transaction that stores how far it came: so each response is heard of
//! exactly once per change, under retries, kills and on several nodes.

pub mod answers;
mod asked;
mod batch;
#[cfg(test)]
mod fixture;
pub mod hear;
pub mod jobs;
mod late;
mod served;
mod store;
#[cfg(test)]
mod tests;
mod who;

use axum::Router;
use platform::db::Migration;
use platform::slice::{Slice, Words};
use user::{Entry, Gate, Routes};

pub use hear::{Hear, Heard, Listeners, Previous};

/// Templates, words and schema of this slice.
pub const SLICE: Slice = Slice {
    name: "respondent",
    templates: &[],
    words: Words {
        en: include_str!("../locales/en.ftl"),
        nl: include_str!("../locales/nl.ftl"),
    },
    migrations: &[Migration {
        number: 15,
        name: "respondent",
        sql: include_str!("../migrations/0015_respondent.sql"),
    }],
};

/// The routes of this slice.
pub fn routes(gate: &Gate) -> (Router, Vec<Entry>) {
    Routes::<()>::new(gate).finish(())
}
