//! Years of following up in seconds: cases change hands, people go and come back, rules and due
//! times change, the worker stands still. What must hold is counted by other means than the rules
//! use. A seed repeats a run exactly.

#![allow(clippy::unwrap_used, reason = "a test: what is missing fails it")]

use policy::follow::{self, Circle, Escalation, Look, Person, Promise, Step, Taken};
use policy::time::{At, DAY, HOUR, MINUTE};
use policy::{Calendar, CalendarSettings};
use rand_xoshiro::SplitMix64;
use rand_xoshiro::rand_core::{Rng, SeedableRng};

const PEOPLE: [&str; 6] = ["admin", "ann", "bob", "cas", "dirk", "eva"];

struct World {
    random: SplitMix64,
    now: At,
    calendar: Calendar,
    escalation: Escalation,
    circle: Circle,
    cases: Vec<Case>,
    seen: Seen,
}

struct Case {
    promise: Promise,
    owner: Option<String>,
    /// Each step as it was taken: when, and how the due time stood then.
    steps: Vec<(Step, At, At)>,
    ended: Option<At>,
}

/// What happened at all: a world in which nothing happens proves nothing.
#[derive(Debug, Default)]
struct Seen {
    steps: [u32; 3],
    handed_over: u32,
    moved: u32,
    rules: u32,
    standstills: u32,
    to_deputies: u32,
}

impl World {
    fn new(seed: u64) -> Self {
        let mut circle = Circle::new();
        for (index, name) in PEOPLE.iter().enumerate() {
            let person = Person {
                is_active: true,
                is_administrator: index == 0,
                away_until: None,
                deputy: (index > 1).then(|| PEOPLE[index - 1].to_owned()),
                leads: (index > 2)
                    .then(|| PEOPLE[index / 2].to_owned())
                    .into_iter()
                    .collect(),
            };
            circle.insert((*name).to_owned(), person);
        }
        let mut random = SplitMix64::seed_from_u64(seed);
        let start: jiff::Timestamp = "2026-01-01T00:00:00Z".parse().unwrap();
        let ahead = (random.next_u64() % (2 * 366)) as i64 * DAY;
        Self {
            random,
            now: At(start.as_microsecond()).plus(ahead),
            calendar: Calendar::new(CalendarSettings::default()).unwrap(),
            escalation: Escalation::default(),
            circle,
            cases: Vec::new(),
            seen: Seen::default(),
        }
    }

    fn roll(&mut self, sides: u64) -> u64 {
        self.random.next_u64() % sides
    }

    fn someone(&mut self) -> String {
        let index = self.roll(PEOPLE.len() as u64) as usize;
        PEOPLE[index].to_owned()
    }

    fn open(&mut self) {
        let meant = (self.roll(5) > 0).then(|| self.someone());
        let owner = meant
            .as_deref()
            .and_then(|id| follow::acting(&self.circle, id, self.now))
            .map(str::to_owned);
        if owner != meant && owner.is_some() {
            self.seen.to_deputies += 1;
        }
        let minutes = [30, 120, 480, 960, 2400][self.roll(5) as usize];
        let due = follow::due(&self.calendar, self.now, minutes);
        assert!(due >= self.now.plus(i64::from(minutes) * MINUTE));
        self.cases.push(Case {
            promise: Promise {
                from: self.now,
                due,
                is_over: false,
                is_owned: owner.is_some(),
                snoozed_until: None,
                taken: Taken::default(),
            },
            owner,
            steps: Vec::new(),
            ended: None,
        });
    }

    /// Something that people do with one of the cases.
    fn act(&mut self) {
        if self.cases.is_empty() {
            return;
        }
        let which = self.roll(self.cases.len() as u64) as usize;
        let (what, to, hours) = (self.roll(8), self.someone(), self.roll(200) as i64);
        let now = self.now;
        let case = &mut self.cases[which];
        if case.promise.is_over {
            return;
        }
        match what {
            0 | 1 => {
                case.promise.is_over = true;
                case.ended = Some(now);
            }
            2 | 3 => {
                case.owner = follow::acting(&self.circle, &to, now).map(str::to_owned);
                case.promise.is_owned = case.owner.is_some();
                case.promise.from = now;
                case.promise.snoozed_until = None;
                self.seen.handed_over += 1;
            }
            4 => {
                case.owner = None;
                case.promise.is_owned = false;
            }
            5 => case.promise.snoozed_until = Some(now.plus(hours * HOUR)),
            6 => {
                case.promise.due = now.plus((hours + 1) * HOUR);
                self.seen.moved += 1;
            }
            _ => {
                let until = now.plus(hours * HOUR);
                case.promise.snoozed_until = Some(until);
                case.promise.due = case.promise.due.max(until);
            }
        }
    }

