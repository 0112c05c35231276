//! What changed between two waves, and where.

use facts::{DimensionId, Grouping, Key};
use figures::{Change, Coding, Counts, Driver, Metric, Nps};
use serde::Serialize;
use stats::decompose::{Decomposition, Part};
use stats::nps::Classes;

use crate::analyze::Args;
use crate::analyze::accounts;
use crate::analyze::columns::Columns;
use crate::analyze::compute::{Error, evaluate, groups};
use crate::analyze::order::in_order;
use crate::analyze::read::Reading;

/// A column with more values than this isn't taken apart: nobody could read where it moved.
const MOST_PARTS: usize = 100;

/// What changed between two waves.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(super) struct WaveChange {
    /// The column that says the wave.
    pub(super) column: String,
    /// The earlier wave.
    pub(super) from: String,
    /// The later one.
    pub(super) to: String,
    /// How many different values the column has; of more than two the last two are compared.
    pub(super) values: usize,
    /// The NPS of both, and what the difference amounts to.
    pub(super) nps: NpsChange,
    /// Every driver, in the order of the file.
    pub(super) drivers: Vec<DriverChange>,
    /// Where the change of the NPS comes from: one entry per column to split by.
    pub(super) parts: Vec<Parts>,
}

/// The NPS of two waves.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(super) struct NpsChange {
    pub(super) before: Nps,
    pub(super) after: Nps,
    /// None when a side has no score; its fields are null then.
    #[serde(flatten, serialize_with = "all_fields")]
    pub(super) change: Option<Change>,
    /// The same by accounts, when they are known: an account in both waves answers alike in both.
    pub(super) by_accounts: Option<Change>,
}

/// A flattened `None` would leave its fields out, and whoever reads them would have to know when.
#[expect(clippy::ref_option, reason = "serde hands over the field as it is")]
fn all_fields<S: serde::Serializer>(change: &Option<Change>, to: S) -> Result<S::Ok, S::Error> {
    #[derive(Default, Serialize)]
    struct Nothing {
        difference: Option<f64>,
        ci95: Option<[f64; 2]>,
        p: Option<f64>,
        verdict: Option<&'static str>,
    }
    match change {
        Some(change) => change.serialize(to),
        None => Nothing::default().serialize(to),
    }
}

impl NpsChange {
    /// The change that is judged: by accounts when they are known.
    pub(super) fn judged(&self) -> Option<Change> {
        self.by_accounts.or(self.change)
    }
}

/// One driver in two waves.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(super) struct DriverChange {
    pub(super) name: String,
    pub(super) kss_before: Option<f64>,
    pub(super) kss_after: Option<f64>,
    pub(super) agree_before: Option<f64>,
    pub(super) agree_after: Option<f64>,
    /// The change of the share that agrees; none when a side has no answer.
    pub(super) agree: Option<Change>,
    /// The probability of that change, held together over all drivers (Holm).
    pub(super) p_adjusted: Option<f64>,
}

/// The change of the NPS taken apart by the values of a column; the parts add up to it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(super) struct Parts {
    /// The column.
    pub(super) column: String,
    /// Points from changes within the groups.
    pub(super) within: f64,
    /// Points from groups having become larger or smaller.
    pub(super) mix: f64,
    /// One per value.
    pub(super) groups: Vec<GroupPart>,
}

/// The part of one group.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(super) struct GroupPart {
    /// Its value; empty for those without one.
    pub(super) group: String,
    pub(super) nps_before: Option<f64>,
    pub(super) nps_after: Option<f64>,
    /// People who gave a score.
    pub(super) n_before: u64,
    pub(super) n_after: u64,
    pub(super) share_before: f64,
    pub(super) share_after: f64,
    pub(super) within: f64,
    /// Its interval; none where it can't be taken, or where accounts are known: it isn't by accounts.
    pub(super) within_ci95: Option<[f64; 2]>,
    pub(super) mix: f64,
}

