//! Dates as people and spreadsheets write them.

use jiff::civil::{Date, DateTime, Time};
use jiff::tz::TimeZone;
use jiff::{Span, Timestamp};

/// A moment as far as the text says it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum When {
    /// A moment with its offset from UTC.
    Instant(Timestamp),
    /// A date and time on somebody's clock.
    Clock(DateTime),
    /// A day.
    Day(Date),
}

impl When {
    /// The moment, where a clock or day is read in `zone`; a day starts at midnight. `None` only
    /// beyond the years jiff knows.
    pub fn timestamp(&self, zone: &TimeZone) -> Option<Timestamp> {
        match self {
            Self::Instant(at) => Some(*at),
            Self::Clock(at) => zone.to_timestamp(*at).ok(),
            Self::Day(day) => zone.to_timestamp(day.to_datetime(Time::midnight())).ok(),
        }
    }

    /// The day in `zone`.
    pub fn day(&self, zone: &TimeZone) -> Date {
        match self {
            Self::Instant(at) => zone.to_datetime(*at).date(),
            Self::Clock(at) => at.date(),
            Self::Day(day) => *day,
        }
    }
}

/// A date or time: ISO 8601 with or without zone, `dd-mm-yyyy` and `dd/mm/yyyy` (also `.`; with or
/// without a time), `yyyy/mm/dd`, `yyyymmdd`, `yyyy-mm` (its first day), and a spreadsheet's day number.
///
/// The day comes before the month, as in Dutch and British use; American `12/31/2026` is `None`,
/// never guessed. So is everything else that isn't a date.
pub fn date(text: &str) -> Option<When> {
    let text = text.trim();
    if text.is_empty() || text.len() > 64 || !text.is_ascii() {
        return None;
    }
    if text.len() == 8 && text.bytes().all(|byte| byte.is_ascii_digit()) {
        return on(&text[..4], &text[4..6], &text[6..]).map(When::Day);
    }
    if let Some(serial) = crate::number(text) {
        return from_serial(serial);
    }
    if let Ok(at) = text.parse::<Timestamp>() {
        return Some(When::Instant(at));
    }
    let (day, time) = match text.split_once([' ', 'T', 't']) {
        Some((day, time)) => (day, Some(time.trim())),
        None => (text, None),
    };
    let day = calendar_day(day)?;
    match time {
        None => Some(When::Day(day)),
        Some(time) => Some(When::Clock(day.to_datetime(clock_time(time)?))),
    }
}

/// `2026-11-21`, `21-11-2026`, `2026-11`: whichever end has four digits is the year.
fn calendar_day(text: &str) -> Option<Date> {
    let mark = text.chars().find(|c| matches!(c, '-' | '/' | '.'))?;
    let parts: Vec<&str> = text.split(mark).collect();
    if !parts
        .iter()
        .all(|part| part.bytes().all(|byte| byte.is_ascii_digit()))
    {
        return None;
    }
    match parts.as_slice() {
        [year, month, day] if year.len() == 4 => on(year, month, day),
        [day, month, year] if year.len() == 4 => on(year, month, day),
        [year, month] if year.len() == 4 && mark != '.' => on(year, month, "1"),
        _ => None,
    }
}

fn on(year: &str, month: &str, day: &str) -> Option<Date> {
    if month.len() > 2 || day.len() > 2 {
        return None;
    }
    Date::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?).ok()
}

/// `9:05`, `09:05:30`, `09:05:30.25`.
fn clock_time(text: &str) -> Option<Time> {
    let mut parts = text.splitn(3, ':');
    let hour = parts.next()?.parse().ok()?;
    let minute = parts.next()?.parse().ok()?;
    let (second, nanos) = match parts.next() {
        None => (0, 0),
        Some(rest) => {
            let (second, fraction) = rest.split_once(['.', ',']).unwrap_or((rest, ""));
            (second.parse().ok()?, nanoseconds(fraction)?)
        }
    };
    Time::new(hour, minute, second, nanos).ok()
}

fn nanoseconds(fraction: &str) -> Option<i32> {
    if fraction.len() > 9 || !fraction.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    format!("{fraction:0<9}").parse().ok()
}

/// Days since 1899-12-30, the fraction being the time of day: what a date cell becomes in CSV when
/// its column lost its format. Only 1954 to 2119, so that years and scores are no dates.
fn from_serial(serial: f64) -> Option<When> {
    if !(20_000.0..80_000.0).contains(&serial) {
        return None;
    }
    let day = jiff::civil::date(1899, 12, 30)
        .checked_add(Span::new().days(serial as i64))
        .ok()?;
    let seconds = (serial.fract() * 86_400.0).round() as i64;
    if seconds == 0 {
        return Some(When::Day(day));
    }
    let at = day
        .to_datetime(Time::midnight())
        .checked_add(Span::new().seconds(seconds))
        .ok()?;
    Some(When::Clock(at))
}

#[cfg(test)]
mod tests {
    use jiff::tz::{self, TimeZone};

    use super::{When, date};

    fn show(text: &str) -> String {
        match date(text) {
            None => "-".to_owned(),
            Some(When::Instant(at)) => at.to_string(),
            Some(When::Clock(at)) => at.to_string(),
            Some(When::Day(day)) => day.to_string(),
        }
    }

    #[test]
    fn dates_are_read_as_written_by_people() {
        for (text, want) in [
            ("2026-11-21", "2026-11-21"),
            ("2026/11/21", "2026-11-21"),
            ("21-11-2026", "2026-11-21"),
            ("21/11/2026", "2026-11-21"),
            ("1-2-2026", "2026-02-01"),
            ("1.2.2026", "2026-02-01"),
            ("2017-10", "2017-10-01"),
            ("20261121", "2026-11-21"),
            ("2026-11-21T10:20:30Z", "2026-11-21T10:20:30Z"),
            ("2026-11-21T10:20:30+01:00", "2026-11-21T09:20:30Z"),
            ("2026-11-21 10:20:30.5+01:00", "2026-11-21T09:20:30.5Z"),
            ("2026-11-21T10:20", "2026-11-21T10:20:00"),
            ("2026-11-21 10:20:30", "2026-11-21T10:20:30"),
            ("21-11-2026 9:05", "2026-11-21T09:05:00"),
            ("46347", "2026-11-21"),
            ("46347.5", "2026-11-21T12:00:00"),
            ("46347,25", "2026-11-21T06:00:00"),
            ("12/31/2026", "-"),
            ("31-02-2026", "-"),
            ("2026", "-"),
            ("9", "-"),
            ("9.5", "-"),
            ("", "-"),
            ("gisteren", "-"),
            ("2026-11-21Txx", "-"),
            ("2026-11-21 25:00", "-"),
            ("21-11-26", "-"),
            ("99999999", "-"),
        ] {
            assert_eq!(show(text), want, "{text:?}");
        }
    }

    #[test]
    fn a_clock_is_read_in_the_zone_given() {
        let amsterdam = TimeZone::fixed(tz::offset(1));
        let at = date("21-11-2026 00:30")
            .and_then(|when| when.timestamp(&amsterdam))
            .unwrap();
        assert_eq!(at.to_string(), "2026-11-20T23:30:00Z");
        let instant = date("2026-11-20T23:30:00Z").unwrap();
        assert_eq!(instant.day(&amsterdam).to_string(), "2026-11-21");
    }
}
