//! Why a row can't be stored: for programs and files in English, for pages in their language.

use std::fmt;

/// A row that can't be stored, with everything that is wrong with it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rejection {
    /// 1-based line in the file.
    pub line: u64,
    /// At least one.
    pub faults: Vec<Fault>,
}

/// What is wrong with one cell, or with the whole row when it names no column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// The column's name, or empty.
    pub column: String,
    /// What stands there, cut when it is long.
    pub value: String,
    /// Why it can't be stored.
    pub reason: Reason,
}

impl Fault {
    /// What is wrong with the whole row.
    pub(super) fn of_row(reason: Reason) -> Self {
        Self {
            column: String::new(),
            value: String::new(),
            reason,
        }
    }

    /// What is wrong with a cell.
    pub(super) fn of_cell(column: &str, text: &str, reason: Reason) -> Self {
        Self {
            column: column.to_owned(),
            value: shown(text),
            reason,
        }
    }
}

/// Why a cell or row can't be stored. The text is English; pages word it in their language.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Reason {
    /// Not on the scale.
    OffScale {
        /// Lowest answer.
        low: u8,
        /// Highest answer.
        high: u8,
    },
    /// None of the choices.
    NoChoice(String),
    /// More characters than this.
    TooLong(usize),
    /// No date.
    NoDate,
    /// A moment before 1990 or after now.
    OutOfTime,
    /// Line ends and such in an id.
    Control,
    /// No code of a language.
    NoLanguage,
    /// Neither `complete` nor `partial`.
    NoState,
    /// The id stands on an earlier line too.
    IdTwice(u64),
    /// More cells than the header.
    TooManyCells,
    /// Characters that can't be read, or NUL.
    Unreadable,
    /// No question has an answer.
    NothingAnswered,
    /// Anything else the survey refuses.
    Other(String),
}

impl Reason {
    /// The reason without what differs from row to row, for counting.
    #[must_use]
    pub fn class(&self) -> Self {
        match self {
            Self::IdTwice(_) => Self::IdTwice(0),
            Self::Other(_) => Self::Other(String::new()),
            other => other.clone(),
        }
    }
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::OffScale { low, high } => {
                write!(
                    f,
                    "not a whole number from {low} to {high}, and no code for a missing answer"
                )
            }
            Self::NoChoice(keys) => write!(f, "not one of the choices: {keys}"),
            Self::TooLong(max) => write!(f, "longer than {max} characters"),
            Self::NoDate => f.write_str("no date that can be read, such as 2026-11-21"),
            Self::OutOfTime => f.write_str("before 1990 or in the future"),
            Self::Control => f.write_str("an id must be on one line"),
            Self::NoLanguage => f.write_str("no code of a language, such as en"),
            Self::NoState => f.write_str("a state is complete or partial"),
            Self::IdTwice(0) => f.write_str("the same id stands on an earlier line too"),
            Self::IdTwice(line) => write!(f, "the same id stands on line {line} too"),
            Self::TooManyCells => f.write_str("the row has more cells than the header"),
            Self::Unreadable => f.write_str("the row has characters that can't be read"),
            Self::NothingAnswered => f.write_str("no question has an answer"),
            Self::Other(text) if text.is_empty() => f.write_str("the survey refuses it"),
            Self::Other(text) => f.write_str(text),
        }
    }
}

/// A value as a list of mistakes shows it.
fn shown(text: &str) -> String {
    const SHOWN_MAX: usize = 60;
    match text.char_indices().nth(SHOWN_MAX) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}
