//! From the arguments to the figures: everything but the writing.

use facts::{DimensionId, Grouping, Key, Query};
use figures::{Coding, Counts, Figures, Metric};

use analysis::DriverAnalysis;
use comments::WordsApart;

use crate::analyze::Args;
use crate::analyze::change::{self, WaveChange};
use crate::analyze::columns::{self, Columns};
use crate::analyze::order::{in_order, is_moment};
use crate::analyze::read::{self, Reading};
use crate::analyze::{accounts, comment, people};
use accounts::Accounts;

/// More groups than this can't be read by anybody, and would fill the memory.
const MOST_GROUPS: usize = 1000;

/// Why there are no figures.
#[derive(Debug)]
pub(super) enum Error {
    /// The arguments don't fit the file; the message says how.
    Usage(String),
    /// The file can't be read.
    Table(tabular::Error),
}

impl From<tabular::Error> for Error {
    fn from(error: tabular::Error) -> Self {
        match error {
            tabular::Error::UnknownColumn { .. } | tabular::Error::UnknownSheet { .. } => {
                Self::Usage(error.to_string())
            }
            error => Self::Table(error),
        }
    }
}

/// The figures with what the reports tell around them.
pub(super) struct Analysis {
    /// The figures in the shape of the interface.
    pub(super) figures: Figures,
    /// Name of the file without its folder.
    pub(super) file: String,
    /// What was detected.
    pub(super) detected: tabular::Detected,
    /// The columns in use.
    pub(super) columns: Columns,
    /// Which answers mean what.
    pub(super) coding: Coding,
    /// Whether answers are weighted.
    pub(super) weighted: bool,
    /// Counts of all rows.
    pub(super) all: Counts,
    /// The drivers of all rows together.
    pub(super) drivers: DriverAnalysis,
    /// The drivers of each group, in the order of `figures.by`.
    pub(super) by_drivers: Vec<DriverAnalysis>,
    /// What accounts make of the NPS, when they are known.
    pub(super) accounts: Option<Accounts>,
    /// What changed between two waves, when asked.
    pub(super) change: Option<WaveChange>,
    /// The words that set detractors and promoters apart, when asked.
    pub(super) words: Option<WordsApart>,
    /// What each group's NPS amounts to beside the others, in the order of `figures.by`.
    pub(super) comparison: Comparison,
}

impl Analysis {
    /// The interval of the NPS that is told: by accounts when they are known.
    pub(super) fn nps_interval(&self) -> Option<[f64; 2]> {
        let by_accounts = self.accounts.as_ref().and_then(|accounts| {
            let several = accounts.status != "all_different";
            accounts.by_people.filter(|_| several)?.ci95
        });
        by_accounts.or(self.figures.nps.ci95)
    }
}

/// What groups are compared with.
pub(super) enum Comparison {
    /// Nothing to compare.
    None,
    /// Groups are moments: each with the one before.
    Previous(Vec<Option<figures::Change>>),
    /// Groups stand side by side: each with everybody else, held together by Holm's correction.
    Rest(Vec<Option<figures::Change>>),
}

