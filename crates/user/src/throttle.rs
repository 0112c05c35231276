//! Slows down guessing: so many failures per address and account, then a pause. Counted in the
//! database, so that several nodes don't give several times as many tries. Never by account alone:
//! whoever guesses at somebody from elsewhere doesn't keep them out.

mod store;

use std::net::{IpAddr, Ipv6Addr};
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use platform::clock::SECOND_US;
use platform::{Db, DbError, Problem, id};

/// Failures in a row before the pause.
const FAILURES_MAX: i64 = 5;
/// The pause after the last of them.
const PAUSE_US: i64 = 60 * SECOND_US;

/// What is guessed at, and from where.
#[derive(Clone, Debug)]
pub(crate) struct Guess(Vec<u8>);

impl Guess {
    /// A try from `address` at `account`, in any letters.
    pub(crate) fn new(address: IpAddr, account: &str) -> Self {
        Self(id::hash(&format!(
            "{} {}",
            place(address),
            account.to_lowercase()
        )))
    }
}

/// Whoever has one address of version 6 has all that share its first half.
fn place(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V6(v6) => {
            let s = v6.segments();
            IpAddr::V6(Ipv6Addr::new(s[0], s[1], s[2], s[3], 0, 0, 0, 0))
        }
        v4 @ IpAddr::V4(_) => v4,
    }
}

/// Tries, as one node takes them.
#[derive(Clone)]
pub(crate) struct Throttle {
    db: Db,
    /// When this node last forgot those whose pause is over.
    swept_us: Arc<AtomicI64>,
}

impl Throttle {
    /// Tries that are counted in `db`.
    pub(crate) fn new(db: &Db) -> Self {
        Self {
            db: db.clone(),
            swept_us: Arc::default(),
        }
    }

    /// Takes one of the tries at something before its outcome is known: so many at the same time
    /// can't be more than the limit. Whoever is refused costs no write.
    pub(crate) async fn take(&self, guess: &Guess, now_us: i64) -> Result<(), Problem> {
        let since_us = now_us - PAUSE_US;
        let hash = guess.0.clone();
        let before = self
            .db
            .read(move |tx| Ok::<_, Problem>(store::tries(tx, &hash, since_us)?))
            .await?;
        if let Some((tries, last_us)) = before
            && tries >= FAILURES_MAX
        {
            return Err(too_many(last_us + PAUSE_US - now_us));
        }
        let (hash, sweeps) = (guess.0.clone(), self.is_to_sweep(now_us));
        let taken = self
            .db
            .write(move |tx| {
                if sweeps {
                    store::sweep(tx, since_us)?;
                }
                store::take(tx, &hash, FAILURES_MAX, (now_us, since_us))
            })
            .await?;
        taken.then_some(()).ok_or_else(|| too_many(PAUSE_US))
    }

    /// Once per pause.
    fn is_to_sweep(&self, now_us: i64) -> bool {
        let swept_us = self.swept_us.load(Ordering::Relaxed);
        let is_due = (now_us - swept_us).abs() >= PAUSE_US;
        let order = Ordering::Relaxed;
        is_due
            && self
                .swept_us
                .compare_exchange(swept_us, now_us, order, order)
                .is_ok()
    }

    /// Forgets the tries after a success.
    pub(crate) async fn succeeded(&self, guess: &Guess) {
        let hash = guess.0.clone();
        let forgotten: Result<(), DbError> =
            self.db.write(move |tx| store::forget(tx, &hash)).await;
        if let Err(error) = forgotten {
            // They are over in a minute anyway.
            tracing::warn!(%error, "tries could not be forgotten after a success");
        }
    }
}

impl std::fmt::Debug for Throttle {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Throttle").finish_non_exhaustive()
    }
}

fn too_many(left_us: i64) -> Problem {
    Problem::TooMany {
        detail: "too many tries, please wait a minute".to_owned(),
        retry_after_s: (left_us / SECOND_US).max(1).unsigned_abs(),
    }
}

#[cfg(test)]
mod tests;
