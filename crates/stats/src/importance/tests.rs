//! Exact LMG against the plain definition, and what importance must hold for any data.

use proptest::prelude::*;

use super::{EXACT_MAX, Importance, Lmg, importance, johnson, lmg, r_squared, singles};
use crate::Matrix;
use crate::moments::Moments;

/// R² of the first column on `drivers` by projecting it on their orthonormal basis (Gram &
/// Schmidt, twice for precision): no covariances, no elimination.
fn projected(columns: &[Vec<f64>], drivers: &[usize]) -> f64 {
    let n = columns[0].len() as f64;
    let centred = |column: &[f64]| {
        let mean = column.iter().sum::<f64>() / n;
        column.iter().map(|x| x - mean).collect::<Vec<f64>>()
    };
    let dot = |a: &[f64], b: &[f64]| a.iter().zip(b).map(|(a, b)| a * b).sum::<f64>();
    let outcome = centred(&columns[0]);
    let mut basis: Vec<Vec<f64>> = Vec::new();
    for &driver in drivers {
        let mut own = centred(&columns[driver]);
        let before = dot(&own, &own);
        for axis in basis.iter().chain(&basis) {
            let along = dot(&own, axis);
            own.iter_mut().zip(axis).for_each(|(x, y)| *x -= along * y);
        }
        let length = dot(&own, &own);
        if length > 1e-9 * before {
            basis.push(own.iter().map(|x| x / length.sqrt()).collect());
        }
    }
    let along = basis.iter().map(|axis| dot(axis, &outcome).powi(2));
    along.sum::<f64>() / dot(&outcome, &outcome)
}

/// The definition: every set regressed afresh.
fn brute_force(columns: &[Vec<f64>], players: &[Vec<usize>]) -> Vec<f64> {
    let p = players.len();
    let r2 = |set: usize| {
        let members = (0..p).filter(|j| set >> j & 1 == 1);
        let drivers: Vec<usize> = members.flat_map(|j| players[j].clone()).collect();
        projected(columns, &drivers)
    };
    let factorial = |n: usize| (1..=n).map(|i| i as f64).product::<f64>();
    let weight = |s: usize| factorial(s) * factorial(p - s - 1) / factorial(p);
    (0..p)
        .map(|j| {
            let without = (0..1_usize << p).filter(|set| set >> j & 1 == 0);
            without
                .map(|set| weight(set.count_ones() as usize) * (r2(set | 1 << j) - r2(set)))
                .sum()
        })
        .collect()
}

/// Answers of `n` people on `p` five-point statements and a score that partly follows them.
fn answers(p: std::ops::RangeInclusive<usize>) -> impl Strategy<Value = Vec<Vec<f64>>> {
    p.prop_flat_map(|p| prop::collection::vec(prop::collection::vec(1..=5_i32, p + 2), 12..60))
        .prop_map(|rows| {
            let p = rows[0].len() - 2;
            let drivers = (0..p).map(|j| {
                let own = rows.iter().map(|row| f64::from(row[j] + row[p]));
                own.collect()
            });
            let outcome = rows.iter().map(|row| {
                let sum: i32 = row[..p].iter().sum();
                f64::from(sum + 2 * row[p + 1])
            });
            std::iter::once(outcome.collect()).chain(drivers).collect()
        })
}

fn covariance(columns: &[Vec<f64>]) -> Matrix {
    Moments::of(columns, None).covariance().unwrap()
}

#[track_caller]
fn close(got: &[f64], want: &[f64], room: f64) {
    assert_eq!(got.len(), want.len());
    for (g, w) in got.iter().zip(want) {
        assert!((g - w).abs() <= room, "{got:?} is not {want:?}");
    }
}

fn finite(figures: &Importance) -> bool {
    let lists = [&figures.johnson, &figures.first, &figures.last];
    let all = lists.into_iter().chain(&figures.lmg).flatten();
    let known = figures.vif.iter().chain(&figures.beta_std).flatten();
    all.chain(known).chain([&figures.r2]).all(|x| x.is_finite())
}

/// A covariance matrix of `p` drivers with a common part, without data.
fn designed(p: usize) -> Matrix {
    Matrix::from_fn(p + 1, p + 1, |i, j| {
        let common = 0.3 + 0.02 * ((i + j) % 5) as f64;
        if i == j {
            1.0 + 0.01 * i as f64
        } else {
            common
        }
    })
}

#[test]
fn nothing_to_divide_has_no_figures() {
    let constant_outcome = Matrix::from_row_slice(2, 2, &[0.0, 0.0, 0.0, 1.0]);
    let unknown = Matrix::from_row_slice(2, 2, &[1.0, f64::NAN, f64::NAN, 1.0]);
    for covariance in [Matrix::zeros(0, 0), constant_outcome, unknown] {
        let players = singles(covariance.nrows().saturating_sub(1));
        assert!(importance(&covariance, &players).is_none());
        assert!(r_squared(&covariance).is_none());
        assert!(johnson(&covariance).is_none());
    }
    let nobody = importance(&Matrix::identity(1, 1), &[]).unwrap();
    assert!(nobody.r2.abs() == 0.0 && nobody.lmg == Some(vec![]));
}

