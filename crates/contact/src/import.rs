//! Importing contacts from a file: keep it for a day, propose what its columns are, try it without
//! storing anything, store it. Importing again changes only what changed; an import that was broken
//! off is finished by importing again.

pub(crate) mod columns;
pub(crate) mod jobs;
pub(crate) mod mapping;
mod parcels;
mod report;
mod row;
mod run;
pub(crate) mod staging;

pub(crate) use columns::{Meant, Target};
pub(crate) use report::Summary;

#[cfg(test)]
mod tests;
