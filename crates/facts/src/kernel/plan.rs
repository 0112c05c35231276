//! A query made ready for scanning: names become codes, codes become digits, groups become numbers.

use crate::code;
use crate::columns::{Facts, State};
use crate::kernel::digits::Digits;
use crate::kernel::groups::Axis;
use crate::kernel::hot::CELLS;
use crate::kernel::select::CodeSet;
use crate::query::{Grouping, Query};

/// Joint tables are at most this large, so that they and a block fit the first-level cache.
const JOINT_CELLS: usize = 1 << 14;

/// Without hashing, all groups' tables together have at most this many cells (64 MiB a thread).
const DENSE_CELLS: usize = 1 << 24;

/// All that a scan needs to know.
pub(crate) struct Plan {
    pub(crate) days: (i32, i32),
    pub(crate) complete_only: bool,
    pub(crate) allowed: Vec<(usize, CodeSet)>,
    pub(crate) axes: Vec<Axis>,
    pub(crate) numbering: Numbering,
    pub(crate) outcome: Digits,
    /// 2 when partial and complete responses must be told apart, else 1.
    pub(crate) completeness: usize,
    /// The outcome as the second axis of driver tables: all kinds of missing are one digit.
    pub(crate) score: Digits,
    pub(crate) drivers: Vec<Digits>,
    /// Which drivers share a joint table.
    pub(crate) joints: Vec<std::ops::Range<usize>>,
}

/// How rows get the number of their group.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Numbering {
    /// All groups' tables are small enough to count in the first-level cache; this many groups.
    Hot(usize),
    /// A number for every possible group, computed; this many groups.
    Dense(usize),
    /// A number for every group that occurs, looked up.
    Hashed,
}

impl Plan {
    /// `None` when nothing can match.
    pub(crate) fn new(facts: &Facts, query: &Query) -> Option<Self> {
        let filter = &query.filter;
        let (first, last) = facts.day_range()?;
        let days = (
            filter.from_day.map_or(first, |from| from.max(first)),
            filter.to_day.map_or(last, |to| to.min(last)),
        );
        if days.0 > days.1 {
            return None;
        }
        let mut allowed = Vec::new();
        for (dimension, values) in &filter.allowed {
            let codes = values
                .iter()
                .filter_map(|value| facts.value_code(*dimension, value));
            allowed.push((dimension.index(), CodeSet::new(codes)?));
        }
        for (dimension, table) in &filter.codes {
            allowed.push((dimension.index(), CodeSet::of_table(table)?));
        }
        let axis = |grouping: &Grouping| match *grouping {
            Grouping::Period(period) => Axis::period(period, days),
            Grouping::Dimension(dimension) => {
                Axis::dimension(dimension, facts.dimension_values(dimension).count())
            }
        };
        let axes: Vec<Axis> = query.group.iter().map(axis).collect();
        let outcome = match query.outcome {
            Some(outcome) => Digits::new(Some(outcome.index()), facts.codes_seen(outcome)),
            None => Digits::new(None, 0),
        };
        let drivers: Vec<Digits> = query
            .drivers
            .iter()
            .map(|&driver| Digits::new(Some(driver.index()), facts.codes_seen(driver)))
            .collect();
        let mixed = !filter.complete_only && facts.state_count(State::Partial) > 0;
        let mut plan = Self {
            days,
            complete_only: filter.complete_only,
            allowed,
            axes,
            numbering: Numbering::Hashed,
            score: outcome.with_one_missing(),
            outcome,
            completeness: if mixed { 2 } else { 1 },
            drivers,
            joints: Vec::new(),
        };
        plan.number(facts.len());
        Some(plan)
    }

    /// Cells of one group in the outcome's table.
    pub(crate) fn outcome_cells(&self) -> usize {
        self.completeness * self.outcome.size()
    }

    /// Cells of one group in a driver's table.
    pub(crate) fn driver_cells(&self, driver: usize) -> usize {
        self.drivers[driver].size() * self.score.size()
    }

    /// Number of groups to make room for from the start.
    pub(crate) fn known_groups(&self) -> usize {
        match self.numbering {
            Numbering::Hot(groups) | Numbering::Dense(groups) => groups,
            Numbering::Hashed => 0,
        }
    }

    fn number(&mut self, rows: usize) {
        let possible = self.axes.iter().try_fold(1_usize, |product, axis| {
            product
                .checked_mul(axis.size)
                .filter(|&product| product <= DENSE_CELLS)
        });
        let Some(groups) = possible else { return };
        let widest = (0..self.drivers.len()).map(|driver| self.driver_cells(driver));
        let widest = widest.max().unwrap_or(0).max(self.outcome_cells());
        let all = (0..self.drivers.len()).map(|driver| self.driver_cells(driver));
        let all = all.sum::<usize>() + self.outcome_cells();
        if groups * widest <= CELLS {
            self.numbering = Numbering::Hot(groups);
            self.join(groups, rows);
        } else if groups * all <= DENSE_CELLS {
            self.numbering = Numbering::Dense(groups);
        }
    }

    /// Lets neighbouring drivers share a joint table as long as it stays small, also beside the
    /// number of rows: separating the statements afterwards costs as much as counting.
    fn join(&mut self, groups: usize, rows: usize) {
        let most = JOINT_CELLS.min(rows);
        let mut start = 0;
        let mut cells = groups * self.score.size();
        for driver in 0..self.drivers.len() {
            let size = self.drivers[driver].size();
            let full = driver - start == MOST_JOINED;
            if driver > start && (full || cells * size > most) {
                self.joints.push(start..driver);
                start = driver;
                cells = groups * self.score.size();
            }
            cells *= size;
        }
        if start < self.drivers.len() {
            self.joints.push(start..self.drivers.len());
        }
    }
}

/// Most statements in a joint table.
pub(crate) const MOST_JOINED: usize = 4;

impl Digits {
    /// The same column with all kinds of missing as one last digit: the second axis of a driver
    /// table.
    fn with_one_missing(&self) -> Self {
        let answers = self.codes.iter().filter(|&&code| code::is_answer(code));
        let seen = answers.fold(1 << code::BLANK, |seen: u16, code| seen | 1 << code);
        Self::new(self.column, seen)
    }
}
