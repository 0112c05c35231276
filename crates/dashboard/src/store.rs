//! SQL of the dashboard: what changed since the facts last looked, and the answers behind figures.

pub(crate) mod people;

use std::collections::HashMap;

use platform::db::{Backend, Row};
use platform::{DbError, Tx, params};
use survey::Survey;
use user::Sight;

use crate::fill::Stored;
use crate::pushdown::Whose;
use crate::sql::Statement;

/// Where a survey stands, read on every request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Mark {
    /// Goes up with every response stored or changed.
    pub(crate) change_seq: i64,
    /// Goes up with every change of definition or status.
    pub(crate) revision: i64,
    /// Goes up when it is found out who served.
    pub(crate) served_seq: i64,
}

impl Mark {
    /// As pages carry it and events say it. Who served matters only to those who don't see
    /// everything.
    pub(crate) fn text(&self, sight: &Sight) -> String {
        let (change_seq, revision) = (self.change_seq, self.revision);
        match sight {
            Sight::Everything => format!("{change_seq}.{revision}"),
            Sight::People(_) => format!("{change_seq}.{revision}.{}", self.served_seq),
        }
    }
}

/// Where the survey stands now; none when the workspace has no such survey.
pub(crate) fn mark(tx: &mut Tx<'_>, whose: &Whose) -> Result<Option<Mark>, DbError> {
    tx.query_one(
        "SELECT s.change_seq, s.revision, COALESCE(w.served_seq, 0) AS served_seq
         FROM survey s LEFT JOIN response_served w
           ON w.workspace_id = s.workspace_id AND w.survey_id = s.survey_id
         WHERE s.workspace_id = $1 AND s.survey_id = $2",
        params![&whose.workspace_id, &whose.survey_id],
    )?
    .map(|row| {
        Ok(Mark {
            change_seq: row.get("change_seq")?,
            revision: row.get("revision")?,
            served_seq: row.get("served_seq")?,
        })
    })
    .transpose()
}

/// How often it was found out who served, by survey.
pub(crate) fn served_seqs(
    tx: &mut Tx<'_>,
    workspace_id: &str,
) -> Result<HashMap<String, i64>, DbError> {
    tx.query(
        "SELECT survey_id, served_seq FROM response_served WHERE workspace_id = $1",
        params![workspace_id],
    )?
    .iter()
    .map(|row| Ok((row.get("survey_id")?, row.get("served_seq")?)))
    .collect()
}

/// The largest surveys of all workspaces with their numbers of responses. The one query here that
/// is not about one workspace: it fills memory at the start and shows nothing to anybody.
pub(crate) fn largest(tx: &mut Tx<'_>) -> Result<Vec<(Whose, i64)>, DbError> {
    tx.query(
        "SELECT workspace_id, survey_id, response_count FROM survey
         WHERE response_count >= 10000 ORDER BY response_count DESC LIMIT 100",
        &[],
    )?
    .iter()
    .map(|row| {
        let (workspace_id, survey_id): (String, String) =
            (row.get("workspace_id")?, row.get("survey_id")?);
        let whose = Whose::everything(&workspace_id, &survey_id);
        Ok((whose, row.get("response_count")?))
    })
    .collect()
}

/// The survey itself.
pub(crate) fn survey(tx: &mut Tx<'_>, whose: &Whose) -> Result<Option<Survey>, DbError> {
    survey::store::by_id(tx, &whose.workspace_id, &whose.survey_id)
}

/// The next responses stored or changed after `seen`, in the order of their change.
pub(crate) fn changed_since(
    tx: &mut Tx<'_>,
    whose: &Whose,
    seen: i64,
    limit: usize,
) -> Result<Vec<Stored>, DbError> {
    tx.query(
        "SELECT ordinal, change_seq, version, state, language, channel, answers, attributes, day,
            CASE WHEN doubt IS NULL THEN 0 ELSE 1 END
         FROM response WHERE workspace_id = $1 AND survey_id = $2 AND change_seq > $3
         ORDER BY change_seq LIMIT $4",
        params![&whose.workspace_id, &whose.survey_id, seen, limit],
    )?
    .iter()
    .map(stored)
    .collect()
}

