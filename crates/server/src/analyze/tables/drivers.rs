//! Drivers and attributes: how well, how strongly, how much to gain.

use analysis::{AttributeDriver, Driver, Kind};

use crate::analyze::compute::Analysis;
use crate::analyze::tables::Table;
use crate::analyze::words::{self, NUMBERS};

/// More values of an attribute than this only make a row long.
const LEVELS: usize = 6;

/// The three questions in one table.
pub(in crate::analyze) fn compact(analysis: &Analysis) -> Table {
    let heads = [
        "<driver",
        ">n",
        ">agree",
        ">how strongly",
        ">KSS",
        ">what-if",
        "<verdict",
    ];
    of_drivers(analysis, ("Drivers", &heads), |driver| {
        vec![
            words::count(driver.n as f64),
            words::share_between(driver.agree, driver.agree_ci95),
            words::share_between(driver.lmg_share, driver.lmg_share_ci95),
            words::kss_between(&driver.kss),
            words::what_if_between(driver),
            words::driver_verdict(driver),
        ]
    })
}

/// Answers to each statement.
pub(in crate::analyze) fn how_well(analysis: &Analysis) -> Table {
    let heads = [
        "<driver",
        ">n",
        ">agree",
        ">neutral",
        ">disagree",
        ">mean",
        ">no answer",
        ">don't know, n/a",
    ];
    of_drivers(analysis, ("How well", &heads), |driver| {
        let missing = &driver.missing;
        vec![
            words::count(driver.n as f64),
            words::share_between(driver.agree, driver.agree_ci95),
            words::share(driver.neutral),
            words::share_between(driver.disagree, driver.disagree_ci95),
            words::mean(driver.mean),
            words::count(missing.blank),
            words::count(missing.dont_know + missing.not_applicable + missing.not_asked),
        ]
    })
}

/// Importance and correlations.
pub(in crate::analyze) fn how_strongly(analysis: &Analysis) -> Table {
    let heads = [
        "<driver",
        ">part",
        ">first in",
        ">Pearson",
        ">Spearman",
        ">tau\u{2011}b",
        ">gamma",
        ">VIF",
    ];
    of_drivers(analysis, ("How strongly", &heads), |driver| {
        let r = &driver.association;
        vec![
            words::share_between(driver.lmg_share, driver.lmg_share_ci95),
            words::share(driver.lmg_rank_probability),
            words::decimals(r.pearson),
            words::decimals(r.spearman),
            words::decimals(r.kendall_tau_b),
            words::decimals(r.gamma),
            words::mean(driver.vif),
        ]
    })
}

/// KSS and what-if.
pub(in crate::analyze) fn to_gain(analysis: &Analysis) -> Table {
    let heads = [
        "<driver",
        ">KSS",
        ">alone",
        ">lowest in",
        ">beside the others",
        ">lifted",
        "<verdict",
    ];
    of_drivers(analysis, ("How much to gain", &heads), |driver| {
        let limits = driver.kss.ci95.filter(|_| driver.kss.gain.is_some());
        vec![
            words::kss_between(&driver.kss),
            words::gain_between(
                driver.kss.gain,
                limits.map(|[low, high]| [100.0 - high, 100.0 - low]),
            ),
            words::share(driver.rank_probability),
            words::what_if_between(driver),
            words::share(driver.what_if.map(|what_if| what_if.share_moved)),
            words::driver_verdict(driver),
        ]
    })
}

/// The two groups each KSS is made of.
pub(in crate::analyze) fn behind(analysis: &Analysis) -> Table {
    let heads = [
        "<driver",
        ">disagree and would not recommend",
        ">agree and would",
    ];
    of_drivers(analysis, ("Behind the KSS", &heads), |driver| {
        vec![
            words::share(driver.disagree_detractor),
            words::share(driver.agree_promoter),
        ]
    })
}

fn of_drivers(
    analysis: &Analysis,
    (name, heads): (&str, &[&str]),
    cells: impl Fn(&Driver) -> Vec<String>,
) -> Table {
    let mut table = Table::new(name, heads);
    for (i, driver) in analysis.drivers.drivers.iter().enumerate() {
        table.row(std::iter::once(driver.name.clone()).chain(cells(driver)));
        if driver.n < figures::FEW {
            table.few.push(i);
        }
    }
    table
}

/// How sure the order is, in sentences.
pub(in crate::analyze) fn ranks(analysis: &Analysis) -> Vec<String> {
    let told = |name: &str, probability: fn(&Driver) -> Option<f64>| {
        let drivers = analysis.drivers.drivers.iter();
        let mut first: Vec<(&str, f64)> = drivers
            .filter_map(|driver| Some((driver.name.as_str(), probability(driver)?)))
            .filter(|(_, probability)| *probability >= 0.005)
            .collect();
        first.sort_by(|a, b| b.1.total_cmp(&a.1));
        let shares: Vec<String> = first
            .iter()
            .map(|(name, probability)| format!("{name} {}", NUMBERS.percent(*probability, 0)))
            .collect();
        (!shares.is_empty()).then(|| format!("First in resamples {name}: {}.", shares.join(", ")))
    };
    let lines = [
        told("by KSS", |driver| driver.rank_probability),
        told("by importance", |driver| driver.lmg_rank_probability),
    ];
    lines.into_iter().flatten().collect()
}

/// The attributes with the NPS of their values.
pub(in crate::analyze) fn attributes(analysis: &Analysis) -> Table {
    let heads = [
        "<attribute",
        "<taken as",
        ">n",
        ">how strongly",
        ">what-if",
        "<NPS by value",
    ];
    let mut table = Table::new("Attributes", &heads);
    for attribute in &analysis.drivers.attributes {
        let what_if = attribute.what_if;
        table.row([
            attribute.name.clone(),
            words::kind(attribute.kind).to_owned(),
            words::count(attribute.n as f64),
            words::share_between(attribute.lmg_share, attribute.lmg_share_ci95),
            words::gain_between(
                what_if.map(|what_if| what_if.gain),
                what_if.and_then(|what_if| what_if.ci95),
            ),
            levels(attribute),
        ]);
    }
    table
}

fn levels(attribute: &AttributeDriver) -> String {
    let shown = attribute.levels.iter().take(LEVELS);
    let mut told: Vec<String> = shown
        .map(|level| {
            let name = words::level(level);
            match level.nps.filter(|_| level.n >= figures::FEW) {
                Some(nps) => format!("{name} {}", NUMBERS.number(nps, 0)),
                None => {
                    let limits = words::within_scale(level.nps_ci95);
                    format!("{name} ({})", words::interval(limits, 0))
                }
            }
        })
        .collect();
    if attribute.levels.len() > LEVELS {
        told.push("\u{2026}".to_owned());
    }
    if let Some(r) = attribute.association.pearson
        && attribute.kind == Kind::Numeric
    {
        told.push(format!("r {}", NUMBERS.number(r, 2)));
    }
    told.join(", ")
}
