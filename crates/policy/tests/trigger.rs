//! Years of rules in seconds: customers answer, change their answers and fall silent, rules are
//! switched on and off and rewritten, files of the past come in, the worker stands still and does
//! its work twice. What must have fired is counted by plain arithmetic. A seed repeats a run.

#![allow(clippy::unwrap_used, reason = "a test: what is missing fails it")]

use std::collections::{BTreeMap, BTreeSet};

use policy::time::{At, DAY, Day, HOUR};
use policy::trigger::{
    Compare, Condition, Drop, Facts, Known, LastHeard, Metric, Score, Theme, Watch, Whose,
};
use rand_xoshiro::SplitMix64;
use rand_xoshiro::rand_core::{Rng, SeedableRng};

const CONTACTS: usize = 8;
const SILENT_DAYS: u16 = 60;

/// An answer as it is now.
#[derive(Clone)]
struct Answer {
    contact: usize,
    score: u8,
    previous: Option<u8>,
    answered: At,
}

/// A rule in two forms: as conditions, and as the numbers they were made of.
#[derive(Clone)]
struct Rule {
    most: u8,
    drop: Option<u8>,
    revenue: Option<u32>,
    active_since: Option<At>,
    when: Condition,
}

/// What happened at all: a world in which nothing happens proves nothing.
#[derive(Debug, Default)]
struct Seen {
    fired: u32,
    changed_then_fired: u32,
    of_the_past: u32,
    rewritten: u32,
    twice: u32,
    silences: u32,
}

struct World {
    random: SplitMix64,
    now: At,
    revenue: Vec<Option<u32>>,
    rules: Vec<Rule>,
    answers: Vec<Answer>,
    /// Rule and answer, once each: the unique key of the database.
    fired: BTreeSet<(usize, usize)>,
    /// The same by plain arithmetic.
    expected: BTreeSet<(usize, usize)>,
    heard: Vec<LastHeard>,
    silences: BTreeSet<(usize, At)>,
    seen: Seen,
}

struct OfContact(Option<String>);

impl Known for OfContact {
    fn says(&self, _: &str) -> Option<bool> {
        None
    }

    fn about(&self, _: &Theme) -> Option<bool> {
        None
    }

    fn attribute(&self, whose: Whose, name: &str) -> Option<&str> {
        (whose == Whose::Account && name == "revenue").then_some(())?;
        self.0.as_deref()
    }

    fn has_role(&self, _: &str) -> Option<bool> {
        None
    }
}

fn rule(most: u8, drop: Option<u8>, revenue: Option<u32>) -> Rule {
    let mut all = vec![Condition::Score(Score {
        metric: Metric::Recommend,
        at_least: None,
        at_most: Some(most),
    })];
    all.extend(drop.map(|points| Condition::Drop(Drop { points })));
    all.extend(revenue.map(|least| {
        Condition::Account(Compare {
            name: "revenue".to_owned(),
            at_least: Some(f64::from(least)),
            ..Compare::default()
        })
    }));
    Rule {
        most,
        drop,
        revenue,
        active_since: None,
        when: Condition::All(all),
    }
}

impl World {
    fn new(seed: u64) -> Self {
        let mut random = SplitMix64::seed_from_u64(seed);
        let revenue = (0..CONTACTS).map(|n| (n % 3 > 0).then(|| random.next_u32() % 400_000));
        Self {
            revenue: revenue.collect(),
            rules: vec![
                rule(6, None, None),
                rule(10, Some(3), None),
                rule(8, None, Some(100_000)),
            ],
            now: At(1_767_000_000_000_000),
            answers: Vec::new(),
            fired: BTreeSet::new(),
            expected: BTreeSet::new(),
            heard: vec![
                LastHeard {
                    known_since: At(1_767_000_000_000_000),
                    ..LastHeard::default()
                };
                CONTACTS
            ],
            silences: BTreeSet::new(),
            seen: Seen::default(),
            random,
        }
    }

    fn below(&mut self, limit: u64) -> u64 {
        self.random.next_u64() % limit
    }

    fn step(&mut self) {
        let ahead = 1 + self.below(5 * 24);
        self.now = self.now.plus(ahead as i64 * HOUR);
        match self.below(12) {
            0 => self.rewrite(),
            1 => self.switch(),
            2 => self.import(),
            3 | 4 => self.change(),
            5 => self.speak(),
            6 => {}
            _ => self.answer(),
        }
        // Now and then the worker does its work twice, as after a kill.
        let times = if self.below(5) == 0 { 2 } else { 1 };
        for _ in 0..times {
            self.look();
        }
    }

    fn previous(&self, contact: usize, before: At) -> Option<u8> {
        let earlier = self.answers.iter().filter(|a| a.contact == contact);
        let earlier = earlier.filter(|a| a.answered < before);
        earlier.max_by_key(|a| a.answered).map(|a| a.score)
    }

    fn add(&mut self, contact: usize, answered: At) -> usize {
        let score = self.below(11) as u8;
        let previous = self.previous(contact, answered);
        self.answers.push(Answer {
            contact,
            score,
            previous,
            answered,
        });
        self.answers.len() - 1
    }

    fn answer(&mut self) {
        let contact = self.below(CONTACTS as u64) as usize;
        let at = self.add(contact, self.now);
        self.heard[contact].answered = Some(self.now);
        self.hear(at);
    }

