//! Accounts in words: how alike their people answer, and why people and accounts say different
//! things.

use stats::Verdict;

use super::{Section, Teller};
use crate::accounts::{Accounts, Status};

/// Whether accounts say something worth the top of the page.
pub(super) fn tells(accounts: &Accounts) -> bool {
    matches!(accounts.status, Status::Shown | Status::FewAccounts)
}

/// The part of the page; none without accounts.
pub(super) fn section(teller: &Teller<'_>) -> Option<Section> {
    let accounts = teller.told.accounts.as_ref()?;
    let attribute = accounts.attribute.as_str();
    let plain = |key: &str| teller.say(key, &[("attribute", attribute)]);
    let section = |finding| Section::new(teller, "accounts", finding);
    let mut section = match accounts.status {
        Status::Hidden => section(plain("sample-accounts-hidden")).noticed(),
        Status::NoSpread => section(plain("sample-accounts-none")).noticed(),
        Status::AllDifferent => section(plain("sample-accounts-different")),
        Status::Shown | Status::FewAccounts => section(clustered(teller, accounts)?),
    };
    if tells(accounts) {
        section.more = more(teller, accounts);
        section.explain = vec![
            "sample-clustered",
            "sample-by-accounts",
            "sample-intraclass",
        ];
    }
    Some(section)
}

/// What the likeness of people of one account costs.
fn clustered(teller: &Teller<'_>, accounts: &Accounts) -> Option<String> {
    let people = accounts.by_people?;
    let n = teller.whole(accounts.n);
    let count = teller.whole(accounts.accounts);
    let between = teller.between(people.ci95?);
    let effective = accounts.effective_n?;
    if effective >= accounts.n as f64 {
        return Some(teller.say(
            "sample-accounts-free",
            &[("n", &n), ("accounts", &count), ("between", &between)],
        ));
    }
    Some(teller.say(
        "sample-accounts-shown",
        &[
            ("n", &n),
            ("accounts", &count),
            ("metric", &teller.name()),
            ("value", &teller.value(people.value)),
            ("between", &between),
            ("strangers", &teller.between(accounts.as_strangers?.ci95?)),
            ("effective", &teller.about(effective)),
        ],
    ))
}

fn more(teller: &Teller<'_>, accounts: &Accounts) -> Vec<String> {
    let mut more = Vec::new();
    more.extend(beside(teller, accounts));
    more.extend(sizes(teller, accounts));
    if let (Some(likeness), Some(effect)) = (accounts.intraclass, accounts.design_effect) {
        let number = |number: f64| teller.screen.voice.number(number, 2);
        let args = [
            ("likeness", number(likeness.max(0.0))),
            ("effect", number(effect)),
        ];
        let args = args.each_ref().map(|(name, text)| (*name, text.as_str()));
        more.push(teller.say("sample-accounts-likeness", &args));
    }
    if accounts.status == Status::FewAccounts {
        more.push(teller.word("sample-accounts-few"));
    }
    if accounts.without > 0 {
        more.push(teller.count("sample-accounts-without", accounts.without, &[]));
    }
    more
}

/// By accounts beside by people.
fn beside(teller: &Teller<'_>, accounts: &Accounts) -> Option<String> {
    let by_accounts = accounts.by_accounts?;
    let change = accounts.difference?;
    let moved = teller.moved(change.difference);
    let verdict = match change.verdict {
        Verdict::Rose | Verdict::Fell => teller.word("sample-more-than-chance"),
        Verdict::NotMoreThanChance => teller.word("dashboard-verdict-chance"),
        Verdict::TooFew { need } => teller.count("dashboard-verdict-few", need, &[]),
    };
    let verdict = match change.verdict {
        Verdict::TooFew { .. } => teller.count(
            "sample-accounts-too-few",
            stats::cluster::FEW_CLUSTERS.saturating_sub(accounts.accounts),
            &[],
        ),
        _ => verdict,
    };
    Some(teller.say(
        "sample-accounts-beside",
        &[
            ("metric", &teller.name()),
            ("value", &teller.value(by_accounts.value)),
            ("between", &teller.between(by_accounts.ci95?)),
            ("moved", &moved),
            ("verdict", &verdict),
        ],
    ))
}

/// Why they differ: large accounts and small ones.
fn sizes(teller: &Teller<'_>, accounts: &Accounts) -> Option<String> {
    let (large, small) = (accounts.large?, accounts.small?);
    let number = |n: u64| teller.whole(n);
    Some(teller.say(
        "sample-accounts-sizes",
        &[
            ("metric", &teller.name()),
            ("large", &number(large.accounts)),
            ("large_n", &number(large.n)),
            ("large_value", &teller.value(large.value)),
            ("small", &number(small.accounts)),
            ("small_n", &number(small.n)),
            ("small_value", &teller.value(small.value)),
        ],
    ))
}
