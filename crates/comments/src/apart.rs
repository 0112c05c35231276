//! Words and phrases that set two groups of customers apart.

mod count;
mod hash;
mod phrase;

use serde::Serialize;
use stats::keyness::{Prior, Settings, Word, keyness};
use stats::multiplicity::benjamini_hochberg;

use crate::corpus::Corpus;
use crate::language::Language;
use count::{Count, Counter};

/// The group somebody who wrote belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Group {
    /// Who scored low, such as detractors.
    Low,
    /// Who scored high, such as promoters.
    High,
    /// Anybody else; not counted.
    Other,
}

/// Who wrote a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Side {
    /// Who: the same number for everything one customer wrote.
    pub customer: u32,
    /// In which group.
    pub group: Group,
}

/// One comment.
#[derive(Clone, Copy, Debug)]
pub struct Message<'a> {
    /// Who wrote it: the same number for everything one customer wrote.
    pub customer: u32,
    /// The group it is counted in.
    pub group: Group,
    /// The comment as written.
    pub text: &'a str,
    /// What it was probably written in, such as the survey's language.
    pub language: Option<Language>,
}

/// What is taken into account.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Options {
    /// Weight of the prior, in words: how much both groups are taken to speak alike until their
    /// own words say otherwise.
    pub alpha0: f64,
    /// Words and phrases that occur less often in both groups together are left out.
    pub min_count: u64,
    /// Customers of its own group that must have used a word for it to be shown.
    pub min_customers: u64,
    /// Largest adjusted probability that is shown.
    pub level: f64,
    /// Most words shown per group, and most phrases: a phrase takes no word's place.
    pub most: usize,
}

impl Default for Options {
    /// Alpha0 500, at least 10 times, by at least 5 customers, level 0.05, 40 of each kind per group.
    fn default() -> Self {
        Self {
            alpha0: 500.0,
            min_count: 10,
            min_customers: 5,
            level: 0.05,
            most: 40,
        }
    }
}

/// A word, or words in a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum TermKind {
    /// One word.
    Word,
    /// Two or three words in a row.
    Phrase,
}

/// A word or phrase that one group uses more than the other.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Term {
    /// As written, in lower case.
    pub term: String,
    /// Word or phrase.
    pub kind: TermKind,
    /// How often the low group wrote it.
    pub low: u64,
    /// How often the high group wrote it.
    pub high: u64,
    /// How many customers of the low group wrote it.
    pub customers_low: u64,
    /// How many customers of the high group wrote it.
    pub customers_high: u64,
    /// Difference of the log odds, high minus low: above 0 the high group uses it more.
    pub delta: f64,
    /// `delta` in standard errors.
    pub z: f64,
    /// Two-sided probability of such a `z` by chance, adjusted for how many words and phrases
    /// were looked at (Benjamini–Hochberg).
    pub p_adjusted: f64,
}

/// What sets the groups apart, clearest first.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct WordsApart {
    /// What the low group uses more.
    pub low: Vec<Term>,
    /// What the high group uses more.
    pub high: Vec<Term>,
    /// Comments of the low group.
    pub n_low: u64,
    /// Comments of the high group.
    pub n_high: u64,
    /// Customers in the low group.
    pub customers_low: u64,
    /// Customers in the high group.
    pub customers_high: u64,
    /// Words written by the low group.
    pub tokens_low: u64,
    /// Words written by the high group.
    pub tokens_high: u64,
    /// Different words of both.
    pub types: u64,
    /// Different words that occur often enough to be compared.
    pub vocabulary: u64,
}

