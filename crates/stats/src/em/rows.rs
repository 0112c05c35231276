//! Rows with gaps, grouped once by what was answered, so that they can be weighted anew for every
//! bootstrap resample.

use std::collections::HashMap;

use super::problem::{Group, Pattern, Problem, Unit};
use super::{Fit, Stop, Unfit};

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

    fn weighted(&self, weight: impl Fn(usize) -> f64) -> Problem {
        let groups = self.patterns.iter().filter_map(|rows| rows.sum(&weight));
        Problem {
            units: self.units.clone(),
            groups: groups.collect(),
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

/// Mean and variance of the answers in a column.
fn unit_of(column: &[f64]) -> Unit {
    let answers = || column.iter().filter(|answer| answer.is_finite());
    let n = answers().count().max(1) as f64;
    let mean = answers().sum::<f64>() / n;
    // A constant whose mean was rounded must not seem to vary.
    if answers().all(|answer| Some(answer) == answers().next()) {
        return Unit::of(answers().next().copied().unwrap_or(0.0), 0.0);
    }
    let squares: f64 = answers().map(|answer| (answer - mean).powi(2)).sum();
    Unit::of(mean, squares / n)
}

fn group(columns: &[Vec<f64>], units: &[Unit]) -> Vec<Rows> {
    let mut found: HashMap<Vec<u64>, usize> = HashMap::new();
    let mut patterns: Vec<Rows> = Vec::new();
    let mut key = vec![0_u64; columns.len().div_ceil(64)];
    for person in 0..columns.first().map_or(0, Vec::len) {
        key.fill(0);
        for (v, column) in columns.iter().enumerate() {
            key[v / 64] |= u64::from(column[person].is_finite()) << (v % 64);
        }
        if key.iter().all(|bits| *bits == 0) {
            continue;
        }
        let place = found.get(&key).copied().unwrap_or_else(|| {
            let answered = |v: &usize| key[v / 64] >> (v % 64) & 1 == 1;
            let observed: Vec<usize> = (0..columns.len()).filter(answered).collect();
            patterns.push(Rows {
                pattern: Pattern::new(columns.len(), &observed),
                people: Vec::new(),
                values: Vec::new(),
            });
            found.insert(key.clone(), patterns.len() - 1);
            patterns.len() - 1
        });
        let rows = &mut patterns[place];
        rows.people.push(person);
        for &v in rows.pattern.answered() {
            let value = (columns[v][person] - units[v].origin) / units[v].scale;
            rows.values.push(value);
        }
    }
    patterns
}
