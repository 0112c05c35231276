//! Rules compiled against the words of a corpus: every text is read once, whatever the number of
//! rules.

use std::collections::HashMap;

use crate::corpus::{BREAK, Corpus};
use crate::language::Language;
use crate::rule::{Part, Rule};
use crate::stem::Stemmers;

/// Most words that `..` stands for.
pub(crate) const GAP_MAX: usize = 3;

/// Stands for `..` among elements.
const GAP: u32 = u32::MAX;

/// A place where a rule matches.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Match {
    /// Which rule, in the order they were given.
    pub(crate) rule: usize,
    /// First token of the text, breaks counted too.
    pub(crate) first: usize,
    /// Last token.
    pub(crate) last: usize,
}

/// Which words an element takes: an element is a distinct part of a rule.
struct Elements {
    /// Elements by word, behind each other, with the language of those that are forms.
    found: Vec<(u32, Option<Language>)>,
    /// Where the elements of each word end in `found`.
    ends: Vec<usize>,
}

/// Rules ready to be looked for in the texts of one corpus.
pub(crate) struct Matcher<'a> {
    corpus: &'a Corpus,
    elements: Elements,
    /// Rules by the element they begin with.
    beginning: Vec<Vec<usize>>,
    /// Elements of each rule.
    rules: Vec<Vec<u32>>,
}

impl<'a> Matcher<'a> {
    pub(crate) fn new<'r>(corpus: &'a Corpus, rules: impl Iterator<Item = &'r Rule>) -> Self {
        let mut ids = HashMap::new();
        let mut id = |part: &Part| {
            if *part == Part::Gap {
                return GAP;
            }
            let next = ids.len() as u32;
            *ids.entry(part.clone()).or_insert(next)
        };
        let rules: Vec<Vec<u32>> = rules
            .map(|rule| rule.parts.iter().map(&mut id).collect())
            .collect();
        let mut beginning = vec![Vec::new(); ids.len()];
        for (rule, elements) in rules.iter().enumerate() {
            beginning[elements[0] as usize].push(rule);
        }
        Self {
            corpus,
            elements: Elements::new(corpus, &ids),
            beginning,
            rules,
        }
    }

    /// Every place of a text where a rule matches; of a rule with `..` the shortest from each
    /// beginning.
    pub(crate) fn matches(&self, text: usize, found: &mut Vec<Match>) {
        found.clear();
        let tokens = self.corpus.text(text);
        let language = self.corpus.language(text);
        let takes = |element: u32, token: u32| {
            let elements = self.elements.of(token);
            elements
                .iter()
                .any(|(known, of)| *known == element && speaks(*of, language))
        };
        for (first, &token) in tokens.iter().enumerate() {
            if token == BREAK {
                continue;
            }
            for (element, of) in self.elements.of(token) {
                if !speaks(*of, language) {
                    continue;
                }
                for &rule in &self.beginning[*element as usize] {
                    let rest = &self.rules[rule][1..];
                    if let Some(last) = follow(tokens, first, rest, &takes) {
                        found.push(Match { rule, first, last });
                    }
                }
            }
        }
        // A word that is a form in both languages is one match.
        found.sort_unstable_by_key(|found| (found.first, found.rule, found.last));
        found.dedup();
    }
}

/// Where a rule ends whose `rest` must follow the token at `at`.
fn follow(
    tokens: &[u32],
    at: usize,
    rest: &[u32],
    takes: &impl Fn(u32, u32) -> bool,
) -> Option<usize> {
    let Some((&element, after)) = rest.split_first() else {
        return Some(at);
    };
    if element == GAP {
        let farthest = (at + GAP_MAX).min(tokens.len().saturating_sub(1));
        return (at..=farthest)
            .take_while(|skipped| tokens[*skipped] != BREAK)
            .find_map(|skipped| follow(tokens, skipped, after, takes));
    }
    let next = *tokens.get(at + 1)?;
    if next == BREAK || !takes(element, next) {
        return None;
    }
    follow(tokens, at + 1, after, takes)
}

/// Whether an element of a language counts in a text; where that is not known, both do.
fn speaks(element: Option<Language>, text: Option<Language>) -> bool {
    match (element, text) {
        (Some(element), Some(text)) => element == text,
        _ => true,
    }
}

impl Elements {
    fn new(corpus: &Corpus, ids: &HashMap<Part, u32>) -> Self {
        let mut by_word: Vec<Vec<(u32, Option<Language>)>> = vec![Vec::new(); corpus.types()];
        let mut prefixes: HashMap<&str, u32> = HashMap::new();
        let mut lengths: Vec<usize> = Vec::new();
        let mut forms: Vec<(&str, u32)> = Vec::new();
        for (part, &id) in ids {
            match part {
                Part::Word(word) => {
                    if let Some(known) = corpus.find(word) {
                        by_word[known as usize].push((id, None));
                    }
                }
                Part::Prefix(prefix) => {
                    prefixes.insert(prefix, id);
                    lengths.push(prefix.len());
                }
                Part::Forms(word) => forms.push((word, id)),
                Part::Gap => {}
            }
        }
        lengths.sort_unstable();
        lengths.dedup();
        if !prefixes.is_empty() {
            for (word_id, word) in corpus.words() {
                let beginnings = lengths.iter().filter_map(|length| word.get(..*length));
                let found = beginnings.filter_map(|beginning| prefixes.get(beginning));
                by_word[word_id as usize].extend(found.map(|id| (*id, None)));
            }
        }
        add_forms(corpus, &forms, &mut by_word);
        let mut found = Vec::new();
        let ends = by_word.iter().map(|elements| {
            found.extend_from_slice(elements);
            found.len()
        });
        let ends = ends.collect();
        Self { found, ends }
    }

    fn of(&self, word: u32) -> &[(u32, Option<Language>)] {
        if word == BREAK {
            return &[];
        }
        let word = word as usize;
        let start = word.checked_sub(1).map_or(0, |before| self.ends[before]);
        &self.found[start..self.ends[word]]
    }
}

fn add_forms(corpus: &Corpus, forms: &[(&str, u32)], by_word: &mut [Vec<(u32, Option<Language>)>]) {
    if forms.is_empty() {
        return;
    }
    let stemmers = Stemmers::new();
    for language in Language::ALL {
        let mut wanted: HashMap<String, Vec<u32>> = HashMap::new();
        for (word, id) in forms {
            wanted
                .entry(stemmers.stem(language, word))
                .or_default()
                .push(*id);
        }
        for (elements, stem) in by_word.iter_mut().zip(corpus.stems(language)) {
            if let Some(ids) = wanted.get(&**stem) {
                elements.extend(ids.iter().map(|id| (*id, Some(language))));
            }
        }
    }
}
