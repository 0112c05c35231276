//! Tests of the planner. Published numbers: Cohen (1988) and R's `power.prop.test`, whose
//! approximation pools the variance under no change and so differs by an answer or two.

use super::*;
use crate::mean::{self, one_to_five};
use crate::{Tally, nps, share};
use proptest::prelude::*;

#[track_caller]
fn close(got: f64, want: f64) {
    assert!((got - want).abs() < 1e-9, "got {got:.15}, want {want:.15}");
}

fn usual() -> Plan {
    Figure::nps(&Classes::default()).into()
}

#[test]
fn five_points_take_about_3700_answers() {
    // 7.8489 × 2 × 5875 / 25.
    assert_eq!(usual().answers_for(5.0), Some(3689));
    assert_eq!(usual().answers_for(-5.0), Some(3689));
    assert_eq!(usual().answers_for(10.0), Some(923));
    close(usual().figure.value(), 25.0);
    assert!(usual().target_is_visible(5.0, 3689));
    assert!(!usual().target_is_visible(5.0, 3688));
    close(months(3690, 90.0).unwrap(), 41.0);
    assert_eq!(months(3690, 0.0), None);
}

#[test]
fn a_surveys_own_mix_counts() {
    let polarised = Plan::from(Figure::nps(&Classes::from_counts(50, 0, 50)));
    let settled = Plan::from(Figure::nps(&Classes::from_counts(5, 90, 5)));
    assert!(polarised.answers_for(5.0) > usual().answers_for(5.0));
    assert!(settled.answers_for(5.0) < usual().answers_for(5.0));
    assert_eq!(
        Figure::nps(&Classes::from_counts(0, 0, 9)),
        usual().figure,
        "nine promoters don't make a survey in which nothing can change"
    );
}

#[test]
fn shares_and_means_as_published() {
    // Half a standard deviation: 63 per group (Cohen 1988, 64 with Student's t).
    let mean = Figure::Mean {
        value: 3.0,
        sd: 1.0,
        range: [1.0, 5.0],
    };
    assert_eq!(Plan::from(mean).answers_for(0.5), Some(63));
    // 50 % against 75 %: 58 pooled in R, 55 unpooled.
    assert_eq!(Plan::from(Figure::Share(0.5)).answers_for(0.25), Some(55));
    // 80 % against 85 %: 906 pooled, 903 unpooled.
    assert_eq!(Plan::from(Figure::Share(0.8)).answers_for(0.05), Some(903));
    let from = share::Count {
        hits: 80.into(),
        all: 100.into(),
    };
    assert_eq!(Figure::share(&from), Some(Figure::Share(0.8)));
}

#[test]
fn design_and_population_are_factors() {
    let plan = Plan {
        design_effect: 2.0,
        ..usual()
    };
    assert_eq!(plan.answers_for(5.0), Some(7378));
    let plan = Plan {
        population: Some(1000),
        ..usual()
    };
    assert_eq!(plan.answers_for(5.0), Some(finite::required(3689, 1000)));
    // All customers answered: nothing is left to chance, so any change is seen.
    assert_eq!(plan.smallest_rise(1000), None);
    close(plan.power(1000, 1.0).unwrap(), 1.0);
    assert_eq!(plan.power(1001, 1.0), None);
    let tiny = Plan {
        population: Some(20),
        ..usual()
    };
    assert_eq!(tiny.answers_for(5.0), None);
}

#[test]
fn what_cannot_be_has_no_number() {
    for change in [0.0, 76.0, -126.0, f64::NAN, f64::INFINITY] {
        assert_eq!(usual().answers_for(change), None, "{change}");
        assert!(!usual().target_is_visible(change, u64::MAX));
    }
    assert_eq!(usual().smallest_rise(29), None);
    assert_eq!(usual().power(29, 5.0), None);
    let high = Plan::from(Figure::Share(0.95));
    assert_eq!(high.smallest_rise(50), None);
    assert!(high.smallest_fall(50).unwrap() < -0.1);
    assert_eq!(Figure::share(&share::Count::default()), None);
    let alike = mean::mean(&one_to_five(&[0, 0, 9, 0, 0].map(Tally::from))).unwrap();
    assert_eq!(Figure::mean(&alike, [1.0, 5.0]), None);
    assert_eq!(usual().answers_for(75.0), Some(FEW));
}

#[test]
fn the_verdict_agrees_with_the_plan() {
    // A change that is seen in half of the cases is the one at which the verdict tips.
    let before = Classes::from_counts(200, 350, 450);
    let after = Classes::from_counts(200 - 34, 350, 450 + 34);
    let change = nps::change(&before, &after).unwrap();
    let plan = Plan::from(Figure::nps(&before));
    let power = plan
        .power(1000, change.z.signum() * 1.96 * change.se)
        .unwrap();
    assert!((power - 0.5).abs() < 0.02, "{power}");
}

fn figures() -> impl Strategy<Value = Figure> {
    prop_oneof![
        (0.05_f64..0.6, 0.05_f64..0.4).prop_map(|(promoters, detractors)| Figure::Nps {
            promoters,
            detractors
        }),
        (0.05_f64..0.95).prop_map(Figure::Share),
        (1.5_f64..4.5, 0.2_f64..2.0).prop_map(|(value, sd)| Figure::Mean {
            value,
            sd,
            range: [1.0, 5.0]
        }),
    ]
}

fn plans() -> impl Strategy<Value = Plan> {
    let population = prop_oneof![Just(None), (20_000_u64..1_000_000).prop_map(Some)];
    (figures(), 0.8_f64..4.0, population).prop_map(|(figure, design_effect, population)| Plan {
        figure,
        design_effect,
        population,
    })
}

proptest! {
    #[test]
    fn answers_for_a_change_and_back(plan in plans(), n in 31_u64..15_000) {
        for smallest in [plan.smallest_rise(n), plan.smallest_fall(n)].into_iter().flatten() {
            let needed = plan.answers_for(smallest).unwrap();
            prop_assert!(needed.abs_diff(n) <= 1, "{} for {}", needed, n);
            prop_assert!(plan.target_is_visible(smallest * (1.0 + 1e-6), n + 1)
                || plan.answers_for(smallest * (1.0 + 1e-6)).is_none());
        }
    }

    #[test]
    fn more_answers_see_more(plan in plans(), n in 31_u64..10_000, part in 0.01_f64..0.5) {
        let range = plan.figure.range();
        let change = part * (range[1] - plan.figure.value());
        let (few, many) = (plan.power(n, change).unwrap(), plan.power(n + 500, change).unwrap());
        prop_assert!(many >= few && (0.0..=1.0).contains(&few));
        let larger = plan.power(n, 1.5 * change).unwrap();
        prop_assert!(larger >= few - 1e-12);
        let (small, large) = (plan.answers_for(change), plan.answers_for(1.5 * change));
        prop_assert!(small.is_none() || large <= small);
        if let Some(needed) = small.filter(|&needed| needed > FEW) {
            prop_assert!((plan.power(needed, change).unwrap() - POWER) > -1e-6);
        }
    }
}
