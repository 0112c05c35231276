//! 2,000 resamples of people with the limits of KSS and of LMG, as the analysis draws them: sums per
//! unit, multiplied by how often each unit is drawn.

use std::num::NonZero;
use std::ops::Range;
use std::thread::{self, available_parallelism};

use figures::Coding;
use stats::Matrix;
use stats::bootstrap::{Stream, percentile, random_groups, replicate};
use stats::importance::Lmg;
use stats::kss::Level;
use stats::nps::class;

use facts::code;

/// Drivers whose figures are drawn anew.
pub(super) const DRIVERS: usize = 10;

const REPLICATES: usize = 2_000;
/// Replicates in one product of matrices.
const BATCH: usize = 128;
const SEED: u64 = 1;

/// Sums per driver for its KSS.
const KSS: usize = 4;
/// A one, the score, the drivers.
const ROW: usize = 2 + DRIVERS;
/// All sums of a unit.
const WIDTH: usize = KSS * DRIVERS + ROW * (ROW + 1) / 2;

/// Lower limits of the KSS and of LMG of every driver, then the upper ones. The first column is the
/// score. With `groups` people are drawn in so many random groups, else one by one.
pub(super) fn limits(columns: &[Vec<u8>], groups: Option<usize>) -> Vec<f64> {
    let people = columns[0].len();
    let sums = match groups {
        None => sums_of(columns, people, |person| person),
        Some(groups) => {
            let group = random_groups(people, groups, SEED);
            sums_of(columns, groups, |person| group[person] as usize)
        }
    };
    let units = sums.ncols();
    let batches = replicate(
        REPLICATES.div_ceil(BATCH),
        || {
            let counts = Matrix::zeros(units, BATCH);
            let drawn = Matrix::zeros(WIDTH, BATCH);
            (counts, drawn, Lmg::new(DRIVERS).on_one_thread())
        },
        |(counts, drawn, lmg), batch| {
            let numbers = batch * BATCH..REPLICATES.min((batch + 1) * BATCH);
            for (number, mut counts) in numbers.clone().zip(counts.column_iter_mut()) {
                Stream::new(SEED, number as u64).counts(counts.as_mut_slice());
            }
            drawn.gemm(1.0, &sums, counts, 0.0);
            let drawn = drawn.as_slice().chunks_exact(WIDTH);
            let figures = drawn.take(numbers.len()).map(|sums| figures(sums, lmg));
            figures.collect::<Vec<_>>()
        },
    );
    let draws: Vec<Vec<f64>> = batches.into_iter().flatten().collect();
    let limits = (0..2 * DRIVERS).map(|figure| {
        let mut values: Vec<f64> = draws.iter().map(|draw| draw[figure]).collect();
        percentile(&mut values, 0.95).unwrap_or([f64::NAN; 2])
    });
    let (low, high): (Vec<f64>, Vec<f64>) = limits.map(|[low, high]| (low, high)).unzip();
    low.into_iter().chain(high).collect()
}

/// A column of sums per unit, with all cores when there are many people.
fn sums_of(columns: &[Vec<u8>], units: usize, unit: impl Fn(usize) -> usize + Sync) -> Matrix {
    let people = columns[0].len();
    let threads = available_parallelism().map_or(1, NonZero::get);
    if people < 100_000 {
        return part(columns, 0..people, units, &unit);
    }
    let share = people.div_ceil(threads);
    let unit = &unit;
    thread::scope(|scope| {
        let parts: Vec<_> = (0..threads)
            .map(|thread| {
                let people = thread * share..people.min((thread + 1) * share);
                scope.spawn(move || part(columns, people, units, unit))
            })
            .collect();
        let parts = parts
            .into_iter()
            .map(|part| part.join().expect("summing doesn't panic"));
        parts.reduce(|sum, part| sum + part).expect("a thread")
    })
}

fn part(
    columns: &[Vec<u8>],
    people: Range<usize>,
    units: usize,
    unit: &impl Fn(usize) -> usize,
) -> Matrix {
    let coding = Coding::default();
    let mut agrees = [false; 256];
    for answer in 0..=code::HIGHEST {
        agrees[usize::from(answer)] = coding.level(answer) == Level::Agree;
    }
    let mut sums = Matrix::zeros(WIDTH, units);
    let all = sums.as_mut_slice();
    for person in people {
        let score = columns[0][person];
        if !code::is_answer(score) {
            continue;
        }
        let sums = &mut all[unit(person) * WIDTH..][..WIDTH];
        let points = class(score).points();
        let mut row = [1.0; ROW];
        row[1] = f64::from(score);
        let mut complete = true;
        for (driver, column) in columns[1..=DRIVERS].iter().enumerate() {
            let answer = column[person];
            let answered = code::is_answer(answer);
            complete &= answered;
            row[2 + driver] = f64::from(answer);
            let (both, agree) = (
                f64::from(u8::from(answered)),
                f64::from(u8::from(agrees[usize::from(answer)])),
            );
            let own = &mut sums[driver * KSS..(driver + 1) * KSS];
            own[0] += both;
            own[1] += both * points;
            own[2] += agree;
            own[3] += agree * points;
        }
        if complete {
            let mut rest = &mut sums[KSS * DRIVERS..];
            for (last, value) in row.iter().enumerate() {
                let (own, others) = rest.split_at_mut(last + 1);
                for (sum, other) in own.iter_mut().zip(&row) {
                    *sum += value * other;
                }
                rest = others;
            }
        }
    }
    sums
}

/// KSS and LMG of every driver from the sums of one resample.
fn figures(sums: &[f64], lmg: &mut Lmg) -> Vec<f64> {
    let (kss, moments) = sums.split_at(KSS * DRIVERS);
    let mut figures: Vec<f64> = kss
        .chunks_exact(KSS)
        .map(|sums| 100.0 - (sums[3] / sums[2] - sums[1] / sums[0]))
        .collect();
    let product = |a: usize, b: usize| moments[a.max(b) * (a.max(b) + 1) / 2 + a.min(b)];
    let covariance = Matrix::from_fn(ROW - 1, ROW - 1, |a, b| {
        product(a + 1, b + 1) - product(a + 1, 0) * product(b + 1, 0) / product(0, 0)
    });
    let mut parts = [f64::NAN; DRIVERS];
    lmg.of(&covariance, &mut parts);
    figures.extend(parts);
    figures
}
