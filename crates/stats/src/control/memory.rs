//! Charts that remember: small shifts that no single period shows add up in them.

use super::{Direction, Plotted, Series};

/// Settings of the exponentially weighted moving average (Roberts 1959).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Ewma {
    /// Weight of the newest period, above 0 and at most 1.
    pub lambda: f64,
    /// Limits lie this many standard errors of the average from the centre.
    pub sigmas: f64,
}

impl Default for Ewma {
    /// λ = 0.2 with limits of 3 standard errors.
    fn default() -> Self {
        Self {
            lambda: 0.2,
            sigmas: 3.0,
        }
    }
}

/// Settings of the two-sided cumulative sum (Page 1954).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Cusum {
    /// Part of every deviation that is let pass, in standard errors of a period: half the shift
    /// that should be seen.
    pub k: f64,
    /// Decision interval: a sum beyond it is a signal, in standard errors of a period.
    pub h: f64,
}

impl Default for Cusum {
    /// k = 0.5 (shifts of one standard error) with a decision interval of 5.
    fn default() -> Self {
        Self { k: 0.5, h: 5.0 }
    }
}

/// A period on the chart of cumulative sums, in standard errors of a period.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct CusumPoint {
    /// Which of the periods given, counted from 0.
    pub index: usize,
    /// Sum of the deviations upwards, 0 or more.
    pub upper: f64,
    /// Sum of the deviations downwards, 0 or less.
    pub lower: f64,
    /// Whether a sum lies beyond the decision interval, and which. The larger one, should both.
    pub beyond: Option<Direction>,
}

impl Series {
    /// The exponentially weighted moving average `yᵢ = λxᵢ + (1 − λ)yᵢ₋₁`, from the centre. Its
    /// limits follow from its exact variance, `vᵢ = λ²seᵢ² + (1 − λ)²vᵢ₋₁`: for periods of equal
    /// size `se² λ/(2 − λ) (1 − (1 − λ)²ⁱ)`.
    pub fn ewma(&self, Ewma { lambda, sigmas }: Ewma) -> Vec<Plotted> {
        let (mut average, mut variance) = (self.centre, 0.0);
        self.periods
            .iter()
            .map(|period| {
                average = lambda * period.value + (1.0 - lambda) * average;
                variance = (lambda * period.se).powi(2) + (1.0 - lambda).powi(2) * variance;
                self.plot(period.index, average, sigmas * variance.sqrt())
            })
            .collect()
    }

    /// The two cumulative sums of standardised deviations `z`: upwards `max(0, C + z − k)`,
    /// downwards `min(0, C + z + k)`.
    pub fn cusum(&self, Cusum { k, h }: Cusum) -> Vec<CusumPoint> {
        let (mut upper, mut lower) = (0.0_f64, 0.0_f64);
        self.periods
            .iter()
            .map(|period| {
                let z = self.z(period);
                upper = (upper + z - k).max(0.0);
                lower = (lower + z + k).min(0.0);
                let beyond = if upper.max(-lower) <= h {
                    None
                } else if upper >= -lower {
                    Some(Direction::Up)
                } else {
                    Some(Direction::Down)
                };
                CusumPoint {
                    index: period.index,
                    upper,
                    lower,
                    beyond,
                }
            })
            .collect()
    }
}
