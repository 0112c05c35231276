//! How many requests a SCIM client may make: enough for a directory that fills a workspace, not
//! enough to keep us busy with it.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use platform::Problem;
use platform::clock::SECOND_US;

/// Requests at once …
const BURST: i64 = 200;
/// … and after that in a second.
const PER_SECOND: i64 = 50;

/// What each token has left. In memory: each node counts for itself.
#[derive(Clone, Debug, Default)]
pub(super) struct Rate {
    /// By token: when its bucket will be full again.
    full_at_us: Arc<Mutex<HashMap<String, i64>>>,
}

impl Rate {
    /// Takes one request of a token.
    pub(super) fn take(&self, token_id: &str, now_us: i64) -> Result<(), Problem> {
        const EACH_US: i64 = SECOND_US / PER_SECOND;
        let mut all = self
            .full_at_us
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        // Full buckets need no memory.
        all.retain(|_, full_at_us| *full_at_us > now_us);
        let full_at_us = all.get(token_id).copied().unwrap_or(now_us) + EACH_US;
        if full_at_us - now_us > BURST * EACH_US {
            return Err(Problem::TooMany {
                detail: "too many requests, please wait a second".to_owned(),
                retry_after_s: 1,
            });
        }
        all.insert(token_id.to_owned(), full_at_us);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_burst_is_let_through_and_a_flood_is_not() {
        let rate = Rate::default();
        let passed = |token: &str, now_us: i64| {
            (0..1000)
                .filter(|_| rate.take(token, now_us).is_ok())
                .count()
        };
        assert_eq!(passed("a", 0), 200);
        assert_eq!(passed("b", 0), 200, "each token for itself");
        assert_eq!(passed("a", SECOND_US), 50);
        assert_eq!(passed("a", 60 * SECOND_US), 200);
    }
}
