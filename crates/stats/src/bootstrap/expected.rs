//! Resampling an EM fit without fitting again.
//!
//! At the fit, every person has moments that are expected of them, given what they answered: the
//! answers, what is expected where one is missing, their products, and what remains uncertain. The
//! fit is the point where the average of these is the distribution itself. In a resample the average
//! differs by some d, and the distribution that reproduces itself lies, to first order, at
//! `(I − J)⁻¹ d` from the fit, with J the derivative of EM's step (Dempster, Laird & Rubin 1977, §4;
//! Meng & Rubin 1991, JASA 86). When nothing is missing J is 0 and this is exact; otherwise the error
//! is of the order 1/n beside a spread of the order 1/√n. A replicate then costs a sum over people
//! and one small linear system, however many patterns of missing answers there are.

use std::collections::HashMap;

use nalgebra::{DVector, Dyn, LU};

use super::random_sample;
use crate::Matrix;
use crate::em::Fit;

/// Remaining variance, in standard units, below which a variable is determined by others.
const PIVOT: f64 = 1e-10;
/// Step of the numerical derivative, in standard units.
const EPSILON: f64 = 1e-6;
/// With more patterns of missing answers than this, J is taken from as many people at random: it is
/// an average over people, and a few percent of it do not show in an interval.
const PATTERNS: usize = 800;

/// Regressions kept for people with the same pattern to come; there may be as many patterns as people.
const KEPT: usize = 4096;

/// What is expected of every person at a fit, and how the fit follows the average of that.
#[derive(Clone, Debug)]
pub struct Expected {
    mean: Vec<f64>,
    sd: Vec<f64>,
    /// Means of 0, then the correlations: the fit itself, in the order of the moments.
    centre: Vec<f64>,
    /// `I − J`, factored.
    rest: LU<f64, Dyn, Dyn>,
    /// Whether anything is missing at all.
    incomplete: bool,
}

/// The regression of what is missing in a pattern on what was answered.
struct Regression {
    /// The correlations with the answered variables swept out: slopes in missing rows × answered
    /// columns, what remains in missing × missing.
    swept: Vec<f64>,
    observed: Vec<bool>,
}

impl Expected {
    /// Prepares a fit of `columns` (`NaN` is missing) with these weights.
    pub fn new(columns: &[Vec<f64>], weights: Option<&[f64]>, fit: &Fit) -> Self {
        let p = columns.len();
        let sd: Vec<f64> = (0..p)
            .map(|v| {
                let sd = fit.covariance[(v, v)].max(0.0).sqrt();
                if sd > 0.0 { sd } else { 1.0 }
            })
            .collect();
        let mut expected = Self {
            mean: fit.mean.clone(),
            centre: centre(fit, &sd),
            sd,
            rest: Matrix::identity(0, 0).lu(),
            incomplete: false,
        };
        let d = expected.width();
        let j = expected.derivative(columns, weights);
        expected.rest = (Matrix::identity(d, d) - j).lu();
        expected
    }

    /// How many moments there are: a mean per variable and a product per pair.
    pub fn width(&self) -> usize {
        let p = self.mean.len();
        p + p * (p + 1) / 2
    }

    /// Sums of everybody's moments by unit, a row of [`Expected::width`] numbers each; each person
    /// counts for `weight`. People with nothing answered add nothing.
    pub fn by_unit(
        &self,
        columns: &[Vec<f64>],
        weights: Option<&[f64]>,
        (unit, units): (&[u32], usize),
    ) -> Vec<f64> {
        let d = self.width();
        let mut sums = vec![0.0; units * d];
        let mut known = HashMap::new();
        let mut row = vec![0.0; self.mean.len()];
        for (person, &unit) in unit.iter().enumerate() {
            let observed: Vec<bool> = columns.iter().map(|c| c[person].is_finite()).collect();
            if !observed.contains(&true) {
                continue;
            }
            if known.len() >= KEPT {
                known.clear();
            }
            let regression = known
                .entry(observed)
                .or_insert_with_key(|observed| Regression::new(&self.centre, observed));
            for (v, value) in row.iter_mut().enumerate() {
                *value = (columns[v][person] - self.mean[v]) / self.sd[v];
            }
            let weight = weights.map_or(1.0, |weights| weights[person]);
            let own = &mut sums[unit as usize * d..(unit as usize + 1) * d];
            regression.add(&mut row, &[], weight, own);
        }
        sums
    }

