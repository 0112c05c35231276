//! What must hold, counted again without the planner's own arithmetic.

use std::collections::{BTreeMap, BTreeSet};

use policy::relational::{Rounds, place};
use policy::transactional::Meaning;
use policy::{
    At, Budget, Calendar, Contact, Counts, DAY, Day, Decision, Kind, MINUTE, Occasion, Reason,
    Scope, Setting, Standing, Verdict, Why,
};

use crate::world::{RARE, reminds, sends};

/// Dutch holidays on weekdays, from published lists, as (year, month, day).
const HOLIDAYS: [(i16, i8, i8); 15] = [
    (2028, 4, 17),
    (2028, 4, 27),
    (2028, 5, 25),
    (2028, 6, 5),
    (2028, 12, 25),
    (2028, 12, 26),
    (2029, 1, 1),
    (2029, 4, 2),
    (2029, 4, 27),
    (2029, 5, 10),
    (2029, 5, 21),
    (2029, 12, 25),
    (2029, 12, 26),
    (2030, 1, 1),
    (2030, 4, 22),
];

/// The planner's step as the checks see it.
pub(crate) struct Moment<'a, 'b> {
    pub(crate) setting: Setting<'a>,
    pub(crate) now: At,
    pub(crate) today: Day,
    pub(crate) group: &'b [Contact],
}

/// A mail that went out.
#[derive(Clone, Copy)]
struct Mail {
    at: At,
    contact: u64,
    account: Option<u64>,
    programme: u16,
    reminder: bool,
}

/// What was seen, and what it is held against.
#[derive(Default)]
pub(crate) struct Checks {
    mails: Vec<Mail>,
    per_day: BTreeMap<(u16, Day), u32>,
    ended: BTreeSet<(u64, u16, Occasion)>,
    /// Of the rare programme, per calendar.
    rounds: BTreeMap<u16, Rounds>,
    /// Local day, and whether closed, per calendar at the moment looked at.
    open: Vec<(Day, bool)>,
    looked_at: Option<At>,
    pub(crate) rare_due: u64,
    rare_sent: u64,
    invitations: u64,
    reminders: u64,
    kinds: BTreeMap<&'static str, u64>,
}

impl std::fmt::Debug for Checks {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(
            f,
            "{} invitations, {} reminders, ",
            self.invitations, self.reminders
        )?;
        write!(
            f,
            "rare {} of {}, {:?}",
            self.rare_sent, self.rare_due, self.kinds
        )
    }
}

impl Checks {
    /// Mails of a programme on a company day.
    pub(crate) fn sent_of(&self, programme: u16, day: Day) -> u32 {
        self.per_day.get(&(programme, day)).copied().unwrap_or(0)
    }

    /// A decision, before it is stored.
    pub(crate) fn decision(&mut self, moment: &Moment<'_, '_>, decision: &Decision) {
        *self.kinds.entry(kind(decision)).or_default() += 1;
        let contact = moment
            .group
            .iter()
            .find(|c| c.id == decision.contact)
            .unwrap();
        let key = (decision.contact, decision.programme, decision.occasion);
        if !matches!(decision.verdict, Verdict::Defer { .. }) {
            assert!(self.ended.insert(key), "twice: {decision:?}");
        }
        if let Verdict::Defer { until, .. } = decision.verdict {
            assert!(until > moment.now, "deferred to the past: {decision:?}");
        }
        if !sends(decision) {
            return;
        }
        decent(moment, contact);
        assert_eq!(contact.standing, Standing::Reachable, "{decision:?}");
        match decision.occasion {
            Occasion::Round(_) => {}
            Occasion::Episode { subject, began } => {
                assert!(
                    !contact.employee,
                    "an employee is asked about service: {decision:?}"
                );
                episode(moment, contact, subject, began, decision);
            }
            Occasion::Reminder { invitation, .. } => {
                let own = contact
                    .invitations
                    .iter()
                    .find(|own| own.id == invitation)
                    .unwrap();
                assert!(
                    !own.answered && !own.bounced && moment.now < own.closes,
                    "{own:?}"
                );
            }
        }
        let programme = &moment.setting.programmes[usize::from(decision.programme)];
        let today = self
            .per_day
            .entry((decision.programme, moment.today))
            .or_default();
        *today += 1;
        assert!(
            programme.per_day.is_none_or(|most| *today <= most),
            "a burst"
        );
        let reminder = reminds(decision);
        *if reminder {
            &mut self.reminders
        } else {
            &mut self.invitations
        } += 1;
        let (account, programme) = (contact.account, decision.programme);
        self.mails.push(Mail {
            at: moment.now,
            contact: contact.id,
            account,
            programme,
            reminder,
        });
    }

