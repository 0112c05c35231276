//! Answers: public pages, submitting, personal links, import, export.

pub mod model;
pub mod rules;
pub mod store;
