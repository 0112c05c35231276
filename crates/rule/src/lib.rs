//! When an answer says this, do that: rules that open cases and tell people.
//!
//! Rules are written by people ([`model`]) and decided by the pure conditions of `policy::trigger`.
//! They are asked when an answer is heard of ([`Rules`]), or when nothing came for a while
//! ([`jobs`]); what follows is rows in the same transaction, once per rule and occasion. The same
//! asking goes through the past to show what a rule would have done.

mod act;
mod api;
mod erase;
mod hear;
pub mod jobs;
mod judge;
pub mod model;
mod pages;
pub mod rules;
pub mod service;
mod set;
pub mod store;
mod subject;
mod telling;
pub mod templates;
pub mod title;
mod told;

use axum::Router;
use platform::db::Migration;
use platform::slice::{Slice, Words};
use user::{Entry, Gate};

pub use erase::Forgetting;
pub use hear::Rules;
pub use telling::Telling;
pub use told::Told;

/// Templates, words and schema of this slice.
pub const SLICE: Slice = Slice {
    name: "rule",
    templates: &[
        ("rule/list.html", include_str!("../templates/list.html")),
        ("rule/new.html", include_str!("../templates/new.html")),
        ("rule/show.html", include_str!("../templates/show.html")),
        ("rule/edit.html", include_str!("../templates/edit.html")),
        (
            "rule/open_cases.html",
            include_str!("../templates/open_cases.html"),
        ),
        ("rule/_says.html", include_str!("../templates/_says.html")),
        ("rule/_trial.html", include_str!("../templates/_trial.html")),
        ("rule/_field.html", include_str!("../templates/_field.html")),
        (
            "rule/_condition.html",
            include_str!("../templates/_condition.html"),
        ),
        (
            "rule/_consequence.html",
            include_str!("../templates/_consequence.html"),
        ),
        (
            "rule/_templates.html",
            include_str!("../templates/_templates.html"),
        ),
        (
            "rule/told_mail.html",
            include_str!("../templates/told_mail.html"),
        ),
    ],
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
    let (pages, mut entries) = pages::routes(gate);
    let (api, more) = api::routes(gate);
    entries.extend(more);
    (pages.merge(api), entries)
}
