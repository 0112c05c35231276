//! How a change adds up: from the figure before, part by part, to the figure after.

use crate::scale::{Domain, Linear};
use crate::svg::{Anchor, Svg};
use crate::text::{ellipsis, fits, width, wrap};
use crate::{Frame, Unit};

/// One part of a change.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct WaterfallPart {
    /// What it is about.
    pub label: String,
    /// Small words under the label; may be empty.
    pub note: String,
    /// What it adds, in the chart's unit.
    pub value: f64,
    /// 95 % interval of that.
    pub interval: Option<[f64; 2]>,
    /// The value as written; parts as written add up to the whole as written.
    pub written: String,
    /// Stands for the movement: drawn in the accent.
    pub strong: bool,
    /// In words, shown on hover and read out.
    pub detail: String,
    /// Where a click goes.
    pub link: Option<String>,
}

/// A change with its parts.
#[derive(Clone, Debug, PartialEq)]
pub struct Waterfall {
    /// Name, words, width.
    pub frame: Frame,
    /// What the figure counts.
    pub unit: Unit,
    /// The figure before and its name ("Feb 2026").
    pub before: (f64, String),
    /// The parts in the order to show.
    pub parts: Vec<WaterfallPart>,
    /// The figure after and its name.
    pub after: (f64, String),
    /// Heading of the column with the parts ("points").
    pub heading: String,
    /// What to say when there are no parts.
    pub empty: String,
}

/// Draws a [`Waterfall`].
pub fn waterfall(chart: &Waterfall) -> String {
    let mut svg = Svg::new(&chart.frame);
    if chart.parts.is_empty() {
        return svg.nothing(&chart.frame, &chart.empty);
    }
    let layout = Layout::new(chart, svg.width);
    layout.draw_axes(&mut svg, chart);
    let mut at = chart.before.0;
    layout.draw_end(&mut svg, chart, (0, &chart.before));
    for (i, part) in chart.parts.iter().enumerate() {
        layout.draw_part(&mut svg, (i + 1, part), at);
        at += part.value;
    }
    layout.draw_end(&mut svg, chart, (chart.parts.len() + 1, &chart.after));
    svg.finish(&chart.frame, layout.bottom() + 26.0)
}

/// Where the columns are.
struct Layout {
    narrow: bool,
    label_room: f64,
    x: Linear,
    domain: Domain,
    /// Right edge of the written parts.
    right: f64,
    top: f64,
    row: f64,
    rows: usize,
}

impl Layout {
    fn new(chart: &Waterfall, width_px: f64) -> Self {
        let narrow = width_px < 560.0;
        let locale = chart.frame.locale;
        let ends = [&chart.before, &chart.after];
        let written = chart.parts.iter().map(|part| width(&part.written, 14.0));
        let written = written.chain(ends.map(|end| width(&chart.unit.write(end.0, locale), 14.0)));
        let column = written
            .fold(width(&chart.heading, 12.0), f64::max)
            .clamp(40.0, 120.0);
        let longest = chart
            .parts
            .iter()
            .map(|part| width(&part.label, 14.0).max(width(&part.note, 12.0)))
            .chain(ends.map(|end| width(&end.1, 14.0)));
        let label_room = if narrow {
            width_px - column - 12.0
        } else {
            longest.fold(0.0, f64::max).min(width_px * 0.38)
        };
        let domain = Domain::of(chart.unit, values(chart), 3);
        let (from, to) = if narrow {
            (0.0, width_px)
        } else {
            (label_room + 24.0, width_px - column - 16.0)
        };
        let wraps = chart
            .parts
            .iter()
            .any(|part| !fits(&part.label, 14.0, label_room, 1));
        let notes = chart.parts.iter().any(|part| !part.note.is_empty());
        let row = if narrow { 58.0 } else { 32.0 }
            + if wraps { 16.0 } else { 0.0 }
            + if notes { 15.0 } else { 0.0 };
        Self {
            narrow,
            label_room,
            x: domain.scale(from + 6.0, to - 6.0),
            domain,
            right: width_px,
            top: 26.0,
            row,
            rows: chart.parts.len() + 2,
        }
    }

    fn bottom(&self) -> f64 {
        self.top + self.row * self.rows as f64
    }

    /// Baseline of the words and middle of the bar of row `i`.
    fn row_at(&self, i: usize) -> (f64, f64) {
        let top = self.top + self.row * i as f64;
        if self.narrow {
            (top + 18.0, top + self.row - 18.0)
        } else {
            (top + 20.0, top + self.row / 2.0)
        }
    }

    fn draw_axes(&self, svg: &mut Svg, chart: &Waterfall) {
        let heading = ellipsis(&chart.heading, 12.0, 140.0);
        svg.text(
            (self.right, self.top - 12.0),
            Anchor::End,
            "c-small",
            &heading,
        );
        for tick in &self.domain.ticks {
            let x = self.x.at(*tick).round() + 0.5;
            if !self.narrow {
                svg.line((x, self.top - 4.0), (x, self.bottom()), "c-grid");
            }
            let written = self.domain.write(chart.unit, *tick, chart.frame.locale);
            let at = (x, self.bottom() + 18.0);
            svg.text(at, Anchor::Middle, "c-tick", &written);
        }
    }

