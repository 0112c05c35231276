//! The pace itself, without a database.

use proptest::prelude::*;

use super::*;

fn speed(per_minute: u32, now_us: i64, next_us: i64, tail_us: i64) -> Speed {
    Speed {
        apart_us: 60 * SECOND_US / i64::from(per_minute),
        now_us,
        domains: [("a.nl".to_owned(), Domain { next_us, tail_us })].into(),
    }
}

#[test]
fn what_is_too_much_waits_its_turn() {
    // One a second: what is within two seconds of its pace goes.
    let mut speed = speed(60, 0, 0, 0);
    let taken: Vec<_> = (0..6).map(|_| speed.take("a.nl", false)).collect();
    let s = SECOND_US;
    assert_eq!(
        taken,
        [Ok(()), Ok(()), Ok(()), Err(s), Err(2 * s), Err(3 * s)]
    );
    assert_eq!(speed.take("a.nl", true), Ok(()));
    assert_eq!(speed.take("other.nl", false), Ok(()));
}

#[test]
fn a_clock_that_went_back_stops_nothing() {
    let mut speed = speed(60, 0, 3600 * SECOND_US, 0);
    assert_eq!(speed.take("a.nl", false), Ok(()));
}

proptest! {
    #[test]
    fn never_faster_than_allowed(per_minute in 1_u32..2000, steps in prop::collection::vec((0_i64..3_000_000, 0_usize..50), 1..60)) {
        let apart = 60 * SECOND_US / i64::from(per_minute);
        let (mut now, mut next, mut tail) = (1_000_000_000, 0, 0);
        let mut sent: Vec<i64> = Vec::new();
        for (pause, wanted) in steps {
            now += pause;
            let mut speed = speed(per_minute, now, next, tail);
            for _ in 0..wanted {
                match speed.take("a.nl", false) {
                    Ok(()) => sent.push(now),
                    Err(later) => prop_assert!(later > now),
                }
            }
            let pace = &speed.domains["a.nl"];
            (next, tail) = (pace.next_us, pace.tail_us);
        }
        // In any stretch of time: its share of the pace, one, and a heap.
        for (i, from) in sent.iter().enumerate() {
            for (j, to) in sent.iter().enumerate().skip(i) {
                let most = (to - from + HEAP_US) / apart + 1;
                prop_assert!((j - i) as i64 <= most, "{} in {}", j - i, to - from);
            }
        }
    }
}
