//! A rule in sentences, in the reader's language.

use platform::web::{App, Frame};
use policy::trigger::{Compare, Condition, Score, Theme};
use serde_json::{Value, json};

use super::{dashed, rows};
use crate::model::{Consequence, Definition, Moment, OpenCase, Rule, State, Within};
use crate::service::Choices;

/// Longest words of a rule in a sentence, in characters.
const WORDS_MAX: usize = 120;

/// Says things to one reader.
#[derive(Clone, Copy)]
pub(super) struct Voice<'a> {
    pub(super) app: &'a App,
    pub(super) frame: &'a Frame,
    pub(super) choices: &'a Choices,
}

/// What a message names.
pub(super) enum Arg<'a> {
    Text(&'a str),
    Number(i64),
}

impl Voice<'_> {
    /// A message without arguments.
    pub(super) fn word(&self, key: &str) -> String {
        self.app.words.say(self.frame.language, key, &[])
    }

    /// A message with arguments.
    pub(super) fn say(&self, key: &str, args: &[(&str, Arg<'_>)]) -> String {
        let args: Vec<_> = args
            .iter()
            .map(|(name, arg)| match arg {
                Arg::Text(text) => (*name, (*text).into()),
                Arg::Number(number) => (*name, (*number).into()),
            })
            .collect();
        self.app.words.say(self.frame.language, key, &args)
    }

    /// What a rule looks at, what must hold, and what follows.
    pub(super) fn definition(&self, definition: &Definition) -> Value {
        let groups = rows::rows(&definition.when).map(|groups| {
            let said = groups.iter().map(|group| {
                let rows = group.iter().map(|row| self.row(row));
                rows.collect::<Vec<_>>()
            });
            said.collect::<Vec<_>>()
        });
        let groups = groups.unwrap_or_else(|| vec![vec![self.condition(&definition.when)]]);
        json!({
            "moment": self.moment(definition.on),
            "groups": groups,
            "then": definition.then.iter().map(|then| self.then(then)).collect::<Vec<_>>(),
        })
    }

    fn moment(&self, on: Moment) -> String {
        let days = Arg::Number(on.days().map_or(0, i64::from));
        let key = format!("rule-say-on-{}", dashed(on.as_str()));
        self.say(&key, &[("days", days)])
    }

    fn row(&self, row: &rows::Row) -> String {
        let said = self.condition(&row.leaf);
        if row.not {
            return self.say("rule-say-not", &[("what", Arg::Text(&said))]);
        }
        said
    }

    fn condition(&self, condition: &Condition) -> String {
        match condition {
            Condition::All(parts) => self.joined(parts, "rule-say-and"),
            Condition::Any(parts) => self.joined(parts, "rule-say-or"),
            Condition::Not(part) => {
                let said = self.condition(part);
                self.say("rule-say-not", &[("what", Arg::Text(&said))])
            }
            Condition::Score(score) => self.score(score),
            Condition::Class(classes) => {
                let named = classes
                    .iter()
                    .map(|class| self.word(&format!("rule-class-{}", class.as_str())));
                let named = self.list(&named.collect::<Vec<_>>(), "rule-say-or");
                self.say("rule-say-class", &[("what", Arg::Text(&named))])
            }
            Condition::Drop(drop) => {
                let points = Arg::Number(drop.points.into());
                self.say("rule-say-drop", &[("n", points)])
            }
            Condition::Words(words) => {
                let words: Vec<&str> = words.lines().map(str::trim).collect();
                let words: String = words.join(", ").chars().take(WORDS_MAX).collect();
                self.say("rule-say-words", &[("what", Arg::Text(&words))])
            }
            Condition::Theme(theme) => {
                let name = self.theme(theme);
                self.say("rule-say-theme", &[("what", Arg::Text(&name))])
            }
            Condition::Account(compare) => self.compare(compare, "account"),
            Condition::Contact(compare) => self.compare(compare, "contact"),
            Condition::HasRole(role) => {
                let role = self.role(role);
                self.say("rule-say-has-role", &[("what", Arg::Text(&role))])
            }
            Condition::Survey(ids) => {
                let names: Vec<String> = ids.iter().map(|id| self.survey(id)).collect();
                let names = self.list(&names, "rule-say-or");
                self.say("rule-say-survey", &[("what", Arg::Text(&names))])
            }
            Condition::Language(codes) => {
                let names: Vec<String> = codes.iter().map(|code| self.language(code)).collect();
                let names = self.list(&names, "rule-say-or");
                self.say("rule-say-language", &[("what", Arg::Text(&names))])
            }
        }
    }

    fn joined(&self, parts: &[Condition], with: &str) -> String {
        if parts.is_empty() {
            return self.word("rule-say-always");
        }
        let said: Vec<String> = parts.iter().map(|part| self.condition(part)).collect();
        format!("({})", self.list(&said, with))
    }

    fn list(&self, said: &[String], with: &str) -> String {
        said.join(&format!(" {} ", self.word(with)))
    }

    fn score(&self, score: &Score) -> String {
        let metric = self.word(&format!("rule-metric-{}", score.metric.as_str()));
        let key = match (score.at_least, score.at_most) {
            (Some(_), Some(_)) => "rule-say-score-between",
            (Some(_), None) => "rule-say-score-at-least",
            _ => "rule-say-score-at-most",
        };
        let number = |limit: Option<u8>| Arg::Number(limit.unwrap_or_default().into());
        let args = [
            ("metric", Arg::Text(metric.as_str())),
            ("least", number(score.at_least)),
            ("most", number(score.at_most)),
        ];
        self.say(key, &args)
    }

    fn compare(&self, compare: &Compare, whose: &str) -> String {
        let number = |n: f64| super::leaf::number_text(n);
        let tests = [
            (
                "one-of",
                Some(compare.one_of.join(", ")).filter(|text| !text.is_empty()),
            ),
            ("at-least", compare.at_least.map(number)),
            ("at-most", compare.at_most.map(number)),
            ("within-days", compare.within_days.map(|n| n.to_string())),
            ("past-days", compare.past_days.map(|n| n.to_string())),
        ];
        let said = tests.into_iter().filter_map(|(test, value)| {
            let value = value?;
            let args = [
                ("name", Arg::Text(compare.name.as_str())),
                ("value", Arg::Text(&value)),
            ];
            Some(self.say(&format!("rule-say-{whose}-{test}"), &args))
        });
        self.list(&said.collect::<Vec<_>>(), "rule-say-and")
    }

    fn then(&self, then: &Consequence) -> String {
        match then {
            Consequence::OpenCase(open) => self.open_case(open),
            Consequence::Notify(notify) => {
                let people = notify.people.iter().map(|id| self.person(id));
                let roles = notify.roles.iter().map(|role| self.role(role));
                let names: Vec<String> = people.chain(roles).collect();
                let names = self.list(&names, "rule-say-and");
                self.say("rule-say-notify", &[("who", Arg::Text(&names))])
            }
            Consequence::Tell(tell) => {
                let found = self.choices.channels.iter();
                let name = found
                    .filter(|channel| channel.id == tell.channel_id)
                    .map(|channel| channel.name.clone())
                    .next()
                    .unwrap_or_else(|| self.word("rule-gone"));
                self.say("rule-say-tell", &[("who", Arg::Text(&name))])
            }
            Consequence::ReachOut(reach) => {
                self.word(&format!("rule-say-reach-{}", reach.why.as_str()))
            }
        }
    }

    fn open_case(&self, open: &OpenCase) -> String {
        let who = match (&open.role, &open.person) {
            (Some(role), _) => self.role(role),
            (None, Some(id)) => self.person(id),
            (None, None) => self.word("rule-nobody"),
        };
        let within = self.within(open.within);
        let key = if open.first_contact {
            "rule-say-open-case-contact"
        } else {
            "rule-say-open-case-end"
        };
        let args = [("who", Arg::Text(&who)), ("within", Arg::Text(&within))];
        self.say(key, &args)
    }

    /// A time in which the company works.
    pub(super) fn within(&self, within: Within) -> String {
        let (key, n) = match within {
            Within::Hours(n) => ("rule-within-hours", n),
            Within::Days(n) => ("rule-within-days", n),
        };
        self.say(key, &[("n", Arg::Number(n.into()))])
    }

    /// What a role is called.
    pub(super) fn role(&self, role: &str) -> String {
        let own = self.choices.roles.iter().find(|(key, _)| key == role);
        if let Some((_, Some(name))) = own {
            return name.clone();
        }
        let key = format!("rule-role-{}", dashed(role));
        let said = self.app.words.try_say(self.frame.language, &key, &[]);
        said.unwrap_or_else(|| role.to_owned())
    }

    /// What a person is called.
    pub(super) fn person(&self, user_id: &str) -> String {
        let found = self.choices.people.iter().find(|(id, _)| id == user_id);
        found.map_or_else(|| self.word("rule-gone"), |(_, name)| name.clone())
    }

    fn survey(&self, survey_id: &str) -> String {
        let found = self.choices.surveys.iter().find(|(id, _)| id == survey_id);
        found.map_or_else(|| self.word("rule-gone"), |(_, name)| name.clone())
    }

    fn theme(&self, theme: &Theme) -> String {
        let found = self
            .choices
            .themes
            .iter()
            .find(|one| one.theme_id == theme.theme_id);
        found.map_or_else(|| self.word("rule-gone"), |one| one.name.clone())
    }

    fn language(&self, code: &str) -> String {
        let key = format!("survey-language-{code}");
        let said = self.app.words.try_say(self.frame.language, &key, &[]);
        said.unwrap_or_else(|| code.to_owned())
    }
}

/// What every page shows of a rule.
pub(super) fn rule(rule: &Rule, may_manage: bool) -> Value {
    json!({
        "id": rule.rule_id,
        "name": rule.name,
        "state": rule.state.as_str(),
        "badge": match rule.state {
            State::On => "open",
            State::Draft => "draft",
            State::Off | State::Archived => "closed",
        },
        "revision": rule.revision,
        "on": rule.definition.on.as_str(),
        "opens_case": rule.definition.open_case().is_some(),
        "active_since_us": rule.active_since_us,
        "changed_at_us": rule.changed_at_us,
        "changed_by": rule.changed_by,
        "may_edit": may_manage && rule.state != State::Archived,
        "may_manage": may_manage,
    })
}
