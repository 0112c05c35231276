//! The figures for people in a terminal: the finding first, then the tables, then the method.

use crate::analyze::compute::{Analysis, Comparison};
use crate::analyze::words;

/// So many rejected values are shown; the rest is in the JSON.
const SHOWN_REJECTED: usize = 10;
/// More groups than this don't fit beside each other.
const SIDE_BY_SIDE: usize = 8;
/// Longest bar of the distribution, in characters.
const BAR: f64 = 32.0;

/// The report.
pub(super) fn write(analysis: &Analysis) -> String {
    let mut out = String::new();
    line(&mut out, &words::source(analysis));
    out.push('\n');
    for finding in words::findings(analysis) {
        line(&mut out, &finding);
    }
    score(&mut out, analysis);
    drivers(&mut out, analysis);
    groups(&mut out, analysis);
    rejected(&mut out, analysis);
    heading(&mut out, "How this is computed");
    for method in words::method(analysis) {
        for part in wrapped(&method, 96) {
            line(&mut out, &format!("  {part}"));
        }
    }
    out
}

fn score(out: &mut String, analysis: &Analysis) {
    let nps = &analysis.figures.nps;
    heading(
        out,
        &format!("Score: {}", analysis.columns.names[analysis.columns.score]),
    );
    let total = nps.promoters + nps.passives + nps.detractors;
    let share = |people: f64| words::share((total > 0.0).then(|| people / total));
    let mut table = Table::new(&["<class", "<scores", ">people", ">share"]);
    for (class, scores, people) in [
        ("detractors", "0\u{2013}6", nps.detractors),
        ("passives", "7, 8", nps.passives),
        ("promoters", "9, 10", nps.promoters),
    ] {
        table.row([
            class.into(),
            scores.into(),
            words::count(people),
            share(people),
        ]);
    }
    table.write(out);
    out.push('\n');
    let distribution = figures::distribution(&analysis.all);
    let most = distribution.scores.iter().copied().fold(0.0, f64::max);
    for (score, people) in distribution.scores.iter().enumerate() {
        let length = if most > 0.0 {
            (people / most * BAR).round() as usize
        } else {
            0
        };
        // Nobody is no bar, somebody always is one.
        let bar = "\u{2588}".repeat(length.max(usize::from(*people > 0.0)));
        line(
            out,
            &format!("  {score:>2}  {bar} {}", words::count(*people)),
        );
    }
    let missing = distribution.missing;
    let missing = missing.blank + missing.dont_know + missing.not_applicable + missing.not_asked;
    if missing > 0.0 {
        line(out, &format!("  no score: {}", words::count(missing)));
    }
}

fn drivers(out: &mut String, analysis: &Analysis) {
    heading(out, "Drivers, most to gain first");
    if analysis.figures.drivers.is_empty() {
        return line(out, "  none: name them with --drivers");
    }
    let mut table = Table::new(&[
        "<driver", ">KSS", ">between", ">to gain", ">agree", ">mean", ">n", "<verdict",
    ]);
    for driver in &analysis.figures.drivers {
        table.row([
            driver.name.clone(),
            words::kss(&driver.kss),
            words::interval(driver.kss.ci95, 1),
            words::points(driver.kss.gain),
            words::share(driver.agree),
            words::mean(driver.mean),
            words::count(driver.n as f64),
            words::status(&driver.kss).to_owned(),
        ]);
    }
    table.write(out);
    out.push('\n');
    for driver in &analysis.figures.drivers {
        line(
            out,
            &format!("  {}: {}", driver.name, words::behind(driver)),
        );
    }
}

