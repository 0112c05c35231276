//! What people name, of things they could have named: how many did, and how those who did score.

use serde::Serialize;
use stats::Tally;
use stats::share::Count;

use crate::FEW;
use crate::counts::{Counts, Cross};
use crate::metric::{Change, Figure, Metric, change, metric};
use crate::segments::corrected;

/// The code, in a table of one thing, of those who named it.
pub const NAMED: u8 = 1;
/// The code of those who answered and did not name it.
pub const NOT_NAMED: u8 = 2;

/// One thing that could be named.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Mention {
    /// People who named it.
    pub named: u64,
    /// People who answered the question and could have named it.
    pub n: u64,
    /// Part of them that named it, 0–1; none when nobody answered.
    pub share: Option<f64>,
    /// 95 % interval of the share (Wilson).
    pub ci95: Option<[f64; 2]>,
    /// Fewer than [`FEW`] answers.
    pub few: bool,
    /// The score of those who named it.
    pub figure: Option<Figure>,
    /// That score against the score of those who answered and did not name it; verdict and `p` are
    /// corrected for the number of things looked at.
    pub against_others: Option<Change>,
}

/// Every thing, in the order of its table. `score` is what the scores in the tables measure.
pub fn mentions(score: Option<Metric>, things: &[Cross]) -> Vec<Mention> {
    let sides: Vec<(Counts, Counts)> = things
        .iter()
        .map(|thing| (side(thing, NAMED), side(thing, NOT_NAMED)))
        .collect();
    let mut changes: Vec<Option<Change>> = sides
        .iter()
        .map(|(named, others)| score.and_then(|score| change(score, others, named)))
        .collect();
    if changes.len() > 1 {
        corrected(&mut changes);
    }
    let mention = |((named, others), against_others): (&(Counts, Counts), Option<Change>)| {
        let (hits, all) = (named.responses, named.responses + others.responses);
        let share = stats::share::share(&Count { hits, all });
        Mention {
            named: hits.n,
            n: all.n,
            share: share.map(|share| share.value),
            ci95: share.map(|share| share.ci95),
            few: all.n < FEW,
            figure: score.map(|score| metric(score, named)),
            against_others,
        }
    };
    sides.iter().zip(changes).map(mention).collect()
}

/// Those who have this code, with their scores as the outcome.
fn side(thing: &Cross, code: u8) -> Counts {
    let cells = &thing.cells[usize::from(code)];
    let mut outcome = [Tally::ZERO; 16];
    outcome[..cells.len()].copy_from_slice(cells);
    Counts {
        responses: cells.iter().sum(),
        complete: Tally::ZERO,
        outcome,
        drivers: Vec::new(),
    }
}
