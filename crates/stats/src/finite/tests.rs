//! Tests of the finite-population correction.

use super::*;
use proptest::prelude::*;

#[track_caller]
fn close(got: f64, want: f64) {
    assert!((got - want).abs() < 1e-12, "got {got:.15}, want {want:.15}");
}

#[test]
fn known_factors() {
    for (n, population, want) in [
        (1, 1, 0.0),
        (1, 2, 1.0),
        (0, 10, 1.0),
        (1, 10, 1.0),
        (40, 60, (20.0_f64 / 59.0).sqrt()),
        (60, 60, 0.0),
        (0, 0, 0.0),
    ] {
        close(Correction::new(n, population).unwrap().factor(), want);
    }
}

#[test]
fn more_answers_than_customers_is_an_error() {
    let error = Correction::new(61, 60).unwrap_err();
    assert_eq!(
        error,
        TooMany {
            n: 61,
            population: 60
        }
    );
    assert_eq!(error.to_string(), "61 answers from a population of 60");
}

#[test]
fn all_answered_leaves_no_doubt() {
    let all = Correction::new(60, 60).unwrap();
    close(all.se(4.2), 0.0);
    let [low, high] = all.interval(33.0, [20.0, 44.0]);
    close(low, 33.0);
    close(high, 33.0);
}

#[test]
fn needed_answers_of_a_small_population() {
    assert_eq!(required(385, 1000), 279);
    assert_eq!(required(385, 10), 10);
    assert_eq!(required(385, u64::MAX), 385);
    assert_eq!(
        (required(0, 10), required(10, 0), required(1, 10)),
        (0, 0, 1)
    );
}

proptest! {
    #[test]
    fn every_answer_leaves_less_doubt(population in 3_u64..10_000, n in 1_u64..10_000) {
        let n = n.min(population - 1);
        let (before, after) = (
            Correction::new(n, population).unwrap(),
            Correction::new(n + 1, population).unwrap(),
        );
        prop_assert!(after.factor() < before.factor());
        prop_assert!((0.0..=1.0).contains(&before.factor()));
        let larger = Correction::new(n, population + 1).unwrap();
        prop_assert!(larger.factor() >= before.factor());
    }

    #[test]
    fn needed_answers_tell_as_much(n in 1_u64..5_000, population in 2_u64..50_000) {
        let needed = required(n, population);
        prop_assert!(needed <= n.min(population));
        let variance = |m: u64| Correction::new(m, population).unwrap().factor().powi(2) / m as f64;
        let room = 1.0 + 1e-9;
        prop_assert!(variance(needed) <= room / n as f64);
        if needed > 1 {
            prop_assert!(variance(needed - 1) * room > 1.0 / n as f64);
        }
    }
}
