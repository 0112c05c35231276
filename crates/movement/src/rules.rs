//! Which figures moved more than chance: every series is judged on its latest complete period, and
//! the verdicts are corrected for how many series were looked at.

use figures::{Change, FEW, Figure};
use stats::control::{Direction, NoChart};
use stats::multiplicity::{benjamini_hochberg, holm};
use stats::quantile::{Z95, normal_p};
use stats::{Interval, Verdict};

use crate::chart::{Chart, ChartPoint};
use crate::measure::{Codes, Measure, answered, together};
use crate::model::Series;

/// The chance of even one false alarm among all series (Holm).
pub(crate) const ALARM_LEVEL: f64 = 0.05;

/// The part of what is worth watching that may be chance (Benjamini–Hochberg).
pub(crate) const WATCH_LEVEL: f64 = 0.10;

/// What is said of a series.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Status {
    /// It moved more than chance.
    Alarm,
    /// It may have moved; too uncertain for an alarm.
    Watch,
    /// It did not move more than chance.
    Quiet,
    /// A side has too few answers.
    TooFew {
        /// How many more that side needs.
        need: u64,
    },
    /// There is no earlier period to compare with, or no answer at all.
    Nothing,
}

impl Status {
    /// Name used in interfaces.
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Alarm => "alarm",
            Self::Watch => "watch",
            Self::Quiet => "not_more_than_chance",
            Self::TooFew { .. } => "too_few",
            Self::Nothing => "nothing_to_compare",
        }
    }

    /// Whether there was enough to judge.
    pub(crate) fn is_judged(self) -> bool {
        matches!(self, Self::Alarm | Self::Watch | Self::Quiet)
    }
}

/// What a movement was seen against.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Against {
    /// The period before.
    Previous,
    /// All periods before together.
    Baseline,
    /// The usual level, by the moving average: a slow drift.
    Drift,
}

impl Against {
    /// Name used in interfaces.
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Previous => "previous",
            Self::Baseline => "baseline",
            Self::Drift => "drift",
        }
    }
}

/// Two sides of a comparison.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Compared {
    /// The earlier figure.
    pub(crate) from: Figure,
    /// The latest figure.
    pub(crate) to: Figure,
    /// The change, with the spread the series shows from period to period; not corrected for the
    /// number of series.
    pub(crate) change: Change,
}

/// What a verdict is about: from what to what, and by how much.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Moved {
    /// The earlier figure, or the usual level.
    pub(crate) from: Option<f64>,
    /// The latest figure, or the average of recent periods.
    pub(crate) to: Option<f64>,
    /// What lies between.
    pub(crate) difference: f64,
    /// 95 % interval of the difference.
    pub(crate) ci95: Interval,
}

/// A series with what became of it.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Judged {
    /// What is said of it.
    pub(crate) status: Status,
    /// What it was seen against; for a quiet series the comparison that came closest.
    pub(crate) against: Option<Against>,
    /// To which side.
    pub(crate) direction: Option<Direction>,
    /// Since which step.
    pub(crate) since: usize,
    /// The step before the latest one that has answers.
    pub(crate) before: Option<usize>,
    /// Against the period before.
    pub(crate) since_previous: Option<Compared>,
    /// Against all periods before; none when there is just one.
    pub(crate) since_baseline: Option<Compared>,
    /// The moving average against the usual level.
    pub(crate) drift: Option<Moved>,
    /// Chance of the moving average being as far from the usual level.
    pub(crate) drift_p: Option<f64>,
    /// The control chart, or why there is none.
    pub(crate) chart: Result<Chart, NoChart>,
    /// Chance of the smallest of these, corrected for looking at several comparisons.
    pub(crate) p: Option<f64>,
    /// The same corrected for all series, so that no alarm among them is false.
    pub(crate) p_holm: Option<f64>,
    /// The same corrected so that few of what is found are false.
    pub(crate) p_bh: Option<f64>,
}

