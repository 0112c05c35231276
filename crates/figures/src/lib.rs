//! From sufficient statistics to the figures every surface shows, with what may be said of them.
//!
//! Counts come from `facts` ([`Counts`] takes them weighted or not), formulas from `stats`; here
//! they become the shapes that the API, the command line, the pages and the exports share, so
//! that no two surfaces can disagree. Pure functions; texts are for the surfaces, which translate
//! [`Finding`]s and the names of verdicts and statuses.

mod coding;
mod counts;
mod distribution;
mod driver;
mod finding;
mod mention;
mod metric;
mod nps;
mod report;
mod segments;
mod trend;

#[cfg(test)]
mod tests;

pub use coding::{Coding, CodingError};
pub use counts::{Counts, Cross};
pub use distribution::{Coverage, Distribution, Missing, coverage, distribution};
pub use driver::{Driver, Kss, Opinion, agree_change, driver, drivers, opinion};
pub use finding::{Finding, findings, leading};
pub use mention::{Mention, NAMED, NOT_NAMED, mentions};
pub use metric::{Change, Direction, Figure, Metric, change, metric};
pub use nps::{Nps, nps};
pub use report::{Figures, Group, Rejected, figures, group};
pub use segments::against_the_rest;
pub use trend::{TrendPoint, trend};

/// Fewer answers than this and a figure is marked: its interval says little.
pub const FEW: u64 = stats::FEW;

/// Fewer answers than this and a figure says next to nothing; it is marked more strongly. Customers
/// know who they are dealing with, so nothing is hidden here; surveys of employees will hide.
pub const VERY_FEW: u64 = 5;
