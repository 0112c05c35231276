//! Whether given answers fit a definition: one rule for the public page, the API and the import.
//!
//! Nothing is rounded, cut or guessed: a value either is stored as it was given or refused with
//! its key, what was given and what is allowed.

mod own;

use std::collections::BTreeMap;

use platform::web::FieldError;
use serde_json::Value;

pub use own::{OWN_WORDS, OWN_WORDS_MAX, own_words, words};

use crate::model::{Definition, Kind, Question};

/// Answers by question key, as they are stored: numbers for scales, texts, choice keys, and the
/// words of [`MISSING`]. Questions left blank are not in it.
pub type Answers = BTreeMap<String, Value>;

/// The answer of somebody who knows too little to agree or disagree.
pub const DONT_KNOW: &str = "dont_know";
/// The question doesn't apply to the respondent.
pub const NOT_APPLICABLE: &str = "not_applicable";
/// The question was not put to the respondent.
pub const NOT_ASKED: &str = "not_asked";
/// The words that say why there is no answer.
pub const MISSING: [&str; 3] = [DONT_KNOW, NOT_APPLICABLE, NOT_ASKED];

/// Longest answer to an open question, in characters.
pub const OPEN_TEXT_MAX: usize = 10_000;

/// Checks `answers` against `definition` and returns what to store. With `complete`, required
/// questions must have an answer (a reason why there is none counts as one). All mistakes come
/// back together, each with the pointer `/answers/{key}`.
pub fn validate_answers(
    definition: &Definition,
    answers: &BTreeMap<String, Value>,
    complete: bool,
) -> Result<Answers, Vec<FieldError>> {
    let mut kept = Answers::new();
    let mut errors = Vec::new();
    for (key, given) in answers {
        let checked = match definition.question(key) {
            Some(question) => checked(question, given),
            None => Err(unknown(definition)),
        };
        match checked {
            Ok(Some(value)) => {
                kept.insert(key.clone(), value);
            }
            Ok(None) => {}
            Err(detail) => errors.push(FieldError::new(pointer(key), detail)),
        }
    }
    if complete {
        for question in definition.questions.iter().filter(|q| q.required) {
            let refused = errors.iter().any(|e| e.pointer == pointer(&question.key));
            if !kept.contains_key(&question.key) && !refused {
                let detail = format!("an answer is required: {}", allowed(question));
                errors.push(FieldError::new(pointer(&question.key), detail));
            }
        }
    }
    if errors.is_empty() {
        Ok(kept)
    } else {
        Err(errors)
    }
}

/// What one answer is stored as; `None` for a blank.
fn checked(question: &Question, given: &Value) -> Result<Option<Value>, String> {
    match given {
        Value::Null => Ok(None),
        Value::String(word) if is_missing_word(question, word) => Ok(Some(given.clone())),
        _ => match question.kind {
            Kind::Recommend | Kind::Agree | Kind::Effort | Kind::Satisfaction | Kind::Advocacy => {
                scale_value(question, given)
            }
            Kind::OpenText => open_text(given),
            Kind::SingleChoice => single_choice(question, given),
            Kind::MultipleChoice => multiple_choice(question, given),
            Kind::Moment => own::moment(question, given),
            Kind::Elsewhere => own::elsewhere(question, given),
        },
    }
}

fn is_missing_word(question: &Question, word: &str) -> bool {
    question.kind.range().is_some()
        && (word == NOT_APPLICABLE
            || word == NOT_ASKED
            || (word == DONT_KNOW && question.kind == Kind::Agree))
}

fn scale_value(question: &Question, given: &Value) -> Result<Option<Value>, String> {
    let (low, high) = question.kind.range().expect("only scale kinds come here");
    match given.as_i64() {
        Some(value) if (i64::from(low)..=i64::from(high)).contains(&value) => {
            Ok(Some(Value::from(value)))
        }
        _ => Err(wrong(question, given)),
    }
}

fn open_text(given: &Value) -> Result<Option<Value>, String> {
    let Value::String(text) = given else {
        return Err(format!("{} is not allowed: give a text", shown(given)));
    };
    if text.contains('\0') {
        return Err("a text may not contain NUL characters".to_owned());
    }
    let length = text.chars().count();
    if length > OPEN_TEXT_MAX {
        return Err(format!(
            "the text has {length} characters; at most {OPEN_TEXT_MAX} are allowed"
        ));
    }
    Ok((!text.trim().is_empty()).then(|| given.clone()))
}

fn single_choice(question: &Question, given: &Value) -> Result<Option<Value>, String> {
    match given {
        Value::String(key) if key.is_empty() => Ok(None),
        Value::String(key) if question.choices.iter().any(|c| c.key == *key) => {
            Ok(Some(given.clone()))
        }
        _ => Err(wrong(question, given)),
    }
}

/// In the order of the definition, so that the same choices are always stored the same.
fn multiple_choice(question: &Question, given: &Value) -> Result<Option<Value>, String> {
    let Value::Array(items) = given else {
        return Err(wrong(question, given));
    };
    for (index, item) in items.iter().enumerate() {
        let known = item
            .as_str()
            .is_some_and(|k| question.choices.iter().any(|c| c.key == k));
        if !known {
            return Err(wrong(question, item));
        }
        if items[..index].contains(item) {
            return Err(format!("{} is given twice", shown(item)));
        }
    }
    let chosen: Vec<Value> = question
        .choices
        .iter()
        .map(|c| Value::from(c.key.as_str()))
        .filter(|key| items.contains(key))
        .collect();
    Ok((!chosen.is_empty()).then_some(Value::Array(chosen)))
}

fn wrong(question: &Question, given: &Value) -> String {
    format!(
        "{} is not allowed: give {}",
        shown(given),
        allowed(question)
    )
}

/// What a question takes, in words.
fn allowed(question: &Question) -> String {
    let keys = || {
        let keys: Vec<_> = question.choices.iter().map(|c| c.key.as_str()).collect();
        keys.join(", ")
    };
    match (question.kind, question.kind.range()) {
        (kind, Some((low, high))) => {
            let dont_know = if kind == Kind::Agree {
                "\"dont_know\", "
            } else {
                ""
            };
            format!(
                "a whole number from {low} to {high}, {dont_know}\"not_applicable\" or \"not_asked\""
            )
        }
        (Kind::SingleChoice, _) => format!("one of {}", keys()),
        (Kind::MultipleChoice, _) => format!("a list of any of {}", keys()),
        (Kind::Moment, _) => format!("one of {} or \"{OWN_WORDS}\" and own words", keys()),
        (Kind::Elsewhere, _) => format!(
            "a list of any of {} and at most one \"{OWN_WORDS}\" with own words",
            keys()
        ),
        _ => "a text".to_owned(),
    }
}

fn unknown(definition: &Definition) -> String {
    let keys: Vec<_> = definition
        .questions
        .iter()
        .map(|q| q.key.as_str())
        .collect();
    format!(
        "there is no such question; the questions are {}",
        keys.join(", ")
    )
}

/// What was given, cut to a length that fits a sentence.
fn shown(given: &Value) -> String {
    const SHOWN_MAX: usize = 60;
    let text = given.to_string();
    match text.char_indices().nth(SHOWN_MAX) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text,
    }
}

/// `/answers/{key}` as a JSON pointer.
fn pointer(key: &str) -> String {
    format!("/answers/{}", key.replace('~', "~0").replace('/', "~1"))
}

#[cfg(test)]
mod tests;
