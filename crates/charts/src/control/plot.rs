//! Where everything of a control chart stands, and how it is drawn there.

use super::{Control, ControlPoint};
use crate::Unit;
use crate::axis::{Axis, draw_periods};
use crate::scale::{Domain, Linear};
use crate::svg::{Anchor, Px, Svg};
use crate::text::{ellipsis, width};

/// Least distance between two names in the margin, px.
const NAME_GAP: f64 = 15.0;

/// Room under the lowest value, px.
const VALUE_ROOM: f64 = 20.0;

/// The chart with its places on the screen.
pub(super) struct Plot<'a> {
    pub(super) chart: &'a Control,
    axis: Axis,
    pub(super) y: Linear,
    /// Middle of every period, also of gaps.
    pub(super) xs: Vec<f64>,
    pub(super) left: f64,
    /// Where the plot ends and the names begin.
    pub(super) right: f64,
    top: f64,
    pub(super) bottom: f64,
}

impl<'a> Plot<'a> {
    /// `None` when there is no figure at all.
    pub(super) fn new(chart: &'a Control, width_px: f64) -> Option<Self> {
        chart.points.iter().find_map(value)?;
        let narrow = width_px < 480.0;
        let axis = Axis {
            unit: chart.unit,
            domain: Domain::of(chart.unit, values(chart), 3),
            locale: chart.frame.locale,
        };
        let left = axis.margin();
        let names = [chart.limit.as_str(), chart.average.as_str()];
        let names = names
            .into_iter()
            .chain(chart.centre.iter().map(|(_, name)| name.as_str()));
        let margin = names.map(|name| width(name, 12.0)).fold(28.0, f64::max);
        let right = width_px - margin.min(width_px * 0.3) - 8.0;
        let top = 22.0;
        let bottom = top + if narrow { 160.0 } else { 220.0 };
        let count = chart.points.len();
        let step = (right - left) / count as f64;
        let xs = (0..count).map(|i| left + step * (i as f64 + 0.5)).collect();
        // Room for the value of a period that stands out at the very bottom or top.
        let y = axis.domain.scale(bottom - VALUE_ROOM, top);
        Some(Self {
            chart,
            axis,
            y,
            xs,
            left,
            right,
            top,
            bottom,
        })
    }

    /// Of a dot, px.
    pub(super) fn radius(&self) -> f64 {
        (self.step() / 5.0).clamp(2.0, 4.5)
    }

    /// Room of one period in px.
    fn step(&self) -> f64 {
        (self.right - self.left) / self.xs.len() as f64
    }

    pub(super) fn draw_axes(&self, svg: &mut Svg) {
        let zero = matches!(self.chart.unit, Unit::Points);
        let ends = (self.left, self.right);
        self.axis.draw_lines(svg, self.y, ends, zero);
        let names = self.chart.points.iter().map(|point| point.label.as_str());
        draw_periods(svg, names, &self.xs, (self.step(), self.bottom));
    }

    /// The limits of every period as steps, because they are its own: they depend on its answers.
    pub(super) fn draw_limits(&self, svg: &mut Svg) {
        let half = self.step() / 2.0;
        for (point, x) in self.chart.points.iter().zip(&self.xs) {
            let Some([low, high]) = limits(point) else {
                continue;
            };
            let (low, high) = (self.y.at(low), self.y.at(high));
            svg.rect((x - half, high), (self.step(), low - high), "c-band");
            for y in [low, high] {
                svg.line((x - half, y), (x + half, y), "c-leader");
            }
        }
        if let Some((centre, _)) = &self.chart.centre {
            let y = self.y.at(*centre).round() + 0.5;
            svg.line((self.left, y), (self.right, y), "c-base");
        }
    }

    /// The figure and its moving average; the way to a period that still runs is dashed.
    pub(super) fn draw_lines(&self, svg: &mut Svg) {
        for run in self.runs(|point| point.average.filter(|v| v.is_finite())) {
            svg.polyline(&run, "c-bracket c-neutral-line");
        }
        let last = self.chart.points.len() - 1;
        let solid = |i: usize| i < last || !self.chart.points[i].hollow;
        let mut run: Vec<Px> = Vec::new();
        for (i, point) in self.chart.points.iter().enumerate() {
            match (value(point), solid(i)) {
                (Some(value), true) => run.push((self.xs[i], self.y.at(value))),
                (Some(value), false) => {
                    if let Some(from) = run.last() {
                        svg.line(*from, (self.xs[i], self.y.at(value)), "c-base");
                    }
                }
                (None, _) => {
                    svg.polyline(&run, "c-series");
                    run.clear();
                }
            }
        }
        svg.polyline(&run, "c-series");
    }

