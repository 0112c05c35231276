//! Tests of resampling: streams, groups, limits.

use super::*;
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
