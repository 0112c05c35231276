//! Which column of a file becomes what, and which of its codes are no answer: all an import needs
//! to know beside the file itself.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};
use survey::Definition;

use crate::rules::{ATTRIBUTE_NAME_MAX, ATTRIBUTES_MAX};

/// What a column of the file becomes.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Target {
    /// The answer to the question with this key.
    Question(String),
    /// The attribute with this name.
    Attribute(String),
    /// The sender's own id of the response.
    ExternalId,
    /// Luister's own id of the response, as in an export.
    ResponseId,
    /// When it was answered.
    AnsweredAt,
    /// The language it was answered in, as a code.
    Language,
    /// `complete` or `partial`, as in an export.
    State,
    /// Nothing.
    Ignore,
}

/// Codes that stand for no answer, by the reason. Numbers are compared as numbers, words without
/// regard to case. An empty cell is always a blank.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Codes {
    /// Left blank.
    pub blank: Vec<String>,
    /// "Don't know". Scales that don't offer it keep it as not applicable.
    pub dont_know: Vec<String>,
    /// "Not applicable".
    pub not_applicable: Vec<String>,
}

/// All that is decided about a file before its rows are stored.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Mapping {
    /// By column name; columns that are not named are left out.
    pub columns: BTreeMap<String, Target>,
    /// The sheet of an XLSX file; the first when not given.
    pub sheet: Option<String>,
    /// Codes of questions on the scale 0–10.
    pub score: Codes,
    /// Codes of questions on a scale 1–5 and of choices.
    pub statements: Codes,
    /// When rows were answered that don't say so, as a date.
    pub answered_on: Option<String>,
    /// Attributes every row gets, such as a wave.
    pub constants: BTreeMap<String, String>,
    /// The file is an export of ours: the `'` it puts before a formula in CSV is taken off again.
    pub own_export: bool,
}

/// Why a mapping doesn't fit the file or the survey.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum MappingError {
    /// A column is named that the file doesn't have.
    #[error("there is no column {name:?}; the columns are: {}", .available.join(", "))]
    UnknownColumn {
        /// The name asked for.
        name: String,
        /// The names there are, in file order.
        available: Vec<String>,
    },
    /// A question is named that the survey doesn't have.
    #[error("there is no question {key:?}; the questions are: {}", .available.join(", "))]
    UnknownQuestion {
        /// The key asked for.
        key: String,
        /// The keys there are, in the order they are asked.
        available: Vec<String>,
    },
    /// Two columns become the same thing.
    #[error("the columns {first:?} and {second:?} can't both become the same: {target}")]
    Twice {
        /// The first column.
        first: String,
        /// The second column.
        second: String,
        /// What both would become.
        target: String,
    },
    /// One code would mean two things.
    #[error("the code {0:?} is named for two reasons; a code has one meaning")]
    CodeTwice(String),
    /// No column becomes an answer.
    #[error("no column becomes the answer to a question")]
    NoQuestion,
    /// The name of an attribute can't be used.
    #[error(
        "{0:?} can't be an attribute's name: give 1 to {ATTRIBUTE_NAME_MAX} characters on one line"
    )]
    AttributeName(String),
    /// More attributes than a response can have.
    #[error("{0} attributes; a response has at most {ATTRIBUTES_MAX}")]
    TooManyAttributes(usize),
    /// The date for rows without one can't be.
    #[error("{0:?} is no date from 1990 to today; write it as 2026-11-21")]
    AnsweredOn(String),
}

impl Mapping {
    /// What `column` becomes.
    pub fn target(&self, column: &str) -> &Target {
        self.columns.get(column).unwrap_or(&Target::Ignore)
    }

    /// Whether the mapping fits a file with these `columns` and this `definition`.
    pub fn check(&self, columns: &[String], definition: &Definition) -> Result<(), MappingError> {
        let mut taken: BTreeMap<&Target, &str> = BTreeMap::new();
        for (name, target) in &self.columns {
            if !columns.contains(name) {
                return Err(MappingError::UnknownColumn {
                    name: name.clone(),
                    available: columns.to_vec(),
                });
            }
            check_target(target, definition)?;
            if *target != Target::Ignore
                && let Some(first) = taken.insert(target, name)
            {
                return Err(MappingError::Twice {
                    first: first.to_owned(),
                    second: name.clone(),
                    target: describe(target),
                });
            }
        }
        if !self
            .columns
            .values()
            .any(|t| matches!(t, Target::Question(_)))
        {
            return Err(MappingError::NoQuestion);
        }
        self.check_attributes()?;
        self.score.check()?;
        self.statements.check()
    }

