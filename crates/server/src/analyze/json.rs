//! The figures for programs: the shape of the interface, at full precision.

use analysis::{AttributeDriver, Bootstrap, Driver, Model, Pair, Warning};
use comments::WordsApart;
use figures::{Nps, Rejected};
use serde::Serialize;

use crate::analyze::accounts::Accounts;
use crate::analyze::change::WaveChange;
use crate::analyze::compute::Analysis;

#[derive(Serialize)]
struct Output<'a> {
    rows: u64,
    rejected: &'a [Rejected],
    nps: &'a Nps,
    model: &'a Model,
    warnings: Vec<Said<'a>>,
    drivers: &'a [Driver],
    attributes: &'a [AttributeDriver],
    leading: &'a [String],
    priorities: &'a [String],
    pairs: &'a [Pair],
    bootstrap: Option<Bootstrap>,
    by: Vec<Group<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    accounts: Option<&'a Accounts>,
    #[serde(skip_serializing_if = "Option::is_none")]
    change: Option<&'a WaveChange>,
    #[serde(skip_serializing_if = "Option::is_none")]
    words: Option<&'a WordsApart>,
}

#[derive(Serialize)]
struct Group<'a> {
    group: &'a str,
    nps: &'a Nps,
    model: &'a Model,
    warnings: Vec<Said<'a>>,
    drivers: &'a [Driver],
    attributes: &'a [AttributeDriver],
}

/// A warning with its sentence.
#[derive(Serialize)]
struct Said<'a> {
    #[serde(flatten)]
    warning: &'a Warning,
    text: String,
}

fn said(warnings: &[Warning]) -> Vec<Said<'_>> {
    warnings
        .iter()
        .map(|warning| Said {
            warning,
            text: warning.text(),
        })
        .collect()
}

/// The figures as JSON.
pub(super) fn write(analysis: &Analysis) -> anyhow::Result<String> {
    let (figures, drivers) = (&analysis.figures, &analysis.drivers);
    let groups = figures.by.iter().zip(&analysis.by_drivers);
    let output = Output {
        rows: figures.rows,
        rejected: &figures.rejected,
        nps: &figures.nps,
        model: &drivers.model,
        warnings: said(&drivers.warnings),
        drivers: &drivers.drivers,
        attributes: &drivers.attributes,
        leading: &drivers.leading,
        priorities: &drivers.priorities,
        pairs: &drivers.pairs,
        bootstrap: drivers.bootstrap,
        by: groups
            .map(|(group, drivers)| Group {
                group: &group.group,
                nps: &group.nps,
                model: &drivers.model,
                warnings: said(&drivers.warnings),
                drivers: &drivers.drivers,
                attributes: &drivers.attributes,
            })
            .collect(),
        accounts: analysis.accounts.as_ref(),
        change: analysis.change.as_ref(),
        words: analysis.words.as_ref(),
    };
    let mut text = serde_json::to_string_pretty(&output)?;
    text.push('\n');
    Ok(text)
}
