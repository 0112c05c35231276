//! No two windows that are shown differ by a few people, nor do any periods, unions of them, and
//! filters in them; and which months hide.

use std::collections::BTreeSet;

use jiff::civil::date;
use platform::clock::days_since_1970;
use proptest::prelude::*;

use super::*;

const FIVE: Privacy = Privacy::at_least(5);

fn day(year: i16, month: i8, day: i8) -> i32 {
    days_since_1970(date(year, month, day))
}

/// The first days of so many months.
fn starts(count: usize) -> Vec<i32> {
    let first = day(2025, 3, 1);
    let all = std::iter::successors(Some(first), |start| Some(next(Period::Month, *start)));
    all.take(count).collect()
}

fn crowd(n: u64) -> Crowd {
    Crowd {
        responses: n,
        answered: n,
        several: HashMap::new(),
    }
}

fn of(counts: &[u64], privacy: Privacy) -> Months {
    let side = counts.iter().copied().map(crowd).collect();
    let found = runs(&[side], &vec![true; counts.len()], privacy);
    Months::new(&starts(counts.len()), found)
}

/// Every window of whole months, with the places of its first and its last month.
fn windows(count: usize) -> Vec<(usize, usize)> {
    let all = (0..count).flat_map(|first| (first..count).map(move |last| (first, last)));
    all.collect()
}

fn shows(months: &Months, starts: &[i32], (first, last): (usize, usize)) -> bool {
    let end = next(Period::Month, starts[last]) - 1;
    months.show((Some(starts[first]), Some(end)))
}

#[test]
fn days_become_whole_months() {
    let table = [
        ((None, None), (None, None)),
        (
            (Some(day(2026, 2, 10)), Some(day(2026, 2, 11))),
            (Some(day(2026, 2, 1)), Some(day(2026, 2, 28))),
        ),
        (
            (Some(day(2024, 2, 1)), Some(day(2024, 2, 29))),
            (Some(day(2024, 2, 1)), Some(day(2024, 2, 29))),
        ),
        (
            (None, Some(day(2025, 12, 30))),
            (None, Some(day(2025, 12, 31))),
        ),
    ];
    for (asked, wanted) in table {
        assert_eq!(whole_months(asked), wanted, "{asked:?}");
    }
    let before = months_before((day(2026, 3, 1), day(2026, 4, 30)));
    assert_eq!(before, (day(2026, 1, 1), day(2026, 2, 28)));
    let year = months_before((day(2026, 1, 1), day(2026, 12, 31)));
    assert_eq!(year, (day(2025, 1, 1), day(2025, 12, 31)));
}

#[test]
fn few_people_hide_with_the_months_beside_them() {
    let cases: [(&[u64], &[bool]); 8] = [
        (&[20, 30, 9], &[true, true, true]),
        (&[20, 3, 30, 9], &[true, true, false, true]),
        (&[20, 3, 1, 1, 9], &[true, true, false, false, true]),
        // What is left over at the end belongs to the run before.
        (&[20, 30, 2], &[true, true, false]),
        (&[20, 30, 0, 2], &[true, true, false, false]),
        (&[20, 0, 30], &[true, true, true]),
        (&[3, 20, 30], &[true, false, true]),
        (&[1, 0, 2], &[true, false, false]),
    ];
    for (counts, begins) in cases {
        let months = of(counts, FIVE);
        let found: Vec<bool> = months.all.iter().map(|(_, begins)| *begins).collect();
        assert_eq!(found, begins, "{counts:?}");
        assert_eq!(months.few, counts.iter().sum::<u64>() < 5);
    }
    assert!(of(&[3, 1], Privacy::at_least(1)).show((Some(day(2025, 4, 1)), None)));
    assert!(Months::default().show((Some(day(2025, 3, 7)), Some(day(2025, 3, 8)))));
}

#[test]
fn a_window_within_a_month_cuts_it() {
    let months = of(&[20, 30], FIVE);
    assert!(!months.show((Some(day(2025, 3, 2)), None)));
    assert!(!months.show((None, Some(day(2025, 4, 29)))));
    assert!(months.show((None, Some(day(2025, 3, 31)))));
    assert!(months.show((Some(day(2025, 5, 1)), None)), "nobody");
}

#[test]
fn the_same_people_again_are_no_more_people() {
    // Three people in March, the same three in April, and two others in May.
    let again = |people: &[u32]| Crowd {
        several: people.iter().map(|person| (*person, 1)).collect(),
        ..crowd(people.len() as u64)
    };
    let side = vec![again(&[1, 2, 3]), again(&[1, 2, 3]), crowd(2), crowd(7)];
    let (begins, few) = runs(&[side], &[true; 4], FIVE);
    assert_eq!((begins, few), (vec![true, false, false, true], false));
    let left = again(&[1, 2, 3]).less(&again(&[2]));
    assert_eq!((left.people(), left.responses), (2, 2));
}

