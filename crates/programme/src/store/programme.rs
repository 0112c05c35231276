//! Programmes and the settings they share.

use platform::db::Row;
use platform::{DbError, Tx, params};

use super::bug;
use crate::model::{AskSettings, Programme};

const PROGRAMME: &str = "workspace_id, programme_id, name, survey_id, status, definition, revision, \
                         created_at_us, started_at_us, ended_at_us";

fn programme(row: &Row) -> Result<Programme, DbError> {
    let definition: String = row.get("definition")?;
    Ok(Programme {
        workspace_id: row.get("workspace_id")?,
        programme_id: row.get("programme_id")?,
        name: row.get("name")?,
        survey_id: row.get("survey_id")?,
        status: row.get::<String>("status")?.parse().map_err(DbError::Bug)?,
        definition: serde_json::from_str(&definition).map_err(|e| bug("a stored programme", &e))?,
        revision: row.get("revision")?,
        created_at_us: row.get("created_at_us")?,
        started_at_us: row.get("started_at_us")?,
        ended_at_us: row.get("ended_at_us")?,
    })
}

/// The programme with this id.
pub fn by_id(
    tx: &mut Tx<'_>,
    workspace_id: &str,
    programme_id: &str,
) -> Result<Option<Programme>, DbError> {
    tx.query_one(
        &format!("SELECT {PROGRAMME} FROM programme WHERE workspace_id = $1 AND programme_id = $2"),
        params![workspace_id, programme_id],
    )?
    .map(|row| programme(&row))
    .transpose()
}

/// The programme with this id, locked until the commit.
pub(crate) fn lock(
    tx: &mut Tx<'_>,
    workspace_id: &str,
    programme_id: &str,
) -> Result<Option<Programme>, DbError> {
    tx.query_one(
        &format!(
            "UPDATE programme SET revision = revision
             WHERE workspace_id = $1 AND programme_id = $2 RETURNING {PROGRAMME}"
        ),
        params![workspace_id, programme_id],
    )?
    .map(|row| programme(&row))
    .transpose()
}

/// All programmes of a workspace, newest first. There are few.
pub fn all(tx: &mut Tx<'_>, workspace_id: &str) -> Result<Vec<Programme>, DbError> {
    tx.query(
        &format!(
            "SELECT {PROGRAMME} FROM programme WHERE workspace_id = $1
             ORDER BY created_at_us DESC, programme_id"
        ),
        params![workspace_id],
    )?
    .iter()
    .map(programme)
    .collect()
}

/// Running and paused programmes, oldest first.
pub(crate) fn planned(tx: &mut Tx<'_>, workspace_id: &str) -> Result<Vec<Programme>, DbError> {
    tx.query(
        &format!(
            "SELECT {PROGRAMME} FROM programme
             WHERE workspace_id = $1 AND status IN ('running', 'paused')
             ORDER BY created_at_us, programme_id"
        ),
        params![workspace_id],
    )?
    .iter()
    .map(programme)
    .collect()
}

/// Stores a new programme.
pub(crate) fn add(tx: &mut Tx<'_>, programme: &Programme) -> Result<(), DbError> {
    tx.execute(
        &format!(
            "INSERT INTO programme ({PROGRAMME}) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)"
        ),
        params![
            &programme.workspace_id,
            &programme.programme_id,
            &programme.name,
            &programme.survey_id,
            programme.status.as_str(),
            json(programme)?,
            programme.revision,
            programme.created_at_us,
            programme.started_at_us,
            programme.ended_at_us
        ],
    )?;
    Ok(())
}

/// Stores a changed programme; call it under [`lock`].
pub(crate) fn save(tx: &mut Tx<'_>, programme: &Programme) -> Result<(), DbError> {
    tx.execute(
        "UPDATE programme SET name = $3, survey_id = $4, status = $5, definition = $6,
                revision = $7, started_at_us = $8, ended_at_us = $9
         WHERE workspace_id = $1 AND programme_id = $2",
        params![
            &programme.workspace_id,
            &programme.programme_id,
            &programme.name,
            &programme.survey_id,
            programme.status.as_str(),
            json(programme)?,
            programme.revision,
            programme.started_at_us,
            programme.ended_at_us
        ],
    )?;
    Ok(())
}

fn json(programme: &Programme) -> Result<String, DbError> {
    serde_json::to_string(&programme.definition).map_err(|e| bug("a programme", &e))
}

/// Removes a programme; only drafts, which nothing refers to, are removed.
pub(crate) fn remove(
    tx: &mut Tx<'_>,
    workspace_id: &str,
    programme_id: &str,
) -> Result<(), DbError> {
    tx.execute(
        "DELETE FROM programme WHERE workspace_id = $1 AND programme_id = $2 AND status = 'draft'",
        params![workspace_id, programme_id],
    )?;
    Ok(())
}

/// How many running and paused programmes there are.
pub(crate) fn count_planned(tx: &mut Tx<'_>, workspace_id: &str) -> Result<i64, DbError> {
    let row = tx.query_one(
        "SELECT CAST(COUNT(*) AS BIGINT) AS n FROM programme
         WHERE workspace_id = $1 AND status IN ('running', 'paused')",
        params![workspace_id],
    )?;
    row.map_or(Ok(0), |row| row.get("n"))
}

/// The settings that all programmes share; those built in when nobody changed them.
pub fn settings(tx: &mut Tx<'_>, workspace_id: &str) -> Result<AskSettings, DbError> {
    let stored = tx.query_one(
        "SELECT settings FROM planning WHERE workspace_id = $1",
        params![workspace_id],
    )?;
    let stored: Option<String> = stored.map(|row| row.get("settings")).transpose()?;
    match stored.filter(|json| json != "{}") {
        Some(json) => serde_json::from_str(&json).map_err(|e| bug("stored settings", &e)),
        None => Ok(AskSettings::default_in(&zone(tx, workspace_id)?)),
    }
}

fn zone(tx: &mut Tx<'_>, workspace_id: &str) -> Result<String, DbError> {
    let row = tx.query_one(
        "SELECT time_zone FROM workspace WHERE workspace_id = $1",
        params![workspace_id],
    )?;
    row.map_or_else(
        || Ok("Europe/Amsterdam".to_owned()),
        |row| row.get("time_zone"),
    )
}

/// Stores the settings; everybody is looked at again.
pub(crate) fn save_settings(
    tx: &mut Tx<'_>,
    workspace_id: &str,
    settings: &AskSettings,
) -> Result<(), DbError> {
    super::plan::renew(tx, workspace_id)?;
    let json = serde_json::to_string(settings).map_err(|e| bug("settings", &e))?;
    tx.execute(
        "UPDATE planning SET settings = $2 WHERE workspace_id = $1",
        params![workspace_id, json],
    )?;
    Ok(())
}

/// The company's name.
pub(crate) fn company(tx: &mut Tx<'_>, workspace_id: &str) -> Result<String, DbError> {
    let row = tx.query_one(
        "SELECT name FROM workspace WHERE workspace_id = $1",
        params![workspace_id],
    )?;
    row.map_or_else(|| Ok(String::new()), |row| row.get("name"))
}
