//! Rows with a dot and its whisker on one shared scale: what the charts of drivers and of groups
//! have in common. On a phone the plot of a row stands under its words.

use crate::scale::{Domain, Linear};
use crate::svg::{Anchor, Svg};
use crate::text::{block, ellipsis, fits, width, wrap};
use crate::{Estimate, Frame, Unit};

/// One row.
pub(crate) struct DotRow<'a> {
    pub(crate) label: &'a str,
    /// Small words under the label; may be empty.
    pub(crate) note: &'a str,
    /// Checked; `None` hatches the plot and says `reason`.
    pub(crate) estimate: Option<Estimate>,
    pub(crate) reason: &'a str,
    pub(crate) few: bool,
    /// In the accent, the others in grey.
    pub(crate) strong: bool,
    /// What the last column says.
    pub(crate) second: &'a str,
    pub(crate) detail: &'a str,
    pub(crate) link: Option<&'a str>,
}

/// All rows with what surrounds them.
pub(crate) struct DotRows<'a> {
    pub(crate) frame: &'a Frame,
    pub(crate) unit: Unit,
    pub(crate) rows: Vec<DotRow<'a>>,
    /// Headings of the two columns: the figure, and what stands beside it.
    pub(crate) headings: [&'a str; 2],
    /// A value to compare with, and its name.
    pub(crate) reference: Option<(f64, &'a str)>,
    /// Names a bracket around the strong rows.
    pub(crate) bracket: Option<&'a str>,
}

impl DotRows<'_> {
    /// Draws the rows in their order.
    pub(crate) fn draw(&self, mut svg: Svg) -> String {
        let layout = Layout::new(self, svg.width);
        layout.draw_frame(&mut svg, self);
        for (i, row) in self.rows.iter().enumerate() {
            self.draw_row(&mut svg, &layout, (row, layout.top + layout.row * i as f64));
        }
        if let Some(words) = self.bracket {
            self.draw_bracket(&mut svg, &layout, words);
        }
        let foot = if layout.narrow { 40.0 } else { 24.0 };
        svg.finish(self.frame, layout.bottom() + foot)
    }

    fn draw_row(&self, svg: &mut Svg, layout: &Layout, (row, top): (&DotRow<'_>, f64)) {
        let words = if layout.narrow {
            top + 22.0
        } else {
            top + layout.row / 2.0
        };
        let detail = if row.detail.is_empty() {
            row.label
        } else {
            row.detail
        };
        svg.mark(row.link, detail, |svg| {
            svg.rect((0.0, top), (svg.width, layout.row), "c-hit");
            let lines = wrap(row.label, 14.0, layout.label_room, 2);
            let note = if row.note.is_empty() { 0.0 } else { 8.0 };
            let extra = 8.5 * lines.len().saturating_sub(1) as f64 + note;
            let y = words + 5.0 - if layout.narrow { 0.0 } else { extra };
            block(svg, (layout.label, y), 17.0, "c-label", &lines);
            let under = y + 17.0 * lines.len() as f64 - 1.0;
            // On a phone the columns end above the note, so it has the whole row.
            let room = if layout.narrow {
                svg.width - layout.label
            } else {
                layout.label_room
            };
            let note = ellipsis(row.note, 12.0, room);
            svg.text((layout.label, under), Anchor::Start, "c-small", &note);
            match row.estimate {
                Some(e) => self.draw_estimate(svg, layout, (row, e), (words, layout.plot(top))),
                None => layout.draw_reason(svg, row.reason, layout.plot(top)),
            }
            svg.text(
                (layout.second, words + 5.0),
                Anchor::End,
                "c-label",
                row.second,
            );
        });
    }

    /// Dot, whisker and figure; of few answers the figure is the interval alone.
    fn draw_estimate(
        &self,
        svg: &mut Svg,
        layout: &Layout,
        (row, e): (&DotRow<'_>, Estimate),
        (words, plot): (f64, f64),
    ) {
        let quiet = if row.strong { "" } else { " c-quiet" };
        let few = if row.few { " c-few" } else { "" };
        let (from, to) = (layout.x.at(e.low), layout.x.at(e.high));
        svg.line((from, plot), (to, plot), &format!("c-whisker{quiet}"));
        svg.circle(
            (layout.x.at(e.value), plot),
            5.5,
            &format!("c-dot{quiet}{few}"),
        );
        let written = self.figure(row, e);
        let class = match (row.few, row.strong) {
            (true, _) => "c-small",
            (false, true) => "c-value",
            (false, false) => "c-label",
        };
        svg.text((layout.first, words + 5.0), Anchor::End, class, &written);
    }

    fn figure(&self, row: &DotRow<'_>, e: Estimate) -> String {
        let locale = self.frame.locale;
        if !row.few {
            return self.unit.write(e.value, locale);
        }
        match self.unit {
            Unit::Kss => {
                format!("{} – {}", locale.number(e.low, 0), locale.number(e.high, 0))
            }
            unit => format!(
                "{} – {}",
                unit.write(e.low, locale),
                unit.write(e.high, locale)
            ),
        }
    }

    /// A bracket on the left of every run of strong rows, named once.
    fn draw_bracket(&self, svg: &mut Svg, layout: &Layout, words: &str) {
        let mut named = false;
        let mut i = 0;
        while i < self.rows.len() {
            let length = self.rows[i..].iter().take_while(|row| row.strong).count();
            if length == 0 {
                i += 1;
                continue;
            }
            let from = layout.top + layout.row * i as f64 + 6.0;
            let to = from + layout.row * length as f64 - 12.0;
            svg.polyline(&[(6.0, from), (1.0, from), (1.0, to), (6.0, to)], "c-lead");
            if !named {
                named = true;
                let right = if layout.narrow {
                    layout.columns
                } else {
                    self.reference.map_or(layout.columns, |(value, name)| {
                        layout.x.at(value) - width(name, 12.0)
                    })
                };
                let words = ellipsis(words, 12.0, (right - 12.0).max(72.0));
                let at = (0.0, layout.top - 12.0);
                svg.text(at, Anchor::Start, "c-lead-text", &words);
            }
            i += length;
        }
    }
}

/// Where the columns are.
struct Layout {
    narrow: bool,
    /// Left edge of labels, px.
    label: f64,
    /// Room for a label, px.
    label_room: f64,
    domain: Domain,
    x: Linear,
    /// Left edge of the columns.
    columns: f64,
    /// Right edges of the two columns.
    first: f64,
    second: f64,
    top: f64,
    row: f64,
    rows: usize,
}

impl Layout {
    fn new(chart: &DotRows<'_>, width_px: f64) -> Self {
        let narrow = width_px < 560.0;
        let rows = &chart.rows;
        let figures = rows.iter().filter_map(|row| row.estimate.map(|e| (row, e)));
        let figures =
            figures.map(|(row, e)| width(&chart.figure(row, e), if row.few { 12.0 } else { 14.0 }));
        let seconds = rows.iter().map(|row| width(row.second, 14.0));
        let column =
            |heading: &str, widest: f64| widest.max(width(heading, 12.0)).clamp(40.0, 140.0);
        let second = width_px;
        let first = second - column(chart.headings[1], seconds.fold(0.0, f64::max)) - 20.0;
        let columns = first - column(chart.headings[0], figures.fold(0.0, f64::max));
        let bracket = chart.bracket.is_some() && rows.iter().any(|row| row.strong);
        let label = if bracket { 16.0 } else { 0.0 };
        let longest = rows
            .iter()
            .map(|r| width(r.label, 14.0).max(width(r.note, 12.0)));
        let label_room = if narrow {
            columns - label - 8.0
        } else {
            longest.fold(0.0, f64::max).min(width_px * 0.34)
        };
        let domain = Domain::of(chart.unit, values(chart), 3);
        let (from, to) = if narrow {
            (label, width_px)
        } else {
            (label + label_room + 24.0, columns - 16.0)
        };
        let x = domain.scale(from + 6.0, to - 6.0);
        let wraps = narrow && !rows.iter().all(|r| fits(r.label, 14.0, label_room, 1));
        let notes = rows.iter().any(|row| !row.note.is_empty());
        let row = if narrow { 60.0 } else { 40.0 }
            + if wraps { 16.0 } else { 0.0 }
            + if notes { 14.0 } else { 0.0 };
        Self {
            narrow,
            label,
            label_room,
            domain,
            x,
            columns,
            first,
            second,
            top: 28.0,
            row,
            rows: rows.len(),
        }
    }

    fn bottom(&self) -> f64 {
        self.top + self.row * self.rows as f64
    }

    /// Headings, ticks and the line to compare with.
    fn draw_frame(&self, svg: &mut Svg, chart: &DotRows<'_>) {
        let y = self.top - 12.0;
        for (right, heading) in [self.first, self.second].into_iter().zip(chart.headings) {
            svg.text(
                (right, y),
                Anchor::End,
                "c-small",
                &ellipsis(heading, 12.0, 140.0),
            );
        }
        let bottom = self.bottom();
        let reference = chart.reference.filter(|(value, _)| value.is_finite());
        for tick in &self.domain.ticks {
            let x = self.x.at(*tick).round() + 0.5;
            if reference.is_none_or(|(value, _)| (tick - value).abs() > 1e-9) {
                self.draw_guide(svg, x, "c-grid");
            }
            let written = self.domain.write(chart.unit, *tick, chart.frame.locale);
            svg.text((x, bottom + 18.0), Anchor::Middle, "c-tick", &written);
        }
        let Some((value, name)) = reference else {
            return;
        };
        let x = self.x.at(value).round() + 0.5;
        self.draw_guide(svg, x, "c-axis");
        let half = width(name, 12.0) / 2.0;
        let (left, right) = (self.x.pixels.0 - 6.0, self.x.pixels.1 + 6.0);
        let (at, anchor) = if x + half > right {
            (right, Anchor::End)
        } else if x - half < left {
            (left, Anchor::Start)
        } else {
            (x, Anchor::Middle)
        };
        let y = if self.narrow { bottom + 34.0 } else { y };
        svg.text((at, y), anchor, "c-small", name);
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

    fn draw_reason(&self, svg: &mut Svg, reason: &str, plot: f64) {
        let (from, to) = self.x.pixels;
        let right = if self.narrow { to } else { self.first };
        let block = ((to - from) * 0.2).min(56.0);
        svg.hatch((from, plot - 7.0), (block, 14.0));
        let reason = ellipsis(reason, 12.0, right - from - block - 8.0);
        let at = (from + block + 8.0, plot + 4.0);
        svg.text(at, Anchor::Start, "c-small c-halo", &reason);
    }
}

/// What the scale must hold. Intervals of few answers may run off it: they would flatten the rest.
fn values(chart: &DotRows<'_>) -> Vec<f64> {
    let all_few = chart
        .rows
        .iter()
        .all(|row| row.few || row.estimate.is_none());
    let mut values: Vec<f64> = chart.reference.iter().map(|(value, _)| *value).collect();
    for row in &chart.rows {
        let Some(e) = row.estimate else { continue };
        values.push(e.value);
        if !row.few || all_few {
            values.extend([e.low, e.high]);
        }
    }
    values
}
