//! Injected movements are found and noise is left alone.

use figures::Metric;
use proptest::prelude::*;

use super::*;
use crate::sample::{Draw, five, nps, overall, segment};

const NPS: Measure = Measure::Metric(Metric::Nps);

fn noise(draw: &mut Draw, steps: usize, n: u64) -> Vec<Codes> {
    (0..steps).map(|_| draw.scores(n, 0.2, 0.5)).collect()
}

#[test]
fn a_drop_in_one_segment_is_an_alarm() {
    let mut false_alarms = 0;
    for seed in 0..20 {
        let mut draw = Draw(seed);
        let mut series: Vec<Series> = (0..12)
            .map(|i| segment(&i.to_string(), noise(&mut draw, 24, 150)))
            .collect();
        series[7].cells[23] = draw.scores(150, 0.5, 0.2);
        let judged = judge(&series, 23);
        let one = &judged[7];
        assert_eq!(one.status, Status::Alarm, "seed {seed}");
        assert_eq!(one.direction, Some(Direction::Down));
        assert_eq!((one.against, one.since), (Some(Against::Previous), 23));
        assert_eq!(one.before, Some(22));
        let others = judged.iter().enumerate().filter(|(i, _)| *i != 7);
        let mut alarms = others.filter(|(_, one)| one.status == Status::Alarm);
        false_alarms += u64::from(alarms.next().is_some());
    }
    assert!(false_alarms <= 1, "{false_alarms} of 20");
}

#[test]
fn noise_of_sixty_segments_rarely_raises_an_alarm() {
    const SEEDS: u64 = 200;
    let mut false_alarms = 0;
    for seed in 0..SEEDS {
        let mut draw = Draw(seed * 7919 + 1);
        let series: Vec<Series> = (0..60)
            .map(|i| segment(&i.to_string(), noise(&mut draw, 24, 40)))
            .collect();
        let judged = judge(&series, 23);
        assert!(judged.iter().all(|one| one.status.is_judged()));
        false_alarms += u64::from(judged.iter().any(|one| one.status == Status::Alarm));
    }
    // At most one family in twenty, for any number of segments.
    assert!(false_alarms * 20 <= SEEDS, "{false_alarms} of {SEEDS}");
}

#[test]
fn noise_of_few_periods_rarely_raises_an_alarm() {
    const SEEDS: u64 = 400;
    let mut false_alarms = 0;
    for seed in 0..SEEDS {
        let mut draw = Draw(seed * 104_729 + 3);
        let series: Vec<Series> = (0..20)
            .map(|i| segment(&i.to_string(), noise(&mut draw, 3, 60)))
            .collect();
        let judged = judge(&series, 2);
        false_alarms += u64::from(judged.iter().any(|one| one.status == Status::Alarm));
    }
    assert!(false_alarms * 20 <= SEEDS, "{false_alarms} of {SEEDS}");
}

#[test]
fn a_slow_drift_is_told_with_its_beginning() {
    let mut found = 0;
    for seed in 0..10 {
        let mut draw = Draw(seed);
        let mut cells = noise(&mut draw, 18, 120);
        // Two points down in every period from the twelfth on.
        for step in 0..6 {
            let moved = 0.025 * (step + 1) as f64;
            cells[12 + step] = draw.scores(120, 0.2 + moved, 0.5 - moved);
        }
        let judged = judge(&[overall(NPS, cells)], 17);
        let one = &judged[0];
        if one.status == Status::Alarm {
            found += 1;
            assert_eq!(one.direction, Some(Direction::Down));
            let starts = if one.against == Some(Against::Previous) {
                17..=17
            } else {
                9..=16
            };
            assert!(
                starts.contains(&one.since),
                "seed {seed}: since {}",
                one.since
            );
        }
    }
    assert!(found >= 8, "{found} of 10");
}

