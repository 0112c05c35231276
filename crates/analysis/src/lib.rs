//! Driver analysis of people, row by row: importance, what-if, bootstrap, what may be said.
//!
//! [`People`] in, [`DriverAnalysis`] out: everything that a page, the API and the command line show
//! of the drivers of an outcome, so that no two of them can disagree. Three questions, three
//! figures, never merged into one rank: how well do we do (mean and shares), how strongly does it
//! go together with recommending (importance), and how much is there to gain (KSS and what-if).
//! Pure functions: no input, output, clock or chance of its own; resampling follows from a seed.

mod analyse;
mod answers;
mod attribute;
mod attributes;
mod caution;
mod clustered;
mod count;
mod joint;
mod lift;
mod model;
mod paired;
mod people;
mod resample;
mod tell;
mod warning;
mod what_if;

#[cfg(test)]
mod tests;

pub use analyse::analyse;
pub use attributes::level_sizes;
pub use model::{
    Association, AttributeDriver, Basis, Bootstrap, Driver, DriverAnalysis, Importance, Interval,
    JointWhatIf, Kind, LevelFigures, LmgInterval, Model, Pair, Status, Unit, WhatIf, WorksAt,
};
pub use people::{Attribute, EXACT, Method, NOBODY, Options, People, SAMPLE, Statement};
pub use resample::{GROUPS, MOST_UNITS};
pub use warning::{Code, Warning};
pub use what_if::{WhatIfModel, what_if};
