use figures::{Direction, Metric};
use proptest::prelude::*;

use super::*;

const YEAR: Line = Line {
    start: 30.0,
    aim: 40.0,
    from_day: 20_000,
    to_day: 20_100,
};

fn seen(low: f64, high: f64, n: u64) -> Seen {
    Seen {
        value: f64::midpoint(low, high),
        ci95: [low, high],
        n,
    }
}

fn draft(measured: Measured, start: f64, aim: f64) -> Draft {
    Draft {
        survey_id: "s".to_owned(),
        measured,
        scope: Scope::Company,
        from_day: 20_000,
        to_day: 20_364,
        start: Start {
            value: start,
            n: None,
        },
        aim,
    }
}

fn nps() -> Measured {
    Measured::Question {
        key: "recommend".to_owned(),
        metric: Metric::Nps,
    }
}

#[test]
fn the_line_goes_straight_from_start_to_aim() {
    for (day, wanted) in [
        (19_000, 30.0),
        (20_000, 30.0),
        (20_050, 35.0),
        (20_100, 40.0),
        (21_000, 40.0),
    ] {
        assert!((YEAR.at(day) - wanted).abs() < 1e-12, "{day}");
    }
}

#[test]
fn the_interval_decides() {
    // Half-way: 35 is where it should be.
    let cases = [
        (Some(seen(36.0, 39.0, 500)), 20_050, Course::OnCourse),
        (Some(seen(35.0, 39.0, 500)), 20_050, Course::OnCourse),
        (Some(seen(31.0, 34.9, 500)), 20_050, Course::Behind),
        (Some(seen(31.0, 35.0, 500)), 20_050, Course::Open),
        (Some(seen(20.0, 50.0, 500)), 20_050, Course::Open),
        (Some(seen(40.0, 50.0, 500)), 20_050, Course::Reached),
        (Some(seen(39.9, 50.0, 500)), 20_050, Course::OnCourse),
        (Some(seen(39.9, 50.0, 500)), 20_100, Course::Open),
        (Some(seen(36.0, 39.0, 500)), 20_101, Course::Missed),
        (Some(seen(36.0, 41.0, 500)), 20_101, Course::Untold),
        (Some(seen(40.0, 41.0, 500)), 20_101, Course::Reached),
        (
            Some(seen(60.0, 90.0, 29)),
            20_050,
            Course::TooFew { need: 1 },
        ),
        (None, 20_050, Course::TooFew { need: 30 }),
        (None, 20_101, Course::TooFew { need: 30 }),
        (Some(seen(60.0, 90.0, 500)), 19_999, Course::NotStarted),
    ];
    for (seen, today, wanted) in cases {
        assert_eq!(
            course(&YEAR, true, seen.as_ref(), today),
            wanted,
            "{seen:?}"
        );
    }
}

#[test]
fn less_effort_is_better_where_the_scale_says_so() {
    let line = Line {
        start: 3.0,
        aim: 2.0,
        ..YEAR
    };
    let at = |low, high| course(&line, false, Some(&seen(low, high, 200)), 20_050);
    assert_eq!(at(2.1, 2.4), Course::OnCourse);
    assert_eq!(at(2.6, 2.9), Course::Behind);
    assert_eq!(at(2.4, 2.6), Course::Open);
    assert_eq!(at(1.8, 2.0), Course::Reached);
}

#[test]
fn a_small_change_needs_many_answers() {
    // 45 % promoters, 20 % detractors: +5 takes about 3,700 a period (stats::power).
    let figure = Figure::Nps {
        promoters: 0.45,
        detractors: 0.20,
    };
    let told = visibility(figure, &draft(nps(), 25.0, 30.0), Some(1.0));
    assert_eq!(told.expected, Some(365));
    assert!(
        (3_650..3_750).contains(&told.needed.expect("possible")),
        "{told:?}"
    );
    assert!(told.is_too_small());
    // 365 a period show a change of about 16 points.
    assert!((told.visible.expect("some") - 15.9).abs() < 0.2, "{told:?}");
    let large = visibility(figure, &draft(nps(), 25.0, 45.0), Some(1.0));
    assert!(!large.is_too_small(), "{large:?}");
    // Nobody knows how many come in.
    let unknown = visibility(figure, &draft(nps(), 25.0, 30.0), None);
    assert!(!unknown.is_too_small() && unknown.needed.is_some());
}

#[test]
fn a_start_from_few_answers_stays_uncertain_whatever_comes() {
    let figure = Figure::Share(0.8);
    let csat = Measured::Question {
        key: "satisfied".to_owned(),
        metric: Metric::Csat,
    };
    let mut own = draft(csat, 0.8, 0.85);
    let typed = visibility(figure, &own, Some(100.0));
    own.start.n = Some(50);
    let measured = visibility(figure, &own, Some(100.0));
    assert!(!typed.is_too_small() && measured.is_too_small());
    assert!(measured.expected.expect("known") < 101);
}

#[test]
fn numbers_are_spoken_of_roundly() {
    for (n, wanted) in [
        (0, 0),
        (7, 7),
        (99, 99),
        (101, 110),
        (3_690, 3_700),
        (3_712, 3_800),
        (99_001, 100_000),
    ] {
        assert_eq!(about(n), wanted, "{n}");
    }
}