fn stored(row: &Row) -> Result<Stored, DbError> {
    Ok(Stored {
        ordinal: row.at(0)?,
        change_seq: row.at(1)?,
        version: row.at(2)?,
        state: row.at(3)?,
        language: row.at(4)?,
        channel: row.at(5)?,
        answers: row.at(6)?,
        attributes: row.at(7)?,
        day: i32::try_from(row.at::<i64>(8)?).unwrap_or_default(),
        in_doubt: row.at::<i64>(9)? == 1,
    })
}

/// Whether what happened between two marks is within a sight.
pub(crate) fn is_touched(
    tx: &mut Tx<'_>,
    whose: &Whose,
    (before, now): (Mark, Mark),
) -> Result<bool, DbError> {
    let Some(people) = whose.sight.json() else {
        return Ok(true);
    };
    if before.revision != now.revision {
        return Ok(true);
    }
    let (mine, seen) = (
        tx.backend().among("p.user_id", "$5"),
        response::served::is_seen(tx.backend(), "r", "$5"),
    );
    let asked = |before: i64, now: i64| {
        [
            (&whose.workspace_id).into(),
            (&whose.survey_id).into(),
            before.into(),
            now.into(),
            (&people).into(),
        ]
    };
    let served = format!(
        "SELECT 1 FROM response_person p
         WHERE p.workspace_id = $1 AND p.survey_id = $2
           AND p.served_seq > $3 AND p.served_seq <= $4 AND {mine} LIMIT 1"
    );
    if tx
        .query_one(&served, &asked(before.served_seq, now.served_seq))?
        .is_some()
    {
        return Ok(true);
    }
    let changed = format!(
        "SELECT 1 FROM response r
         WHERE r.workspace_id = $1 AND r.survey_id = $2
           AND r.change_seq > $3 AND r.change_seq <= $4 AND {seen} LIMIT 1"
    );
    let found = tx.query_one(&changed, &asked(before.change_seq, now.change_seq))?;
    Ok(found.is_some())
}

/// First and last day with a response.
pub(crate) fn days(tx: &mut Tx<'_>, whose: &Whose) -> Result<Option<(i32, i32)>, DbError> {
    let statement = Statement::new(tx.backend(), whose);
    let sql = format!(
        "SELECT MIN(day) AS first, MAX(day) AS last {}",
        statement.from()
    );
    let Some(row) = tx.query_one(&sql, statement.params())? else {
        return Ok(None);
    };
    let days = (
        row.get::<Option<i64>>("first")?,
        row.get::<Option<i64>>("last")?,
    );
    let day = |day: i64| i32::try_from(day).ok();
    Ok(match days {
        (Some(first), Some(last)) => day(first).zip(day(last)),
        _ => None,
    })
}

/// Names of all attributes of a survey that is not in memory.
pub(crate) fn attribute_names(tx: &mut Tx<'_>, whose: &Whose) -> Result<Vec<String>, DbError> {
    let statement = Statement::new(tx.backend(), whose);
    let seen = format!("SELECT attributes {}", statement.from());
    let sql = match tx.backend() {
        Backend::Sqlite => {
            format!(
                "SELECT DISTINCT m.key AS name FROM ({seen}) AS r, json_each(r.attributes) AS m"
            )
        }
        Backend::Postgres => format!(
            "SELECT DISTINCT m.name FROM ({seen}) AS r,
                    jsonb_object_keys(r.attributes) AS m (name)"
        ),
    };
    let rows = tx.query(&sql, statement.params())?;
    rows.iter().map(|row| row.get("name")).collect()
}