    /// Neighbouring periods that have a value.
    fn runs(&self, of: impl Fn(&ControlPoint) -> Option<f64>) -> Vec<Vec<Px>> {
        let mut runs = vec![Vec::new()];
        for (point, x) in self.chart.points.iter().zip(&self.xs) {
            match (of(point), runs.last_mut()) {
                (Some(value), Some(run)) => run.push((*x, self.y.at(value))),
                _ => runs.push(Vec::new()),
            }
        }
        runs
    }

    pub(super) fn draw_points(&self, svg: &mut Svg) {
        let linkable = self.step() >= 24.0;
        let radius = self.radius();
        for (point, x) in self.chart.points.iter().zip(&self.xs) {
            let Some(value) = value(point) else { continue };
            let link = point.link.as_deref().filter(|_| linkable);
            let y = self.y.at(value);
            svg.mark(link, &point.detail, |svg| {
                let hit = self.step().clamp(4.0, 40.0);
                let size = (hit, self.bottom - self.top);
                svg.rect((x - hit / 2.0, self.top), size, "c-hit");
                if let Some([low, high]) = interval(point) {
                    let soft = if point.hollow { " c-soft" } else { "" };
                    let class = format!("c-whisker{soft}");
                    svg.line((*x, self.y.at(low)), (*x, self.y.at(high)), &class);
                }
                let class = if point.hollow { "c-dot c-few" } else { "c-dot" };
                svg.circle((*x, y), radius, class);
                if point.signal {
                    svg.circle((*x, y), radius + 4.0, "c-lead");
                }
            });
        }
    }

    /// The names of limits, average and centre beside where they end, kept apart.
    pub(super) fn draw_names(&self, svg: &mut Svg) {
        let points = || self.chart.points.iter().rev();
        let mut names: Vec<(f64, &str)> = Vec::new();
        if let Some([low, high]) = points().find_map(limits) {
            names.push((self.y.at(high), &self.chart.limit));
            names.push((self.y.at(low), &self.chart.limit));
        }
        if let Some((centre, name)) = &self.chart.centre {
            names.push((self.y.at(*centre), name));
        }
        if let Some(average) = points().find_map(|point| point.average) {
            names.push((self.y.at(average), &self.chart.average));
        }
        names.sort_by(|a, b| a.0.total_cmp(&b.0));
        for i in 1..names.len() {
            names[i].0 = names[i].0.max(names[i - 1].0 + NAME_GAP);
        }
        let over = names
            .last()
            .map_or(0.0, |(y, _)| (y - self.bottom).max(0.0));
        for i in (0..names.len()).rev() {
            let most = match names.get(i + 1) {
                Some((next, _)) => next - NAME_GAP,
                None => names[i].0 - over,
            };
            names[i].0 = names[i].0.min(most);
        }
        for (y, name) in names {
            let at = (self.right + 6.0, y + 4.0);
            let words = ellipsis(name, 12.0, svg.width - self.right - 6.0);
            svg.text(at, Anchor::Start, "c-small c-halo", &words);
        }
    }
}

pub(super) fn value(point: &ControlPoint) -> Option<f64> {
    point.value.filter(|value| value.is_finite())
}

/// Limits say enough by themselves.
fn interval(point: &ControlPoint) -> Option<[f64; 2]> {
    let interval = point.interval.filter(|_| limits(point).is_none())?;
    interval
        .iter()
        .all(|end| end.is_finite())
        .then_some(interval)
}

fn limits(point: &ControlPoint) -> Option<[f64; 2]> {
    let limits = point.limits?;
    limits
        .iter()
        .all(|limit| limit.is_finite())
        .then_some(limits)
}

/// What the vertical axis must hold. Limits and intervals of hollow points may run off the picture: they would
/// flatten everything else.
fn values(chart: &Control) -> Vec<f64> {
    let mut values: Vec<f64> = chart.centre.iter().map(|(centre, _)| *centre).collect();
    for point in &chart.points {
        values.extend(value(point));
        if !point.hollow {
            let ends = limits(point).or_else(|| interval(point));
            values.extend(ends.into_iter().flatten());
        }
    }
    values
}
