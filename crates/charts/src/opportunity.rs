//! Satisfaction against points to gain, so that "worst rated" and "most to gain" are told apart.

use crate::placement::{Obstacles, Rect, place};
use crate::scale::{Domain, Linear};
use crate::svg::{Anchor, Svg};
use crate::text::{ellipsis, width, wrap};
use crate::{Estimate, Frame, Unit};

/// One driver.
#[derive(Clone, Debug, PartialEq)]
pub struct OpportunityPoint {
    /// The driver in words.
    pub label: String,
    /// Share who agree (0–1) or mean, in [`Opportunity::unit`].
    pub satisfaction: f64,
    /// 100 − KSS with its interval, in NPS points.
    pub gain: Estimate,
    /// Too few answers for a claim: drawn hollow.
    pub few: bool,
    /// All figures in words, shown on hover and read out.
    pub detail: String,
    /// Where a click goes.
    pub link: Option<String>,
}

/// The words of the picture.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct OpportunityWords {
    /// Horizontal axis ("satisfaction: share who agree").
    pub satisfaction: String,
    /// Vertical axis ("NPS points to gain").
    pub gain: String,
    /// Marks the driver with the lowest satisfaction ("worst rated").
    pub worst_rated: String,
    /// Marks the driver with the largest gain ("most to gain").
    pub most_to_gain: String,
    /// Marks one driver that is both ("worst rated and most to gain").
    pub both: String,
}

/// Satisfaction × points to gain.
#[derive(Clone, Debug, PartialEq)]
pub struct Opportunity {
    /// Name, words, width.
    pub frame: Frame,
    /// What satisfaction counts: [`Unit::Share`] or [`Unit::Mean`].
    pub unit: Unit,
    /// The drivers.
    pub points: Vec<OpportunityPoint>,
    /// The words of the picture.
    pub words: OpportunityWords,
    /// What to say when there are no points.
    pub empty: String,
}

/// Draws an [`Opportunity`]. Labels stand at their dots; where they would overlap, the dots get
/// numbers and the labels follow as a list under the picture.
pub fn opportunity(chart: &Opportunity) -> String {
    let mut svg = Svg::new(&chart.frame);
    let dots = dots(chart);
    if dots.is_empty() {
        return svg.nothing(&chart.frame, &chart.empty);
    }
    let plot = Plot::new(chart, &dots, svg.width);
    plot.draw_axes(&mut svg, chart);
    let labels: Vec<Label> = dots.iter().map(|dot| Label::full(dot, svg.width)).collect();
    let narrow = svg.width < 480.0;
    let placed = if narrow {
        None
    } else {
        plot.place(&dots, &labels)
    };
    let mut height = plot.bottom + 44.0;
    if let Some(places) = placed {
        plot.draw_dots(&mut svg, &dots, &labels, &places);
    } else {
        let labels: Vec<Label> = (1..=dots.len()).map(Label::number).collect();
        // Numbers that find no place of their own stand right of their dot.
        let places = plot
            .place(&dots, &labels)
            .unwrap_or_else(|| plot.beside(&dots, &labels));
        plot.draw_dots(&mut svg, &dots, &labels, &places);
        height = draw_key(&mut svg, chart, &dots, height + 8.0);
    }
    svg.finish(&chart.frame, height)
}

/// A driver that can be drawn.
struct Dot<'a> {
    point: &'a OpportunityPoint,
    gain: Estimate,
    /// "worst rated", "most to gain", both, or nothing.
    note: &'a str,
}

