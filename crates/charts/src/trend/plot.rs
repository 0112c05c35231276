//! Where everything of a trend stands, and how it is drawn there.

use super::{Break, Trend, TrendPoint};
use crate::axis::{Axis, draw_periods};
use crate::scale::{Domain, Linear};
use crate::svg::{Anchor, Px, Svg};
use crate::text::{ellipsis, width};
use crate::{Estimate, Unit};

/// With more points than this the band alone carries the intervals.
const WHISKERS: usize = 24;

/// The chart with its places on the screen.
pub(super) struct Plot<'a> {
    chart: &'a Trend,
    axis: Axis,
    y: Linear,
    /// Middle of every point, also of gaps.
    xs: Vec<f64>,
    estimates: Vec<Option<Estimate>>,
    left: f64,
    right: f64,
    top: f64,
    pub(super) bottom: f64,
    /// The baseline's label stands above the picture.
    above: bool,
}

impl<'a> Plot<'a> {
    /// `None` when there is no figure at all.
    pub(super) fn new(chart: &'a Trend, width_px: f64) -> Option<Self> {
        let estimates: Vec<Option<Estimate>> = chart
            .points
            .iter()
            .map(|p| p.estimate.and_then(|e| e.checked_as(p.few)))
            .collect();
        let last = estimates.iter().flatten().next_back()?;
        let narrow = width_px < 480.0;
        let axis = Axis {
            unit: chart.unit,
            domain: Domain::of(chart.unit, values(chart, &estimates), 3),
            locale: chart.frame.locale,
        };
        let locale = chart.frame.locale;
        let left = axis.margin();
        let right = width_px - width(&chart.unit.write(last.value, locale), 16.0) - 14.0;
        // On a phone a label among many points would cover them: it gets a row of its own.
        let above = chart.baseline.is_some() && narrow && chart.points.len() > 4;
        let rows = u8::from(breaks(chart).next().is_some()) + u8::from(above);
        let top = 16.0 + 18.0 * f64::from(rows);
        let bottom = top + if narrow { 150.0 } else { 200.0 };
        let count = chart.points.len();
        let inset = ((right - left) / (count as f64 * 2.0)).min(40.0);
        let step = (right - left - 2.0 * inset) / (count.saturating_sub(1)).max(1) as f64;
        let xs = (0..count)
            .map(|i| {
                if count == 1 {
                    f64::midpoint(left, right)
                } else {
                    left + inset + step * i as f64
                }
            })
            .collect();
        let y = axis.domain.scale(bottom, top);
        Some(Self {
            chart,
            axis,
            y,
            xs,
            estimates,
            left,
            right,
            top,
            bottom,
            above,
        })
    }

    /// Distance between two points in px.
    fn step(&self) -> f64 {
        if self.xs.len() > 1 {
            self.xs[1] - self.xs[0]
        } else {
            self.right - self.left
        }
    }

    pub(super) fn draw_axes(&self, svg: &mut Svg) {
        let zero = matches!(self.chart.unit, Unit::Points);
        let ends = (self.left, svg.width);
        self.axis.draw_lines(svg, self.y, ends, zero);
        let names = self.chart.points.iter().map(|point| point.label.as_str());
        draw_periods(svg, names, &self.xs, (self.step(), self.bottom));
    }

    /// Neighbouring points that may be joined: no gap and no break between them.
    pub(super) fn runs(&self) -> Vec<Vec<usize>> {
        let mut runs: Vec<Vec<usize>> = Vec::new();
        let mut joined = false;
        for (i, estimate) in self.estimates.iter().enumerate() {
            joined &= !breaks(self.chart).any(|b| b.before == i);
            match (estimate, runs.last_mut()) {
                (Some(_), Some(run)) if joined => run.push(i),
                (Some(_), _) => runs.push(vec![i]),
                (None, _) => {}
            }
            joined = estimate.is_some();
        }
        runs
    }

