//! Storing a chunk of responses with few statements: one look, one place, one insert for many
//! rows. It does what [`super::put`] does for each in turn; a test holds the two to each other.

use std::collections::{HashMap, HashSet};

use platform::db::Value;
use platform::{DbError, Tx, id};
use survey::store::{Place, take_places};

use super::{Look, Refusal, change, colleagues_of, place_of, put, reading};
use crate::model::{Identity, New, Outcome, Put, Response, State, Target};
use crate::rules::{self, Content};

/// Rows of one statement. Always the same number, so that the statement is prepared once.
const ROWS: usize = 50;
/// Parameters of one inserted row beside those that all rows share.
const ROW_PARAMS: usize = 12;

/// Stores several responses in this transaction, in their order. Give at most some 500, so that
/// others who write needn't wait long; on a [`Refusal::is_passing`] run it again.
pub fn store_many(tx: &mut Tx<'_>, target: &Target, new: &[New]) -> Result<Vec<Put>, Refusal> {
    let one_by_one = |tx: &mut Tx<'_>| {
        new.iter()
            .map(|one| put(tx, target, one, Look::First))
            .collect()
    };
    let Some(ids) = external_ids(new) else {
        return one_by_one(tx);
    };
    let found = earlier(tx, target, &ids)?;
    let exported = exported(tx, target, new)?;
    let old = |one: &New| match &one.identity {
        Identity::Exported {
            response_id,
            external_id,
        } => exported.get(response_id).or_else(|| found.get(external_id)),
        identity => found.get(identity.external_id()?),
    };
    let mut met = HashSet::new();
    if !new
        .iter()
        .filter_map(old)
        .all(|old| met.insert(old.ordinal))
    {
        return one_by_one(tx);
    }
    let mut puts = Vec::with_capacity(new.len());
    let mut added: Vec<(usize, &New)> = Vec::new();
    let colleagues = colleagues_of(tx, target, new)?;
    for one in new {
        puts.push(match old(one) {
            None => {
                added.push((puts.len(), one));
                None
            }
            Some(old) if old.state == State::Erased => Some(place_of(old, Outcome::Erased)),
            Some(old) => {
                let one = &*colleagues.completed(old, one);
                Some(match rules::merged(old, one, target.now) {
                    None if old.doubt == one.doubt => place_of(old, Outcome::Unchanged),
                    None => change(tx, target, one, old, &Content::of(old))?,
                    Some(content) => change(tx, target, one, old, &content)?,
                })
            }
        });
    }
    for (index, put) in add(tx, target, &added)? {
        puts[index] = Some(put);
    }
    Ok(puts.into_iter().flatten().collect())
}

/// The external ids, when there is nothing that only a look at one after the other can tell: other
/// identities, or the same id twice.
fn external_ids(new: &[New]) -> Option<Vec<&str>> {
    let mut ids = Vec::new();
    for one in new {
        match &one.identity {
            Identity::None => {}
            Identity::External(value) => ids.push(value.as_str()),
            Identity::Exported { external_id, .. } => ids.push(external_id.as_str()),
            Identity::Submission(_) | Identity::Invitation { .. } => return None,
        }
    }
    let mut sorted = ids.clone();
    sorted.sort_unstable();
    sorted.dedup();
    (sorted.len() == ids.len()).then_some(ids)
}

/// What is stored under these ids, erased responses too, by the id that was asked.
fn earlier(
    tx: &mut Tx<'_>,
    target: &Target,
    ids: &[&str],
) -> Result<HashMap<String, Response>, DbError> {
    let mut asked: HashMap<String, &str> = HashMap::new();
    for &id in ids {
        let erased = rules::erased_external_id(&target.workspace_id, &target.survey_id, id);
        asked.insert(erased, id);
        asked.insert(id.to_owned(), id);
    }
    let wanted: Vec<&String> = asked.keys().collect();
    let mut found = HashMap::new();
    for piece in wanted.chunks(2 * ROWS) {
        for response in reading::by_ids(tx, target, ("external_id", 2 * ROWS), piece)? {
            let stored = response.external_id.as_deref().unwrap_or_default();
            if let Some(id) = asked.get(stored) {
                found.insert((*id).to_owned(), response);
            }
        }
    }
    Ok(found)
}

