//! Counts of words per group: how often, and by how many customers.

use stats::keyness::Word;

use super::{Group, Side};
use crate::corpus::{BREAK, Corpus};

/// How often something was written, and by how many.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Count {
    pub(super) low: u64,
    pub(super) high: u64,
    pub(super) customers_low: u64,
    pub(super) customers_high: u64,
}

impl Count {
    /// How often in both groups together.
    pub(super) fn total(&self) -> u64 {
        self.low + self.high
    }

    /// Adds what other customers wrote.
    pub(super) fn merge(&mut self, other: &Self) {
        self.low += other.low;
        self.high += other.high;
        self.customers_low += other.customers_low;
        self.customers_high += other.customers_high;
    }

    /// As keyness takes it: a is high, b is low.
    pub(super) fn as_word(&self) -> Word {
        Word {
            a: self.high,
            b: self.low,
            people_a: self.customers_high,
            people_b: self.customers_low,
        }
    }
}

/// A [`Count`] in the making. Everything of one customer must be added in a row.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Counter {
    count: Count,
    last_low: Option<u32>,
    last_high: Option<u32>,
}

impl Counter {
    /// Adds one occurrence.
    pub(super) fn add(&mut self, side: Side) {
        let customer = Some(side.customer);
        match side.group {
            Group::Low => {
                self.count.low += 1;
                if self.last_low != customer {
                    self.count.customers_low += 1;
                    self.last_low = customer;
                }
            }
            Group::High => {
                self.count.high += 1;
                if self.last_high != customer {
                    self.count.customers_high += 1;
                    self.last_high = customer;
                }
            }
            Group::Other => {}
        }
    }

    pub(super) fn count(&self) -> Count {
        self.count
    }
}

/// The counts of every word that occurs in the texts of `order`.
pub(super) fn words(corpus: &Corpus, sides: &[Side], order: &[usize]) -> Vec<(u32, Count)> {
    let mut counters = vec![Counter::default(); corpus.types()];
    for &text in order {
        for &id in corpus.text(text) {
            if id != BREAK {
                counters[id as usize].add(sides[text]);
            }
        }
    }
    (0..)
        .zip(counters.iter().map(Counter::count))
        .filter(|(_, count)| count.low + count.high > 0)
        .collect()
}
