//! Which of several groups of people of ours may have figures of their own, when some lie within
//! others and some have customers in common: whatever is added and subtracted of their figures, what
//! is left are never a few respondents.
//!
//! The answers are divided into parts, each of the answers that the same people served. The groups
//! that are shown divide the parts further into atoms: two parts are of one atom when every shown
//! group has both or neither. All that follows from the figures of shown groups, and of everybody,
//! is about sums of whole atoms; so no atom may be of a few respondents. A group that would leave
//! such a one isn't shown.

use std::collections::{BTreeMap, HashMap};

use crate::crowd::Crowd;
use crate::privacy::Privacy;

/// What no shown group divides.
#[derive(Clone, Debug, Default)]
struct Atom {
    answers: u64,
    /// How many of the answers each respondent gave who gave several.
    again: HashMap<u32, u64>,
    /// How many these are together.
    of_again: u64,
}

impl Atom {
    fn add(&mut self, part: &Crowd) {
        self.answers += part.answers;
        for person in &part.again {
            *self.again.entry(*person).or_default() += 1;
        }
        self.of_again += part.again.len() as u64;
    }

    /// Answers of respondents who gave no other.
    fn single(&self) -> u64 {
        self.answers.saturating_sub(self.of_again)
    }

    /// How many respondents.
    fn people(&self) -> u64 {
        self.single() + self.again.len() as u64
    }

    /// How many are left without the answers of `less`, all of which are here.
    fn people_without(&self, less: &Self) -> u64 {
        let gone = |(person, n): &(&u32, &u64)| self.again.get(person) == Some(n);
        let gone = less.again.iter().filter(gone).count() as u64;
        self.single().saturating_sub(less.single()) + self.again.len() as u64 - gone
    }

    fn take(&mut self, less: &Self) {
        self.answers = self.answers.saturating_sub(less.answers);
        self.of_again = self.of_again.saturating_sub(less.of_again);
        for (person, n) in &less.again {
            if let Some(own) = self.again.get_mut(person) {
                *own = own.saturating_sub(*n);
            }
        }
        self.again.retain(|_, n| *n > 0);
    }
}

/// The parts of some answers, divided by the groups that are shown. There may be several layers of
/// answers, such as those with a filter and those without: what holds must hold in each of them.
#[derive(Clone, Debug)]
pub(crate) struct Parted {
    privacy: Privacy,
    /// By part and layer.
    parts: Vec<Vec<Crowd>>,
    /// The atom of each part.
    atom_of: Vec<usize>,
    /// By atom and layer.
    atoms: Vec<Vec<Atom>>,
}

impl Parted {
    /// Everybody together, and no group yet; `parts` by part and layer.
    pub(crate) fn new(privacy: Privacy, parts: Vec<Vec<Crowd>>) -> Self {
        let mut all = vec![Atom::default(); parts.first().map_or(0, Vec::len)];
        for part in &parts {
            add(&mut all, part);
        }
        Self {
            privacy,
            atom_of: vec![0; parts.len()],
            atoms: vec![all],
            parts,
        }
    }

    /// Shows a group too, of these parts, unless that would leave an atom of a few respondents.
    pub(crate) fn show(&mut self, group: &[usize]) -> bool {
        let mut within: BTreeMap<usize, Vec<Atom>> = BTreeMap::new();
        for part in group {
            let part_of = &self.parts[*part];
            let none = || vec![Atom::default(); part_of.len()];
            let atom = within.entry(self.atom_of[*part]).or_insert_with(none);
            add(atom, part_of);
        }
        let is_few = |(whole, own): (&Atom, &Atom)| {
            self.privacy.is_few(own.people()) || self.privacy.is_few(whole.people_without(own))
        };
        let leaves_few =
            |(atom, own): (&usize, &Vec<Atom>)| self.atoms[*atom].iter().zip(own).any(is_few);
        if within.iter().any(leaves_few) {
            return false;
        }
        let mut becomes = HashMap::new();
        for (atom, own) in within {
            let is_part = |(whole, own): (&Atom, &Atom)| own.answers < whole.answers;
            if self.atoms[atom].iter().zip(&own).any(is_part) {
                for (whole, own) in self.atoms[atom].iter_mut().zip(&own) {
                    whole.take(own);
                }
                self.atoms.push(own);
                becomes.insert(atom, self.atoms.len() - 1);
            }
        }
        for part in group {
            if let Some(atom) = becomes.get(&self.atom_of[*part]) {
                self.atom_of[*part] = *atom;
            }
        }
        true
    }

