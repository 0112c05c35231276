//! People who answered a survey more than once. A group is as large as it has people, not answers:
//! where small groups hide, the further answers of somebody who is in a group already don't count
//! towards its size. Whoever isn't known is somebody else each time, and employees are never known.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;
use std::time::{Duration, Instant};

use facts::{Facts, Key, NO_VALUE, code};
use platform::{DbError, Problem, Tx};

use crate::ask::Ask;
use crate::filter::By;
use crate::keeper::read;
use crate::pushdown::{self, Whose};
use crate::sight::Seen;
use crate::source::Source;
use crate::store;

/// How long it is believed who answered more than once: who stands behind an answer is found out
/// some time after it came in. Longer where finding it out takes long.
const BELIEVED: Duration = Duration::from_secs(5);
/// By how much longer than it takes.
const WORTH: u32 = 20;

/// The responses of people who gave several: their place in the survey, from 1, and a number that
/// stands for the person.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Repeated(BTreeMap<u32, u32>);

/// Who answered more than once, and until when that is believed.
pub(crate) type Looked = (Instant, Arc<Repeated>);

/// In each group the people who answered more than once, and how many of its answers each gave.
pub(crate) type Several = HashMap<Vec<Key>, HashMap<u32, u64>>;

impl Repeated {
    /// From the responses of which it is known whose they are.
    pub(crate) fn of(known: Vec<(i64, String)>) -> Self {
        let mut by_person: HashMap<String, Vec<u32>> = HashMap::new();
        for (ordinal, contact) in known {
            let own = by_person.entry(contact).or_default();
            own.extend(u32::try_from(ordinal));
        }
        let several = by_person.into_values().filter(|own| own.len() > 1);
        // Somebody's number is their first answer: the same whenever it is looked at.
        let numbered = several.flat_map(|own| {
            let first = own.iter().min().copied().unwrap_or_default();
            own.into_iter().map(move |ordinal| (ordinal, first))
        });
        Self(numbered.collect())
    }

    /// The place of each of these responses.
    pub(crate) fn ordinals(&self) -> impl Iterator<Item = u32> {
        self.0.keys().copied()
    }

    /// The place of each of them, and the number of whoever gave it.
    pub(crate) fn all(&self) -> impl Iterator<Item = (u32, u32)> {
        self.0.iter().map(|(ordinal, person)| (*ordinal, *person))
    }

    /// The number of the person who gave this response and others.
    pub(crate) fn person(&self, ordinal: u32) -> Option<u32> {
        self.0.get(&ordinal).copied()
    }

    /// Who of them is in each group, from the groups that each of these responses is in.
    fn by_group(&self, found: impl Iterator<Item = (Vec<Key>, u32)>) -> Several {
        let mut groups = Several::new();
        for (key, ordinal) in found {
            if let Some(person) = self.0.get(&ordinal) {
                *groups.entry(key).or_default().entry(*person).or_default() += 1;
            }
        }
        groups
    }
}