/// One response with what a page shows of it.
#[derive(Clone, Debug)]
pub(crate) struct Response {
    /// Its id.
    pub(crate) response_id: String,
    /// Its number within the survey, from 1.
    pub(crate) ordinal: i64,
    /// The version that was answered.
    pub(crate) version: i64,
    /// `partial` or `complete`.
    pub(crate) state: String,
    /// The language it was answered in.
    pub(crate) language: String,
    /// How it came in.
    pub(crate) channel: String,
    /// The sender's own id.
    pub(crate) external_id: Option<String>,
    /// JSON object by question key.
    pub(crate) answers: String,
    /// JSON object by attribute name.
    pub(crate) attributes: String,
    /// Days since 1970 in the workspace's zone.
    pub(crate) day: i32,
    /// UTC microseconds.
    pub(crate) answered_at_us: i64,
}

const RESPONSE: &str = "response_id, ordinal, version, state, language, channel, external_id, \
                        answers, attributes, day, answered_at_us";

fn response(row: &Row) -> Result<Response, DbError> {
    Ok(Response {
        response_id: row.get("response_id")?,
        ordinal: row.get("ordinal")?,
        version: row.get("version")?,
        state: row.get("state")?,
        language: row.get("language")?,
        channel: row.get("channel")?,
        external_id: row.get("external_id")?,
        answers: row.get("answers")?,
        attributes: row.get("attributes")?,
        day: i32::try_from(row.get::<i64>("day")?).unwrap_or_default(),
        answered_at_us: row.get("answered_at_us")?,
    })
}

/// A place in a list of responses, newest first: the last one already shown.
pub(crate) type Cursor = (i64, i64);

/// Which responses a list is looked for among.
#[derive(Clone, Debug)]
pub(crate) enum Among {
    /// These numbers within the survey.
    Ordinals(Vec<i64>),
    /// The newest so many, not later than some time (UTC microseconds).
    Newest(usize, Option<i64>),
}

/// A piece of a list, newest first.
#[derive(Clone, Debug, Default)]
pub(crate) struct Piece {
    /// The responses.
    pub(crate) responses: Vec<Response>,
    /// Where the list goes on, if it may.
    pub(crate) more: Option<Cursor>,
}

/// The newest `limit` responses after `cursor` that `narrow` lets through, looked for among some.
pub(crate) fn newest(
    tx: &mut Tx<'_>,
    whose: &Whose,
    (among, cursor): (&Among, Option<Cursor>),
    limit: usize,
    narrow: impl Fn(&mut Statement),
) -> Result<Piece, DbError> {
    let mut statement = Statement::new(tx.backend(), whose);
    match among {
        Among::Ordinals(ordinals) => {
            let among = among_ordinals(&mut statement, tx.backend(), ordinals);
            statement.and(among);
            if let Some(cursor) = cursor {
                let after = after(&mut statement, cursor);
                statement.and(after);
            }
            narrow(&mut statement);
            let from = statement.from();
            piece(tx, &mut statement, &from, limit)
        }
        Among::Newest(window, not_after) => {
            let start = cursor.or(not_after.map(|at_us| (at_us, i64::MAX)));
            let among = window_from(&mut statement, (start, &whose.sight));
            let length = statement.param(*window);
            narrow(&mut statement);
            let from = statement.among(&format!("SELECT * {among} {NEWEST_FIRST} LIMIT {length}"));
            let mut piece = piece(tx, &mut statement, &from, limit)?;
            if piece.more.is_none() {
                // Nothing more in the window; what lies before it has not been looked at.
                piece.more = end_of_window(tx, whose, start, *window)?;
            }
            Ok(piece)
        }
    }
}

/// The answers of at most `limit` responses that `narrow` lets through, and how many there are in
/// all. They come in the order of their ids, which are random and tell nothing.
pub(crate) fn shuffled(
    tx: &mut Tx<'_>,
    whose: &Whose,
    limit: usize,
    narrow: impl Fn(&mut Statement),
) -> Result<(Vec<String>, u64), DbError> {
    let mut statement = Statement::new(tx.backend(), whose);
    narrow(&mut statement);
    let from = statement.from();
    let sql = format!("SELECT CAST(COUNT(*) AS BIGINT) {from}");
    let all = match tx.query_one(&sql, statement.params())? {
        Some(row) => row.at::<i64>(0)?.unsigned_abs(),
        None => 0,
    };
    let limit = statement.param(limit);
    let sql = format!("SELECT answers {from} ORDER BY response_id LIMIT {limit}");
    let rows = tx.query(&sql, statement.params())?;
    let answers: Result<Vec<String>, DbError> = rows.iter().map(|row| row.at(0)).collect();
    Ok((answers?, all))
}

