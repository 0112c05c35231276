//! Where a figure moved: its change between two periods split over segments, each into what
//! happened within the segment and what its share of the answers did. The parts add up to the
//! change, so nothing is left to explain and nothing is explained twice.
//!
//! `V₁ − V₀ = Σ [ (v₁ − v₀)(s₀ + s₁)/2 + (s₁ − s₀)((v₀ + v₁)/2 − M) ]` with, per segment, the figure
//! `v` and its share of all answers `s` before (0) and after (1), and `M = (V₀ + V₁)/2`. Both periods
//! count alike (Marshall 1885, Edgeworth 1925; Das Gupta 1978 for two factors), so reversing time
//! reverses every sign. `M` drops out of the sum; it makes the mix part of a segment say "more
//! answers from a place that is better than the rest" rather than just "more answers".
//!
//! A segment that is new or gone has no change within: all of its part is mix.

use crate::mean::{self, Point};
use crate::nps::{self, Classes, Design};
use crate::share::{self, Count};
use crate::{Change, Interval};

/// A segment in both periods.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Sides {
    /// Figure and weight of its answers before; `None` when it had none.
    pub before: Option<Side>,
    /// The same after.
    pub after: Option<Side>,
    /// The figure's own change within the segment; `None` when a side is missing or has no spread.
    pub change: Option<Change>,
}

/// A segment in one period.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Side {
    /// The figure, in its unit.
    pub value: f64,
    /// Sum of the weights of its answers, above 0; their number when unweighted.
    pub weight: f64,
}

/// What one segment did to the whole. All in the unit of the figure.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Part {
    /// The figure within the segment, before; `None` when nobody answered.
    pub before: Option<f64>,
    /// The same after.
    pub after: Option<f64>,
    /// Its share of all answers before, 0–1.
    pub share_before: f64,
    /// The same after.
    pub share_after: f64,
    /// What the change within the segment did to the whole.
    pub within: f64,
    /// Standard error of `within`, taking the shares as they are; `None` when there is no change
    /// within to speak of (a side missing) or no spread to take it from.
    pub within_se: Option<f64>,
    /// 95 % interval of `within`: that of the segment's own change times its mean share.
    pub within_ci95: Option<Interval>,
    /// What the change of its share did to the whole.
    pub mix: f64,
    /// The segment's own change with its verdict; the verdict on `within` is the same.
    pub change: Option<Change>,
}

impl Part {
    /// All that the segment did to the whole: `within + mix`.
    pub fn total(&self) -> f64 {
        self.within + self.mix
    }
}

/// A change and the parts that it is the sum of.
#[derive(Clone, Debug, PartialEq)]
pub struct Decomposition {
    /// The figure of all segments together before.
    pub before: f64,
    /// The same after.
    pub after: f64,
    /// `after − before`.
    pub difference: f64,
    /// Sum of what happened within the segments.
    pub within: f64,
    /// Standard error of `within`; `None` when no segment has one.
    pub within_se: Option<f64>,
    /// Sum of what the shares did.
    pub mix: f64,
    /// Per segment, in the order given.
    pub parts: Vec<Part>,
}

/// Splits the change of an NPS, per segment `(before, after)`; `None` when nobody answered in a
/// period. All segments take one method: that of weighted samples as soon as two weights differ.
pub fn nps(segments: &[(Classes, Classes)]) -> Option<Decomposition> {
    let everybody = segments
        .iter()
        .fold(Classes::default(), |sum, &(before, after)| {
            sum + before + after
        });
    let design = Design::of(&everybody);
    let side = |classes: &Classes| {
        Some(Side {
            value: classes.value()?,
            weight: classes.total().w,
        })
    };
    decompose(segments.iter().map(|(before, after)| Sides {
        before: side(before),
        after: side(after),
        change: nps::change_in(before, after, design),
    }))
}

/// Splits the change of a share, such as CSAT; `None` when nobody answered in a period.
pub fn share(segments: &[(Count, Count)]) -> Option<Decomposition> {
    let side = |count: &Count| {
        Some(Side {
            value: count.value()?,
            weight: count.all.w,
        })
    };
    decompose(segments.iter().map(|(before, after)| Sides {
        before: side(before),
        after: side(after),
        change: share::change(before, after),
    }))
}

/// Splits the change of a mean, such as CES; `None` when nobody answered in a period.
pub fn mean<P: AsRef<[Point]>>(segments: &[(P, P)]) -> Option<Decomposition> {
    let side = |points: &[Point]| {
        Some(Side {
            value: mean::mean(points)?.value,
            weight: points.iter().map(|(_, tally)| tally.w).sum(),
        })
    };
    decompose(segments.iter().map(|(before, after)| Sides {
        before: side(before.as_ref()),
        after: side(after.as_ref()),
        change: mean::change(before.as_ref(), after.as_ref()),
    }))
}

/// Splits the change of any figure that is a mean over answers; `None` when nobody answered in a
/// period.
pub fn decompose(segments: impl Iterator<Item = Sides> + Clone) -> Option<Decomposition> {
    let (total_before, before) = whole(segments.clone().map(|sides| sides.before))?;
    let (total_after, after) = whole(segments.clone().map(|sides| sides.after))?;
    let middle = f64::midpoint(before, after);
    let parts: Vec<Part> = segments
        .map(|sides| part(&sides, [total_before, total_after], middle))
        .collect();
    let variances = parts
        .iter()
        .filter_map(|part| Some(part.within_se?.powi(2)));
    Some(Decomposition {
        before,
        after,
        difference: after - before,
        within: parts.iter().map(|part| part.within).sum(),
        within_se: variances
            .reduce(|sum, variance| sum + variance)
            .map(f64::sqrt),
        mix: parts.iter().map(|part| part.mix).sum(),
        parts,
    })
}

/// Weight and figure of all segments in a period.
fn whole(sides: impl Iterator<Item = Option<Side>>) -> Option<(f64, f64)> {
    let (weight, sum) = sides.flatten().fold((0.0, 0.0), |(weight, sum), side| {
        (weight + side.weight, sum + side.weight * side.value)
    });
    (weight > 0.0).then(|| (weight, sum / weight))
}

fn part(sides: &Sides, totals: [f64; 2], middle: f64) -> Part {
    let share = |side: Option<Side>, total: f64| side.map_or(0.0, |side| side.weight / total);
    let shares = [
        share(sides.before, totals[0]),
        share(sides.after, totals[1]),
    ];
    let mean_share = f64::midpoint(shares[0], shares[1]);
    let value = |side: Option<Side>| side.map(|side| side.value);
    let (before, after) = (value(sides.before), value(sides.after));
    // A side that is missing takes the other one's value: nothing happened within.
    let (from, to) = match (before.or(after), after.or(before)) {
        (Some(from), Some(to)) => (from, to),
        _ => (middle, middle),
    };
    Part {
        before,
        after,
        share_before: shares[0],
        share_after: shares[1],
        within: (to - from) * mean_share,
        within_se: sides.change.map(|change| change.se * mean_share),
        within_ci95: sides
            .change
            .map(|change| change.ci95.map(|limit| limit * mean_share)),
        mix: (shares[1] - shares[0]) * (f64::midpoint(from, to) - middle),
        change: sides.change,
    }
}

#[cfg(test)]
mod tests;
