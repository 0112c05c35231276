//! One figure on its whole scale: a dot for the value, a whisker for what chance leaves open.

use crate::scale::{Domain, Linear};
use crate::svg::{Anchor, Svg};
use crate::text::{Centered, ellipsis, spread, width};
use crate::{Estimate, Frame, Unit};

/// Another value on the same scale, such as last year's.
#[derive(Clone, Debug, PartialEq)]
pub struct Marker {
    /// In the chart's unit.
    pub value: f64,
    /// What it is, in words.
    pub label: String,
}

/// A figure with its interval on its scale.
#[derive(Clone, Debug, PartialEq)]
pub struct Interval {
    /// Name, words, width.
    pub frame: Frame,
    /// What the figure counts; decides the ends of the scale.
    pub unit: Unit,
    /// The figure; `None` shows the scale with `empty`.
    pub estimate: Option<Estimate>,
    /// Too few answers for a claim: drawn hollow.
    pub few: bool,
    /// Values to compare with.
    pub markers: Vec<Marker>,
    /// Where a click goes.
    pub link: Option<String>,
    /// What to say when there is no figure.
    pub empty: String,
}

/// Where the scale's line runs.
const LINE: f64 = 44.0;
/// Between words and the line of another marker.
const CLEAR: f64 = 4.0;

/// Draws an [`Interval`].
pub fn interval(chart: &Interval) -> String {
    let mut svg = Svg::new(&chart.frame);
    let (low, high) = chart.unit.limits();
    let domain = Domain::of(chart.unit, [low, high], 5);
    let scale = domain.scale(10.0, svg.width - 10.0);
    svg.line(
        (scale.at(domain.low), LINE),
        (scale.at(domain.high), LINE),
        "c-scale",
    );
    for tick in &domain.ticks {
        let x = scale.at(*tick);
        svg.line((x, LINE - 3.0), (x, LINE + 3.0), "c-scale");
    }
    draw_ticks(&mut svg, chart, &domain, &scale);
    let height = draw_markers(&mut svg, chart, &scale);
    if let Some(estimate) = chart.estimate.and_then(Estimate::checked) {
        draw_estimate(&mut svg, chart, estimate, &scale);
    } else {
        let words = ellipsis(&chart.empty, 14.0, svg.width);
        svg.text((svg.width / 2.0, 20.0), Anchor::Middle, "c-empty", &words);
    }
    svg.finish(&chart.frame, height)
}

fn draw_ticks(svg: &mut Svg, chart: &Interval, domain: &Domain, scale: &Linear) {
    let locale = chart.frame.locale;
    for (i, tick) in domain.ticks.iter().enumerate() {
        let anchor = match i {
            0 => Anchor::Start,
            i if i + 1 == domain.ticks.len() => Anchor::End,
            _ => Anchor::Middle,
        };
        let x = match anchor {
            Anchor::Start => 0.0,
            Anchor::Middle => scale.at(*tick),
            Anchor::End => svg.width,
        };
        let words = domain.write(chart.unit, *tick, locale);
        svg.text((x, LINE + 22.0), anchor, "c-tick", &words);
    }
}

fn draw_estimate(svg: &mut Svg, chart: &Interval, estimate: Estimate, scale: &Linear) {
    let locale = chart.frame.locale;
    let written =
        [estimate.low, estimate.value, estimate.high].map(|v| chart.unit.write(v, locale));
    let (from, to) = (scale.at(estimate.low), scale.at(estimate.high));
    let x = scale.at(estimate.value);
    let widths = [
        width(&written[0], 12.0),
        width(&written[1], 20.0),
        width(&written[2], 12.0),
    ];
    let texts: Vec<Centered> = [from, x, to]
        .into_iter()
        .zip(widths)
        .map(|(center, width)| Centered { center, width })
        .collect();
    let lefts = spread(&texts, svg.width, 10.0);
    let detail = format!(
        "{}: {} ({} – {})",
        chart.frame.title, written[1], written[0], written[2]
    );
    let few = if chart.few { " c-few" } else { "" };
    svg.mark(chart.link.as_deref(), &detail, |svg| {
        svg.rect((from - 12.0, 0.0), (to - from + 24.0, LINE + 12.0), "c-hit");
        svg.line((from, LINE), (to, LINE), &format!("c-range{few}"));
        svg.circle((x, LINE), 7.0, &format!("c-dot{few}"));
        for (i, class) in ["c-small", "c-big", "c-small"].into_iter().enumerate() {
            let y = if i == 1 { 23.0 } else { 22.0 };
            svg.text(
                (lefts[i] + widths[i] / 2.0, y),
                Anchor::Middle,
                class,
                &written[i],
            );
        }
    });
}

/// Where words begin so that the line of no further marker runs through them: these stand to the
/// right and reach lower.
fn beside(left: f64, width: f64, further: impl Iterator<Item = f64>) -> f64 {
    let crosses = |x: &f64| (left - CLEAR..left + width + CLEAR).contains(x);
    match further.filter(crosses).reduce(f64::min) {
        Some(x) if x - CLEAR - width >= 0.0 => x - CLEAR - width,
        _ => left,
    }
}

/// Values to compare with, below the ticks; returns the height of the picture.
fn draw_markers(svg: &mut Svg, chart: &Interval, scale: &Linear) -> f64 {
    let mut markers: Vec<&Marker> = chart
        .markers
        .iter()
        .filter(|m| m.value.is_finite())
        .collect();
    markers.sort_by(|a, b| a.value.total_cmp(&b.value));
    let mut y = LINE + 28.0;
    for (place, marker) in markers.iter().enumerate() {
        let words = format!(
            "{} {}",
            marker.label,
            chart.unit.write(marker.value, chart.frame.locale)
        );
        let words = ellipsis(&words, 12.0, svg.width);
        let x = scale.at(marker.value);
        let text = Centered {
            center: x,
            width: width(&words, 12.0),
        };
        let left = spread(std::slice::from_ref(&text), svg.width, 0.0)[0];
        let further = markers[place + 1..]
            .iter()
            .map(|other| scale.at(other.value));
        let left = beside(left, text.width, further);
        svg.line((x, LINE - 8.0), (x, y + 2.0), "c-marker");
        y += 16.0;
        svg.text(
            (left + text.width / 2.0, y),
            Anchor::Middle,
            "c-small c-halo",
            &words,
        );
    }
    y + 4.0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_line_runs_through_the_words_of_another_marker() {
        for (left, further, wanted) in [
            (100.0, vec![], 100.0),
            (100.0, vec![200.0], 100.0),
            (100.0, vec![120.0], 66.0),
            (100.0, vec![152.0, 110.0], 56.0),
            // Without room it stays where it is.
            (5.0, vec![30.0], 5.0),
        ] {
            let further = further.into_iter();
            assert!(
                (beside(left, 50.0, further) - wanted).abs() < 1e-9,
                "{left}"
            );
        }
    }
}