    /// The figure before or after: a dot on the scale.
    fn draw_end(&self, svg: &mut Svg, chart: &Waterfall, (i, end): (usize, &(f64, String))) {
        let (words, bar) = self.row_at(i);
        let label = ellipsis(&end.1, 14.0, self.label_room);
        svg.text((0.0, words), Anchor::Start, "c-label c-strong", &label);
        let x = self.x.at(end.0);
        svg.circle((x, bar), 5.5, "c-dot c-quiet");
        self.draw_join(svg, i, x);
        let written = chart.unit.write(end.0, chart.frame.locale);
        svg.text((self.right, words), Anchor::End, "c-value", &written);
    }

    /// A part: a bar from where the one before ended, with its interval around its own end.
    fn draw_part(&self, svg: &mut Svg, (i, part): (usize, &WaterfallPart), from: f64) {
        let (words, bar) = self.row_at(i);
        let to = from + part.value;
        svg.mark(part.link.as_deref(), &part.detail, |svg| {
            let top = self.top + self.row * i as f64;
            svg.rect((0.0, top), (svg.width, self.row), "c-hit");
            let lines = wrap(&part.label, 14.0, self.label_room, 2);
            crate::text::block(svg, (0.0, words), 17.0, "c-label", &lines);
            let under = words + 17.0 * lines.len() as f64 - 1.0;
            // On a phone the written part ends above the note, so it has the whole row.
            let room = if self.narrow {
                svg.width
            } else {
                self.label_room
            };
            let note = ellipsis(&part.note, 12.0, room);
            svg.text((0.0, under), Anchor::Start, "c-small", &note);
            let (a, b) = (self.x.at(from), self.x.at(to));
            let class = if part.strong {
                "c-neutral"
            } else {
                "c-passive"
            };
            let size = ((b - a).abs().max(2.0), 12.0);
            svg.rect((a.min(b), bar - 6.0), size, class);
            if let Some([low, high]) = part
                .interval
                .filter(|ends| ends.iter().all(|e| e.is_finite()))
            {
                let (low, high) = (self.x.at(from + low), self.x.at(from + high));
                // Under the bar, where nothing hides it.
                let y = bar + 10.0;
                svg.line((low, y), (high, y), "c-marker");
                for end in [low, high] {
                    svg.line((end, y - 3.0), (end, y + 3.0), "c-marker");
                }
            }
            let class = if part.strong { "c-value" } else { "c-label" };
            svg.text((self.right, words), Anchor::End, class, &part.written);
        });
        self.draw_join(svg, i, self.x.at(to));
    }

    /// A thin line down to the next row.
    fn draw_join(&self, svg: &mut Svg, i: usize, x: f64) {
        if i + 1 < self.rows && !self.narrow {
            let (_, from) = self.row_at(i);
            let (_, to) = self.row_at(i + 1);
            svg.line((x, from + 6.0), (x, to - 6.0), "c-leader");
        }
    }
}

/// What the scale must hold: every place where a part ends, and the intervals of the strong ones.
/// Those of the others may run off it: they would flatten the rest.
fn values(chart: &Waterfall) -> Vec<f64> {
    let mut at = chart.before.0;
    let mut values = vec![at, chart.after.0];
    for part in &chart.parts {
        if let Some(interval) = part.interval.filter(|_| part.strong) {
            values.extend(interval.map(|end| at + end));
        }
        at += part.value;
        values.push(at);
    }
    values
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{NARROW, WIDE};

    fn part(label: &str, value: f64) -> WaterfallPart {
        WaterfallPart {
            label: label.to_owned(),
            note: "from 44 to 31".to_owned(),
            value,
            interval: Some([value - 2.0, value + 2.0]),
            written: format!("{value:+}"),
            ..WaterfallPart::default()
        }
    }

    fn chart(parts: Vec<WaterfallPart>, width: u32) -> String {
        waterfall(&Waterfall {
            frame: Frame::new("where", "Where", "").width(width),
            unit: Unit::Points,
            before: (44.0, "Feb 2026".to_owned()),
            after: (31.0, "Mar 2026".to_owned()),
            parts,
            heading: "points".to_owned(),
            empty: "Nothing to split".to_owned(),
        })
    }

    #[test]
    fn bars_follow_each_other_from_before_to_after() {
        let strong = WaterfallPart {
            strong: true,
            ..part("Retail", -15.0)
        };
        for width in [NARROW, WIDE] {
            let svg = chart(vec![strong.clone(), part("Care", 2.0)], width);
            assert_eq!(svg.matches("class=\"c-neutral\"").count(), 1);
            assert_eq!(svg.matches("class=\"c-passive\"").count(), 1);
            for words in [
                "Feb 2026", ">44<", "Retail", "-15", "+2", "Mar 2026", ">31<",
            ] {
                assert!(svg.contains(words), "{words}: {svg}");
            }
        }
    }

    #[test]
    fn nothing_to_split_says_so_and_odd_numbers_draw_nothing_odd() {
        assert!(chart(Vec::new(), WIDE).contains("Nothing to split"));
        let odd = WaterfallPart {
            interval: Some([f64::NAN, f64::INFINITY]),
            written: "–".to_owned(),
            ..part("x", f64::NAN)
        };
        let svg = chart(vec![odd], WIDE);
        assert!(!svg.contains("NaN") && !svg.contains("inf"), "{svg}");
    }
}
