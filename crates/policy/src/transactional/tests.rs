//! Events in any order.

use proptest::prelude::*;

use super::*;

fn event(id: u64, at: i64, meaning: Meaning) -> Event {
    Event {
        id,
        at: At(at),
        meaning,
        solver: None,
    }
}

use Meaning::{Cancel, Trigger};

#[test]
fn what_is_pending() {
    // (events as (at, meaning), asked about, pending episode)
    type Row = (&'static [(i64, Meaning)], Option<i64>, Option<i64>);
    let table: [Row; 11] = [
        (&[], None, None),
        (&[(3, Trigger)], None, Some(3)),
        (&[(3, Trigger)], Some(3), None),
        // Reopened.
        (&[(3, Trigger), (5, Cancel)], None, None),
        // Closed again.
        (&[(3, Trigger), (5, Cancel), (9, Trigger)], None, Some(9)),
        (&[(3, Trigger), (5, Cancel), (9, Trigger)], Some(3), Some(9)),
        (&[(3, Trigger), (5, Cancel), (9, Trigger)], Some(9), None),
        // Closed twice without being reopened: one question, counted from the first.
        (&[(3, Trigger), (4, Trigger)], None, Some(3)),
        (&[(3, Trigger), (9, Trigger)], Some(3), None),
        // Only a cancel, and both at once.
        (&[(3, Cancel)], None, None),
        (&[(3, Cancel), (3, Trigger)], None, None),
    ];
    for (events, asked, expect) in table {
        let mut case = Case::new(1, 0);
        case.asked = asked.map(At);
        for (id, (at, meaning)) in events.iter().enumerate() {
            assert!(case.record(event(id as u64, *at, *meaning)));
        }
        assert_eq!(
            case.pending().map(|e| e.at.0),
            expect,
            "{events:?} {asked:?}"
        );
    }
}

#[test]
fn an_earlier_close_that_arrives_late_asks_no_second_time() {
    let mut case = Case::new(1, 0);
    case.record(event(1, 9, Trigger));
    case.settle(At(9));
    case.record(event(2, 8, Trigger));
    assert_eq!(case.pending(), None);
    // A reopening in between, reported later still, makes a new episode.
    case.record(event(3, 12, Cancel));
    case.record(event(4, 20, Trigger));
    assert_eq!(case.pending().unwrap().at, At(20));
}

#[test]
fn the_solver_is_the_one_named_last() {
    let mut case = Case::new(1, 0);
    case.record(Event {
        solver: Some(7),
        ..event(1, 3, Trigger)
    });
    case.record(Event {
        solver: Some(8),
        ..event(2, 2, Trigger)
    });
    case.record(event(3, 5, Trigger));
    assert!(case.solved_by(7) && !case.solved_by(8));
}

#[test]
fn types_and_windows() {
    let own = Transactional {
        triggers: vec!["ticket.closed".to_owned()],
        cancels: vec!["ticket.reopened".to_owned()],
        delay_minutes: 60,
        expires_days: 2,
    };
    assert_eq!(own.meaning("ticket.closed"), Some(Trigger));
    assert_eq!(own.meaning("ticket.reopened"), Some(Cancel));
    assert_eq!(own.meaning("ticket"), None);
    let (due, ends) = own.window(At(0));
    assert_eq!((due, ends), (At(60 * MINUTE), At(60 * MINUTE + 2 * DAY)));
}

proptest! {
    #[test]
    fn order_and_repetition_of_delivery_change_nothing(
        events in proptest::collection::vec((0_i64..20, any::<bool>()), 0..12),
        order in any::<u64>(),
    ) {
        let events: Vec<Event> = events.iter().enumerate()
            .map(|(id, (at, close))| event(id as u64, *at, if *close { Trigger } else { Cancel }))
            .collect();
        let mut shuffled = events.clone();
        shuffled.sort_by_key(|e| crate::chance::mixed(order, e.id));
        let (mut one, mut other) = (Case::new(1, 0), Case::new(1, 0));
        for event in &events {
            one.record(*event);
        }
        for event in shuffled.iter().chain(&events) {
            other.record(*event);
        }
        prop_assert_eq!(&one, &other);
        // Once settled nothing is pending until something new happens.
        if let Some(pending) = one.pending() {
            one.settle(pending.at);
            prop_assert_eq!(one.pending(), None);
        }
    }
}
