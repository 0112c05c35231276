//! Numbers that look random and follow from what they are made of: places and jitter.

use rand_xoshiro::SplitMix64;
use rand_xoshiro::rand_core::{Rng, SeedableRng};

/// A number evenly spread over all 64 bits, the same for ever for the same pair.
pub(crate) fn mixed(one: u64, other: u64) -> u64 {
    let first = SplitMix64::seed_from_u64(one).next_u64();
    SplitMix64::seed_from_u64(first ^ other).next_u64()
}

/// Which of `count` equal parts of the 64-bit numbers `place` lies in.
pub(crate) fn part(place: u64, count: usize) -> usize {
    ((u128::from(place) * count as u128) >> 64) as usize
}

/// A share in [0, 1) from seed and number.
pub(crate) fn share(seed: u64, number: u64) -> f64 {
    (mixed(seed, number) >> 11) as f64 / (1_u64 << 53) as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_are_about_equal() {
        let mut counts = [0_u32; 10];
        for number in 0..100_000 {
            counts[part(mixed(7, number), 10)] += 1;
        }
        for count in counts {
            assert!((9_500..10_500).contains(&count), "{counts:?}");
        }
        assert_eq!(part(u64::MAX, 3), 2);
        assert_eq!(part(0, 3), 0);
    }

    #[test]
    fn shares_lie_between_zero_and_one() {
        let shares: Vec<f64> = (0..1000).map(|number| share(1, number)).collect();
        assert!(shares.iter().all(|share| (0.0..1.0).contains(share)));
        let mean = shares.iter().sum::<f64>() / 1000.0;
        assert!((0.45..0.55).contains(&mean), "{mean}");
    }
}
