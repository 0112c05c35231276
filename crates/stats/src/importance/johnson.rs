//! Johnson's relative weights: R² divided over drivers by way of the nearest uncorrelated ones.

use nalgebra::SymmetricEigen;

use super::standard::{PIVOT, Standard};
use crate::Matrix;

/// Per driver (column 1 and on) its part of R² by Johnson (2000, Multivariate Behavioral Research
/// 35, 1–19; the same as Genizi 1993): with `R = V D V'` the correlations of the drivers and `r`
/// theirs with the outcome, `Λ = V √D V'`, `β = Λ⁻¹ r` and part `j = Σ_k Λ_jk² β_k²`. Parts are at
/// least 0 and sum to R². When drivers repeat each other the eigenvalues that vanish are left out
/// (generalised inverse). `None` when the outcome doesn't vary.
pub fn johnson(covariance: &Matrix) -> Option<Vec<f64>> {
    let standard = Standard::of(covariance)?;
    let columns: Vec<usize> = (1..standard.len()).collect();
    parts(&standard, &columns)
}

/// The parts of `columns` alone, in their order.
pub(super) fn parts(standard: &Standard, columns: &[usize]) -> Option<Vec<f64>> {
    if columns.is_empty() {
        return Some(Vec::new());
    }
    let p = columns.len();
    let drivers = Matrix::from_fn(p, p, |i, j| standard.cell(columns[i], columns[j]));
    let eigen = SymmetricEigen::try_new(drivers, f64::EPSILON, 1000 * p)?;
    let vectors = &eigen.eigenvectors;
    let roots = eigen
        .eigenvalues
        .map(|value| if value > PIVOT { value.sqrt() } else { 0.0 });
    // Correlations with the outcome on the axes of the eigenvectors, divided by their roots.
    let axes: Vec<f64> = (0..p)
        .map(|axis| {
            let along: f64 = (0..p)
                .map(|i| vectors[(i, axis)] * standard.cell(0, columns[i]))
                .sum();
            if roots[axis] > 0.0 {
                along / roots[axis]
            } else {
                0.0
            }
        })
        .collect();
    let beta = vectors * nalgebra::DVector::from_vec(axes);
    let lambda = vectors * Matrix::from_diagonal(&roots) * vectors.transpose();
    let part = |j: usize| (0..p).map(|k| (lambda[(j, k)] * beta[k]).powi(2)).sum();
    Some((0..p).map(part).collect())
}