    /// The line of a run, and the band of its points with enough answers.
    pub(super) fn draw_run(&self, svg: &mut Svg, run: &[usize]) {
        for solid in run.split(|i| self.chart.points[*i].few) {
            let mut band = self.places(solid, |e| e.high);
            band.extend(self.places(solid, |e| e.low).into_iter().rev());
            if solid.len() > 1 {
                svg.area(&band, "c-band");
            }
        }
        svg.polyline(&self.places(run, |e| e.value), "c-series");
    }

    fn places(&self, run: &[usize], of: fn(&Estimate) -> f64) -> Vec<Px> {
        run.iter()
            .filter_map(|i| {
                self.estimates[*i]
                    .as_ref()
                    .map(|e| (self.xs[*i], self.y.at(of(e))))
            })
            .collect()
    }

    pub(super) fn draw_points(&self, svg: &mut Svg) {
        let many = self.estimates.iter().flatten().count() > WHISKERS;
        let linkable = self.step() >= 24.0;
        let hit = self.step().clamp(4.0, 40.0);
        let radius = if many {
            3.0
        } else {
            (self.step() / 5.0).clamp(3.0, 4.5)
        };
        for (i, estimate) in self.estimates.iter().enumerate() {
            let Some(e) = estimate else { continue };
            let (point, x) = (&self.chart.points[i], self.xs[i]);
            let link = point.link.as_deref().filter(|_| linkable);
            svg.mark(link, &detail(self.chart, point, e), |svg| {
                svg.rect(
                    (x - hit / 2.0, self.top),
                    (hit, self.bottom - self.top),
                    "c-hit",
                );
                let whisker = if point.few {
                    "c-whisker c-soft"
                } else {
                    "c-whisker"
                };
                if !many || self.alone(i) {
                    svg.line((x, self.y.at(e.low)), (x, self.y.at(e.high)), whisker);
                }
                let class = if point.few { "c-dot c-few" } else { "c-dot" };
                if !many || point.few || self.alone(i) || i + 1 == self.xs.len() {
                    svg.circle((x, self.y.at(e.value)), radius, class);
                }
            });
        }
    }

    /// Whether no line reaches point `i`.
    fn alone(&self, i: usize) -> bool {
        self.runs().iter().any(|run| run.len() == 1 && run[0] == i)
    }

    /// The last value in full, the first one smaller: the two a reader compares. Of few answers no
    /// number is written.
    pub(super) fn draw_values(&self, svg: &mut Svg) {
        let shown: Vec<usize> = (0..self.xs.len())
            .filter(|i| self.estimates[*i].is_some())
            .collect();
        let (Some(first), Some(last)) = (shown.first(), shown.last()) else {
            return;
        };
        let locale = self.chart.frame.locale;
        let written = |i: usize| self.estimates[i].filter(|_| !self.chart.points[i].few);
        if let Some(e) = written(*last) {
            let words = self.chart.unit.write(e.value, locale);
            let at = (self.xs[*last] + 10.0, self.y.at(e.value) + 5.5);
            svg.text(at, Anchor::Start, "c-now c-halo", &words);
        }
        if let Some(e) = written(*first).filter(|_| first != last) {
            let words = self.chart.unit.write(e.value, locale);
            let at = (self.xs[*first] - 9.0, self.y.at(e.value) + 4.5);
            if at.0 - width(&words, 12.0) > self.left {
                svg.text(at, Anchor::End, "c-strong c-halo", &words);
            } else {
                let y = (self.y.at(e.high) - 6.0).max(12.0);
                svg.text(
                    (self.xs[*first], y),
                    Anchor::Start,
                    "c-strong c-halo",
                    &words,
                );
            }
        }
    }

    /// A line between the points where the measure changed, its label on top.
    pub(super) fn draw_breaks(&self, svg: &mut Svg) {
        let mut free = [0.0, 0.0];
        for change in breaks(self.chart) {
            let x = (self.xs[change.before] - self.step() / 2.0).max(self.left);
            let size = width(&change.label, 12.0);
            let at_end = x + size > svg.width;
            let left = if at_end { (x - size).max(0.0) } else { x };
            let row = usize::from(left < free[0] && left >= free[1]);
            let words = ellipsis(&change.label, 12.0, if at_end { x } else { svg.width - x });
            let y = 11.0 + 14.0 * row as f64;
            svg.line((x, y + 4.0), (x, self.bottom), "c-break");
            if left >= free[row] {
                let anchor = if at_end { Anchor::End } else { Anchor::Start };
                svg.text((x, y), anchor, "c-small", &words);
                free[row] = left + size + 12.0;
            }
        }
    }

