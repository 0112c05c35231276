//! Which driver has the most to gain: KSS with interval in rank order, satisfaction beside it.

use crate::{Estimate, Frame};

/// What there is to show of a driver.
#[derive(Clone, Debug, PartialEq)]
pub enum DriverState {
    /// KSS with its interval.
    Shown {
        /// KSS points; 100 = nothing to gain.
        kss: Estimate,
        /// Too few answers for a claim: drawn hollow and never in the leading group.
        few: bool,
    },
    /// Nothing may or can be shown: hatched, with the reason in words.
    Hidden {
        /// "fewer than 5 agree"
        reason: String,
    },
}

/// One driver.
#[derive(Clone, Debug, PartialEq)]
pub struct DriverRow {
    /// The driver in words.
    pub label: String,
    /// KSS, or why there is none.
    pub state: DriverState,
    /// Satisfaction as written in its column ("25 %", "3,6"); empty when hidden.
    pub satisfaction: String,
    /// All figures in words, shown on hover and read out.
    pub detail: String,
    /// Where a click goes.
    pub link: Option<String>,
}

/// The words around the rows.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct DriverWords {
    /// Heading of the KSS column ("KSS").
    pub kss: String,
    /// Heading of the satisfaction column ("agree").
    pub satisfaction: String,
    /// Names the bracket around the leading group ("most to gain").
    pub leading: String,
    /// Names the line at 100 ("nothing to gain").
    pub nothing_to_gain: String,
}

/// Drivers by KSS.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Drivers {
    /// Name, words, width.
    pub frame: Frame,
    /// In any order: drawn with demonstrable gain first, lowest KSS on top, hidden last.
    pub rows: Vec<DriverRow>,
    /// The words around the rows.
    pub words: DriverWords,
    /// What to say when there are no rows.
    pub empty: String,
}

/// Draws [`Drivers`].
pub fn drivers(chart: &Drivers) -> String {
    crate::svg::Svg::new(&chart.frame).finish(&chart.frame, 80.0)
}
