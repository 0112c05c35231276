//! The first page of each role: what matters to a director, a lead, an employee, an administrator.
//!
//! It only puts together what other slices tell, each within the sight of whoever looks. Figures of
//! people stand on nobody's page but their own, and nothing here puts people in an order but that
//! of their names.

mod company;
mod kept;
mod pages;
mod person;
mod store;
mod team;

use axum::Router;
use coaching::Coaching;
use dashboard::Dashboard;
use platform::db::Migration;
use platform::slice::{Slice, Words};
use user::{Access, Entry, Gate, Routes};

pub use kept::Kept;

/// What the page puts together.
#[derive(Clone)]
pub struct Home {
    /// The figures.
    pub dashboard: Dashboard,
    /// Own results, and who coaches whom.
    pub coaching: Coaching,
    /// What doesn't do what it is for.
    pub alarms: case::Alarms,
    /// What was told of surveys before.
    pub kept: Kept,
    /// Where the page leads instead, in the demo.
    pub start: Option<String>,
}

/// Templates, words and schema of this slice.
pub const SLICE: Slice = Slice {
    name: "home",
    templates: &[
        (
            "home/company.html",
            include_str!("../templates/company.html"),
        ),
        ("home/team.html", include_str!("../templates/team.html")),
        ("home/person.html", include_str!("../templates/person.html")),
        ("home/_cases.html", include_str!("../templates/_cases.html")),
        (
            "home/_figures.html",
            include_str!("../templates/_figures.html"),
        ),
    ],
    words: Words {
        en: include_str!("../locales/en.ftl"),
        nl: include_str!("../locales/nl.ftl"),
    },
    migrations: &[Migration {
        number: 37,
        name: "home",
        sql: include_str!("../migrations/0037_home.sql"),
    }],
};

/// The routes of this slice.
pub fn routes(gate: &Gate, home: Home) -> (Router, Vec<Entry>) {
    Routes::new(gate)
        .get("/", Access::Member, pages::show)
        .finish(home)
}
