//! Tests of resampling: streams, groups, limits.

use super::*;
use crate::Matrix;
use crate::em::{Incomplete, Stop};
use proptest::prelude::*;

#[test]
fn limits_as_published() {
    // (B + 1)·0.025 is a whole number for B = 39: the first and the last value.
    let mut values: Vec<f64> = (1..=39).map(f64::from).collect();
    assert_eq!(percentile(&mut values, 0.95), Some([1.0, 39.0]));
    let mut values: Vec<f64> = (1..=1_999).rev().map(f64::from).collect();
    assert_eq!(percentile(&mut values, 0.95), Some([50.0, 1_950.0]));
    // B = 2,000: rank 50.025 and 1,950.975, between two values on the normal scale.
    let mut values: Vec<f64> = (1..=2_000).map(f64::from).collect();
    let [low, high] = percentile(&mut values, 0.95).unwrap();
    assert!((low - 50.025).abs() < 1e-3 && low > 50.0, "{low}");
    assert!((high - 1_950.975).abs() < 1e-3 && high < 1_951.0, "{high}");
    // Too few for the limits asked: the outermost ones.
    assert_eq!(percentile(&mut [2.0, 1.0], 0.95), Some([1.0, 2.0]));
    assert_eq!(percentile(&mut [], 0.95), None);
    assert_eq!(percentile(&mut [1.0, f64::NAN], 0.95), None);
}

#[test]
fn limits_of_few_units_reach_further() {
    const ALL: [f64; 2] = [f64::NEG_INFINITY, f64::INFINITY];
    // Normal values: the limits of a mean of n units are those of its t interval, √(n/(n − 1)) · t.
    // Student's t at 97.5 % of 9, 29 and 99 degrees of freedom by R's qt.
    for (n, t) in [
        (10, 2.262_157_162_798_205),
        (30, 2.045_229_642_132_703),
        (100, 1.984_216_951_586_413),
    ] {
        let quantile = |rank: i32| normal(f64::from(rank) / 10_000.0 - 1.0);
        let mut values: Vec<f64> = (1..=19_999).map(quantile).collect();
        let [low, high] = expanded(&mut values, 0.95, n, ALL).unwrap();
        let reach = (n as f64 / (n - 1) as f64).sqrt() * t;
        assert!((high - reach).abs() < 1e-9, "{high} is not {reach}");
        assert!((low + reach).abs() < 1e-9, "{low} is not -{reach}");
        assert_eq!(
            expanded(&mut values, 0.95, n, [-1.9, 1.5]),
            Some([-1.9, 1.5])
        );
    }
    // Of very many units nothing is added; of one nothing can be.
    let mut values: Vec<f64> = (1..=1_999).map(f64::from).collect();
    let [low, high] = expanded(&mut values, 0.95, 1_000_000_000, ALL).unwrap();
    assert!((low - 50.0).abs() < 1e-5 && (high - 1_950.0).abs() < 1e-5);
    assert_eq!(expanded(&mut values, 0.95, 1, ALL), Some([50.0, 1_950.0]));
    assert_eq!(expanded(&mut [], 0.95, 30, ALL), None);
    assert_eq!(expanded(&mut [1.0, f64::NAN], 0.95, 30, ALL), None);
}

#[test]
fn a_replicate_is_the_same_on_any_number_of_threads() {
    let run = |threads| {
        replicate_with_threads(
            100,
            threads,
            || vec![0.0; 50],
            |counts, number| {
                Stream::new(7, number as u64).counts(counts);
                counts.clone()
            },
        )
    };
    let alone = run(1);
    assert_eq!(alone, run(2));
    assert_eq!(alone, run(5));
    assert!(
        alone
            .iter()
            .all(|counts| (counts.iter().sum::<f64>() - 50.0).abs() < 1e-12)
    );
    assert_ne!(alone[0], alone[1]);
    assert_ne!(Stream::new(7, 0).0, Stream::new(8, 0).0);
}

