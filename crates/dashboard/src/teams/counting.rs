//! Answers by who served them, in the columns or by SQL.

use std::collections::{BTreeMap, HashMap};

use facts::{Facts, Key, NO_VALUE, code};
use platform::{DbError, Tx};

use crate::again::Repeated;
use crate::ask::Ask;
use crate::crowd::Crowd;
use crate::filter::By;
use crate::keeper::Kept;
use crate::plan::Plan;
use crate::pushdown::{self, Whose};
use crate::sight::Seen;

/// Answers by who served, the people as a code.
pub(super) type Counted = BTreeMap<u32, Crowd>;

/// The same of each group of a question.
pub(super) type ByGroup = HashMap<Vec<Key>, Counted>;

/// Gives the code of people.
type CodeOf<'a> = &'a mut dyn FnMut(&[String]) -> Option<u32>;

/// The answers of each group of a question by who served; `code` gives the code of people.
pub(super) fn by_sql(
    tx: &mut Tx<'_>,
    (whose, plan, ask): (&Whose, &Plan, &Ask),
    (repeated, code): (&Repeated, CodeOf<'_>),
) -> Result<ByGroup, DbError> {
    let mut counted = ByGroup::new();
    for one in pushdown::served(tx, whose, (plan, ask), None)? {
        if let Some(code) = code(&one.people) {
            let part = counted.entry(one.key).or_default().entry(code).or_default();
            part.responses += one.responses;
            part.answers += one.answers;
        }
    }
    let ordinals: Vec<u32> = repeated.ordinals().collect();
    for one in pushdown::served(tx, whose, (plan, ask), Some(&ordinals))? {
        if let Some(code) = code(&one.people).filter(|_| one.answers > 0) {
            let part = counted.entry(one.key).or_default().entry(code).or_default();
            part.again.extend(repeated.person(one.ordinal));
        }
    }
    Ok(counted)
}

/// The answers of each group of a question by who served; none when the facts have never seen what is
/// named.
pub(super) fn in_memory(kept: &Kept, ask: &Ask, repeated: &Repeated) -> Option<ByGroup> {
    let facts = &kept.facts;
    let query = ask.to_query(facts, &Seen::of_sql(None))?;
    let rows = facts::select(facts, &query.filter);
    let answers = query
        .outcome
        .map(|outcome| facts::gather(facts, &rows, outcome));
    let is_answer = |at: usize| {
        answers
            .as_ref()
            .is_none_or(|codes| code::is_answer(codes[at]))
    };
    let mut places = vec![0_u64; rows.len()];
    let mut columns = Vec::new();
    for by in &ask.group {
        let (column, keys) = numbered(facts, &rows, by)?;
        for (place, own) in places.iter_mut().zip(column) {
            *place = *place * keys.len() as u64 + u64::from(own);
        }
        columns.push(keys);
    }
    let mut counts: HashMap<(u64, u32), Crowd> = HashMap::new();
    let group = |at: usize| (places[at], kept.served.code_of(facts, rows[at]));
    for at in 0..rows.len() {
        let crowd = counts.entry(group(at)).or_default();
        crowd.responses += 1;
        crowd.answers += u64::from(is_answer(at));
    }
    // Rows are in order.
    for (ordinal, person) in repeated.all() {
        let row = ordinal.checked_sub(1).map(|row| rows.binary_search(&row));
        if let Some(Ok(at)) = row
            && is_answer(at)
        {
            counts.entry(group(at)).or_default().again.push(person);
        }
    }
    let mut found: HashMap<u64, Counted> = HashMap::new();
    for ((place, code), crowd) in counts {
        found.entry(place).or_default().insert(code, crowd);
    }
    let key = |mut place: u64| {
        let mut key: Vec<Key> = Vec::with_capacity(columns.len());
        for keys in columns.iter().rev() {
            let own = place % keys.len() as u64;
            key.extend(usize::try_from(own).ok().map(|own| keys[own].clone()));
            place /= keys.len() as u64;
        }
        key.reverse();
        key
    };
    let found = found.into_iter();
    Some(found.map(|(place, parts)| (key(place), parts)).collect())
}

/// The period or value of each row, as a number, and what the numbers stand for.
fn numbered(facts: &Facts, rows: &[u32], by: &By) -> Option<(Vec<u32>, Vec<Key>)> {
    match by {
        By::Period(period) => {
            let days = facts::gather_days(facts, rows);
            let mut known: HashMap<i32, u32> = HashMap::new();
            let mut keys = Vec::new();
            let mut number = |day: i32| {
                let start_day = period.start_day(day);
                *known.entry(start_day).or_insert_with(|| {
                    keys.push(Key::Period {
                        period: *period,
                        start_day,
                    });
                    u32::try_from(keys.len() - 1).unwrap_or(u32::MAX)
                })
            };
            let places = days.into_iter().map(&mut number).collect();
            Some((places, keys))
        }
        By::Dim(dim) => {
            let dimension = facts.find_dimension(&dim.name())?;
            let (mut places, values) = facts::gather_dimension(facts, rows, dimension);
            let none = u32::try_from(values.len()).unwrap_or(u32::MAX);
            for place in &mut places {
                if *place == NO_VALUE {
                    *place = none;
                }
            }
            let values = values.into_iter().map(Some).chain([None]);
            Some((places, values.map(Key::Value).collect()))
        }
    }
}
