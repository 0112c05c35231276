//! Answers: public pages, submitting, personal links, import, export.
//!
//! A response is one respondent's answers to one survey. However often it is sent (a retry, a
//! double click, two tabs, the same file again) it stays one response: [`store::put`] says how.
//! Nobody hears "thank you" before it is durable.

mod api;
mod asked;
mod ballot;
mod bulk;
mod colleagues;
pub mod export;
mod flood;
mod form;
pub mod import;
pub mod invitation;
pub mod jobs;
mod known;
mod link;
pub mod model;
mod pages;
pub mod rules;
mod sent;
pub mod service;
pub mod store;
mod view;
pub mod votes;
mod widget;

use axum::Router;
use platform::db::Migration;
use platform::slice::{Slice, Words};
use user::{Entry, Gate};

pub use colleagues::is_named;
pub use store::served;

/// Templates, words and schema of this slice.
pub const SLICE: Slice = Slice {
    name: "response",
    templates: &[
        (
            "response/public.html",
            include_str!("../templates/public.html"),
        ),
        ("response/form.html", include_str!("../templates/form.html")),
        (
            "response/notice.html",
            include_str!("../templates/notice.html"),
        ),
        (
            "response/invitations.html",
            include_str!("../templates/invitations.html"),
        ),
        (
            "response/votes.html",
            include_str!("../templates/votes.html"),
        ),
        (
            "response/widget.html",
            include_str!("../templates/widget.html"),
        ),
    ],
    words: Words {
        en: concat!(
            include_str!("../locales/en.ftl"),
            include_str!("../locales/votes.en.ftl")
        ),
        nl: concat!(
            include_str!("../locales/nl.ftl"),
            include_str!("../locales/votes.nl.ftl")
        ),
    },
    migrations: &[
        Migration {
            number: 3,
            name: "response",
            sql: include_str!("../migrations/0003_response.sql"),
        },
        Migration {
            number: 5,
            name: "invitation by respondent",
            sql: include_str!("../migrations/0005_invitation.sql"),
        },
        Migration {
            number: 11,
            name: "vote",
            sql: include_str!("../migrations/0011_vote.sql"),
        },
        Migration {
            number: 32,
            name: "who served",
            sql: include_str!("../migrations/0032_served.sql"),
        },
    ],
};

/// The script of the public page, to be served as `survey.js`.
pub const SURVEY_JS: &str = include_str!("../assets/survey.js");

/// The script of a form in a frame of a web page, to be served as `frame.js`.
pub const FRAME_JS: &str = include_str!("../assets/frame.js");

/// The routes of this slice. `proxy_hops` is how many reverse proxies of ours stand in front; it
/// says which address a request really comes from.
pub fn routes(gate: &Gate, proxy_hops: usize) -> (Router, Vec<Entry>) {
    let responses = service::Responses::new(gate.app());
    let (pages, mut entries) = pages::routes(gate, responses.clone(), proxy_hops);
    let (api, more) = api::routes(gate, responses);
    entries.extend(more);
    (pages.merge(api), entries)
}
