//! How answers spread, and how many are missing for which reason.

use facts::code;
use serde::Serialize;
use stats::Tally;

use crate::counts::{Counts, Cross};

/// Answers that are none, apart by kind; weighted if the answers are.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize)]
pub struct Missing {
    /// Shown and left open.
    pub blank: f64,
    /// "Don't know".
    pub dont_know: f64,
    /// "Not applicable".
    pub not_applicable: f64,
    /// Not part of what this respondent saw.
    pub not_asked: f64,
}

/// The answers to the outcome.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Distribution {
    /// How many gave the score 0, 1, … 10; weighted if the answers are.
    pub scores: [f64; 11],
    /// People who answered.
    pub n: u64,
    /// Who did not.
    pub missing: Missing,
    /// Responses, partial ones too.
    pub responses: u64,
    /// Responses that were sent in.
    pub complete: u64,
}

/// How far a statement reaches.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Coverage {
    /// How many answered 0, 1, … 10 (0 and what is above the scale stay 0), score or not.
    pub answers: [f64; 11],
    /// People who answered the statement.
    pub n: u64,
    /// People who answered both the statement and the score: the base of the driver's figures.
    pub n_with_score: u64,
    /// Who did not answer.
    pub missing: Missing,
    /// Share of those who gave a score that answered the statement too, 0–1; none when nobody gave
    /// a score. A gain times this is the gain over all customers.
    pub coverage: Option<f64>,
}

/// The answers to the outcome of a group.
pub fn distribution(counts: &Counts) -> Distribution {
    Distribution {
        scores: weights(&counts.outcome),
        n: counts.answered().n,
        missing: missing(&counts.outcome),
        responses: counts.responses.n,
        complete: counts.complete.n,
    }
}

/// How far one statement reaches.
pub fn coverage(table: &Cross) -> Coverage {
    let all = table.by_code();
    let with_score = table.by_code_with_score();
    let both: Tally = with_score[..=usize::from(code::HIGHEST)].iter().sum();
    let scored: Tally = with_score.iter().sum();
    Coverage {
        answers: weights(&all),
        n: all[..=usize::from(code::HIGHEST)]
            .iter()
            .map(|tally| tally.n)
            .sum(),
        n_with_score: both.n,
        missing: missing(&all),
        coverage: (!scored.is_empty()).then(|| (both.w / scored.w).min(1.0)),
    }
}

fn weights(codes: &[Tally; 16]) -> [f64; 11] {
    std::array::from_fn(|code| codes[code].w)
}

fn missing(codes: &[Tally; 16]) -> Missing {
    Missing {
        blank: codes[usize::from(code::BLANK)].w,
        dont_know: codes[usize::from(code::DONT_KNOW)].w,
        not_applicable: codes[usize::from(code::NOT_APPLICABLE)].w,
        not_asked: codes[usize::from(code::NOT_ASKED)].w,
    }
}
