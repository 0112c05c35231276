//! Which groups are too small to be shown, and which others would give them away. Below the screen:
//! what is hidden here reaches no page, chart, export or API.
//!
//! How small that is says the survey ([`survey::Definition::smallest_group`]) and who looks; it
//! travels with the counts as a [`Privacy`].

use std::cmp::Reverse;

use survey::{Definition, SMALLEST_OF_EMPLOYEES};

use crate::crowd::Crowd;
use crate::parted::Parted;

/// Fewest people of a group that is shown to people outside, and of a team with figures of its own.
pub const MINIMUM: u64 = SMALLEST_OF_EMPLOYEES;

/// How many people a group has that is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Privacy {
    least: u64,
}

impl Privacy {
    /// What a survey asks for.
    pub fn of(definition: &Definition) -> Self {
        Self::at_least(definition.smallest_group())
    }

    /// Groups of this many people, and larger ones, are shown.
    pub const fn at_least(least: u64) -> Self {
        Self { least }
    }

    /// The same for people outside: at least [`MINIMUM`].
    #[must_use]
    pub fn outside(self) -> Self {
        Self::at_least(self.least.max(MINIMUM))
    }

    /// The fewest people of a group that is shown.
    pub const fn least(self) -> u64 {
        self.least
    }

    /// Whether any group is hidden.
    pub const fn hides(self) -> bool {
        self.least > 1
    }

    /// Whether these are people, but too few of them.
    pub const fn is_few(self, n: u64) -> bool {
        0 < n && n < self.least
    }

    /// Whether a filtered figure must be hidden: it has too few answers, or what it leaves out of
    /// `everybody` does and could be found by subtraction.
    pub const fn is_too_small(self, n: u64, everybody: u64) -> bool {
        self.is_few(n) || self.is_few(everybody.saturating_sub(n))
    }

    /// Which groups of one split must be hidden. Too small ones always; and when the hidden ones
    /// together would still be too small, or only one, the smallest of the others too, because the
    /// total is on the page.
    pub fn hidden(self, groups: &[u64]) -> Vec<bool> {
        self.covered(groups, groups.iter().map(|n| self.is_few(*n)).collect())
    }

