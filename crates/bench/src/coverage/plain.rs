//! Figures of one group: NPS, CSAT, CES, KSS and agreement.

use super::random::{Random, shares};
use super::{Case, covers};
use stats::kss::{self, Cells};
use stats::mean::{self, one_to_five};
use stats::nps::{self, Classes};
use stats::{Tally, agreement, share};

/// Shares of detractors, passives and promoters.
pub(super) const LOW: [f64; 3] = [0.45, 0.35, 0.20];
pub(super) const TYPICAL: [f64; 3] = [0.20, 0.35, 0.45];
pub(super) const HIGH: [f64; 3] = [0.07, 0.23, 0.70];
const VERY_HIGH: [f64; 3] = [0.02, 0.08, 0.90];

/// Answers 1–5: an airport as a whole, how easy it is to find the way there, and a divided crowd.
pub(super) const SATISFIED: [u32; 5] = [6, 32, 444, 1507, 699];
pub(super) const EASY: [u32; 5] = [16, 40, 337, 716, 1574];
pub(super) const DIVIDED: [u32; 5] = [10, 20, 30, 25, 15];
const DELIGHTED: [u32; 5] = [1, 2, 4, 28, 65];

/// Statement (disagree, neutral, agree) against class (detractor, passive, promoter).
const LINKED: [[u64; 3]; 3] = [[26, 13, 26], [35, 61, 56], [25, 106, 274]];
const STRONG: [[u64; 3]; 3] = [[350, 100, 50], [90, 120, 90], [20, 60, 120]];
const HARDLY: [[u64; 3]; 3] = [[300, 80, 40], [220, 170, 120], [8, 22, 40]];
const UNLINKED: [[u64; 3]; 3] = [[60, 180, 360], [10, 30, 60], [30, 90, 180]];

pub(super) fn cases() -> Vec<Case> {
    let mut cases = Vec::new();
    for (mix, shares) in [
        ("NPS −25", LOW),
        ("NPS 25", TYPICAL),
        ("NPS 63", HIGH),
        ("NPS 88", VERY_HIGH),
    ] {
        cases.push(Case::new("NPS (adjusted Wald)", mix, nps_round(shares)));
    }
    for (mix, counts) in [("82 % satisfied", SATISFIED), ("40 % satisfied", DIVIDED)] {
        cases.push(Case::new("CSAT (Wilson)", mix, csat_round(shares(counts))));
    }
    // Near 0 and 100 % what an interval covers jumps up and down with the share, because people
    // come in whole numbers: one exact share says little about surveys as they are.
    let exact = csat_round(shares(DELIGHTED));
    cases.push(
        Case::new(
            "CSAT of one exact share (contrast)",
            "93 % satisfied",
            exact,
        )
        .contrast(),
    );
    cases.push(Case::new(
        "CSAT (Wilson)",
        "90 to 96 % satisfied, each survey its own",
        varied_csat_round([0.90, 0.96]),
    ));
    for (mix, counts) in [("mean 4.4, skew", EASY), ("mean 3.2, divided", DIVIDED)] {
        cases.push(Case::new("CES (t)", mix, ces_round(shares(counts))));
    }
    for (mix, table) in [
        ("linked, KSS 82", LINKED),
        ("strongly linked, KSS 30", STRONG),
        ("no link, KSS 100", UNLINKED),
    ] {
        cases.push(Case::new("KSS", mix, kss_round(table)));
    }
    cases.push(Case::new(
        "KSS, linear form (5–9 agree)",
        "7 % agree",
        linear_round(HARDLY),
    ));
    for (mix, table) in [
        ("theme in 1 of 3, κ 0.78", [30, 5, 5, 60]),
        ("theme in 1 of 10, κ 0.56", [6, 4, 4, 86]),
    ] {
        cases.push(Case::new("Cohen's kappa", mix, kappa_round(table)));
    }
    cases
}

