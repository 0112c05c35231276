//! Dashboards people make of blocks, share, and hang on a wall.
//!
//! A block is about one survey, or about cases or targets; a filter is of the whole dashboard. What
//! is shown is always what the reader may see, never what the owner may: sight is part of every
//! question, and of the key under which its answer is kept ([`shared`]). So an answer that comes in
//! costs one computation for all open pages with the same sight and filter.

pub mod model;
pub mod rules;
mod shared;
mod store;
pub mod view;

use std::sync::Arc;

use axum::Router;
use dashboard::Dashboard;
use driver::Drivers;
use platform::db::Migration;
use platform::slice::{Slice, Words};
use platform::web::App;
use theme::Themes;
use user::{Entry, Gate, Routes};

/// Templates, words and schema of this slice.
pub const SLICE: Slice = Slice {
    name: "board",
    templates: &[],
    words: Words {
        en: include_str!("../locales/en.ftl"),
        nl: include_str!("../locales/nl.ftl"),
    },
    migrations: &[Migration {
        number: 33,
        name: "board",
        sql: include_str!("../migrations/0033_board.sql"),
    }],
};

/// What every handler of this slice shares.
#[derive(Clone)]
pub struct Boards {
    pub(crate) app: App,
    pub(crate) dashboard: Dashboard,
    pub(crate) themes: Themes,
    pub(crate) drivers: Drivers,
}

impl Boards {
    /// With nothing worked out yet.
    pub fn new(dashboard: &Dashboard, themes: &Themes, drivers: &Drivers) -> Self {
        Self {
            app: dashboard.app.clone(),
            dashboard: dashboard.clone(),
            themes: themes.clone(),
            drivers: drivers.clone(),
        }
    }
}

/// The routes of this slice.
pub fn routes(gate: &Gate, boards: Boards) -> (Router, Vec<Entry>) {
    Routes::new(gate).finish(boards)
}