/// The responses of this survey that rows of an export are, by their id.
fn exported(
    tx: &mut Tx<'_>,
    target: &Target,
    new: &[New],
) -> Result<HashMap<String, Response>, DbError> {
    let ids = new.iter().filter_map(|one| match &one.identity {
        Identity::Exported { response_id, .. } => Some(response_id),
        _ => None,
    });
    let wanted: Vec<&String> = ids.collect();
    let mut found = HashMap::new();
    for piece in wanted.chunks(2 * ROWS) {
        for response in reading::by_ids(tx, target, ("response_id", 2 * ROWS), piece)? {
            found.insert(response.response_id.clone(), response);
        }
    }
    Ok(found)
}

/// Adds new responses, each with its index.
fn add(
    tx: &mut Tx<'_>,
    target: &Target,
    new: &[(usize, &New)],
) -> Result<Vec<(usize, Put)>, Refusal> {
    if new.is_empty() {
        return Ok(Vec::new());
    }
    let last = take_places(tx, &target.workspace_id, &target.survey_id, new.len())?
        .ok_or(Refusal::NoSurvey)?;
    if !last.is_open && new.iter().any(|(_, one)| one.channel.needs_open_survey()) {
        return Err(Refusal::NotOpen);
    }
    if last.revision != target.revision {
        return Err(Refusal::Stale);
    }
    let mut puts = Vec::with_capacity(new.len());
    for (piece_index, piece) in new.chunks(ROWS).enumerate() {
        let before = new.len() - piece_index * ROWS;
        // Whole pieces share one statement; the rows of the last go one by one.
        if piece.len() == ROWS {
            puts.extend(insert(tx, target, piece, (last, before))?);
        } else {
            for (index, one) in piece.iter().enumerate() {
                let before = before - index;
                puts.extend(insert(
                    tx,
                    target,
                    std::slice::from_ref(one),
                    (last, before),
                )?);
            }
        }
    }
    Ok(puts)
}

/// Inserts rows in one statement. `left` is how many places there are from the first of them to
/// the `last` that was taken, both counted.
fn insert(
    tx: &mut Tx<'_>,
    target: &Target,
    new: &[(usize, &New)],
    (last, left): (Place, usize),
) -> Result<Vec<(usize, Put)>, DbError> {
    let mut params = vec![
        Value::from(&target.workspace_id),
        Value::from(&target.survey_id),
        Value::from(last.version),
        Value::from(target.now.at_us),
    ];
    let mut puts = Vec::with_capacity(new.len());
    for (nth, (index, one)) in new.iter().enumerate() {
        let back = i64::try_from(left - 1 - nth).unwrap_or_default();
        let response_id = id::new();
        let external_id = one.identity.external_id();
        let answered = one.answered.unwrap_or(target.now);
        let row: [Value; ROW_PARAMS] = [
            (last.ordinal - back).into(),
            (&response_id).into(),
            (last.change_seq - back).into(),
            one.state.as_str().into(),
            one.language.as_ref().unwrap_or(&target.language).into(),
            one.channel.as_str().into(),
            external_id.into(),
            reading::json(&one.answers)?.into(),
            reading::json(&one.attributes)?.into(),
            answered.day.into(),
            answered.at_us.into(),
            target.now.at_us.into(),
        ];
        params.extend(row);
        let put = Put {
            response_id,
            ordinal: last.ordinal - back,
            state: one.state,
            outcome: Outcome::Created,
        };
        puts.push((*index, put));
    }
    tx.execute(&insert_sql(new.len()), &params)?;
    Ok(puts)
}

fn insert_sql(rows: usize) -> String {
    let row = |nth: usize| {
        let own: Vec<String> = (0..ROW_PARAMS)
            .map(|i| format!("${}", 5 + nth * ROW_PARAMS + i))
            .collect();
        format!("($1, $2, $3, $4, {})", own.join(", "))
    };
    let rows: Vec<String> = (0..rows).map(row).collect();
    format!(
        "INSERT INTO response (workspace_id, survey_id, version, stored_at_us, ordinal, response_id,
                               change_seq, state, language, channel, external_id, answers,
                               attributes, day, answered_at_us, changed_at_us)
         VALUES {}",
        rows.join(", ")
    )
}

#[cfg(test)]
mod tests;
