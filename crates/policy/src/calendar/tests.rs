//! Calendars: what is open, and nights on which the clock changes.

use proptest::prelude::*;

use super::*;
use crate::time::{DAY, HOUR};

fn dutch() -> Calendar {
    Calendar::new(CalendarSettings::default()).unwrap()
}

fn at(text: &str) -> At {
    let stamp: jiff::Timestamp = text.parse().unwrap();
    At(stamp.as_microsecond())
}

fn day(year: i16, month: i8, day: i8) -> Day {
    Day::new(year, month, day).unwrap()
}

#[test]
fn next_allowed_moment() {
    let table = [
        // Wednesday noon: at once.
        ("2026-11-25T12:00:00+01:00", "2026-11-25T12:00:00+01:00"),
        ("2026-11-25T07:59:59+01:00", "2026-11-25T08:00:00+01:00"),
        ("2026-11-25T17:59:59+01:00", "2026-11-25T17:59:59+01:00"),
        ("2026-11-25T18:00:00+01:00", "2026-11-26T08:00:00+01:00"),
        // Friday evening: Monday.
        ("2026-11-27T20:00:00+01:00", "2026-11-30T08:00:00+01:00"),
        // The Thursday before Easter 2026 (Good Friday is no holiday), and Good Friday evening.
        ("2026-04-02T20:00:00+02:00", "2026-04-03T08:00:00+02:00"),
        ("2026-04-03T20:00:00+02:00", "2026-04-07T08:00:00+02:00"),
        // Christmas Eve 2026 is a Thursday; 28 December the next working day.
        ("2026-12-24T19:00:00+01:00", "2026-12-28T08:00:00+01:00"),
        // Over the change to winter time in the night of 25 October.
        ("2026-10-23T18:00:00+02:00", "2026-10-26T08:00:00+01:00"),
    ];
    for (now, expect) in table {
        assert_eq!(dutch().next_allowed(at(now)), Some(at(expect)), "{now}");
    }
}

#[test]
fn reasons_for_being_closed() {
    let table = [
        ("2026-11-25T12:00:00+01:00", None),
        ("2026-11-25T06:00:00+01:00", Some(Closed::Quiet)),
        ("2026-11-28T12:00:00+01:00", Some(Closed::DayOff)),
        (
            "2026-04-06T12:00:00+02:00",
            Some(Closed::Holiday(Holiday::EasterMonday)),
        ),
    ];
    for (now, expect) in table {
        assert_eq!(dutch().closed(at(now)), expect, "{now}");
    }
}

#[test]
fn quiet_at_noon_leaves_two_spans() {
    let quiet = Some(Hours { from: 720, to: 780 });
    let noon = Calendar::new(CalendarSettings {
        quiet,
        ..CalendarSettings::default()
    })
    .unwrap();
    assert_eq!(
        noon.next_allowed(at("2026-11-25T12:30:00+01:00")),
        Some(at("2026-11-25T13:00:00+01:00"))
    );
    assert_eq!(
        noon.next_allowed(at("2026-11-29T23:30:00+01:00")),
        Some(at("2026-11-30T00:00:00+01:00"))
    );
}

#[test]
fn a_daily_time_comes_once_a_day_also_when_the_clock_changes() {
    // Berlin: 02:30 comes twice on 2026-10-25 and not at all on 2027-03-28.
    let berlin = dutch().in_zone("Europe/Berlin").unwrap();
    let mut now = at("2026-01-01T00:00:00Z");
    let end = at("2028-03-01T00:00:00Z");
    let mut days = Vec::new();
    while now < end {
        now = berlin.next_daily(150, now);
        days.push(berlin.local(now).0);
    }
    let first = days[0];
    for (index, day) in days.iter().enumerate() {
        assert_eq!(*day, first.plus(index as i32));
    }
    assert!(days.contains(&day(2028, 2, 29)));
    assert_eq!(
        berlin.at(day(2026, 10, 25), 150),
        at("2026-10-25T02:30:00+02:00")
    );
    assert_eq!(
        berlin.at(day(2027, 3, 28), 150),
        at("2027-03-28T03:30:00+02:00")
    );
    assert_eq!(
        berlin.at(day(2026, 10, 25), 1440),
        at("2026-10-26T00:00:00+01:00")
    );
}

#[test]
fn working_days_are_counted_without_weekends_and_holidays() {
    let table = [
        (day(2026, 11, 25), 0, day(2026, 11, 25)),
        (day(2026, 11, 28), 0, day(2026, 11, 30)),
        (day(2026, 11, 27), 1, day(2026, 11, 30)),
        (day(2026, 4, 3), 1, day(2026, 4, 7)),
        (day(2026, 12, 24), 2, day(2026, 12, 29)),
        (day(2028, 2, 28), 1, day(2028, 2, 29)),
    ];
    for (from, count, expect) in table {
        assert_eq!(
            dutch().add_working_days(from, count),
            Some(expect),
            "{from:?} + {count}"
        );
    }
}

