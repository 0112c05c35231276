//! Proportional odds: how an ordered outcome, such as detractor, passive, promoter, depends on
//! drivers, and what would become of it if drivers moved.
//!
//! `P(Y ≤ k) = F(θ_k − x'β)` with F the logistic distribution function (McCullagh 1980, JRSS B 42).
//! Fitted by Newton's method; the log-likelihood is concave wherever the thresholds are in order
//! (Pratt 1981, JASA 76), so that a step which is halved when it goes too far always ends at the one
//! maximum, and Fisher's scoring is never needed to fall back on.
//!
//! Drivers are standardised inside, so that euros and five-point answers do alike; a driver that
//! others determine (a copy, a constant) is left out and has coefficient 0. Two levels make this
//! logistic regression.

mod likelihood;
mod nominal;
mod what_if;

use nalgebra::{DMatrix, DVector};

use likelihood::{Likelihood, Sums};

pub use nominal::{Nominal, nominal_test};
pub use what_if::{Move, Predictor, WhatIf};

/// A driver of which the others leave less of the variance than this adds nothing.
const ALIASED: f64 = 1e-9;
/// Newton's decrement (twice the log-likelihood still to gain) at which the maximum is reached; the
/// step after it squares what is left.
const DECREMENT: f64 = 1e-9;
/// Steps after which there is no maximum to be found.
const STEPS: usize = 60;
/// Information left about a coefficient, as a part of what there was before fitting, below which
/// the likelihood is flat: the driver separates the levels and its coefficient has no end.
const SEPARATED: f64 = 1e-6;

/// People multiplied in one go.
const PEOPLE: usize = 4096;

/// People and their drivers, ready to fit.
#[derive(Clone, Debug)]
pub struct Design {
    /// Level per person, numbered among those that occur.
    levels: Vec<u8>,
    /// The levels that occur, as they were given.
    kept: Vec<u8>,
    /// Weight per person.
    weights: Option<Vec<f64>>,
    /// Standardised drivers, person by person; only those used.
    rows: Vec<f64>,
    /// Which drivers are used.
    used: Vec<usize>,
    mean: Vec<f64>,
    sd: Vec<f64>,
    /// How many drivers were given.
    given: usize,
}

/// Why there is no model.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Problem {
    /// Fewer than two levels occur.
    OneLevel,
    /// A combination of drivers separates the levels, or nearly: coefficients without end.
    Separated,
}

/// A fitted model, in the units that the drivers were given in.
#[derive(Clone, Debug)]
pub struct Fit {
    /// θ, one fewer than there are levels, ascending.
    pub thresholds: Vec<f64>,
    /// β per driver given; 0 for those left out.
    pub beta: Vec<f64>,
    /// Standard error per threshold, then per driver; 0 for those left out.
    pub se: Vec<f64>,
    /// Whether a driver was left out because others (or none at all) determine it.
    pub aliased: Vec<bool>,
    /// The maximum of the log-likelihood.
    pub loglik: f64,
    /// Newton steps.
    pub iterations: usize,
    /// Thresholds and coefficients of the standardised drivers that were used.
    pub(crate) inner: Vec<f64>,
    /// Their covariance: the inverse of the observed information.
    pub(crate) covariance: DMatrix<f64>,
}

impl Design {
    /// `levels` of people (any numbers, ordered) and their drivers, a column each. Weights count as
    /// numbers of people; none below 0. A person without weight doesn't count.
    ///
    /// Panics when columns differ in length. Values must be finite.
    pub fn new(
        levels: &[u8],
        columns: &[Vec<f64>],
        weights: Option<&[f64]>,
    ) -> Result<Self, Problem> {
        let n = levels.len();
        for column in columns {
            assert_eq!(column.len(), n, "every column has a value per person");
        }
        let weight = |person: usize| weights.map_or(1.0, |weights| weights[person]);
        let mut seen = [false; 256];
        for (person, &level) in levels.iter().enumerate() {
            seen[usize::from(level)] |= weight(person) > 0.0;
        }
        let kept: Vec<u8> = (0..=255)
            .filter(|&level| seen[usize::from(level)])
            .collect();
        if kept.len() < 2 {
            return Err(Problem::OneLevel);
        }
        let number = |level: u8| kept.partition_point(|&other| other < level) as u8;
        let total: f64 = (0..n).map(weight).sum();
        let moments: Vec<[f64; 2]> = columns
            .iter()
            .map(|column| mean_and_sd(column, weight, total))
            .collect();
        let varying: Vec<usize> = (0..columns.len())
            .filter(|&column| moments[column][1] > 0.0)
            .collect();
        let mut rows = standardised(columns, &moments, &varying);
        let used: Vec<usize> = independent(&correlations(&rows, varying.len(), weights, total))
            .into_iter()
            .map(|at| varying[at])
            .collect();
        if used.len() < varying.len() {
            rows = standardised(columns, &moments, &used);
        }
        Ok(Self {
            levels: levels.iter().map(|&level| number(level)).collect(),
            kept,
            weights: weights.map(<[f64]>::to_vec),
            rows,
            mean: used.iter().map(|&column| moments[column][0]).collect(),
            sd: used.iter().map(|&column| moments[column][1]).collect(),
            used,
            given: columns.len(),
        })
    }

