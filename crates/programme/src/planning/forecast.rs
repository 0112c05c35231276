//! The weeks to come: what will go out, who will wait or be left out, if nobody answers and nothing
//! happens.

use std::collections::BTreeMap;

use platform::{DbError, Tx};
use policy::plan::{Forecast, Verdict};
use policy::relational::{Rounds, place};
use policy::{At, Day, Decision, Kind};

use super::batch::setting;
use super::known::{Known, Person, has_consent};
use super::plan::{Calendars, Plan};
use crate::model::OccasionState;
use crate::rules::{reason_word, why_word};

/// Contacts a forecast looks at, at most: a page waits for it.
pub(crate) const CONTACTS_MAX: usize = 20_000;
/// Contacts it names, at most; all are counted.
const NAMED_MAX: usize = 500;
/// Contacts read at once.
const PAGE: usize = 1000;

/// A day to come.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DayAhead {
    /// In the company's calendar.
    pub day: Day,
    /// Why nothing goes out to contacts in the company's zone: `day_off`, or `holiday` with which.
    pub closed: Option<(&'static str, Option<String>)>,
    /// Invitations and reminders by programme.
    pub mails: BTreeMap<String, (u32, u32)>,
}

/// Somebody who will wait or be left out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NotAsked {
    /// The programme.
    pub programme_id: String,
    /// The contact.
    pub contact_id: String,
    /// The first day on which that will be so.
    pub day: Day,
    /// Waits, or is left out.
    pub state: OccasionState,
    /// A word of [`crate::rules::REASONS`].
    pub reason: &'static str,
    /// As [`crate::model::Occasion::detail`].
    pub detail: Option<String>,
    /// Until when it waits, UTC microseconds.
    pub until_us: Option<i64>,
}

/// What is foreseen.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Foreseen {
    /// Every day from today on.
    pub days: Vec<DayAhead>,
    /// Some of those who wait or are left out.
    pub not_asked: Vec<NotAsked>,
    /// How many there are, by programme, state and reason.
    pub reasons: BTreeMap<(String, &'static str, &'static str), u32>,
    /// Contacts looked at.
    pub looked_at: usize,
    /// Whether those are all.
    pub is_whole: bool,
}

/// Looks `days` days ahead, for one programme or for all.
pub(crate) fn foresee(
    tx: &mut Tx<'_>,
    plan: &Plan,
    only: Option<u16>,
    (now, days): (At, u16),
) -> Result<Foreseen, DbError> {
    let today = plan.company.local(now).0;
    let mut found = Foreseen {
        days: (0..i32::from(days))
            .map(|ahead| day_ahead(plan, today.plus(ahead)))
            .collect(),
        is_whole: true,
        ..Foreseen::default()
    };
    let sent = plan.sent_on(tx, now.0)?;
    let calendars = zones(tx, plan)?;
    let mut forecast = Forecast::new(setting(plan, &calendars.all), now, &sent, days);
    let mut own = calendars.clone();
    let mut after = (String::new(), String::new());
    loop {
        let place = Some((after.0.as_str(), after.1.as_str()));
        let page = contact::store::page_by_account(tx, &plan.workspace_id, place, PAGE)?;
        let Some(last) = page.last() else {
            return Ok(found);
        };
        after = (
            last.account_id.clone().unwrap_or_default(),
            last.contact_id.clone(),
        );
        let is_last = page.len() < PAGE;
        found.looked_at += page.len();
        let mut known = Known::load(tx, plan, &mut own, page, now)?;
        for group in known.groups() {
            let decisions = forecast.account(&mut known.policy[group.clone()]);
            for index in group {
                let (person, contact) = (&known.people[index], &known.policy[index]);
                let mut view = View {
                    plan,
                    only,
                    found: &mut found,
                    today,
                };
                view.consent(person, contact, &own.all, days);
                for (day, decision) in decisions.iter().filter(|own| own.1.contact == contact.id) {
                    view.take(person, *day, decision);
                }
            }
        }
        if is_last {
            return Ok(found);
        }
        if found.looked_at >= CONTACTS_MAX {
            found.is_whole = false;
            return Ok(found);
        }
    }
}

fn day_ahead(plan: &Plan, day: Day) -> DayAhead {
    let closed = plan.company.day_closed(day).map(policy::Why::Closed);
    DayAhead {
        day,
        closed: closed.map(|why| why_word(why, &plan.ids)),
        mails: BTreeMap::new(),
    }
}

