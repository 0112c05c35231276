//! Tests of kappa. Published values: the married couples of Hout (1987) as the R package vcd gives
//! them, and the two-rater example of Fleiss, Cohen & Everitt (1969).

use super::*;
use proptest::prelude::*;

#[track_caller]
fn near(got: f64, want: f64, room: f64) {
    assert!((got - want).abs() <= room, "got {got:.6}, want {want:.6}");
}

#[test]
fn married_couples() {
    let table = [[7, 7, 2, 3], [2, 8, 3, 7], [1, 5, 4, 9], [2, 8, 9, 14]];
    let got = kappa(&table).unwrap();
    near(got.value, 0.1293, 5e-5);
    near(got.se.unwrap(), 0.0686, 5e-5);
    let [low, high] = got.ci95.unwrap();
    let half = 1.959_964 * got.se.unwrap() / (1.0 - got.value * got.value);
    near(low, (got.value.atanh() - half).tanh(), 1e-6);
    near(high, (got.value.atanh() + half).tanh(), 1e-6);
    assert_eq!((got.n, got.status), (91, Status::Shown));
}

#[test]
fn two_diagnosticians() {
    // 200 patients in three groups; κ = 0.429, se = √0.002885 by the printed formula.
    let table = [[106, 10, 4], [22, 28, 10], [2, 12, 6]];
    let got = kappa(&table).unwrap();
    near(got.agreement, 0.70, 1e-12);
    near(got.expected, 0.475, 1e-12);
    near(got.value, 0.429, 5e-4);
    near(got.se.unwrap().powi(2), 0.002_885, 5e-6);
}

#[test]
fn two_categories_by_hand() {
    let got = kappa(&[[20, 5], [10, 15]]).unwrap();
    near(got.agreement, 0.7, 1e-12);
    near(got.expected, 0.5, 1e-12);
    near(got.value, 0.4, 1e-12);
}

#[test]
fn perfect_agreement_is_not_certainty() {
    let got = kappa(&[[5, 0], [0, 5]]).unwrap();
    near(got.value, 1.0, 1e-12);
    near(got.se.unwrap(), 0.0, 1e-9);
    let [low, high] = got.ci95.unwrap();
    near(high, 1.0, 1e-12);
    // Wilson's lower limit of 10 of 10 is 0.722; chance alone gives 0.5.
    near(low, (0.722_467 - 0.5) / 0.5, 1e-6);
    assert_eq!(got.status, Status::Few);
    let more = kappa(&[[500, 0], [0, 500]]).unwrap();
    assert!(more.ci95.unwrap()[0] > 0.99 && more.status == Status::Shown);
}

#[test]
fn what_could_not_differ_has_no_kappa() {
    assert_eq!(kappa(&[[0, 0], [0, 0]]), Err(NoKappa::Nothing));
    assert_eq!(kappa::<0>(&[]), Err(NoKappa::Nothing));
    assert_eq!(of_rows(&[&[1, 2], &[3]]), Err(NoKappa::Nothing));
    assert_eq!(kappa(&[[40, 0], [0, 0]]), Err(NoKappa::OneCategory));
    assert_eq!(kappa(&[[1]]), Err(NoKappa::OneCategory));
    // One finds the theme nowhere, the other in four of forty.
    let got = kappa(&[[0, 0], [4, 36]]).unwrap();
    assert_eq!(
        (got.status, got.se, got.ci95),
        (Status::OneSided, None, None)
    );
    near(got.value, 0.0, 0.0);
    near(got.agreement, 0.9, 1e-12);
}

#[test]
fn rare_themes_keep_a_modest_kappa() {
    // 96 % agreement, but on a theme in 2 % that says little.
    let got = kappa(&[[1, 2], [2, 95]]).unwrap();
    assert!(got.agreement > 0.95 && got.value < 0.35);
    assert!(got.ci95.unwrap()[0] < 0.0);
}

fn table() -> impl Strategy<Value = [[u64; 3]; 3]> {
    prop::array::uniform3(prop::array::uniform3(0_u64..40))
}

proptest! {
    #[test]
    fn identical_sorters_have_kappa_one(counts in prop::array::uniform3(0_u64..40)) {
        let mut table = [[0; 3]; 3];
        for (i, count) in counts.into_iter().enumerate() {
            table[i][i] = count;
        }
        match kappa(&table) {
            Ok(got) => {
                prop_assert!((got.value - 1.0).abs() < 1e-12);
                prop_assert!((got.ci95.unwrap()[1] - 1.0).abs() < 1e-12);
            }
            Err(_) => prop_assert!(counts.iter().filter(|&&count| count > 0).count() < 2),
        }
    }

    #[test]
    fn who_comes_first_is_nothing(table in table()) {
        let turned: [[u64; 3]; 3] = std::array::from_fn(|i| std::array::from_fn(|j| table[j][i]));
        let (got, other) = (kappa(&table), kappa(&turned));
        prop_assert_eq!(got.is_ok(), other.is_ok());
        if let (Ok(got), Ok(other)) = (got, other) {
            prop_assert!((got.value - other.value).abs() < 1e-12);
            prop_assert_eq!(got.status, other.status);
            prop_assert!((got.se.unwrap_or(0.0) - other.se.unwrap_or(0.0)).abs() < 1e-9);
            prop_assert!((-1.0..=1.0 + 1e-12).contains(&got.value));
        }
    }

    #[test]
    fn everything_twice_halves_the_variance(table in table()) {
        let twice = table.map(|row| row.map(|count| 2 * count));
        if let (Ok(got), Ok(other)) = (kappa(&table), kappa(&twice)) {
            prop_assert!((got.value - other.value).abs() < 1e-12);
            if let (Some(se), Some(half)) = (got.se, other.se) {
                prop_assert!((se - half * 2.0_f64.sqrt()).abs() < 1e-9);
            }
        }
    }
}
