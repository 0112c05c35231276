//! Logging in through others: OpenID Connect, and people and teams kept by SCIM 2.0.

use axum::Router;
use outbound::Client;
use platform::db::Migration;
use platform::slice::{Slice, Words};
use user::{Entry, Gate};

mod claims;
mod journey;
mod jws;
mod model;
mod pages;
mod remote;
mod rules;
mod scim;
mod service;
mod store;

pub use store::Providers;

/// Templates, words and schema of this slice.
pub const SLICE: Slice = Slice {
    name: "sso",
    templates: &[
        (
            "sso/settings.html",
            include_str!("../templates/settings.html"),
        ),
        (
            "sso/refused.html",
            include_str!("../templates/refused.html"),
        ),
        ("sso/out.html", include_str!("../templates/out.html")),
        ("sso/scim.html", include_str!("../templates/scim.html")),
    ],
    words: Words {
        en: include_str!("../locales/en.ftl"),
        nl: include_str!("../locales/nl.ftl"),
    },
    migrations: &[Migration {
        number: 39,
        name: "sso",
        sql: include_str!("../migrations/0039_sso.sql"),
    }],
};

/// The routes of this slice; providers are asked through `client`.
pub fn routes(gate: &Gate, client: Client) -> (Router, Vec<Entry>) {
    let (pages, mut entries) = pages::routes(gate, client);
    let (scim, others) = scim::routes(gate);
    entries.extend(others);
    (pages.merge(scim), entries)
}
