//! Which driver has the most to gain: KSS with interval in rank order, satisfaction beside it.

use crate::scale::{Domain, Linear};
use crate::svg::{Anchor, Svg};
use crate::text::{block, ellipsis, fits, width, wrap};
use crate::{Estimate, Frame, Unit};

/// What there is to show of a driver.
#[derive(Clone, Debug, PartialEq)]
pub enum DriverState {
    /// KSS with its interval.
    Shown {
        /// KSS points; 100 = nothing to gain.
        kss: Estimate,
        /// Too few answers for a claim: drawn hollow and never in the leading group.
        few: bool,
    },
    /// Nothing may or can be shown: hatched, with the reason in words.
    Hidden {
        /// "fewer than 5 agree"
        reason: String,
    },
}

/// One driver.
#[derive(Clone, Debug, PartialEq)]
pub struct DriverRow {
    /// The driver in words.
    pub label: String,
    /// KSS, or why there is none.
    pub state: DriverState,
    /// Satisfaction as written in its column ("25 %", "3,6"); empty when hidden.
    pub satisfaction: String,
    /// All figures in words, shown on hover and read out.
    pub detail: String,
    /// Where a click goes.
    pub link: Option<String>,
}

/// The words around the rows.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct DriverWords {
    /// Heading of the KSS column ("KSS").
    pub kss: String,
    /// Heading of the satisfaction column ("agree").
    pub satisfaction: String,
    /// Names the bracket around the leading group ("most to gain").
    pub leading: String,
    /// Names the line at 100 ("nothing to gain").
    pub nothing_to_gain: String,
}

/// Drivers by KSS.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Drivers {
    /// Name, words, width.
    pub frame: Frame,
    /// In any order: drawn with demonstrable gain first, lowest KSS on top, hidden last.
    pub rows: Vec<DriverRow>,
    /// The words around the rows.
    pub words: DriverWords,
    /// What to say when there are no rows.
    pub empty: String,
}

/// Draws [`Drivers`].
pub fn drivers(chart: &Drivers) -> String {
    let mut svg = Svg::new(&chart.frame);
    if chart.rows.is_empty() {
        return svg.nothing(&chart.frame, &chart.empty);
    }
    let rows = ranked(&chart.rows);
    let layout = Layout::new(chart, &rows, svg.width);
    layout.draw_frame(&mut svg, chart);
    let mut y = layout.top;
    for row in &rows {
        draw_row(&mut svg, chart, &layout, (row, y));
        y += layout.row;
    }
    draw_leading(&mut svg, chart, &layout, &rows);
    svg.finish(
        &chart.frame,
        layout.bottom() + if layout.narrow { 40.0 } else { 24.0 },
    )
}

/// A row in its place.
struct Ranked<'a> {
    row: &'a DriverRow,
    kss: Option<Estimate>,
    few: bool,
    /// Can't be told apart from the lowest.
    leading: bool,
}

/// Demonstrable gain first, lowest KSS on top; then the others; hidden rows last.
fn ranked(rows: &[DriverRow]) -> Vec<Ranked<'_>> {
    let mut ranked: Vec<Ranked<'_>> = rows
        .iter()
        .map(|row| {
            let (kss, few) = match &row.state {
                DriverState::Shown { kss, few } => (kss.checked(), *few),
                DriverState::Hidden { .. } => (None, false),
            };
            Ranked {
                row,
                kss,
                few,
                leading: false,
            }
        })
        .collect();
    let key = |r: &Ranked<'_>| {
        r.kss
            .map_or((2, 0.0), |e| (i32::from(e.high >= 100.0), e.value))
    };
    ranked.sort_by(|a, b| {
        let (a, b) = (key(a), key(b));
        a.0.cmp(&b.0).then(a.1.total_cmp(&b.1))
    });
    let claims = |r: &Ranked<'_>| r.kss.filter(|e| !r.few && e.high < 100.0);
    if let Some(lowest) = ranked.iter().find_map(claims) {
        for r in &mut ranked {
            r.leading = claims(r).is_some_and(|e| e.low <= lowest.high);
        }
    }
    ranked
}

/// Where the columns are. On a phone the plot of a row stands under its words.
struct Layout {
    narrow: bool,
    /// Left edge of labels, px.
    label: f64,
    /// Room for a label, px.
    label_room: f64,
    domain: Domain,
    x: Linear,
    /// Right edges of the columns KSS and satisfaction.
    kss: f64,
    satisfaction: f64,
    top: f64,
    row: f64,
    rows: usize,
}

impl Layout {
    fn new(chart: &Drivers, rows: &[Ranked<'_>], width_px: f64) -> Self {
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

    fn bottom(&self) -> f64 {
        self.top + self.row * self.rows as f64
    }

    /// Headings, ticks and the line at 100.
    fn draw_frame(&self, svg: &mut Svg, chart: &Drivers) {
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

fn draw_row(svg: &mut Svg, chart: &Drivers, layout: &Layout, (ranked, top): (&Ranked<'_>, f64)) {
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
fn draw_leading(svg: &mut Svg, chart: &Drivers, layout: &Layout, rows: &[Ranked<'_>]) {
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

#[cfg(test)]
mod tests {
    use super::*;

    fn row(label: &str, low: f64, value: f64, high: f64) -> DriverRow {
        DriverRow {
            label: label.to_owned(),
            state: DriverState::Shown {
                kss: Estimate::new(value, low, high),
                few: false,
            },
            satisfaction: String::new(),
            detail: String::new(),
            link: None,
        }
    }

    fn order(rows: &[DriverRow]) -> Vec<(&str, bool)> {
        ranked(rows)
            .iter()
            .map(|r| (r.row.label.as_str(), r.leading))
            .collect()
    }

    #[test]
    fn lowest_kss_is_on_top_and_leads_with_all_it_overlaps() {
        let rows = [
            row("no gain shown", 60.0, 85.0, 110.0),
            row("third", 76.0, 80.0, 84.0),
            row("second", 70.0, 74.0, 78.0),
            row("first", 60.0, 67.0, 74.0),
        ];
        let expected = [
            ("first", true),
            ("second", true),
            ("third", false),
            ("no gain shown", false),
        ];
        assert_eq!(order(&rows), expected);
    }

    #[test]
    fn few_answers_never_lead_and_hidden_rows_come_last() {
        let mut few = row("few", 10.0, 30.0, 50.0);
        few.state = DriverState::Shown {
            kss: Estimate::new(30.0, 10.0, 50.0),
            few: true,
        };
        let mut hidden = row("hidden", 0.0, 0.0, 0.0);
        hidden.state = DriverState::Hidden {
            reason: "nobody agrees".to_owned(),
        };
        let rows = [hidden, row("solid", 80.0, 85.0, 90.0), few];
        assert_eq!(
            order(&rows),
            [("few", false), ("solid", true), ("hidden", false)]
        );
    }

    #[test]
    fn nobody_leads_where_nothing_is_demonstrable() {
        let rows = [
            row("a", 90.0, 99.0, 108.0),
            row("reversed", 110.0, 127.0, 140.0),
        ];
        assert_eq!(order(&rows), [("a", false), ("reversed", false)]);
    }
}
