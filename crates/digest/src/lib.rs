//! The daily or weekly mail to each person, and alarms at once.
//!
//! `content` gathers what there is to say to one person within what they see; `letter` says it;
//! `jobs` sends it when it is due. Figures are counted before the mail is put into the outbox, and
//! it goes only while the person still sees the same ([`report::post`]).

mod content;
pub mod jobs;
mod letter;
pub mod model;
mod own;
mod pages;
mod service;
mod store;

use axum::Router;
use coaching::Coaching;
use dashboard::Dashboard;
use mail::{Kinds, Settings};
use platform::db::Migration;
use platform::slice::{Slice, Words};
use report::post::WrittenMail;
use user::{Entry, Gate};

/// Templates, words and schema of this slice.
pub const SLICE: Slice = Slice {
    name: "digest",
    templates: &[
        (
            "digest/settings.html",
            include_str!("../templates/settings.html"),
        ),
        ("digest/mail.html", include_str!("../templates/mail.html")),
        (
            "digest/alarm_mail.html",
            include_str!("../templates/alarm_mail.html"),
        ),
    ],
    words: Words {
        en: include_str!("../locales/en.ftl"),
        nl: include_str!("../locales/nl.ftl"),
    },
    migrations: &[Migration {
        number: 36,
        name: "digest",
        sql: include_str!("../migrations/0036_digest.sql"),
    }],
};

/// The routes of this slice; `sends_mail` tells whether mails go out.
pub fn routes(gate: &Gate, dashboard: Dashboard, sends_mail: bool) -> (Router, Vec<Entry>) {
    let state = pages::Digests {
        coaching: Coaching::new(dashboard),
        sends_mail,
    };
    pages::routes(gate, state)
}

/// Adds the mails of this slice.
pub fn kinds(kinds: Kinds, settings: &Settings) -> Kinds {
    kinds
        .with(WrittenMail::new(jobs::DIGEST, &settings.from))
        .with(WrittenMail::new(jobs::ALARM, &settings.from))
}
