//! The plan of tries, and when a receiver is left alone.

use super::*;

const NO_HURRY: Hurry = Hurry(1);

fn status(status: u16, retry_after: Option<u32>) -> Reply {
    Reply::Status {
        status,
        retry_after,
    }
}

#[test]
fn a_receiver_that_fails_is_tried_for_three_days() {
    let waits_s = [5, 300, 1800, 7200, 18_000, 36_000, 50_400, 72_000, 86_400];
    let (mut now_us, mut total) = (1_000, 0);
    for (tries, wait_s) in (1..).zip(waits_s) {
        let Next::Retry(at_us) = next(tries, status(500, None), (now_us, NO_HURRY), 7) else {
            panic!("try {tries} is not the last");
        };
        let share = (at_us - now_us) as f64 / (f64::from(wait_s) * SECOND_US as f64);
        assert!((0.8..=1.2).contains(&share), "try {tries}: {share}");
        total += at_us - now_us;
        now_us = at_us;
    }
    assert_eq!(next(10, Reply::None, (now_us, NO_HURRY), 7), Next::Dead);
    assert!(total > 60 * 3600 * SECOND_US, "{total}");
    const {
        assert!(
            FAILING_US > 91 * 3600 * SECOND_US,
            "longer than the longest plan"
        );
    };
}

#[test]
fn replies_have_their_consequence() {
    let next = |reply| next(1, reply, (0, NO_HURRY), 7);
    for taken in [200, 201, 202, 204, 299] {
        assert_eq!(next(status(taken, None)), Next::Delivered, "{taken}");
    }
    assert_eq!(next(status(410, None)), Next::Gone);
    for failed in [100, 300, 301, 302, 307, 308, 400, 404, 429, 500, 502, 503] {
        assert!(
            matches!(next(status(failed, None)), Next::Retry(_)),
            "{failed}"
        );
    }
    let asked = next(status(429, Some(120)));
    assert_eq!(asked, Next::Retry(120 * SECOND_US));
    let too_much = next(status(503, Some(u32::MAX)));
    assert_eq!(too_much, Next::Retry(DAY_US));
    let Next::Retry(soon) = next(status(503, Some(1))) else {
        panic!("a retry");
    };
    assert!(soon > 3 * SECOND_US, "the plan's wait is longer");
}

#[test]
fn hurry_hastens_the_plan_and_not_the_receiver() {
    let hurry = Hurry(1000);
    let Next::Retry(at_us) = next(2, status(500, None), (0, hurry), 7) else {
        panic!("a retry");
    };
    assert!((240_000..=360_000).contains(&at_us), "{at_us}");
    let asked = next(2, status(500, Some(2)), (0, hurry), 7);
    assert_eq!(asked, Next::Retry(2 * SECOND_US));
}

#[test]
fn a_receiver_in_trouble_is_left_alone_and_a_bad_delivery_holds_up_no_other() {
    let pause = |reply, failures| pause_until(reply, failures, (0, NO_HURRY), false);
    assert_eq!(pause(Reply::None, 1), 4 * SECOND_US);
    assert_eq!(pause(Reply::None, 2), 8 * SECOND_US);
    assert_eq!(pause(Reply::None, 50), PAUSE_MAX_US);
    assert_eq!(pause(status(429, Some(30)), 1), 30 * SECOND_US);
    assert_eq!(pause(status(502, None), 3), 16 * SECOND_US);
    for own_fault in [400, 413, 415, 422] {
        assert_eq!(pause(status(own_fault, Some(30)), 9), 0, "{own_fault}");
    }
    assert_eq!(pause(status(200, None), 0), 0);
    let slack = pause_until(status(200, None), 0, (0, Hurry(9)), true);
    assert_eq!(slack, SLACK_APART_US);
    // Never so long that the first retry of a delivery would come late.
    assert!(pause(Reply::None, 1) <= 4 * SECOND_US);
}

#[test]
fn long_silence_is_five_days() {
    let day = DAY_US;
    assert!(!is_failing_for_long(0, (5 * day - 1, NO_HURRY)));
    assert!(is_failing_for_long(0, (5 * day, NO_HURRY)));
    assert!(is_failing_for_long(0, (5 * day / 1000, Hurry(1000))));
}

#[test]
fn retry_after_is_seconds_or_a_date() {
    let now_us = 784_111_777 * SECOND_US; // 1994-11-06 08:49:37 UTC
    for (text, seconds) in [
        ("120", Some(120)),
        (" 0 ", Some(0)),
        ("99999999999999", Some(u32::MAX)),
        ("Sun, 06 Nov 1994 08:51:37 GMT", Some(120)),
        ("Sun, 06 Nov 1994 08:49:00 GMT", Some(0)),
        ("soon", None),
        ("-1", None),
        ("", None),
    ] {
        assert_eq!(retry_after_s(text, now_us), seconds, "{text:?}");
    }
}
