//! How many answers a change takes to be seen, what can be seen with those that come in, and
//! whether a target is one that could ever be seen to be met.

use figures::{Counts, Metric};
use serde::Serialize;
use stats::nps::Classes;
use stats::power::{self, Figure, USUAL_MIX};
use stats::share::Count;

use crate::pace::Pace;

/// Changes of the table, in NPS points or percentage points.
const CHANGES: [f64; 6] = [2.0, 3.0, 5.0, 8.0, 10.0, 15.0];
/// The same for means of 1–5.
const SCALE_CHANGES: [f64; 6] = [0.05, 0.1, 0.15, 0.2, 0.3, 0.5];
/// The change asked for when nobody says another: in points, or in points of a scale.
const CHANGE: [f64; 2] = [5.0, 0.2];
/// A share that a survey without answers is planned with.
const USUAL_SHARE: f64 = 0.8;
/// Mean and standard deviation that a survey of effort without answers is planned with.
const USUAL_MEAN: [f64; 2] = [3.8, 1.1];

/// In what changes are counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Unit {
    /// NPS points.
    NpsPoints,
    /// Percentage points of a share.
    PercentagePoints,
    /// Points of the scale 1–5.
    ScalePoints,
}

impl Unit {
    /// The unit of a metric's changes.
    pub fn of(metric: Metric) -> Self {
        match metric {
            Metric::Nps | Metric::Enps => Self::NpsPoints,
            Metric::Csat | Metric::Cas => Self::PercentagePoints,
            Metric::Ces(_) => Self::ScalePoints,
        }
    }

    /// How much of the figure's unit one is.
    fn size(self) -> f64 {
        match self {
            Self::PercentagePoints => 0.01,
            Self::NpsPoints | Self::ScalePoints => 1.0,
        }
    }

    fn changes(self) -> [f64; 6] {
        match self {
            Self::ScalePoints => SCALE_CHANGES,
            _ => CHANGES,
        }
    }

    /// The change asked for when nobody says another.
    pub fn usual_change(self) -> f64 {
        match self {
            Self::ScalePoints => CHANGE[1],
            _ => CHANGE[0],
        }
    }
}

/// Where the spread of the answers comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Basis {
    /// The survey's own answers.
    Answers,
    /// Usual values: there are too few answers, or all are alike.
    PlanningValues,
    /// Values that were given.
    Given,
}

/// What the planner starts from.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Start {
    /// In what changes are counted.
    pub unit: Unit,
    /// The figure now.
    pub figure: Figure,
    /// Where its spread comes from.
    pub basis: Basis,
    /// How many answers tell as much as one, from weights and accounts; at least 1.
    pub design_effect: f64,
    /// How many answers come in.
    pub pace: Option<Pace>,
    /// Customers there are; none when nobody said.
    pub population: Option<u64>,
}

/// The plan.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Plan {
    /// In what changes are counted.
    pub unit: Unit,
    /// Part of the real changes that are seen.
    pub power: f64,
    /// Where the spread of the answers comes from.
    pub basis: Basis,
    /// The figure now, in its unit.
    pub value: f64,
    /// Shares of promoters and detractors; none when it is about something else.
    pub promoters: Option<f64>,
    /// Share of detractors.
    pub detractors: Option<f64>,
    /// Standard deviation of one answer, in the unit of changes.
    pub sd: f64,
    /// How many answers tell as much as one.
    pub design_effect: f64,
    /// How many answers come in.
    pub pace: Option<Pace>,
    /// The change asked for.
    pub asked: Line,
    /// Other changes.
    pub table: Vec<Line>,
    /// What can be seen with what comes in.
    pub visible: Vec<Visible>,
    /// The change set as target.
    pub target: Option<Target>,
}

/// What one change takes.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Line {
    /// The change.
    pub change: f64,
    /// Answers per period; none when the figure can't change by so much.
    pub needed: Option<u64>,
    /// Months until so many came in.
    pub months: Option<f64>,
    /// More than there are customers.
    pub more_than_customers: bool,
}

/// The smallest change that can be seen from one period to the next.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Visible {
    /// The period.
    pub period: Span,
    /// Answers in it.
    pub n: u64,
    /// The change; none when so few answers show none.
    pub change: Option<f64>,
}

/// A period of the planner.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Span {
    /// A month.
    Month,
    /// Three months.
    Quarter,
    /// Twelve months.
    Year,
    /// One round of a survey that is asked in waves.
    Wave,
}

impl Span {
    /// Name used in interfaces and words.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Month => "month",
            Self::Quarter => "quarter",
            Self::Year => "year",
            Self::Wave => "wave",
        }
    }
}

/// A target, and whether anybody could see it met.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Target {
    /// The change that was set.
    pub change: f64,
    /// Answers per period it takes.
    pub needed: Option<u64>,
    /// The period it is held against.
    pub period: Span,
    /// Answers in it.
    pub n: u64,
    /// The smallest change that can be seen there.
    pub visible: Option<f64>,
    /// Whether the target can be seen from one period to the next.
    pub can_be_seen: bool,
}

