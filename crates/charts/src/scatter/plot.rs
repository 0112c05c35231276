//! Where everything of a scatter stands, and how dots and axes are drawn there.

use super::label::Label;
use super::{Dot, Scatter};
use crate::placement::{Obstacles, Rect, place};
use crate::scale::Linear;
use crate::svg::{Anchor, Px, Svg};
use crate::text::{ellipsis, width};

/// Radius of the mark at the other side of a comparison, px.
const HOLLOW: f64 = 4.0;
/// Where the tip of an arrow begins before the middle of its dot, px.
const TIP: f64 = 13.0;

pub(super) struct Plot<'a> {
    chart: &'a Scatter<'a>,
    x: Linear,
    y: Linear,
    left: f64,
    /// Where the picture ends, px.
    right: f64,
    top: f64,
    pub(super) bottom: f64,
}

impl<'a> Plot<'a> {
    pub(super) fn new(chart: &'a Scatter<'a>, right: f64) -> Self {
        let left = chart.up.0.margin();
        let shape = &chart.shape;
        let high = if right < 480.0 {
            shape.narrow
        } else {
            (right * shape.part).min(shape.most)
        };
        let (top, bottom) = (30.0, 30.0 + high);
        Self {
            chart,
            x: chart.across.0.domain.scale(left + 14.0, right - 14.0),
            y: chart.up.0.domain.scale(bottom, top),
            left,
            right,
            top,
            bottom,
        }
    }

    pub(super) fn draw_axes(&self, svg: &mut Svg) {
        let ((across, across_name), (up, up_name)) = (&self.chart.across, &self.chart.up);
        up.draw_lines(svg, self.y, (self.left, self.right), true);
        across.draw_under(svg, self.x, self.bottom);
        if let Some((y, name)) = self.level() {
            let y = y.round() + 0.5;
            svg.line((self.left, y), (self.right, y), "c-base");
            let at = (self.right, y - 5.0);
            svg.text(at, Anchor::End, "c-small c-halo", name);
        }
        let up = ellipsis(&format!("↑ {up_name}"), 12.0, self.right);
        svg.text((0.0, 12.0), Anchor::Start, "c-small", &up);
        let across = ellipsis(&format!("{across_name} →"), 12.0, self.right);
        let at = (self.right, self.bottom + 38.0);
        svg.text(at, Anchor::End, "c-small", &across);
    }

    /// Height and name of the level to compare with, when it lies on the axis.
    fn level(&self) -> Option<(f64, &str)> {
        let (level, name) = self.chart.level?;
        self.y.holds(level).then(|| (self.y.at(level), name))
    }

    /// Where a dot stands on the other side of a comparison.
    fn other(&self, dot: &Dot<'_>) -> Option<Px> {
        let (across, up) = dot.other?;
        Some((self.x.at(across), self.y.at(up)))
    }

    fn center(&self, dot: &Dot<'_>) -> Px {
        (self.x.at(dot.across), self.y.at(dot.up.value))
    }

    /// The whiskers of a dot as areas: standing, lying.
    fn whiskers(&self, dot: &Dot<'_>) -> (Rect, Option<Rect>) {
        let (x, y) = self.center(dot);
        let standing = Rect {
            left: x - 2.0,
            right: x + 2.0,
            top: self.y.at(dot.up.high),
            bottom: self.y.at(dot.up.low),
        };
        let lying = dot.lying.map(|[low, high]| Rect {
            left: self.x.at(low),
            right: self.x.at(high),
            top: y - 2.0,
            bottom: y + 2.0,
        });
        (standing, lying)
    }

    /// A place for every label, or none when one finds none.
    pub(super) fn place(&self, dots: &[Dot<'_>], labels: &[Label]) -> Option<Vec<Rect>> {
        let level = self.level().map(|(y, name)| Rect {
            left: self.right - width(name, 12.0),
            right: self.right,
            top: y - 16.0,
            bottom: y,
        });
        let zero = self.y.at(0.0);
        let axis = Rect {
            left: 0.0,
            right: self.right,
            top: zero,
            bottom: zero + 1.0,
        };
        let around = |dot: &Dot<'_>| Rect::around(self.center(dot), 7.0);
        let hollow = |at: Px| Rect::around(at, 5.0);
        let whiskers = |dot: &Dot<'_>| {
            let (standing, lying) = self.whiskers(dot);
            [Some(standing), lying].into_iter().flatten()
        };
        let obstacles = Obstacles {
            bounds: Rect {
                left: self.left + 2.0,
                top: self.top - 12.0,
                right: self.right,
                bottom: self.bottom - 2.0,
            },
            dots: dots
                .iter()
                .map(around)
                .chain(level)
                .chain(dots.iter().filter_map(|dot| self.other(dot)).map(hollow))
                .collect(),
            lines: dots.iter().flat_map(whiskers).chain([axis]).collect(),
        };
        let wanted = dots.iter().zip(labels);
        let wanted: Vec<_> = wanted
            .map(|(dot, label)| (self.center(dot), label.size))
            .collect();
        place(&wanted, &obstacles)
    }

    /// Places right at the dots, for numbers that find none of their own.
    pub(super) fn beside(&self, dots: &[Dot<'_>], labels: &[Label]) -> Vec<Rect> {
        let (right_of, over) = self.chart.shape.beside;
        let at = |(dot, label): (&Dot<'_>, &Label)| {
            let (x, y) = self.center(dot);
            let left = (x + right_of).min(self.right - label.size.0);
            Rect {
                left,
                top: y + over,
                right: left + label.size.0,
                bottom: y + over + 16.0,
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
            let (standing, lying) = self.whiskers(dot);
            svg.line((x, standing.bottom), (x, standing.top), &class);
            if let Some(lying) = lying {
                svg.line((lying.left, y), (lying.right, y), &class);
            }
        }
        for dot in dots {
            if let Some(from) = self.other(dot) {
                draw_way(svg, from, self.center(dot), quiet(dot));
            }
        }
        for ((dot, label), rect) in dots.iter().zip(labels).zip(places) {
            let at = self.center(dot);
            svg.mark(dot.link, dot.detail(), |svg| {
                svg.circle(at, 12.0, "c-hit");
                let few = if dot.few { " c-few" } else { "" };
                svg.circle(at, 5.5, &format!("c-dot{}{few}", quiet(dot)));
                label.draw(svg, at, rect);
            });
        }
    }
}

/// A hollow mark at the other side of a comparison, and an arrow from it to the dot where there is
/// room for one.
fn draw_way(svg: &mut Svg, from: Px, to: Px, quiet: &str) {
    let (across, down) = (to.0 - from.0, to.1 - from.1);
    let length = across.hypot(down);
    let on_way = |part: f64, aside: f64| {
        let unit = (across / length, down / length);
        (
            from.0 + unit.0 * part - unit.1 * aside,
            from.1 + unit.1 * part + unit.0 * aside,
        )
    };
    if length > HOLLOW + TIP {
        let end = length - TIP;
        svg.line(on_way(HOLLOW, 0.0), on_way(end, 0.0), "c-way");
        let head = [on_way(end, -4.0), on_way(end + 7.0, 0.0), on_way(end, 4.0)];
        svg.area(&head, "c-head");
    }
    svg.circle(from, HOLLOW, &format!("c-dot c-few{quiet}"));
}

fn quiet(dot: &Dot<'_>) -> &'static str {
    if dot.leads { "" } else { " c-quiet" }
}