#[test]
fn weeks_are_refused_where_groups_hide() {
    let week = || Some(By::Period(Period::Week));
    for (by, trend) in [(week(), None), (None, week())] {
        let asked = Asked {
            by,
            trend,
            ..Asked::default()
        };
        let refused = refuse_weeks(&asked, FIVE).expect_err("a week");
        assert_eq!(refused.status(), 422);
        assert!(refuse_weeks(&asked, Privacy::at_least(1)).is_ok());
    }
    let months = Asked {
        trend: Some(By::Period(Period::Month)),
        ..Asked::default()
    };
    assert!(refuse_weeks(&months, FIVE).is_ok());
}

/// What can be left of some months when any windows that are shown are taken away from them.
fn left(
    counts: &[u64],
    (first, last): (usize, usize),
    shown: &BTreeSet<(usize, usize)>,
) -> BTreeSet<u64> {
    let mut sums: Vec<BTreeSet<u64>> = vec![BTreeSet::new(); counts.len() + 1];
    sums[first].insert(0);
    for month in first..=last {
        let here = sums[month].clone();
        sums[month + 1].extend(here.iter().map(|sum| sum + counts[month]));
        let within = shown.range((month, 0)..(month + 1, 0));
        for (_, end) in within.filter(|(_, end)| *end <= last) {
            sums[end + 1].extend(here.iter());
        }
    }
    sums[last + 1].clone()
}

proptest! {
    #[test]
    fn no_shown_windows_differ_by_a_few(
        counts in proptest::collection::vec(prop_oneof![Just(0), 0..9_u64, 0..40_u64], 1..14),
        least in 1..15_u64,
    ) {
        let privacy = Privacy::at_least(least);
        let months = of(&counts, privacy);
        let starts = starts(counts.len());
        let mut shown: BTreeSet<(usize, usize)> = windows(counts.len())
            .into_iter()
            .filter(|window| shows(&months, &starts, *window))
            .collect();
        // Periods of the calendar are windows too, whichever part of them has answers.
        for period in [Period::Month, Period::Quarter, Period::Year] {
            for start in &starts {
                let (from, to) = days(period, period.start_day(*start));
                let within = |start: &&i32| (from..=to).contains(*start);
                let place = |found: Option<usize>| found.unwrap_or_default();
                let first = place(starts.iter().position(|start| within(&start)));
                let last = place(starts.iter().rposition(|start| within(&start)));
                if months.show((Some(from), Some(to))) {
                    shown.insert((first, last));
                }
            }
        }
        for window in &shown {
            for left in left(&counts, *window, &shown) {
                prop_assert!(!privacy.is_few(left), "{counts:?} {window:?} {left} at {least}");
            }
        }
        // All of it is hidden only when it is of few.
        let total = counts.iter().sum();
        prop_assert_eq!(!months.show((None, None)), privacy.is_few(total));
        prop_assert!(privacy.hides() || shown.len() == windows(counts.len()).len());
    }

    #[test]
    fn no_filter_in_a_window_differs_from_a_wider_one_by_a_few(
        counts in proptest::collection::vec(proptest::collection::vec(
            (prop_oneof![Just(0), 0..20_u64], prop_oneof![Just(0), 0..20_u64], 0..9_u64), 2), 1..9,
        ),
        sides in 1..3_usize,
        least in 1..15_u64,
    ) {
        let privacy = Privacy::at_least(least);
        // Everybody, those with one filter, and those with another one too; of one or two teams.
        let side = |of: &dyn Fn(&(u64, u64, u64)) -> u64| -> Vec<Vec<Crowd>> {
            let side = |side: usize| counts.iter().map(|all| crowd(of(&all[side]))).collect();
            (0..sides).map(side).collect()
        };
        let crowds = [
            side(&|(a, b, c)| a + b + c),
            side(&|(a, b, _)| a + b),
            side(&|(a, _, c)| a + c),
            side(&|(a, _, _)| *a),
        ];
        let mut known = Vec::new();
        for mask in 0..4 {
            known.push(one_of(&crowds, (mask, &known, None), privacy));
        }
        let starts = starts(counts.len());
        let months: Vec<Months> =
            known.into_iter().map(|found| Months::new(&starts, found)).collect();
        let n = |(mask, side): (usize, usize), (first, last): (usize, usize)| -> u64 {
            crowds[mask][side][first..=last].iter().map(|crowd| crowd.responses).sum()
        };
        for (wide, narrow) in [(0, 0), (0, 1), (0, 2), (0, 3), (1, 3), (2, 3), (3, 3)] {
            for whole in windows(counts.len()) {
                for part in windows(counts.len()) {
                    let is_within = whole.0 <= part.0 && part.1 <= whole.1;
                    let both = shows(&months[wide], &starts, whole)
                        && shows(&months[narrow], &starts, part);
                    for side in (0..sides).filter(|_| is_within && both) {
                        let left = n((wide, side), whole) - n((narrow, side), part);
                        prop_assert!(
                            !privacy.is_few(left),
                            "{counts:?} {wide}{whole:?} less {narrow}{part:?} at {least}"
                        );
                    }
                }
            }
        }
    }
}