    pub(super) fn draw_baseline(&self, svg: &mut Svg) {
        let baseline = self
            .chart
            .baseline
            .as_ref()
            .filter(|b| self.y.holds(b.value));
        let Some(baseline) = baseline else { return };
        let y = self.y.at(baseline.value).round() + 0.5;
        svg.line((self.left, y), (svg.width, y), "c-base");
        if self.above {
            let row = self.top - 14.0;
            svg.line((0.0, row - 4.0), (16.0, row - 4.0), "c-base");
            let words = ellipsis(&baseline.label, 12.0, svg.width - 22.0);
            svg.text((22.0, row), Anchor::Start, "c-small", &words);
            return;
        }
        let words = ellipsis(&baseline.label, 12.0, self.right - self.left);
        let half = width(&words, 12.0) / 2.0;
        let room = (self.right - self.left - 2.0 * half).max(0.0);
        let spots = (0..=12).flat_map(|k| {
            let x = self.left + half + room * f64::from(k) / 12.0;
            [(x, y - 5.0), (x, y + 13.0)]
        });
        let best = spots.max_by(|a, b| self.air(*a, half).total_cmp(&self.air(*b, half)));
        if let Some(at) = best {
            svg.text(at, Anchor::Middle, "c-small c-halo", &words);
        }
    }

    /// How far a label at `at` is from line and whiskers, px; the more the better, 40 is enough.
    fn air(&self, at: Px, half: f64) -> f64 {
        if at.1 > self.bottom || at.1 < self.top + 10.0 {
            return -100.0;
        }
        let many = self.xs.len() > WHISKERS;
        let reach = (at.0 - half - self.step(), at.0 + half + self.step());
        let mut least: f64 = 40.0;
        for (x, e) in self.xs.iter().zip(&self.estimates) {
            let Some(e) = e.as_ref().filter(|_| (reach.0..=reach.1).contains(x)) else {
                continue;
            };
            least = least.min((self.y.at(e.value) - at.1 + 4.0).abs());
            let (high, low) = (self.y.at(e.high) - 2.0, self.y.at(e.low) + 12.0);
            if !many && (x - at.0).abs() < half + 4.0 && (high..=low).contains(&at.1) {
                least -= 30.0;
            }
        }
        least
    }
}

/// What the vertical axis must hold. Intervals of few answers may run off the picture: they would
/// flatten everything else.
fn values(chart: &Trend, estimates: &[Option<Estimate>]) -> Vec<f64> {
    let all_few = chart.points.iter().all(|p| p.few || p.estimate.is_none());
    let mut values: Vec<f64> = chart.baseline.iter().map(|b| b.value).collect();
    for (point, estimate) in chart.points.iter().zip(estimates) {
        let Some(e) = estimate else { continue };
        values.push(e.value);
        if !point.few || all_few {
            values.extend([e.low, e.high]);
        }
    }
    values
}

fn breaks(chart: &Trend) -> impl Iterator<Item = &Break> {
    chart
        .breaks
        .iter()
        .filter(|b| b.before > 0 && b.before < chart.points.len())
}

/// The words of a point: the caller's, or the figure; of few answers the interval alone.
fn detail(chart: &Trend, point: &TrendPoint, e: &Estimate) -> String {
    if !point.detail.is_empty() {
        return point.detail.clone();
    }
    let [value, low, high] =
        [e.value, e.low, e.high].map(|v| chart.unit.write(v, chart.frame.locale));
    if point.few {
        return format!("{}: {low} – {high}", point.label);
    }
    format!("{}: {value} ({low} – {high})", point.label)
}
