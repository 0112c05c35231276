//! Who answered: weights, accounts, small customer bases, late answers, how many are needed.

pub mod accounts;
pub mod answers;
mod api;
mod kept;
pub mod late;
mod order;
pub mod pace;
mod pages;
pub mod plan;
pub mod population;
pub mod rate;
pub mod rotated;
mod service;
pub mod settings;
pub mod store;
mod tell;
pub mod weighting;

use axum::Router;
use dashboard::Dashboard;
use platform::db::Migration;
use platform::slice::{Slice, Words};
use user::{Access, Entry, Gate, Routes};

pub use kept::{in_force, saved};
pub use service::response_rate;

/// Templates, words and schema of this slice.
pub const SLICE: Slice = Slice {
    name: "sample",
    templates: &[
        (
            "sample/sample.html",
            include_str!("../templates/sample.html"),
        ),
        (
            "sample/_section.html",
            include_str!("../templates/_section.html"),
        ),
        (
            "sample/_tables.html",
            include_str!("../templates/_tables.html"),
        ),
        (
            "sample/_planner.html",
            include_str!("../templates/_planner.html"),
        ),
        (
            "sample/_settings.html",
            include_str!("../templates/_settings.html"),
        ),
    ],
    words: Words {
        en: include_str!("../locales/en.ftl"),
        nl: include_str!("../locales/nl.ftl"),
    },
    migrations: &[Migration {
        number: 7,
        name: "sample",
        sql: include_str!("../migrations/0007_sample.sql"),
    }],
};

/// The routes of this slice.
pub fn routes(gate: &Gate, dashboard: Dashboard) -> (Router, Vec<Entry>) {
    Routes::new(gate)
        .get("/surveys/{id}/sample", Access::Member, pages::show)
        .get(
            "/surveys/{id}/sample/charts/{file}",
            Access::Member,
            pages::chart,
        )
        .post(
            "/surveys/{id}/sample/settings",
            Access::Manager,
            pages::save,
        )
        .get(
            "/api/v1/surveys/{id}/sample",
            Access::MemberRead,
            api::sample,
        )
        .get(
            "/api/v1/surveys/{id}/sample-settings",
            Access::Read,
            api::settings,
        )
        .put(
            "/api/v1/surveys/{id}/sample-settings",
            Access::Manage,
            api::save_settings,
        )
        .get("/api/v1/plan", Access::Read, api::plan)
        .finish(dashboard)
}
