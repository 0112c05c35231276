//! Accounts: people of one customer answer alike, so their answers tell less than as many answers
//! of strangers; and large customers speak louder. The figure by people and by accounts beside each
//! other, with what makes them differ.

use dashboard::privacy::Privacy;
use figures::{Change, Figure};
use serde::Serialize;
use stats::cluster::{self, ByCluster, Cluster, Clustered, FEW_CLUSTERS};
use stats::quantile::{student, student_p};
use stats::{FEW, Verdict};

use crate::answers::Answers;

/// What accounts make of the figure.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Accounts {
    /// The attribute the accounts come from.
    pub attribute: String,
    /// What may be said.
    pub status: Status,
    /// People who answered.
    pub n: u64,
    /// Accounts they are of; whoever has none is one of their own.
    pub accounts: u64,
    /// People without an account.
    pub without: u64,
    /// Answers of the account with the most.
    pub largest: u64,
    /// The figure as if everybody were a stranger to everybody else.
    pub as_strangers: Option<Figure>,
    /// Every answer weighs the same, the interval by accounts.
    pub by_people: Option<Estimate>,
    /// Every account weighs the same.
    pub by_accounts: Option<Estimate>,
    /// By accounts minus by people.
    pub difference: Option<Change>,
    /// How alike the people of one account answer: 1 all the same, 0 like strangers.
    pub intraclass: Option<f64>,
    /// What clustering and weights cost, as a multiple of the answers needed.
    pub design_effect: Option<f64>,
    /// As many strangers would tell as much.
    pub effective_n: Option<f64>,
    /// Accounts with more answers than the average one.
    pub large: Option<Part>,
    /// The other accounts.
    pub small: Option<Part>,
}

/// What may be said of accounts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// The figures.
    Shown,
    /// Fewer than 20 accounts: the interval is a rough one.
    FewAccounts,
    /// Fewer than two accounts, or nothing varies between them: no interval.
    NoSpread,
    /// No two people are of the same account: they are strangers.
    AllDifferent,
    /// An account has too few people to show.
    Hidden,
}

/// A value with its uncertainty.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Estimate {
    /// In the metric's unit.
    pub value: f64,
    /// Standard error; 0 when nothing varies.
    pub se: f64,
    /// 95 % interval by Student's t; none when nothing varies.
    pub ci95: Option<[f64; 2]>,
}

/// Some of the accounts.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Part {
    /// How many.
    pub accounts: u64,
    /// People who answered there.
    pub n: u64,
    /// Their figure, every answer weighing the same.
    pub value: f64,
}

/// What the accounts of `answers` make of the figure.
pub fn accounts(attribute: &str, answers: &Answers, privacy: Privacy) -> Accounts {
    let clusters = answers.by_account();
    let count = clusters.len() as u64;
    let n = answers.len() as u64;
    let sizes = || clusters.iter().map(|account| account.n);
    let mut told = Accounts {
        attribute: attribute.to_owned(),
        status: Status::NoSpread,
        n,
        accounts: count,
        without: answers.without_account(),
        largest: sizes().max().unwrap_or(0),
        as_strangers: None,
        by_people: None,
        by_accounts: None,
        difference: None,
        intraclass: None,
        design_effect: None,
        effective_n: None,
        large: None,
        small: None,
    };
    if sizes().any(|n| privacy.is_few(n)) {
        return hidden(told);
    }
    if n > 0 {
        let counts = answers.counts(0..answers.len());
        told.as_strangers = Some(crate::weighting::weighted(answers.metric, &counts));
    }
    let (Some(people), Some(by_accounts)) = (
        cluster::estimate(clusters.iter()),
        cluster::by_cluster(clusters.iter()),
    ) else {
        return told;
    };
    told.status = match (people.status, count == n) {
        (cluster::Status::NoSpread, _) => Status::NoSpread,
        // One account outweighs all others beyond measure.
        _ if people.ci95.is_none() => Status::NoSpread,
        (_, true) => Status::AllDifferent,
        (cluster::Status::FewClusters, _) => Status::FewAccounts,
        (cluster::Status::Shown, _) => Status::Shown,
    };
    told.by_people = Some(people.into());
    told.by_accounts = Some(by_accounts.into());
    told.difference = difference(&clusters, &people, &by_accounts);
    told.intraclass = people.intraclass;
    told.design_effect = people.design_effect;
    told.effective_n = people.effective_n;
    let average = n as f64 / count as f64;
    let is_large = |account: &&Cluster| account.n as f64 > average;
    told.large = part(clusters.iter().filter(is_large));
    told.small = part(clusters.iter().filter(|account| !is_large(account)));
    told
}

/// Nothing of accounts but that there is nothing to show.
fn hidden(told: Accounts) -> Accounts {
    Accounts {
        status: Status::Hidden,
        accounts: 0,
        without: 0,
        largest: 0,
        ..told
    }
}

/// By accounts minus by people: both figures are of the same people, so the standard error comes
/// from the difference of an account's influences on them, `(z̄_g − ā)/G − Σ_{i∈g} w(z − z̄)/Σw`,
/// and not from the two standard errors.
fn difference(clusters: &[Cluster], people: &Clustered, by_accounts: &ByCluster) -> Option<Change> {
    let (count, weight) = (
        by_accounts.clusters as f64,
        clusters.iter().sum::<Cluster>().w,
    );
    let influence = |account: &Cluster| -> Option<f64> {
        let alone = (account.mean()? - by_accounts.value) / count;
        Some(alone - (account.wz - people.value * account.w) / weight)
    };
    let squares: f64 = clusters
        .iter()
        .filter_map(influence)
        .map(|influence| influence * influence)
        .sum();
    let se = (squares * count / (count - 1.0)).sqrt();
    let difference = by_accounts.value - people.value;
    if se <= 1e-9 * people.value.abs().max(1.0) {
        return None;
    }
    let reach = student(0.95, count - 1.0) * se;
    let ci95 = [difference - reach, difference + reach];
    let verdict = if people.n < FEW || people.clusters < FEW_CLUSTERS {
        let missing = FEW_CLUSTERS.saturating_sub(people.clusters);
        Verdict::TooFew {
            need: missing.max(FEW.saturating_sub(people.n)),
        }
    } else if ci95[0] > 0.0 {
        Verdict::Rose
    } else if ci95[1] < 0.0 {
        Verdict::Fell
    } else {
        Verdict::NotMoreThanChance
    };
    Some(Change {
        difference,
        ci95,
        p: student_p(difference / se, count - 1.0),
        verdict,
    })
}

fn part<'a>(accounts: impl Iterator<Item = &'a Cluster> + Clone) -> Option<Part> {
    let all: Cluster = accounts.clone().sum();
    Some(Part {
        accounts: accounts.count() as u64,
        n: all.n,
        value: all.mean()?,
    })
}

impl From<Clustered> for Estimate {
    fn from(told: Clustered) -> Self {
        Self {
            value: told.value,
            se: told.se,
            ci95: told.ci95,
        }
    }
}

impl From<ByCluster> for Estimate {
    fn from(told: ByCluster) -> Self {
        Self {
            value: told.value,
            se: told.se,
            ci95: told.ci95,
        }
    }
}

#[cfg(test)]
mod tests;
