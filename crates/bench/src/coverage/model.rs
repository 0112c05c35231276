//! The drivers of an outcome, all at once: importance and what-if, with intervals by bootstrap.

use super::random::Random;
use super::{Coverage, SEED, covers};
use analysis::{DriverAnalysis, Interval, Options, People, Statement, analyse};
use stats::bootstrap::replicate;
use std::array;

const DRIVERS: usize = 4;
/// What a statement adds to the score per point of contentment, from strong to nothing.
const STRENGTH: [f64; DRIVERS] = [0.9, 0.5, 0.2, 0.0];
/// How alike the statements of one person are: share of the variance in common.
const COMMON: f64 = 0.4;
/// Contentment above which the answer is 2, 3, 4 and 5.
const CUTS: [f64; 4] = [-2.0, -1.2, -0.3, 0.9];
const SCORE: f64 = 7.3;
const NOISE: f64 = 1.5;

const SIZES: [usize; 4] = [100, 200, 500, 2000];
/// Up to so many answers, where intervals are hardest, as many times more surveys are drawn.
const SMALL: usize = 200;
const MORE: usize = 4;
/// The truth is the average over so many large crowds of so many people.
const CROWDS: usize = 30;
const CROWD: usize = 100_000;
/// Resamples of each survey above [`SMALL`]; up to it as many as the product draws, since there
/// limits hang on them most.
const REPLICATES: u32 = 500;
const STATEMENT_NAMES: [&str; DRIVERS] = ["strong", "middle", "weak", "none"];

type Figure = fn(&analysis::Driver) -> (Option<f64>, Option<Interval>);

const FIGURES: [(&str, Figure); 4] = [
    ("LMG, part of R²", |driver| (driver.lmg, driver.lmg_ci95)),
    ("LMG, share of R²", |driver| {
        (driver.lmg_share, driver.lmg_share_ci95)
    }),
    ("what-if gain", |driver| {
        let what_if = driver.what_if;
        (what_if.map(|w| w.gain), what_if.and_then(|w| w.ci95))
    }),
    ("Pearson (Fisher's z)", |driver| {
        (driver.association.pearson, driver.association.pearson_ci95)
    }),
];

pub(super) fn print(rounds: usize) {
    println!("### Drivers: percentage that contains the truth (nominal 95)\n");
    let sizes: Vec<String> = SIZES.iter().map(|n| format!("n = {n}")).collect();
    println!("| figure | driver | truth | {} |", sizes.join(" | "));
    println!("|---|---|---:|{}", "---:|".repeat(SIZES.len()));
    let crowds = analyses(CROWD, CROWDS, 0);
    let drawn: Vec<Vec<DriverAnalysis>> = SIZES
        .iter()
        .map(|&n| analyses(n, surveys(n, rounds), replicates(n)))
        .collect();
    for (name, figure) in FIGURES {
        for statement in STATEMENT_NAMES {
            let values = crowds
                .iter()
                .filter_map(|crowd| value(crowd, statement, figure).0);
            let truth = values.sum::<f64>() / CROWDS as f64;
            let cells: Vec<String> = SIZES
                .iter()
                .zip(&drawn)
                .map(|(&n, drawn)| cell(drawn, n, truth, |one| value(one, statement, figure).1))
                .collect();
            println!(
                "| {name} | {statement} | {truth:.3} | {} |",
                cells.join(" | ")
            );
        }
    }
    let few = MORE * rounds;
    println!(
        "\n{few} surveys of {} resamples per cell up to n = {SMALL}, else {rounds} of {REPLICATES}.\n",
        replicates(SMALL)
    );
}

fn replicates(n: usize) -> u32 {
    if n > SMALL {
        REPLICATES
    } else {
        Options::default().replicates
    }
}

fn surveys(n: usize, rounds: usize) -> usize {
    if n > SMALL { rounds } else { MORE * rounds }
}

fn cell(
    drawn: &[DriverAnalysis],
    n: usize,
    truth: f64,
    interval: impl Fn(&DriverAnalysis) -> Option<Interval>,
) -> String {
    let outcomes: Vec<Option<bool>> = drawn
        .iter()
        .map(|one| Some(covers(interval(one)?, truth)))
        .collect();
    super::cell(Some(Coverage::of(&outcomes)), n, false)
}

fn value(one: &DriverAnalysis, statement: &str, figure: Figure) -> (Option<f64>, Option<Interval>) {
    let driver = one.drivers.iter().find(|driver| driver.name == statement);
    driver.map_or((None, None), figure)
}

fn analyses(n: usize, rounds: usize, replicates: u32) -> Vec<DriverAnalysis> {
    replicate(
        rounds,
        || (),
        |(), round| {
            let people = people(&mut Random::new(SEED ^ n as u64, round), n);
            analyse(&people, &options(replicates, round as u64))
        },
    )
}

fn options(replicates: u32, seed: u64) -> Options {
    Options {
        replicates,
        seed,
        ..Options::default()
    }
}

fn people(random: &mut Random, n: usize) -> People {
    let mut outcome = Vec::with_capacity(n);
    let mut answers: [Vec<u8>; DRIVERS] = array::from_fn(|_| Vec::with_capacity(n));
    for _ in 0..n {
        let common = COMMON.sqrt() * random.normal();
        let mut score = SCORE + NOISE * random.normal();
        for (column, strength) in answers.iter_mut().zip(STRENGTH) {
            let contentment = common + (1.0 - COMMON).sqrt() * random.normal();
            column.push(1 + CUTS.iter().filter(|&&cut| contentment > cut).count() as u8);
            score += strength * contentment;
        }
        outcome.push(score.round().clamp(0.0, 10.0) as u8);
    }
    People {
        outcome,
        statements: STATEMENT_NAMES
            .into_iter()
            .zip(answers)
            .map(|(name, answers)| Statement {
                name: name.to_owned(),
                answers,
            })
            .collect(),
        of: n as u64,
        ..People::default()
    }
}