fn groups(out: &mut String, analysis: &Analysis) {
    let (Some(by), groups) = (analysis.columns.by, &analysis.figures.by) else {
        return;
    };
    heading(out, &format!("By {}", analysis.columns.names[by]));
    let with = words::compared_with(&analysis.comparison);
    let verdict = format!("<{with}");
    let mut table = Table::new(&["<group", ">NPS", ">between", ">n", verdict.as_str()]);
    for (i, group) in groups.iter().enumerate() {
        table.row([
            words::group(&group.group).to_owned(),
            words::group_points(&group.nps),
            words::nps_interval(&group.nps),
            words::count(group.nps.n as f64),
            words::verdict(analysis, i),
        ]);
    }
    table.write(out);
    if groups.iter().any(|group| group.nps.is_few()) {
        line(out, &format!("  {}", words::INTERVAL_ALONE));
    }
    if groups.len() <= SIDE_BY_SIDE && !analysis.figures.drivers.is_empty() {
        out.push('\n');
        side_by_side(out, analysis);
    }
    if matches!(analysis.comparison, Comparison::None) {
        line(out, "  (one group: nothing to compare)");
    }
}

/// KSS of every driver in every group with its interval; an interval alone where no bare number may stand.
fn side_by_side(out: &mut String, analysis: &Analysis) {
    let groups = &analysis.figures.by;
    let heads: Vec<String> = std::iter::once("<KSS".to_owned())
        .chain(
            groups
                .iter()
                .map(|group| format!(">{}", words::group(&group.group))),
        )
        .collect();
    let mut table = Table::new(&heads.iter().map(String::as_str).collect::<Vec<_>>());
    for driver in &analysis.figures.drivers {
        let cells = groups
            .iter()
            .map(|group| words::kss_of(&driver.name, group));
        table.row(std::iter::once(driver.name.clone()).chain(cells));
    }
    table.write(out);
}

fn rejected(out: &mut String, analysis: &Analysis) {
    let rejected = &analysis.figures.rejected;
    if rejected.is_empty() {
        return;
    }
    heading(out, &format!("Left out: {}", words::values(rejected.len())));
    let mut table = Table::new(&[">line", "<column", "<value", "<reason"]);
    for value in rejected.iter().take(SHOWN_REJECTED) {
        let shown: String = value.value.chars().take(24).collect();
        table.row([
            value.line.to_string(),
            value.column.clone(),
            shown,
            value.reason.clone(),
        ]);
    }
    table.write(out);
    if rejected.len() > SHOWN_REJECTED {
        let more = words::count((rejected.len() - SHOWN_REJECTED) as f64);
        line(
            out,
            &format!("  and {more} more: --format json lists them all"),
        );
    }
}

/// Columns of text, each as wide as its widest cell.
struct Table {
    right: Vec<bool>,
    rows: Vec<Vec<String>>,
}

impl Table {
    /// Heads begin with `<` or `>`: flush left or right.
    fn new(heads: &[&str]) -> Self {
        Self {
            right: heads.iter().map(|head| head.starts_with('>')).collect(),
            rows: vec![heads.iter().map(|head| head[1..].to_owned()).collect()],
        }
    }

    fn row(&mut self, cells: impl IntoIterator<Item = String>) {
        self.rows
            .push(cells.into_iter().map(|cell| printable(&cell)).collect());
    }

    fn write(&self, out: &mut String) {
        let width = |column: usize| {
            self.rows
                .iter()
                .map(|row| row[column].chars().count())
                .max()
                .unwrap_or(0)
        };
        let widths: Vec<usize> = (0..self.right.len()).map(width).collect();
        for row in &self.rows {
            let mut text = String::from(" ");
            for ((cell, width), right) in row.iter().zip(&widths).zip(&self.right) {
                let gap = " ".repeat(width - cell.chars().count());
                text.push(' ');
                text.push_str(&if *right {
                    gap.clone() + cell
                } else {
                    cell.clone() + &gap
                });
                text.push(' ');
            }
            line(out, text.trim_end());
        }
    }
}

fn heading(out: &mut String, text: &str) {
    out.push('\n');
    line(out, text);
}

fn line(out: &mut String, text: &str) {
    out.push_str(&printable(text));
    out.push('\n');
}

/// Names come from the file: nothing in them may steer the terminal.
fn printable(text: &str) -> String {
    text.chars()
        .map(|c| if c.is_control() { '\u{FFFD}' } else { c })
        .collect()
}

fn wrapped(text: &str, width: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split(' ') {
        match lines.last_mut() {
            Some(last) if last.chars().count() + word.chars().count() < width => {
                last.push(' ');
                last.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    lines
}
