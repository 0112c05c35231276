//! Satisfaction against points to gain, so that "worst rated" and "most to gain" are told apart.

mod plot;
#[cfg(test)]
mod tests;

use crate::svg::Svg;
use crate::{Estimate, Frame, Unit};
use plot::{Label, Plot, draw_key};

/// One driver.
#[derive(Clone, Debug, PartialEq)]
pub struct OpportunityPoint {
    /// The driver in words.
    pub label: String,
    /// Share who agree (0–1) or mean, in [`Opportunity::unit`].
    pub satisfaction: f64,
    /// 100 − KSS with its interval, in NPS points.
    pub gain: Estimate,
    /// Too few answers for a claim: drawn hollow, its interval written instead of its gain.
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
    /// Marks the driver with the largest gain and those that can't be told apart from it
    /// ("most to gain").
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
    /// Gains demonstrably, and can't be told apart from the one that gains most.
    leading: bool,
    /// "worst rated", "most to gain", both, or nothing.
    note: &'a str,
}

/// With more leading drivers than this only the first is named; the colour names the others.
const NAMED: usize = 3;

/// Drawable points, largest gain first, the extremes named.
fn dots(chart: &Opportunity) -> Vec<Dot<'_>> {
    let mut dots: Vec<Dot<'_>> = Vec::new();
    for point in chart
        .points
        .iter()
        .filter(|point| point.satisfaction.is_finite())
    {
        if let Some(gain) = point.gain.checked() {
            dots.push(Dot {
                point,
                gain,
                leading: false,
                note: "",
            });
        }
    }
    dots.sort_by(|a, b| b.gain.value.total_cmp(&a.gain.value));
    let claims = |d: &Dot<'_>| !d.point.few && d.gain.low > 0.0;
    if let Some(reach) = dots.iter().find(|d| claims(d)).map(|d| d.gain.low) {
        for d in &mut dots {
            d.leading = claims(d) && d.gain.high >= reach;
        }
    }
    // Only figures with enough answers can be an extreme, and only with another to compare with.
    let solid: Vec<usize> = (0..dots.len()).filter(|i| !dots[*i].point.few).collect();
    if solid.len() < 2 {
        return dots;
    }
    let rated = |i: &usize| dots[*i].point.satisfaction;
    let worst = solid
        .iter()
        .copied()
        .min_by(|a, b| rated(a).total_cmp(&rated(b)));
    let leading = dots.iter().filter(|d| d.leading).count();
    let mut named = 0;
    for (i, d) in dots.iter_mut().enumerate() {
        let most = d.leading && (leading <= NAMED || named == 0);
        named += usize::from(d.leading);
        d.note = match (most, worst == Some(i)) {
            (true, true) => &chart.words.both,
            (true, false) => &chart.words.most_to_gain,
            (false, true) => &chart.words.worst_rated,
            (false, false) => "",
        };
    }
    dots
}
