//! What the company changes: actions, improvements, and telling those who asked for them.
//!
//! An action follows from a case, a theme or a driver and remembers whose answers raised it
//! ([`voices`]). Several actions make an improvement; when it closes, exactly those who raised it are
//! told ([`service::told`]), and everybody can read of it (`/heard`).

mod api;
mod called;
mod erase;
mod export;
mod heard;
pub mod letter;
pub mod model;
mod pages;
pub mod rules;
pub mod service;
pub mod store;
mod voices;

use axum::Router;
use platform::db::Migration;
use platform::slice::{Slice, Words};
use platform::web::App;
use theme::Themes;
use user::{Entry, Gate};

pub use erase::Forgetting;

/// What the handlers share.
#[derive(Clone)]
pub struct Actions {
    pub(crate) app: App,
    pub(crate) themes: Themes,
}

/// Templates, words and schema of this slice.
pub const SLICE: Slice = Slice {
    name: "action",
    templates: &[
        (
            "action/_places.html",
            include_str!("../templates/_places.html"),
        ),
        (
            "action/_table.html",
            include_str!("../templates/_table.html"),
        ),
        ("action/list.html", include_str!("../templates/list.html")),
        ("action/show.html", include_str!("../templates/show.html")),
        ("action/edit.html", include_str!("../templates/edit.html")),
        (
            "action/improvements.html",
            include_str!("../templates/improvements.html"),
        ),
        (
            "action/improvement.html",
            include_str!("../templates/improvement.html"),
        ),
        (
            "action/improvement_edit.html",
            include_str!("../templates/improvement_edit.html"),
        ),
        ("action/close.html", include_str!("../templates/close.html")),
        (
            "action/_public.html",
            include_str!("../templates/_public.html"),
        ),
        ("action/heard.html", include_str!("../templates/heard.html")),
        (
            "action/heard_one.html",
            include_str!("../templates/heard_one.html"),
        ),
    ],
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
    let mut all = Router::new();
    let mut entries = Vec::new();
    for (routes, own) in [
        pages::routes(gate, actions.clone()),
        api::routes(gate, actions.clone()),
        heard::routes(gate, actions),
    ] {
        all = all.merge(routes);
        entries.extend(own);
    }
    (all, entries)
}
