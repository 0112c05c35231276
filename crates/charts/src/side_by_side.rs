//! Drivers (or groups) over waves side by side: one small picture each, all on one scale.

use crate::scale::{Domain, Linear};
use crate::svg::{Anchor, Px, Svg};
use crate::text::{block, ellipsis, width, wrap};
use crate::{Estimate, Frame, Unit};

/// One driver in one wave.
#[derive(Clone, Debug, PartialEq)]
pub struct SideCell {
    /// The figure with its interval.
    pub estimate: Estimate,
    /// Too few answers for a claim: drawn hollow, its value not written.
    pub few: bool,
    /// The figure in words, shown on hover.
    pub detail: String,
}

/// One driver over all waves.
#[derive(Clone, Debug, PartialEq)]
pub struct SideRow {
    /// The driver in words.
    pub label: String,
    /// One per wave, in the order of [`SideBySide::waves`]; `None` is a gap.
    pub cells: Vec<Option<SideCell>>,
    /// What the change is worth, in words ("not more than chance"); may be empty.
    pub verdict: String,
    /// Where a click goes.
    pub link: Option<String>,
}

/// Small multiples: driver × wave.
#[derive(Clone, Debug, PartialEq)]
pub struct SideBySide {
    /// Name, words, width.
    pub frame: Frame,
    /// What the figures count.
    pub unit: Unit,
    /// The waves from early to late, short.
    pub waves: Vec<String>,
    /// The drivers, in the order to show.
    pub rows: Vec<SideRow>,
    /// What to say when there are no rows.
    pub empty: String,
}

/// Gap between panels, px.
const GAP: f64 = 20.0;
/// Height of the drawing inside a panel, px.
const PLOT: f64 = 84.0;
/// Height of the wave names under the drawing, px.
const FOOT: f64 = 46.0;
/// Height of a verdict under the wave names, px.
const VERDICT: f64 = 30.0;

/// Draws a [`SideBySide`].
pub fn side_by_side(chart: &SideBySide) -> String {
    let mut svg = Svg::new(&chart.frame);
    if chart.rows.is_empty() || chart.waves.is_empty() {
        return svg.nothing(&chart.frame, &chart.empty);
    }
    let columns = (((svg.width + GAP) / (132.0 + GAP)).floor() as usize).clamp(1, 5);
    let panel = (svg.width - GAP * (columns - 1) as f64) / columns as f64;
    let domain = Domain::of(chart.unit, values(chart), 3);
    let lines = |row: &SideRow| wrap(&row.label, 14.0, panel, 3).len();
    let head = 27.0 + 17.0 * chart.rows.iter().map(lines).max().unwrap_or(1) as f64;
    let judged = chart.rows.iter().any(|row| !row.verdict.is_empty());
    let height = head + PLOT + FOOT + if judged { VERDICT } else { 0.0 };
    for (i, row) in chart.rows.iter().enumerate() {
        let left = (panel + GAP) * (i % columns) as f64;
        let top = height * (i / columns) as f64;
        let bottom = top + head + PLOT;
        let y = domain.scale(bottom, top + head);
        Panel {
            left,
            top,
            bottom,
            width: panel,
            y,
        }
        .draw(&mut svg, chart, row);
    }
    svg.finish(
        &chart.frame,
        height * chart.rows.len().div_ceil(columns) as f64 - 8.0,
    )
}

/// All panels share one scale; intervals of few answers may run off it.
fn values(chart: &SideBySide) -> Vec<f64> {
    let cells = || chart.rows.iter().flat_map(|row| row.cells.iter().flatten());
    let all_few = cells().all(|cell| cell.few);
    cells()
        .filter_map(|cell| cell.estimate.checked().map(|e| (e, cell.few && !all_few)))
        .flat_map(|(e, few)| {
            if few {
                [e.value; 3]
            } else {
                [e.low, e.value, e.high]
            }
        })
        .collect()
}

struct Panel {
    left: f64,
    top: f64,
    /// Lower end of the drawing.
    bottom: f64,
    width: f64,
    y: Linear,
}

impl Panel {
    fn draw(&self, svg: &mut Svg, chart: &SideBySide, row: &SideRow) {
        let detail = format!("{}. {}", row.label, row.verdict);
        svg.mark(row.link.as_deref(), &detail, |svg| {
            svg.rect(
                (self.left, self.top),
                (self.width, self.bottom - self.top + FOOT - 16.0),
                "c-hit",
            );
            let lines = wrap(&row.label, 14.0, self.width, 3);
            block(svg, (self.left, self.top + 14.0), 17.0, "c-label", &lines);
            self.draw_cells(svg, chart, row);
            let verdict = wrap(&row.verdict, 12.0, self.width, 2);
            block(
                svg,
                (self.left, self.bottom + 40.0),
                15.0,
                "c-small",
                &verdict,
            );
        });
    }

