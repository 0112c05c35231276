//! A contact as the planner needs it: standing, history, and what is under way.

use serde::{Deserialize, Serialize};

use crate::budget::Touch;
use crate::plan::Why;
use crate::time::{At, Day};
use crate::transactional::Case;

/// Whether a contact may be written to at all.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    /// Yes.
    #[default]
    Reachable,
    /// No address.
    NoAddress,
    /// The address returned a mail for good.
    Bounced,
    /// Unsubscribed.
    OptedOut,
    /// Reported a mail as unwanted.
    Complained,
    /// On the do-not-contact list.
    DoNotContact,
}

/// What became of a relational programme for a contact.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Done {
    /// Index of the programme.
    pub programme: u16,
    /// Latest round that was asked or left out.
    pub round: Option<u32>,
    /// Why the round under way waits.
    pub deferred: Option<Why>,
}

/// An invitation that went out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Invitation {
    /// Its id.
    pub id: u64,
    /// Index of the programme.
    pub programme: u16,
    /// When the latest mail about it went out.
    pub mailed_at: At,
    /// When it stops taking answers.
    pub closes: At,
    /// Reminders sent so far.
    pub reminded: u8,
    /// Begun or complete.
    pub answered: bool,
    /// Its mail came back.
    pub bounced: bool,
    /// Taken back: the ticket was reopened, or an operator stopped it.
    pub withdrawn: bool,
}

/// A contact in one step of the planner. Most have empty lists, which cost no memory.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Contact {
    /// Its id.
    pub id: u64,
    /// The account it belongs to.
    pub account: Option<u64>,
    /// Index of its calendar (one per time zone in use).
    pub calendar: u16,
    /// The local day it became known.
    pub since: Day,
    /// Whether it may be written to.
    pub standing: Standing,
    /// An employee of the company that asks.
    pub employee: bool,
    /// Bit `i` set: in the segment of relational programme `i`.
    pub member: u64,
    /// Mails of the last days, as many as the longest budget rule looks back, in any order.
    pub touches: Vec<Touch>,
    /// What became of relational programmes.
    pub done: Vec<Done>,
    /// Subjects of transactional programmes that may be pending.
    pub cases: Vec<Case>,
    /// Invitations that may still get a reminder.
    pub invitations: Vec<Invitation>,
}

impl Contact {
    /// What became of a relational programme.
    pub fn done(&self, programme: u16) -> Option<&Done> {
        self.done.iter().find(|done| done.programme == programme)
    }

    /// The same, made when it is not there.
    pub fn done_mut(&mut self, programme: u16) -> &mut Done {
        let place = self
            .done
            .iter()
            .position(|done| done.programme == programme);
        let place = place.unwrap_or_else(|| {
            self.done.push(Done {
                programme,
                round: None,
                deferred: None,
            });
            self.done.len() - 1
        });
        &mut self.done[place]
    }

    /// Whether it is in the segment of a relational programme.
    pub fn is_member(&self, programme: u16) -> bool {
        programme < 64 && self.member >> programme & 1 == 1
    }
}
