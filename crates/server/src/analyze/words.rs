//! The figures in plain English, for both reports.

use charts::Locale;
use figures::{Change, Driver, Figure, Finding, Kss, Metric, Nps};
use stats::Verdict;

use crate::analyze::compute::{Analysis, Comparison};

/// How numbers are written.
pub(super) const NUMBERS: Locale = Locale::ENGLISH;

/// The caveat, said once.
pub(super) const CAVEAT: &str = "Points to gain are what the NPS would win if everybody answered the statement like those who \
     agree, and only if the link is causal. Drivers overlap: don't add them up.";

/// Why some rows have no number.
pub(super) const INTERVAL_ALONE: &str = "An interval alone: too few answers for a bare number.";

/// The findings, the most important first.
pub(super) fn findings(analysis: &Analysis) -> Vec<String> {
    let figure = figures::metric(Metric::Nps, &analysis.all);
    let step = last_step(analysis);
    let since = step
        .as_ref()
        .map(|(period, change)| (period.as_str(), *change));
    figures::findings(figure, since, &analysis.figures.drivers)
        .iter()
        .map(finding)
        .collect()
}

/// The last step between moments, if there is one.
fn last_step(analysis: &Analysis) -> Option<(String, Change)> {
    let Comparison::Previous(changes) = &analysis.comparison else {
        return None;
    };
    let groups = &analysis.figures.by;
    let last = changes.iter().rposition(Option::is_some)?;
    let before = groups[..last].iter().rposition(|group| group.nps.n > 0)?;
    let period = format!("{} to {}", groups[before].group, groups[last].group);
    Some((period, changes[last]?))
}

fn finding(finding: &Finding) -> String {
    match finding {
        Finding::NoAnswers => "Nobody answered the score.".to_owned(),
        Finding::Level { figure } => level(figure),
        Finding::Moved { since, change } => format!("From {since} it {}.", moved(change)),
        Finding::MostToGain {
            name,
            gain,
            ci95,
            beside,
        } => {
            let [low, high] = ci95.map(|limit| NUMBERS.number(limit, 0));
            let gain = NUMBERS.number(*gain, 0);
            let first =
                format!("Most to gain is on {name}: {gain} NPS points, between {low} and {high}.");
            match beside.as_slice() {
                [] => first,
                others => format!(
                    "{first} Not to be told apart from it: {}.",
                    others.join(", ")
                ),
            }
        }
        Finding::WorstRatedIsAnother { name, agree } => format!(
            "Rated lowest is {name} ({} agree), but that is not where most is to gain.",
            NUMBERS.percent(*agree, 0)
        ),
        Finding::NoDemonstrableGain => {
            "No driver shows a gain that is more than chance.".to_owned()
        }
        Finding::TooFewForDrivers { need, .. } => {
            format!("Too few answers to compare drivers: {need} more are needed.")
        }
    }
}

fn level(figure: &Figure) -> String {
    let (Some(value), Some([low, high])) = (figure.value, within_scale(figure.ci95)) else {
        return "Nobody answered the score.".to_owned();
    };
    let [value, low, high] = [value, low, high].map(|points| NUMBERS.number(points, 0));
    let n = count(figure.n as f64);
    if figure.few {
        format!(
            "Too few answers for a claim: NPS {value} from {n}, anywhere between {low} and {high}."
        )
    } else {
        format!("NPS is {value}, between {low} and {high} ({n} answers).")
    }
}

fn moved(change: &Change) -> String {
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
    let Some(driver) = group.drivers.iter().find(|driver| driver.name == name) else {
        return dash();
    };
    let interval = interval(driver.kss.ci95, 0);
    match driver.kss.value {
        Some(_) => format!("{} ({interval})", kss(&driver.kss)),
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
pub(super) fn behind(driver: &Driver) -> String {
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

/// Which answers mean what and how the figures are computed.
pub(super) fn method(analysis: &Analysis) -> Vec<String> {
    let codes = |level| {
        let codes = analysis.coding.codes(level);
        codes
            .iter()
            .map(ToString::to_string)
            .collect::<Vec<_>>()
            .join(", ")
    };
    let interval = if analysis.weighted {
        "answers are weighted, and standard errors and intervals allow for it (linearised; groups as parts \
         of the whole)"
    } else {
        "95 % interval: adjusted Wald"
    };
    let mut lines = vec![
        format!(
            "NPS = % promoters (9, 10) \u{2212} % detractors (0 to 6); {interval}."
        ),
        "KSS = 100 \u{2212} (NPS of those who agree \u{2212} NPS of all who answered both); lower = \
         more to gain. Each driver over those who answered both it and the score."
            .to_owned(),
        format!(
            "Agree is {}; disagree is {}; neutral is {}.",
            codes(stats::kss::Level::Agree),
            codes(stats::kss::Level::Disagree),
            codes(stats::kss::Level::Neutral)
        ),
        CAVEAT.to_owned(),
    ];
    if analysis.columns.found {
        lines.push(
            "The drivers were found by looking: columns whose answers are all whole numbers of the \
             scale, at least two different ones, and whose name isn't that of an id."
                .to_owned(),
        );
    }
    if let Comparison::Rest(_) = analysis.comparison {
        lines.push(
            "Groups are compared with all others together, corrected for looking at many \
             (Holm)."
                .to_owned(),
        );
    }
    lines
}

pub(super) fn dash() -> String {
    "\u{2013}".to_owned()
}