    /// Middles of the waves; the last leaves room for its value.
    fn xs(&self, waves: usize) -> Vec<f64> {
        let (from, to) = (self.left + 8.0, self.left + self.width - 46.0);
        if waves == 1 {
            return vec![f64::midpoint(from, to)];
        }
        (0..waves)
            .map(|i| from + (to - from) * i as f64 / (waves - 1) as f64)
            .collect()
    }

    fn draw_cells(&self, svg: &mut Svg, chart: &SideBySide, row: &SideRow) {
        let bottom = self.bottom;
        if matches!(chart.unit, Unit::Kss) && self.y.holds(100.0) {
            let y = self.y.at(100.0).round() + 0.5;
            svg.line((self.left, y), (self.left + self.width, y), "c-grid");
        }
        svg.line(
            (self.left, bottom + 4.5),
            (self.left + self.width, bottom + 4.5),
            "c-grid",
        );
        let xs = self.xs(chart.waves.len());
        let cells: Vec<Option<(Estimate, &SideCell)>> = (0..xs.len())
            .map(|i| row.cells.get(i).and_then(Option::as_ref))
            .map(|cell| cell.and_then(|c| c.estimate.checked().map(|e| (e, c))))
            .collect();
        for run in cells
            .iter()
            .zip(&xs)
            .collect::<Vec<_>>()
            .split(|(cell, _)| cell.is_none())
        {
            let places: Vec<Px> = run
                .iter()
                .filter_map(|(cell, x)| cell.as_ref().map(|(e, _)| (**x, self.y.at(e.value))))
                .collect();
            svg.polyline(&places, "c-series c-thin");
        }
        for (x, (e, cell)) in xs
            .iter()
            .zip(&cells)
            .filter_map(|(x, c)| c.as_ref().map(|c| (x, c)))
        {
            svg.mark(None, &cell.detail, |svg| {
                svg.line((*x, self.y.at(e.low)), (*x, self.y.at(e.high)), "c-whisker");
                let class = if cell.few { "c-dot c-few" } else { "c-dot" };
                svg.circle((*x, self.y.at(e.value)), 4.0, class);
            });
        }
        if let Some((x, (e, _))) = xs
            .iter()
            .zip(&cells)
            .rev()
            .find_map(|(x, c)| c.as_ref().map(|c| (x, c)))
            .filter(|(_, (_, cell))| !cell.few)
        {
            let words = chart.unit.write(e.value, chart.frame.locale);
            svg.text(
                (x + 9.0, self.y.at(e.value) + 5.0),
                Anchor::Start,
                "c-value c-halo",
                &words,
            );
        }
        self.draw_first(svg, chart, &xs, &cells);
        self.draw_waves(svg, chart, &xs);
    }

    /// The value a reader compares the last one with, small above its whisker.
    fn draw_first(
        &self,
        svg: &mut Svg,
        chart: &SideBySide,
        xs: &[f64],
        cells: &[Option<(Estimate, &SideCell)>],
    ) {
        let mut shown = xs
            .iter()
            .zip(cells)
            .filter_map(|(x, c)| c.as_ref().map(|c| (x, c)));
        if let (Some((x, (e, cell))), Some(_)) = (shown.next(), shown.next()) {
            if cell.few {
                return;
            }
            let words = chart.unit.write(e.value, chart.frame.locale);
            let at = (x - 8.0, self.y.at(e.high) - 5.0);
            svg.text(at, Anchor::Start, "c-small c-halo", &words);
        }
    }

    /// First and last wave; those between when there is room.
    fn draw_waves(&self, svg: &mut Svg, chart: &SideBySide, xs: &[f64]) {
        let y = self.bottom + 22.0;
        let last = xs.len() - 1;
        let room = if last == 0 {
            self.width
        } else {
            self.width / 2.0 - 6.0
        };
        let mut free = self.left;
        if last > 0 {
            let words = ellipsis(&chart.waves[0], 12.0, room);
            svg.text((self.left, y), Anchor::Start, "c-tick", &words);
            free += width(&words, 12.0) + 8.0;
        }
        let words = ellipsis(&chart.waves[last], 12.0, room);
        let half = width(&words, 12.0) / 2.0;
        let x = xs[last].clamp(
            free + half,
            (self.left + self.width - half).max(free + half),
        );
        svg.text((x, y), Anchor::Middle, "c-tick", &words);
    }
}