    /// How many people there are.
    pub fn len(&self) -> usize {
        self.levels.len()
    }

    /// Nobody.
    pub fn is_empty(&self) -> bool {
        self.levels.is_empty()
    }

    /// The levels that occur, ascending.
    pub fn kept(&self) -> &[u8] {
        &self.kept
    }

    /// How many parameters the model has: thresholds and drivers used.
    pub fn parameters(&self) -> usize {
        self.kept.len() - 1 + self.used.len()
    }

    /// The model.
    pub fn fit(&self) -> Result<Fit, Problem> {
        let likelihood = self.likelihood(self.weights.as_deref());
        let start = self.start();
        let null = likelihood.evaluate(&start);
        let maximum = newton(&likelihood, start, null.clone(), DECREMENT)?;
        let before = null.information.cholesky().ok_or(Problem::Separated)?;
        let before = before.inverse();
        let flat = (0..before.nrows())
            .any(|at| before[(at, at)] < SEPARATED * maximum.covariance[(at, at)]);
        if flat {
            return Err(Problem::Separated);
        }
        Ok(self.told(maximum))
    }

    /// The parameters with these weights per person instead of the design's own, starting from a
    /// fit: for resampling. `None` when these weights don't determine them.
    pub fn refit(&self, weights: &[f64], start: &Fit) -> Option<Vec<f64>> {
        let likelihood = self.likelihood(Some(weights));
        let sums = likelihood.evaluate(&start.inner);
        // The step after this decrement leaves an error far below the spread of resamples.
        let maximum = newton(&likelihood, start.inner.clone(), sums, 1e-3).ok()?;
        Some(maximum.inner)
    }

    /// Each person's part of the log-likelihood's gradient at a fit, per unit of weight: a row per
    /// person with [`Design::parameters`] numbers. With the fit's covariance C and weights w,
    /// `C Σ w·row` is the step from the fit towards that of those weights.
    pub fn scores(&self, fit: &Fit) -> Vec<f64> {
        self.likelihood(None).scores(&fit.inner)
    }

    fn likelihood<'a>(&'a self, weights: Option<&'a [f64]>) -> Likelihood<'a> {
        Likelihood {
            levels: &self.levels,
            cuts: self.kept.len() - 1,
            rows: &self.rows,
            columns: self.used.len(),
            by_level: None,
            weights,
        }
    }

    /// The thresholds when no driver matters: the logits of the cumulated shares.
    fn start(&self) -> Vec<f64> {
        let mut weight = vec![0.0; self.kept.len()];
        for (person, &level) in self.levels.iter().enumerate() {
            weight[usize::from(level)] += self.weight(person);
        }
        let total: f64 = weight.iter().sum();
        let mut below = 0.0;
        let mut start = Vec::with_capacity(self.parameters());
        for level in &weight[..weight.len() - 1] {
            below += level;
            start.push((below / (total - below)).ln());
        }
        start.resize(self.parameters(), 0.0);
        start
    }

    /// Where a driver's coefficient stands among those used.
    fn position(&self, driver: usize) -> Option<usize> {
        self.used.binary_search(&driver).ok()
    }

    /// What a person counts for.
    pub fn weight(&self, person: usize) -> f64 {
        self.weights.as_ref().map_or(1.0, |weights| weights[person])
    }

    /// A maximum in the units that the drivers were given in.
    fn told(&self, maximum: Maximum) -> Fit {
        let cuts = self.kept.len() - 1;
        let covariance = maximum.covariance;
        let inner = maximum.inner;
        let beta_of = |used: usize| inner[cuts + used] / self.sd[used];
        let shift: f64 = (0..self.used.len())
            .map(|used| beta_of(used) * self.mean[used])
            .sum();
        let mut beta = vec![0.0; self.given];
        let mut se = vec![0.0; cuts + self.given];
        let mut aliased = vec![true; self.given];
        for (used, &column) in self.used.iter().enumerate() {
            beta[column] = beta_of(used);
            let variance = covariance[(cuts + used, cuts + used)];
            se[cuts + column] = variance.max(0.0).sqrt() / self.sd[used];
            aliased[column] = false;
        }
        for (cut, se) in se[..cuts].iter_mut().enumerate() {
            let mut gradient = DVector::zeros(inner.len());
            gradient[cut] = 1.0;
            for used in 0..self.used.len() {
                gradient[cuts + used] = self.mean[used] / self.sd[used];
            }
            *se = (&covariance * &gradient).dot(&gradient).max(0.0).sqrt();
        }
        Fit {
            thresholds: inner[..cuts].iter().map(|theta| theta + shift).collect(),
            beta,
            se,
            aliased,
            loglik: maximum.sums.loglik,
            iterations: maximum.iterations,
            inner,
            covariance,
        }
    }
}

impl Fit {
    /// Standard error (delta method) of a figure with this derivative by the parameters, in the order
    /// of [`Design::scores`].
    pub fn standard_error(&self, gradient: &[f64]) -> f64 {
        let gradient = DVector::from_column_slice(gradient);
        let variance = (&self.covariance * &gradient).dot(&gradient);
        variance.max(0.0).sqrt()
    }

