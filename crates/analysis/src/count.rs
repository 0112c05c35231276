//! People counted: the tables behind every figure of one driver at a time.

use std::num::NonZero;

use facts::code;
use figures::{Coding, Counts, Cross, Missing};
use stats::Tally;
use stats::association::{self, Table};
use stats::bootstrap::replicate_with_threads;
use stats::share::{Count, share};

use crate::model::{Association, Driver, Interval};
use crate::people::People;

/// Answers that another thread is worth starting for.
const WORTH_A_THREAD: usize = 1_000_000;

/// The tables of all statements.
pub(crate) fn counts(people: &People, coding: &Coding) -> Counts {
    let mut counts = Counts {
        responses: Tally::ZERO,
        complete: Tally::ZERO,
        outcome: [Tally::ZERO; 16],
        drivers: Vec::new(),
    };
    for (person, &score) in people.outcome.iter().enumerate() {
        counts.outcome[usize::from(score & 15)] += tally(people, person);
    }
    counts.responses = counts.outcome.iter().sum();
    counts.complete = counts.responses;
    let threads = if people.len() * people.statements.len() < WORTH_A_THREAD {
        1
    } else {
        std::thread::available_parallelism().map_or(1, NonZero::get)
    };
    let table = |number: usize| {
        let answers = &people.statements[number].answers;
        match people.weights {
            None => plain(&people.outcome, answers, coding),
            Some(_) => weighted(people, answers, coding),
        }
    };
    let statements = people.statements.len();
    counts.drivers = replicate_with_threads(statements, threads, || (), |(), n| table(n));
    counts
}

/// The table of one statement when everybody counts for one.
fn plain(outcome: &[u8], answers: &[u8], coding: &Coding) -> Cross {
    // Four tables in turn: two of the same cell in a row would wait for each other.
    let mut tables = [[0_u32; 256]; 4];
    let cell = |score: u8, answer: u8| usize::from((answer & 15) << 4 | score & 15);
    let (fours, rest) = outcome.as_chunks::<4>();
    let (answers, answers_rest) = answers.as_chunks::<4>();
    for (scores, answers) in fours.iter().zip(answers) {
        for ((table, &score), &answer) in tables.iter_mut().zip(scores).zip(answers) {
            table[cell(score, answer)] += 1;
        }
    }
    for (&score, &answer) in rest.iter().zip(answers_rest) {
        tables[0][cell(score, answer)] += 1;
    }
    let mut cells = [[Tally::ZERO; 12]; 16];
    for answer in 0..16_u8 {
        let row = &mut cells[usize::from(known(answer, coding))];
        for score in 0..16_u8 {
            let count = tables
                .iter()
                .map(|table| u64::from(table[cell(score, answer)]));
            row[usize::from(score.min(code::BLANK))] += Tally::from(count.sum::<u64>());
        }
    }
    Cross { cells }
}

/// The table of one statement with weights.
fn weighted(people: &People, answers: &[u8], coding: &Coding) -> Cross {
    let mut cells = [[Tally::ZERO; 12]; 16];
    for (person, (&score, &answer)) in people.outcome.iter().zip(answers).enumerate() {
        let row = usize::from(known(answer, coding));
        let column = usize::from(score.min(code::BLANK));
        cells[row][column] += tally(people, person);
    }
    Cross { cells }
}

/// One person; nobody when the weight says so.
fn tally(people: &People, person: usize) -> Tally {
    match people.weight(person) {
        0.0 => Tally::ZERO,
        weight => Tally::weighted(weight),
    }
}

/// How an answer goes with the score, both in order.
pub(crate) fn together(cells: &[[Tally; 12]; 16]) -> Association {
    let rows = (0..=code::HIGHEST).map(f64::from).collect();
    let columns = (0..=code::HIGHEST).map(f64::from).collect();
    let answered = &cells[..=usize::from(code::HIGHEST)];
    let cells: Vec<Tally> = answered
        .iter()
        .flat_map(|row| &row[..=usize::from(code::HIGHEST)])
        .copied()
        .collect();
    association::association(&Table::new(rows, columns, &cells)).into()
}

impl From<association::Association> for Association {
    fn from(all: association::Association) -> Self {
        Self {
            pearson: all.pearson,
            pearson_ci95: all.pearson_ci95,
            spearman: all.spearman,
            kendall_tau_b: all.kendall_tau_b,
            gamma: all.gamma,
        }
    }
}

/// The answer's code; blank when the coding doesn't know it.
pub(crate) fn known(answer: u8, coding: &Coding) -> u8 {
    if code::is_answer(answer) && !coding.is_valid(i64::from(answer)) {
        code::BLANK
    } else {
        answer & 15
    }
}

/// The figures of every driver by itself, the one with the most to gain first, each with the number
/// of its statement.
pub(crate) fn drivers(people: &People, counts: &Counts, coding: &Coding) -> Vec<(usize, Driver)> {
    // Numbers instead of names find the statement back, even when two have the same name.
    let numbers: Vec<String> = (0..people.statements.len())
        .map(|number| number.to_string())
        .collect();
    figures::drivers(&numbers, counts, coding)
        .into_iter()
        .map(|mut figures| {
            let number: usize = figures.name.parse().expect("the name given is a number");
            figures.name.clone_from(&people.statements[number].name);
            (number, driver(figures, &counts.drivers[number], coding))
        })
        .collect()
}

fn driver(figures: figures::Driver, table: &Cross, coding: &Coding) -> Driver {
    let by_code = table.by_code_with_score();
    let scored: Tally = by_code.iter().sum();
    let answered: Tally = by_code[..=usize::from(code::HIGHEST)].iter().sum();
    let opinion = |level| -> Option<Interval> {
        let hits = coding
            .codes(level)
            .iter()
            .map(|&code| by_code[usize::from(code)])
            .sum();
        share(&Count {
            hits,
            all: answered,
        })
        .map(|share| share.ci95)
    };
    Driver {
        name: figures.name,
        n: figures.n,
        coverage: (!scored.is_empty()).then(|| (answered.w / scored.w).min(1.0)),
        missing: missing(&by_code),
        mean: figures.mean,
        agree: figures.agree,
        agree_ci95: opinion(stats::kss::Level::Agree),
        neutral: figures.neutral,
        disagree: figures.disagree,
        disagree_ci95: opinion(stats::kss::Level::Disagree),
        agree_promoter: figures.agree_promoter,
        disagree_detractor: figures.disagree_detractor,
        kss: figures.kss,
        association: together(&table.cells),
        lmg: None,
        lmg_ci95: None,
        lmg_share: None,
        lmg_share_ci95: None,
        johnson: None,
        johnson_ci95: None,
        vif: None,
        what_if: None,
        kss_adjusted: None,
        rank_probability: None,
        rank_probabilities: Vec::new(),
        lmg_rank_probability: None,
        leading: false,
        priority: false,
        proportional_odds_p: None,
        works_at: None,
    }
}

fn missing(by_code: &[Tally; 16]) -> Missing {
    Missing {
        blank: by_code[usize::from(code::BLANK)].w,
        dont_know: by_code[usize::from(code::DONT_KNOW)].w,
        not_applicable: by_code[usize::from(code::NOT_APPLICABLE)].w,
        not_asked: by_code[usize::from(code::NOT_ASKED)].w,
    }
}