#[test]
fn a_drift_is_told_by_the_average_and_not_by_the_latest_period() {
    // Low for five periods; the latest one is back where all earlier ones together are.
    let mut cells = [nps(20, 30, 50), nps(22, 30, 48), nps(18, 30, 52)].repeat(5);
    cells.extend(vec![nps(33, 30, 37); 5]);
    cells.push(nps(22, 32, 46));
    let latest = cells.len() - 1;
    let judged = judge(&[overall(NPS, cells)], latest);
    let one = &judged[0];
    let baseline = one.since_baseline.as_ref().expect("compared");
    assert!(baseline.change.difference.abs() < 1.5, "{baseline:?}");
    assert_eq!(one.against, Some(Against::Drift), "{one:?}");
    assert_eq!(one.direction, Some(Direction::Down));
    assert!((15..=17).contains(&one.since), "since {}", one.since);
    let moved = one.moved().expect("told");
    assert!(moved.difference < -5.0 && moved.ci95[1] < 0.0, "{moved:?}");
    let gap = moved.to.expect("an average") - moved.from.expect("a usual level");
    assert!((gap - moved.difference).abs() < 1e-12);
}

#[test]
fn a_step_from_the_period_before_is_told_as_a_step_even_after_a_drift() {
    let mut cells = [nps(20, 30, 50), nps(22, 30, 48), nps(18, 30, 52)].repeat(4);
    cells.extend(vec![nps(16, 30, 54), nps(13, 30, 57), nps(11, 30, 59)]);
    cells.push(nps(1, 5, 94));
    let latest = cells.len() - 1;
    let one = &judge(&[overall(NPS, cells)], latest)[0];
    assert_eq!(one.status, Status::Alarm);
    assert_eq!((one.against, one.since), (Some(Against::Previous), latest));
    let previous = one.since_previous.as_ref().expect("compared");
    let told = one.moved().map(|moved| moved.difference);
    assert_eq!(told, Some(previous.change.difference));
}

#[test]
fn ordinary_swings_of_a_large_series_are_no_alarm() {
    // Every period swings ten points up or down, with so many answers that each is "significant".
    let swing = |step: usize| {
        let up = u64::from(step.is_multiple_of(2)) * 500;
        nps(2500 - up, 5000, 2500 + up)
    };
    let cells: Vec<Codes> = (0..17).map(swing).collect();
    let judged = judge(&[overall(NPS, cells.clone())], 16);
    assert_eq!(judged[0].status, Status::Quiet, "{judged:?}");
    let chart = judged[0].chart.as_ref().expect("a chart");
    assert!(chart.sigma_z > 5.0);
    assert!(
        chart
            .points
            .iter()
            .flatten()
            .all(|p| p.own.beyond.is_none())
    );

    // Without periods to know that from, it is.
    let judged = judge(&[overall(NPS, cells[..3].to_vec())], 2);
    assert_eq!(judged[0].status, Status::Alarm);
}

#[test]
fn few_answers_are_not_judged() {
    let cases: [(u64, u64, Status); 5] = [
        (30, 29, Status::TooFew { need: 1 }),
        (10, 100, Status::TooFew { need: 20 }),
        (100, 0, Status::Nothing),
        (0, 100, Status::Nothing),
        (30, 30, Status::Quiet),
    ];
    for (before, after, wanted) in cases {
        let cells = vec![nps(0, before, 0), nps(0, after, 0)];
        let judged = judge(&[overall(NPS, cells)], 1);
        assert_eq!(judged[0].status, wanted, "{before} {after}");
        assert_eq!(judged[0].p.is_some(), wanted == Status::Quiet);
    }
}

#[test]
fn only_what_could_be_judged_is_corrected_for() {
    let moved = || vec![nps(20, 40, 60), nps(45, 40, 35)];
    let one = judge(&[overall(NPS, moved())], 1);
    let p = one[0].p.expect("judged");
    let with_few = [
        overall(NPS, moved()),
        segment("small", vec![nps(1, 2, 3), nps(1, 2, 3)]),
    ];
    assert_eq!(judge(&with_few, 1)[0].p_holm, Some(p));
    let with_another = [
        overall(NPS, moved()),
        segment("same", vec![nps(9, 9, 99); 2]),
    ];
    let p_holm = judge(&with_another, 1)[0].p_holm.expect("judged");
    assert!((p_holm - 2.0 * p).abs() < 1e-15);
}