#[test]
fn too_many_players_are_left_to_johnson() {
    let covariance = designed(EXACT_MAX + 1);
    let figures = importance(&covariance, &singles(EXACT_MAX + 1)).unwrap();
    assert_eq!(figures.lmg, None);
    let sum: f64 = figures.johnson.iter().sum();
    assert!((sum - figures.r2).abs() < 1e-10);
}

#[test]
fn threads_change_nothing() {
    let covariance = designed(16);
    let (mut many, mut one) = (vec![0.0; 16], vec![0.0; 16]);
    let r2 = Lmg::new(16).of(&covariance, &mut many).unwrap();
    Lmg::new(16).on_one_thread().of(&covariance, &mut one);
    close(&many, &one, 1e-14);
    assert!((r2 - r_squared(&covariance).unwrap()).abs() < 1e-12);
}

#[test]
fn a_used_workspace_starts_afresh() {
    let (a, b) = (designed(6), Matrix::identity(7, 7));
    let mut workspace = Lmg::new(6);
    let mut parts = vec![0.0; 6];
    workspace.of(&b, &mut parts);
    close(&parts, &[0.0; 6], 0.0);
    workspace.of(&a, &mut parts);
    close(&parts, &lmg(&a, &singles(6)).unwrap(), 0.0);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn tree_equals_definition(columns in answers(1..=6)) {
        let covariance = covariance(&columns);
        prop_assume!(covariance[(0, 0)] > 0.0);
        let players = singles(columns.len() - 1);
        close(&lmg(&covariance, &players).unwrap(), &brute_force(&columns, &players), 1e-9);
    }

    #[test]
    fn groups_equal_definition(columns in answers(6..=7), cut in 1..5_usize) {
        let covariance = covariance(&columns);
        prop_assume!(covariance[(0, 0)] > 0.0);
        // A group out of order, one that is scattered and single columns.
        let mut players = vec![vec![cut + 1, 1], vec![6]];
        players.extend((2..6).filter(|&column| column != cut + 1).map(|column| vec![column]));
        let got = importance(&covariance, &players).unwrap();
        close(got.lmg.as_ref().unwrap(), &brute_force(&columns, &players), 1e-9);
        prop_assert!(finite(&got));
    }

    #[test]
    fn parts_sum_to_the_whole(columns in answers(1..=8)) {
        let covariance = covariance(&columns);
        prop_assume!(covariance[(0, 0)] > 0.0);
        let got = importance(&covariance, &singles(columns.len() - 1)).unwrap();
        let sum: f64 = got.lmg.as_ref().unwrap().iter().sum();
        prop_assert!((sum - got.r2).abs() < 1e-10);
        prop_assert!((got.johnson.iter().sum::<f64>() - got.r2).abs() < 1e-8);
        prop_assert!((0.0..=1.0).contains(&got.r2));
        prop_assert!(finite(&got));
    }

    #[test]
    fn reversing_a_driver_keeps_importance(columns in answers(2..=5)) {
        let mut reversed = columns.clone();
        reversed[1].iter_mut().for_each(|answer| *answer = 10.0 - *answer);
        let (a, b) = (covariance(&columns), covariance(&reversed));
        prop_assume!(a[(0, 0)] > 0.0);
        prop_assert!((a[(0, 1)] + b[(0, 1)]).abs() < 1e-9);
        let players = singles(columns.len() - 1);
        close(&lmg(&a, &players).unwrap(), &lmg(&b, &players).unwrap(), 1e-10);
        close(&johnson(&a).unwrap(), &johnson(&b).unwrap(), 1e-8);
    }

    #[test]
    fn duplicate_shares_equally_and_constant_gets_nothing(columns in answers(2..=4)) {
        let mut wider = columns.clone();
        wider.push(columns[1].clone());
        wider.push(vec![3.0; columns[0].len()]);
        let covariance = covariance(&wider);
        prop_assume!(covariance[(0, 0)] > 0.0 && covariance[(1, 1)] > 0.0);
        let p = wider.len() - 1;
        let got = importance(&covariance, &singles(p)).unwrap();
        let parts = got.lmg.as_ref().unwrap();
        prop_assert!((parts[0] - parts[p - 2]).abs() < 1e-10);
        prop_assert!(parts[p - 1].abs() == 0.0 && got.johnson[p - 1].abs() == 0.0);
        prop_assert!((got.johnson[0] - got.johnson[p - 2]).abs() < 1e-8);
        prop_assert!((got.r2 - r_squared(&super::tests::covariance(&columns)).unwrap()).abs() < 1e-9);
        prop_assert!(got.collinear.contains(&(p - 1)) && got.constant.contains(&p));
        prop_assert_eq!((got.vif[0], got.vif[p - 2], got.vif[p - 1]), (None, None, None));
        prop_assert_eq!((got.beta_std[0], got.beta_std[p - 1]), (None, None));
        prop_assert!(finite(&got));
    }

    #[test]
    fn any_few_rows_give_a_status_not_nonsense(
        rows in prop::collection::vec(prop::collection::vec(0..3_i32, 4), 2..6),
    ) {
        let columns: Vec<Vec<f64>> = (0..4)
            .map(|j| rows.iter().map(|row| f64::from(row[j])).collect())
            .collect();
        if let Some(got) = importance(&covariance(&columns), &[vec![1, 2], vec![3]]) {
            prop_assert!(finite(&got));
            let sum: f64 = got.lmg.as_ref().unwrap().iter().sum();
            prop_assert!((sum - got.r2).abs() < 1e-9);
        }
    }
}
