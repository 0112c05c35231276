//! Rounds, places and windows.

use std::collections::BTreeMap;

use proptest::prelude::*;

use super::*;
use crate::calendar::CalendarSettings;

fn dutch() -> Calendar {
    Calendar::new(CalendarSettings::default()).unwrap()
}

fn day(year: i16, month: i8, day: i8) -> Day {
    Day::new(year, month, day).unwrap()
}

fn schedule(shape: Shape, baseline: bool) -> Relational {
    Relational {
        start: day(2027, 1, 1),
        every: Every::HalfYear,
        shape,
        baseline,
        window_days: 14,
        settle_days: 0,
    }
}

const LONG_AGO: Day = Day(0);

#[test]
fn rounds_begin_on_the_same_day_of_the_month() {
    let own = Relational {
        start: day(2027, 8, 31),
        ..schedule(Shape::Wave, false)
    };
    let starts: Vec<Day> = (0..5).map(|round| own.round_start(round)).collect();
    let expect = [
        day(2027, 8, 31),
        day(2028, 2, 29),
        day(2028, 8, 31),
        day(2029, 2, 28),
        day(2029, 8, 31),
    ];
    assert_eq!(starts, expect);
    let leap = Relational {
        start: day(2028, 2, 29),
        every: Every::Year,
        ..own
    };
    assert_eq!(leap.round_start(4), day(2032, 2, 29));
    assert_eq!(leap.round_on(day(2028, 2, 28)), None);
    assert_eq!(leap.round_on(day(2029, 2, 27)), Some(0));
    assert_eq!(leap.round_on(day(2029, 2, 28)), Some(1));
}

#[test]
fn a_wave_starts_on_the_first_working_day_and_ends_with_its_window() {
    let own = schedule(Shape::Wave, false);
    // New Year's Day 2027 is a Friday.
    let table = [
        (day(2026, 12, 31), None),
        (day(2027, 1, 3), None),
        (day(2027, 1, 4), Some((0, day(2027, 1, 18)))),
        (day(2027, 6, 30), Some((0, day(2027, 1, 18)))),
        (day(2027, 7, 1), Some((1, day(2027, 7, 15)))),
    ];
    for (today, expect) in table {
        let slot = Rounds::new(&own, &dutch(), today).latest(7, LONG_AGO, today);
        assert_eq!(
            slot.map(|slot| (slot.round, slot.until)),
            expect,
            "{today:?}"
        );
    }
    let today = day(2027, 1, 4);
    let rounds = Rounds::new(&own, &dutch(), today);
    assert_eq!(
        rounds.next(7, LONG_AGO, today).unwrap().day,
        day(2027, 7, 1)
    );
}

#[test]
fn the_baseline_comes_first_and_then_everybody_has_an_own_day() {
    let own = schedule(Shape::Spread, true);
    let today = day(2027, 1, 4);
    let rounds = Rounds::new(&own, &dutch(), today);
    for contact in 0..100 {
        let first = rounds.latest(place(1, contact), LONG_AGO, today).unwrap();
        assert_eq!((first.turn, first.day), (Turn::Baseline, today));
        let slot = rounds.next(place(1, contact), LONG_AGO, today).unwrap();
        assert_eq!((slot.turn, slot.round), (Turn::Spread, 1));
    }
    let rounds = Rounds::new(&own, &dutch(), day(2027, 7, 1));
    let mut counts = BTreeMap::new();
    for contact in 0..12_800 {
        let slot = rounds
            .latest(place(1, contact), LONG_AGO, day(2027, 12, 31))
            .unwrap();
        *counts.entry(slot.day).or_insert(0_u32) += 1;
    }
    let working = (day(2027, 7, 1).0..day(2028, 1, 1).0)
        .filter(|d| dutch().works(Day(*d)))
        .count();
    assert_eq!(counts.len(), working);
    let expect = 12_800 / working as u32;
    assert!(
        counts.values().all(|n| n.abs_diff(expect) < 50),
        "{counts:?}"
    );
}

#[test]
fn newcomers_are_left_alone_first_and_get_no_round_that_was_over() {
    let own = Relational {
        settle_days: 10,
        ..schedule(Shape::Wave, false)
    };
    let today = day(2027, 1, 20);
    let rounds = Rounds::new(&own, &dutch(), today);
    // Known on the 5th: settled on the 15th, within the window.
    let slot = rounds.latest(1, day(2027, 1, 5), today).unwrap();
    assert_eq!((slot.day, slot.until), (day(2027, 1, 15), day(2027, 1, 18)));
    // Known before the rounds began: no newcomer.
    let slot = rounds.latest(1, own.start.plus(-1), today).unwrap();
    assert_eq!(slot.day, day(2027, 1, 4));
    // Known on the 8th: settled when it was over.
    assert_eq!(rounds.latest(1, day(2027, 1, 8), today), None);
    assert_eq!(rounds.next(1, day(2027, 1, 8), today).unwrap().round, 1);
}

#[test]
fn windows_are_shorter_than_rounds() {
    let mut own = schedule(Shape::Spread, false);
    for (days, sound) in [(0, false), (1, true), (154, true), (155, false)] {
        own.window_days = days;
        assert_eq!(own.sound(), sound, "{days}");
    }
}

proptest! {
    #[test]
    fn everybody_is_due_once_a_round_on_a_working_day(
        contact in any::<u64>(), programme in any::<u64>(), start in 20_000_i32..24_000,
        every in 0_usize..3, baseline: bool, spread: bool,
    ) {
        let own = Relational {
            start: Day(start),
            every: [Every::Quarter, Every::HalfYear, Every::Year][every],
            shape: if spread { Shape::Spread } else { Shape::Wave },
            baseline,
            window_days: 7,
            settle_days: 0,
        };
        let calendar = dutch();
        let place = place(programme, contact);
        let mut rounds = Rounds::new(&own, &calendar, Day(start));
        let mut seen: Vec<Slot> = Vec::new();
        for today in (start..start + 1500).map(Day) {
            if !rounds.hold_on(&own, today) {
                rounds = Rounds::new(&own, &calendar, today);
            }
            let next = rounds.next(place, LONG_AGO, today);
            prop_assert!(next.is_some_and(|slot| slot.day > today));
            if let Some(slot) = rounds.latest(place, LONG_AGO, today)
                && seen.last() != Some(&slot)
            {
                prop_assert_eq!(slot.day, today);
                prop_assert!(calendar.works(slot.day));
                prop_assert_eq!(slot.round as usize, seen.len());
                prop_assert!(seen.last().is_none_or(|last| slot.day >= last.until));
                seen.push(slot);
            }
        }
        prop_assert!(seen.len() >= 4);
    }
}
