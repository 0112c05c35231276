//! Association against counting pairs of people one by one, and at the edges.

use proptest::prelude::*;

use super::{Association, Table, association, fisher, pearson_of, spearman_of};

type Answers = (Vec<f64>, Vec<f64>, Vec<f64>);

fn answers(n: std::ops::Range<usize>) -> impl Strategy<Value = Answers> {
    prop::collection::vec((1..6_i32, 0..11_i32, 1..4_i32), n).prop_map(|people| {
        let x = people.iter().map(|(x, _, _)| f64::from(*x)).collect();
        let y = people
            .iter()
            .map(|(x, y, _)| f64::from((x + y) / 2))
            .collect();
        (x, y, people.iter().map(|(.., w)| f64::from(*w)).collect())
    })
}

fn of(x: &[f64], y: &[f64]) -> Association {
    association(&Table::of(x, y, None).unwrap())
}

fn weighted((x, y, weights): &Answers) -> Association {
    association(&Table::of(x, y, Some(weights)).unwrap())
}

fn measures(a: &Association) -> [Option<f64>; 5] {
    [a.pearson, a.spearman, a.kendall_tau_b, a.gamma, a.somers_d]
}

#[track_caller]
fn same(a: &Association, b: &Association, sign: f64) {
    for (a, b) in measures(a).into_iter().zip(measures(b)) {
        let close = match (a, b) {
            (Some(a), Some(b)) => (a - sign * b).abs() < 1e-10,
            (a, b) => a.is_none() && b.is_none(),
        };
        assert!(close, "{a:?} is not {b:?}");
    }
}

/// Agresti (2002, Categorical Data Analysis, §2.4.5): job satisfaction by income, 901 men:
/// C = 109,520, D = 84,915, gamma .127.
#[test]
fn job_satisfaction() {
    let counts = [
        20, 24, 80, 82, 22, 38, 104, 125, 13, 28, 81, 113, 7, 18, 54, 92,
    ];
    let values = vec![1.0, 2.0, 3.0, 4.0];
    let got = association(&Table::counted(values.clone(), values, &counts));
    assert_eq!(
        (got.n, got.concordant as u64, got.discordant as u64),
        (901, 109_520, 84_915)
    );
    assert!((got.gamma.unwrap() - 0.1265).abs() < 5e-5);
}

#[test]
fn too_few_or_no_variance_has_no_measure() {
    let none = [None; 5];
    let empty = of(&[], &[]);
    assert_eq!(
        (measures(&empty), empty.pearson_ci95, empty.gamma_se),
        (none, None, None)
    );
    assert_eq!(measures(&of(&[1.0], &[2.0])), none);
    assert_eq!(measures(&of(&[1.0, 2.0], &[3.0, 4.0])), none);
    assert_eq!(
        measures(&of(
            &[3.0; 9],
            &[1.0, 2.0, 3.0, 1.0, 2.0, 3.0, 1.0, 2.0, 3.0]
        )),
        none
    );
    assert_eq!(measures(&of(&[f64::NAN; 9], &[1.0; 9])), none);
    assert_eq!(pearson_of(&[0.1; 9], &[1.0; 9], None), None);
    assert_eq!(spearman_of(&[1.0, 2.0], &[1.0, 2.0], None), None);
}

#[test]
fn a_perfect_correlation_has_no_interval() {
    let x = [1.0, 2.0, 3.0, 4.0, 5.0, 5.0];
    let got = of(&x, &x);
    assert_eq!((got.pearson_ci95, got.gamma), (None, Some(1.0)));
    assert!((got.kendall_tau_b.unwrap() - 1.0).abs() < 1e-12);
    assert_eq!((fisher(0.5, 3.0), fisher(-1.0, 50.0)), (None, None));
}

#[test]
fn two_long_columns_get_no_table() {
    let long: Vec<f64> = (0..5000).map(f64::from).collect();
    assert!(Table::of(&long, &long, None).is_none());
    assert!((spearman_of(&long, &long, None).unwrap() - 1.0).abs() < 1e-12);
}

