//! The planner at one moment, for some contacts.

use std::collections::HashMap;

use policy::plan::Setting;
use policy::relational::{Rounds, Slot, place};
use policy::{At, Calendar, Decision, Kind, Planner};

use super::decide::{self, Decided};
use super::known::Known;
use super::plan::Plan;

/// Decides about groups of contacts at one moment.
#[derive(Debug)]
pub(crate) struct Batch<'a> {
    pub(crate) plan: &'a Plan,
    pub(crate) now: At,
    planner: Planner<'a>,
    calendars: &'a [Calendar],
    rounds: HashMap<(u16, u16), Rounds>,
    decisions: Vec<Decision>,
}

impl<'a> Batch<'a> {
    /// `sent` counts today's mails per programme.
    pub(crate) fn new(plan: &'a Plan, calendars: &'a [Calendar], now: At, sent: &[u32]) -> Self {
        let setting = setting(plan, calendars);
        Self {
            plan,
            now,
            planner: Planner::new(setting, now, sent),
            calendars,
            rounds: HashMap::new(),
            decisions: Vec::new(),
        }
    }

    /// What is to be done about the contacts of one group.
    pub(crate) fn group(&mut self, known: &Known, range: std::ops::Range<usize>) -> Vec<Decided> {
        self.decisions.clear();
        let group = &known.policy[range.clone()];
        self.planner.decide(group, &mut self.decisions);
        let decisions = std::mem::take(&mut self.decisions);
        let mut decided: Vec<Decided> = range
            .clone()
            .map(|index| Decided::new(index, &known.policy[index]))
            .collect();
        for decision in &decisions {
            // Two ids with the same first 64 bits of their hashes: the first is taken.
            if let Some(own) = decided.iter_mut().find(|own| own.id == decision.contact) {
                own.decisions.push(*decision);
            }
        }
        self.decisions = decisions;
        for own in &mut decided {
            decide::finish(self, known, own);
        }
        decided
    }

    /// The slot of a contact in a relational programme that has begun last.
    pub(crate) fn slot(&mut self, contact: &policy::Contact, programme: u16) -> Option<Slot> {
        let own = &self.plan.policy[usize::from(programme)];
        let Kind::Relational(schedule) = &own.kind else {
            return None;
        };
        let calendar = &self.calendars[usize::from(contact.calendar)];
        let today = calendar.local(self.now).0;
        let rounds = self
            .rounds
            .entry((programme, contact.calendar))
            .or_insert_with(|| Rounds::new(schedule, calendar, today));
        rounds.latest(place(own.id, contact.id), contact.since, today)
    }

    /// First moment at which a slot's invitation no longer goes out.
    pub(crate) fn end_of(&self, contact: &policy::Contact, slot: &Slot) -> At {
        self.calendars[usize::from(contact.calendar)].at(slot.until, 0)
    }
}

/// A plan as the rules take it.
pub(crate) fn setting<'a>(plan: &'a Plan, calendars: &'a [Calendar]) -> Setting<'a> {
    Setting {
        programmes: &plan.policy,
        budget: &plan.settings.budget,
        calendars,
    }
}
