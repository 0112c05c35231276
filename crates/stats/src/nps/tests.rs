//! Tests of the NPS and its change.

use super::*;
use crate::{FEW, Tally};
use proptest::prelude::*;

#[test]
fn classes_of_all_scores() {
    let classes: Vec<&str> = (0..=10).map(|score| class(score).as_str()).collect();
    assert_eq!(classes[..7], ["detractor"; 7]);
    assert_eq!(classes[7..9], ["passive"; 2]);
    assert_eq!(classes[9..], ["promoter"; 2]);
}

#[test]
fn a_score_of_zero_counts() {
    let mut scores = [Tally::ZERO; 11];
    scores[0] = 3.into();
    scores[6] = 1.into();
    scores[7] = 2.into();
    scores[10] = 4.into();
    assert_eq!(Classes::from_scores(&scores), Classes::from_counts(4, 2, 4));
}

#[test]
fn nobody_has_no_nps() {
    let nobody = Classes::default();
    let somebody = Classes::from_counts(1, 1, 1);
    assert_eq!(nps(&nobody), None);
    assert_eq!(wald(&nobody, Z95), None);
    assert_eq!(adjusted_wald(&nobody, Z95), None);
    assert_eq!(score_interval(&nobody, Z95), None);
    assert_eq!(sample_size_for_margin(&nobody, 5.0, Z95), None);
    assert_eq!(sample_size_for_margin(&somebody, 0.0, Z95), None);
    assert_eq!(change(&nobody, &somebody), None);
    assert_eq!(change(&somebody, &nobody), None);
}

#[test]
fn few_on_a_side_are_too_few() {
    let many = Classes::from_counts(100, 100, 100);
    let few = Classes::from_counts(0, 0, 22);
    assert_eq!(
        change(&many, &few).unwrap().verdict,
        Verdict::TooFew { need: FEW - 22 }
    );
    assert_eq!(
        change(&few, &many).unwrap().verdict,
        Verdict::TooFew { need: FEW - 22 }
    );
}

#[test]
fn clear_changes_are_named() {
    let low = Classes::from_counts(60, 20, 20);
    let high = Classes::from_counts(20, 20, 60);
    assert_eq!(change(&low, &high).unwrap().verdict, Verdict::Rose);
    assert_eq!(change(&high, &low).unwrap().verdict, Verdict::Fell);
    assert_eq!(
        change(&high, &high).unwrap().verdict,
        Verdict::NotMoreThanChance
    );
}

#[test]
fn one_class_with_unequal_weights_still_has_an_interval() {
    let promoters = (1_u32..=20).map(|w| Tally::weighted(f64::from(w))).sum();
    let classes = Classes {
        promoters,
        ..Classes::default()
    };
    let figure = nps(&classes).unwrap();
    assert!((figure.value - 100.0).abs() < 1e-9 && figure.se < 1e-9);
    assert!(figure.ci95[0] < 95.0, "{:?}", figure.ci95);
}

#[test]
fn groups_of_a_weighted_sample_share_one_method() {
    let weigh = |n: u64, weight: f64| Tally {
        n,
        w: n as f64 * weight,
        w2: n as f64 * weight * weight,
    };
    // Weights are equal within each group, but not between them.
    let group = |weight| Classes {
        detractors: weigh(10, weight),
        passives: weigh(20, weight),
        promoters: weigh(30, weight),
    };
    let (light, heavy) = (group(0.5), group(2.0));
    let design = Design::of(&(light + heavy));
    assert_eq!(design, Design::Weighted { total_n: 120 });
    let plain = nps(&light).unwrap();
    for part in [light, heavy] {
        let figure = nps_in(&part, design).unwrap();
        let se = plain.se * (120.0_f64 / 119.0).sqrt();
        assert!(near(figure.value, plain.value) && near(figure.se, se));
        assert!(near(figure.ci95[1], figure.value + Z95 * se));
    }
    let step = change_in(&light, &heavy, design).unwrap();
    let se = plain.se * (2.0_f64 * 120.0 / 119.0).sqrt();
    assert!(near(step.difference, 0.0) && near(step.se, se));
    // One person alone varies with nobody, and is not divided by nothing.
    let one = Classes {
        promoters: Tally::weighted(3.0),
        ..Classes::default()
    };
    let alone = nps_in(&one, design).unwrap();
    assert!(alone.se.abs() < 1e-9 && alone.ci95[0] < 0.0, "{alone:?}");
}

#[test]
fn people_read_what_an_nps_can_be() {
    for (interval, want) in [
        ([-48.0, 98.0], [-48.0, 98.0]),
        ([60.0, 116.2], [60.0, 100.0]),
        ([-130.0, 130.0], [-100.0, 100.0]),
    ] {
        let [low, high] = clipped(interval);
        assert!(near(low, want[0]) && near(high, want[1]), "{interval:?}");
    }
}

#[test]
fn a_margin_of_one_point_takes_twenty_five_times_one_of_five() {
    let classes = Classes::from_counts(20, 35, 45);
    assert_eq!(sample_size_for_margin(&classes, 5.0, Z95), Some(903));
    assert_eq!(sample_size_for_margin(&classes, 1.0, Z95), Some(22_569));
}

fn counts() -> impl Strategy<Value = [u64; 3]> {
    prop::array::uniform3(0..400_u64)
}

fn people() -> impl Strategy<Value = Vec<(u8, f64)>> {
    prop::collection::vec((0..=10_u8, 0.05..20.0_f64), 2..60)
}

