//! Columns in memory: answers as bytes, queries to sufficient statistics.
//!
//! Every figure we show is a function of small tables that add up: counts per score, and counts per
//! (statement × score), per group. This crate keeps the answers of one survey as columns of bytes
//! and turns a [`Query`] into those [`Tables`]. It does no I/O, reads no clock and can be rebuilt
//! from the store at any time.
//!
//! - [`Facts`]: the columns; [`Facts::put`] appends or overwrites one response.
//! - [`evaluate`]: the fast way, over blocks of rows with vector instructions.
//! - [`evaluate_by_row`]: the plain way, row by row. It defines what the counts mean; a property
//!   test holds the fast way to it, to the last count.
//! - [`evaluate_weighted`]: the same with survey weights.
//! - [`moments`]: sums over pairs of questions, for correlations and regressions; the same two ways.
//! - [`select`], [`sample`] and the `gather` functions: rows, for what tables can't tell.

mod columns;
mod gather;
mod kernel;
mod moments;
mod query;
mod rows;
mod segment;
mod tables;
mod weighted;

#[cfg(test)]
mod tests;

use std::num::NonZero;

pub use columns::{ColumnId, DimensionId, Fact, Facts, State};
pub use gather::{
    NO_VALUE, day_range, gather, gather_columns, gather_days, gather_dimension, gather_weights,
    sample, select,
};
pub use moments::{
    MomentsQuery, Number, PairSum, PairSums, moments, moments_by_row, moments_weighted,
};
pub use query::{Filter, Grouping, Key, Period, Query};
pub use rows::{counts, evaluate_by_row};
pub use tables::{DriverTable, Group, Tables};
pub use weighted::evaluate_weighted;
pub use weighted::{WeightedCell, WeightedDriverTable, WeightedGroup, WeightedTables};

/// The codes of missing answers. Valid answers are 0..=10 (a score) or 1..=levels (a statement);
/// missing ones live in the same byte, so that a cell index needs no second column.
pub mod code {
    /// The highest valid answer.
    pub const HIGHEST: u8 = 10;
    /// The question was shown and left open.
    pub const BLANK: u8 = 11;
    /// "Don't know" was chosen.
    pub const DONT_KNOW: u8 = 12;
    /// "Not applicable" was chosen.
    pub const NOT_APPLICABLE: u8 = 13;
    /// The question was not part of what this respondent saw.
    pub const NOT_ASKED: u8 = 14;

    /// Whether the code is an answer, not a kind of missing.
    pub const fn is_answer(code: u8) -> bool {
        code <= HIGHEST
    }
}

/// Below this many rows (a few milliseconds) waiting for another thread may take longer than it saves.
const ROWS_PER_THREAD: usize = 1 << 20;

/// The counts of every group that has responses, ordered by key; with all cores when that helps.
pub fn evaluate(facts: &Facts, query: &Query) -> Vec<Group> {
    kernel::evaluate(facts, query, threads(facts.len()))
}

/// Threads that a scan of this many rows is worth.
fn threads(rows: usize) -> usize {
    cores().min(rows / ROWS_PER_THREAD)
}

fn cores() -> usize {
    std::thread::available_parallelism().map_or(1, NonZero::get)
}

/// [`evaluate`] with this many threads, however few rows there are.
pub fn evaluate_with_threads(facts: &Facts, query: &Query, threads: usize) -> Vec<Group> {
    kernel::evaluate(facts, query, threads)
}
