//! The answers to a survey's outcome as numbers, one per person: what every part of this slice
//! starts from.

use analysis::NOBODY;
use dashboard::people::Rows;
use facts::code;
use figures::{Counts, Metric};
use stats::Tally;
use stats::cluster::Cluster;

/// The people who answered the outcome, a value per person in every column.
#[derive(Clone, Debug, PartialEq)]
pub struct Answers {
    /// What is measured.
    pub metric: Metric,
    /// The answers: scores 0–10 or points 1–5.
    pub codes: Vec<u8>,
    /// Survey weights, above 0; none when all count the same.
    pub weights: Option<Vec<f64>>,
    /// Accounts, [`NOBODY`] for none; none when there is no such attribute.
    pub accounts: Option<Vec<u32>>,
    /// Days of the answers, since 1970-01-01.
    pub days: Vec<i32>,
    /// Places of the responses within the survey, from 1.
    pub ordinals: Vec<u32>,
    /// Waves, [`NOBODY`] for none; none when there is no such attribute.
    pub waves: Option<Vec<u32>>,
}

impl Answers {
    /// Those of the rows who answered the outcome. The first attribute of the rows, if any, is the
    /// wave.
    pub fn of(metric: Metric, rows: Rows) -> Self {
        let people = rows.people;
        let kept: Vec<bool> = people.outcome.iter().map(|c| code::is_answer(*c)).collect();
        let wave = people.attributes.into_iter().next();
        Self {
            metric,
            weights: people.weights.map(|column| only(column, &kept)),
            accounts: people.accounts.map(|column| only(column, &kept)),
            waves: wave.map(|wave| only(wave.values, &kept)),
            days: only(rows.days, &kept),
            ordinals: only(rows.ordinals, &kept),
            codes: only(people.outcome, &kept),
        }
    }

    /// No answers.
    pub fn nobody(metric: Metric) -> Self {
        Self {
            metric,
            codes: Vec::new(),
            weights: None,
            accounts: None,
            days: Vec::new(),
            ordinals: Vec::new(),
            waves: None,
        }
    }

    /// How many answered.
    pub fn len(&self) -> usize {
        self.codes.len()
    }

    /// Nobody answered.
    pub fn is_empty(&self) -> bool {
        self.codes.is_empty()
    }

    /// What a person's answer amounts to in the metric's unit: −100, 0 or 100 for the NPS, the
    /// answer itself for an effort, 0 or 1 for a share.
    pub fn value(&self, person: usize) -> f64 {
        points(self.metric, self.codes[person])
    }

    /// What a person counts for.
    pub fn weight(&self, person: usize) -> f64 {
        self.weights.as_ref().map_or(1.0, |weights| weights[person])
    }

    /// The counts of some of the people, weighted if they have weights.
    pub fn counts(&self, who: impl Iterator<Item = usize>) -> Counts {
        let mut outcome = [Tally::ZERO; 16];
        for person in who {
            outcome[usize::from(self.codes[person] & 15)] += Tally::weighted(self.weight(person));
        }
        counts(&outcome)
    }

    /// The counts of everybody, each counting the same.
    pub fn plain_counts(&self) -> Counts {
        let mut n = [0_u64; 16];
        for code in &self.codes {
            n[usize::from(code & 15)] += 1;
        }
        counts(&n.map(Tally::from))
    }

    /// How many waves there are among the answers.
    pub fn wave_count(&self) -> usize {
        let mut waves: Vec<u32> = self.waves.iter().flatten().copied().collect();
        waves.sort_unstable();
        waves.dedup();
        waves.iter().filter(|wave| **wave != NOBODY).count()
    }

    /// How many have no account.
    pub fn without_account(&self) -> u64 {
        let accounts = self.accounts.iter().flatten();
        accounts.filter(|account| **account == NOBODY).count() as u64
    }

    /// The answers by account, weighted if they have weights; whoever has no account is one of
    /// their own.
    pub fn by_account(&self) -> Vec<Cluster> {
        let mut clusters: Vec<Cluster> = Vec::new();
        let mut alone: Vec<Cluster> = Vec::new();
        for person in 0..self.len() {
            let answer = Cluster::of(1, self.value(person), self.weight(person));
            match self.accounts.as_ref().map(|accounts| accounts[person]) {
                Some(account) if account != NOBODY => {
                    let place = account as usize;
                    if clusters.len() <= place {
                        clusters.resize(place + 1, Cluster::default());
                    }
                    clusters[place] += answer;
                }
                _ => alone.push(answer),
            }
        }
        clusters.retain(|cluster| !cluster.is_empty());
        clusters.append(&mut alone);
        clusters
    }
}

/// What an answer amounts to in the metric's unit.
pub fn points(metric: Metric, code: u8) -> f64 {
    match metric {
        Metric::Nps | Metric::Enps => stats::nps::class(code).points(),
        Metric::Ces(_) => code.into(),
        Metric::Csat | Metric::Cas => f64::from(u8::from(code >= 4)),
    }
}

/// Counts of an outcome and of nothing else.
fn counts(outcome: &[Tally; 16]) -> Counts {
    let all: Tally = outcome.iter().sum();
    Counts {
        responses: all,
        complete: all,
        outcome: *outcome,
        drivers: Vec::new(),
    }
}

fn only<T>(column: Vec<T>, kept: &[bool]) -> Vec<T> {
    let kept = column.into_iter().zip(kept).filter(|(_, kept)| **kept);
    kept.map(|(value, _)| value).collect()
}

#[cfg(test)]
pub(crate) mod examples {
    use super::*;

    /// Answers with nothing but scores, all on one day.
    pub(crate) fn scored(codes: &[u8]) -> Answers {
        Answers {
            metric: Metric::Nps,
            codes: codes.to_vec(),
            weights: None,
            accounts: None,
            days: vec![20_000; codes.len()],
            ordinals: (1..=codes.len() as u32).collect(),
            waves: None,
        }
    }

    /// Answers of accounts.
    pub(crate) fn of_accounts(answers: &[(u32, u8)]) -> Answers {
        let codes: Vec<u8> = answers.iter().map(|(_, code)| *code).collect();
        Answers {
            accounts: Some(answers.iter().map(|(account, _)| *account).collect()),
            ..scored(&codes)
        }
    }
}
