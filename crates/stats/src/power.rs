//! How many answers a change takes to be seen, and what can be seen with the answers there are:
//! so that nobody sets a target that no survey of this size could ever show to be met.
//!
//! "Seen" means that in 80 of 100 such changes the verdict says *rose* or *fell* (two-sided 5 %):
//! `n = (z₀.₉₇₅ + z₀.₈)² (σ₁² + σ₂²) / d²` answers per period (Cohen 1988), where σ² is the variance
//! of one answer in either period and `d` the change.

use crate::change::FEW;
use crate::finite;
use crate::mean::Mean;
use crate::nps::Classes;
use crate::quantile::{Z95, normal, normal_p};
use crate::share::Count;

/// Part of the real changes that should be seen.
pub const POWER: f64 = 0.8;

/// A survey without answers yet is planned with 45 % promoters and 20 % detractors (NPS 25),
/// whose answers vary about as much as those of most business surveys: σ = 77 points.
pub const USUAL_MIX: [f64; 2] = [0.45, 0.20];

/// The figure whose change is planned for, with what it is now.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Figure {
    /// An NPS with these shares of promoters and detractors, 0–1. Changes in NPS points; the mix
    /// after the change is taken to vary as much as that before.
    Nps {
        /// Share of promoters.
        promoters: f64,
        /// Share of detractors.
        detractors: f64,
    },
    /// A share, 0–1, such as CSAT. Changes in 0–1; after the change it varies as `p + d` does.
    Share(f64),
    /// A mean of answers with this standard deviation, such as CES. Changes in points of the scale.
    Mean {
        /// The mean now.
        value: f64,
        /// Standard deviation of one answer.
        sd: f64,
        /// What the mean can be.
        range: [f64; 2],
    },
}

impl Figure {
    /// An NPS as it is now, or with [`USUAL_MIX`] when nobody answered yet or all answered alike:
    /// a handful of equal answers does not mean that the next ones can't differ.
    pub fn nps(now: &Classes) -> Self {
        let total = now.total();
        let [promoters, detractors] = if total.is_empty() {
            USUAL_MIX
        } else {
            [now.promoters.w / total.w, now.detractors.w / total.w]
        };
        let figure = Self::Nps {
            promoters,
            detractors,
        };
        if figure.variances(0.0)[0] > 0.0 {
            figure
        } else {
            Self::Nps {
                promoters: USUAL_MIX[0],
                detractors: USUAL_MIX[1],
            }
        }
    }

    /// A share as it is now; `None` when nobody answered or all answered alike.
    pub fn share(now: &Count) -> Option<Self> {
        let p = now.value()?;
        (p > 0.0 && p < 1.0).then_some(Self::Share(p))
    }

    /// A mean as it is now on a scale within `range`; `None` without spread.
    pub fn mean(now: &Mean, range: [f64; 2]) -> Option<Self> {
        let sd = now.sd.filter(|&sd| sd > 0.0)?;
        Some(Self::Mean {
            value: now.value,
            sd,
            range,
        })
    }

    /// What the figure is now, in its unit.
    pub fn value(&self) -> f64 {
        match *self {
            Self::Nps {
                promoters,
                detractors,
            } => 100.0 * (promoters - detractors),
            Self::Share(p) => p,
            Self::Mean { value, .. } => value,
        }
    }

    /// What the figure can be.
    fn range(&self) -> [f64; 2] {
        match *self {
            Self::Nps { .. } => [-100.0, 100.0],
            Self::Share(_) => [0.0, 1.0],
            Self::Mean { range, .. } => range,
        }
    }

    /// Variance of one answer before and after a change.
    fn variances(&self, change: f64) -> [f64; 2] {
        match *self {
            Self::Nps {
                promoters: p,
                detractors: d,
            } => [1e4 * (p + d - (p - d) * (p - d)).max(0.0); 2],
            Self::Share(p) => [p, p + change].map(|p| (p * (1.0 - p)).max(0.0)),
            Self::Mean { sd, .. } => [sd * sd; 2],
        }
    }

    /// Whether the figure can change by so much at all.
    fn can_change(&self, change: f64) -> bool {
        let after = self.value() + change;
        // A target at the very end of the scale is a target.
        let room = 1e-9 * self.range()[1].abs();
        change != 0.0
            && change.is_finite()
            && after >= self.range()[0] - room
            && after <= self.range()[1] + room
    }
}

