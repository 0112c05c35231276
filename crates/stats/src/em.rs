//! Means and covariances when answers are missing: everyone who answered anything counts.
//!
//! Leaving out all who said "don't know" somewhere (listwise) can leave a quarter of the people,
//! and not a random quarter. The EM algorithm (Dempster, Laird & Rubin 1977; for the normal
//! distribution Little & Rubin 2002, §11.2) finds the means and the covariance matrix under which
//! the answers that *were* given are most likely, the same as full-information maximum likelihood
//! (FIML) of the saturated model. It is right when whether an answer is missing depends on nothing
//! but the other answers (missing at random), and so when respondents were asked a random part of
//! the statements.
//!
//! People are grouped by which answers they gave; a group enters by its means and cross-products
//! alone, so an iteration costs the number of such patterns and not the number of people. The
//! steps are stretched by SQUAREM (Varadhan & Roland 2008, Scand. J. Statist. 35) wherever that
//! raises the likelihood; the end point is that of plain EM.

mod climb;
mod normal;
mod problem;
mod rows;
mod step;
mod work;

use crate::Matrix;
use crate::moments::Moments;
use problem::Problem;

pub use rows::Incomplete;

/// Fewer people than this who answered both of two variables cannot tell their correlation.
pub const MIN_TOGETHER: u64 = 3;

/// A multivariate normal distribution fitted to incomplete answers.
#[derive(Clone, Debug, PartialEq)]
pub struct Fit {
    /// Mean of each variable.
    pub mean: Vec<f64>,
    /// Maximum-likelihood covariances (divisor: the sum of the weights, not one less).
    pub covariance: Matrix,
    /// Steps taken.
    pub iterations: usize,
    /// Whether the last step was within the tolerance. If not, there was no time to get there.
    pub converged: bool,
}

/// Why there is no fit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unfit {
    /// Fewer people than variables plus one: any covariance matrix would do.
    TooFew {
        /// How many people answered anything.
        n: u64,
        /// How many are needed at least.
        needed: u64,
    },
    /// Nobody answered this variable.
    NeverAnswered(usize),
    /// Fewer than [`MIN_TOGETHER`] people answered both of these variables, so that nothing says
    /// how they go together.
    NeverTogether(usize, usize),
}

/// When to stop.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Stop {
    /// Largest change of any mean or covariance in a step, in standard deviations.
    pub tolerance: f64,
    /// Most steps.
    pub iterations: usize,
}

impl Default for Stop {
    /// To the last digits that count.
    fn default() -> Self {
        Self {
            tolerance: 1e-10,
            iterations: 2000,
        }
    }
}

/// The people who answered the same variables.
#[derive(Clone, Debug, PartialEq)]
pub struct Part {
    /// The variables they answered, rising.
    pub observed: Vec<usize>,
    /// Moments of those variables, in that order.
    pub moments: Moments,
}

/// Fits parts that were summed elsewhere, over `variables` variables; for data too large to hold
/// as rows. See [`Incomplete::fit`].
pub fn fit(
    variables: usize,
    parts: &[Part],
    start: Option<&Fit>,
    stop: Stop,
) -> Result<Fit, Unfit> {
    Problem::of_parts(variables, parts).fit(start, stop)
}

#[cfg(test)]
mod tests;
