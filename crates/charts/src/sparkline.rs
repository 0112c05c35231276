//! A trend the size of a word, for tables.

use crate::{Frame, Unit};

/// A small trend: a line and its last point.
#[derive(Clone, Debug, PartialEq)]
pub struct Sparkline {
    /// Name, words, width (64–320 px here).
    pub frame: Frame,
    /// What the values count; decides the smallest height shown, so that noise does not look steep.
    pub unit: Unit,
    /// From early to late; `None` is a gap.
    pub values: Vec<Option<f64>>,
    /// The last value rests on too few answers: drawn hollow.
    pub few: bool,
}

/// Draws a [`Sparkline`], 28 px high.
pub fn sparkline(chart: &Sparkline) -> String {
    crate::svg::Svg::new(&chart.frame).finish(&chart.frame, 28.0)
}
