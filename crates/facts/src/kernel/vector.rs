//! The one place that chooses instructions: the same loops, compiled for any processor and for wider
//! vectors, taken when the processor that runs it has them.

use std::ops::Range;

/// Bytes of a cache line.
const LINE_BYTES: usize = 64;

/// Instructions a loop is compiled for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Vectors {
    /// What every processor of the architecture has.
    Portable,
    /// 32 bytes.
    #[cfg(target_arch = "x86_64")]
    Avx2,
    /// 64 bytes.
    #[cfg(target_arch = "x86_64")]
    Avx512,
}

impl Vectors {
    /// What this processor has, widest first.
    pub(crate) fn available() -> Vec<Self> {
        let mut available = Vec::new();
        #[cfg(target_arch = "x86_64")]
        {
            let popcnt = is_x86_feature_detected!("popcnt");
            let (bw, vl) = (
                is_x86_feature_detected!("avx512bw"),
                is_x86_feature_detected!("avx512vl"),
            );
            if popcnt && bw && vl {
                available.push(Self::Avx512);
            }
            if popcnt && is_x86_feature_detected!("avx2") {
                available.push(Self::Avx2);
            }
        }
        available.push(Self::Portable);
        available
    }
}

/// Something to be compiled for every kind of vectors; [`Work::run`] and all it calls must be inlined.
pub(crate) trait Work {
    /// What comes of it.
    type Output;
    /// Does it.
    fn run(self) -> Self::Output;
}

/// Works with these vectors.
///
/// Panics when this processor doesn't have them.
#[expect(
    unsafe_code,
    reason = "calls functions compiled for what the processor was asked for"
)]
pub(crate) fn run<W: Work>(vectors: Vectors, work: W) -> W::Output {
    assert!(
        Vectors::available().contains(&vectors),
        "this processor lacks {vectors:?}"
    );
    match vectors {
        Vectors::Portable => work.run(),
        // SAFETY: the processor has the features that the function is compiled for.
        #[cfg(target_arch = "x86_64")]
        Vectors::Avx2 => unsafe { run_avx2(work) },
        // SAFETY: as above.
        #[cfg(target_arch = "x86_64")]
        Vectors::Avx512 => unsafe { run_avx512(work) },
    }
}

#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx2,popcnt")]
fn run_avx2<W: Work>(work: W) -> W::Output {
    work.run()
}

#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx512bw,avx512vl,popcnt")]
fn run_avx512<W: Work>(work: W) -> W::Output {
    work.run()
}

/// Asks for what comes in a column after these rows, as much again: it is needed next, and a
/// processor doesn't look ahead by itself beyond a page of memory.
#[inline(always)]
pub(crate) fn prefetch_after<T>(column: &[T], rows: &Range<usize>) {
    let end = column.len().min(rows.end + rows.len());
    if let Some(ahead) = column.get(rows.end..end) {
        prefetch(ahead);
    }
}

/// Asks for values that will be needed soon.
#[inline(always)]
#[expect(unsafe_code, reason = "an instruction that takes an address")]
#[cfg_attr(
    not(target_arch = "x86_64"),
    expect(unused_variables, reason = "a hint")
)]
pub(crate) fn prefetch<T>(values: &[T]) {
    #[cfg(target_arch = "x86_64")]
    for line in values.chunks(LINE_BYTES / size_of::<T>()) {
        use std::arch::x86_64::{_MM_HINT_T1, _mm_prefetch};
        // SAFETY: a prefetch reads nothing into the program, whatever the address.
        unsafe { _mm_prefetch::<_MM_HINT_T1>(line.as_ptr().cast()) };
    }
}