    /// The correlations (a covariance matrix in units of the fit) of a resample, from the sum of
    /// its units' moments and of the weights of its people with any answer.
    pub fn covariance(&self, sums: &[f64], weight: f64) -> Matrix {
        let p = self.mean.len();
        let average = sums.iter().map(|sum| sum / weight);
        let mut moments: Vec<f64> = average.collect();
        if self.incomplete {
            let off = moments.iter().zip(&self.centre).map(|(a, b)| a - b);
            let off = DVector::from_iterator(self.width(), off);
            if let Some(step) = self.rest.solve(&off) {
                let moved = self.centre.iter().zip(&step);
                moments = moved.map(|(centre, step)| centre + step).collect();
            }
        }
        Matrix::from_fn(p, p, |i, j| {
            moments[p + triangle(i, j)] - moments[i] * moments[j]
        })
    }

    /// Coefficients of the first variable's regression on the others, in the units of the columns, from
    /// a covariance that [`Expected::covariance`] gave; what others determine is shared with them.
    pub fn slopes(&self, covariance: &Matrix) -> Option<Vec<f64>> {
        let (drivers, outcome) = split(covariance);
        let slopes = inverse(drivers)? * outcome;
        Some(
            slopes
                .iter()
                .enumerate()
                .map(|(at, b)| b * self.unit(at))
                .collect(),
        )
    }

    /// Those coefficients at the fit, and the covariance of their errors: from how each unit pulls at
    /// the fit (infinitesimal jackknife; Efron 1982, ch. 6), right whatever the distribution.
    /// `rows` are [`Expected::by_unit`]'s, `weights` the weight of each unit's people.
    pub fn slopes_at_fit(&self, rows: &[f64], weights: &[f64]) -> Option<(Vec<f64>, Matrix)> {
        let p = self.mean.len();
        let at_fit = Matrix::from_fn(p, p, |i, j| self.centre[p + triangle(i, j)]);
        let (drivers, outcome) = split(&at_fit);
        let inverse = inverse(drivers)?;
        let slopes = &inverse * outcome;
        let total: f64 = weights.iter().sum();
        let mut spread = Matrix::zeros(p - 1, p - 1);
        for (row, weight) in rows.chunks_exact(self.width()).zip(weights) {
            let off = row
                .iter()
                .zip(&self.centre)
                .map(|(sum, centre)| (sum - weight * centre) / total);
            let off = DVector::from_iterator(self.width(), off);
            let moved = self.rest.solve(&off)?;
            let moved = Matrix::from_fn(p, p, |i, j| moved[p + triangle(i, j)]);
            let (drivers, outcome) = split(&moved);
            let pull = &inverse * (outcome - drivers * &slopes);
            spread.ger(1.0, &pull, &pull, 1.0);
        }
        let told = slopes.iter().enumerate().map(|(at, b)| b * self.unit(at));
        let told = told.collect();
        spread = Matrix::from_fn(p - 1, p - 1, |i, j| {
            spread[(i, j)] * self.unit(i) * self.unit(j)
        });
        Some((told, spread))
    }

    /// What a standardised coefficient of a driver is in the units of the columns.
    fn unit(&self, driver: usize) -> f64 {
        self.sd[0] / self.sd[driver + 1]
    }

    /// The derivative of EM's step by the moments it starts from, column by column.
    fn derivative(&mut self, columns: &[Vec<f64>], weights: Option<&[f64]>) -> Matrix {
        let d = self.width();
        let groups = groups(columns, weights, &self.mean, &self.sd);
        self.incomplete = groups.iter().any(|group| group.observed.contains(&false));
        let mut derivative = Matrix::zeros(d, d);
        if !self.incomplete {
            return derivative;
        }
        let at = step(&groups, &self.centre, d);
        let moved = super::replicate(
            d,
            || self.centre.clone(),
            |from, coordinate| {
                from.copy_from_slice(&self.centre);
                from[coordinate] += EPSILON;
                step(&groups, from, d)
            },
        );
        for (coordinate, to) in moved.iter().enumerate() {
            for (row, (to, at)) in to.iter().zip(&at).enumerate() {
                derivative[(row, coordinate)] = (to - at) / EPSILON;
            }
        }
        derivative
    }
}

