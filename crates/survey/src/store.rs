//! All SQL of surveys.

use std::collections::HashMap;

use platform::db::Row;
use platform::{DbError, Tx, params};
use user::Sight;

use crate::model::{Definition, Survey};

const SURVEY: &str = "workspace_id, survey_id, token, template, status, version, revision, \
                      definition, response_count, change_seq, created_at_us, published_at_us, \
                      closed_at_us";

fn survey(row: &Row) -> Result<Survey, DbError> {
    Ok(Survey {
        workspace_id: row.get("workspace_id")?,
        survey_id: row.get("survey_id")?,
        token: row.get("token")?,
        template: row.get("template")?,
        status: row.get::<String>("status")?.parse().map_err(DbError::Bug)?,
        version: row.get("version")?,
        revision: row.get("revision")?,
        definition: definition(&row.get::<String>("definition")?)?,
        response_count: row.get("response_count")?,
        change_seq: row.get("change_seq")?,
        created_at_us: row.get("created_at_us")?,
        published_at_us: row.get("published_at_us")?,
        closed_at_us: row.get("closed_at_us")?,
    })
}

fn definition(json: &str) -> Result<Definition, DbError> {
    serde_json::from_str(json).map_err(|e| DbError::Bug(format!("a stored definition: {e}")))
}

fn to_json(definition: &Definition) -> Result<String, DbError> {
    serde_json::to_string(definition).map_err(|e| DbError::Bug(format!("a definition: {e}")))
}

/// The survey with this id in this workspace.
pub fn by_id(
    tx: &mut Tx<'_>,
    workspace_id: &str,
    survey_id: &str,
) -> Result<Option<Survey>, DbError> {
    tx.query_one(
        &format!("SELECT {SURVEY} FROM survey WHERE workspace_id = $1 AND survey_id = $2"),
        params![workspace_id, survey_id],
    )?
    .map(|r| survey(&r))
    .transpose()
}

/// The survey behind a public link. The token is the permission; the workspace follows from it.
pub fn by_token(tx: &mut Tx<'_>, token: &str) -> Result<Option<Survey>, DbError> {
    tx.query_one(
        &format!("SELECT {SURVEY} FROM survey WHERE token = $1"),
        params![token],
    )?
    .map(|r| survey(&r))
    .transpose()
}

/// All surveys of a workspace, newest first.
pub fn all(tx: &mut Tx<'_>, workspace_id: &str) -> Result<Vec<Survey>, DbError> {
    tx.query(
        &format!(
            "SELECT {SURVEY} FROM survey WHERE workspace_id = $1
             ORDER BY created_at_us DESC, survey_id"
        ),
        params![workspace_id],
    )?
    .iter()
    .map(survey)
    .collect()
}

/// How many responses of each survey don't count (yet), of surveys with any. Of another slice's table
/// only its small index of such responses is read.
pub(crate) fn in_doubt(
    tx: &mut Tx<'_>,
    workspace_id: &str,
) -> Result<HashMap<String, i64>, DbError> {
    tx.query(
        "SELECT survey_id, CAST(COUNT(*) AS BIGINT) AS n FROM response
         WHERE workspace_id = $1 AND doubt IS NOT NULL AND state <> 'erased'
         GROUP BY survey_id",
        params![workspace_id],
    )?
    .iter()
    .map(|row| Ok((row.get("survey_id")?, row.get("n")?)))
    .collect()
}

