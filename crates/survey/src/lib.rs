//! Surveys: questions, versions, languages, templates, publishing.

pub mod answers;
mod api;
pub mod model;
mod pages;
pub mod rotation;
pub mod rules;
pub mod service;
pub mod store;
pub mod templates;

use axum::Router;
use platform::db::Migration;
use platform::slice::{Slice, Words};
use user::{Entry, Gate};

pub use answers::{Answers, validate_answers};
pub use model::{
    Choice, Definition, Direction, Kind, Question, SMALLEST_GROUP_MAX, SMALLEST_OF_EMPLOYEES,
    Status, Survey, Texts,
};

/// Templates, words and schema of this slice.
pub const SLICE: Slice = Slice {
    name: "survey",
    templates: &[
        ("survey/_head.html", include_str!("../templates/_head.html")),
        ("survey/_said.html", include_str!("../templates/_said.html")),
        (
            "survey/_field.html",
            include_str!("../templates/_field.html"),
        ),
        (
            "survey/_question.html",
            include_str!("../templates/_question.html"),
        ),
        (
            "survey/_rotation.html",
            include_str!("../templates/_rotation.html"),
        ),
        (
            "survey/_versions.html",
            include_str!("../templates/_versions.html"),
        ),
        ("survey/list.html", include_str!("../templates/list.html")),
        ("survey/new.html", include_str!("../templates/new.html")),
        (
            "survey/editor.html",
            include_str!("../templates/editor.html"),
        ),
        ("survey/show.html", include_str!("../templates/show.html")),
        ("survey/share.html", include_str!("../templates/share.html")),
    ],
    words: Words {
        en: include_str!("../locales/en.ftl"),
        nl: include_str!("../locales/nl.ftl"),
    },
    migrations: &[Migration {
        number: 2,
        name: "survey",
        sql: include_str!("../migrations/0002_survey.sql"),
    }],
};

/// The routes of this slice: the pages that make and share surveys, and their API.
pub fn routes(gate: &Gate) -> (Router, Vec<Entry>) {
    let (pages, mut entries) = pages::routes(gate);
    let (api, more) = api::routes(gate);
    entries.extend(more);
    (pages.merge(api), entries)
}
