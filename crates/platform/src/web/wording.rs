//! What verbs refuse, and what other systems answer, in the words of the reader: both are kept as
//! English texts, for programs and logs; pages say them as they say everything else.

use crate::slice::Slice;
use crate::words::{Language, Words};

use super::{App, Problem};

/// What another system said, in a pattern: it stands at the end, and is quoted behind the words.
const SAID: &str = "said";

/// Keys of words, each with the pattern of the details that it stands for: how they begin, where
/// `{name}` is whatever is there until the text behind it. The words may name it. What `{said}` is
/// at the end of a pattern, another system said: it is quoted behind the words, whole.
#[derive(Clone, Copy, Debug)]
pub struct Wording(pub &'static [(&'static str, &'static str)]);

impl Wording {
    /// A detail in the language of the page; what has no words of its own stays as it is.
    pub fn say(&self, app: &App, language: Language, detail: &str) -> String {
        self.try_say(&app.words, language, detail)
            .unwrap_or_else(|| detail.to_owned())
    }

    /// The same, or nothing for what has no words of its own.
    pub fn try_say(&self, words: &Words, language: Language, detail: &str) -> Option<String> {
        let mut all = self.0.iter();
        let (key, values) = all.find_map(|(key, pattern)| Some((key, read(pattern, detail)?)))?;
        let named: Vec<_> = values
            .iter()
            .map(|(n, value)| (*n, (*value).into()))
            .collect();
        let text = words.try_say(language, key, &named)?;
        let said = values.iter().find(|(name, _)| *name == SAID);
        Some(match said {
            Some((_, said)) => with_quote(&text, said),
            None => text,
        })
    }

    /// The same of all that a problem says.
    pub fn said(&self, app: &App, language: Language, problem: Problem) -> Problem {
        match problem {
            Problem::Conflict(detail) => Problem::Conflict(self.say(app, language, &detail)),
            Problem::Forbidden(detail) => Problem::Forbidden(self.say(app, language, &detail)),
            Problem::Other(412, detail) => Problem::Other(412, self.say(app, language, &detail)),
            Problem::Invalid { detail, mut errors } => {
                for error in &mut errors {
                    error.detail = self.say(app, language, &error.detail);
                }
                Problem::Invalid { detail, errors }
            }
            other => other,
        }
    }

    /// What keeps it from being right: keys without words in one of the languages, and patterns
    /// that are never found because an earlier one takes all they would. For tests of the slices.
    pub fn faults(&self, slices: &[&Slice]) -> Vec<String> {
        let words = match Words::new(slices) {
            Ok(words) => words,
            Err(error) => return vec![error],
        };
        let mut faults = Vec::new();
        for (at, (key, pattern)) in self.0.iter().enumerate() {
            for language in Language::ALL {
                if !words.has(language, key) {
                    faults.push(format!("{key} has no words in {language:?}"));
                }
            }
            let mut earlier = self.0[..at].iter();
            if earlier.any(|(_, other)| read(other, pattern).is_some()) {
                faults.push(format!("{pattern:?} is never found"));
            }
        }
        faults
    }
}

/// A sentence, and behind it what another system said, if it said anything.
pub fn with_quote(text: &str, said: &str) -> String {
    match said.trim() {
        "" => text.to_owned(),
        said => format!("{text} “{said}”"),
    }
}

/// What stands for the names in a pattern, if it fits.
fn read<'d>(pattern: &'static str, detail: &'d str) -> Option<Vec<(&'static str, &'d str)>> {
    let (mut pattern, mut rest, mut values) = (pattern, detail, Vec::new());
    while let Some((before, behind)) = pattern.split_once('{') {
        rest = rest.strip_prefix(before)?;
        let (name, behind) = behind.split_once('}')?;
        let next = behind.split('{').next().unwrap_or_default();
        let end = match next {
            "" => rest.len(),
            next => rest.find(next)?,
        };
        values.push((name, &rest[..end]));
        (pattern, rest) = (behind, &rest[end..]);
    }
    rest.starts_with(pattern).then_some(values)
}

#[cfg(test)]
mod tests {
    use super::{read, with_quote};

    #[test]
    fn patterns_are_read() {
        let both = "refuses this ({status}): {said}";
        for (pattern, detail, want) in [
            ("is off", "is off; switch it on", Some(vec![])),
            ("is off", "it is off", None),
            (
                both,
                "refuses this (404): no such: thing",
                Some(vec![("status", "404"), ("said", "no such: thing")]),
            ),
            (
                both,
                "refuses this (404): ",
                Some(vec![("status", "404"), ("said", "")]),
            ),
            (both, "refuses this (404)", None),
            (
                "again in {seconds} seconds",
                "again in 30 seconds",
                Some(vec![("seconds", "30")]),
            ),
            (
                "{name}: needed",
                "Straße: needed",
                Some(vec![("name", "Straße")]),
            ),
        ] {
            assert_eq!(read(pattern, detail), want, "{pattern:?} {detail:?}");
        }
    }

    #[test]
    fn what_others_said_stands_behind_whole() {
        assert_eq!(
            with_quote("Dit kan niet.", " no\u{a0}way "),
            "Dit kan niet. “no\u{a0}way”"
        );
        assert_eq!(with_quote("Dit kan niet.", " "), "Dit kan niet.");
    }
}