    /// Answers of long ago, which no rule may act on.
    fn import(&mut self) {
        let contact = self.below(CONTACTS as u64) as usize;
        let answered = self.now.plus(-2000 * DAY);
        let at = self.add(contact, answered);
        self.seen.of_the_past += 1;
        self.hear(at);
    }

    /// The respondent answers anew, as on a link that was opened again: the latest answer only.
    fn change(&mut self) {
        if self.answers.is_empty() {
            return;
        }
        let at = self.below(self.answers.len() as u64) as usize;
        if self.now.since(self.answers[at].answered) > 30 * DAY {
            return;
        }
        self.answers[at].score = self.below(11) as u8;
        let before = self.fired.len();
        self.hear(at);
        self.seen.changed_then_fired += u32::from(self.fired.len() > before);
    }

    fn speak(&mut self) {
        let contact = self.below(CONTACTS as u64) as usize;
        self.heard[contact].spoken = Some(self.now);
    }

    fn switch(&mut self) {
        let at = self.below(3) as usize;
        let rule = &mut self.rules[at];
        rule.active_since = match rule.active_since {
            Some(_) => None,
            None => Some(self.now),
        };
    }

    fn rewrite(&mut self) {
        let at = self.below(3) as usize;
        let most = self.below(11) as u8;
        let drop = (self.below(2) == 0).then(|| 1 + self.below(6) as u8);
        let revenue = (self.below(2) == 0).then(|| self.random.next_u32() % 300_000);
        self.rules[at] = Rule {
            active_since: self.rules[at].active_since,
            ..rule(most, drop, revenue)
        };
        self.seen.rewritten += 1;
    }

    /// An answer came in or changed: all rules are asked, twice when the worker was killed between.
    fn hear(&mut self, at: usize) {
        let times = if self.below(4) == 0 { 2 } else { 1 };
        for time in 0..times {
            let answer = self.answers[at].clone();
            let known = OfContact(self.revenue[answer.contact].map(|n| n.to_string()));
            let facts = Facts {
                metric: Some(Metric::Recommend),
                score: Some(answer.score),
                previous: answer.previous,
                higher_is_better: Some(true),
                survey_id: None,
                language: None,
                today: Day(0),
                known: &known,
            };
            for (index, rule) in self.rules.iter().enumerate() {
                let watch = Watch {
                    active_since: rule.active_since,
                };
                let has_fired = self.fired.contains(&(index, at));
                if watch.fires(answer.answered, rule.when.holds(&facts), has_fired) {
                    assert!(time == 0, "the second time nothing is new");
                    assert!(self.fired.insert((index, at)), "once per rule and answer");
                    self.seen.fired += 1;
                }
                if wants(rule, &answer, self.revenue[answer.contact]) {
                    self.expected.insert((index, at));
                }
            }
            self.seen.twice += u32::from(time > 0);
        }
        assert_eq!(self.fired, self.expected);
    }

    /// The worker looks for silence.
    fn look(&mut self) {
        for contact in 0..CONTACTS {
            let heard = self.heard[contact];
            let last = [Some(heard.known_since), heard.answered, heard.spoken];
            let last = last.into_iter().flatten().max().unwrap();
            let is_silent = self.now.since(last) >= i64::from(SILENT_DAYS) * DAY;
            let found = heard.silence(SILENT_DAYS, self.now);
            assert_eq!(found, is_silent.then_some(last));
            if let Some(since) = found {
                self.seen.silences += u32::from(self.silences.insert((contact, since)));
            }
        }
    }

    /// Each silence was told once, and silences of one contact don't overlap.
    fn check_silences(&self) {
        let mut by_contact: BTreeMap<usize, Vec<At>> = BTreeMap::new();
        for (contact, since) in &self.silences {
            by_contact.entry(*contact).or_default().push(*since);
        }
        for times in by_contact.values() {
            for pair in times.windows(2) {
                assert!(pair[1].since(pair[0]) >= i64::from(SILENT_DAYS) * DAY);
            }
        }
    }
}

/// Whether a rule is to fire for an answer, by arithmetic.
fn wants(rule: &Rule, answer: &Answer, revenue: Option<u32>) -> bool {
    let Some(since) = rule.active_since else {
        return false;
    };
    let dropped = rule.drop.is_none_or(|points| {
        let lost = answer
            .previous
            .map(|p| i32::from(p) - i32::from(answer.score));
        lost.is_some_and(|lost| lost >= i32::from(points))
    });
    let is_rich = rule
        .revenue
        .is_none_or(|least| revenue.is_some_and(|revenue| revenue >= least));
    answer.answered >= since && answer.score <= rule.most && dropped && is_rich
}

#[test]
fn rules_fire_for_what_they_say_and_once() {
    let mut all = Seen::default();
    for seed in 0..40 {
        let mut world = World::new(seed);
        for _ in 0..600 {
            world.step();
        }
        world.check_silences();
        let seen = world.seen;
        all.fired += seen.fired;
        all.changed_then_fired += seen.changed_then_fired;
        all.of_the_past += seen.of_the_past;
        all.rewritten += seen.rewritten;
        all.twice += seen.twice;
        all.silences += seen.silences;
    }
    assert!(
        all.fired > 1000 && all.changed_then_fired > 20 && all.silences > 100,
        "{all:?}"
    );
    assert!(
        all.of_the_past > 100 && all.rewritten > 100 && all.twice > 100,
        "{all:?}"
    );
}