#[test]
fn what_was_worded_otherwise_is_not_compared() {
    let mut series = overall(NPS, vec![nps(10, 20, 70), nps(70, 20, 10), nps(68, 22, 10)]);
    assert_eq!(
        judge(std::slice::from_ref(&series), 1)[0].status,
        Status::Alarm
    );
    series.first = 1;
    let judged = judge(&[series], 2);
    assert_eq!(
        (judged[0].status, judged[0].before),
        (Status::Quiet, Some(1))
    );
    assert_eq!(judged[0].since_baseline, None);
}

#[test]
fn a_gap_is_stepped_over_and_the_running_period_is_not_judged() {
    let cells = vec![
        nps(10, 20, 70),
        [0; 16],
        nps(60, 20, 20),
        // Still running: would undo the change.
        nps(1, 2, 90),
    ];
    let judged = judge(&[overall(NPS, cells)], 2);
    assert_eq!(judged[0].before, Some(0));
    assert_eq!(judged[0].status, Status::Alarm);
    assert_eq!(judged[0].direction, Some(Direction::Down));
}

#[test]
fn means_and_shares_are_judged_alike() {
    let (low, high) = (five([30, 25, 20, 15, 10]), five([5, 5, 10, 40, 40]));
    for metric in [
        Metric::Csat,
        Metric::Cas,
        Metric::Ces(figures::Direction::EasyIsHigh),
    ] {
        let measure = Measure::Metric(metric);
        let mut cells = vec![low; 10];
        cells.push(high);
        let judged = judge(&[overall(measure, cells)], 10);
        assert_eq!(judged[0].status, Status::Alarm, "{metric:?}");
        assert_eq!(judged[0].direction, Some(Direction::Up));
    }
}

#[test]
fn a_series_that_never_varies_has_no_chart_and_no_alarm() {
    let judged = judge(&[overall(NPS, vec![nps(0, 0, 50); 12])], 11);
    assert_eq!(judged[0].chart, Err(NoChart::NoSpread));
    assert_eq!(judged[0].status, Status::Quiet);
}

proptest! {
    #[test]
    fn any_counts_give_numbers(
        cells in prop::collection::vec((0..60_u64, 0..60_u64, 0..60_u64), 1..14),
        first in 0..14_usize,
        which in 0..3_usize,
    ) {
        let latest = cells.len() - 1;
        let measure = [
            NPS,
            Measure::Agree,
            Measure::Metric(Metric::Ces(figures::Direction::EasyIsHigh)),
        ][which];
        let codes = |&(a, b, c): &(u64, u64, u64)| if which == 0 { nps(a, b, c) } else { five([a, 0, b, 0, c]) };
        let mut series = overall(measure, cells.iter().map(codes).collect());
        series.first = first.min(latest);
        let judged = judge(&[series], latest);
        let one = &judged[0];
        for p in [one.p, one.p_holm, one.p_bh, one.drift_p].into_iter().flatten() {
            prop_assert!((0.0..=1.0).contains(&p));
        }
        prop_assert_eq!(one.p.is_some(), one.status.is_judged());
        prop_assert!(one.since <= latest);
        for compared in one.since_previous.iter().chain(&one.since_baseline) {
            prop_assert!(compared.change.ci95.iter().all(|end| end.is_finite()));
        }
        if let (Some(moved), Some(direction)) = (one.moved(), one.direction) {
            prop_assert_eq!(moved.difference < 0.0, direction == Direction::Down);
            let low = moved.ci95[0] <= moved.difference && moved.difference <= moved.ci95[1];
            prop_assert!(low || one.against != Some(Against::Drift));
        }
        if one.against == Some(Against::Drift) && one.status != Status::Quiet {
            prop_assert!(one.moved().is_some_and(|moved| moved.is_more_than_chance()));
        }
        if let Ok(chart) = &one.chart {
            for point in chart.points.iter().flatten() {
                prop_assert!(point.drift_se.is_finite() && point.own.limits[0] <= point.own.limits[1]);
            }
        }
    }
}
