//! Which periods have their value written: the latest, the first, the extremes and some that stand
//! out, as far as there is room and the value does not stand there yet.

use super::plot::Plot;
use super::{ControlPoint, plot};
use crate::svg::{Anchor, Px, Svg};
use crate::text::width;

/// Periods that stand out and have their value written, at most. All of them are ringed.
const SIGNALS_MAX: usize = 6;

/// Height of a value with some air, px.
const HEIGHT: f64 = 16.0;

/// Least distance between two values in a row, px.
const APART: f64 = 6.0;

/// A value in its place.
struct Label {
    /// Middle of its foot.
    at: Px,
    half: f64,
    words: String,
    class: &'static str,
}

impl Label {
    fn is_clear_of(&self, other: &Label) -> bool {
        (self.at.0 - other.at.0).abs() >= self.half + other.half + APART
            || (self.at.1 - other.at.1).abs() >= HEIGHT
    }
}

impl Plot<'_> {
    /// Writes the values there is room for; what matters more comes first.
    pub(super) fn draw_values(&self, svg: &mut Svg) {
        let mut labels: Vec<Label> = Vec::new();
        for i in self.order() {
            let Some(label) = self.label(i).filter(|label| self.is_inside(label)) else {
                continue;
            };
            let is_said = labels.iter().any(|other| other.words == label.words);
            let is_clear = labels.iter().all(|other| label.is_clear_of(other));
            if is_clear && !is_said {
                labels.push(label);
            }
        }
        for label in labels {
            svg.text(label.at, Anchor::Middle, label.class, &label.words);
        }
    }

    /// The periods whose value may be written, by how much it matters.
    fn order(&self) -> Vec<usize> {
        let points = &self.chart.points;
        let value = |i: usize| plot::value(&points[i]).unwrap_or_default();
        let given: Vec<usize> = (0..points.len())
            .filter(|&i| plot::value(&points[i]).is_some())
            .collect();
        let by_value = |a: &usize, b: &usize| value(*a).total_cmp(&value(*b));
        let solid = || given.iter().copied().filter(|&i| !points[i].hollow);
        let usual = self.chart.centre.as_ref().map(|(centre, _)| *centre);
        let far = |i: usize| usual.map_or(0.0, |usual| (value(i) - usual).abs());
        let mut signals: Vec<usize> = solid().filter(|&i| points[i].signal).collect();
        signals.sort_by(|&a, &b| far(b).total_cmp(&far(a)));
        signals.truncate(SIGNALS_MAX);
        let mut order: Vec<usize> = given.last().copied().into_iter().collect();
        order.extend(solid().next_back());
        order.extend(given.first());
        order.extend(solid().min_by(by_value));
        order.extend(solid().max_by(by_value));
        order.extend(signals);
        let mut known = vec![false; points.len()];
        order.retain(|&i| !std::mem::replace(&mut known[i], true));
        order
    }

    /// The value of a period away from the middle, where the line comes from.
    fn label(&self, i: usize) -> Option<Label> {
        let point: &ControlPoint = &self.chart.points[i];
        let value = plot::value(point)?;
        let words = self.chart.unit.write(value, self.chart.frame.locale);
        let half = width(&words, 14.0) / 2.0;
        let ring = self.radius() + if point.signal { 4.0 } else { 0.0 };
        let y = self.y.at(value);
        let under = match &self.chart.centre {
            Some((centre, _)) => value < *centre,
            None => self.is_valley(i),
        };
        let y = if under {
            y + ring + 14.0
        } else {
            y - ring - 4.0
        };
        let x = self.xs[i].clamp(self.left + half, (self.right - half).max(self.left + half));
        let class = if point.signal {
            "c-strong c-halo"
        } else {
            "c-small c-halo"
        };
        Some(Label {
            at: (x, y.clamp(12.0, self.bottom + 6.0)),
            half,
            words,
            class,
        })
    }

    /// Whether the line leaves a period upwards on both sides.
    fn is_valley(&self, i: usize) -> bool {
        let of = |i: usize| self.chart.points.get(i).and_then(plot::value);
        let here = of(i).unwrap_or_default();
        let before = i.checked_sub(1).and_then(of);
        let sides = [before, of(i + 1)];
        sides.iter().flatten().all(|side| *side > here)
    }

    fn is_inside(&self, label: &Label) -> bool {
        label.at.0 - label.half >= self.left - 1.0
    }
}
