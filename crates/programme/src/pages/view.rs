//! What the templates show of programmes: sentences and reasons in the reader's language.

use std::collections::HashMap;

use platform::web::{App, Frame, format_date};
use policy::{Audience, Counts, Rule, Scope};
use serde_json::{Value, json};

use crate::model::{AskSettings, Definition, Kind, Occasion, Programme, Schedule, Status};

/// Says things to one reader.
#[derive(Clone, Copy)]
pub(super) struct Voice<'a> {
    pub(super) app: &'a App,
    pub(super) frame: &'a Frame,
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

    /// A message, if there is one.
    pub(super) fn try_word(&self, key: &str) -> Option<String> {
        self.app.words.try_say(self.frame.language, key, &[])
    }

    /// A day as people write it.
    pub(super) fn day(&self, day: policy::Day) -> String {
        format_date(self.frame.language, day.0)
    }

    /// A language's name, or its code.
    pub(super) fn language(&self, code: &str) -> String {
        self.try_word(&format!("survey-language-{code}"))
            .unwrap_or_else(|| code.to_owned())
    }

    /// What a programme does, in sentences.
    pub(super) fn sentence(&self, definition: &Definition) -> String {
        let who = self.who(definition);
        let mut said = match &definition.schedule {
            Schedule::Relational(own) => {
                let key = match own.shape {
                    policy::relational::Shape::Spread => "programme-does-relational-spread",
                    policy::relational::Shape::Wave => "programme-does-relational-wave",
                };
                let args = [
                    ("who", Arg::Text(&who)),
                    ("months", Arg::Number(own.every.months().into())),
                    ("start", Arg::Text(&self.day(own.start))),
                ];
                let mut said = vec![self.say(key, &args)];
                if own.baseline {
                    said.push(self.word("programme-does-baseline"));
                }
                said
            }
            Schedule::Transactional(own) => {
                let args = [
                    ("who", Arg::Text(&who)),
                    ("delay", Arg::Text(&self.delay(own.delay_minutes))),
                    ("events", Arg::Text(&self.any_of(&own.triggers))),
                    ("days", Arg::Number(own.expires_days.into())),
                ];
                let mut said = vec![self.say("programme-does-event", &args)];
                if !own.cancels.is_empty() {
                    let events = self.any_of(&own.cancels);
                    let args = [("events", Arg::Text(&events))];
                    said.push(self.say("programme-does-cancel", &args));
                }
                said
            }
        };
        let reminders = definition.reminders;
        let args = [
            ("n", Arg::Number(reminders.number.into())),
            ("days", Arg::Number(reminders.spacing_days.into())),
        ];
        said.push(self.say("programme-does-reminders", &args));
        said.join(" ")
    }

    fn who(&self, definition: &Definition) -> String {
        let is_event = matches!(definition.schedule, Schedule::Transactional(_));
        let key = match definition.audience {
            _ if is_event => "programme-who-events",
            Audience::Customers => "programme-who-customers",
            Audience::Employees => "programme-who-employees",
        };
        let conditions = definition.segment.0.iter();
        let conditions: Vec<String> = conditions
            .map(|(name, values)| format!("{name} {}", self.any_of(values)))
            .collect();
        if conditions.is_empty() {
            return self.word(key);
        }
        let and = format!(" {} ", self.word("programme-and"));
        let segment = conditions.join(&and);
        self.say(
            &format!("{key}-segment"),
            &[("segment", Arg::Text(&segment))],
        )
    }

    fn any_of(&self, values: &[String]) -> String {
        values.join(&format!(" {} ", self.word("programme-or")))
    }

    fn delay(&self, minutes: u32) -> String {
        let (key, n) = match minutes {
            0 => return self.word("programme-at-once"),
            m if m % (24 * 60) == 0 => ("programme-days-n", m / (24 * 60)),
            m if m % 60 == 0 => ("programme-hours", m / 60),
            m => ("programme-minutes", m),
        };
        self.say(key, &[("n", Arg::Number(n.into()))])
    }

    /// A rule of the budget.
    pub(super) fn rule(&self, rule: &Rule) -> String {
        let scope = match rule.scope {
            Scope::Person => "person",
            Scope::Account => "account",
        };
        let counts = match rule.counts {
            Counts::Invitations => "invitations",
            Counts::Mails => "mails",
        };
        let args = [
            ("max", Arg::Number(rule.max.into())),
            ("days", Arg::Number(rule.days.into())),
        ];
        self.say(&format!("programme-rule-{scope}-{counts}"), &args)
    }

    /// The name of a holiday, from its word (`kings_day`).
    pub(super) fn holiday(&self, word: &str) -> String {
        self.word(&format!("programme-holiday-{}", dashed(word)))
    }
}

