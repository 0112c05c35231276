//! The figures in plain English, for both reports: how single figures are written.

mod beside;
mod findings;
mod method;

use charts::Locale;
use figures::{Change, Kss, Nps};
use stats::Verdict;

pub(super) use beside::{
    about_accounts, driver_change, driver_verdict, kind, level, of_writers, writers,
};
pub(super) use findings::{cautions, findings, is_sure};
pub(super) use method::{Explained, method};

use crate::analyze::compute::{Analysis, Comparison};

/// How numbers are written.
pub(super) const NUMBERS: Locale = Locale::ENGLISH;

/// Why some rows have no number.
pub(super) const INTERVAL_ALONE: &str = "An interval alone: too few answers for a bare number.";

/// What a change amounts to, as the verb of a sentence.
pub(super) fn moved(change: &Change) -> String {
    let points = NUMBERS.number(change.difference.abs(), 0);
    let [low, high] = change.ci95.map(|limit| NUMBERS.signed(limit, 0));
    match change.verdict {
        Verdict::Rose => format!("rose by {points} (between {low} and {high})"),
        Verdict::Fell => format!("fell by {points} (between {low} and {high})"),
        Verdict::NotMoreThanChance => {
            format!("did not move more than chance (between {low} and {high})")
        }
        Verdict::TooFew { need } => format!("can't be compared: {}", too_few(need)),
    }
}

/// What a change amounts to, as a verdict.
pub(super) fn change_verdict(change: Option<Change>) -> String {
    match change.map(|change| change.verdict) {
        None => dash(),
        Some(Verdict::Rose) => "rose".to_owned(),
        Some(Verdict::Fell) => "fell".to_owned(),
        Some(Verdict::NotMoreThanChance) => "not more than chance".to_owned(),
        Some(Verdict::TooFew { need }) => too_few(need),
    }
}

fn too_few(need: u64) -> String {
    format!("too few answers ({need} more needed)")
}

/// Whether a group differs from what it is compared with by more than chance.
pub(super) fn stands_out(comparison: &Comparison, group: usize) -> bool {
    let (Comparison::Previous(changes) | Comparison::Rest(changes)) = comparison else {
        return false;
    };
    changes
        .get(group)
        .copied()
        .flatten()
        .is_some_and(|change| matches!(change.verdict, Verdict::Rose | Verdict::Fell))
}

/// The verdict on a group beside what it is compared with; where there is nothing to compare, how
/// few answers it has, or nothing.
pub(super) fn verdict(analysis: &Analysis, group: usize) -> String {
    let nps = &analysis.figures.by[group].nps;
    if nps.n == 0 {
        return "nobody answered the score".to_owned();
    }
    let (changes, up, down) = match &analysis.comparison {
        Comparison::None => (&[][..], "", ""),
        Comparison::Previous(changes) => (changes.as_slice(), "rose", "fell"),
        Comparison::Rest(changes) => (changes.as_slice(), "above the rest", "below the rest"),
    };
    match changes
        .get(group)
        .copied()
        .flatten()
        .map(|change| change.verdict)
    {
        None if nps.is_few() => "few answers".to_owned(),
        None => String::new(),
        Some(Verdict::Rose) => up.to_owned(),
        Some(Verdict::Fell) => down.to_owned(),
        Some(Verdict::NotMoreThanChance) => "not more than chance".to_owned(),
        Some(Verdict::TooFew { need }) => too_few(need),
    }
}

/// What a group's verdict is about; the heading of its column.
pub(super) fn compared_with(comparison: &Comparison) -> &'static str {
    match comparison {
        Comparison::None => "verdict",
        Comparison::Previous(_) => "since the one before",
        Comparison::Rest(_) => "beside all others",
    }
}

/// The status of a KSS.
pub(super) fn status(kss: &Kss) -> &'static str {
    match kss.status.as_str() {
        "gain" => "gain",
        "no_demonstrable_gain" => "not more than chance",
        "interval_only" => "too few answers",
        "suppressed" => "fewer than 5 agree",
        "reversed" => "reversed: those who agree recommend less",
        _ => "nobody agrees",
    }
}

/// `74.0`, or a dash where no bare number may be shown.
pub(super) fn kss(kss: &Kss) -> String {
    kss.value
        .map_or_else(dash, |value| NUMBERS.number(value, 1))
}

/// A driver's KSS in a group with its interval, or where no bare number may stand that alone.
pub(super) fn kss_of(name: &str, group: &figures::Group) -> String {
    let driver = group.drivers.iter().find(|driver| driver.name == name);
    driver.map_or_else(dash, |driver| kss_between(&driver.kss))
}

/// A KSS with its interval, or where no bare number may stand that alone.
pub(super) fn kss_between(found: &Kss) -> String {
    let interval = interval(found.ci95, 0);
    match found.value {
        Some(_) => format!("{} ({interval})", kss(found)),
        None => interval,
    }
}

