//! Dots between two axes: two figures of every driver at once. Labels stand at their dots; where
//! they would overlap, the dots get numbers and the labels follow as a list under the picture.

mod key;
mod label;
mod plot;

use crate::axis::Axis;
use crate::svg::Svg;
use crate::{Estimate, Frame};
use label::Label;
use plot::Plot;

/// One dot.
pub(crate) struct Dot<'a> {
    /// What it is.
    pub(crate) label: &'a str,
    /// What stands out about it, or nothing.
    pub(crate) note: &'a str,
    /// All figures in words; empty says the label.
    pub(crate) detail: &'a str,
    /// Where a click goes.
    pub(crate) link: Option<&'a str>,
    /// Too few answers for a claim: drawn hollow.
    pub(crate) few: bool,
    /// Drawn in the accent; all others step back.
    pub(crate) leads: bool,
    /// Its place on the horizontal axis.
    pub(crate) across: f64,
    /// Lower and upper end of a lying whisker, or none.
    pub(crate) lying: Option<[f64; 2]>,
    /// Its place on the vertical axis, with the ends of its standing whisker.
    pub(crate) up: Estimate,
    /// Where it stands on the other side of a comparison: drawn hollow, with a line to it.
    pub(crate) other: Option<(f64, f64)>,
    /// Its figure in the list under the picture.
    pub(crate) written: String,
}

impl<'a> Dot<'a> {
    fn detail(&self) -> &'a str {
        if self.detail.is_empty() {
            self.label
        } else {
            self.detail
        }
    }
}

/// How large the picture and its labels are.
pub(crate) struct Shape {
    /// Height on a phone, px.
    pub(crate) narrow: f64,
    /// Height elsewhere, as part of the width.
    pub(crate) part: f64,
    /// Greatest height, px.
    pub(crate) most: f64,
    /// Room of a label, as part of the width.
    pub(crate) label: f64,
    /// Where a number that finds no place of its own stands: left and top from its dot, px.
    pub(crate) beside: (f64, f64),
}

/// The picture around the dots.
pub(crate) struct Scatter<'a> {
    /// Name, words, width.
    pub(crate) frame: &'a Frame,
    /// The horizontal axis and its name.
    pub(crate) across: (Axis, &'a str),
    /// The vertical axis and its name.
    pub(crate) up: (Axis, &'a str),
    /// A level to compare with, and its name.
    pub(crate) level: Option<(f64, &'a str)>,
    /// How large it is.
    pub(crate) shape: Shape,
}

/// Draws `dots`, of which there is at least one; the first is number 1.
pub(crate) fn scatter(chart: &Scatter<'_>, dots: &[Dot<'_>]) -> String {
    let mut svg = Svg::new(chart.frame);
    let plot = Plot::new(chart, svg.width);
    plot.draw_axes(&mut svg);
    let room = chart.shape.label * svg.width;
    let label = |dot| Label::full(dot, room, svg.width * 0.4);
    let labels: Vec<Label> = dots.iter().map(label).collect();
    let placed = if svg.width < 480.0 {
        None
    } else {
        plot.place(dots, &labels)
    };
    let mut height = plot.bottom + 44.0;
    if let Some(places) = placed {
        plot.draw_dots(&mut svg, dots, &labels, &places);
    } else {
        let labels: Vec<Label> = (1..=dots.len()).map(Label::number).collect();
        let places = plot
            .place(dots, &labels)
            .unwrap_or_else(|| plot.beside(dots, &labels));
        plot.draw_dots(&mut svg, dots, &labels, &places);
        height = key::draw(&mut svg, dots, height + 8.0);
    }
    svg.finish(chart.frame, height)
}

/// Part of the width that the dots have when the list stands beside them.
const ASIDE: f64 = 0.56;

/// As [`scatter`], the dots with numbers and the list beside them: wide and low.
pub(crate) fn scatter_aside(chart: &Scatter<'_>, dots: &[Dot<'_>]) -> String {
    let mut svg = Svg::new(chart.frame);
    let plot = Plot::new(chart, svg.width * ASIDE);
    plot.draw_axes(&mut svg);
    let labels: Vec<Label> = (1..=dots.len()).map(Label::number).collect();
    let places = plot
        .place(dots, &labels)
        .unwrap_or_else(|| plot.beside(dots, &labels));
    plot.draw_dots(&mut svg, dots, &labels, &places);
    let height = plot.bottom + 44.0;
    let left = svg.width * ASIDE + 28.0;
    key::draw_beside(&mut svg, dots, (left, 18.0), height);
    svg.finish(chart.frame, height)
}
