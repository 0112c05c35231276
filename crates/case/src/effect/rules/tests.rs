//! Who counts as followed up and recovered, and the figures of small groups by hand.

use std::sync::atomic::{AtomicU64, Ordering};

use proptest::prelude::*;
use stats::Verdict;

use super::*;

/// Of a customer of its own.
fn story(before: u8, after: Option<u8>, contact: Option<i64>) -> Story {
    static CUSTOMERS: AtomicU64 = AtomicU64::new(0);
    Story {
        customer: CUSTOMERS.fetch_add(1, Ordering::Relaxed).to_string(),
        metric: Kind::Recommend,
        before,
        at_us: 0,
        after: after.map(|score| (score, 100)),
        contact_at_us: contact,
        due_at_us: None,
    }
}

#[test]
fn only_a_conversation_before_the_second_answer_counts_as_following_up() {
    assert!(story(3, Some(8), Some(50)).is_followed_up());
    assert!(!story(3, Some(8), Some(100)).is_followed_up());
    assert!(!story(3, Some(8), None).is_followed_up());
    assert!(story(3, None, Some(500)).is_followed_up());
    assert!(!story(3, None, None).is_followed_up());
}

#[test]
fn recovered_is_who_is_dissatisfied_no_longer() {
    for (metric, after, expected) in [
        (Kind::Recommend, 6, false),
        (Kind::Recommend, 7, true),
        (Kind::Satisfaction, 2, false),
        (Kind::Satisfaction, 3, true),
    ] {
        let one = Story {
            metric,
            ..story(1, Some(after), None)
        };
        assert_eq!(one.is_recovered(), Some(expected), "{metric:?} {after}");
    }
    assert_eq!(story(1, None, None).is_recovered(), None);
}

#[test]
fn groups_are_compared_by_those_measured_again() {
    let mut stories = Vec::new();
    for i in 0..40 {
        // 30 of 40 followed up recover, 10 of 40 others do; ten of each aren't measured again.
        stories.push(story(4, Some(if i < 30 { 8 } else { 5 }), Some(1)));
        stories.push(story(4, Some(if i < 10 { 8 } else { 5 }), None));
    }
    for _ in 0..10 {
        stories.push(story(2, None, Some(1)));
        stories.push(story(2, None, None));
    }
    let effect = effect(&stories);
    assert_eq!(effect.followed.customers, 50);
    assert_eq!(effect.followed.measured_again, 40);
    let share = effect.followed.recovered.unwrap();
    assert!((share.value - 0.75).abs() < 1e-12);
    assert!((effect.followed.before.unwrap().value - 4.0).abs() < 1e-12);
    assert!((effect.followed.after.unwrap().value - 7.25).abs() < 1e-12);
    let rise = effect.followed.rise.unwrap();
    assert!((rise.value - 3.25).abs() < 1e-12);
    // By hand: standard deviation of thirty 4s and ten 1s is 1.3156, t(39) is 2.0227.
    let half = 2.0227 * 1.315_587 / 40_f64.sqrt();
    assert!((rise.ci95.unwrap()[0] - (3.25 - half)).abs() < 1e-3);
    let difference = effect.difference.unwrap();
    assert!((difference.difference - 0.5).abs() < 1e-12);
    assert_eq!(difference.verdict, Verdict::Rose);
}

#[test]
fn a_customer_counts_once_by_the_last_answer_that_was_measured_again() {
    let of = |before, after: Option<(u8, i64)>, at_us, contact_at_us| Story {
        customer: "one".to_owned(),
        at_us,
        after,
        contact_at_us,
        ..story(before, None, None)
    };
    // 3, then 0, a call, then 9, then 2 without anything after it.
    let all = [
        of(3, Some((0, 100)), 0, Some(150)),
        of(0, Some((9, 200)), 100, Some(150)),
        of(2, None, 300, None),
    ];
    let effect = effect(&all);
    assert_eq!((effect.followed.customers, effect.others.customers), (1, 0));
    assert_eq!(effect.followed.before.map(|m| m.value), Some(0.0));
    assert_eq!(effect.followed.after.map(|m| m.value), Some(9.0));
    assert_eq!(speed(&all, 400).answers, 3);
}

#[test]
fn few_or_none_give_no_verdict() {
    assert_eq!(effect(&[]).difference, None);
    let one_side = [story(3, Some(9), Some(1))];
    assert_eq!(effect(&one_side).difference, None);
    let both = [story(3, Some(9), Some(1)), story(3, Some(2), None)];
    let verdict = effect(&both).difference.unwrap().verdict;
    assert_eq!(verdict, Verdict::TooFew { need: 29 });
}

#[test]
fn speed_leaves_out_those_whose_time_is_not_over() {
    let hour = 3_600_000_000;
    let with = |contact: Option<i64>, due: Option<i64>| Story {
        contact_at_us: contact.map(|h| h * hour),
        due_at_us: due.map(|h| h * hour),
        ..story(3, None, None)
    };
    let stories = [
        with(Some(2), Some(16)),
        with(Some(4), Some(16)),
        with(Some(30), Some(16)),
        with(None, Some(16)),
        with(None, Some(90)),
        with(None, None),
    ];
    let speed = speed(&stories, 50 * hour);
    assert_eq!((speed.answers, speed.not_due_yet), (6, 1));
    assert!((speed.called_back.unwrap().value - 0.6).abs() < 1e-12);
    assert!((speed.in_time.unwrap().value - 0.5).abs() < 1e-12);
    assert_eq!(speed.hours, Some([3.0, 4.0, 17.0]));
}

proptest! {
    #[test]
    fn everybody_is_in_one_group_and_no_figure_is_wild(
        all in prop::collection::vec((0u8..=6, prop::option::of(0u8..=10), prop::option::of(0i64..200)), 0..60)
    ) {
        let stories: Vec<Story> = all.iter().map(|&(b, a, c)| story(b, a, c)).collect();
        let effect = effect(&stories);
        prop_assert_eq!(effect.followed.customers + effect.others.customers, stories.len() as u64);
        for group in [effect.followed, effect.others] {
            prop_assert!(group.measured_again <= group.customers);
            prop_assert_eq!(group.recovered.is_some(), group.measured_again > 0);
            if let Some(rise) = group.rise {
                let expected = group.after.unwrap().value - group.before.unwrap().value;
                prop_assert!((rise.value - expected).abs() < 1e-9);
            }
        }
    }
}
