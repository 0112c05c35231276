//! The rows as people, for the figures that counts can't give.

use analysis::{Attribute, DriverAnalysis, Method, Options, People, Statement};
use facts::{DimensionId, Filter};

use crate::analyze::columns::Columns;
use crate::analyze::read::Reading;
use crate::analyze::{Args, MissingMethod};

/// Groups up to so many are resampled too; more would take minutes that nobody asked for.
const MOST_RESAMPLED: usize = 20;

/// How the arguments want it analysed.
pub(super) fn options(args: &Args, coding: figures::Coding) -> Options {
    Options {
        coding,
        replicates: args.bootstrap,
        seed: args.seed,
        method: match args.missing_method {
            MissingMethod::Em => Method::Em,
            MissingMethod::Listwise => Method::Listwise,
        },
        // Nobody waits for a page here: every row counts.
        sample: usize::MAX,
        exact: 16,
    }
}

/// The driver analysis of all rows.
pub(super) fn all(reading: &Reading, columns: &Columns, options: &Options) -> DriverAnalysis {
    let rows = facts::select(&reading.facts, &Filter::default());
    analysis::analyse(&people(reading, columns, &rows), options)
}

/// The driver analysis of each group.
pub(super) fn groups(
    (reading, columns): (&Reading, &Columns),
    (by, values): (DimensionId, &[String]),
    options: &Options,
) -> Vec<DriverAnalysis> {
    let options = Options {
        replicates: if values.len() <= MOST_RESAMPLED {
            options.replicates
        } else {
            0
        },
        ..options.clone()
    };
    let group = |value: &String| {
        let filter = Filter {
            allowed: vec![(by, vec![value.clone()])],
            ..Filter::default()
        };
        let rows = facts::select(&reading.facts, &filter);
        analysis::analyse(&people(reading, columns, &rows), &options)
    };
    values.iter().map(group).collect()
}

/// What there is to say of a driver by itself.
pub(super) fn alone(driver: &analysis::Driver) -> figures::Driver {
    figures::Driver {
        name: driver.name.clone(),
        n: driver.n,
        mean: driver.mean,
        agree: driver.agree,
        neutral: driver.neutral,
        disagree: driver.disagree,
        kss: driver.kss.clone(),
        agree_promoter: driver.agree_promoter,
        disagree_detractor: driver.disagree_detractor,
    }
}

fn people(reading: &Reading, columns: &Columns, rows: &[u32]) -> People {
    let facts = &reading.facts;
    let mut answers = vec![reading.score];
    answers.extend_from_slice(&reading.drivers);
    let mut answers = facts::gather_columns(facts, rows, &answers).into_iter();
    let outcome = answers.next().unwrap_or_default();
    let attribute = |column: &usize| {
        let dimension = reading.dimension(Some(*column))?;
        let (values, levels) = facts::gather_dimension(facts, rows, dimension);
        Some(Attribute {
            name: columns.names[*column].clone(),
            values,
            levels,
        })
    };
    let account = reading.dimension(columns.account);
    People {
        statements: columns
            .driver_names()
            .into_iter()
            .zip(answers)
            .map(|(name, answers)| Statement { name, answers })
            .collect(),
        attributes: columns.attributes.iter().filter_map(attribute).collect(),
        weights: facts::gather_weights(facts, rows),
        accounts: account.map(|account| facts::gather_dimension(facts, rows, account).0),
        of: outcome.len() as u64,
        outcome,
    }
}
