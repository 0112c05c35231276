//! What moved: control charts, verdicts over many segments, where a change comes from.
//!
//! One direction: counts of the dashboard → series of periods (`gather`) → verdicts (`rules`, with
//! `chart`) and places (`place`) → words, pictures, pages and API. Between counting and words
//! everything is a pure function.

mod chart;
mod gather;
mod measure;
mod model;
mod place;
mod protect;
mod rules;
#[cfg(test)]
mod sample;
mod service;

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