/// People with the same pattern of answers, by their weight, sums and products (standard units).
struct Group {
    observed: Vec<bool>,
    weight: f64,
    mean: Vec<f64>,
    /// Centred products of the answered variables, divided by the weight; lower triangle.
    spread: Vec<f64>,
}

/// Groups people by pattern; a random part of them when there are very many patterns.
fn groups(columns: &[Vec<f64>], weights: Option<&[f64]>, mean: &[f64], sd: &[f64]) -> Vec<Group> {
    let n = columns.first().map_or(0, Vec::len);
    let pattern =
        |person: usize| -> Vec<bool> { columns.iter().map(|c| c[person].is_finite()).collect() };
    let mut patterns: HashMap<Vec<bool>, Vec<usize>> = HashMap::new();
    for person in 0..n {
        patterns.entry(pattern(person)).or_default().push(person);
    }
    if patterns.len() > PATTERNS {
        patterns.clear();
        for person in random_sample(n, PATTERNS, 0) {
            let person = person as usize;
            patterns.entry(pattern(person)).or_default().push(person);
        }
    }
    let mut groups: Vec<(Vec<bool>, Vec<usize>)> = patterns
        .into_iter()
        .filter(|(observed, _)| observed.contains(&true))
        .collect();
    // In a fixed order, so that sums come out the same every time.
    groups.sort_unstable_by_key(|(_, people)| people[0]);
    let p = columns.len();
    let value = |v: usize, person: usize| (columns[v][person] - mean[v]) / sd[v];
    let group = |(observed, people): (Vec<bool>, Vec<usize>)| {
        let weight = |&person: &usize| weights.map_or(1.0, |weights| weights[person]);
        let total: f64 = people.iter().map(weight).sum();
        let mut own = Group {
            weight: total,
            mean: vec![0.0; p],
            spread: vec![0.0; p * (p + 1) / 2],
            observed,
        };
        if total <= 0.0 {
            return own;
        }
        for v in (0..p).filter(|&v| own.observed[v]) {
            let sum: f64 = people
                .iter()
                .map(|person| weight(person) * value(v, *person))
                .sum();
            own.mean[v] = sum / total;
        }
        for i in (0..p).filter(|&v| own.observed[v]) {
            for j in (0..=i).filter(|&v| own.observed[v]) {
                let product = |person: &usize| {
                    let (a, b) = (
                        value(i, *person) - own.mean[i],
                        value(j, *person) - own.mean[j],
                    );
                    weight(person) * a * b
                };
                own.spread[triangle(i, j)] = people.iter().map(product).sum::<f64>() / total;
            }
        }
        own
    };
    groups.into_iter().map(group).collect()
}

/// The average of the moments expected under the distribution with moments `from`.
fn step(groups: &[Group], from: &[f64], d: usize) -> Vec<f64> {
    let mut sums = vec![0.0; d];
    let total: f64 = groups.iter().map(|group| group.weight).sum();
    let mut row = Vec::new();
    for group in groups {
        let regression = Regression::new(from, &group.observed);
        row.clone_from(&group.mean);
        regression.add(&mut row, &group.spread, group.weight, &mut sums);
    }
    for sum in &mut sums {
        *sum /= total;
    }
    sums
}

