//! Themes the data would support: what many customers write about, words that go together as one.
//! Only ever an offer; a person accepts, renames and corrects.

mod group;

use std::collections::HashMap;

use serde::Serialize;

use crate::corpus::{BREAK, Corpus};
use crate::language::{Language, names_something};

/// What is offered.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SuggestOptions {
    /// Fewest customers that wrote about it.
    pub min_customers: u64,
    /// Largest share of the customers: what everybody writes is no theme.
    pub max_share: f64,
    /// Two words go together when their phi coefficient over the texts is at least this.
    pub together: f64,
    /// Most suggestions.
    pub most: usize,
}

impl Default for SuggestOptions {
    /// At least 5 customers, at most half of them, phi 0.25, 15 suggestions.
    fn default() -> Self {
        Self {
            min_customers: 5,
            max_share: 0.5,
            together: 0.25,
            most: 15,
        }
    }
}

/// A word of a suggestion as its writers wrote it most, which stands for all its forms.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Form {
    /// The word.
    pub word: String,
    /// How many customers wrote one of its forms.
    pub customers: u64,
}

/// A theme that could be made.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Suggestion {
    /// Its words, the most frequent first.
    pub forms: Vec<Form>,
    /// The rules it would have, as [`crate::parse_rules`] reads them.
    pub rules: String,
    /// How many customers wrote one of its words.
    pub customers: u64,
    /// Texts with one of its words, by place in the corpus.
    pub texts: Vec<u32>,
    /// The language of its words.
    pub language: Option<Language>,
}

impl Suggestion {
    /// What to call it until somebody knows better: its first words.
    pub fn name(&self) -> String {
        let words: Vec<&str> = self.forms.iter().take(2).map(|f| f.word.as_str()).collect();
        let mut name = words.join(", ");
        if let Some(first) = name.get(..1) {
            let first = first.to_uppercase();
            name.replace_range(..1, &first);
        }
        name
    }
}

/// All forms of one word.
#[derive(Debug)]
struct Stem {
    language: Option<Language>,
    /// The form written most.
    word: String,
    /// Texts with it, in rising order.
    texts: Vec<u32>,
    customers: u64,
}

/// A [`Stem`] in the making.
#[derive(Default)]
struct Forms {
    /// How often each word was written.
    counts: HashMap<u32, u32>,
    texts: Vec<u32>,
}

/// Suggests themes of texts whose `customers` are given in their order; texts of nobody are left
/// out. `covered` texts have a theme already and count only for what goes together, not for what
/// is worth a theme.
pub fn suggest(
    corpus: &Corpus,
    customers: &[Option<u32>],
    covered: &[bool],
    options: &SuggestOptions,
) -> Vec<Suggestion> {
    let everybody = distinct(customers.iter().copied().flatten());
    let most = (everybody as f64 * options.max_share).max(options.min_customers as f64);
    let mut stems: Vec<Stem> = stems(corpus, customers)
        .into_iter()
        .filter(|stem| {
            let uncovered = stem.texts.iter().filter(|text| !covered[**text as usize]);
            let new = distinct(uncovered.filter_map(|text| customers[*text as usize]));
            new >= options.min_customers && stem.customers as f64 <= most
        })
        .collect();
    stems.sort_by(|a, b| b.customers.cmp(&a.customers).then(a.word.cmp(&b.word)));
    let groups = group::groups(&stems, corpus.len(), options);
    let suggestions = groups
        .into_iter()
        .map(|members| suggestion(&stems, &members, customers));
    let mut suggestions: Vec<Suggestion> = suggestions.collect();
    suggestions.sort_by(|a, b| b.customers.cmp(&a.customers).then(a.rules.cmp(&b.rules)));
    suggestions.truncate(options.most);
    suggestions
}

fn distinct(customers: impl Iterator<Item = u32>) -> u64 {
    let mut all: Vec<u32> = customers.collect();
    all.sort_unstable();
    all.dedup();
    all.len() as u64
}

