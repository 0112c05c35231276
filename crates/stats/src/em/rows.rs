//! Rows with gaps, grouped once by what was answered, so that they can be weighted anew for every
//! bootstrap resample.

use std::collections::HashMap;

use super::problem::{Group, Pattern, Problem, Unit};
use super::{Fit, Stop, Unfit};
use crate::bootstrap::replicate;

/// People and their answers, in columns where `NaN` stands for a missing one.
#[derive(Clone, Debug)]
pub struct Incomplete {
    units: Vec<Unit>,
    patterns: Vec<Rows>,
    /// Everyone for a weight of 1.
    pub(super) whole: Problem,
    listwise: u64,
}

/// The people with one pattern of answers.
#[derive(Clone, Debug)]
struct Rows {
    pattern: Pattern,
    /// Their numbers in the columns.
    people: Vec<usize>,
    /// Their answers in standard units, person after person.
    values: Vec<f64>,
}

impl Incomplete {
    /// Groups the people of `columns`, all of one length; anything not finite is missing. Who
    /// answered nothing is left out.
    pub fn new(columns: &[Vec<f64>]) -> Self {
        let units: Vec<Unit> = columns.iter().map(|column| unit_of(column)).collect();
        let patterns = group(columns, &units);
        let complete = patterns
            .iter()
            .filter(|rows| rows.pattern.observed == columns.len());
        let mut all = Self {
            listwise: complete.map(|rows| rows.people.len() as u64).sum(),
            whole: Problem {
                units: units.clone(),
                groups: Vec::new(),
            },
            units,
            patterns,
        };
        all.whole = all.weighted(|_| 1.0);
        all
    }

    /// How many people answered anything.
    pub fn n(&self) -> u64 {
        self.patterns
            .iter()
            .map(|rows| rows.people.len() as u64)
            .sum()
    }

    /// How many people answered everything.
    pub fn n_listwise(&self) -> u64 {
        self.listwise
    }

    /// How many different sets of variables people answered.
    pub fn patterns(&self) -> usize {
        self.patterns.len()
    }

    /// The maximum-likelihood means and covariances. `weights` has one for every row of the
    /// columns (survey weights, times the draws of a bootstrap resample); a row without a positive
    /// finite weight is left out. `start` is where to begin: in a bootstrap the fit of the whole,
    /// from which a loose tolerance (1e-4) is reached in a few steps.
    pub fn fit(
        &self,
        weights: Option<&[f64]>,
        start: Option<&Fit>,
        stop: Stop,
    ) -> Result<Fit, Unfit> {
        match weights {
            None => self.whole.fit(start, stop),
            Some(weights) => self.weighted(|person| weights[person]).fit(start, stop),
        }
    }

    /// Log-likelihood of the answers given, with every row weighing 1. Variables that never vary
    /// or are determined by others have no density and are left out of it.
    pub fn log_likelihood(&self, fit: &Fit) -> f64 {
        self.whole.log_likelihood(fit)
    }

    fn weighted(&self, weight: impl Fn(usize) -> f64 + Sync) -> Problem {
        let groups = in_chunks(&self.patterns, |rows| rows.sum(&weight));
        Problem {
            units: self.units.clone(),
            groups: groups.into_iter().flatten().collect(),
        }
    }
}

impl Rows {
    /// The sums of these people, in two passes; `None` when none of them counts.
    fn sum(&self, weight: impl Fn(usize) -> f64) -> Option<Group> {
        let width = self.pattern.observed;
        let mut group = Group {
            pattern: self.pattern.clone(),
            n: 0,
            weight: 0.0,
            mean: vec![0.0; width],
            cross: vec![0.0; width * (width + 1) / 2],
        };
        let people = || {
            let all = self.people.iter().zip(self.values.chunks_exact(width));
            let weighted = all.map(|(&person, row)| (weight(person), row));
            weighted.filter(|(weight, _)| *weight > 0.0 && weight.is_finite())
        };
        for (weight, row) in people() {
            group.n += 1;
            group.weight += weight;
            for (mean, value) in group.mean.iter_mut().zip(row) {
                *mean += weight * value;
            }
        }
        if group.n == 0 {
            return None;
        }
        for mean in &mut group.mean {
            *mean /= group.weight;
        }
        if group.n == 1 {
            return Some(group);
        }
        let mut gaps = vec![0.0; width];
        for (weight, row) in people() {
            for (gap, (value, mean)) in gaps.iter_mut().zip(row.iter().zip(&group.mean)) {
                *gap = value - mean;
            }
            let mut start = 0;
            for (i, gap) in gaps.iter().enumerate() {
                let cells = &mut group.cross[start..=start + i];
                for (cell, other) in cells.iter_mut().zip(&gaps) {
                    *cell += weight * gap * other;
                }
                start += i + 1;
            }
        }
        Some(group)
    }
}