/// The figure now, from answers; usual values when there are fewer than 30 or all are alike.
pub fn figure_of(metric: Metric, counts: &Counts) -> (Figure, Basis) {
    let own = (counts.answered().n >= stats::FEW).then(|| own(metric, counts));
    match own.flatten() {
        Some(figure) => (figure, Basis::Answers),
        None => (usual(Unit::of(metric)), Basis::PlanningValues),
    }
}

fn own(metric: Metric, counts: &Counts) -> Option<Figure> {
    let points = counts.one_to_five();
    match metric {
        Metric::Nps | Metric::Enps => {
            let classes = Classes::from_scores(&counts.scores());
            let varies = stats::nps::nps(&classes)?.se > 0.0;
            varies.then(|| Figure::nps(&classes))
        }
        Metric::Csat | Metric::Cas => Figure::share(&Count::top_two(&points)),
        Metric::Ces(_) => {
            let mean = stats::mean::mean(&stats::mean::one_to_five(&points))?;
            Figure::mean(&mean, metric.range())
        }
    }
}

/// What a survey without answers is planned with.
pub fn usual(unit: Unit) -> Figure {
    match unit {
        Unit::NpsPoints => Figure::Nps {
            promoters: USUAL_MIX[0],
            detractors: USUAL_MIX[1],
        },
        Unit::PercentagePoints => Figure::Share(USUAL_SHARE),
        Unit::ScalePoints => Figure::Mean {
            value: USUAL_MEAN[0],
            sd: USUAL_MEAN[1],
            range: [1.0, 5.0],
        },
    }
}

/// The plan for a change, and for a target if one is set.
pub fn plan(start: &Start, change: f64, target: Option<f64>) -> Plan {
    let planned = power::Plan {
        design_effect: start.design_effect.max(1.0),
        ..start.figure.into()
    };
    let line = |change: f64| line(start, &planned, change);
    let visible: Vec<Visible> = spans(start.pace.as_ref())
        .into_iter()
        .map(|(period, n)| Visible {
            period,
            n,
            change: smallest(&planned, n).map(|change| change / start.unit.size()),
        })
        .collect();
    let (promoters, detractors) = match start.figure {
        Figure::Nps {
            promoters,
            detractors,
        } => (Some(promoters), Some(detractors)),
        _ => (None, None),
    };
    Plan {
        unit: start.unit,
        power: power::POWER,
        basis: start.basis,
        value: start.figure.value(),
        promoters,
        detractors,
        sd: sd(&start.figure) / start.unit.size(),
        design_effect: planned.design_effect,
        pace: start.pace,
        asked: line(change),
        table: start.unit.changes().map(line).to_vec(),
        target: target.and_then(|target| held_against(&line(target), &visible)),
        visible,
    }
}

fn line(start: &Start, planned: &power::Plan, change: f64) -> Line {
    let size = change * start.unit.size();
    // Near the top of a scale only a fall has room.
    let needed = [size, -size]
        .into_iter()
        .find_map(|change| planned.answers_for(change));
    let per_month = start.pace.map_or(0.0, |pace| pace.per_month);
    Line {
        change,
        needed,
        months: needed.and_then(|needed| power::months(needed, per_month)),
        more_than_customers: needed
            .zip(start.population)
            .is_some_and(|(needed, customers)| needed > customers),
    }
}

fn smallest(planned: &power::Plan, n: u64) -> Option<f64> {
    let rise = planned.smallest_rise(n);
    rise.or_else(|| planned.smallest_fall(n).map(f64::abs))
}

/// The periods to speak of, with the answers that come in; waves alone where a survey has them.
fn spans(pace: Option<&Pace>) -> Vec<(Span, u64)> {
    let Some(pace) = pace else { return Vec::new() };
    if let Some(per_wave) = pace.per_wave {
        return vec![(Span::Wave, per_wave.round() as u64)];
    }
    [(Span::Month, 1.0), (Span::Quarter, 3.0), (Span::Year, 12.0)]
        .map(|(span, months)| (span, (pace.per_month * months).round() as u64))
        .to_vec()
}

/// The target against what comes in per wave, else per quarter.
fn held_against(target: &Line, visible: &[Visible]) -> Option<Target> {
    let by = [Span::Wave, Span::Quarter]
        .into_iter()
        .find_map(|span| visible.iter().find(|visible| visible.period == span))?;
    Some(Target {
        change: target.change,
        needed: target.needed,
        period: by.period,
        n: by.n,
        visible: by.change,
        can_be_seen: target.needed.is_some_and(|needed| by.n >= needed),
    })
}

/// Standard deviation of one answer, in the figure's unit.
fn sd(figure: &Figure) -> f64 {
    match *figure {
        Figure::Nps {
            promoters: p,
            detractors: d,
        } => 100.0 * (p + d - (p - d) * (p - d)).max(0.0).sqrt(),
        Figure::Share(p) => (p * (1.0 - p)).max(0.0).sqrt(),
        Figure::Mean { sd, .. } => sd,
    }
}

#[cfg(test)]
mod tests;
