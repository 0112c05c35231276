//! Early against late: those who answer late, after reminders, resemble those who never answer
//! more than the quick ones do. When the figure moves along the order of answering, the silent
//! ones probably differ still more; when it doesn't, that is some comfort and no proof.

use crate::change::statistic;
use crate::mean;
use crate::nps::{self, Class, Classes};
use crate::quantile::student_p;
use crate::share::{self, Count};
use crate::{Change, Tally};

/// The straight line through the answers in order of arrival, by least squares. A caution to go
/// with a figure, never a correction of it: nobody knows what the silent ones think.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Trend {
    /// Difference along the line between the first and the last who answered, in the unit of the
    /// values.
    pub slope: f64,
    /// Standard error of `slope`; 0 when the line goes through every answer.
    pub se: f64,
    /// Two-sided probability of a slope at least this steep by chance (Student, n − 2 degrees).
    pub p: f64,
    /// The line at the last who answered: what the silent ones would say if they are like these
    /// (Armstrong & Overton 1977, Journal of Marketing Research 14: linear extrapolation to the
    /// "theoretical last respondent"). Within what the values can be.
    pub silent: f64,
    /// Standard error of `silent` along the line.
    pub silent_se: f64,
}

impl Trend {
    /// The figure of all who were invited, were the silent ones like the last who answered:
    /// `value` of the `n` who answered and `silent` of the others. `None` when fewer were invited
    /// than answered, or nobody.
    pub fn of_all_invited(&self, value: f64, n: u64, invited: u64) -> Option<f64> {
        let others = invited.checked_sub(n).filter(|_| invited > 0)?;
        Some((value * n as f64 + self.silent * others as f64) / invited as f64)
    }
}

/// The first third of the answers against the last third.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Late {
    /// Answers in all.
    pub n: u64,
    /// Answers in a third, rounded down.
    pub third: u64,
    /// Figure of the first third, in its unit.
    pub early: f64,
    /// Figure of the last third.
    pub late: f64,
    /// `late − early` with its verdict: too few below 30 answers in a third.
    pub change: Change,
    /// The line along the order of answering.
    pub trend: Trend,
}

/// Early against late for an NPS. Classes in order of answering; `None` below three answers.
pub fn nps(answers: &[Class]) -> Option<Late> {
    let tally = |answers: &[Class]| {
        let count = |class| answers.iter().filter(|&&a| a == class).count() as u64;
        Classes::from_counts(
            count(Class::Detractor),
            count(Class::Passive),
            count(Class::Promoter),
        )
    };
    let (early, late) = thirds(answers)?;
    let (early, late) = (tally(early), tally(late));
    let values = answers.iter().map(|class| class.points());
    Some(Late {
        n: answers.len() as u64,
        third: early.total().n,
        early: early.value()?,
        late: late.value()?,
        change: nps::change(&early, &late)?,
        trend: trend(values, [-100.0, 100.0])?,
    })
}

/// Early against late for a share, such as CSAT: whether each answer is a hit, in order of
/// answering. `None` below three answers.
pub fn share(answers: &[bool]) -> Option<Late> {
    let tally = |answers: &[bool]| Count {
        hits: (answers.iter().filter(|&&hit| hit).count() as u64).into(),
        all: (answers.len() as u64).into(),
    };
    let (early, late) = thirds(answers)?;
    let (early, late) = (tally(early), tally(late));
    let values = answers.iter().map(|&hit| f64::from(u8::from(hit)));
    Some(Late {
        n: answers.len() as u64,
        third: early.all.n,
        early: early.value()?,
        late: late.value()?,
        change: share::change(&early, &late)?,
        trend: trend(values, [0.0, 1.0])?,
    })
}

/// Early against late for the mean of a scale within `range`: the values in order of answering.
/// `None` below six answers, where a third has no spread.
pub fn mean(answers: &[f64], range: [f64; 2]) -> Option<Late> {
    let points = |answers: &[f64]| -> Vec<mean::Point> {
        answers.iter().map(|&x| (x, Tally::from(1))).collect()
    };
    let (early, late) = thirds(answers)?;
    let (early, late) = (points(early), points(late));
    Some(Late {
        n: answers.len() as u64,
        third: early.len() as u64,
        early: mean::mean(&early)?.value,
        late: mean::mean(&late)?.value,
        change: mean::change(&early, &late)?,
        trend: trend(answers.iter().copied(), range)?,
    })
}

fn thirds<T>(answers: &[T]) -> Option<(&[T], &[T])> {
    let third = answers.len() / 3;
    (third > 0).then(|| (&answers[..third], &answers[answers.len() - third..]))
}

/// Least squares on the order of answering, from −½ for the first to ½ for the last.
fn trend(values: impl ExactSizeIterator<Item = f64> + Clone, range: [f64; 2]) -> Option<Trend> {
    let n = values.len();
    if n < 3 {
        return None;
    }
    let (count, last) = (n as f64, n as f64 - 1.0);
    let place = move |i: usize| i as f64 / last - 0.5;
    let mean = values.clone().sum::<f64>() / count;
    let (mut xx, mut xy, mut yy) = (0.0, 0.0, 0.0);
    for (i, value) in values.enumerate() {
        let (x, y) = (place(i), value - mean);
        xx += x * x;
        xy += x * y;
        yy += y * y;
    }
    let slope = xy / xx;
    let left = yy - slope * xy;
    // What rounding leaves of a perfect line is nothing.
    let left = if left <= 1e-12 * yy { 0.0 } else { left };
    let variance = left / (count - 2.0);
    let se = (variance / xx).sqrt();
    Some(Trend {
        slope,
        se,
        p: if slope == 0.0 {
            1.0
        } else {
            student_p(statistic(slope, se), count - 2.0)
        },
        silent: (mean + slope / 2.0).clamp(range[0], range[1]),
        silent_se: (variance * (1.0 / count + 0.25 / xx)).sqrt(),
    })
}

#[cfg(test)]
mod tests;
