//! A private page of a lead and somebody who reports to them: chosen answers, notes, agreements;
//! and what somebody's own customers say (`own`), which only the two of them see.

mod api;
mod erase;
pub mod model;
pub mod own;
mod pages;
pub mod rules;
pub mod service;
mod store;
pub mod words;

use axum::Router;
use dashboard::Dashboard;
use platform::db::Migration;
use platform::slice::{Slice, Words};
use user::{Entry, Gate};

pub use erase::Forgetting;
pub use service::Coaching;

/// Templates, words and schema of this slice.
pub const SLICE: Slice = Slice {
    name: "coaching",
    templates: &[
        ("coaching/_own.html", include_str!("../templates/_own.html")),
        (
            "coaching/_said.html",
            include_str!("../templates/_said.html"),
        ),
        ("coaching/list.html", include_str!("../templates/list.html")),
        ("coaching/page.html", include_str!("../templates/page.html")),
        (
            "coaching/answers.html",
            include_str!("../templates/answers.html"),
        ),
    ],
    words: Words {
        en: include_str!("../locales/en.ftl"),
        nl: include_str!("../locales/nl.ftl"),
    },
    migrations: &[Migration {
        number: 35,
        name: "coaching",
        sql: include_str!("../migrations/0035_coaching.sql"),
    }],
};

impl Coaching {
    /// What the pages of coaching, and homes, share.
    pub fn new(dashboard: Dashboard) -> Self {
        Self {
            dashboard,
            remembered: own::Remembered::default(),
        }
    }
}

/// The routes of this slice.
pub fn routes(gate: &Gate, coaching: Coaching) -> (Router, Vec<Entry>) {
    pages::routes(gate, coaching)
}
