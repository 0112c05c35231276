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

/// From this many degrees of freedom on, series in 1/df give Student's t to eleven digits, where
/// the continued fraction behind its distribution function begins to lose them.
const MANY: f64 = 1e4;

/// Student quantile of a two-sided interval at `confidence` (between 0 and 1, exclusive) with `df`
/// degrees of freedom (above 0, fractions allowed). Found by halving, which always ends; for many
/// degrees of freedom by the expansion around the normal quantile (Abramowitz & Stegun 26.7.5).
pub fn student(confidence: f64, df: f64) -> f64 {
    let z = normal(confidence);
    if df >= MANY {
        let z2 = z * z;
        let first = (z2 + 1.0) / (4.0 * df);
        let second = ((5.0 * z2 + 16.0) * z2 + 3.0) / (96.0 * df * df);
        return z * (1.0 + first + second);
    }
    let outside = |t: f64| student_p(t, df) <= 1.0 - confidence;
    let (mut low, mut high) = (z, z.max(1.0));
    while !outside(high) && high.is_finite() {
        high *= 2.0;
    }
    // Sixty halvings leave nothing of the distance in double precision.
    for _ in 0..60 {
        let middle = f64::midpoint(low, high);
        if outside(middle) {
            high = middle;
        } else {
            low = middle;
        }
    }
    f64::midpoint(low, high)
}

/// Two-sided tail probability of a Student statistic with `df` degrees of freedom (above 0).
pub fn student_p(statistic: f64, df: f64) -> f64 {
    if statistic.is_infinite() {
        return 0.0;
    }
    if df >= MANY {
        // The inverse of the expansion above; it stays increasing for statistics of any size.
        let x = statistic * statistic;
        let first = (x + 1.0) / (4.0 * df);
        let second = ((13.0 * x + 8.0) * x + 3.0) / (96.0 * df * df);
        return normal_p(statistic * (1.0 - first + second));
    }
    let t = StudentsT::new(0.0, 1.0, df).expect("degrees of freedom are above 0 and finite");
    2.0 * t.cdf(-statistic.abs())
}

#[cfg(test)]
mod tests;
