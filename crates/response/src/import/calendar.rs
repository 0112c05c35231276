//! When a row was answered, as exactly as its file says it.

use std::ops::Range;

use jiff::civil::DateTime;
use jiff::tz::{AmbiguousOffset, TimeZone};
use platform::clock::{self, DAY_US};

use super::reason::Reason;
use crate::model::Moment;
use crate::rules;

/// A moment, and the stored moments in UTC microseconds that would be written like it.
pub(super) type Said = (Moment, Vec<Range<i64>>);

const SECOND_US: i64 = 1_000_000;

/// How the dates of a file are read.
#[derive(Clone, Debug)]
pub struct Calendar {
    /// The workspace's time zone.
    pub zone: TimeZone,
    /// Now, in UTC microseconds: nobody answered after it.
    pub now_us: i64,
}

impl Calendar {
    /// The moment a text says, noon when it says a day only. A file may know no more than the
    /// second, the minute or the day.
    pub(super) fn moment(&self, text: &str) -> Result<Said, Reason> {
        let when = tabular::date(text).ok_or(Reason::NoDate)?;
        let at = when.timestamp(&self.zone).ok_or(Reason::NoDate)?;
        let (moment, spans) = match when {
            tabular::When::Day(day) => (rules::noon(&self.zone, day), vec![self.day(day)]),
            tabular::When::Clock(clock) => (
                Moment::new(&self.zone, at.as_microsecond()),
                self.clock(clock, precision_us(text, clock)),
            ),
            tabular::When::Instant(at) => (Moment::new(&self.zone, at.as_microsecond()), vec![]),
        };
        let moment = rules::checked(moment, self.now_us).map_err(|_| Reason::OutOfTime)?;
        Ok((moment, spans))
    }

    fn day(&self, day: jiff::civil::Date) -> Range<i64> {
        let day = clock::days_since_1970(day);
        clock::start_of_day_us(&self.zone, day)..clock::start_of_day_us(&self.zone, day + 1)
    }

    /// When the clock showed this: twice, in the hour that comes again at the end of summer time.
    fn clock(&self, clock: DateTime, precision_us: i64) -> Vec<Range<i64>> {
        let offsets = match self.zone.to_ambiguous_timestamp(clock).offset() {
            AmbiguousOffset::Unambiguous { offset } => vec![offset],
            AmbiguousOffset::Fold { before, after } | AmbiguousOffset::Gap { before, after } => {
                vec![before, after]
            }
        };
        let moments = offsets
            .into_iter()
            .filter_map(|offset| offset.to_timestamp(clock).ok());
        moments
            .map(|at| at.as_microsecond()..at.as_microsecond().saturating_add(precision_us))
            .collect()
    }
}

/// What the last digit of a time on the clock stands for.
fn precision_us(text: &str, clock: DateTime) -> i64 {
    let is_serial = !text.contains(':');
    if clock.subsec_nanosecond() != 0 {
        // A spreadsheet keeps thousandths.
        SECOND_US / 1000
    } else if is_serial || text.matches(':').count() > 1 {
        SECOND_US
    } else {
        DAY_US / (24 * 60)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_that_are_written_alike_are_the_same() {
        let zone = TimeZone::get("Europe/Amsterdam").expect("a zone");
        let now_us = 1_795_262_400_000_000;
        let calendar = Calendar { zone, now_us };
        for (text, stored, same) in [
            ("21-11-2025 11:20:30", "2025-11-21T10:20:30.999999Z", true),
            ("21-11-2025 11:20:30", "2025-11-21T10:20:31Z", false),
            ("21-11-2025 11:20:30", "2025-11-21T10:20:29.999999Z", false),
            ("21-11-2025 11:20", "2025-11-21T10:20:59Z", true),
            ("21-11-2025 11:20", "2025-11-21T10:21:00Z", false),
            ("2025-11-21", "2025-11-20T23:00:00Z", true),
            ("2025-11-21", "2025-11-21T22:59:59Z", true),
            ("2025-11-21", "2025-11-21T23:00:00Z", false),
            ("26-10-2025 02:30:00", "2025-10-26T00:30:00.5Z", true),
            ("26-10-2025 02:30:00", "2025-10-26T01:30:00.5Z", true),
            ("26-10-2025 02:30:00", "2025-10-26T02:30:00.5Z", false),
            ("2025-11-21T10:20:30Z", "2025-11-21T10:20:30.5Z", false),
        ] {
            let (_, spans) = calendar.moment(text).expect("a moment");
            let stored: jiff::Timestamp = stored.parse().expect("a time");
            let at_us = stored.as_microsecond();
            let got = spans.iter().any(|span| span.contains(&at_us));
            assert_eq!(got, same, "{text} {stored}");
        }
    }
}
