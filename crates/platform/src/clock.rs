//! The one place that asks what time it is; everything else gets a [`Clock`] or a time.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

/// Microseconds in a second.
pub const SECOND_US: i64 = 1_000_000;
/// Microseconds in a day of 24 hours.
pub const DAY_US: i64 = 86_400 * SECOND_US;

/// Tells the time: the system's, or one that a test sets.
#[derive(Clone, Debug, Default)]
pub struct Clock {
    fixed_us: Option<Arc<AtomicI64>>,
}

impl Clock {
    /// The system's clock.
    pub fn system() -> Self {
        Self::default()
    }

    /// A clock that stands at `now_us` until [`Clock::set`].
    pub fn fixed(now_us: i64) -> Self {
        Self {
            fixed_us: Some(Arc::new(AtomicI64::new(now_us))),
        }
    }

    /// Sets a fixed clock; does nothing to the system's.
    pub fn set(&self, now_us: i64) {
        if let Some(fixed) = &self.fixed_us {
            fixed.store(now_us, Ordering::SeqCst);
        }
    }

    /// UTC microseconds since 1970.
    #[expect(clippy::disallowed_methods, reason = "this is the one place")]
    pub fn now_us(&self) -> i64 {
        match &self.fixed_us {
            Some(fixed) => fixed.load(Ordering::SeqCst),
            None => jiff::Timestamp::now().as_microsecond(),
        }
    }
}

/// The day (since 1970-01-01) on which `at_us` falls in `zone`.
pub fn day_in(zone: &jiff::tz::TimeZone, at_us: i64) -> i32 {
    let Ok(timestamp) = jiff::Timestamp::from_microsecond(at_us) else {
        return 0;
    };
    let date = zone.to_datetime(timestamp).date();
    days_since_1970(date)
}

/// The time of day of `at_us` in `zone`: `08:00`.
pub fn time_in(zone: &jiff::tz::TimeZone, at_us: i64) -> String {
    jiff::Timestamp::from_microsecond(at_us).map_or_else(
        |_| String::new(),
        |timestamp| zone.to_datetime(timestamp).strftime("%H:%M").to_string(),
    )
}

/// Days from 1970-01-01 to `date`.
pub fn days_since_1970(date: jiff::civil::Date) -> i32 {
    jiff::civil::date(1970, 1, 1)
        .until(date)
        .map_or(0, |span| span.get_days())
}

/// The date `day` days after 1970-01-01.
pub fn date_of_day(day: i32) -> jiff::civil::Date {
    use jiff::ToSpan;
    jiff::civil::date(1970, 1, 1).saturating_add(day.days())
}

/// The first microsecond of `day` in `zone`.
pub fn start_of_day_us(zone: &jiff::tz::TimeZone, day: i32) -> i64 {
    date_of_day(day).to_zoned(zone.clone()).map_or_else(
        |_| i64::from(day) * DAY_US,
        |zoned| zoned.timestamp().as_microsecond(),
    )
}

/// `at_us` as RFC 3339 in UTC, for JSON and exports.
pub fn rfc3339(at_us: i64) -> String {
    jiff::Timestamp::from_microsecond(at_us).map_or_else(|_| String::new(), |t| t.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_begins_at_midnight_of_its_zone() {
        let zone = jiff::tz::TimeZone::get("Europe/Amsterdam").expect("bundled");
        // 2026-03-29: the day on which summer time starts there.
        let day = days_since_1970(jiff::civil::date(2026, 3, 29));
        let start = start_of_day_us(&zone, day);
        assert_eq!(rfc3339(start), "2026-03-28T23:00:00Z");
        assert_eq!(day_in(&zone, start), day);
        assert_eq!(day_in(&zone, start - 1), day - 1);
        assert_eq!(
            start_of_day_us(&zone, day + 1) - start,
            23 * 3600 * SECOND_US
        );
        assert_eq!(date_of_day(day), jiff::civil::date(2026, 3, 29));
    }
}
