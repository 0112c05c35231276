//! What one cell becomes: an answer, a language, a state, an id, or the reason why not.

use serde_json::Value;
use survey::answers::{self, OPEN_TEXT_MAX, OWN_WORDS};
use survey::{Kind, Question};

use super::mapping::{Code, Missing};
use super::reason::Reason;
use crate::rules::{self, EXTERNAL_ID_MAX};

/// What a cell that isn't empty is stored as; `None` for a code that means blank.
pub(super) fn answer(
    question: &Question,
    codes: &[(Code, Missing)],
    cell: &str,
) -> Result<Option<Value>, Reason> {
    let text = cell.trim();
    match question.kind {
        Kind::OpenText if cell.chars().count() > OPEN_TEXT_MAX => {
            Err(Reason::TooLong(OPEN_TEXT_MAX))
        }
        Kind::OpenText => Ok(Some(cell.into())),
        Kind::SingleChoice => match choice(question, text) {
            Some(key) => Ok(Some(key.into())),
            None if missing(codes, text).is_some() => Ok(None),
            None => Err(no_choice(question)),
        },
        Kind::MultipleChoice => match choices(question, text) {
            Some(keys) => Ok(Some(keys.into())),
            None if missing(codes, text).is_some() => Ok(None),
            None => Err(no_choice(question)),
        },
        Kind::Moment => match moment(question, cell) {
            Ok(value) => Ok(value.map(Value::from)),
            Err(_) if missing(codes, text).is_some() => Ok(None),
            Err(reason) => Err(reason),
        },
        Kind::Elsewhere => match elsewhere(question, cell) {
            Some(values) => Ok((!values.is_empty()).then(|| values.into())),
            None if missing(codes, text).is_some() => Ok(None),
            None => Err(no_choice(question)),
        },
        _ => match missing(codes, text) {
            Some(missing) => Ok(missing_word(question.kind, missing).map(Value::from)),
            None => scale_value(question.kind, text).map(|n| Some(n.into())),
        },
    }
}

fn missing(codes: &[(Code, Missing)], text: &str) -> Option<Missing> {
    codes
        .iter()
        .find(|(code, _)| code.is(text))
        .map(|(_, missing)| *missing)
}

/// The word stored for a missing answer on a scale; only [`Kind::Agree`] knows "don't know".
fn missing_word(kind: Kind, missing: Missing) -> Option<&'static str> {
    match missing {
        Missing::Blank => None,
        Missing::DontKnow if kind == Kind::Agree => Some(answers::DONT_KNOW),
        Missing::DontKnow | Missing::NotApplicable => Some(answers::NOT_APPLICABLE),
        Missing::NotAsked => Some(answers::NOT_ASKED),
    }
}

fn scale_value(kind: Kind, text: &str) -> Result<i64, Reason> {
    let (low, high) = kind.range().expect("only scale kinds come here");
    tabular::integer(text)
        .filter(|n| (i64::from(low)..=i64::from(high)).contains(n))
        .ok_or(Reason::OffScale { low, high })
}

/// The key of the choice a text names: by key, or by its wording in any language.
fn choice(question: &Question, text: &str) -> Option<String> {
    let by_key = question.choices.iter().find(|c| c.key == text);
    let by_text = || {
        let wanted = text.to_lowercase();
        question
            .choices
            .iter()
            .find(|c| c.text.values().any(|t| t.trim().to_lowercase() == wanted))
    };
    by_key.or_else(by_text).map(|c| c.key.clone())
}

/// Several choices with `|` or else `;` between them, in the order of the question, each once.
fn choices(question: &Question, text: &str) -> Option<Vec<String>> {
    if let Some(key) = choice(question, text) {
        return Some(vec![key]);
    }
    let mark = if text.contains('|') { '|' } else { ';' };
    let parts = text
        .split(mark)
        .map(str::trim)
        .filter(|part| !part.is_empty());
    let chosen: Vec<String> = parts
        .map(|part| choice(question, part))
        .collect::<Option<_>>()?;
    let all = question.choices.iter().map(|c| c.key.clone());
    Some(all.filter(|key| chosen.contains(key)).collect())
}

/// The choice a text names, or own words as they stand there; nothing when none were written.
fn moment(question: &Question, cell: &str) -> Result<Option<String>, Reason> {
    match cell.trim_start().strip_prefix(OWN_WORDS) {
        Some(words) => Ok(own(words)),
        None => match choice(question, cell.trim()) {
            Some(key) => Ok(Some(key)),
            None => Err(no_choice(question)),
        },
    }
}

/// As [`choices`], and at the end own words, which may have the marks between choices in them.
fn elsewhere(question: &Question, cell: &str) -> Option<Vec<String>> {
    let begins = |at: &usize| {
        let before = cell[..*at].trim_end();
        before.is_empty() || before.ends_with(['|', ';'])
    };
    let mut starts = cell.match_indices(OWN_WORDS).map(|(at, _)| at);
    let at = starts.find(begins).unwrap_or(cell.len());
    let keys = cell[..at].trim().trim_end_matches(['|', ';']).trim();
    let mut chosen = if keys.is_empty() {
        Vec::new()
    } else {
        choices(question, keys)?
    };
    chosen.extend(cell[at..].strip_prefix(OWN_WORDS).and_then(own));
    Some(chosen)
}

fn own(words: &str) -> Option<String> {
    (!words.trim().is_empty()).then(|| format!("{OWN_WORDS}{words}"))
}

fn no_choice(question: &Question) -> Reason {
    let keys: Vec<_> = question.choices.iter().map(|c| c.key.as_str()).collect();
    Reason::NoChoice(keys.join(", "))
}

pub(super) fn language(cell: &str) -> Result<String, Reason> {
    let code = cell.trim().replace('_', "-");
    let first = code.split('-').next().unwrap_or_default();
    let letters = (2..=3).contains(&first.len()) && first.bytes().all(|b| b.is_ascii_alphabetic());
    if letters && rules::language(&code).is_ok() {
        Ok(code)
    } else {
        Err(Reason::NoLanguage)
    }
}

pub(super) fn is_partial(cell: &str) -> Result<bool, Reason> {
    match cell.trim() {
        "complete" => Ok(false),
        "partial" => Ok(true),
        _ => Err(Reason::NoState),
    }
}

pub(super) fn external_id(text: &str) -> Result<String, Reason> {
    if text.chars().count() > EXTERNAL_ID_MAX {
        return Err(Reason::TooLong(EXTERNAL_ID_MAX));
    }
    rules::external_id(text).map_err(|_| Reason::Control)?;
    Ok(text.to_owned())
}
