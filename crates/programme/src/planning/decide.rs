//! From the rules' decisions about one contact to what is stored: only what is new.

use policy::plan::Verdict;
use policy::reminder::{Next, next};
use policy::{At, Because, Decision, Kind, relational};

use super::batch::Batch;
use super::known::{Known, Person, has_consent};
use crate::model::{Occasion, OccasionState};
use crate::rules::{reason_word, why_word};
use crate::store::event::OpenCase;

/// A mail to be sent.
#[derive(Clone, Debug)]
pub(crate) enum Send {
    /// An invitation about this occasion.
    Invite {
        /// Index of the programme.
        programme: u16,
        /// To be stored with the invitation's id.
        occasion: Box<Occasion>,
        /// `wave`, `event` …
        because: &'static str,
    },
    /// A reminder about the person's invitation of this index.
    Remind {
        /// Among the person's invitations.
        invitation: usize,
        /// From 1.
        number: u8,
    },
}

/// What is to be stored about one contact.
#[derive(Debug)]
pub(crate) struct Decided {
    /// Among the known ones.
    pub(crate) index: usize,
    /// As the rules know it.
    pub(crate) id: u64,
    pub(super) decisions: Vec<Decision>,
    /// Mails to be sent.
    pub(crate) sends: Vec<Send>,
    /// Occasions that wait for another reason or moment than before, or were dropped.
    pub(crate) occasions: Vec<Occasion>,
    /// Of occasions that no longer wait: programme and occasion.
    pub(crate) gone: Vec<(String, String)>,
    /// Subjects about which nothing is waiting any more.
    pub(crate) closed: Vec<OpenCase>,
    /// Invitations that no reminder follows.
    pub(crate) over: Vec<String>,
    /// When it is to be looked at again, at the latest.
    pub(crate) look: Option<At>,
    /// Whether that is stored already.
    pub(crate) look_is_known: bool,
}

impl Decided {
    pub(super) fn new(index: usize, contact: &policy::Contact) -> Self {
        Self {
            index,
            id: contact.id,
            decisions: Vec::new(),
            sends: Vec::new(),
            occasions: Vec::new(),
            gone: Vec::new(),
            closed: Vec::new(),
            over: Vec::new(),
            look: None,
            look_is_known: false,
        }
    }

    /// Whether there is anything to store.
    pub(crate) fn is_news(&self) -> bool {
        !(self.sends.is_empty()
            && self.occasions.is_empty()
            && self.gone.is_empty()
            && self.closed.is_empty()
            && self.over.is_empty()
            && self.look_is_known)
    }

    fn look_by(&mut self, at: At) {
        if at < At::NEVER {
            self.look = Some(self.look.map_or(at, |look| look.min(at)));
        }
    }
}

/// Turns the decisions about a contact into what is stored.
pub(super) fn finish(batch: &mut Batch<'_>, known: &Known, own: &mut Decided) {
    let (person, contact) = (&known.people[own.index], &known.policy[own.index]);
    for decision in std::mem::take(&mut own.decisions) {
        take(batch, (person, contact), own, &decision);
    }
    lacking_consent(batch, person, contact, own);
    cases(batch, known, own);
    reminders(batch, person, contact, own);
    own.look_is_known = match (own.look, person.look_us) {
        (None, None) => true,
        (None, Some(stored)) => stored > batch.now.0,
        (Some(_), None) => false,
        (Some(wanted), Some(stored)) => stored > batch.now.0 && stored <= wanted.0,
    };
}

fn take(
    batch: &mut Batch<'_>,
    (person, contact): (&Person, &policy::Contact),
    own: &mut Decided,
    decision: &Decision,
) {
    let plan = batch.plan;
    if let policy::Occasion::Reminder { invitation, number } = decision.occasion {
        let place = contact.invitations.iter().position(|i| i.id == invitation);
        match (decision.verdict, place) {
            (Verdict::Send(_), Some(invitation)) => {
                own.sends.push(Send::Remind { invitation, number });
            }
            (Verdict::Defer { until, ends, .. }, _) => own.look_by(until.min(ends)),
            _ => {}
        }
        return;
    }
    let Some(mut occasion) = occasion_of(batch, (person, contact), decision) else {
        return;
    };
    match decision.verdict {
        Verdict::Send(because) => {
            // Who is not in the segment, or lacks consent, is told apart below.
            if not_asked(batch, person, decision.programme).is_some() {
                return;
            }
            own.sends.push(Send::Invite {
                programme: decision.programme,
                occasion: Box::new(occasion),
                because: because_word(because),
            });
        }
        Verdict::Defer { until, why, ends } => {
            if not_asked(batch, person, decision.programme).is_some() {
                return;
            }
            own.look_by(until.min(ends));
            let (reason, detail) = why_word(why, &plan.ids);
            occasion.reason = Some(reason.to_owned());
            occasion.detail = detail;
            occasion.until_us = (until < At::NEVER).then_some(until.0);
            occasion.ends_at_us = ends.0;
            keep_if_new(person, own, occasion);
        }
        Verdict::LeaveOut(reason) => {
            let (word, detail) = reason_word(reason, &plan.ids);
            leave_out(own, occasion, word, detail);
        }
    }
}

