//! What it costs that each respondent gets only some of the statements.

use facts::code;
use figures::Counts;
use serde::Serialize;
use survey::Definition;
use survey::rotation::Cost;

/// The cost of rotated statements.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Rotated {
    /// Statements each respondent gets.
    pub per_respondent: u8,
    /// Statements there are.
    pub statements: usize,
    /// Share of the respondents who get a given statement.
    pub answers_share: f64,
    /// Share of the respondents who get a given pair of statements.
    pub pair_share: f64,
    /// How many times as wide a statement's interval is as when everybody gets all of them.
    pub interval_factor: f64,
    /// Responses that any two given statements have together, about.
    pub answers_per_pair: f64,
    /// What came of each statement, in the order they are asked.
    pub each: Vec<Statement>,
}

/// The answers to one statement.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Statement {
    /// Its key.
    pub name: String,
    /// Responses in which it was asked.
    pub asked: u64,
    /// Those with an opinion.
    pub answered: u64,
}

/// What rotation costs; none when everybody gets all statements. `counts` has the drivers first.
pub fn rotated(definition: &Definition, counts: &Counts) -> Option<Rotated> {
    let cost = Cost::of_definition(definition)?;
    let responses = counts.responses.n;
    let each = definition
        .drivers()
        .zip(&counts.drivers)
        .map(|(question, table)| {
            let by_code = table.by_code();
            let n = |codes: &[stats::Tally]| codes.iter().map(|tally| tally.n).sum::<u64>();
            let not_asked = by_code[usize::from(code::NOT_ASKED)].n;
            Statement {
                name: question.key.clone(),
                asked: n(&by_code) - not_asked,
                answered: n(&by_code[..=usize::from(code::HIGHEST)]),
            }
        });
    Some(Rotated {
        per_respondent: definition.statements_per_respondent?,
        statements: definition.drivers().count(),
        answers_share: cost.answers_share,
        pair_share: cost.pair_share,
        interval_factor: cost.interval_factor,
        answers_per_pair: cost.pair_share * responses as f64,
        each: each.collect(),
    })
}
