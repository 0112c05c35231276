//! Which figures of employees would give single people away. The results of a filter are hidden
//! by the dashboard; here it is about the parts this slice makes of them.

pub(crate) use dashboard::privacy::MINIMUM;

/// Whether a part of `n` out of `all` must be hidden: it is too small, or what it leaves out is and
/// could be found by subtraction.
pub(crate) fn is_too_small(n: u64, all: u64) -> bool {
    let few = 1..MINIMUM;
    few.contains(&n) || few.contains(&all.saturating_sub(n))
}
