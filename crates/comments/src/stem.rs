//! What is left of a word without its endings: "wachten", "wacht" and "wachtte" share a stem.

use rust_stemmers::{Algorithm, Stemmer};

use crate::language::Language;

/// The stemmers of both languages (Snowball).
pub(crate) struct Stemmers {
    nl: Stemmer,
    en: Stemmer,
}

impl Stemmers {
    pub(crate) fn new() -> Self {
        Self {
            nl: Stemmer::create(Algorithm::Dutch),
            en: Stemmer::create(Algorithm::English),
        }
    }

    /// The stem of a word in lower case.
    pub(crate) fn stem(&self, language: Language, word: &str) -> String {
        let stemmer = match language {
            Language::Nl => &self.nl,
            Language::En => &self.en,
        };
        stemmer.stem(word).into_owned()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn forms_of_a_word_share_a_stem() {
        let stemmers = Stemmers::new();
        let same = |language, words: &[&str]| {
            let stems: Vec<String> = words.iter().map(|w| stemmers.stem(language, w)).collect();
            assert!(stems.windows(2).all(|pair| pair[0] == pair[1]), "{stems:?}");
        };
        same(Language::Nl, &["wachten", "wacht", "wachtte"]);
        same(Language::Nl, &["medewerker", "medewerkers"]);
        same(Language::En, &["waiting", "waits", "waited", "wait"]);
        same(Language::En, &["price", "prices", "pricing"]);
    }

    proptest! {
        #[test]
        fn any_word_has_a_stem(word in "[\\p{Ll}']{0,20}") {
            let stemmers = Stemmers::new();
            for language in Language::ALL {
                let _ = stemmers.stem(language, &word);
            }
        }
    }
}