/// Judges every series on the step `latest`, in the order given.
pub(crate) fn judge(series: &[Series], latest: usize) -> Vec<Judged> {
    let mut judged: Vec<Judged> = series.iter().map(|one| examine(one, latest)).collect();
    let p: Vec<f64> = judged.iter().filter_map(|one| one.p).collect();
    let corrected = holm(&p).into_iter().zip(benjamini_hochberg(&p));
    let with_p = judged.iter_mut().filter(|one| one.p.is_some());
    for (one, (holm, bh)) in with_p.zip(corrected) {
        (one.p_holm, one.p_bh) = (Some(holm), Some(bh));
        decide(one, latest);
    }
    judged
}

/// Everything of a series that does not depend on the others.
fn examine(series: &Series, latest: usize) -> Judged {
    let (cells, first) = (&series.cells, series.first.min(latest));
    let earlier: Vec<usize> = (first..latest)
        .filter(|&step| answered(&cells[step]) > 0)
        .collect();
    let chart = Chart::new(series.measure, cells, (first, latest));
    let spread = chart.as_ref().map_or(1.0, Chart::spread);
    let to = &cells[latest];
    let before = earlier.last().copied();
    let compare = |from: &Codes| compare(series.measure, from, to, spread);
    let enough = answered(to) >= FEW;
    let drift = chart.as_ref().ok().filter(|_| enough).and_then(|chart| {
        let point = chart.points[latest].filter(|point| point.drift_se > 0.0)?;
        Some((drift(chart.centre, &point), point.drift_se))
    });
    let mut judged = Judged {
        status: status(before.map(|before| &cells[before]), to),
        against: None,
        direction: None,
        since: latest,
        before,
        since_previous: before.and_then(|before| compare(&cells[before])),
        since_baseline: (earlier.len() > 1)
            .then(|| compare(&usual(series, latest)))
            .flatten(),
        drift: drift.map(|(moved, _)| moved),
        drift_p: drift.map(|(moved, se)| normal_p(moved.difference / se)),
        chart,
        p: None,
        p_holm: None,
        p_bh: None,
    };
    let tests = judged.tests();
    if let Some(least) = tests.iter().map(|(_, p)| *p).reduce(f64::min) {
        judged.p = Some((least * tests.len() as f64).min(1.0));
        judged.status = Status::Quiet;
    }
    judged
}

/// All answers before `latest` on the present wording.
pub(crate) fn usual(series: &Series, latest: usize) -> Codes {
    together(&series.cells[series.first.min(latest)..latest])
}

/// How far the average of recent periods is from the usual level.
fn drift(usual: f64, point: &ChartPoint) -> Moved {
    let difference = point.ewma.value - usual;
    Moved {
        from: Some(usual),
        to: Some(point.ewma.value),
        difference,
        ci95: [-Z95, Z95].map(|z| difference + z * point.drift_se),
    }
}

/// What is said when nothing can be judged.
fn status(before: Option<&Codes>, to: &Codes) -> Status {
    let Some(before) = before.filter(|_| answered(to) > 0) else {
        return Status::Nothing;
    };
    let smallest = answered(before).min(answered(to));
    Status::TooFew {
        need: FEW.saturating_sub(smallest),
    }
}

/// The change between two sides with at least [`FEW`] answers each, its uncertainty widened by
/// `spread`.
fn compare(measure: Measure, from: &Codes, to: &Codes, spread: f64) -> Option<Compared> {
    if answered(from).min(answered(to)) < FEW {
        return None;
    }
    let change = measure.change(from, to)?;
    let ci95 = change
        .ci95
        .map(|end| change.difference + (end - change.difference) * spread);
    let verdict = if ci95[0] > 0.0 {
        Verdict::Rose
    } else if ci95[1] < 0.0 {
        Verdict::Fell
    } else {
        Verdict::NotMoreThanChance
    };
    Some(Compared {
        from: measure.figure(from),
        to: measure.figure(to),
        change: Change {
            difference: change.difference,
            ci95,
            p: if spread > 1.0 {
                normal_p(change.z / spread)
            } else {
                change.p
            },
            verdict,
        },
    })
}

impl Compared {
    /// Whether the single comparison is more than chance.
    pub(crate) fn moved(&self) -> bool {
        matches!(self.change.verdict, Verdict::Rose | Verdict::Fell)
    }

