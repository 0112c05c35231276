//! What can be said of one group of several alike, when each has few answers: the group's own mean,
//! drawn towards what is usual in all, the more so the fewer answers it has and the less groups
//! really differ (empirical Bayes). Ten equal employees with 25 answers each show on average 46 NPS
//! points between "best" and "worst"; drawn together they show that there is nothing to see.
//!
//! Variance components by the moments of a one-way analysis of variance (Searle, Casella &
//! McCulloch 1992, chapter 3); estimates and intervals by Morris (1983, JASA 78, 47–55), which allow
//! for not knowing how much groups differ: with equal numbers of answers that is the estimator of
//! James & Stein.

use crate::quantile::Z95;
use crate::{Interval, Tally};

/// With fewer groups nobody knows what is usual; the formulas need more than three.
pub const GROUPS_MIN: usize = 5;

/// The answers of one group, all counting the same.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Group {
    /// How many.
    pub n: u64,
    /// Their mean.
    pub mean: f64,
    /// Sum of the squared distances from it.
    pub squares: f64,
}

impl Group {
    /// From how often each value was given.
    pub fn of(points: &[(f64, Tally)]) -> Self {
        let n: u64 = points.iter().map(|(_, tally)| tally.n).sum();
        if n == 0 {
            return Self::default();
        }
        let sum = |of: &dyn Fn(f64) -> f64| -> f64 {
            points
                .iter()
                .map(|(x, tally)| of(*x) * tally.n as f64)
                .sum()
        };
        let mean = sum(&|x| x) / n as f64;
        Self {
            n,
            mean,
            squares: sum(&|x| (x - mean).powi(2)),
        }
    }
}

/// What is usual in all groups, and how much they differ.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Usual {
    /// The mean of groups, each counting by how well it is known.
    pub mean: f64,
    /// Variance of one answer within a group.
    pub within: f64,
    /// Variance of the groups' true means; 0 when they differ no more than chance makes them.
    pub between: f64,
    /// How many groups with answers there are.
    pub groups: usize,
    /// Typical variance of a group's own mean, each counting by how well it is known.
    typical: f64,
}

/// A mean drawn towards what is usual.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Shrunken {
    /// The estimate.
    pub value: f64,
    /// Part of the way from what is usual to the group's own mean, 0–1: how much its own answers
    /// count.
    pub own: f64,
    /// Standard error.
    pub se: f64,
    /// 95 % interval, not clipped to the scale.
    pub ci95: Interval,
}

/// What is usual; none with fewer than [`GROUPS_MIN`] groups that have answers, or when no group
/// has two.
pub fn usual(groups: &[Group]) -> Option<Usual> {
    let groups: Vec<&Group> = groups.iter().filter(|group| group.n > 0).collect();
    let k = groups.len();
    let n: f64 = groups.iter().map(|group| group.n as f64).sum();
    if k < GROUPS_MIN || n <= k as f64 {
        return None;
    }
    let sum = |of: &dyn Fn(&Group) -> f64| -> f64 { groups.iter().map(|group| of(group)).sum() };
    let within = sum(&|group| group.squares) / (n - k as f64);
    let grand = sum(&|group| group.n as f64 * group.mean) / n;
    let distance = sum(&|group| group.n as f64 * (group.mean - grand).powi(2)) / (k as f64 - 1.0);
    let size = (n - sum(&|group| (group.n as f64).powi(2)) / n) / (k as f64 - 1.0);
    let between = ((distance - within) / size).max(0.0);
    Some(known(
        &groups
            .iter()
            .map(|group| (group.mean, within / group.n as f64))
            .collect::<Vec<_>>(),
        (within, between),
    ))
}

/// From means with known variances, when the variance between them is known too.
fn known(means: &[(f64, f64)], (within, between): (f64, f64)) -> Usual {
    // Where nothing varies at all, all count the same.
    let weight = |variance: f64| {
        let all = variance + between;
        if all > 0.0 { 1.0 / all } else { 1.0 }
    };
    let sum = |of: &dyn Fn(&(f64, f64)) -> f64| -> f64 { means.iter().map(of).sum() };
    let weights = sum(&|(_, variance)| weight(*variance));
    Usual {
        mean: sum(&|(mean, variance)| mean * weight(*variance)) / weights,
        within,
        between,
        groups: means.len(),
        typical: sum(&|(_, variance)| variance * weight(*variance)) / weights,
    }
}

impl Usual {
    /// The estimate for a group with so many answers and this mean. Without answers it is what is
    /// usual.
    pub fn shrink(&self, n: u64, mean: f64) -> Shrunken {
        if n == 0 {
            let se = (self.between + self.within / self.groups as f64).sqrt();
            return around(self.mean, (0.0, se));
        }
        self.towards(mean, self.within / n as f64)
    }

    /// Morris (1983): `B = (k − 3)/(k − 1) · V/(V + A)`, estimate `y − B (y − μ)`, variance
    /// `V (1 − B (k − 1)/k) + 2/(k − 3) · B² (V̄ + A)/(V + A) · (y − μ)²`.
    fn towards(&self, mean: f64, variance: f64) -> Shrunken {
        let k = self.groups as f64;
        let all = variance + self.between;
        if all <= 0.0 {
            return around(mean, (1.0, 0.0));
        }
        let drawn = (k - 3.0) / (k - 1.0) * variance / all;
        let distance = mean - self.mean;
        let unsure = 2.0 / (k - 3.0) * drawn * drawn * (self.typical + self.between) / all;
        let own = variance * (1.0 - drawn * (k - 1.0) / k);
        let se = (own + unsure * distance * distance).max(0.0).sqrt();
        around(mean - drawn * distance, (1.0 - drawn, se))
    }
}

fn around(value: f64, (own, se): (f64, f64)) -> Shrunken {
    Shrunken {
        value,
        own,
        se,
        ci95: crate::around(value, se, Z95),
    }
}

#[cfg(test)]
mod tests;
