//! One self-contained report: style and charts inside, nothing loaded from elsewhere, no script.

use figures::Group;
use minijinja::{AutoEscape, Environment, Value};
use serde::Serialize;

use crate::analyze::compute::{Analysis, Comparison};
use crate::analyze::{pictures, words};

/// So many rejected values are listed; the rest is in the JSON.
const SHOWN_REJECTED: usize = 200;
/// A longer table of groups is opened by who wants it.
const MOST_OPEN: usize = 12;

/// The report. Everything the template is given is text and escaped, but the charts and styles,
/// which are ours.
pub(super) fn write(analysis: &Analysis) -> anyhow::Result<String> {
    let mut environment = Environment::new();
    environment.set_auto_escape_callback(|_| AutoEscape::Html);
    environment.set_undefined_behavior(minijinja::UndefinedBehavior::Strict);
    environment.add_template("report", include_str!("report.html"))?;
    Ok(environment
        .get_template("report")?
        .render(report(analysis))?)
}

#[derive(Serialize)]
struct Report {
    styles: Value,
    title: String,
    source: String,
    headline: String,
    level_picture: Value,
    findings: Vec<String>,
    score: Score,
    drivers: Vec<DriverRow>,
    drivers_picture: Value,
    opportunity_picture: Value,
    groups: Option<Groups>,
    rejected: Vec<figures::Rejected>,
    rejected_count: String,
    rejected_more: bool,
    method: Vec<String>,
}

#[derive(Serialize)]
struct Score {
    column: String,
    picture: Value,
    classes: Vec<[String; 4]>,
    answers: Vec<[String; 2]>,
    missing: String,
}

#[derive(Serialize)]
struct DriverRow {
    name: String,
    kss: String,
    interval: String,
    gain: String,
    agree: String,
    mean: String,
    n: String,
    status: &'static str,
    behind: String,
}

#[derive(Serialize)]
struct Groups {
    column: String,
    compared_with: &'static str,
    picture: Value,
    picture_title: &'static str,
    /// What the picture leaves out.
    picture_note: String,
    /// Whether the table is seen at once: the verdicts on moments stand nowhere else.
    open: bool,
    rows: Vec<GroupRow>,
    any_few: bool,
    interval_alone: &'static str,
    /// Groups of which any driver's KSS may be shown.
    names: Vec<String>,
    /// What that table doesn't tell, in words; may be empty.
    drivers_note: String,
    drivers_picture: Value,
    /// Per driver its name and its KSS in every group.
    drivers: Vec<Vec<String>>,
}

#[derive(Serialize)]
struct GroupRow {
    group: String,
    nps: String,
    interval: String,
    n: String,
    few: bool,
    verdict: String,
}

fn report(analysis: &Analysis) -> Report {
    let mut findings = words::findings(analysis).into_iter();
    let headline = findings.next().unwrap_or_default();
    let figures = &analysis.figures;
    let rejected = &figures.rejected;
    Report {
        styles: safe(format!("{}\n{}", charts::CSS, include_str!("report.css"))),
        title: format!("{} \u{2013} Luister", analysis.file),
        source: words::source(analysis),
        headline,
        level_picture: safe(pictures::level(analysis)),
        findings: findings.collect(),
        score: score(analysis),
        drivers: figures.drivers.iter().map(driver).collect(),
        drivers_picture: safe(pictures::drivers(analysis)),
        opportunity_picture: safe(pictures::opportunity(analysis)),
        groups: groups(analysis),
        rejected: rejected.iter().take(SHOWN_REJECTED).cloned().collect(),
        rejected_count: words::values(rejected.len()),
        rejected_more: rejected.len() > SHOWN_REJECTED,
        method: words::method(analysis),
    }
}

