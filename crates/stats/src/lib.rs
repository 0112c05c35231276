//! Formulas: counts in, figures with uncertainty out; no input, output, clock or database.
//!
//! Everything starts from [`Tally`], a count that adds up: score counts make an
//! [`nps`] figure, five-point counts make a [`share`] or a [`mean`], and the table of
//! statement against recommendation makes a [`kss`] figure. Because tallies add up, the
//! figures of any group follow from the sums of its parts, and no figure ever needs the
//! single answers again. Each comes with its standard error, interval and number of
//! answers; a difference between two groups comes with a [`Verdict`].

pub mod agreement;
pub mod association;
pub mod bootstrap;
mod change;
pub mod cluster;
pub mod control;
pub mod decompose;
pub mod em;
pub mod finite;
pub mod importance;
pub mod keyness;
pub mod kss;
pub mod late;
pub mod mean;
pub mod moments;
pub mod multiplicity;
pub mod nps;
pub mod ordinal;
pub mod power;
pub mod quantile;
pub mod share;
pub mod shrink;
mod tally;

pub use change::{Change, FEW, Verdict};
pub use tally::Tally;

/// A matrix of figures; a covariance or correlation matrix is symmetric, with the outcome
/// as variable 0 and the drivers behind it.
pub type Matrix = nalgebra::DMatrix<f64>;

/// Lower and upper limit, in the unit of the figure it belongs to.
pub type Interval = [f64; 2];

/// The interval `centre ± z · se`.
pub(crate) fn around(centre: f64, se: f64, z: f64) -> Interval {
    [centre - z * se, centre + z * se]
}
