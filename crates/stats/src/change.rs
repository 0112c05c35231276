//! What is said of a difference between two groups or two periods: one shape and one rule for
//! every figure, so that no screen can call noise a change.

use crate::Interval;

/// Fewer answers than this on a side and a difference is not judged.
pub const FEW: u64 = 30;

/// What a difference between two independent samples amounts to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// The figure rose, by more than chance explains (two-sided 5 %).
    Rose,
    /// The figure fell, by more than chance explains (two-sided 5 %).
    Fell,
    /// The difference is not more than chance explains.
    NotMoreThanChance,
    /// A side has fewer than [`FEW`] answers.
    TooFew {
        /// How many more answers the smaller side needs before a verdict is given.
        need: u64,
    },
}

impl Verdict {
    /// The name used in interfaces: `rose`, `fell`, `not_more_than_chance`, `too_few`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Rose => "rose",
            Self::Fell => "fell",
            Self::NotMoreThanChance => "not_more_than_chance",
            Self::TooFew { .. } => "too_few",
        }
    }

    /// The verdict on a difference `after - before` with this 95 % interval, where the smaller
    /// side has `smallest_n` answers.
    pub(crate) fn judge(smallest_n: u64, ci95: Interval) -> Self {
        if smallest_n < FEW {
            Self::TooFew {
                need: FEW - smallest_n,
            }
        } else if ci95[0] > 0.0 {
            Self::Rose
        } else if ci95[1] < 0.0 {
            Self::Fell
        } else {
            Self::NotMoreThanChance
        }
    }
}

/// The difference `after - before` of a figure between two independent samples.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Change {
    /// Plain difference of the two figures, in their unit.
    pub difference: f64,
    /// Standard error that belongs to `z` and `p`.
    pub se: f64,
    /// Test statistic: normal for NPS and shares, Student's t for means. 0 when neither side
    /// varies and both are equal, infinite when neither varies and they differ.
    pub z: f64,
    /// Two-sided probability of a statistic at least this large without any change.
    pub p: f64,
    /// 95 % interval of the difference. Not always centred on `difference`: see the figure.
    pub ci95: Interval,
    /// What the difference amounts to; follows from `ci95` and the numbers of answers.
    pub verdict: Verdict,
}

/// A statistic `difference / se` that stays defined when nothing varies.
pub(crate) fn statistic(difference: f64, se: f64) -> f64 {
    if se > 0.0 {
        difference / se
    } else if difference == 0.0 {
        0.0
    } else {
        f64::INFINITY.copysign(difference)
    }
}

#[cfg(test)]
mod tests;