    /// Covariance of the parameters as [`Design::scores`] orders them (standardised drivers).
    pub fn covariance(&self) -> &DMatrix<f64> {
        &self.covariance
    }
}

/// Where Newton's method ended.
struct Maximum {
    inner: Vec<f64>,
    sums: Sums,
    covariance: DMatrix<f64>,
    iterations: usize,
}

/// Climbs to the maximum from `at`, whose sums are known.
fn newton(
    likelihood: &Likelihood<'_>,
    mut at: Vec<f64>,
    mut sums: Sums,
    decrement: f64,
) -> Result<Maximum, Problem> {
    for iterations in 0..STEPS {
        let factor = sums
            .information
            .clone()
            .cholesky()
            .ok_or(Problem::Separated)?;
        let step = factor.solve(&sums.gradient);
        let gain = step.dot(&sums.gradient);
        if !gain.is_finite() {
            return Err(Problem::Separated);
        }
        let (next, there) = halved(likelihood, &at, &sums, &step).ok_or(Problem::Separated)?;
        (at, sums) = (next, there);
        if gain < decrement {
            let factor = sums
                .information
                .clone()
                .cholesky()
                .ok_or(Problem::Separated)?;
            return Ok(Maximum {
                inner: at,
                covariance: factor.inverse(),
                sums,
                iterations: iterations + 1,
            });
        }
    }
    Err(Problem::Separated)
}

/// The step, or the largest half, quarter, … of it that doesn't lead downhill.
fn halved(
    likelihood: &Likelihood<'_>,
    at: &[f64],
    sums: &Sums,
    step: &DVector<f64>,
) -> Option<(Vec<f64>, Sums)> {
    let mut part = 1.0;
    // Rounding of the log-likelihood mustn't halve the last steps away.
    let enough = sums.loglik - 1e-10 * sums.loglik.abs().max(1.0);
    for _ in 0..40 {
        let next: Vec<f64> = at
            .iter()
            .zip(step)
            .map(|(at, step)| at + part * step)
            .collect();
        let there = likelihood.evaluate(&next);
        if there.loglik >= enough {
            return Some((next, there));
        }
        part /= 2.0;
    }
    None
}

fn mean_and_sd(column: &[f64], weight: impl Fn(usize) -> f64, total: f64) -> [f64; 2] {
    let sum = |of: &dyn Fn(f64) -> f64| -> f64 {
        let terms = column.iter().enumerate();
        terms.map(|(person, &x)| weight(person) * of(x)).sum()
    };
    let mean = sum(&|x| x) / total;
    let variance = sum(&|x| (x - mean) * (x - mean)) / total;
    // Of a constant, rounding leaves a trace.
    let sd = variance.sqrt();
    [mean, if sd <= 1e-12 * mean.abs() { 0.0 } else { sd }]
}

/// Some of the columns in standard units, person by person.
fn standardised(columns: &[Vec<f64>], moments: &[[f64; 2]], which: &[usize]) -> Vec<f64> {
    let n = columns.first().map_or(0, Vec::len);
    let mut rows = vec![0.0; n * which.len()];
    for (at, &column) in which.iter().enumerate() {
        let [mean, sd] = moments[column];
        let own = rows[at..].iter_mut().step_by(which.len());
        for (value, x) in own.zip(&columns[column]) {
            *value = (x - mean) / sd;
        }
    }
    rows
}

/// Correlations of standardised rows of `p` numbers each.
fn correlations(rows: &[f64], p: usize, weights: Option<&[f64]>, total: f64) -> DMatrix<f64> {
    let mut sums = DMatrix::zeros(p, p);
    for (part, rows) in rows.chunks(PEOPLE * p.max(1)).enumerate() {
        let mut scaled = rows.to_vec();
        if let Some(weights) = weights {
            let weights = &weights[part * PEOPLE..];
            for (row, weight) in scaled.chunks_exact_mut(p).zip(weights) {
                let root = weight.max(0.0).sqrt();
                for x in row {
                    *x *= root;
                }
            }
        }
        sums += likelihood::products(scaled, p);
    }
    sums / total
}

/// The columns that those before them don't determine: Cholesky's pivots of their correlations.
fn independent(correlations: &DMatrix<f64>) -> Vec<usize> {
    let mut used: Vec<usize> = Vec::new();
    let mut factor: Vec<Vec<f64>> = Vec::new();
    for column in 0..correlations.nrows() {
        let mut row: Vec<f64> = Vec::with_capacity(used.len() + 1);
        for (at, &other) in used.iter().enumerate() {
            let known: f64 = row.iter().zip(&factor[at]).map(|(a, b)| a * b).sum();
            row.push((correlations[(column, other)] - known) / factor[at][at]);
        }
        let left = 1.0 - row.iter().map(|x| x * x).sum::<f64>();
        if left > ALIASED {
            row.push(left.sqrt());
            factor.push(row);
            used.push(column);
        }
    }
    used
}

#[cfg(test)]
mod tests;
