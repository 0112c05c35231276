//! All SQL of surveys.

use platform::db::Row;
use platform::{DbError, Tx, params};

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
    .map(|r| {
        Ok(Place {
            is_open: r.get::<String>("status")? == "open",
            version: r.get("version")?,
            revision: r.get("revision")?,
            ordinal: r.get("response_count")?,
            change_seq: r.get("change_seq")?,
        })
    })
    .transpose()
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
