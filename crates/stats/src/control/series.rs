//! A series of periods with what chance alone does to each of them.

use super::{D2, FEWEST_PERIODS};
use crate::mean::{self, Point};
use crate::nps::Classes;
use crate::share::Count;
use crate::{Interval, Tally};

/// From which periods the usual level and spread are taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Baseline {
    /// From all of them.
    All,
    /// From the first so many that have answers; the later ones are held against these.
    First(usize),
}

/// Why there is no chart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoChart {
    /// Fewer than [`FEWEST_PERIODS`] periods with answers in the baseline.
    TooFewPeriods {
        /// How many more are needed.
        need: usize,
    },
    /// Nothing varies in the baseline: all answers are the same, or all periods.
    NoSpread,
}

impl NoChart {
    /// Name used in interfaces: `too_few_periods`, `no_spread`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::TooFewPeriods { .. } => "too_few_periods",
            Self::NoSpread => "no_spread",
        }
    }
}

/// One period with answers.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Period {
    /// Which of the periods given, counted from 0; periods without answers are left out.
    pub index: usize,
    /// The figure, in its unit.
    pub value: f64,
    /// Effective number of answers; 1 for single values.
    pub n: f64,
    /// Standard error of the figure if nothing changed: from the spread of the baseline and `n`,
    /// times `sigma_z` after [`Series::laney`].
    pub se: f64,
}

/// Periods in order of time with their usual level and spread.
#[derive(Clone, Debug, PartialEq)]
pub struct Series {
    /// Usual level: the figure of all answers of the baseline together.
    pub centre: f64,
    /// Standard deviation of one answer in the baseline.
    pub sd: f64,
    /// What the series varies from period to period beside what its answers explain: 1 when chance
    /// is all there is, above 1 when more goes on (Laney 2002).
    pub sigma_z: f64,
    /// What the figure can be; infinite when unknown.
    pub range: Interval,
    /// The periods with answers.
    pub periods: Vec<Period>,
}

/// What stands in a series before its standard errors.
struct Level {
    centre: f64,
    sd: f64,
    range: Interval,
}

impl Series {
    /// Shares: one answer varies `√(p(1 − p))` around the share `p` of the baseline.
    pub fn shares(periods: &[Count], baseline: Baseline) -> Result<Self, NoChart> {
        let values = occurring(
            periods
                .iter()
                .map(|count| (count.value(), count.all.effective_n())),
        );
        let pooled = base(&values, baseline)?
            .iter()
            .fold(Count::default(), |sum, period| Count {
                hits: sum.hits + periods[period.index].hits,
                all: sum.all + periods[period.index].all,
            });
        let p = pooled.value().ok_or(NoChart::NoSpread)?;
        let level = Level {
            centre: p,
            sd: (p * (1.0 - p)).sqrt(),
            range: [0.0, 1.0],
        };
        Self::around(level, values, baseline)
    }

    /// NPS: one answer varies `100 √(P + D − (P − D)²)` with the shares of promoters and
    /// detractors of the baseline.
    pub fn nps(periods: &[Classes], baseline: Baseline) -> Result<Self, NoChart> {
        let values = occurring(
            periods
                .iter()
                .map(|classes| (classes.value(), classes.total().effective_n())),
        );
        let pooled = base(&values, baseline)?
            .iter()
            .fold(Classes::default(), |sum, period| {
                sum + periods[period.index]
            });
        let centre = pooled.value().ok_or(NoChart::NoSpread)?;
        let voting = (pooled.promoters.w + pooled.detractors.w) / pooled.total().w;
        let level = Level {
            centre,
            sd: (1e4 * voting - centre * centre).max(0.0).sqrt(),
            range: [-100.0, 100.0],
        };
        Self::around(level, values, baseline)
    }

    /// Means of a scale: one answer varies by the standard deviation of all answers of the
    /// baseline. Every period counts the answers at the same points of the scale, in one order.
    pub fn means<const N: usize>(
        scale: [f64; N],
        periods: &[[Tally; N]],
        baseline: Baseline,
    ) -> Result<Self, NoChart> {
        let points = |answers: &[Tally; N]| -> [Point; N] {
            std::array::from_fn(|i| (scale[i], answers[i]))
        };
        let values = occurring(periods.iter().map(|answers| {
            let figure = mean::mean(&points(answers));
            (
                figure.map(|mean| mean.value),
                figure.map_or(0.0, |mean| mean.effective_n),
            )
        }));
        let pooled = base(&values, baseline)?
            .iter()
            .fold([Tally::ZERO; N], |sum, period| {
                std::array::from_fn(|i| sum[i] + periods[period.index][i])
            });
        let pooled = mean::mean(&points(&pooled)).ok_or(NoChart::NoSpread)?;
        let level = Level {
            centre: pooled.value,
            sd: pooled.sd.ok_or(NoChart::NoSpread)?,
            range: [
                scale.iter().copied().fold(f64::INFINITY, f64::min),
                scale.iter().copied().fold(f64::NEG_INFINITY, f64::max),
            ],
        };
        Self::around(level, values, baseline)
    }