fn tallied(people: &[(u8, f64)], factor: f64) -> Classes {
    let mut classes = Classes::default();
    for &(score, weight) in people {
        *classes.of_mut(class(score)) += Tally::weighted(weight * factor);
    }
    classes
}

fn near(a: f64, b: f64) -> bool {
    (a - b).abs() <= 1e-7
}

fn same(a: Nps, b: Nps) -> bool {
    a.n == b.n
        && near(a.value, b.value)
        && near(a.se, b.se)
        && near(a.ci95[0], b.ci95[0])
        && near(a.ci95[1], b.ci95[1])
}

/// All people one by one: what the tallies must agree with.
fn linearised(people: &[(u8, f64)]) -> (f64, f64) {
    let total: f64 = people.iter().map(|(_, w)| w).sum();
    let points = |score: u8| class(score).points();
    let mean = people
        .iter()
        .map(|&(score, w)| w * points(score))
        .sum::<f64>()
        / total;
    let squares: f64 = people
        .iter()
        .map(|&(score, w)| (w * (points(score) - mean)).powi(2))
        .sum();
    let n = people.len() as f64;
    (mean, (squares * n / (n - 1.0)).sqrt() / total)
}

proptest! {
    #[test]
    fn figures_stay_within_their_range([d, u, p] in counts()) {
        prop_assume!(d + u + p > 0);
        let classes = Classes::from_counts(d, u, p);
        let figure = nps(&classes).unwrap();
        prop_assert!(figure.value.abs() <= 100.0);
        prop_assert!(figure.ci95[0] < figure.ci95[1]);
        let [low, high] = score_interval(&classes, Z95).unwrap();
        prop_assert!((-100.0..=100.0).contains(&low) && (-100.0..=100.0).contains(&high));
        prop_assert!(low <= figure.value + 1e-9 && figure.value <= high + 1e-9);
    }

    #[test]
    fn the_interval_holds_the_value_unless_all_are_in_one_class([d, u, p] in counts()) {
        // With everybody in one class the three added answers may pull it away.
        prop_assume!([d, u, p].iter().filter(|&&n| n >= 5).count() >= 2);
        let figure = nps(&Classes::from_counts(d, u, p)).unwrap();
        prop_assert!(figure.ci95[0] <= figure.value && figure.value <= figure.ci95[1]);
    }

    #[test]
    fn swapping_promoters_and_detractors_mirrors_everything([d, u, p] in counts()) {
        prop_assume!(d + u + p > 0);
        let (a, b) = (Classes::from_counts(d, u, p), Classes::from_counts(p, u, d));
        let (x, y) = (nps(&a).unwrap(), nps(&b).unwrap());
        prop_assert!(near(x.value, -y.value) && near(x.se, y.se) && near(x.ci95[0], -y.ci95[1]));
        let (s, t) = (score_interval(&a, Z95).unwrap(), score_interval(&b, Z95).unwrap());
        prop_assert!(near(s[0], -t[1]) && near(s[1], -t[0]));
    }

    #[test]
    fn a_common_weight_changes_nothing([d, u, p] in counts(), weight in 0.01..50.0_f64) {
        prop_assume!(d + u + p > 0);
        let weigh = |n: u64| Tally { n, w: n as f64 * weight, w2: n as f64 * weight * weight };
        let weighted = Classes { detractors: weigh(d), passives: weigh(u), promoters: weigh(p) };
        prop_assert!(same(nps(&weighted).unwrap(), nps(&Classes::from_counts(d, u, p)).unwrap()));
    }

    #[test]
    fn scaling_all_weights_changes_nothing(people in people(), factor in 0.01..50.0_f64) {
        let (a, b) = (tallied(&people, 1.0), tallied(&people, factor));
        prop_assert!(same(nps(&a).unwrap(), nps(&b).unwrap()));
        let (s, t) = (score_interval(&a, Z95).unwrap(), score_interval(&b, Z95).unwrap());
        prop_assert!(near(s[0], t[0]) && near(s[1], t[1]));
    }

    #[test]
    fn tallies_tell_as_much_as_the_single_weighted_answers(people in people()) {
        let classes = tallied(&people, 1.0);
        prop_assume!(!classes.total().is_equally_weighted());
        let figure = nps(&classes).unwrap();
        let (mean, se) = linearised(&people);
        prop_assert!(near(figure.value, mean) && near(figure.se, se));
    }

    #[test]
    fn merging_groups_and_taking_one_out_again(a in people(), b in people()) {
        let (one, other) = (tallied(&a, 1.0), tallied(&b, 1.0));
        let both: Vec<(u8, f64)> = a.iter().chain(&b).copied().collect();
        let whole = nps(&tallied(&both, 1.0)).unwrap();
        prop_assert!(same(nps(&(one + other)).unwrap(), whole));
        prop_assert!(same(nps(&(one + other - other)).unwrap(), nps(&one).unwrap()));
    }

    #[test]
    fn a_change_back_is_the_opposite(a in counts(), b in counts()) {
        let of = |[d, u, p]: [u64; 3]| Classes::from_counts(d, u, p);
        prop_assume!(a.iter().sum::<u64>() > 0 && b.iter().sum::<u64>() > 0);
        let (there, back) = (change(&of(a), &of(b)).unwrap(), change(&of(b), &of(a)).unwrap());
        prop_assert!(near(there.difference, -back.difference) && near(there.z, -back.z));
        prop_assert!(near(there.p, back.p) && near(there.ci95[0], -back.ci95[1]));
        let excludes = there.ci95[0] > 0.0 || there.ci95[1] < 0.0;
        prop_assert!(excludes == (there.p < 0.05) || (there.p - 0.05).abs() < 1e-9);
    }
}
