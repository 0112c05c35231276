//! Many texts as numbers, read once and asked many things.

use std::collections::HashMap;
use std::sync::OnceLock;

use crate::clean::clean;
use crate::language::{Language, guess};
use crate::stem::Stemmers;
use crate::token::tokens;

/// Stands between two words that can't be part of one phrase.
pub(crate) const BREAK: u32 = u32::MAX;

/// The words of many texts. A text keeps its place in the order given.
#[derive(Debug, Default)]
pub struct Corpus {
    words: Vec<Box<str>>,
    ids: HashMap<Box<str>, u32>,
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
        for (text, prior) in texts {
            corpus.add(text, prior);
        }
        corpus
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
        let words = self.tokens[start..]
            .iter()
            .filter(|id| **id != BREAK)
            .map(|id| &*self.words[*id as usize]);
        let language = guess(words, prior);
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
