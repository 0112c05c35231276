//! Accounts: people of one customer answer alike, so their answers tell less than as many answers
//! of strangers; and large customers speak louder. The figure by people and by accounts beside each
//! other, with what makes them differ.

use figures::{Change, Figure};
use serde::Serialize;
use stats::cluster::{self, ByCluster, Cluster, Clustered, FEW_CLUSTERS};
use stats::quantile::{student, student_p};
use stats::{FEW, Verdict};

use crate::answers::Answers;
use crate::protect;

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
    /// Of employees, an account has fewer than five people.
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
pub fn accounts(attribute: &str, answers: &Answers, employees: bool) -> Accounts {
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
    if employees && sizes().any(|n| (1..protect::MINIMUM).contains(&n)) {
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
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::answers::examples::{of_accounts, scored};
    use analysis::NOBODY;

    fn near(a: f64, b: f64) -> bool {
        (a - b).abs() <= 1e-9 * b.abs().max(1.0)
    }

    #[test]
    fn people_and_accounts_are_two_figures() {
        // One account of three detractors, two of one promoter each.
        let answers = of_accounts(&[(0, 2), (0, 3), (0, 4), (1, 9), (2, 10)]);
        let told = accounts("account", &answers, false);
        assert_eq!(
            (told.n, told.accounts, told.largest, told.without),
            (5, 3, 3, 0)
        );
        let people = told.by_people.expect("three accounts");
        assert!(near(people.value, -20.0));
        // Deviations per account: 3·(−80), 120, 120; √(3/2 · (240² + 2·120²)) / 5.
        assert!(near(
            people.se,
            (1.5_f64 * (240.0 * 240.0 + 2.0 * 14_400.0)).sqrt() / 5.0
        ));
        let by_accounts = told.by_accounts.expect("three accounts");
        assert!(near(by_accounts.value, 100.0 / 3.0));
        let difference = told.difference.expect("they differ");
        assert!(near(difference.difference, 100.0 / 3.0 + 20.0));
        assert!(matches!(difference.verdict, Verdict::TooFew { need: 25 }));
        assert_eq!(told.intraclass, Some(1.0));
        let large = told.large.expect("one above average");
        assert_eq!((large.accounts, large.n, large.value), (1, 3, -100.0));
        let small = told.small.expect("two");
        assert_eq!((small.accounts, small.n, small.value), (2, 2, 100.0));
        assert_eq!(told.status, Status::FewAccounts);
    }

    #[test]
    fn whoever_has_no_account_stands_for_themselves() {
        let told = accounts(
            "a",
            &of_accounts(&[(NOBODY, 9), (NOBODY, 2), (0, 8), (0, 9)]),
            false,
        );
        assert_eq!((told.accounts, told.without, told.largest), (3, 2, 2));
        let strangers = accounts("a", &of_accounts(&[(0, 9), (1, 2), (2, 8)]), false);
        assert_eq!(strangers.status, Status::AllDifferent);
        assert_eq!(strangers.by_people, strangers.by_accounts);
        assert_eq!(strangers.difference, None, "one figure, not two");
    }

    #[test]
    fn degenerate_accounts_make_no_confident_figure() {
        for answers in [
            scored(&[]),
            scored(&[9]),
            of_accounts(&[(0, 9), (0, 2), (0, 7)]),
            of_accounts(&[(0, 9), (0, 9), (1, 9)]),
        ] {
            let told = accounts("a", &answers, false);
            assert_eq!(told.status, Status::NoSpread, "{answers:?}");
            assert_eq!(told.by_people.and_then(|e| e.ci95), None);
            assert_eq!(told.difference, None);
        }
    }

    #[test]
    fn no_small_account_of_employees_is_given_away() {
        let mut team: Vec<(u32, u8)> = (0..20).map(|i| (0, i % 11)).collect();
        team.extend([(1, 3), (1, 4)]);
        let told = accounts("team", &of_accounts(&team), true);
        assert_eq!(
            (told.status, told.accounts, told.largest),
            (Status::Hidden, 0, 0)
        );
        assert_eq!((told.by_people, told.large), (None, None));
        team.extend([(1, 3), (1, 4), (1, 5)]);
        let told = accounts("team", &of_accounts(&team), true);
        assert_eq!(told.status, Status::FewAccounts);
    }

    proptest! {
        #[test]
        fn the_order_changes_nothing_and_twins_keep_the_value(
            people in proptest::collection::vec((0..8_u32, 0..=10_u8), 4..60),
        ) {
            let told = accounts("a", &of_accounts(&people), false);
            let mut reversed = people.clone();
            reversed.reverse();
            let other = accounts("a", &of_accounts(&reversed), false);
            prop_assert_eq!(told.status, other.status);
            // Every account asked once more, as another one: the value stays, the error shrinks.
            let twins: Vec<(u32, u8)> = people
                .iter()
                .flat_map(|(account, code)| [(*account, *code), (account + 100, *code)])
                .collect();
            let twins = accounts("a", &of_accounts(&twins), false);
            if let (Some(one), Some(two)) = (told.by_people, twins.by_people) {
                prop_assert!(near(one.value, two.value));
                prop_assert!(two.se <= one.se + 1e-9);
                let g = told.accounts as f64;
                let factor = ((g - 1.0) / (2.0 * g - 1.0)).sqrt();
                prop_assert!((two.se - one.se * factor).abs() < 1e-6, "{} {}", one.se, two.se);
            }
            if let Some(effect) = told.design_effect {
                prop_assert!(near(told.effective_n.expect("both"), told.n as f64 / effect));
            }
        }
    }
}
