//! A trend the size of a word, for tables.

use crate::scale::Domain;
use crate::svg::{Px, Svg};
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
    let mut svg = Svg::within(&chart.frame, 64, 320);
    let values = || chart.values.iter().map(|v| v.filter(|v| v.is_finite()));
    let y = Domain::of(chart.unit, values().flatten(), 2).scale(24.0, 4.0);
    let step = (svg.width - 10.0) / chart.values.len().saturating_sub(1).max(1) as f64;
    let mut run: Vec<Px> = Vec::new();
    let mut last = None;
    for (i, value) in values().enumerate() {
        if let Some(value) = value {
            let place = (5.0 + step * i as f64, y.at(value));
            run.push(place);
            last = Some(place);
        } else {
            svg.polyline(&run, "c-series c-thin");
            run.clear();
        }
    }
    svg.polyline(&run, "c-series c-thin");
    match last {
        Some(place) => svg.circle(place, 3.5, if chart.few { "c-dot c-few" } else { "c-dot" }),
        None => svg.line((5.0, 14.0), (svg.width - 5.0, 14.0), "c-grid"),
    }
    svg.finish(&chart.frame, 28.0)
}
