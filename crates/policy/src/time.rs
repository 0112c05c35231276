//! Moments and days as whole numbers, the same as in the database, so that a million are cheap.

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};

/// Microseconds in a second.
pub const SECOND: i64 = 1_000_000;
/// Microseconds in a minute.
pub const MINUTE: i64 = 60 * SECOND;
/// Microseconds in an hour.
pub const HOUR: i64 = 60 * MINUTE;
/// Microseconds in 24 hours (a local day may be an hour shorter or longer).
pub const DAY: i64 = 24 * HOUR;

/// A moment: microseconds since 1970-01-01T00:00Z.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(transparent)]
pub struct At(pub i64);

impl At {
    /// Later than anything: "never" in comparisons.
    pub const NEVER: Self = Self(i64::MAX);

    /// This moment and so many microseconds (negative: earlier), never beyond the ends.
    #[must_use]
    pub fn plus(self, micros: i64) -> Self {
        Self(self.0.saturating_add(micros))
    }

    /// Microseconds from `earlier` to this moment; negative when it lies later.
    #[must_use]
    pub fn since(self, earlier: Self) -> i64 {
        self.0.saturating_sub(earlier.0)
    }

    /// The same moment for `jiff`, clamped to the years it knows (-9999 to 9999).
    pub(crate) fn timestamp(self) -> Timestamp {
        Timestamp::from_microsecond(self.0).unwrap_or(if self.0 < 0 {
            Timestamp::MIN
        } else {
            Timestamp::MAX
        })
    }
}

/// A day: days since 1970-01-01, in a time zone that the context names.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(transparent)]
pub struct Day(pub i32);

impl Day {
    /// The day with this year, month (1–12) and day of the month; `None` when there is no such day.
    pub fn new(year: i16, month: i8, day: i8) -> Option<Self> {
        Date::new(year, month, day).ok().map(Self::of)
    }

    /// The day of a civil date.
    pub fn of(date: Date) -> Self {
        let midnight = TimeZone::UTC.to_timestamp(date.at(0, 0, 0, 0));
        let seconds = midnight.map_or(0, Timestamp::as_second);
        Self(seconds.div_euclid(86_400) as i32)
    }

    /// The civil date of this day, clamped to the years 0–9999.
    pub fn date(self) -> Date {
        let micros = i64::from(self.0).saturating_mul(DAY);
        TimeZone::UTC.to_datetime(At(micros).timestamp()).date()
    }

    /// So many days later (negative: earlier).
    #[must_use]
    pub fn plus(self, days: i32) -> Self {
        Self(self.0.saturating_add(days))
    }

    /// Monday 0 … Sunday 6.
    pub fn weekday(self) -> usize {
        // 1970-01-01 was a Thursday.
        (i64::from(self.0) + 3).rem_euclid(7) as usize
    }

    /// So many calendar months later; the last day of a shorter month stands in for a day it lacks
    /// (29 February and twelve months: 28 February; and 48 months: 29 February again).
    #[must_use]
    pub fn plus_months(self, months: i32) -> Self {
        Self::of(
            self.date()
                .saturating_add(jiff::Span::new().months(months.clamp(-12_000, 12_000))),
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(year: i16, month: i8, day: i8) -> Day {
        Day::new(year, month, day).unwrap()
    }

    #[test]
    fn days_and_dates_are_the_same() {
        assert_eq!(day(1970, 1, 1), Day(0));
        assert_eq!(day(1969, 12, 31), Day(-1));
        assert_eq!(day(2026, 11, 22), Day(20_779));
        for number in (-800_000..800_000).step_by(37) {
            assert_eq!(Day::of(Day(number).date()), Day(number));
        }
        assert_eq!(Day::new(2027, 2, 29), None);
    }

    #[test]
    fn weekdays_begin_on_monday() {
        assert_eq!(day(2026, 11, 23).weekday(), 0);
        assert_eq!(day(2026, 11, 22).weekday(), 6);
        assert_eq!(day(1969, 12, 29).weekday(), 0);
    }

    #[test]
    fn a_leap_day_comes_back_in_the_next_leap_year() {
        let leap = day(2028, 2, 29);
        assert_eq!(leap.plus_months(12), day(2029, 2, 28));
        assert_eq!(leap.plus_months(48), day(2032, 2, 29));
        assert_eq!(day(2027, 8, 31).plus_months(6), day(2028, 2, 29));
    }
}
