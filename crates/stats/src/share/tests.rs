//! Tests of shares and their change.

use super::*;
use proptest::prelude::*;

fn count(hits: u64, all: u64) -> Count {
    Count {
        hits: hits.into(),
        all: all.into(),
    }
}

#[test]
fn nobody_has_no_share() {
    assert_eq!(share(&Count::default()), None);
    assert_eq!(top_two(&[Tally::ZERO; 5]), None);
    assert_eq!(change(&Count::default(), &count(1, 2)), None);
    assert_eq!(format!("{:?}", wilson(0.0, 0.0, Z95)), "[0.0, 1.0]");
    assert_eq!(
        format!("{:?}", newcombe((0.0, 0.0), (3.0, 5.0), Z95)),
        "[-1.0, 1.0]"
    );
}

#[test]
fn four_and_five_are_the_top_two() {
    let answers = [1, 2, 3, 4, 5].map(|n: u64| Tally::from(n));
    assert_eq!(Count::top_two(&answers), count(9, 15));
    let figure = top_two(&answers).unwrap();
    assert_eq!(figure.n, 15);
    assert!((figure.value - 0.6).abs() < 1e-12);
    assert!((figure.se - (0.24_f64 / 15.0).sqrt()).abs() < 1e-12);
}

#[test]
fn weights_narrow_nothing() {
    let heavy: Tally = (0..10).map(|_| Tally::weighted(9.0)).sum();
    let light = Tally::from(90);
    let weighted = share(&Count {
        hits: heavy,
        all: heavy + light,
    })
    .unwrap();
    assert!((weighted.value - 0.5).abs() < 1e-12);
    assert!((weighted.effective_n - 36.0).abs() < 1e-9);
    let plain = share(&count(50, 100)).unwrap();
    assert!(weighted.ci95[1] - weighted.ci95[0] > plain.ci95[1] - plain.ci95[0]);
}

#[test]
fn changes_are_named() {
    assert_eq!(
        change(&count(20, 100), &count(80, 100)).unwrap().verdict,
        Verdict::Rose
    );
    assert_eq!(
        change(&count(80, 100), &count(20, 100)).unwrap().verdict,
        Verdict::Fell
    );
    assert_eq!(
        change(&count(50, 100), &count(52, 100)).unwrap().verdict,
        Verdict::NotMoreThanChance
    );
    assert_eq!(
        change(&count(80, 100), &count(1, 10)).unwrap().verdict,
        Verdict::TooFew { need: 20 }
    );
}

#[test]
fn two_sides_without_spread_are_no_change() {
    let same = change(&count(40, 40), &count(50, 50)).unwrap();
    assert_eq!(same.verdict, Verdict::NotMoreThanChance);
    assert!(same.z.abs() < 1e-12 && (same.p - 1.0).abs() < 1e-12);
}

proptest! {
    #[test]
    fn wilson_stays_within_0_and_1_and_holds_the_share(
        (x, n) in (1..5000_u32).prop_flat_map(|n| (0..=n, Just(n))), z in 0.1..4.0_f64,
    ) {
        let [low, high] = wilson(f64::from(x), f64::from(n), z);
        let p = f64::from(x) / f64::from(n);
        prop_assert!(0.0 <= low && high <= 1.0 && low < high);
        prop_assert!(low <= p + 1e-12 && p <= high + 1e-12);
    }

    #[test]
    fn newcombe_mirrors_and_stays_within_its_range(
        (x, m) in (1..500_u32).prop_flat_map(|n| (0..=n, Just(n))),
        (y, n) in (1..500_u32).prop_flat_map(|n| (0..=n, Just(n))),
    ) {
        let (a, b) = ((f64::from(x), f64::from(m)), (f64::from(y), f64::from(n)));
        let (there, back) = (newcombe(a, b, Z95), newcombe(b, a, Z95));
        prop_assert!((there[0] + back[1]).abs() < 1e-12 && (there[1] + back[0]).abs() < 1e-12);
        let difference = b.0 / b.1 - a.0 / a.1;
        prop_assert!(there[0] <= difference + 1e-12 && difference <= there[1] + 1e-12);
        prop_assert!(there[0] >= -1.0 - 1e-12 && there[1] <= 1.0 + 1e-12);
    }

    #[test]
    fn a_common_weight_changes_nothing(hits in 0..200_u64, misses in 1..200_u64, w in 0.01..50.0_f64) {
        let weigh = |n: u64| Tally { n, w: n as f64 * w, w2: n as f64 * w * w };
        let weighted = Count { hits: weigh(hits), all: weigh(hits) + weigh(misses) };
        let (a, b) = (share(&weighted).unwrap(), share(&count(hits, hits + misses)).unwrap());
        prop_assert!((a.value - b.value).abs() < 1e-9 && (a.se - b.se).abs() < 1e-9);
        prop_assert!((a.ci95[0] - b.ci95[0]).abs() < 1e-9 && (a.ci95[1] - b.ci95[1]).abs() < 1e-9);
    }
}