/// A plan for comparing two periods with equally many answers.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Plan {
    /// What is compared.
    pub figure: Figure,
    /// How many answers tell as much as one drawn by itself, from weights and accounts: see
    /// [`crate::cluster::Clustered::design_effect`] and [`crate::Tally::design_effect`]. Above 0;
    /// 1 when neither matters.
    pub design_effect: f64,
    /// Customers in all, when few enough to matter: no more can answer in a period, and the change
    /// is then one among these customers.
    pub population: Option<u64>,
}

impl From<Figure> for Plan {
    fn from(figure: Figure) -> Self {
        Self {
            figure,
            design_effect: 1.0,
            population: None,
        }
    }
}

impl Plan {
    /// Answers per period that it takes to see a change (its sign counts for shares), at least
    /// [`FEW`], below which no verdict is given. `None` when the figure can't change by that much,
    /// the change is 0 or the population is too small.
    pub fn answers_for(&self, change: f64) -> Option<u64> {
        if !self.figure.can_change(change) {
            return None;
        }
        let variance: f64 = self.figure.variances(change).iter().sum();
        let needed = wanted().powi(2) * variance / (change * change) * self.design_effect;
        // The room keeps a round trip through a change from costing an answer.
        let needed = (needed * (1.0 - 1e-12)).ceil() as u64;
        let needed = self
            .population
            .map_or(needed, |population| finite::required(needed, population))
            .max(FEW);
        self.population
            .is_none_or(|population| needed <= population)
            .then_some(needed)
    }

    /// The smallest rise that `n` answers per period show; `None` below [`FEW`] answers, or when
    /// the scale has no room for it.
    pub fn smallest_rise(&self, n: u64) -> Option<f64> {
        self.smallest(n, 1.0)
    }

    /// The smallest fall that `n` answers per period show, below 0; `None` as for a rise.
    pub fn smallest_fall(&self, n: u64) -> Option<f64> {
        self.smallest(n, -1.0)
    }

    /// Part of the real changes of this size that `n` answers per period show, 0–1. `None` below
    /// [`FEW`] answers or when the figure can't change by that much.
    pub fn power(&self, n: u64, change: f64) -> Option<f64> {
        if n < FEW || !self.figure.can_change(change) {
            return None;
        }
        let single = self.single_answers(n)?;
        let variance: f64 = self.figure.variances(change).iter().sum();
        let shift = change.abs() / (variance / single).sqrt();
        // The two tails of a normal statistic beyond ±1.96.
        let above = |z: f64| {
            let half = normal_p(z) / 2.0;
            if z >= 0.0 { half } else { 1.0 - half }
        };
        Some(above(Z95 - shift) + above(Z95 + shift))
    }

    /// Whether `n` answers per period are enough to see a target met that lies so far from now.
    pub fn target_is_visible(&self, target_change: f64, n: u64) -> bool {
        self.answers_for(target_change)
            .is_some_and(|needed| n >= needed)
    }

    /// By `d² m = z² (σ₁² + σ₂²)`, which for shares is a quadratic equation in `d`.
    fn smallest(&self, n: u64, sign: f64) -> Option<f64> {
        if n < FEW {
            return None;
        }
        let (single, z2) = (self.single_answers(n)?, wanted().powi(2));
        let size = match self.figure {
            Figure::Share(p) => {
                // Falling from p is rising from 1 − p.
                let p = if sign > 0.0 { p } else { 1.0 - p };
                let (a, b) = (1.0 + z2 / single, z2 / single * (1.0 - 2.0 * p));
                let c = 2.0 * z2 / single * p * (1.0 - p);
                (b + (b * b + 4.0 * a * c).sqrt()) / (2.0 * a)
            }
            figure => (z2 * figure.variances(0.0).iter().sum::<f64>() / single).sqrt(),
        };
        (size > 0.0 && self.figure.can_change(sign * size)).then_some(sign * size)
    }

    /// How many answers drawn one by one from an endless population tell as much as `n`; `None`
    /// when there are not so many customers. Infinite when all answer.
    fn single_answers(&self, n: u64) -> Option<f64> {
        let population = self.population.unwrap_or(u64::MAX);
        let left = finite::Correction::new(n, population).ok()?.factor();
        Some(n as f64 / (left * left * self.design_effect))
    }
}

/// Months that `n` answers take at so many a month; `None` when nobody answers.
pub fn months(n: u64, per_month: f64) -> Option<f64> {
    (per_month > 0.0).then(|| n as f64 / per_month)
}

/// `z₀.₉₇₅ + z₀.₈`: how many standard errors a change must be.
fn wanted() -> f64 {
    Z95 + normal(2.0 * POWER - 1.0)
}

#[cfg(test)]
mod tests;
