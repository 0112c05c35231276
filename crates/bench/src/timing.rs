//! Durations of the same thing, measured again and again.

use std::fs;
use std::hint::black_box;
use std::time::{Duration, Instant};

/// What is faster is repeated, so that the processor time can be told.
const LONG_ENOUGH: Duration = Duration::from_millis(200);

/// Ticks of the processor time that Linux tells, per second.
const TICKS: f64 = 100.0;

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

    /// Number of measurements.
    pub(crate) fn len(&self) -> usize {
        self.0.len()
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

/// On the clock and on the processors, of the same runs.
#[derive(Clone, Debug, Default)]
pub(crate) struct Costs {
    pub(crate) wall: Times,
    /// Seconds of all processors together; empty where the system doesn't tell.
    pub(crate) processor: Times,
}

impl Costs {
    /// Measures one run, or the mean of several when it is short.
    pub(crate) fn measure<R>(&mut self, run: impl Fn() -> R) {
        let (started, processor) = (Instant::now(), processor_seconds());
        let mut runs = 0.0;
        while runs == 0.0 || started.elapsed() < LONG_ENOUGH {
            black_box(run());
            runs += 1.0;
        }
        self.wall.push(started.elapsed().as_secs_f64() / runs);
        if let (Some(before), Some(after)) = (processor, processor_seconds()) {
            self.processor.push((after - before) / runs);
        }
    }
}

/// Seconds that this process has used of all processors together, in user mode and in the system.
fn processor_seconds() -> Option<f64> {
    let stat = fs::read_to_string("/proc/self/stat").ok()?;
    // The name of the process, in parentheses, may hold spaces. After it come fields 3 and on.
    let (_, fields) = stat.rsplit_once(')')?;
    let mut ticks = fields.split_whitespace().skip(11);
    let mut next = || ticks.next()?.parse::<f64>().ok();
    Some((next()? + next()?) / TICKS)
}
