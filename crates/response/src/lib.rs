//! Answers: public pages, submitting, personal links, import, export.

mod api;
mod bulk;
mod flood;
pub mod export;
pub mod import;
pub mod invitation;
pub mod jobs;
mod known;
pub mod model;
pub mod rules;
mod sent;
pub mod service;
pub mod store;
