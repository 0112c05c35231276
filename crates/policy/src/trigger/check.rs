//! Whether a condition can be meant.

use super::{Condition, Score};

/// Conditions of a rule at most, those that hold others included.
pub const CONDITIONS_MAX: usize = 60;
/// How deep they may lie in each other.
pub const DEPTH_MAX: usize = 6;
/// Values to choose from at most, in one condition.
pub const VALUES_MAX: usize = 200;
/// Longest name or value, in characters.
pub const TEXT_MAX: usize = 200;
/// Longest words of one condition, in characters.
const WORDS_MAX: usize = 5_000;
/// Longest time in days that dates are compared over: ten years.
const DAYS_MAX: u16 = 3_660;

/// What is wrong, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mistake {
    /// A JSON pointer.
    pub pointer: String,
    /// A sentence.
    pub detail: String,
}

impl Condition {
    /// Everything that keeps this from being meant; pointers begin with `at`. `with_answer`: whether
    /// there is an answer to speak of.
    pub fn check(&self, at: &str, with_answer: bool) -> Vec<Mistake> {
        let mut check = Check {
            count: 0,
            with_answer,
            mistakes: Vec::new(),
        };
        check.one(self, at, 1);
        if check.count > CONDITIONS_MAX {
            check.wrong(
                at,
                format!("a rule has at most {CONDITIONS_MAX} conditions"),
            );
        }
        check.mistakes
    }
}

struct Check {
    count: usize,
    with_answer: bool,
    mistakes: Vec<Mistake>,
}

impl Check {
    fn wrong(&mut self, at: &str, detail: impl Into<String>) {
        self.mistakes.push(Mistake {
            pointer: at.to_owned(),
            detail: detail.into(),
        });
    }

    fn one(&mut self, condition: &Condition, at: &str, depth: usize) {
        self.count += 1;
        let here = format!("{at}/{}", condition.name());
        if depth > DEPTH_MAX {
            let detail = format!("conditions lie at most {DEPTH_MAX} deep in each other");
            return self.wrong(&here, detail);
        }
        if condition.needs_answer() && !self.with_answer {
            return self.wrong(
                &here,
                "this is about an answer, and the rule is about none having come",
            );
        }
        match condition {
            Condition::All(parts) | Condition::Any(parts) => {
                if parts.is_empty() && depth > 1 {
                    self.wrong(&here, "give at least one condition");
                }
                for (index, part) in parts.iter().enumerate() {
                    self.one(part, &format!("{here}/{index}"), depth + 1);
                }
            }
            Condition::Not(part) => self.one(part, &here, depth + 1),
            leaf => self.leaf(leaf, &here),
        }
    }

    fn leaf(&mut self, leaf: &Condition, at: &str) {
        match leaf {
            Condition::Score(score) => self.score(score, at),
            Condition::Class(classes) if classes.is_empty() => {
                self.wrong(at, "name detractor, passive or promoter");
            }
            Condition::Drop(drop) if !(1..=10).contains(&drop.points) => {
                self.wrong(&format!("{at}/points"), "give 1 to 10 points");
            }
            Condition::Words(words) if words.chars().count() > WORDS_MAX => {
                self.wrong(at, format!("at most {WORDS_MAX} characters"));
            }
            Condition::Account(compare) | Condition::Contact(compare) => {
                self.text(&format!("{at}/name"), &compare.name);
                self.texts(&format!("{at}/one_of"), &compare.one_of);
                if compare.is_empty() {
                    self.wrong(
                        at,
                        "say what it must be: one_of, at_least, at_most, within_days or past_days",
                    );
                }
                let limits = [("at_least", compare.at_least), ("at_most", compare.at_most)];
                for (name, limit) in limits {
                    if limit.is_some_and(|limit| !limit.is_finite()) {
                        self.wrong(&format!("{at}/{name}"), "give a number");
                    }
                }
                if let (Some(least), Some(most)) = (compare.at_least, compare.at_most)
                    && least > most
                {
                    self.wrong(
                        &format!("{at}/at_most"),
                        "no number is that high and that low",
                    );
                }
                let days = [
                    ("within_days", compare.within_days),
                    ("past_days", compare.past_days),
                ];
                for (name, days) in days {
                    if days.is_some_and(|days| days > DAYS_MAX) {
                        let detail = format!("give 0 to {DAYS_MAX} days");
                        self.wrong(&format!("{at}/{name}"), detail);
                    }
                }
            }
            Condition::HasRole(role) => self.text(at, role),
            Condition::Survey(values) | Condition::Language(values) => {
                if values.is_empty() {
                    self.wrong(at, "give at least one");
                }
                self.texts(at, values);
            }
            _ => {}
        }
    }

    fn score(&mut self, score: &Score, at: &str) {
        let (low, high) = score.metric.range();
        if score.at_least.is_none() && score.at_most.is_none() {
            self.wrong(at, "give at_least, at_most or both");
        }
        for (name, limit) in [("at_least", score.at_least), ("at_most", score.at_most)] {
            if limit.is_some_and(|limit| !(low..=high).contains(&limit)) {
                self.wrong(&format!("{at}/{name}"), format!("give {low} to {high}"));
            }
        }
        if let (Some(least), Some(most)) = (score.at_least, score.at_most)
            && least > most
        {
            self.wrong(
                &format!("{at}/at_most"),
                "no score is that high and that low",
            );
        }
    }

    fn texts(&mut self, at: &str, values: &[String]) {
        if values.len() > VALUES_MAX {
            self.wrong(at, format!("give at most {VALUES_MAX} values"));
        }
        for (index, value) in values.iter().enumerate().take(VALUES_MAX) {
            self.text(&format!("{at}/{index}"), value);
        }
    }

    fn text(&mut self, at: &str, text: &str) {
        let fits = (1..=TEXT_MAX).contains(&text.trim().chars().count())
            && !text.chars().any(char::is_control);
        if !fits {
            self.wrong(at, format!("give 1 to {TEXT_MAX} characters on one line"));
        }
    }
}
