//! What verbs do to a case, and when they refuse.

use proptest::prelude::*;

use super::*;
use crate::model::{Due, Priority};
use policy::follow::Taken;

const NOW: i64 = 1_800_000_000_000_000;
const HOUR: i64 = 3_600_000_000;

fn case() -> Case {
    Case {
        workspace_id: "w".to_owned(),
        case_id: "c".to_owned(),
        title: "Call Jan".to_owned(),
        reason: String::new(),
        rule_id: None,
        response_id: None,
        survey_id: None,
        contact_id: None,
        account_id: None,
        metric: None,
        before: None,
        after: None,
        role: None,
        owner_id: Some("ann".to_owned()),
        owned_since_us: Some(NOW - HOUR),
        priority: Priority::Normal,
        due: Due {
            minutes: 960,
            first_contact: true,
        },
        due_at_us: NOW + 10 * HOUR,
        notifies: true,
        opened_at_us: NOW - HOUR,
        opened_by: "rule".to_owned(),
        first_contact_at_us: None,
        snoozed_until_us: None,
        snooze_reason: None,
        closed_at_us: None,
        closed_by: None,
        result: None,
        taken: Taken::default(),
        look_at_us: None,
        revision: 1,
        changed_at_us: NOW,
    }
}

fn result(outcome: Outcome) -> CaseResult {
    CaseResult {
        outcome,
        text: String::new(),
    }
}

fn until(until_us: i64, reason: &str, moves_due: bool) -> Snooze {
    Snooze {
        until_us,
        reason: reason.to_owned(),
        moves_due,
    }
}

#[test]
fn handing_over_ends_a_snooze_and_starts_the_clock_of_the_new_owner() {
    let mut case = case();
    snooze(&mut case, &until(NOW + HOUR, "", false), NOW).expect("it can be");
    let done = give(&mut case, Some("bob"), ("handed_over", "hi"), NOW).expect("it can be");
    assert_eq!(done.map(|done| done.what), Some("handed_over"));
    assert_eq!(case.owner_id.as_deref(), Some("bob"));
    assert_eq!(
        (case.owned_since_us, case.snoozed_until_us),
        (Some(NOW), None)
    );
    let again = give(&mut case, Some("bob"), ("handed_over", ""), NOW).expect("it can be");
    assert_eq!(again, None, "the same owner is no change");
}

#[test]
fn a_snooze_moves_the_promise_only_with_a_reason_and_only_later() {
    let mut case = case();
    let due = case.due_at_us;
    snooze(&mut case, &until(due + HOUR, "", false), NOW).expect("it can be");
    assert_eq!(case.due_at_us, due);
    assert!(
        case.is_snoozed(NOW) && case.is_overdue(due + 1),
        "overdue counts from due"
    );
    assert!(snooze(&mut case, &until(due + HOUR, "", true), NOW).is_err());
    snooze(&mut case, &until(NOW + HOUR, "asked", true), NOW).expect("it can be");
    assert_eq!(case.due_at_us, due, "sooner than due moves nothing");
    snooze(&mut case, &until(due + HOUR, "asked", true), NOW).expect("it can be");
    assert_eq!(case.due_at_us, due + HOUR);
    for wrong in [NOW, NOW - 1, NOW + SNOOZE_MAX_US + 1] {
        assert!(snooze(&mut case, &until(wrong, "x", false), NOW).is_err());
    }
}

#[test]
fn the_first_contact_is_the_earliest_since_it_was_opened() {
    let mut case = case();
    assert!(!spoke(&mut case, NOW - HOUR - 1), "before there was a case");
    assert!(spoke(&mut case, NOW));
    assert!(!spoke(&mut case, NOW + HOUR), "the second one");
    assert!(spoke(&mut case, NOW - 1), "noted later, held sooner");
    assert_eq!(case.first_contact_at_us, Some(NOW - 1));
    assert!(!case.is_overdue(case.due_at_us + 1), "the promise is kept");
    case.due.first_contact = false;
    assert!(case.is_overdue(case.due_at_us + 1), "an end was promised");
}

