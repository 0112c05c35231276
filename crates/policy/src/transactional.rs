//! Transactional programmes: an event, a delay, a question; unless the event was undone.
//!
//! What happened to one subject (a ticket, an article read) is kept as the set of its events and
//! read in the order in which they happened, so that late, double and swapped deliveries end the
//! same. An *episode* runs from a trigger to the first cancel after it; it is asked about once.

use serde::{Deserialize, Serialize};

use crate::plan::Why;
use crate::time::{At, DAY, MINUTE};

/// A transactional schedule.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Transactional {
    /// Event types that ask, such as `ticket.closed`.
    pub triggers: Vec<String>,
    /// Event types that undo it, such as `ticket.reopened`.
    pub cancels: Vec<String>,
    /// Minutes between the event and the invitation.
    pub delay_minutes: u32,
    /// Days after that in which the invitation still makes sense.
    pub expires_days: u16,
}

impl Transactional {
    /// What an event type means here; `None` when nothing.
    pub fn meaning(&self, event_type: &str) -> Option<Meaning> {
        let among = |types: &[String]| types.iter().any(|own| own == event_type);
        if among(&self.cancels) {
            Some(Meaning::Cancel)
        } else {
            among(&self.triggers).then_some(Meaning::Trigger)
        }
    }

    /// When the invitation about an episode is due, and the first moment it no longer makes sense.
    pub fn window(&self, episode: At) -> (At, At) {
        let due = episode.plus(i64::from(self.delay_minutes) * MINUTE);
        (due, due.plus(i64::from(self.expires_days) * DAY))
    }
}

/// What an event does. The order counts: of a trigger and a cancel at the same moment the cancel
/// comes last, so that in doubt nobody is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Meaning {
    /// Begins an episode.
    Trigger,
    /// Ends it.
    Cancel,
}

/// An event about a subject.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Event {
    /// When it happened, by the sender.
    pub at: At,
    /// What it does.
    pub meaning: Meaning,
    /// The sender's id, hashed: the same id is the same event.
    pub id: u64,
    /// The contact who solved it, if known; never asked about own work.
    pub solver: Option<u64>,
}

/// Everything known of one subject for one contact and programme.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Case {
    /// Which ticket, article or other thing, hashed.
    pub subject: u64,
    /// Index of the programme.
    pub programme: u16,
    /// In order of happening.
    events: Vec<Event>,
    /// The beginning of the latest episode that was asked about or left out.
    pub asked: Option<At>,
    /// Why it waits.
    pub deferred: Option<Why>,
}

impl Case {
    /// A subject without events.
    pub fn new(subject: u64, programme: u16) -> Self {
        Self {
            subject,
            programme,
            ..Self::default()
        }
    }

    /// Takes an event; false when its id was there before (the first version stays).
    pub fn record(&mut self, event: Event) -> bool {
        if self.events.iter().any(|known| known.id == event.id) {
            return false;
        }
        let place = self.events.partition_point(|known| *known < event);
        self.events.insert(place, event);
        true
    }

    /// Events in order of happening.
    pub fn events(&self) -> &[Event] {
        &self.events
    }

    /// The trigger that began the episode under way; `None` when the last word was a cancel.
    pub fn episode(&self) -> Option<Event> {
        let after = self
            .events
            .iter()
            .rposition(|event| event.meaning == Meaning::Cancel);
        self.events
            .get(after.map_or(0, |cancel| cancel + 1))
            .copied()
    }

    /// The episode under way when it was not asked about yet. A second trigger without a cancel
    /// between is the same episode; after a cancel it is a new one, and the budget decides.
    pub fn pending(&self) -> Option<Event> {
        self.episode()
            .filter(|episode| self.asked.is_none_or(|asked| asked < episode.at))
    }

    /// Marks the episode that began at `episode` as dealt with.
    pub fn settle(&mut self, episode: At) {
        self.asked = self.asked.max(Some(episode));
        self.deferred = None;
    }

    /// Whether this contact solved it, by the latest event that names a solver.
    pub fn solved_by(&self, contact: u64) -> bool {
        let solver = self.events.iter().rev().find_map(|event| event.solver);
        solver == Some(contact)
    }
}

#[cfg(test)]
mod tests;
