//! When to try again: mail by SMTP, and calls to webhooks. Jitter follows from a seed, so that a
//! plan can be repeated.

use serde::{Deserialize, Serialize};

use crate::chance::share;
use crate::time::{At, DAY, HOUR, MINUTE, SECOND};

/// Shortest time between two tries of a mail (RFC 5321 4.5.4.1: at least 30 minutes).
pub const SMTP_APART: i64 = 30 * MINUTE;
/// How long a mail is tried (RFC 5321 4.5.4.1: at least 4–5 days).
pub const SMTP_FOR: i64 = 4 * DAY + 12 * HOUR;
/// Longest pause between two tries of a mail.
const SMTP_PAUSE: i64 = 8 * HOUR;
/// Waiting times before the tries of a webhook call, the first at once (Standard Webhooks 1.0.0).
pub const WEBHOOK_WAITS: [i64; 10] = [
    0,
    5 * SECOND,
    5 * MINUTE,
    30 * MINUTE,
    2 * HOUR,
    5 * HOUR,
    10 * HOUR,
    14 * HOUR,
    20 * HOUR,
    24 * HOUR,
];
/// Jitter: a wait differs by at most this share.
const JITTER: f64 = 0.2;
/// A receiver can't ask for more than this.
const RETRY_AFTER_MAX: i64 = DAY;

/// What follows a try.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Again {
    /// Done.
    Delivered,
    /// Once more, not before.
    Retry {
        /// When.
        at: At,
    },
    /// No more.
    GiveUp(GiveUp),
}

/// Why no more is tried.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum GiveUp {
    /// Tried long enough: a dead letter that an operator can send again.
    TriedEnough,
    /// The receiver said 410: switch this webhook off.
    Gone,
}

/// After a temporary failure of a mail: half an hour, then twice as long each time up to eight
/// hours, for four and a half days since the first try. Jitter only adds, so that tries stay 30
/// minutes apart. `tries` counts those made, from 1; a clock that went back makes nothing sooner.
pub fn smtp(tries: u32, first: At, now: At, seed: u64) -> Again {
    let doubled = SMTP_APART << tries.saturating_sub(1).min(10);
    let pause = doubled.min(SMTP_PAUSE);
    let jitter = (pause as f64 * JITTER * share(seed, u64::from(tries))) as i64;
    let at = now.plus(pause + jitter);
    if at.since(first) > SMTP_FOR {
        return Again::GiveUp(GiveUp::TriedEnough);
    }
    Again::Retry { at }
}

/// How a call to a webhook ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reply {
    /// An HTTP status, with the seconds of `Retry-After` when it came.
    Status {
        /// The status. Only 2xx is success; 3xx is not followed and a failure.
        status: u16,
        /// Seconds to wait.
        retry_after: Option<u32>,
    },
    /// No reply: no connection, time out, cut off.
    None,
}

impl Reply {
    /// Whether the receiver asks to be called less: 429, 502, 504.
    pub fn throttles(self) -> bool {
        matches!(
            self,
            Self::Status {
                status: 429 | 502 | 504,
                ..
            }
        )
    }
}

/// After a call to a webhook. `tries` counts those made, from 1.
pub fn webhook(tries: u32, reply: Reply, now: At, seed: u64) -> Again {
    let mut asked = 0;
    if let Reply::Status {
        status,
        retry_after,
    } = reply
    {
        if (200..300).contains(&status) {
            return Again::Delivered;
        }
        if status == 410 {
            return Again::GiveUp(GiveUp::Gone);
        }
        asked = retry_after
            .map_or(0, |s| i64::from(s) * SECOND)
            .min(RETRY_AFTER_MAX);
    }
    let Some(wait) = WEBHOOK_WAITS.get(tries.max(1) as usize) else {
        return Again::GiveUp(GiveUp::TriedEnough);
    };
    let factor = 1.0 + JITTER * (2.0 * share(seed, u64::from(tries)) - 1.0);
    let wait = (*wait as f64 * factor) as i64;
    Again::Retry {
        at: now.plus(wait.max(asked)),
    }
}

#[cfg(test)]
mod tests;
