//! The machinery every slice stands on: database, web, words, clock, ids. Knows no noun of the product.

pub mod changes;
pub mod clock;
pub mod db;
pub mod id;
pub mod inert;
pub mod metrics;
mod named;
pub mod slice;
pub mod web;
pub mod words;

pub use clock::Clock;
pub use db::{Db, DbError, Tx};
pub use slice::{PLATFORM, Slice};
pub use web::{App, Problem};
