//! Programmes: who is asked what, when, and what became of it.
//!
//! People describe a programme ([`model`]), a worker decides who is asked ([`planning`], by the pure
//! rules of `policy`), mails are written just before they go out ([`kinds`]). What happened outside
//! comes in as events ([`events`]). Whether somebody answered is known to the responses only.

mod attributes;
pub mod day;
pub mod letter;
pub mod model;
mod pages;
mod planning;
pub mod rules;
pub mod service;
pub mod store;
pub mod templates;

use axum::Router;
use platform::db::Migration;
use platform::slice::{Slice, Words};
use user::{Entry, Gate, Routes};

/// Templates, words and schema of this slice.
pub const SLICE: Slice = Slice {
    name: "programme",
    templates: &[],
    words: Words {
        en: include_str!("../locales/en.ftl"),
        nl: include_str!("../locales/nl.ftl"),
    },
    migrations: &[Migration {
        number: 10,
        name: "programme",
        sql: include_str!("../migrations/0010_programme.sql"),
    }],
};

/// The routes of this slice.
pub fn routes(gate: &Gate) -> (Router, Vec<Entry>) {
    Routes::new(gate).finish(gate.app().clone())
}
