//! One cell: an answer, no answer, or nothing that makes sense.

use facts::code;
use figures::Coding;

/// Values that stand for "no answer", as the user names them.
#[derive(Debug, Clone, Default)]
pub(super) struct Missing {
    words: Vec<String>,
    numbers: Vec<f64>,
}

impl Missing {
    /// Compared without regard to case and space around; as numbers where both are, so that `6`
    /// names `6.0` and `6,0` too.
    pub(super) fn new(codes: &[String]) -> Self {
        Self {
            words: codes.iter().map(|code| plain(code)).collect(),
            numbers: codes
                .iter()
                .filter_map(|code| tabular::number(code))
                .collect(),
        }
    }

    fn names(&self, cell: &str) -> bool {
        !self.words.is_empty()
            && (self.words.iter().any(|word| is_word(cell, word)) || self.names_number(cell))
    }

    fn names_number(&self, cell: &str) -> bool {
        !self.numbers.is_empty()
            && tabular::number(cell).is_some_and(|number| {
                self.numbers
                    .iter()
                    .any(|code| (code - number).abs() < f64::EPSILON)
            })
    }
}

fn plain(text: &str) -> String {
    text.trim().to_lowercase()
}

/// Whether a cell is this word, which is in lower case.
fn is_word(cell: &str, word: &str) -> bool {
    cell.trim()
        .chars()
        .flat_map(char::to_lowercase)
        .eq(word.chars())
}

/// The whole numbers that are answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Scale {
    /// Lowest answer.
    pub(super) lowest: u8,
    /// Highest answer.
    pub(super) highest: u8,
}

impl Scale {
    /// The recommend question.
    pub(super) const SCORE: Self = Self {
        lowest: 0,
        highest: 10,
    };

    /// The statements.
    pub(super) fn of(coding: Coding) -> Self {
        Self {
            lowest: coding.lowest(),
            highest: coding.highest(),
        }
    }

    /// The code of a cell.
    ///
    /// A value that is neither an answer nor named as missing gives the reason. Whatever is named
    /// missing is missing, even where it would be an answer.
    pub(super) fn read(self, cell: &str, missing: &Missing) -> Result<u8, String> {
        if cell.trim().is_empty() {
            return Ok(code::BLANK);
        }
        if missing.names(cell) {
            let blank = is_word(cell, "blank");
            return Ok(if blank { code::BLANK } else { code::DONT_KNOW });
        }
        tabular::integer(cell)
            .and_then(|number| u8::try_from(number).ok())
            .filter(|number| (self.lowest..=self.highest).contains(number))
            .ok_or_else(|| {
                let Self { lowest, highest } = self;
                format!("not a whole number from {lowest} to {highest}, nor named as missing")
            })
    }
}

/// A survey weight.
pub(super) fn weight(cell: &str) -> Result<f64, &'static str> {
    match tabular::number(cell) {
        Some(weight) if weight > 0.0 => Ok(weight),
        _ => Err("a weight must be a number above 0; the row is left out"),
    }
}
