//! The fields of the editor's form by their names, and nothing beside them.

use std::collections::BTreeMap;

use platform::web::{FormData, Problem};

use crate::model::{Choice, Direction, Kind, Question, Texts};
use crate::rules::CHOICES_MAX;

pub(super) fn is_known(name: &str) -> bool {
    const PLAIN: [&str; 8] = [
        "action",
        "add_kind",
        "revision",
        "languages",
        "employees",
        "statements_per_respondent",
        "smallest_group",
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
                is_number(parts.next())
                    && matches!(parts.next(), Some("key" | "text" | "touchpoint"))
            }
            Some(part) => OF_QUESTION.contains(&part) && parts.next().is_none(),
            None => false,
        },
        Some(_) => PLAIN.contains(&name),
        None => false,
    }
}

/// Values by field name, without white space at their ends.
pub(super) struct Fields<'a>(BTreeMap<&'a str, &'a str>);

impl<'a> Fields<'a> {
    pub(super) fn of(form: &'a FormData) -> Self {
        Self(
            form.0
                .iter()
                .map(|(name, value)| (name.as_str(), value.trim()))
                .collect(),
        )
    }

    pub(super) fn find(&self, name: &str) -> Option<&'a str> {
        self.0.get(name).copied()
    }

    pub(super) fn get(&self, name: &str) -> &'a str {
        self.find(name).unwrap_or_default()
    }

    /// Refuses fields of questions and choices that are not in the form themselves: nothing that
    /// was sent is dropped.
    pub(super) fn all_taken(&self, questions: &[Question]) -> Result<(), Problem> {
        let is_taken = |name: &str| {
            let parts: Vec<&str> = name.split('/').collect();
            let number = |at: usize| parts.get(at).and_then(|p| p.parse::<usize>().ok());
            let Some(question) = number(1).and_then(|index| questions.get(index)) else {
                return false;
            };
            parts.get(2) != Some(&"choices")
                || number(3).is_some_and(|at| at < question.choices.len())
        };
        let mut names = self.0.keys().filter(|name| name.starts_with("questions/"));
        match names.find(|name| !is_taken(name)) {
            Some(name) => Err(Problem::BadRequest(format!(
                "field {name:?} belongs to a question or choice that was not sent"
            ))),
            None => Ok(()),
        }
    }

    /// The texts at `place`; those left empty don't exist.
    pub(super) fn texts(&self, place: &str, languages: &[String], lines: bool) -> Texts {
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

    pub(super) fn question(
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
            let touchpoint = self.find(&format!("{place}/choices/{}/touchpoint", choices.len()));
            choices.push(Choice {
                key: key.to_owned(),
                text,
                touchpoint: touchpoint.map(str::to_owned),
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