/// A word as part of a message's key: Fluent has no underscores there.
pub(super) fn dashed(word: &str) -> String {
    word.replace('_', "-")
}

/// What reasons refer to.
pub(super) struct Reasons<'a> {
    pub(super) voice: Voice<'a>,
    rules: Vec<Rule>,
    names: HashMap<String, String>,
}

impl<'a> Reasons<'a> {
    pub(super) fn new(voice: Voice<'a>, settings: &AskSettings, programmes: &[Programme]) -> Self {
        let named = |p: &Programme| (p.programme_id.clone(), p.name.clone());
        Self {
            voice,
            rules: settings.budget.rules.clone(),
            names: programmes.iter().map(named).collect(),
        }
    }

    /// Why somebody waits or was left out.
    pub(super) fn say(&self, reason: &str, detail: Option<&str>) -> String {
        let voice = self.voice;
        let key = format!("programme-reason-{}", dashed(reason));
        let known = match (reason, detail) {
            ("budget", Some(rule)) => {
                let rule = rule.parse::<usize>().ok();
                rule.and_then(|at| self.rules.get(at))
                    .map(|r| voice.rule(r))
            }
            ("reserved", Some(id)) => self.names.get(id).cloned(),
            ("holiday", Some(word)) => Some(voice.holiday(word)),
            ("window_ended", Some(word)) => Some(self.say(word, None)),
            _ => None,
        };
        match (reason, known) {
            ("budget" | "reserved" | "window_ended", None) => voice.word(&format!("{key}-gone")),
            ("holiday", None) => voice.word("programme-reason-day-off"),
            (_, Some(known)) => voice.say(&key, &[("detail", Arg::Text(&known))]),
            // A word of another slice: better than saying nothing.
            (_, None) => voice.try_word(&key).unwrap_or_else(|| reason.to_owned()),
        }
    }

    /// Why, for an occasion: also why somebody was invited.
    pub(super) fn of(&self, occasion: &Occasion, because: Option<&str>) -> String {
        match (&occasion.reason, because) {
            (Some(reason), _) => self.say(reason, occasion.detail.as_deref()),
            (None, Some(because)) => self
                .voice
                .word(&format!("programme-because-{}", dashed(because))),
            (None, None) => String::new(),
        }
    }

    /// What an occasion is about.
    pub(super) fn about(&self, occasion: &Occasion) -> String {
        match (occasion.round, &occasion.subject) {
            (Some(round), _) => {
                let args = [("n", Arg::Number(round + 1))];
                self.voice.say("programme-occasion-round", &args)
            }
            (None, Some(subject)) => subject.clone(),
            (None, None) => String::new(),
        }
    }
}

/// What all pages of one programme show of it.
pub(super) fn programme(programme: &Programme, may_manage: bool) -> Value {
    json!({
        "id": programme.programme_id,
        "name": programme.name,
        "status": programme.status.as_str(),
        "badge": badge(programme.status),
        "kind": programme.definition.kind().as_str(),
        "may_edit": may_manage && programme.status != Status::Ended,
    })
}

/// The look of a state.
pub(super) const fn badge(status: Status) -> &'static str {
    match status {
        Status::Draft => "draft",
        Status::Running => "open",
        Status::Paused => "few",
        Status::Ended => "closed",
    }
}

/// Whether of this programme nobody is to be told who answered.
pub(super) fn is_anonymous(programme: &Programme) -> bool {
    programme.definition.kind() == Kind::Employee
}
