//! Satisfaction against points to gain, so that "worst rated" and "most to gain" are told apart.

#[cfg(test)]
mod tests;

use crate::axis::Axis;
use crate::scale::Domain;
use crate::scatter::{Dot, Scatter, Shape, scatter};
use crate::svg::Svg;
use crate::{Estimate, Frame, Locale, Unit};

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
    let dots = dots(chart);
    if dots.is_empty() {
        return Svg::new(&chart.frame).nothing(&chart.frame, &chart.empty);
    }
    let axis = |unit, domain| Axis {
        unit,
        domain,
        locale: chart.frame.locale,
    };
    let all_few = dots.iter().all(|dot| dot.few);
    let gains = dots.iter().flat_map(|dot| {
        let gain = dot.up;
        if dot.few && !all_few {
            [gain.value; 3]
        } else {
            [gain.low, gain.value, gain.high]
        }
    });
    // Gains are KSS upside down, so they share its unit.
    let up = Domain::of(Unit::Kss, gains.chain([0.0]), 3);
    let across = Domain::of(chart.unit, dots.iter().map(|dot| dot.across), 3);
    let framed = Scatter {
        frame: &chart.frame,
        across: (axis(chart.unit, across), &chart.words.satisfaction),
        up: (axis(Unit::Kss, up), &chart.words.gain),
        level: None,
        shape: Shape {
            narrow: 240.0,
            part: 0.56,
            most: 380.0,
            label: 0.28,
            beside: (9.0, -8.0),
        },
    };
    scatter(&framed, &dots)
}

/// With more leading drivers than this only the first is named; the colour names the others.
const NAMED: usize = 3;

/// Drawable points, largest gain first, the extremes named.
fn dots(chart: &Opportunity) -> Vec<Dot<'_>> {
    let dot = |point| {
        let point: &OpportunityPoint = point;
        let gain = point.gain.checked()?;
        point.satisfaction.is_finite().then(|| Dot {
            label: &point.label,
            note: "",
            detail: &point.detail,
            link: point.link.as_deref(),
            few: point.few,
            leads: false,
            across: point.satisfaction,
            lying: None,
            up: gain,
            other: None,
            written: written(gain, point.few, chart.frame.locale),
        })
    };
    let mut dots: Vec<Dot<'_>> = chart.points.iter().filter_map(dot).collect();
    dots.sort_by(|a, b| b.up.value.total_cmp(&a.up.value));
    let claims = |d: &Dot<'_>| !d.few && d.up.low > 0.0;
    if let Some(reach) = dots.iter().find(|d| claims(d)).map(|d| d.up.low) {
        for d in &mut dots {
            d.leads = claims(d) && d.up.high >= reach;
        }
    }
    // Only figures with enough answers can be an extreme, and only with another to compare with.
    let solid: Vec<usize> = (0..dots.len()).filter(|i| !dots[*i].few).collect();
    if solid.len() < 2 {
        return dots;
    }
    let rated = |i: &usize| dots[*i].across;
    let worst = solid
        .iter()
        .copied()
        .min_by(|a, b| rated(a).total_cmp(&rated(b)));
    let leading = dots.iter().filter(|d| d.leads).count();
    let mut named = 0;
    for (i, d) in dots.iter_mut().enumerate() {
        let most = d.leads && (leading <= NAMED || named == 0);
        named += usize::from(d.leads);
        d.note = match (most, worst == Some(i)) {
            (true, true) => &chart.words.both,
            (true, false) => &chart.words.most_to_gain,
            (false, true) => &chart.words.worst_rated,
            (false, false) => "",
        };
    }
    dots
}

/// The gain in the list; of few answers its interval instead.
fn written(gain: Estimate, few: bool, locale: Locale) -> String {
    if few {
        let [low, high] = [gain.low, gain.high].map(|end| locale.number(end, 0));
        format!("{low} – {high}")
    } else {
        locale.number(gain.value, 1)
    }
}
