//! The NPS in the shape of the interfaces.

use serde::{Deserialize, Serialize};
use stats::nps::Design;

use crate::counts::Counts;
use crate::metric::classes;
use crate::{FEW, VERY_FEW};

/// An NPS with its counts and uncertainty: `N` in the interface of `analyze` and the API.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Nps {
    /// NPS points, −100 to 100; none when nobody answered.
    pub value: Option<f64>,
    /// People who answered.
    pub n: u64,
    /// How many scored 9 or 10, weighted if the answers are.
    #[serde(serialize_with = "count")]
    pub promoters: f64,
    /// How many scored 7 or 8.
    #[serde(serialize_with = "count")]
    pub passives: f64,
    /// How many scored 0 to 6.
    #[serde(serialize_with = "count")]
    pub detractors: f64,
    /// Standard error in NPS points.
    pub se: Option<f64>,
    /// 95 % interval in NPS points (adjusted Wald; linearised when weighted).
    pub ci95: Option<[f64; 2]>,
}

impl Nps {
    /// Too few answers for a claim.
    pub fn is_few(&self) -> bool {
        self.n < FEW
    }

    /// So few that the figure says next to nothing.
    pub fn is_very_few(&self) -> bool {
        self.n < VERY_FEW
    }
}

/// The NPS of a group that stands by itself.
pub fn nps(counts: &Counts) -> Nps {
    nps_in(counts, Design::of(&classes(counts)))
}

/// The NPS of a group that is a part of a sample with this design.
pub(crate) fn nps_in(counts: &Counts, design: Design) -> Nps {
    match stats::nps::nps_in(&classes(counts), design) {
        None => Nps::default(),
        Some(nps) => Nps {
            value: Some(nps.value),
            n: nps.n,
            promoters: nps.promoters,
            passives: nps.passives,
            detractors: nps.detractors,
            se: Some(nps.se),
            ci95: Some(nps.ci95),
        },
    }
}

/// Numbers of people are whole unless weighted: 215, not 215.0.
#[expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "the signature serde asks for"
)]
fn count<S: serde::Serializer>(value: &f64, to: S) -> Result<S::Ok, S::Error> {
    if value.fract() == 0.0 && (0.0..9e15).contains(value) {
        to.serialize_u64(*value as u64)
    } else {
        to.serialize_f64(*value)
    }
}
