//! Codes as dense digits: the codes that occur in a column, numbered from 0 without the gap between
//! the highest answer and the kinds of missing.

use crate::code;

/// How the codes of one column become digits `0..size`.
///
/// The codes that occur form at most three runs: the answers, and two runs among the four kinds of
/// missing. So a digit is the code less the first code, less a gap from each of two thresholds on:
/// a few byte operations that vectorise, where a table look-up would not.
#[derive(Clone, Debug)]
pub(crate) struct Digits {
    /// Index of the column; `None` is a column in which everything is blank.
    pub(crate) column: Option<usize>,
    /// Number of digits, at least 1 and at most 16.
    pub(crate) size: usize,
    first: u8,
    steps: [Step; 2],
    /// The code of every digit.
    pub(crate) codes: Vec<u8>,
}

/// From this code on, digits are lower by the gap.
#[derive(Clone, Copy, Debug)]
struct Step {
    threshold: u8,
    gap: u8,
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
        let mut steps = [Step {
            threshold: u8::MAX,
            gap: 0,
        }; 2];
        let gaps = codes.windows(2).filter(|pair| pair[1] - pair[0] > 1);
        for (step, pair) in steps.iter_mut().zip(gaps) {
            *step = Step {
                threshold: pair[1],
                gap: pair[1] - pair[0] - 1,
            };
        }
        Self {
            column,
            size: codes.len(),
            first: codes[0],
            steps,
            codes,
        }
    }

    /// The digit of a code; any number when the code doesn't occur.
    #[inline(always)]
    pub(crate) fn digit(&self, code: u8) -> u8 {
        let [low, high] = self.steps;
        let low_gap = if code >= low.threshold { low.gap } else { 0 };
        let high_gap = if code >= high.threshold { high.gap } else { 0 };
        code.wrapping_sub(self.first)
            .wrapping_sub(low_gap)
            .wrapping_sub(high_gap)
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
            assert_eq!(codes.len(), digits.size);
            for (digit, &code) in codes.iter().enumerate() {
                assert_eq!(usize::from(digits.digit(code)), digit, "{seen:b} {code}");
            }
            for code in (0..15).filter(|code| seen & (1 << code) != 0) {
                assert!(codes.contains(&code), "{seen:b} {code}");
            }
        }
        assert_eq!(Digits::new(None, 0b1000_0011_1110).size, 6);
        assert_eq!(Digits::new(None, 0b0100_1000_0011_1110).size, 7);
    }
}
