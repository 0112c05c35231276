//! What to be careful about, read off the figures.

use stats::moments::correlation;

use crate::answers::Answers;
use crate::joint::Joint;
use crate::model::{Driver, Pair};
use crate::people::People;
use crate::resample::{FEWEST, Resampled};
use crate::warning::{Code, Warning};

/// Correlation of two drivers beyond which their single shares are not stable.
const CORRELATED: f64 = 0.8;
/// Correlation from which one driver is a copy of the other, but for rounding and EM's last step.
const COPY: f64 = 1.0 - 1e-6;
/// Variance inflation beyond which the others nearly tell a driver.
const INFLATED: f64 = 5.0;
/// By how much a driver's correlation with the outcome exceeds all others' when it is one itself.
const OUTCOME_LIKE: f64 = 0.15;
/// Share of missing answers that is much.
const MUCH_MISSING: f64 = 0.2;
/// Corrected probability below which a driver works differently at the bottom and at the top.
pub(crate) const UNEQUAL: f64 = 0.01;

/// Pairs of players of one column each that correlate closely, the strongest first.
pub(crate) fn pairs(answers: &Answers, joint: &Joint) -> Vec<Pair> {
    let r = correlation(&joint.fit.covariance);
    let single: Vec<(usize, usize)> = joint
        .players
        .iter()
        .zip(&joint.groups)
        .filter(|(_, group)| group.len() == 1)
        .map(|(&player, group)| (player, group[0]))
        .collect();
    let name = |player: usize| answers.players[player].name.clone();
    let mut pairs = Vec::new();
    for (at, &(a, column)) in single.iter().enumerate() {
        for &(b, other) in &single[at + 1..] {
            let r = r[(column, other)];
            if r.abs() > CORRELATED {
                let drivers = [name(a), name(b)];
                pairs.push(Pair { drivers, r });
            }
        }
    }
    pairs.sort_by(|a, b| b.r.abs().total_cmp(&a.r.abs()));
    pairs
}

/// Warnings about drivers that go together.
pub(crate) fn about_players(answers: &Answers, joint: &Joint, pairs: &[Pair]) -> Vec<Warning> {
    let mut warnings: Vec<Warning> = pairs
        .iter()
        .map(|Pair { drivers: [a, b], r }| Warning::new(Code::Correlated).of(a).of(b).with("r", *r))
        .collect();
    for (&player, vif) in joint.players.iter().zip(&joint.importance.vif) {
        let name = &answers.players[player].name;
        if let Some(vif) = vif.filter(|vif| *vif > INFLATED) {
            warnings.push(Warning::new(Code::Collinear).of(name).with("vif", vif));
        }
    }
    warnings.extend(aliased(answers, joint));
    warnings
}

/// A warning per set of copies, and one of all others that determine one another.
fn aliased(answers: &Answers, joint: &Joint) -> Vec<Warning> {
    let r = correlation(&joint.fit.covariance);
    let copies = |&a: &usize, &b: &usize| match (&joint.groups[a][..], &joint.groups[b][..]) {
        (&[a], &[b]) => r[(a, b)].abs() > COPY,
        _ => false,
    };
    let mut left: Vec<usize> = (0..joint.players.len())
        .filter(|&at| joint.aliased[at])
        .collect();
    let (mut sets, mut others) = (Vec::new(), Vec::new());
    while let Some(&first) = left.first() {
        let (set, rest): (Vec<usize>, Vec<usize>) = left
            .iter()
            .partition(|at| copies(&first, at) || **at == first);
        left = rest;
        if set.len() > 1 {
            sets.push(set);
        } else {
            others.extend(set);
        }
    }
    if !others.is_empty() {
        sets.push(others);
    }
    let names = joint.names(answers);
    let warning = |set: &Vec<usize>| {
        let all = Warning::new(Code::Aliased);
        set.iter().fold(all, |all, &at| all.of(&names[at]))
    };
    sets.iter().map(warning).collect()
}

/// A warning that names the players whose importance has no limits though there are resamples enough.
pub(crate) fn about_limits(names: &[String], resampled: &Resampled) -> Option<Warning> {
    let enough = resampled.bootstrap.replicates as usize >= FEWEST;
    let limits = resampled.lmg.iter().zip(&resampled.lmg_share);
    let without = names
        .iter()
        .zip(limits)
        .filter(|(_, (lmg, share))| enough && (lmg.is_none() || share.is_none()));
    let all = Warning::new(Code::FewResamples);
    let all = without.fold(all, |all, (name, _)| all.of(name));
    (!all.drivers.is_empty()).then_some(all)
}

/// Warnings about single drivers.
pub(crate) fn about_drivers(drivers: &[Driver]) -> Vec<Warning> {
    let mut warnings: Vec<Warning> = outcome_like(drivers).into_iter().collect();
    for driver in drivers {
        let about = |code| Warning::new(code).of(&driver.name);
        let missing = driver.coverage.map(|coverage| 1.0 - coverage);
        if let Some(share) = missing.filter(|share| *share > MUCH_MISSING) {
            warnings.push(about(Code::MuchMissing).with("share", share));
        }
        let falls = driver
            .what_if
            .and_then(|what_if| what_if.ci95)
            .is_some_and(|[_, high]| high < 0.0);
        if driver.what_if.is_some_and(|what_if| what_if.ci95.is_none()) {
            warnings.push(about(Code::NotDetermined));
        }
        if driver.kss.status == stats::kss::Status::Reversed.as_str() || falls {
            warnings.push(about(Code::Reversed));
        }
    }
    warnings
}

/// The driver that goes with the outcome so much more than all others that it is one itself.
fn outcome_like(drivers: &[Driver]) -> Option<Warning> {
    let enough = drivers.iter().filter(|driver| driver.n >= figures::FEW);
    let mut strong: Vec<(f64, &str)> = enough
        .filter_map(|driver| Some((driver.association.pearson?, driver.name.as_str())))
        .collect();
    strong.sort_by(|a, b| b.0.total_cmp(&a.0));
    let (&(r, name), &(next, _)) = (strong.first()?, strong.get(1)?);
    let like = Warning::new(Code::OutcomeLike).of(name);
    (r - next > OUTCOME_LIKE).then(|| like.with("r", r).with("next", next))
}

/// Warnings about the people as a whole.
pub(crate) fn about_people(people: &People, answers: &Answers) -> Vec<Warning> {
    let mut warnings = Vec::new();
    if people.is_sample() {
        let sampled = Warning::new(Code::Sampled).with("n", people.len() as f64);
        warnings.push(sampled.with("of", people.of as f64));
    }
    for (attribute, coded) in people.attributes.iter().zip(&answers.coded) {
        if coded.rare > 0 {
            let rare = Warning::new(Code::RareLevels).of(&attribute.name);
            warnings.push(rare.with("levels", f64::from(coded.rare)));
        }
    }
    warnings
}
