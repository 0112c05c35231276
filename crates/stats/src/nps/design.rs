//! Which estimator a whole sample takes, so that no two groups of one table differ in method.

use super::classes::Classes;

/// How the answers of a sample count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Design {
    /// All the same.
    Equal,
    /// By weights: also in a group whose own weights happen to be equal.
    Weighted {
        /// Answers in the whole sample, all groups together; at least 2.
        total_n: u64,
    },
}

impl Design {
    /// The design of a sample, from all its answers: weighted as soon as two weights differ.
    pub fn of(sample: &Classes) -> Self {
        let total = sample.total();
        if total.is_equally_weighted() {
            Self::Equal
        } else {
            Self::Weighted { total_n: total.n }
        }
    }
}
