//! The answer to a query: counts that add up over parts, nodes and days.

use crate::query::Key;

/// The counts of one group.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Group {
    /// One part per [`Grouping`](crate::Grouping) of the query, in its order.
    pub key: Vec<Key>,
    /// The counts.
    pub tables: Tables,
}

/// Sufficient statistics of a set of responses.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tables {
    /// Responses, partial and complete.
    pub responses: u64,
    /// Complete responses.
    pub complete: u64,
    /// Responses by code of the outcome: 0..=10 scores, then the kinds of missing (see
    /// [`code`](crate::code)). All zero when the query has no outcome.
    pub outcome: [u64; 16],
    /// One table per driver of the query, in its order.
    pub drivers: Vec<DriverTable>,
}

/// Responses by answer to a statement and score.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct DriverTable {
    /// `cells[statement code][score]`: codes as in [`code`](crate::code); score 0..=10, and 11 for
    /// any kind of missing.
    pub cells: [[u64; 12]; 16],
}

impl Tables {
    /// No responses yet, with room for this many drivers.
    pub fn empty(drivers: usize) -> Self {
        Self {
            drivers: vec![DriverTable::default(); drivers],
            ..Self::default()
        }
    }

    /// Adds the counts of other responses to the same query.
    ///
    /// Panics when the numbers of drivers differ: then the queries weren't the same.
    pub fn add(&mut self, other: &Self) {
        assert_eq!(
            self.drivers.len(),
            other.drivers.len(),
            "counts of different queries"
        );
        self.responses += other.responses;
        self.complete += other.complete;
        for (sum, count) in self.outcome.iter_mut().zip(&other.outcome) {
            *sum += count;
        }
        for (sum, table) in self.drivers.iter_mut().zip(&other.drivers) {
            sum.add(table);
        }
    }
}

impl DriverTable {
    /// Adds the counts of other responses.
    pub fn add(&mut self, other: &Self) {
        for (sum, count) in self
            .cells
            .as_flattened_mut()
            .iter_mut()
            .zip(other.cells.as_flattened())
        {
            *sum += count;
        }
    }
}
