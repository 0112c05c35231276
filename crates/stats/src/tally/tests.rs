//! Tests of tallies: that parts make the whole and can be taken out again.

use super::*;
use proptest::prelude::*;

fn tally(weights: &[f64]) -> Tally {
    weights.iter().map(|&weight| Tally::weighted(weight)).sum()
}

fn same(a: Tally, b: Tally) -> bool {
    let near = |a: f64, b: f64| (a - b).abs() <= 1e-9 * a.abs().max(1.0);
    a.n == b.n && near(a.w, b.w) && near(a.w2, b.w2)
}

#[test]
fn unweighted_answers_have_equal_sums() {
    assert_eq!(Tally::from(7), tally(&[1.0; 7]));
    assert!((Tally::from(7).effective_n() - 7.0).abs() < 1e-12);
}

#[test]
fn emptiness_is_nobody_or_no_weight() {
    assert!(Tally::ZERO.is_empty());
    assert!(Tally::weighted(0.0).is_empty());
    assert!(!Tally::from(1).is_empty());
    assert!(Tally::ZERO.effective_n().abs() < 1e-12);
}

#[test]
fn a_heavy_voice_lowers_the_effective_number() {
    let tally = tally(&[1.0, 1.0, 1.0, 5.0]);
    assert!((tally.effective_n() - 64.0 / 28.0).abs() < 1e-12);
    assert!((tally.design_effect() - 4.0 * 28.0 / 64.0).abs() < 1e-12);
    assert!((Tally::ZERO.design_effect() - 1.0).abs() < 1e-12);
    assert!(!tally.is_equally_weighted());
}

#[test]
fn equal_weights_are_recognised_through_rounding() {
    let tally: Tally = std::iter::repeat_n(Tally::weighted(0.1), 1_000_000).sum();
    assert!(tally.is_equally_weighted());
}

#[test]
fn taking_all_out_leaves_exactly_nothing() {
    let a = Tally::weighted(0.1) + Tally::weighted(0.2);
    assert_eq!(a - Tally::weighted(0.2) - Tally::weighted(0.1), Tally::ZERO);
}

proptest! {
    #[test]
    fn parts_add_up_to_the_whole_in_any_split(
        weights in prop::collection::vec(0.0..100.0_f64, 0..40), at in 0..40_usize,
    ) {
        let (left, right) = weights.split_at(at.min(weights.len()));
        let whole = tally(&weights);
        prop_assert!(same(tally(left) + tally(right), whole));
        prop_assert!(same(whole - tally(right), tally(left)));
    }

    #[test]
    fn the_effective_number_is_at_most_the_number(
        weights in prop::collection::vec(0.01..100.0_f64, 1..40), factor in 0.01..100.0_f64,
    ) {
        let scaled: Vec<f64> = weights.iter().map(|weight| weight * factor).collect();
        let n = tally(&weights).effective_n();
        prop_assert!(n > 0.999_999 && n <= weights.len() as f64 * (1.0 + 1e-12));
        prop_assert!((tally(&scaled).effective_n() - n).abs() <= 1e-9 * n);
    }
}
