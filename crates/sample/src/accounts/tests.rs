//! Accounts: what is told and when nothing may be.

use proptest::prelude::*;

use super::*;

const OPEN: Privacy = Privacy::at_least(1);
const FIVE: Privacy = Privacy::at_least(5);
use crate::answers::examples::{of_accounts, scored};
use analysis::NOBODY;

fn near(a: f64, b: f64) -> bool {
    (a - b).abs() <= 1e-9 * b.abs().max(1.0)
}

#[test]
fn people_and_accounts_are_two_figures() {
    // One account of three detractors, two of one promoter each.
    let answers = of_accounts(&[(0, 2), (0, 3), (0, 4), (1, 9), (2, 10)]);
    let told = accounts("account", &answers, OPEN);
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
        OPEN,
    );
    assert_eq!((told.accounts, told.without, told.largest), (3, 2, 2));
    let strangers = accounts("a", &of_accounts(&[(0, 9), (1, 2), (2, 8)]), OPEN);
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
        let told = accounts("a", &answers, OPEN);
        assert_eq!(told.status, Status::NoSpread, "{answers:?}");
        assert_eq!(told.by_people.and_then(|e| e.ci95), None);
        assert_eq!(told.difference, None);
    }
}

#[test]
fn no_small_account_of_employees_is_given_away() {
    let mut team: Vec<(u32, u8)> = (0..20).map(|i| (0, i % 11)).collect();
    team.extend([(1, 3), (1, 4)]);
    let told = accounts("team", &of_accounts(&team), FIVE);
    assert_eq!(
        (told.status, told.accounts, told.largest),
        (Status::Hidden, 0, 0)
    );
    assert_eq!((told.by_people, told.large), (None, None));
    team.extend([(1, 3), (1, 4), (1, 5)]);
    let told = accounts("team", &of_accounts(&team), FIVE);
    assert_eq!(told.status, Status::FewAccounts);
}

proptest! {
    #[test]
    fn the_order_changes_nothing_and_twins_keep_the_value(
        people in proptest::collection::vec((0..8_u32, 0..=10_u8), 4..60),
    ) {
        let told = accounts("a", &of_accounts(&people), OPEN);
        let mut reversed = people.clone();
        reversed.reverse();
        let other = accounts("a", &of_accounts(&reversed), OPEN);
        prop_assert_eq!(told.status, other.status);
        // Every account asked once more, as another one: the value stays, the error shrinks.
        let twins: Vec<(u32, u8)> = people
            .iter()
            .flat_map(|(account, code)| [(*account, *code), (account + 100, *code)])
            .collect();
        let twins = accounts("a", &of_accounts(&twins), OPEN);
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
