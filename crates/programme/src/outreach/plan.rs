//! Decides which letters go out now, by the rules that decide about programmes.
//!
//! Each letter is to the rules an event that wants one mail, in a programme of the letter's priority
//! and window. What programmes have due for the same contacts is weighed beside it, so that neither
//! takes from the other what comes first.

use std::collections::{BTreeMap, HashMap};

use contact::model::Contact;
use mail::{NewMail, Promise};
use platform::web::{App, Problem};
use platform::{DbError, Tx, id};
use policy::plan::{Planner, Setting, Verdict};
use policy::reminder::Reminders;
use policy::transactional::{Case, Event, Meaning, Transactional};
use policy::{At, HOUR, MINUTE, Occasion};

use super::model::{State, Stored};
use super::store::{self, Decided};
use crate::model::Audience;
use crate::planning::{Calendars, Known, Plan, has_consent, number, whole_groups};
use crate::rules::{reason_word, why_of, why_word};
use crate::store as all;
use crate::store::invitation::NewTouch;

/// Stands for programmes where a mail is of none.
pub(crate) const PROGRAMME: &str = "outreach";
/// Letters decided about in one transaction.
const CHUNK: usize = 100;
/// A letter that waits is looked at again after so long at the latest: a contact may have moved.
const LOOK_US: i64 = 6 * HOUR;

/// Decides about letters that are due, some at a time; whether there may be more at once.
pub(crate) async fn step(app: &App) -> Result<bool, Problem> {
    let now_us = app.clock.now_us();
    let read = move |tx: &mut Tx<'_>| Ok::<_, Problem>(store::workspaces(tx, now_us)?);
    let mut more = false;
    for workspace in app.db.read(read).await? {
        let work = move |tx: &mut Tx<'_>| decide(tx, &workspace, At(now_us));
        more |= app.db.write(work).await.map_err(Problem::from)? > 0;
    }
    Ok(more)
}

/// Decides about the letters of a workspace that are due, under the lock of its planning; how many.
fn decide(tx: &mut Tx<'_>, workspace_id: &str, now: At) -> Result<usize, DbError> {
    all::plan::lock_or_begin(tx, workspace_id)?;
    let letters = store::due(tx, workspace_id, now.0, CHUNK)?;
    if letters.is_empty() {
        return Ok(0);
    }
    let desk = Desk::load(tx, workspace_id, &letters, now)?;
    let verdicts = desk.verdicts();
    for (at, verdict) in verdicts.into_iter().enumerate() {
        desk.store(tx, at, verdict)?;
    }
    Ok(letters.len())
}

/// What is needed to decide about some letters.
struct Desk<'a> {
    plan: Plan,
    known: Known,
    calendars: Calendars,
    sent: Vec<u32>,
    letters: &'a [Stored],
    /// Of each letter: the index of its contact among the known; none when there is no such contact.
    contacts: Vec<Option<usize>>,
    now: At,
}

impl<'a> Desk<'a> {
    fn load(
        tx: &mut Tx<'_>,
        workspace_id: &str,
        letters: &'a [Stored],
        now: At,
    ) -> Result<Self, DbError> {
        let plan = Plan::load(tx, workspace_id, now.0)?;
        let ids: Vec<&str> = letters.iter().map(|own| own.contact_id.as_str()).collect();
        let merged = contact::store::present_ids(tx, workspace_id, &ids)?;
        let present = |id: &str| merged.get(id).cloned().unwrap_or_else(|| id.to_owned());
        let mut ids: Vec<String> = ids.into_iter().map(present).collect();
        let wanted = ids.clone();
        ids.sort_unstable();
        ids.dedup();
        let contacts: Vec<Contact> = whole_groups(tx, workspace_id, &ids)?;
        let mut calendars = Calendars::new(&plan.company);
        let known = Known::load(tx, &plan, &mut calendars, contacts, now)?;
        let sent = plan.sent_on(tx, now.0)?;
        let people = known.people.iter().enumerate();
        let places: HashMap<&str, usize> = people
            .map(|(at, person)| (person.contact.contact_id.as_str(), at))
            .collect();
        let contacts = wanted.iter().map(|id| places.get(id.as_str()).copied());
        Ok(Self {
            contacts: contacts.collect(),
            plan,
            known,
            calendars,
            sent,
            letters,
            now,
        })
    }

    /// What the rules say of each letter.
    fn verdicts(&self) -> Vec<Option<Verdict>> {
        let mut programmes = self.plan.policy.clone();
        let mut people = self.known.policy.clone();
        self.only_wanted(&mut people);
        let mut kinds: BTreeMap<(u8, u16), u16> = BTreeMap::new();
        for (letter, contact) in self.letters.iter().zip(&self.contacts) {
            let Some(contact) = contact else { continue };
            let programme = *kinds
                .entry((letter.priority, letter.window_days))
                .or_insert_with(|| {
                    programmes.push(as_programme(letter));
                    (programmes.len() - 1) as u16
                });
            people[*contact].cases.push(self.as_case(letter, programme));
        }
        let setting = Setting {
            programmes: &programmes,
            budget: &self.plan.settings.budget,
            calendars: &self.calendars.all,
        };
        let mut planner = Planner::new(setting, self.now, &self.sent);
        let mut decisions = Vec::new();
        for group in self.known.groups() {
            planner.decide(&people[group], &mut decisions);
        }
        let own = self.plan.policy.len();
        let of_letters = decisions.iter().filter_map(|decision| {
            let Occasion::Episode { subject, .. } = decision.occasion else {
                return None;
            };
            (usize::from(decision.programme) >= own).then_some((subject, decision.verdict))
        });
        let verdicts: HashMap<u64, Verdict> = of_letters.collect();
        let letters = self.letters.iter();
        letters
            .map(|letter| verdicts.get(&number(&letter.outreach_id)).copied())
            .collect()
    }

