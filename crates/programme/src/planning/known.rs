//! Everything the rules need to know of some contacts, loaded at once.

use std::collections::{BTreeMap, HashMap};

use contact::model::{Account, Consent, Contact};
use platform::{DbError, Tx};
use policy::reminder::{Next, next};
use policy::transactional::{self, Case, Transactional};
use policy::{At, Touch};

use super::number;
use super::plan::{Calendars, Plan};
use crate::model::{Audience, Event, Invitation, Occasion, OccasionState, Programme, Schedule};
use crate::rules::why_of;
use crate::store;
use crate::store::event::OpenCase;

/// Index that stands for programmes that are over: their mails still count.
const OVER: u16 = u16::MAX;

/// What is known of one contact, beside what the rules get.
#[derive(Debug)]
pub(crate) struct Person {
    pub(crate) contact: Contact,
    /// What was decided, by (programme, occasion).
    pub(crate) occasions: HashMap<(String, String), Occasion>,
    /// Invitations that may get a reminder.
    pub(crate) invitations: Vec<Invitation>,
    /// Subjects that may be waiting.
    pub(crate) cases: Vec<OpenCase>,
    /// When it was to be looked at.
    pub(crate) look_us: Option<i64>,
    /// Bit `i` set: in the segment of programme `i`.
    pub(crate) in_segment: u64,
    /// Bit `i` set: would be a member of relational programme `i`, had it given consent.
    pub(crate) lacks_consent: u64,
}

/// Some contacts: `people` and `policy` side by side, those of an account together.
#[derive(Debug)]
pub(crate) struct Known {
    pub(crate) people: Vec<Person>,
    pub(crate) policy: Vec<policy::Contact>,
    pub(crate) accounts: HashMap<String, Account>,
}

impl Known {
    /// Loads what is known of contacts, who come ordered by (account, id).
    pub(crate) fn load(
        tx: &mut Tx<'_>,
        plan: &Plan,
        calendars: &mut Calendars,
        contacts: Vec<Contact>,
        now: At,
    ) -> Result<Self, DbError> {
        let mut loader = Loader::new(tx, plan, now, &contacts)?;
        let accounts = loader.accounts(tx, &contacts)?;
        let (mut people, mut policy) = (Vec::new(), Vec::new());
        for contact in contacts {
            let account = contact.account_id.as_ref().and_then(|id| accounts.get(id));
            let (person, own) = loader.person(contact, account, calendars);
            people.push(person);
            policy.push(own);
        }
        let mut known = Self {
            people,
            policy,
            accounts,
        };
        known.answers(tx, plan, now)?;
        Ok(known)
    }

    /// Asks the responses about invitations whose reminder is due; of all others it doesn't matter
    /// yet whether they were answered.
    fn answers(&mut self, tx: &mut Tx<'_>, plan: &Plan, now: At) -> Result<(), DbError> {
        for (person, contact) in self.people.iter().zip(&mut self.policy) {
            for (index, stored) in person.invitations.iter().enumerate() {
                let own = &contact.invitations[index];
                let Some(programme) = plan.policy.get(usize::from(own.programme)) else {
                    continue;
                };
                if !matches!(next(own, programme, contact, now), Next::Due { .. }) {
                    continue;
                }
                let state =
                    response::invitation::state(tx, &plan.workspace_id, &stored.invitation_id)?;
                let own = &mut contact.invitations[index];
                match state {
                    Some(state) if state.is_answered() => own.answered = true,
                    Some(response::invitation::State::Withdrawn) | None => own.withdrawn = true,
                    Some(_) => {}
                }
            }
        }
        Ok(())
    }

    /// Ranges of contacts that are decided about together.
    pub(crate) fn groups(&self) -> Vec<std::ops::Range<usize>> {
        let mut groups: Vec<std::ops::Range<usize>> = Vec::new();
        for (index, own) in self.policy.iter().enumerate() {
            let before = groups.last_mut();
            let same = |range: &std::ops::Range<usize>| {
                own.account.is_some() && self.policy[range.start].account == own.account
            };
            match before {
                Some(range) if same(range) => range.end = index + 1,
                _ => groups.push(index..index + 1),
            }
        }
        groups
    }
}

/// Rows by contact.
type ByContact<T> = HashMap<String, Vec<T>>;

struct Loader<'a> {
    plan: &'a Plan,
    touches: ByContact<store::invitation::Touched>,
    occasions: ByContact<Occasion>,
    invitations: ByContact<Invitation>,
    cases: ByContact<OpenCase>,
    events: HashMap<String, Vec<Event>>,
    looks: BTreeMap<String, i64>,
    /// Ids of contacts that went into others.
    present: HashMap<String, String>,
}

