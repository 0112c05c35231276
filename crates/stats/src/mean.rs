//! Mean of a scale of small whole numbers, such as customer effort (CES) 1–5, from the count of
//! each answer. The direction of the scale is the caller's: a mean alone says not what is good.

use crate::change::statistic;
use crate::quantile::{student, student_p};
use crate::{Change, Interval, Tally, Verdict, around};

/// One point of a scale and who answered it.
pub type Point = (f64, Tally);

/// With fewer effective answers than this one voice drowns the others: no spread is given.
const MIN_EFFECTIVE_N: f64 = 1.5;

/// A mean with its uncertainty. One answer has a mean but no spread, and neither have answers that
/// weigh hardly more than one together (effective number below 1.5).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Mean {
    /// In points of the scale.
    pub value: f64,
    /// How many people answered.
    pub n: u64,
    /// Effective number of answers (Kish 1965); `n` when all count the same.
    pub effective_n: f64,
    /// Standard deviation of the answers (divisor n − 1); `None` without spread.
    pub sd: Option<f64>,
    /// Standard error of the mean; `None` without spread.
    pub se: Option<f64>,
    /// 95 % interval by Student's t; `None` without spread.
    pub ci95: Option<Interval>,
}

/// The points of a scale 1–5, given the tally of each answer 1, 2, … 5.
pub fn one_to_five(answers: &[Tally; 5]) -> [Point; 5] {
    [
        (1.0, answers[0]),
        (2.0, answers[1]),
        (3.0, answers[2]),
        (4.0, answers[3]),
        (5.0, answers[4]),
    ]
}

/// The mean of a scale; `None` when nobody answered.
///
/// `se = √(n/(n−1) Σw²(x − x̄)²) / Σw`, which is `sd/√n` when all answers count the same; the t
/// interval has the effective number of answers minus 1 as degrees of freedom.
pub fn mean(points: &[Point]) -> Option<Mean> {
    let all: Tally = points.iter().map(|(_, tally)| tally).sum();
    if all.is_empty() {
        return None;
    }
    let value = points.iter().map(|(x, tally)| x * tally.w).sum::<f64>() / all.w;
    let effective_n = all.effective_n();
    let mut mean = Mean {
        value,
        n: all.n,
        effective_n,
        sd: None,
        se: None,
        ci95: None,
    };
    if effective_n < MIN_EFFECTIVE_N {
        return Some(mean);
    }
    let squares = |weight: fn(&Tally) -> f64| -> f64 {
        points
            .iter()
            .map(|(x, tally)| weight(tally) * (x - value).powi(2))
            .sum()
    };
    let n = all.n as f64;
    let se = (squares(|tally| tally.w2) * n / (n - 1.0)).sqrt() / all.w;
    mean.sd = Some((squares(|tally| tally.w) / all.w * effective_n / (effective_n - 1.0)).sqrt());
    mean.se = Some(se);
    mean.ci95 = Some(around(value, se, student(0.95, effective_n - 1.0)));
    Some(mean)
}

/// The change of a mean from `before` to `after`, two independent samples, by Welch's t (Welch
/// 1947, Biometrika 34); `None` when a side has no spread, as with fewer than two
/// answers.
pub fn change(before: &[Point], after: &[Point]) -> Option<Change> {
    let (from, to) = (mean(before)?, mean(after)?);
    let (s, t) = (from.se?, to.se?);
    let difference = to.value - from.value;
    let se = s.hypot(t);
    let statistic = statistic(difference, se);
    let smallest_n = from.n.min(to.n);
    let (p, ci95) = if se > 0.0 {
        let df = se.powi(4)
            / (s.powi(4) / (from.effective_n - 1.0) + t.powi(4) / (to.effective_n - 1.0));
        (
            student_p(statistic, df),
            around(difference, se, student(0.95, df)),
        )
    } else {
        (if difference == 0.0 { 1.0 } else { 0.0 }, [difference; 2])
    };
    Some(Change {
        difference,
        se,
        z: statistic,
        p,
        ci95,
        verdict: Verdict::judge(smallest_n, ci95),
    })
}

#[cfg(test)]
mod tests;
