//! Products of columns of bytes, summed: the inner loop of [`super::products`], sixteen sums at
//! a time so that every byte that is read is used several times. One instruction multiplies 32 or 64 pairs
//! of bytes and adds neighbours; the compiler doesn't find it by itself.

use crate::kernel::vector::Vectors;

/// Rows whose products are summed at once: small enough for sums in 16 bits (2 × 100 per step), a
/// multiple of every vector width.
pub(crate) const ROWS: usize = 2048;

/// Columns on the left of a tile, and on the right.
pub(crate) const LEFT: usize = 4;
pub(crate) const RIGHT: usize = 4;

/// Bytes to be multiplied: each at most 100.
pub(crate) type Bytes = [u8; ROWS];

/// Sums of the products of every column on the left with every column on the right.
pub(crate) type Tile = fn(&[&Bytes; LEFT], &[&Bytes; RIGHT]) -> [[u32; RIGHT]; LEFT];

/// The function for these vectors.
///
/// Panics when this processor doesn't have them.
pub(crate) fn tile(vectors: Vectors) -> Tile {
    assert!(
        Vectors::available().contains(&vectors),
        "this processor lacks {vectors:?}"
    );
    match vectors {
        Vectors::Portable => portable,
        #[cfg(target_arch = "x86_64")]
        Vectors::Avx2 => x86::checked_avx2,
        #[cfg(target_arch = "x86_64")]
        Vectors::Avx512 => x86::checked_avx512,
    }
}

fn portable(left: &[&Bytes; LEFT], right: &[&Bytes; RIGHT]) -> [[u32; RIGHT]; LEFT] {
    left.map(|left| right.map(|right| dot(left, right)))
}

fn dot(left: &Bytes, right: &Bytes) -> u32 {
    // 512 products of at most 100 fit 16 bits.
    let pairs = left.chunks_exact(512).zip(right.chunks_exact(512));
    let sum = |(left, right): (&[u8], &[u8])| {
        let products = left
            .iter()
            .zip(right)
            .map(|(&a, &b)| u16::from(a) * u16::from(b));
        u32::from(products.fold(0, u16::wrapping_add))
    };
    pairs.map(sum).sum()
}

#[cfg(target_arch = "x86_64")]
mod x86 {
    #![expect(
        unsafe_code,
        reason = "instructions the compiler doesn't find by itself, where the processor has them"
    )]

    use std::arch::x86_64::{
        __m256i, __m512i, _mm_add_epi32, _mm_cvtsi128_si32, _mm_shuffle_epi32, _mm256_add_epi16,
        _mm256_castsi256_si128, _mm256_extracti128_si256, _mm256_loadu_si256, _mm256_madd_epi16,
        _mm256_maddubs_epi16, _mm256_set1_epi16, _mm256_setzero_si256, _mm512_add_epi16,
        _mm512_loadu_si512, _mm512_madd_epi16, _mm512_maddubs_epi16, _mm512_reduce_add_epi32,
        _mm512_set1_epi16, _mm512_setzero_si512,
    };

    use super::{Bytes, LEFT, RIGHT, ROWS};

    /// Only for processors that have AVX2: [`super::tile`] asks.
    pub(super) fn checked_avx2(
        left: &[&Bytes; LEFT],
        right: &[&Bytes; RIGHT],
    ) -> [[u32; RIGHT]; LEFT] {
        // SAFETY: the only way here is by `tile`, which made sure that the processor has AVX2.
        unsafe { avx2(left, right) }
    }

    /// Only for processors that have AVX-512 BW: [`super::tile`] asks.
    pub(super) fn checked_avx512(
        left: &[&Bytes; LEFT],
        right: &[&Bytes; RIGHT],
    ) -> [[u32; RIGHT]; LEFT] {
        // SAFETY: the only way here is by `tile`, which made sure that the processor has AVX-512 BW.
        unsafe { avx512(left, right) }
    }

    /// In two halves: more sums would not fit the registers.
    #[target_feature(enable = "avx2")]
    fn avx2(left: &[&Bytes; LEFT], right: &[&Bytes; RIGHT]) -> [[u32; RIGHT]; LEFT] {
        let load = |bytes: &Bytes, at: usize| -> __m256i {
            let bytes: &[u8; 32] = bytes[at..].first_chunk().expect("rows are whole vectors");
            // SAFETY: reads the 32 bytes of an array, at any alignment.
            unsafe { _mm256_loadu_si256(bytes.as_ptr().cast()) }
        };
        let mut totals = [[0; RIGHT]; LEFT];
        for (totals, left) in totals.chunks_exact_mut(2).zip(left.as_chunks::<2>().0) {
            let mut sums = [[_mm256_setzero_si256(); RIGHT]; 2];
            for at in (0..ROWS).step_by(32) {
                let left = [load(left[0], at), load(left[1], at)];
                for (column, bytes) in right.iter().enumerate() {
                    let right = load(bytes, at);
                    for (sums, &left) in sums.iter_mut().zip(&left) {
                        let products = _mm256_maddubs_epi16(left, right);
                        sums[column] = _mm256_add_epi16(sums[column], products);
                    }
                }
            }
            for (total, sum) in totals
                .as_flattened_mut()
                .iter_mut()
                .zip(sums.as_flattened())
            {
                let pairs = _mm256_madd_epi16(*sum, _mm256_set1_epi16(1));
                let four = _mm_add_epi32(
                    _mm256_castsi256_si128(pairs),
                    _mm256_extracti128_si256::<1>(pairs),
                );
                let two = _mm_add_epi32(four, _mm_shuffle_epi32::<0b00_00_11_10>(four));
                let one = _mm_add_epi32(two, _mm_shuffle_epi32::<0b00_00_00_01>(two));
                *total = _mm_cvtsi128_si32(one) as u32;
            }
        }
        totals
    }

    #[target_feature(enable = "avx512bw")]
    fn avx512(left: &[&Bytes; LEFT], right: &[&Bytes; RIGHT]) -> [[u32; RIGHT]; LEFT] {
        let load = |bytes: &Bytes, at: usize| -> __m512i {
            let bytes: &[u8; 64] = bytes[at..].first_chunk().expect("rows are whole vectors");
            // SAFETY: reads the 64 bytes of an array, at any alignment.
            unsafe { _mm512_loadu_si512(bytes.as_ptr().cast()) }
        };
        let mut sums = [[_mm512_setzero_si512(); RIGHT]; LEFT];
        for at in (0..ROWS).step_by(64) {
            let mut columns = [_mm512_setzero_si512(); RIGHT];
            for (column, bytes) in columns.iter_mut().zip(right) {
                *column = load(bytes, at);
            }
            for (sums, bytes) in sums.iter_mut().zip(left) {
                let left = load(bytes, at);
                for (sum, &right) in sums.iter_mut().zip(&columns) {
                    *sum = _mm512_add_epi16(*sum, _mm512_maddubs_epi16(left, right));
                }
            }
        }
        let mut totals = [[0; RIGHT]; LEFT];
        for (total, sum) in totals
            .as_flattened_mut()
            .iter_mut()
            .zip(sums.as_flattened())
        {
            let pairs = _mm512_madd_epi16(*sum, _mm512_set1_epi16(1));
            *total = _mm512_reduce_add_epi32(pairs) as u32;
        }
        totals
    }
}