#[test]
fn the_standard_error_of_a_mean_comes_out() {
    // Of 0 … 99 it is √(833.25 / 100) = 2.887.
    let means = replicate(
        4_000,
        || vec![0.0; 100],
        |counts, number| {
            Stream::new(3, number as u64).counts(counts);
            counts
                .iter()
                .zip(0..)
                .map(|(count, value)| count * f64::from(value))
                .sum::<f64>()
                / 100.0
        },
    );
    let centre = means.iter().sum::<f64>() / 4_000.0;
    let variance = means
        .iter()
        .map(|mean| (mean - centre).powi(2))
        .sum::<f64>()
        / 3_999.0;
    assert!((centre - 49.5).abs() < 0.15, "{centre}");
    assert!((variance.sqrt() / 2.8866 - 1.0).abs() < 0.04, "{variance}");
}

#[test]
fn people_of_an_account_are_one_unit() {
    let (unit, units) = clusters(&[4, 9, u32::MAX, 4, u32::MAX, 9], u32::MAX);
    assert_eq!((unit, units), (vec![0, 1, 2, 0, 3, 1], 4));
}

/// A score and `p` answers of `n` people that hang together; each answer but the score is missing
/// with probability `gap`.
fn answers(n: usize, p: usize, gap: f64, seed: u64) -> Vec<Vec<f64>> {
    let mut stream = Stream::new(seed, 0);
    let mut uniform = || stream.below(1 << 30) as f64 / f64::from(1 << 30);
    let mut columns = vec![Vec::with_capacity(n); p + 1];
    for _ in 0..n {
        let common = uniform() + uniform() - 1.0;
        columns[0].push(common + uniform());
        for (v, column) in columns[1..].iter_mut().enumerate() {
            let answer = (1.0 + v as f64 / 10.0) * common + uniform();
            column.push(if uniform() < gap { f64::NAN } else { answer });
        }
    }
    columns
}

fn difference(a: &Matrix, b: &Matrix) -> f64 {
    (a - b).iter().map(|x| x * x).sum::<f64>().sqrt()
}

/// Draws people anew and gives the distance of the quick covariance from that of a new fit, as a
/// part of the distance of the new fit from the one of all.
fn off(columns: &[Vec<f64>], draws: usize) -> f64 {
    let n = columns[0].len();
    let incomplete = Incomplete::new(columns);
    let fit = incomplete.fit(None, None, Stop::default()).unwrap();
    let expected = Expected::new(columns, None, &fit);
    let unit: Vec<u32> = (0..n as u32).collect();
    let rows = expected.by_unit(columns, None, (&unit, n));
    let p = columns.len();
    let sd: Vec<f64> = (0..p).map(|v| fit.covariance[(v, v)].sqrt()).collect();
    let standard =
        |covariance: &Matrix| Matrix::from_fn(p, p, |i, j| covariance[(i, j)] / (sd[i] * sd[j]));
    let mut counts = vec![0.0; n];
    let (mut wrong, mut moved) = (0.0, 0.0);
    for draw in 0..draws {
        Stream::new(11, draw as u64).counts(&mut counts);
        let mut sums = vec![0.0; expected.width()];
        for (count, row) in counts.iter().zip(rows.chunks(expected.width())) {
            for (sum, x) in sums.iter_mut().zip(row) {
                *sum += count * x;
            }
        }
        let quick = expected.covariance(&sums, n as f64);
        let anew = incomplete
            .fit(Some(&counts), Some(&fit), Stop::default())
            .unwrap();
        let anew = standard(&anew.covariance);
        wrong += difference(&quick, &anew);
        moved += difference(&anew, &standard(&fit.covariance));
    }
    wrong / moved
}

#[test]
fn a_resample_of_complete_answers_has_its_own_covariance() {
    assert!(off(&answers(60, 4, 0.0, 5), 5) < 1e-9);
}

