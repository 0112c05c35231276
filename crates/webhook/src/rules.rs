//! What follows a call, decided without a clock or a database.

use platform::clock::{DAY_US, SECOND_US};
use policy::retry::{self, Again, GiveUp, Reply};
use policy::time::At;

/// A webhook that took nothing for so long is switched off: longer than a delivery is tried.
pub(crate) const FAILING_US: i64 = 5 * DAY_US;
/// The first pause of a webhook in trouble; each further one is twice as long.
const PAUSE_US: i64 = 4 * SECOND_US;
/// Its longest pause.
const PAUSE_MAX_US: i64 = 300 * SECOND_US;
/// A receiver can't ask for more than this.
const RETRY_AFTER_MAX_S: i64 = 86_400;
/// Slack takes about a message a second.
const SLACK_APART_US: i64 = SECOND_US;

/// How much faster than the plan time goes; 1 but in tests.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Hurry(pub(crate) i64);

impl Hurry {
    /// What is left of a wait.
    pub(crate) fn of(self, us: i64) -> i64 {
        us / self.0.max(1)
    }
}

/// What follows a call for its delivery.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Next {
    /// It was taken.
    Delivered,
    /// Once more, not before (UTC microseconds).
    Retry(i64),
    /// It was tried long enough.
    Dead,
    /// The receiver wants no more of anything.
    Gone,
}

/// After try number `tries` (from 1) of a delivery; `seed` is the delivery's own.
pub(crate) fn next(tries: u32, reply: Reply, (now_us, hurry): (i64, Hurry), seed: u64) -> Next {
    match retry::webhook(tries, without_wish(reply), At(0), seed) {
        Again::Delivered => Next::Delivered,
        Again::Retry { at } => Next::Retry(now_us + hurry.of(at.0).max(wish_us(reply))),
        Again::GiveUp(GiveUp::TriedEnough) => Next::Dead,
        Again::GiveUp(GiveUp::Gone) => Next::Gone,
    }
}

/// The receiver's wish is in its own seconds, in no hurry.
fn without_wish(reply: Reply) -> Reply {
    match reply {
        Reply::Status { status, .. } => Reply::Status {
            status,
            retry_after: None,
        },
        Reply::None => Reply::None,
    }
}

/// How long the receiver asks to be left alone, in microseconds.
fn wish_us(reply: Reply) -> i64 {
    match reply {
        Reply::Status { retry_after, .. } => {
            i64::from(retry_after.unwrap_or(0)).min(RETRY_AFTER_MAX_S) * SECOND_US
        }
        Reply::None => 0,
    }
}

/// Until when a webhook gets no call at all after `reply`, with so many `failures` in a row: what
/// is wrong with one delivery holds up no other, a receiver in trouble is left alone.
pub(crate) fn pause_until(
    reply: Reply,
    failures: u32,
    (now_us, hurry): (i64, Hurry),
    is_slack: bool,
) -> i64 {
    let Reply::Status { status, .. } = reply else {
        return now_us + hurry.of(pause_us(failures));
    };
    match status {
        200..300 if is_slack => now_us + SLACK_APART_US,
        200..300 | 400 | 413 | 415 | 422 => now_us,
        _ => now_us + hurry.of(pause_us(failures)).max(wish_us(reply)),
    }
}

fn pause_us(failures: u32) -> i64 {
    (PAUSE_US << failures.saturating_sub(1).min(10)).min(PAUSE_MAX_US)
}

/// Whether a webhook that took nothing since `since_us` is to be switched off.
pub(crate) fn is_failing_for_long(since_us: i64, (now_us, hurry): (i64, Hurry)) -> bool {
    now_us - since_us >= hurry.of(FAILING_US)
}

/// The seconds of `Retry-After`: a number, or the time until a date.
pub(crate) fn retry_after_s(value: &str, now_us: i64) -> Option<u32> {
    let value = value.trim();
    if let Ok(seconds) = value.parse::<u64>() {
        return Some(u32::try_from(seconds).unwrap_or(u32::MAX));
    }
    let at = jiff::fmt::rfc2822::parse(value).ok()?.timestamp();
    let seconds = (at.as_microsecond() - now_us).max(0) / SECOND_US;
    Some(u32::try_from(seconds).unwrap_or(u32::MAX))
}

#[cfg(test)]
mod tests;
