//! What accounts make of the NPS: people of one account answer alike, so their answers tell less
//! than as many answers of strangers, and large accounts speak louder.

use std::collections::BTreeSet;

use facts::{ColumnId, DimensionId, Filter, NO_VALUE, code};
use figures::Coding;
use serde::Serialize;
use stats::cluster::{self, ByCluster, Cluster, Clustered, Clusters, FEW_CLUSTERS};
use stats::kss::Level;
use stats::nps::class;

use crate::analyze::columns::Columns;
use crate::analyze::read::Reading;

/// What accounts make of the NPS.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(super) struct Accounts {
    /// The column that names them.
    pub(super) column: String,
    /// How many; whoever has none is one of their own.
    pub(super) accounts: u64,
    /// People who gave a score.
    pub(super) n: u64,
    /// Those of them without an account.
    pub(super) without: u64,
    /// Answers of the account with the most.
    pub(super) largest: u64,
    /// What may be said: `shown`, `few_accounts` (under 20), `all_different` (no two people of one
    /// account) or `no_spread` (under two accounts, or all answer alike: no interval).
    pub(super) status: &'static str,
    /// Every answer weighs the same, the interval by accounts.
    pub(super) by_people: Option<Estimate>,
    /// Every account weighs the same.
    pub(super) by_accounts: Option<Estimate>,
    /// How alike the people of one account answer: 1 all the same, 0 like strangers.
    pub(super) intraclass: Option<f64>,
    /// How many times as many answers it takes as of strangers.
    pub(super) design_effect: Option<f64>,
    /// As many strangers would tell as much.
    pub(super) effective_n: Option<f64>,
}

/// An NPS with its uncertainty.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub(super) struct Estimate {
    /// NPS points.
    pub(super) value: f64,
    /// Standard error; 0 when nothing varies between accounts.
    pub(super) se: f64,
    /// 95 % interval by Student's t, not cut off at ±100; none when nothing varies.
    pub(super) ci95: Option<[f64; 2]>,
}

impl From<Clustered> for Estimate {
    fn from(found: Clustered) -> Self {
        Self {
            value: found.value,
            se: found.se,
            ci95: found.ci95,
        }
    }
}

impl From<ByCluster> for Estimate {
    fn from(found: ByCluster) -> Self {
        Self {
            value: found.value,
            se: found.se,
            ci95: found.ci95,
        }
    }
}

/// What the accounts make of the NPS of everybody; none without a column that names them.
pub(super) fn accounts(reading: &Reading, columns: &Columns) -> Option<Accounts> {
    let column = columns.account?;
    let scores = scores(reading);
    let (clusters, without) = clusters(reading, columns, |row| points(scores[row]))?;
    let total = clusters.total();
    let count = clusters.ids().count() as u64;
    let mut told = Accounts {
        column: columns.names[column].clone(),
        accounts: count,
        n: total.n,
        without,
        largest: clusters.iter().map(|account| account.n).max().unwrap_or(0),
        status: "no_spread",
        by_people: None,
        by_accounts: None,
        intraclass: None,
        design_effect: None,
        effective_n: None,
    };
    let (Some(people), Some(by_accounts)) = (
        cluster::estimate(clusters.iter()),
        cluster::by_cluster(clusters.iter()),
    ) else {
        return Some(told);
    };
    told.status = match people.status {
        cluster::Status::NoSpread => "no_spread",
        _ if count == total.n => "all_different",
        cluster::Status::FewClusters => "few_accounts",
        cluster::Status::Shown => "shown",
    };
    told.by_people = Some(people.into());
    told.by_accounts = Some(by_accounts.into());
    told.intraclass = people.intraclass;
    told.design_effect = people.design_effect;
    told.effective_n = people.effective_n;
    Some(told)
}

/// Two values of a dimension to compare.
pub(super) type Waves<'a> = (DimensionId, [&'a str; 2]);

/// The change of the NPS between two waves when accounts are known: an account in both answers
/// alike in both. None without accounts, with fewer than two on a side or 20 in all, which is too
/// few to take the interval from, and where nothing differs between them.
pub(super) fn nps_change(
    reading: &Reading,
    columns: &Columns,
    waves: Waves<'_>,
) -> Option<figures::Change> {
    let scores = scores(reading);
    change(reading, columns, waves, |row| points(scores[row]))
}

/// The same of the share (0–1) that agrees with a statement, of those who gave a score too.
pub(super) fn agree_change(
    reading: &Reading,
    columns: &Columns,
    waves: Waves<'_>,
    (statement, coding): (ColumnId, Coding),
) -> Option<figures::Change> {
    let scores = scores(reading);
    let answers = facts::gather(&reading.facts, &everybody(reading), statement);
    change(reading, columns, waves, |row| {
        let answer = answers[row];
        let both = code::is_answer(scores[row]) && coding.is_valid(i64::from(answer));
        both.then(|| f64::from(u8::from(coding.level(answer) == Level::Agree)))
    })
}

fn change(
    reading: &Reading,
    columns: &Columns,
    (wave, [from, to]): Waves<'_>,
    value: impl Fn(usize) -> Option<f64>,
) -> Option<figures::Change> {
    let (places, values) = facts::gather_dimension(&reading.facts, &everybody(reading), wave);
    let side = |wave: &str| {
        let place = values.iter().position(|known| known == wave)?;
        let of = |row: usize| value(row).filter(|_| places[row] as usize == place);
        Some(clusters(reading, columns, of)?.0)
    };
    let (before, after) = (side(from)?, side(to)?);
    let known: BTreeSet<u64> = before.ids().chain(after.ids()).collect();
    if (known.len() as u64) < FEW_CLUSTERS {
        return None;
    }
    let found = cluster::change(&before, &after)?;
    if found.se <= 0.0 {
        return None;
    }
    Some(figures::Change {
        difference: found.difference,
        ci95: found.ci95,
        p: found.p,
        verdict: found.verdict,
    })
}

/// The rows that have a value by account, and how many of them have no account; none without a
/// column that names them. An account has the same number whatever rows have a value.
fn clusters(
    reading: &Reading,
    columns: &Columns,
    value: impl Fn(usize) -> Option<f64>,
) -> Option<(Clusters, u64)> {
    let dimension = reading.dimension(columns.account)?;
    let rows = everybody(reading);
    let weights = facts::gather_weights(&reading.facts, &rows);
    let (places, _) = facts::gather_dimension(&reading.facts, &rows, dimension);
    let mut clusters = Clusters::default();
    let mut without = 0;
    for row in 0..rows.len() {
        let Some(value) = value(row) else { continue };
        let weight = weights.as_ref().map_or(1.0, |weights| weights[row]);
        let account = if places[row] == NO_VALUE {
            without += 1;
            // Behind all accounts, each for itself.
            u64::from(NO_VALUE) + 1 + row as u64
        } else {
            u64::from(places[row])
        };
        clusters.add(account, Cluster::of(1, value, weight));
    }
    Some((clusters, without))
}

fn everybody(reading: &Reading) -> Vec<u32> {
    facts::select(&reading.facts, &Filter::default())
}

fn scores(reading: &Reading) -> Vec<u8> {
    facts::gather(&reading.facts, &everybody(reading), reading.score)
}

fn points(score: u8) -> Option<f64> {
    code::is_answer(score).then(|| class(score).points())
}
