//! Who of ours served the customer who gave a response: what a person's [`user::Sight`] of answers
//! is made of.
//!
//! A response belongs to the people whose addresses its attribute `served_by` has, to the solver of
//! the event that led to its invitation, and to everybody who was responsible for the account when
//! the answer was heard of. When responsibilities change later, old answers stay with whoever
//! served then; new answers belong to whoever serves now. Answers of employees belong to nobody.
//!
//! Whatever changes gets a `served_seq` of its survey, which goes up, so that columns in memory can
//! ask for what they don't know yet, as they do with `change_seq`.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use platform::db::{Backend, Value};
use platform::{DbError, Tx, params};
use user::Sight;

/// Ids looked up by one statement. Always the same number, so that it is prepared once.
const PLACES: usize = 100;

/// How it is known that somebody served.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Because {
    /// The response names them.
    ServedBy,
    /// They solved what the invitation was about.
    Event,
    /// They were responsible for the account.
    Account,
}

impl Because {
    const ALL: [Self; 3] = [Self::ServedBy, Self::Event, Self::Account];

    /// As stored.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::ServedBy => "served_by",
            Self::Event => "event",
            Self::Account => "account",
        }
    }
}

/// People by id, each with how it is known that they served.
pub type People = BTreeMap<String, Because>;

/// Who served the customer of one response.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Served {
    /// The response.
    pub response_id: String,
    /// Its number within the survey, from 1.
    pub ordinal: i64,
    /// Who served; nobody when empty.
    pub people: People,
}

/// A condition on rows of `table` (`response`, or its alias) that are in the sight of the people in
/// parameter `list`, a JSON array of their ids.
#[must_use]
pub fn is_seen(backend: Backend, table: &str, list: &str) -> String {
    format!(
        "EXISTS (SELECT 1 FROM response_person seen
                 WHERE seen.workspace_id = {table}.workspace_id
                   AND seen.response_id = {table}.response_id AND {})",
        backend.among("seen.user_id", list)
    )
}

/// The ids of who served the response in a row of `table` (`response`, or its alias), in order and
/// with commas between; `''` for nobody.
#[must_use]
pub fn list(backend: Backend, table: &str) -> String {
    let together = match backend {
        Backend::Sqlite => "GROUP_CONCAT",
        Backend::Postgres => "STRING_AGG",
    };
    format!(
        "COALESCE((SELECT {together}(one.user_id, ',' ORDER BY one.user_id)
                   FROM response_person one
                   WHERE one.workspace_id = {table}.workspace_id
                     AND one.response_id = {table}.response_id AND one.user_id <> ''), '')"
    )
}

/// The responses of a survey within a sight; all when the sight isn't limited.
pub fn responses_seen(
    tx: &mut Tx<'_>,
    (workspace_id, survey_id): (&str, &str),
    sight: &Sight,
) -> Result<Option<BTreeSet<String>>, DbError> {
    let Some(people) = sight.json() else {
        return Ok(None);
    };
    let mine = tx.backend().among("user_id", "$3");
    let found = tx.query(
        &format!(
            "SELECT response_id FROM response_person
             WHERE workspace_id = $1 AND survey_id = $2 AND {mine}"
        ),
        params![workspace_id, survey_id, people],
    )?;
    found
        .iter()
        .map(|row| row.at(0))
        .collect::<Result<_, _>>()
        .map(Some)
}

/// Whether a response is within a sight.
pub fn sees_response(
    tx: &mut Tx<'_>,
    (workspace_id, response_id): (&str, &str),
    sight: &Sight,
) -> Result<bool, DbError> {
    let Some(people) = sight.json() else {
        return Ok(true);
    };
    let mine = tx.backend().among("user_id", "$3");
    let found = tx.query_one(
        &format!(
            "SELECT 1 FROM response_person
             WHERE workspace_id = $1 AND response_id = $2 AND {mine} LIMIT 1"
        ),
        params![workspace_id, response_id, people],
    )?;
    Ok(found.is_some())
}

