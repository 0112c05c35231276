//! Scanners and people.

use proptest::prelude::*;

use super::*;

fn row(seconds: i64, visit: u64, score: Option<u8>, hit: Hit) -> Logged {
    Logged {
        at: At(seconds * SECOND),
        visit,
        score,
        hit,
    }
}

fn opened(seconds: i64, visit: u64, score: u8) -> Logged {
    row(seconds, visit, Some(score), Hit::Opened)
}

fn used(seconds: i64, visit: u64, visible_seconds: u32) -> Logged {
    row(
        seconds,
        visit,
        None,
        Hit::Used {
            pointer: true,
            keyboard: false,
            visible_seconds,
        },
    )
}

fn sent(seconds: i64, visit: u64, score: u8, comment: bool) -> Logged {
    row(seconds, visit, Some(score), Hit::Submitted { comment })
}

fn told(log: &[Logged], accept: Accept) -> Option<(u8, State)> {
    let rules = VoteRules {
        accept,
        ..VoteRules::default()
    };
    outcome(&judge(log, Some(At(0)), &rules)).map(|vote| (vote.score, vote.state))
}

/// A scanner that opens all links, a second apart, and sends in every form.
fn scanner(from: i64, submits: bool) -> Vec<Logged> {
    let visit = |score: u8| 1000 + u64::from(score) + from as u64 * 100;
    let mut log: Vec<Logged> = (0..=10_u8)
        .map(|score| opened(from + i64::from(score), visit(score), score))
        .collect();
    if submits {
        let sends = |score: u8| sent(from + i64::from(score) + 3, visit(score), score, false);
        log.extend((0..=10_u8).map(sends));
    }
    log
}

#[test]
fn one_visit_under_three_rules() {
    use Accept::{Automatic, Validated, ValidatedOrSign};
    let click = vec![opened(600, 1, 9)];
    let looked = vec![opened(600, 1, 9), used(606, 1, 6)];
    let glanced = vec![opened(600, 1, 9), used(602, 1, 2)];
    let submitted = vec![opened(600, 1, 9), sent(610, 1, 8, false)];
    let head = vec![row(600, 1, Some(9), Hit::Head)];
    let soon = vec![opened(20, 1, 9)];
    let soon_script = vec![opened(20, 1, 9), sent(23, 1, 9, false)];
    let soon_person = vec![opened(20, 1, 9), used(27, 1, 7), sent(28, 1, 9, false)];
    let soon_words = vec![opened(20, 1, 9), sent(50, 1, 9, true)];
    let hidden = vec![
        opened(600, 1, 9),
        row(601, 2, None, Hit::Hidden),
        sent(603, 1, 9, true),
    ];
    let confirmed = |score, by| Some((score, State::Confirmed(by)));
    let provisional = Some((9, State::Provisional));
    let suspect = |doubt| Some((9, State::Suspect(doubt)));
    let table = [
        (&click, [provisional, provisional, confirmed(9, By::Click)]),
        (
            &looked,
            [provisional, confirmed(9, By::Sign), confirmed(9, By::Sign)],
        ),
        (
            &glanced,
            [provisional, provisional, confirmed(9, By::Click)],
        ),
        (&submitted, [confirmed(8, By::Submit); 3]),
        (&head, [suspect(Doubt::Head); 3]),
        (&soon, [suspect(Doubt::Early); 3]),
        (&soon_script, [suspect(Doubt::Early); 3]),
        (&soon_person, [confirmed(9, By::Submit); 3]),
        (&soon_words, [confirmed(9, By::Comment); 3]),
        (&hidden, [suspect(Doubt::Hidden); 3]),
    ];
    for (log, expect) in table {
        let rules = [Validated, ValidatedOrSign, Automatic];
        assert_eq!(rules.map(|accept| told(log, accept)), expect, "{log:?}");
    }
}