/// The calendars of all zones in use, before anybody is looked at: the forecast keeps them.
fn zones(tx: &mut Tx<'_>, plan: &Plan) -> Result<Calendars, DbError> {
    let mut calendars = Calendars::new(&plan.company);
    for zone in crate::store::plan::zones(tx, &plan.workspace_id)? {
        calendars.of(Some(&zone));
    }
    Ok(calendars)
}

struct View<'a> {
    plan: &'a Plan,
    only: Option<u16>,
    found: &'a mut Foreseen,
    today: Day,
}

impl View<'_> {
    fn take(&mut self, person: &Person, day: Day, decision: &Decision) {
        if self.only.is_some_and(|only| only != decision.programme) {
            return;
        }
        let programme = &self.plan.programmes[usize::from(decision.programme)];
        let is_reminder = matches!(decision.occasion, policy::Occasion::Reminder { .. });
        let in_segment = person.in_segment >> decision.programme & 1 == 1;
        let is_event = matches!(decision.occasion, policy::Occasion::Episode { .. });
        if is_event && !matches!(decision.verdict, Verdict::LeaveOut(_)) {
            let reason = if !in_segment {
                Some("not_in_segment")
            } else if !has_consent(programme, &person.contact) {
                Some("no_consent")
            } else {
                None
            };
            if let Some(reason) = reason {
                self.leave_out(person, decision.programme, day, (reason, None));
                return;
            }
        }
        match decision.verdict {
            Verdict::Send(_) => {
                let Ok(ahead) = usize::try_from(day.0 - self.today.0) else {
                    return;
                };
                if let Some(day) = self.found.days.get_mut(ahead) {
                    let mails = day.mails.entry(programme.programme_id.clone()).or_default();
                    if is_reminder {
                        mails.1 += 1;
                    } else {
                        mails.0 += 1;
                    }
                }
            }
            // That a mail waits for the morning is no news, nor that a reminder waits.
            Verdict::Defer {
                why: policy::Why::Closed(_),
                ..
            } => {}
            Verdict::Defer { .. } if is_reminder => {}
            Verdict::Defer { until, why, .. } => {
                let (reason, detail) = why_word(why, &self.plan.ids);
                self.add(NotAsked {
                    programme_id: programme.programme_id.clone(),
                    contact_id: person.contact.contact_id.clone(),
                    day,
                    state: OccasionState::Deferred,
                    reason,
                    detail,
                    until_us: (until < At::NEVER).then_some(until.0),
                });
            }
            Verdict::LeaveOut(reason) => {
                let said = reason_word(reason, &self.plan.ids);
                self.leave_out(person, decision.programme, day, said);
            }
        }
    }

    /// Whose turn comes without the consent it needs.
    fn consent(
        &mut self,
        person: &Person,
        contact: &policy::Contact,
        calendars: &[policy::Calendar],
        days: u16,
    ) {
        for programme in 0..self.plan.policy.len() as u16 {
            let own = &self.plan.policy[usize::from(programme)];
            let Kind::Relational(schedule) = &own.kind else {
                continue;
            };
            let is_meant = self.only.is_none_or(|only| only == programme);
            if !is_meant || own.paused || person.lacks_consent >> programme & 1 == 0 {
                continue;
            }
            let calendar = &calendars[usize::from(contact.calendar)];
            let rounds = Rounds::new(schedule, calendar, self.today);
            let place = place(own.id, contact.id);
            let done = contact.done(programme).and_then(|done| done.round);
            let open = rounds
                .latest(place, contact.since, self.today)
                .filter(|slot| slot.until > self.today);
            let next = rounds.next(place, contact.since, self.today);
            let end = self.today.plus(i32::from(days));
            let turn = open
                .into_iter()
                .chain(next)
                .find(|slot| slot.day < end && done.is_none_or(|round| round < slot.round));
            if let Some(slot) = turn {
                let day = slot.day.max(self.today);
                self.leave_out(person, programme, day, ("no_consent", None));
            }
        }
    }

    fn leave_out(
        &mut self,
        person: &Person,
        programme: u16,
        day: Day,
        (reason, detail): (&'static str, Option<String>),
    ) {
        self.add(NotAsked {
            programme_id: self.plan.ids[usize::from(programme)].clone(),
            contact_id: person.contact.contact_id.clone(),
            day,
            state: OccasionState::LeftOut,
            reason,
            detail,
            until_us: None,
        });
    }

    fn add(&mut self, new: NotAsked) {
        let key = (new.programme_id.clone(), new.state.as_str(), new.reason);
        *self.found.reasons.entry(key).or_default() += 1;
        if self.found.not_asked.len() < NAMED_MAX {
            self.found.not_asked.push(new);
        }
    }
}
