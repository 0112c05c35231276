//! Whose answers somebody sees, in the columns: who served the customer is an overlay whose codes
//! stand for sets of people. Each set that occurs has one code, so a sight is a table of codes, and
//! filtering by it is one look per answer, however many people there are in it.

use std::collections::{BTreeSet, HashMap};
use std::sync::{Arc, Mutex, PoisonError};

use facts::{DimensionId, Facts, Filter};
use response::served::Overlaid;
use user::Sight;

use crate::store::Mark;

/// The name of the overlay's column; no address can name it.
const SERVED: &str = "served";

/// Sights whose tables are kept; all are made anew when there are more.
const KEPT_MAX: usize = 512;

/// What a sight is in the columns of a survey at some moment.
#[derive(Clone, Debug)]
pub(crate) struct Seen {
    of: Option<(DimensionId, Arc<[u8]>)>,
    /// First and last day of an answer that is seen; none when none is.
    pub(crate) days: Option<(i32, i32)>,
}

impl Seen {
    /// Of a survey that isn't in memory: the limit is in the SQL.
    pub(crate) fn of_sql(days: Option<(i32, i32)>) -> Self {
        Self { of: None, days }
    }

    /// Limits a filter to the answers that are seen.
    pub(crate) fn limit(&self, filter: &mut Filter) {
        filter.codes.extend(self.of.clone());
    }
}

/// Sets of people that served, by code.
#[derive(Debug)]
pub(crate) struct Sets {
    dimension: DimensionId,
    /// Number of each person that occurs.
    people: HashMap<Box<str>, u32>,
    /// Code of each set, of people's numbers in order.
    codes: HashMap<Box<[u32]>, u32>,
    /// The set of code `i + 1`.
    sets: Vec<Box<[u32]>>,
    /// What was found out of a sight, and when.
    known: Mutex<HashMap<Sight, (Mark, Seen)>>,
}

impl Sets {
    /// No sets yet, in new facts.
    pub(crate) fn new(facts: &mut Facts) -> Self {
        Self {
            dimension: facts.overlay_dimension(SERVED),
            people: HashMap::new(),
            codes: HashMap::new(),
            sets: Vec::new(),
            known: Mutex::default(),
        }
    }

    /// Puts who served a response into its row.
    pub(crate) fn put(&mut self, facts: &mut Facts, served: &Overlaid) {
        let row = usize::try_from(served.ordinal - 1).unwrap_or_default();
        let code = self.code(&served.people);
        facts.overlay(row, self.dimension, code);
    }

    /// The code of a set of people; a new one gets the next.
    pub(crate) fn code(&mut self, people: &[String]) -> u32 {
        if people.is_empty() {
            return 0;
        }
        let mut set: Vec<u32> = people.iter().map(|id| self.number(id)).collect();
        set.sort_unstable();
        if let Some(code) = self.codes.get(set.as_slice()) {
            return *code;
        }
        let set: Box<[u32]> = set.into();
        self.sets.push(set.clone());
        let code = u32::try_from(self.sets.len()).unwrap_or(u32::MAX);
        self.codes.insert(set, code);
        code
    }

    /// The code of a set of people, if there is one.
    pub(crate) fn known(&self, people: &[String]) -> Option<u32> {
        if people.is_empty() {
            return Some(0);
        }
        let numbers = people
            .iter()
            .map(|id| self.people.get(id.as_str()).copied());
        let mut set = numbers.collect::<Option<Vec<u32>>>()?;
        set.sort_unstable();
        self.codes.get(set.as_slice()).copied()
    }

    fn number(&mut self, user_id: &str) -> u32 {
        if let Some(number) = self.people.get(user_id) {
            return *number;
        }
        let number = u32::try_from(self.people.len()).unwrap_or(u32::MAX);
        self.people.insert(user_id.into(), number);
        number
    }

