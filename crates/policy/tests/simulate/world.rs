//! The world that the planner runs in: it stores decisions as the application would, and lets
//! things happen between steps.

use policy::plan::apply;
use policy::relational::{Every, Relational, Shape};
use policy::reminder::Reminders;
use policy::transactional::{Case, Event, Meaning, Transactional};
use policy::{
    At, Audience, Budget, Calendar, CalendarSettings, Contact, Counts, DAY, Day, Decision, HOUR,
    Hours, Kind, MINUTE, Occasion, Planner, Programme, Rule, Scope, Setting, Standing, Verdict,
};
use rand_xoshiro::Xoshiro256PlusPlus;
use rand_xoshiro::rand_core::{Rng, SeedableRng};

use crate::check::{Checks, Moment};

/// How large.
#[derive(Clone, Copy)]
pub(crate) struct Size {
    pub(crate) contacts: usize,
    pub(crate) days: i64,
    /// Whether the clock may be wrong.
    pub(crate) jumps: bool,
}

pub(crate) struct World {
    rng: Xoshiro256PlusPlus,
    size: Size,
    setting: Setting<'static>,
    planner: Planner<'static>,
    contacts: Vec<Contact>,
    /// True time, and what the clock shows beyond it.
    time: At,
    offset: i64,
    end: At,
    next_id: u64,
    pub(crate) checks: Checks,
}

pub(crate) const RARE: u16 = 0;

impl World {
    pub(crate) fn new(seed: u64, size: Size) -> Self {
        let mut rng = Xoshiro256PlusPlus::seed_from_u64(seed);
        let start = Day::new(2027, 10, 1)
            .unwrap()
            .plus(below(&mut rng, 60) as i32);
        // Kept to the end of the test run, so that the planner can be kept from step to step.
        let setting = Setting {
            programmes: Vec::leak(programmes(&mut rng, start)),
            budget: Box::leak(Box::new(budget(&mut rng))),
            calendars: Vec::leak(calendars()),
        };
        let contacts = (0..size.contacts)
            .map(|n| contact(&mut rng, n as u64, start))
            .collect();
        let time = setting.calendars[0].at(start, 0);
        Self {
            rng,
            size,
            setting,
            planner: Planner::new(setting, time, &[]),
            contacts,
            time,
            offset: 0,
            end: time.plus(size.days * DAY),
            next_id: 1,
            checks: Checks::default(),
        }
    }

