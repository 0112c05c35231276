//! The order in which drivers are listed: where most is to gain first, and never a driver that
//! cannot show its gain above one that can.

use super::{Kss, Sign, Status, sign};
use std::cmp::Ordering;

/// Compares two drivers for a list with the most to gain first:
/// demonstrable gains by KSS, lowest first; then small groups (interval only) whose interval shows
/// a gain; then those whose interval contains no gain at all; then reversed links, suppressed ones
/// and those that cannot be estimated. Within each the lowest KSS first.
pub fn compare(a: &Kss, b: &Kss) -> Ordering {
    let value = |kss: &Kss| kss.value.unwrap_or(f64::INFINITY);
    tier(a)
        .cmp(&tier(b))
        .then_with(|| value(a).total_cmp(&value(b)))
}

fn tier(kss: &Kss) -> u8 {
    match kss.status {
        Status::Shown => 0,
        Status::IntervalOnly => match kss
            .shown_interval()
            .map(|[low, high]| sign([100.0 - high, 100.0 - low]))
        {
            Some(Sign::Above) => 1,
            Some(Sign::Below) => 3,
            Some(Sign::Undecided) | None => 2,
        },
        Status::NoDemonstrableGain => 2,
        Status::Reversed => 3,
        Status::Suppressed => 4,
        Status::NotEstimable => 5,
    }
}
