//! The words of a text.

use std::borrow::Cow;

use unicode_properties::GeneralCategory::{LetterNumber, OtherNumber};
use unicode_properties::{GeneralCategoryGroup, UnicodeGeneralCategory};

/// A word and where it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Token<'a> {
    /// Lower case, with a straight apostrophe.
    pub word: Cow<'a, str>,
    /// First byte, in the text that was read.
    pub start: usize,
    /// First byte behind it.
    pub end: usize,
    /// Whether only space or a hyphen stands between it and the word before: the two can be part
    /// of one phrase.
    pub joined: bool,
}

/// The words of a text that is [`clean`](crate::clean) already: runs of letters, with apostrophes
/// inside, as the regular expression `[^\W\d_]+(?:['’][^\W\d_]+)*` finds them in the text in lower
/// case. Nothing is left out.
pub fn tokens(text: &str) -> Tokens<'_> {
    Tokens {
        text,
        at: 0,
        end_before: None,
    }
}

/// Goes through the words of a text.
#[derive(Clone, Debug)]
pub struct Tokens<'a> {
    text: &'a str,
    at: usize,
    end_before: Option<usize>,
}

impl<'a> Iterator for Tokens<'a> {
    type Item = Token<'a>;

    fn next(&mut self) -> Option<Token<'a>> {
        let start = self.at + self.text[self.at..].find(is_letter)?;
        let mut end = run(self.text, start);
        // An apostrophe belongs to a word when letters follow.
        while let Some(length) = apostrophe(&self.text[end..]) {
            let after = run(self.text, end + length);
            if after == end + length {
                break;
            }
            end = after;
        }
        self.at = end;
        let before = self.end_before.replace(end);
        Some(Token {
            word: lower(&self.text[start..end]),
            start,
            end,
            joined: before.is_some_and(|before| joins(&self.text[before..start])),
        })
    }
}

/// Where the run of letters that begins at `start` ends.
fn run(text: &str, start: usize) -> usize {
    let rest = &text[start..];
    start + rest.find(|c| !is_letter(c)).unwrap_or(rest.len())
}

fn apostrophe(rest: &str) -> Option<usize> {
    ['\'', '’']
        .into_iter()
        .find(|c| rest.starts_with(*c))
        .map(char::len_utf8)
}

/// What counts as a letter: a word character that is neither a decimal digit nor an underscore.
fn is_letter(c: char) -> bool {
    if c.is_ascii() {
        return c.is_ascii_alphabetic();
    }
    c.general_category_group() == GeneralCategoryGroup::Letter
        || matches!(c.general_category(), LetterNumber | OtherNumber)
}

fn lower(word: &str) -> Cow<'_, str> {
    if word.bytes().all(|b| b.is_ascii_lowercase()) {
        return Cow::Borrowed(word);
    }
    if word.is_ascii() {
        return Cow::Owned(word.to_ascii_lowercase());
    }
    Cow::Owned(word.to_lowercase().replace('’', "'"))
}

/// Whether what stands between two words keeps them together: spaces, one line break, one hyphen.
fn joins(gap: &str) -> bool {
    let (mut breaks, mut hyphens, mut spaces) = (0, 0, 0);
    for c in gap.chars() {
        match c {
            '\n' => breaks += 1,
            ' ' | '\t' | '\r' | '\u{a0}' => spaces += 1,
            '-' | '\u{2010}' | '\u{2011}' => hyphens += 1,
            _ => return false,
        }
    }
    // " - " is a dash; "follow-up" is not.
    breaks <= 1 && (hyphens == 0 || (hyphens == 1 && spaces + breaks == 0))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn words(text: &str) -> Vec<String> {
        tokens(text).map(|token| token.word.into_owned()).collect()
    }

    #[test]
    fn words_are_runs_of_letters() {
        let cases: [(&str, &[&str]); 9] = [
            ("", &[]),
            ("NIET goed!", &["niet", "goed"]),
            ("don't, it’s 't 'quoted'", &["don't", "it's", "t", "quoted"]),
            ("24/7 a1b2 snake_case", &["a", "b", "snake", "case"]),
            ("Café – naïef ßtraße", &["café", "naïef", "ßtraße"]),
            ("½ ² Ⅷ", &["½", "²", "ⅷ"]),
            ("rock'n'roll rock''n", &["rock'n'roll", "rock", "n"]),
            ("ΟΔΥΣΣΕΥΣ", &["οδυσσευς"]),
            ("😀 goed 👍", &["goed"]),
        ];
        for (text, wanted) in cases {
            assert_eq!(words(text), wanted, "{text}");
        }
    }

    #[test]
    fn phrases_end_at_punctuation() {
        let joined = |text: &str| tokens(text).nth(1).unwrap().joined;
        for text in [
            "niet goed",
            "follow-up",
            "a  b",
            "a\nb",
            "a\r\nb",
            "a\u{a0}b",
        ] {
            assert!(joined(text), "{text:?}");
        }
        for text in [
            "a. b", "a, b", "a - b", "a\n\nb", "a 2 b", "a/b", "a (b)", "a — b",
        ] {
            assert!(!joined(text), "{text:?}");
        }
    }

    proptest! {
        #[test]
        fn places_hold_the_words(text in "\\PC{0,60}") {
            let mut behind = 0;
            for token in tokens(&text) {
                prop_assert!(token.start >= behind && token.end > token.start);
                let there = &text[token.start..token.end];
                prop_assert_eq!(there.to_lowercase().replace('’', "'"), token.word.into_owned());
                behind = token.end;
            }
        }

        #[test]
        fn every_letter_is_in_a_word(text in "\\PC{0,60}") {
            let inside: usize = tokens(&text)
                .map(|token| text[token.start..token.end].chars().filter(|c| is_letter(*c)).count())
                .sum();
            prop_assert_eq!(inside, text.chars().filter(|c| is_letter(*c)).count());
        }
    }
}
