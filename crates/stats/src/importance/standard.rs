//! The correlation matrix that importance works on, and the elimination of drivers from it.

use crate::Matrix;

/// What may remain of a standardised variable's variance, once others are taken out, before it
/// counts as determined by them: a variance inflation of 10^10, beyond what answers can carry.
pub(super) const PIVOT: f64 = 1e-10;

/// A correlation matrix, outcome first, from which drivers are taken out one by one: each time
/// what remains is the Schur complement, the (co)variance not explained by those taken out.
#[derive(Clone, Debug)]
pub(super) struct Standard {
    matrix: Matrix,
    varies: Vec<bool>,
    /// Columns taken out that left something to divide by.
    pivots: Vec<Option<f64>>,
}

impl Standard {
    /// Standardises; a variable that never varies correlates with nothing. `None` when there is
    /// no outcome, it doesn't vary, or a cell is not finite.
    pub(super) fn of(covariance: &Matrix) -> Option<Self> {
        let n = covariance.nrows();
        if n == 0 || covariance.iter().any(|cell| !cell.is_finite()) {
            return None;
        }
        let varies: Vec<bool> = (0..n)
            .map(|i| covariance[(i, i)].is_normal() && covariance[(i, i)] > 0.0)
            .collect();
        if !varies[0] {
            return None;
        }
        let sd: Vec<f64> = (0..n).map(|i| covariance[(i, i)].sqrt()).collect();
        let matrix = Matrix::from_fn(n, n, |i, j| {
            if i == j {
                1.0
            } else if varies[i] && varies[j] {
                covariance[(i, j)] / (sd[i] * sd[j])
            } else {
                0.0
            }
        });
        Some(Self {
            matrix,
            varies,
            pivots: vec![None; n],
        })
    }

    /// Number of variables, with the outcome.
    pub(super) fn len(&self) -> usize {
        self.varies.len()
    }

    /// Remaining covariance of two variables.
    pub(super) fn cell(&self, i: usize, j: usize) -> f64 {
        self.matrix[(i, j)]
    }

    /// Takes out `columns` in turn and gives the share of the outcome's variance that they explain
    /// beyond those taken out before.
    pub(super) fn explain(&mut self, columns: &[usize]) -> f64 {
        columns.iter().map(|&column| self.take_out(column)).sum()
    }

    fn take_out(&mut self, column: usize) -> f64 {
        let pivot = self.matrix[(column, column)];
        if pivot <= PIVOT {
            return 0.0;
        }
        let own: Vec<f64> = self.matrix.column(column).iter().copied().collect();
        for j in 0..own.len() {
            let factor = own[j] / pivot;
            for (i, value) in own.iter().enumerate() {
                self.matrix[(i, j)] -= value * factor;
            }
        }
        self.pivots[column] = Some(pivot);
        own[0] * own[0] / pivot
    }

    /// Columns taken out that earlier ones determine.
    pub(super) fn collinear(&self, columns: &[usize]) -> Vec<usize> {
        let gone = columns
            .iter()
            .filter(|&&column| self.pivots[column].is_none());
        gone.copied().collect()
    }

    /// Columns that never vary.
    pub(super) fn constant(&self, columns: &[usize]) -> Vec<usize> {
        let constant = columns.iter().filter(|&&column| !self.varies[column]);
        constant.copied().collect()
    }

    /// Generalised variance inflation of `player` by `others`, to the power `1 / columns`:
    /// `det R_p / det S_p`, with `S_p` what the others leave of it. `None` when it never varies or
    /// is determined.
    pub(super) fn inflation(&self, player: &[usize], others: &[usize]) -> Option<f64> {
        let mut alone = self.clone();
        alone.explain(player);
        let mut rest = self.clone();
        rest.explain(others);
        rest.explain(player);
        let mut ratio = 1.0;
        for &column in player {
            if !self.varies[column] {
                return None;
            }
            ratio *= alone.pivots[column]? / rest.pivots[column]?;
        }
        // A variance can't be deflated; below 1 is rounding.
        Some(ratio.powf(1.0 / player.len() as f64).max(1.0))
    }

    /// The coefficient of a column next to `others`, in standard deviations.
    pub(super) fn beta(&self, column: usize, others: &[usize]) -> Option<f64> {
        let mut rest = self.clone();
        rest.explain(others);
        let pivot = rest.cell(column, column);
        (self.varies[column] && pivot > PIVOT).then(|| rest.cell(0, column) / pivot)
    }
}
