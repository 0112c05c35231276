//! Counts of two and three words in a row.

use std::collections::HashMap;

use super::Side;
use super::count::{Count, Counter};
use crate::corpus::{BREAK, Corpus};
use crate::language::{bears_meaning, is_function, is_negation};

/// The pairs and the triples that are more than small words, with their counts. Only what can
/// occur `min_count` times is looked at: a triple never occurs more often than its pairs, a pair
/// never more often than its words.
pub(super) fn phrases(
    corpus: &Corpus,
    sides: &[Side],
    order: &[usize],
    (words, min_count): (&[(u32, Count)], u64),
) -> Vec<(String, Count)> {
    let mut frequent = vec![false; corpus.types()];
    for (id, count) in words {
        frequent[*id as usize] = count.low + count.high >= min_count;
    }
    let may = |id: u32| id != BREAK && frequent[id as usize];
    let mut pairs: HashMap<[u32; 2], Counter> = HashMap::new();
    for &text in order {
        for pair in corpus.text(text).windows(2) {
            if may(pair[0]) && may(pair[1]) {
                let counter = pairs.entry([pair[0], pair[1]]).or_default();
                counter.add(sides[text]);
            }
        }
    }
    pairs.retain(|_, counter| counter.count().low + counter.count().high >= min_count);
    let mut triples: HashMap<[u32; 3], Counter> = HashMap::new();
    for &text in order {
        for three in corpus.text(text).windows(3) {
            let [a, b, c] = [three[0], three[1], three[2]];
            if may(a) && may(c) && pairs.contains_key(&[a, b]) && pairs.contains_key(&[b, c]) {
                triples.entry([a, b, c]).or_default().add(sides[text]);
            }
        }
    }
    let mut phrases = named(corpus, pairs);
    phrases.extend(named(corpus, triples));
    // In an order of their own, so that sums don't depend on hashing.
    phrases.sort_by(|a, b| a.0.cmp(&b.0));
    phrases
}

fn named<const N: usize>(
    corpus: &Corpus,
    phrases: HashMap<[u32; N], Counter>,
) -> Vec<(String, Count)> {
    phrases
        .into_iter()
        .filter_map(|(ids, counter)| {
            let words = ids.map(|id| corpus.word(id));
            says_something(&words).then(|| (words.join(" "), counter.count()))
        })
        .collect()
}

/// Whether a phrase is more than small words, and neither begins nor ends with one; "niet goed"
/// and "no food" keep what turns them round.
fn says_something(words: &[&str]) -> bool {
    let (Some(first), Some(last)) = (words.first(), words.last()) else {
        return false;
    };
    bears_meaning(first)
        && bears_meaning(last)
        && words
            .iter()
            .any(|word| !is_function(word) && !is_negation(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn phrases_say_something() {
        for phrase in [
            "niet goed",
            "no hot food",
            "te duur",
            "customer service",
            "lack of food",
        ] {
            assert!(
                says_something(&phrase.split(' ').collect::<Vec<_>>()),
                "{phrase}"
            );
        }
        for phrase in [
            "of the",
            "niet het",
            "the bar",
            "is not",
            "maar niet",
            "in de winkel",
        ] {
            assert!(
                !says_something(&phrase.split(' ').collect::<Vec<_>>()),
                "{phrase}"
            );
        }
    }
}
