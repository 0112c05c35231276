//! Who answered: weights, accounts, small customer bases, late answers, how many are needed.

pub mod accounts;
pub mod answers;
pub mod late;
mod order;
pub mod pace;
pub mod plan;
pub mod population;
mod protect;
pub mod rate;
pub mod settings;
pub mod store;
pub mod weighting;

use axum::Router;
use dashboard::Dashboard;
use platform::db::Migration;
use platform::slice::{Slice, Words};
use user::{Entry, Gate, Routes};

/// Templates, words and schema of this slice.
pub const SLICE: Slice = Slice {
    name: "sample",
    templates: &[],
    words: Words {
        en: include_str!("../locales/en.ftl"),
        nl: include_str!("../locales/nl.ftl"),
    },
    migrations: &[Migration {
        number: 6,
        name: "sample",
        sql: include_str!("../migrations/0006_sample.sql"),
    }],
};

/// The routes of this slice.
pub fn routes(gate: &Gate, dashboard: Dashboard) -> (Router, Vec<Entry>) {
    Routes::new(gate).finish(dashboard)
}
