//! Rules against a slow count.

use proptest::prelude::*;

use super::*;

fn rule(max: u16, days: u16) -> Rule {
    Rule {
        max,
        days,
        scope: Scope::Person,
        counts: Counts::Invitations,
    }
}

fn touches(days: &[i64]) -> Vec<Touch> {
    days.iter()
        .map(|day| Touch {
            at: At(day * DAY),
            programme: 0,
            reminder: false,
        })
        .collect()
}

fn fits(budget: &Budget, days: &[i64], now: i64) -> Option<i64> {
    let person = History::new(&touches(days));
    let own = Histories {
        person: &person,
        account: None,
    };
    let fits = budget.fits(own, false, At(now * DAY), None);
    (fits.from != At::NEVER).then_some(fits.from.0 / DAY)
}

#[test]
fn the_first_moment_that_fits() {
    let table = [
        // (rules, mails on days, now, fits on)
        (vec![], vec![1, 2, 3], 3, Some(3)),
        (vec![rule(1, 30)], vec![], 100, Some(100)),
        (vec![rule(1, 30)], vec![90], 100, Some(120)),
        (vec![rule(1, 30)], vec![70], 100, Some(100)),
        (vec![rule(1, 30)], vec![71], 100, Some(101)),
        (vec![rule(2, 30)], vec![80, 90], 100, Some(110)),
        (vec![rule(2, 30)], vec![80, 90, 95], 100, Some(120)),
        (vec![rule(0, 30)], vec![], 100, None),
        // Mails from a clock that ran ahead count.
        (vec![rule(1, 30)], vec![140], 100, Some(170)),
        // All rules hold.
        (vec![rule(1, 7), rule(2, 30)], vec![80, 99], 100, Some(110)),
        (vec![rule(1, 7), rule(2, 30)], vec![72, 99], 100, Some(106)),
    ];
    for (rules, days, now, expect) in table {
        let budget = Budget { rules };
        assert_eq!(fits(&budget, &days, now), expect, "{budget:?} {days:?}");
    }
}

#[test]
fn accounts_and_reminders() {
    let rules = vec![
        Rule {
            scope: Scope::Account,
            ..rule(2, 7)
        },
        Rule {
            counts: Counts::Mails,
            ..rule(2, 30)
        },
    ];
    let budget = Budget { rules };
    let mut account = History::new(&touches(&[98, 99]));
    let mut person = History::new(&touches(&[]));
    let now = At(100 * DAY);
    let both = |person: &History, account: &History, reminder| {
        let fits = budget.fits(
            Histories {
                person,
                account: Some(account),
            },
            reminder,
            now,
            None,
        );
        (fits.from.0 / DAY, fits.rule)
    };
    assert_eq!(both(&person, &account, false), (105, Some(0)));
    // A reminder isn't held to what counts invitations.
    assert_eq!(both(&person, &account, true), (100, None));
    person.add(At(95 * DAY), false);
    person.add(At(97 * DAY), true);
    account.add(At(97 * DAY), true);
    assert_eq!(both(&person, &account, true), (125, Some(1)));
    let alone = budget.fits(
        Histories {
            person: &person,
            account: None,
        },
        false,
        now,
        None,
    );
    assert_eq!((alone.from.0 / DAY, alone.rule), (125, Some(1)));
    assert_eq!(budget.looks_back_days(), 30);
}

proptest! {
    #[test]
    fn sending_as_soon_as_it_fits_uses_the_budget_and_never_exceeds_it(
        old in proptest::collection::vec(0_i64..100, 0..8),
        (max, days) in (1_u16..4, 1_u16..40),
        also in proptest::option::of(100_i64..101),
    ) {
        let budget = Budget { rules: vec![rule(max, days)] };
        let person = History::new(&touches(&old));
        let own = Histories { person: &person, account: None };
        let before = also.map(|day| Before { at: At(day * DAY), reminder: false });
        let from = budget.fits(own, false, At(100 * DAY), before).from;
        let mut all = old.clone();
        all.extend(also);
        let within = |at: i64| all.iter().filter(|day| **day > at - i64::from(days)).count();
        let from = from.0 / DAY;
        prop_assert!(within(from) < usize::from(max), "over budget");
        if from > 100 {
            prop_assert!(within(from - 1) >= usize::from(max), "later than needed");
        }
    }
}
