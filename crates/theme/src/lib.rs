//! What comments are about: search, words that set groups apart, themes and their codebook.

use axum::Router;
use dashboard::Dashboard;
use platform::slice::{Slice, Words};
use user::{Entry, Gate, Routes};

/// Templates, words and schema of this slice.
pub const SLICE: Slice = Slice {
    name: "theme",
    templates: &[],
    words: Words {
        en: include_str!("../locales/en.ftl"),
        nl: include_str!("../locales/nl.ftl"),
    },
    migrations: &[],
};

/// The routes of this slice.
pub fn routes(gate: &Gate, dashboard: Dashboard) -> (Router, Vec<Entry>) {
    Routes::new(gate).finish(dashboard)
}
