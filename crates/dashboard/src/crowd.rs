//! Groups of answers where small groups hide: as large as they have people. Somebody known who gave
//! several answers of a group counts once; and once too when groups are taken together.

use std::collections::{HashMap, HashSet};

use facts::Key;
use platform::Problem;

use crate::ask::Ask;
use crate::privacy::Privacy;
use crate::source::Source;
use crate::teams::{ByAtoms, InAtoms};

/// Some answers, by how many people they are.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Crowd {
    /// How many responses there are.
    pub responses: u64,
    /// How many of them answer the outcome; all where there is none.
    pub answers: u64,
    /// For each answer of a respondent who gave several: the number of the respondent.
    pub again: Vec<u32>,
}

impl Crowd {
    /// Answers of as many respondents.
    pub fn of(answers: u64) -> Self {
        Self {
            responses: answers,
            answers,
            again: Vec::new(),
        }
    }

    /// Adds others.
    pub fn add(&mut self, other: &Self) {
        self.responses += other.responses;
        self.answers += other.answers;
        self.again.extend(&other.again);
    }

    /// Without some that are in it.
    #[must_use]
    pub fn less(&self, other: &Self) -> Self {
        let mut gone: HashMap<u32, u64> = HashMap::new();
        for person in &other.again {
            *gone.entry(*person).or_default() += 1;
        }
        let stays = |person: &&u32| match gone.get_mut(*person) {
            Some(n) if *n > 0 => {
                *n -= 1;
                false
            }
            _ => true,
        };
        Self {
            responses: self.responses.saturating_sub(other.responses),
            answers: self.answers.saturating_sub(other.answers),
            again: self.again.iter().filter(stays).copied().collect(),
        }
    }

    /// How many respondents answered.
    pub fn people(&self) -> u64 {
        let several: HashSet<&u32> = self.again.iter().collect();
        let of_several = self.again.len() as u64;
        self.answers.saturating_sub(of_several) + several.len() as u64
    }
}

/// Which groups of one split must be hidden: as [`Privacy::hidden`], with nobody counted twice in what
/// is hidden together. A group may be looked at from several sides, such as the parts of it that
/// belong to several teams; none of them may be of few, alone or together with those of the other
/// hidden groups. The first is the group itself.
pub fn hidden(privacy: Privacy, groups: &[Vec<Crowd>]) -> Vec<bool> {
    covered(privacy, groups, vec![false; groups.len()])
}

/// The same, when some are hidden already.
fn covered(privacy: Privacy, groups: &[Vec<Crowd>], mut hidden: Vec<bool>) -> Vec<bool> {
    let is_few = |crowd: &Crowd| privacy.is_few(crowd.people());
    for (hidden, sides) in hidden.iter_mut().zip(groups) {
        *hidden |= sides.iter().any(is_few);
    }
    let sides = groups.iter().map(Vec::len).max().unwrap_or_default();
    loop {
        let mut together = vec![Crowd::default(); sides];
        for (group, _) in groups.iter().zip(&hidden).filter(|(_, hidden)| **hidden) {
            for (all, side) in together.iter_mut().zip(group) {
                all.add(side);
            }
        }
        let own = together.first().map_or(0, Crowd::people);
        let enough = own >= privacy.least() && !together.iter().any(is_few);
        let count = hidden.iter().filter(|hidden| **hidden).count();
        if count == 0 || (count > 1 && enough) {
            return hidden;
        }
        let size = |index: &usize| groups[*index].first().map_or(0, Crowd::people);
        let others = (0..groups.len()).filter(|index| !hidden[*index] && size(index) > 0);
        match others.min_by_key(size) {
            Some(index) => hidden[index] = true,
            None => return hidden,
        }
    }
}

/// In each group the answers of people who gave several, each by a number that stands for the person.
pub type Again = HashMap<Vec<Key>, Vec<u32>>;

/// Who is in the groups of a question.
#[derive(Clone, Debug, Default)]
pub(crate) struct Sides {
    /// Who gave several of the answers that are seen.
    pub(crate) again: Again,
    /// Within a limited sight all answers, by what teams divide them into.
    pub(crate) by_atoms: Option<ByAtoms>,
}

impl Sides {
    /// Which of these groups must be hidden, each with how many answers of it are seen.
    pub(crate) fn hidden(&self, privacy: Privacy, groups: &[(&[Key], u64)]) -> Vec<bool> {
        let Some(by_atoms) = &self.by_atoms else {
            let own = |(key, answers): &(&[Key], u64)| {
                vec![Crowd {
                    again: self.again.get(*key).cloned().unwrap_or_default(),
                    ..Crowd::of(*answers)
                }]
            };
            return hidden(privacy, &groups.iter().map(own).collect::<Vec<_>>());
        };
        // Of all groups, also those without an answer that is seen, and in the same order for
        // everybody: what is hidden is the same whoever looks.
        let mut all: Vec<(&Vec<Key>, &InAtoms)> = by_atoms.iter().collect();
        all.sort_by_key(|(key, _)| *key);
        let by_teams: Vec<Vec<Crowd>> = all.iter().map(|(_, of)| whole(&of.by_teams)).collect();
        let mut found = hidden(privacy, &by_teams);
        let alone = |(_, of): &(&Vec<Key>, &InAtoms)| of.by_persons.as_deref().map(whole);
        if let Some(by_persons) = all.iter().map(alone).collect::<Option<Vec<_>>>() {
            found = covered(privacy, &by_persons, found);
        }
        let found: HashMap<&[Key], bool> = all
            .iter()
            .map(|(key, _)| key.as_slice())
            .zip(found)
            .collect();
        let of = |(key, _): &(&[Key], u64)| found.get(key).copied().unwrap_or_default();
        groups.iter().map(of).collect()
    }
}

