//! What the company wants to reach: targets with their progress.
//!
//! One direction: what somebody wants (`service::resolve`) → a target with what could be seen of it
//! → the figure of its period so far with the sight of whom it is about (`measure`) → a verdict
//! (`rules`) → words, pages and API.

mod api;
mod measure;
pub mod model;
mod pages;
pub mod rules;
pub mod service;
pub mod store;
pub mod words;

use axum::Router;
use dashboard::Dashboard;
use platform::db::Migration;
use platform::slice::{Slice, Words};
use user::{Entry, Gate};

pub use measure::TEAM_MIN;
pub use service::{Progress, progress};

/// Templates, words and schema of this slice.
pub const SLICE: Slice = Slice {
    name: "target",
    templates: &[
        ("target/_card.html", include_str!("../templates/_card.html")),
        ("target/list.html", include_str!("../templates/list.html")),
        ("target/show.html", include_str!("../templates/show.html")),
        ("target/edit.html", include_str!("../templates/edit.html")),
    ],
    words: Words {
        en: include_str!("../locales/en.ftl"),
        nl: include_str!("../locales/nl.ftl"),
    },
    migrations: &[Migration {
        number: 34,
        name: "target",
        sql: include_str!("../migrations/0034_target.sql"),
    }],
};

/// The routes of this slice.
pub fn routes(gate: &Gate, dashboard: Dashboard) -> (Router, Vec<Entry>) {
    pages::routes(gate, dashboard)
}
