//! Calendar periods of a trend: which ones suit a stretch of days, and which come between.

use facts::{Key, Period, Tables};
use figures::Counts;

use crate::filter::By;
use crate::results::Point;

/// More steps than this are not filled up: two answers centuries apart are a mistake of an import.
const FILLED_MAX: usize = 600;

/// The period that gives a readable number of steps between these days.
pub(crate) fn step(days: Option<(i32, i32)>) -> Period {
    match days.map_or(0, |(first, last)| last - first) {
        ..=92 => Period::Week,
        93..=1100 => Period::Month,
        1101..=3700 => Period::Quarter,
        _ => Period::Year,
    }
}

/// The period to put side by side: years, or quarters within one; none within a quarter.
pub(crate) fn wave(days: Option<(i32, i32)>) -> Option<Period> {
    let (first, last) = days?;
    [Period::Year, Period::Quarter]
        .into_iter()
        .find(|period| period.start_day(first) < period.start_day(last))
}

/// First and last day of the period that starts on `start`.
pub(crate) fn days(period: Period, start: i32) -> (i32, i32) {
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
    fn a_year_gets_months_and_a_decade_years() {
        let start = days_since_1970(date(2026, 1, 1));
        let cases = [
            (30, Period::Week),
            (364, Period::Month),
            (2000, Period::Quarter),
        ];
        for (length, wanted) in cases {
            assert_eq!(step(Some((start, start + length))), wanted, "{length} days");
        }
        assert_eq!(step(None), Period::Week);
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