/// Who served the customers of these responses, of those of whom anybody is known.
pub fn of_responses(
    tx: &mut Tx<'_>,
    workspace_id: &str,
    response_ids: &[&str],
) -> Result<HashMap<String, People>, DbError> {
    let mut found: HashMap<String, People> = HashMap::new();
    for piece in response_ids.chunks(PLACES) {
        let (marks, params) = places(workspace_id, piece);
        let sql = format!(
            "SELECT response_id, user_id, because FROM response_person
             WHERE workspace_id = $1 AND response_id IN ({marks})"
        );
        for row in tx.query(&sql, &params)? {
            let (user_id, because): (String, String) = (row.at(1)?, row.at(2)?);
            let people = found.entry(row.at(0)?).or_default();
            if user_id.is_empty() {
                continue;
            }
            let because = Because::ALL.into_iter().find(|one| one.as_str() == because);
            people.insert(
                user_id,
                because.ok_or_else(|| DbError::Bug("a stored reason to have served".to_owned()))?,
            );
        }
    }
    Ok(found)
}

/// Stores who served; those of whom the same is stored already are left alone. Only whoever holds
/// the survey's place in the follower may call it: nobody else takes numbers meanwhile.
pub fn put(
    tx: &mut Tx<'_>,
    (workspace_id, survey_id): (&str, &str),
    served: &[Served],
) -> Result<(), DbError> {
    let ids: Vec<&str> = served.iter().map(|one| one.response_id.as_str()).collect();
    let stored = of_responses(tx, workspace_id, &ids)?;
    let is_new = |one: &&Served| match stored.get(&one.response_id) {
        Some(people) => *people != one.people,
        None => !one.people.is_empty(),
    };
    let changed: Vec<&Served> = served.iter().filter(is_new).collect();
    if changed.is_empty() {
        return Ok(());
    }
    let before: Vec<&str> = changed
        .iter()
        .filter(|one| stored.contains_key(&one.response_id))
        .map(|one| one.response_id.as_str())
        .collect();
    remove(tx, workspace_id, &before)?;
    let served_seq = next_seq(tx, workspace_id, survey_id)?;
    for one in changed {
        let nobody = one.people.is_empty().then_some(("", Because::Account));
        let people = one
            .people
            .iter()
            .map(|(id, because)| (id.as_str(), *because));
        for (user_id, because) in people.chain(nobody) {
            tx.execute(
                "INSERT INTO response_person (workspace_id, survey_id, response_id, ordinal,
                                              user_id, because, served_seq)
                 VALUES ($1, $2, $3, $4, $5, $6, $7)",
                params![
                    workspace_id,
                    survey_id,
                    &one.response_id,
                    one.ordinal,
                    user_id,
                    because.as_str(),
                    served_seq
                ],
            )?;
        }
    }
    Ok(())
}

/// Nobody served erased responses any more.
pub fn remove(tx: &mut Tx<'_>, workspace_id: &str, response_ids: &[&str]) -> Result<(), DbError> {
    for piece in response_ids.chunks(PLACES) {
        let (marks, params) = places(workspace_id, piece);
        let sql = format!(
            "DELETE FROM response_person WHERE workspace_id = $1 AND response_id IN ({marks})"
        );
        tx.execute(&sql, &params)?;
    }
    Ok(())
}

fn next_seq(tx: &mut Tx<'_>, workspace_id: &str, survey_id: &str) -> Result<i64, DbError> {
    let row = tx.query_one(
        "INSERT INTO response_served (workspace_id, survey_id, served_seq) VALUES ($1, $2, 1)
         ON CONFLICT (workspace_id, survey_id)
         DO UPDATE SET served_seq = response_served.served_seq + 1
         RETURNING served_seq",
        params![workspace_id, survey_id],
    )?;
    row.ok_or_else(|| DbError::Bug("no number for who served".to_owned()))?
        .at(0)
}