/// The words and phrases that set the low and the high group apart: log-odds ratio with an
/// informative Dirichlet prior from the pooled text (Monroe, Colaresi & Quinn 2008, "Fightin'
/// Words", Political Analysis 16, eq. 15–22), words against
/// words, phrases of two and three words against phrases.
pub fn words_apart(messages: &[Message<'_>], options: &Options) -> WordsApart {
    let texts = messages
        .iter()
        .map(|message| (message.text, message.language));
    let sides: Vec<Side> = messages
        .iter()
        .map(|message| Side {
            customer: message.customer,
            group: message.group,
        })
        .collect();
    Corpus::read(texts).apart(&sides, options)
}

impl Corpus {
    /// As [`words_apart`], of texts that were read already; `sides` in their order.
    pub fn apart(&self, sides: &[Side], options: &Options) -> WordsApart {
        let order = order(sides);
        let words = count::words(self, sides, &order);
        let mut found = totals(sides, &order, &words);
        let phrases = phrase::phrases(self, sides, &order, (&words, options.min_count));
        let words = words.iter();
        let words = words.map(|(id, count)| (self.word(*id).to_owned(), *count));
        let mut kinds = [
            (TermKind::Word, words.collect::<Vec<_>>()),
            (TermKind::Phrase, phrases),
        ];
        for (_, terms) in &mut kinds {
            terms.retain(|(_, count)| count.total() >= options.min_count);
        }
        found.vocabulary = kinds[0].1.len() as u64;
        let terms = terms(&kinds, options);
        let shown = |term: &&Term| {
            let customers = if term.delta < 0.0 {
                term.customers_low
            } else {
                term.customers_high
            };
            term.p_adjusted <= options.level && customers >= options.min_customers
        };
        let (low, high) = terms
            .iter()
            .filter(shown)
            .cloned()
            .partition(|term| term.delta < 0.0);
        found.low = clearest(low, options.most);
        found.high = clearest(high, options.most);
        found
    }
}

/// The texts that count, everything of one customer together.
fn order(sides: &[Side]) -> Vec<usize> {
    let mut order: Vec<usize> = (0..sides.len())
        .filter(|text| sides[*text].group != Group::Other)
        .collect();
    order.sort_by_key(|text| sides[*text].customer);
    order
}

fn totals(sides: &[Side], order: &[usize], words: &[(u32, Count)]) -> WordsApart {
    let mut people = Counter::default();
    for &text in order {
        people.add(sides[text]);
    }
    let people = people.count();
    WordsApart {
        n_low: people.low,
        n_high: people.high,
        customers_low: people.customers_low,
        customers_high: people.customers_high,
        tokens_low: words.iter().map(|(_, count)| count.low).sum(),
        tokens_high: words.iter().map(|(_, count)| count.high).sum(),
        types: words.len() as u64,
        ..WordsApart::default()
    }
}

/// The terms of each kind, held against their like; adjusted over all kinds together.
fn terms(kinds: &[(TermKind, Vec<(String, Count)>)], options: &Options) -> Vec<Term> {
    let settings = Settings {
        prior: Prior::Informative(options.alpha0),
        min_count: options.min_count,
        min_people: 0,
    };
    let mut terms = Vec::new();
    for (kind, counted) in kinds {
        let words: Vec<Word> = counted.iter().map(|(_, count)| count.as_word()).collect();
        terms.extend(keyness(&words, &settings).into_iter().map(|key| Term {
            term: counted[key.index].0.clone(),
            kind: *kind,
            low: key.word.b,
            high: key.word.a,
            customers_low: key.word.people_b,
            customers_high: key.word.people_a,
            delta: key.delta,
            z: key.z,
            p_adjusted: key.p,
        }));
    }
    let p: Vec<f64> = terms.iter().map(|term| term.p_adjusted).collect();
    for (term, adjusted) in terms.iter_mut().zip(benjamini_hochberg(&p)) {
        term.p_adjusted = adjusted;
    }
    terms
}

/// The clearest first, `most` words and as many phrases; no phrase that is nearly always part of a
/// longer one shown.
fn clearest(mut terms: Vec<Term>, most: usize) -> Vec<Term> {
    terms.sort_by(|a, b| b.z.abs().total_cmp(&a.z.abs()).then(a.term.cmp(&b.term)));
    let longer: Vec<(String, u64)> = terms
        .iter()
        .filter(|term| term.kind == TermKind::Phrase)
        .map(|term| (format!(" {} ", term.term), term.low + term.high))
        .collect();
    terms.retain(|term| {
        let within = format!(" {} ", term.term);
        let count = (term.low + term.high) as f64;
        term.kind == TermKind::Word
            || !longer.iter().any(|(phrase, in_phrase)| {
                phrase.len() > within.len()
                    && phrase.contains(&within)
                    && *in_phrase as f64 >= 0.8 * count
            })
    });
    let (mut words, mut phrases) = (0, 0);
    terms.retain(|term| {
        let before = match term.kind {
            TermKind::Word => &mut words,
            TermKind::Phrase => &mut phrases,
        };
        *before += 1;
        *before <= most
    });
    terms
}

#[cfg(test)]
mod tests;
