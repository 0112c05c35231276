//! Answers by row number, for what tables can't tell: models with several drivers at once, answers
//! of the same people drawn again, missing answers estimated from the others.
//!
//! [`select`] lists the rows that count, [`sample`] takes fewer where many are too slow, and the
//! `gather` functions read columns in the order of a list of rows.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use crate::code;
use crate::columns::{ColumnId, DimensionId, Facts};
use crate::kernel;
use crate::query::Filter;
use crate::segment::{SEGMENT_ROWS, Segment};

/// No value, in [`gather_dimension`].
pub const NO_VALUE: u32 = u32::MAX;

/// From this many bytes on another thread is worth its start.
const BYTES_PER_THREAD: usize = 1 << 20;

/// The rows that count, ascending.
///
/// Panics beyond 2³² rows.
pub fn select(facts: &Facts, filter: &Filter) -> Vec<u32> {
    kernel::select(facts, filter)
}

/// The first and last day of the rows that count; none when none does.
pub fn day_range(facts: &Facts, filter: &Filter) -> Option<(i32, i32)> {
    let days = gather_days(facts, &select(facts, filter));
    let first = days.iter().min()?;
    Some((*first, *days.iter().max()?))
}

/// A simple random sample of at most this many of the rows, in their order: every set of `max` rows
/// is as likely as any other (selection sampling: Knuth, TAOCP vol. 2, algorithm 3.4.2 S). The same
/// seed gives the same sample.
pub fn sample(rows: &[u32], max: usize, seed: u64) -> Vec<u32> {
    if rows.len() <= max {
        return rows.to_vec();
    }
    let mut seed = seed;
    let mut chosen = Vec::with_capacity(max);
    for (index, &row) in rows.iter().enumerate() {
        let (left, wanted) = (rows.len() - index, max - chosen.len());
        let below = (u128::from(next_random(&mut seed)) * left as u128) >> 64;
        if below < wanted as u128 {
            chosen.push(row);
        }
    }
    chosen
}

/// The answers' codes in these rows.
///
/// Panics when there is no such row.
pub fn gather(facts: &Facts, rows: &[u32], column: ColumnId) -> Vec<u8> {
    let pieces: Vec<Piece> = pieces(facts, rows).collect();
    gather_pieces(&pieces, rows.len(), column)
}

/// [`gather`] of several columns, with all cores when that helps.
pub fn gather_columns(facts: &Facts, rows: &[u32], columns: &[ColumnId]) -> Vec<Vec<u8>> {
    let worth = rows.len().saturating_mul(columns.len()) / BYTES_PER_THREAD;
    let pieces: Vec<Piece> = pieces(facts, rows).collect();
    let taken = AtomicUsize::new(0);
    let work = || {
        let mut done = Vec::new();
        loop {
            let index = taken.fetch_add(1, Ordering::Relaxed);
            let Some(&column) = columns.get(index) else {
                return done;
            };
            done.push((index, gather_pieces(&pieces, rows.len(), column)));
        }
    };
    let mut gathered = vec![Vec::new(); columns.len()];
    thread::scope(|scope| {
        let others: Vec<_> = (1..crate::cores().min(worth))
            .map(|_| scope.spawn(work))
            .collect();
        let others = others
            .into_iter()
            .map(|other| other.join().expect("gathering existing rows doesn't panic"));
        let done: Vec<_> = work().into_iter().chain(others.flatten()).collect();
        for (index, codes) in done {
            gathered[index] = codes;
        }
    });
    gathered
}

