//! Which groups of employees are too small to be shown, and which others would give them away.
//! Below the screen: what is hidden here reaches no page, chart, export or API.

/// Fewest answers of a group of employees that may be shown.
pub const MINIMUM: u64 = 5;

/// Whether a filtered figure must be hidden: it has too few answers, or what it leaves out of
/// `everybody` does and could be found by subtraction.
pub(crate) fn is_too_small(n: u64, everybody: u64) -> bool {
    let left_out = everybody.saturating_sub(n);
    (1..MINIMUM).contains(&n) || (1..MINIMUM).contains(&left_out)
}

/// Whether a filter on the values of one property must be hidden: `groups` is the split by that
/// property with everything else the same, `chosen` says which of its groups pass. A group that is
/// hidden in the split stays hidden in the filter, unless all hidden ones are chosen together.
pub(crate) fn gives_away(groups: &[u64], chosen: &[bool]) -> bool {
    let hidden = hidden(groups);
    let of_hidden = || chosen.iter().zip(&hidden).filter(|(_, hidden)| **hidden);
    of_hidden().any(|(chosen, _)| *chosen) && !of_hidden().all(|(chosen, _)| *chosen)
}

/// Which groups of one split must be hidden. Too small ones always; and when the hidden ones
/// together would still be too small, or only one, the smallest of the others too, because the
/// total is on the page.
pub fn hidden(groups: &[u64]) -> Vec<bool> {
    let small = groups.iter().map(|n| (1..MINIMUM).contains(n)).collect();
    covered(groups, small)
}

/// The groups hidden already, and as many more as it takes that none follows from the total.
pub(crate) fn covered(groups: &[u64], mut hidden: Vec<bool>) -> Vec<bool> {
    loop {
        let (count, sum) = groups
            .iter()
            .zip(&hidden)
            .filter(|(_, hidden)| **hidden)
            .fold((0, 0), |(count, sum), (n, _)| (count + 1, sum + n));
        if count == 0 || (count > 1 && sum >= MINIMUM) {
            return hidden;
        }
        let smallest = (0..groups.len())
            .filter(|&index| !hidden[index] && groups[index] > 0)
            .min_by_key(|&index| groups[index]);
        match smallest {
            Some(index) => hidden[index] = true,
            None => return hidden,
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn small_groups_take_a_larger_one_along() {
        let cases: [(&[u64], &[bool]); 6] = [
            (&[20, 30], &[false, false]),
            (&[20, 4, 30], &[true, true, false]),
            (&[4, 3, 30], &[true, true, false]),
            (&[1, 2, 30, 9], &[true, true, false, true]),
            (&[0, 12, 0], &[false, false, false]),
            (&[4], &[true]),
        ];
        for (groups, wanted) in cases {
            assert_eq!(hidden(groups), wanted, "{groups:?}");
        }
    }

    #[test]
    fn a_filter_shows_no_group_that_the_split_hides() {
        // Board 3, IT 12, Sales 22, Support 31: IT hides with the board.
        let groups = [3, 12, 22, 31];
        assert!(gives_away(&groups, &[false, true, false, false]));
        assert!(gives_away(&groups, &[false, true, true, false]));
        assert!(gives_away(&groups, &[true, false, true, true]));
        assert!(!gives_away(&groups, &[true, true, false, false]));
        assert!(!gives_away(&groups, &[false, false, true, true]));
    }

    #[test]
    fn a_filter_that_leaves_few_out_is_hidden() {
        assert!(is_too_small(4, 100));
        assert!(is_too_small(97, 100));
        assert!(!is_too_small(95, 100));
        assert!(!is_too_small(100, 100));
        assert!(!is_too_small(0, 100));
    }

    proptest! {
        #[test]
        fn nothing_small_can_be_found_by_subtraction(groups in proptest::collection::vec(0..40_u64, 0..12)) {
            let hidden = hidden(&groups);
            let sum: u64 = groups.iter().zip(&hidden).filter(|(_, h)| **h).map(|(n, _)| n).sum();
            let shown = groups.iter().zip(&hidden).filter(|(n, h)| !**h && **n > 0);
            prop_assert!(shown.clone().all(|(n, _)| *n >= MINIMUM));
            // Either nothing is hidden, or enough together, or nothing is left to hide.
            prop_assert!(sum == 0 || sum >= MINIMUM || shown.count() == 0);
        }
    }
}
