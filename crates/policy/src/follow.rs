//! Following up: when a case is due, who hears of it when, and who acts for whom.
//!
//! A promise to a customer counts in office time on working days. While it isn't kept, three steps
//! follow, each at most once per case: a reminder to the owner before it is due, word to the owner's
//! lead when it is overdue, word to administrators when it is overdue for longer. The times of all
//! of them follow from the due time and the settings of now, so a changed rule or due time moves
//! what is still to come and repeats nothing. Snoozing hides a case from its owner; it doesn't move
//! what the customer was promised.

mod people;
#[cfg(test)]
mod tests;

use serde::{Deserialize, Serialize};

pub use people::{Circle, Person, acting, receivers};

use crate::calendar::Calendar;
use crate::time::{At, MINUTE};

/// How far back office time is sought, in days.
const LOOK_DAYS: i32 = 400;
/// Office minutes in all settings at most: a year of 8-hour days.
pub const MINUTES_MAX: u32 = 250 * 480;

/// When the steps follow, in minutes of office time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Escalation {
    /// The owner is reminded so long before it is due; 0 never. Of a shorter time at half of it.
    pub remind_before: u32,
    /// The owner's lead hears of it so long after it was due.
    pub lead_after: u32,
    /// Administrators hear of it so long after it was due.
    pub administrators_after: u32,
}

impl Default for Escalation {
    /// Four hours before, at once, and a working day of eight hours after.
    fn default() -> Self {
        Self {
            remind_before: 240,
            lead_after: 0,
            administrators_after: 480,
        }
    }
}

impl Escalation {
    /// Whether all times are within bounds and administrators aren't told before the lead.
    pub fn is_valid(&self) -> bool {
        self.lead_after <= self.administrators_after
            && self.administrators_after <= MINUTES_MAX
            && self.remind_before <= MINUTES_MAX
    }
}

/// One of the steps.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Step {
    /// The owner is reminded.
    Remind,
    /// The owner's lead hears of it.
    Escalate,
    /// Administrators hear of it.
    Alarm,
}

/// When steps were taken.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Taken {
    /// See [`Step::Remind`].
    pub reminded: Option<At>,
    /// See [`Step::Escalate`].
    pub escalated: Option<At>,
    /// See [`Step::Alarm`].
    pub alarmed: Option<At>,
}

impl Taken {
    /// When this step was taken.
    pub fn at(&self, step: Step) -> Option<At> {
        match step {
            Step::Remind => self.reminded,
            Step::Escalate => self.escalated,
            Step::Alarm => self.alarmed,
        }
    }

    /// Notes that this step is taken now; false when it was taken before.
    pub fn take(&mut self, step: Step, now: At) -> bool {
        let place = match step {
            Step::Remind => &mut self.reminded,
            Step::Escalate => &mut self.escalated,
            Step::Alarm => &mut self.alarmed,
        };
        place.is_none() && place.replace(now).is_none()
    }
}

/// What the steps of a case depend on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Promise {
    /// Since when the time runs.
    pub from: At,
    /// By when.
    pub due: At,
    /// Whether it is kept, or nothing is to be kept any more: the case is closed.
    pub is_over: bool,
    /// Whether somebody has it.
    pub is_owned: bool,
    /// Until when the owner doesn't want to see it.
    pub snoozed_until: Option<At>,
    /// Steps taken.
    pub taken: Taken,
}

/// What is to be done about a case now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Look {
    /// Take this step, and look again.
    Take(Step),
    /// Look again then, unless something changes.
    At(At),
    /// Nothing, unless something changes.
    Never,
}

/// When a promise of so many minutes of office time from now is due. A calendar without working
/// days counts on by the clock rather than never.
pub fn due(calendar: &Calendar, from: At, minutes: u32) -> At {
    calendar
        .add_business_minutes(from, minutes)
        .unwrap_or_else(|| from.plus(i64::from(minutes) * MINUTE))
}

/// When a case is looked at for this step; `None` for one that never comes.
pub fn step_at(
    promise: &Promise,
    escalation: &Escalation,
    calendar: &Calendar,
    step: Step,
) -> Option<At> {
    match step {
        Step::Remind => remind_at(promise, escalation, calendar),
        Step::Escalate => Some(due(calendar, promise.due, escalation.lead_after)),
        Step::Alarm => {
            // Without an owner there is nobody whose lead would hear of it first.
            let after = if promise.is_owned {
                escalation.administrators_after
            } else {
                escalation.lead_after
            };
            Some(due(calendar, promise.due, after))
        }
    }
}

fn remind_at(promise: &Promise, escalation: &Escalation, calendar: &Calendar) -> Option<At> {
    if escalation.remind_before == 0 || !promise.is_owned {
        return None;
    }
    let given = office_time(calendar, promise.from, promise.due);
    let before = (i64::from(escalation.remind_before) * MINUTE).min(given / 2);
    let at = earlier_by(calendar, promise.due, before).max(promise.from);
    Some(at.max(promise.snoozed_until.unwrap_or(at)))
}

/// What is to be done about a case at `now`.
pub fn next(promise: &Promise, escalation: &Escalation, calendar: &Calendar, now: At) -> Look {
    if promise.is_over {
        return Look::Never;
    }
    let mut next = At::NEVER;
    for step in [Step::Remind, Step::Escalate, Step::Alarm] {
        if promise.taken.at(step).is_some() || (step == Step::Escalate && !promise.is_owned) {
            continue;
        }
        let Some(at) = step_at(promise, escalation, calendar, step) else {
            continue;
        };
        // A reminder that comes too late says nothing that the next step doesn't.
        if step == Step::Remind && (at >= promise.due || now >= promise.due) {
            continue;
        }
        // Overdue is later than due, by at least as much as a clock can tell.
        let at = if step == Step::Remind {
            at
        } else {
            at.max(promise.due.plus(1))
        };
        if at <= now {
            return Look::Take(step);
        }
        next = next.min(at);
    }
    if next == At::NEVER {
        Look::Never
    } else {
        Look::At(next)
    }
}

/// Office time on working days between two moments, in microseconds; 0 when `to` isn't later.
pub fn office_time(calendar: &Calendar, from: At, to: At) -> i64 {
    let (mut day, _) = calendar.local(from);
    let (last, _) = calendar.local(to);
    let office = calendar.settings().office;
    let mut sum = 0;
    while day <= last {
        if calendar.works(day) {
            let opens = calendar.at(day, office.from).max(from);
            let shuts = calendar.at(day, office.to).min(to);
            sum += shuts.since(opens).max(0);
        }
        day = day.plus(1);
    }
    sum
}

/// The latest moment from which on so much office time passes until `at`; by the clock when 400
/// days hold too little of it.
pub fn earlier_by(calendar: &Calendar, at: At, micros: i64) -> At {
    let mut left = micros.max(0);
    let (mut day, _) = calendar.local(at);
    let office = calendar.settings().office;
    for _ in 0..LOOK_DAYS {
        if calendar.works(day) {
            let opens = calendar.at(day, office.from);
            let shuts = calendar.at(day, office.to).min(at);
            let open = shuts.since(opens);
            if open > 0 && left <= open {
                return shuts.plus(-left);
            }
            left -= open.max(0);
        }
        day = day.plus(-1);
    }
    at.plus(-micros.max(0))
}
