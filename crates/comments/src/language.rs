//! Dutch or English, told by the small words every sentence has, and which words those are.
//!
//! The lists serve three ends only: telling the language, keeping phrases such as "of the" away,
//! and not offering "have" as a theme. They never take a word out of [`crate::words_apart`].

use std::collections::HashSet;
use std::sync::LazyLock;

use serde::{Deserialize, Serialize};

/// A language whose words are known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Language {
    /// Dutch.
    Nl,
    /// English.
    En,
}

impl Language {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Nl, Self::En];

    /// The language of a code such as `nl` or `en-GB`.
    pub fn from_code(code: &str) -> Option<Self> {
        match code.get(..2)? {
            "nl" => Some(Self::Nl),
            "en" => Some(Self::En),
            _ => None,
        }
    }

    /// `nl` or `en`.
    pub fn code(self) -> &'static str {
        match self {
            Self::Nl => "nl",
            Self::En => "en",
        }
    }
}

/// What a word tells of the language of its text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Tell {
    Dutch,
    English,
    Nothing,
}

/// What a word in lower case tells: small words of one language only tell anything.
pub(crate) fn tell(word: &str) -> Tell {
    match (is_in(&WORDS.nl, word), is_in(&WORDS.en, word)) {
        (true, false) => Tell::Dutch,
        (false, true) => Tell::English,
        _ => Tell::Nothing,
    }
}

/// The language of a text by what its words tell: the one with more small words of its own;
/// `prior` (what it was probably written in) where that decides nothing.
pub(crate) fn guess(
    words: impl Iterator<Item = Tell>,
    prior: Option<Language>,
) -> Option<Language> {
    let (mut dutch, mut english) = (0_u32, 0_u32);
    for word in words {
        match word {
            Tell::Dutch => dutch += 1,
            Tell::English => english += 1,
            Tell::Nothing => {}
        }
    }
    // One small word can be a slip or a name: what the survey speaks counts as one.
    match prior {
        Some(Language::Nl) => dutch += 1,
        Some(Language::En) => english += 1,
        None => {}
    }
    match dutch.cmp(&english) {
        std::cmp::Ordering::Greater => Some(Language::Nl),
        std::cmp::Ordering::Less => Some(Language::En),
        std::cmp::Ordering::Equal => prior,
    }
}

/// Whether a word (lower case) turns round or bounds what is said: niet, geen, maar, not, no, but,
/// don't. Phrases may begin with it, so that "niet goed" is told apart from "goed".
pub fn is_negation(word: &str) -> bool {
    is_in(&WORDS.negations, word) || word.ends_with("n't")
}

/// Whether a word (lower case) says something where it stands: no small word, but a negation or a
/// "too" does. Phrases begin and end with such words, and sentences name them.
pub fn bears_meaning(word: &str) -> bool {
    is_negation(word) || is_in(&WORDS.degrees, word) || !is_function(word)
}

/// Whether a word (lower case) holds sentences together and says nothing alone.
pub(crate) fn is_function(word: &str) -> bool {
    is_in(&WORDS.nl, word) || is_in(&WORDS.en, word) || word.ends_with("n't") || word.len() < 2
}

/// Whether a word may name a theme: neither a small word nor praise or blame that fits anything.
pub(crate) fn names_something(word: &str) -> bool {
    word.chars().count() > 2
        && !is_function(word)
        && !is_negation(word)
        && !is_in(&WORDS.judgements, word)
        && !is_in(&WORDS.vague, word)
}

/// Words to look one up in.
type Words = HashSet<&'static str>;

fn is_in(words: &Words, word: &str) -> bool {
    words.contains(word)
}

/// The lists in `words/`.
struct Lists {
    /// Small words of Dutch.
    nl: Words,
    /// Small words of English.
    en: Words,
    negations: Words,
    /// Words that make more or less of what follows: te duur, too late.
    degrees: Words,
    /// Praise and blame that fit anything.
    judgements: Words,
    /// Words that are about nothing in particular.
    vague: Words,
}

static WORDS: LazyLock<Lists> = LazyLock::new(|| {
    let read = |list: &'static str| list.split_whitespace().collect();
    Lists {
        nl: read(include_str!("../words/nl.txt")),
        en: read(include_str!("../words/en.txt")),
        negations: read(include_str!("../words/negations.txt")),
        degrees: read(include_str!("../words/degrees.txt")),
        judgements: read(include_str!("../words/judgements.txt")),
        vague: read(include_str!("../words/vague.txt")),
    }
});

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn small_words_tell_the_language() {
        let guessed = |text: &str, prior| guess(text.split(' ').map(tell), prior);
        assert_eq!(guessed("ik wacht al een uur", None), Some(Language::Nl));
        assert_eq!(
            guessed("i have been waiting", Some(Language::Nl)),
            Some(Language::En)
        );
        assert_eq!(
            guessed("top service", Some(Language::Nl)),
            Some(Language::Nl)
        );
        assert_eq!(guessed("top service", None), None);
        // Words of both languages decide nothing.
        assert_eq!(guessed("we was in of over", None), None);
    }

    #[test]
    fn negations_are_never_lost() {
        for word in [
            "niet", "geen", "maar", "jammer", "helaas", "not", "no", "but", "don't",
        ] {
            assert!(is_negation(word) && bears_meaning(word), "{word}");
            assert!(!names_something(word), "{word}");
        }
        assert!(names_something("wachttijd") && names_something("price"));
        assert!(!names_something("goede") && !names_something("the"));
    }
}
