//! Which answers to a statement mean agree, neutral and disagree.

use stats::kss::Level;

/// Which codes of a statement's scale mean agree and disagree; every other valid code is neutral.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Coding {
    /// Bit `c` is code `c`.
    agree: u16,
    disagree: u16,
    highest: u8,
}

/// Why codes make no coding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CodingError {
    /// A code is outside 1–10.
    OutOfRange(u8),
    /// A code means both.
    Both(u8),
    /// No code means agree, so that no KSS could ever be told.
    NobodyAgrees,
}

impl std::fmt::Display for CodingError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::OutOfRange(code) => write!(f, "{code} is no answer of a scale 1–5 or 1–10"),
            Self::Both(code) => write!(f, "{code} can't mean both agree and disagree"),
            Self::NobodyAgrees => f.write_str("no answer means agree"),
        }
    }
}

impl std::error::Error for CodingError {}

impl Default for Coding {
    /// 1–5: agree is 4 and 5, disagree is 1 and 2.
    fn default() -> Self {
        Self {
            agree: 0b11_0000,
            disagree: 0b00_0110,
            highest: 5,
        }
    }
}

impl Coding {
    /// A coding of one's own. The scale is 1–5, or 1–10 as soon as a code above 5 is named.
    pub fn new(agree: &[u8], disagree: &[u8]) -> Result<Self, CodingError> {
        let bits = |codes: &[u8]| {
            codes.iter().try_fold(0_u16, |bits, &code| match code {
                1..=10 => Ok(bits | 1 << code),
                _ => Err(CodingError::OutOfRange(code)),
            })
        };
        let (agree, disagree) = (bits(agree)?, bits(disagree)?);
        let both = agree & disagree;
        if both != 0 {
            return Err(CodingError::Both(both.trailing_zeros() as u8));
        }
        if agree == 0 {
            return Err(CodingError::NobodyAgrees);
        }
        let named = (agree | disagree).ilog2();
        let highest = if named > 5 { 10 } else { 5 };
        Ok(Self {
            agree,
            disagree,
            highest,
        })
    }

    /// Lowest answer of the scale: 1.
    pub fn lowest(&self) -> u8 {
        1
    }

    /// Highest answer of the scale: 5 or 10.
    pub fn highest(&self) -> u8 {
        self.highest
    }

    /// Whether `code` is an answer of this scale.
    pub fn is_valid(&self, code: i64) -> bool {
        (1..=i64::from(self.highest)).contains(&code)
    }

    /// What an answer means.
    pub fn level(&self, code: u8) -> Level {
        let bit = 1_u16.checked_shl(u32::from(code)).unwrap_or(0);
        if self.agree & bit != 0 {
            Level::Agree
        } else if self.disagree & bit != 0 {
            Level::Disagree
        } else {
            Level::Neutral
        }
    }

    /// The codes that mean this, lowest first.
    pub fn codes(&self, level: Level) -> Vec<u8> {
        (1..=self.highest)
            .filter(|&code| self.level(code) == level)
            .collect()
    }
}
