//! What drives the score: importance, gain, what-if, and what may be said of them.
//!
//! One direction: people of the dashboard → [`analysis`] (`analyses` keeps what was worked out) →
//! words, pictures, page and API. The figures themselves are the analysis's; only how two sides of a
//! comparison differ follows from them here.

mod analyses;
mod api;
mod attributes;
pub mod beside;
pub mod block;
mod caution;
mod lift;
mod method;
mod pages;
mod picture;
mod protect;
mod recent;
mod rows;
mod service;
mod wanted;
mod words;

use axum::Router;
use platform::slice::{Slice, Words};
use user::{Access, Entry, Gate, Routes};

pub use crate::service::Drivers;

/// Templates, words and schema of this slice.
pub const SLICE: Slice = Slice {
    name: "driver",
    templates: &[
        ("driver/page.html", include_str!("../templates/page.html")),
        (
            "driver/_nothing.html",
            include_str!("../templates/_nothing.html"),
        ),
        ("driver/_act.html", include_str!("../templates/_act.html")),
        ("driver/_one.html", include_str!("../templates/_one.html")),
        ("driver/_lift.html", include_str!("../templates/_lift.html")),
        (
            "driver/_result.html",
            include_str!("../templates/_result.html"),
        ),
        (
            "driver/_table.html",
            include_str!("../templates/_table.html"),
        ),
        (
            "driver/_attributes.html",
            include_str!("../templates/_attributes.html"),
        ),
    ],
    words: Words {
        en: include_str!("../locales/en.ftl"),
        nl: include_str!("../locales/nl.ftl"),
    },
    migrations: &[],
};

/// The routes of this slice.
pub fn routes(gate: &Gate, drivers: Drivers) -> (Router, Vec<Entry>) {
    Routes::new(gate)
        .get("/surveys/{id}/drivers", Access::Member, pages::page)
        .get(
            "/surveys/{id}/drivers/charts/{file}",
            Access::Member,
            pages::chart,
        )
        .get("/surveys/{id}/drivers/ready", Access::Member, pages::ready)
        .get(
            "/surveys/{id}/drivers/what-if",
            Access::Member,
            pages::what_if,
        )
        .get("/api/v1/surveys/{id}/drivers", Access::MemberRead, api::get)
        .finish(drivers)
}