#[test]
fn a_scanner_over_all_links_never_votes_and_burns_nothing() {
    for submits in [false, true] {
        let mut log = scanner(3600, submits);
        for accept in [
            Accept::Validated,
            Accept::ValidatedOrSign,
            Accept::Automatic,
        ] {
            let (_, state) = told(&log, accept).unwrap();
            assert_eq!(state, State::Suspect(Doubt::Burst), "{submits}");
        }
        // The person comes later.
        log.extend([opened(9000, 1, 9), used(9007, 1, 7)]);
        let person = Some((9, State::Confirmed(By::Sign)));
        assert_eq!(told(&log, Accept::ValidatedOrSign), person);
        assert_eq!(told(&log, Accept::Validated), Some((9, State::Provisional)));
    }
}

#[test]
fn two_links_by_a_person_who_changes_their_mind_are_no_burst() {
    let log = [opened(600, 1, 3), opened(604, 2, 9), used(611, 2, 6)];
    assert_eq!(
        told(&log, Accept::ValidatedOrSign),
        Some((9, State::Confirmed(By::Sign)))
    );
}

#[test]
fn the_last_confirmed_score_counts_and_zero_is_a_score() {
    let log = [
        opened(600, 1, 3),
        sent(620, 1, 3, false),
        opened(900, 2, 9),
        sent(950, 2, 0, false),
    ];
    assert_eq!(
        told(&log, Accept::Validated),
        Some((0, State::Confirmed(By::Submit)))
    );
    // A later click that nothing confirms doesn't undo it.
    let mut more = log.to_vec();
    more.push(opened(5000, 3, 10));
    assert_eq!(
        told(&more, Accept::Validated),
        Some((0, State::Confirmed(By::Submit)))
    );
    assert_eq!(told(&[], Accept::Automatic), None);
    assert_eq!(
        told(&[row(9, 1, None, Hit::Opened)], Accept::Automatic),
        None
    );
}

fn any_row() -> impl Strategy<Value = Logged> {
    let hit = prop_oneof![
        Just(Hit::Head),
        Just(Hit::Opened),
        Just(Hit::Hidden),
        (any::<bool>(), any::<bool>(), 0_u32..10).prop_map(|(pointer, keyboard, s)| Hit::Used {
            pointer,
            keyboard,
            visible_seconds: s
        }),
        any::<bool>().prop_map(|comment| Hit::Submitted { comment }),
    ];
    (0_i64..500, 0_u64..6, proptest::option::of(0_u8..=10), hit)
        .prop_map(|(seconds, visit, score, hit)| row(seconds, visit, score, hit))
}

proptest! {
    #[test]
    fn the_order_of_storing_changes_nothing(
        log in proptest::collection::vec(any_row(), 0..20), order: u64,
    ) {
        let rules = VoteRules::default();
        let mut shuffled = log.clone();
        shuffled.sort_by_key(|row| crate::chance::mixed(order, row.at.0 as u64 ^ row.visit));
        let judged = judge(&log, Some(At(0)), &rules);
        prop_assert_eq!(&judged, &judge(&shuffled, Some(At(0)), &rules));
    }

    #[test]
    fn a_scanner_at_another_time_changes_no_confirmed_vote(
        log in proptest::collection::vec(any_row(), 0..20), submits: bool,
    ) {
        let rules = VoteRules::default();
        let before = outcome(&judge(&log, Some(At(0)), &rules));
        let mut more = log.clone();
        more.extend(scanner(5000, submits));
        let after = outcome(&judge(&more, Some(At(0)), &rules));
        if before.is_some_and(|vote| !matches!(vote.state, State::Suspect(_))) {
            prop_assert_eq!(before, after);
        } else {
            prop_assert!(after.is_some_and(|vote| matches!(vote.state, State::Suspect(_))));
        }
    }

    #[test]
    fn a_stricter_rule_confirms_no_more(log in proptest::collection::vec(any_row(), 0..20)) {
        let confirmed = |accept| {
            let rules = VoteRules { accept, ..VoteRules::default() };
            let votes = judge(&log, Some(At(0)), &rules);
            votes.iter().filter(|vote| matches!(vote.state, State::Confirmed(_))).count()
        };
        prop_assert!(confirmed(Accept::Validated) <= confirmed(Accept::ValidatedOrSign));
        prop_assert!(confirmed(Accept::ValidatedOrSign) <= confirmed(Accept::Automatic));
    }
}
