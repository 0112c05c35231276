//! What a change takes, by hand and over all inputs.

use proptest::prelude::*;

use super::*;
use crate::answers::examples::scored;

fn start(figure: Figure, unit: Unit) -> Start {
    Start {
        unit,
        figure,
        basis: Basis::Given,
        design_effect: 1.0,
        pace: None,
        population: None,
    }
}

/// 2 · 5,875 · (1.95996 + 0.84162)² / d² for 45 % promoters and 20 % detractors.
#[test]
fn a_change_of_five_points_takes_about_3700_answers() {
    let start = start(usual(Unit::NpsPoints), Unit::NpsPoints);
    let told = plan(&start, 5.0, None);
    let needed = |change: f64| {
        let line = told
            .table
            .iter()
            .find(|line| (line.change - change).abs() < 1e-9);
        line.and_then(|line| line.needed).expect("can be seen")
    };
    assert_eq!(told.asked.needed, Some(3689));
    assert_eq!((needed(5.0), needed(10.0), needed(15.0)), (3689, 923, 410));
    assert!((told.sd - 76.65).abs() < 0.01, "{}", told.sd);
    assert_eq!(
        (told.asked.months, told.visible.len(), told.target),
        (None, 0, None)
    );
}

#[test]
fn what_comes_in_says_what_can_be_seen() {
    let start = Start {
        pace: Some(Pace::monthly(210.0)),
        design_effect: 1.5,
        ..start(usual(Unit::NpsPoints), Unit::NpsPoints)
    };
    let told = plan(&start, 5.0, Some(5.0));
    assert_eq!(told.asked.needed, Some(5534));
    assert!((told.asked.months.expect("a pace") - 5534.0 / 210.0).abs() < 1e-9);
    let quarter = told.visible[1];
    assert_eq!((quarter.period, quarter.n), (Span::Quarter, 630));
    // 5 · √(5534/630)
    assert!(
        (quarter.change.expect("seen") - 14.82).abs() < 0.01,
        "{quarter:?}"
    );
    let target = told.target.expect("set");
    assert!(!target.can_be_seen && target.period == Span::Quarter);
    assert!(
        plan(&start, 5.0, Some(15.0))
            .target
            .expect("set")
            .can_be_seen
    );
}

#[test]
fn waves_are_their_own_period() {
    let start = Start {
        pace: Some(Pace {
            per_wave: Some(207.7),
            months_between: Some(12.0),
            ..Pace::monthly(17.3)
        }),
        population: Some(3000),
        ..start(usual(Unit::NpsPoints), Unit::NpsPoints)
    };
    let told = plan(&start, 5.0, Some(5.0));
    assert_eq!(told.visible.len(), 1);
    assert_eq!(
        (told.visible[0].period, told.visible[0].n),
        (Span::Wave, 208)
    );
    assert!(told.asked.more_than_customers, "3,689 of 3,000 customers");
    assert!(!told.table[5].more_than_customers);
}

#[test]
fn own_answers_count_as_soon_as_there_are_enough() {
    let of = |codes: &[u8]| figure_of(Metric::Nps, &scored(codes).plain_counts());
    assert_eq!(of(&[9; 29]).1, Basis::PlanningValues);
    assert_eq!(of(&[9; 60]).1, Basis::PlanningValues, "all alike");
    assert_eq!(of(&[]).0, usual(Unit::NpsPoints));
    let codes: Vec<u8> = (0..40).map(|i| if i < 30 { 9 } else { 3 }).collect();
    let wanted = Figure::Nps {
        promoters: 0.75,
        detractors: 0.25,
    };
    assert_eq!(of(&codes), (wanted, Basis::Answers));
}

#[test]
fn shares_are_planned_in_percentage_points() {
    // p 0.8 → 0.85: (0.16 + 0.1275) · 7.8489 / 0.05² = 902.6.
    let told = plan(
        &start(Figure::Share(0.8), Unit::PercentagePoints),
        5.0,
        None,
    );
    assert_eq!(told.asked.needed, Some(903));
    let high = plan(
        &start(Figure::Share(0.97), Unit::PercentagePoints),
        5.0,
        None,
    );
    assert!(
        high.asked.needed.is_some(),
        "no room to rise by five, but to fall"
    );
    let mean = Figure::Mean {
        value: 3.8,
        sd: 1.1,
        range: [1.0, 5.0],
    };
    let told = plan(&start(mean, Unit::ScalePoints), 0.2, None);
    // 2 · 1.21 · 7.8489 / 0.04
    assert_eq!(told.asked.needed, Some(475));
}

proptest! {
    #[test]
    fn what_is_needed_can_be_seen(
        p in 0.05..0.6_f64, d in 0.05..0.35_f64, change in 1.0..30.0_f64, effect in 1.0..4.0_f64,
    ) {
        let figure = Figure::Nps { promoters: p, detractors: d };
        let start = Start { design_effect: effect, ..start(figure, Unit::NpsPoints) };
        let Some(needed) = plan(&start, change, None).asked.needed else {
            return Ok(());
        };
        // A month with so many answers shows the change, or a smaller one.
        let start = Start { pace: Some(Pace::monthly(needed as f64)), ..start };
        let told = plan(&start, change, None);
        let seen = told.visible[0].change.expect("enough answers");
        prop_assert!(seen <= change * (1.0 + 1e-6), "{seen} > {change}");
        // Less is needed for more, and more for less certain answers.
        prop_assert!(told.table.windows(2).all(|pair| pair[0].needed >= pair[1].needed));
    }
}
