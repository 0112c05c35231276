//! Samples that are not one answer each from an endless population: weights, accounts, small
//! customer bases.

use super::plain::{EASY, HIGH, LOW, SATISFIED, TYPICAL, mean_of};
use super::random::{Random, below, shares};
use super::{Case, covers};
use stats::cluster::{self, Cluster, Clusters};
use stats::finite::Correction;
use stats::mean::one_to_five;
use stats::nps::{Class, Classes};
use stats::share::Count;
use stats::{Tally, mean, nps, share};

pub(super) fn cases() -> Vec<Case> {
    let mut cases = vec![
        Case::new(
            "NPS, weighted",
            "NPS 25 and 63",
            weighted_nps(TYPICAL, HIGH),
        ),
        Case::new("NPS, weighted", "NPS −25 and 63", weighted_nps(LOW, HIGH)),
        Case::new("CSAT, weighted", "80 and 90 %", weighted_csat(0.8, 0.9)),
        Case::new("CSAT, weighted", "60 and 80 %", weighted_csat(0.6, 0.8)),
        Case::new("CES, weighted", "4.4 and 4.1", weighted_ces()),
    ];
    for (mix, alike) in [("accounts little alike", 0.1), ("accounts much alike", 0.4)] {
        cases.push(Case::new(
            "NPS by answers, of accounts",
            mix,
            accounts(alike, answers),
        ));
        cases.push(Case::new(
            "NPS by accounts",
            mix,
            accounts(alike, by_account),
        ));
        cases.push(Case::new("NPS change, same accounts", mix, waves(alike)));
        let naive = Case::new(
            "NPS as if no accounts (contrast)",
            mix,
            accounts(alike, plain),
        );
        cases.push(naive.contrast());
    }
    for (mix, of_ten) in [("half of all answered", 5), ("nine tenths answered", 9)] {
        cases.push(Case::new(
            "NPS, small customer base",
            mix,
            small_base(of_ten),
        ));
    }
    cases
}

/// Sampled part and weight of two groups: the second is asked less and counts for more.
const GROUPS: [(f64, f64); 2] = [(0.7, 0.5), (0.3, 13.0 / 6.0)];
/// What the groups are of the population: part × weight.
const OF_ALL: [f64; 2] = [0.35, 0.65];

/// The group of a person and the weight, which differs within the groups too.
fn person(random: &mut Random) -> (usize, Tally) {
    let group = usize::from(random.uniform() > GROUPS[0].0);
    (
        group,
        Tally::weighted(GROUPS[group].1 * (0.5 + random.uniform())),
    )
}

fn weighted_nps(a: [f64; 3], b: [f64; 3]) -> impl Fn(&mut Random, usize) -> Option<bool> {
    let value = |[d, _, p]: [f64; 3]| 100.0 * (p - d);
    let truth = OF_ALL[0] * value(a) + OF_ALL[1] * value(b);
    move |random, n| {
        let mut classes = [Tally::ZERO; 3];
        for _ in 0..n {
            let (group, weight) = person(random);
            classes[random.pick(&[a, b][group])] += weight;
        }
        let [detractors, passives, promoters] = classes;
        let figure = nps::nps(&Classes {
            detractors,
            passives,
            promoters,
        })?;
        Some(covers(figure.ci95, truth))
    }
}

fn weighted_csat(a: f64, b: f64) -> impl Fn(&mut Random, usize) -> Option<bool> {
    let truth = OF_ALL[0] * a + OF_ALL[1] * b;
    move |random, n| {
        let mut count = Count::default();
        for _ in 0..n {
            let (group, weight) = person(random);
            count.all += weight;
            if random.uniform() < [a, b][group] {
                count.hits += weight;
            }
        }
        Some(covers(share::share(&count)?.ci95, truth))
    }
}

fn weighted_ces() -> impl Fn(&mut Random, usize) -> Option<bool> {
    let groups = [shares(EASY), shares(SATISFIED)];
    let truth = OF_ALL[0] * mean_of(&groups[0]) + OF_ALL[1] * mean_of(&groups[1]);
    move |random, n| {
        let mut answers = [Tally::ZERO; 5];
        for _ in 0..n {
            let (group, weight) = person(random);
            answers[random.pick(&groups[group])] += weight;
        }
        Some(covers(mean::mean(&one_to_five(&answers))?.ci95?, truth))
    }
}

/// Answers per account, and how many accounts have so many; those with eight and twelve are less
/// content.
const ACCOUNT_SIZES: [(u64, f64); 5] = [(1, 0.4), (2, 0.25), (4, 0.15), (8, 0.15), (12, 0.05)];
const LARGE: u64 = 8;
const LARGE_SHIFT: f64 = -0.3;
/// Standard normal contentment below which somebody is a detractor, and a passive.
const CUTS: [f64; 2] = [-0.84, 0.13];

fn shift(size: u64) -> f64 {
    if size >= LARGE { LARGE_SHIFT } else { 0.0 }
}

