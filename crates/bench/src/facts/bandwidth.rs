//! How fast this machine reads memory: the limit of every scan.

use std::thread;

/// Far more than the caches hold: 512 MiB.
const WORDS: usize = 1 << 26;

/// Memory to be read, every page of it touched.
pub(crate) fn buffer() -> Vec<u64> {
    (0..WORDS as u64).collect()
}

/// Reads the whole buffer once with this many threads.
pub(crate) fn read(buffer: &[u64], threads: usize) -> u64 {
    thread::scope(|scope| {
        let shares = buffer.chunks(buffer.len().div_ceil(threads));
        let readers: Vec<_> = shares.map(|share| scope.spawn(|| sum(share))).collect();
        let sums = readers
            .into_iter()
            .map(|reader| reader.join().expect("summing can't panic"));
        sums.fold(0, u64::wrapping_add)
    })
}

fn sum(words: &[u64]) -> u64 {
    let mut sums = [0_u64; 16];
    for chunk in words.as_chunks::<16>().0 {
        for (sum, word) in sums.iter_mut().zip(chunk) {
            *sum = sum.wrapping_add(*word);
        }
    }
    sums.into_iter().fold(0, u64::wrapping_add)
}
