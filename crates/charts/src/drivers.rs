//! Which driver has the most to gain: KSS with interval in rank order, satisfaction beside it.

#[cfg(test)]
mod tests;

use crate::rows::{DotRow, DotRows};
use crate::svg::Svg;
use crate::{Estimate, Frame, Unit};

/// What there is to show of a driver.
#[derive(Clone, Debug, PartialEq)]
pub enum DriverState {
    /// KSS with its interval.
    Shown {
        /// KSS points; 100 = nothing to gain.
        kss: Estimate,
        /// Too few answers for a claim: drawn hollow, its interval written instead of its
        /// value, never in the leading group.
        few: bool,
    },
    /// Nothing may or can be shown: hatched, with the reason in words.
    Hidden {
        /// "fewer than 5 agree"
        reason: String,
    },
}

/// One driver.
#[derive(Clone, Debug, PartialEq)]
pub struct DriverRow {
    /// The driver in words.
    pub label: String,
    /// KSS, or why there is none.
    pub state: DriverState,
    /// Satisfaction as written in its column ("25 %", "3,6"); empty when hidden.
    pub satisfaction: String,
    /// All figures in words, shown on hover and read out; of few answers the interval alone.
    pub detail: String,
    /// Where a click goes.
    pub link: Option<String>,
}

/// The words around the rows.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct DriverWords {
    /// Heading of the KSS column ("KSS").
    pub kss: String,
    /// Heading of the satisfaction column ("agree").
    pub satisfaction: String,
    /// Names the bracket around the leading group ("most to gain").
    pub leading: String,
    /// Names the line at 100 ("nothing to gain").
    pub nothing_to_gain: String,
}

/// Drivers by KSS.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Drivers {
    /// Name, words, width.
    pub frame: Frame,
    /// In any order: drawn with demonstrable gain first, lowest KSS on top, hidden last.
    pub rows: Vec<DriverRow>,
    /// The words around the rows.
    pub words: DriverWords,
    /// What to say when there are no rows.
    pub empty: String,
}

/// Draws [`Drivers`].
pub fn drivers(chart: &Drivers) -> String {
    let svg = Svg::new(&chart.frame);
    if chart.rows.is_empty() {
        return svg.nothing(&chart.frame, &chart.empty);
    }
    let row = |Ranked {
                   row,
                   kss,
                   few,
                   leading,
               }| DotRow {
        label: &row.label,
        note: "",
        estimate: kss,
        reason: match &row.state {
            DriverState::Hidden { reason } => reason,
            DriverState::Shown { .. } => "",
        },
        few,
        strong: leading,
        second: &row.satisfaction,
        detail: &row.detail,
        link: row.link.as_deref(),
    };
    DotRows {
        frame: &chart.frame,
        unit: Unit::Kss,
        rows: ranked(&chart.rows).into_iter().map(row).collect(),
        headings: [&chart.words.kss, &chart.words.satisfaction],
        reference: Some((100.0, &chart.words.nothing_to_gain)),
        bracket: Some(&chart.words.leading),
    }
    .draw(svg)
}

/// A row in its place.
struct Ranked<'a> {
    row: &'a DriverRow,
    kss: Option<Estimate>,
    few: bool,
    /// Can't be told apart from the lowest.
    leading: bool,
}

/// Demonstrable gain first, lowest KSS on top; then the others; hidden rows last.
fn ranked(rows: &[DriverRow]) -> Vec<Ranked<'_>> {
    let mut ranked: Vec<Ranked<'_>> = rows
        .iter()
        .map(|row| {
            let (kss, few) = match &row.state {
                DriverState::Shown { kss, few } => (kss.checked(), *few),
                DriverState::Hidden { .. } => (None, false),
            };
            Ranked {
                row,
                kss,
                few,
                leading: false,
            }
        })
        .collect();
    let key = |r: &Ranked<'_>| {
        r.kss
            .map_or((2, 0.0), |e| (i32::from(e.high >= 100.0), e.value))
    };
    ranked.sort_by(|a, b| {
        let (a, b) = (key(a), key(b));
        a.0.cmp(&b.0).then(a.1.total_cmp(&b.1))
    });
    let claims = |r: &Ranked<'_>| r.kss.filter(|e| !r.few && e.high < 100.0);
    if let Some(lowest) = ranked.iter().find_map(claims) {
        for r in &mut ranked {
            r.leading = claims(r).is_some_and(|e| e.low <= lowest.high);
        }
    }
    ranked
}