    /// What a sight is in these facts, which are as of `mark`; `days` are those of all answers.
    pub(crate) fn seen(
        &self,
        facts: &Facts,
        sight: &Sight,
        (mark, days): (Mark, Option<(i32, i32)>),
    ) -> Seen {
        let Sight::People(_) = sight else {
            return Seen { of: None, days };
        };
        let known = || self.known.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((of, seen)) = known().get(sight)
            && *of == mark
        {
            return seen.clone();
        }
        let mut seen = Seen {
            of: Some((self.dimension, self.table(sight))),
            days: None,
        };
        let mut filter = Filter::default();
        seen.limit(&mut filter);
        seen.days = facts::day_range(facts, &filter);
        let mut all = known();
        if all.len() >= KEPT_MAX {
            all.clear();
        }
        all.insert(sight.clone(), (mark, seen.clone()));
        seen
    }

    /// The code of who served the response of a row.
    pub(crate) fn code_of(&self, facts: &Facts, row: u32) -> u32 {
        facts.code(row as usize, self.dimension)
    }

    /// The numbers of the people of a code; nobody for 0.
    pub(crate) fn set(&self, code: u32) -> &[u32] {
        let place = (code as usize).checked_sub(1);
        place.map_or(&[], |place| &self.sets[place])
    }

    /// The numbers of those of these people who served.
    pub(crate) fn numbers(&self, people: &BTreeSet<String>) -> Vec<u32> {
        let numbers = people.iter().filter_map(|id| self.people.get(id.as_str()));
        numbers.copied().collect()
    }

    /// 1 at the place of every code whose set has somebody of the sight.
    pub(crate) fn table(&self, sight: &Sight) -> Arc<[u8]> {
        let mut seen = vec![false; self.people.len()];
        for user_id in sight.people().into_iter().flatten() {
            if let Some(number) = self.people.get(user_id.as_str()) {
                seen[*number as usize] = true;
            }
        }
        let is_seen = |set: &[u32]| set.iter().any(|number| seen[*number as usize]);
        let sets = self.sets.iter().map(|set| u8::from(is_seen(set)));
        std::iter::once(0).chain(sets).collect()
    }
}

#[cfg(test)]
mod tests {
    use facts::{Fact, State};

    use super::*;

    fn served(ordinal: i64, people: &[&str]) -> Overlaid {
        Overlaid {
            ordinal,
            people: people.iter().map(|id| (*id).to_owned()).collect(),
        }
    }

    #[test]
    fn a_sight_sees_the_sets_with_somebody_of_it() {
        let mut facts = Facts::new();
        let mut sets = Sets::new(&mut facts);
        for (ordinal, people) in [(1, &["a"][..]), (2, &["a", "b"]), (3, &["c"]), (4, &[])] {
            sets.put(&mut facts, &served(ordinal, people));
        }
        for row in 0..5 {
            let fact = Fact {
                day: row,
                state: State::Complete,
                answers: &[],
                attributes: &[],
                weight: None,
            };
            facts.put(usize::try_from(row).expect("small"), &fact);
        }
        let mark = |served_seq| Mark {
            change_seq: 5,
            revision: 1,
            served_seq,
        };
        let rows = |sets: &Sets, facts: &Facts, sight: &Sight, at| {
            let seen = sets.seen(facts, sight, (mark(at), Some((0, 4))));
            let mut filter = Filter::default();
            seen.limit(&mut filter);
            (facts::select(facts, &filter), seen.days)
        };
        let of = |people: &[&str]| Sight::of(people.iter().map(|id| (*id).to_owned()));
        assert_eq!(
            rows(&sets, &facts, &of(&["a"]), 1),
            (vec![0, 1], Some((0, 1)))
        );
        assert_eq!(
            rows(&sets, &facts, &of(&["b", "c"]), 1),
            (vec![1, 2], Some((1, 2)))
        );
        assert_eq!(rows(&sets, &facts, &of(&["x", ""]), 1), (vec![], None));
        assert_eq!(rows(&sets, &facts, &Sight::Everything, 1).0.len(), 5);
        sets.put(&mut facts, &served(1, &["d"]));
        assert_eq!(rows(&sets, &facts, &of(&["a"]), 2), (vec![1], Some((1, 1))));
        assert_eq!(rows(&sets, &facts, &of(&["d"]), 2), (vec![0], Some((0, 0))));
    }
}
