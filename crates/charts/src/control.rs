//! A control chart: a figure over periods with what is usual and how far chance alone goes, so that
//! the periods which stand out are seen at once.

mod labels;
mod plot;

use crate::svg::Svg;
use crate::{Frame, Unit};
use plot::Plot;

/// One period. Periods without answers belong in the list: they are drawn as gaps.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ControlPoint {
    /// The period in words, short ("Mar 2026").
    pub label: String,
    /// The figure; `None` when nobody answered or the group is hidden.
    pub value: Option<f64>,
    /// Lower and upper limit of what chance alone does to this period.
    pub limits: Option<[f64; 2]>,
    /// 95 % interval of the figure, drawn where there are no limits.
    pub interval: Option<[f64; 2]>,
    /// The moving average up to this period.
    pub average: Option<f64>,
    /// Too few answers, or a period that still runs: drawn hollow.
    pub hollow: bool,
    /// Stands out: ringed, its value written where there is room.
    pub signal: bool,
    /// The figure in words, shown on hover and read out.
    pub detail: String,
    /// Where a click goes.
    pub link: Option<String>,
}

/// A figure over time with its limits.
#[derive(Clone, Debug, PartialEq)]
pub struct Control {
    /// Name, words, width.
    pub frame: Frame,
    /// What the figure counts.
    pub unit: Unit,
    /// From early to late, evenly spaced.
    pub points: Vec<ControlPoint>,
    /// What is usual, and what to call it ("usual 43"); `None` when there is no telling yet.
    pub centre: Option<(f64, String)>,
    /// What to call the limits ("limit").
    pub limit: String,
    /// What to call the moving average ("average").
    pub average: String,
    /// What to say when there is no figure.
    pub empty: String,
}

/// Draws a [`Control`].
pub fn control(chart: &Control) -> String {
    let mut svg = Svg::new(&chart.frame);
    let Some(plot) = Plot::new(chart, svg.width) else {
        return svg.nothing(&chart.frame, &chart.empty);
    };
    plot.draw_axes(&mut svg);
    plot.draw_limits(&mut svg);
    plot.draw_lines(&mut svg);
    plot.draw_points(&mut svg);
    plot.draw_values(&mut svg);
    plot.draw_names(&mut svg);
    svg.finish(&chart.frame, plot.bottom + 26.0)
}

#[cfg(test)]
mod tests;
