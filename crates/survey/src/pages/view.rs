//! What the templates show of a survey: plain values, worded in the reader's language.

use std::collections::{BTreeMap, BTreeSet};

use platform::web::{App, Frame};
use platform::words::Language;
use serde_json::{Value, json};

use super::form::Editing;
use super::rotation;
use crate::model::{Definition, Kind, Question, Survey, Texts};
use crate::rules::{self, Fault, SECONDS_MAX};
use crate::service;

/// What all pages of one survey show of it.
pub(super) fn survey(app: &App, frame: &Frame, survey: &Survey) -> Value {
    let definition = &survey.definition;
    json!({
        "id": survey.survey_id,
        "title": definition.say(&definition.title, frame.language.code()),
        "status": survey.status.as_str(),
        "version": survey.version,
        "responses": survey.response_count,
        "public_url": service::public_url(app, survey),
        "created_at_us": survey.created_at_us,
        "published_at_us": survey.published_at_us,
        "closed_at_us": survey.closed_at_us,
        "questions": definition.questions.len(),
        "languages": language_names(app, frame.language, &definition.languages),
    })
}

/// A kind as part of a message's key: Fluent has no underscores there.
pub(super) fn kind_word(kind: Kind) -> String {
    kind.as_str().replace('_', "-")
}

/// The name of a language in the reader's language, or its code.
fn language_name(app: &App, reader: Language, code: &str) -> String {
    app.words
        .try_say(reader, &format!("survey-language-{code}"), &[])
        .unwrap_or_else(|| code.to_owned())
}

fn language_names(app: &App, reader: Language, codes: &[String]) -> String {
    let names: Vec<_> = codes
        .iter()
        .map(|code| language_name(app, reader, code))
        .collect();
    names.join(", ")
}

/// Builds the values of the editor.
pub(super) struct Editor<'a> {
    pub(super) app: &'a App,
    pub(super) frame: &'a Frame,
    /// As it is stored.
    pub(super) survey: &'a Survey,
    /// As it is in the form.
    pub(super) editing: &'a Editing,
    pub(super) faults: &'a [Fault],
    /// Places of texts still to be translated.
    missing: BTreeSet<String>,
    /// Messages by field.
    errors: BTreeMap<String, String>,
}

impl<'a> Editor<'a> {
    pub(super) fn new(
        (app, frame): (&'a App, &'a Frame),
        survey: &'a Survey,
        editing: &'a Editing,
        faults: &'a [Fault],
    ) -> Self {
        let missing = rules::missing(&editing.definition)
            .into_iter()
            .map(|m| m.pointer)
            .collect();
        let said = |f: &Fault| (field_of(f), f.say(&app.words, frame.language));
        let errors = faults.iter().rev().map(said).collect();
        Self {
            app,
            frame,
            survey,
            editing,
            faults,
            missing,
            errors,
        }
    }

