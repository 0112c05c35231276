//! Axes that several charts share: numbers with lines to compare against, and names of periods.

use crate::scale::{Domain, Linear};
use crate::svg::{Anchor, Svg};
use crate::text::{ellipsis, width};
use crate::{Locale, Unit};

/// What an axis counts and the round numbers on it.
#[derive(Clone, Debug)]
pub(crate) struct Axis {
    pub(crate) unit: Unit,
    pub(crate) domain: Domain,
    pub(crate) locale: Locale,
}

impl Axis {
    /// Room the numbers take left of the lines, px.
    pub(crate) fn margin(&self) -> f64 {
        let ticks = self.domain.ticks.iter();
        let ticks = ticks.map(|tick| width(&self.write(*tick), 12.0));
        ticks.fold(0.0, f64::max) + 12.0
    }

    /// Lines across the picture `from` a pixel `to` another, each with its number; `zero` draws the
    /// one of nothing stronger.
    pub(crate) fn draw_lines(&self, svg: &mut Svg, y: Linear, (from, to): (f64, f64), zero: bool) {
        for tick in &self.domain.ticks {
            let y = y.at(*tick).round() + 0.5;
            let strong = zero && tick.abs() < 1e-9;
            let class = if strong { "c-axis" } else { "c-grid" };
            svg.line((from, y), (to, y), class);
            let words = self.write(*tick);
            svg.text((from - 10.0, y + 4.0), Anchor::End, "c-tick", &words);
        }
    }

    /// The numbers of an axis that lies under the picture, which ends at `bottom`.
    pub(crate) fn draw_under(&self, svg: &mut Svg, x: Linear, bottom: f64) {
        for tick in &self.domain.ticks {
            let words = self.write(*tick);
            let half = width(&words, 12.0) / 2.0;
            let at = (x.at(*tick).min(svg.width - half), bottom + 20.0);
            svg.text(at, Anchor::Middle, "c-tick", &words);
        }
    }

    fn write(&self, tick: f64) -> String {
        self.domain.write(self.unit, tick, self.locale)
    }
}

/// Names of periods under the picture, each at its middle in `xs`: as many as fit, the last one
/// always. `step` is the room of one period, `bottom` where the picture ends, px.
pub(crate) fn draw_periods<'a>(
    svg: &mut Svg,
    names: impl IntoIterator<Item = &'a str>,
    xs: &[f64],
    (step, bottom): (f64, f64),
) {
    let names: Vec<&str> = names.into_iter().collect();
    let room = |name: &&str| width(name, 12.0) + 14.0;
    let widest = names.iter().map(room).fold(0.0, f64::max);
    let every = ((widest / step.max(0.1)).ceil() as usize).max(1);
    let first = names.len().saturating_sub(1) % every;
    for (name, x) in names.iter().zip(xs).skip(first).step_by(every) {
        let half = (room(name) - 14.0) / 2.0;
        let x = x.clamp(half.min(svg.width / 2.0), (svg.width - half).max(half));
        let words = ellipsis(name, 12.0, svg.width);
        svg.text((x, bottom + 20.0), Anchor::Middle, "c-tick", &words);
    }
}
