//! What can be wrong with a whole table (an error) or with one row of it (a problem).
//!
//! The texts are for people: they name the place and what to do.

use std::fmt;

/// Why a table can't be read any further.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The file can't be opened or read.
    #[error("can't read the file: {0}")]
    Io(#[from] std::io::Error),
    /// 0 bytes, or nothing but line ends.
    #[error("the file is empty: it has no header line and no rows")]
    Empty,
    /// The bytes are no text in any encoding known here, and no XLSX.
    #[error("this is no table: expected CSV text or XLSX, found {0}")]
    NotATable(&'static str),
    /// Two columns have the same name, so that a name doesn't say which is meant.
    #[error("column names must differ; more than once in the header: {}", .0.join(", "))]
    DuplicateColumns(Vec<String>),
    /// More columns than a spreadsheet can have.
    #[error("line {line} has more than {limit} columns; is the separator right?")]
    TooManyColumns {
        /// 1-based line in the file.
        line: u64,
        /// The most columns a table may have.
        limit: usize,
    },
    /// One row is larger than any answer can be; mostly a stray quote.
    #[error("the row that starts on line {line} is longer than {limit} bytes; is a quote missing?")]
    RowTooLong {
        /// 1-based line in the file.
        line: u64,
        /// The most bytes one row may have.
        limit: usize,
    },
    /// A quoted cell goes on until the end of the file and would swallow the rows after it.
    #[error("the quote that opens in the row of line {line} is never closed")]
    OpenQuote {
        /// 1-based line where the row starts.
        line: u64,
    },
    /// A column was asked for that isn't there.
    #[error("there is no column {name:?}; the columns are: {}", .available.join(", "))]
    UnknownColumn {
        /// The name asked for.
        name: String,
        /// The names there are, in file order.
        available: Vec<String>,
    },
    /// A sheet was asked for that isn't there.
    #[error("there is no sheet {name:?}; the sheets are: {}", .available.join(", "))]
    UnknownSheet {
        /// The name asked for.
        name: String,
        /// The names there are, in file order.
        available: Vec<String>,
    },
    /// The XLSX is damaged or isn't one.
    #[error("can't read the XLSX file: {0}")]
    Sheet(String),
    /// A cell of the XLSX can't be read.
    #[error("can't read the XLSX file: sheet {sheet:?}, row {row}, column {column}: {what}")]
    Cell {
        /// The sheet.
        sheet: String,
        /// The row as the spreadsheet shows it.
        row: u64,
        /// The letters of the column.
        column: String,
        /// What is wrong there.
        what: String,
    },
    /// The XLSX unpacks to more than can be meant (a decompression bomb, or a sheet too big for
    /// this way of reading).
    #[error("the XLSX file unpacks to more than {limit_mb} MB; save it as CSV instead")]
    SheetTooBig {
        /// The limit in megabytes.
        limit_mb: u64,
    },
}

/// What is odd about one row; the row is still given, the reader of it decides.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Problem {
    /// Fewer cells than the header; the missing ones are given as empty.
    TooFewCells {
        /// Cells in the header.
        expected: usize,
        /// Cells in this row.
        found: usize,
    },
    /// More non-empty cells than the header; those too many are left out.
    TooManyCells {
        /// Cells in the header.
        expected: usize,
        /// Cells in this row.
        found: usize,
    },
    /// The row had NUL characters; they are left out, since no database text can hold them.
    Nul,
    /// The row has characters that aren't valid in the file's encoding (shown as U+FFFD).
    Unreadable,
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TooFewCells { expected, found } => {
                write!(
                    f,
                    "has {found} cells, the header has {expected}: the rest counts as empty"
                )
            }
            Self::TooManyCells { expected, found } => {
                write!(
                    f,
                    "has {found} cells, the header has {expected}: the rest is left out"
                )
            }
            Self::Nul => f.write_str("has NUL characters, left out"),
            Self::Unreadable => f.write_str("has characters that aren't valid in its encoding"),
        }
    }
}
