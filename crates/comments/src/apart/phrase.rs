//! Counts of two and three words in a row.

use super::Side;
use super::count::{Count, Counter};
use super::hash::ByWords;
use crate::corpus::{BREAK, Corpus};
use crate::language::{bears_meaning, is_function, is_negation};

/// Texts that are worth a thread of their own.
const WORTH_A_THREAD: usize = 2_000;

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
        frequent[*id as usize] = count.total() >= min_count;
    }
    let may = |id: u32| id != BREAK && frequent[id as usize];
    let mut pairs = counted(corpus, sides, order, &|two: [u32; 2]| {
        may(two[0]) && may(two[1])
    });
    pairs.retain(|_, count| count.total() >= min_count);
    let known = |a: u32, b: u32| pairs.contains_key(&[a, b]);
    let mut triples = counted(corpus, sides, order, &|[a, b, c]: [u32; 3]| {
        may(a) && may(b) && may(c) && known(a, b) && known(b, c)
    });
    triples.retain(|_, count| count.total() >= min_count);
    let mut phrases = named(corpus, pairs);
    phrases.extend(named(corpus, triples));
    // In an order of their own, so that sums don't depend on hashing.
    phrases.sort_by(|a, b| a.0.cmp(&b.0));
    phrases
}

/// The counts of every run of `N` words that `may` count, on all cores at once.
fn counted<const N: usize>(
    corpus: &Corpus,
    sides: &[Side],
    order: &[usize],
    may: &(impl Fn([u32; N]) -> bool + Sync),
) -> ByWords<[u32; N], Count> {
    let count = |order: &[usize]| {
        let mut found: ByWords<[u32; N], Counter> = ByWords::default();
        for &text in order {
            for run in corpus.text(text).array_windows::<N>() {
                if may(*run) {
                    found.entry(*run).or_default().add(sides[text]);
                }
            }
        }
        found
    };
    let counted = std::thread::scope(|scope| {
        let pieces = pieces(sides, order).into_iter();
        let threads: Vec<_> = pieces
            .map(|piece| scope.spawn(move || count(piece)))
            .collect();
        let joined = threads.into_iter().map(|thread| {
            let counted = thread.join();
            counted.unwrap_or_else(|panic| std::panic::resume_unwind(panic))
        });
        joined.collect::<Vec<_>>()
    });
    let mut all: ByWords<[u32; N], Count> = ByWords::default();
    for (run, counter) in counted.into_iter().flatten() {
        all.entry(run).or_default().merge(&counter.count());
    }
    all
}

/// The order in pieces for each core, none of which parts what one customer wrote.
fn pieces<'a>(sides: &[Side], order: &'a [usize]) -> Vec<&'a [usize]> {
    let cores = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    let wanted = cores.min(order.len() / WORTH_A_THREAD).max(1);
    let size = order.len().div_ceil(wanted);
    let (mut pieces, mut rest) = (Vec::new(), order);
    while rest.len() > size {
        let last = sides[rest[size - 1]].customer;
        let more = rest[size..].iter();
        let more = more.take_while(|text| sides[**text].customer == last);
        let (piece, after) = rest.split_at(size + more.count());
        pieces.push(piece);
        rest = after;
    }
    pieces.push(rest);
    pieces
}

fn named<const N: usize>(
    corpus: &Corpus,
    phrases: ByWords<[u32; N], Count>,
) -> Vec<(String, Count)> {
    phrases
        .into_iter()
        .filter_map(|(ids, count)| {
            let words = ids.map(|id| corpus.word(id));
            says_something(&words).then(|| (words.join(" "), count))
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
    use crate::apart::Group;

    #[test]
    fn pieces_hold_everything_and_part_no_customer() {
        let side = |customer| Side {
            customer,
            group: Group::Low,
        };
        let sides: Vec<Side> = (0..10_000).map(|text| side(text / 3_000)).collect();
        let order: Vec<usize> = (0..sides.len()).collect();
        let found = pieces(&sides, &order);
        assert_eq!(found.concat(), order);
        for pair in found.windows(2) {
            let ends = [pair[0][pair[0].len() - 1], pair[1][0]];
            assert_ne!(sides[ends[0]].customer, sides[ends[1]].customer);
        }
        assert_eq!(pieces(&sides, &[]), [&[] as &[usize]]);
    }

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
