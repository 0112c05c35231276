//! How much of what makes people recommend goes together with each driver: the explained
//! variance (R²) of the outcome, divided over drivers that overlap.
//!
//! Everything follows from one covariance matrix with the outcome as variable 0. A *player* is
//! what gets a part: one column, or all dummy columns of a categorical attribute together. R² is
//! divided by LMG (Lindeman, Merenda & Gold 1980; the Shapley value of the game "R² of these
//! drivers"; general dominance of Budescu 1993) up to [`EXACT_MAX`] players, and by Johnson's
//! relative weights (2000), an approximation, above that. Drivers that repeat others or never
//! vary add nothing and are named, so that no share rests on a division by almost zero.

mod johnson;
mod shapley;
mod standard;
mod tree;

use crate::Matrix;
use standard::Standard;

pub use johnson::johnson;
pub use shapley::Lmg;

/// Up to this many players LMG is exact (2^20 sets of drivers); above it use [`johnson`].
pub const EXACT_MAX: usize = 20;

/// The drivers of an outcome: what they explain together, and the part of each.
#[derive(Clone, Debug, PartialEq)]
pub struct Importance {
    /// Share of the outcome's variance that all players explain together, 0 to 1.
    pub r2: f64,
    /// Per player its part of R² by LMG, at least 0; they sum to `r2`. `None` above
    /// [`EXACT_MAX`] players.
    pub lmg: Option<Vec<f64>>,
    /// Per player its part of R² by Johnson's relative weights (the sum over its columns); they
    /// sum to `r2`.
    pub johnson: Vec<f64>,
    /// Per player the R² when it is the only driver.
    pub first: Vec<f64>,
    /// Per player what R² loses without it (the usefulness of Darlington 1968).
    pub last: Vec<f64>,
    /// Per player the variance inflation factor: how many times the other players inflate the
    /// variance of its coefficient. For a group of `k` columns `GVIF^(1/k)` (Fox & Monette 1992),
    /// on the same scale. `None` for a player that never varies or is determined by others.
    pub vif: Vec<Option<f64>>,
    /// Per column from 1 its standardised regression coefficient, all columns of players taken
    /// together; `None` when it isn't determined. Not a measure of importance: its sign can
    /// differ from the correlation's.
    pub beta_std: Vec<Option<f64>>,
    /// Columns that earlier columns determine (a copy, a sum), in rising order.
    pub collinear: Vec<usize>,
    /// Columns that never vary, in rising order.
    pub constant: Vec<usize>,
}

/// Every player on its own: column `i` of a covariance matrix for driver `i`, `1..=drivers`.
pub fn singles(drivers: usize) -> Vec<Vec<usize>> {
    (1..=drivers).map(|column| vec![column]).collect()
}

/// All figures of importance. Columns outside `players` take no part; no column may be in two
/// players or out of range. `None` when the outcome doesn't vary or a cell is not finite.
pub fn importance(covariance: &Matrix, players: &[Vec<usize>]) -> Option<Importance> {
    let standard = Standard::of(covariance)?;
    let columns = columns(players);
    let mut all = standard.clone();
    let r2 = all.explain(&columns).min(1.0);
    let alone = |player: &Vec<usize>| standard.clone().explain(player);
    let beyond_others = |player: &Vec<usize>| {
        let mut rest = standard.clone();
        rest.explain(&without(&columns, player));
        rest.explain(player)
    };
    let mut beta_std = vec![None; standard.len() - 1];
    for &column in &columns {
        beta_std[column - 1] = standard.beta(column, &without(&columns, &[column]));
    }
    let parts = johnson::parts(&standard, &columns)?;
    let johnson = players.iter().map(|player| {
        let own = columns.iter().zip(&parts);
        let own = own.filter(|(column, _)| player.contains(column));
        own.map(|(_, part)| part).sum()
    });
    Some(Importance {
        r2,
        lmg: lmg(covariance, players),
        johnson: johnson.collect(),
        first: players.iter().map(alone).collect(),
        last: players.iter().map(beyond_others).collect(),
        vif: inflations(&standard, players),
        beta_std,
        collinear: all.collinear(&columns),
        constant: standard.constant(&columns),
    })
}

/// LMG per player, on the scale of R²: the mean, over all orders in which drivers can be entered,
/// of what a player adds to R² when it enters (Lindeman, Merenda & Gold 1980, p. 120). `None`
/// above [`EXACT_MAX`] players, or when the outcome doesn't vary.
pub fn lmg(covariance: &Matrix, players: &[Vec<usize>]) -> Option<Vec<f64>> {
    if players.len() > EXACT_MAX {
        return None;
    }
    let mut parts = vec![0.0; players.len()];
    Lmg::grouped(players).of(covariance, &mut parts)?;
    Some(parts)
}

/// R² of the outcome (variable 0) on all other variables, 0 to 1. `None` when the outcome doesn't
/// vary.
pub fn r_squared(covariance: &Matrix) -> Option<f64> {
    let mut standard = Standard::of(covariance)?;
    let columns: Vec<usize> = (1..standard.len()).collect();
    Some(standard.explain(&columns).min(1.0))
}

/// [`Importance::vif`] alone, which takes next to no time. `None` when the outcome doesn't vary.
pub fn inflation(covariance: &Matrix, players: &[Vec<usize>]) -> Option<Vec<Option<f64>>> {
    Some(inflations(&Standard::of(covariance)?, players))
}

fn inflations(standard: &Standard, players: &[Vec<usize>]) -> Vec<Option<f64>> {
    let columns = columns(players);
    let one = |player: &Vec<usize>| standard.inflation(player, &without(&columns, player));
    players.iter().map(one).collect()
}

/// Variance inflation factor of each driver among all others: `1 / (1 − R²_j)` with `R²_j` of
/// driver `j` on the other drivers. `None` for one that never varies or that others determine;
/// all `None` when the outcome doesn't vary.
pub fn vif(covariance: &Matrix) -> Vec<Option<f64>> {
    per_driver(covariance, Standard::inflation)
}

/// Standardised regression coefficient of each driver; see [`Importance::beta_std`]. All `None`
/// when the outcome doesn't vary.
pub fn standardised_betas(covariance: &Matrix) -> Vec<Option<f64>> {
    per_driver(covariance, |standard, own, others| {
        standard.beta(own[0], others)
    })
}

type Figure = fn(&Standard, &[usize], &[usize]) -> Option<f64>;

/// A figure of each driver next to all other drivers.
fn per_driver(covariance: &Matrix, figure: Figure) -> Vec<Option<f64>> {
    let columns: Vec<usize> = (1..covariance.nrows()).collect();
    let standard = Standard::of(covariance);
    let own =
        |&column: &usize| figure(standard.as_ref()?, &[column], &without(&columns, &[column]));
    columns.iter().map(own).collect()
}

fn without(columns: &[usize], player: &[usize]) -> Vec<usize> {
    let others = columns.iter().filter(|column| !player.contains(column));
    others.copied().collect()
}

fn columns(players: &[Vec<usize>]) -> Vec<usize> {
    let mut columns: Vec<usize> = players.iter().flatten().copied().collect();
    columns.sort_unstable();
    columns
}

#[cfg(test)]
mod tests;
