//! The widgets of a results page, one file each: from counts to what the page shows.

pub(crate) mod answered;
pub(crate) mod comments;
pub(crate) mod distribution;
pub(crate) mod doubt;
pub(crate) mod drivers;
pub mod filters;
pub(crate) mod headline;
pub(crate) mod metrics;
pub(crate) mod named;
pub(crate) mod opportunity;
pub(crate) mod shuffled;
pub(crate) mod split;
pub(crate) mod trend;
pub(crate) mod waves;
