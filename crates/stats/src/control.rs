//! Control charts: which period stands out from a series beyond what chance does to every series.
//! One [`Series`] of periods, with what one period may vary, carries three charts: [`Series::chart`]
//! (one period far out), [`Series::ewma`] (a slow drift) and [`Series::cusum`] (a lasting shift).
//!
//! With many answers per period the plain limits are narrower than the ordinary ups and downs from
//! period to period, and every other period "stands out"; [`Series::laney`] widens (or narrows) them
//! to what the series itself shows.

mod memory;
mod series;

use crate::Interval;

pub use memory::{Cusum, CusumPoint, Ewma};
pub use series::{Baseline, NoChart, Period, Series};

/// With fewer periods than this there is no telling what is usual.
pub const FEWEST_PERIODS: usize = 8;

/// Mean range of two draws from a normal distribution with standard deviation 1 (d₂ for n = 2, as
/// tabled in Montgomery, Introduction to Statistical Quality Control).
const D2: f64 = 1.128;

/// Limits of a chart lie this many standard errors from the centre (Shewhart 1931).
const SIGMAS: f64 = 3.0;

/// To which side a period stands out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Direction {
    /// Above the usual.
    Up,
    /// Below the usual.
    Down,
}

impl Direction {
    /// Name used in interfaces: `up`, `down`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Up => "up",
            Self::Down => "down",
        }
    }
}

/// What made a period stand out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Kind {
    /// The period itself lies beyond its limits.
    BeyondLimits,
    /// The moving average drifted beyond its limits.
    Ewma,
    /// The deviations in one direction added up beyond the decision interval.
    Cusum,
}

impl Kind {
    /// Name used in interfaces: `beyond_limits`, `ewma`, `cusum`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::BeyondLimits => "beyond_limits",
            Self::Ewma => "ewma",
            Self::Cusum => "cusum",
        }
    }
}

/// A period that stands out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Signal {
    /// Which of the periods given, counted from 0.
    pub index: usize,
    /// What made it stand out.
    pub kind: Kind,
    /// To which side.
    pub direction: Direction,
}

/// A value with its limits on a chart.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Plotted {
    /// Which of the periods given, counted from 0.
    pub index: usize,
    /// The figure of the period, or the moving average up to it.
    pub value: f64,
    /// Lower and upper limit, within what the figure can be.
    pub limits: Interval,
    /// Whether `value` lies beyond a limit, and which.
    pub beyond: Option<Direction>,
}

impl Series {
    /// The chart of the periods themselves: centre ± 3 standard errors. For shares this is the
    /// p chart, after [`Series::laney`] the p′ chart.
    pub fn chart(&self) -> Vec<Plotted> {
        self.periods
            .iter()
            .map(|period| self.plot(period.index, period.value, SIGMAS * period.se))
            .collect()
    }

    /// Every period that stands out on one of the three charts with the usual settings, oldest
    /// first. The moving average and the cumulative sum are named only where they cross their
    /// limit, not for every period that they stay beyond it.
    pub fn signals(&self) -> Vec<Signal> {
        let mut signals: Vec<Signal> = self
            .chart()
            .iter()
            .filter_map(|point| signal(point.index, Kind::BeyondLimits, point.beyond))
            .collect();
        let ewma = self.ewma(Ewma::default());
        crossings(&mut signals, Kind::Ewma, || {
            ewma.iter().map(|point| (point.index, point.beyond))
        });
        let cusum = self.cusum(Cusum::default());
        crossings(&mut signals, Kind::Cusum, || {
            cusum.iter().map(|point| (point.index, point.beyond))
        });
        signals.sort_by_key(|signal| (signal.index, signal.kind));
        signals
    }

    fn plot(&self, index: usize, value: f64, half: f64) -> Plotted {
        let limits = [self.centre - half, self.centre + half]
            .map(|limit| limit.clamp(self.range[0], self.range[1]));
        Plotted {
            index,
            value,
            limits,
            beyond: outside(value, limits),
        }
    }
}

/// The side on which a value lies outside its limits. Rounding can part a value from a limit that
/// it equals, so a difference in the last digits is none.
fn outside(value: f64, [low, high]: Interval) -> Option<Direction> {
    let room = 1e-12 * (low.abs() + high.abs() + value.abs());
    if value > high + room {
        Some(Direction::Up)
    } else if value < low - room {
        Some(Direction::Down)
    } else {
        None
    }
}

fn signal(index: usize, kind: Kind, beyond: Option<Direction>) -> Option<Signal> {
    beyond.map(|direction| Signal {
        index,
        kind,
        direction,
    })
}

/// Adds a signal wherever a chart with memory goes beyond a limit it was within before.
fn crossings<I>(signals: &mut Vec<Signal>, kind: Kind, points: impl Fn() -> I)
where
    I: Iterator<Item = (usize, Option<Direction>)>,
{
    let before = std::iter::once(None).chain(points().map(|(_, beyond)| beyond));
    signals.extend(
        points()
            .zip(before)
            .filter(|((_, now), before)| now != before)
            .filter_map(|((index, now), _)| signal(index, kind, now)),
    );
}

#[cfg(test)]
mod tests;