#[test]
fn a_resample_of_incomplete_answers_is_close_to_a_new_fit() {
    let part = off(&answers(600, 5, 0.3, 5), 20);
    assert!(part < 0.1, "{part}");
    // The error shrinks faster than the spread.
    let part = off(&answers(6_000, 5, 0.3, 5), 5);
    assert!(part < 0.03, "{part}");
    // More patterns than the derivative is taken from.
    let part = off(&answers(2_000, 12, 0.3, 5), 2);
    assert!(part < 0.12, "{part}");
}

#[test]
fn slopes_of_complete_answers_are_those_of_least_squares() {
    let columns = answers(400, 3, 0.0, 21);
    let fit = Incomplete::new(&columns)
        .fit(None, None, Stop::default())
        .unwrap();
    let expected = Expected::new(&columns, None, &fit);
    let unit: Vec<u32> = (0..400).collect();
    let rows = expected.by_unit(&columns, None, (&unit, 400));
    let (slopes, spread) = expected.slopes_at_fit(&rows, &[1.0; 400]).unwrap();
    // Least squares with the sandwich errors of White (1980), by hand.
    let x = Matrix::from_fn(400, 4, |i, j| if j == 0 { 1.0 } else { columns[j][i] });
    let y = nalgebra::DVector::from_column_slice(&columns[0]);
    let inverse = (x.transpose() * &x).try_inverse().unwrap();
    let beta = &inverse * x.transpose() * &y;
    let rest = &y - &x * &beta;
    let scaled = Matrix::from_fn(400, 4, |i, j| x[(i, j)] * rest[i]);
    let white = &inverse * (scaled.transpose() * &scaled) * &inverse;
    for j in 0..3 {
        assert!((slopes[j] - beta[j + 1]).abs() < 1e-9);
        let (got, want) = (spread[(j, j)].sqrt(), white[(j + 1, j + 1)].sqrt());
        assert!((got / want - 1.0).abs() < 1e-6, "{got} is not {want}");
    }
    // In groups of people the errors are about the same.
    let group = random_groups(400, 100, 3);
    let rows = expected.by_unit(&columns, None, (&group, 100));
    let (_, grouped) = expected.slopes_at_fit(&rows, &[4.0; 100]).unwrap();
    for j in 0..3 {
        let ratio = (grouped[(j, j)] / spread[(j, j)]).sqrt();
        assert!((0.75..1.3).contains(&ratio), "{ratio}");
    }
}

#[test]
fn a_copied_variable_does_no_harm() {
    let mut columns = answers(200, 3, 0.2, 9);
    columns.push(columns[1].clone());
    assert!(off(&columns, 3) < 0.2);
}

proptest! {
    #[test]
    fn groups_are_a_partition_into_equal_parts(n in 0_usize..500, groups in 1_usize..60, seed: u64) {
        let group = random_groups(n, groups, seed);
        let mut sizes = vec![0_usize; groups];
        for group in group {
            sizes[group as usize] += 1;
        }
        let (least, most) = (sizes.iter().min().unwrap(), sizes.iter().max().unwrap());
        prop_assert!(most - least <= 1);
    }

    #[test]
    fn a_sample_draws_nobody_twice(n in 0_usize..300, wanted in 0_usize..300, seed: u64) {
        let sample = random_sample(n, wanted, seed);
        prop_assert_eq!(sample.len(), wanted.min(n));
        prop_assert!(sample.is_sorted_by(|a, b| a < b));
        prop_assert!(sample.iter().all(|&person| (person as usize) < n));
    }

    #[test]
    fn limits_enclose_the_middle(mut values in prop::collection::vec(-1e6_f64..1e6, 1..200)) {
        let [low, high] = percentile(&mut values, 0.9).unwrap();
        let middle = values[values.len() / 2];
        prop_assert!(low <= high);
        prop_assert!(low <= middle && middle <= high);
    }
}
