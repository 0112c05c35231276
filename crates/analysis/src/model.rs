//! What comes out of an analysis, in the shape of the interfaces.
//!
//! A number that is promised here and is none has its reason in [`Model::status`], in the KSS's own
//! status or in a [`Warning`] that names the driver.

use figures::{Kss, Missing};
use serde::Serialize;

use crate::warning::Warning;

/// Lower and upper limit of 95 % confidence.
pub type Interval = [f64; 2];

/// Everything there is to say of the drivers of an outcome.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct DriverAnalysis {
    /// What the figures of several drivers at once are based on.
    pub model: Model,
    /// The statements, the one with the most to gain first (order of the KSS).
    pub drivers: Vec<Driver>,
    /// The attributes, in the order given.
    pub attributes: Vec<AttributeDriver>,
    /// The drivers that share the first place: the one with the lowest KSS and all whose KSS can't
    /// be told apart from it. Empty when no driver has a demonstrable gain.
    pub leading: Vec<String>,
    /// Where to act: the interval of the gain lies above 0 *and* the adjusted gain is above 0.
    /// In the order of the drivers.
    pub priorities: Vec<String>,
    /// Drivers that correlate beyond ±0.8, the strongest first.
    pub pairs: Vec<Pair>,
    /// What to be careful about.
    pub warnings: Vec<Warning>,
    /// How the bootstrap intervals came about; none when there was none.
    pub bootstrap: Option<Bootstrap>,
}

/// What the figures of several drivers at once are based on.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Model {
    /// `em` or `listwise`.
    pub method: &'static str,
    /// People the model rests on: all who answered the outcome (EM), or also every driver that
    /// takes part (listwise).
    pub n: u64,
    /// People who answered the outcome and every driver, also those that take no part because hardly
    /// anybody answered them.
    pub n_listwise: u64,
    /// Share of the outcome's variance that the drivers explain together, 0–1.
    pub r2: Option<f64>,
    /// The same from those who answered every driver that takes part.
    pub r2_listwise: Option<f64>,
    /// How importance was computed; none when there is none, see `status`.
    pub importance: Option<Importance>,
    /// Whether there is a model, and if not why.
    pub status: Status,
    /// NPS that the what-if model gives for people as they are: what its gains start from.
    pub nps: Option<f64>,
    /// How the what-if gains were computed; none when there are none, see `warnings`.
    pub what_if: Option<Basis>,
    /// People that the what-if model rests on.
    pub n_what_if: u64,
    /// Iterations of EM; 0 when there was nothing to iterate.
    pub iterations: usize,
}

/// How importance was computed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Importance {
    /// Exact averages over all orders (Lindeman, Merenda & Gold).
    Lmg,
    /// Johnson's relative weights, an approximation for many drivers.
    Johnson,
}

/// How what-if gains were computed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Basis {
    /// By proportional odds, from those who answered every driver.
    Ordinal,
    /// By a straight line through all answers (EM), as hardly anybody answered every driver.
    Linear,
}

/// Whether there is a model of all drivers together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// Yes.
    Fitted,
    /// Yes, but ranks are uncertain: fewer than 100 complete answers (with weights: effectively, Kish).
    RankUncertain,
    /// No: nobody answered the outcome.
    Nobody,
    /// No: there is no driver with differing answers.
    NoDrivers,
    /// No: everybody gave the same score.
    NoVariance,
    /// No: fewer than 30 complete answers, or fewer than 5 per driver (with weights: effectively,
    /// Kish).
    TooFew,
    /// No: the answers don't determine the model.
    NotDetermined,
}