    /// The budget it runs under.
    pub(crate) fn budget(&self) -> &'static Budget {
        self.setting.budget
    }

    /// One look of the planner, and what happens before it. False at the end.
    pub(crate) fn step(&mut self) -> bool {
        // Up to eight hours; now and then everything stands still for days.
        let mut pause = MINUTE + self.below(8 * 60) as i64 * MINUTE;
        if self.below(400) == 0 {
            pause = self.below(20) as i64 * DAY;
        }
        self.time = self.time.plus(pause);
        if self.size.jumps {
            self.offset = match self.below(500) {
                0 => 40 * DAY,
                1 => -HOUR,
                2..=20 => 0,
                _ => self.offset,
            };
        }
        for who in 0..self.contacts.len() {
            if self.below(12) == 0 {
                self.happen(who);
            }
        }
        self.plan();
        self.time < self.end
    }

    fn plan(&mut self) {
        let now = self.time.plus(self.offset);
        let setting = self.setting;
        let today = setting.calendars[0].local(now).0;
        let indexes = 0..setting.programmes.len() as u16;
        let counts: Vec<u32> = indexes.map(|i| self.checks.sent_of(i, today)).collect();
        self.planner.advance(now, &counts);
        let mut decisions: Vec<Decision> = Vec::new();
        let mut from = 0;
        while from < self.contacts.len() {
            let account = self.contacts[from].account;
            let same = |contact: &Contact| account.is_some() && contact.account == account;
            let more = self.contacts[from + 1..]
                .iter()
                .take_while(|c| same(c))
                .count();
            let group = &mut self.contacts[from..=from + more];
            decisions.clear();
            self.planner.decide(group, &mut decisions);
            for decision in &decisions {
                let moment = Moment {
                    setting,
                    now,
                    today,
                    group,
                };
                self.checks.decision(&moment, decision);
                // The store may be slow, and the mail unsure: the contact is marked before.
                let contact = group.iter_mut().find(|c| c.id == decision.contact).unwrap();
                apply(setting, contact, decision, now, self.next_id);
                self.next_id += 1;
            }
            self.checks.rare(
                &Moment {
                    setting,
                    now,
                    today,
                    group,
                },
                &decisions,
            );
            from += more + 1;
        }
    }

    /// Something happens to a contact.
    fn happen(&mut self, who: usize) {
        let kind = self.below(60);
        let number = self.rng.next_u64();
        let contact = &mut self.contacts[who];
        match kind {
            0 if number.is_multiple_of(8) => contact.standing = Standing::OptedOut,
            1 if number.is_multiple_of(8) => contact.standing = Standing::Bounced,
            2..=25 => {
                if let Some(open) = contact.invitations.iter_mut().find(|own| !own.answered) {
                    open.answered = true;
                }
            }
            26 => {
                if let Some(open) = contact.invitations.last_mut() {
                    open.bounced = true;
                }
            }
            27 => contact.invitations.retain(|own| !own.answered),
            _ => self.event(who, number),
        }
    }

    /// A ticket is closed, closed again, reopened, reported late or twice; or an article is read.
    fn event(&mut self, who: usize, number: u64) {
        let time = self.time;
        let contact = &mut self.contacts[who];
        let article = number.is_multiple_of(3);
        let (programme, subject) = if article {
            (3, number)
        } else {
            (2, number >> 8 & 3)
        };
        let late = if number >> 16 & 3 == 0 {
            (number >> 20 & 63) as i64 * HOUR
        } else {
            0
        };
        let reopened = !article && number >> 12 & 3 == 0;
        let event = Event {
            id: number,
            at: time.plus(-late),
            meaning: if reopened {
                Meaning::Cancel
            } else {
                Meaning::Trigger
            },
            solver: Some(if number >> 40 & 7 == 0 {
                contact.id
            } else {
                1 << 40
            }),
        };
        let cases = &mut contact.cases;
        let known = cases
            .iter()
            .position(|own| (own.programme, own.subject) == (programme, subject));
        let place = known.unwrap_or_else(|| {
            cases.push(Case::new(subject, programme));
            cases.len() - 1
        });
        cases[place].record(event);
        // Delivered twice, and once more with a changed time, which counts for nothing.
        assert!(!cases[place].record(event));
        assert!(!cases[place].record(Event {
            at: event.at.plus(DAY),
            ..event
        }));
        // What is long settled need not be loaded any more.
        let old = |case: &Case| {
            case.events()
                .last()
                .is_some_and(|e| time.since(e.at) > 90 * DAY)
        };
        cases.retain(|case| !(old(case) && case.pending().is_none()));
        // As the store loads it: open invitations, and mails as far back as the budget looks. A
        // clock that is forty days ahead looks back less far than the true one.
        contact.invitations.retain(|own| own.closes > time);
        let back = i64::from(self.setting.budget.looks_back_days()) * DAY;
        contact
            .touches
            .retain(|touch| touch.at.plus(back + HOUR) > time);
    }

    fn below(&mut self, end: u64) -> u64 {
        below(&mut self.rng, end)
    }
}

fn below(rng: &mut Xoshiro256PlusPlus, end: u64) -> u64 {
    rng.next_u64() % end
}

