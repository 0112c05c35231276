//! A selection divided by the groups of people of ours that are shown of it.

use std::cmp::Reverse;
use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use facts::Key;
use user::Sight;

use super::counting::{ByGroup, Counted};
use super::{ALONE, Groups};
use crate::crowd::Crowd;
use crate::parted::{Parted, follows};
use crate::privacy::Privacy;
use crate::sight::Sets;

/// The atom of the answers of each code of people.
#[derive(Debug, Default)]
pub(super) struct Atoms {
    pub(super) of: HashMap<u32, usize>,
    count: usize,
}

/// A selection, whatever its days, divided by the groups of people that are shown.
#[derive(Debug, Default)]
pub(crate) struct Division {
    /// By teams and whatever else is of several people.
    by_teams: Atoms,
    /// By persons too: each atom lies within one of those by teams. Only those who look at somebody
    /// alone are kept to it; it would leave nothing of the months of a team.
    pub(super) by_persons: Atoms,
    /// What the codes stand for, when they aren't those of the columns.
    pub(super) sets: Option<Sets>,
}

/// A division as somebody with a limited sight sees it.
#[derive(Clone, Debug)]
pub(crate) struct Divided {
    pub(super) division: Arc<Division>,
    pub(super) groups: Arc<Groups>,
    /// Whether figures of what they see may be shown.
    pub(crate) shown: bool,
    /// They see somebody alone.
    alone: bool,
}

/// The answers of a group of a question, by atom. What is shown of a group depends on nothing else:
/// so all who see a part of it are shown the same groups of a split, and the same months.
#[derive(Clone, Debug, Default)]
pub(crate) struct InAtoms {
    pub(crate) by_teams: Vec<Crowd>,
    /// Only for those who see somebody alone.
    pub(crate) by_persons: Option<Vec<Crowd>>,
}

/// The same of each group.
pub(crate) type ByAtoms = HashMap<Vec<Key>, InAtoms>;

impl Atoms {
    fn new(codes: &[u32], atoms: &[usize]) -> Self {
        Self {
            of: codes.iter().copied().zip(atoms.iter().copied()).collect(),
            count: atoms.iter().max().map_or(0, |last| last + 1),
        }
    }

    /// Whether the figures of a sight follow from those that are shown.
    fn show(&self, is_seen: impl Fn(u32) -> bool) -> bool {
        follows(self.of.iter().map(|(code, atom)| (atom, is_seen(*code))))
    }

    /// Those of people who served together for the first time just now are left for the next look.
    fn gather(&self, parts: &Counted) -> Vec<Crowd> {
        let mut all = vec![Crowd::default(); self.count];
        for (code, part) in parts {
            if let Some(atom) = self.of.get(code) {
                all[*atom].add(part);
            }
        }
        all
    }
}

/// What somebody is shown.
pub(super) enum Sees {
    Nothing,
    /// Figures of several people.
    Teams,
    /// Figures of somebody alone.
    Alone,
}

impl Division {
    pub(super) fn sees(&self, sets: &Sets, sight: &Sight) -> Sees {
        let seen = sets.table(sight);
        let is_seen = |code: u32| seen.get(code as usize) == Some(&1);
        if self.by_teams.show(is_seen) {
            Sees::Teams
        } else if self.by_persons.show(is_seen) {
            Sees::Alone
        } else {
            Sees::Nothing
        }
    }
}

impl Divided {
    pub(super) fn new(division: Arc<Division>, groups: Arc<Groups>, sees: Sees) -> Self {
        Self {
            division,
            groups,
            shown: !matches!(sees, Sees::Nothing),
            alone: matches!(sees, Sees::Alone),
        }
    }

    /// The number of an atom; that of answers of people who served together for the first time just
    /// now is none of the others.
    pub(super) fn side(&self, code: Option<u32>) -> u32 {
        let atoms = if self.alone {
            &self.division.by_persons
        } else {
            &self.division.by_teams
        };
        let atom = code.and_then(|code| atoms.of.get(&code));
        atom.and_then(|atom| u32::try_from(*atom).ok())
            .unwrap_or(u32::MAX)
    }

    pub(super) fn gather(&self, found: &ByGroup) -> ByAtoms {
        let by_persons = Some(&self.division.by_persons).filter(|_| self.alone);
        let of = |parts: &Counted| InAtoms {
            by_teams: self.division.by_teams.gather(parts),
            by_persons: by_persons.map(|atoms| atoms.gather(parts)),
        };
        let found = found.iter();
        found.map(|(key, parts)| (key.clone(), of(parts))).collect()
    }
}

/// Decides which groups are shown. `counted` are the answers with each choice of some filters, all of
/// them last; what a filter leaves out must not be of a few respondents either.
pub(super) fn divide(
    sets: &Sets,
    counted: &[Counted],
    (groups, privacy): (&Groups, Privacy),
) -> Division {
    let codes: Vec<u32> = counted.iter().flat_map(Counted::keys).copied().collect();
    let codes: Vec<u32> = codes
        .into_iter()
        .collect::<BTreeSet<u32>>()
        .into_iter()
        .collect();
    let layers = |code: &u32| {
        let of = |choice: usize| counted[choice].get(code).cloned().unwrap_or_default();
        let mut layers = Vec::new();
        for choice in 0..counted.len() {
            let bits = (0..usize::BITS).map(|bit| 1_usize << bit);
            let bits = bits.take_while(|bit| *bit <= choice);
            let left_out = bits.filter(|bit| choice & bit != 0);
            layers.extend(left_out.map(|bit| of(choice & !bit).less(&of(choice))));
            layers.push(of(choice));
        }
        layers
    };
    let parts: Vec<Vec<Crowd>> = codes.iter().map(layers).collect();
    let mut served: HashMap<u32, Vec<usize>> = HashMap::new();
    for (part, code) in codes.iter().enumerate() {
        for person in sets.set(*code) {
            served.entry(*person).or_default().push(part);
        }
    }
    let mut wanted: Vec<(usize, Reverse<u64>, Vec<usize>)> = Vec::new();
    for (rank, people) in &groups.0 {
        let people = sets.numbers(people);
        let own = people.iter().filter_map(|person| served.get(person));
        let own: BTreeSet<usize> = own.flatten().copied().collect();
        let answers = own.iter().filter_map(|part| parts[*part].first());
        let answers = answers.map(|part| part.answers).sum();
        if !own.is_empty() {
            wanted.push((*rank, Reverse(answers), own.into_iter().collect()));
        }
    }
    wanted.sort();
    wanted.dedup();
    let mut parted = Parted::new(privacy, parts);
    let alone = wanted.partition_point(|(rank, ..)| *rank < ALONE);
    for (_, _, group) in &wanted[..alone] {
        parted.show(group);
    }
    let by_teams = Atoms::new(&codes, parted.atoms());
    for (_, _, group) in &wanted[alone..] {
        parted.show(group);
    }
    Division {
        by_teams,
        by_persons: Atoms::new(&codes, parted.atoms()),
        sets: None,
    }
}
