//! What moved: control charts, verdicts over many segments, where a change comes from.
//!
//! One direction: counts of the dashboard → series of periods (`gather`) → verdicts (`rules`, with
//! `chart`) and places (`place`) → words, pictures, pages and API. Between counting and words
//! everything is a pure function.

mod alarms;
mod api;
mod cards;
mod chart;
mod chosen;
mod control;
mod everywhere;
mod gather;
mod measure;
mod model;
mod pages;
mod parts;
mod place;
mod protect;
mod rules;
#[cfg(test)]
mod sample;
mod service;
mod words;

use axum::Router;
use dashboard::Dashboard;
use platform::slice::{Slice, Words};
use user::{Access, Entry, Gate, Routes};

pub use alarms::{Alarm, alarms, alarms_of};

/// Templates, words and schema of this slice.
pub const SLICE: Slice = Slice {
    name: "movement",
    templates: &[
        ("movement/page.html", include_str!("../templates/page.html")),
        (
            "movement/everywhere.html",
            include_str!("../templates/everywhere.html"),
        ),
        (
            "movement/_card.html",
            include_str!("../templates/_card.html"),
        ),
    ],
    words: Words {
        en: include_str!("../locales/en.ftl"),
        nl: include_str!("../locales/nl.ftl"),
    },
    migrations: &[],
};

/// The routes of this slice.
pub fn routes(gate: &Gate, dashboard: Dashboard) -> (Router, Vec<Entry>) {
    Routes::new(gate)
        .get("/surveys/{id}/movement", Access::Member, pages::page)
        .get(
            "/surveys/{id}/movement/charts/{file}",
            Access::Member,
            pages::chart,
        )
        .get("/understand/movement", Access::Member, everywhere::page)
        .get(
            "/api/v1/surveys/{id}/movement",
            Access::MemberRead,
            api::get,
        )
        .finish(dashboard)
}
