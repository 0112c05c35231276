//! Decisions about the contacts of one account, in order of precedence.

use super::open::Ahead;
use super::{Because, Decision, Occasion, Reason, Setting, Verdict, Why};
use crate::budget::{Before, Histories, History};
use crate::contact::{Contact, Standing};
use crate::programme::{Audience, Kind};
use crate::relational::{Slot, place};
use crate::reminder::{self, Next};
use crate::time::At;

/// Something that is due.
struct Due {
    who: usize,
    programme: u16,
    occasion: Occasion,
    because: Because,
    since: At,
    ends: At,
    /// What it waited for before.
    waited: Option<Why>,
    /// Why it can't be at all.
    out: Option<Reason>,
}

/// One account at work.
pub(super) struct Group<'a, 'b> {
    setting: Setting<'a>,
    ahead: &'b mut Ahead,
    sent: &'b mut [u32],
    contacts: &'b [Contact],
    people: Vec<Option<History>>,
    account: Option<History>,
    /// Relational rounds sent in this step, as (contact, programme).
    gone: Vec<(usize, u16)>,
}

impl<'a, 'b> Group<'a, 'b> {
    pub(super) fn new(
        setting: Setting<'a>,
        ahead: &'b mut Ahead,
        sent: &'b mut [u32],
        contacts: &'b [Contact],
    ) -> Self {
        Self {
            setting,
            ahead,
            sent,
            contacts,
            people: Vec::new(),
            account: None,
            gone: Vec::new(),
        }
    }

    pub(super) fn decide(mut self, decisions: &mut Vec<Decision>) {
        let mut dues = Vec::new();
        for who in 0..self.contacts.len() {
            self.rounds(who, &mut dues);
            self.episodes(who, &mut dues);
            self.reminders(who, &mut dues);
        }
        if dues.is_empty() {
            return;
        }
        let contacts = self.contacts;
        let priority = |due: &Due| self.setting.programmes[usize::from(due.programme)].priority;
        dues.sort_by_key(|due| {
            (
                std::cmp::Reverse(priority(due)),
                due.since,
                contacts[due.who].id,
                due.occasion,
            )
        });
        self.people.resize_with(contacts.len(), || None);
        if contacts[0].account.is_some() {
            self.account = Some(History::new(contacts.iter().flat_map(|c| &c.touches)));
        }
        for due in dues {
            let verdict = self.judge(&due);
            if matches!(verdict, Verdict::Send(_)) {
                self.take(&due);
            }
            let contact = contacts[due.who].id;
            let (programme, occasion) = (due.programme, due.occasion);
            decisions.push(Decision {
                contact,
                programme,
                occasion,
                verdict,
            });
        }
    }

    fn rounds(&mut self, who: usize, dues: &mut Vec<Due>) {
        let contact = &self.contacts[who];
        let calendar = usize::from(contact.calendar);
        for index in 0..self.setting.programmes.len() as u16 {
            let programme = &self.setting.programmes[usize::from(index)];
            if !contact.is_member(index) || !programme.runs(self.ahead.now) {
                continue;
            }
            let Some(slot) = self.slots(contact, index).0 else {
                continue;
            };
            let done = contact.done(index);
            if done
                .and_then(|done| done.round)
                .is_some_and(|round| round >= slot.round)
            {
                continue;
            }
            let zone = &self.setting.calendars[calendar];
            dues.push(Due {
                who,
                programme: index,
                occasion: Occasion::Round(slot.round),
                because: Because::Turn(slot.turn),
                since: zone.at(slot.day, 0),
                ends: zone.at(slot.until, 0),
                waited: done.and_then(|done| done.deferred),
                out: self.out(contact, index),
            });
        }
    }

    fn episodes(&self, who: usize, dues: &mut Vec<Due>) {
        let contact = &self.contacts[who];
        for case in &contact.cases {
            let Some(programme) = self.setting.programmes.get(usize::from(case.programme)) else {
                continue;
            };
            let Kind::Transactional(schedule) = &programme.kind else {
                continue;
            };
            let Some(event) = case.pending() else {
                continue;
            };
            let (since, ends) = schedule.window(event.at);
            if self.ahead.now < since || !programme.runs(self.ahead.now) {
                continue;
            }
            let own = case.solved_by(contact.id).then_some(Reason::Solver);
            dues.push(Due {
                who,
                programme: case.programme,
                occasion: Occasion::Episode {
                    subject: case.subject,
                    began: event.at,
                },
                because: Because::Event,
                since,
                ends,
                waited: case.deferred,
                out: self.out(contact, case.programme).or(own),
            });
        }
    }

    fn reminders(&self, who: usize, dues: &mut Vec<Due>) {
        let contact = &self.contacts[who];
        for invitation in &contact.invitations {
            let Some(programme) = self
                .setting
                .programmes
                .get(usize::from(invitation.programme))
            else {
                continue;
            };
            let next = reminder::next(invitation, programme, contact, self.ahead.now);
            let Next::Due { number, since } = next else {
                continue;
            };
            if !programme.runs(self.ahead.now) {
                continue;
            }
            dues.push(Due {
                who,
                programme: invitation.programme,
                occasion: Occasion::Reminder {
                    invitation: invitation.id,
                    number,
                },
                because: Because::NoAnswerYet,
                since,
                ends: invitation.closes.min(programme.closes.unwrap_or(At::NEVER)),
                waited: None,
                out: None,
            });
        }
    }