    /// The groups hidden already, and as many more as it takes that none follows from the total.
    pub(crate) fn covered(self, groups: &[u64], mut hidden: Vec<bool>) -> Vec<bool> {
        loop {
            let (count, sum) = groups
                .iter()
                .zip(&hidden)
                .filter(|(_, hidden)| **hidden)
                .fold((0, 0), |(count, sum), (n, _)| (count + 1, sum + n));
            if count == 0 || (count > 1 && sum >= self.least) {
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
}

/// Which teams of a tree may have figures of their own: those with enough people, as long as what is
/// left of a team, or of everybody, without the teams below it that are shown isn't a few of them
/// either. `parents` are places in the list, `people` those in each team itself, and `outside` who
/// is in none. The deepest go first, and of those the largest.
pub fn teams_shown(
    parents: &[Option<usize>],
    people: &[u64],
    outside: u64,
    privacy: Privacy,
) -> Vec<bool> {
    let within = |team: usize| (0..parents.len()).filter(move |one| is_within(parents, *one, team));
    let all: Vec<u64> = (0..parents.len())
        .map(|team| within(team).map(|one| people[one]).sum())
        .collect();
    let mut order: Vec<usize> = (0..parents.len()).collect();
    order.sort_by_key(|team| Reverse((depth(parents, *team), all[*team])));
    let parts = people.iter().chain([&outside]).map(|n| vec![Crowd::of(*n)]);
    let mut parted = Parted::new(privacy, parts.collect());
    let mut shown: Vec<bool> = vec![false; parents.len()];
    for team in order {
        let members: Vec<usize> = within(team).collect();
        shown[team] = all[team] >= privacy.least() && parted.show(&members);
    }
    shown
}

/// The team and all above it, the nearest first; a circle ends.
fn up(parents: &[Option<usize>], team: usize) -> impl Iterator<Item = usize> {
    std::iter::successors(Some(team), |team| parents[*team]).take(parents.len())
}

fn depth(parents: &[Option<usize>], team: usize) -> usize {
    up(parents, team).count()
}

fn is_within(parents: &[Option<usize>], team: usize, above: usize) -> bool {
    up(parents, team).any(|one| one == above)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::crowd::gives_away;

    const FIVE: Privacy = Privacy::at_least(5);

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
            assert_eq!(FIVE.hidden(groups), wanted, "{groups:?}");
        }
    }

    #[test]
    fn a_filter_shows_no_group_that_the_split_hides() {
        // Board 3, IT 12, Sales 22, Support 31: IT hides with the board.
        let groups = [3, 12, 22, 31];
        assert!(gives_away(
            &FIVE.hidden(&groups),
            &[false, true, false, false]
        ));
        assert!(gives_away(
            &FIVE.hidden(&groups),
            &[false, true, true, false]
        ));
        assert!(gives_away(
            &FIVE.hidden(&groups),
            &[true, false, true, true]
        ));
        assert!(!gives_away(
            &FIVE.hidden(&groups),
            &[true, true, false, false]
        ));
        assert!(!gives_away(
            &FIVE.hidden(&groups),
            &[false, false, true, true]
        ));
    }

    #[test]
    fn a_filter_that_leaves_few_out_is_hidden() {
        assert!(FIVE.is_too_small(4, 100));
        assert!(FIVE.is_too_small(97, 100));
        assert!(!FIVE.is_too_small(95, 100));
        assert!(!FIVE.is_too_small(100, 100));
        assert!(!FIVE.is_too_small(0, 100));
    }

    #[test]
    fn teams_give_no_few_people_away() {
        // One team of six over one of five: one person would be left.
        assert_eq!(
            teams_shown(&[None, Some(0)], &[1, 5], 20, FIVE),
            [false, true]
        );
        assert_eq!(
            teams_shown(&[None, Some(0)], &[5, 5], 20, FIVE),
            [true, true]
        );
        assert_eq!(teams_shown(&[None, None], &[4, 6], 20, FIVE), [false, true]);
        // Two who are in no team would be all that is left of everybody.
        assert_eq!(teams_shown(&[None, None], &[9, 6], 2, FIVE), [true, false]);
        assert_eq!(teams_shown(&[None, None], &[9, 6], 0, FIVE), [true, true]);
    }

    proptest! {
        #[test]
        fn no_team_less_shown_ones_below_it_is_few(
            teams in proptest::collection::vec((0..12_u64, 0..6_usize), 1..8),
            outside in 0..9_u64,
        ) {
            let parents: Vec<Option<usize>> = teams
                .iter()
                .enumerate()
                .map(|(index, (_, parent))| (*parent < index).then_some(*parent))
                .collect();
            let people: Vec<u64> = teams.iter().map(|(n, _)| *n).collect();
            let shown = teams_shown(&parents, &people, outside, FIVE);
            let members = |team: usize| -> Vec<usize> {
                (0..people.len()).filter(|one| is_within(&parents, *one, team)).collect()
            };
            let visible: Vec<usize> = (0..people.len()).filter(|team| shown[*team]).collect();
            let everybody: Vec<usize> = (0..people.len()).collect();
            let mut wholes: Vec<(Vec<usize>, u64)> =
                visible.iter().map(|team| (members(*team), 0)).collect();
            wholes.push((everybody, outside));
            // Every shown team and everybody, less every set of shown teams apart from each other.
            for (whole, more) in wholes {
                for set in 0..1_u32 << visible.len() {
                    let chosen = visible.iter().enumerate().filter(|(at, _)| set >> at & 1 == 1);
                    let taken: Vec<usize> = chosen.flat_map(|(_, team)| members(*team)).collect();
                    let mut once = taken.clone();
                    once.sort_unstable();
                    once.dedup();
                    if once.len() < taken.len() || !once.iter().all(|one| whole.contains(one)) {
                        continue;
                    }
                    if set == 0 {
                        // Nothing is taken away; how many there are in all is for others to judge.
                        continue;
                    }
                    let left = whole.iter().filter(|one| !once.contains(one));
                    let left = left.map(|one| people[*one]).sum::<u64>() + more;
                    prop_assert!(left == 0 || left >= MINIMUM, "{parents:?} {people:?} {shown:?}");
                }
            }
        }

        #[test]
        fn nothing_small_can_be_found_by_subtraction(
            groups in proptest::collection::vec(0..40_u64, 0..10),
            least in 1..30_u64,
        ) {
            let privacy = Privacy::at_least(least);
            let hidden = privacy.hidden(&groups);
            let total: u64 = groups.iter().sum();
            let shown = groups.iter().zip(&hidden).filter(|(n, h)| !**h && **n > 0);
            let shown: Vec<u64> = shown.map(|(n, _)| *n).collect();
            // The total is shown unless it is too small itself; from it and from every group any
            // others can be taken.
            let wholes = shown.iter().copied().chain(Some(total).filter(|_| !shown.is_empty()));
            prop_assert!(shown.iter().all(|n| *n >= least));
            for set in 0..1_u32 << shown.len() {
                let taken = shown.iter().enumerate().filter(|(at, _)| set >> at & 1 == 1);
                let taken: u64 = taken.map(|(_, n)| *n).sum();
                // Only the total has several groups within it.
                let left = total - taken;
                prop_assert!(shown.is_empty() || !privacy.is_few(left), "{groups:?} {hidden:?}");
            }
            prop_assert!(wholes.into_iter().all(|n| !privacy.is_few(n)));
            prop_assert!(privacy.hides() || !hidden.contains(&true), "1 hides nothing");
        }

        #[test]
        fn no_filter_shows_what_the_split_hides(
            groups in proptest::collection::vec((0..40_u64, any::<bool>()), 1..9),
            least in 1..30_u64,
        ) {
            let privacy = Privacy::at_least(least);
            let (n, chosen): (Vec<u64>, Vec<bool>) = groups.into_iter().unzip();
            let total: u64 = n.iter().sum();
            let of = |wanted: bool| -> u64 {
                let all = n.iter().zip(&chosen).filter(|(_, chosen)| **chosen == wanted);
                all.map(|(n, _)| *n).sum()
            };
            let is_hidden = |privacy: Privacy| {
                privacy.is_too_small(of(true), total) || gives_away(&privacy.hidden(&n), &chosen)
            };
            if is_hidden(privacy) {
                prop_assert!(privacy.hides());
                return Ok(());
            }
            // Less any shown groups within it the filter leaves nobody, or enough; and so does what
            // it leaves out.
            let hidden = privacy.hidden(&n);
            for side in [true, false] {
                let within: Vec<u64> = (0..n.len())
                    .filter(|at| chosen[*at] == side && !hidden[*at])
                    .map(|at| n[at])
                    .collect();
                for set in 0..1_u32 << within.len() {
                    let taken = within.iter().enumerate().filter(|(at, _)| set >> at & 1 == 1);
                    let taken: u64 = taken.map(|(_, n)| *n).sum();
                    prop_assert!(!privacy.is_few(of(side) - taken), "{n:?} {chosen:?} {least}");
                }
            }
        }
    }
}
