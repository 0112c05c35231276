//! One step of planning: contacts in, decisions with reasons out.
//!
//! Contacts come ordered by account, so that an account's contacts lie side by side and no more
//! than one account is in memory. Within an account higher priorities go first, then what has
//! waited longest. An invitation is held back when a relational programme of higher priority is
//! due for the same person so soon that, after this one, it could not go out in the first half of
//! its window: the second half is left for standstills.

mod apply;
mod forecast;
mod group;
mod open;
#[cfg(test)]
mod tests;

use serde::{Deserialize, Serialize};

pub use apply::apply;
pub use forecast::Forecast;

use crate::budget::Budget;
use crate::calendar::{Calendar, Closed};
use crate::contact::{Contact, Standing};
use crate::programme::Programme;
use crate::relational::Turn;
use crate::time::At;
use group::Group;
use open::Ahead;

/// What doesn't change from contact to contact. At most 64 programmes.
#[derive(Clone, Copy, Debug)]
pub struct Setting<'a> {
    /// All programmes; elsewhere named by their index here.
    pub programmes: &'a [Programme],
    /// The contact budget.
    pub budget: &'a Budget,
    /// One per time zone in use; never empty. The first is the company's own.
    pub calendars: &'a [Calendar],
}

/// What a decision is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Occasion {
    /// A round of a relational programme.
    Round(u32),
    /// An episode of a subject of a transactional programme.
    Episode {
        /// Which subject.
        subject: u64,
        /// When the episode began.
        began: At,
    },
    /// A reminder.
    Reminder {
        /// Of which invitation.
        invitation: u64,
        /// From 1.
        number: u8,
    },
}

/// Why a mail goes out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Because {
    /// Its turn in a relational programme.
    Turn(Turn),
    /// An event.
    Event,
    /// No answer yet.
    NoAnswerYet,
}

/// Why a mail waits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Why {
    /// Quiet hours, a day off or a holiday in the contact's time zone.
    Closed(Closed),
    /// A rule of the budget, by its index.
    Budget(u16),
    /// Kept free for a programme of higher priority, by its index.
    Reserved(u16),
    /// The programme sent enough today.
    PerDay,
}

/// Why a mail never goes out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reason {
    /// The contact may not be written to.
    Standing(Standing),
    /// An employee, in a programme for customers.
    Employee,
    /// Not an employee, in a programme for employees.
    NotAnEmployee,
    /// Solved it themselves.
    Solver,
    /// Its window ended; with what it last waited for, `None` when nobody looked in time.
    WindowEnded(Option<Why>),
}

/// What happens.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// It goes out now.
    Send(Because),
    /// It waits, at least until then; look again then.
    Defer {
        /// Earliest moment; `At::NEVER` when no moment is known.
        until: At,
        /// What it waits for.
        why: Why,
        /// First moment at which it is dropped. `until` at or after it: it will be left out.
        ends: At,
    },
    /// It is dropped. Said once.
    LeaveOut(Reason),
}

/// A decision.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Decision {
    /// For whom.
    pub contact: u64,
    /// Index of the programme.
    pub programme: u16,
    /// About what.
    pub occasion: Occasion,
    /// What happens.
    pub verdict: Verdict,
}

/// The planner at one moment. Keep it from step to step: the days of rounds are worked out once.
#[derive(Debug)]
pub struct Planner<'a> {
    setting: Setting<'a>,
    ahead: Ahead,
    sent: Vec<u32>,
}

impl<'a> Planner<'a> {
    /// A planner for `now`. `sent_today` counts per programme the mails of the company's day.
    pub fn new(setting: Setting<'a>, now: At, sent_today: &[u32]) -> Self {
        let mut own = Self {
            setting,
            ahead: Ahead::new(setting, now),
            sent: Vec::new(),
        };
        own.count(sent_today);
        own
    }

    /// Moves it to another moment, earlier or later.
    pub fn advance(&mut self, now: At, sent_today: &[u32]) {
        self.ahead.advance(self.setting, now);
        self.count(sent_today);
    }

    /// Decides about all contacts, who come ordered by account; one account is in memory at a
    /// time. The decisions of an account come in order of precedence.
    pub fn step<I>(&mut self, contacts: I) -> impl Iterator<Item = Decision>
    where
        I: IntoIterator<Item = Contact>,
    {
        let mut contacts = contacts.into_iter().peekable();
        let mut group: Vec<Contact> = Vec::new();
        let mut decisions: Vec<Decision> = Vec::new();
        let mut told = 0;
        std::iter::from_fn(move || {
            while told == decisions.len() {
                decisions.clear();
                group.clear();
                told = 0;
                let first = contacts.next()?;
                let account = first.account;
                group.push(first);
                while let Some(next) =
                    contacts.next_if(|next| account.is_some() && next.account == account)
                {
                    group.push(next);
                }
                self.decide(&group, &mut decisions);
            }
            told += 1;
            decisions.get(told - 1).copied()
        })
    }

    /// Decides about one account's contacts, or one contact without account.
    pub fn decide(&mut self, group: &[Contact], decisions: &mut Vec<Decision>) {
        Group::new(self.setting, &mut self.ahead, &mut self.sent, group).decide(decisions);
    }

    fn count(&mut self, sent_today: &[u32]) {
        self.sent.clear();
        self.sent.extend_from_slice(sent_today);
        self.sent.resize(self.setting.programmes.len(), 0);
    }
}
