//! A figure over periods or waves, with a verdict on each step.

use serde::Serialize;
use stats::nps::{Classes, Design};

use crate::counts::Counts;
use crate::metric::{Change, Figure, Metric, change_in, classes, metric_in};

/// One period or wave.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct TrendPoint {
    /// The period as the caller names it.
    pub label: String,
    /// Its figure.
    pub figure: Figure,
    /// Against the last period before it that has answers; none for the first.
    pub since_previous: Option<Change>,
    /// Against the baseline; none for the baseline itself, for what is before it, and when there
    /// is nothing to compare.
    pub since_baseline: Option<Change>,
}

/// The trend of a metric over periods from early to late. The baseline is the period at that
/// index, or the first with answers. Periods with another wording or scale belong in a trend of
/// their own. Weighted periods are taken as parts of all periods together.
pub fn trend(
    what: Metric,
    periods: &[(String, Counts)],
    baseline: Option<usize>,
) -> Vec<TrendPoint> {
    let has_answers = |counts: &Counts| !counts.answered().is_empty();
    let baseline = baseline
        .or_else(|| periods.iter().position(|(_, counts)| has_answers(counts)))
        .filter(|&index| index < periods.len());
    let all = periods
        .iter()
        .fold(Classes::default(), |sum, (_, counts)| sum + classes(counts));
    let design = Design::of(&all);
    let mut previous: Option<&Counts> = None;
    let mut points = Vec::with_capacity(periods.len());
    for (i, (label, counts)) in periods.iter().enumerate() {
        let since_baseline = baseline
            .filter(|&baseline| baseline < i)
            .and_then(|baseline| change_in(what, (&periods[baseline].1, counts), design));
        points.push(TrendPoint {
            label: label.clone(),
            figure: metric_in(what, counts, design),
            since_previous: previous
                .and_then(|previous| change_in(what, (previous, counts), design)),
            since_baseline,
        });
        if has_answers(counts) {
            previous = Some(counts);
        }
    }
    points
}
