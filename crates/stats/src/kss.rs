//! KlantSuccesScore (KSS), Luister's own figure per driver: how much recommendation there is still
//! to gain on this statement. `G = NPS of those who agree − NPS of all`, in NPS points, and
//! `KSS = 100 − G`: if everyone answered this statement like the people who agree, the NPS would be G
//! points higher (were the link causal). Lower = more to gain; 100 = nothing.
//!
//! A driver that is rated low but whose dissatisfied customers recommend all the same is not
//! flagged: that is the difference from every score that adds up satisfaction.

mod cells;
mod linear;
mod order;
mod ratio;

use crate::nps::Class;
use crate::quantile::Z95;
use crate::{Interval, Tally, around};

pub use cells::{Cells, Level};
pub use linear::{Linear, linear_form};
pub use order::compare;
pub use ratio::{Ratio, ratio};

/// Below this many answers (statement and recommend both) no bare number is shown.
pub const FEW: u64 = 30;
/// Below this many who agree no bare number is shown, and the interval is the linear form's.
pub const FEW_AGREE: u64 = 10;
/// Below this many who agree nothing is shown.
pub const MIN_AGREE: u64 = 5;

/// What may be said of a driver's KSS.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Status {
    /// A demonstrable gain: show the figure.
    Shown,
    /// Fewer than [`FEW`] answers or [`FEW_AGREE`] who agree: show the interval, no bare number.
    IntervalOnly,
    /// Fewer than [`MIN_AGREE`] agree: show nothing.
    Suppressed,
    /// Nobody agrees (or nobody answered both): there is no figure.
    NotEstimable,
    /// The interval of the gain contains 0: show the figure, claim nothing.
    NoDemonstrableGain,
    /// Those who agree demonstrably recommend less: show it as such, never as a priority.
    Reversed,
}

impl Status {
    /// Name used in interfaces.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Shown => "gain",
            Self::IntervalOnly => "interval_only",
            Self::Suppressed => "suppressed",
            Self::NotEstimable => "not_estimable",
            Self::NoDemonstrableGain => "no_demonstrable_gain",
            Self::Reversed => "reversed",
        }
    }

    /// Whether the number itself may be shown.
    pub fn shows_value(self) -> bool {
        matches!(
            self,
            Self::Shown | Self::NoDemonstrableGain | Self::Reversed
        )
    }

    /// Whether an interval may be shown.
    pub fn shows_interval(self) -> bool {
        self.shows_value() || self == Self::IntervalOnly
    }
}

/// The KSS of one driver with what stands behind it. Points are NPS points, shares 0–1. The
/// figures are computed whatever the status; what may be *shown* is for `status` to say.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Kss {
    /// `100 − gain`, between −100 and 300, mostly 40–100; `None` when nobody agrees.
    pub value: Option<f64>,
    /// Standard error of `value` and of `gain`.
    pub se: Option<f64>,
    /// 95 % interval of `value`.
    pub ci95: Option<Interval>,
    /// Points still to gain, `nps_agree − nps_all`.
    pub gain: Option<f64>,
    /// Part of the gain that comes from those who disagree.
    pub gain_from_disagree: Option<f64>,
    /// Part of the gain that comes from those who are neutral; the two add up to `gain`.
    pub gain_from_neutral: Option<f64>,
    /// NPS of all who answered both; `None` when nobody did.
    pub nps_all: Option<f64>,
    /// NPS of those who agree.
    pub nps_agree: Option<f64>,
    /// NPS of those who are neutral.
    pub nps_neutral: Option<f64>,
    /// NPS of those who disagree.
    pub nps_disagree: Option<f64>,
    /// Share that agrees; 0 when nobody answered, as are all shares below.
    pub agree: f64,
    /// Share that is neutral.
    pub neutral: f64,
    /// Share that disagrees.
    pub disagree: f64,
    /// Share that agrees and would recommend.
    pub agree_promoter: f64,
    /// Share that disagrees and would not recommend.
    pub disagree_detractor: f64,
    /// How many people answered both.
    pub n: u64,
    /// How many of them agree.
    pub n_agree: u64,
    /// The regression form, for small groups.
    pub linear: Option<Linear>,
    /// What may be said.
    pub status: Status,
}