impl Regression {
    /// Under the distribution with these moments, the regression on the observed variables.
    fn new(moments: &[f64], observed: &[bool]) -> Self {
        let p = observed.len();
        let mean = &moments[..p];
        let mut a = vec![0.0; p * p + p];
        for i in 0..p {
            for j in 0..p {
                a[i * p + j] = moments[p + triangle(i, j)] - mean[i] * mean[j];
            }
        }
        a[p * p..].copy_from_slice(mean);
        let mut pivot_row = vec![0.0; p];
        for k in (0..p).filter(|&k| observed[k]) {
            let pivot = a[k * p + k];
            if pivot <= PIVOT {
                // Determined by those before: it tells nothing more.
                for i in 0..p {
                    a[i * p + k] = 0.0;
                    a[k * p + i] = 0.0;
                }
                continue;
            }
            pivot_row.copy_from_slice(&a[k * p..(k + 1) * p]);
            for (i, row) in a[..p * p].chunks_exact_mut(p).enumerate() {
                if i == k {
                    continue;
                }
                let factor = row[k] / pivot;
                for (cell, other) in row.iter_mut().zip(&pivot_row) {
                    *cell -= factor * other;
                }
                row[k] = factor;
            }
            for cell in &mut a[k * p..(k + 1) * p] {
                *cell /= pivot;
            }
            a[k * p + k] = -1.0 / pivot;
        }
        Self {
            swept: a,
            observed: observed.to_vec(),
        }
    }

    /// Adds the moments expected of people who answered `row` on average and spread around it by
    /// `spread` (nothing for one person). Fills in what is missing in `row`.
    fn add(&self, row: &mut [f64], spread: &[f64], weight: f64, sums: &mut [f64]) {
        let p = row.len();
        let mean = &self.swept[p * p..];
        for m in (0..p).filter(|&v| !self.observed[v]) {
            let slopes = &self.swept[m * p..(m + 1) * p];
            let known = (0..p).filter(|&v| self.observed[v]);
            row[m] = mean[m] + known.map(|o| slopes[o] * (row[o] - mean[o])).sum::<f64>();
        }
        let (means, products) = sums.split_at_mut(p);
        let mut cell = 0;
        for i in 0..p {
            means[i] += weight * row[i];
            for j in 0..=i {
                let mut product = row[i] * row[j];
                if !self.observed[i] && !self.observed[j] {
                    product += self.swept[i * p + j];
                }
                if !spread.is_empty() {
                    product += self.spread_of(i, j, spread);
                }
                products[cell] += weight * product;
                cell += 1;
            }
        }
    }

    /// Covariance of two variables, answered or filled in, that follows from the answers' spread.
    fn spread_of(&self, i: usize, j: usize, spread: &[f64]) -> f64 {
        match (self.observed[i], self.observed[j]) {
            (true, true) => spread[triangle(i, j)],
            (true, false) => self.slope_sum(j, |o| spread[triangle(i, o)]),
            (false, true) => self.slope_sum(i, |o| spread[triangle(o, j)]),
            (false, false) => {
                self.slope_sum(i, |o| self.slope_sum(j, |other| spread[triangle(o, other)]))
            }
        }
    }

    fn slope_sum(&self, missing: usize, of: impl Fn(usize) -> f64) -> f64 {
        let p = self.observed.len();
        let known = (0..p).filter(|&v| self.observed[v]);
        known.map(|o| self.swept[missing * p + o] * of(o)).sum()
    }
}

/// The drivers' covariances, and theirs with the outcome.
fn split(covariance: &Matrix) -> (Matrix, DVector<f64>) {
    let p = covariance.nrows() - 1;
    let drivers = covariance.view((1, 1), (p, p)).into_owned();
    (
        drivers,
        covariance.view((1, 0), (p, 1)).column(0).into_owned(),
    )
}

/// The inverse; the generalised one when drivers determine each other.
fn inverse(drivers: Matrix) -> Option<Matrix> {
    match drivers.clone().cholesky() {
        Some(factor) => Some(factor.inverse()),
        None => drivers.pseudo_inverse(1e-9).ok(),
    }
}

/// The fit in standard units.
fn centre(fit: &Fit, sd: &[f64]) -> Vec<f64> {
    let p = sd.len();
    let mut centre = vec![0.0; p];
    for i in 0..p {
        for j in 0..=i {
            centre.push(fit.covariance[(i, j)] / (sd[i] * sd[j]));
        }
    }
    centre
}

/// Where the product of two variables stands.
fn triangle(i: usize, j: usize) -> usize {
    let (large, small) = (i.max(j), i.min(j));
    large * (large + 1) / 2 + small
}