impl<'a> Loader<'a> {
    fn new(
        tx: &mut Tx<'_>,
        plan: &'a Plan,
        now: At,
        contacts: &[Contact],
    ) -> Result<Self, DbError> {
        let workspace_id = &plan.workspace_id;
        let mut ids: Vec<String> = contacts.iter().map(|c| c.contact_id.clone()).collect();
        let present = store::plan::merged_into(tx, workspace_id, &ids)?;
        ids.extend(present.keys().cloned());
        let by = |id: &str| present.get(id).cloned().unwrap_or_else(|| id.to_owned());
        let mut touches: ByContact<_> = HashMap::new();
        let since_us = plan.looks_back_to(now.0);
        for touch in store::invitation::touches_of(tx, workspace_id, &ids, since_us)? {
            touches
                .entry(by(&touch.contact_id))
                .or_default()
                .push(touch);
        }
        let mut occasions: ByContact<_> = HashMap::new();
        for occasion in store::plan::occasions_of(tx, workspace_id, &ids)? {
            let contact = by(&occasion.contact_id);
            occasions.entry(contact).or_default().push(occasion);
        }
        let mut invitations: ByContact<_> = HashMap::new();
        for invitation in store::invitation::open_of(tx, workspace_id, &ids)? {
            let contact = by(&invitation.contact_id);
            invitations.entry(contact).or_default().push(invitation);
        }
        let mut cases: ByContact<OpenCase> = HashMap::new();
        let mut subjects: Vec<String> = Vec::new();
        for case in store::event::open_of(tx, workspace_id, &ids)? {
            subjects.push(case.subject.clone());
            cases.entry(by(&case.contact_id)).or_default().push(case);
        }
        subjects.sort_unstable();
        subjects.dedup();
        let mut events: HashMap<String, Vec<Event>> = HashMap::new();
        for event in store::event::about(tx, workspace_id, &subjects)? {
            events.entry(event.subject.clone()).or_default().push(event);
        }
        let looks = store::plan::looks_of(tx, workspace_id, &ids)?;
        Ok(Self {
            plan,
            touches,
            occasions,
            invitations,
            cases,
            events,
            looks,
            present,
        })
    }

    fn accounts(
        &mut self,
        tx: &mut Tx<'_>,
        contacts: &[Contact],
    ) -> Result<HashMap<String, Account>, DbError> {
        let mut ids: Vec<&str> = contacts
            .iter()
            .filter_map(|c| c.account_id.as_deref())
            .collect();
        ids.dedup();
        let found = contact::store::accounts_by_ids(tx, &self.plan.workspace_id, &ids)?;
        Ok(found
            .into_iter()
            .map(|account| (account.account_id.clone(), account))
            .collect())
    }

    fn person(
        &mut self,
        contact: Contact,
        account: Option<&Account>,
        calendars: &mut Calendars,
    ) -> (Person, policy::Contact) {
        let id = contact.contact_id.clone();
        let calendar = calendars.of(contact.zone.as_deref());
        let (in_segment, member) = self.membership(&contact, account);
        let occasions = self.occasions.remove(&id).unwrap_or_default();
        let cases = self.cases.remove(&id).unwrap_or_default();
        let invitations: Vec<Invitation> = self.invitations.remove(&id).unwrap_or_default();
        let invitations: Vec<Invitation> = invitations
            .into_iter()
            .filter(|own| self.plan.index(&own.programme_id).is_some())
            .collect();
        let own = policy::Contact {
            id: number(&id),
            account: contact.account_id.as_deref().map(number),
            calendar,
            since: calendars.all[usize::from(calendar)]
                .local(At(contact.created_at_us))
                .0,
            standing: contact.standing(),
            employee: contact.employee,
            member,
            touches: self.touches(&id),
            done: self.done(&occasions),
            cases: self.cases(&id, &cases, &occasions),
            invitations: invitations.iter().map(|i| self.invitation(i)).collect(),
        };
        let person = Person {
            occasions: occasions
                .into_iter()
                .map(|o| ((o.programme_id.clone(), o.occasion.clone()), o))
                .collect(),
            invitations,
            cases,
            look_us: self.looks.get(&id).copied(),
            in_segment,
            lacks_consent: self.relational() & in_segment & !member,
            contact,
        };
        (person, own)
    }

    /// The programmes in whose segment it is, and the relational ones it is a member of.
    fn membership(&self, contact: &Contact, account: Option<&Account>) -> (u64, u64) {
        let (mut segment, mut member) = (0, 0);
        for (index, programme) in self.plan.programmes.iter().enumerate() {
            if belongs(programme, contact, account) {
                segment |= 1 << index;
                member |= u64::from(has_consent(programme, contact)) << index;
            }
        }
        (segment, member & self.relational())
    }

    /// Bit `i` set: programme `i` is relational.
    fn relational(&self) -> u64 {
        let kinds = self.plan.programmes.iter().enumerate();
        kinds.fold(0, |bits, (index, programme)| {
            let schedule = &programme.definition.schedule;
            bits | u64::from(matches!(schedule, Schedule::Relational(_))) << index
        })
    }

