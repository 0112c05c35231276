//! Calendar periods of a trend: which ones suit a stretch of days, and which come between.

use facts::{Key, Period, Tables};
use figures::Counts;

use crate::filter::By;
use crate::results::Point;

/// More steps than this are not filled up: two answers centuries apart are a mistake of an import.
const FILLED_MAX: usize = 600;

/// The finest period that gives a readable number of steps between these days, and steps with
/// enough answers to be judged; `responses` is how many there are about. Without `weeks` months are
/// the finest.
pub(crate) fn step(days: Option<(i32, i32)>, responses: i64, weeks: bool) -> Period {
    let finest = if weeks { Period::Week } else { Period::Month };
    let Some((first, last)) = days else {
        return finest;
    };
    let all = [
        (Period::Week, 92),
        (Period::Month, 1100),
        (Period::Quarter, 3700),
        (Period::Year, i32::MAX),
    ];
    let readable = all
        .into_iter()
        .filter(|(period, longest)| last - first <= *longest && (weeks || *period != Period::Week));
    let mut chosen = None;
    for (period, _) in readable {
        let steps = steps(period, first, last);
        // A coarser period must leave something to compare.
        if chosen.is_some() && steps < 2 {
            break;
        }
        chosen = Some(period);
        if responses >= steps * figures::FEW as i64 {
            break;
        }
    }
    chosen.unwrap_or(Period::Year)
}

/// How many periods there are between these days, about.
fn steps(period: Period, first: i32, last: i32) -> i64 {
    let length = i64::from(next(period, last) - period.start_day(last));
    i64::from(period.start_day(last) - period.start_day(first)) / length + 1
}

/// The period to put side by side: years, or quarters within one; none within a quarter.
pub(crate) fn wave(days: Option<(i32, i32)>) -> Option<Period> {
    let (first, last) = days?;
    [Period::Year, Period::Quarter]
        .into_iter()
        .find(|period| period.start_day(first) < period.start_day(last))
}

/// First and last day of the period that starts on `start`.
pub fn days(period: Period, start: i32) -> (i32, i32) {
    (start, next(period, start) - 1)
}

/// The first day of the period after the one that starts on `start`.
pub(crate) fn next(period: Period, start: i32) -> i32 {
    let longest = match period {
        Period::Week => 7,
        Period::Month => 31,
        Period::Quarter => 92,
        Period::Year => 366,
    };
    // A day later than the longest period is in the next one, never in the one after.
    period.start_day(start + longest)
}

/// The points with the periods between them in which nobody answered. Values are as they are,
/// except that "no value" is no step of a trend.
pub(crate) fn without_gaps(by: &By, mut points: Vec<Point>) -> Vec<Point> {
    let By::Period(period) = by else {
        points.retain(|point| point.key != Key::Value(None));
        return points;
    };
    let mut filled: Vec<Point> = Vec::with_capacity(points.len());
    for point in points {
        if let (
            Some(Key::Period {
                start_day: before, ..
            }),
            Key::Period { start_day, .. },
        ) = (filled.last().map(|point| point.key.clone()), &point.key)
        {
            let mut start = next(*period, before);
            while start < *start_day && filled.len() < FILLED_MAX {
                filled.push(Point {
                    key: Key::Period {
                        period: *period,
                        start_day: start,
                    },
                    counts: Counts::from(&Tables::default()),
                    hidden: false,
                });
                start = next(*period, start);
            }
        }
        filled.push(point);
    }
    filled
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use platform::clock::days_since_1970;
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn steps_are_readable_and_can_be_judged() {
        let start = days_since_1970(date(2026, 1, 1));
        let cases = [
            (30, Period::Week),
            (364, Period::Month),
            (2000, Period::Quarter),
        ];
        for (length, wanted) in cases {
            assert_eq!(
                step(Some((start, start + length)), 1_000_000, true),
                wanted,
                "{length} days"
            );
        }
        assert_eq!(step(None, 0, true), Period::Week);
        // 240 answers in eighty days: weeks would have twenty each.
        assert_eq!(step(Some((start, start + 79)), 240, true), Period::Month);
        // Far too few for anything: the coarsest that still has two steps.
        assert_eq!(step(Some((start, start + 79)), 12, true), Period::Month);
        assert_eq!(step(Some((start, start + 20)), 12, true), Period::Week);
        // Where groups hide there are no weeks.
        assert_eq!(
            step(Some((start, start + 20)), 1_000_000, false),
            Period::Month
        );
        assert_eq!(step(None, 0, false), Period::Month);
        assert_eq!(wave(Some((start, start + 20))), None);
        assert_eq!(wave(Some((start, start + 120))), Some(Period::Quarter));
        assert_eq!(wave(Some((start - 1, start))), Some(Period::Year));
    }

    proptest! {
        #[test]
        fn periods_follow_each_other_without_holes(day in -200_000..200_000_i32, which in 0..4_usize) {
            let period = [Period::Week, Period::Month, Period::Quarter, Period::Year][which];
            let start = period.start_day(day);
            let (first, last) = days(period, start);
            prop_assert_eq!(first, start);
            prop_assert!((first..=last).contains(&day));
            prop_assert_eq!(period.start_day(last), start);
            prop_assert_eq!(period.start_day(last + 1), last + 1);
        }
    }
}
