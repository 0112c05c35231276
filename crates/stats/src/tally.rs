//! The weighted count that every figure starts from; it adds up, so groups can be merged and
//! a withdrawn answer can be taken out again.

use std::iter::Sum;
use std::ops::{Add, AddAssign, Sub, SubAssign};

/// A weighted count. Unweighted answers have `n = w = w2`.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Tally {
    /// How many people answered.
    pub n: u64,
    /// Sum of their weights, at least 0.
    pub w: f64,
    /// Sum of their squared weights.
    pub w2: f64,
}

/// Relative room for rounding when asking whether all weights are equal: far above the error of
/// summing millions of weights, far below any weighting that could move a figure.
const EQUAL_WEIGHTS: f64 = 1e-9;

impl Tally {
    /// Nobody.
    pub const ZERO: Self = Self {
        n: 0,
        w: 0.0,
        w2: 0.0,
    };

    /// One answer that counts for `weight` (0 or more).
    pub fn weighted(weight: f64) -> Self {
        Self {
            n: 1,
            w: weight,
            w2: weight * weight,
        }
    }

    /// Nobody answered, or all who did have weight 0: no share can be taken of it.
    pub fn is_empty(&self) -> bool {
        self.n == 0 || self.w <= 0.0
    }

    /// Effective number of answers, `(Σw)² / Σw²`: the number of unweighted answers that would
    /// tell as much (Kish 1965, Survey Sampling). Equals `n` when all weights are equal, 0 when
    /// empty.
    pub fn effective_n(&self) -> f64 {
        if self.is_empty() {
            0.0
        } else {
            self.w * self.w / self.w2
        }
    }

    /// What the weighting costs: `n` over the effective number of answers (Kish 1965), 1 when all
    /// weights are equal, 1 when empty.
    pub fn design_effect(&self) -> f64 {
        if self.is_empty() {
            1.0
        } else {
            self.n as f64 / self.effective_n()
        }
    }

    /// Whether all answers count the same, whatever the common weight.
    pub fn is_equally_weighted(&self) -> bool {
        self.is_empty()
            || (self.n as f64 - self.effective_n()).abs() <= EQUAL_WEIGHTS * self.n as f64
    }
}

impl From<u64> for Tally {
    /// `n` answers that each count for 1.
    fn from(n: u64) -> Self {
        Self {
            n,
            w: n as f64,
            w2: n as f64,
        }
    }
}

impl Add for Tally {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Self {
            n: self.n + other.n,
            w: self.w + other.w,
            w2: self.w2 + other.w2,
        }
    }
}

impl AddAssign for Tally {
    fn add_assign(&mut self, other: Self) {
        *self = *self + other;
    }
}

impl Sub for Tally {
    type Output = Self;
    /// Takes out answers that were counted before. Panics (in debug) when there are fewer.
    fn sub(self, other: Self) -> Self {
        let n = self.n - other.n;
        if n == 0 {
            // Rounding would leave a trace of weights that belong to nobody.
            return Self::ZERO;
        }
        Self {
            n,
            w: (self.w - other.w).max(0.0),
            w2: (self.w2 - other.w2).max(0.0),
        }
    }
}

impl SubAssign for Tally {
    fn sub_assign(&mut self, other: Self) {
        *self = *self - other;
    }
}

impl Sum for Tally {
    fn sum<I: Iterator<Item = Self>>(iter: I) -> Self {
        iter.fold(Self::ZERO, Add::add)
    }
}

impl<'a> Sum<&'a Tally> for Tally {
    fn sum<I: Iterator<Item = &'a Tally>>(iter: I) -> Self {
        iter.copied().sum()
    }
}

#[cfg(test)]
mod tests;
