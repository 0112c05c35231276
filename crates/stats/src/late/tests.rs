//! Tests of early against late answers.

use super::*;
use crate::Verdict;
use proptest::prelude::*;

#[track_caller]
fn close(got: f64, want: f64) {
    assert!((got - want).abs() < 1e-9, "got {got:.15}, want {want:.15}");
}

/// `n` people of whom every `every`-th is satisfied.
fn satisfied(n: usize, every: usize) -> Vec<bool> {
    (0..n).map(|i| i % every == 0).collect()
}

#[test]
fn late_ones_who_differ_are_seen() {
    let answers: Vec<bool> = [satisfied(100, 2), satisfied(100, 4), satisfied(100, 10)].concat();
    let got = share(&answers).unwrap();
    assert_eq!((got.n, got.third), (300, 100));
    close(got.early, 0.5);
    close(got.late, 0.1);
    assert_eq!(got.change.verdict, Verdict::Fell);
    assert!(got.trend.slope < 0.0 && got.trend.p < 0.001);
    assert!(got.trend.silent < got.late);
    // 300 of 1,000 answered, 85 of them satisfied.
    let value = 85.0 / 300.0;
    let all = got.trend.of_all_invited(value, 300, 1000).unwrap();
    close(all, 0.3 * value + 0.7 * got.trend.silent);
    assert_eq!(got.trend.of_all_invited(value, 300, 299), None);
    close(got.trend.of_all_invited(value, 300, 300).unwrap(), value);
}

#[test]
fn no_difference_is_chance_and_few_are_too_few() {
    let got = share(&satisfied(300, 2)).unwrap();
    assert_eq!(got.change.verdict, Verdict::NotMoreThanChance);
    assert!(got.trend.p > 0.9);
    let got = share(&satisfied(60, 2)).unwrap();
    assert_eq!(got.change.verdict, Verdict::TooFew { need: 10 });
}

#[test]
fn least_squares_line() {
    // y = 1, 2, 4 at −½, 0, ½: slope 3, mean 7/3, residual sum of squares 1/6, Sxx ½.
    let trend = trend([1.0, 2.0, 4.0].into_iter(), [0.0, 10.0]).unwrap();
    close(trend.slope, 3.0);
    close(trend.se, (1.0_f64 / 6.0 / 0.5).sqrt());
    close(trend.silent, 7.0 / 3.0 + 1.5);
    close(trend.silent_se, (1.0_f64 / 6.0 * (1.0 / 3.0 + 0.5)).sqrt());
}

#[test]
fn the_silent_stay_on_the_scale() {
    let answers: Vec<Class> = [
        [Class::Detractor; 30],
        [Class::Passive; 30],
        [Class::Promoter; 30],
    ]
    .concat();
    let got = nps(&answers).unwrap();
    close(got.trend.silent, 100.0);
    assert_eq!(got.change.verdict, Verdict::Rose);
}

#[test]
fn too_little_has_no_answer() {
    assert_eq!(nps(&[]), None);
    assert_eq!(share(&[true, false]), None);
    assert_eq!(mean(&[1.0, 2.0, 3.0], [1.0, 5.0]), None);
    let same = mean(&[3.0; 9], [1.0, 5.0]).unwrap();
    close(same.trend.slope, 0.0);
    close(same.trend.se, 0.0);
    close(same.trend.p, 1.0);
    assert!(nps(&[Class::Passive; 3]).is_some());
}

proptest! {
    #[test]
    fn turning_time_round_turns_the_trend(values in prop::collection::vec(1_u8..=5, 6..60)) {
        let values: Vec<f64> = values.into_iter().map(f64::from).collect();
        let mut reversed = values.clone();
        reversed.reverse();
        let there = mean(&values, [1.0, 5.0]).unwrap();
        let back = mean(&reversed, [1.0, 5.0]).unwrap();
        prop_assert!((there.trend.slope + back.trend.slope).abs() < 1e-9);
        prop_assert!((there.change.difference + back.change.difference).abs() < 1e-9);
        prop_assert!((there.trend.p - back.trend.p).abs() < 1e-6);
        prop_assert!(there.trend.se.is_finite() && there.trend.p.is_finite());
    }
}
