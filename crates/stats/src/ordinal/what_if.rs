//! What would become of the outcome if drivers moved: average predictions before and after.

use super::{Design, Fit};

/// How one driver moves.
#[derive(Clone, Debug, PartialEq)]
pub struct Move {
    /// Which driver, as numbered in the columns given.
    pub driver: usize,
    /// By how much per person, in the units that the driver was given in.
    pub by: Vec<f64>,
}

/// Average predictions before and after a move.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct WhatIf {
    /// The model's average, people as they are (not the observed one).
    pub before: f64,
    /// The average after the move.
    pub after: f64,
    /// `after − before`.
    pub gain: f64,
    /// Standard error of the gain from the parameters alone (delta method), people fixed.
    pub se: f64,
}

/// Predicts what levels count on average. With Δv_k the step in points at threshold k, a person's
/// prediction is `v_last − Σ Δv_k F(θ_k − η)`.
#[derive(Clone, Debug)]
pub struct Predictor<'a> {
    design: &'a Design,
    last: f64,
    steps: Vec<f64>,
}

impl<'a> Predictor<'a> {
    /// `points` are what each level counts, indexed by the levels as given to the design.
    ///
    /// Panics when a level that occurs has no points.
    pub fn new(design: &'a Design, points: &[f64]) -> Self {
        let values: Vec<f64> = design
            .kept
            .iter()
            .map(|&level| points[usize::from(level)])
            .collect();
        Self {
            design,
            last: *values.last().expect("a design has two levels or more"),
            steps: values.windows(2).map(|pair| pair[1] - pair[0]).collect(),
        }
    }

    /// Before and after `moves`, which happen together.
    pub fn what_if(&self, fit: &Fit, moves: &[&Move]) -> WhatIf {
        let weight = |person| self.design.weight(person);
        let (mut before, mut gain, mut total) = (0.0, 0.0, 0.0);
        for person in 0..self.design.len() {
            let eta = self.eta(&fit.inner, person);
            let now = self.value(&fit.inner, eta);
            let raised = self.raised(&fit.inner, moves, person);
            total += weight(person);
            before += weight(person) * now;
            if raised != 0.0 {
                gain += weight(person) * (self.value(&fit.inner, eta + raised) - now);
            }
        }
        WhatIf {
            before: before / total,
            after: (before + gain) / total,
            gain: gain / total,
            se: fit.standard_error(&self.gradient(fit, moves)),
        }
    }

    /// The average gain of each move by itself, with other parameters ([`Design::refit`]) and
    /// weights than the fit's.
    pub fn gains(&self, inner: &[f64], weights: &[f64], moves: &[Move]) -> Vec<f64> {
        let mut gains = vec![0.0; moves.len()];
        let mut total = 0.0;
        for (person, &weight) in weights
            .iter()
            .enumerate()
            .filter(|(_, weight)| **weight > 0.0)
        {
            total += weight;
            let eta = self.eta(inner, person);
            let now = self.value(inner, eta);
            for (gain, one) in gains.iter_mut().zip(moves) {
                let raised = self.raised(inner, &[one], person);
                if raised != 0.0 {
                    *gain += weight * (self.value(inner, eta + raised) - now);
                }
            }
        }
        for gain in &mut gains {
            *gain /= total;
        }
        gains
    }

    /// Each person's gain at a fit.
    pub fn gain_of_each(&self, fit: &Fit, one: &Move) -> Vec<f64> {
        (0..self.design.len())
            .map(|person| {
                let raised = self.raised(&fit.inner, &[one], person);
                if raised == 0.0 {
                    return 0.0;
                }
                let eta = self.eta(&fit.inner, person);
                self.value(&fit.inner, eta + raised) - self.value(&fit.inner, eta)
            })
            .collect()
    }

    /// Derivative of the average gain by the parameters, in the order of [`Design::scores`].
    pub fn gradient(&self, fit: &Fit, moves: &[&Move]) -> Vec<f64> {
        let mut gradient = vec![0.0; fit.inner.len()];
        let mut total = 0.0;
        for person in 0..self.design.len() {
            let weight = self.design.weight(person);
            total += weight;
            let raised = self.raised(&fit.inner, moves, person);
            if raised == 0.0 && moves.iter().all(|one| one.by[person] == 0.0) {
                continue;
            }
            let eta = self.eta(&fit.inner, person);
            self.add_gradient(&fit.inner, (person, eta), (-weight, &[]), &mut gradient);
            let moved = (person, eta + raised);
            self.add_gradient(&fit.inner, moved, (weight, moves), &mut gradient);
        }
        for value in &mut gradient {
            *value /= total;
        }
        gradient
    }

    /// The linear predictor of standardised drivers.
    fn eta(&self, inner: &[f64], person: usize) -> f64 {
        let columns = self.design.used.len();
        let row = &self.design.rows[person * columns..(person + 1) * columns];
        let beta = &inner[self.steps.len()..];
        row.iter().zip(beta).map(|(x, b)| x * b).sum()
    }

    /// By how much moves raise the linear predictor.
    fn raised(&self, inner: &[f64], moves: &[&Move], person: usize) -> f64 {
        moves
            .iter()
            .filter(|one| one.by[person] != 0.0)
            .filter_map(|one| {
                let (at, by) = self.standard(one, person)?;
                Some(inner[self.steps.len() + at] * by)
            })
            .sum()
    }

    /// A move in standardised units, and which coefficient it goes with.
    fn standard(&self, one: &Move, person: usize) -> Option<(usize, f64)> {
        let at = self.design.position(one.driver)?;
        Some((at, one.by[person] / self.design.sd[at]))
    }

    fn value(&self, inner: &[f64], eta: f64) -> f64 {
        let below = self.steps.iter().zip(inner);
        self.last
            - below
                .map(|(step, theta)| step * logistic(theta - eta))
                .sum::<f64>()
    }

    fn add_gradient(
        &self,
        inner: &[f64],
        (person, eta): (usize, f64),
        (weight, moves): (f64, &[&Move]),
        gradient: &mut [f64],
    ) {
        let cuts = self.steps.len();
        let columns = self.design.used.len();
        let row = &self.design.rows[person * columns..(person + 1) * columns];
        for (cut, step) in self.steps.iter().enumerate() {
            let f = logistic(inner[cut] - eta);
            let slope = weight * step * f * (1.0 - f);
            gradient[cut] -= slope;
            for (sum, x) in gradient[cuts..].iter_mut().zip(row) {
                *sum += slope * x;
            }
            for one in moves {
                if let Some((at, by)) = self.standard(one, person) {
                    gradient[cuts + at] += slope * by;
                }
            }
        }
    }
}

fn logistic(x: f64) -> f64 {
    1.0 / (1.0 + (-x).exp())
}