#[test]
fn office_time_runs_only_in_office_hours() {
    let table = [
        // (from, minutes, expect); office is open from 9 to 17.
        ("2026-11-25T10:00:00+01:00", 60, "2026-11-25T11:00:00+01:00"),
        ("2026-11-25T16:30:00+01:00", 60, "2026-11-26T09:30:00+01:00"),
        ("2026-11-27T16:30:00+01:00", 60, "2026-11-30T09:30:00+01:00"),
        ("2026-11-28T12:00:00+01:00", 0, "2026-11-30T09:00:00+01:00"),
        (
            "2026-11-25T09:00:00+01:00",
            480,
            "2026-11-25T17:00:00+01:00",
        ),
        (
            "2026-11-25T05:00:00+01:00",
            481,
            "2026-11-26T09:01:00+01:00",
        ),
        // Over both changes of the clock, and Easter Monday 2027-03-29.
        (
            "2026-10-23T16:00:00+02:00",
            120,
            "2026-10-26T10:00:00+01:00",
        ),
        (
            "2027-03-26T16:00:00+01:00",
            120,
            "2027-03-30T10:00:00+02:00",
        ),
    ];
    for (from, minutes, expect) in table {
        let due = dutch().add_business_minutes(at(from), minutes);
        assert_eq!(due, Some(at(expect)), "{from} + {minutes} min");
    }
    // A night shift on the night of the change: 02:00–06:00 lasts five hours in October.
    let settings = CalendarSettings {
        working_days: [true; 7],
        office: Hours { from: 60, to: 360 },
        ..CalendarSettings::default()
    };
    let night = Calendar::new(settings).unwrap();
    assert_eq!(
        night.add_business_minutes(at("2026-10-25T00:00:00+02:00"), 360),
        Some(at("2026-10-25T06:00:00+01:00"))
    );
}

#[test]
fn unusable_calendars_are_refused() {
    let with = |change: fn(&mut CalendarSettings)| {
        let mut settings = CalendarSettings::default();
        change(&mut settings);
        Calendar::new(settings).err()
    };
    assert_eq!(
        with(|s| s.zone = "Mars/Base".to_owned()),
        Some(CalendarProblem::UnknownZone)
    );
    assert_eq!(
        with(|s| s.working_days = [false; 7]),
        Some(CalendarProblem::NoWorkingDay)
    );
    assert_eq!(
        with(|s| s.quiet = Some(Hours { from: 0, to: 1440 })),
        Some(CalendarProblem::QuietHours)
    );
    assert_eq!(
        with(|s| s.office = Hours { from: 600, to: 600 }),
        Some(CalendarProblem::OfficeHours)
    );
}

#[test]
fn a_calendar_of_holidays_never_opens() {
    let mut settings = CalendarSettings::default();
    let first = day(2026, 11, 23);
    settings.holidays.own = (0..500).map(|ahead| first.plus(ahead)).collect();
    let shut = Calendar::new(settings).unwrap();
    let now = shut.at(first, 600);
    assert_eq!(shut.next_allowed(now), None);
    assert_eq!(shut.add_working_days(first, 1), None);
    assert_eq!(shut.add_business_minutes(now, 1), None);
}

proptest! {
    #[test]
    fn what_comes_next_is_open_and_nothing_open_lies_before(
        seconds in 1_700_000_000_i64..2_000_000_000,
        zone in 0_usize..4,
        from in 0_u16..1440,
        to in 0_u16..1440,
    ) {
        let zones = ["Europe/Amsterdam", "America/New_York", "Australia/Lord_Howe", "Asia/Kolkata"];
        let settings = CalendarSettings {
            zone: zones[zone].to_owned(),
            quiet: Some(Hours { from, to }),
            ..CalendarSettings::default()
        };
        let calendar = Calendar::new(settings).unwrap();
        let now = At(seconds * 1_000_000);
        let next = calendar.next_allowed(now).unwrap();
        prop_assert!(next >= now && calendar.closed(next).is_none());
        let mut before = now;
        while before < next {
            prop_assert!(calendar.closed(before).is_some());
            before = before.plus(7 * crate::time::MINUTE);
        }
        prop_assert_eq!(calendar.next_allowed(next), Some(next));
    }

    #[test]
    fn office_time_adds_up(start in 1_790_000_000_i64..1_900_000_000, one in 0_u32..3000, two in 0_u32..3000) {
        let (calendar, start) = (dutch(), At(start * 1_000_000));
        let first = calendar.add_business_minutes(start, one).unwrap();
        let both = calendar.add_business_minutes(start, one + two).unwrap();
        if two > 0 {
            prop_assert_eq!(calendar.add_business_minutes(first, two), Some(both));
        }
        prop_assert!(both >= first && first >= start);
        prop_assert!(both.since(start) >= i64::from(one + two) * crate::time::MINUTE);
    }

    #[test]
    fn a_local_time_and_back(number in 18_000_i32..25_000, minute in 0_u16..1440) {
        let calendar = dutch();
        let (day, local) = calendar.local(calendar.at(Day(number), minute));
        prop_assert_eq!(day, Day(number));
        // Only a minute that the clock skips comes back as another, an hour later.
        prop_assert!(local == minute || local == minute + 60);
        let next = calendar.at(Day(number + 1), minute).since(calendar.at(Day(number), minute));
        prop_assert!((next - DAY).abs() <= HOUR);
    }
}
