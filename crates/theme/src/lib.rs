//! What comments are about: search, words that set groups apart, themes and their codebook.

mod api;
pub mod behind;
pub mod beside;
pub mod block;
mod customer;
pub mod figures;
mod list;
mod look;
pub mod mark;
mod mentioning;
pub mod model;
mod pages;
mod protect;
pub mod rules;
mod say;
mod service;
mod shelf;
mod store;
mod tried;
pub mod worth;

use axum::Router;
use platform::db::Migration;
use platform::slice::{Slice, Words};
use user::{Entry, Gate};

pub use look::Themes;
pub use mentioning::Mentioning;
pub use store::known;

/// Templates, words and schema of this slice.
pub const SLICE: Slice = Slice {
    name: "theme",
    templates: &[
        (
            "theme/overview.html",
            include_str!("../templates/overview.html"),
        ),
        (
            "theme/comments.html",
            include_str!("../templates/comments.html"),
        ),
        (
            "theme/editor.html",
            include_str!("../templates/editor.html"),
        ),
        (
            "theme/coding.html",
            include_str!("../templates/coding.html"),
        ),
        (
            "theme/_comment.html",
            include_str!("../templates/_comment.html"),
        ),
        (
            "theme/_questions.html",
            include_str!("../templates/_questions.html"),
        ),
        (
            "theme/_rules.html",
            include_str!("../templates/_rules.html"),
        ),
    ],
    words: Words {
        en: include_str!("../locales/en.ftl"),
        nl: include_str!("../locales/nl.ftl"),
    },
    migrations: &[Migration {
        number: 6,
        name: "theme",
        sql: include_str!("../migrations/0006_theme.sql"),
    }],
};

/// The routes of this slice.
pub fn routes(gate: &Gate, themes: Themes) -> (Router, Vec<Entry>) {
    let (pages, mut entries) = pages::routes(gate, themes.clone());
    let (api, more) = api::routes(gate, themes);
    entries.extend(more);
    (pages.merge(api), entries)
}
