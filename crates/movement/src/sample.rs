//! Constructed answers for tests: drawn from given shares, always the same for a seed.

use dashboard::filter::Dim;
use figures::Metric;

use crate::measure::{Codes, Measure};
use crate::model::{Series, What};

/// Random numbers that are the same everywhere (SplitMix64).
pub(crate) struct Draw(pub(crate) u64);

impl Draw {
    fn unit(&mut self) -> f64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((z ^ (z >> 31)) >> 11) as f64 / (1_u64 << 53) as f64
    }

    /// `n` scores of which these shares are detractors (5) and promoters (9).
    pub(crate) fn scores(&mut self, n: u64, detractors: f64, promoters: f64) -> Codes {
        let mut codes = [0; 16];
        for _ in 0..n {
            let at = self.unit();
            let score = if at < detractors {
                5
            } else if at < 1.0 - promoters {
                7
            } else {
                9
            };
            codes[score] += 1;
        }
        codes
    }
}

/// Exactly these detractors, passives and promoters.
pub(crate) fn nps(detractors: u64, passives: u64, promoters: u64) -> Codes {
    let mut codes = [0; 16];
    (codes[5], codes[7], codes[9]) = (detractors, passives, promoters);
    codes
}

/// Exactly these answers 1, 2, … 5.
pub(crate) fn five(answers: [u64; 5]) -> Codes {
    let mut codes = [0; 16];
    codes[1..6].copy_from_slice(&answers);
    codes
}

/// A segment's series of NPS.
pub(crate) fn segment(value: &str, cells: Vec<Codes>) -> Series {
    Series {
        id: format!("industry:{value}"),
        what: What::Segment {
            dim: Dim::Attribute("industry".to_owned()),
            value: value.to_owned(),
        },
        question: "recommend".to_owned(),
        measure: Measure::Metric(Metric::Nps),
        cells,
        first: 0,
    }
}

/// A series of all answers.
pub(crate) fn overall(measure: Measure, cells: Vec<Codes>) -> Series {
    Series {
        id: "recommend".to_owned(),
        what: What::Outcome,
        measure,
        ..segment("", cells)
    }
}
