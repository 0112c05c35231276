//! The same tables with survey weights: every cell keeps count, sum of weights and sum of squared
//! weights, which is all that weighted shares and their standard errors need. Row by row: surveys
//! with weights are small.

use std::collections::BTreeMap;

use crate::code;
use crate::columns::{Facts, State};
use crate::query::{Key, Query};
use crate::rows::{counts, key, score_axis};

/// The counts of one group, weighted.
#[derive(Clone, Debug, PartialEq)]
pub struct WeightedGroup {
    /// One part per grouping of the query, in its order.
    pub key: Vec<Key>,
    /// The counts.
    pub tables: WeightedTables,
}

/// A cell of a weighted table.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct WeightedCell {
    /// Responses.
    pub n: u64,
    /// Sum of their weights.
    pub w: f64,
    /// Sum of their squared weights.
    pub w2: f64,
}

/// [`Tables`](crate::Tables) with weights.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct WeightedTables {
    /// Responses, partial and complete.
    pub responses: WeightedCell,
    /// Complete responses.
    pub complete: WeightedCell,
    /// Responses by code of the outcome.
    pub outcome: [WeightedCell; 16],
    /// One table per driver of the query, in its order.
    pub drivers: Vec<WeightedDriverTable>,
}

/// [`DriverTable`](crate::DriverTable) with weights.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct WeightedDriverTable {
    /// `cells[statement code][score]`; score 11 is any kind of missing.
    pub cells: [[WeightedCell; 12]; 16],
}

/// The weighted counts of every group that has responses, ordered by key. A response without a
/// weight has weight 1.
pub fn evaluate_weighted(facts: &Facts, query: &Query) -> Vec<WeightedGroup> {
    let mut groups: BTreeMap<Vec<Key>, WeightedTables> = BTreeMap::new();
    for row in 0..facts.len() {
        if !counts(facts, &query.filter, row) {
            continue;
        }
        let weight = facts.weight(row);
        let tables = groups
            .entry(key(facts, &query.group, row))
            .or_insert_with(|| WeightedTables::empty(query.drivers.len()));
        tables.responses.count(weight);
        if facts.state(row) == State::Complete {
            tables.complete.count(weight);
        }
        let mut score = code::BLANK;
        if let Some(outcome) = query.outcome {
            score = facts.answer(row, outcome);
            tables.outcome[usize::from(score)].count(weight);
        }
        for (table, &driver) in tables.drivers.iter_mut().zip(&query.drivers) {
            let answer = facts.answer(row, driver);
            table.cells[usize::from(answer)][score_axis(score)].count(weight);
        }
    }
    groups
        .into_iter()
        .map(|(key, tables)| WeightedGroup { key, tables })
        .collect()
}

impl WeightedCell {
    /// Counts one response with this weight.
    pub fn count(&mut self, weight: f64) {
        self.n += 1;
        self.w += weight;
        self.w2 += weight * weight;
    }

    /// Adds the sums of other responses.
    pub fn add(&mut self, other: &Self) {
        self.n += other.n;
        self.w += other.w;
        self.w2 += other.w2;
    }
}

impl WeightedTables {
    /// No responses yet, with room for this many drivers.
    pub fn empty(drivers: usize) -> Self {
        Self {
            drivers: vec![WeightedDriverTable::default(); drivers],
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
        self.responses.add(&other.responses);
        self.complete.add(&other.complete);
        for (sum, cell) in self.outcome.iter_mut().zip(&other.outcome) {
            sum.add(cell);
        }
        for (sum, table) in self.drivers.iter_mut().zip(&other.drivers) {
            let cells = sum.cells.as_flattened_mut().iter_mut();
            for (sum, cell) in cells.zip(table.cells.as_flattened()) {
                sum.add(cell);
            }
        }
    }
}
