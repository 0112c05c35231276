//! Codes as dense digits: the codes that occur in a column, numbered from 0 without the gap between
//! the highest answer and the kinds of missing.

use crate::code;
use crate::columns::State;

/// How the codes of one column become digits `0..size`.
///
/// The codes that occur are a run of answers and some of four kinds of missing. Whatever those are,
/// a minimum and a saturating subtraction with a minimum number them without gaps: a few byte
/// operations that vectorise, where a table look-up would not.
#[derive(Clone, Debug)]
pub(crate) struct Digits {
    /// Index of the column; `None` is a column in which everything is blank.
    pub(crate) column: Option<usize>,
    /// The code of every digit: at least 1, at most 15.
    pub(crate) codes: Vec<u8>,
    pub(crate) steps: Steps,
}

/// The digit of a code is `min(code, cap) + min(max(code - missing, 0), most) - first`. Where one
/// kind of missing stands for all, the others get its digit.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Steps {
    /// What the lowest code comes to; to be subtracted.
    pub(crate) first: u8,
    /// All kinds of missing come to this, after the answers.
    cap: u8,
    missing: u8,
    most: u8,
}

impl Digits {
    /// Digits for a column in which at most these codes occur (bit per code).
    pub(crate) fn new(column: Option<usize>, seen: u16) -> Self {
        let mut codes: Vec<u8> = (0..=code::NOT_ASKED)
            .filter(|c| seen & (1 << c) != 0)
            .collect();
        let answers = codes.partition_point(|&code| code::is_answer(code));
        if answers > 0 {
            let run = codes[0]..=codes[answers - 1];
            codes.splice(..answers, run);
        }
        if codes.is_empty() {
            codes.push(code::BLANK);
        }
        let answers = codes.partition_point(|&code| code::is_answer(code));
        let missing = &codes[answers..];
        let (first, cap) = match missing {
            _ if answers == 0 => (codes[0], codes[0]),
            [] => (codes[0], codes[answers - 1]),
            _ => (codes[0], codes[answers - 1] + 1),
        };
        // What is left is to number the kinds of missing from 0.
        let (missing, most) = match *missing {
            [first, second, _] if second > first + 1 => (first + 1, 2),
            [first, ..] => (first, missing.len() as u8 - 1),
            [] => (code::BLANK, 0),
        };
        Self {
            column,
            codes,
            steps: Steps {
                first,
                cap,
                missing,
                most,
            },
        }
    }

    /// Number of digits.
    pub(crate) fn size(&self) -> usize {
        self.codes.len()
    }
}

impl Steps {
    /// Tells complete responses (1) from partial ones (0), by the byte of the state.
    pub(crate) const COMPLETENESS: Self = Self {
        first: State::Partial as u8,
        cap: State::Complete as u8,
        missing: State::Complete as u8,
        most: 0,
    };

    /// Whether several kinds of missing are told apart.
    pub(crate) fn has_kinds(self) -> bool {
        self.most > 0
    }

    /// The digit of a code plus [`Self::first`], of a column without kinds of missing to tell apart.
    /// Any number when the code doesn't occur.
    #[inline(always)]
    pub(crate) fn raised_digit(self, code: u8) -> u8 {
        code.min(self.cap)
    }

    /// The digit of a code plus [`Self::first`]. Any number when the code doesn't occur.
    #[inline(always)]
    pub(crate) fn raised_digit_of_kinds(self, code: u8) -> u8 {
        code.min(self.cap) + code.saturating_sub(self.missing).min(self.most)
    }
}

#[cfg(test)]
mod tests {
    use super::Digits;

    #[test]
    fn digits_are_dense_and_reversible() {
        // Every set of codes: answers are filled up to a run, kinds of missing are kept apart.
        for seen in 0..1_u16 << 15 {
            let digits = Digits::new(None, seen);
            let codes = &digits.codes;
            assert_eq!(codes.len(), digits.size());
            for (digit, &code) in codes.iter().enumerate() {
                let steps = digits.steps;
                let raised = steps.raised_digit_of_kinds(code);
                assert_eq!(usize::from(raised - steps.first), digit, "{seen:b} {code}");
                if !steps.has_kinds() {
                    assert_eq!(steps.raised_digit(code), raised, "{seen:b} {code}");
                }
            }
            for code in (0..15).filter(|code| seen & (1 << code) != 0) {
                assert!(codes.contains(&code), "{seen:b} {code}");
            }
        }
        assert_eq!(Digits::new(None, 0b1000_0011_1110).size(), 6);
        assert_eq!(Digits::new(None, 0b0100_1000_0011_1110).size(), 7);
    }
}
