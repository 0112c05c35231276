//! One row of a table in one piece of memory, made as wide as the header.

use crate::error::Problem;

/// One row: its line in the file and its cells, in one piece of memory that can be used again.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Row {
    line: u64,
    text: String,
    ends: Vec<usize>,
    problem: Option<Problem>,
}

impl Row {
    /// The 1-based line of the file this row starts on (the row number in a spreadsheet).
    pub fn line(&self) -> u64 {
        self.line
    }

    /// What is odd about this row, if anything.
    pub fn problem(&self) -> Option<Problem> {
        self.problem
    }

    /// The text of one cell as it stands in the file; empty beyond the last one.
    pub fn cell(&self, column: usize) -> &str {
        let Some(end) = self.ends.get(column) else {
            return "";
        };
        let start = if column == 0 {
            0
        } else {
            self.ends[column - 1]
        };
        &self.text[start..*end]
    }

    /// All cells in file order.
    pub fn cells(&self) -> impl ExactSizeIterator<Item = &str> {
        (0..self.ends.len()).map(|column| self.cell(column))
    }

    /// Whether every cell is empty, such as the rows of separators that Excel leaves at the end.
    pub fn is_blank(&self) -> bool {
        self.text.trim().is_empty()
    }

    /// Takes the cells of one record; NUL characters are left out and noted.
    pub(crate) fn set(&mut self, line: u64, text: &str, ends: &[usize]) {
        self.line = line;
        self.problem = None;
        self.text.clear();
        self.ends.clear();
        if text.contains('\0') {
            self.problem = Some(Problem::Nul);
            let mut start = 0;
            for end in ends {
                self.text
                    .extend(text[start..*end].chars().filter(|c| *c != '\0'));
                self.ends.push(self.text.len());
                start = *end;
            }
            return;
        }
        if text.contains('\u{FFFD}') {
            self.problem = Some(Problem::Unreadable);
        }
        self.text.push_str(text);
        self.ends.extend_from_slice(ends);
    }

    /// Adds a cell; empty ones are put where the sheet has gaps.
    pub(crate) fn put(&mut self, column: usize, text: &str) {
        while self.ends.len() < column {
            self.ends.push(self.text.len());
        }
        self.text.push_str(text);
        self.ends.push(self.text.len());
    }

    /// Leaves NUL characters out of a row that was put together cell by cell.
    pub(crate) fn drop_nul(&mut self) {
        if self.text.contains('\0') {
            let (text, ends) = (
                std::mem::take(&mut self.text),
                std::mem::take(&mut self.ends),
            );
            self.set(self.line, &text, &ends);
        }
    }

    /// Begins a row that is put together cell by cell.
    pub(crate) fn begin(&mut self, line: u64) {
        self.set(line, "", &[]);
    }

    /// How long its text is.
    pub(crate) fn bytes(&self) -> usize {
        self.text.len()
    }

    /// How many cells this row has before it is made as wide as the header.
    pub(crate) fn width(&self) -> usize {
        self.ends.len()
    }

    /// Makes the row as wide as the header, and notes it when that changes anything.
    pub(crate) fn fit(&mut self, expected: usize, short_is_odd: bool) {
        let found = self.ends.len();
        if found < expected {
            if short_is_odd {
                self.problem = self
                    .problem
                    .or(Some(Problem::TooFewCells { expected, found }));
            }
            self.ends.resize(expected, self.text.len());
        } else if found > expected {
            let kept = if expected == 0 {
                0
            } else {
                self.ends[expected - 1]
            };
            if !self.text[kept..].trim().is_empty() {
                self.problem = self
                    .problem
                    .or(Some(Problem::TooManyCells { expected, found }));
            }
            self.text.truncate(kept);
            self.ends.truncate(expected);
        }
    }
}