    fn check_attributes(&self) -> Result<(), MappingError> {
        let mapped = self.columns.values().filter_map(|target| match target {
            Target::Attribute(name) => Some(name),
            _ => None,
        });
        let names: BTreeSet<&String> = mapped.chain(self.constants.keys()).collect();
        if names.len() > ATTRIBUTES_MAX {
            return Err(MappingError::TooManyAttributes(names.len()));
        }
        names.into_iter().try_for_each(|name| check_attribute(name))
    }
}

fn check_target(target: &Target, definition: &Definition) -> Result<(), MappingError> {
    match target {
        Target::Question(key) if definition.question(key).is_none() => {
            Err(MappingError::UnknownQuestion {
                key: key.clone(),
                available: definition.questions.iter().map(|q| q.key.clone()).collect(),
            })
        }
        _ => Ok(()),
    }
}

fn check_attribute(name: &str) -> Result<(), MappingError> {
    let length = name.chars().count();
    let fits = (1..=ATTRIBUTE_NAME_MAX).contains(&length) && !name.contains(char::is_control);
    if !fits || name.trim().is_empty() {
        return Err(MappingError::AttributeName(name.to_owned()));
    }
    Ok(())
}

/// What a target is called on the command line and in messages.
fn describe(target: &Target) -> String {
    match target {
        Target::Question(key) => format!("the question {key:?}"),
        Target::Attribute(name) => format!("the attribute {name:?}"),
        Target::ExternalId => "the external id".to_owned(),
        Target::ResponseId => "Luister's id of the response".to_owned(),
        Target::AnsweredAt => "the time of answering".to_owned(),
        Target::Language => "the language".to_owned(),
        Target::State => "the state".to_owned(),
        Target::Ignore => "nothing".to_owned(),
    }
}

/// Why there is no answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Missing {
    /// Left blank; not stored.
    Blank,
    /// Don't know.
    DontKnow,
    /// Not applicable.
    NotApplicable,
    /// Not asked.
    NotAsked,
}

impl Codes {
    fn named(&self) -> impl Iterator<Item = (&str, Missing)> {
        let kinds = [
            (&self.blank, Missing::Blank),
            (&self.dont_know, Missing::DontKnow),
            (&self.not_applicable, Missing::NotApplicable),
        ];
        kinds.into_iter().flat_map(|(codes, missing)| {
            codes
                .iter()
                .map(move |code| (code.trim(), missing))
                .filter(|(c, _)| !c.is_empty())
        })
    }

    fn check(&self) -> Result<(), MappingError> {
        let codes: Vec<_> = self.named().collect();
        for (index, (code, missing)) in codes.iter().enumerate() {
            let other = |(c, m): &&(&str, Missing)| m != missing && Code::of(c).is(code);
            if codes[..index].iter().any(|seen| other(&seen)) {
                return Err(MappingError::CodeTwice((*code).to_owned()));
            }
        }
        Ok(())
    }

    /// The codes in the form that is quick to compare, with the words of our own exports.
    pub(super) fn prepared(&self) -> Vec<(Code, Missing)> {
        let own = [
            ("blank", Missing::Blank),
            (survey::answers::DONT_KNOW, Missing::DontKnow),
            (survey::answers::NOT_APPLICABLE, Missing::NotApplicable),
            (survey::answers::NOT_ASKED, Missing::NotAsked),
        ];
        self.named()
            .chain(own)
            .map(|(code, missing)| (Code::of(code), missing))
            .collect()
    }
}

/// One code: a number or a word in lower case.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Code {
    Number(f64),
    Word(String),
}

impl Code {
    fn of(text: &str) -> Self {
        let text = text.trim();
        tabular::number(text).map_or_else(|| Self::Word(text.to_lowercase()), Self::Number)
    }

    /// Whether a cell holds this code.
    pub(super) fn is(&self, cell: &str) -> bool {
        match self {
            Self::Number(number) => tabular::number(cell) == Some(*number),
            Self::Word(word) => {
                let cell = cell.trim();
                cell.eq_ignore_ascii_case(word)
                    || (!cell.is_ascii() && cell.to_lowercase() == *word)
            }
        }
    }
}