/// One statement.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Driver {
    /// The statement's key or column.
    pub name: String,
    /// People who answered both the statement and the outcome.
    pub n: u64,
    /// Share of those who answered the outcome that answered the statement too, 0–1.
    pub coverage: Option<f64>,
    /// Those who answered the outcome and not the statement, by kind.
    pub missing: Missing,
    /// Mean answer.
    pub mean: Option<f64>,
    /// Share that agrees, 0–1.
    pub agree: Option<f64>,
    /// Wilson interval of it.
    pub agree_ci95: Option<Interval>,
    /// Share that is neutral.
    pub neutral: Option<f64>,
    /// Share that disagrees.
    pub disagree: Option<f64>,
    /// Wilson interval of it.
    pub disagree_ci95: Option<Interval>,
    /// Share that agrees and is a promoter.
    pub agree_promoter: Option<f64>,
    /// Share that disagrees and is a detractor.
    pub disagree_detractor: Option<f64>,
    /// What there is to gain, this driver by itself.
    pub kss: Kss,
    /// How answer and score go together.
    #[serde(flatten)]
    pub association: Association,
    /// Importance: part of R² (Lindeman, Merenda & Gold); the drivers' add up to it.
    pub lmg: Option<f64>,
    /// Bootstrap interval of it, see [`Bootstrap::lmg`]; none with fewer than 40 resamples.
    pub lmg_ci95: Option<Interval>,
    /// The same as a share of R², 0–1.
    pub lmg_share: Option<f64>,
    /// Bootstrap interval of the share.
    pub lmg_share_ci95: Option<Interval>,
    /// Johnson's relative weight, on the scale of R².
    pub johnson: Option<f64>,
    /// Bootstrap interval of it; only when there are too many drivers for `lmg`.
    pub johnson_ci95: Option<Interval>,
    /// Variance inflation factor, 1 or more; none when other drivers determine it fully.
    pub vif: Option<f64>,
    /// NPS points when everybody who doesn't agree would, all other answers as they are. None for
    /// every driver of a set that determine one another (warning `aliased`), and without a model.
    pub what_if: Option<WhatIf>,
    /// The adjusted KSS, 100 − gain of `what_if`.
    pub kss_adjusted: Option<f64>,
    /// Share of resamples in which this driver has the lowest KSS, 0–1; ties are shared evenly. None
    /// without a bootstrap, and when no driver's KSS varies.
    pub rank_probability: Option<f64>,
    /// Share of resamples in which its KSS has rank 1, 2, 3, …; empty when there is no
    /// `rank_probability`.
    pub rank_probabilities: Vec<f64>,
    /// Share of resamples in which its importance is the highest of all drivers and attributes.
    pub lmg_rank_probability: Option<f64>,
    /// Whether it shares the first place.
    pub leading: bool,
    /// Whether it is a place to act.
    pub priority: bool,
    /// Probability of a difference this large between bottom and top if the driver works alike at
    /// both (likelihood ratio); small: see `works_at`.
    pub proportional_odds_p: Option<f64>,
    /// Where the driver makes its difference.
    pub works_at: Option<WorksAt>,
}

/// How a driver goes together with the outcome, everybody who answered both.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize)]
pub struct Association {
    /// Pearson's correlation, −1 to 1.
    pub pearson: Option<f64>,
    /// Its interval (Fisher's z).
    pub pearson_ci95: Option<Interval>,
    /// Spearman's rank correlation.
    pub spearman: Option<f64>,
    /// Kendall's tau-b.
    pub kendall_tau_b: Option<f64>,
    /// Goodman and Kruskal's gamma.
    pub gamma: Option<f64>,
}

/// What the outcome's model says of lifting one driver.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct WhatIf {
    /// NPS points more.
    pub gain: f64,
    /// Bootstrap interval of the gain; the model's own when there was no bootstrap, or when too many
    /// resamples didn't determine the model. None when the answers leave no scatter to tell it
    /// from, as those of a driver that separates the classes fully (warning `not_determined`).
    pub ci95: Option<Interval>,
    /// Standard error from the model's parameters alone.
    pub se_model: f64,
    /// NPS by the model, people as they are.
    pub before: f64,
    /// NPS by the model, everybody lifted.
    pub after: f64,
    /// People the model rests on, see [`Model::what_if`].
    pub n: u64,
    /// Share of them that was lifted, 0–1.
    pub share_moved: f64,
    /// The gain over all customers: times the share that this driver applies to.
    pub population_gain: f64,
}