fn programmes(rng: &mut Xoshiro256PlusPlus, start: Day) -> Vec<Programme> {
    let every = [Every::Quarter, Every::HalfYear, Every::Year];
    let mut relational = |days: u16, audience, shape, priority| Programme {
        id: rng.next_u64(),
        priority,
        audience,
        kind: Kind::Relational(Relational {
            start: start.plus(below(rng, 30) as i32),
            every: every[below(rng, 3) as usize],
            shape,
            baseline: below(rng, 2) == 0,
            window_days: days,
            settle_days: below(rng, 20) as u16,
        }),
        reminders: Reminders {
            number: 2,
            spacing_days: 5,
            open_days: 21,
        },
        per_day: Some(40),
        paused: false,
        closes: None,
    };
    let rare = relational(30, Audience::Customers, Shape::Spread, 90);
    let often = relational(10, Audience::Customers, Shape::Wave, 50);
    let staff = relational(14, Audience::Employees, Shape::Wave, 60);
    let transactional = |trigger: &str, cancel: &str, priority| Programme {
        id: u64::from(priority),
        priority,
        audience: Audience::Customers,
        kind: Kind::Transactional(Transactional {
            triggers: vec![trigger.to_owned()],
            cancels: vec![cancel.to_owned()],
            delay_minutes: 120,
            expires_days: 5,
        }),
        reminders: Reminders {
            number: 1,
            spacing_days: 3,
            open_days: 10,
        },
        per_day: None,
        paused: false,
        closes: None,
    };
    let ticket = transactional("ticket.closed", "ticket.reopened", 20);
    let article = transactional("article.read", "", 10);
    vec![rare, often, ticket, article, staff]
}

fn budget(rng: &mut Xoshiro256PlusPlus) -> Budget {
    let rule = |max, days, scope, counts| Rule {
        max,
        days,
        scope,
        counts,
    };
    let person = [
        rule(1, 30, Scope::Person, Counts::Invitations),
        rule(2, 30, Scope::Person, Counts::Invitations),
        rule(1, 14, Scope::Person, Counts::Invitations),
    ];
    let mut rules = vec![person[below(rng, 3) as usize]];
    if below(rng, 2) == 0 {
        rules.push(rule(3, 7, Scope::Account, Counts::Invitations));
    }
    if below(rng, 2) == 0 {
        rules.push(rule(4, 30, Scope::Person, Counts::Mails));
    }
    Budget { rules }
}

/// The Netherlands, New York, Auckland, and one that never rests.
fn calendars() -> Vec<Calendar> {
    let dutch = Calendar::new(CalendarSettings::default()).unwrap();
    let abroad = |zone| dutch.in_zone(zone).unwrap();
    let mut always = CalendarSettings {
        working_days: [true; 7],
        quiet: Some(Hours {
            from: 12 * 60,
            to: 13 * 60,
        }),
        ..CalendarSettings::default()
    };
    always.holidays.dutch = false;
    let (new_york, auckland) = (abroad("America/New_York"), abroad("Pacific/Auckland"));
    vec![dutch, new_york, auckland, Calendar::new(always).unwrap()]
}

fn contact(rng: &mut Xoshiro256PlusPlus, number: u64, start: Day) -> Contact {
    Contact {
        id: number + 1,
        // Accounts of four; every fifth four have none.
        account: (number / 4 % 5 != 4).then_some(number / 4),
        calendar: [0, 0, 0, 1, 2, 3][below(rng, 6) as usize],
        since: start.plus(below(rng, 100) as i32 - 60),
        employee: below(rng, 8) == 0,
        member: 0b1_1111 & !(u64::from(below(rng, 4) == 0) << 1),
        ..Contact::default()
    }
}

/// Whether a decision sends a mail.
pub(crate) fn sends(decision: &Decision) -> bool {
    matches!(decision.verdict, Verdict::Send(_))
}

/// Whether it is about a reminder.
pub(crate) fn reminds(decision: &Decision) -> bool {
    matches!(decision.occasion, Occasion::Reminder { .. })
}
