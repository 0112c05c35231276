//! Survey weights: the figure as it would be if everybody were there in the right proportion, and
//! what that costs in certainty.

use dashboard::privacy::Privacy;
use figures::{Counts, Figure, Metric};
use serde::Serialize;
use stats::share::Count;

use crate::answers::Answers;

/// What weights make of the figure.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Weighting {
    /// The attribute the weights come from.
    pub attribute: String,
    /// What may be said.
    pub status: Status,
    /// People left out because their weight is no number above 0.
    pub unusable: u64,
    /// The weighted figure: linearised standard error.
    pub figure: Option<Figure>,
    /// The same people, all counting the same.
    pub unweighted: Option<Figure>,
    /// Effective number of answers, `(Σw)² / Σw²` (Kish 1965).
    pub effective_n: Option<f64>,
    /// `n / effective_n`: what unequal weights cost, as a multiple of the answers needed.
    pub design_effect: Option<f64>,
    /// Smallest and largest weight as a multiple of the mean one.
    pub range: Option<[f64; 2]>,
}

/// What may be said of weights.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// The weighted figure.
    Shown,
    /// All weights are the same: they change nothing.
    Equal,
    /// Nobody has a usable weight.
    NoneUsable,
    /// The few who are left out could be found by subtraction.
    Hidden,
}

/// What the weights of `answers` make of the figure; `unusable` people were left out of them.
pub fn weighting(attribute: &str, answers: &Answers, unusable: u64, privacy: Privacy) -> Weighting {
    let n = answers.len() as u64;
    let mut weighting = Weighting {
        attribute: attribute.to_owned(),
        status: Status::NoneUsable,
        unusable,
        figure: None,
        unweighted: None,
        effective_n: None,
        design_effect: None,
        range: None,
    };
    if privacy.is_too_small(n, n + unusable) {
        weighting.status = Status::Hidden;
        weighting.unusable = 0;
        return weighting;
    }
    if answers.is_empty() {
        return weighting;
    }
    let counts = answers.counts(0..answers.len());
    let all = counts.answered();
    let plain = answers.plain_counts();
    weighting.status = if all.is_equally_weighted() {
        Status::Equal
    } else {
        Status::Shown
    };
    weighting.figure = Some(weighted(answers.metric, &counts));
    weighting.unweighted = Some(figures::metric(answers.metric, &plain));
    weighting.effective_n = Some(all.effective_n());
    weighting.design_effect = Some(n as f64 / all.effective_n());
    weighting.range = range(answers, all.w / n as f64);
    weighting
}

/// The weighted figure. NPS and means have the linearised standard error already; a share gets it
/// here, while its interval is Wilson's of as many answers as that error is worth.
pub fn weighted(metric: Metric, counts: &Counts) -> Figure {
    let figure = figures::metric(metric, counts);
    if !matches!(metric, Metric::Csat | Metric::Cas) {
        return figure;
    }
    let count = Count::top_two(&counts.one_to_five());
    let points = [(0.0, count.all - count.hits), (1.0, count.hits)];
    let se = stats::mean::mean(&points).and_then(|mean| mean.se);
    Figure {
        se: se.or(figure.se),
        ..figure
    }
}