/// The values of an attribute in these rows: for every row the place of its value in the list of
/// values, or [`NO_VALUE`]; and the values that occur in these rows, sorted.
///
/// Panics when there is no such row.
pub fn gather_dimension(
    facts: &Facts,
    rows: &[u32],
    dimension: DimensionId,
) -> (Vec<u32>, Vec<String>) {
    let values: Vec<&str> = facts.dimension_values(dimension).collect();
    let mut gathered = Vec::with_capacity(rows.len());
    for piece in pieces(facts, rows) {
        let codes = piece.segment.codes(dimension.index());
        gathered.extend(piece.places().map(|place| codes.get(place)));
    }
    let mut occurs = vec![false; values.len() + 1];
    for &code in &gathered {
        occurs[code as usize] = true;
    }
    // Code 0 is no value, code i + 1 is values[i].
    let mut levels: Vec<usize> = (1..occurs.len()).filter(|&code| occurs[code]).collect();
    levels.sort_unstable_by_key(|&code| values[code - 1]);
    let mut ranks = vec![NO_VALUE; occurs.len()];
    for (rank, &code) in (0..).zip(&levels) {
        ranks[code] = rank;
    }
    for code in &mut gathered {
        *code = ranks[*code as usize];
    }
    let names = levels.iter().map(|&code| values[code - 1].to_owned());
    (gathered, names.collect())
}

/// The weights of these rows; `None` when no response ever came with one.
///
/// Panics when there is no such row.
pub fn gather_weights(facts: &Facts, rows: &[u32]) -> Option<Vec<f64>> {
    let weight = |&row: &u32| facts.weight(row as usize);
    facts
        .is_weighted()
        .then(|| rows.iter().map(weight).collect())
}

/// The days of these rows, in days since 1970-01-01.
///
/// Panics when there is no such row.
pub fn gather_days(facts: &Facts, rows: &[u32]) -> Vec<i32> {
    let mut gathered = Vec::with_capacity(rows.len());
    for piece in pieces(facts, rows) {
        let days = piece.segment.days();
        gathered.extend(piece.places().map(|place| days.get(place)));
    }
    gathered
}

/// Rows of one segment, in the order they were asked for.
struct Piece<'a> {
    segment: &'a Segment,
    /// Number of the segment's first row.
    first: u32,
    rows: &'a [u32],
    /// Whether they are all rows of the segment in their order.
    whole: bool,
}

impl Piece<'_> {
    /// Their places in the segment.
    fn places(&self) -> impl Iterator<Item = usize> {
        self.rows.iter().map(|row| (row - self.first) as usize)
    }
}

/// The rows cut where they leave a segment.
fn pieces<'a>(facts: &'a Facts, rows: &'a [u32]) -> impl Iterator<Item = Piece<'a>> {
    let mut rest = rows;
    std::iter::from_fn(move || {
        let number = *rest.first()? as usize / SEGMENT_ROWS;
        let segment = &facts.segments()[number];
        let first = (number * SEGMENT_ROWS) as u32;
        let within = |row: &u32| (row.wrapping_sub(first) as usize) < SEGMENT_ROWS;
        let end = rest.iter().position(|row| !within(row));
        let (rows, others) = rest.split_at(end.unwrap_or(rest.len()));
        rest = others;
        let in_order = || rows.array_windows().all(|[row, next]| row + 1 == *next);
        Some(Piece {
            segment,
            first,
            rows,
            whole: rows.len() == segment.len() && in_order(),
        })
    })
}

/// One column of `rows` rows in pieces.
fn gather_pieces(pieces: &[Piece], rows: usize, column: ColumnId) -> Vec<u8> {
    let mut gathered = Vec::with_capacity(rows);
    for piece in pieces {
        match piece.segment.answers(column.index()) {
            None => gathered.resize(gathered.len() + piece.rows.len(), code::NOT_ASKED),
            Some(answers) if piece.whole => gathered.extend_from_slice(answers.codes()),
            Some(answers) => {
                let codes = answers.codes();
                gathered.extend(piece.places().map(|place| codes[place]));
            }
        }
    }
    gathered
}

/// SplitMix64 (Steele, Lea, Flood 2014).
fn next_random(seed: &mut u64) -> u64 {
    *seed = seed.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let mut mixed = *seed;
    mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    mixed ^ (mixed >> 31)
}
