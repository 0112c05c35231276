//! What the company changes: actions, improvements, and telling those who asked for them.
//!
//! An action follows from a case, a theme or a driver and remembers whose answers raised it
//! ([`voices`]). Several actions make an improvement; when it closes, exactly those who raised it are
//! told ([`service::told`]), and everybody can read of it ([`heard`]).

pub mod model;
pub mod rules;
pub mod service;
pub mod store;
mod voices;

use axum::Router;
use platform::db::Migration;
use platform::slice::{Slice, Words};
use platform::web::App;
use theme::Themes;
use user::{Entry, Gate, Routes};

/// What the handlers share.
#[derive(Clone)]
pub struct Actions {
    pub(crate) app: App,
    pub(crate) themes: Themes,
}

/// Templates, words and schema of this slice.
pub const SLICE: Slice = Slice {
    name: "action",
    templates: &[],
    words: Words {
        en: include_str!("../locales/en.ftl"),
        nl: include_str!("../locales/nl.ftl"),
    },
    migrations: &[Migration {
        number: 19,
        name: "action",
        sql: include_str!("../migrations/0019_action.sql"),
    }],
};

/// The routes of this slice.
pub fn routes(gate: &Gate, themes: Themes) -> (Router, Vec<Entry>) {
    let actions = Actions {
        app: gate.app().clone(),
        themes,
    };
    Routes::new(gate).finish(actions)
}