/// Patterns that one thread takes at a time; with fewer, another thread isn't worth starting.
const CHUNK: usize = 1024;

/// What `of` gives for each, in order, with all cores when there are many.
fn in_chunks<A: Sync, B: Send>(all: &[A], of: impl Fn(&A) -> B + Sync) -> Vec<B> {
    if all.len() <= CHUNK {
        return all.iter().map(of).collect();
    }
    let chunks: Vec<&[A]> = all.chunks(CHUNK).collect();
    let done = replicate(
        chunks.len(),
        || (),
        |(), chunk| chunks[chunk].iter().map(&of).collect::<Vec<B>>(),
    );
    done.into_iter().flatten().collect()
}

/// Mean and variance of the answers in a column.
fn unit_of(column: &[f64]) -> Unit {
    let Some(first) = column.iter().find(|answer| answer.is_finite()) else {
        return Unit::of(0.0, 0.0);
    };
    // Around the first answer, so that a constant has no variance at all.
    let (mut n, mut sum, mut squares) = (0.0, 0.0, 0.0);
    for gap in column.iter().map(|answer| answer - first) {
        if gap.is_finite() {
            n += 1.0;
            sum += gap;
            squares += gap * gap;
        }
    }
    let mean: f64 = sum / n;
    Unit::of(first + mean, squares / n - mean * mean)
}

/// People whose answers are put in order together.
const BLOCK: usize = 64;

/// Columns whose answers fit in one key.
const KEY: usize = u64::BITS as usize;

fn group(columns: &[Vec<f64>], units: &[Unit]) -> Vec<Rows> {
    let rows = columns.first().map_or(0, Vec::len);
    let places = places(columns, rows);
    let patterns = places.iter().max().map_or(0, |last| last + 1);
    let mut people: Vec<Vec<usize>> = vec![Vec::new(); patterns];
    for (person, &place) in places.iter().enumerate() {
        people[place].push(person);
    }
    let rows = in_chunks(&people, |people| {
        let one = *people.first()?;
        let answered = |v: &usize| columns[*v][one].is_finite();
        let observed: Vec<usize> = (0..columns.len()).filter(answered).collect();
        if observed.is_empty() {
            return None;
        }
        Some(Rows {
            values: values(columns, units, &observed, people),
            pattern: Pattern::new(columns.len(), &observed),
            people: people.clone(),
        })
    });
    rows.into_iter().flatten().collect()
}

/// A number per row, the same for rows with the same answers missing.
fn places(columns: &[Vec<f64>], rows: usize) -> Vec<usize> {
    let mut places = vec![0; rows];
    for columns in columns.chunks(KEY) {
        let mut keys = vec![0_u64; rows];
        for (bit, column) in columns.iter().enumerate() {
            for (key, answer) in keys.iter_mut().zip(column) {
                *key |= u64::from(answer.is_finite()) << bit;
            }
        }
        let mut found: HashMap<(usize, u64), usize> = HashMap::new();
        for (place, key) in places.iter_mut().zip(keys) {
            let next = found.len();
            *place = *found.entry((*place, key)).or_insert(next);
        }
    }
    places
}

/// The answers of `people` in standard units, person after person.
fn values(columns: &[Vec<f64>], units: &[Unit], observed: &[usize], people: &[usize]) -> Vec<f64> {
    let width = observed.len();
    let mut values = vec![0.0; people.len() * width];
    // Column by column over few people at a time, so that both sides stay in the cache.
    let blocks = values.chunks_mut(BLOCK * width).zip(people.chunks(BLOCK));
    for (values, people) in blocks {
        for (k, &v) in observed.iter().enumerate() {
            let (column, origin, scale) = (&columns[v], units[v].origin, 1.0 / units[v].scale);
            for (row, &person) in values.chunks_exact_mut(width).zip(people) {
                row[k] = (column[person] - origin) * scale;
            }
        }
    }
    values
}
