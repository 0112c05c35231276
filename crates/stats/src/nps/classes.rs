//! The counts an NPS is made of: detractors, passives and promoters.

use crate::Tally;
use std::ops::{Add, AddAssign, Sub};

/// What a score on the 0–10 recommend question makes of a person.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Class {
    /// 0 to 6.
    Detractor,
    /// 7 or 8.
    Passive,
    /// 9 or 10.
    Promoter,
}

impl Class {
    /// The three, lowest first: the order of the columns everywhere.
    pub const ALL: [Self; 3] = [Self::Detractor, Self::Passive, Self::Promoter];

    /// −100, 0 or 100: the mean of these points over people is the NPS.
    pub fn points(self) -> f64 {
        match self {
            Self::Detractor => -100.0,
            Self::Passive => 0.0,
            Self::Promoter => 100.0,
        }
    }

    /// Name used in interfaces: `detractor`, `passive`, `promoter`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Detractor => "detractor",
            Self::Passive => "passive",
            Self::Promoter => "promoter",
        }
    }
}

/// Class of a score 0–10. Scores above 10 do not occur: answers are checked when they enter.
pub fn class(score: u8) -> Class {
    debug_assert!(score <= 10, "a recommend score is at most 10");
    match score {
        0..=6 => Class::Detractor,
        7..=8 => Class::Passive,
        _ => Class::Promoter,
    }
}

/// Everything an NPS depends on.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Classes {
    /// Scores 0–6.
    pub detractors: Tally,
    /// Scores 7 and 8.
    pub passives: Tally,
    /// Scores 9 and 10.
    pub promoters: Tally,
}

impl Classes {
    /// From unweighted numbers of people.
    pub fn from_counts(detractors: u64, passives: u64, promoters: u64) -> Self {
        Self {
            detractors: detractors.into(),
            passives: passives.into(),
            promoters: promoters.into(),
        }
    }

    /// From the tally of each score 0, 1, … 10.
    pub fn from_scores(scores: &[Tally; 11]) -> Self {
        let mut classes = Self::default();
        for (score, tally) in (0_u8..).zip(scores) {
            *classes.of_mut(class(score)) += *tally;
        }
        classes
    }

    /// The tally of one class.
    pub fn of(&self, class: Class) -> Tally {
        match class {
            Class::Detractor => self.detractors,
            Class::Passive => self.passives,
            Class::Promoter => self.promoters,
        }
    }

    pub(super) fn of_mut(&mut self, class: Class) -> &mut Tally {
        match class {
            Class::Detractor => &mut self.detractors,
            Class::Passive => &mut self.passives,
            Class::Promoter => &mut self.promoters,
        }
    }

    /// All who answered.
    pub fn total(&self) -> Tally {
        self.detractors + self.passives + self.promoters
    }

    /// Plain NPS; `None` when nobody answered.
    pub fn value(&self) -> Option<f64> {
        let total = self.total();
        (!total.is_empty()).then(|| 100.0 * ((self.promoters.w - self.detractors.w) / total.w))
    }

    /// Numbers of promoters and detractors and of all, as if unweighted: the weighted shares of
    /// the effective number of answers. `None` when nobody answered.
    pub(super) fn effective(&self) -> Option<Effective> {
        let total = self.total();
        let scale = total.effective_n() / total.w;
        (!total.is_empty()).then_some(Effective {
            promoters: self.promoters.w * scale,
            detractors: self.detractors.w * scale,
            n: total.effective_n(),
        })
    }
}

impl Add for Classes {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Self {
            detractors: self.detractors + other.detractors,
            passives: self.passives + other.passives,
            promoters: self.promoters + other.promoters,
        }
    }
}

impl AddAssign for Classes {
    fn add_assign(&mut self, other: Self) {
        *self = *self + other;
    }
}

impl Sub for Classes {
    type Output = Self;
    /// Takes out answers that were counted before.
    fn sub(self, other: Self) -> Self {
        Self {
            detractors: self.detractors - other.detractors,
            passives: self.passives - other.passives,
            promoters: self.promoters - other.promoters,
        }
    }
}

/// Counts with the weighting taken out.
#[derive(Clone, Copy)]
pub(super) struct Effective {
    pub(super) promoters: f64,
    pub(super) detractors: f64,
    pub(super) n: f64,
}