    /// The atom of each part.
    pub(crate) fn atoms(&self) -> &[usize] {
        &self.atom_of
    }
}

fn add(atom: &mut [Atom], part: &[Crowd]) {
    for (atom, part) in atom.iter_mut().zip(part) {
        atom.add(part);
    }
}

/// Whether the figures of these parts follow from those of the groups that are shown: each atom is
/// within them or apart from them. `atoms` has the atom of every part that has answers.
pub(crate) fn follows<'a>(atoms: impl Iterator<Item = (&'a usize, bool)>) -> bool {
    let mut seen: HashMap<usize, bool> = HashMap::new();
    for (atom, is_within) in atoms {
        if *seen.entry(*atom).or_insert(is_within) != is_within {
            return false;
        }
    }
    true
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use proptest::prelude::*;

    use super::*;

    const FIVE: Privacy = Privacy::at_least(5);

    /// People of each part, groups of parts, and which are shown.
    type Case<'a> = (&'a [u64], &'a [&'a [usize]], &'a [bool]);

    /// The groups that are shown, in this order of preference.
    fn shown(parts: &[Crowd], groups: &[Vec<usize>], privacy: Privacy) -> (Vec<bool>, Vec<usize>) {
        let parts = parts.iter().map(|part| vec![part.clone()]);
        let mut parted = Parted::new(privacy, parts.collect());
        let shown = groups.iter().map(|group| parted.show(group)).collect();
        (shown, parted.atoms().to_vec())
    }

    #[test]
    fn a_group_is_not_shown_when_others_less_it_are_few() {
        let cases: [Case<'_>; 6] = [
            // A team within another that has one respondent more.
            (&[6, 1, 20], &[&[0], &[0, 1]], &[true, false]),
            (&[6, 5, 20], &[&[0], &[0, 1]], &[true, true]),
            // Few beyond both.
            (&[9, 6, 2], &[&[0], &[1]], &[true, false]),
            (&[9, 6, 0], &[&[0], &[1]], &[true, true]),
            // Two teams that served two respondents together: both less one is those two.
            (&[9, 2, 9, 20], &[&[0, 1], &[1, 2]], &[true, false]),
            (&[9, 5, 9, 20], &[&[0, 1], &[1, 2]], &[true, true]),
        ];
        for (n, groups, wanted) in cases {
            let parts: Vec<Crowd> = n.iter().map(|n| Crowd::of(*n)).collect();
            let groups: Vec<Vec<usize>> = groups.iter().map(|group| group.to_vec()).collect();
            assert_eq!(shown(&parts, &groups, FIVE).0, wanted, "{n:?}");
        }
    }

    #[test]
    fn respondents_count_and_not_their_answers() {
        // Six answers of three respondents.
        let again = Crowd {
            again: vec![1, 1, 2, 2, 3, 3],
            ..Crowd::of(6)
        };
        assert_eq!(again.people(), 3);
        let parts = [again, Crowd::of(20)];
        assert_eq!(shown(&parts, &[vec![0]], FIVE).0, [false]);
        assert_eq!(
            shown(&parts, &[vec![0]], Privacy::at_least(3)).0,
            [true],
            "three are enough for three"
        );
        // Somebody who is in both counts on both sides.
        let both = |answers| Crowd {
            again: vec![7],
            ..Crowd::of(answers)
        };
        assert_eq!(shown(&[both(5), both(5)], &[vec![0]], FIVE).0, [true]);
    }

    #[test]
    fn a_group_is_shown_when_no_layer_has_too_few() {
        let layers = |n: [u64; 2]| n.map(Crowd::of).to_vec();
        let parts = |first| vec![layers([9, first]), layers([9, 9])];
        for (first, wanted) in [(0, true), (4, false), (5, true)] {
            let mut parted = Parted::new(FIVE, parts(first));
            assert_eq!(parted.show(&[0]), wanted, "{first} with the filter");
        }
    }

    #[derive(Clone, Debug)]
    struct World {
        /// Respondents of each part.
        parts: Vec<Vec<u32>>,
        groups: Vec<Vec<usize>>,
        least: u64,
    }

    prop_compose! {
        fn world()(n in 2..8_usize)(
            parts in proptest::collection::vec(proptest::collection::vec(0..40_u32, 0..9), n),
            groups in proptest::collection::vec(proptest::collection::btree_set(0..n, 1..=n), 1..7),
            least in 1..9_u64,
        ) -> World {
            World { parts, groups: groups.into_iter().map(|g| g.into_iter().collect()).collect(), least }
        }
    }

    proptest! {
        /// Every sum and difference of figures of shown groups, of their unions, and of everybody,
        /// that comes to a group of answers is of nobody or of enough respondents.
        #[test]
        fn nobody_few_follows(world in world()) {
            let mut times: HashMap<u32, u32> = HashMap::new();
            for person in world.parts.iter().flatten() {
                *times.entry(*person).or_default() += 1;
            }
            let parts: Vec<Crowd> = world.parts.iter().map(|people| Crowd {
                again: people.iter().copied().filter(|one| times[one] > 1).collect(),
                ..Crowd::of(people.len() as u64)
            }).collect();
            let privacy = Privacy::at_least(world.least);
            let (is_shown, atoms) = shown(&parts, &world.groups, privacy);
            let filled = |part: &usize| !world.parts[*part].is_empty();
            let everybody: Vec<usize> = (0..parts.len()).collect();
            let people = |of: &[i32]| {
                let within = of.iter().enumerate().filter(|(_, times)| **times != 0);
                within.flat_map(|(part, _)| &world.parts[part]).collect::<HashSet<_>>().len() as u64
            };
            // Everybody alone is for others to judge.
            let all = vec![1; parts.len()];
            if privacy.is_few(people(&all)) {
                return Ok(());
            }
            let shown_groups: Vec<&Vec<usize>> = world.groups.iter().zip(&is_shown)
                .filter_map(|(group, shown)| shown.then_some(group))
                .chain([&everybody])
                .collect();
            // Each taken −1, 0 or 1 times.
            for mut combination in 0..3_u32.pow(shown_groups.len() as u32) {
                let mut of = vec![0; parts.len()];
                for group in &shown_groups {
                    let times = (combination % 3) as i32 - 1;
                    combination /= 3;
                    for part in *group {
                        of[*part] += times;
                    }
                }
                let is_group = (0..parts.len()).filter(filled).all(|part| [0, 1].contains(&of[part]));
                if is_group {
                    prop_assert!(!privacy.is_few(people(&of)), "{of:?} {is_shown:?}");
                }
            }
            // And so of any atom alone, as unions and their complements can come to it.
            for atom in &atoms {
                let of: Vec<i32> = atoms.iter().map(|other| i32::from(other == atom)).collect();
                prop_assert!(!privacy.is_few(people(&of)), "{atoms:?} {is_shown:?}");
            }
            // What is shown follows from itself, and a group that divides an atom doesn't.
            for (group, is_shown) in world.groups.iter().zip(&is_shown) {
                let within = (0..parts.len()).filter(filled);
                let within = within.map(|part| (&atoms[part], group.contains(&part)));
                let answers = group.iter().any(&filled);
                prop_assert!(!is_shown || follows(within.clone()));
                let all_in = within.clone().all(|(_, is_in)| is_in);
                prop_assert!(*is_shown || !answers || all_in || !follows(within), "{group:?}");
            }
            if !privacy.hides() {
                prop_assert!(is_shown.iter().all(|shown| *shown));
            }
        }
    }
}