fn mean_size() -> f64 {
    ACCOUNT_SIZES
        .iter()
        .map(|&(size, part)| size as f64 * part)
        .sum()
}

/// NPS of accounts of a size.
fn true_nps(size: u64) -> f64 {
    let shift = shift(size);
    100.0 * ((1.0 - below(CUTS[1] - shift)) - below(CUTS[0] - shift))
}

fn class(contentment: f64) -> Class {
    match CUTS.iter().filter(|&&cut| contentment > cut).count() {
        0 => Class::Detractor,
        1 => Class::Passive,
        _ => Class::Promoter,
    }
}

/// One account: its number of answers and its own contentment, `alike` of the variance.
fn account(random: &mut Random, alike: f64) -> (u64, f64) {
    let (size, _) = ACCOUNT_SIZES[random.pick(&ACCOUNT_SIZES.map(|(_, part)| part))];
    (size, shift(size) + alike.sqrt() * random.normal())
}

fn answer(random: &mut Random, own: f64, alike: f64) -> Class {
    class(own + (1.0 - alike).sqrt() * random.normal())
}

/// Whether an interval from answers by account covers the truths by answers and by accounts.
type Look = fn(&Clusters, [f64; 2]) -> Option<bool>;

fn answers(clusters: &Clusters, [by_answers, _]: [f64; 2]) -> Option<bool> {
    Some(covers(
        cluster::estimate(clusters.iter())?.ci95?,
        by_answers,
    ))
}

fn by_account(clusters: &Clusters, [_, by_accounts]: [f64; 2]) -> Option<bool> {
    Some(covers(
        cluster::by_cluster(clusters.iter())?.ci95?,
        by_accounts,
    ))
}

fn plain(clusters: &Clusters, [by_answers, _]: [f64; 2]) -> Option<bool> {
    let all = clusters.total();
    // From the sums of ±100 and their squares back to promoters and detractors.
    let (voting, net) = (
        (all.zz / 1e4).round() as u64,
        (all.z / 100.0).round() as i64,
    );
    let promoters = voting.checked_add_signed(net)? / 2;
    let detractors = voting - promoters;
    let classes = Classes::from_counts(detractors, all.n - voting, promoters);
    Some(covers(nps::nps(&classes)?.ci95, by_answers))
}

fn truths() -> [f64; 2] {
    let by = |weight: fn(u64) -> f64| {
        let (sum, of) = ACCOUNT_SIZES
            .iter()
            .fold((0.0, 0.0), |(sum, of), &(size, part)| {
                let part = part * weight(size);
                (sum + part * true_nps(size), of + part)
            });
        sum / of
    };
    [by(|size| size as f64), by(|_| 1.0)]
}

/// As many accounts as have `n` answers on average.
fn accounts_for(n: usize) -> u64 {
    (n as f64 / mean_size()).round() as u64
}

fn accounts(alike: f64, look: Look) -> impl Fn(&mut Random, usize) -> Option<bool> {
    let truths = truths();
    move |random, n| {
        let mut clusters = Clusters::default();
        for id in 0..accounts_for(n) {
            let (size, own) = account(random, alike);
            for _ in 0..size {
                let z = answer(random, own, alike).points();
                clusters.add(id, Cluster::of(1, z, 1.0));
            }
        }
        look(&clusters, truths)
    }
}

/// Two waves among the same accounts; nothing changes.
fn waves(alike: f64) -> impl Fn(&mut Random, usize) -> Option<bool> {
    move |random, n| {
        let mut waves = [Clusters::default(), Clusters::default()];
        for id in 0..accounts_for(n) {
            let (size, own) = account(random, alike);
            for wave in &mut waves {
                for _ in 0..size {
                    let z = answer(random, own, alike).points();
                    wave.add(id, Cluster::of(1, z, 1.0));
                }
            }
        }
        Some(covers(cluster::change(&waves[0], &waves[1])?.ci95, 0.0))
    }
}

/// `of_ten` tenths of all customers answered; the truth is the NPS of these customers.
fn small_base(of_ten: usize) -> impl Fn(&mut Random, usize) -> Option<bool> {
    move |random, n| {
        let population = n * 10 / of_ten;
        let part = |share: f64| (share * population as f64).round() as usize;
        let (d, p) = (part(TYPICAL[0]), part(TYPICAL[2]));
        let truth = 100.0 * (p as f64 - d as f64) / population as f64;
        // Without replacement, one customer after the other.
        let mut left = [d, population - d - p, p];
        let mut drawn = [0_u64; 3];
        for taken in 0..n {
            let mut place = random.below(population - taken);
            for (class, left) in left.iter_mut().enumerate() {
                if place < *left {
                    *left -= 1;
                    drawn[class] += 1;
                    break;
                }
                place -= *left;
            }
        }
        let figure = nps::nps(&Classes::from_counts(drawn[0], drawn[1], drawn[2]))?;
        let correction = Correction::new(n as u64, population as u64).ok()?;
        Some(covers(
            correction.interval(figure.value, figure.ci95),
            truth,
        ))
    }
}
