//! One figure on its whole scale: a dot for the value, a whisker for what chance leaves open.

use crate::{Estimate, Frame, Unit};

/// Another value on the same scale, such as last year's.
#[derive(Clone, Debug, PartialEq)]
pub struct Marker {
    /// In the chart's unit.
    pub value: f64,
    /// What it is, in words.
    pub label: String,
}

/// A figure with its interval on its scale.
#[derive(Clone, Debug, PartialEq)]
pub struct Interval {
    /// Name, words, width.
    pub frame: Frame,
    /// What the figure counts; decides the ends of the scale.
    pub unit: Unit,
    /// The figure; `None` shows the scale with `empty`.
    pub estimate: Option<Estimate>,
    /// Too few answers for a claim: drawn hollow.
    pub few: bool,
    /// Values to compare with.
    pub markers: Vec<Marker>,
    /// Where a click goes.
    pub link: Option<String>,
    /// What to say when there is no figure.
    pub empty: String,
}

/// Draws an [`Interval`].
pub fn interval(chart: &Interval) -> String {
    crate::svg::Svg::new(&chart.frame).finish(&chart.frame, 80.0)
}
