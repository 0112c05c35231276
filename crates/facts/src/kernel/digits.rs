//! Codes as dense digits: the codes that occur in a column, numbered from 0 without the gap between
//! the highest answer and the kinds of missing.

use crate::code;
use crate::columns::State;

/// How the codes of one column become digits `0..size`.
///
/// The codes that occur are a run of answers and some of four kinds of missing. Whatever those are,
/// two saturating subtractions, each cut off at a largest value, number them without gaps: a few
/// byte operations that vectorise, where a table look-up would not.
#[derive(Clone, Debug)]
pub(crate) struct Digits {
    /// Index of the column; `None` is a column in which everything is blank.
    pub(crate) column: Option<usize>,
    /// The code of every digit: at least 1, at most 15.
    pub(crate) codes: Vec<u8>,
    pub(crate) ramps: Ramps,
}

/// Two ramps whose sum is the digit. Where the only kind of missing is one that stands for all, the
/// other kinds get its digit.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Ramps {
    low: Ramp,
    high: Ramp,
}

/// 0 up to and including `start`, then rising by 1 until `most`.
#[derive(Clone, Copy, Debug, Default)]
struct Ramp {
    start: u8,
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
        let low = match missing {
            _ if answers == 0 => Ramp::default(),
            [] => Ramp {
                start: codes[0],
                most: answers as u8 - 1,
            },
            _ => Ramp {
                start: codes[0],
                most: answers as u8,
            },
        };
        // What is left is to number the kinds of missing from 0.
        let high = match *missing {
            [first, second, _] if second > first + 1 => Ramp {
                start: first + 1,
                most: 2,
            },
            [first, ..] => Ramp {
                start: first,
                most: missing.len() as u8 - 1,
            },
            [] => Ramp::default(),
        };
        Self {
            column,
            codes,
            ramps: Ramps { low, high },
        }
    }

    /// Number of digits.
    pub(crate) fn size(&self) -> usize {
        self.codes.len()
    }
}

impl Ramps {
    /// Tells complete responses (1) from partial ones (0), by the byte of the state.
    pub(crate) const COMPLETENESS: Self = Self {
        low: Ramp {
            start: State::Partial as u8,
            most: 1,
        },
        high: Ramp { start: 0, most: 0 },
    };

    /// The digit of a code; any number up to the size when the code doesn't occur.
    #[inline(always)]
    pub(crate) fn digit(self, code: u8) -> u8 {
        self.low.rise(code) + self.high.rise(code)
    }
}

impl Ramp {
    #[inline(always)]
    fn rise(self, code: u8) -> u8 {
        code.saturating_sub(self.start).min(self.most)
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
                assert_eq!(
                    usize::from(digits.ramps.digit(code)),
                    digit,
                    "{seen:b} {code}"
                );
            }
            for code in (0..15).filter(|code| seen & (1 << code) != 0) {
                assert!(codes.contains(&code), "{seen:b} {code}");
            }
        }
        assert_eq!(Digits::new(None, 0b1000_0011_1110).size(), 6);
        assert_eq!(Digits::new(None, 0b0100_1000_0011_1110).size(), 7);
    }
}