    fn touches(&mut self, id: &str) -> Vec<Touch> {
        let touches = self.touches.remove(id).unwrap_or_default();
        let one = |touched: store::invitation::Touched| Touch {
            at: At(touched.at_us),
            programme: self.plan.index(&touched.programme_id).unwrap_or(OVER),
            reminder: touched.reminder,
        };
        touches.into_iter().map(one).collect()
    }

    fn done(&self, occasions: &[Occasion]) -> Vec<policy::Done> {
        let mut done: Vec<policy::Done> = Vec::new();
        for occasion in occasions {
            let (Some(programme), Some(round)) =
                (self.plan.index(&occasion.programme_id), occasion.round)
            else {
                continue;
            };
            let place = done.iter().position(|own| own.programme == programme);
            let place = place.unwrap_or_else(|| {
                done.push(policy::Done {
                    programme,
                    round: None,
                    deferred: None,
                });
                done.len() - 1
            });
            if occasion.state == OccasionState::Deferred {
                done[place].deferred = self.why(occasion);
            } else {
                done[place].round = done[place].round.max(u32::try_from(round).ok());
            }
        }
        done
    }

    fn cases(&self, id: &str, cases: &[OpenCase], occasions: &[Occasion]) -> Vec<Case> {
        let mut found = Vec::new();
        for open in cases {
            let Some(programme) = self.plan.index(&open.programme_id) else {
                continue;
            };
            let definition = &self.plan.programmes[usize::from(programme)].definition;
            let Schedule::Transactional(schedule) = &definition.schedule else {
                continue;
            };
            let events = self
                .events
                .get(&open.subject)
                .map_or(&[][..], Vec::as_slice);
            let present = |other: &str| {
                let other = self.present.get(other).map_or(other, String::as_str);
                (other == id, number(other))
            };
            let mut case = case_of(schedule, &open.subject, events, present);
            case.programme = programme;
            let own = occasions.iter().filter(|occasion| {
                occasion.programme_id == open.programme_id
                    && occasion.subject.as_deref() == Some(open.subject.as_str())
            });
            for occasion in own.clone() {
                if occasion.state != OccasionState::Deferred
                    && let Some(began) = occasion.began_at_us
                {
                    case.settle(At(began));
                }
            }
            let pending = case.pending().map(|episode| episode.at.0);
            case.deferred = own
                .filter(|occasion| {
                    occasion.state == OccasionState::Deferred && occasion.began_at_us == pending
                })
                .find_map(|occasion| self.why(occasion));
            found.push(case);
        }
        found
    }

    fn why(&self, occasion: &Occasion) -> Option<policy::Why> {
        let reason = occasion.reason.as_deref()?;
        why_of(reason, occasion.detail.as_deref(), &self.plan.ids)
    }

    fn invitation(&self, stored: &Invitation) -> policy::Invitation {
        policy::Invitation {
            id: number(&stored.invitation_id),
            programme: self.plan.index(&stored.programme_id).unwrap_or(OVER),
            mailed_at: At(stored.mailed_at_us),
            closes: At(stored.closes_at_us),
            reminded: stored.reminded,
            answered: false,
            bounced: stored.bounced_at_us.is_some(),
            // A mail nobody knows the fate of is not followed by another.
            withdrawn: stored.withdrawn_at_us.is_some()
                || stored.refused_at_us.is_some()
                || stored.unknown_at_us.is_some(),
        }
    }
}

/// Whether a contact is among those a programme is for.
pub(crate) fn belongs(programme: &Programme, contact: &Contact, account: Option<&Account>) -> bool {
    belongs_to_audience(programme, contact)
        && programme.definition.segment.matches(contact, account)
}

/// Whether a contact is an employee or a customer, as a programme asks for.
pub(crate) fn belongs_to_audience(programme: &Programme, contact: &Contact) -> bool {
    (programme.definition.audience == Audience::Employees) == contact.employee
}

/// Whether a contact gave the consent a programme needs.
pub(crate) fn has_consent(programme: &Programme, contact: &Contact) -> bool {
    !programme.definition.needs_consent || contact.consent == Consent::Given
}

/// What happened about one subject to one contact, as the rules take it. `present` says of an id of a
/// contact whether it is the one meant, and its number.
pub(crate) fn case_of(
    schedule: &Transactional,
    subject: &str,
    events: &[Event],
    present: impl Fn(&str) -> (bool, u64),
) -> Case {
    let mut case = Case::new(number(subject), 0);
    for event in events {
        let Some(meaning) = schedule.meaning(&event.kind) else {
            continue;
        };
        let is_own = event.contact_id.as_deref().is_some_and(|id| present(id).0);
        // What is undone is undone for everybody who is asked about it.
        if meaning == transactional::Meaning::Trigger && !is_own {
            continue;
        }
        case.record(transactional::Event {
            at: At(event.at_us),
            meaning,
            id: number(&format!("{}\n{}", event.source_id, event.id)),
            solver: event.solver_id.as_deref().map(|id| present(id).1),
        });
    }
    case
}
