//! Quantiles and tail probabilities, in one place so that every figure uses the same ones.

use statrs::distribution::{ContinuousCDF, StudentsT};
use statrs::function::erf::{erfc, erfc_inv};

/// Normal quantile of a two-sided 95 % interval.
pub const Z95: f64 = 1.959_963_984_540_054;

/// Normal quantile of a two-sided interval at `confidence` (between 0 and 1, exclusive).
pub fn normal(confidence: f64) -> f64 {
    std::f64::consts::SQRT_2 * erfc_inv(1.0 - confidence)
}

/// Two-sided tail probability of a standard normal statistic.
pub fn normal_p(z: f64) -> f64 {
    erfc(z.abs() / std::f64::consts::SQRT_2)
}

/// Student quantile of a two-sided interval at `confidence` with `df` degrees of freedom
/// (above 0, fractions allowed).
pub fn student(confidence: f64, df: f64) -> f64 {
    let distribution = t(df);
    distribution.inverse_cdf(0.5 + confidence / 2.0)
}

/// Two-sided tail probability of a Student statistic with `df` degrees of freedom.
pub fn student_p(statistic: f64, df: f64) -> f64 {
    if statistic.is_infinite() {
        0.0
    } else {
        2.0 * t(df).cdf(-statistic.abs())
    }
}

fn t(df: f64) -> StudentsT {
    StudentsT::new(0.0, 1.0, df).expect("degrees of freedom are positive and finite")
}

#[cfg(test)]
mod tests;
