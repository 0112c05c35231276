//! Reminders: how many, how far apart, and what stops them.
//!
//! The worker asks [`next`] again just before sending: an answer that came in between stops it.

use serde::{Deserialize, Serialize};

use crate::contact::{Contact, Invitation, Standing};
use crate::programme::Programme;
use crate::time::{At, DAY};

/// How a programme reminds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Reminders {
    /// How many at most.
    pub number: u8,
    /// Days after the mail before it.
    pub spacing_days: u16,
    /// Days after the invitation at which it closes.
    pub open_days: u16,
}

/// What is to be done about an invitation without more.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Next {
    /// Reminder of this number (from 1) is due since `since`.
    Due {
        /// From 1.
        number: u8,
        /// Since when.
        since: At,
    },
    /// Not before.
    Wait {
        /// When the next is due.
        until: At,
    },
    /// No reminder any more.
    Stop(Stop),
}

/// Why no reminder follows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Stop {
    /// Answered.
    Answered,
    /// The mail came back.
    Bounced,
    /// The contact may not be written to (any more).
    Standing(Standing),
    /// Taken back.
    Withdrawn,
    /// The invitation or the programme closed, or closes before the next would be due.
    Closed,
    /// All were sent.
    Enough,
}

/// What is to be done about an invitation at `now`, quiet hours and budget aside.
pub fn next(invitation: &Invitation, programme: &Programme, contact: &Contact, now: At) -> Next {
    let stop = if invitation.answered {
        Some(Stop::Answered)
    } else if invitation.bounced {
        Some(Stop::Bounced)
    } else if contact.standing != Standing::Reachable {
        Some(Stop::Standing(contact.standing))
    } else if invitation.withdrawn {
        Some(Stop::Withdrawn)
    } else if invitation.reminded >= programme.reminders.number {
        Some(Stop::Enough)
    } else {
        None
    };
    if let Some(stop) = stop {
        return Next::Stop(stop);
    }
    let spacing = i64::from(programme.reminders.spacing_days.max(1)) * DAY;
    let due = invitation.mailed_at.plus(spacing);
    let closes = invitation.closes.min(programme.closes.unwrap_or(At::NEVER));
    if due.max(now) >= closes {
        return Next::Stop(Stop::Closed);
    }
    if now < due {
        return Next::Wait { until: due };
    }
    Next::Due {
        number: invitation.reminded + 1,
        since: due,
    }
}

#[cfg(test)]
mod tests;