#[test]
fn a_missing_answer_leaves_the_pair_out() {
    let (x, y) = (
        [1.0, 2.0, f64::NAN, 3.0, 5.0],
        [2.0, 4.0, 1.0, 3.0, f64::NAN],
    );
    let weights = [1.0, 1.0, 1.0, 1.0, 0.0];
    let table = Table::of(&x, &y, Some(&weights)).unwrap();
    assert_eq!(table.n(), 3);
    assert_eq!(
        (table.rows(), table.columns()),
        (&[1.0, 2.0, 3.0][..], &[2.0, 3.0, 4.0][..])
    );
}

proptest! {
    #[test]
    fn pairs_are_those_of_people((x, y, _) in answers(0..50)) {
        let (mut concordant, mut discordant) = (0_u32, 0_u32);
        for i in 0..x.len() {
            for j in 0..i {
                let way = (x[i] - x[j]) * (y[i] - y[j]);
                concordant += u32::from(way > 0.0);
                discordant += u32::from(way < 0.0);
            }
        }
        let got = of(&x, &y);
        prop_assert_eq!(got.concordant as u32, concordant);
        prop_assert_eq!(got.discordant as u32, discordant);
        let known = measures(&got).into_iter().flatten().chain(got.gamma_se);
        for value in known.chain(got.pearson_ci95.into_iter().flatten()) {
            prop_assert!((-1.0..=1.0).contains(&value) || got.gamma_se == Some(value));
        }
    }

    #[test]
    fn a_table_and_its_columns_agree((x, y, w) in answers(3..50)) {
        let got = weighted(&(x.clone(), y.clone(), w.clone()));
        let pairs = [
            (got.pearson, pearson_of(&x, &y, Some(&w))),
            (got.spearman, spearman_of(&x, &y, Some(&w))),
        ];
        for (table, columns) in pairs {
            prop_assert_eq!(table.is_some(), columns.is_some());
            prop_assert!((table.unwrap_or(0.0) - columns.unwrap_or(0.0)).abs() < 1e-10);
        }
    }

    #[test]
    fn weights_are_counts_and_their_unit_is_free((x, y, w) in answers(3..40)) {
        let repeated = |values: &[f64]| -> Vec<f64> {
            let each = values.iter().zip(&w);
            each.flat_map(|(value, w)| vec![*value; *w as usize]).collect()
        };
        let scaled: Vec<f64> = w.iter().map(|w| w * 0.37).collect();
        let got = weighted(&(x.clone(), y.clone(), w.clone()));
        same(&got, &of(&repeated(&x), &repeated(&y)), 1.0);
        let other = weighted(&(x, y, scaled));
        same(&got, &other, 1.0);
        let (a, b) = (got.gamma_se.unwrap_or(0.0), other.gamma_se.unwrap_or(0.0));
        prop_assert!((a - b).abs() < 1e-10);
    }

    #[test]
    fn everyone_twice_keeps_values_and_halves_variances((x, y, _) in answers(4..40)) {
        let (twice_x, twice_y) = ([x.clone(), x.clone()].concat(), [y.clone(), y.clone()].concat());
        let (once, twice) = (of(&x, &y), of(&twice_x, &twice_y));
        same(&once, &twice, 1.0);
        if let (Some(a), Some(b)) = (once.gamma_se, twice.gamma_se) {
            prop_assert!((a - b * 2.0_f64.sqrt()).abs() < 1e-10);
        }
    }

    #[test]
    fn a_reversed_scale_flips_and_order_is_nothing((x, y, _) in answers(3..40)) {
        let reversed: Vec<f64> = x.iter().map(|answer| 6.0 - answer).collect();
        same(&of(&x, &y), &of(&reversed, &y), -1.0);
        let (mut back_x, mut back_y) = (x.clone(), y.clone());
        back_x.reverse();
        back_y.reverse();
        prop_assert_eq!(of(&x, &y), of(&back_x, &back_y));
    }
}
