//! People and teams as a directory keeps them: SCIM 2.0 (RFC 7643, RFC 7644).

mod api;
mod error;
mod filter;
mod group;
mod pages;
mod patch;
mod person;
mod rate;
mod schema;
mod service;
mod store;
mod token;

use axum::Router;
use user::{Entry, Gate};

/// The routes of SCIM and of its settings.
pub(crate) fn routes(gate: &Gate) -> (Router, Vec<Entry>) {
    let (api, mut entries) = api::routes(gate);
    let (pages, others) = pages::routes(gate);
    entries.extend(others);
    (api::with_refusals(api).merge(pages), entries)
}
