//! The counts behind all figures of one group, weighted or not in one shape.

use facts::{DriverTable, Tables, WeightedCell, WeightedDriverTable, WeightedTables, code};
use stats::Tally;

/// Sufficient statistics of one group. Codes as in [`facts::code`].
#[derive(Debug, Clone, PartialEq)]
pub struct Counts {
    /// Responses, partial and complete.
    pub responses: Tally,
    /// Complete responses.
    pub complete: Tally,
    /// Responses by code of the outcome.
    pub outcome: [Tally; 16],
    /// One table per driver, in the order of the query.
    pub drivers: Vec<Cross>,
}

/// Responses by answer to a statement and score: `cells[statement code][score]`, score 11 being
/// any kind of missing.
#[derive(Debug, Clone, PartialEq)]
pub struct Cross {
    /// The counts.
    pub cells: [[Tally; 12]; 16],
}

impl Counts {
    /// Tally of each score 0, 1, … 10.
    pub fn scores(&self) -> [Tally; 11] {
        std::array::from_fn(|score| self.outcome[score])
    }

    /// Tally of each answer 1, 2, … 5 to an outcome on that scale.
    pub fn one_to_five(&self) -> [Tally; 5] {
        std::array::from_fn(|i| self.outcome[i + 1])
    }

    /// Everybody who answered the outcome.
    pub fn answered(&self) -> Tally {
        self.outcome[..=usize::from(code::HIGHEST)].iter().sum()
    }
}

impl Cross {
    /// Tally of each code of the statement, whatever the score.
    pub fn by_code(&self) -> [Tally; 16] {
        std::array::from_fn(|code| self.cells[code].iter().sum())
    }

    /// Tally of each code of the statement among those who gave a score.
    pub fn by_code_with_score(&self) -> [Tally; 16] {
        std::array::from_fn(|code| self.cells[code][..11].iter().sum())
    }
}

impl From<&Tables> for Counts {
    fn from(tables: &Tables) -> Self {
        Self {
            responses: tables.responses.into(),
            complete: tables.complete.into(),
            outcome: tables.outcome.map(Tally::from),
            drivers: tables.drivers.iter().map(Cross::from).collect(),
        }
    }
}

impl From<&DriverTable> for Cross {
    fn from(table: &DriverTable) -> Self {
        Self {
            cells: table.cells.map(|row| row.map(Tally::from)),
        }
    }
}

impl From<&WeightedTables> for Counts {
    fn from(tables: &WeightedTables) -> Self {
        Self {
            responses: tally(tables.responses),
            complete: tally(tables.complete),
            outcome: tables.outcome.map(tally),
            drivers: tables.drivers.iter().map(Cross::from).collect(),
        }
    }
}

impl From<&WeightedDriverTable> for Cross {
    fn from(table: &WeightedDriverTable) -> Self {
        Self {
            cells: table.cells.map(|row| row.map(tally)),
        }
    }
}

fn tally(cell: WeightedCell) -> Tally {
    Tally {
        n: cell.n,
        w: cell.w,
        w2: cell.w2,
    }
}
