//! The figures as tables, the same for a terminal and for the report.

mod beside;
mod drivers;

use crate::analyze::compute::Analysis;
use crate::analyze::words;

pub(super) use beside::{accounts, change, taken_apart, words_apart};
pub(super) use drivers::{attributes, behind, compact, how_strongly, how_well, ranks, to_gain};

/// One table.
pub(super) struct Table {
    /// What it is called.
    pub(super) name: String,
    /// The columns.
    pub(super) heads: Vec<Head>,
    /// The rows, a cell per column.
    pub(super) rows: Vec<Vec<String>>,
    /// Rows that may claim nothing, by place.
    pub(super) few: Vec<usize>,
}

/// One column.
pub(super) struct Head {
    /// Its name.
    pub(super) name: String,
    /// Numbers are flush right.
    pub(super) number: bool,
}

impl Table {
    /// Heads begin with `<` or `>`: words, flush left, or numbers, flush right.
    pub(super) fn new(name: &str, heads: &[&str]) -> Self {
        let head = |head: &&str| Head {
            name: head[1..].to_owned(),
            number: head.starts_with('>'),
        };
        Self {
            name: name.to_owned(),
            heads: heads.iter().map(head).collect(),
            rows: Vec::new(),
            few: Vec::new(),
        }
    }

    /// Adds a row.
    pub(super) fn row(&mut self, cells: impl IntoIterator<Item = String>) {
        self.rows.push(cells.into_iter().collect());
    }

    /// Whether any row may claim nothing.
    pub(super) fn any_few(&self) -> bool {
        !self.few.is_empty()
    }
}

/// Detractors, passives, promoters.
pub(super) fn classes(analysis: &Analysis) -> Table {
    let nps = &analysis.figures.nps;
    let total = nps.promoters + nps.passives + nps.detractors;
    let mut table = Table::new("Classes", &["<class", "<scores", ">people", ">share"]);
    for (class, scores, people) in [
        ("detractors", "0\u{2013}6", nps.detractors),
        ("passives", "7, 8", nps.passives),
        ("promoters", "9, 10", nps.promoters),
    ] {
        table.row([
            class.to_owned(),
            scores.to_owned(),
            words::count(people),
            words::share((total > 0.0).then(|| people / total)),
        ]);
    }
    table
}

/// How many gave each score, and how many none.
pub(super) fn scores(analysis: &Analysis) -> Table {
    let distribution = figures::distribution(&analysis.all);
    let mut table = Table::new("Each score", &["<score", ">people"]);
    for (score, people) in distribution.scores.iter().enumerate() {
        table.row([score.to_string(), words::count(*people)]);
    }
    table.row(["no score".to_owned(), words::count(without_score(analysis))]);
    table
}

/// People without a score.
pub(super) fn without_score(analysis: &Analysis) -> f64 {
    let missing = figures::distribution(&analysis.all).missing;
    missing.blank + missing.dont_know + missing.not_applicable + missing.not_asked
}

/// The NPS of each group.
pub(super) fn groups(analysis: &Analysis) -> Table {
    let verdict = format!("<{}", words::compared_with(&analysis.comparison));
    let mut table = Table::new("Groups", &["<group", ">NPS", ">between", ">n", &verdict]);
    for (i, group) in analysis.figures.by.iter().enumerate() {
        table.row([
            words::group(&group.group).to_owned(),
            words::group_points(&group.nps),
            words::nps_interval(&group.nps),
            words::count(group.nps.n as f64),
            words::verdict(analysis, i),
        ]);
        if group.nps.is_few() {
            table.few.push(i);
        }
    }
    table
}

/// KSS of every driver in these groups with its interval; an interval alone where no bare number
/// may stand.
pub(super) fn kss_by_group(analysis: &Analysis, groups: &[&figures::Group]) -> Table {
    let heads: Vec<String> = std::iter::once("<KSS".to_owned())
        .chain(
            groups
                .iter()
                .map(|group| format!(">{}", words::group(&group.group))),
        )
        .collect();
    let heads: Vec<&str> = heads.iter().map(String::as_str).collect();
    let mut table = Table::new("KSS by group", &heads);
    for driver in &analysis.figures.drivers {
        let cells = groups
            .iter()
            .map(|group| words::kss_of(&driver.name, group));
        table.row(std::iter::once(driver.name.clone()).chain(cells));
    }
    table
}

/// The first rejected values.
pub(super) fn rejected(analysis: &Analysis, most: usize) -> Table {
    let mut table = Table::new("Left out", &[">line", "<column", "<value", "<reason"]);
    for value in analysis.figures.rejected.iter().take(most) {
        let shown: String = value.value.chars().take(40).collect();
        table.row([
            value.line.to_string(),
            value.column.clone(),
            shown,
            value.reason.clone(),
        ]);
    }
    table
}
