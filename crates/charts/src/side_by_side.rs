//! Drivers (or groups) over waves side by side: one small picture each, all on one scale.

use crate::{Estimate, Frame, Unit};

/// One driver in one wave.
#[derive(Clone, Debug, PartialEq)]
pub struct SideCell {
    /// The figure with its interval.
    pub estimate: Estimate,
    /// Too few answers for a claim: drawn hollow.
    pub few: bool,
    /// The figure in words, shown on hover.
    pub detail: String,
}

/// One driver over all waves.
#[derive(Clone, Debug, PartialEq)]
pub struct SideRow {
    /// The driver in words.
    pub label: String,
    /// One per wave, in the order of [`SideBySide::waves`]; `None` is a gap.
    pub cells: Vec<Option<SideCell>>,
    /// What the change is worth, in words ("not more than chance"); may be empty.
    pub verdict: String,
    /// Where a click goes.
    pub link: Option<String>,
}

/// Small multiples: driver × wave.
#[derive(Clone, Debug, PartialEq)]
pub struct SideBySide {
    /// Name, words, width.
    pub frame: Frame,
    /// What the figures count.
    pub unit: Unit,
    /// The waves from early to late, short.
    pub waves: Vec<String>,
    /// The drivers, in the order to show.
    pub rows: Vec<SideRow>,
    /// What to say when there are no rows.
    pub empty: String,
}

/// Draws a [`SideBySide`].
pub fn side_by_side(chart: &SideBySide) -> String {
    crate::svg::Svg::new(&chart.frame).finish(&chart.frame, 80.0)
}
