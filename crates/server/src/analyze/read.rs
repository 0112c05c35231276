//! From the rows of the file to columns of answers.

use facts::{ColumnId, DimensionId, Fact, Facts, State, code};
use figures::{Coding, Rejected};
use indicatif::{ProgressBar, ProgressStyle};
use tabular::{Problem, Row, Table};

use crate::analyze::Args;
use crate::analyze::columns::Columns;
use crate::analyze::compute::Error;
use crate::analyze::value::{Missing, Scale, weight};

/// So many rejected values are listed one by one; a file where more is wrong was read wrongly, and
/// the list must not fill the memory.
const MOST_REJECTED: usize = 100_000;

/// What was read.
pub(super) struct Reading {
    pub(super) facts: Facts,
    pub(super) score: ColumnId,
    pub(super) drivers: Vec<ColumnId>,
    /// Columns whose values are kept as they stand, with their place in the file.
    pub(super) dimensions: Vec<(usize, DimensionId)>,
    /// What was written, a text per row that counts; empty without a column of comments.
    pub(super) comments: Vec<String>,
    /// Rows with any content.
    pub(super) rows: u64,
    /// Values left out.
    pub(super) rejected: Vec<Rejected>,
}

impl Reading {
    /// The dimension made of a column of the file.
    pub(super) fn dimension(&self, column: Option<usize>) -> Option<DimensionId> {
        let column = column?;
        let mut dimensions = self.dimensions.iter();
        dimensions
            .find(|(known, _)| *known == column)
            .map(|(_, dimension)| *dimension)
    }
}

/// Reads all rows.
///
/// A value that is no answer and not named as missing is rejected and counts as blank; the other
/// answers of its row count all the same. A row without a usable weight is left out as a whole.
/// Rows without any content are no rows: spreadsheets leave them at the end.
pub(super) fn read(
    args: &Args,
    table: &mut Table,
    columns: &Columns,
    coding: Coding,
) -> Result<Reading, Error> {
    let mut reader = Reader::new(args, columns, coding);
    let progress = progress(table);
    let mut row = Row::default();
    while table.read(&mut row)? {
        if !row.is_blank() {
            reader.take(&row);
        }
        if reader.reading.rows.is_multiple_of(8192) {
            progress.set_position(table.bytes_read());
        }
    }
    progress.finish_and_clear();
    Ok(reader.finish())
}

struct Reader<'a> {
    columns: &'a Columns,
    scale: Scale,
    missing: Missing,
    score_missing: Missing,
    reading: Reading,
    answers: Vec<(ColumnId, u8)>,
    unlisted: u64,
}

impl<'a> Reader<'a> {
    fn new(args: &Args, columns: &'a Columns, coding: Coding) -> Self {
        let mut facts = Facts::new();
        let score = facts.column(&columns.names[columns.score]);
        let drivers = columns
            .driver_names()
            .iter()
            .map(|name| facts.column(name))
            .collect();
        let dimensions = columns.dimensions();
        let dimensions = dimensions
            .into_iter()
            .map(|column| (column, facts.dimension(&columns.names[column])))
            .collect();
        Self {
            columns,
            scale: Scale::of(coding),
            missing: Missing::new(&args.missing),
            score_missing: Missing::new(&args.score_missing),
            reading: Reading {
                facts,
                score,
                drivers,
                dimensions,
                comments: Vec::new(),
                rows: 0,
                rejected: Vec::new(),
            },
            answers: Vec::new(),
            unlisted: 0,
        }
    }

    fn take(&mut self, row: &Row) {
        self.reading.rows += 1;
        if let Some(problem @ (Problem::TooFewCells { .. } | Problem::TooManyCells { .. })) =
            row.problem()
        {
            self.reject(row.line(), "", "", &format!("the row {problem}"));
        }
        let mut row_weight = None;
        if let Some(column) = self.columns.weight {
            match weight(row.cell(column)) {
                Ok(weight) => row_weight = Some(weight),
                Err(reason) => {
                    let name = &self.columns.names[column];
                    return self.reject(row.line(), name, row.cell(column), reason);
                }
            }
        }
        self.answers.clear();
        let score = self.code(row, self.columns.score, Scale::SCORE);
        self.answers.push((self.reading.score, score));
        for (i, &column) in self.columns.drivers.iter().enumerate() {
            let answer = self.code(row, column, self.scale);
            self.answers.push((self.reading.drivers[i], answer));
        }
        let dimensions = self.reading.dimensions.iter();
        let attributes: Vec<(DimensionId, &str)> = dimensions
            .map(|&(column, dimension)| (dimension, row.cell(column).trim()))
            .collect();
        if let Some(column) = self.columns.comment {
            self.reading.comments.push(row.cell(column).to_owned());
        }
        let fact = Fact {
            day: 0,
            state: State::Complete,
            answers: &self.answers,
            attributes: &attributes,
            weight: row_weight,
        };
        let place = self.reading.facts.len();
        self.reading.facts.put(place, &fact);
    }

    fn code(&mut self, row: &Row, column: usize, scale: Scale) -> u8 {
        let cell = row.cell(column);
        let missing = if column == self.columns.score {
            &self.score_missing
        } else {
            &self.missing
        };
        scale.read(cell, missing).unwrap_or_else(|reason| {
            let columns = self.columns;
            self.reject(row.line(), &columns.names[column], cell, &reason);
            code::BLANK
        })
    }

    fn reject(&mut self, line: u64, column: &str, value: &str, reason: &str) {
        if self.reading.rejected.len() >= MOST_REJECTED {
            self.unlisted += 1;
            return;
        }
        self.reading.rejected.push(Rejected {
            line,
            column: column.to_owned(),
            value: value.to_owned(),
            reason: reason.to_owned(),
        });
    }

    fn finish(mut self) -> Reading {
        if self.unlisted > 0 {
            self.reading.rejected.push(Rejected {
                line: 0,
                column: String::new(),
                value: String::new(),
                reason: format!("and {} more, not listed", self.unlisted),
            });
        }
        self.reading
    }
}

/// A bar on the terminal for files that take longer than a blink.
fn progress(table: &Table) -> ProgressBar {
    const WORTH_A_BAR: u64 = 8 * 1024 * 1024;
    let bytes = table.detected().format.bytes();
    if bytes <= WORTH_A_BAR {
        return ProgressBar::hidden();
    }
    let style = ProgressStyle::with_template("{wide_bar} {bytes}/{total_bytes}");
    let bar = ProgressBar::new(bytes);
    style.map_or(bar.clone(), |style| bar.with_style(style))
}