/// The words that may name a theme, all forms of one together.
fn stems(corpus: &Corpus, customers: &[Option<u32>]) -> Vec<Stem> {
    let named: Vec<bool> = corpus
        .words()
        .map(|(_, word)| names_something(word))
        .collect();
    let mut found: HashMap<(Option<Language>, &str), Forms> = HashMap::new();
    for text in (0..corpus.len()).filter(|text| customers[*text].is_some()) {
        let language = corpus.language(text);
        let stems = language.map(|language| corpus.stems(language));
        for &id in corpus.text(text) {
            if id == BREAK || !named[id as usize] {
                continue;
            }
            let stem = stems.map_or(corpus.word(id), |stems| &stems[id as usize]);
            let forms = found.entry((language, stem)).or_default();
            *forms.counts.entry(id).or_default() += 1;
            if forms.texts.last() != Some(&(text as u32)) {
                forms.texts.push(text as u32);
            }
        }
    }
    let stem = |((language, _), forms): ((Option<Language>, &str), Forms)| {
        let counts = forms.counts.iter();
        let most = counts.max_by_key(|(id, count)| (**count, std::cmp::Reverse(**id)))?;
        Some(Stem {
            language,
            word: corpus.word(*most.0).to_owned(),
            customers: distinct(
                forms
                    .texts
                    .iter()
                    .filter_map(|text| customers[*text as usize]),
            ),
            texts: forms.texts,
        })
    };
    found.into_iter().filter_map(stem).collect()
}

fn suggestion(stems: &[Stem], members: &[usize], customers: &[Option<u32>]) -> Suggestion {
    let mut texts: Vec<u32> = members
        .iter()
        .flat_map(|member| stems[*member].texts.iter().copied())
        .collect();
    texts.sort_unstable();
    texts.dedup();
    let forms: Vec<Form> = members
        .iter()
        .map(|member| Form {
            word: stems[*member].word.clone(),
            customers: stems[*member].customers,
        })
        .collect();
    let rules: Vec<String> = forms.iter().map(|form| format!("~{}", form.word)).collect();
    Suggestion {
        rules: rules.join("\n"),
        customers: distinct(texts.iter().filter_map(|text| customers[*text as usize])),
        language: stems[members[0]].language,
        forms,
        texts,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_many_customers_write_is_offered() {
        let texts = [
            "de wachttijd was lang",
            "lange wachttijden aan de telefoon",
            "de wachttijd!",
            "ik wil een lagere prijs",
            "de prijs is hoog",
            "prijs",
            "goed",
            "heel goed",
            "prima",
        ];
        let corpus = Corpus::read(texts.map(|text| (text, Some(Language::Nl))));
        let options = SuggestOptions {
            min_customers: 3,
            ..SuggestOptions::default()
        };
        let customers: Vec<Option<u32>> = (0..9).map(Some).collect();
        let found = suggest(&corpus, &customers, &[false; 9], &options);
        let words: Vec<&str> = found.iter().map(|s| s.forms[0].word.as_str()).collect();
        assert_eq!(words, ["prijs", "wachttijd"]);
        assert_eq!((found[0].customers, found[0].rules.as_str()), (3, "~prijs"));
        assert_eq!(found[0].name(), "Prijs");
        // One customer who writes three times is no theme, and what has a theme needs none.
        assert!(suggest(&corpus, &[Some(1); 9], &[false; 9], &options).is_empty());
        assert!(suggest(&corpus, &customers, &[true; 9], &options).is_empty());
    }

    #[test]
    fn words_that_go_together_are_one_theme() {
        let texts = [
            "opening hours",
            "the opening hours",
            "opening hours too short",
            "parking",
            "parking full",
            "no parking",
        ];
        let corpus = Corpus::read(texts.map(|text| (text, Some(Language::En))));
        let options = SuggestOptions {
            min_customers: 2,
            ..SuggestOptions::default()
        };
        let customers: Vec<Option<u32>> = (0..6).map(Some).collect();
        let found = suggest(&corpus, &customers, &[false; 6], &options);
        let rules: Vec<&str> = found.iter().map(|s| s.rules.as_str()).collect();
        assert_eq!(rules, ["~opening", "~parking"]);
    }
}
