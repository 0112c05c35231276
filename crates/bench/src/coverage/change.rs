//! Changes between two periods with as many answers each.

use super::plain::{EASY, HIGH, LOW, SATISFIED, TYPICAL, mean_of};
use super::random::{Random, shares};
use super::{Case, covers};
use stats::mean::one_to_five;
use stats::nps::Classes;
use stats::share::Count;
use stats::{Tally, mean, nps, share};

const BETTER: [f64; 3] = [0.15, 0.35, 0.50];
const EASIER: [u32; 5] = [10, 25, 250, 700, 1700];

pub(super) fn cases() -> Vec<Case> {
    let mut cases = Vec::new();
    for (mix, before, after) in [
        ("NPS 25 stays", TYPICAL, TYPICAL),
        ("NPS 25 → 35", TYPICAL, BETTER),
        ("NPS −25 → 63", LOW, HIGH),
    ] {
        cases.push(Case::new("NPS change", mix, nps_round(before, after)));
    }
    for (mix, before, after) in [
        ("82 % stays", 0.82, 0.82),
        ("82 → 87 %", 0.82, 0.87),
        ("95 → 97 %", 0.95, 0.97),
    ] {
        cases.push(Case::new(
            "CSAT change (Newcombe)",
            mix,
            share_round(before, after),
        ));
    }
    for (mix, after) in [("4.4 → 4.5", EASIER), ("4.4 → 4.1", SATISFIED)] {
        cases.push(Case::new(
            "CES change (Welch)",
            mix,
            mean_round(shares(EASY), shares(after)),
        ));
    }
    cases
}

fn nps_round(before: [f64; 3], after: [f64; 3]) -> impl Fn(&mut Random, usize) -> Option<bool> {
    let value = |[d, _, p]: [f64; 3]| 100.0 * (p - d);
    let truth = value(after) - value(before);
    move |random, n| {
        let mut draw = |shares| {
            let [d, p, q] = random.counts(shares, n);
            Classes::from_counts(d, p, q)
        };
        let (before, after) = (draw(&before), draw(&after));
        Some(covers(nps::change(&before, &after)?.ci95, truth))
    }
}

fn share_round(before: f64, after: f64) -> impl Fn(&mut Random, usize) -> Option<bool> {
    move |random, n| {
        let mut draw = |p: f64| {
            let [hits, _] = random.counts(&[p, 1.0 - p], n);
            Count {
                hits: hits.into(),
                all: (n as u64).into(),
            }
        };
        let (from, to) = (draw(before), draw(after));
        Some(covers(share::change(&from, &to)?.ci95, after - before))
    }
}

fn mean_round(before: [f64; 5], after: [f64; 5]) -> impl Fn(&mut Random, usize) -> Option<bool> {
    let truth = mean_of(&after) - mean_of(&before);
    move |random, n| {
        let mut draw = |shares| one_to_five(&random.counts(shares, n).map(Tally::from));
        let (before, after) = (draw(&before), draw(&after));
        Some(covers(mean::change(&before, &after)?.ci95, truth))
    }
}
