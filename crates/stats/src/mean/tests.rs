//! Tests of means and their change.

use super::*;
use proptest::prelude::*;

fn points(counts: [u64; 5]) -> [Point; 5] {
    one_to_five(&counts.map(Tally::from))
}

fn people(list: &[(u8, f64)]) -> [Point; 5] {
    let mut answers = [Tally::ZERO; 5];
    for &(answer, weight) in list {
        answers[usize::from(answer) - 1] += Tally::weighted(weight);
    }
    one_to_five(&answers)
}

#[test]
fn nobody_has_no_mean_and_one_has_no_spread() {
    assert_eq!(mean(&points([0; 5])), None);
    let one = mean(&points([0, 0, 0, 1, 0])).unwrap();
    assert!((one.value - 4.0).abs() < 1e-12);
    assert_eq!((one.n, one.sd, one.se, one.ci95), (1, None, None, None));
    assert_eq!(change(&points([0, 0, 0, 1, 0]), &points([9; 5])), None);
}

#[test]
fn all_weight_on_one_answer_has_no_spread() {
    let lone = mean(&people(&[(2, 3.0), (5, 0.0)])).unwrap();
    assert!((lone.value - 2.0).abs() < 1e-12);
    assert_eq!((lone.n, lone.ci95), (2, None));
}

#[test]
fn welch_by_hand() {
    // 1..5 once each against 3, 4, 4, 5, 5: means 3 and 4.2, variances 2.5 and 0.7.
    let got = change(&points([1; 5]), &points([0, 0, 1, 2, 2])).unwrap();
    let se = (2.5_f64 / 5.0 + 0.7 / 5.0).sqrt();
    assert!((got.difference - 1.2).abs() < 1e-12);
    assert!((got.se - se).abs() < 1e-12 && (got.z - 1.2 / se).abs() < 1e-12);
    let df = se.powi(4) / ((0.5_f64.powi(2) + 0.14_f64.powi(2)) / 4.0);
    assert!((got.p - student_p(1.2 / se, df)).abs() < 1e-12);
    assert!((got.ci95[0] - (1.2 - student(0.95, df) * se)).abs() < 1e-9);
    assert_eq!(got.verdict, Verdict::TooFew { need: 25 });
}

#[test]
fn changes_are_named() {
    let low = points([40, 30, 20, 5, 5]);
    let high = points([5, 5, 20, 30, 40]);
    assert_eq!(change(&low, &high).unwrap().verdict, Verdict::Rose);
    assert_eq!(change(&high, &low).unwrap().verdict, Verdict::Fell);
    assert_eq!(
        change(&low, &low).unwrap().verdict,
        Verdict::NotMoreThanChance
    );
}

#[test]
fn two_sides_without_spread_differ_or_do_not() {
    let (fours, fives) = (points([0, 0, 0, 40, 0]), points([0, 0, 0, 0, 40]));
    let got = change(&fours, &fives).unwrap();
    assert_eq!((got.verdict, got.ci95), (Verdict::Rose, [1.0, 1.0]));
    assert!(got.p.abs() < 1e-12);
    let got = change(&fives, &fives).unwrap();
    assert_eq!(got.verdict, Verdict::NotMoreThanChance);
    assert!((got.p - 1.0).abs() < 1e-12);
}

proptest! {
    #[test]
    fn counts_tell_as_much_as_the_single_answers(
        answers in prop::collection::vec(1..=5_u8, 2..80), weight in 0.01..50.0_f64,
    ) {
        let weighted: Vec<(u8, f64)> = answers.iter().map(|&answer| (answer, weight)).collect();
        let got = mean(&people(&weighted)).unwrap();
        let n = answers.len() as f64;
        let value = answers.iter().map(|&x| f64::from(x)).sum::<f64>() / n;
        let variance =
            answers.iter().map(|&x| (f64::from(x) - value).powi(2)).sum::<f64>() / (n - 1.0);
        prop_assert!((got.value - value).abs() < 1e-9);
        prop_assert!((got.sd.unwrap() - variance.sqrt()).abs() < 1e-7);
        prop_assert!((got.se.unwrap() - (variance / n).sqrt()).abs() < 1e-7);
    }

    #[test]
    fn scaling_all_weights_changes_nothing(
        list in prop::collection::vec((1..=5_u8, 0.05..20.0_f64), 2..60), factor in 0.01..50.0_f64,
    ) {
        let scaled: Vec<(u8, f64)> = list.iter().map(|&(x, w)| (x, w * factor)).collect();
        let (a, b) = (mean(&people(&list)).unwrap(), mean(&people(&scaled)).unwrap());
        prop_assert!((a.value - b.value).abs() < 1e-9);
        prop_assume!(a.se.is_some() && b.se.is_some());
        prop_assert!((a.se.unwrap() - b.se.unwrap()).abs() < 1e-9);
        prop_assert!((a.ci95.unwrap()[0] - b.ci95.unwrap()[0]).abs() < 1e-6);
    }
}
