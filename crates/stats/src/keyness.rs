//! Words that set two groups of people apart, such as detractors and promoters: for every word the
//! log-odds of using it in one group over the other, held back by a prior so that rare words don't
//! win by luck (Monroe, Colaresi & Quinn 2008, "Fightin' Words", Political Analysis 16, eq. 15–22):
//!
//! `δ = ln((a + α)/(n_a + α₀ − a − α)) − ln((b + α)/(n_b + α₀ − b − α))`,
//! `z = δ / √(1/(a + α) + 1/(b + α))`, with the word's counts `a`, `b`, all words' counts `n_a`, `n_b`
//! and the prior's `α` for the word, `α₀` for all.

use crate::multiplicity::benjamini_hochberg;
use crate::quantile::normal_p;

/// How often a word is used, and by how many.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Word {
    /// Times it occurs in the texts of group a.
    pub a: u64,
    /// Times it occurs in the texts of group b.
    pub b: u64,
    /// People of group a who use it (customers rather than messages).
    pub people_a: u64,
    /// People of group b who use it.
    pub people_b: u64,
}

/// What is believed of a word before its counts are seen.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Prior {
    /// Every word has been seen so often in either group, above 0: 0.01 keeps hardly anything back.
    Uninformative(f64),
    /// So many words in all (`α₀`, above 0) have been seen, divided as in the texts of both groups
    /// together. 500–1000 suits comments.
    Informative(f64),
    /// Every word has been seen as often as it occurs in both groups: holds back most.
    EmpiricalBayes,
}

/// What is asked of a word to take part.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Settings {
    /// The prior.
    pub prior: Prior,
    /// Words that occur less often in both groups together are no part of the vocabulary: neither
    /// they nor their counts take part.
    pub min_count: u64,
    /// Words that fewer people use, both groups together, count in the totals but are not given:
    /// a word used twenty times by one person is no theme.
    pub min_people: u64,
}

impl Default for Settings {
    /// `α₀` = 500 from the texts themselves, ten occurrences, three people.
    fn default() -> Self {
        Self {
            prior: Prior::Informative(500.0),
            min_count: 10,
            min_people: 3,
        }
    }
}

/// What sets a word apart.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Key {
    /// Which of the words given, counted from 0.
    pub index: usize,
    /// Its counts.
    pub word: Word,
    /// Log-odds of the word in group a over group b; above 0 it belongs to a.
    pub delta: f64,
    /// Standard error of `delta`.
    pub se: f64,
    /// `delta / se`.
    pub z: f64,
    /// Two-sided probability of a `z` at least this large when the groups use the word alike.
    pub p: f64,
    /// `p` after Benjamini–Hochberg over all words given back.
    pub p_adjusted: f64,
}

/// What sets every word apart between group a and group b, in the order given; words below the
/// minimum counts are left out. Empty when a group has no words or only one word is left.
pub fn keyness(words: &[Word], settings: &Settings) -> Vec<Key> {
    let Some(vocabulary) = Vocabulary::of(words, settings) else {
        return Vec::new();
    };
    keys(words, settings, |word| {
        let alpha = vocabulary.alpha(word);
        let (a, b) = (word.a as f64 + alpha, word.b as f64 + alpha);
        let delta = log_odds(a, vocabulary.n_a + vocabulary.alpha0)
            - log_odds(b, vocabulary.n_b + vocabulary.alpha0);
        (delta, (1.0 / a + 1.0 / b).sqrt())
    })
}

/// As [`keyness`], but group a against both groups together rather than against b: smaller
/// figures, as a is a part of what it is held against. For more than two groups, b is the sum of
/// all others; `groups` is how many there are (at least 2), each with the prior of its own. As the
/// R package tidylo does.
pub fn against_all(words: &[Word], settings: &Settings, groups: u32) -> Vec<Key> {
    let Some(vocabulary) = Vocabulary::of(words, settings) else {
        return Vec::new();
    };
    let groups = f64::from(groups);
    keys(words, settings, |word| {
        let alpha = vocabulary.alpha(word);
        let a = word.a as f64 + alpha;
        let all = (word.a + word.b) as f64 + groups * alpha;
        let total = vocabulary.n_a + vocabulary.n_b + groups * vocabulary.alpha0;
        let delta = log_odds(a, vocabulary.n_a + vocabulary.alpha0) - log_odds(all, total);
        (delta, (1.0 / a + 1.0 / all).sqrt())
    })
}

/// Sums over the words that take part.
struct Vocabulary {
    prior: Prior,
    n_a: f64,
    n_b: f64,
    alpha0: f64,
}

impl Vocabulary {
    fn of(words: &[Word], settings: &Settings) -> Option<Self> {
        let (mut n_a, mut n_b, mut size) = (0, 0, 0_u64);
        for word in words.iter().filter(|word| settings.counts(word)) {
            n_a += word.a;
            n_b += word.b;
            size += 1;
        }
        if n_a == 0 || n_b == 0 || size < 2 {
            return None;
        }
        let (n_a, n_b) = (n_a as f64, n_b as f64);
        let alpha0 = match settings.prior {
            Prior::Uninformative(alpha) => alpha * size as f64,
            Prior::Informative(alpha0) => alpha0,
            Prior::EmpiricalBayes => n_a + n_b,
        };
        Some(Self {
            prior: settings.prior,
            n_a,
            n_b,
            alpha0,
        })
    }

    fn alpha(&self, word: &Word) -> f64 {
        match self.prior {
            Prior::Uninformative(alpha) => alpha,
            Prior::Informative(_) | Prior::EmpiricalBayes => {
                self.alpha0 * (word.a + word.b) as f64 / (self.n_a + self.n_b)
            }
        }
    }
}

impl Settings {
    /// Whether a word belongs to the vocabulary. A word that occurs nowhere never does.
    fn counts(&self, word: &Word) -> bool {
        word.a + word.b >= self.min_count.max(1)
    }
}

/// `figure` gives a word's log-odds ratio and standard error.
fn keys(words: &[Word], settings: &Settings, figure: impl Fn(&Word) -> (f64, f64)) -> Vec<Key> {
    let mut keys: Vec<Key> = words
        .iter()
        .enumerate()
        .filter(|(_, word)| {
            settings.counts(word) && word.people_a + word.people_b >= settings.min_people
        })
        .map(|(index, word)| {
            let (delta, se) = figure(word);
            let z = delta / se;
            Key {
                index,
                word: *word,
                delta,
                se,
                z,
                p: normal_p(z),
                p_adjusted: 1.0,
            }
        })
        .collect();
    let p: Vec<f64> = keys.iter().map(|key| key.p).collect();
    for (key, adjusted) in keys.iter_mut().zip(benjamini_hochberg(&p)) {
        key.p_adjusted = adjusted;
    }
    keys
}

/// Log-odds of `part` in `whole`.
fn log_odds(part: f64, whole: f64) -> f64 {
    (part / (whole - part)).ln()
}

#[cfg(test)]
mod tests;
