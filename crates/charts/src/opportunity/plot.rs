//! Dots, whiskers and labels, or numbers with a list where labels don't fit.

use super::{Dot, Opportunity};
use crate::Unit;
use crate::placement::{Obstacles, Rect, place};
use crate::scale::{Domain, Linear};
use crate::svg::{Anchor, Svg};
use crate::text::{ellipsis, width, wrap};

/// What stands at a dot.
pub(super) struct Label {
    lines: Vec<String>,
    note: String,
    size: (f64, f64),
}

impl Label {
    pub(super) fn full(dot: &Dot<'_>, width_px: f64) -> Self {
        let room = width_px * 0.28;
        let lines = wrap(&dot.point.label, 14.0, room, 2);
        let note = ellipsis(dot.note, 12.0, width_px * 0.4);
        let wide = lines
            .iter()
            .map(|l| width(l, 14.0))
            .fold(width(&note, 12.0), f64::max);
        let high = 16.0 * lines.len() as f64 + if note.is_empty() { 1.0 } else { 16.0 };
        Self {
            lines,
            note,
            size: (wide, high),
        }
    }

    pub(super) fn number(number: usize) -> Self {
        let text = number.to_string();
        let size = (width(&text, 14.0), 15.0);
        Self {
            lines: vec![text],
            note: String::new(),
            size,
        }
    }
}

pub(super) struct Plot {
    x: Linear,
    y: Linear,
    across: Domain,
    up: Domain,
    left: f64,
    top: f64,
    pub(super) bottom: f64,
}

