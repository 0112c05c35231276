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
mod dots;
mod groups;
mod hot;
mod plan;
mod products;
mod scan;
mod select;
mod sums;
mod vector;

use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use crate::columns::Facts;
use crate::moments::{MomentsQuery, PairSums};
use crate::query::{Filter, Query};
use crate::segment::Segment;
use crate::tables::Group;
use plan::Plan;
use products::Multiply;
use scan::Count;
use select::List;
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
    let scan = |segments: &Shared| {
        let plan = &plan;
        vector::run(vectors, Count { plan, segments })
    };
    let parts = share(facts, threads, scan);
    let sums = parts.into_iter().reduce(|mut sums, part| {
        sums.add(&plan, &part);
        sums
    });
    sums.map_or_else(Vec::new, |sums| sums.into_groups(&plan, facts, query))
}

/// The rows that pass the filter, ascending.
pub(crate) fn select(facts: &Facts, filter: &Filter) -> Vec<u32> {
    let query = Query {
        filter: filter.clone(),
        ..Query::default()
    };
    let Some(plan) = Plan::new(facts, &query) else {
        return Vec::new();
    };
    let vectors = Vectors::available()[0];
    let list = |segments: &Shared| {
        let plan = &plan;
        vector::run(vectors, List { plan, segments })
    };
    let mut lists: Vec<_> = share(facts, crate::threads(facts.len()), list)
        .into_iter()
        .flatten()
        .collect();
    lists.sort_unstable_by_key(|&(number, _)| number);
    if lists.len() == 1 {
        return lists.swap_remove(0).1;
    }
    let mut rows = Vec::with_capacity(lists.iter().map(|(_, rows)| rows.len()).sum());
    for (_, list) in lists {
        rows.extend_from_slice(&list);
    }
    rows
}

/// Sums over pairs of columns of the rows that pass the filter, with this many threads.
///
/// Panics when this processor doesn't have these vectors.
pub(crate) fn moments(
    facts: &Facts,
    query: &MomentsQuery,
    threads: usize,
    vectors: Vectors,
) -> PairSums {
    let none = PairSums::empty(query);
    let all = Query {
        filter: query.filter.clone(),
        ..Query::default()
    };
    let Some(plan) = Plan::new(facts, &all).filter(|_| !query.columns.is_empty()) else {
        return none;
    };
    let tile = dots::tile(vectors);
    let multiply = |segments: &Shared| {
        let plan = &plan;
        let work = Multiply {
            plan,
            query,
            tile,
            segments,
        };
        vector::run(vectors, work)
    };
    let mut sums = none;
    for part in share(facts, threads, multiply) {
        sums.add(&part);
    }
    sums
}

/// Segments that several threads take one after the other, so that one that is held up holds up no
/// other.
pub(crate) struct Shared<'a> {
    segments: &'a [Segment],
    taken: AtomicUsize,
}

impl<'a> Shared<'a> {
    /// The next segment and its number, until there are no more.
    pub(crate) fn next(&self) -> Option<(usize, &'a Segment)> {
        let number = self.taken.fetch_add(1, Ordering::Relaxed);
        self.segments.get(number).map(|segment| (number, segment))
    }
}

/// What every thread made of the segments it took.
fn share<T: Send>(facts: &Facts, threads: usize, scan: impl Fn(&Shared) -> T + Sync) -> Vec<T> {
    let segments = Shared {
        segments: facts.segments(),
        taken: AtomicUsize::new(0),
    };
    let scan = || scan(&segments);
    thread::scope(|scope| {
        let others: Vec<_> = (1..threads).map(|_| scope.spawn(scan)).collect();
        let first = scan();
        let others = others
            .into_iter()
            .map(|other| other.join().expect("a scan doesn't panic"));
        std::iter::once(first).chain(others).collect()
    })
}