/// All of them together, and then each.
fn whole(sides: &[Crowd]) -> Vec<Crowd> {
    let mut all = Crowd::default();
    for side in sides {
        all.add(side);
    }
    std::iter::once(all).chain(sides.iter().cloned()).collect()
}

/// Whether a filter on the values of one property must be hidden: `hidden` are the groups of the split
/// by that property with everything else the same, `chosen` says which of them pass. A group that is
/// hidden in the split stays hidden in the filter, unless all hidden ones are chosen together.
pub(crate) fn gives_away(hidden: &[bool], chosen: &[bool]) -> bool {
    let of_hidden = || chosen.iter().zip(hidden).filter(|(_, hidden)| **hidden);
    of_hidden().any(|(chosen, _)| *chosen) && !of_hidden().all(|(chosen, _)| *chosen)
}

impl Source {
    /// For each question, who gave several of the answers to its outcome, by group; nobody where no
    /// group hides.
    pub async fn again(&self, asks: Vec<Ask>) -> Result<Vec<Again>, Problem> {
        let several = self.several(asks).await?;
        let times = |(person, n): (u32, u64)| {
            std::iter::repeat_n(person, usize::try_from(n).unwrap_or(usize::MAX))
        };
        let again = |people: HashMap<u32, u64>| people.into_iter().flat_map(times).collect();
        let found = several.into_iter().map(|groups| {
            let groups = groups.into_iter();
            groups.map(|(key, people)| (key, again(people))).collect()
        });
        Ok(found.collect())
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const FIVE: Privacy = Privacy::at_least(5);

    #[test]
    fn crowds_are_added_and_taken_away() {
        let crowd = |answers, again: &[u32]| Crowd {
            again: again.to_vec(),
            ..Crowd::of(answers)
        };
        let (all, own) = (crowd(9, &[1, 1, 2, 2]), crowd(4, &[2, 1]));
        let left = all.less(&own);
        assert_eq!((left.answers, left.people()), (5, 5));
        let mut back = left;
        back.add(&own);
        assert_eq!(back.people(), all.people());
    }

    #[test]
    fn who_is_in_two_hidden_groups_is_hidden_with_others() {
        let own = |again: &[u32]| {
            vec![Crowd {
                again: again.to_vec(),
                ..Crowd::of(again.len() as u64)
            }]
        };
        let large = |n| vec![Crowd::of(n)];
        // The same three in both: together they are three.
        let same = [own(&[1, 2, 3]), own(&[1, 2, 3]), large(9), large(12)];
        assert_eq!(hidden(FIVE, &same), [true, true, true, false]);
        let others = [own(&[1, 2, 3]), own(&[4, 5, 6]), large(9), large(12)];
        assert_eq!(hidden(FIVE, &others), [true, true, false, false]);
    }

    #[test]
    fn a_side_of_few_hides_its_group() {
        let group = |own, rest| vec![Crowd::of(own), Crowd::of(own), Crowd::of(rest)];
        let groups = [group(9, 9), group(9, 2), group(12, 9), group(30, 0)];
        // What the others had in the second group is two; with the first it is enough.
        assert_eq!(hidden(FIVE, &groups), [true, true, false, false]);
        let groups = [group(9, 0), group(9, 2), group(12, 0), group(30, 9)];
        assert_eq!(hidden(FIVE, &groups), [true, true, true, true]);
    }

    proptest! {
        #[test]
        fn without_repeats_and_sides_it_is_what_privacy_hides(
            groups in proptest::collection::vec(0..40_u64, 0..10),
            least in 1..30_u64,
        ) {
            let privacy = Privacy::at_least(least);
            let crowds: Vec<Vec<Crowd>> = groups.iter().map(|n| vec![Crowd::of(*n)]).collect();
            prop_assert_eq!(hidden(privacy, &crowds), privacy.hidden(&groups));
        }

        #[test]
        fn no_side_of_what_is_hidden_or_shown_is_few(
            groups in proptest::collection::vec(proptest::collection::vec(
                proptest::collection::vec(0..30_u32, 0..9), 3), 1..7),
            least in 1..8_u64,
        ) {
            let privacy = Privacy::at_least(least);
            let crowd = |people: &Vec<u32>| Crowd {
                again: people.clone(),
                ..Crowd::of(people.len() as u64)
            };
            // The first side is all of them.
            let groups: Vec<Vec<Crowd>> = groups.iter().map(|sides| {
                let sides: Vec<Crowd> = sides.iter().map(crowd).collect();
                let mut all = Crowd::default();
                for side in &sides {
                    all.add(side);
                }
                std::iter::once(all).chain(sides).collect()
            }).collect();
            let hidden = hidden(privacy, &groups);
            let mut together = vec![Crowd::default(); 4];
            for (group, hidden) in groups.iter().zip(&hidden) {
                for (all, side) in together.iter_mut().zip(group) {
                    if *hidden {
                        all.add(side);
                    } else {
                        prop_assert!(!privacy.is_few(side.people()));
                    }
                }
            }
            let some = groups.iter().zip(&hidden).any(|(g, h)| !h && g[0].people() > 0);
            prop_assert!(!some || together.iter().all(|all| !privacy.is_few(all.people())));
        }
    }
}
