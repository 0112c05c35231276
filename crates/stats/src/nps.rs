//! Net Promoter Score: how many more would recommend than would not, with its uncertainty and
//! the change between two groups. All figures in NPS points, −100 to 100; limits of intervals
//! may fall outside that range and are never clipped here.

mod classes;
mod design;
mod score;

use crate::change::statistic;
use crate::quantile::{Z95, normal_p};
use crate::{Change, Interval, Verdict, around};
use classes::Effective;

pub use classes::{Class, Classes, class};
pub use design::Design;
pub use score::score_interval;

/// An estimate that is about normally distributed.
#[derive(Clone, Copy)]
struct Estimate {
    centre: f64,
    se: f64,
}

/// The NPS figure.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Nps {
    /// Promoters minus detractors as a percentage of all, −100 to 100.
    pub value: f64,
    /// How many people answered.
    pub n: u64,
    /// Weighted number of promoters; the plain number when unweighted.
    pub promoters: f64,
    /// Weighted number of passives.
    pub passives: f64,
    /// Weighted number of detractors.
    pub detractors: f64,
    /// Plain standard error in NPS points: see [`nps`].
    pub se: f64,
    /// 95 % interval, not clipped to ±100: see [`nps`] and [`clipped`].
    pub ci95: Interval,
}

/// The NPS of a group; `None` when nobody answered.
///
/// When all answers count the same: `se = 100 √((P + D − (P − D)²) / n)` with P and D the shares
/// of promoters and detractors, and `ci95` is the [`adjusted_wald`] interval, centred on the
/// adjusted value. When weights differ: `se` is the linearised design-based one with replacement,
/// `√(n/(n−1) Σw²(z − z̄)²) / Σw` (Särndal, Swensson & Wretman 1992), and `ci95 = value ± 1.96 se`.
/// A weighted group that is all in one class would get an interval without width, so it falls
/// back on the adjusted Wald interval of its effective number of answers.
///
/// The group stands by itself here; [`nps_in`] takes it as a part of a survey.
pub fn nps(classes: &Classes) -> Option<Nps> {
    nps_in(classes, Design::of(classes))
}

/// The NPS of a group that is a part of a sample with this design: as [`nps`], but all groups of
/// one sample by the same method, weighted ones with `n` of the whole sample in `n/(n−1)`, as a
/// domain of the survey (Särndal, Swensson & Wretman 1992, chapter 10).
pub fn nps_in(classes: &Classes, design: Design) -> Option<Nps> {
    let value = classes.value()?;
    let estimate = estimate(classes, design)?;
    Some(Nps {
        value,
        n: classes.total().n,
        promoters: classes.promoters.w,
        passives: classes.passives.w,
        detractors: classes.detractors.w,
        se: standard_error(classes, design)?,
        ci95: around(estimate.centre, estimate.se, Z95),
    })
}

/// The part of an interval that an NPS can take: for people to read, never to compute with.
pub fn clipped(interval: Interval) -> Interval {
    interval.map(|limit| limit.clamp(-100.0, 100.0))
}

/// Wald interval `value ± z se`; too narrow for small groups, without width when all are in one
/// class. `None` when nobody answered.
pub fn wald(classes: &Classes, z: f64) -> Option<Interval> {
    let se = standard_error(classes, Design::of(classes))?;
    Some(around(classes.value()?, se, z))
}

/// Adjusted Wald interval: the Wald interval after adding three answers that are nobody's, ¾
/// promoter, ¾ detractor and 1½ passive (Rocks 2016, The American Statistician 70). Holds its
/// level at small n and when a class is empty. Centred on the adjusted value, limits not
/// clipped. With unequal weights it is that of the effective number of answers (Kish 1965).
/// `None` when nobody answered.
pub fn adjusted_wald(classes: &Classes, z: f64) -> Option<Interval> {
    let Estimate { centre, se } = adjusted(classes.effective()?);
    Some(around(centre, se, z))
}

/// How many answers make a Wald interval of `± margin` NPS points when promoters and detractors
/// keep their shares: `Var (z / margin)²`, rounded up. `None` when nobody answered yet or the
/// margin is not above 0.
pub fn sample_size_for_margin(classes: &Classes, margin: f64, z: f64) -> Option<u64> {
    let Effective {
        promoters,
        detractors,
        n,
    } = classes.effective()?;
    let needed = variance(promoters / n, detractors / n) * (100.0 * z / margin).powi(2);
    (margin > 0.0).then_some(needed.ceil() as u64)
}

/// The change of NPS from `before` to `after`, two independent samples; `None` when nobody
/// answered on a side.
///
/// `difference` is the plain one; `se`, `z`, `p` and `ci95` are those of the adjusted values
/// (unpooled two-sample z with [`adjusted_wald`] on both sides), or of the linearised estimate
/// on a side where weights differ.
pub fn change(before: &Classes, after: &Classes) -> Option<Change> {
    difference((before, Design::of(before)), (after, Design::of(after)))
}

/// As [`change`], of two groups that are parts of one sample with this design.
pub fn change_in(before: &Classes, after: &Classes, design: Design) -> Option<Change> {
    difference((before, design), (after, design))
}

fn difference(
    (before, design_before): (&Classes, Design),
    (after, design_after): (&Classes, Design),
) -> Option<Change> {
    let difference = after.value()? - before.value()?;
    let (from, to) = (
        estimate(before, design_before)?,
        estimate(after, design_after)?,
    );
    let se = from.se.hypot(to.se);
    let z = statistic(to.centre - from.centre, se);
    let ci95 = around(to.centre - from.centre, se, Z95);
    let smallest_n = before.total().n.min(after.total().n);
    Some(Change {
        difference,
        se,
        z,
        p: normal_p(z),
        ci95,
        verdict: Verdict::judge(smallest_n, ci95),
    })
}

/// What intervals and tests build on.
fn estimate(classes: &Classes, design: Design) -> Option<Estimate> {
    let se = standard_error(classes, design)?;
    if design == Design::Equal || se <= 0.0 {
        Some(adjusted(classes.effective()?))
    } else {
        Some(Estimate {
            centre: classes.value()?,
            se,
        })
    }
}

fn adjusted(
    Effective {
        promoters,
        detractors,
        n,
    }: Effective,
) -> Estimate {
    let n = n + 3.0;
    let (p, d) = ((promoters + 0.75) / n, (detractors + 0.75) / n);
    Estimate {
        centre: 100.0 * (p - d),
        se: 100.0 * (variance(p, d) / n).sqrt(),
    }
}

fn standard_error(classes: &Classes, design: Design) -> Option<f64> {
    let Design::Weighted { total_n } = design else {
        let Effective {
            promoters,
            detractors,
            n,
        } = classes.effective()?;
        return Some(100.0 * (variance(promoters / n, detractors / n) / n).sqrt());
    };
    let mean = classes.value()?;
    let squares: f64 = Class::ALL
        .iter()
        .map(|&c| classes.of(c).w2 * (c.points() - mean).powi(2))
        .sum();
    let n = total_n as f64;
    Some((squares * n / (n - 1.0)).sqrt() / classes.total().w)
}

/// Variance of one person's points on the scale −1, 0, 1. Rounding can take it just below 0.
fn variance(promoters: f64, detractors: f64) -> f64 {
    (promoters + detractors - (promoters - detractors).powi(2)).max(0.0)
}

#[cfg(test)]
mod tests;
