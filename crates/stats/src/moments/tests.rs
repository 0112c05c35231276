//! Merging, weighting and leaving out: what every analysis built on moments relies on.

use proptest::prelude::*;

use super::{Moments, correlation};
use crate::Matrix;

fn close(a: &Matrix, b: &Matrix, tolerance: f64) -> bool {
    a.shape() == b.shape() && (a - b).amax() <= tolerance * (1.0 + a.amax())
}

fn rows() -> impl Strategy<Value = Vec<([f64; 3], f64)>> {
    let answer = (0..11_i32, 1..6_i32, 1..6_i32, 1..5_i32);
    prop::collection::vec(
        answer.prop_map(|(a, b, c, w)| ([f64::from(a), f64::from(b), f64::from(c)], f64::from(w))),
        0..40,
    )
}

fn count(rows: &[([f64; 3], f64)]) -> Moments {
    let mut moments = Moments::new(3);
    for (row, weight) in rows {
        moments.add(row, *weight);
    }
    moments
}

/// Anscombe (1973), first set: mean of x 9, of y 7.50; variances 11 and 4.127; r .816.
#[test]
fn anscombe() {
    let y = vec![
        8.04, 6.95, 7.58, 8.81, 8.33, 9.96, 7.24, 4.26, 10.84, 4.82, 5.68,
    ];
    let x = vec![10.0, 8.0, 13.0, 9.0, 11.0, 14.0, 6.0, 4.0, 12.0, 7.0, 5.0];
    let moments = Moments::of(&[y, x], None);
    let covariance = moments.covariance().unwrap();
    assert_eq!(moments.n(), 11);
    assert!((moments.means()[1] - 9.0).abs() < 1e-12);
    assert!((covariance[(1, 1)] - 11.0).abs() < 1e-12);
    assert!((covariance[(0, 0)] - 4.127_269_090_909_091).abs() < 1e-12);
    assert!((moments.correlation().unwrap()[(0, 1)] - 0.816_420_516_344_844).abs() < 1e-12);
}

#[test]
fn too_few_rows_have_no_spread() {
    let mut moments = Moments::new(2);
    assert!(moments.covariance().is_none());
    moments.add(&[1.0, 2.0], 1.0);
    assert!(moments.covariance().is_none());
    moments.add(&[f64::NAN, 2.0], 1.0);
    moments.add(&[3.0, 2.0], 0.0);
    moments.add(&[3.0, 2.0], f64::NAN);
    assert_eq!((moments.n(), moments.weight()), (1, 1.0));
}

#[test]
fn a_constant_variable_has_exactly_no_spread() {
    for value in [0.1, 3.0, 1e9 / 7.0] {
        let mut halves = [Moments::new(2), Moments::new(2)];
        for i in 0..1000_u32 {
            halves[(i % 2) as usize].add(&[f64::from(i % 7), value], 0.3 + f64::from(i % 3));
        }
        let [mut all, other] = halves;
        all.merge(&other);
        let covariance = all.covariance().unwrap();
        assert!(covariance[(1, 1)].abs() == 0.0, "{value}");
        let r = correlation(&covariance);
        assert!(r[(0, 1)].abs() == 0.0 && r[(1, 1)].abs() == 0.0 && r[(0, 0)] > 0.999);
    }
    let n = 3_000_000.0;
    let products = Matrix::from_row_slice(2, 2, &[n * 0.01, 0.3 * n, 0.3 * n, 40.0 * n]);
    let from_sums = Moments::from_sums(3_000_000, n, &[n * 0.1, n * 3.0], &products);
    assert!(from_sums.covariance().unwrap()[(0, 0)].abs() == 0.0);
}

proptest! {
    #[test]
    fn parts_merge_to_the_whole(rows in rows(), cut in 0..40_usize) {
        let cut = cut.min(rows.len());
        let mut merged = count(&rows[..cut]);
        merged.merge(&count(&rows[cut..]));
        let whole = count(&rows);
        prop_assert_eq!(merged.n(), whole.n());
        prop_assert!((merged.weight() - whole.weight()).abs() < 1e-9);
        if let (Some(a), Some(b)) = (merged.covariance(), whole.covariance()) {
            prop_assert!(close(&a, &b, 1e-12));
        }
    }

    #[test]
    fn order_does_not_matter(rows in rows()) {
        let mut reversed = rows.clone();
        reversed.reverse();
        if let (Some(a), Some(b)) = (count(&rows).covariance(), count(&reversed).covariance()) {
            prop_assert!(close(&a, &b, 1e-12));
        }
    }

    #[test]
    fn raw_sums_give_the_same(rows in rows()) {
        let (mut sums, mut products, mut w) = ([0.0; 3], Matrix::zeros(3, 3), 0.0);
        for (row, weight) in &rows {
            w += weight;
            for i in 0..3 {
                sums[i] += weight * row[i];
                for j in 0..3 {
                    products[(i, j)] += weight * row[i] * row[j];
                }
            }
        }
        let from_sums = Moments::from_sums(rows.len() as u64, w, &sums, &products);
        let added = count(&rows);
        prop_assert_eq!(from_sums.n(), added.n());
        if let (Some(a), Some(b)) = (from_sums.covariance(), added.covariance()) {
            prop_assert!(close(&a, &b, 1e-11));
        }
    }

    #[test]
    fn a_common_weight_changes_nothing_and_a_weight_of_two_is_two_rows(rows in rows()) {
        let scaled: Vec<_> = rows.iter().map(|(row, w)| (*row, 7.5 * w)).collect();
        let once: Vec<_> = rows.iter().map(|(row, _)| (*row, 1.0)).collect();
        let doubled: Vec<_> = once.iter().chain(&once).copied().collect();
        if let (Some(a), Some(b)) = (count(&rows).covariance(), count(&scaled).covariance()) {
            prop_assert!(close(&a, &b, 1e-12));
        }
        if let (Some(a), Some(b)) = (count(&once).covariance(), count(&doubled).covariance()) {
            let n = rows.len() as f64;
            prop_assert!(close(&a, &(b * ((2.0 * n - 1.0) / (2.0 * (n - 1.0)))), 1e-12));
        }
    }
}
