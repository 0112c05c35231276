//! Exact LMG over all 2^p sets of players, fast enough to ask while someone waits.
//!
//! The sets are visited as a tree. A node holds what the players chosen so far leave unexplained
//! (the Schur complement over the players not yet decided and the outcome); leaving a player out
//! is free, since its row is the last one and is simply not looked at, and taking it in is one
//! elimination step on the rows before it. Most nodes have few undecided players, so a set costs
//! a handful of multiplications: about `6 · 2^p` in all, where regressing every set afresh would
//! cost `p³/6 · 2^p`.
//!
//! The Shapley value needs no table of all sets either. With `w(s) = s! (p − s − 1)! / p!` and
//! `v(S)` the R² of set `S`,
//!
//! ```text
//! part_j = Σ_{S ∌ j} w(|S|) (v(S ∪ j) − v(S))
//!        = Σ_{S ∋ j} (w(|S| − 1) + w(|S|)) v(S)  −  Σ_S w(|S|) v(S)
//! ```
//!
//! and the first sum is that of all sets below the branches that take `j` in.

use super::standard::PIVOT;

/// What stays the same over all matrices.
#[derive(Clone, Debug)]
pub(super) struct Tree {
    /// First row of each level's columns, and the number of rows as last.
    pub(super) starts: Vec<usize>,
    /// `w(s − 1) + w(s)` by size of the set.
    pub(super) taking: Vec<f64>,
    /// `w(s)` by size of the set, 0 for the full one.
    pub(super) leaving: Vec<f64>,
}

/// Sums over a branch of `v(S)`, weighted for the players in the set and for those outside it.
#[derive(Clone, Copy, Default)]
pub(super) struct Sums {
    pub(super) taking: f64,
    pub(super) leaving: f64,
}

impl Sums {
    fn add(&mut self, other: Self) {
        self.taking += other.taking;
        self.leaving += other.leaving;
    }
}

/// A place in the tree: the R² and the size of the set taken in so far, and the number of levels
/// still to decide.
#[derive(Clone, Copy)]
pub(super) struct Place {
    pub(super) levels: usize,
    pub(super) r2: f64,
    pub(super) size: usize,
}

impl Tree {
    pub(super) fn new(starts: Vec<usize>) -> Self {
        let p = starts.len() - 1;
        // w(s) = 1 / (p · C(p − 1, s)), by the recurrence of the binomials.
        let mut leaving = Vec::with_capacity(p + 1);
        let mut binomial = 1.0;
        for s in 0..p {
            leaving.push(1.0 / (p as f64 * binomial));
            binomial *= (p - 1 - s) as f64 / (s + 1) as f64;
        }
        leaving.push(0.0);
        let mut taking = leaving.clone();
        for s in 1..=p {
            taking[s] += leaving[s - 1];
        }
        Self {
            starts,
            taking,
            leaving,
        }
    }

    /// Visits the branch at `place`, half of it on a thread of its own as long as `halvings` last.
    pub(super) fn halve(
        &self,
        place: Place,
        state: &[f64],
        (scratch, totals): (&mut [f64], &mut [f64]),
        halvings: u32,
    ) -> Sums {
        if halvings == 0 || place.levels == 0 {
            return self.visit(place, state, scratch, totals);
        }
        let level = place.levels - 1;
        let mut taken = state[..triangle(self.starts[place.levels])].to_vec();
        let without = Place {
            levels: level,
            ..place
        };
        let with = Place {
            levels: level,
            r2: place.r2 + self.take(level, &mut taken),
            size: place.size + 1,
        };
        let mut own_scratch = vec![0.0; scratch.len()];
        let mut own_totals = vec![0.0; totals.len()];
        let (below, mut sums) = std::thread::scope(|scope| {
            let buffers = (&mut own_scratch[..], &mut own_totals[..]);
            let thread = scope.spawn(|| self.halve(with, &taken, buffers, halvings - 1));
            let sums = self.halve(without, state, (scratch, &mut *totals), halvings - 1);
            (
                thread.join().expect("the visit of a branch doesn't panic"),
                sums,
            )
        });
        for (total, own) in totals.iter_mut().zip(&own_totals) {
            *total += own;
        }
        totals[level] += below.taking;
        sums.add(below);
        sums
    }

    /// Visits all sets that add undecided players to the set at `place`, whose `state` is the
    /// lower triangle by rows of what it leaves unexplained. Adds to `totals[level]` the sum over
    /// the sets that take that level's player in.
    fn visit(&self, place: Place, state: &[f64], scratch: &mut [f64], totals: &mut [f64]) -> Sums {
        let Place { levels, r2, size } = place;
        let mut sums = Sums {
            taking: self.taking[size] * r2,
            leaving: self.leaving[size] * r2,
        };
        for level in (0..levels).rev() {
            let (first, end) = (self.starts[level], self.starts[level + 1]);
            let below = if level == 0 && end == 2 {
                let r2 = r2 + gain(state[1], state[2]);
                Sums {
                    taking: self.taking[size + 1] * r2,
                    leaving: self.leaving[size + 1] * r2,
                }
            } else {
                let (own, rest) = scratch.split_at_mut(triangle(end));
                let gained = if end == first + 1 {
                    take_one(first, state, own)
                } else {
                    own.copy_from_slice(&state[..own.len()]);
                    self.take(level, own)
                };
                let with = Place {
                    levels: level,
                    r2: r2 + gained,
                    size: size + 1,
                };
                self.visit(with, own, rest, totals)
            };
            totals[level] += below.taking;
            sums.add(below);
        }
        sums
    }

    /// Takes all columns of a level's player out of `state` and gives what they explain.
    fn take(&self, level: usize, state: &mut [f64]) -> f64 {
        let mut gained = 0.0;
        for row in (self.starts[level]..self.starts[level + 1]).rev() {
            let (before, from) = state.split_at_mut(triangle(row));
            let (own, pivot) = (&from[..row], from[row]);
            if pivot <= PIVOT {
                continue;
            }
            gained += gain(own[0], pivot);
            for i in 1..row {
                let factor = own[i] / pivot;
                let cells = &mut before[triangle(i)..=triangle(i) + i];
                for (cell, value) in cells.iter_mut().zip(own) {
                    *cell -= factor * value;
                }
            }
        }
        gained
    }
}

/// [`Tree::take`] for a player of one column in `row`, from `state` to `to`.
#[inline]
fn take_one(row: usize, state: &[f64], to: &mut [f64]) -> f64 {
    let (before, from) = state.split_at(triangle(row));
    let (own, pivot) = (&from[..row], from[row]);
    if pivot <= PIVOT {
        to[..before.len()].copy_from_slice(before);
        return 0.0;
    }
    let inverse = 1.0 / pivot;
    let mut start = 1;
    for i in 1..row {
        let factor = own[i] * inverse;
        let cells = &before[start..=start + i];
        let target = &mut to[start..=start + i];
        for ((cell, value), target) in cells.iter().zip(own).zip(target) {
            *target = cell - factor * value;
        }
        start += i + 1;
    }
    own[0] * own[0] * inverse
}

/// What a variable with this remaining covariance with the outcome and this remaining variance
/// adds to R²; nothing when those before it determine it.
#[inline]
fn gain(covariance: f64, variance: f64) -> f64 {
    if variance <= PIVOT {
        0.0
    } else {
        covariance * covariance / variance
    }
}

/// Cells in the lower triangle of this many rows.
#[inline]
pub(super) fn triangle(rows: usize) -> usize {
    rows * (rows + 1) / 2
}