/// The change between the last two values of `--change`, if it was asked for.
pub(super) fn waves(
    args: &Args,
    reading: &Reading,
    columns: &Columns,
    coding: Coding,
) -> Result<Option<WaveChange>, Error> {
    let (Some(column), Some(wave)) = (columns.change, reading.dimension(columns.change)) else {
        return Ok(None);
    };
    let weighted = columns.weight.is_some();
    let mut found = groups(reading, wave, weighted);
    found.retain(|(value, _)| !value.is_empty());
    let values = found.len();
    let (Some((to, after)), Some((from, before))) = (found.pop(), found.pop()) else {
        let name = args.change.as_deref().unwrap_or_default();
        let message = format!("--change {name:?} needs two different values");
        return Err(Error::Usage(message));
    };
    let splits = [columns.by].into_iter().flatten();
    let splits = splits.chain(columns.attributes.iter().copied());
    let mut splits: Vec<usize> = splits.filter(|split| *split != column).collect();
    splits.dedup();
    let parts = splits.into_iter().filter_map(|split| {
        let dimension = reading.dimension(Some(split))?;
        if reading.facts.dimension_values(dimension).count() > MOST_PARTS {
            return None;
        }
        let sides = sides(reading, (wave, [&from, &to]), dimension, weighted);
        let mut parts = taken_apart(&columns.names[split], &sides)?;
        if columns.account.is_some() {
            for group in &mut parts.groups {
                group.within_ci95 = None;
            }
        }
        Some(parts)
    });
    let parts = parts.collect();
    let waves = (wave, [from.as_str(), to.as_str()]);
    let by_accounts = accounts::nps_change(reading, columns, waves);
    let mut drivers = drivers(&columns.driver_names(), (&before, &after), coding);
    if columns.account.is_some() {
        for (driver, &column) in drivers.iter_mut().zip(&reading.drivers) {
            let by_accounts = accounts::agree_change(reading, columns, waves, (column, coding));
            driver.agree = by_accounts.or(driver.agree);
        }
    }
    corrected(&mut drivers);
    Ok(Some(WaveChange {
        column: columns.names[column].clone(),
        nps: NpsChange {
            before: figures::nps(&before),
            after: figures::nps(&after),
            change: figures::change(Metric::Nps, &before, &after),
            by_accounts,
        },
        drivers,
        parts,
        from,
        to,
        values,
    }))
}

fn drivers(
    names: &[String],
    (before, after): (&Counts, &Counts),
    coding: Coding,
) -> Vec<DriverChange> {
    names
        .iter()
        .zip(before.drivers.iter().zip(&after.drivers))
        .map(|(name, (before, after))| {
            let agree = figures::agree_change(before, after, &coding);
            let driver = |cross| -> Driver { figures::driver(name, cross, &coding) };
            let (before, after) = (driver(before), driver(after));
            DriverChange {
                name: name.clone(),
                kss_before: before.kss.value,
                kss_after: after.kss.value,
                agree_before: before.agree,
                agree_after: after.agree,
                agree,
                p_adjusted: None,
            }
        })
        .collect()
}

/// Holds the probabilities of all drivers' changes together.
fn corrected(changes: &mut [DriverChange]) {
    let p: Vec<f64> = changes
        .iter()
        .filter_map(|change| Some(change.agree?.p))
        .collect();
    let mut adjusted = stats::multiplicity::holm(&p).into_iter();
    for change in changes.iter_mut().filter(|change| change.agree.is_some()) {
        change.p_adjusted = adjusted.next();
    }
}

/// The classes of each group in both waves.
fn sides(
    reading: &Reading,
    (wave, values): (DimensionId, [&String; 2]),
    split: DimensionId,
    weighted: bool,
) -> Vec<(String, (Classes, Classes))> {
    let grouping = vec![Grouping::Dimension(split), Grouping::Dimension(wave)];
    let mut sides: Vec<(String, (Classes, Classes))> = Vec::new();
    for (key, counts) in evaluate(reading, grouping, weighted) {
        let mut key = key.into_iter().map(|key| match key {
            Key::Value(Some(value)) => value,
            _ => String::new(),
        });
        let (Some(group), Some(wave)) = (key.next(), key.next()) else {
            continue;
        };
        let Some(side) = values.iter().position(|value| **value == wave) else {
            continue;
        };
        let at = sides
            .iter()
            .position(|(known, _)| *known == group)
            .unwrap_or_else(|| {
                sides.push((group, Default::default()));
                sides.len() - 1
            });
        let found = Classes::from_scores(&counts.scores());
        let (_, classes) = &mut sides[at];
        if side == 0 {
            classes.0 = found;
        } else {
            classes.1 = found;
        }
    }
    in_order(&mut sides);
    sides
}

fn taken_apart(column: &str, sides: &[(String, (Classes, Classes))]) -> Option<Parts> {
    let classes: Vec<(Classes, Classes)> = sides.iter().map(|(_, classes)| *classes).collect();
    let found: Decomposition = stats::decompose::nps(&classes)?;
    let part = |((group, classes), part): (&(String, (Classes, Classes)), &Part)| GroupPart {
        group: group.clone(),
        n_before: classes.0.total().n,
        n_after: classes.1.total().n,
        nps_before: part.before,
        nps_after: part.after,
        share_before: part.share_before,
        share_after: part.share_after,
        within: part.within,
        within_ci95: part.within_ci95,
        mix: part.mix,
    };
    Some(Parts {
        column: column.to_owned(),
        within: found.within,
        mix: found.mix,
        groups: sides
            .iter()
            .zip(&found.parts)
            .map(part)
            .filter(|part| part.n_before + part.n_after > 0)
            .collect(),
    })
}
