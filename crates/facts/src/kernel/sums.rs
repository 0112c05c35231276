//! The counts of one scan, as wide as they need to be, and their way into tables.

use crate::columns::Facts;
use crate::kernel::groups::Numbers;
use crate::kernel::plan::{Numbering, Plan};
use crate::query::{Grouping, Key, Query};
use crate::tables::{Group, Tables};

/// Counts by group number and digit.
pub(crate) struct Sums {
    /// Only when groups are numbered as they are met.
    pub(crate) numbers: Numbers,
    /// `[group][complete][outcome digit]`.
    pub(crate) outcome: Vec<u32>,
    /// Per driver `[group][driver digit][score digit]`.
    pub(crate) drivers: Vec<Vec<u32>>,
}

impl Sums {
    pub(crate) fn new(plan: &Plan) -> Self {
        let mut sums = Self {
            numbers: Numbers::default(),
            outcome: Vec::new(),
            drivers: vec![Vec::new(); plan.drivers.len()],
        };
        sums.make_room(plan, plan.known_groups());
        sums
    }

    /// Makes room for this many groups.
    pub(crate) fn make_room(&mut self, plan: &Plan, groups: usize) {
        self.outcome.resize(groups * plan.outcome_cells(), 0);
        for (driver, counts) in self.drivers.iter_mut().enumerate() {
            counts.resize(groups * plan.driver_cells(driver), 0);
        }
    }

    /// Adds the counts of other rows.
    pub(crate) fn add(&mut self, plan: &Plan, other: &Self) {
        if plan.numbering != Numbering::Hashed {
            add(&mut self.outcome, &other.outcome);
            for (counts, other) in self.drivers.iter_mut().zip(&other.drivers) {
                add(counts, other);
            }
            return;
        }
        for (theirs, &key) in other.numbers.keys().iter().enumerate() {
            let ours = self.numbers.number(key) as usize;
            self.make_room(plan, self.numbers.keys().len());
            add_group(
                &mut self.outcome,
                ours,
                &other.outcome,
                theirs,
                plan.outcome_cells(),
            );
            for (driver, counts) in self.drivers.iter_mut().enumerate() {
                let cells = plan.driver_cells(driver);
                add_group(counts, ours, &other.drivers[driver], theirs, cells);
            }
        }
    }

    /// The tables of every group that has responses, ordered by key.
    pub(crate) fn into_groups(self, plan: &Plan, facts: &Facts, query: &Query) -> Vec<Group> {
        let values: Vec<Vec<&str>> = query
            .group
            .iter()
            .map(|grouping| match *grouping {
                Grouping::Period(_) => Vec::new(),
                Grouping::Dimension(dimension) => facts.dimension_values(dimension).collect(),
            })
            .collect();
        let mut groups = Vec::new();
        let number_of_groups = self.outcome.len() / plan.outcome_cells();
        for number in 0..number_of_groups {
            let tables = self.tables(plan, query, number);
            if let Some(tables) = tables {
                let key = match plan.numbering {
                    Numbering::Hashed => self.numbers.keys()[number],
                    Numbering::Hot(_) | Numbering::Dense(_) => number as u64,
                };
                groups.push(Group {
                    key: key_parts(plan, query, &values, key),
                    tables,
                });
            }
        }
        groups.sort_by(|a, b| a.key.cmp(&b.key));
        groups
    }

    /// `None` when the group has no responses.
    fn tables(&self, plan: &Plan, query: &Query, group: usize) -> Option<Tables> {
        let counts = of_group(&self.outcome, group, plan.outcome_cells());
        if counts.iter().all(|&count| count == 0) {
            return None;
        }
        let mut tables = Tables::empty(plan.drivers.len());
        for (completeness, counts) in counts.chunks_exact(plan.outcome.size()).enumerate() {
            let responses = counts.iter().map(|&count| u64::from(count)).sum::<u64>();
            tables.responses += responses;
            // With one kind of completeness, everything that counts is complete.
            if completeness + 1 == plan.completeness {
                tables.complete = responses;
            }
            if query.outcome.is_some() {
                for (&code, &count) in plan.outcome.codes.iter().zip(counts) {
                    tables.outcome[usize::from(code)] += u64::from(count);
                }
            }
        }
        for (driver, table) in tables.drivers.iter_mut().enumerate() {
            let counts = of_group(&self.drivers[driver], group, plan.driver_cells(driver));
            let rows = counts.chunks_exact(plan.score.size());
            for (&code, counts) in plan.drivers[driver].codes.iter().zip(rows) {
                for (&score, &count) in plan.score.codes.iter().zip(counts) {
                    table.cells[usize::from(code)][usize::from(score)] = u64::from(count);
                }
            }
        }
        Some(tables)
    }
}

fn key_parts(plan: &Plan, query: &Query, values: &[Vec<&str>], mut key: u64) -> Vec<Key> {
    let mut parts = Vec::with_capacity(plan.axes.len());
    for ((axis, grouping), values) in plan.axes.iter().zip(&query.group).zip(values).rev() {
        let digit = (key % axis.size as u64) as usize;
        key /= axis.size as u64;
        parts.push(match (*grouping, axis.start_day(digit)) {
            (Grouping::Period(period), Some(start_day)) => Key::Period { period, start_day },
            _ => Key::Value(digit.checked_sub(1).map(|place| values[place].to_owned())),
        });
    }
    parts.reverse();
    parts
}

fn add(sums: &mut [u32], counts: &[u32]) {
    for (sum, count) in sums.iter_mut().zip(counts) {
        *sum += count;
    }
}

fn add_group(sums: &mut [u32], ours: usize, counts: &[u32], theirs: usize, cells: usize) {
    let sums = &mut sums[ours * cells..(ours + 1) * cells];
    add(sums, of_group(counts, theirs, cells));
}

fn of_group(counts: &[u32], group: usize, cells: usize) -> &[u32] {
    &counts[group * cells..(group + 1) * cells]
}
