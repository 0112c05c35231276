//! How well against how strongly: performance across, importance up, both with their intervals, so
//! that nobody reads a place in the picture as more certain than it is.

mod plot;
#[cfg(test)]
mod tests;

use crate::svg::Svg;
use crate::{Estimate, Frame};
use plot::{Label, Plot, draw_key};

/// One driver.
#[derive(Clone, Debug, PartialEq)]
pub struct ImportancePoint {
    /// The driver in words.
    pub label: String,
    /// Share who agree, 0–1.
    pub performance: Estimate,
    /// Share of what all drivers explain, 0–1; ends equal to the value while no interval is known.
    pub importance: Estimate,
    /// What stands out about it ("act here"), or nothing. Points with a note are drawn in the
    /// accent, the others step back.
    pub note: String,
    /// Too few answers for a claim: drawn hollow.
    pub few: bool,
    /// All figures in words, shown on hover and read out.
    pub detail: String,
    /// Where a click goes.
    pub link: Option<String>,
}

/// The words of the picture.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ImportanceWords {
    /// Horizontal axis ("how well: share who agree").
    pub performance: String,
    /// Vertical axis ("how strongly: part of what drivers explain").
    pub importance: String,
    /// The line where all drivers would be if all were equally important.
    pub equal: String,
}

/// Performance × importance.
#[derive(Clone, Debug, PartialEq)]
pub struct Importance {
    /// Name, words, width.
    pub frame: Frame,
    /// The drivers.
    pub points: Vec<ImportancePoint>,
    /// The importance all would have if they had the same, 0–1; none draws no line.
    pub equal: Option<f64>,
    /// The words of the picture.
    pub words: ImportanceWords,
    /// What to say when there are no points.
    pub empty: String,
}

/// Draws an [`Importance`]. Labels stand at their dots; where they would overlap, the dots get
/// numbers and the labels follow as a list under the picture.
pub fn importance(chart: &Importance) -> String {
    let mut svg = Svg::new(&chart.frame);
    let dots = dots(chart);
    if dots.is_empty() {
        return svg.nothing(&chart.frame, &chart.empty);
    }
    let plot = Plot::new(chart, &dots, svg.width);
    plot.draw_axes(&mut svg, chart);
    let labels: Vec<Label> = dots.iter().map(|dot| Label::full(dot, svg.width)).collect();
    let placed = if svg.width < 480.0 {
        None
    } else {
        plot.place(chart, &dots, &labels)
    };
    let mut height = plot.bottom + 44.0;
    if let Some(places) = placed {
        plot.draw_dots(&mut svg, &dots, &labels, &places);
    } else {
        let labels: Vec<Label> = (1..=dots.len()).map(Label::number).collect();
        let places = plot
            .place(chart, &dots, &labels)
            .unwrap_or_else(|| plot.beside(&dots, &labels));
        plot.draw_dots(&mut svg, &dots, &labels, &places);
        height = draw_key(&mut svg, chart, &dots, height + 8.0);
    }
    svg.finish(&chart.frame, height)
}

/// A driver that can be drawn.
struct Dot<'a> {
    point: &'a ImportancePoint,
    across: Estimate,
    up: Estimate,
}

/// Drawable points, the most important first.
fn dots(chart: &Importance) -> Vec<Dot<'_>> {
    let dot = |point| {
        let point: &ImportancePoint = point;
        Some(Dot {
            point,
            across: point.performance.checked()?,
            up: point.importance.checked()?,
        })
    };
    let mut dots: Vec<Dot<'_>> = chart.points.iter().filter_map(dot).collect();
    dots.sort_by(|a, b| b.up.value.total_cmp(&a.up.value));
    dots
}