/// The surveys with answers within a sight, or the one that is asked for, and how many each has;
/// none when the sight isn't limited. Who served is written by another slice; here it is only read,
/// and counted from an index alone.
pub fn seen(
    tx: &mut Tx<'_>,
    (workspace_id, only): (&str, Option<&str>),
    sight: &Sight,
) -> Result<Option<HashMap<String, i64>>, DbError> {
    let Some(people) = sight.json() else {
        return Ok(None);
    };
    let mine = tx.backend().among("p.user_id", "$2");
    let mut values = params![workspace_id, &people].to_vec();
    let mut which = String::new();
    if let Some(survey_id) = only {
        values.push(survey_id.into());
        which.push_str("AND s.survey_id = $3");
    }
    // Survey by survey: only then databases go by the people, not through everybody's answers.
    let rows = tx.query(
        &format!(
            "SELECT s.survey_id,
                    (SELECT CAST(COUNT(DISTINCT p.ordinal) AS BIGINT) FROM response_person p
                     WHERE p.workspace_id = $1 AND {mine} AND p.survey_id = s.survey_id)
             FROM survey s WHERE s.workspace_id = $1 {which}"
        ),
        &values,
    )?;
    let mut seen = HashMap::new();
    for row in &rows {
        let (survey_id, answers): (String, i64) = (row.at(0)?, row.at(1)?);
        if answers == 0 {
            continue;
        }
        // Where all that is theirs is in doubt there is nothing to see yet.
        let counting = tx.query_one(
            &format!(
                "SELECT 1 FROM response_person p JOIN response r
                   ON r.workspace_id = p.workspace_id AND r.response_id = p.response_id
                 WHERE p.workspace_id = $1 AND {mine} AND p.survey_id = $3
                   AND r.state <> 'erased' AND r.doubt IS NULL LIMIT 1"
            ),
            params![workspace_id, &people, &survey_id],
        )?;
        if counting.is_some() {
            seen.insert(survey_id, answers);
        }
    }
    Ok(Some(seen))
}

/// At most `limit` surveys of a workspace, newest first, beginning after `after`: creation time
/// and id of the last one seen.
pub fn some(
    tx: &mut Tx<'_>,
    workspace_id: &str,
    after: Option<(i64, &str)>,
    limit: usize,
) -> Result<Vec<Survey>, DbError> {
    let (at_us, id) = after.unwrap_or((i64::MAX, ""));
    tx.query(
        &format!(
            "SELECT {SURVEY} FROM survey
             WHERE workspace_id = $1
               AND (created_at_us < $2 OR (created_at_us = $2 AND survey_id > $3))
             ORDER BY created_at_us DESC, survey_id LIMIT $4"
        ),
        params![workspace_id, at_us, id, limit],
    )?
    .iter()
    .map(survey)
    .collect()
}

/// The survey with this id, locked until the commit, so that neither its definition nor its
/// number of responses changes between a decision and its saving.
pub(crate) fn lock(
    tx: &mut Tx<'_>,
    workspace_id: &str,
    survey_id: &str,
) -> Result<Option<Survey>, DbError> {
    tx.query_one(
        &format!(
            "UPDATE survey SET revision = revision
             WHERE workspace_id = $1 AND survey_id = $2 RETURNING {SURVEY}"
        ),
        params![workspace_id, survey_id],
    )?
    .map(|r| survey(&r))
    .transpose()
}

/// Stores a new survey.
pub(crate) fn add(tx: &mut Tx<'_>, survey: &Survey) -> Result<(), DbError> {
    tx.execute(
        &format!(
            "INSERT INTO survey ({SURVEY})
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)"
        ),
        params![
            &survey.workspace_id,
            &survey.survey_id,
            &survey.token,
            &survey.template,
            survey.status.as_str(),
            survey.version,
            survey.revision,
            to_json(&survey.definition)?,
            survey.response_count,
            survey.change_seq,
            survey.created_at_us,
            survey.published_at_us,
            survey.closed_at_us
        ],
    )?;
    Ok(())
}

/// Stores what people change of a survey; its counts belong to the responses.
pub(crate) fn save(tx: &mut Tx<'_>, survey: &Survey) -> Result<(), DbError> {
    tx.execute(
        "UPDATE survey SET status = $3, version = $4, revision = $5, definition = $6,
                published_at_us = $7, closed_at_us = $8
         WHERE workspace_id = $1 AND survey_id = $2",
        params![
            &survey.workspace_id,
            &survey.survey_id,
            survey.status.as_str(),
            survey.version,
            survey.revision,
            to_json(&survey.definition)?,
            survey.published_at_us,
            survey.closed_at_us
        ],
    )?;
    Ok(())
}

