//! The editor's form: its fields become a definition, its buttons change that. Pure.
//!
//! A field is named as the place it fills in the definition (`questions/2/text/nl`), which is
//! also the pointer of a mistake there. Only *save* stores something: the other buttons give the
//! form back with the change in it, so that everything works without a script and nothing
//! half-made is stored.

use std::collections::BTreeMap;

use platform::web::{FormData, Problem};
use serde::{Deserialize, Serialize};

use crate::model::{Choice, Definition, Direction, Kind, Question, Texts};
use crate::rules::{CHOICES_MAX, QUESTIONS_MAX, key_from};
use crate::templates::question;

/// What is in the form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Editing {
    /// The revision the form was made from.
    pub(super) revision: i64,
    /// What would be asked; it may have mistakes.
    pub(super) definition: Definition,
    /// Questions removed since the last save, the last one at the end.
    pub(super) removed: Vec<Removed>,
}

/// A question that can be put back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Removed {
    /// Where it stood.
    pub(super) at: usize,
    /// The question.
    pub(super) question: Question,
}

/// What a button does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Action {
    Save,
    Publish,
    /// Shows the form again, with fields for the languages named.
    Refresh,
    Add(Kind),
    Up(usize),
    Down(usize),
    Remove(usize),
    Undo,
    AddChoice(usize),
    RemoveChoice(usize, usize),
}

impl Action {
    /// Reads the button's value.
    pub(super) fn read(form: &FormData) -> Result<Self, Problem> {
        let text = form.text("action");
        let unknown = || Problem::BadRequest(format!("unknown action {text:?}"));
        let mut parts = text.split('/');
        let verb = parts.next().unwrap_or_default();
        let mut number = || {
            parts
                .next()
                .and_then(|p| p.parse().ok())
                .ok_or_else(unknown)
        };
        Ok(match verb {
            "save" => Self::Save,
            "publish" => Self::Publish,
            "refresh" => Self::Refresh,
            "undo" => Self::Undo,
            "add" => Self::Add(form.text("add_kind").parse().map_err(Problem::BadRequest)?),
            "up" => Self::Up(number()?),
            "down" => Self::Down(number()?),
            "remove" => Self::Remove(number()?),
            "add-choice" => Self::AddChoice(number()?),
            "remove-choice" => Self::RemoveChoice(number()?, number()?),
            _ => return Err(unknown()),
        })
    }
}

/// Codes as people type them: `nl, en`.
pub(super) fn read_languages(text: &str) -> Vec<String> {
    text.split([',', ';', ' ', '\t'])
        .filter(|c| !c.is_empty())
        .map(str::to_owned)
        .collect()
}

impl Editing {
    /// Reads the form's fields.
    pub(super) fn read(form: &FormData) -> Result<Self, Problem> {
        form.only(is_known)?;
        let fields = Fields::of(form);
        let languages = read_languages(fields.get("languages"));
        let mut questions = Vec::new();
        while let Some(kind) = fields.find(&format!("questions/{}/kind", questions.len())) {
            if questions.len() > QUESTIONS_MAX {
                return Err(Problem::TooLarge(format!(
                    "at most {QUESTIONS_MAX} questions"
                )));
            }
            let kind = kind.parse().map_err(Problem::BadRequest)?;
            questions.push(fields.question(questions.len(), kind, &languages)?);
        }
        let revision = fields.get("revision").parse();
        Ok(Self {
            revision: revision
                .map_err(|_| Problem::BadRequest("revision is a number".to_owned()))?,
            definition: Definition {
                title: fields.texts("title", &languages, false),
                intro: fields.texts("intro", &languages, true),
                thanks: fields.texts("thanks", &languages, true),
                employees: fields.find("employees").is_some(),
                languages,
                questions,
            },
            removed: form
                .all("removed")
                .map(|json| {
                    serde_json::from_str(json)
                        .map_err(|e| Problem::BadRequest(format!("removed: {e}")))
                })
                .collect::<Result<_, _>>()?,
        })
    }

    /// Does what a button says. Numbers of questions that aren't there do nothing.
    pub(super) fn apply(&mut self, action: Action) {
        let questions = &mut self.definition.questions;
        match action {
            Action::Add(kind) if questions.len() < QUESTIONS_MAX => questions.push(new(kind)),
            Action::Up(index) if index > 0 && index < questions.len() => {
                questions.swap(index - 1, index);
            }
            Action::Down(index) if index + 1 < questions.len() => questions.swap(index, index + 1),
            Action::Remove(index) if index < questions.len() => {
                let question = questions.remove(index);
                self.removed.push(Removed {
                    at: index,
                    question,
                });
            }
            Action::Undo => {
                if let Some(Removed { at, question }) = self.removed.pop() {
                    questions.insert(at.min(questions.len()), question);
                }
            }
            Action::AddChoice(index) => {
                if let Some(question) = questions.get_mut(index)
                    && question.choices.len() < CHOICES_MAX
                {
                    question.choices.push(blank_choice());
                }
            }
            Action::RemoveChoice(index, at) => {
                if let Some(question) = questions.get_mut(index)
                    && at < question.choices.len()
                {
                    question.choices.remove(at);
                }
            }
            _ => {}
        }
    }

