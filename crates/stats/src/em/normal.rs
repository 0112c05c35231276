//! A normal distribution as one list of numbers, so that steps between two of them can be measured
//! and stretched.

use super::work::Work;
use crate::Matrix;

/// What must remain of each variable's variance, in standard units, when all others are known, for
/// the inverse of the covariances to keep ten digits.
const OWN: f64 = 1e-4;

/// Means, followed by all covariances row after row: in one list.
#[derive(Clone, Debug)]
pub(super) struct Normal {
    pub(super) numbers: Vec<f64>,
    pub(super) p: usize,
}

impl Normal {
    pub(super) fn new(p: usize) -> Self {
        Self {
            numbers: vec![0.0; p + p * p],
            p,
        }
    }

    pub(super) fn mean(&self) -> &[f64] {
        &self.numbers[..self.p]
    }

    pub(super) fn mean_mut(&mut self) -> &mut [f64] {
        &mut self.numbers[..self.p]
    }

    pub(super) fn cell(&self, i: usize, j: usize) -> f64 {
        self.numbers[self.p + i * self.p + j]
    }

    /// Adds to a covariance in the lower triangle, `j ≤ i`.
    pub(super) fn add_cell(&mut self, i: usize, j: usize, value: f64) {
        self.numbers[self.p + i * self.p + j] += value;
    }

    /// Copies the lower triangle to the upper one.
    pub(super) fn mirror(&mut self) {
        let p = self.p;
        for i in 0..p {
            for j in 0..i {
                self.numbers[p + j * p + i] = self.numbers[p + i * p + j];
            }
        }
    }

    /// The inverse of the covariances; none when a variable is close to being determined by others.
    pub(super) fn precision(&self) -> Option<Matrix> {
        let cells = Matrix::from_fn(self.p, self.p, |i, j| self.cell(i, j));
        let inverse = cells.cholesky()?.inverse();
        let own = (0..self.p).map(|v| inverse[(v, v)]);
        let clear = |cell: f64| cell > 0.0 && cell * OWN < 1.0;
        own.clone().all(clear).then_some(inverse)
    }

    /// Whether these are the covariances of some distribution without determined variables.
    pub(super) fn is_positive(&self) -> bool {
        let mut work = Work::new(self.p);
        let order: Vec<usize> = (0..self.p).collect();
        work.gather(self, &order);
        work.eliminate(self.p);
        !work.determined
    }
}
