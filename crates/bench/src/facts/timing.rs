//! Durations of the same thing, measured again and again.

use std::hint::black_box;
use std::time::Instant;

/// Seconds, one per measurement.
#[derive(Clone, Debug, Default)]
pub(crate) struct Times(Vec<f64>);

impl Times {
    /// Measures one run.
    pub(crate) fn time<R>(&mut self, run: impl FnOnce() -> R) -> R {
        let started = Instant::now();
        let result = black_box(run());
        self.push(started.elapsed().as_secs_f64());
        result
    }

    pub(crate) fn push(&mut self, seconds: f64) {
        self.0.push(seconds);
    }

    /// The middle measurement, in seconds.
    pub(crate) fn median(&self) -> f64 {
        let mut sorted = self.0.clone();
        sorted.sort_by(f64::total_cmp);
        sorted[sorted.len() / 2]
    }

    /// The shortest measurement, in seconds.
    pub(crate) fn best(&self) -> f64 {
        self.0.iter().copied().fold(f64::INFINITY, f64::min)
    }
}