impl Kss {
    /// The interval to show: none when nothing may be shown, that of the linear form when too few
    /// agree to go by them alone, else `ci95`.
    pub fn shown_interval(&self) -> Option<Interval> {
        if !self.status.shows_interval() {
            None
        } else if self.n_agree < FEW_AGREE {
            self.linear.map(|linear| linear.ci95)
        } else {
            self.ci95
        }
    }

    /// The number to show, if one may be shown.
    pub fn shown_value(&self) -> Option<f64> {
        self.value.filter(|_| self.status.shows_value())
    }
}

/// The KSS of a driver.
///
/// Standard error from the influence function `1[A](z − NPS_A)/p_A − (z − NPS_all)`, with A those
/// who agree, p_A their share and z a person's −100, 0 or 100 points; for equal weights this is
/// `√((s² + s_A²(1/p_A − 2))/n)` with the population variances of z over all and within A.
pub fn kss(cells: &Cells) -> Kss {
    let total = cells.total();
    let share = |tally: Tally| {
        if total.is_empty() {
            0.0
        } else {
            tally.w / total.w
        }
    };
    let level_share = |level| share(cells.level(level).total());
    let nps_agree = cells.level(Level::Agree).value();
    let gain_from = |level| -> Option<f64> {
        // An empty level has nothing to give.
        let here = cells.level(level).value().unwrap_or(0.0);
        Some(level_share(level) * (nps_agree? - here))
    };
    let (from_disagree, from_neutral) = (gain_from(Level::Disagree), gain_from(Level::Neutral));
    // The sum of its parts, so that the split is exact and nobody to win over gives exactly 0.
    let gain = from_disagree
        .zip(from_neutral)
        .map(|(disagree, neutral)| disagree + neutral);
    let se = standard_error(cells);
    let value = gain.map(|gain| 100.0 - gain);
    let n_agree = cells.level(Level::Agree).total().n;
    Kss {
        value,
        se,
        ci95: value.zip(se).map(|(value, se)| around(value, se, Z95)),
        gain,
        gain_from_disagree: from_disagree,
        gain_from_neutral: from_neutral,
        nps_all: cells.all().value(),
        nps_agree,
        nps_neutral: cells.level(Level::Neutral).value(),
        nps_disagree: cells.level(Level::Disagree).value(),
        agree: level_share(Level::Agree),
        neutral: level_share(Level::Neutral),
        disagree: level_share(Level::Disagree),
        agree_promoter: share(cells.cell(Level::Agree, Class::Promoter)),
        disagree_detractor: share(cells.cell(Level::Disagree, Class::Detractor)),
        n: total.n,
        n_agree,
        linear: linear_form(cells),
        status: status(total.n, n_agree, gain.zip(se)),
    }
}

fn standard_error(cells: &Cells) -> Option<f64> {
    let all = cells.all().value()?;
    let agree = cells.level(Level::Agree).value()?;
    let share = cells.level(Level::Agree).total().w / cells.total().w;
    Some(cells.standard_error(|level, class| {
        let z = class.points();
        let inside = if level == Level::Agree {
            (z - agree) / share
        } else {
            0.0
        };
        inside - (z - all)
    }))
}

fn status(n: u64, n_agree: u64, gain: Option<(f64, f64)>) -> Status {
    let Some((gain, se)) = gain else {
        return Status::NotEstimable;
    };
    if n_agree < MIN_AGREE {
        return Status::Suppressed;
    }
    if n < FEW || n_agree < FEW_AGREE {
        return Status::IntervalOnly;
    }
    match sign(around(gain, se, Z95)) {
        Sign::Above => Status::Shown,
        Sign::Undecided => Status::NoDemonstrableGain,
        Sign::Below => Status::Reversed,
    }
}

/// On which side of 0 an interval of a gain lies.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Sign {
    Above,
    Undecided,
    Below,
}

fn sign([low, high]: Interval) -> Sign {
    // A gain of 0 without uncertainty may come out of weighted sums as a last digit.
    const ROUNDING: f64 = 1e-9;
    if low > ROUNDING {
        Sign::Above
    } else if high < -ROUNDING {
        Sign::Below
    } else {
        Sign::Undecided
    }
}

#[cfg(test)]
mod tests;