    /// Single values, such as a count per period: centred on their mean, and one value varies by
    /// the mean step from one to the next / 1.128 (individuals chart). Values that are not finite
    /// are left out.
    pub fn individuals(values: &[f64], baseline: Baseline) -> Result<Self, NoChart> {
        let values = occurring(
            values
                .iter()
                .map(|&value| (value.is_finite().then_some(value), 1.0)),
        );
        let base = base(&values, baseline)?;
        let level = Level {
            centre: base.iter().map(|period| period.value).sum::<f64>() / base.len() as f64,
            sd: mean_step(base.iter().map(|period| period.value)) / D2,
            range: [f64::NEG_INFINITY, f64::INFINITY],
        };
        Self::around(level, values, baseline)
    }

    /// Periods `(value, n)` held against a level and a spread of one answer that are known
    /// beforehand.
    pub fn known(centre: f64, sd: f64, periods: &[(f64, f64)]) -> Result<Self, NoChart> {
        let values = occurring(periods.iter().map(|&(value, n)| (Some(value), n)));
        let level = Level {
            centre,
            sd,
            range: [f64::NEG_INFINITY, f64::INFINITY],
        };
        Self::around(level, values, Baseline::All)
    }

    /// The same series with standard errors times `sigma_z`, wider or narrower: Laney's p′ (Laney
    /// 2002, Quality Engineering 14), here for any figure with a known spread of one answer.
    /// [`NoChart::NoSpread`] when all periods of the baseline deviate alike.
    pub fn laney(mut self) -> Result<Self, NoChart> {
        if self.sigma_z <= 0.0 {
            return Err(NoChart::NoSpread);
        }
        for period in &mut self.periods {
            period.se = self.sd / period.n.sqrt() * self.sigma_z;
        }
        Ok(self)
    }

    /// How many standard errors a period lies from the centre.
    pub(super) fn z(&self, period: &Period) -> f64 {
        (period.value - self.centre) / period.se
    }

    fn around(level: Level, mut periods: Vec<Period>, baseline: Baseline) -> Result<Self, NoChart> {
        // The square root of a rounding error is not a spread.
        if level.sd.is_nan() || level.sd <= 1e-7 * level.centre.abs().max(1e-3) {
            return Err(NoChart::NoSpread);
        }
        for period in &mut periods {
            period.se = level.sd / period.n.sqrt();
        }
        let mut series = Self {
            centre: level.centre,
            sd: level.sd,
            sigma_z: 1.0,
            range: level.range,
            periods,
        };
        let steps = base(&series.periods, baseline)?
            .iter()
            .map(|period| series.z(period));
        series.sigma_z = mean_step(steps) / D2;
        Ok(series)
    }
}

/// The periods in which somebody answered.
fn occurring(values: impl Iterator<Item = (Option<f64>, f64)>) -> Vec<Period> {
    values
        .enumerate()
        .filter_map(|(index, (value, n))| {
            let value = value.filter(|_| n > 0.0)?;
            Some(Period {
                index,
                value,
                n,
                se: f64::NAN,
            })
        })
        .collect()
}

fn base(periods: &[Period], baseline: Baseline) -> Result<&[Period], NoChart> {
    let base = match baseline {
        Baseline::All => periods,
        Baseline::First(count) => &periods[..count.min(periods.len())],
    };
    match FEWEST_PERIODS.checked_sub(base.len()) {
        None | Some(0) => Ok(base),
        Some(need) => Err(NoChart::TooFewPeriods { need }),
    }
}

/// Mean absolute difference between each value and the one before it.
fn mean_step(values: impl Iterator<Item = f64> + Clone) -> f64 {
    let steps = values.clone().skip(1).zip(values);
    let (sum, count) = steps.fold((0.0, 0_u32), |(sum, count), (now, before)| {
        (sum + (now - before).abs(), count + 1)
    });
    if count == 0 {
        0.0
    } else {
        sum / f64::from(count)
    }
}
