//! The editor's form: its fields become a definition, its buttons change that. Pure.
//!
//! A field is named as the place it fills in the definition (`questions/2/text/nl`), which is
//! also the pointer of a mistake there. Only *save* stores something: the other buttons give the
//! form back with the change in it, so that everything works without a script and nothing
//! half-made is stored.

mod fields;

use platform::web::{FormData, Problem};
use serde::{Deserialize, Serialize};

use self::fields::{Fields, is_known};
use crate::model::{Choice, Definition, Direction, Kind, Question, Texts};
use crate::rules::{CHOICES_MAX, QUESTIONS_MAX, key_from, with_touchpoints};
use crate::templates::{Extra, extra_question, question};

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

/// How many statements each respondent gets: all when nothing is filled in. What is no such number
/// becomes one that the check refuses beside the field.
fn per_respondent(text: &str) -> Option<u8> {
    let number = || {
        text.parse::<i64>()
            .unwrap_or(0)
            .clamp(0, i64::from(u8::MAX))
    };
    (!text.is_empty()).then(|| u8::try_from(number()).unwrap_or(u8::MAX))
}

/// The smallest group to show: the usual when nothing is filled in. What is no number becomes one
/// that the check refuses beside the field.
fn smallest_group(text: &str) -> Option<i64> {
    (!text.is_empty()).then(|| text.parse().unwrap_or(0))
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
        fields.all_taken(&questions)?;
        let revision = fields.get("revision").parse();
        Ok(Self {
            revision: revision
                .map_err(|_| Problem::BadRequest("revision is a number".to_owned()))?,
            definition: Definition {
                title: fields.texts("title", &languages, false),
                intro: fields.texts("intro", &languages, true),
                thanks: fields.texts("thanks", &languages, true),
                employees: fields.find("employees").is_some(),
                statements_per_respondent: per_respondent(fields.get("statements_per_respondent")),
                smallest_group: smallest_group(fields.get("smallest_group")),
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
            Action::Add(kind) if questions.len() < QUESTIONS_MAX => {
                questions.push(new(kind, &self.definition.languages));
            }
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
    /// Returns what got a key.
    pub(super) fn complete(&mut self) -> Vec<Made> {
        let mut made = Vec::new();
        self.definition = with_touchpoints(self.definition.clone());
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
                    made.push(Made {
                        index,
                        choice: Some(at),
                    });
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
                made.push(Made {
                    index,
                    choice: None,
                });
            }
        }
        made
    }

    /// Leaves the keys open again: they follow the wording until it is stored.
    pub(super) fn reopen(&mut self, made: &[Made]) {
        for Made { index, choice } in made {
            let question = &mut self.definition.questions[*index];
            match choice {
                Some(at) => question.choices[*at].key.clear(),
                None => question.key.clear(),
            }
        }
    }
}

/// A question, or one of its choices, whose key was made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Made {
    index: usize,
    choice: Option<usize>,
}

/// The key that the first question of a kind has everywhere.
const fn usual_key(kind: Kind) -> Option<&'static str> {
    match kind {
        Kind::Recommend
        | Kind::Effort
        | Kind::Satisfaction
        | Kind::Advocacy
        | Kind::Moment
        | Kind::Elsewhere => Some(kind.as_str()),
        _ => None,
    }
}

fn new(kind: Kind, languages: &[String]) -> Question {
    if let Some(extra) = Extra::ALL.into_iter().find(|extra| extra.kind() == kind) {
        return extra_question(extra, languages);
    }
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
        touchpoint: None,
    }
}

#[cfg(test)]
mod tests;
