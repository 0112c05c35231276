//! One figure for several groups beside each other: which differ more than chance allows.

use crate::rows::{DotRow, DotRows};
use crate::svg::Svg;
use crate::{Estimate, Frame, Unit};

/// One group.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct GroupRow {
    /// The group in words.
    pub label: String,
    /// The figure; `None` hatches the row and says [`GroupRow::reason`].
    pub estimate: Option<Estimate>,
    /// Too few answers for a claim: drawn hollow, its interval written instead of its value.
    pub few: bool,
    /// Why there is no figure ("fewer than 5 answers").
    pub reason: String,
    /// Number of answers as written in its column.
    pub n: String,
    /// What the difference is worth, in words ("above the rest"); may be empty.
    pub verdict: String,
    /// Differs more than chance allows: drawn in the accent.
    pub stands_out: bool,
    /// The figures in words, shown on hover and read out; of few answers the interval alone.
    pub detail: String,
    /// Where a click goes.
    pub link: Option<String>,
}

/// A figure by group.
#[derive(Clone, Debug, PartialEq)]
pub struct Groups {
    /// Name, words, width.
    pub frame: Frame,
    /// What the figure counts.
    pub unit: Unit,
    /// The groups in the order to show.
    pub rows: Vec<GroupRow>,
    /// Heading of the figure's column ("NPS").
    pub heading: String,
    /// Heading of the column with the numbers of answers ("n").
    pub n_heading: String,
    /// The figure of everybody, and its name ("all").
    pub everybody: Option<(f64, String)>,
    /// What to say when there are no groups.
    pub empty: String,
}

/// Draws [`Groups`].
pub fn groups(chart: &Groups) -> String {
    let svg = Svg::new(&chart.frame);
    if chart.rows.is_empty() {
        return svg.nothing(&chart.frame, &chart.empty);
    }
    DotRows {
        frame: &chart.frame,
        unit: chart.unit,
        rows: chart.rows.iter().map(dot_row).collect(),
        headings: [&chart.heading, &chart.n_heading],
        reference: chart
            .everybody
            .as_ref()
            .map(|(value, name)| (*value, name.as_str())),
        bracket: None,
    }
    .draw(svg)
}

fn dot_row(row: &GroupRow) -> DotRow<'_> {
    DotRow {
        label: &row.label,
        note: &row.verdict,
        estimate: row.estimate.and_then(|e| e.checked_as(row.few)),
        reason: &row.reason,
        few: row.few,
        strong: row.stands_out && !row.few,
        second: &row.n,
        detail: &row.detail,
        link: row.link.as_deref(),
    }
}
