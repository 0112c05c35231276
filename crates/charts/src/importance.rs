//! How well against how strongly: performance across, importance up, both with their intervals, so
//! that nobody reads a place in the picture as more certain than it is.

#[cfg(test)]
mod tests;

use crate::axis::Axis;
use crate::scale::Domain;
use crate::scatter::{Dot, Scatter, Shape, scatter, scatter_aside};
use crate::svg::Svg;
use crate::{Estimate, Frame, Unit};

/// One driver.
#[derive(Clone, Debug, PartialEq)]
pub struct ImportancePoint {
    /// The driver in words.
    pub label: String,
    /// Share who agree, 0–1.
    pub performance: Estimate,
    /// Share of what all drivers explain, 0–1; ends equal to the value while no interval is known.
    pub importance: Estimate,
    /// Performance and importance on the other side of a comparison, 0–1 each; drawn hollow, with an
    /// arrow from there to here.
    pub other: Option<(f64, f64)>,
    /// What stands out about it ("act here"), or nothing. Points with a note are drawn in the
    /// accent, the others step back.
    pub note: String,
    /// Too few answers for a claim: drawn hollow.
    pub few: bool,
    /// All figures in words, shown on hover and read out.
    pub detail: String,
    /// Where a click goes.
    pub link: Option<String>,
}

/// The words of the picture.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ImportanceWords {
    /// Horizontal axis ("how well: share who agree").
    pub performance: String,
    /// Vertical axis ("how strongly: part of what drivers explain").
    pub importance: String,
    /// The line where all drivers would be if all were equally important.
    pub equal: String,
}

/// Performance × importance.
#[derive(Clone, Debug, PartialEq)]
pub struct Importance {
    /// Name, words, width.
    pub frame: Frame,
    /// The drivers.
    pub points: Vec<ImportancePoint>,
    /// The importance all would have if they had the same, 0–1; none draws no line.
    pub equal: Option<f64>,
    /// The words of the picture.
    pub words: ImportanceWords,
    /// What to say when there are no points.
    pub empty: String,
}

/// Draws an [`Importance`]. Labels stand at their dots; where they would overlap, the dots get
/// numbers and the labels follow as a list under the picture.
pub fn importance(chart: &Importance) -> String {
    draw(chart, 260.0, scatter)
}

/// The same for a wall screen, which is wide and read from far: [`WALL`] px wide and little more
/// than a third as high, so that it can be shown large; dots with numbers, the list beside them.
pub fn importance_on_wall(chart: &Importance) -> String {
    let wide = Importance {
        frame: chart.frame.clone().width(WALL),
        ..chart.clone()
    };
    draw(&wide, 216.0, scatter_aside)
}

/// Width of a picture for a wall screen, px.
pub const WALL: u32 = 760;

fn draw(
    chart: &Importance,
    narrow: f64,
    how: impl Fn(&Scatter<'_>, &[Dot<'_>]) -> String,
) -> String {
    let dots = dots(chart);
    if dots.is_empty() {
        return Svg::new(&chart.frame).nothing(&chart.frame, &chart.empty);
    }
    let axis = |domain| Axis {
        unit: Unit::Share,
        domain,
        locale: chart.frame.locale,
    };
    let ups = dots.iter().flat_map(|dot| [dot.up.low, dot.up.high]);
    let others = || dots.iter().filter_map(|dot| dot.other);
    let ups = ups.chain([0.0]).chain(chart.equal);
    let up = Domain::of(Unit::Share, ups.chain(others().map(|other| other.1)), 4);
    let ends = dots.iter().filter_map(|dot| dot.lying).flatten();
    let across = ends.chain(others().map(|other| other.0));
    let across = Domain::of(Unit::Share, across, 3);
    let framed = Scatter {
        frame: &chart.frame,
        across: (axis(across), &chart.words.performance),
        up: (axis(up), &chart.words.importance),
        level: chart.equal.map(|equal| (equal, chart.words.equal.as_str())),
        shape: Shape {
            narrow,
            part: 0.62,
            most: 420.0,
            label: 0.26,
            beside: (8.0, -20.0),
        },
    };
    how(&framed, &dots)
}

/// Drawable points, the most important first.
fn dots(chart: &Importance) -> Vec<Dot<'_>> {
    let dot = |point| {
        let point: &ImportancePoint = point;
        let (across, up) = (point.performance.checked()?, point.importance.checked()?);
        Some(Dot {
            label: &point.label,
            note: &point.note,
            detail: &point.detail,
            link: point.link.as_deref(),
            few: point.few,
            leads: !point.note.is_empty(),
            across: across.value,
            lying: Some([across.low, across.high]),
            up,
            other: point
                .other
                .filter(|(across, up)| across.is_finite() && up.is_finite()),
            written: Unit::Share.write(up.value, chart.frame.locale),
        })
    };
    let mut dots: Vec<Dot<'_>> = chart.points.iter().filter_map(dot).collect();
    dots.sort_by(|a, b| b.up.value.total_cmp(&a.up.value));
    dots
}
