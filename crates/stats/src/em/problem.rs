//! The sufficient statistics EM works on, in units where every variable has mean 0 and standard
//! deviation 1, so that one tolerance fits all.

use super::climb::climb;
use super::normal::Normal;
use super::{Fit, MIN_TOGETHER, Part, Stop, Unfit};
use crate::Matrix;

/// Where a variable's standard units begin and how large they are.
#[derive(Clone, Copy, Debug)]
pub(super) struct Unit {
    pub(super) origin: f64,
    pub(super) scale: f64,
}

impl Unit {
    /// Units of a variable with this mean and variance; 1 when it never varies.
    pub(super) fn of(mean: f64, variance: f64) -> Self {
        let scale = variance.sqrt();
        Self {
            origin: mean,
            scale: if scale.is_normal() { scale } else { 1.0 },
        }
    }
}

/// Which variables a group of people answered.
#[derive(Clone, Debug)]
pub(super) struct Pattern {
    /// Variables answered, then those that are missing, both rising.
    pub(super) order: Vec<usize>,
    /// How many were answered.
    pub(super) observed: usize,
}

impl Pattern {
    pub(super) fn new(variables: usize, observed: &[usize]) -> Self {
        let missing = (0..variables).filter(|variable| !observed.contains(variable));
        Self {
            order: observed.iter().copied().chain(missing).collect(),
            observed: observed.len(),
        }
    }

    pub(super) fn answered(&self) -> &[usize] {
        &self.order[..self.observed]
    }
}

/// What the people of one pattern add.
#[derive(Clone, Debug)]
pub(super) struct Group {
    pub(super) pattern: Pattern,
    pub(super) n: u64,
    pub(super) weight: f64,
    /// Means of the variables answered.
    pub(super) mean: Vec<f64>,
    /// Centred cross-products of the variables answered, lower triangle by rows.
    pub(super) cross: Vec<f64>,
}

/// All groups.
#[derive(Clone, Debug)]
pub(super) struct Problem {
    pub(super) units: Vec<Unit>,
    pub(super) groups: Vec<Group>,
}

impl Problem {
    pub(super) fn of_parts(variables: usize, parts: &[Part]) -> Self {
        let units: Vec<Unit> = (0..variables).map(|v| unit_of(v, parts)).collect();
        let parts = parts.iter().filter(|part| part.moments.weight() > 0.0);
        let groups = parts.map(|part| {
            let own: Vec<Unit> = part.observed.iter().map(|&v| units[v]).collect();
            let mean = part.moments.means().iter().zip(&own);
            let mut cross = part.moments.cross().to_vec();
            let mut cell = 0;
            for i in 0..own.len() {
                for j in 0..=i {
                    cross[cell] /= own[i].scale * own[j].scale;
                    cell += 1;
                }
            }
            Group {
                pattern: Pattern::new(variables, &part.observed),
                n: part.moments.n(),
                weight: part.moments.weight(),
                mean: mean
                    .map(|(m, unit)| (m - unit.origin) / unit.scale)
                    .collect(),
                cross,
            }
        });
        let groups = groups.filter(|group| group.pattern.observed > 0).collect();
        Self { units, groups }
    }

    pub(super) fn weight(&self) -> f64 {
        self.groups.iter().map(|group| group.weight).sum()
    }

    pub(super) fn fit(&self, start: Option<&Fit>, stop: Stop) -> Result<Fit, Unfit> {
        self.check()?;
        let start = start.map_or_else(|| self.first_guess(), |fit| self.scaled(fit));
        let end = climb(self, start, stop);
        let p = self.units.len();
        let covariance = Matrix::from_fn(p, p, |i, j| {
            end.normal.cell(i, j) * self.units[i].scale * self.units[j].scale
        });
        let back = end.normal.mean().iter().zip(&self.units);
        Ok(Fit {
            mean: back.map(|(m, unit)| unit.origin + m * unit.scale).collect(),
            covariance,
            iterations: end.steps,
            converged: end.converged,
        })
    }

    /// Whether the answers can tell every mean and covariance.
    fn check(&self) -> Result<(), Unfit> {
        let p = self.units.len();
        let n = self.groups.iter().map(|group| group.n).sum();
        let needed = p as u64 + 1;
        if p == 0 || n < needed {
            return Err(Unfit::TooFew { n, needed });
        }
        let mut together = vec![0; p * p];
        for group in &self.groups {
            for &i in group.pattern.answered() {
                for &j in group.pattern.answered() {
                    together[i * p + j] += group.n;
                }
            }
        }
        for i in 0..p {
            if together[i * p + i] == 0 {
                return Err(Unfit::NeverAnswered(i));
            }
        }
        for i in 0..p {
            for j in 0..i {
                if together[i * p + j] < MIN_TOGETHER {
                    return Err(Unfit::NeverTogether(j, i));
                }
            }
        }
        Ok(())
    }

    /// Means and variances of the answers given, and covariances as if what is missing were at the
    /// mean: too small, but always those of some distribution.
    pub(super) fn first_guess(&self) -> Normal {
        let p = self.units.len();
        let (mut sum, mut weight) = (vec![0.0; p], vec![0.0; p]);
        for group in &self.groups {
            for (k, &v) in group.pattern.answered().iter().enumerate() {
                weight[v] += group.weight;
                sum[v] += group.weight * group.mean[k];
            }
        }
        let mut guess = Normal::new(p);
        for v in 0..p {
            guess.mean_mut()[v] = sum[v] / weight[v];
        }
        for group in &self.groups {
            let answered = group.pattern.answered();
            let gap = |k: usize| group.mean[k] - guess.mean()[answered[k]];
            let gaps: Vec<f64> = (0..answered.len()).map(gap).collect();
            let mut cell = 0;
            for (k, &i) in answered.iter().enumerate() {
                for (l, &j) in answered[..=k].iter().enumerate() {
                    let product = group.cross[cell] + group.weight * gaps[k] * gaps[l];
                    guess.add_cell(i, j, product / (weight[i] * weight[j]).sqrt());
                    cell += 1;
                }
            }
        }
        guess.mirror();
        guess
    }

    pub(super) fn scaled(&self, fit: &Fit) -> Normal {
        let p = self.units.len();
        let mut normal = Normal::new(p);
        for (i, unit) in self.units.iter().enumerate() {
            normal.mean_mut()[i] = (fit.mean[i] - unit.origin) / unit.scale;
            for (j, other) in self.units[..=i].iter().enumerate() {
                normal.add_cell(i, j, fit.covariance[(i, j)] / (unit.scale * other.scale));
            }
        }
        normal.mirror();
        normal
    }
}

/// Mean and variance of a variable over all who answered it.
fn unit_of(variable: usize, parts: &[Part]) -> Unit {
    let (mut weight, mut mean, mut squares) = (0.0, 0.0, 0.0);
    for part in parts {
        let own = part.moments.weight();
        let Some(k) = part.observed.iter().position(|&v| v == variable) else {
            continue;
        };
        if own > 0.0 {
            let gap = part.moments.means()[k] - mean;
            squares +=
                part.moments.cross()[k * (k + 3) / 2] + gap * gap * weight * (own / (weight + own));
            weight += own;
            mean += gap * (own / weight);
        }
    }
    if weight > 0.0 {
        Unit::of(mean, squares / weight)
    } else {
        Unit::of(0.0, 1.0)
    }
}
