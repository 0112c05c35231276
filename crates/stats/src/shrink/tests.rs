//! Known data gives the published estimates, and any data estimates between group and whole.

use proptest::prelude::*;

use super::*;

fn close(a: f64, b: f64) {
    assert!((a - b).abs() < 5e-4, "{a} is not {b}");
}

fn group(values: &[f64]) -> Group {
    let points: Vec<(f64, Tally)> = values.iter().map(|x| (*x, Tally::from(1))).collect();
    Group::of(&points)
}

/// Yield of dyestuff by batch (Davies & Goldsmith 1972, table 6.3). The variance components are
/// published with it: 1764.05 between batches, 2451.25 within.
#[test]
fn variance_components_are_those_of_the_dyestuff() {
    let batches: [[f64; 5]; 6] = [
        [1545.0, 1440.0, 1440.0, 1520.0, 1580.0],
        [1540.0, 1555.0, 1490.0, 1560.0, 1495.0],
        [1595.0, 1550.0, 1605.0, 1510.0, 1560.0],
        [1445.0, 1440.0, 1595.0, 1465.0, 1545.0],
        [1595.0, 1630.0, 1515.0, 1635.0, 1625.0],
        [1520.0, 1455.0, 1450.0, 1480.0, 1445.0],
    ];
    let groups: Vec<Group> = batches.iter().map(|batch| group(batch)).collect();
    let usual = usual(&groups).expect("six groups");
    close(usual.within, 2451.25);
    close(usual.between, 1764.05);
    close(usual.mean, 1527.5);
    assert_eq!(usual.groups, 6);
}

/// Efron & Morris (1975, JASA 70, 311–319): eighteen batters, 45 times at bat each, on a scale with
/// variance 1. Their sum of squares is 18.96, so each keeps 1 − 15/18.96 = 0.209 of the distance.
#[test]
fn equal_groups_are_drawn_as_james_and_stein_do() {
    let hits = [
        18, 17, 16, 15, 14, 14, 13, 12, 11, 11, 10, 10, 10, 10, 10, 9, 8, 7,
    ];
    let scale = |hits: i32| 45_f64.sqrt() * (2.0 * f64::from(hits) / 45.0 - 1.0).asin();
    let means: Vec<f64> = hits.iter().map(|hits| scale(*hits)).collect();
    let mean = means.iter().sum::<f64>() / 18.0;
    let sum: f64 = means.iter().map(|x| (x - mean).powi(2)).sum();
    close(sum, 18.962_72);
    let between = sum / 17.0 - 1.0;
    let all: Vec<(f64, f64)> = means.iter().map(|x| (*x, 1.0)).collect();
    let usual = known(&all, (45.0, between));
    close(usual.mean, mean);
    let clemente = usual.towards(means[0], 1.0);
    close(clemente.own, 0.208_974);
    close(clemente.value, mean + 0.208_974 * (means[0] - mean));
    // V (1 − 17/18 B) + 2/15 B² (y − ȳ)², by hand.
    let drawn = 15.0 / sum;
    let variance = 1.0 - 17.0 / 18.0 * drawn + 2.0 / 15.0 * (drawn * (means[0] - mean)).powi(2);
    close(clemente.se, variance.sqrt());
}

/// Computed apart from this code, step by step by the formulas.
#[test]
fn groups_of_any_size_are_drawn_by_what_they_know() {
    let groups = [
        group(&[1.0, 0.0, 1.0]),
        group(&[1.0, 1.0, 1.0, 0.0]),
        group(&[0.0, 0.0]),
        group(&[1.0, 1.0, 1.0, 1.0, 1.0, 0.0]),
        group(&[0.0, 1.0, 0.0, 0.0, 0.0]),
        group(&[1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 0.0, 0.0, 0.0]),
    ];
    let usual = usual(&groups).expect("six groups");
    close(usual.within, 0.214_583);
    close(usual.between, 0.041_285);
    close(usual.mean, 0.570_180);
    let wanted = [
        (0.629_961, 0.619_577, 0.222_634),
        (0.689_030, 0.660_938, 0.202_061),
        (0.247_046, 0.566_723, 0.305_131),
        (0.760_045, 0.721_498, 0.177_849),
        (0.313_206, 0.694_187, 0.202_674),
        (0.673_361, 0.794_800, 0.135_886),
    ];
    for (group, (value, own, se)) in groups.iter().zip(wanted) {
        let told = usual.shrink(group.n, group.mean);
        close(told.value, value);
        close(told.own, own);
        close(told.se, se);
        close(told.ci95[1] - told.ci95[0], 2.0 * Z95 * se);
    }
}

#[test]
fn with_few_groups_nobody_knows_what_is_usual() {
    let four = vec![group(&[1.0, 0.0]); 4];
    assert_eq!(usual(&four), None);
    let mut nine = four.clone();
    nine.extend(vec![Group::default(); 5]);
    assert_eq!(usual(&nine), None);
    // One answer each tells nothing of how answers of one group differ.
    assert_eq!(usual(&[group(&[1.0]); 8]), None);
    assert!(usual(&[group(&[1.0, 0.0]); 5]).is_some());
}

#[test]
fn groups_without_any_difference_stay_where_they_are() {
    let told = usual(&[group(&[1.0, 1.0]); 6]).expect("six groups");
    let one = told.shrink(2, 1.0);
    assert_eq!((one.value, one.se), (1.0, 0.0));
    assert!(told.shrink(0, 0.0).value.is_finite());
}

proptest! {
    #[test]
    fn an_estimate_lies_between_the_own_mean_and_what_is_usual(
        groups in proptest::collection::vec(proptest::collection::vec(0..11_u8, 1..30), 5..20),
    ) {
        let groups: Vec<Group> = groups
            .iter()
            .map(|values| group(&values.iter().map(|x| f64::from(*x)).collect::<Vec<_>>()))
            .collect();
        let Some(usual) = usual(&groups) else { return Ok(()) };
        for group in &groups {
            let told = usual.shrink(group.n, group.mean);
            let (low, high) = (group.mean.min(usual.mean), group.mean.max(usual.mean));
            prop_assert!((low - 1e-9..=high + 1e-9).contains(&told.value));
            prop_assert!((-1e-9..=1.0 + 1e-9).contains(&told.own));
            prop_assert!(told.se >= 0.0 && told.se.is_finite());
        }
    }

    #[test]
    fn more_answers_of_the_same_mean_count_for_more(
        n in 1..500_u64, more in 1..500_u64, mean in 0.0..10.0_f64, within in 0.1..9.0_f64,
        between in 0.0..4.0_f64,
    ) {
        let usual = known(&[(5.0, within); 6], (within, between));
        let (few, many) = (usual.shrink(n, mean), usual.shrink(n + more, mean));
        prop_assert!(many.own >= few.own - 1e-12);
    }
}
