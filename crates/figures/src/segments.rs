//! Groups side by side: which of them really differ from everybody else.

use stats::multiplicity::holm;
use stats::nps::{Classes, Design};
use stats::{Tally, Verdict};

use crate::counts::Counts;
use crate::metric::{Change, Metric, change_in};

/// The chance of even one false claim among all groups.
const LEVEL: f64 = 0.05;

/// Each group compared with all others together, in the order given: `rose` means above the rest,
/// `fell` below. Verdicts and `p` are corrected for looking at many groups (Holm 1979), so that among
/// twenty equal groups none stands out; `ci95` is that of the single difference. None where a
/// side has nothing to compare. Weighted groups are taken as parts of all groups together.
///
/// The groups must not share respondents.
pub fn against_the_rest(what: Metric, groups: &[&Counts]) -> Vec<Option<Change>> {
    let mut total = [Tally::ZERO; 16];
    for group in groups {
        for (sum, tally) in total.iter_mut().zip(&group.outcome) {
            *sum += *tally;
        }
    }
    let scores = std::array::from_fn(|score| total[score]);
    let design = Design::of(&Classes::from_scores(&scores));
    let mut changes: Vec<Option<Change>> = groups
        .iter()
        .map(|group| {
            let rest = Counts {
                responses: Tally::ZERO,
                complete: Tally::ZERO,
                outcome: std::array::from_fn(|code| total[code] - group.outcome[code]),
                drivers: Vec::new(),
            };
            change_in(what, (&rest, group), design)
        })
        .collect();
    if groups.len() != 2 {
        // Two are one comparison told from both sides.
        corrected(&mut changes);
    }
    changes
}

/// Verdicts and `p` as they may be told when all of these comparisons are looked at (Holm 1979).
pub(crate) fn corrected(changes: &mut [Option<Change>]) {
    let judged = |change: &&mut Change| !matches!(change.verdict, Verdict::TooFew { .. });
    let p: Vec<f64> = changes
        .iter_mut()
        .flatten()
        .filter(judged)
        .map(|change| change.p)
        .collect();
    for (change, p) in changes.iter_mut().flatten().filter(judged).zip(holm(&p)) {
        change.p = p;
        if p > LEVEL {
            change.verdict = Verdict::NotMoreThanChance;
        }
    }
}