/// Drawable points, largest gain first, the two extremes named.
fn dots(chart: &Opportunity) -> Vec<Dot<'_>> {
    let mut dots: Vec<Dot<'_>> = chart
        .points
        .iter()
        .filter(|point| point.satisfaction.is_finite())
        .filter_map(|point| {
            point.gain.checked().map(|gain| Dot {
                point,
                gain,
                note: "",
            })
        })
        .collect();
    dots.sort_by(|a, b| b.gain.value.total_cmp(&a.gain.value));
    // Only figures with enough answers can be an extreme, and only with another to compare with.
    let solid: Vec<usize> = (0..dots.len()).filter(|i| !dots[*i].point.few).collect();
    if solid.len() < 2 {
        return dots;
    }
    let most = solid.iter().copied().find(|i| dots[*i].gain.low > 0.0);
    let worst = solid.iter().copied().min_by(|a, b| {
        dots[*a]
            .point
            .satisfaction
            .total_cmp(&dots[*b].point.satisfaction)
    });
    if let Some(worst) = worst {
        dots[worst].note = &chart.words.worst_rated;
    }
    if let Some(most) = most {
        let both = worst == Some(most);
        dots[most].note = if both {
            &chart.words.both
        } else {
            &chart.words.most_to_gain
        };
    }
    dots
}

/// What stands at a dot.
struct Label {
    lines: Vec<String>,
    note: String,
    size: (f64, f64),
}

impl Label {
    fn full(dot: &Dot<'_>, width_px: f64) -> Self {
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

    fn number(number: usize) -> Self {
        let text = number.to_string();
        let size = (width(&text, 14.0), 15.0);
        Self {
            lines: vec![text],
            note: String::new(),
            size,
        }
    }
}

struct Plot {
    x: Linear,
    y: Linear,
    across: Domain,
    up: Domain,
    left: f64,
    top: f64,
    bottom: f64,
}

impl Plot {
    fn new(chart: &Opportunity, dots: &[Dot<'_>], width_px: f64) -> Self {
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

    fn draw_axes(&self, svg: &mut Svg, chart: &Opportunity) {
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

    fn place(&self, dots: &[Dot<'_>], labels: &[Label]) -> Option<Vec<Rect>> {
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
        let obstacles = Obstacles {
            bounds,
            dots: dots
                .iter()
                .map(|dot| Rect::around(self.center(dot), 7.0))
                .collect(),
            lines: dots.iter().map(line).collect(),
        };
        let wanted: Vec<_> = dots
            .iter()
            .zip(labels)
            .map(|(d, l)| (self.center(d), l.size))
            .collect();
        place(&wanted, &obstacles)
    }

    fn beside(&self, dots: &[Dot<'_>], labels: &[Label]) -> Vec<Rect> {
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

    fn draw_dots(&self, svg: &mut Svg, dots: &[Dot<'_>], labels: &[Label], places: &[Rect]) {
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

/// Drivers without demonstrable gain step back.
fn quiet(dot: &Dot<'_>) -> &'static str {
    if dot.gain.low > 0.0 { "" } else { " c-quiet" }
}

/// The labels as a numbered list; returns the height used.
fn draw_key(svg: &mut Svg, chart: &Opportunity, dots: &[Dot<'_>], top: f64) -> f64 {
    let mut y = top;
    for (i, dot) in dots.iter().enumerate() {
        let detail = if dot.point.detail.is_empty() {
            &dot.point.label
        } else {
            &dot.point.detail
        };
        svg.mark(dot.point.link.as_deref(), detail, |svg| {
            svg.rect((0.0, y), (svg.width, 24.0), "c-hit");
            svg.text(
                (16.0, y + 17.0),
                Anchor::End,
                "c-value",
                &(i + 1).to_string(),
            );
            let gain = chart.frame.locale.number(dot.gain.value, 1);
            let room = svg.width - 24.0 - width(&gain, 14.0) - 8.0;
            let label = ellipsis(&dot.point.label, 14.0, room);
            svg.text((24.0, y + 17.0), Anchor::Start, "c-label", &label);
            svg.text((svg.width, y + 17.0), Anchor::End, "c-label", &gain);
            if !dot.note.is_empty() {
                let note = ellipsis(dot.note, 12.0, svg.width - 24.0);
                svg.text((24.0, y + 34.0), Anchor::Start, "c-lead-text", &note);
            }
        });
        y += if dot.note.is_empty() { 26.0 } else { 44.0 };
    }
    y
}
