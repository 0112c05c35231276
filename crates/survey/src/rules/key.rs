//! Keys name questions and choices in answers, imports and exports.

use super::Wrong;
use crate::answers::MISSING;

/// Longest key.
const KEY_MAX: usize = 40;

/// Columns that imports and exports have beside the questions.
const COLUMNS: [&str; 15] = [
    "id",
    "response_id",
    "survey_id",
    "submission_id",
    "external_id",
    "answered_at",
    "stored_at",
    "changed_at",
    "language",
    "version",
    "state",
    "channel",
    "answers",
    "attributes",
    "blank",
];

/// Whether `key` has the form of a question's key: `[a-z][a-z0-9_]{0,39}`.
pub fn is_key(key: &str) -> bool {
    key.starts_with(|c: char| c.is_ascii_lowercase()) && is_choice_key(key)
}

/// A choice's key may begin with a digit: `1_to_10`.
fn is_choice_key(key: &str) -> bool {
    (1..=KEY_MAX).contains(&key.len())
        && !key.starts_with('_')
        && key
            .bytes()
            .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_')
}

pub(super) fn wrong_question_key(key: &str) -> Option<Wrong> {
    if !is_key(key) {
        Some(Wrong::KeyForm)
    } else if COLUMNS.contains(&key) || MISSING.contains(&key) {
        Some(Wrong::KeyReserved)
    } else {
        None
    }
}

pub(super) fn wrong_choice_key(key: &str) -> Option<Wrong> {
    if !is_choice_key(key) {
        Some(Wrong::KeyForm)
    } else if MISSING.contains(&key) || key == "blank" {
        Some(Wrong::KeyReserved)
    } else {
        None
    }
}

/// A valid key made of `text`, different from those for which `is_taken`.
pub fn key_from(text: &str, is_taken: impl Fn(&str) -> bool) -> String {
    let mut key = String::new();
    for c in text.chars().map(plain) {
        if c.is_ascii_alphanumeric() {
            key.push(c.to_ascii_lowercase());
        } else if !key.is_empty() && !key.ends_with('_') {
            key.push('_');
        }
        if key.len() >= 24 {
            break;
        }
    }
    let key = key.trim_matches('_');
    let key = if key.starts_with(|c: char| c.is_ascii_lowercase()) {
        key.to_owned()
    } else {
        format!("question_{key}").trim_end_matches('_').to_owned()
    };
    let free = |key: &str| wrong_question_key(key).is_none() && !is_taken(key);
    if free(&key) {
        return key;
    }
    (2..=u32::MAX)
        .map(|n| format!("{key}_{n}"))
        .find(|key| free(key))
        .expect("there are more numbers than keys taken")
}

/// The plain letter of the accented ones that Dutch and its neighbours use.
fn plain(c: char) -> char {
    match c {
        'á' | 'à' | 'ä' | 'â' | 'å' | 'Ä' | 'Å' => 'a',
        'é' | 'è' | 'ë' | 'ê' | 'É' => 'e',
        'í' | 'ì' | 'ï' | 'î' => 'i',
        'ó' | 'ò' | 'ö' | 'ô' | 'ø' | 'Ö' => 'o',
        'ú' | 'ù' | 'ü' | 'û' | 'Ü' => 'u',
        'ç' => 'c',
        'ñ' => 'n',
        other => other,
    }
}