impl Plot {
    pub(super) fn new(chart: &Opportunity, dots: &[Dot<'_>], width_px: f64) -> Self {
        let narrow = width_px < 480.0;
        let all_few = dots.iter().all(|d| d.point.few);
        let gains = dots.iter().flat_map(|d| {
            let e = d.gain;
            if d.point.few && !all_few {
                [e.value; 3]
            } else {
                [e.low, e.value, e.high]
            }
        });
        // Gains are KSS upside down, so they share its unit.
        let up = Domain::of(Unit::Kss, gains.chain([0.0]), 3);
        let rated = dots.iter().map(|d| d.point.satisfaction);
        let across = Domain::of(chart.unit, rated, 3);
        let locale = chart.frame.locale;
        let ticks = up
            .ticks
            .iter()
            .map(|t| width(&up.write(Unit::Kss, *t, locale), 12.0));
        let left = ticks.fold(0.0, f64::max) + 12.0;
        let (top, bottom) = (
            30.0,
            if narrow {
                270.0
            } else {
                30.0 + (width_px * 0.56).min(380.0)
            },
        );
        let x = across.scale(left + 14.0, width_px - 14.0);
        let y = up.scale(bottom, top);
        Self {
            x,
            y,
            across,
            up,
            left,
            top,
            bottom,
        }
    }

    pub(super) fn draw_axes(&self, svg: &mut Svg, chart: &Opportunity) {
        let locale = chart.frame.locale;
        for tick in &self.up.ticks {
            let y = self.y.at(*tick).round() + 0.5;
            let zero = tick.abs() < 1e-9;
            svg.line(
                (self.left, y),
                (svg.width, y),
                if zero { "c-axis" } else { "c-grid" },
            );
            let words = self.up.write(Unit::Kss, *tick, locale);
            svg.text((self.left - 10.0, y + 4.0), Anchor::End, "c-tick", &words);
        }
        for tick in &self.across.ticks {
            let x = self.x.at(*tick);
            let words = self.across.write(chart.unit, *tick, locale);
            let half = width(&words, 12.0) / 2.0;
            let at = (x.min(svg.width - half), self.bottom + 20.0);
            svg.text(at, Anchor::Middle, "c-tick", &words);
        }
        let up = ellipsis(&format!("↑ {}", chart.words.gain), 12.0, svg.width);
        svg.text((0.0, 12.0), Anchor::Start, "c-small", &up);
        let across = ellipsis(&format!("{} →", chart.words.satisfaction), 12.0, svg.width);
        svg.text(
            (svg.width, self.bottom + 38.0),
            Anchor::End,
            "c-small",
            &across,
        );
    }

    fn center(&self, dot: &Dot<'_>) -> (f64, f64) {
        (self.x.at(dot.point.satisfaction), self.y.at(dot.gain.value))
    }

    pub(super) fn place(&self, dots: &[Dot<'_>], labels: &[Label]) -> Option<Vec<Rect>> {
        let bounds = Rect {
            left: self.left + 2.0,
            top: self.top - 12.0,
            right: self.x.pixels.1 + 14.0,
            bottom: self.bottom - 2.0,
        };
        let line = |dot: &Dot<'_>| {
            let x = self.center(dot).0;
            let (high, low) = (self.y.at(dot.gain.high), self.y.at(dot.gain.low));
            Rect {
                left: x - 2.0,
                right: x + 2.0,
                top: high,
                bottom: low,
            }
        };
        let zero = self.y.at(0.0);
        let axis = Rect {
            left: 0.0,
            right: self.x.pixels.1 + 14.0,
            top: zero,
            bottom: zero + 1.0,
        };
        let obstacles = Obstacles {
            bounds,
            dots: dots
                .iter()
                .map(|dot| Rect::around(self.center(dot), 7.0))
                .collect(),
            lines: dots.iter().map(line).chain([axis]).collect(),
        };
        let wanted: Vec<_> = dots
            .iter()
            .zip(labels)
            .map(|(d, l)| (self.center(d), l.size))
            .collect();
        place(&wanted, &obstacles)
    }

    pub(super) fn beside(&self, dots: &[Dot<'_>], labels: &[Label]) -> Vec<Rect> {
        let at = |(dot, label): (&Dot<'_>, &Label)| {
            let (x, y) = self.center(dot);
            let left = (x + 9.0).min(self.x.pixels.1 + 14.0 - label.size.0);
            Rect {
                left,
                top: y - 8.0,
                right: left + label.size.0,
                bottom: y + 8.0,
            }
        };
        dots.iter().zip(labels).map(at).collect()
    }

    pub(super) fn draw_dots(
        &self,
        svg: &mut Svg,
        dots: &[Dot<'_>],
        labels: &[Label],
        places: &[Rect],
    ) {
        for dot in dots {
            let x = self.x.at(dot.point.satisfaction);
            let ends = (self.y.at(dot.gain.low), self.y.at(dot.gain.high));
            svg.line(
                (x, ends.0),
                (x, ends.1),
                &format!("c-whisker c-soft{}", quiet(dot)),
            );
        }
        for ((dot, label), rect) in dots.iter().zip(labels).zip(places) {
            let (x, y) = self.center(dot);
            let detail = if dot.point.detail.is_empty() {
                &dot.point.label
            } else {
                &dot.point.detail
            };
            svg.mark(dot.point.link.as_deref(), detail, |svg| {
                svg.circle((x, y), 12.0, "c-hit");
                let few = if dot.point.few { " c-few" } else { "" };
                svg.circle((x, y), 5.5, &format!("c-dot{}{few}", quiet(dot)));
                let (from, to) = ((x, y), rect.nearest((x, y)));
                if (from.0 - to.0).hypot(from.1 - to.1) > 16.0 {
                    svg.line(rect_edge(from, to), to, "c-leader");
                }
                let (anchor, at) = if rect.right <= x {
                    (Anchor::End, rect.right)
                } else if rect.left >= x {
                    (Anchor::Start, rect.left)
                } else {
                    (Anchor::Middle, f64::midpoint(rect.left, rect.right))
                };
                let mut y = rect.top + 13.0;
                for line in &label.lines {
                    svg.text((at, y), anchor, "c-label c-halo", line);
                    y += 16.0;
                }
                svg.text((at, y - 1.0), anchor, "c-lead-text c-halo", &label.note);
            });
        }
    }
}

/// A point on the dot's rim on the way to a far label.
fn rect_edge(from: (f64, f64), to: (f64, f64)) -> (f64, f64) {
    let length = (to.0 - from.0).hypot(to.1 - from.1).max(1.0);
    (
        from.0 + (to.0 - from.0) / length * 7.0,
        from.1 + (to.1 - from.1) / length * 7.0,
    )
}

/// All but the leading drivers step back.
fn quiet(dot: &Dot<'_>) -> &'static str {
    if dot.leading { "" } else { " c-quiet" }
}

/// The labels as a numbered list, in two columns where there is room; returns its lower end.
pub(super) fn draw_key(svg: &mut Svg, chart: &Opportunity, dots: &[Dot<'_>], top: f64) -> f64 {
    let columns = if svg.width < 560.0 { 1 } else { 2 };
    let gap = 32.0;
    let wide = (svg.width - gap * f64::from(columns - 1)) / f64::from(columns);
    let rows = dots.len().div_ceil(columns as usize);
    let height = |dot: &Dot<'_>| if dot.note.is_empty() { 26.0 } else { 44.0 };
    let mut bottom = top;
    for (column, part) in dots.chunks(rows.max(1)).enumerate() {
        let left = (wide + gap) * column as f64;
        let mut y = top;
        for (row, dot) in part.iter().enumerate() {
            let number = column * rows + row + 1;
            draw_entry(svg, chart, (number, dot), (left, y, wide));
            y += height(dot);
        }
        bottom = bottom.max(y);
    }
    bottom
}

fn draw_entry(
    svg: &mut Svg,
    chart: &Opportunity,
    (number, dot): (usize, &Dot<'_>),
    (left, y, wide): (f64, f64, f64),
) {
    let detail = if dot.point.detail.is_empty() {
        &dot.point.label
    } else {
        &dot.point.detail
    };
    svg.mark(dot.point.link.as_deref(), detail, |svg| {
        svg.rect((left, y), (wide, 24.0), "c-hit");
        svg.text(
            (left + 18.0, y + 17.0),
            Anchor::End,
            "c-value",
            &number.to_string(),
        );
        let locale = chart.frame.locale;
        let gain = if dot.point.few {
            let [low, high] = [dot.gain.low, dot.gain.high].map(|end| locale.number(end, 0));
            format!("{low} – {high}")
        } else {
            locale.number(dot.gain.value, 1)
        };
        let label = ellipsis(&dot.point.label, 14.0, wide - 36.0 - width(&gain, 14.0));
        svg.text((left + 26.0, y + 17.0), Anchor::Start, "c-label", &label);
        svg.text((left + wide, y + 17.0), Anchor::End, "c-label", &gain);
        let note = ellipsis(dot.note, 12.0, wide - 26.0);
        svg.text((left + 26.0, y + 34.0), Anchor::Start, "c-lead-text", &note);
    });
}
