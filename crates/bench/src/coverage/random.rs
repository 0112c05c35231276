//! People drawn at random from populations that are known, so that the truth is too.

use stats::bootstrap::Stream;
use stats::quantile::normal_p;

/// A random stream with the few distributions needed here.
pub(super) struct Random(Stream);

impl Random {
    /// The stream of one round.
    pub(super) fn new(seed: u64, round: usize) -> Self {
        Self(Stream::new(seed, round as u64))
    }

    /// Evenly between 0 and 1, both exclusive.
    pub(super) fn uniform(&mut self) -> f64 {
        const STEPS: usize = 1 << 53;
        (self.0.below(STEPS) as f64 + 0.5) / STEPS as f64
    }

    /// Standard normal (Box & Muller).
    pub(super) fn normal(&mut self) -> f64 {
        let (u, v) = (self.uniform(), self.uniform());
        (-2.0 * u.ln()).sqrt() * (std::f64::consts::TAU * v).cos()
    }

    /// A number below `n`.
    pub(super) fn below(&mut self, n: usize) -> usize {
        self.0.below(n)
    }

    /// A category by its share; shares add up to 1.
    pub(super) fn pick(&mut self, shares: &[f64]) -> usize {
        let mut left = self.uniform();
        for (category, share) in shares.iter().enumerate() {
            left -= share;
            if left < 0.0 {
                return category;
            }
        }
        shares.len() - 1
    }

    /// How many of `n` people fall in each category.
    pub(super) fn counts<const K: usize>(&mut self, shares: &[f64; K], n: usize) -> [u64; K] {
        let mut counts = [0; K];
        for _ in 0..n {
            counts[self.pick(shares)] += 1;
        }
        counts
    }
}

/// Probability that a standard normal number is below `z`.
pub(super) fn below(z: f64) -> f64 {
    let outside = normal_p(z) / 2.0;
    if z > 0.0 { 1.0 - outside } else { outside }
}

/// Shares from numbers of people.
pub(super) fn shares<const K: usize>(counts: [u32; K]) -> [f64; K] {
    let all: u32 = counts.iter().sum();
    counts.map(|count| f64::from(count) / f64::from(all))
}
