//! What became of mail: unsubscribing, bounces, complaints, and mails in doubt.

use axum::Router;
use platform::slice::{Slice, Words};
use user::{Entry, Gate, Routes};

/// Templates and words of this slice.
pub const SLICE: Slice = Slice {
    name: "delivery",
    templates: &[],
    words: Words {
        en: include_str!("../locales/en.ftl"),
        nl: include_str!("../locales/nl.ftl"),
    },
    migrations: &[],
};

/// The routes of this slice.
pub fn routes(gate: &Gate) -> (Router, Vec<Entry>) {
    Routes::new(gate).finish(gate.app().clone())
}