    /// In the second half of its window nothing but the budget itself may hold the rare programme
    /// back: no mail of lower priority to the same person.
    pub(crate) fn rare(&mut self, moment: &Moment<'_, '_>, decisions: &[Decision]) {
        let programme = &moment.setting.programmes[usize::from(RARE)];
        let Kind::Relational(schedule) = &programme.kind else {
            unreachable!()
        };
        let calendars = moment.setting.calendars;
        if self.looked_at != Some(moment.now) {
            self.looked_at = Some(moment.now);
            let look = |own: &Calendar| (own.local(moment.now).0, own.closed(moment.now).is_some());
            self.open = calendars.iter().map(look).collect();
        }
        for contact in moment.group {
            let calendar = &calendars[usize::from(contact.calendar)];
            let askable = contact.standing == Standing::Reachable && !contact.employee;
            // Mails from a clock that ran ahead could not be foreseen.
            let ahead = contact.touches.iter().any(|touch| touch.at > moment.now);
            let full = self.sent_of(RARE, moment.today) >= programme.per_day.unwrap_or(u32::MAX);
            let (today, closed) = self.open[usize::from(contact.calendar)];
            if !askable || ahead || full || closed {
                continue;
            }
            let rounds = self.rounds.entry(contact.calendar);
            let rounds = rounds.or_insert_with(|| Rounds::new(schedule, calendar, today));
            if !rounds.hold_on(schedule, today) {
                *rounds = Rounds::new(schedule, calendar, today);
            }
            let Some(slot) = rounds.latest(place(programme.id, contact.id), contact.since, today)
            else {
                continue;
            };
            let key = (contact.id, RARE, Occasion::Round(slot.round));
            let sent = decisions
                .iter()
                .any(|d| sends(d) && (d.contact, d.programme, d.occasion) == key);
            self.rare_sent += u64::from(sent);
            let half = slot.day.plus((slot.until.0 - slot.day.0 + 1) / 2);
            if today <= half || today >= slot.until || (self.ended.contains(&key) && !sent) {
                continue;
            }
            assert!(
                sent || self.budget_forbids(moment, contact),
                "the rare programme lost its slot {slot:?} at {:?}: {contact:?}",
                moment.now
            );
        }
        let ended = |d: &&Decision| {
            let ends = matches!(
                d.verdict,
                Verdict::Send(_) | Verdict::LeaveOut(Reason::WindowEnded(_))
            );
            d.programme == RARE && matches!(d.occasion, Occasion::Round(_)) && ends
        };
        self.rare_due += decisions.iter().filter(ended).count() as u64;
    }

    /// Counts the person's own mails of the rare programme, and all mails of the account.
    fn budget_forbids(&self, moment: &Moment<'_, '_>, contact: &Contact) -> bool {
        moment.setting.budget.rules.iter().any(|rule| {
            let span = i64::from(rule.days) * DAY;
            let counts = |mail: &&Mail| {
                let who = match rule.scope {
                    Scope::Person => mail.contact == contact.id && mail.programme == RARE,
                    Scope::Account => contact.account.is_some() && mail.account == contact.account,
                };
                let kind = rule.counts == Counts::Mails || !mail.reminder;
                who && kind && mail.at.plus(span) > moment.now
            };
            self.mails.iter().rev().filter(counts).count() >= usize::from(rule.max)
        })
    }