fn score(analysis: &Analysis) -> Score {
    let nps = &analysis.figures.nps;
    let total = nps.promoters + nps.passives + nps.detractors;
    let class = |name: &str, scores: &str, people: f64| {
        let share = words::share((total > 0.0).then(|| people / total));
        [
            name.to_owned(),
            scores.to_owned(),
            words::count(people),
            share,
        ]
    };
    let distribution = figures::distribution(&analysis.all);
    let missing = distribution.missing;
    let scores = distribution.scores.iter().enumerate();
    Score {
        column: analysis.columns.names[analysis.columns.score].clone(),
        picture: safe(pictures::distribution(analysis)),
        classes: vec![
            class("Detractors", "0\u{2013}6", nps.detractors),
            class("Passives", "7, 8", nps.passives),
            class("Promoters", "9, 10", nps.promoters),
        ],
        answers: scores
            .map(|(score, n)| [score.to_string(), words::count(*n)])
            .collect(),
        missing: words::count(
            missing.blank + missing.dont_know + missing.not_applicable + missing.not_asked,
        ),
    }
}

fn driver(driver: &figures::Driver) -> DriverRow {
    DriverRow {
        name: driver.name.clone(),
        kss: words::kss(&driver.kss),
        interval: words::interval(driver.kss.ci95, 1),
        gain: words::points(driver.kss.gain),
        agree: words::share(driver.agree),
        mean: words::mean(driver.mean),
        n: words::count(driver.n as f64),
        status: words::status(&driver.kss),
        behind: words::behind(driver),
    }
}

fn groups(analysis: &Analysis) -> Option<Groups> {
    let by = analysis.columns.by?;
    let groups = &analysis.figures.by;
    let row = |(i, group): (usize, &Group)| GroupRow {
        group: words::group(&group.group).to_owned(),
        nps: words::group_points(&group.nps),
        interval: words::nps_interval(&group.nps),
        n: words::count(group.nps.n as f64),
        few: group.nps.is_few(),
        verdict: words::verdict(analysis, i),
    };
    let moments = matches!(analysis.comparison, Comparison::Previous(_));
    let pictured = pictures::pictured(analysis).len();
    let (told, others) = with_kss(groups);
    Some(Groups {
        column: analysis.columns.names[by].clone(),
        compared_with: words::compared_with(&analysis.comparison),
        picture: safe(pictures::groups(analysis)),
        picture_title: if moments {
            "NPS over time"
        } else {
            "NPS by group"
        },
        picture_note: if (1..groups.len()).contains(&pictured) {
            "Groups with fewer than 30 answers are in the table only.".to_owned()
        } else {
            String::new()
        },
        open: pictured == 0 || (moments && groups.len() <= MOST_OPEN),
        rows: groups.iter().enumerate().map(row).collect(),
        any_few: groups.iter().any(|group| group.nps.is_few()),
        interval_alone: words::INTERVAL_ALONE,
        names: told
            .iter()
            .map(|group| words::group(&group.group).to_owned())
            .collect(),
        drivers_note: drivers_note(&told, others),
        drivers_picture: safe(pictures::drivers_by_group(analysis)),
        drivers: if told.is_empty() {
            Vec::new()
        } else {
            let drivers = analysis.figures.drivers.iter();
            drivers.map(|driver| kss(&driver.name, &told)).collect()
        },
    })
}

/// The groups of which any driver's KSS may be shown, and how many others there are.
fn with_kss(groups: &[Group]) -> (Vec<&Group>, usize) {
    let shows = |driver: &figures::Driver| driver.kss.ci95.is_some();
    let told: Vec<&Group> = groups
        .iter()
        .filter(|group| group.drivers.iter().any(shows))
        .collect();
    let others = groups.len() - told.len();
    (told, others)
}

fn drivers_note(told: &[&Group], others: usize) -> String {
    let alone = |driver: &figures::Driver| driver.kss.value.is_none() && driver.kss.ci95.is_some();
    let is_any_alone = told.iter().any(|group| group.drivers.iter().any(alone));
    let others = match others {
        0 => String::new(),
        1 => "One group has too few answers for any driver.".to_owned(),
        _ => format!("{others} groups have too few answers for any driver."),
    };
    let alone = if is_any_alone {
        words::INTERVAL_ALONE
    } else {
        ""
    };
    format!("{alone} {others}").trim().to_owned()
}

/// A driver's name and its KSS in every group.
fn kss(name: &str, groups: &[&Group]) -> Vec<String> {
    std::iter::once(name.to_owned())
        .chain(groups.iter().map(|group| words::kss_of(name, group)))
        .collect()
}

fn safe(html: String) -> Value {
    Value::from_safe_string(html)
}
