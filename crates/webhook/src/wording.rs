//! What verbs refuse, in the words of the reader: they say it in English, for programs; pages say it
//! as they say everything else. It stands here because this is the first slice whose pages need it;
//! the slices behind it use it for theirs.

use platform::slice::Slice;
use platform::web::{App, Problem};
use platform::words::{Language, Words};

/// Keys of words, each with how the details begin that it stands for.
#[derive(Clone, Copy, Debug)]
pub struct Wording(pub &'static [(&'static str, &'static str)]);

impl Wording {
    /// A detail in the language of the page; what has no words of its own stays as it is.
    pub fn say(&self, app: &App, language: Language, detail: &str) -> String {
        let found = self.0.iter().find(|(_, begin)| detail.starts_with(begin));
        found
            .and_then(|(key, _)| app.words.try_say(language, key, &[]))
            .unwrap_or_else(|| detail.to_owned())
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

    /// What keeps it from being right: keys without words in one of the languages, and beginnings
    /// that are never found because an earlier one is shorter. For tests of the slices.
    pub fn faults(&self, slices: &[&Slice]) -> Vec<String> {
        let words = match Words::new(slices) {
            Ok(words) => words,
            Err(error) => return vec![error],
        };
        let mut faults = Vec::new();
        for (at, (key, begin)) in self.0.iter().enumerate() {
            for language in Language::ALL {
                if !words.has(language, key) {
                    faults.push(format!("{key} has no words in {language:?}"));
                }
            }
            if self.0[..at]
                .iter()
                .any(|(_, other)| begin.starts_with(other))
            {
                faults.push(format!("{begin:?} is never found"));
            }
        }
        faults
    }
}
