//! Answers that are a choice or somebody's own words, and how the two can't be mistaken for one
//! another: own words stand behind [`OWN_WORDS`], whose colon no choice's key has. One string in
//! JSON and in a cell of a file, so that they survive every way out and in.

use serde_json::Value;

use super::{open_text, shown, single_choice, wrong};
use crate::model::{Kind, Question};

/// What stands before own words in an answer.
pub const OWN_WORDS: &str = "other:";

/// Longest own words, in characters without [`OWN_WORDS`].
pub const OWN_WORDS_MAX: usize = 500;

/// The own words in an answer to a [`Kind::Moment`] or [`Kind::Elsewhere`].
pub fn own_words(answer: &Value) -> Option<&str> {
    match answer {
        Value::String(text) => text.strip_prefix(OWN_WORDS),
        // Kept at the end, whatever was sent.
        Value::Array(items) => items.last()?.as_str()?.strip_prefix(OWN_WORDS),
        _ => None,
    }
}

/// What somebody wrote in an answer to a question of this kind: all of an open one, the own words
/// of others.
pub fn words(kind: Kind, answer: &Value) -> Option<&str> {
    match kind {
        Kind::OpenText => answer.as_str(),
        _ if kind.takes_own_words() => own_words(answer),
        _ => None,
    }
}

/// One key, or own words.
pub(super) fn moment(question: &Question, given: &Value) -> Result<Option<Value>, String> {
    match given.as_str().and_then(|text| text.strip_prefix(OWN_WORDS)) {
        Some(words) => Ok(written(words)?.then(|| given.clone())),
        None => single_choice(question, given),
    }
}

/// Keys in the order of the question, each once, own words last.
pub(super) fn elsewhere(question: &Question, given: &Value) -> Result<Option<Value>, String> {
    let Value::Array(items) = given else {
        return Err(wrong(question, given));
    };
    let mut own: Option<&Value> = None;
    for (index, item) in items.iter().enumerate() {
        if items[..index].contains(item) {
            return Err(format!("{} is given twice", shown(item)));
        }
        let text = item.as_str().ok_or_else(|| wrong(question, item))?;
        match text.strip_prefix(OWN_WORDS) {
            Some(_) if own.is_some() => {
                let twice = format!("\"{OWN_WORDS}\" is given twice: put all words behind one");
                return Err(twice);
            }
            Some(words) => own = Some(item).filter(|_| !words.trim().is_empty()),
            None if question.choices.iter().any(|choice| choice.key == text) => {}
            None => return Err(wrong(question, item)),
        }
    }
    if let Some(words) = own.and_then(own_words) {
        written(words)?;
    }
    let keys = question.choices.iter().map(|c| Value::from(c.key.as_str()));
    let mut kept: Vec<Value> = keys.filter(|key| items.contains(key)).collect();
    kept.extend(own.cloned());
    Ok((!kept.is_empty()).then_some(Value::Array(kept)))
}

/// Whether something is written, if it may be.
fn written(words: &str) -> Result<bool, String> {
    let length = words.chars().count();
    if length > OWN_WORDS_MAX {
        return Err(format!(
            "own words have {length} characters; at most {OWN_WORDS_MAX} are allowed"
        ));
    }
    Ok(open_text(&Value::from(words))?.is_some())
}

#[cfg(test)]
mod tests;
