//! How strongly two answers go together, from the table of one against the other.
//!
//! One table gives the product-moment, rank and pair measures alike: Pearson takes the answers as
//! numbers, Spearman as ranks, Kendall's tau-b and Goodman & Kruskal's gamma only as more or less.
//! When these tell different stories the scale, not the driver, is at work. Pairs of people are
//! counted through running sums over the table, so a million answers cost as much as a hundred.

mod columns;
mod pairs;
mod table;

use crate::Interval;
use crate::quantile::normal;

pub use columns::{pearson_of, spearman_of};
pub use table::{MAX_CELLS, Table};

/// With fewer answers there is no association to speak of: two points always lie on a line.
pub const MIN_N: u64 = 3;

/// Room for rounding at a correlation of exactly ±1.
const PERFECT: f64 = 1e-12;

/// The association of a statement (rows) with a score (columns). Every measure runs from −1 to 1
/// and is `None` when it isn't defined: fewer than [`MIN_N`] answers, or no variance in one of the
/// two. No measure claims more than its interval or standard error.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Association {
    /// How many people answered both.
    pub n: u64,
    /// Effective number of people (Kish 1965); `n` when all weigh the same.
    pub effective_n: f64,
    /// Product-moment correlation (Pearson 1895).
    pub pearson: Option<f64>,
    /// 95 % interval of `pearson` by Fisher's z (1921): `tanh(atanh r ± 1.96 / √(n − 3))`. `None`
    /// below four effective answers and for a perfect correlation, where it has no width.
    pub pearson_ci95: Option<Interval>,
    /// Rank correlation (Spearman 1904): Pearson of the mid-ranks.
    pub spearman: Option<f64>,
    /// Kendall's tau-b (1945): `(C − D) / √((pairs untied in rows)(pairs untied in columns))`.
    pub kendall_tau_b: Option<f64>,
    /// Goodman & Kruskal's gamma (1954): `(C − D) / (C + D)`.
    pub gamma: Option<f64>,
    /// Asymptotic standard error of `gamma` (ASE1 of Goodman & Kruskal 1963; Agresti 2002, §3.4.4).
    pub gamma_se: Option<f64>,
    /// Somers' d (1962) of the column given the row: `(C − D) / (pairs untied in rows)`.
    pub somers_d: Option<f64>,
    /// Pairs of people where who answers higher also scores higher (C); products of weights when
    /// these are not 1. Exact up to 2^53.
    pub concordant: f64,
    /// Pairs where who answers higher scores lower (D).
    pub discordant: f64,
}

/// All measures of association of a table.
pub fn association(table: &Table) -> Association {
    let pairs = pairs::count(table);
    let effective_n = table.effective_n();
    let mut all = Association {
        n: table.n(),
        effective_n,
        concordant: pairs.concordant,
        discordant: pairs.discordant,
        ..Association::default()
    };
    if table.n() < MIN_N {
        return all;
    }
    all.pearson = table.correlation(table.rows(), table.columns());
    all.pearson_ci95 = all.pearson.and_then(|r| fisher(r, effective_n));
    let ranks = [
        mid_ranks(&table.row_sums()),
        mid_ranks(&table.column_sums()),
    ];
    all.spearman = table.correlation(&ranks[0], &ranks[1]);
    let surplus = pairs.concordant - pairs.discordant;
    let decided = pairs.concordant + pairs.discordant;
    let untied = [pairs.untied_rows, pairs.untied_columns];
    if untied.iter().all(|pairs| *pairs > 0.0) {
        all.kendall_tau_b = Some(unit(surplus / (untied[0].sqrt() * untied[1].sqrt())));
        all.somers_d = Some(unit(surplus / untied[0]));
    }
    if decided > 0.0 {
        all.gamma = Some(unit(surplus / decided));
        all.gamma_se = Some(pairs.gamma_se * (table.weight() / effective_n).sqrt());
    }
    all
}

/// Fisher's 95 % interval of a product-moment correlation `r` of `n` (effective) pairs.
pub fn fisher(r: f64, n: f64) -> Option<Interval> {
    if n <= 3.0 || r.abs() >= 1.0 - PERFECT {
        return None;
    }
    let half = normal(0.95) / (n - 3.0).sqrt();
    let centre = r.atanh();
    Some([(centre - half).tanh(), (centre + half).tanh()])
}

/// The mid-rank of each value in rising order, given how many have it: half of them count as
/// before it. (Ranks from 1 are half higher, which no correlation notices.)
fn mid_ranks(counts: &[f64]) -> Vec<f64> {
    let mut before = 0.0;
    let rank = |count: &f64| {
        let rank = before + count / 2.0;
        before += count;
        rank
    };
    counts.iter().map(rank).collect()
}

fn unit(value: f64) -> f64 {
    value.clamp(-1.0, 1.0)
}

#[cfg(test)]
mod tests;
