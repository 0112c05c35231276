//! The counts of one scan, as wide as they need to be, and their way into tables.

use crate::columns::Facts;
use crate::kernel::groups::{Axis, Numbers};
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
        let parts: Vec<KeyPart> = plan
            .axes
            .iter()
            .zip(&query.group)
            .map(|(axis, grouping)| KeyPart::new(axis, *grouping, facts))
            .collect();
        let occurring = self.outcome.chunks_exact(plan.outcome_cells()).enumerate();
        let occurring = occurring.filter(|(_, counts)| counts.iter().any(|&count| count > 0));
        let mut ordered: Vec<(u64, usize)> = occurring
            .map(|(number, _)| {
                let key = match plan.numbering {
                    Numbering::Hashed => self.numbers.keys()[number],
                    Numbering::Hot(_) | Numbering::Dense(_) => number as u64,
                };
                (ranked(&parts, key), number)
            })
            .collect();
        ordered.sort_unstable();
        let group = |(rank, number)| Group {
            key: key(&parts, rank),
            tables: self.tables(plan, query, number),
        };
        ordered.into_iter().map(group).collect()
    }

    fn tables(&self, plan: &Plan, query: &Query, group: usize) -> Tables {
        let counts = of_group(&self.outcome, group, plan.outcome_cells());
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
        tables
    }
}

/// One grouping's parts of keys, in the order of keys.
struct KeyPart {
    parts: Vec<Key>,
    /// Place in that order, by digit.
    ranks: Vec<u32>,
}

impl KeyPart {
    fn new(axis: &Axis, grouping: Grouping, facts: &Facts) -> Self {
        let mut parts: Vec<(Key, u32)> = match grouping {
            Grouping::Period(period) => {
                let starts = axis.start_days().iter();
                starts
                    .map(|&start_day| Key::Period { period, start_day })
                    .zip(0..)
                    .collect()
            }
            Grouping::Dimension(dimension) => {
                let values = facts.dimension_values(dimension);
                let values = values.map(|value| Key::Value(Some(value.to_owned())));
                std::iter::once(Key::Value(None))
                    .chain(values)
                    .zip(0..)
                    .collect()
            }
        };
        parts.sort_unstable();
        let mut ranks = vec![0; parts.len()];
        for ((_, digit), rank) in parts.iter().zip(0..) {
            ranks[*digit as usize] = rank;
        }
        Self {
            parts: parts.into_iter().map(|(part, _)| part).collect(),
            ranks,
        }
    }
}

/// A group's key of digits as one of places in the order of keys, so that it sorts as the key does.
fn ranked(parts: &[KeyPart], mut key: u64) -> u64 {
    let mut rank = 0;
    let mut weight = 1;
    for part in parts.iter().rev() {
        let size = part.ranks.len() as u64;
        rank += u64::from(part.ranks[(key % size) as usize]) * weight;
        key /= size;
        weight = weight.wrapping_mul(size);
    }
    rank
}

fn key(parts: &[KeyPart], mut rank: u64) -> Vec<Key> {
    let mut key = Vec::with_capacity(parts.len());
    for part in parts.iter().rev() {
        let size = part.parts.len() as u64;
        key.push(part.parts[(rank % size) as usize].clone());
        rank /= size;
    }
    key.reverse();
    key
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