fn range(answers: &Answers, mean: f64) -> Option<[f64; 2]> {
    let weights = answers.weights.as_ref()?;
    let smallest = weights.iter().copied().fold(f64::INFINITY, f64::min);
    let largest = weights.iter().copied().fold(0.0, f64::max);
    Some([smallest / mean, largest / mean])
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const OPEN: Privacy = Privacy::at_least(1);
    const FIVE: Privacy = Privacy::at_least(5);
    use crate::answers::examples::scored;

    fn with(codes: &[u8], weights: &[f64]) -> Answers {
        Answers {
            weights: Some(weights.to_vec()),
            ..scored(codes)
        }
    }

    fn near(a: f64, b: f64) -> bool {
        (a - b).abs() <= 1e-9 * b.abs().max(1.0)
    }

    #[test]
    fn weights_move_the_figure_and_cost_certainty() {
        // Σw = 10, Σwz = 100 · (4 − 3): by hand 10; Σw² = 16 + 4 + 1 + 9 = 30, so 100/30.
        let answers = with(&[9, 7, 8, 2], &[4.0, 2.0, 1.0, 3.0]);
        let told = weighting("w", &answers, 3, OPEN);
        let figure = told.figure.expect("answers");
        assert_eq!((told.status, told.unusable), (Status::Shown, 3));
        assert!(near(figure.value.expect("a value"), 10.0));
        assert!(near(told.effective_n.expect("answers"), 100.0 / 30.0));
        assert!(near(told.design_effect.expect("answers"), 1.2));
        // √(4/3 · (16·90² + 4·10² + 1·10² + 9·110²)) / 10
        let squares = 16.0 * 8100.0 + 500.0 + 9.0 * 12_100.0;
        assert!(near(
            figure.se.expect("an error"),
            (squares * 4.0_f64 / 3.0).sqrt() / 10.0
        ));
        assert_eq!(told.unweighted.expect("answers").value, Some(0.0));
        let [low, high] = told.range.expect("weights");
        assert!(near(low, 0.4) && near(high, 1.6));
    }

    #[test]
    fn a_weighted_share_knows_who_carries_the_weight() {
        let satisfied = Answers {
            metric: Metric::Csat,
            ..with(&[5, 4, 2, 1, 5, 3], &[3.0, 1.0, 1.0, 1.0, 1.0, 1.0])
        };
        let figure = weighting("w", &satisfied, 0, OPEN).figure.expect("answers");
        let value: f64 = 5.0 / 8.0;
        assert!(near(figure.value.expect("a value"), value));
        let squares = (9.0 + 1.0 + 1.0) * (1.0 - value).powi(2) + 3.0 * value.powi(2);
        assert!(near(
            figure.se.expect("an error"),
            (squares * 6.0 / 5.0).sqrt() / 8.0
        ));
        let [low, high] = figure.ci95.expect("an interval");
        assert!(0.0 < low && low < value && value < high && high < 1.0);
    }

    #[test]
    fn nothing_is_claimed_without_weights() {
        assert_eq!(
            weighting("w", &with(&[], &[]), 9, OPEN).status,
            Status::NoneUsable
        );
        let equal = weighting("w", &with(&[9, 2, 8], &[2.0; 3]), 0, OPEN);
        assert_eq!(equal.status, Status::Equal);
        assert!(near(equal.design_effect.expect("answers"), 1.0));
        // One of 31 employees has no weight: 30 weighted answers would give theirs away.
        let thirty = with(&[9; 30], &[1.0; 30]);
        let told = weighting("w", &thirty, 1, FIVE);
        assert_eq!(
            (told.status, told.figure, told.unusable),
            (Status::Hidden, None, 0)
        );
        assert_eq!(weighting("w", &thirty, 0, FIVE).status, Status::Equal);
    }

    proptest! {
        #[test]
        fn a_common_factor_and_the_order_change_nothing(
            people in proptest::collection::vec((0..=10_u8, 0.1..5.0_f64), 2..60),
            factor in 0.01..100.0_f64,
        ) {
            let (codes, weights): (Vec<u8>, Vec<f64>) = people.iter().copied().unzip();
            let told = weighting("w", &with(&codes, &weights), 0, OPEN);
            let scaled: Vec<f64> = weights.iter().rev().map(|w| w * factor).collect();
            let codes: Vec<u8> = codes.into_iter().rev().collect();
            let other = weighting("w", &with(&codes, &scaled), 0, OPEN);
            let [a, b] = [&told, &other].map(|told| told.figure.expect("answers"));
            prop_assert!(near(a.value.expect("n"), b.value.expect("n")));
            prop_assert!(near(a.se.expect("n"), b.se.expect("n")));
            prop_assert!(told.design_effect.expect("n") >= 1.0 - 1e-9);
            prop_assert!(near(told.effective_n.expect("n"), other.effective_n.expect("n")));
        }
    }
}
