//! What is worked out behind the scenes, in a clock of the test's own.

use std::sync::atomic::{AtomicU32, Ordering};

use super::*;

type Numbers = Arc<Behind<u8, u32>>;

/// Counts how often something was worked out; each takes 100 ms.
#[derive(Clone, Default)]
struct Work(Arc<AtomicU32>);

impl Work {
    async fn get(&self, numbers: &Numbers, mark: &str, patience_ms: u64) -> Option<u32> {
        let made = self.0.clone();
        let make = move || {
            let made = made.clone();
            async move {
                tokio::time::sleep(Duration::from_millis(100)).await;
                Ok((made.fetch_add(1, Ordering::SeqCst) + 1, true))
            }
        };
        let patience = Duration::from_millis(patience_ms);
        numbers.get((&1, mark), patience, make, || {}).await
    }

    fn times(&self) -> u32 {
        self.0.load(Ordering::SeqCst)
    }
}

fn numbers() -> Numbers {
    Arc::new(Behind::new(4))
}

async fn ms(ms: u64) {
    tokio::time::sleep(Duration::from_millis(ms)).await;
}

#[tokio::test]
async fn the_first_waits_a_little_and_then_goes_without() {
    let (numbers, work) = (numbers(), Work::default());
    assert_eq!(work.get(&numbers, "a", 20).await, None);
    assert_eq!(
        work.get(&numbers, "a", 2_000).await,
        Some(1),
        "somebody was at it"
    );
    assert_eq!(work.get(&numbers, "a", 0).await, Some(1));
    assert_eq!(work.times(), 1);
}

#[tokio::test]
async fn what_is_known_stands_until_there_is_a_newer_one() {
    let (numbers, work) = (numbers(), Work::default());
    assert_eq!(work.get(&numbers, "a", 2_000).await, Some(1));
    // It rests: nobody works out every change.
    for mark in ["b", "c", "d"] {
        assert_eq!(work.get(&numbers, mark, 2_000).await, Some(1));
    }
    ms(150).await;
    assert_eq!(work.times(), 1);
    rested(&numbers);
    assert_eq!(
        work.get(&numbers, "e", 2_000).await,
        Some(1),
        "the old one, at once"
    );
    assert_eq!(
        work.get(&numbers, "e", 2_000).await,
        Some(1),
        "one is at it"
    );
    ms(300).await;
    assert_eq!(work.get(&numbers, "e", 0).await, Some(2));
    rested(&numbers);
    assert_eq!(work.get(&numbers, "e", 0).await, Some(2));
    assert_eq!(work.times(), 2, "nothing changed");
}

#[tokio::test]
async fn what_is_not_whole_is_asked_for_again_and_each_time_is_told() {
    let numbers = numbers();
    let (made, told) = (Arc::new(AtomicU32::new(0)), Arc::new(AtomicU32::new(0)));
    let make = {
        let made = made.clone();
        move || {
            let n = made.fetch_add(1, Ordering::SeqCst) + 1;
            async move { Ok((n, n == 2)) }
        }
    };
    let tell = {
        let told = told.clone();
        move || {
            told.fetch_add(1, Ordering::SeqCst);
        }
    };
    let first = numbers.get((&1, "a"), Duration::from_secs(2), make, tell);
    assert_eq!(first.await, Some(1));
    ms(700).await;
    let nothing = || async { Err(Problem::Internal("not asked".to_owned())) };
    let second = numbers.get((&1, "a"), Duration::ZERO, nothing, || {});
    assert_eq!(second.await, Some(2));
    assert_eq!(told.load(Ordering::SeqCst), 2);
}

#[tokio::test]
async fn a_failure_leaves_what_was_known_and_the_next_tries() {
    let (numbers, work) = (numbers(), Work::default());
    let fails = || async { Err(Problem::Internal("no".to_owned())) };
    let found = numbers.get((&1, "a"), Duration::from_millis(50), fails, || {});
    assert_eq!(found.await, None);
    assert_eq!(work.get(&numbers, "a", 2_000).await, Some(1));
}

#[tokio::test]
async fn old_answers_make_room() {
    let numbers = numbers();
    for key in 0..20 {
        let make = move || async move { Ok((u32::from(key), true)) };
        let found = numbers.get((&key, "a"), Duration::from_secs(2), make, || {});
        assert_eq!(found.await, Some(u32::from(key)));
        ms(2).await;
    }
    assert!(numbers.known.lock().expect("unpoisoned").len() <= 5);
}

/// As if it had rested long enough.
fn rested(numbers: &Numbers) {
    for entry in numbers.known.lock().expect("unpoisoned").values_mut() {
        entry.rests_until = Instant::now();
    }
}
