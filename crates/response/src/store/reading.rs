//! Reading responses back.

use platform::db::{Row, Value};
use platform::{DbError, Tx, params};
use serde::Serialize;
use serde::de::DeserializeOwned;
use user::Sight;

use crate::model::{Moment, Response, State, Target};
use crate::served;

/// A JSON column as text.
pub(crate) fn json<T: Serialize>(value: &T) -> Result<String, DbError> {
    serde_json::to_string(value).map_err(|e| DbError::Bug(format!("JSON to store: {e}")))
}

pub(crate) fn from_json<T: DeserializeOwned>(text: &str) -> Result<T, DbError> {
    serde_json::from_str(text).map_err(|e| DbError::Bug(format!("stored JSON: {e}")))
}

const RESPONSE: &str = "response_id, ordinal, change_seq, version, state, doubt, language, \
                        channel, external_id, answers, attributes, day, answered_at_us, stored_at_us, \
                        changed_at_us";

fn day(row: &Row) -> Result<i32, DbError> {
    i32::try_from(row.get::<i64>("day")?).map_err(|e| DbError::Bug(format!("a stored day: {e}")))
}

fn state(row: &Row) -> Result<State, DbError> {
    row.get::<String>("state")?.parse().map_err(DbError::Bug)
}

fn response(row: &Row) -> Result<Response, DbError> {
    Ok(Response {
        response_id: row.get("response_id")?,
        ordinal: row.get("ordinal")?,
        change_seq: row.get("change_seq")?,
        version: row.get("version")?,
        state: state(row)?,
        doubt: row
            .get::<Option<String>>("doubt")?
            .map(|doubt| doubt.parse().map_err(DbError::Bug))
            .transpose()?,
        language: row.get("language")?,
        channel: row
            .get::<String>("channel")?
            .parse()
            .map_err(DbError::Bug)?,
        external_id: row.get("external_id")?,
        answers: from_json(&row.get::<String>("answers")?)?,
        attributes: from_json(&row.get::<String>("attributes")?)?,
        answered: Moment {
            at_us: row.get("answered_at_us")?,
            day: day(row)?,
        },
        stored_at_us: row.get("stored_at_us")?,
        changed_at_us: row.get("changed_at_us")?,
    })
}

/// The response with this id in this survey.
pub fn by_id(
    tx: &mut Tx<'_>,
    workspace_id: &str,
    survey_id: &str,
    response_id: &str,
) -> Result<Option<Response>, DbError> {
    tx.query_one(
        &format!(
            "SELECT {RESPONSE} FROM response
             WHERE workspace_id = $1 AND survey_id = $2 AND response_id = $3"
        ),
        params![workspace_id, survey_id, response_id],
    )?
    .map(|r| response(&r))
    .transpose()
}

/// The response to this invitation, of this (workspace, survey).
pub(crate) fn by_invitation(
    tx: &mut Tx<'_>,
    (workspace_id, survey_id): (&str, &str),
    invitation_id: &str,
) -> Result<Option<Response>, DbError> {
    tx.query_one(
        &format!(
            "SELECT {RESPONSE} FROM response
             WHERE workspace_id = $1 AND survey_id = $2 AND invitation_id = $3"
        ),
        params![workspace_id, survey_id, invitation_id],
    )?
    .map(|r| response(&r))
    .transpose()
}

/// The response whose `column` (one of the unique keys) has one of these values.
pub(super) fn by_key(
    tx: &mut Tx<'_>,
    target: &Target,
    column: &'static str,
    values: [&str; 2],
) -> Result<Option<Response>, DbError> {
    tx.query_one(
        &format!(
            "SELECT {RESPONSE} FROM response
             WHERE workspace_id = $1 AND survey_id = $2 AND {column} IN ($3, $4)"
        ),
        params![
            &target.workspace_id,
            &target.survey_id,
            values[0],
            values[1]
        ],
    )?
    .map(|r| response(&r))
    .transpose()
}

/// Whether something was stored of the form with this submission id.
pub(crate) fn is_sent(
    tx: &mut Tx<'_>,
    workspace_id: &str,
    survey_id: &str,
    submission_id: &str,
) -> Result<bool, DbError> {
    let row = tx.query_one(
        "SELECT ordinal FROM response
         WHERE workspace_id = $1 AND survey_id = $2 AND submission_id = $3",
        params![workspace_id, survey_id, submission_id],
    )?;
    Ok(row.is_some())
}

/// How far the response of the form with this submission id is, in this (workspace, survey).
pub(crate) fn sent_state(
    tx: &mut Tx<'_>,
    (workspace_id, survey_id): (&str, &str),
    submission_id: &str,
) -> Result<Option<State>, DbError> {
    tx.query_one(
        "SELECT state FROM response
         WHERE workspace_id = $1 AND survey_id = $2 AND submission_id = $3",
        params![workspace_id, survey_id, submission_id],
    )?
    .map(|row| state(&row))
    .transpose()
}