#[test]
fn closing_and_reopening() {
    let mut case = case();
    case.owner_id = None;
    assert!(close(&mut case, &result(Outcome::Other), (None, "x"), NOW).is_err());
    close(
        &mut case,
        &result(Outcome::Resolved),
        (Some("eva"), "Eva"),
        NOW,
    )
    .expect("it can be");
    assert_eq!(
        case.owner_id.as_deref(),
        Some("eva"),
        "nobody's becomes theirs"
    );
    assert_eq!(case.kept_at_us(), Some(NOW));
    assert!(close(&mut case, &result(Outcome::Resolved), (None, "x"), NOW).is_err());
    assert!(give(&mut case, Some("bob"), ("assigned", ""), NOW).is_err());
    assert!(edit(&mut case, &Edit::default(), NOW).is_err());
    case.taken
        .take(policy::follow::Step::Alarm, policy::At(NOW));
    reopen(&mut case, "again", NOW + HOUR).expect("it can be");
    assert!(case.is_open() && case.result.is_none());
    assert_eq!(case.taken, Taken::default(), "steps begin anew");
    assert!(case.due.first_contact, "nobody has spoken with them yet");
    assert!(reopen(&mut case, "", NOW).is_err());
    spoke(&mut case, NOW);
    close(&mut case, &result(Outcome::Lost), (None, "x"), NOW).expect("it can be");
    reopen(&mut case, "", NOW + HOUR).expect("it can be");
    assert!(!case.due.first_contact && case.is_overdue(NOW + 2 * HOUR));
}

#[test]
fn a_case_whose_customer_was_erased_stays_closed() {
    let mut case = case();
    case.title = String::new();
    close(&mut case, &result(Outcome::NoAction), (None, ""), NOW).expect("closed");
    let refused = reopen(&mut case, "again", NOW + HOUR);
    assert!(matches!(refused, Err(Problem::Conflict(_))), "{refused:?}");
    assert!(!case.is_open());
}

#[test]
fn a_later_due_time_needs_a_reason() {
    let mut case = case();
    let due = case.due_at_us;
    let to = |due_at_us, reason: &str| Edit {
        due_at_us: Some(due_at_us),
        due_reason: reason.to_owned(),
        ..Edit::default()
    };
    assert!(edit(&mut case, &to(due + HOUR, ""), NOW).is_err());
    assert_eq!(edit(&mut case, &to(due, ""), NOW).expect("fits"), None);
    assert!(
        edit(&mut case, &to(due - HOUR, ""), NOW).is_ok(),
        "sooner is fine"
    );
    assert!(edit(&mut case, &to(due + HOUR, "asked"), NOW).is_ok());
    for wrong in [NOW, NOW + DUE_MAX_US + 1] {
        assert!(edit(&mut case, &to(wrong, "x"), NOW).is_err());
    }
}

proptest! {
    /// Whatever is done in whatever order: a closed case has a result, an open one has none, and a
    /// refusal changes nothing.
    #[test]
    fn cases_stay_whole(verbs in proptest::collection::vec((0_u8..8, -5_i64..50), 0..40)) {
        let mut case = case();
        for (verb, hours) in verbs {
            let (at, before) = (NOW + hours * HOUR, case.clone());
            let done = match verb {
                0 => give(&mut case, Some("bob"), ("assigned", ""), NOW),
                1 => give(&mut case, None, ("assigned", ""), NOW),
                2 => snooze(&mut case, &until(at, "x", hours % 2 == 0), NOW),
                3 => unsnooze(&mut case),
                4 => close(&mut case, &result(Outcome::NoAction), (None, "x"), NOW),
                5 => reopen(&mut case, "", at),
                6 => edit(&mut case, &Edit { due_at_us: Some(at), ..Edit::default() }, NOW),
                _ => { spoke(&mut case, at); Ok(None) }
            };
            if done.is_err() {
                prop_assert_eq!(&case, &before);
            }
            prop_assert_eq!(case.is_open(), case.result.is_none());
            prop_assert_eq!(case.owner_id.is_some(), case.owned_since_us.is_some());
            prop_assert!(case.is_open() || case.snoozed_until_us.is_none());
        }
    }
}