    fn told(&self) -> Moved {
        Moved {
            from: self.from.value,
            to: self.to.value,
            difference: self.change.difference,
            ci95: self.change.ci95,
        }
    }
}

impl Moved {
    /// To which side.
    fn direction(&self) -> Direction {
        if self.difference < 0.0 {
            Direction::Down
        } else {
            Direction::Up
        }
    }

    /// Whether the interval leaves out 0.
    fn is_more_than_chance(&self) -> bool {
        self.ci95[0] > 0.0 || self.ci95[1] < 0.0
    }
}

impl Judged {
    /// The comparisons that could be made, with their chances.
    fn tests(&self) -> Vec<(Against, f64)> {
        let p = |compared: &Option<Compared>| compared.as_ref().map(|compared| compared.change.p);
        [
            (Against::Previous, p(&self.since_previous)),
            (Against::Baseline, p(&self.since_baseline)),
            (Against::Drift, self.drift_p),
        ]
        .into_iter()
        .filter_map(|(against, p)| Some((against, p?)))
        .collect()
    }

    /// What the verdict is about.
    pub(crate) fn moved(&self) -> Option<Moved> {
        let told = |compared: &Option<Compared>| compared.as_ref().map(Compared::told);
        let (previous, baseline) = (told(&self.since_previous), told(&self.since_baseline));
        match self.against {
            Some(Against::Drift) => self.drift,
            Some(Against::Baseline) => baseline.or(previous),
            _ => previous.or(baseline),
        }
    }

    /// Takes the comparison that says it: with the period before when that alone is below `level`,
    /// because that is what people compare with, else the surest. `corrected` is the chance of the
    /// series, corrected for all series.
    fn tell(&mut self, corrected: f64, level: f64) {
        let tests = self.tests();
        // By how much everything else that was looked at raises the chance of a single comparison.
        let factor = match self.p {
            Some(p) if p > 0.0 => corrected / p * tests.len() as f64,
            _ => 1.0,
        };
        let previous = tests
            .iter()
            .find(|(against, p)| *against == Against::Previous && *p * factor < level);
        let least = tests.iter().min_by(|a, b| a.1.total_cmp(&b.1));
        self.against = previous.or(least).map(|(against, _)| *against);
        self.direction = self.moved().map(|moved| moved.direction());
    }

    /// Whether the latest period stands out on the chart, or from the one before, to the side that
    /// is told; without a chart from all before.
    fn stands_out(&self, latest: usize) -> bool {
        let moved = |compared: &Option<Compared>| {
            let moved = compared.as_ref().filter(|compared| compared.moved());
            moved.is_some_and(|compared| Some(compared.told().direction()) == self.direction)
        };
        let signal = match &self.chart {
            Ok(chart) => chart.points[latest].is_some_and(|point| {
                let mut sides = point.signals().map(|(_, side)| Some(side));
                sides.any(|side| side == self.direction)
            }),
            Err(_) => moved(&self.since_baseline),
        };
        signal || moved(&self.since_previous)
    }

    /// Whether what is told of a drift is more than chance.
    fn holds(&self) -> bool {
        self.against != Some(Against::Drift)
            || self.drift.is_some_and(|drift| drift.is_more_than_chance())
    }
}

/// Alarm, worth watching or quiet, and against what.
fn decide(one: &mut Judged, latest: usize) {
    let (Some(holm), Some(bh)) = (one.p_holm, one.p_bh) else {
        return;
    };
    one.tell(holm, ALARM_LEVEL);
    if holm < ALARM_LEVEL && one.holds() && one.stands_out(latest) {
        one.status = Status::Alarm;
    } else {
        one.tell(bh, WATCH_LEVEL);
        if bh < WATCH_LEVEL && one.holds() {
            one.status = Status::Watch;
        }
    }
    if let (Some(Against::Baseline | Against::Drift), Ok(chart), Some(direction)) =
        (one.against, &one.chart, one.direction)
    {
        one.since = chart.since(direction, latest);
    }
}

#[cfg(test)]
mod tests;