    /// Leaves out events that no programme will ask about, because their contact is not among
    /// those it is for: they must not hold a letter up.
    fn only_wanted(&self, people: &mut [policy::Contact]) {
        for (person, own) in self.known.people.iter().zip(people) {
            own.cases.retain(|case| {
                let at = usize::from(case.programme);
                let programme = self.plan.programmes.get(at);
                person.in_segment >> at & 1 == 1
                    && programme.is_some_and(|own| has_consent(own, &person.contact))
            });
        }
    }

    fn as_case(&self, letter: &Stored, programme: u16) -> Case {
        let id = number(&letter.outreach_id);
        let mut case = Case::new(id, programme);
        case.record(Event {
            at: At(letter.created_at_us.min(self.now.0)),
            meaning: Meaning::Trigger,
            id,
            solver: None,
        });
        let reason = letter.reason.as_deref();
        case.deferred =
            reason.and_then(|reason| why_of(reason, letter.detail.as_deref(), &self.plan.ids));
        case
    }

    /// Stores what was decided about the letter at this place.
    fn store(&self, tx: &mut Tx<'_>, at: usize, verdict: Option<Verdict>) -> Result<(), DbError> {
        let (letter, now_us) = (&self.letters[at], self.now.0);
        let decided = match (self.contacts[at], verdict) {
            (None, _) => left_out("removed", None, now_us),
            (Some(person), Some(Verdict::Send(_))) => {
                return self.send(tx, letter, &self.known.people[person].contact);
            }
            (_, Some(Verdict::LeaveOut(reason))) => {
                let (reason, detail) = reason_word(reason, &self.plan.ids);
                left_out(reason, detail, now_us)
            }
            (_, Some(Verdict::Defer { until, why, ends })) => {
                let (reason, detail) = why_word(why, &self.plan.ids);
                let look = until.min(ends).min(self.now.plus(LOOK_US));
                Decided {
                    state: State::Deferred,
                    reason: Some(reason),
                    detail,
                    until_us: (until < At::NEVER).then_some(until.0),
                    look_at_us: look.0,
                    mail_id: None,
                }
            }
            // Another letter has the same number here: this one is next.
            (_, None) => Decided {
                state: State::Deferred,
                reason: letter.reason.as_deref(),
                detail: letter.detail.clone(),
                until_us: letter.until_us,
                look_at_us: self.now.plus(MINUTE).0,
                mail_id: None,
            },
        };
        let key = (self.plan.workspace_id.as_str(), letter.outreach_id.as_str());
        store::decide(tx, key, &decided, now_us).map(|_| ())
    }

    /// Makes a mail of a letter, and counts it against the budget.
    fn send(&self, tx: &mut Tx<'_>, letter: &Stored, contact: &Contact) -> Result<(), DbError> {
        let workspace_id = self.plan.workspace_id.as_str();
        let (now_us, mail_id) = (self.now.0, id::new());
        let Some(address) = contact.email.clone() else {
            return Ok(());
        };
        let decided = Decided {
            state: State::Sent,
            reason: None,
            detail: None,
            until_us: None,
            look_at_us: now_us,
            mail_id: Some(&mail_id),
        };
        if !store::decide(tx, (workspace_id, &letter.outreach_id), &decided, now_us)? {
            return Ok(());
        }
        all::invitation::touch(
            tx,
            &NewTouch {
                workspace_id,
                contact_id: &contact.contact_id,
                programme_id: PROGRAMME,
                invitation_id: &letter.outreach_id,
                mail_id: &mail_id,
                reminder: 0,
                at_us: now_us,
            },
        )?;
        let new = NewMail {
            workspace_id: workspace_id.to_owned(),
            mail_id,
            kind: super::KIND,
            subject_id: letter.outreach_id.clone(),
            address,
            promise: Promise::AtMostOnce,
            due_at_us: now_us,
        };
        mail::outbox::add(tx, &new, now_us)
    }
}

fn left_out(reason: &'static str, detail: Option<String>, now_us: i64) -> Decided<'static> {
    Decided {
        state: State::LeftOut,
        reason: Some(reason),
        detail,
        until_us: None,
        look_at_us: now_us,
        mail_id: None,
    }
}

/// The programme that a letter would be of.
fn as_programme(letter: &Stored) -> policy::Programme {
    policy::Programme {
        id: number(PROGRAMME),
        priority: letter.priority,
        audience: Audience::Customers,
        kind: policy::Kind::Transactional(Transactional {
            triggers: Vec::new(),
            cancels: Vec::new(),
            delay_minutes: 0,
            expires_days: letter.window_days,
        }),
        reminders: Reminders {
            number: 0,
            spacing_days: 1,
            open_days: 1,
        },
        per_day: None,
        paused: false,
        closes: None,
    }
}
