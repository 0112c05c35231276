//! Whether a driver works alike at every threshold: the test of proportional odds.

use nalgebra::DVector;

use super::likelihood::Likelihood;
use super::{Design, Fit, newton};
use statrs::function::gamma::gamma_ur;

/// Newton's decrement at which a larger model's maximum is near enough: it starts close by, and the
/// step after this leaves of the statistic's error about the square.
const DECREMENT: f64 = 1e-4;

/// One driver with a coefficient per threshold, all others with one.
#[derive(Clone, Debug, PartialEq)]
pub struct Nominal {
    /// Likelihood ratio statistic against the proportional model, at least 0.
    pub statistic: f64,
    /// Its degrees of freedom: thresholds − 1.
    pub df: usize,
    /// Its tail probability (χ²).
    pub p: f64,
    /// The driver's coefficient at each threshold, in the units it was given in: how much it raises
    /// the log-odds of being above that threshold.
    pub beta: Vec<f64>,
}

/// The test for one driver (McCullagh 1980; Brant 1990, Biometrics 46, by likelihood ratio).
/// `None` when the driver was left out of the model, there is only one threshold, or the larger
/// model has no maximum.
pub fn nominal_test(design: &Design, fit: &Fit, driver: usize) -> Option<Nominal> {
    let cuts = design.kept.len() - 1;
    let at = design.position(driver)?;
    if cuts < 2 {
        return None;
    }
    let columns = design.used.len();
    let own: Vec<f64> = design
        .rows
        .chunks_exact(columns)
        .map(|row| row[at])
        .collect();
    let others: Vec<f64> = design
        .rows
        .chunks_exact(columns)
        .flat_map(|row| row[..at].iter().chain(&row[at + 1..]))
        .copied()
        .collect();
    let likelihood = Likelihood {
        levels: &design.levels,
        cuts,
        rows: &others,
        columns: columns - 1,
        by_level: Some(&own),
        weights: design.weights.as_deref(),
    };
    // The proportional model in the parameters of the larger one.
    let shared = fit.inner[cuts + at];
    let mut start: Vec<f64> = fit.inner[..cuts]
        .iter()
        .flat_map(|&theta| [theta, -shared])
        .collect();
    start.extend(
        (0..columns)
            .filter(|&other| other != at)
            .map(|other| fit.inner[cuts + other]),
    );
    let sums = likelihood.evaluate(&start);
    let maximum = newton(&likelihood, start, sums, DECREMENT).ok()?;
    let statistic = (2.0 * (maximum.sums.loglik - fit.loglik)).max(0.0);
    let df = cuts - 1;
    let inner = DVector::from_vec(maximum.inner);
    Some(Nominal {
        statistic,
        df,
        p: chi_squared_p(statistic, df),
        beta: (0..cuts)
            .map(|cut| -inner[2 * cut + 1] / design.sd[at])
            .collect(),
    })
}

/// Upper tail of χ² with `df` degrees of freedom.
fn chi_squared_p(statistic: f64, df: usize) -> f64 {
    if statistic <= 0.0 {
        return 1.0;
    }
    gamma_ur(df as f64 / 2.0, statistic / 2.0)
}
