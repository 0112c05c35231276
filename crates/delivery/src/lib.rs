//! What became of mail: unsubscribing, bounces, complaints, and mails in doubt.
//!
//! People end mails at `/u/…`; administrators see at `/settings/mail` how mail goes and decide
//! about mails of which nobody knows whether they arrived. Programs do the same by the API, and
//! report what a provider heard.

mod api;
pub mod jobs;
mod pages;
mod service;
mod store;
mod subject;
mod test_mail;
mod unsubscribe;
mod view;

use axum::Router;
use mail::{Kinds, Settings};
use platform::slice::{Slice, Words};
use platform::web::App;
use user::{Access, Entry, Gate, Routes};

pub use test_mail::TestMail;

/// Templates and words of this slice.
pub const SLICE: Slice = Slice {
    name: "delivery",
    templates: &[
        (
            "delivery/unsubscribe.html",
            include_str!("../templates/unsubscribe.html"),
        ),
        (
            "delivery/settings.html",
            include_str!("../templates/settings.html"),
        ),
        (
            "delivery/test_mail.html",
            include_str!("../templates/test_mail.html"),
        ),
    ],
    words: Words {
        en: include_str!("../locales/en.ftl"),
        nl: include_str!("../locales/nl.ftl"),
    },
    migrations: &[],
};

/// What the handlers share.
#[derive(Clone)]
pub(crate) struct Delivery {
    pub(crate) app: App,
    /// How mail goes out and comes back; nothing when no mail is sent.
    pub(crate) settings: Option<Settings>,
    /// Who hears of what became of mails.
    pub(crate) kinds: Kinds,
}

/// The routes of this slice.
pub fn routes(gate: &Gate, settings: Option<Settings>, kinds: Kinds) -> (Router, Vec<Entry>) {
    Routes::new(gate)
        .get("/u/{token}", Access::Public, unsubscribe::ask)
        .post("/u/{token}", Access::Public, unsubscribe::act)
        .get("/settings/mail", Access::Administrator, pages::settings)
        .post("/settings/mail/test", Access::Administrator, pages::test)
        .post(
            "/settings/mail/{id}/send-again",
            Access::Administrator,
            pages::send_again,
        )
        .post(
            "/settings/mail/{id}/arrived",
            Access::Administrator,
            pages::arrived,
        )
        .get("/api/v1/mail", Access::Read, api::state)
        .get("/api/v1/mail/unknown", Access::Read, api::in_doubt)
        .post("/api/v1/mail/returns", Access::Write, api::returns)
        .post(
            "/api/v1/mail/{id}/send-again",
            Access::Write,
            api::send_again,
        )
        .post("/api/v1/mail/{id}/arrived", Access::Write, api::arrived)
        .finish(Delivery {
            app: gate.app().clone(),
            settings,
            kinds,
        })
}
