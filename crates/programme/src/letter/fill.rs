//! Fills a wording in for one contact. What comes from a contact is a word among words: it can't
//! break a line, turn the direction of writing, or become a link in the reader's mail program.

use std::collections::BTreeMap;

use super::placeholder::{Piece, attribute, pieces};

/// Longest value filled in, in characters; longer ones are cut with an ellipsis.
const VALUE_MAX: usize = 80;

/// What is known of the contact, of who asks, and of what it is about. Empty is unknown.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Values {
    /// `{first_name}`.
    pub first_name: String,
    /// `{name}`.
    pub name: String,
    /// `{account}`: the customer's name.
    pub account: String,
    /// `{sender}`: the responsible person's name.
    pub sender: String,
    /// `{company}`: the name of those who ask.
    pub company: String,
    /// `{survey}`: the title of the survey.
    pub survey: String,
    /// `{subject}`: what the event was about, such as a ticket's title.
    pub subject: String,
    /// `{attribute.NAME}`.
    pub attributes: BTreeMap<String, String>,
}

impl Values {
    /// Whether no person stands behind the mail.
    pub(super) fn is_from_company(&self) -> bool {
        let sender = clean(&self.sender);
        sender.is_empty() || sender == clean(&self.company)
    }

    /// The cleaned value of a placeholder; empty when unknown.
    fn of(&self, name: &str) -> String {
        match name {
            "sender" => clean(&self.sender),
            "company" => clean(&self.company),
            "survey" => clean(&self.survey),
            "first_name" => inert(&self.first_name),
            "name" => inert(&self.name),
            "account" => inert(&self.account),
            "subject" => inert(&self.subject),
            other => attribute(other)
                .and_then(|key| self.attributes.get(key))
                .map_or_else(String::new, |value| inert(value)),
        }
    }
}

/// A wording with its placeholders filled in. Where a contact has no value and the wording no words
/// for that, the space before it goes too: "Dear {first_name}," becomes "Dear,".
pub(super) fn fill(wording: &str, values: &Values) -> String {
    let mut filled = String::with_capacity(wording.len() + 32);
    for piece in pieces(wording) {
        match piece {
            Piece::Text(text) | Piece::Unclosed(text) => filled.extend(written(text)),
            Piece::Placeholder { name, fallback } => {
                let value = values.of(name);
                let fallback = clean(fallback);
                // A mail from nobody in particular is not signed with the company's name twice.
                let is_nobody =
                    name == "sender" && values.is_from_company() && !fallback.is_empty();
                let said = if value.is_empty() || is_nobody {
                    &fallback
                } else {
                    &value
                };
                if said.is_empty() && filled.ends_with(' ') {
                    filled.pop();
                }
                filled.push_str(said);
            }
        }
    }
    filled
}

/// What somebody here wrote, with its line breaks.
fn written(text: &str) -> impl Iterator<Item = char> + '_ {
    text.chars().filter(|c| *c == '\n' || !is_dropped(*c))
}

/// The same as one line.
pub(super) fn fill_line(wording: &str, values: &Values) -> String {
    let filled = fill(wording, values);
    filled.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// One line of at most [`VALUE_MAX`] characters without what isn't meant to be read.
pub(super) fn clean(value: &str) -> String {
    let spaced: String = value
        .chars()
        .map(|c| if c.is_whitespace() { ' ' } else { c })
        .filter(|c| !is_dropped(*c))
        .collect();
    let line = spaced.split_whitespace().collect::<Vec<_>>().join(" ");
    if line.chars().count() <= VALUE_MAX {
        return line;
    }
    let mut cut: String = line.chars().take(VALUE_MAX - 1).collect();
    // A joiner or a variation without what follows it would change the sign before it.
    let kept = cut.trim_end_matches(['\u{200d}', '\u{fe0f}', ' ']).len();
    cut.truncate(kept);
    cut.push('…');
    cut
}

/// Control characters, and those that turn the direction of what follows.
fn is_dropped(c: char) -> bool {
    c.is_control()
        || matches!(c,
            '\u{61c}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}')
}

/// As [`clean`], and mail programs make no link of it: an invisible joiner breaks what looks like
/// an address (`evil.example`, `https://`).
fn inert(value: &str) -> String {
    let value = clean(value);
    let mut inert = String::with_capacity(value.len());
    let mut signs = value.chars().peekable();
    let mut before = ' ';
    while let Some(sign) = signs.next() {
        inert.push(sign);
        let joins = match sign {
            '.' => before.is_alphanumeric() && signs.peek().is_some_and(|c| c.is_alphanumeric()),
            ':' => signs.peek().is_some_and(|c| !c.is_whitespace()),
            '@' => true,
            _ => false,
        };
        if joins {
            inert.push('\u{2060}');
        }
        before = sign;
    }
    inert
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn named(first_name: &str) -> Values {
        Values {
            first_name: first_name.to_owned(),
            company: "Acme".to_owned(),
            attributes: BTreeMap::from([("city".to_owned(), "Utrecht".to_owned())]),
            ..Values::default()
        }
    }

    #[test]
    fn placeholders_become_what_is_known() {
        for (wording, name, expected) in [
            ("Beste {first_name},", "Anna", "Beste Anna,"),
            ("Beste {first_name|klant},", "", "Beste klant,"),
            ("Beste {first_name},", " \t ", "Beste,"),
            ("{company} in {attribute.city}", "", "Acme in Utrecht"),
            ("{attribute.sector|uw sector}", "", "uw sector"),
            ("{first_name}", "{company}", "{company}"),
            ("{first_name}", "$& \\1", "$& \\1"),
            ("{first_name}", "A\r\nBcc: x", "A Bcc: x"),
        ] {
            assert_eq!(fill(wording, &named(name)), expected, "{wording}");
        }
    }

    #[test]
    fn a_value_is_one_line_of_bounded_length() {
        assert_eq!(clean(&"a".repeat(300)).chars().count(), VALUE_MAX);
        assert_eq!(clean("a\u{202e}b\u{0}c\u{2028}d"), "abc d");
        assert_eq!(clean("👩\u{200d}💻 Ada"), "👩\u{200d}💻 Ada");
    }

    #[test]
    fn a_value_becomes_no_link() {
        for value in [
            "evil.example",
            "https://evil.example/x",
            "www.a.nl",
            "a@b.nl",
        ] {
            assert!(!inert(value).contains(value), "{value}");
        }
        assert_eq!(inert("J. P. Jansen"), "J. P. Jansen");
    }

    proptest! {
        #[test]
        fn nothing_of_a_contact_breaks_a_line(value in "\\PC{0,40}|[\\x00-\\x20<>&\"'a-z]{0,40}") {
            let filled = fill_line("a {first_name} b", &named(&value));
            prop_assert!(!filled.chars().any(char::is_control));
            prop_assert!(filled.starts_with('a') && filled.ends_with('b'));
        }
    }
}
