//! What is followed through time: figures as series of periods, each with the counts it comes from.

use dashboard::filter::{By, Dim};
use facts::Key;

use crate::measure::{Codes, Measure};

/// What a series is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum What {
    /// The figure the survey is about.
    Outcome,
    /// Another question that gives a figure.
    Further,
    /// A statement that may drive the outcome.
    Driver,
    /// The outcome among those with one value of a property.
    Segment {
        /// The property.
        dim: Dim,
        /// The value.
        value: String,
    },
}

impl What {
    /// Name used in interfaces.
    pub(crate) fn as_str(&self) -> &'static str {
        match self {
            Self::Outcome => "outcome",
            Self::Further => "metric",
            Self::Driver => "driver",
            Self::Segment { .. } => "segment",
        }
    }
}

/// One figure over time.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Series {
    /// Its name in addresses: the question's key, or `property:value` of a segment.
    pub(crate) id: String,
    /// What it is about.
    pub(crate) what: What,
    /// The key of the question.
    pub(crate) question: String,
    /// How the answers become a figure.
    pub(crate) measure: Measure,
    /// The answers by code, per step; all zero where there are none or they are hidden.
    pub(crate) cells: Vec<Codes>,
    /// The first step that can be compared with the latest: before it the question was worded
    /// otherwise.
    pub(crate) first: usize,
}

/// A period or wave.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Step {
    /// Which.
    pub(crate) key: Key,
    /// Whether it is over, so that it can be judged.
    pub(crate) complete: bool,
    /// Of employees: too small to be shown.
    pub(crate) hidden: bool,
}

/// All steps from early to late.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Steps {
    /// What they are.
    pub(crate) by: By,
    /// Those without answers included.
    pub(crate) all: Vec<Step>,
    /// The one that is judged: the last complete one with answers.
    pub(crate) latest: Option<usize>,
    /// From here on the outcome is worded as it is now.
    pub(crate) reworded: usize,
}

/// The answers by value of one property and by step.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Grid {
    /// The property.
    pub(crate) dim: Dim,
    /// One per value.
    pub(crate) rows: Vec<GridRow>,
}

/// One value's part of a [`Grid`].
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct GridRow {
    /// `None` is "no value".
    pub(crate) value: Option<String>,
    /// The answers by code, per step.
    pub(crate) cells: Vec<Codes>,
    /// Of employees: may not be shown by itself.
    pub(crate) hidden: bool,
}
