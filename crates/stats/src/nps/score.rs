//! The score interval of the NPS: slower than adjusted Wald, but it never leaves ±100 and keeps
//! its level for tiny groups.

use super::classes::{Classes, Effective};
use crate::Interval;

/// Score interval in NPS points: all values δ that a score test does not reject, its variance
/// taken under δ at the constrained maximum likelihood estimate (Tango 1998, Statistics in
/// Medicine 17; "iterative score" in Rocks 2016). With unequal weights that of the effective
/// number of answers (Kish 1965). `None` when nobody answered.
pub fn score_interval(classes: &Classes, z: f64) -> Option<Interval> {
    let counts = classes.effective()?;
    let observed = (counts.promoters - counts.detractors) / counts.n;
    let low = root(-1.0, observed, |delta| excess(counts, delta, z) > 0.0);
    let high = root(1.0, observed, |delta| excess(counts, delta, z) > 0.0);
    Some([100.0 * low, 100.0 * high])
}

/// Above 0 where the test rejects `delta`: distance to the observed value in units of
/// `1/√n`, minus what `z` allows.
fn excess(
    Effective {
        promoters,
        detractors,
        n,
    }: Effective,
    delta: f64,
    z: f64,
) -> f64 {
    let observed = (promoters - detractors) / n;
    // The share of detractors, given that promoters exceed them by delta, solves a q² + b q + c = 0.
    let a = 2.0 * n;
    let b = (2.0 * n - promoters + detractors) * delta - promoters - detractors;
    let c = -detractors * delta * (1.0 - delta);
    let q = ((b * b - 4.0 * a * c).max(0.0).sqrt() - b) / (2.0 * a);
    let variance = (2.0 * q + delta * (1.0 - delta)).max(0.0);
    (observed - delta).abs() * n.sqrt() - z * variance.sqrt()
}

/// Where rejection ends between `outside` and `inside`, by halving until nothing is left of the
/// distance (at most 2) in double precision.
fn root(mut outside: f64, mut inside: f64, rejected: impl Fn(f64) -> bool) -> f64 {
    for _ in 0..60 {
        let middle = f64::midpoint(outside, inside);
        if rejected(middle) {
            outside = middle;
        } else {
            inside = middle;
        }
    }
    f64::midpoint(outside, inside)
}
