//! The one place that chooses instructions: the same scan, compiled for any processor and for wider
//! vectors, taken when the processor that runs it has them.

use crate::kernel::plan::Plan;
use crate::kernel::scan::scan_segments;
use crate::kernel::sums::Sums;
use crate::segment::Segment;

/// Scans the segments with the widest vectors this processor has.
#[expect(
    unsafe_code,
    reason = "calls a function compiled for AVX2, after asking the processor"
)]
pub(crate) fn scan<'a>(plan: &Plan, segments: impl Fn() -> Option<&'a Segment>) -> Sums {
    #[cfg(target_arch = "x86_64")]
    if is_x86_feature_detected!("avx512bw")
        && is_x86_feature_detected!("avx512vl")
        && is_x86_feature_detected!("bmi2")
    {
        return unsafe { scan_avx512(plan, segments) };
    }
    #[cfg(target_arch = "x86_64")]
    if is_x86_feature_detected!("avx2") && is_x86_feature_detected!("bmi2") {
        // SAFETY: the processor has the features that the function is compiled for.
        return unsafe { scan_avx2(plan, segments) };
    }
    scan_portable(plan, segments)
}

#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx2,bmi2,popcnt")]
fn scan_avx2<'a>(plan: &Plan, segments: impl Fn() -> Option<&'a Segment>) -> Sums {
    scan_segments(plan, segments)
}

/// Scans the segments with what every processor of this architecture has.
pub(crate) fn scan_portable<'a>(plan: &Plan, segments: impl Fn() -> Option<&'a Segment>) -> Sums {
    scan_segments(plan, segments)
}

#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx512bw,avx512vl,bmi2,popcnt")]
fn scan_avx512<'a>(plan: &Plan, segments: impl Fn() -> Option<&'a Segment>) -> Sums {
    scan_segments(plan, segments)
}

/// Asks for a byte that will be needed soon.
#[inline(always)]
#[expect(unsafe_code, reason = "an instruction that takes an address")]
pub(crate) fn prefetch(byte: &u8) {
    #[cfg(target_arch = "x86_64")]
    // SAFETY: a prefetch reads nothing into the program, whatever the address.
    unsafe {
        use std::arch::x86_64::{_MM_HINT_T0, _mm_prefetch};
        _mm_prefetch::<_MM_HINT_T0>(std::ptr::from_ref(byte).cast());
    }
}
