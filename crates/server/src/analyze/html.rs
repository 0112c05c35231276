//! One self-contained report: style and charts inside, nothing loaded from elsewhere, no script.

use minijinja::{AutoEscape, Environment, Value};
use serde::Serialize;

use crate::analyze::compute::Analysis;
use crate::analyze::{pictures, words};

/// So many rejected values are listed; the rest is in the JSON.
const SHOWN_REJECTED: usize = 200;

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
    rows: Vec<GroupRow>,
    names: Vec<String>,
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
        rejected_count: words::count(rejected.len() as f64),
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
    let row = |(i, group): (usize, &figures::Group)| GroupRow {
        group: words::group(&group.group).to_owned(),
        nps: words::points(group.nps.value),
        interval: words::nps_interval(&group.nps),
        n: words::count(group.nps.n as f64),
        few: group.nps.is_few(),
        verdict: words::verdict(&analysis.comparison, i),
    };
    let kss = |driver: &figures::Driver| -> Vec<String> {
        let cell = |group: &figures::Group| {
            let found = group.drivers.iter().find(|other| other.name == driver.name);
            found.map_or_else(words::dash, |driver| match driver.kss.value {
                Some(_) => words::kss(&driver.kss),
                None => words::interval(driver.kss.ci95, 0),
            })
        };
        std::iter::once(driver.name.clone())
            .chain(groups.iter().map(cell))
            .collect()
    };
    Some(Groups {
        column: analysis.columns.names[by].clone(),
        compared_with: words::compared_with(&analysis.comparison),
        picture: safe(pictures::groups(analysis)),
        rows: groups.iter().enumerate().map(row).collect(),
        names: groups
            .iter()
            .map(|group| words::group(&group.group).to_owned())
            .collect(),
        drivers_picture: safe(pictures::drivers_by_group(analysis)),
        drivers: analysis.figures.drivers.iter().map(kss).collect(),
    })
}

fn safe(html: String) -> Value {
    Value::from_safe_string(html)
}
