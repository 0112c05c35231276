//! Dots with whiskers both ways and labels, or numbers with a list where labels don't fit.

use super::{Dot, Importance};
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
        let lines = wrap(&dot.point.label, 14.0, width_px * 0.26, 2);
        let note = ellipsis(&dot.point.note, 12.0, width_px * 0.4);
        let widths = lines.iter().map(|line| width(line, 14.0));
        let wide = widths.fold(width(&note, 12.0), f64::max);
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
    pub(super) fn new(chart: &Importance, dots: &[Dot<'_>], width_px: f64) -> Self {
        let ups = dots.iter().flat_map(|dot| [dot.up.low, dot.up.high]);
        let up = Domain::of(Unit::Share, ups.chain([0.0]).chain(chart.equal), 4);
        let ends = dots
            .iter()
            .flat_map(|dot| [dot.across.low, dot.across.high]);
        let across = Domain::of(Unit::Share, ends, 3);
        let locale = chart.frame.locale;
        let ticks = up.ticks.iter();
        let ticks = ticks.map(|tick| width(&up.write(Unit::Share, *tick, locale), 12.0));
        let left = ticks.fold(0.0, f64::max) + 12.0;
        let high = if width_px < 480.0 {
            260.0
        } else {
            (width_px * 0.62).min(420.0)
        };
        let (top, bottom) = (30.0, 30.0 + high);
        Self {
            x: across.scale(left + 14.0, width_px - 14.0),
            y: up.scale(bottom, top),
            across,
            up,
            left,
            top,
            bottom,
        }
    }

    pub(super) fn draw_axes(&self, svg: &mut Svg, chart: &Importance) {
        let locale = chart.frame.locale;
        for tick in &self.up.ticks {
            let y = self.y.at(*tick).round() + 0.5;
            let class = if tick.abs() < 1e-9 {
                "c-axis"
            } else {
                "c-grid"
            };
            svg.line((self.left, y), (svg.width, y), class);
            let words = self.up.write(Unit::Share, *tick, locale);
            svg.text((self.left - 10.0, y + 4.0), Anchor::End, "c-tick", &words);
        }
        for tick in &self.across.ticks {
            let x = self.x.at(*tick);
            let words = self.across.write(Unit::Share, *tick, locale);
            let half = width(&words, 12.0) / 2.0;
            let at = (x.min(svg.width - half), self.bottom + 20.0);
            svg.text(at, Anchor::Middle, "c-tick", &words);
        }
        if let Some(equal) = chart.equal.filter(|equal| self.y.holds(*equal)) {
            let y = self.y.at(equal).round() + 0.5;
            svg.line((self.left, y), (svg.width, y), "c-base");
            let at = (svg.width, y - 5.0);
            svg.text(at, Anchor::End, "c-small c-halo", &chart.words.equal);
        }
        let up = ellipsis(&format!("↑ {}", chart.words.importance), 12.0, svg.width);
        svg.text((0.0, 12.0), Anchor::Start, "c-small", &up);
        let across = ellipsis(&format!("{} →", chart.words.performance), 12.0, svg.width);
        svg.text(
            (svg.width, self.bottom + 38.0),
            Anchor::End,
            "c-small",
            &across,
        );
    }

    fn center(&self, dot: &Dot<'_>) -> (f64, f64) {
        (self.x.at(dot.across.value), self.y.at(dot.up.value))
    }

    /// The cross of the two intervals as areas: standing, lying.
    fn cross(&self, dot: &Dot<'_>) -> [Rect; 2] {
        let (x, y) = self.center(dot);
        let standing = Rect {
            left: x - 2.0,
            right: x + 2.0,
            top: self.y.at(dot.up.high),
            bottom: self.y.at(dot.up.low),
        };
        let lying = Rect {
            left: self.x.at(dot.across.low),
            right: self.x.at(dot.across.high),
            top: y - 2.0,
            bottom: y + 2.0,
        };
        [standing, lying]
    }

    /// Where the words of the line of equal importance stand.
    fn equal(&self, chart: &Importance) -> Option<Rect> {
        let y = self.y.at(chart.equal.filter(|equal| self.y.holds(*equal))?);
        let right = self.x.pixels.1 + 14.0;
        Some(Rect {
            left: right - width(&chart.words.equal, 12.0),
            right,
            top: y - 16.0,
            bottom: y,
        })
    }

    pub(super) fn place(
        &self,
        chart: &Importance,
        dots: &[Dot<'_>],
        labels: &[Label],
    ) -> Option<Vec<Rect>> {
        let obstacles = Obstacles {
            bounds: Rect {
                left: self.left + 2.0,
                top: self.top - 12.0,
                right: self.x.pixels.1 + 14.0,
                bottom: self.bottom - 2.0,
            },
            dots: dots
                .iter()
                .map(|dot| Rect::around(self.center(dot), 7.0))
                .chain(self.equal(chart))
                .collect(),
            lines: dots.iter().flat_map(|dot| self.cross(dot)).collect(),
        };
        let wanted = dots.iter().zip(labels);
        let wanted: Vec<_> = wanted
            .map(|(dot, label)| (self.center(dot), label.size))
            .collect();
        place(&wanted, &obstacles)
    }

    /// Numbers that find no place of their own stand right above their dot.
    pub(super) fn beside(&self, dots: &[Dot<'_>], labels: &[Label]) -> Vec<Rect> {
        let at = |(dot, label): (&Dot<'_>, &Label)| {
            let (x, y) = self.center(dot);
            let left = (x + 8.0).min(self.x.pixels.1 + 14.0 - label.size.0);
            Rect {
                left,
                top: y - 20.0,
                right: left + label.size.0,
                bottom: y - 4.0,
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
            let class = format!("c-whisker c-soft{}", quiet(dot));
            let (x, y) = self.center(dot);
            let [standing, lying] = self.cross(dot);
            svg.line((x, standing.top), (x, standing.bottom), &class);
            svg.line((lying.left, y), (lying.right, y), &class);
        }
        for ((dot, label), rect) in dots.iter().zip(labels).zip(places) {
            self.draw_dot(svg, dot, label, rect);
        }
    }

    fn draw_dot(&self, svg: &mut Svg, dot: &Dot<'_>, label: &Label, rect: &Rect) {
        let (x, y) = self.center(dot);
        svg.mark(dot.point.link.as_deref(), detail(dot), |svg| {
            svg.circle((x, y), 12.0, "c-hit");
            let few = if dot.point.few { " c-few" } else { "" };
            svg.circle((x, y), 5.5, &format!("c-dot{}{few}", quiet(dot)));
            let (from, to) = ((x, y), rect.nearest((x, y)));
            if (from.0 - to.0).hypot(from.1 - to.1) > 16.0 {
                svg.line(rim(from, to), to, "c-leader");
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

fn detail<'a>(dot: &'a Dot<'_>) -> &'a str {
    if dot.point.detail.is_empty() {
        &dot.point.label
    } else {
        &dot.point.detail
    }
}

/// All but the drivers with a note step back.
fn quiet(dot: &Dot<'_>) -> &'static str {
    if dot.point.note.is_empty() {
        " c-quiet"
    } else {
        ""
    }
}

/// A point on the dot's rim on the way to a far label.
fn rim(from: (f64, f64), to: (f64, f64)) -> (f64, f64) {
    let length = (to.0 - from.0).hypot(to.1 - from.1).max(1.0);
    (
        from.0 + (to.0 - from.0) / length * 7.0,
        from.1 + (to.1 - from.1) / length * 7.0,
    )
}

/// The labels as a numbered list, in two columns where there is room; returns its lower end.
pub(super) fn draw_key(svg: &mut Svg, chart: &Importance, dots: &[Dot<'_>], top: f64) -> f64 {
    let columns = if svg.width < 560.0 { 1 } else { 2 };
    let gap = 32.0;
    let wide = (svg.width - gap * f64::from(columns - 1)) / f64::from(columns);
    let rows = dots.len().div_ceil(columns as usize);
    let mut bottom = top;
    for (column, part) in dots.chunks(rows.max(1)).enumerate() {
        let left = (wide + gap) * column as f64;
        let mut y = top;
        for (row, dot) in part.iter().enumerate() {
            let number = column * rows + row + 1;
            draw_entry(svg, chart, (number, dot), (left, y, wide));
            y += if dot.point.note.is_empty() {
                26.0
            } else {
                44.0
            };
        }
        bottom = bottom.max(y);
    }
    bottom
}

fn draw_entry(
    svg: &mut Svg,
    chart: &Importance,
    (number, dot): (usize, &Dot<'_>),
    (left, y, wide): (f64, f64, f64),
) {
    svg.mark(dot.point.link.as_deref(), detail(dot), |svg| {
        svg.rect((left, y), (wide, 24.0), "c-hit");
        let at = (left + 18.0, y + 17.0);
        svg.text(at, Anchor::End, "c-value", &number.to_string());
        let share = Unit::Share.write(dot.up.value, chart.frame.locale);
        let room = wide - 36.0 - width(&share, 14.0);
        let label = ellipsis(&dot.point.label, 14.0, room);
        svg.text((left + 26.0, y + 17.0), Anchor::Start, "c-label", &label);
        svg.text((left + wide, y + 17.0), Anchor::End, "c-label", &share);
        let note = ellipsis(&dot.point.note, 12.0, wide - 26.0);
        svg.text((left + 26.0, y + 34.0), Anchor::Start, "c-lead-text", &note);
    });
}
