//! Shares, such as the part of customers that is satisfied (CSAT) or says that the company acts in
//! their interest (CAS), with Wilson intervals. Values and limits between 0 and 1.
//!
//! Where weights differ, an interval is Wilson's for the number of equal answers that would leave the
//! share as uncertain as its linearised variance says (Korn & Graubard 1998, Survey Methodology 24):
//! that knows who carries the weight, which the effective number of answers (Kish 1965) doesn't.

use crate::change::statistic;
use crate::quantile::{Z95, normal_p};
use crate::{Change, Interval, Tally, Verdict};

/// Everything a share depends on.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Count {
    /// Those counted, such as who answered 4 or 5.
    pub hits: Tally,
    /// All who answered, the hits among them.
    pub all: Tally,
}

impl Count {
    /// The top two of a scale 1–5, given the tally of each answer 1, 2, … 5.
    pub fn top_two(answers: &[Tally; 5]) -> Self {
        Self {
            hits: answers[3] + answers[4],
            all: answers.iter().sum(),
        }
    }

    /// The share of hits, 0–1; `None` when nobody answered.
    pub fn value(&self) -> Option<f64> {
        // A sum in another order can differ in its last digit: a share is at most 1.
        (!self.all.is_empty()).then(|| (self.hits.w / self.all.w).clamp(0.0, 1.0))
    }

    /// Hits and number of equally weighing answers that leave the share as uncertain: never more
    /// than there are answers. The effective number when all weigh the same, or all gave the same
    /// answer, where there is no variance to go by.
    fn as_equal(&self) -> (f64, f64) {
        let p = self.value().unwrap_or_default();
        let misses = (self.all.w2 - self.hits.w2).max(0.0);
        let squares = self.hits.w2 * (1.0 - p).powi(2) + misses * p * p;
        let n = self.all.n as f64;
        let equal = if self.all.is_equally_weighted() || squares <= 0.0 || n < 2.0 {
            self.all.effective_n()
        } else {
            let variance = squares * n / (n - 1.0) / (self.all.w * self.all.w);
            (p * (1.0 - p) / variance).min(n)
        };
        (p * equal, equal)
    }
}

/// A share with its uncertainty.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Share {
    /// 0–1.
    pub value: f64,
    /// How many people answered.
    pub n: u64,
    /// Effective number of answers (Kish 1965); `n` when all count the same.
    pub effective_n: f64,
    /// Plain standard error `√(p(1 − p)/n)`, with the effective n.
    pub se: f64,
    /// 95 % Wilson interval, see the module for weights.
    pub ci95: Interval,
}

/// The share of hits; `None` when nobody answered.
pub fn share(count: &Count) -> Option<Share> {
    let value = count.value()?;
    let effective_n = count.all.effective_n();
    Some(Share {
        value,
        n: count.all.n,
        effective_n,
        se: (value * (1.0 - value) / effective_n).sqrt(),
        ci95: {
            let (hits, n) = count.as_equal();
            wilson(hits, n, Z95)
        },
    })
}

/// Share of the answers 4 and 5 on a scale 1–5, given the tally of each answer 1, 2, … 5;
/// `None` when nobody answered.
pub fn top_two(answers: &[Tally; 5]) -> Option<Share> {
    share(&Count::top_two(answers))
}

/// Wilson score interval of `x` hits out of `n`, within 0–1 (Wilson 1927, JASA 22). `[0, 1]` when
/// `n` is 0: nothing is known. Fractions are allowed, for effective numbers.
pub fn wilson(x: f64, n: f64, z: f64) -> Interval {
    if n <= 0.0 {
        return [0.0, 1.0];
    }
    let p = x / n;
    let z2 = z * z;
    let centre = p + z2 / (2.0 * n);
    let half = z * (p * (1.0 - p) / n + z2 / (4.0 * n * n)).max(0.0).sqrt();
    let scale = 1.0 + z2 / n;
    [
        ((centre - half) / scale).clamp(0.0, 1.0),
        ((centre + half) / scale).clamp(0.0, 1.0),
    ]
}

/// Newcombe's interval of the difference `after - before` of two independent shares, each given
/// as `(hits, n)`: the Wilson limits of both sides squared and added (Newcombe 1998, Statistics in
/// Medicine 17, method 10). `[-1, 1]` at most; `[-1, 1]` when a side is empty.
pub fn newcombe(before: (f64, f64), after: (f64, f64), z: f64) -> Interval {
    if before.1 <= 0.0 || after.1 <= 0.0 {
        return [-1.0, 1.0];
    }
    let (p, q) = (before.0 / before.1, after.0 / after.1);
    let [p_low, p_high] = wilson(before.0, before.1, z);
    let [q_low, q_high] = wilson(after.0, after.1, z);
    [
        q - p - (q - q_low).hypot(p_high - p),
        q - p + (q_high - q).hypot(p - p_low),
    ]
}

/// The change of a share from `before` to `after`, two independent samples; `None` when nobody
/// answered on a side. `z` and `p` are those of the pooled two-sample test without continuity
/// correction; `ci95` is [`newcombe`]'s, and the verdict follows it.
pub fn change(before: &Count, after: &Count) -> Option<Change> {
    let (p, q) = (before.value()?, after.value()?);
    let ((_, m), (_, n)) = (before.as_equal(), after.as_equal());
    let pooled = (p * m + q * n) / (m + n);
    let se = (pooled * (1.0 - pooled) * (1.0 / m + 1.0 / n))
        .max(0.0)
        .sqrt();
    let z = statistic(q - p, se);
    let ci95 = newcombe(before.as_equal(), after.as_equal(), Z95);
    Some(Change {
        difference: q - p,
        se,
        z,
        p: normal_p(z),
        ci95,
        verdict: Verdict::judge(before.all.n.min(after.all.n), ci95),
    })
}

#[cfg(test)]
mod tests;
