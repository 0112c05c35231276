//! From values to pixels, and round numbers for axes.

use crate::{Estimate, Locale, Unit};

/// A straight map from values to pixels.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Linear {
    /// Smallest and largest value.
    pub(crate) values: (f64, f64),
    /// Their pixels; the second may be the smaller one.
    pub(crate) pixels: (f64, f64),
}

impl Linear {
    /// The pixel of `value`, held inside the scale.
    pub(crate) fn at(&self, value: f64) -> f64 {
        let (low, high) = self.values;
        let part = if high > low {
            ((value - low) / (high - low)).clamp(0.0, 1.0)
        } else {
            0.5
        };
        self.pixels.0 + part * (self.pixels.1 - self.pixels.0)
    }

    /// Whether `value` lies on the scale.
    pub(crate) fn holds(&self, value: f64) -> bool {
        value >= self.values.0 && value <= self.values.1
    }
}

impl Unit {
    /// The ends of the whole scale, for units that have them.
    pub(crate) fn limits(&self) -> (f64, f64) {
        match *self {
            Self::Points => (-100.0, 100.0),
            Self::Kss => (-100.0, 300.0),
            Self::Share => (0.0, 1.0),
            Self::Mean { min, max } if min >= -1e6 && max <= 1e6 && max - min >= 1e-3 => (min, max),
            // No answer scale: the usual one.
            Self::Mean { .. } => (1.0, 5.0),
        }
    }

    /// The smallest span worth drawing: less would make noise look steep.
    fn least_span(&self) -> f64 {
        match self {
            Self::Points | Self::Kss => 20.0,
            Self::Share => 0.1,
            Self::Mean { .. } => {
                let (low, high) = self.limits();
                (high - low) / 4.0
            }
        }
    }

    /// A value as written beside its mark.
    pub(crate) fn write(&self, value: f64, locale: Locale) -> String {
        match self {
            // Formulas of intervals go beyond what an NPS can be; nobody reads that.
            Self::Points => locale.number(value.clamp(-100.0, 100.0), 0),
            Self::Kss | Self::Mean { .. } => locale.number(value, 1),
            Self::Share => locale.percent(value, 0),
        }
    }
}

/// A range of values with round ticks inside.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Domain {
    pub(crate) low: f64,
    pub(crate) high: f64,
    pub(crate) ticks: Vec<f64>,
    /// Decimals the ticks need.
    decimals: usize,
}

impl Domain {
    /// The range of `unit` that holds all finite `values`, with a little air.
    pub(crate) fn of(unit: Unit, values: impl IntoIterator<Item = f64>, count: usize) -> Self {
        let (least, most) = unit.limits();
        let (mut low, mut high) = (f64::INFINITY, f64::NEG_INFINITY);
        for value in values.into_iter().filter(|v| v.is_finite()) {
            low = low.min(value.clamp(least, most));
            high = high.max(value.clamp(least, most));
        }
        if low > high {
            (low, high) = (least, most);
        }
        let missing = (unit.least_span() - (high - low)).max(0.0) / 2.0;
        let air = (high - low) * 0.04 + missing;
        let shift = (least - low + air).max(0.0) - (high + air - most).max(0.0);
        let low = (low - air + shift).max(least);
        Self::between(low, (high + air + shift).min(most), count)
    }

    /// Exactly this range, with at least `count` round ticks inside.
    pub(crate) fn between(low: f64, high: f64, count: usize) -> Self {
        let ticks = |step: f64| -> Vec<f64> {
            let first = (low / step - 1e-6).ceil() as i64;
            let last = (high / step + 1e-6).floor() as i64;
            (first..=last).take(24).map(|i| i as f64 * step).collect()
        };
        let magnitude = 10_f64.powf((high - low).max(1e-9).log10().ceil());
        let step = [1.0, 0.5, 0.2, 0.1, 0.05, 0.02, 0.01]
            .map(|part| part * magnitude)
            .into_iter()
            .find(|step| ticks(*step).len() >= count)
            .unwrap_or(magnitude / 100.0);
        let ticks = ticks(step);
        let exact = |decimals: i32| {
            let scaled = step * 10_f64.powi(decimals);
            (scaled - scaled.round()).abs() < 1e-6 * scaled
        };
        let decimals = (0..3).find(|d| exact(*d)).unwrap_or(3) as usize;
        Self {
            low,
            high,
            ticks,
            decimals,
        }
    }

    /// A scale from this range to pixels.
    pub(crate) fn scale(&self, from: f64, to: f64) -> Linear {
        Linear {
            values: (self.low, self.high),
            pixels: (from, to),
        }
    }

    /// A tick as written on the axis.
    pub(crate) fn write(&self, unit: Unit, tick: f64, locale: Locale) -> String {
        match unit {
            Unit::Share => locale.percent(tick, self.decimals.saturating_sub(2)),
            _ => locale.number(tick, self.decimals),
        }
    }
}

impl Estimate {
    /// The estimate with its ends in order, or nothing when a number is missing.
    pub(crate) fn checked(self) -> Option<Self> {
        let all = [self.value, self.low, self.high]
            .iter()
            .all(|v| v.is_finite());
        all.then(|| Self {
            value: self.value,
            low: self.low.min(self.value),
            high: self.high.max(self.value),
        })
    }

    /// As [`Estimate::checked`], of few answers with the value pulled inside its interval: stretched
    /// ends would give away a value that is withheld.
    pub(crate) fn checked_as(mut self, few: bool) -> Option<Self> {
        if few {
            self.value = self.value.min(self.high).max(self.low);
        }
        self.checked()
    }
}
