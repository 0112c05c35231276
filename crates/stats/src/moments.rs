//! Weighted means and cross-products that add up: the sufficient statistics of every linear
//! analysis. Parts (a file chunk, a segment, a thread) are counted apart and merged, so a
//! covariance matrix never needs all answers at once.

use crate::Matrix;

/// Share of a variable's raw sum of squares below which its centred sum of squares is rounding:
/// such a variable is constant. Far above the error of `f64` sums, far below any real spread.
const CONSTANT: f64 = 1e-13;

/// Number, weight, means and centred cross-products of rows of `p` variables.
///
/// Rows are added one by one by the weighted update of West (1979, Comm. ACM 22) and parts are
/// merged by Chan, Golub & LeVeque (1979, Stanford STAN-CS-79-773); both avoid the cancellation
/// of raw sums of squares.
#[derive(Clone, Debug, PartialEq)]
pub struct Moments {
    n: u64,
    w: f64,
    mean: Vec<f64>,
    /// Lower triangle by rows: `Σ w (x_i − m_i)(x_j − m_j)` for `j ≤ i`.
    cross: Vec<f64>,
}

impl Moments {
    /// Nobody, for rows of `p` variables.
    pub fn new(p: usize) -> Self {
        Self {
            n: 0,
            w: 0.0,
            mean: vec![0.0; p],
            cross: vec![0.0; p * (p + 1) / 2],
        }
    }

    /// From raw sums, as kernels over whole numbers give them: `sums[i] = Σ w x_i` and
    /// `products[(i, j)] = Σ w x_i x_j` of `n` rows that weigh `w` together (only the lower
    /// triangle is read). With whole numbers the sums are exact, so nothing is lost by centring
    /// afterwards.
    pub fn from_sums(n: u64, w: f64, sums: &[f64], products: &Matrix) -> Self {
        let mut moments = Self::new(sums.len());
        if n == 0 || w <= 0.0 {
            return moments;
        }
        moments.n = n;
        moments.w = w;
        for (mean, sum) in moments.mean.iter_mut().zip(sums) {
            *mean = sum / w;
        }
        let constant: Vec<bool> = (0..sums.len())
            .map(|i| products[(i, i)] - sums[i] * sums[i] / w <= CONSTANT * products[(i, i)])
            .collect();
        let mut cell = 0;
        for i in 0..sums.len() {
            for j in 0..=i {
                if !(constant[i] || constant[j]) {
                    moments.cross[cell] = products[(i, j)] - sums[i] * sums[j] / w;
                }
                cell += 1;
            }
        }
        moments
    }

    /// Counts the rows of `columns` (all of one length), each for its weight or for 1.
    pub fn of(columns: &[Vec<f64>], weights: Option<&[f64]>) -> Self {
        let mut moments = Self::new(columns.len());
        let mut row = vec![0.0; columns.len()];
        for r in 0..columns.first().map_or(0, Vec::len) {
            for (value, column) in row.iter_mut().zip(columns) {
                *value = column[r];
            }
            moments.add(&row, weights.map_or(1.0, |weights| weights[r]));
        }
        moments
    }

    /// Counts one row for `weight`. A row with a missing (not finite) value is left out as a
    /// whole, as is a row without a positive finite weight.
    pub fn add(&mut self, row: &[f64], weight: f64) {
        let counts = weight > 0.0 && weight.is_finite();
        if !counts || row.iter().any(|value| !value.is_finite()) {
            return;
        }
        let total = self.w + weight;
        let shrink = weight * (self.w / total);
        let mut cell = 0;
        for i in 0..self.mean.len() {
            let gap = shrink * (row[i] - self.mean[i]);
            for (value, mean) in row.iter().zip(&self.mean).take(i + 1) {
                self.cross[cell] += gap * (value - mean);
                cell += 1;
            }
        }
        for (mean, value) in self.mean.iter_mut().zip(row) {
            *mean += (value - *mean) * (weight / total);
        }
        self.n += 1;
        self.w = total;
    }

    /// Counts everyone in `other` too; both must have the same variables.
    pub fn merge(&mut self, other: &Self) {
        debug_assert_eq!(self.mean.len(), other.mean.len(), "other variables");
        if other.n == 0 {
            return;
        }
        if self.n == 0 {
            self.clone_from(other);
            return;
        }
        let total = self.w + other.w;
        let shrink = self.w * (other.w / total);
        let mut cell = 0;
        for i in 0..self.mean.len() {
            let gap = shrink * (other.mean[i] - self.mean[i]);
            for j in 0..=i {
                self.cross[cell] += other.cross[cell] + gap * (other.mean[j] - self.mean[j]);
                cell += 1;
            }
        }
        for (mean, others) in self.mean.iter_mut().zip(&other.mean) {
            *mean += (others - *mean) * (other.w / total);
        }
        self.n += other.n;
        self.w = total;
    }

    /// How many rows were counted.
    pub fn n(&self) -> u64 {
        self.n
    }

    /// Sum of their weights.
    pub fn weight(&self) -> f64 {
        self.w
    }

    /// Weighted mean of each variable; zeros when nobody was counted.
    pub fn means(&self) -> &[f64] {
        &self.mean
    }

    /// The covariance matrix, `Σ w (x − m)(x − m)' / (w̄ (n − 1))` with `w̄` the mean weight: the
    /// usual divisor `n − 1` for weights of 1, and for survey weights the one of Lumley (2010,
    /// Complex Surveys; `svyvar`), which doesn't change when all weights are multiplied. `None`
    /// with fewer than two rows.
    pub fn covariance(&self) -> Option<Matrix> {
        if self.n < 2 {
            return None;
        }
        let n = self.n as f64;
        let divisor = self.w * ((n - 1.0) / n);
        Some(self.spread(divisor))
    }

    /// The correlation matrix; see [`correlation`] for a variable without spread. `None` with
    /// fewer than two rows.
    pub fn correlation(&self) -> Option<Matrix> {
        self.covariance().map(|covariance| correlation(&covariance))
    }

    /// Lower triangle by rows of the centred cross-products.
    pub(crate) fn cross(&self) -> &[f64] {
        &self.cross
    }

    fn spread(&self, divisor: f64) -> Matrix {
        Matrix::from_fn(self.mean.len(), self.mean.len(), |i, j| {
            let (high, low) = (i.max(j), i.min(j));
            self.cross[high * (high + 1) / 2 + low] / divisor
        })
    }
}

/// The correlation matrix of a covariance matrix. A variable without spread correlates with
/// nothing: its whole row and column are 0, also on the diagonal, which tells it apart.
pub fn correlation(covariance: &Matrix) -> Matrix {
    let sd: Vec<f64> = covariance.diagonal().iter().map(|v| v.sqrt()).collect();
    Matrix::from_fn(sd.len(), sd.len(), |i, j| {
        // Also false for a negative variance, whose root is no number.
        if !(sd[i] > 0.0 && sd[j] > 0.0) {
            0.0
        } else if i == j {
            1.0
        } else {
            (covariance[(i, j)] / (sd[i] * sd[j])).clamp(-1.0, 1.0)
        }
    })
}

#[cfg(test)]
mod tests;
