//! What if people agreed: the NPS to expect when drivers are lifted and all else stays as it is.
//!
//! By proportional odds on those who answered every driver. Where hardly anybody did, as when each
//! respondent is asked a part of the statements, by a straight line through all answers (EM): less
//! faithful to a score that ends at 10, but it uses what there is.

mod linear;
mod ordinal;

use figures::Coding;
use stats::kss::Level;

pub(crate) use linear::Linear;
pub(crate) use ordinal::{Ordinal, nominal};

use crate::answers::{Answers, Source};
use crate::joint::Joint;
use crate::model::{Basis, JointWhatIf, Kind};
use crate::people::Options;
use crate::resample::Units;
use crate::warning::{Code, Warning};

/// The what-if model.
pub(crate) enum Lift {
    Ordinal(Box<Ordinal>),
    Linear(Box<Linear>),
}

/// What a model says of lifting one player.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Lifted {
    pub(crate) gain: f64,
    /// From the parameters alone.
    pub(crate) se: f64,
    pub(crate) before: f64,
    /// Share of people that is lifted.
    pub(crate) moved: f64,
}

/// Why there is no proportional-odds model.
pub(crate) enum NoLift {
    /// So many complete answers, so many needed.
    TooFew(u64, u64),
    /// The answers don't determine it.
    NotDetermined,
}

impl Lift {
    /// The model that these answers allow, and a warning when it isn't the one of choice.
    pub(crate) fn new(
        answers: &Answers,
        (joint, units): (&Joint, &Units),
        options: &Options,
        warnings: &mut Vec<Warning>,
    ) -> Option<Self> {
        let reason = match Ordinal::new(answers, joint, options) {
            Ok(model) => return Some(Self::Ordinal(Box::new(model))),
            Err(reason) => reason,
        };
        let linear = Linear::new(answers, (joint, units), options);
        warnings.push(match (reason, &linear) {
            (NoLift::TooFew(n, need), model) => {
                let code = match model {
                    Some(_) => Code::LinearWhatIf,
                    None => Code::TooFewForWhatIf,
                };
                let few = Warning::new(code).with("n", n as f64);
                few.with("need", need as f64)
            }
            (NoLift::NotDetermined, _) => Warning::new(Code::NotDetermined),
        });
        linear.map(|model| Self::Linear(Box::new(model)))
    }

    pub(crate) fn basis(&self) -> Basis {
        match self {
            Self::Ordinal(_) => Basis::Ordinal,
            Self::Linear(_) => Basis::Linear,
        }
    }

    /// How many people it rests on.
    pub(crate) fn people(&self) -> u64 {
        match self {
            Self::Ordinal(model) => model.people.len() as u64,
            Self::Linear(model) => model.people,
        }
    }

    /// NPS by the model, people as they are.
    pub(crate) fn nps(&self) -> f64 {
        match self {
            Self::Ordinal(model) => model.nps(),
            Self::Linear(model) => model.before,
        }
    }

    /// What it says of lifting one player of the joint model; none when that can't be lifted.
    pub(crate) fn one(&self, player: usize) -> Option<Lifted> {
        match self {
            Self::Ordinal(model) => model.one(player),
            Self::Linear(model) => model.one(player),
        }
    }

    /// Of each driver named, this share of those who don't agree agrees.
    pub(crate) fn together(&self, lifts: &[(String, f64)]) -> Option<JointWhatIf> {
        let whole = lifts
            .iter()
            .all(|(_, share)| share.is_finite() && (0.0..=1.0).contains(share));
        match self {
            _ if !whole => None,
            Self::Ordinal(model) => model.together(lifts),
            Self::Linear(model) => model.together(lifts),
        }
    }
}

/// Where lifting a player takes each value.
pub(crate) enum Target {
    /// The nearest of these answers.
    Agreeing(Vec<u8>),
    /// Yes.
    Yes,
}

impl Target {
    /// None when there is nothing to lift: a number, a category.
    pub(crate) fn of(answers: &Answers, player: usize, coding: &Coding) -> Option<Self> {
        match answers.players[player].source {
            Source::Statement(_) => Some(Self::Agreeing(coding.codes(Level::Agree))),
            Source::Attribute(number) => match answers.coded[number].kind {
                Kind::YesNo => Some(Self::Yes),
                Kind::Numeric | Kind::Categorical => None,
            },
        }
    }

    /// By how much a value moves.
    pub(crate) fn from(&self, now: f64) -> f64 {
        match self {
            Self::Yes => 1.0 - now,
            Self::Agreeing(codes) => {
                let off = codes.iter().map(|&code| f64::from(code) - now);
                off.min_by(|a, b| a.abs().total_cmp(&b.abs()))
                    .unwrap_or(0.0)
            }
        }
    }
}
