//! Importing responses from a file: look at it ([`profile`]), propose what its columns are
//! ([`propose`], or [`draft`] for a new survey), convert its rows ([`row`]) and store them
//! ([`run`]). Running it twice changes nothing; breaking it off and running it again finishes it.

pub mod draft;
pub mod jobs;
pub mod mapping;
pub mod profile;
pub mod progress;
pub mod propose;
pub mod rejected;
pub mod row;
pub mod run;
pub mod service;
pub mod staging;

pub use mapping::{Codes, Mapping, MappingError, Target};
pub use profile::Profile;
pub use progress::Progress;
pub use row::{Calendar, Converter, Fault, Prepared, Reason, Rejection};
pub use run::{Met, Plan, RunError, Summary};

#[cfg(test)]
mod tests;
