//! The weeks to come: what will go out and who will be left out, if nobody answers and nothing
//! happens.

use super::{Decision, Planner, Setting, apply};
use crate::contact::Contact;
use crate::time::{At, DAY, Day};

/// Planners for days ahead, one moment a day: when the company's calendar opens.
#[derive(Debug)]
pub struct Forecast<'a> {
    setting: Setting<'a>,
    days: Vec<(Day, At, Planner<'a>)>,
}

impl<'a> Forecast<'a> {
    /// For `days` days from `now` on. `sent_today` as for [`Planner::new`].
    pub fn new(setting: Setting<'a>, now: At, sent_today: &[u32], days: u16) -> Self {
        let calendar = &setting.calendars[0];
        let (today, _) = calendar.local(now);
        let moment = |ahead: i32| {
            let day = today.plus(ahead);
            let from = if ahead == 0 { now } else { calendar.at(day, 0) };
            let opens = calendar
                .next_allowed(from)
                .filter(|at| calendar.local(*at).0 == day)?;
            let sent = if ahead == 0 { sent_today } else { &[] };
            Some((day, opens, Planner::new(setting, opens, sent)))
        };
        Self {
            setting,
            days: (0..i32::from(days)).filter_map(moment).collect(),
        }
    }

    /// What happens to one account's contacts, day by day. Give accounts in the same order as to
    /// the planner: daily limits are used up in that order. Of what waits only the first day is told.
    pub fn account(&mut self, group: &mut [Contact]) -> Vec<(Day, Decision)> {
        let mut told: Vec<(Day, Decision)> = Vec::new();
        let mut decisions = Vec::new();
        let mut foreseen = u64::MAX;
        for (day, now, planner) in &mut self.days {
            decisions.clear();
            planner.decide(group, &mut decisions);
            for decision in &decisions {
                if let Some(contact) = group.iter_mut().find(|own| own.id == decision.contact) {
                    // Ids of foreseen invitations only have to differ from each other.
                    foreseen -= 1;
                    apply(self.setting, contact, decision, *now, foreseen);
                }
                let known = told.iter().any(|(_, old)| same(old, decision));
                if !known {
                    told.push((*day, *decision));
                }
            }
        }
        told
    }

    /// Whether the forecast reaches this moment.
    pub fn reaches(&self, at: At) -> bool {
        self.days
            .last()
            .is_some_and(|(_, last, _)| at < last.plus(DAY))
    }
}

/// The same thing waiting for the same reason as before.
fn same(one: &Decision, other: &Decision) -> bool {
    let about = |own: &Decision| (own.contact, own.programme, own.occasion);
    let kind = |own: &Decision| std::mem::discriminant(&own.verdict);
    about(one) == about(other) && kind(one) == kind(other)
}