const NEWEST_FIRST: &str = "ORDER BY answered_at_us DESC, ordinal DESC";

/// A condition that lets these responses through, by their places in the survey.
pub(crate) fn among_ordinals(
    statement: &mut Statement,
    backend: Backend,
    ordinals: &[i64],
) -> String {
    let list = statement.param(serde_json::Value::from(ordinals.to_vec()).to_string());
    match backend {
        Backend::Sqlite => format!("ordinal IN (SELECT value FROM json_each({list}))"),
        Backend::Postgres => format!(
            "ordinal IN (SELECT CAST(o AS BIGINT)
                         FROM jsonb_array_elements_text(CAST({list} AS JSONB)) AS t (o))"
        ),
    }
}

/// The rows of a window before anything is asked of them but that they are within the sight: where
/// a window ends must not tell of answers that aren't.
fn window_from(statement: &mut Statement, (start, sight): (Option<Cursor>, &Sight)) -> String {
    let start = start.map(|start| after(statement, start));
    let conditions = start.into_iter().chain(statement.seen(sight));
    let own = "workspace_id = $1 AND survey_id = $2".to_owned();
    let all: Vec<String> = std::iter::once(own).chain(conditions).collect();
    format!("FROM response WHERE {}", all.join(" AND "))
}

/// What comes after a place in a list. The first part alone is what an index can use.
fn after(statement: &mut Statement, (at_us, ordinal): Cursor) -> String {
    let (at_us, ordinal) = (statement.param(at_us), statement.param(ordinal));
    format!("answered_at_us <= {at_us} AND (answered_at_us < {at_us} OR ordinal < {ordinal})")
}

/// The responses of a piece, and its last one when there are more.
fn piece(
    tx: &mut Tx<'_>,
    statement: &mut Statement,
    from: &str,
    limit: usize,
) -> Result<Piece, DbError> {
    let one_more = statement.param(limit + 1);
    let sql = format!("SELECT {RESPONSE} {from} {NEWEST_FIRST} LIMIT {one_more}");
    let rows = tx.query(&sql, statement.params())?;
    let mut responses = rows.iter().map(response).collect::<Result<Vec<_>, _>>()?;
    let has_more = responses.len() > limit;
    responses.truncate(limit);
    let last = responses
        .last()
        .map(|last| (last.answered_at_us, last.ordinal));
    Ok(Piece {
        more: last.filter(|_| has_more),
        responses,
    })
}

/// The last response of a window that is full.
fn end_of_window(
    tx: &mut Tx<'_>,
    whose: &Whose,
    start: Option<Cursor>,
    window: usize,
) -> Result<Option<Cursor>, DbError> {
    let mut statement = Statement::new(tx.backend(), whose);
    let among = window_from(&mut statement, (start, &whose.sight));
    let skipped = statement.param(window.saturating_sub(1));
    let sql =
        format!("SELECT answered_at_us, ordinal {among} {NEWEST_FIRST} LIMIT 1 OFFSET {skipped}");
    let row = tx.query_one(&sql, statement.params())?;
    row.map(|row| Ok((row.at(0)?, row.at(1)?))).transpose()
}

/// One response of a survey.
pub(crate) fn by_id(
    tx: &mut Tx<'_>,
    whose: &Whose,
    response_id: &str,
) -> Result<Option<Response>, DbError> {
    let mut statement = Statement::new(tx.backend(), whose);
    let id = statement.param(response_id);
    statement.and(format!("response_id = {id}"));
    let sql = format!("SELECT {RESPONSE} {}", statement.from());
    tx.query_one(&sql, statement.params())?
        .map(|row| response(&row))
        .transpose()
}
