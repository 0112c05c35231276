//! Many texts as numbers, read once and asked many things.

use std::collections::HashMap;
use std::sync::OnceLock;

use crate::clean::clean;
use crate::language::{Language, Tell, guess, tell};
use crate::stem::Stemmers;
use crate::token::tokens;

/// Stands between two words that can't be part of one phrase.
pub(crate) const BREAK: u32 = u32::MAX;

/// Texts in a row that are worth a thread of their own.
const WORTH_A_THREAD: usize = 2_000;

/// The words of many texts. A text keeps its place in the order given.
#[derive(Debug, Default)]
pub struct Corpus {
    words: Vec<Box<str>>,
    ids: HashMap<Box<str>, u32>,
    /// What each word tells of the language.
    tells: Vec<Tell>,
    /// Word numbers of all texts behind each other, with [`BREAK`]s.
    tokens: Vec<u32>,
    /// Where each text ends in `tokens`.
    ends: Vec<usize>,
    languages: Vec<Option<Language>>,
    /// Stems of all words, by language, once somebody asks.
    stems: [OnceLock<Vec<Box<str>>>; 2],
}

impl Corpus {
    /// Reads texts, each with the language it was probably written in.
    pub fn read<'a>(texts: impl IntoIterator<Item = (&'a str, Option<Language>)>) -> Self {
        let mut corpus = Self::default();
        corpus.add_all(&texts.into_iter().collect::<Vec<_>>());
        corpus
    }

    /// Reads more texts, many of them on all cores at once; the outcome is as if one had been read
    /// after the other.
    pub fn add_all(&mut self, texts: &[(&str, Option<Language>)]) {
        let cores = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
        let pieces = cores.min(texts.len() / WORTH_A_THREAD);
        if pieces < 2 {
            for (text, prior) in texts {
                self.add(text, *prior);
            }
            return;
        }
        let read = |piece: &[(&str, Option<Language>)]| {
            let mut corpus = Self::default();
            for (text, prior) in piece {
                corpus.add(text, *prior);
            }
            corpus
        };
        let parts = std::thread::scope(|scope| {
            let pieces = texts.chunks(texts.len().div_ceil(pieces));
            let threads: Vec<_> = pieces
                .map(|piece| scope.spawn(move || read(piece)))
                .collect();
            let joined = threads.into_iter().map(|thread| {
                let read = thread.join();
                read.unwrap_or_else(|panic| std::panic::resume_unwind(panic))
            });
            joined.collect::<Vec<_>>()
        });
        for part in parts {
            self.absorb(part);
        }
    }

    /// Puts the texts of another corpus behind these.
    fn absorb(&mut self, other: Self) {
        let ids: Vec<u32> = other.words.iter().map(|word| self.id(word)).collect();
        let tokens = other.tokens.iter().map(|id| match *id {
            BREAK => BREAK,
            id => ids[id as usize],
        });
        let start = self.tokens.len();
        self.tokens.extend(tokens);
        self.ends.extend(other.ends.iter().map(|end| start + end));
        self.languages.extend(other.languages);
    }

    /// Reads one more text.
    pub fn add(&mut self, text: &str, prior: Option<Language>) {
        let text = clean(text);
        let start = self.tokens.len();
        for token in tokens(&text) {
            if !token.joined && self.tokens.len() > start {
                self.tokens.push(BREAK);
            }
            let id = self.id(&token.word);
            self.tokens.push(id);
        }
        let words = self.tokens[start..].iter().filter(|id| **id != BREAK);
        let language = guess(words.map(|id| self.tells[*id as usize]), prior);
        self.ends.push(self.tokens.len());
        self.languages.push(language);
    }

    fn id(&mut self, word: &str) -> u32 {
        if let Some(id) = self.ids.get(word) {
            return *id;
        }
        // A new word has no stem yet: all are made again when they are asked for.
        self.stems = Default::default();
        let id = self.words.len() as u32;
        self.words.push(word.into());
        self.tells.push(tell(word));
        self.ids.insert(word.into(), id);
        id
    }

    /// How many texts there are.
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// How many different words there are.
    pub fn types(&self) -> usize {
        self.words.len()
    }

    /// The language of a text as far as it can be told.
    pub fn language(&self, text: usize) -> Option<Language> {
        self.languages[text]
    }

    /// The word numbers of a text, with [`BREAK`]s.
    pub(crate) fn text(&self, text: usize) -> &[u32] {
        let start = text.checked_sub(1).map_or(0, |before| self.ends[before]);
        &self.tokens[start..self.ends[text]]
    }

    pub(crate) fn word(&self, id: u32) -> &str {
        &self.words[id as usize]
    }

    pub(crate) fn words(&self) -> impl Iterator<Item = (u32, &str)> {
        (0..).zip(self.words.iter().map(|word| &**word))
    }

    pub(crate) fn find(&self, word: &str) -> Option<u32> {
        self.ids.get(word).copied()
    }

    /// The stems of all words, were they of this language.
    pub(crate) fn stems(&self, language: Language) -> &[Box<str>] {
        self.stems[language as usize].get_or_init(|| {
            let stemmers = Stemmers::new();
            self.words
                .iter()
                .map(|word| stemmers.stem(language, word).into())
                .collect()
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn many_texts_at_once_are_read_as_one_by_one() {
        let texts: Vec<String> = (0..3 * WORTH_A_THREAD)
            .map(|i| {
                format!(
                    "Ik wacht {}, not {} maar",
                    "x".repeat(i % 40),
                    "y".repeat(i % 77)
                )
            })
            .collect();
        let mut slowly = Corpus::default();
        slowly.add("al eerder gelezen", Some(Language::Nl));
        for text in &texts {
            slowly.add(text, None);
        }
        let mut at_once = Corpus::default();
        at_once.add("al eerder gelezen", Some(Language::Nl));
        let texts: Vec<_> = texts.iter().map(|text| (text.as_str(), None)).collect();
        at_once.add_all(&texts);
        assert_eq!(at_once.words, slowly.words);
        assert_eq!(at_once.tokens, slowly.tokens);
        assert_eq!(at_once.ends, slowly.ends);
        assert_eq!(at_once.languages, slowly.languages);
    }
}
