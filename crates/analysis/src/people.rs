//! What goes into an analysis: the answers of people, and how to look at them.

use figures::Coding;
use serde::{Deserialize, Serialize};
use stats::bootstrap::random_sample;

/// No level of an attribute, no account.
pub const NOBODY: u32 = u32::MAX;

/// The people of one analysis, a value per person in every column; columns are equally long.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct People {
    /// Answer to the outcome, codes as in [`facts::code`]: 0–10 a score, above it kinds of missing.
    pub outcome: Vec<u8>,
    /// The statements that may drive it.
    pub statements: Vec<Statement>,
    /// The attributes that take part as drivers.
    pub attributes: Vec<Attribute>,
    /// Survey weight per person, 0 or more; none when all count the same.
    pub weights: Option<Vec<f64>>,
    /// Account per person, [`NOBODY`] for none; none when answers don't cluster. People without an
    /// account stand for themselves.
    pub accounts: Option<Vec<u32>>,
    /// How many people these are a random sample of; as many as there are when they are all.
    pub of: u64,
}

/// The answers to one statement.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Statement {
    /// Its key or column.
    pub name: String,
    /// Codes as in [`facts::code`]; answers that the coding doesn't know are no answers.
    pub answers: Vec<u8>,
}

/// The values of one attribute.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Attribute {
    /// Its key or column.
    pub name: String,
    /// Index into `levels` per person, [`NOBODY`] for no value.
    pub values: Vec<u32>,
    /// The values there are.
    pub levels: Vec<String>,
}

/// How to look at people.
#[derive(Debug, Clone, PartialEq)]
pub struct Options {
    /// Which answers agree.
    pub coding: Coding,
    /// How many resamples the intervals are taken from. 0: everything but those intervals, which is
    /// fast; 2,000 are customary.
    pub replicates: u32,
    /// Where resampling starts: the same seed and people give the same limits, on any machine.
    pub seed: u64,
    /// What the figures of several drivers at once are based on.
    pub method: Method,
    /// Most people that figures of several drivers at once are computed from; of more a random
    /// sample is taken, and a warning says so. What-ifs alone rest on at most so many too.
    pub sample: usize,
    /// Up to so many drivers and attributes, limits of importance are from importance computed anew
    /// in every resample, which takes twice as long for each one more; beyond, they follow how
    /// Johnson's weights move, and a warning says so.
    pub exact: usize,
}

/// So many players are exact in every resample at the speed of a page.
pub const EXACT: usize = 14;

/// So many people tell shares of importance to about a third of a percent, at the speed of a page.
pub const SAMPLE: usize = 50_000;

/// What the figures of several drivers at once are based on when answers are missing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Method {
    /// Everybody who answered the outcome, by maximum likelihood (EM).
    #[default]
    Em,
    /// Only those who answered every driver.
    Listwise,
}

impl Method {
    /// Name used in interfaces.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Em => "em",
            Self::Listwise => "listwise",
        }
    }
}

impl Default for Options {
    /// Answers 4 and 5 agree, 2,000 resamples from seed 1, EM, at most [`SAMPLE`] people.
    fn default() -> Self {
        Self {
            coding: Coding::default(),
            replicates: 2_000,
            seed: 1,
            method: Method::Em,
            sample: SAMPLE,
            exact: EXACT,
        }
    }
}

impl People {
    /// How many there are.
    pub fn len(&self) -> usize {
        self.outcome.len()
    }

    /// Nobody.
    pub fn is_empty(&self) -> bool {
        self.outcome.is_empty()
    }

    /// Whether they are a random sample of more people.
    pub fn is_sample(&self) -> bool {
        self.of > self.len() as u64
    }

    /// A simple random sample of them when there are more than `most`.
    pub(crate) fn sampled(&self, most: usize, seed: u64) -> Option<Self> {
        if self.len() <= most {
            return None;
        }
        let kept = random_sample(self.len(), most, seed);
        let statements = self.statements.iter().map(|statement| Statement {
            name: statement.name.clone(),
            answers: pick(&statement.answers, &kept),
        });
        let attributes = self.attributes.iter().map(|attribute| Attribute {
            name: attribute.name.clone(),
            values: pick(&attribute.values, &kept),
            levels: attribute.levels.clone(),
        });
        Some(Self {
            outcome: pick(&self.outcome, &kept),
            statements: statements.collect(),
            attributes: attributes.collect(),
            weights: self.weights.as_ref().map(|weights| pick(weights, &kept)),
            accounts: self.accounts.as_ref().map(|accounts| pick(accounts, &kept)),
            of: self.of.max(self.len() as u64),
        })
    }

    /// The same people without their statements.
    pub(crate) fn without_statements(&self) -> Self {
        Self {
            outcome: self.outcome.clone(),
            statements: Vec::new(),
            attributes: self.attributes.clone(),
            weights: self.weights.clone(),
            accounts: None,
            of: self.of,
        }
    }

    /// Panics when a column has another length than the outcome.
    pub(crate) fn check(&self) {
        let n = self.len();
        let statements = self.statements.iter().map(|column| column.answers.len());
        let attributes = self.attributes.iter().map(|column| column.values.len());
        let weights = self.weights.iter().map(Vec::len);
        let accounts = self.accounts.iter().map(Vec::len);
        for length in statements.chain(attributes).chain(weights).chain(accounts) {
            assert_eq!(length, n, "every column has a value per person");
        }
    }

    /// What a person counts for; nothing when the weight isn't a number above 0.
    pub(crate) fn weight(&self, person: usize) -> f64 {
        let weight = self.weights.as_ref().map_or(1.0, |weights| weights[person]);
        if weight.is_finite() && weight > 0.0 {
            weight
        } else {
            0.0
        }
    }
}

fn pick<T: Copy>(values: &[T], kept: &[u32]) -> Vec<T> {
    kept.iter().map(|&person| values[person as usize]).collect()
}