    /// Makes what was left open: keys from the wording, and no rows for choices left blank.
    pub(super) fn complete(&mut self) {
        let language = self.definition.language().to_owned();
        let said = |texts: &Texts| {
            texts
                .get(&language)
                .or_else(|| texts.values().next())
                .cloned()
                .unwrap_or_default()
        };
        let questions = &mut self.definition.questions;
        for index in 0..questions.len() {
            questions[index]
                .choices
                .retain(|c| !(c.key.is_empty() && c.text.is_empty()));
            let choices = &mut questions[index].choices;
            for at in 0..choices.len() {
                if choices[at].key.is_empty() {
                    let taken = |key: &str| choices.iter().any(|c| c.key == key);
                    choices[at].key = key_from(&said(&choices[at].text), taken);
                }
            }
            if questions[index].key.is_empty() {
                let usual = usual_key(questions[index].kind)
                    .filter(|key| questions.iter().all(|q| q.key != *key));
                let taken = |key: &str| questions.iter().any(|q| q.key == key);
                questions[index].key = usual.map_or_else(
                    || key_from(&said(&questions[index].text), taken),
                    str::to_owned,
                );
            }
        }
    }
}

/// The key that the first question of a kind has everywhere.
const fn usual_key(kind: Kind) -> Option<&'static str> {
    match kind {
        Kind::Recommend | Kind::Effort | Kind::Satisfaction | Kind::Advocacy => Some(kind.as_str()),
        _ => None,
    }
}

fn new(kind: Kind) -> Question {
    Question {
        driver: kind == Kind::Agree,
        direction: (kind == Kind::Effort).then_some(Direction::EasyHigh),
        choices: if kind.has_choices() {
            vec![blank_choice(); 3]
        } else {
            Vec::new()
        },
        ..question("", kind, Texts::new())
    }
}

fn blank_choice() -> Choice {
    Choice {
        key: String::new(),
        text: Texts::new(),
    }
}

fn is_known(name: &str) -> bool {
    const PLAIN: [&str; 6] = [
        "action",
        "add_kind",
        "revision",
        "languages",
        "employees",
        "removed",
    ];
    const OF_QUESTION: [&str; 7] = [
        "key",
        "kind",
        "required",
        "driver",
        "touchpoint",
        "direction",
        "new_page",
    ];
    let mut parts = name.split('/');
    let is_number = |part: Option<&str>| part.is_some_and(|p| p.parse::<usize>().is_ok());
    match parts.next() {
        Some("title" | "intro" | "thanks") => true,
        Some("questions") if is_number(parts.next()) => match parts.next() {
            Some("text") => true,
            Some("choices") => {
                is_number(parts.next()) && matches!(parts.next(), Some("key" | "text"))
            }
            Some(part) => OF_QUESTION.contains(&part) && parts.next().is_none(),
            None => false,
        },
        Some(_) => PLAIN.contains(&name),
        None => false,
    }
}

/// Values by field name, without white space at their ends.
struct Fields<'a>(BTreeMap<&'a str, &'a str>);

impl<'a> Fields<'a> {
    fn of(form: &'a FormData) -> Self {
        Self(
            form.0
                .iter()
                .map(|(name, value)| (name.as_str(), value.trim()))
                .collect(),
        )
    }

    fn find(&self, name: &str) -> Option<&'a str> {
        self.0.get(name).copied()
    }

    fn get(&self, name: &str) -> &'a str {
        self.find(name).unwrap_or_default()
    }

    /// The texts at `place`; those left empty don't exist.
    fn texts(&self, place: &str, languages: &[String], lines: bool) -> Texts {
        languages
            .iter()
            .map(|language| {
                let text = self
                    .get(&format!("{place}/{language}"))
                    .replace("\r\n", "\n");
                let text = if lines { text } else { text.replace('\n', " ") };
                (language.clone(), text)
            })
            .filter(|(_, text)| !text.is_empty())
            .collect()
    }

    fn question(
        &self,
        index: usize,
        kind: Kind,
        languages: &[String],
    ) -> Result<Question, Problem> {
        let place = format!("questions/{index}");
        let value = |name: &str| self.find(&format!("{place}/{name}"));
        let mut choices = Vec::new();
        while let Some(key) = self.find(&format!("{place}/choices/{}/key", choices.len())) {
            if choices.len() > CHOICES_MAX {
                return Err(Problem::TooLarge(format!("at most {CHOICES_MAX} choices")));
            }
            let text = self.texts(
                &format!("{place}/choices/{}/text", choices.len()),
                languages,
                false,
            );
            choices.push(Choice {
                key: key.to_owned(),
                text,
            });
        }
        let direction = value("direction").map(str::parse::<Direction>).transpose();
        let touchpoint = value("touchpoint").filter(|t| !t.is_empty());
        Ok(Question {
            key: value("key").unwrap_or_default().to_owned(),
            kind,
            text: self.texts(&format!("{place}/text"), languages, false),
            required: value("required").is_some(),
            driver: value("driver").is_some(),
            touchpoint: touchpoint.map(str::to_owned),
            direction: direction.map_err(Problem::BadRequest)?,
            choices,
            new_page: value("new_page").is_some(),
        })
    }
}

#[cfg(test)]
mod tests;
