//! One figure of any metric in one shape: value, interval, n; and what a change of it amounts to.

use serde::Serialize;
use stats::nps::{Classes, Design};
use stats::share::Count;
use stats::{Tally, Verdict};

use crate::FEW;
use crate::counts::Counts;

/// What is measured. Different metrics, and different directions, never share a figure.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Metric {
    /// Net Promoter Score of customers, NPS points.
    Nps,
    /// Net Promoter Score of employees, NPS points.
    Enps,
    /// Customer effort: mean of 1–5.
    Ces(Direction),
    /// Satisfaction: share of 4 and 5 on 1–5.
    Csat,
    /// Customer advocacy ("acts in the interest of its customers"): share of 4 and 5 on 1–5.
    Cas,
}

/// Which end of an effort scale is good.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Direction {
    /// 5 is easy: higher is better.
    EasyIsHigh,
    /// 5 is much effort: lower is better.
    EffortIsHigh,
}

impl Metric {
    /// Name used in interfaces.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Nps => "nps",
            Self::Enps => "enps",
            Self::Ces(_) => "ces",
            Self::Csat => "csat",
            Self::Cas => "cas",
        }
    }

    /// Whether a rise is good news.
    pub fn higher_is_better(self) -> bool {
        self != Self::Ces(Direction::EffortIsHigh)
    }

    /// Lowest and highest possible value: NPS points, points of the scale, or a share.
    pub fn range(self) -> [f64; 2] {
        match self {
            Self::Nps | Self::Enps => [-100.0, 100.0],
            Self::Ces(_) => [1.0, 5.0],
            Self::Csat | Self::Cas => [0.0, 1.0],
        }
    }
}

impl Serialize for Metric {
    fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(self.as_str())
    }
}

/// A figure of any metric. Never show the value without the rest.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Figure {
    /// What is measured; decides the unit (see [`Metric::range`]).
    pub metric: Metric,
    /// None when nobody answered.
    pub value: Option<f64>,
    /// People who answered.
    pub n: u64,
    /// Standard error; none for the mean of one answer.
    pub se: Option<f64>,
    /// 95 % interval: adjusted Wald (NPS), Student's t (CES), Wilson (CSAT, CAS).
    pub ci95: Option<[f64; 2]>,
    /// Fewer than [`FEW`] answers.
    pub few: bool,
}

/// What a difference between two groups or periods amounts to.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Change {
    /// After minus before, in the metric's unit.
    pub difference: f64,
    /// 95 % interval of the difference.
    pub ci95: [f64; 2],
    /// Two-sided probability of such a difference without any change.
    pub p: f64,
    /// The verdict.
    #[serde(serialize_with = "verdict")]
    pub verdict: Verdict,
}

/// The figure of a group.
pub fn metric(metric: Metric, counts: &Counts) -> Figure {
    metric_in(metric, counts, Design::of(&classes(counts)))
}

/// The figure of a group that is a part of a sample with this design.
pub(crate) fn metric_in(metric: Metric, counts: &Counts, design: Design) -> Figure {
    let (value, n, se, ci95) = match metric {
        Metric::Nps | Metric::Enps => stats::nps::nps_in(&classes(counts), design)
            .map(|nps| (nps.value, nps.n, Some(nps.se), Some(nps.ci95))),
        Metric::Ces(_) => {
            stats::mean::mean(&points(counts)).map(|mean| (mean.value, mean.n, mean.se, mean.ci95))
        }
        Metric::Csat | Metric::Cas => stats::share::share(&top_two(counts))
            .map(|share| (share.value, share.n, Some(share.se), Some(share.ci95))),
    }
    .map_or((None, 0, None, None), |(value, n, se, ci95)| {
        (Some(value), n, se, ci95)
    });
    Figure {
        metric,
        value,
        n,
        se,
        ci95,
        few: n < FEW,
    }
}

/// The change of a metric between two groups of different people; none when a side has too
/// little to compare (nobody, or for a mean one answer).
pub fn change(metric: Metric, before: &Counts, after: &Counts) -> Option<Change> {
    let change = match metric {
        Metric::Nps | Metric::Enps => stats::nps::change(&classes(before), &classes(after)),
        Metric::Ces(_) => stats::mean::change(&points(before), &points(after)),
        Metric::Csat | Metric::Cas => stats::share::change(&top_two(before), &top_two(after)),
    }?;
    Some(change.into())
}

impl From<stats::Change> for Change {
    fn from(change: stats::Change) -> Self {
        Self {
            difference: change.difference,
            ci95: change.ci95,
            p: change.p,
            verdict: change.verdict,
        }
    }
}

pub(crate) fn classes(counts: &Counts) -> Classes {
    Classes::from_scores(&counts.scores())
}

/// As [`change`], of two groups that are parts of one sample with this design.
pub(crate) fn change_in(
    metric: Metric,
    (before, after): (&Counts, &Counts),
    design: Design,
) -> Option<Change> {
    match metric {
        Metric::Nps | Metric::Enps => {
            stats::nps::change_in(&classes(before), &classes(after), design).map(Change::from)
        }
        _ => change(metric, before, after),
    }
}

fn points(counts: &Counts) -> [(f64, Tally); 5] {
    stats::mean::one_to_five(&counts.one_to_five())
}

fn top_two(counts: &Counts) -> Count {
    Count::top_two(&counts.one_to_five())
}

fn verdict<S: serde::Serializer>(verdict: &Verdict, to: S) -> Result<S::Ok, S::Error> {
    to.serialize_str(verdict.as_str())
}
