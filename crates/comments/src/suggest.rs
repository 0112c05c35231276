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

/// Suggests themes of texts whose `customers` are given in their order; texts of nobody are left
/// out. `covered` texts have a theme already and count only for what goes together, not for what
/// is worth a theme.
pub fn suggest(
    corpus: &Corpus,
    customers: &[Option<u32>],
    covered: &[bool],
    options: &SuggestOptions,
) -> Vec<Suggestion> {
    let (customers, mut heads) = Heads::number(customers);
    let customers = &customers;
    let everybody = heads.count(customers.iter().copied().flatten());
    let most = (everybody as f64 * options.max_share).max(options.min_customers as f64);
    let mut stems: Vec<Stem> = stems(corpus, customers, options.min_customers as usize);
    stems.retain_mut(|stem| {
        let writers = stem.texts.iter();
        stem.customers = heads.count(writers.filter_map(|text| customers[*text as usize]));
        let uncovered = stem.texts.iter().filter(|text| !covered[**text as usize]);
        let new = heads.count(uncovered.filter_map(|text| customers[*text as usize]));
        new >= options.min_customers && stem.customers as f64 <= most
    });
    stems.sort_by(|a, b| b.customers.cmp(&a.customers).then(a.word.cmp(&b.word)));
    let groups = group::groups(&stems, corpus.len(), options);
    let suggestions = groups
        .into_iter()
        .map(|members| suggestion(&stems, &members, (customers, &mut heads)));
    let mut suggestions: Vec<Suggestion> = suggestions.collect();
    suggestions.sort_by(|a, b| b.customers.cmp(&a.customers).then(a.rules.cmp(&b.rules)));
    suggestions.truncate(options.most);
    suggestions
}

/// Counts different customers, each seen at most once per count.
struct Heads {
    /// In which count each customer was last seen.
    seen: Vec<u32>,
    counts: u32,
}

impl Heads {
    /// Numbers customers from 0, in the order of their given numbers.
    fn number(customers: &[Option<u32>]) -> (Vec<Option<u32>>, Self) {
        let mut known: Vec<u32> = customers.iter().copied().flatten().collect();
        known.sort_unstable();
        known.dedup();
        let place = |customer: u32| known.partition_point(|other| *other < customer) as u32;
        let numbered = customers.iter().map(|customer| customer.map(place));
        let heads = Self {
            seen: vec![0; known.len()],
            counts: 0,
        };
        (numbered.collect(), heads)
    }

    /// How many different customers these are.
    fn count(&mut self, customers: impl Iterator<Item = u32>) -> u64 {
        self.counts += 1;
        let mut all = 0;
        for customer in customers {
            let seen = &mut self.seen[customer as usize];
            all += u64::from(*seen != self.counts);
            *seen = self.counts;
        }
        all
    }
}

/// The words that may name a theme and are in at least `fewest` texts, all forms of one together;
/// their customers are not counted yet.
fn stems(corpus: &Corpus, customers: &[Option<u32>], fewest: usize) -> Vec<Stem> {
    let [mut nl, mut en, mut neither] =
        [Some(Language::Nl), Some(Language::En), None].map(|language| Table::new(corpus, language));
    for text in (0..corpus.len()).filter(|text| customers[*text].is_some()) {
        match corpus.language(text) {
            Some(Language::Nl) => nl.add(corpus, text),
            Some(Language::En) => en.add(corpus, text),
            None => neither.add(corpus, text),
        }
    }
    [nl, en, neither]
        .into_iter()
        .flat_map(|table| table.stems(corpus, fewest))
        .collect()
}

/// The stems of one language in the making.
struct Table {
    language: Option<Language>,
    /// The stem of each word; none for words that name nothing.
    of: Vec<Option<u32>>,
    /// How often each word was written.
    counts: Vec<u32>,
    /// The texts with each stem, in rising order.
    texts: Vec<Vec<u32>>,
}

impl Table {
    fn new(corpus: &Corpus, language: Option<Language>) -> Self {
        let stems = language.map(|language| corpus.stems(language));
        let mut known: HashMap<&str, u32> = HashMap::new();
        let of = corpus.words().map(|(id, word)| {
            let stem = stems.map_or(word, |stems| &stems[id as usize]);
            names_something(word).then(|| {
                let next = known.len() as u32;
                *known.entry(stem).or_insert(next)
            })
        });
        Self {
            language,
            of: of.collect(),
            counts: vec![0; corpus.types()],
            texts: vec![Vec::new(); known.len()],
        }
    }

    fn add(&mut self, corpus: &Corpus, text: usize) {
        for &id in corpus.text(text).iter().filter(|id| **id != BREAK) {
            let Some(stem) = self.of[id as usize] else {
                continue;
            };
            self.counts[id as usize] += 1;
            let texts = &mut self.texts[stem as usize];
            if texts.last() != Some(&(text as u32)) {
                texts.push(text as u32);
            }
        }
    }

    /// The stems that occur, each by the form written most, of equals the first read.
    fn stems(self, corpus: &Corpus, fewest: usize) -> Vec<Stem> {
        let mut most: Vec<Option<usize>> = vec![None; self.texts.len()];
        for (word, stem) in self.of.iter().enumerate() {
            let Some(stem) = stem else { continue };
            let best = &mut most[*stem as usize];
            if best.is_none_or(|best| self.counts[word] > self.counts[best]) {
                *best = Some(word);
            }
        }
        let found = self.texts.into_iter().zip(most);
        let found = found.filter(|(texts, _)| texts.len() >= fewest.max(1));
        found
            .filter_map(|(texts, word)| {
                Some(Stem {
                    language: self.language,
                    word: corpus.word(word? as u32).to_owned(),
                    customers: 0,
                    texts,
                })
            })
            .collect()
    }
}

fn suggestion(
    stems: &[Stem],
    members: &[usize],
    (customers, heads): (&[Option<u32>], &mut Heads),
) -> Suggestion {
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
        customers: heads.count(texts.iter().filter_map(|text| customers[*text as usize])),
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