impl Source {
    /// For each question the people in its groups who answered more than once, each by the place of
    /// their first answer; nobody where no group hides.
    pub(crate) async fn several(&self, asks: Vec<Ask>) -> Result<Vec<Several>, Problem> {
        let nobody = || Ok(vec![Several::new(); asks.len()]);
        if !self.privacy().hides() || self.survey.definition.employees {
            return nobody();
        }
        let repeated = self.repeated().await?;
        if repeated.0.is_empty() {
            return nobody();
        }
        let Some(slot) = self.slot.clone() else {
            let (whose, plan) = (self.whose.clone(), self.plan.clone());
            let work = move |tx: &mut Tx<'_>| {
                let found = asks.iter().map(|ask| {
                    let ordinals = repeated.ordinals();
                    let found = pushdown::groups_of(tx, &whose, (&plan, ask), ordinals)?;
                    Ok(repeated.by_group(found.into_iter()))
                });
                found.collect::<Result<Vec<_>, DbError>>()
            };
            return Ok(self.db.read_long(work).await?);
        };
        let seen = self.seen.clone();
        let counted = tokio::task::spawn_blocking(move || {
            let kept = read(&slot.kept);
            let kept = kept.as_ref().ok_or("facts went missing")?;
            let of = |ask: &Ask| {
                let found = groups_of((&kept.facts, &seen), ask, &repeated)?;
                Some(repeated.by_group(found.into_iter()))
            };
            let all = asks.iter().map(of).collect::<Option<Vec<_>>>();
            all.ok_or("unknown column")
        });
        let counted = counted
            .await
            .map_err(|e| Problem::Internal(format!("counting people: {e}")))?;
        counted.map_err(|e| Problem::Internal(e.to_owned()))
    }

    /// The responses of people who gave several; the same ones as long as nothing is found out.
    pub(crate) async fn repeated(&self) -> Result<Arc<Repeated>, Problem> {
        let known = self.slot.as_ref().and_then(|slot| slot.repeated());
        let begun = Instant::now();
        if let Some((until, known)) = known
            && begun < until
        {
            return Ok(known);
        }
        let whose: Whose = self.whose.clone();
        let look = move |tx: &mut Tx<'_>| store::people::known(tx, &whose);
        let found = Arc::new(Repeated::of(self.db.read_long(look).await?));
        let before = self.slot.as_ref().and_then(|slot| slot.repeated());
        let before = before.map(|(_, before)| before);
        let found = before.filter(|before| *before == found).unwrap_or(found);
        if let Some(slot) = &self.slot {
            let until = Instant::now() + BELIEVED.max(begun.elapsed() * WORTH);
            slot.set_repeated((until, found.clone()));
        }
        Ok(found)
    }
}

/// The group and place of each of these responses that passes and has an answer to the outcome;
/// none when the facts have never seen what is named.
fn groups_of(
    (facts, seen): (&Facts, &Seen),
    ask: &Ask,
    repeated: &Repeated,
) -> Option<Vec<(Vec<Key>, u32)>> {
    let query = ask.to_query(facts, seen)?;
    let Some(outcome) = query.outcome else {
        return Some(Vec::new());
    };
    let mut rows = facts::select(facts, &query.filter);
    rows.retain(|row| repeated.0.contains_key(&(row + 1)));
    let codes = facts::gather(facts, &rows, outcome);
    let mut keys: Vec<Vec<Key>> = vec![Vec::new(); rows.len()];
    for by in &ask.group {
        let column = keys_by(facts, &rows, by)?;
        for (key, part) in keys.iter_mut().zip(column) {
            key.push(part);
        }
    }
    let all = keys.into_iter().zip(&rows).zip(codes);
    let answered = all.filter(|(_, answer)| *answer <= code::HIGHEST);
    Some(answered.map(|((key, row), _)| (key, row + 1)).collect())
}

/// The period or value of each row.
fn keys_by(facts: &Facts, rows: &[u32], by: &By) -> Option<Vec<Key>> {
    Some(match by {
        By::Period(period) => facts::gather_days(facts, rows)
            .into_iter()
            .map(|day| Key::Period {
                period: *period,
                start_day: period.start_day(day),
            })
            .collect(),
        By::Dim(dim) => {
            let dimension = facts.find_dimension(&dim.name())?;
            let (places, values) = facts::gather_dimension(facts, rows, dimension);
            let value = |place: u32| {
                let known = (place != NO_VALUE).then(|| values.get(place as usize));
                Key::Value(known.flatten().cloned())
            };
            places.into_iter().map(value).collect()
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_group_has_as_many_people_as_it_has() {
        let of = |(ordinal, contact): (i64, &str)| (ordinal, contact.to_owned());
        let known = [(1, "a"), (4, "a"), (2, "b"), (9, "b"), (7, "c")];
        let repeated = Repeated::of(known.map(of).to_vec());
        assert!(!repeated.0.contains_key(&7), "c answered once");
        let key = |name: &str| vec![Key::Value(Some(name.to_owned()))];
        // Answer 3 is of somebody who gave no other.
        let found = [("x", 1), ("x", 4), ("x", 2), ("x", 3), ("y", 9)];
        let found = found.into_iter().map(|(name, at)| (key(name), at));
        let several = repeated.by_group(found);
        let x = HashMap::from([(1, 2), (2, 1)]);
        assert_eq!(several[&key("x")], x, "a answered twice here");
        assert_eq!(several[&key("y")], HashMap::from([(2, 1)]), "b once there");
        assert_eq!(several.len(), 2);
    }
}