fn leave_out(own: &mut Decided, occasion: Occasion, reason: &str, detail: Option<String>) {
    own.occasions.push(Occasion {
        state: OccasionState::LeftOut,
        reason: Some(reason.to_owned()),
        detail,
        until_us: None,
        ..occasion
    });
}

fn keep_if_new(person: &Person, own: &mut Decided, occasion: Occasion) {
    let key = (occasion.programme_id.clone(), occasion.occasion.clone());
    let is_same = person.occasions.get(&key).is_some_and(|old| {
        (
            old.state,
            &old.reason,
            &old.detail,
            old.until_us,
            old.ends_at_us,
        ) == (
            occasion.state,
            &occasion.reason,
            &occasion.detail,
            occasion.until_us,
            occasion.ends_at_us,
        )
    });
    if !is_same {
        own.occasions.push(occasion);
    }
}

const fn because_word(because: Because) -> &'static str {
    match because {
        Because::Turn(relational::Turn::Baseline) => "baseline",
        Because::Turn(relational::Turn::Wave) => "wave",
        Because::Turn(relational::Turn::Spread) => "spread",
        Because::Event | Because::NoAnswerYet => "event",
    }
}

/// A round or an episode as it is stored, deferred so far.
fn occasion_of(
    batch: &mut Batch<'_>,
    (person, contact): (&Person, &policy::Contact),
    decision: &Decision,
) -> Option<Occasion> {
    let programme_id = batch.plan.ids[usize::from(decision.programme)].clone();
    let blank = Occasion {
        programme_id,
        contact_id: person.contact.contact_id.clone(),
        occasion: String::new(),
        state: OccasionState::Deferred,
        reason: None,
        detail: None,
        until_us: None,
        ends_at_us: batch.now.0,
        invitation_id: None,
        round: None,
        subject: None,
        began_at_us: None,
        decided_at_us: batch.now.0,
    };
    match decision.occasion {
        policy::Occasion::Round(round) => {
            let slot = batch.slot(contact, decision.programme)?;
            Some(Occasion {
                occasion: format!("round:{round}"),
                round: Some(round.into()),
                ends_at_us: batch.end_of(contact, &slot).0,
                ..blank
            })
        }
        policy::Occasion::Episode { subject, began } => {
            let own = &batch.plan.policy[usize::from(decision.programme)];
            let Kind::Transactional(schedule) = &own.kind else {
                return None;
            };
            let case = person.cases.iter().find(|case| {
                case.programme_id == blank.programme_id && super::number(&case.subject) == subject
            })?;
            Some(Occasion {
                occasion: format!("case:{}:{}", case.subject, began.0),
                subject: Some(case.subject.clone()),
                began_at_us: Some(began.0),
                ends_at_us: schedule.window(began).1.0,
                ..blank
            })
        }
        policy::Occasion::Reminder { .. } => None,
    }
}