/// Responses whose `column` (one of the unique keys) has any of these ids. The statement has
/// `places` of them whatever their number, so that it is prepared once; `ids` are one to `places`.
pub(super) fn by_ids(
    tx: &mut Tx<'_>,
    target: &Target,
    (column, places): (&'static str, usize),
    ids: &[&String],
) -> Result<Vec<Response>, DbError> {
    let Some(last) = ids.last() else {
        return Ok(Vec::new());
    };
    let mut params = vec![
        Value::from(&target.workspace_id),
        Value::from(&target.survey_id),
    ];
    let padding = std::iter::repeat_n(last, places.saturating_sub(ids.len()));
    params.extend(ids.iter().chain(padding).map(|id| Value::from(*id)));
    let marks: Vec<String> = (3..=params.len()).map(|n| format!("${n}")).collect();
    tx.query(
        &format!(
            "SELECT {RESPONSE} FROM response
             WHERE workspace_id = $1 AND survey_id = $2 AND {column} IN ({})",
            marks.join(", ")
        ),
        &params,
    )?
    .iter()
    .map(response)
    .collect()
}

/// A survey without its definition.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct SurveyHead {
    pub(crate) workspace_id: String,
    pub(crate) survey_id: String,
    pub(crate) revision: i64,
}

/// The survey behind a public link. The token is the permission; the workspace follows from it.
pub(crate) fn survey_head(tx: &mut Tx<'_>, token: &str) -> Result<Option<SurveyHead>, DbError> {
    tx.query_one(
        "SELECT workspace_id, survey_id, revision FROM survey WHERE token = $1",
        params![token],
    )?
    .map(|r| {
        Ok(SurveyHead {
            workspace_id: r.get("workspace_id")?,
            survey_id: r.get("survey_id")?,
            revision: r.get("revision")?,
        })
    })
    .transpose()
}

/// The revision of a survey as stored now.
pub(crate) fn survey_revision(
    tx: &mut Tx<'_>,
    workspace_id: &str,
    survey_id: &str,
) -> Result<Option<i64>, DbError> {
    tx.query_one(
        "SELECT revision FROM survey WHERE workspace_id = $1 AND survey_id = $2",
        params![workspace_id, survey_id],
    )?
    .map(|r| r.get("revision"))
    .transpose()
}

/// Which responses a list is of.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Wanted {
    /// Only after this ordinal.
    pub after_ordinal: i64,
    /// Only in this state; else partial and complete ones.
    pub state: Option<State>,
    /// Those that don't count because they are in doubt, instead of those that count.
    pub in_doubt: bool,
    /// Only from this day on (days since 1970).
    pub from_day: Option<i32>,
    /// Only up to this day.
    pub to_day: Option<i32>,
    /// At most so many.
    pub limit: usize,
}

/// Responses of a survey (workspace, survey) within a sight in the order they came in, without those
/// that were erased.
pub fn list(
    tx: &mut Tx<'_>,
    (workspace_id, survey_id): (&str, &str),
    sight: &Sight,
    wanted: &Wanted,
) -> Result<Vec<Response>, DbError> {
    let (first, second) = match wanted.state {
        Some(state) => (state.as_str(), state.as_str()),
        None => ("partial", "complete"),
    };
    let doubt = if wanted.in_doubt {
        "IS NOT NULL"
    } else {
        "IS NULL"
    };
    let people = sight.json();
    let seen = match people {
        Some(_) => format!("AND {}", served::is_seen(tx.backend(), "response", "$9")),
        None => String::new(),
    };
    let mut params = params![
        workspace_id,
        survey_id,
        wanted.after_ordinal,
        first,
        second,
        wanted.from_day.unwrap_or(i32::MIN),
        wanted.to_day.unwrap_or(i32::MAX),
        wanted.limit
    ]
    .to_vec();
    params.extend(people.map(Value::from));
    tx.query(
        &format!(
            "SELECT {RESPONSE} FROM response
             WHERE workspace_id = $1 AND survey_id = $2 AND ordinal > $3
               AND state IN ($4, $5) AND doubt {doubt} AND day BETWEEN $6 AND $7 {seen}
             ORDER BY ordinal LIMIT $8"
        ),
        &params,
    )?
    .iter()
    .map(response)
    .collect()
}

/// What the facts need of a response.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stored {
    /// 1, 2, 3 … within the survey.
    pub ordinal: i64,
    /// The survey's count of changes when this was last stored.
    pub change_seq: i64,
    /// The survey's version that was answered.
    pub version: i64,
    /// How far it is.
    pub state: State,
    /// Whether it doesn't count, because it is in doubt.
    pub in_doubt: bool,
    /// Days since 1970-01-01 in the workspace's time zone.
    pub day: i32,
    /// UTC microseconds.
    pub answered_at_us: i64,
    /// Answers by question key, as JSON.
    pub answers: String,
    /// Attributes by name, as JSON.
    pub attributes: String,
}

/// What was stored or changed after `after_change_seq`, in the order of the changes: each response
/// once, as it is now.
pub fn changed_since(
    tx: &mut Tx<'_>,
    workspace_id: &str,
    survey_id: &str,
    after_change_seq: i64,
    limit: usize,
) -> Result<Vec<Stored>, DbError> {
    tx.query(
        "SELECT ordinal, change_seq, version, state, doubt, day, answered_at_us, answers,
                attributes
         FROM response
         WHERE workspace_id = $1 AND survey_id = $2 AND change_seq > $3
         ORDER BY change_seq LIMIT $4",
        params![workspace_id, survey_id, after_change_seq, limit],
    )?
    .iter()
    .map(|row| {
        Ok(Stored {
            ordinal: row.get("ordinal")?,
            change_seq: row.get("change_seq")?,
            version: row.get("version")?,
            state: state(row)?,
            in_doubt: row.get::<Option<String>>("doubt")?.is_some(),
            day: day(row)?,
            answered_at_us: row.get("answered_at_us")?,
            answers: row.get("answers")?,
            attributes: row.get("attributes")?,
        })
    })
    .collect()
}
