//! The fast evaluator: counts by dense cell index instead of hashing rows.
//!
//! A segment is scanned in blocks of [`BLOCK`] rows that stay in the first-level cache. Per block the
//! filter becomes bytes of 0 and 1, then a list of selected rows; every row's cell index is computed
//! with vector instructions, also where the row isn't selected, because that is cheaper than moving
//! bytes together; then the selected cells are counted. Several statements share one joint table and
//! are separated afterwards, so that four statements cost one random write per response, not four.
//!
//! There are no intrinsics: the loops are written so that the compiler vectorises them, once for any
//! processor and for AVX2 and AVX-512 ([`vector`]).

#![expect(
    clippy::inline_always,
    reason = "only what is inlined into the function for AVX2 uses AVX2"
)]

mod cells;
mod digits;
mod groups;
mod hot;
mod plan;
mod scan;
mod select;
mod sums;
mod vector;

use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use crate::columns::Facts;
use crate::query::Query;
use crate::tables::Group;
use plan::Plan;
pub(crate) use vector::Vectors;

/// Rows per block; a multiple of every vector width.
pub(crate) const BLOCK: usize = 4096;

/// The counts of every group that has responses, ordered by key, with this many threads.
pub(crate) fn evaluate(facts: &Facts, query: &Query, threads: usize) -> Vec<Group> {
    evaluate_with(facts, query, threads, Vectors::available()[0])
}

/// [`evaluate`] with given vectors.
///
/// Panics when this processor doesn't have them.
pub(crate) fn evaluate_with(
    facts: &Facts,
    query: &Query,
    threads: usize,
    vectors: Vectors,
) -> Vec<Group> {
    let Some(plan) = Plan::new(facts, query) else {
        return Vec::new();
    };
    // Threads take one segment after the other, so that one that is held up holds up no other.
    let taken = AtomicUsize::new(0);
    let next = || facts.segments().get(taken.fetch_add(1, Ordering::Relaxed));
    let scan = || vector::scan(vectors, &plan, next);
    let sums = thread::scope(|scope| {
        let others: Vec<_> = (1..threads).map(|_| scope.spawn(scan)).collect();
        let mut sums = scan();
        for other in others {
            sums.add(&plan, &other.join().expect("a scan doesn't panic"));
        }
        sums
    });
    sums.into_groups(&plan, facts, query)
}
