//! The regression form of KSS for small groups: it draws a line through all three levels of
//! agreement instead of relying on those who agree alone.

use super::cells::{Cells, Level, pairs};
use crate::quantile::Z95;
use crate::{Interval, Tally, around};

/// KSS in its regression form.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Linear {
    /// `100 − b (1 − s̄)`; not bounded, mostly near the plain KSS.
    pub value: f64,
    /// Standard error in NPS points.
    pub se: f64,
    /// 95 % interval.
    pub ci95: Interval,
}

impl Linear {
    fn new(value: f64, se: f64) -> Self {
        Self {
            value,
            se,
            ci95: around(value, se, Z95),
        }
    }
}

/// The regression form: `100 − b (1 − s̄)` with b the least squares slope of a person's points z on
/// s = −1, 0, 1 for disagree, neutral, agree. Standard error from the influence function
/// `(1 − s̄)((s − s̄)(z − z̄) − b(s − s̄)²)/var(s) − b(s − s̄)`. 100 without error when everyone
/// agrees; `None` when nobody answered or all are in one other level.
pub fn linear_form(cells: &Cells) -> Option<Linear> {
    let total = cells.total();
    if total.is_empty() {
        return None;
    }
    let share = |tally: Tally| tally.w / total.w;
    let mean = |of: &dyn Fn(f64, f64) -> f64| -> f64 {
        pairs()
            .map(|(l, c)| share(cells.cell(l, c)) * of(scale(l), c.points()))
            .sum()
    };
    let (s_mean, z_mean) = (mean(&|s, _| s), mean(&|_, z| z));
    if Level::ALL
        .iter()
        .filter(|&&level| !cells.level(level).total().is_empty())
        .count()
        == 1
    {
        let all_agree = !cells.level(Level::Agree).total().is_empty();
        return all_agree.then(|| Linear::new(100.0, 0.0));
    }
    let s_variance = mean(&|s, _| (s - s_mean).powi(2));
    let slope = mean(&|s, z| (s - s_mean) * (z - z_mean)) / s_variance;
    let room = 1.0 - s_mean;
    let se = cells.standard_error(|level, class| {
        let (s, z) = (scale(level) - s_mean, class.points() - z_mean);
        room * (s * z - slope * s * s) / s_variance - slope * s
    });
    Some(Linear::new(100.0 - slope * room, se))
}

fn scale(level: Level) -> f64 {
    match level {
        Level::Disagree => -1.0,
        Level::Neutral => 0.0,
        Level::Agree => 1.0,
    }
}
