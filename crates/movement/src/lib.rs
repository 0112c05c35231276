//! What moved: control charts, verdicts over many segments, where a change comes from.

use axum::Router;
use dashboard::Dashboard;
use platform::slice::{Slice, Words};
use user::{Entry, Gate, Routes};

/// Templates, words and schema of this slice.
pub const SLICE: Slice = Slice {
    name: "movement",
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
