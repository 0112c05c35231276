//! Importing contacts from a file: keep it for a day, propose what its columns are, try it without
//! storing anything, store it. Importing again changes only what changed; an import that was broken
//! off is finished by importing again.

pub(crate) mod columns;
mod file;
pub(crate) mod jobs;
mod kept;
pub(crate) mod mapping;
mod parcels;
mod persons;
mod report;
mod row;
mod run;
mod scratch;
mod sorted;
pub(crate) mod staging;

pub(crate) use columns::{Meant, REPORTED, Target};
pub use file::{ContactFile, FilePlace};
pub use report::Summary;
pub use run::{Files, Progress, RunError};

#[cfg(test)]
mod tests;
