//! Small closed customer bases: when 40 of all 60 customers answered, only 20 are left to be
//! unsure about. The finite-population correction `√((N − n)/(N − 1))` narrows what a figure of
//! `n` of `N` customers leaves open about those `N`, down to nothing when all answered (Cochran
//! 1977, Sampling Techniques, section 2.6).
//!
//! It is for questions about these customers now. Whether a *change* is more than chance is a
//! question about what makes customers answer so, and that takes the uncorrected figure.

use crate::Interval;
use std::fmt;

/// More answers than customers: one of the two numbers is wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TooMany {
    /// Answers given.
    pub n: u64,
    /// Customers said to exist.
    pub population: u64,
}

impl fmt::Display for TooMany {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{} answers from a population of {}",
            self.n, self.population
        )
    }
}

impl std::error::Error for TooMany {}

/// What the size of the population does to the uncertainty of a figure.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Correction {
    factor: f64,
}

impl Correction {
    /// For `n` answers, each of another one of `population` customers.
    pub fn new(n: u64, population: u64) -> Result<Self, TooMany> {
        if n > population {
            return Err(TooMany { n, population });
        }
        let factor = if n == population {
            0.0
        } else {
            // Nobody has answered for n = 0, where the quotient would exceed 1.
            let left = (population - n.max(1)) as f64;
            (left / (population as f64 - 1.0).max(1.0)).sqrt()
        };
        Ok(Self { factor })
    }

    /// `√((N − n)/(N − 1))`, 0–1: the factor on a standard error.
    pub fn factor(&self) -> f64 {
        self.factor
    }

    /// The standard error that is left.
    pub fn se(&self, se: f64) -> f64 {
        se * self.factor
    }

    /// The interval that is left: both limits drawn towards the figure by the factor, so that it
    /// is the figure itself when all customers answered. For symmetric intervals this is
    /// `value ± z · se · factor`.
    pub fn interval(&self, value: f64, interval: Interval) -> Interval {
        interval.map(|limit| value + (limit - value) * self.factor)
    }
}

/// The number of answers that tells as much of a population as `n` answers tell of an endless one:
/// `n N / (N + n − 1)`, rounded up. 0 for an empty population.
pub fn required(n: u64, population: u64) -> u64 {
    if n == 0 || population == 0 {
        return 0;
    }
    let (n, population) = (u128::from(n), u128::from(population));
    let needed = (n * population).div_ceil(population + n - 1);
    u64::try_from(needed).expect("at most the population, which is a u64")
}

#[cfg(test)]
mod tests;