/// The list of marks and the parameters to look up one to [`PLACES`] ids; the first stands in it
/// several times.
fn places(workspace_id: &str, ids: &[&str]) -> (String, Vec<Value>) {
    let places = if ids.len() == 1 { 1 } else { PLACES };
    let marks: Vec<String> = (2..places + 2).map(|n| format!("${n}")).collect();
    let mut params = vec![Value::from(workspace_id)];
    let padded = ids.iter().chain(std::iter::repeat(&ids[0]));
    params.extend(padded.take(places).map(|id| Value::from(*id)));
    (marks.join(", "), params)
}

/// A response with the ids of those who served, as the columns take it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Overlaid {
    /// The response's number within the survey, from 1.
    pub ordinal: i64,
    /// Ids of who served, in order; nobody when empty.
    pub people: Vec<String>,
}

/// What was stored after `seen`, whole responses only, and up to which number that is. About
/// `limit` rows; nothing more is left when the number is that of the survey.
pub fn changed_since(
    tx: &mut Tx<'_>,
    (workspace_id, survey_id): (&str, &str),
    (seen, until): (i64, i64),
    limit: usize,
) -> Result<(Vec<Overlaid>, i64), DbError> {
    let sql = "SELECT served_seq, ordinal, user_id FROM response_person
               WHERE workspace_id = $1 AND survey_id = $2 AND served_seq > $3 AND served_seq <= $4
               ORDER BY served_seq, ordinal, user_id";
    let limited = format!("{sql} LIMIT $5");
    let asked = params![workspace_id, survey_id, seen, until, limit];
    let mut rows = tx.query(&limited, asked)?;
    let mut reached = until;
    if rows.len() == limit
        && let Some(last) = rows.last()
    {
        // The last number may be incomplete: the next piece begins with it.
        let last: i64 = last.at(0)?;
        let first: i64 = rows[0].at(0)?;
        if first == last {
            let whole = params![workspace_id, survey_id, seen, last];
            rows = tx.query(sql, whole)?;
            reached = last;
        } else {
            reached = last - 1;
        }
    }
    let mut found: Vec<Overlaid> = Vec::new();
    for row in &rows {
        let (seq, ordinal, user_id): (i64, i64, String) = (row.at(0)?, row.at(1)?, row.at(2)?);
        if seq > reached {
            break;
        }
        let person = Some(user_id).filter(|id| !id.is_empty());
        match found.last_mut().filter(|last| last.ordinal == ordinal) {
            Some(last) => last.people.extend(person),
            None => found.push(Overlaid {
                ordinal,
                people: person.into_iter().collect(),
            }),
        }
    }
    Ok((found, reached))
}

/// A survey some of whose responses were heard of before anybody asked who served.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unasked {
    /// Its workspace.
    pub workspace_id: String,
    /// The survey.
    pub survey_id: String,
    /// Responses up to this number are done.
    pub done_ordinal: i64,
    /// The last one.
    pub until_ordinal: i64,
}

/// All of them.
pub fn unasked(tx: &mut Tx<'_>) -> Result<Vec<Unasked>, DbError> {
    tx.query(
        "SELECT workspace_id, survey_id, done_ordinal, until_ordinal FROM response_served
         WHERE done_ordinal < until_ordinal",
        &[],
    )?
    .iter()
    .map(|row| {
        Ok(Unasked {
            workspace_id: row.at(0)?,
            survey_id: row.at(1)?,
            done_ordinal: row.at(2)?,
            until_ordinal: row.at(3)?,
        })
    })
    .collect()
}

/// Responses of a survey up to this number are done.
pub fn asked_until(
    tx: &mut Tx<'_>,
    (workspace_id, survey_id): (&str, &str),
    ordinal: i64,
) -> Result<(), DbError> {
    tx.execute(
        "UPDATE response_served SET done_ordinal = $3
         WHERE workspace_id = $1 AND survey_id = $2",
        params![workspace_id, survey_id, ordinal],
    )?;
    Ok(())
}
