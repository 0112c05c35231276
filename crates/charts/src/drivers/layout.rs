//! The columns of the driver chart and what is drawn in them.

use super::{DriverState, Drivers, Ranked};
use crate::Unit;
use crate::scale::{Domain, Linear};
use crate::svg::{Anchor, Svg};
use crate::text::{block, ellipsis, fits, width, wrap};

/// Where the columns are. On a phone the plot of a row stands under its words.
pub(super) struct Layout {
    pub(super) narrow: bool,
    /// Left edge of labels, px.
    label: f64,
    /// Room for a label, px.
    label_room: f64,
    domain: Domain,
    x: Linear,
    /// Right edges of the columns KSS and satisfaction.
    kss: f64,
    satisfaction: f64,
    pub(super) top: f64,
    pub(super) row: f64,
    rows: usize,
}

impl Layout {
    pub(super) fn new(chart: &Drivers, rows: &[Ranked<'_>], width_px: f64) -> Self {
        let narrow = width_px < 560.0;
        let words = &chart.words;
        let column = |heading: &str| width(heading, 12.0).clamp(44.0, 140.0);
        let satisfaction = width_px;
        let kss = satisfaction - column(&words.satisfaction) - 20.0;
        let label = if rows.iter().any(|r| r.leading) {
            16.0
        } else {
            0.0
        };
        let columns_left = kss - column(&words.kss);
        let longest = rows
            .iter()
            .map(|r| width(&r.row.label, 14.0))
            .fold(0.0, f64::max);
        let label_room = if narrow {
            columns_left - label - 8.0
        } else {
            longest.min(width_px * 0.34)
        };
        let wide = rows.iter().filter(|r| !r.few);
        let mut values: Vec<f64> = wide
            .filter_map(|r| r.kss)
            .flat_map(|e| [e.low, e.high])
            .collect();
        values.extend(rows.iter().filter_map(|r| r.kss).map(|e| e.value));
        values.push(100.0);
        if values.len() == 1 {
            values.push(60.0);
        }
        let domain = Domain::of(Unit::Kss, values, 3);
        let (from, to) = if narrow {
            (label, width_px)
        } else {
            (label + label_room + 24.0, columns_left - 16.0)
        };
        let x = domain.scale(from + 6.0, to - 6.0);
        let wraps = narrow && !rows.iter().all(|r| fits(&r.row.label, 14.0, label_room, 1));
        let row = match (narrow, wraps) {
            (false, _) => 40.0,
            (true, false) => 60.0,
            (true, true) => 76.0,
        };
        Self {
            narrow,
            label,
            label_room,
            domain,
            x,
            kss,
            satisfaction,
            top: 28.0,
            row,
            rows: rows.len(),
        }
    }

    pub(super) fn bottom(&self) -> f64 {
        self.top + self.row * self.rows as f64
    }

    /// Headings, ticks and the line at 100.
    pub(super) fn draw_frame(&self, svg: &mut Svg, chart: &Drivers) {
        let words = &chart.words;
        let y = self.top - 12.0;
        svg.text((self.kss, y), Anchor::End, "c-small", &words.kss);
        let heading = ellipsis(&words.satisfaction, 12.0, 140.0);
        svg.text((self.satisfaction, y), Anchor::End, "c-small", &heading);
        let bottom = self.bottom();
        for tick in &self.domain.ticks {
            let x = self.x.at(*tick).round() + 0.5;
            if (*tick - 100.0).abs() > 1e-9 {
                self.draw_guide(svg, x, "c-grid");
            }
            let written = chart.frame.locale.number(*tick, 0);
            svg.text((x, bottom + 18.0), Anchor::Middle, "c-tick", &written);
        }
        let x = self.x.at(100.0).round() + 0.5;
        self.draw_guide(svg, x, "c-axis");
        let half = width(&words.nothing_to_gain, 12.0) / 2.0;
        let (at, anchor) = if x + half > self.x.pixels.1 + 6.0 {
            (self.x.pixels.1 + 6.0, Anchor::End)
        } else {
            (x, Anchor::Middle)
        };
        let y = if self.narrow { bottom + 34.0 } else { y };
        svg.text((at, y), anchor, "c-small", &words.nothing_to_gain);
    }

    /// A vertical line through all plots; on a phone only where the plots are.
    fn draw_guide(&self, svg: &mut Svg, x: f64, class: &str) {
        if !self.narrow {
            svg.line((x, self.top - 4.0), (x, self.bottom()), class);
            return;
        }
        for i in 0..self.rows {
            let plot = self.plot(self.top + self.row * i as f64);
            svg.line((x, plot - 9.0), (x, plot + 9.0), class);
        }
    }

    /// Where the whisker of the row at `top` runs.
    fn plot(&self, top: f64) -> f64 {
        if self.narrow {
            top + self.row - 18.0
        } else {
            top + self.row / 2.0
        }
    }
}

pub(super) fn draw_row(
    svg: &mut Svg,
    chart: &Drivers,
    layout: &Layout,
    (ranked, top): (&Ranked<'_>, f64),
) {
    let row = ranked.row;
    let words = if layout.narrow {
        top + 22.0
    } else {
        top + layout.row / 2.0
    };
    let plot = layout.plot(top);
    let detail = if row.detail.is_empty() {
        &row.label
    } else {
        &row.detail
    };
    svg.mark(row.link.as_deref(), detail, |svg| {
        svg.rect((0.0, top), (svg.width, layout.row), "c-hit");
        let lines = wrap(&row.label, 14.0, layout.label_room, 2);
        let rise = if layout.narrow {
            0.0
        } else {
            8.5 * lines.len().saturating_sub(1) as f64
        };
        let y = words + 5.0 - rise;
        block(svg, (layout.label, y), 17.0, "c-label", &lines);
        if let Some(kss) = ranked.kss {
            let quiet = if ranked.leading { "" } else { " c-quiet" };
            let few = if ranked.few { " c-few" } else { "" };
            let (from, to) = (layout.x.at(kss.low), layout.x.at(kss.high));
            svg.line((from, plot), (to, plot), &format!("c-whisker{quiet}"));
            svg.circle(
                (layout.x.at(kss.value), plot),
                5.5,
                &format!("c-dot{quiet}{few}"),
            );
            let written = chart.frame.locale.number(kss.value, 1);
            let class = if ranked.leading { "c-value" } else { "c-label" };
            svg.text((layout.kss, words + 5.0), Anchor::End, class, &written);
        } else {
            let (from, to) = layout.x.pixels;
            let reason = match &row.state {
                DriverState::Hidden { reason } => reason.as_str(),
                DriverState::Shown { .. } => "",
            };
            let right = if layout.narrow { to } else { layout.kss };
            let block_width = ((to - from) * 0.2).min(56.0);
            svg.hatch((from, plot - 7.0), (block_width, 14.0));
            let reason = ellipsis(reason, 12.0, right - from - block_width - 8.0);
            let at = (from + block_width + 8.0, plot + 4.0);
            svg.text(at, Anchor::Start, "c-small c-halo", &reason);
        }
        let at = (layout.satisfaction, words + 5.0);
        svg.text(at, Anchor::End, "c-label", &row.satisfaction);
    });
}

/// A bracket on the left of every run of leading rows, named once.
pub(super) fn draw_leading(svg: &mut Svg, chart: &Drivers, layout: &Layout, rows: &[Ranked<'_>]) {
    let mut named = false;
    let mut i = 0;
    while i < rows.len() {
        let length = rows[i..].iter().take_while(|r| r.leading).count();
        if length == 0 {
            i += 1;
            continue;
        }
        let from = layout.top + layout.row * i as f64 + 6.0;
        let to = from + layout.row * length as f64 - 12.0;
        svg.polyline(&[(6.0, from), (1.0, from), (1.0, to), (6.0, to)], "c-lead");
        if !named {
            named = true;
            let room = layout.x.at(100.0) - width(&chart.words.nothing_to_gain, 12.0) - 12.0;
            let words = ellipsis(&chart.words.leading, 12.0, room.max(72.0));
            svg.text(
                (0.0, layout.top - 12.0),
                Anchor::Start,
                "c-lead-text",
                &words,
            );
        }
        i += length;
    }
}
