//! Hashing of word numbers: they are handed out one after the other, so a multiplication scatters
//! them well enough, and nobody who writes can choose them.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

/// A map by word numbers.
pub(super) type ByWords<K, V> = HashMap<K, V, BuildHasherDefault<Scatter>>;

/// An odd number without a pattern: 2^64 divided by the golden ratio.
const SCATTER: u64 = 0x9E37_79B9_7F4A_7C15;

/// Hashes word numbers.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Scatter(u64);

impl Hasher for Scatter {
    fn finish(&self) -> u64 {
        // Maps choose a place by the low bits; the high ones are scattered best.
        self.0 ^ (self.0 >> 32)
    }

    fn write(&mut self, bytes: &[u8]) {
        for four in bytes.chunks(4) {
            let mut number = [0; 4];
            number[..four.len()].copy_from_slice(four);
            self.write_u32(u32::from_le_bytes(number));
        }
    }

    fn write_u32(&mut self, number: u32) {
        self.0 = (self.0.rotate_left(23) ^ u64::from(number)).wrapping_mul(SCATTER);
    }

    fn write_usize(&mut self, _: usize) {
        // The length of a run, the same for all of a map.
    }
}