    fn definition(&self) -> &'a Definition {
        &self.editing.definition
    }

    /// All values of the page.
    pub(super) fn values(&self) -> Value {
        let definition = self.definition();
        let change = rules::change(&self.survey.definition, definition);
        let changed: BTreeSet<&String> = change.wording.iter().chain(&change.scale).collect();
        let seconds = rules::expected_seconds(definition);
        let questions = definition.questions.iter().enumerate();
        json!({
            "place": "ask",
            "tab": "questions",
            "survey": survey(self.app, self.frame, self.survey),
            "revision": self.editing.revision,
            "languages": definition.languages.join(", "),
            "employees": definition.employees,
            "smallest_group": definition.smallest_group,
            "title": self.fields("title", &definition.title),
            "intro": self.fields("intro", &definition.intro),
            "thanks": self.fields("thanks", &definition.thanks),
            "questions": questions
                .map(|(index, q)| self.question(index, q, changed.contains(&q.key)))
                .collect::<Vec<_>>(),
            "kinds": Kind::ALL.map(|k| json!({ "value": k.as_str(), "word": kind_word(k) })),
            "removed": self.editing.removed.iter()
                .map(|r| serde_json::to_string(r).unwrap_or_default())
                .collect::<Vec<_>>(),
            "errors": self.errors,
            "summary": self.summary(),
            "missing": self.missing.len(),
            "rotation": rotation::values(definition, self.errors.get("statements_per_respondent")),
            "seconds": seconds,
            "is_long": seconds > SECONDS_MAX,
            "is_changed": !change.is_none(),
            "makes_version": self.survey.response_count > 0 && change.makes_version(),
            "next_version": self.survey.version + 1,
        })
    }

    fn fields(&self, place: &str, texts: &Texts) -> Vec<Value> {
        let field = |language: &String| {
            let name = format!("{place}/{language}");
            json!({
                "name": name,
                "language": language,
                "language_name": language_name(self.app, self.frame.language, language),
                "value": texts.get(language).map_or("", String::as_str),
                "error": self.errors.get(&name),
                "missing": self.missing.contains(&format!("/{name}")),
            })
        };
        self.definition().languages.iter().map(field).collect()
    }

    fn question(&self, index: usize, question: &Question, is_changed: bool) -> Value {
        let place = format!("questions/{index}");
        let error = |name: &str| self.errors.get(&format!("{place}/{name}"));
        let stored = self.survey.definition.question(&question.key);
        let choices = question.choices.iter().enumerate();
        json!({
            "index": index,
            "place": place,
            "is_last": index + 1 == self.definition().questions.len(),
            "key": question.key,
            "key_error": error("key"),
            // Its answers carry the key: another key would be another question.
            "key_is_fixed": self.survey.response_count > 0 && stored.is_some(),
            "kind": question.kind.as_str(),
            "kind_error": self.errors.get(&format!("question-{index}")),
            "word": kind_word(question.kind),
            "text": self.fields(&format!("{place}/text"), &question.text),
            "required": question.required,
            "driver": question.driver,
            "driver_error": error("driver"),
            "is_statement": question.kind == Kind::Agree,
            "touchpoint": question.touchpoint,
            "touchpoint_error": error("touchpoint"),
            "direction": question.direction.map(super::Direction::as_str),
            "is_effort": question.kind == Kind::Effort,
            "direction_error": error("direction"),
            "has_choices": question.kind.has_choices(),
            "choices_error": error("choices"),
            "is_moment": question.kind == Kind::Moment,
            "takes_own_words": question.kind.takes_own_words(),
            "touchpoints_to_come": self.touchpoints_to_come(question),
            "choices": choices.map(|(at, choice)| {
                let place = format!("{place}/choices/{at}");
                json!({
                    "place": place,
                    "key": choice.key,
                    "key_error": self.errors.get(&format!("{place}/key")),
                    "text": self.fields(&format!("{place}/text"), &choice.text),
                    "touchpoint": choice.touchpoint,
                })
            }).collect::<Vec<_>>(),
            "new_page": question.new_page,
            "is_changed": is_changed,
        })
    }

    /// The touchpoints that become choices of a moment when the form is saved.
    fn touchpoints_to_come(&self, question: &Question) -> Vec<&'a str> {
        let has = |touchpoint: &&str| {
            let mut choices = question.choices.iter();
            choices.any(|c| c.touchpoint.as_deref() == Some(*touchpoint))
        };
        let mut touchpoints = rules::touchpoints(self.definition());
        touchpoints.retain(|touchpoint| question.kind == Kind::Moment && !has(touchpoint));
        touchpoints
    }

    /// The mistakes with links to their fields.
    fn summary(&self) -> Vec<Value> {
        let line = |fault: &Fault| {
            let field = field_of(fault);
            let number = field
                .strip_prefix("questions/")
                .or_else(|| field.strip_prefix("question-"))
                .and_then(|rest| rest.split('/').next()?.parse::<usize>().ok())
                .map(|index| index + 1);
            json!({
                "field": field,
                "question": number,
                "text": fault.say(&self.app.words, self.frame.language),
            })
        };
        self.faults.iter().map(line).collect()
    }
}

/// The form's field a fault belongs to.
fn field_of(fault: &Fault) -> String {
    let pointer = fault.pointer.trim_start_matches('/');
    let question = pointer.strip_prefix("questions/");
    if pointer.starts_with("languages") {
        "languages".to_owned()
    } else if let Some(index) = question.and_then(|rest| rest.strip_suffix("/kind")) {
        // Its kind is no field: the question itself is where to look.
        format!("question-{index}")
    } else {
        pointer.to_owned()
    }
}

/// The questions as a viewer reads them.
pub(super) fn read_only(app: &App, frame: &Frame, survey: &Survey) -> Vec<Value> {
    let texts = |texts: &Texts| -> Vec<Value> {
        let said = |language: &String| {
            texts.get(language).map(|text| {
                let name = language_name(app, frame.language, language);
                json!({ "language": language, "language_name": name, "value": text })
            })
        };
        survey
            .definition
            .languages
            .iter()
            .filter_map(said)
            .collect()
    };
    let question = |q: &Question| {
        json!({
            "key": q.key,
            "word": kind_word(q.kind),
            "text": texts(&q.text),
            "required": q.required,
            "driver": q.driver,
            "touchpoint": q.touchpoint,
            "choices": q.choices.iter().map(|c| texts(&c.text)).collect::<Vec<_>>(),
        })
    };
    survey.definition.questions.iter().map(question).collect()
}
