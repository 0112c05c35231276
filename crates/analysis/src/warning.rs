//! What to be careful about, as a code with its drivers and numbers; surfaces translate the code.

use std::collections::BTreeMap;

use serde::Serialize;

/// One thing to be careful about.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Warning {
    /// What it is.
    pub code: Code,
    /// The drivers it is about; empty when it is about the whole.
    pub drivers: Vec<String>,
    /// Its numbers by name (`vif`, `r`, `n`, `need`, `share`, `p`, `of`, `levels`, `most`,
    /// `units`, `next`, `effective`).
    pub values: BTreeMap<&'static str, f64>,
}

/// Kinds of warnings.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Code {
    /// Nobody answered the outcome.
    Nobody,
    /// Everybody gave the same score: nothing can go together with it.
    OutcomeConstant,
    /// Everybody who scored gave this driver the same answer (values: `n`).
    Constant,
    /// Too few complete answers for a model of all drivers (`n`, `need`).
    TooFew,
    /// Enough for a model, too few to claim ranks (`n`, `need` 100).
    FewForRanks,
    /// Too few complete answers for the what-if model (`n`, `need`).
    TooFewForWhatIf,
    /// Hardly anybody answered every driver (`n`, `need`): what-if gains are by a straight line
    /// through all answers.
    LinearWhatIf,
    /// Two drivers correlate beyond ±0.8: their sum is stable, each share is not (`r`).
    Correlated,
    /// Other drivers tell this one nearly (`vif` above 5).
    Collinear,
    /// These determine one another fully, such as copies: none has a what-if of its own.
    Aliased,
    /// It goes with the outcome so much more than the others (`r`, `next`) that it is one itself.
    OutcomeLike,
    /// More than a fifth of those who scored didn't answer it (`share`).
    MuchMissing,
    /// People who agree recommend less.
    Reversed,
    /// It works differently at the bottom and at the top (`p`, Holm-corrected).
    ProportionalOdds,
    /// EM came to no end or to no proper covariance: figures are from complete answers.
    NotPositiveDefinite,
    /// The model for the what-if came to no end, such as when a driver separates the classes fully.
    NotDetermined,
    /// The people are a random sample (`n`, `of`).
    Sampled,
    /// The rare values of an attribute were taken together (`levels`, `n`).
    RareLevels,
    /// Too few units to draw from: bootstrap intervals say little (`units`).
    FewUnits,
    /// More drivers than exact importance can do: Johnson's weights instead (`n`, `most`).
    ManyDrivers,
    /// More drivers than importance is computed anew for in every resample (`n`, `most`): its limits
    /// follow how Johnson's weights move.
    ApproximateLimits,
    /// Too few resamples for any limits (`n`, `need`).
    FewReplicates,
    /// Too many resamples gave no importance for it to have limits.
    FewResamples,
    /// Weights differ so much that the people (`n`) say no more than fewer would (`effective`, Kish),
    /// which decides whether there are enough.
    UnevenWeights,
}

impl Code {
    /// Name used in interfaces.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Nobody => "nobody",
            Self::OutcomeConstant => "outcome_constant",
            Self::Constant => "constant",
            Self::TooFew => "too_few",
            Self::FewForRanks => "few_for_ranks",
            Self::TooFewForWhatIf => "too_few_for_what_if",
            Self::LinearWhatIf => "linear_what_if",
            Self::Correlated => "correlated",
            Self::Collinear => "collinear",
            Self::Aliased => "aliased",
            Self::OutcomeLike => "outcome_like",
            Self::MuchMissing => "much_missing",
            Self::Reversed => "reversed",
            Self::ProportionalOdds => "proportional_odds",
            Self::NotPositiveDefinite => "not_positive_definite",
            Self::NotDetermined => "not_determined",
            Self::Sampled => "sampled",
            Self::RareLevels => "rare_levels",
            Self::FewUnits => "few_units",
            Self::ManyDrivers => "many_drivers",
            Self::ApproximateLimits => "approximate_limits",
            Self::FewReplicates => "few_replicates",
            Self::FewResamples => "few_resamples",
            Self::UnevenWeights => "uneven_weights",
        }
    }
}

impl Warning {
    pub(crate) fn new(code: Code) -> Self {
        Self {
            code,
            drivers: Vec::new(),
            values: BTreeMap::new(),
        }
    }

    pub(crate) fn of(mut self, driver: &str) -> Self {
        self.drivers.push(driver.to_owned());
        self
    }

    pub(crate) fn with(mut self, name: &'static str, value: f64) -> Self {
        self.values.insert(name, value);
        self
    }