    /// The latest slot that has begun, and the next.
    fn slots(&mut self, contact: &Contact, programme: u16) -> (Option<Slot>, Option<Slot>) {
        let calendar = usize::from(contact.calendar);
        let today = self.ahead.open(calendar).today;
        let id = self.setting.programmes[usize::from(programme)].id;
        let Some(rounds) = self.ahead.rounds(self.setting, calendar, programme) else {
            return (None, None);
        };
        let place = place(id, contact.id);
        let latest = rounds.latest(place, contact.since, today);
        (latest, rounds.next(place, contact.since, today))
    }

    fn out(&self, contact: &Contact, programme: u16) -> Option<Reason> {
        if contact.standing != Standing::Reachable {
            return Some(Reason::Standing(contact.standing));
        }
        match self.setting.programmes[usize::from(programme)].audience {
            Audience::Customers => contact.employee.then_some(Reason::Employee),
            Audience::Employees => (!contact.employee).then_some(Reason::NotAnEmployee),
        }
    }

    fn judge(&mut self, due: &Due) -> Verdict {
        if let Some(reason) = due.out {
            return Verdict::LeaveOut(reason);
        }
        let now = self.ahead.now;
        if now >= due.ends {
            return Verdict::LeaveOut(Reason::WindowEnded(due.waited));
        }
        let calendar = usize::from(self.contacts[due.who].calendar);
        let defer = |until: At, why: Why| Verdict::Defer {
            until,
            why,
            ends: due.ends,
        };
        let reminder = matches!(due.occasion, Occasion::Reminder { .. });
        self.remember(due.who);
        let fits = self
            .setting
            .budget
            .fits(self.histories(due.who), reminder, now, None);
        if let Some(rule) = fits.rule {
            return defer(self.allowed(calendar, fits.from), Why::Budget(rule));
        }
        if let Some((until, programme)) = self.reserved(due, reminder) {
            // It could go now but for its daily limit: look again tomorrow.
            let until = if until > now {
                self.allowed(calendar, until)
            } else {
                self.ahead.tomorrow(self.setting, calendar)
            };
            return defer(until, Why::Reserved(programme));
        }
        let open = self.ahead.open(calendar);
        if let Some(closed) = open.closed {
            return defer(open.next, Why::Closed(closed));
        }
        let index = usize::from(due.programme);
        let most = self.setting.programmes[index].per_day;
        if most.is_some_and(|most| self.sent[index] >= most) {
            return defer(self.ahead.tomorrow(self.setting, calendar), Why::PerDay);
        }
        Verdict::Send(due.because)
    }

    /// Until when this mail waits for a relational programme of higher priority, and which.
    fn reserved(&mut self, due: &Due, reminder: bool) -> Option<(At, u16)> {
        let contacts = self.contacts;
        let contact = &contacts[due.who];
        let own = self.setting.programmes[usize::from(due.programme)].priority;
        let mut reserved: Option<(At, u16)> = None;
        for index in 0..self.setting.programmes.len() as u16 {
            let programme = &self.setting.programmes[usize::from(index)];
            let matters = programme.priority > own
                && contact.is_member(index)
                && programme.runs(self.ahead.now)
                && self.out(contact, index).is_none();
            if !matters {
                continue;
            }
            let done = contact.done(index).and_then(|done| done.round);
            let (latest, next) = self.slots(contact, index);
            let waits = latest.filter(|slot| {
                done.is_none_or(|round| round < slot.round)
                    && !self.gone.contains(&(due.who, index))
            });
            for slot in [waits, next].into_iter().flatten() {
                if let Some(until) = self.clash(due.who, slot, reminder)
                    && reserved.is_none_or(|(latest, _)| until > latest)
                {
                    reserved = Some((until, index));
                }
            }
        }
        reserved
    }

    /// When a mail sent now would push this slot beyond the first half of its window: the moment
    /// the slot can be used.
    fn clash(&self, who: usize, slot: Slot, reminder: bool) -> Option<At> {
        let zone = &self.setting.calendars[usize::from(self.contacts[who].calendar)];
        let now = self.ahead.now;
        let (begins, ends) = (zone.at(slot.day, 0).max(now), zone.at(slot.until, 0));
        let half = zone
            .at(slot.day, 0)
            .plus(ends.since(zone.at(slot.day, 0)) / 2);
        let fits = |before| {
            let fits = self
                .setting
                .budget
                .fits(self.histories(who), false, begins, before);
            zone.next_allowed(fits.from).unwrap_or(At::NEVER)
        };
        // Cheap first: most slots lie far ahead.
        let with = fits(Some(Before { at: now, reminder }));
        if with < half {
            return None;
        }
        let without = fits(None);
        (without < with && without < ends).then_some(without)
    }

    fn allowed(&self, calendar: usize, at: At) -> At {
        self.setting.calendars[calendar]
            .next_allowed(at)
            .unwrap_or(At::NEVER)
    }

    fn remember(&mut self, who: usize) {
        let touches = &self.contacts[who].touches;
        self.people[who].get_or_insert_with(|| History::new(touches));
    }

    fn histories(&self, who: usize) -> Histories<'_> {
        let person = self.people[who]
            .as_ref()
            .expect("remembered before it is asked for");
        Histories {
            person,
            account: self.account.as_ref(),
        }
    }

    fn take(&mut self, due: &Due) {
        let now = self.ahead.now;
        let reminder = matches!(due.occasion, Occasion::Reminder { .. });
        self.sent[usize::from(due.programme)] += 1;
        if let Some(person) = &mut self.people[due.who] {
            person.add(now, reminder);
        }
        if let Some(account) = &mut self.account {
            account.add(now, reminder);
        }
        if matches!(due.occasion, Occasion::Round(_)) {
            self.gone.push((due.who, due.programme));
        }
    }
}
