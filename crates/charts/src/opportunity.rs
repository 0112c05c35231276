//! Satisfaction against points to gain, so that "worst rated" and "most to gain" are told apart.

use crate::{Estimate, Frame, Unit};

/// One driver.
#[derive(Clone, Debug, PartialEq)]
pub struct OpportunityPoint {
    /// The driver in words.
    pub label: String,
    /// Share who agree (0–1) or mean, in [`Opportunity::unit`].
    pub satisfaction: f64,
    /// 100 − KSS with its interval, in NPS points.
    pub gain: Estimate,
    /// Too few answers for a claim: drawn hollow.
    pub few: bool,
    /// All figures in words, shown on hover and read out.
    pub detail: String,
    /// Where a click goes.
    pub link: Option<String>,
}

/// The words of the picture.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct OpportunityWords {
    /// Horizontal axis ("satisfaction: share who agree").
    pub satisfaction: String,
    /// Vertical axis ("NPS points to gain").
    pub gain: String,
    /// Marks the driver with the lowest satisfaction ("worst rated").
    pub worst_rated: String,
    /// Marks the driver with the largest gain ("most to gain").
    pub most_to_gain: String,
    /// Marks one driver that is both ("worst rated and most to gain").
    pub both: String,
}

/// Satisfaction × points to gain.
#[derive(Clone, Debug, PartialEq)]
pub struct Opportunity {
    /// Name, words, width.
    pub frame: Frame,
    /// What satisfaction counts: [`Unit::Share`] or [`Unit::Mean`].
    pub unit: Unit,
    /// The drivers.
    pub points: Vec<OpportunityPoint>,
    /// The words of the picture.
    pub words: OpportunityWords,
    /// What to say when there are no points.
    pub empty: String,
}

/// Draws an [`Opportunity`].
pub fn opportunity(chart: &Opportunity) -> String {
    crate::svg::Svg::new(&chart.frame).finish(&chart.frame, 80.0)
}