/// Why somebody whom an event is about is not asked though the rules would.
fn not_asked(batch: &Batch<'_>, person: &Person, programme: u16) -> Option<&'static str> {
    let own = &batch.plan.programmes[usize::from(programme)];
    if matches!(
        batch.plan.policy[usize::from(programme)].kind,
        Kind::Relational(_)
    ) {
        return None;
    }
    let segment = person.in_segment & (1 << programme) != 0;
    if !segment {
        Some("not_in_segment")
    } else if !has_consent(own, &person.contact) {
        Some("no_consent")
    } else {
        None
    }
}

/// Of programmes that need consent: the turn of whoever didn't give it passes, with a word.
fn lacking_consent(
    batch: &mut Batch<'_>,
    person: &Person,
    contact: &policy::Contact,
    own: &mut Decided,
) {
    if person.lacks_consent == 0 {
        return;
    }
    for programme in 0..batch.plan.policy.len() as u16 {
        let runs = batch.plan.policy[usize::from(programme)].runs(batch.now);
        if person.lacks_consent >> programme & 1 == 0 || !runs {
            continue;
        }
        let Some(slot) = batch.slot(contact, programme) else {
            continue;
        };
        let done = contact.done(programme).and_then(|done| done.round);
        if done.is_some_and(|round| round >= slot.round) {
            continue;
        }
        let decision = Decision {
            contact: contact.id,
            programme,
            occasion: policy::Occasion::Round(slot.round),
            verdict: Verdict::LeaveOut(policy::Reason::WindowEnded(None)),
        };
        if let Some(occasion) = occasion_of(batch, (person, contact), &decision) {
            leave_out(own, occasion, "no_consent", None);
        }
    }
}

/// What happened waits for the programme's delay, and says so.
fn delayed(
    batch: &mut Batch<'_>,
    (person, contact): (&Person, &policy::Contact),
    own: &mut Decided,
    (programme, subject, began, due): (u16, u64, At, At),
) {
    let decision = Decision {
        contact: contact.id,
        programme,
        occasion: policy::Occasion::Episode { subject, began },
        verdict: Verdict::LeaveOut(policy::Reason::WindowEnded(None)),
    };
    if not_asked(batch, person, programme).is_some() {
        return;
    }
    if let Some(occasion) = occasion_of(batch, (person, contact), &decision) {
        let waiting = Occasion {
            reason: Some("delay".to_owned()),
            until_us: Some(due.0),
            ..occasion
        };
        keep_if_new(person, own, waiting);
    }
}

/// When pending subjects are due, and which are no longer pending.
fn cases(batch: &mut Batch<'_>, known: &Known, own: &mut Decided) {
    let (person, contact) = (&known.people[own.index], &known.policy[own.index]);
    for open in &person.cases {
        let Some(index) = batch.plan.index(&open.programme_id) else {
            // Its programme is over.
            own.closed.push(open.clone());
            continue;
        };
        let number = super::number(&open.subject);
        let mut found = contact.cases.iter();
        let case = found.find(|case| case.programme == index && case.subject == number);
        let pending = case.and_then(policy::transactional::Case::pending);
        for ((programme_id, occasion), stored) in &person.occasions {
            let is_about = programme_id == &open.programme_id
                && stored.subject.as_ref() == Some(&open.subject)
                && stored.state == OccasionState::Deferred;
            if is_about && stored.began_at_us != pending.map(|episode| episode.at.0) {
                match pending {
                    // Leaving it out would also close what has begun since.
                    Some(_) => own.gone.push((programme_id.clone(), occasion.clone())),
                    None => leave_out(own, stored.clone(), "cancelled", None),
                }
            }
        }
        let (Some(episode), Kind::Transactional(schedule)) =
            (pending, &batch.plan.policy[usize::from(index)].kind)
        else {
            own.closed.push(open.clone());
            continue;
        };
        let (due, _) = schedule.window(episode.at);
        if batch.now < due {
            own.look_by(due);
            delayed(
                batch,
                (person, contact),
                own,
                (index, number, episode.at, due),
            );
            continue;
        }
        let runs = batch.plan.policy[usize::from(index)].runs(batch.now);
        if let Some(reason) = not_asked(batch, person, index).filter(|_| runs) {
            let decision = Decision {
                contact: contact.id,
                programme: index,
                occasion: policy::Occasion::Episode {
                    subject: number,
                    began: episode.at,
                },
                verdict: Verdict::LeaveOut(policy::Reason::WindowEnded(None)),
            };
            let already = own.occasions.iter().any(|other| {
                other.subject.as_ref() == Some(&open.subject)
                    && other.programme_id == open.programme_id
            });
            if let Some(occasion) =
                occasion_of(batch, (person, contact), &decision).filter(|_| !already)
            {
                leave_out(own, occasion, reason, None);
            }
        }
    }
}

/// When reminders are due, and which invitations get none any more.
fn reminders(batch: &Batch<'_>, person: &Person, contact: &policy::Contact, own: &mut Decided) {
    for (stored, invitation) in person.invitations.iter().zip(&contact.invitations) {
        let Some(programme) = batch.plan.policy.get(usize::from(invitation.programme)) else {
            continue;
        };
        match next(invitation, programme, contact, batch.now) {
            Next::Wait { until } => own.look_by(until),
            Next::Stop(policy::reminder::Stop::Standing(_)) | Next::Due { .. } => {}
            Next::Stop(_) => own.over.push(stored.invitation_id.clone()),
        }
    }
    for send in &own.sends {
        let programme = match send {
            Send::Invite { programme, .. } => *programme,
            Send::Remind { invitation, .. } => contact.invitations[*invitation].programme,
        };
        let reminders = batch.plan.policy[usize::from(programme)].reminders;
        if reminders.number > 0 {
            let spacing = i64::from(reminders.spacing_days.max(1)) * policy::DAY;
            let at = batch.now.plus(spacing);
            own.look = Some(own.look.map_or(at, |look| look.min(at)));
        }
    }
}
