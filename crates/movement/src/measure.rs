//! From answers by code to a figure, its change, its control chart and its parts: which formula of
//! `stats` belongs to which question.

use figures::{Counts, Figure, Metric};
use stats::control::{self, Baseline, NoChart};
use stats::decompose::{self, Decomposition};
use stats::nps::Classes;
use stats::share::Count;
use stats::{Change, Tally};

/// Answers to one question by code, as in [`facts::code`].
pub(crate) type Codes = [u64; 16];

/// How answers become a figure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Measure {
    /// A metric.
    Metric(Metric),
    /// The share that agrees with a statement (4 and 5 on 1–5).
    Agree,
}

impl Measure {
    /// Name used in interfaces.
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Metric(metric) => metric.as_str(),
            Self::Agree => "agree",
        }
    }

    /// The metric with the same arithmetic and unit.
    pub(crate) fn metric(self) -> Metric {
        match self {
            Self::Metric(metric) => metric,
            // Also a share of 4 and 5.
            Self::Agree => Metric::Cas,
        }
    }

    /// The figure of these answers.
    pub(crate) fn figure(self, codes: &Codes) -> Figure {
        figures::metric(self.metric(), &counts(codes))
    }

    /// The change from `before` to `after`; none when there is nothing to compare.
    pub(crate) fn change(self, before: &Codes, after: &Codes) -> Option<Change> {
        match self.metric() {
            Metric::Nps | Metric::Enps => stats::nps::change(&classes(before), &classes(after)),
            Metric::Ces(_) => stats::mean::change(&points(before), &points(after)),
            Metric::Csat | Metric::Cas => stats::share::change(&top_two(before), &top_two(after)),
        }
    }

    /// The periods with their usual level and spread, taken from the first `usual` with answers.
    pub(crate) fn chart(self, cells: &[Codes], usual: usize) -> Result<control::Series, NoChart> {
        let baseline = Baseline::First(usual);
        match self.metric() {
            Metric::Nps | Metric::Enps => {
                let cells: Vec<Classes> = cells.iter().map(classes).collect();
                control::Series::nps(&cells, baseline)
            }
            Metric::Ces(_) => {
                let cells: Vec<[Tally; 5]> = cells.iter().map(one_to_five).collect();
                control::Series::means([1.0, 2.0, 3.0, 4.0, 5.0], &cells, baseline)
            }
            Metric::Csat | Metric::Cas => {
                let cells: Vec<Count> = cells.iter().map(top_two).collect();
                control::Series::shares(&cells, baseline)
            }
        }
    }

    /// The change split over segments; none when nobody answered on a side.
    pub(crate) fn decompose(self, segments: &[(Codes, Codes)]) -> Option<Decomposition> {
        match self.metric() {
            Metric::Nps | Metric::Enps => decompose::nps(&both(segments, classes)),
            Metric::Ces(_) => decompose::mean(&both(segments, points)),
            Metric::Csat | Metric::Cas => decompose::share(&both(segments, top_two)),
        }
    }
}

/// Who answered.
pub(crate) fn answered(codes: &Codes) -> u64 {
    codes[..=usize::from(facts::code::HIGHEST)].iter().sum()
}

/// All of them together.
pub(crate) fn together<'a>(cells: impl IntoIterator<Item = &'a Codes>) -> Codes {
    let mut sum = [0; 16];
    for codes in cells {
        for (sum, n) in sum.iter_mut().zip(codes) {
            *sum += n;
        }
    }
    sum
}

/// `all` without `part`, which must be among them.
pub(crate) fn without(all: &Codes, part: &Codes) -> Codes {
    std::array::from_fn(|code| all[code].saturating_sub(part[code]))
}

fn both<T>(segments: &[(Codes, Codes)], of: fn(&Codes) -> T) -> Vec<(T, T)> {
    segments
        .iter()
        .map(|(before, after)| (of(before), of(after)))
        .collect()
}

fn counts(codes: &Codes) -> Counts {
    Counts {
        responses: Tally::ZERO,
        complete: Tally::ZERO,
        outcome: codes.map(Tally::from),
        drivers: Vec::new(),
    }
}

fn classes(codes: &Codes) -> Classes {
    Classes::from_scores(&std::array::from_fn(|score| codes[score].into()))
}

fn one_to_five(codes: &Codes) -> [Tally; 5] {
    std::array::from_fn(|i| codes[i + 1].into())
}

fn points(codes: &Codes) -> [stats::mean::Point; 5] {
    stats::mean::one_to_five(&one_to_five(codes))
}

fn top_two(codes: &Codes) -> Count {
    Count::top_two(&one_to_five(codes))
}
