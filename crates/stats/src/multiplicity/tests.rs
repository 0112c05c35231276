//! Tests of the corrections for many groups.

use super::*;
use proptest::prelude::*;

#[track_caller]
fn close(got: &[f64], want: &[f64]) {
    assert_eq!(got.len(), want.len());
    for (g, w) in got.iter().zip(want) {
        assert!((g - w).abs() < 1e-12, "{got:?} is not {want:?}");
    }
}

#[test]
fn worked_example() {
    let p = [0.01, 0.04, 0.03, 0.005];
    close(&holm(&p), &[0.03, 0.06, 0.06, 0.02]);
    close(&benjamini_hochberg(&p), &[0.02, 0.04, 0.04, 0.02]);
}

#[test]
fn nothing_and_one() {
    close(&holm(&[]), &[]);
    close(&benjamini_hochberg(&[]), &[]);
    close(&holm(&[0.2]), &[0.2]);
    close(&benjamini_hochberg(&[0.2]), &[0.2]);
}

proptest! {
    #[test]
    fn screening_is_milder_than_claiming_and_both_than_bonferroni(
        p in prop::collection::vec(0.0..=1.0_f64, 1..30),
    ) {
        let (claims, finds) = (holm(&p), benjamini_hochberg(&p));
        for (i, &raw) in p.iter().enumerate() {
            let bonferroni = (raw * p.len() as f64).min(1.0);
            prop_assert!(raw <= finds[i] + 1e-12);
            prop_assert!(finds[i] <= claims[i] + 1e-12);
            prop_assert!(claims[i] <= bonferroni + 1e-12);
        }
    }

    #[test]
    fn the_order_is_kept(p in prop::collection::vec(0.0..=1.0_f64, 2..30)) {
        for adjusted in [holm(&p), benjamini_hochberg(&p)] {
            for i in 1..p.len() {
                if p[i - 1] <= p[i] {
                    prop_assert!(adjusted[i - 1] <= adjusted[i]);
                }
            }
        }
    }
}
