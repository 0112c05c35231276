//! Corrections for looking at many groups at once: without them one segment in twenty "changes"
//! while nothing does. Holm for claims, Benjamini–Hochberg for screening.

/// Holm's step-down adjustment (Holm 1979): the chance of even one false claim among all stays
/// below the level at which the adjusted values are read. In: probabilities 0–1, any order. Out:
/// adjusted ones in the same order.
pub fn holm(p: &[f64]) -> Vec<f64> {
    let m = p.len();
    let mut adjusted = vec![0.0; m];
    let mut running = 0.0_f64;
    for (rank, index) in ascending(p).into_iter().enumerate() {
        running = running.max(p[index] * (m - rank) as f64).min(1.0);
        adjusted[index] = running;
    }
    adjusted
}

/// Benjamini–Hochberg step-up adjustment (1995): the expected part of false finds among the finds
/// stays below the level at which the adjusted values are read. In and out as [`holm`].
pub fn benjamini_hochberg(p: &[f64]) -> Vec<f64> {
    let m = p.len();
    let mut adjusted = vec![0.0; m];
    let mut running = 1.0_f64;
    for (rank, index) in ascending(p).into_iter().enumerate().rev() {
        running = running.min(p[index] * m as f64 / (rank + 1) as f64);
        adjusted[index] = running;
    }
    adjusted
}

fn ascending(p: &[f64]) -> Vec<usize> {
    let mut order: Vec<usize> = (0..p.len()).collect();
    order.sort_by(|&a, &b| p[a].total_cmp(&p[b]));
    order
}

#[cfg(test)]
mod tests;