/// Reads the file and computes its figures.
pub(super) fn analyze(args: &Args) -> Result<Analysis, Error> {
    let coding = Coding::new(&args.agree, &args.disagree)
        .map_err(|error| Error::Usage(format!("--agree and --disagree: {error}")))?;
    let mut table = columns::open(args)?;
    let columns = Columns::find(args, &table, coding)?;
    let reading = read::read(args, &mut table, &columns, coding)?;
    let by = reading.dimension(columns.by);
    let change = reading.dimension(columns.change);
    check_groups(&reading, (args.by.as_deref(), by))?;
    check_groups(&reading, (args.change.as_deref(), change))?;
    let weighted = columns.weight.is_some();
    let all = all(&reading, weighted);
    let groups = by.map_or_else(Vec::new, |by| groups(&reading, by, weighted));
    let names = columns.driver_names();
    let mut figures = figures::figures(&names, &all, &groups, &coding);
    let options = people::options(args, coding);
    let values: Vec<String> = groups.iter().map(|(value, _)| value.clone()).collect();
    let drivers = people::all(&reading, &columns, &options);
    let by_drivers = by.map_or_else(Vec::new, |by| {
        people::groups((&reading, &columns), (by, &values), &options)
    });
    // One set of figures everywhere: those of the people, which know of accounts.
    figures.drivers = drivers.drivers.iter().map(people::alone).collect();
    for (group, drivers) in figures.by.iter_mut().zip(&by_drivers) {
        group.drivers = drivers.drivers.iter().map(people::alone).collect();
    }
    let change = change::waves(args, &reading, &columns, coding)?;
    let words = columns.comment.map(|_| comment::words(&reading, &columns));
    let accounts = accounts::accounts(&reading, &columns);
    figures.rows = reading.rows;
    figures.rejected = reading.rejected;
    Ok(Analysis {
        figures,
        accounts,
        drivers,
        by_drivers,
        change,
        words,
        file: args.file.file_name().map_or_else(
            || args.file.display().to_string(),
            |name| name.to_string_lossy().into_owned(),
        ),
        detected: table.detected().clone(),
        columns,
        coding,
        weighted,
        comparison: compare(&groups),
        all,
    })
}

/// Refuses a split into so many groups that nobody could read it.
fn check_groups(
    reading: &Reading,
    (name, dimension): (Option<&str>, Option<DimensionId>),
) -> Result<(), Error> {
    let (Some(name), Some(dimension)) = (name, dimension) else {
        return Ok(());
    };
    let groups = reading.facts.dimension_values(dimension).count();
    if groups <= MOST_GROUPS {
        return Ok(());
    }
    let message = format!("{name:?} has {groups} different values, at most {MOST_GROUPS}");
    Err(Error::Usage(message))
}

/// The counts of each group that has rows, by key.
pub(super) fn evaluate(
    reading: &Reading,
    group: Vec<Grouping>,
    weighted: bool,
) -> Vec<(Vec<Key>, Counts)> {
    let query = Query {
        group,
        outcome: Some(reading.score),
        drivers: reading.drivers.clone(),
        ..Query::default()
    };
    if weighted {
        let groups = facts::evaluate_weighted(&reading.facts, &query);
        groups
            .iter()
            .map(|group| (group.key.clone(), Counts::from(&group.tables)))
            .collect()
    } else {
        let groups = facts::evaluate(&reading.facts, &query);
        groups
            .iter()
            .map(|group| (group.key.clone(), Counts::from(&group.tables)))
            .collect()
    }
}

fn all(reading: &Reading, weighted: bool) -> Counts {
    evaluate(reading, Vec::new(), weighted)
        .into_iter()
        .next()
        .map_or_else(
            || Counts::from(&facts::Tables::empty(reading.drivers.len())),
            |(_, counts)| counts,
        )
}

/// Groups in the order of their values; those without a value last.
pub(super) fn groups(reading: &Reading, by: DimensionId, weighted: bool) -> Vec<(String, Counts)> {
    let mut groups: Vec<(String, Counts)> =
        evaluate(reading, vec![Grouping::Dimension(by)], weighted)
            .into_iter()
            .map(|(key, counts)| match key.into_iter().next() {
                Some(Key::Value(Some(value))) => (value, counts),
                _ => (String::new(), counts),
            })
            .collect();
    in_order(&mut groups);
    groups
}

/// Moments follow each other; everything else stands side by side.
fn compare(groups: &[(String, Counts)]) -> Comparison {
    if groups.len() < 2 {
        return Comparison::None;
    }
    if groups.iter().all(|(value, _)| is_moment(value)) {
        let steps = figures::trend(Metric::Nps, groups, None);
        return Comparison::Previous(steps.into_iter().map(|step| step.since_previous).collect());
    }
    let counts: Vec<&Counts> = groups.iter().map(|(_, counts)| counts).collect();
    Comparison::Rest(figures::against_the_rest(Metric::Nps, &counts))
}