#[test]
fn what_is_wrong_is_said_at_its_field() {
    let effort = Measured::Question {
        key: "effort".to_owned(),
        metric: Metric::Ces(Direction::EffortIsHigh),
    };
    let of = |draft: &Draft| -> Vec<(&str, Wrong)> {
        mistakes(draft)
            .iter()
            .map(|m| (m.pointer, m.wrong))
            .collect()
    };
    assert_eq!(of(&draft(nps(), 30.0, 40.0)), []);
    assert_eq!(of(&draft(nps(), 30.0, 30.0)), [("/aim", Wrong::NotBetter)]);
    assert_eq!(of(&draft(nps(), 30.0, 100.0)), [("/aim", Wrong::Aim)]);
    assert_eq!(of(&draft(nps(), 30.0, f64::NAN)), [("/aim", Wrong::Aim)]);
    assert_eq!(of(&draft(nps(), -120.0, 20.0)), [("/start", Wrong::Range)]);
    assert_eq!(of(&draft(effort.clone(), 3.0, 2.5)), []);
    assert_eq!(of(&draft(effort, 2.5, 3.0)), [("/aim", Wrong::NotBetter)]);
    assert_eq!(of(&draft(Measured::ResponseRate, 0.2, 0.3)), []);
    let mut own = draft(Measured::ResponseRate, 0.2, 0.3);
    own.scope = Scope::Team("t".to_owned());
    assert_eq!(of(&own), [("/metric", Wrong::RateOfTeam)]);
    own.scope = Scope::Group {
        attribute: "served_by".to_owned(),
        value: String::new(),
    };
    assert_eq!(
        of(&own),
        [("/attribute", Wrong::People), ("/value", Wrong::Text)]
    );
    let mut own = draft(nps(), 30.0, 40.0);
    own.to_day = own.from_day - 1;
    assert_eq!(of(&own), [("/to", Wrong::Length)]);
    own.from_day = -5;
    assert_eq!(of(&own), [("/from", Wrong::Day)]);
}

fn line() -> impl Strategy<Value = Line> {
    (-90.0..90.0_f64, -90.0..90.0_f64, 7..800_i32).prop_map(|(start, aim, days)| Line {
        start,
        aim,
        from_day: 20_000,
        to_day: 20_000 + days,
    })
}

fn figure() -> impl Strategy<Value = Seen> {
    (-100.0..100.0_f64, 0.1..60.0_f64, 0..400_u64)
        .prop_map(|(value, half, n)| seen(value - half, value + half, n))
}

/// How good a course is, where that can be said.
fn rank(course: Course) -> Option<i32> {
    match course {
        Course::Behind | Course::Missed => Some(0),
        Course::Open | Course::Untold => Some(1),
        Course::OnCourse => Some(2),
        Course::Reached => Some(3),
        _ => None,
    }
}

proptest! {
    #[test]
    fn the_line_stays_between_start_and_aim(line in line(), day in 19_000..22_000_i32) {
        let (low, high) = (line.start.min(line.aim), line.start.max(line.aim));
        prop_assert!((low - 1e-9..=high + 1e-9).contains(&line.at(day)));
    }

    #[test]
    fn nothing_is_claimed_that_the_interval_does_not_allow(
        line in line(), seen in figure(), day in 19_900..21_000_i32, up: bool,
    ) {
        let should = line.at(day);
        let [low, high] = seen.ci95;
        match course(&line, up, Some(&seen), day) {
            Course::OnCourse => prop_assert!((up && low >= should) || (!up && high <= should)),
            Course::Behind => prop_assert!((up && high < should) || (!up && low > should)),
            Course::Reached => prop_assert!((up && low >= line.aim) || (!up && high <= line.aim)),
            Course::Missed => prop_assert!((up && high < line.aim) || (!up && low > line.aim)),
            Course::Open => prop_assert!(low < should && should <= high || low <= should && should < high),
            Course::Untold => prop_assert!(low <= line.aim && line.aim <= high),
            Course::TooFew { need } => prop_assert_eq!(need, stats::FEW - seen.n),
            _ => {}
        }
    }

    #[test]
    fn both_directions_are_treated_alike(line in line(), seen in figure(), day in 20_000..21_000_i32) {
        let mirrored = Line { start: -line.start, aim: -line.aim, ..line };
        let flipped = Seen {
            value: -seen.value,
            ci95: [-seen.ci95[1], -seen.ci95[0]],
            n: seen.n,
        };
        prop_assert_eq!(
            course(&line, true, Some(&seen), day),
            course(&mirrored, false, Some(&flipped), day)
        );
    }

    #[test]
    fn a_better_figure_never_looks_worse(
        line in line(), seen in figure(), more in 0.0..50.0_f64, day in 20_000..21_000_i32,
    ) {
        let better = Seen { value: seen.value + more, ci95: seen.ci95.map(|end| end + more), ..seen };
        let of = |seen: &Seen| rank(course(&line, true, Some(seen), day));
        prop_assert!(of(&better) >= of(&seen));
    }

    #[test]
    fn a_round_number_is_not_smaller_and_close(n in 1..10_000_000_u64) {
        let round = about(n);
        prop_assert!(round >= n && (round - n) as f64 <= 0.1 * n as f64);
    }
}
