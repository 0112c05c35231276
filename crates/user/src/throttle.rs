//! Slows down guessing: so many failures per address and account, then a pause.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::Mutex;

use platform::Problem;
use platform::clock::SECOND_US;

/// Failures in a row before the pause.
const FAILURES_MAX: u32 = 5;
/// The pause after the last of them.
const PAUSE_US: i64 = 60 * SECOND_US;
/// Pairs remembered; when there are more, those whose pause is over are forgotten.
const REMEMBERED_MAX: usize = 10_000;

/// Failures by (address, account). In memory: each node counts for itself.
#[derive(Debug, Default)]
pub(crate) struct Throttle {
    tries: Mutex<HashMap<(IpAddr, String), Tries>>,
}

#[derive(Clone, Copy, Debug)]
struct Tries {
    count: u32,
    last_us: i64,
}

impl Throttle {
    /// Takes one of the tries of (`address`, `account`), before its outcome is known: so many at
    /// the same time can't be more than the limit.
    pub(crate) fn take(&self, address: IpAddr, account: &str, now_us: i64) -> Result<(), Problem> {
        let mut tries = self
            .tries
            .lock()
            .map_err(|e| Problem::Internal(e.to_string()))?;
        if tries.len() >= REMEMBERED_MAX {
            tries.retain(|_, t| now_us - t.last_us < PAUSE_US);
        }
        let entry = tries
            .entry((address, account.to_lowercase()))
            .or_insert(Tries {
                count: 0,
                last_us: now_us,
            });
        if now_us - entry.last_us >= PAUSE_US {
            entry.count = 0;
        }
        if entry.count >= FAILURES_MAX {
            let left_us = PAUSE_US - (now_us - entry.last_us);
            return Err(Problem::TooMany {
                detail: "too many tries, please wait a minute".to_owned(),
                retry_after_s: (left_us / SECOND_US).max(1).unsigned_abs(),
            });
        }
        entry.count += 1;
        entry.last_us = now_us;
        Ok(())
    }

    /// Forgets the tries after a success.
    pub(crate) fn succeeded(&self, address: IpAddr, account: &str) {
        if let Ok(mut tries) = self.tries.lock() {
            tries.remove(&(address, account.to_lowercase()));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_guesser_waits_and_others_do_not() {
        let throttle = Throttle::default();
        let (here, there) = (IpAddr::from([127, 0, 0, 1]), IpAddr::from([127, 0, 0, 2]));
        let granted = (0..20)
            .filter(|_| throttle.take(here, "A@b.nl", 0).is_ok())
            .count();
        assert_eq!(granted, 5);
        assert!(
            throttle.take(here, "a@B.nl", 0).is_err(),
            "the same account in other letters"
        );
        assert!(
            throttle.take(there, "a@b.nl", 0).is_ok(),
            "the victim elsewhere"
        );
        assert!(throttle.take(here, "c@d.nl", 0).is_ok());
        assert!(
            throttle.take(here, "a@b.nl", PAUSE_US).is_ok(),
            "after the pause"
        );
        throttle.succeeded(here, "a@b.nl");
        let granted = (0..20)
            .filter(|_| throttle.take(here, "a@b.nl", PAUSE_US).is_ok())
            .count();
        assert_eq!(granted, 5);
    }
}