    /// Something that happens to people or rules.
    fn change(&mut self) {
        let (what, hours) = (self.roll(6), self.roll(400) as i64);
        let name = self.someone();
        let until = self.now.plus(hours * HOUR);
        if what == 0 {
            self.escalation = Escalation {
                remind_before: [0, 60, 240, 900][self.roll(4) as usize],
                lead_after: [0, 30, 480][self.roll(3) as usize],
                administrators_after: [480, 960][self.roll(2) as usize],
            };
            assert!(self.escalation.is_valid());
            self.seen.rules += 1;
        }
        let person = self.circle.get_mut(&name).unwrap();
        match what {
            1 | 2 => person.away_until = Some(until),
            3 if name != "admin" => person.is_active = !person.is_active,
            _ => {}
        }
    }

    /// What the worker does with a case.
    fn look(&mut self, which: usize) {
        let before = self.cases[which].promise;
        while let Look::Take(step) = follow::next(
            &self.cases[which].promise,
            &self.escalation,
            &self.calendar,
            self.now,
        ) {
            let case = &mut self.cases[which];
            assert!(!before.is_over, "a step after the end");
            assert!(case.promise.taken.take(step, self.now), "a step twice");
            case.steps.push((step, self.now, case.promise.due));
            let to = follow::receivers(&self.circle, case.owner.as_deref(), step, self.now);
            assert!(!to.is_empty(), "nobody hears of a step");
            for id in to {
                assert!(self.circle[id].is_active, "somebody who left hears of it");
            }
            self.seen.steps[step as usize] += 1;
        }
        let case = &self.cases[which];
        if let Look::At(at) =
            follow::next(&case.promise, &self.escalation, &self.calendar, self.now)
        {
            assert!(at > self.now, "a look in the past");
            let then = follow::next(&case.promise, &self.escalation, &self.calendar, at);
            assert!(
                matches!(then, Look::Take(_)),
                "a look for nothing: {then:?}"
            );
        }
    }

    fn run(&mut self, days: u64) {
        let end = self.now.plus(days as i64 * DAY);
        while self.now < end {
            let standstill = self.roll(200) == 0;
            self.seen.standstills += u32::from(standstill);
            let pause = if standstill { 20 * 24 * 60 } else { 60 };
            let minutes = 1 + self.roll(pause) as i64;
            self.now = self.now.plus(minutes * MINUTE);
            match self.roll(10) {
                0 => self.open(),
                1 | 2 => self.act(),
                3 if self.roll(5) == 0 => self.change(),
                _ => {}
            }
            for which in 0..self.cases.len() {
                self.look(which);
            }
        }
        // Nothing changes any more: what isn't kept is known to administrators in the end.
        self.now = self.now.plus(400 * DAY);
        for which in 0..self.cases.len() {
            self.look(which);
        }
    }

    fn check(&self) {
        for case in &self.cases {
            for (index, (step, at, due)) in case.steps.iter().enumerate() {
                let twice = case.steps[..index].iter().any(|(other, ..)| other == step);
                assert!(!twice, "a step twice");
                match step {
                    Step::Remind => assert!(at < due, "a reminder of what is overdue"),
                    _ => assert!(at > due, "overdue before it was due"),
                }
                assert!(case.ended.is_none_or(|ended| *at <= ended));
            }
            if case.ended.is_none() {
                let alarmed = case.steps.iter().any(|(step, ..)| *step == Step::Alarm);
                assert!(alarmed, "nobody will ever know");
            }
        }
    }
}

#[test]
fn decades_of_following_up() {
    let mut all = Seen::default();
    for seed in 0..50 {
        let mut world = World::new(seed);
        world.run(90);
        world.check();
        for (sum, more) in all.steps.iter_mut().zip(world.seen.steps) {
            *sum += more;
        }
        all.handed_over += world.seen.handed_over;
        all.moved += world.seen.moved;
        all.rules += world.seen.rules;
        all.standstills += world.seen.standstills;
        all.to_deputies += world.seen.to_deputies;
    }
    println!("{all:?}");
    assert!(all.steps.iter().all(|steps| *steps > 500), "{all:?}");
    assert!(all.handed_over > 500 && all.moved > 100 && all.rules > 100);
    assert!(all.standstills > 100 && all.to_deputies > 100, "{all:?}");
}
