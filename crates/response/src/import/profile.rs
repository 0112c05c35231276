//! A first look through a whole file: which columns it has and what stands in them. From this the
//! mapping is proposed and the preview is drawn.

use std::collections::HashMap;

use tabular::{Detected, Row, Table};

use super::progress::Progress;

/// Different values remembered per column; a column with more has many.
pub const DISTINCT_MAX: usize = 50;
/// Longest value remembered, in bytes; longer ones count as text.
const VALUE_MAX: usize = 100;
/// Rows of which the cells are kept for the preview.
pub const PREVIEW_ROWS: usize = 10;

/// What a file is like.
#[derive(Clone, Debug)]
pub struct Profile {
    /// Format, separator, encoding.
    pub detected: Detected,
    /// Rows that aren't blank.
    pub rows: u64,
    /// In file order.
    pub columns: Vec<Column>,
    /// The first rows as they stand in the file.
    pub first: Vec<Vec<String>>,
}

/// What stands in one column.
#[derive(Clone, Debug, Default)]
pub struct Column {
    /// Its name in the header.
    pub name: String,
    /// Cells that aren't empty.
    pub filled: u64,
    /// Different values with how often they occur, most frequent first; empty when there are more
    /// than [`DISTINCT_MAX`].
    pub values: Vec<(String, u64)>,
    /// Whether there are more than [`DISTINCT_MAX`] different values.
    pub many: bool,
    /// Cells that are dates, and not mere numbers.
    pub dates: u64,
    seen: HashMap<String, u64>,
}

impl Profile {
    /// Reads `table` to its end; `progress` tells how far that is.
    pub fn of(mut table: Table, progress: &Progress) -> Result<Self, tabular::Error> {
        progress.begin(&table);
        let mut columns: Vec<Column> = table
            .columns()
            .iter()
            .map(|name| Column {
                name: name.clone(),
                ..Column::default()
            })
            .collect();
        let (mut row, mut rows, mut first) = (Row::default(), 0, Vec::new());
        while table.read(&mut row)? {
            if row.is_blank() {
                continue;
            }
            rows += 1;
            progress.show(&table, rows, 0);
            if first.len() < PREVIEW_ROWS {
                first.push(row.cells().map(str::to_owned).collect());
            }
            for (column, cell) in columns.iter_mut().zip(row.cells()) {
                column.see(cell.trim());
            }
        }
        columns.iter_mut().for_each(Column::settle);
        Ok(Self {
            detected: table.detected().clone(),
            rows,
            columns,
            first,
        })
    }

    /// Column names in file order.
    pub fn names(&self) -> Vec<String> {
        self.columns.iter().map(|c| c.name.clone()).collect()
    }
}

impl Column {
    fn see(&mut self, cell: &str) {
        if cell.is_empty() {
            return;
        }
        self.filled += 1;
        // Mere numbers could be anything; only what is written as a date counts as one.
        if cell.len() >= 7 && tabular::number(cell).is_none() && tabular::date(cell).is_some() {
            self.dates += 1;
        }
        if self.many {
            return;
        }
        if let Some(count) = self.seen.get_mut(cell) {
            *count += 1;
        } else if self.seen.len() < DISTINCT_MAX && cell.len() <= VALUE_MAX {
            self.seen.insert(cell.to_owned(), 1);
        } else {
            self.many = true;
            self.seen = HashMap::new();
        }
    }

    fn settle(&mut self) {
        self.values = std::mem::take(&mut self.seen).into_iter().collect();
        self.values
            .sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    }

    /// Share of the filled cells that are whole numbers from `low` to `high`, 0 to 1.
    pub fn share_on(&self, low: i64, high: i64) -> f64 {
        if self.filled == 0 {
            return 0.0;
        }
        let on: u64 = self
            .values
            .iter()
            .filter(|(v, _)| tabular::integer(v).is_some_and(|n| (low..=high).contains(&n)))
            .map(|(_, count)| count)
            .sum();
        on as f64 / self.filled as f64
    }

    /// Values that are no whole number from `low` to `high`, most frequent first.
    pub fn off(&self, low: i64, high: i64) -> impl Iterator<Item = &(String, u64)> {
        self.values
            .iter()
            .filter(move |(v, _)| tabular::integer(v).is_none_or(|n| !(low..=high).contains(&n)))
    }

    /// The largest whole number in the column.
    pub fn largest(&self) -> Option<i64> {
        self.values
            .iter()
            .filter_map(|(v, _)| tabular::integer(v))
            .max()
    }

    /// Different whole numbers in `low..=high`.
    pub fn different_on(&self, low: i64, high: i64) -> usize {
        let on = |v: &str| tabular::integer(v).is_some_and(|n| (low..=high).contains(&n));
        self.values.iter().filter(|(v, _)| on(v)).count()
    }
}
