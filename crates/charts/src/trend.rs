//! How a figure moves over periods or waves, with what chance alone could have done.

mod plot;

use crate::svg::Svg;
use crate::{Estimate, Frame, Unit};
use plot::Plot;

/// One period or wave. Periods without answers belong in the list: they are drawn as gaps.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct TrendPoint {
    /// The period in words, short ("Mar 2026").
    pub label: String,
    /// The figure; `None` when nobody answered or the group is hidden.
    pub estimate: Option<Estimate>,
    /// Too few answers for a claim: drawn hollow, its value not written.
    pub few: bool,
    /// The figure in words, shown on hover and read out: "NPS 40, between 31 and 49, n 87".
    pub detail: String,
    /// Where a click goes.
    pub link: Option<String>,
}

/// A value to compare with.
#[derive(Clone, Debug, PartialEq)]
pub struct Baseline {
    /// In the chart's unit.
    pub value: f64,
    /// What it is ("start: 38", "goal").
    pub label: String,
}

/// Wording or scale changed here: figures before and after are not the same measure.
#[derive(Clone, Debug, PartialEq)]
pub struct Break {
    /// Index of the first point after the change.
    pub before: usize,
    /// What changed, in words.
    pub label: String,
}

/// A figure over time.
#[derive(Clone, Debug, PartialEq)]
pub struct Trend {
    /// Name, words, width.
    pub frame: Frame,
    /// What the figure counts.
    pub unit: Unit,
    /// From early to late, evenly spaced.
    pub points: Vec<TrendPoint>,
    /// A value to compare with.
    pub baseline: Option<Baseline>,
    /// Changes of wording or scale.
    pub breaks: Vec<Break>,
    /// What to say when there is no figure.
    pub empty: String,
}

/// Draws a [`Trend`].
pub fn trend(chart: &Trend) -> String {
    let mut svg = Svg::new(&chart.frame);
    let Some(plot) = Plot::new(chart, svg.width) else {
        return svg.nothing(&chart.frame, &chart.empty);
    };
    plot.draw_axes(&mut svg);
    for run in plot.runs() {
        plot.draw_run(&mut svg, &run);
    }
    plot.draw_breaks(&mut svg);
    plot.draw_baseline(&mut svg);
    plot.draw_points(&mut svg);
    plot.draw_values(&mut svg);
    svg.finish(&chart.frame, plot.bottom + 26.0)
}
