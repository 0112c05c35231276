//! Decisions without a database: what an address is, how names compare, what becomes of two
//! contacts that are one person.

pub(crate) mod field;
mod merge;

pub use field::{ATTRIBUTE_VALUE_MAX, ATTRIBUTES_MAX, EMAIL_MAX, TEXT_MAX, email};
pub(crate) use merge::merge;

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

/// A pattern for `LIKE … ESCAPE '!'` that finds `text` anywhere.
pub(crate) fn like(text: &str) -> String {
    let mut pattern = String::from("%");
    for sign in name_key(text).chars() {
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
