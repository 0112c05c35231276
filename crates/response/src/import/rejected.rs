//! The file of rejected rows: where, what, why, and the row itself, to be mended and imported again.

use std::io::{self, Write};

use jiff::tz::TimeZone;
use tabular::{Cell, Profile, Row, Writer};

use super::reason::{Fault, Rejection};

/// Between the faults of one row.
const BETWEEN: &str = " | ";

/// Writes rejected rows one by one.
pub struct Rejected<W: Write> {
    writer: Writer<W>,
}

impl<W: Write> Rejected<W> {
    /// Starts the file for a table with these columns.
    pub fn new(to: W, columns: &[String]) -> io::Result<Self> {
        let mut writer = Writer::new(to, Profile::Data, TimeZone::UTC)?;
        let own = ["line", "column", "value", "reason"];
        writer.header(own.into_iter().chain(columns.iter().map(String::as_str)))?;
        Ok(Self { writer })
    }

    /// Adds one row with all that is wrong with it.
    pub fn add(&mut self, rejection: &Rejection, row: &Row) -> io::Result<()> {
        let joined = |part: fn(&Fault) -> String| {
            rejection
                .faults
                .iter()
                .map(part)
                .collect::<Vec<_>>()
                .join(BETWEEN)
        };
        let column = joined(|f| f.column.clone());
        let value = joined(|f| f.value.clone());
        let reason = joined(|f| f.reason.to_string());
        let line = i64::try_from(rejection.line).unwrap_or(i64::MAX);
        let own = [
            Cell::Integer(line),
            Cell::Text(&column),
            Cell::Text(&value),
            Cell::Text(&reason),
        ];
        self.writer
            .row(own.into_iter().chain(row.cells().map(Cell::Text)))
    }

    /// Ends the file.
    pub fn finish(self) -> io::Result<W> {
        self.writer.finish()
    }
}
