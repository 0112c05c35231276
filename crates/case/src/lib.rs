//! Following up: cases with an owner, a due time, conversations, a cause and a result.

mod again;
mod alarm;
mod api;
pub mod by_rule;
mod desk;
pub mod effect;
mod erase;
pub mod jobs;
mod kinds;
mod letter;
pub mod model;
mod notice;
mod open;
mod pages;
mod publish;
pub mod rules;
pub mod service;
pub mod settings;
pub mod store;
pub mod verbs;

use axum::Router;
use platform::db::Migration;
use platform::slice::{Slice, Words};
use user::{Entry, Gate};

pub use again::Again;
pub use alarm::{Alarm, Alarms, Alert};
pub use erase::Forgetting;
pub use kinds::{CaseMail, kinds};
pub use model::{Due, NewCase, Opened, Owner, Priority};
pub use open::open;

/// Templates, words and schema of this slice.
pub const SLICE: Slice = Slice {
    name: "case",
    templates: &[
        ("case/mail.html", include_str!("../templates/mail.html")),
        ("case/effect.html", include_str!("../templates/effect.html")),
        (
            "case/_places.html",
            include_str!("../templates/_places.html"),
        ),
        ("case/_keys.html", include_str!("../templates/_keys.html")),
        ("case/_lines.html", include_str!("../templates/_lines.html")),
        ("case/work.html", include_str!("../templates/work.html")),
        ("case/list.html", include_str!("../templates/list.html")),
        ("case/case.html", include_str!("../templates/case.html")),
        ("case/new.html", include_str!("../templates/new.html")),
        ("case/causes.html", include_str!("../templates/causes.html")),
        (
            "case/settings.html",
            include_str!("../templates/settings.html"),
        ),
    ],
    words: Words {
        en: concat!(
            include_str!("../locales/en.ftl"),
            include_str!("../locales/mail_en.ftl"),
            include_str!("../locales/en_effect.ftl"),
            include_str!("../locales/en_pages.ftl")
        ),
        nl: concat!(
            include_str!("../locales/nl.ftl"),
            include_str!("../locales/mail_nl.ftl"),
            include_str!("../locales/nl_effect.ftl"),
            include_str!("../locales/nl_pages.ftl")
        ),
    },
    migrations: &[
        Migration {
            number: 17,
            name: "case",
            sql: include_str!("../migrations/0017_case.sql"),
        },
        Migration {
            number: 26,
            name: "case_calendar",
            sql: include_str!("../migrations/0026_case_calendar.sql"),
        },
    ],
};

/// The routes of this slice. `alarms`: who says when something is in trouble.
pub fn routes(gate: &Gate, alarms: Alarms) -> (Router, Vec<Entry>) {
    let (api, mut entries) = api::routes(gate);
    let (effect, more) = effect::routes(gate);
    entries.extend(more);
    let (pages, more) = pages::routes(gate, alarms);
    entries.extend(more);
    (api.merge(effect).merge(pages), entries)
}
