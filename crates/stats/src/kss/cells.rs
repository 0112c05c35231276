//! The table a KSS is made of: opinion on a statement against willingness to recommend.

use crate::Tally;
use crate::nps::{Class, Classes};
use std::ops::{Add, AddAssign, Sub};

/// Opinion on a statement.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Level {
    /// 1 or 2 on a scale 1–5.
    Disagree,
    /// 3 on a scale 1–5.
    Neutral,
    /// 4 or 5 on a scale 1–5.
    Agree,
}

impl Level {
    /// The three, lowest first: the order of the rows everywhere.
    pub const ALL: [Self; 3] = [Self::Disagree, Self::Neutral, Self::Agree];

    /// Name used in interfaces: `disagree`, `neutral`, `agree`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Disagree => "disagree",
            Self::Neutral => "neutral",
            Self::Agree => "agree",
        }
    }
}

/// Everything a KSS depends on: who answered the statement and the recommend question, by both.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Cells {
    /// Rows disagree, neutral, agree; columns detractor, passive, promoter.
    pub cells: [[Tally; 3]; 3],
}

impl Cells {
    /// From unweighted numbers of people, in the same order as `cells`.
    pub fn from_counts(counts: [[u64; 3]; 3]) -> Self {
        Self {
            cells: counts.map(|row| row.map(Tally::from)),
        }
    }

    /// One cell.
    pub fn cell(&self, level: Level, class: Class) -> Tally {
        self.cells[level as usize][class as usize]
    }

    /// Counts `tally` in one cell.
    pub fn count(&mut self, level: Level, class: Class, tally: Tally) {
        self.cells[level as usize][class as usize] += tally;
    }

    /// Promoters, passives and detractors of one level.
    pub fn level(&self, level: Level) -> Classes {
        let [detractors, passives, promoters] = self.cells[level as usize];
        Classes {
            detractors,
            passives,
            promoters,
        }
    }

    /// Promoters, passives and detractors of all who answered both.
    pub fn all(&self) -> Classes {
        Level::ALL
            .iter()
            .fold(Classes::default(), |sum, &level| sum + self.level(level))
    }

    /// All who answered both.
    pub fn total(&self) -> Tally {
        self.cells.iter().flatten().sum()
    }

    /// `√(Σ w² f²) / Σw` over people, the standard error of a figure whose influence function is
    /// `f`; for equal weights `√(mean f² / n)`.
    pub(super) fn standard_error(&self, influence: impl Fn(Level, Class) -> f64) -> f64 {
        let squares: f64 = pairs()
            .map(|(level, class)| self.cell(level, class).w2 * influence(level, class).powi(2))
            .sum();
        squares.sqrt() / self.total().w
    }
}

/// All nine combinations.
pub(super) fn pairs() -> impl Iterator<Item = (Level, Class)> {
    Level::ALL
        .into_iter()
        .flat_map(|level| Class::ALL.into_iter().map(move |class| (level, class)))
}

impl Add for Cells {
    type Output = Self;
    fn add(mut self, other: Self) -> Self {
        self += other;
        self
    }
}

impl AddAssign for Cells {
    fn add_assign(&mut self, other: Self) {
        for (mine, theirs) in self
            .cells
            .iter_mut()
            .flatten()
            .zip(other.cells.iter().flatten())
        {
            *mine += *theirs;
        }
    }
}

impl Sub for Cells {
    type Output = Self;
    /// Takes out answers that were counted before.
    fn sub(mut self, other: Self) -> Self {
        for (mine, theirs) in self
            .cells
            .iter_mut()
            .flatten()
            .zip(other.cells.iter().flatten())
        {
            *mine -= *theirs;
        }
        self
    }
}
