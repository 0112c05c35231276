//! Schedules.

use proptest::prelude::*;

use super::*;

#[test]
fn a_mail_is_tried_for_more_than_four_days_never_within_half_an_hour() {
    for seed in 0..200 {
        let (first, mut now, mut tries) = (At(0), At(0), 1);
        let gave_up = loop {
            match smtp(tries, first, now, seed) {
                Again::Retry { at } => {
                    assert!(at.since(now) >= SMTP_APART && at.since(now) <= 10 * HOUR);
                    now = at;
                    tries += 1;
                }
                other => break other,
            }
        };
        assert_eq!(gave_up, Again::GiveUp(GiveUp::TriedEnough));
        let days = now.since(first) as f64 / DAY as f64;
        assert!((4.0..=5.0).contains(&days), "{days}");
        assert!((13..=20).contains(&tries), "{tries}");
    }
}

#[test]
fn replies_of_a_webhook() {
    let status = |status| Reply::Status {
        status,
        retry_after: None,
    };
    let table = [
        (status(200), Some(Again::Delivered)),
        (status(204), Some(Again::Delivered)),
        (status(410), Some(Again::GiveUp(GiveUp::Gone))),
        (status(301), None),
        (status(400), None),
        (status(500), None),
        (Reply::None, None),
    ];
    for (reply, expect) in table {
        let again = webhook(1, reply, At(0), 3);
        match expect {
            Some(expect) => assert_eq!(again, expect, "{reply:?}"),
            None => assert!(matches!(again, Again::Retry { .. }), "{reply:?}"),
        }
    }
    assert!(status(429).throttles() && !status(500).throttles());
}

#[test]
fn ten_tries_over_three_days() {
    for seed in 0..200 {
        let mut now = At(0);
        for tries in 1..10_u32 {
            let Again::Retry { at } = webhook(tries, Reply::None, now, seed) else {
                panic!("gave up after {tries}");
            };
            let share = at.since(now) as f64 / WEBHOOK_WAITS[tries as usize] as f64;
            assert!((0.8..=1.2).contains(&share), "{tries}: {share}");
            now = at;
        }
        assert!(now.0 > 60 * HOUR && now.0 < 91 * HOUR);
        let last = webhook(10, Reply::None, now, seed);
        assert_eq!(last, Again::GiveUp(GiveUp::TriedEnough));
    }
    assert_eq!(
        WEBHOOK_WAITS.iter().sum::<i64>(),
        75 * HOUR + 35 * MINUTE + 5 * SECOND
    );
}

#[test]
fn what_the_receiver_asks_for_is_obeyed_up_to_a_day() {
    let after = |seconds| {
        let reply = Reply::Status {
            status: 429,
            retry_after: Some(seconds),
        };
        match webhook(1, reply, At(0), 1) {
            Again::Retry { at } => at.0,
            _ => panic!("gave up"),
        }
    };
    assert_eq!(after(3600), HOUR);
    assert_eq!(after(u32::MAX), DAY);
    assert!(after(0) >= 4 * SECOND);
}

proptest! {
    #[test]
    fn a_seed_repeats_itself(tries in 1_u32..10, seed: u64, now in 0_i64..1 << 50) {
        prop_assert_eq!(smtp(tries, At(now), At(now), seed), smtp(tries, At(now), At(now), seed));
        let call = |seed| webhook(tries, Reply::None, At(now), seed);
        prop_assert_eq!(call(seed), call(seed));
    }
}
