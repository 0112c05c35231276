//! What the answers say: facts kept current, figures, pages, live changes.
#![allow(dead_code)]
mod ask;
mod behind;
mod fill;
mod filter;
mod keeper;
mod periods;
mod picture;
mod plan;
mod privacy;
mod pushdown;
mod results;
mod screen;
mod sql;
mod store;
mod voice;
mod widgets;
pub use keeper::FactsKeeper;
