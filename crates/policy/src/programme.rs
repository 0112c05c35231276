//! Programmes: who is asked, how often or on what, with what precedence.

use serde::{Deserialize, Serialize};

use crate::relational::Relational;
use crate::reminder::Reminders;
use crate::time::At;
use crate::transactional::Transactional;

/// Whom a programme is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Audience {
    /// Customers: never employees.
    Customers,
    /// Employees only.
    Employees,
}

/// What makes somebody due.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// Time.
    Relational(Relational),
    /// An event.
    Transactional(Transactional),
}

/// A programme as the planner needs it. Elsewhere it is named by its index in the setting.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Programme {
    /// Stable id: the places of contacts follow from it.
    pub id: u64,
    /// Higher goes first, and may hold back lower ones.
    pub priority: u8,
    /// Whom it is for.
    pub audience: Audience,
    /// What makes somebody due.
    pub kind: Kind,
    /// Reminders.
    pub reminders: Reminders,
    /// Most mails (invitations and reminders) in a day: no burst after a standstill. `None` is
    /// no limit.
    pub per_day: Option<u32>,
    /// A paused programme sends nothing and holds nothing back.
    pub paused: bool,
    /// From then on nothing is sent, not even reminders.
    pub closes: Option<At>,
}

impl Programme {
    /// Whether it may send at this moment.
    pub fn runs(&self, now: At) -> bool {
        !self.paused && self.closes.is_none_or(|closes| now < closes)
    }
}