    /// One of its numbers.
    pub fn value(&self, name: &str) -> Option<f64> {
        self.values.get(name).copied()
    }
}

impl Warning {
    /// The warning in plain English, for surfaces without a language of their own.
    pub fn text(&self) -> String {
        let names = self.drivers.join(" and ");
        let number = |name: &str| self.value(name).unwrap_or_default();
        let percent = |name: &str| format!("{:.0} %", 100.0 * number(name));
        match self.code {
            Code::Nobody => "nobody answered the outcome".to_owned(),
            Code::OutcomeConstant => "everybody gave the same score".to_owned(),
            Code::Constant => format!("everybody gave the same answer to {names}"),
            Code::TooFew | Code::FewForRanks | Code::TooFewForWhatIf | Code::LinearWhatIf => {
                self.too_few()
            }
            Code::Correlated => format!(
                "{names} go together closely (r {:.2}): the sum of their importance is stable, \
                 each by itself is not",
                number("r")
            ),
            Code::Collinear => format!(
                "the other drivers nearly tell {names} (VIF {:.1})",
                number("vif")
            ),
            Code::Aliased => format!(
                "the answers to {names} follow fully from other drivers, as those of a copy do: what \
                 each does by itself can't be told"
            ),
            Code::OutcomeLike => format!(
                "{names} goes with the outcome far more than the others do (r {:.2}, the next {:.2}): \
                 it may be an outcome itself",
                number("r"),
                number("next")
            ),
            Code::MuchMissing => format!("{} gave no answer to {names}", percent("share")),
            Code::Reversed => format!("people who agree with {names} recommend less"),
            Code::ProportionalOdds => format!(
                "{names} works differently at the bottom and at the top of the scale (p {:.4})",
                number("p")
            ),
            Code::NotPositiveDefinite => {
                "the incomplete answers give no usable model: only complete answers were used"
                    .to_owned()
            }
            Code::NotDetermined if !names.is_empty() => {
                format!("how far the what-if gain of {names} could be off can't be told")
            }
            Code::NotDetermined => "the answers don't determine the what-if model".to_owned(),
            Code::Sampled => format!(
                "figures are from a random sample of {} out of {}",
                number("n"),
                number("of")
            ),
            Code::RareLevels => format!(
                "{} rare values of {names} were taken together",
                number("levels")
            ),
            Code::FewUnits => format!(
                "{} units are too few to draw from: bootstrap intervals say little",
                number("units")
            ),
            Code::ApproximateLimits
            | Code::FewReplicates
            | Code::FewResamples
            | Code::UnevenWeights => self.less_sure(&names),
            Code::ManyDrivers => format!(
                "importance of {} drivers is approximate (exact up to {})",
                number("n"),
                number("most")
            ),
        }
    }

    /// The warnings about limits, and about what weights take off.
    fn less_sure(&self, names: &str) -> String {
        let number = |name: &str| self.value(name).unwrap_or_default();
        match self.code {
            Code::ApproximateLimits => format!(
                "limits of the importance of {} drivers follow how Johnson's weights move (importance \
                 itself is exact; its limits are up to {})",
                number("n"),
                number("most")
            ),
            Code::FewReplicates => format!(
                "{} resamples are too few for limits: {} are needed",
                number("n"),
                number("need")
            ),
            Code::FewResamples => format!(
                "the importance of {names} has no limits: too many resamples didn't determine it"
            ),
            _ => format!(
                "weights differ so much that {} people count as {}, which decides whether they are \
                 enough",
                number("n"),
                number("effective")
            ),
        }
    }

    /// The warnings about how many answers there are and how many are needed.
    fn too_few(&self) -> String {
        let n = self.value("n").unwrap_or_default();
        let need = self.value("need").unwrap_or_default();
        match (self.code, self.drivers.first()) {
            (Code::TooFew, Some(driver)) => {
                format!("{n} answers to {driver} are too few to compare it: {need} are needed")
            }
            (Code::FewForRanks, _) => {
                format!("ranks of importance are uncertain with {n} answers: {need} are needed")
            }
            (Code::TooFewForWhatIf, _) => format!(
                "{n} people answered every driver, too few for the what-if: {need} are needed"
            ),
            (Code::LinearWhatIf, _) => format!(
                "{n} people answered every driver ({need} are needed for the model of choice): \
                 what-if gains are by a straight line through all answers"
            ),
            _ => format!(
                "{n} complete answers are too few for the drivers together: {need} are needed"
            ),
        }
    }
}
