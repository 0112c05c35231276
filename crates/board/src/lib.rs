//! Dashboards people make of blocks, share, and hang on a wall.
//!
//! A block is about one survey, or about cases or targets; a filter is of the whole dashboard. What
//! is shown is always what the reader may see, never what the owner may: sight is part of every
//! question, and of the key under which its answer is kept (`shared`). So an answer that comes in
//! costs one computation for all open pages with the same sight and filter.

mod api;
mod bar;
mod behind;
mod blocks;
pub mod model;
mod pages;
pub mod rules;
mod service;
mod shared;
mod starts;
mod store;
mod taken;
pub mod view;

use std::sync::Arc;

use axum::Router;
use dashboard::Dashboard;
use dashboard::results::Results;
use driver::Drivers;
use platform::db::Migration;
use platform::slice::{Slice, Words};
use platform::web::App;
use theme::Themes;
use user::{Entry, Gate};

use crate::bar::{Choices, Choosing};
use crate::behind::Behind;
use crate::blocks::{Asking, Key, Made};
use crate::shared::Shared;

pub use taken::{Taken, taken, title};

/// Templates, words and schema of this slice.
pub const SLICE: Slice = Slice {
    name: "board",
    templates: &[
        ("board/list.html", include_str!("../templates/list.html")),
        ("board/show.html", include_str!("../templates/show.html")),
        ("board/_bar.html", include_str!("../templates/_bar.html")),
        (
            "board/_block.html",
            include_str!("../templates/_block.html"),
        ),
        (
            "board/_comments.html",
            include_str!("../templates/_comments.html"),
        ),
        ("board/edit.html", include_str!("../templates/edit.html")),
        ("board/share.html", include_str!("../templates/share.html")),
        (
            "board/shared.html",
            include_str!("../templates/shared.html"),
        ),
        ("board/wall.html", include_str!("../templates/wall.html")),
    ],
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

/// Counts kept at a time: those of a survey with twenty statements take some 30 kB.
const COUNTS_MAX: usize = 500;
/// Blocks kept at a time, each some 20 kB.
const BLOCKS_MAX: usize = 4_000;
/// Blocks that take long kept at a time, each some 80 kB.
const BEHIND_MAX: usize = 500;
/// Lists of what can be chosen, kept at a time.
const CHOICES_MAX: usize = 1_000;

/// What every handler of this slice shares.
#[derive(Clone)]
pub struct Boards {
    pub(crate) app: App,
    pub(crate) dashboard: Dashboard,
    pub(crate) themes: Themes,
    pub(crate) drivers: Drivers,
    pub(crate) counts: Arc<Shared<Asking, Arc<Results>>>,
    pub(crate) blocks: Arc<Shared<Key, Arc<Made>>>,
    /// Blocks that take long, as they were known last.
    pub(crate) behind: Arc<Behind<Key, Arc<Made>>>,
    pub(crate) choices: Arc<Shared<Choosing, Choices>>,
}

impl Boards {
    /// With nothing worked out yet.
    pub fn new(dashboard: &Dashboard, themes: &Themes, drivers: &Drivers) -> Self {
        Self {
            app: dashboard.app.clone(),
            dashboard: dashboard.clone(),
            themes: themes.clone(),
            drivers: drivers.clone(),
            counts: Arc::new(Shared::new(COUNTS_MAX)),
            blocks: Arc::new(Shared::new(BLOCKS_MAX)),
            behind: Arc::new(Behind::new(BEHIND_MAX)),
            choices: Arc::new(Shared::new(CHOICES_MAX)),
        }
    }
}

/// The routes of this slice.
pub fn routes(gate: &Gate, boards: Boards) -> (Router, Vec<Entry>) {
    let (pages, mut entries) = pages::routes(gate, boards.clone());
    let (api, more) = api::routes(gate, boards);
    entries.extend(more);
    (pages.merge(api), entries)
}
