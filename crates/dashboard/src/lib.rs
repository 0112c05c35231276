//! What the answers say: facts kept current, figures, pages, live changes.
#![allow(dead_code)]
mod ask;
mod fill;
mod filter;
mod keeper;
mod plan;
mod pushdown;
mod sql;
mod store;
pub use keeper::FactsKeeper;