/// What the outcome's model says of lifting several drivers at once.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct JointWhatIf {
    /// NPS points more; not the sum of the drivers' gains.
    pub gain: f64,
    /// 95 % interval from the model's parameters alone.
    pub ci95: Interval,
    /// NPS by the model, people as they are.
    pub before: f64,
    /// NPS by the model, people lifted.
    pub after: f64,
    /// People the model rests on.
    pub n: u64,
    /// How it was computed.
    pub basis: Basis,
    /// Gain of each driver by itself at the same share, for comparison.
    pub single: Vec<(String, f64)>,
}

/// Where a driver makes its difference.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum WorksAt {
    /// It keeps people from being detractors, more than it makes promoters.
    Bottom,
    /// It makes promoters, more than it keeps people from being detractors.
    Top,
    /// It works alike at both, as far as can be told.
    Both,
}

/// One attribute taken as a driver.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct AttributeDriver {
    /// Its key or column.
    pub name: String,
    /// How it was coded.
    pub kind: Kind,
    /// People with a value and a score.
    pub n: u64,
    /// Share of those who answered the outcome that have a value.
    pub coverage: Option<f64>,
    /// Its values with their figures; the most frequent first, the rare ones together in the last.
    /// At most twelve for a numeric one, then in ranges.
    pub levels: Vec<LevelFigures>,
    /// How value and score go together; empty for a categorical one.
    #[serde(flatten)]
    pub association: Association,
    /// Share of the outcome's variance between the values (η²), 0–1.
    pub eta2: Option<f64>,
    /// Importance: part of R², all values of a categorical one together.
    pub lmg: Option<f64>,
    /// Bootstrap interval of it.
    pub lmg_ci95: Option<Interval>,
    /// The same as a share of R².
    pub lmg_share: Option<f64>,
    /// Bootstrap interval of the share.
    pub lmg_share_ci95: Option<Interval>,
    /// Johnson's relative weight; the sum over the values of a categorical one.
    pub johnson: Option<f64>,
    /// Bootstrap interval of it; only when there are too many drivers for `lmg`.
    pub johnson_ci95: Option<Interval>,
    /// Share of resamples in which its importance is the highest of all drivers and attributes.
    pub lmg_rank_probability: Option<f64>,
    /// Yes or no: NPS points if it were yes for everybody.
    pub what_if: Option<WhatIf>,
}

/// How an attribute was coded.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// Every value is a number.
    Numeric,
    /// Yes or no.
    YesNo,
    /// Anything else: one indicator per value but the most frequent.
    Categorical,
}

/// The people with one value of an attribute.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct LevelFigures {
    /// The value; empty for the rare ones taken together.
    pub value: String,
    /// How many values are in it: 1, or more for a range and for the rare ones.
    pub values: u32,
    /// People with this value and a score.
    pub n: u64,
    /// Their NPS.
    pub nps: Option<f64>,
    /// Its interval.
    pub nps_ci95: Option<Interval>,
    /// Their mean score.
    pub mean: Option<f64>,
}

/// Two drivers that go together closely.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Pair {
    /// The drivers.
    pub drivers: [String; 2],
    /// Their correlation.
    pub r: f64,
}

/// How the bootstrap intervals came about.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Bootstrap {
    /// How many resamples.
    pub replicates: u32,
    /// Where they start.
    pub seed: u64,
    /// What was drawn with replacement.
    pub unit: Unit,
    /// How many of those there are.
    pub units: u64,
    /// How the intervals of the importance were taken.
    pub lmg: LmgInterval,
}

/// What was drawn with replacement.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Unit {
    /// Single people.
    Respondents,
    /// Accounts with all their people.
    Accounts,
    /// Random groups of people (many people: the same limits, faster).
    Blocks,
}

/// How the intervals of the importance were taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum LmgInterval {
    /// LMG computed anew in every resample.
    Exact,
    /// Many drivers: LMG moved by as much as Johnson's weights move in every resample.
    Johnson,
}