/// Records the survey's present definition as its present version, asked since `from_at_us`
/// unless that version is recorded already.
pub(crate) fn put_version(
    tx: &mut Tx<'_>,
    survey: &Survey,
    from_at_us: i64,
) -> Result<(), DbError> {
    tx.execute(
        "INSERT INTO survey_version (workspace_id, survey_id, version, definition, from_at_us)
         VALUES ($1, $2, $3, $4, $5)
         ON CONFLICT (workspace_id, survey_id, version)
         DO UPDATE SET definition = excluded.definition",
        params![
            &survey.workspace_id,
            &survey.survey_id,
            survey.version,
            to_json(&survey.definition)?,
            from_at_us
        ],
    )?;
    Ok(())
}

/// Removes a survey with its versions.
pub(crate) fn remove(tx: &mut Tx<'_>, workspace_id: &str, survey_id: &str) -> Result<(), DbError> {
    for table in ["survey_version", "survey"] {
        tx.execute(
            &format!("DELETE FROM {table} WHERE workspace_id = $1 AND survey_id = $2"),
            params![workspace_id, survey_id],
        )?;
    }
    Ok(())
}

/// Every version of a survey with the definition that was asked and since when, oldest first.
pub fn versions(
    tx: &mut Tx<'_>,
    workspace_id: &str,
    survey_id: &str,
) -> Result<Vec<(i64, Definition, i64)>, DbError> {
    tx.query(
        "SELECT version, definition, from_at_us FROM survey_version
         WHERE workspace_id = $1 AND survey_id = $2 ORDER BY version",
        params![workspace_id, survey_id],
    )?
    .iter()
    .map(|r| {
        let json: String = r.get("definition")?;
        Ok((r.get("version")?, definition(&json)?, r.get("from_at_us")?))
    })
    .collect()
}

/// Takes the next place for a response: counts up and returns (status, version, ordinal,
/// change_seq). Holds the survey's row until the commit, so ordinals have no holes and
/// `change_seq` becomes visible in order. `adds` is false for a change of a stored response.
pub fn take_place(
    tx: &mut Tx<'_>,
    workspace_id: &str,
    survey_id: &str,
    adds: bool,
) -> Result<Option<Place>, DbError> {
    tx.query_one(
        "UPDATE survey SET response_count = response_count + $3, change_seq = change_seq + 1
         WHERE workspace_id = $1 AND survey_id = $2
         RETURNING status, version, revision, response_count, change_seq",
        params![workspace_id, survey_id, adds],
    )?
    .map(|r| place(&r))
    .transpose()
}

/// Takes the next `count` places for new responses at once, and returns the last of them: the ones
/// before it count down from there. Holds the survey's row like [`take_place`].
pub fn take_places(
    tx: &mut Tx<'_>,
    workspace_id: &str,
    survey_id: &str,
    count: usize,
) -> Result<Option<Place>, DbError> {
    tx.query_one(
        "UPDATE survey SET response_count = response_count + $3, change_seq = change_seq + $3
         WHERE workspace_id = $1 AND survey_id = $2
         RETURNING status, version, revision, response_count, change_seq",
        params![workspace_id, survey_id, count],
    )?
    .map(|r| place(&r))
    .transpose()
}

fn place(row: &Row) -> Result<Place, DbError> {
    Ok(Place {
        is_open: row.get::<String>("status")? == "open",
        version: row.get("version")?,
        revision: row.get("revision")?,
        ordinal: row.get("response_count")?,
        change_seq: row.get("change_seq")?,
    })
}

/// Where a response goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    /// Whether the survey takes answers.
    pub is_open: bool,
    /// The version asked now.
    pub version: i64,
    /// The revision of the definition now; validate again when it isn't the one you validated by.
    pub revision: i64,
    /// The new response's number within the survey, from 1.
    pub ordinal: i64,
    /// The change's number within the survey.
    pub change_seq: i64,
}
