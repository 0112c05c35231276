//! When a report goes next.

use jiff::civil::{Date, Weekday};
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};

use crate::model::Cadence;

/// Days looked ahead: a month and a day always hold the next one.
const AHEAD: i32 = 32;

/// The first moment after `now_us` at which a report of this cadence goes, UTC microseconds. An hour
/// that a clock change leaves out is the next one that exists; an hour that comes twice counts once.
pub fn next_at(cadence: Cadence, zone: &TimeZone, now_us: i64) -> i64 {
    let now = Timestamp::from_microsecond(now_us).unwrap_or(Timestamp::UNIX_EPOCH);
    let today = now.to_zoned(zone.clone()).date();
    let hour = match cadence {
        Cadence::WorkingDay { hour } | Cadence::Week { hour, .. } | Cadence::Month { hour, .. } => {
            hour
        }
    };
    (0..=AHEAD)
        .filter_map(|days| today.checked_add(days.days()).ok())
        .filter(|date| is_day(cadence, *date))
        .filter_map(|date| moment(date, hour, zone))
        .find(|at_us| *at_us > now_us)
        .unwrap_or(i64::MAX)
}

fn is_day(cadence: Cadence, date: Date) -> bool {
    match cadence {
        Cadence::WorkingDay { .. } => {
            !matches!(date.weekday(), Weekday::Saturday | Weekday::Sunday)
        }
        Cadence::Week { day, .. } => date.weekday().to_monday_one_offset() == day,
        Cadence::Month { day, .. } => date.day() == day,
    }
}

fn moment(date: Date, hour: i8, zone: &TimeZone) -> Option<i64> {
    let at = zone.to_ambiguous_zoned(date.at(hour, 0, 0, 0)).compatible();
    Some(at.ok()?.timestamp().as_microsecond())
}

#[cfg(test)]
mod tests {
    use jiff::civil::DateTime;

    use super::*;

    fn amsterdam() -> TimeZone {
        TimeZone::get("Europe/Amsterdam").unwrap()
    }

    fn us(local: &str) -> i64 {
        let at: DateTime = local.parse().unwrap();
        at.to_zoned(amsterdam())
            .unwrap()
            .timestamp()
            .as_microsecond()
    }

    fn local(at_us: i64) -> String {
        let at = Timestamp::from_microsecond(at_us).unwrap();
        at.to_zoned(amsterdam()).datetime().to_string()
    }

    #[test]
    fn the_next_moment_is_the_first_one_that_fits() {
        let table = [
            (
                Cadence::WorkingDay { hour: 8 },
                "2026-11-20T07:59:00",
                "2026-11-20T08:00:00",
            ),
            // From Friday to Monday.
            (
                Cadence::WorkingDay { hour: 8 },
                "2026-11-20T08:00:00",
                "2026-11-23T08:00:00",
            ),
            (
                Cadence::Week { day: 1, hour: 8 },
                "2026-11-22T12:00:00",
                "2026-11-23T08:00:00",
            ),
            (
                Cadence::Week { day: 7, hour: 23 },
                "2026-11-22T23:00:00",
                "2026-11-29T23:00:00",
            ),
            (
                Cadence::Month { day: 28, hour: 6 },
                "2027-02-28T06:00:00",
                "2027-03-28T06:00:00",
            ),
            (
                Cadence::Month { day: 1, hour: 0 },
                "2026-12-31T23:59:59",
                "2027-01-01T00:00:00",
            ),
            // 02:00 doesn't exist on that Sunday in March, and comes twice on one in October.
            (
                Cadence::Week { day: 7, hour: 2 },
                "2027-03-27T12:00:00",
                "2027-03-28T03:00:00",
            ),
            (
                Cadence::Week { day: 7, hour: 2 },
                "2027-10-30T12:00:00",
                "2027-10-31T02:00:00",
            ),
        ];
        for (cadence, now, expected) in table {
            assert_eq!(
                local(next_at(cadence, &amsterdam(), us(now))),
                expected,
                "{cadence:?}"
            );
        }
        // After the first of the two hours of a clock that goes back comes the next week.
        let first = next_at(
            Cadence::Week { day: 7, hour: 2 },
            &amsterdam(),
            us("2027-10-30T12:00:00"),
        );
        let then = next_at(Cadence::Week { day: 7, hour: 2 }, &amsterdam(), first);
        assert_eq!(local(then), "2027-11-07T02:00:00");
    }

    #[test]
    fn what_is_stored_is_read_again_and_nonsense_is_not() {
        for cadence in [
            Cadence::WorkingDay { hour: 0 },
            Cadence::Week { day: 7, hour: 23 },
            Cadence::Month { day: 28, hour: 12 },
        ] {
            let (name, day, hour) = cadence.stored();
            assert_eq!(Cadence::read(name, day, hour), Some(cadence));
        }
        for (name, day, hour) in [
            ("weekly", 0, 8),
            ("weekly", 8, 8),
            ("monthly", 29, 8),
            ("daily", 0, 24),
            ("often", 1, 1),
        ] {
            assert_eq!(Cadence::read(name, day, hour), None);
        }
    }
}