/// `68.5 – 79.5`.
pub(super) fn interval(ci95: Option<[f64; 2]>, decimals: usize) -> String {
    ci95.map_or_else(dash, |limits| {
        let [low, high] = limits.map(|limit| NUMBERS.number(limit, decimals));
        format!("{low} \u{2013} {high}")
    })
}

/// An interval of an NPS for people: the formula may go beyond what an NPS can be.
pub(super) fn nps_interval(nps: &Nps) -> String {
    interval(within_scale(nps.ci95), 0)
}

/// The part of an NPS's interval that lies on its scale.
pub(super) fn within_scale(ci95: Option<[f64; 2]>) -> Option<[f64; 2]> {
    ci95.map(stats::nps::clipped)
}

/// A share with its interval: `25 % (21 – 28)`.
pub(super) fn share_between(value: Option<f64>, ci95: Option<[f64; 2]>) -> String {
    let Some(value) = value else { return dash() };
    match ci95 {
        Some(limits) => {
            let between = interval(Some(limits.map(|limit| 100.0 * limit)), 0);
            format!("{} ({between})", share(Some(value)))
        }
        None => share(Some(value)),
    }
}

/// Points with their sign and interval: `+5 (−3 – 11)`.
pub(super) fn gain_between(value: Option<f64>, ci95: Option<[f64; 2]>) -> String {
    let Some(value) = value else { return dash() };
    let points = NUMBERS.signed(value, 0);
    match ci95 {
        Some(limits) => format!("{points} ({})", interval(Some(limits), 0)),
        None => points,
    }
}

/// What lifting a driver alone would bring: `+5 (−3 – 11)`.
pub(super) fn what_if_between(driver: &analysis::Driver) -> String {
    let what_if = driver.what_if;
    gain_between(
        what_if.map(|what_if| what_if.gain),
        what_if.and_then(|what_if| what_if.ci95),
    )
}

/// Points with their sign, or a dash.
pub(super) fn signed(value: Option<f64>, decimals: usize) -> String {
    value.map_or_else(dash, |value| NUMBERS.signed(value, decimals))
}

/// Two decimals, or a dash.
pub(super) fn decimals(value: Option<f64>) -> String {
    value.map_or_else(dash, |value| NUMBERS.number(value, 2))
}

/// Names in a sentence: `a, b and c`.
pub(super) fn listed(names: &[impl AsRef<str>]) -> String {
    match names {
        [] => String::new(),
        [one] => one.as_ref().to_owned(),
        [others @ .., last] => {
            let others: Vec<&str> = others.iter().map(AsRef::as_ref).collect();
            format!("{} and {}", others.join(", "), last.as_ref())
        }
    }
}

/// A number of people: whole unless weighted.
pub(super) fn count(people: f64) -> String {
    let decimals = usize::from(people.fract() != 0.0);
    NUMBERS.number(people, decimals)
}

/// A share 0–1 in whole percents.
pub(super) fn share(share: Option<f64>) -> String {
    share.map_or_else(dash, |share| NUMBERS.percent(share, 0))
}

/// A mean answer.
pub(super) fn mean(mean: Option<f64>) -> String {
    mean.map_or_else(dash, |mean| NUMBERS.number(mean, 1))
}

/// NPS points, whole.
pub(super) fn points(points: Option<f64>) -> String {
    points.map_or_else(dash, |points| NUMBERS.number(points, 0))
}

/// A group's NPS, or a dash where no bare number may be shown.
pub(super) fn group_points(nps: &Nps) -> String {
    points(nps.value.filter(|_| !nps.is_few()))
}

/// A number of values: `1 value`, `2 values`.
pub(super) fn values(number: usize) -> String {
    let plural = if number == 1 { "" } else { "s" };
    format!("{} value{plural}", count(number as f64))
}

/// What stands behind a driver.
pub(super) fn behind(driver: &analysis::Driver) -> String {
    format!(
        "{} disagree and would not recommend, {} agree and would",
        share(driver.disagree_detractor),
        share(driver.agree_promoter)
    )
}

/// The name of a group.
pub(super) fn group(value: &str) -> &str {
    if value.is_empty() { "(none)" } else { value }
}

/// What was read and how.
pub(super) fn source(analysis: &Analysis) -> String {
    let format = match &analysis.detected.format {
        tabular::Format::Csv {
            separator,
            encoding,
            bom,
            ..
        } => {
            let mark = if *bom { " with byte order mark" } else { "" };
            format!("CSV, separator \"{separator}\", {encoding}{mark}")
        }
        tabular::Format::Xlsx { sheet, .. } => format!("XLSX, sheet {sheet}"),
    };
    let rows = count(analysis.figures.rows as f64);
    format!(
        "{}: {rows} rows, {} columns ({format})",
        analysis.file, analysis.detected.columns
    )
}

pub(super) fn dash() -> String {
    "\u{2013}".to_owned()
}