    /// Counts the budget again over the whole run.
    pub(crate) fn finish(&mut self, budget: &Budget) {
        for rule in &budget.rules {
            let mut groups: BTreeMap<u64, Vec<At>> = BTreeMap::new();
            for mail in &self.mails {
                if mail.reminder && rule.counts == Counts::Invitations {
                    continue;
                }
                let key = match rule.scope {
                    Scope::Person => Some(mail.contact),
                    Scope::Account => mail.account,
                };
                if let Some(key) = key {
                    groups.entry(key).or_default().push(mail.at);
                }
            }
            for (key, mut times) in groups {
                times.sort_unstable();
                for together in times.windows(usize::from(rule.max) + 1) {
                    let span = together[together.len() - 1].since(together[0]);
                    let days = i64::from(rule.days) * DAY;
                    assert!(span >= days, "over budget {rule:?}: {key} at {together:?}");
                }
            }
        }
    }

    /// Adds the counts of another run.
    pub(crate) fn merge(&mut self, other: &Self) {
        self.invitations += other.invitations;
        self.reminders += other.reminders;
        self.rare_due += other.rare_due;
        self.rare_sent += other.rare_sent;
        for (kind, count) in &other.kinds {
            *self.kinds.entry(kind).or_default() += count;
        }
    }

    /// A simulation in which nothing happens proves nothing.
    pub(crate) fn saw_everything(&self) {
        let expect = [
            "send",
            "closed",
            "budget",
            "reserved",
            "standing",
            "employee",
            "not an employee",
            "solver",
            "window ended",
        ];
        for kind in expect {
            assert!(
                self.kinds.get(kind).is_some_and(|count| *count > 5),
                "{kind}: {self:?}"
            );
        }
        assert!(self.invitations > 100 && self.reminders > 50, "{self:?}");
    }
}

fn kind(decision: &Decision) -> &'static str {
    match decision.verdict {
        Verdict::Send(_) => "send",
        Verdict::Defer { why, .. } => match why {
            Why::Closed(_) => "closed",
            Why::Budget(_) => "budget",
            Why::Reserved(_) => "reserved",
            Why::PerDay => "per day",
        },
        Verdict::LeaveOut(reason) => match reason {
            Reason::Standing(_) => "standing",
            Reason::Employee => "employee",
            Reason::NotAnEmployee => "not an employee",
            Reason::Solver => "solver",
            Reason::WindowEnded(_) => "window ended",
        },
    }
}

/// Not at night, on a weekend or on a holiday where the contact lives: by `jiff` and a list.
fn decent(moment: &Moment<'_, '_>, contact: &Contact) {
    let settings = moment.setting.calendars[usize::from(contact.calendar)].settings();
    let stamp = jiff::Timestamp::from_microsecond(moment.now.0).unwrap();
    let local = stamp.in_tz(&settings.zone).unwrap();
    if contact.calendar == 3 {
        assert_ne!(local.hour(), 12, "noon is quiet: {local}");
        return;
    }
    assert!((8..18).contains(&local.hour()), "quiet hours: {local}");
    let weekday = local.weekday().to_monday_zero_offset();
    assert!(weekday < 5, "weekend: {local}");
    let date = (local.year(), local.month(), local.day());
    assert!(!HOLIDAYS.contains(&date), "holiday: {local}");
}

/// The last word about the subject is not that it was reopened, and the delay is over.
fn episode(
    moment: &Moment<'_, '_>,
    contact: &Contact,
    subject: u64,
    began: At,
    decision: &Decision,
) {
    let case = contact
        .cases
        .iter()
        .find(|own| own.subject == subject)
        .unwrap();
    let last = |meaning| {
        case.events()
            .iter()
            .filter(|event| event.meaning == meaning)
            .map(|event| event.at)
            .max()
    };
    let closed = last(Meaning::Trigger).unwrap();
    assert!(
        last(Meaning::Cancel).is_none_or(|reopened| reopened < closed),
        "{case:?}"
    );
    assert!(
        last(Meaning::Cancel).is_none_or(|reopened| reopened < began),
        "{case:?}"
    );
    assert!(
        moment.now >= began.plus(120 * MINUTE),
        "before the delay: {decision:?}"
    );
    assert!(
        moment.now < began.plus(120 * MINUTE).plus(5 * DAY),
        "too late: {decision:?}"
    );
    let solver = case.events().iter().rev().find_map(|event| event.solver);
    assert_ne!(
        solver,
        Some(contact.id),
        "the solver is asked: {decision:?}"
    );
}