fn nps_round(shares: [f64; 3]) -> impl Fn(&mut Random, usize) -> Option<bool> {
    let truth = 100.0 * (shares[2] - shares[0]);
    move |random, n| {
        let [d, p, q] = random.counts(&shares, n);
        let figure = nps::nps(&Classes::from_counts(d, p, q))?;
        Some(covers(figure.ci95, truth))
    }
}

fn csat_round(shares: [f64; 5]) -> impl Fn(&mut Random, usize) -> Option<bool> {
    let truth = shares[3] + shares[4];
    move |random, n| {
        let answers = random.counts(&shares, n).map(Tally::from);
        Some(covers(share::top_two(&answers)?.ci95, truth))
    }
}

/// Every survey has a share of its own, evenly between these: what hits or misses because people
/// come in whole numbers evens out, as it does over the surveys of a firm.
fn varied_csat_round([low, high]: [f64; 2]) -> impl Fn(&mut Random, usize) -> Option<bool> {
    move |random, n| {
        let truth = low + (high - low) * random.uniform();
        let [rest, satisfied] = random.counts(&[1.0 - truth, truth], n).map(Tally::from);
        let answers = [
            rest,
            Tally::default(),
            Tally::default(),
            satisfied,
            Tally::default(),
        ];
        Some(covers(share::top_two(&answers)?.ci95, truth))
    }
}

pub(super) fn mean_of(shares: &[f64; 5]) -> f64 {
    shares
        .iter()
        .zip(1_u8..)
        .map(|(share, x)| share * f64::from(x))
        .sum()
}

fn ces_round(shares: [f64; 5]) -> impl Fn(&mut Random, usize) -> Option<bool> {
    let truth = mean_of(&shares);
    move |random, n| {
        let answers = random.counts(&shares, n).map(Tally::from);
        Some(covers(mean::mean(&one_to_five(&answers))?.ci95?, truth))
    }
}

/// The answers of `n` people to statement and recommend question.
fn draw(table: &[[u64; 3]; 3], random: &mut Random, n: usize) -> [[u64; 3]; 3] {
    let all: u64 = table.iter().flatten().sum();
    let flat: [f64; 9] = std::array::from_fn(|i| table[i / 3][i % 3] as f64 / all as f64);
    let counts = random.counts(&flat, n);
    std::array::from_fn(|i| std::array::from_fn(|j| counts[3 * i + j]))
}

fn kss_round(table: [[u64; 3]; 3]) -> impl Fn(&mut Random, usize) -> Option<bool> {
    let truth = kss::kss(&Cells::from_counts(table)).value;
    move |random, n| {
        let figure = kss::kss(&Cells::from_counts(draw(&table, random, n)));
        // With fewer who agree the interval shown is that of the linear form.
        let shown = figure.n_agree >= kss::FEW_AGREE && figure.status.shows_interval();
        shown.then(|| Some(covers(figure.ci95?, truth?)))?
    }
}

/// Where it is shown: so few agree that KSS itself can't go by them alone.
fn linear_round(table: [[u64; 3]; 3]) -> impl Fn(&mut Random, usize) -> Option<bool> {
    let truth = kss::linear_form(&Cells::from_counts(table)).map(|linear| linear.value);
    move |random, n| {
        let figure = kss::kss(&Cells::from_counts(draw(&table, random, n)));
        let shown = figure.n_agree < kss::FEW_AGREE && figure.status.shows_interval();
        shown.then(|| Some(covers(figure.linear?.ci95, truth?)))?
    }
}

/// Both find the theme, only the first, only the second, neither.
fn kappa_round(counts: [u32; 4]) -> impl Fn(&mut Random, usize) -> Option<bool> {
    let kappa = |[both, first, second, none]: [u64; 4]| {
        agreement::kappa(&[[both, first], [second, none]]).ok()
    };
    let truth = kappa(counts.map(u64::from)).map(|kappa| kappa.value);
    let shares = shares(counts);
    move |random, n| Some(covers(kappa(random.counts(&shares, n))?.ci95?, truth?))
}
