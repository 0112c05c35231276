//! Decisions without a database: what an address is, how names compare, what becomes of two
//! contacts that are one person.

pub(crate) mod field;
mod merge;

pub use field::{
    ATTRIBUTE_VALUE_MAX, ATTRIBUTES_MAX, EMAIL_MAX, TEXT_MAX, attribute_lines, email, line,
};
pub(crate) use merge::merge;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use crate::model::Contact;

/// An address or a domain in the form it is compared in: trimmed, in lower case.
pub fn folded(text: &str) -> String {
    text.trim().to_lowercase()
}

/// A name in the form it is compared and ordered in: lower case, single spaces.
pub fn name_key(name: &str) -> String {
    let words: Vec<&str> = name.split_whitespace().collect();
    words.join(" ").to_lowercase()
}

/// What a contact is ordered by in lists: name or address in lower case.
pub(crate) fn sorted_as(contact: &Contact) -> String {
    name_key(contact.title())
}

/// Words a name is found by at most.
const WORDS_MAX: usize = 12;
/// Longest word kept, in characters.
const WORD_MAX: usize = 40;

/// The words of a text, in lower case without accents, in their order and each once.
pub fn words(text: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    for word in text.split(|c: char| !c.is_alphanumeric()) {
        let plain = plain(word);
        if !plain.is_empty() && !words.contains(&plain) && words.len() < WORDS_MAX {
            words.push(plain);
        }
    }
    words
}

/// A word in lower case without accents.
fn plain(word: &str) -> String {
    let letters = word.nfd().filter(|c| !is_combining_mark(*c));
    letters
        .flat_map(char::to_lowercase)
        .take(WORD_MAX)
        .collect()
}

/// The words a contact is found by beside the order of names: all but the one its name as ordered
/// begins with. An address has an order of its own.
pub(crate) fn further_words(sorted_as: &str) -> Vec<String> {
    if sorted_as.contains('@') {
        return Vec::new();
    }
    let mut words = words(sorted_as);
    if words
        .first()
        .is_some_and(|first| sorted_as.starts_with(first))
    {
        words.remove(0);
    }
    words
}

/// What comes after everything that begins with `start`, in the order of bytes.
pub fn beyond(start: &str) -> String {
    format!("{start}\u{10FFFF}")
}

/// A pattern for `LIKE … ESCAPE '!'` that finds what has `word`, in lower case, behind a space.
pub(crate) fn like_word(word: &str) -> String {
    let mut pattern = String::from("% ");
    for sign in word.chars() {
        if matches!(sign, '%' | '_' | '!') {
            pattern.push('!');
        }
        pattern.push(sign);
    }
    pattern.push('%');
    pattern
}

#[cfg(test)]
mod tests;
