//! Improvements.

use platform::db::Row;
use platform::{DbError, Tx, id, params};

use super::bug;
use crate::model::{Improvement, ImprovementDraft};

const IMPROVEMENT: &str = "workspace_id, improvement_id, title, why, slug, letter, heard, \
                           published_at_us, closed_at_us, told_at_us, revision, created_by, \
                           created_at_us, changed_at_us";

fn improvement(row: &Row) -> Result<Improvement, DbError> {
    let (letter, heard): (String, String) = (row.get("letter")?, row.get("heard")?);
    Ok(Improvement {
        workspace_id: row.get("workspace_id")?,
        improvement_id: row.get("improvement_id")?,
        draft: ImprovementDraft {
            title: row.get("title")?,
            why: row.get("why")?,
            letter: serde_json::from_str(&letter).map_err(|e| bug("a stored letter", &e))?,
            heard: serde_json::from_str(&heard).map_err(|e| bug("stored public words", &e))?,
        },
        slug: row.get("slug")?,
        published_at_us: row.get("published_at_us")?,
        closed_at_us: row.get("closed_at_us")?,
        told_at_us: row.get("told_at_us")?,
        revision: row.get("revision")?,
        created_by: row.get("created_by")?,
        created_at_us: row.get("created_at_us")?,
        changed_at_us: row.get("changed_at_us")?,
    })
}

fn json<T: serde::Serialize>(value: &T) -> Result<String, DbError> {
    serde_json::to_string(value).map_err(|e| bug("words", &e))
}

/// The improvement with this id.
pub fn by_id(
    tx: &mut Tx<'_>,
    workspace_id: &str,
    improvement_id: &str,
) -> Result<Option<Improvement>, DbError> {
    if !id::is_id(improvement_id) {
        return Ok(None);
    }
    tx.query_one(
        &format!(
            "SELECT {IMPROVEMENT} FROM improvement
             WHERE workspace_id = $1 AND improvement_id = $2"
        ),
        params![workspace_id, improvement_id],
    )?
    .map(|row| improvement(&row))
    .transpose()
}

/// The same, kept from others until the commit.
pub(crate) fn lock(
    tx: &mut Tx<'_>,
    workspace_id: &str,
    improvement_id: &str,
) -> Result<Option<Improvement>, DbError> {
    tx.execute(
        "UPDATE improvement SET revision = revision
         WHERE workspace_id = $1 AND improvement_id = $2",
        params![workspace_id, improvement_id],
    )?;
    by_id(tx, workspace_id, improvement_id)
}

/// At most `limit` improvements, open or closed, the latest changed first, before (time, id).
pub fn list(
    tx: &mut Tx<'_>,
    (workspace_id, closed): (&str, bool),
    before: (i64, &str),
    limit: usize,
) -> Result<Vec<Improvement>, DbError> {
    tx.query(
        &format!(
            "SELECT {IMPROVEMENT} FROM improvement
             WHERE workspace_id = $1 AND status = $2 AND (changed_at_us, improvement_id) < ($3, $4)
             ORDER BY changed_at_us DESC, improvement_id DESC LIMIT $5"
        ),
        params![
            workspace_id,
            if closed { "closed" } else { "open" },
            before.0,
            before.1,
            limit
        ],
    )?
    .iter()
    .map(improvement)
    .collect()
}

/// Published improvements, the latest first, before (time, id).
pub(crate) fn published(
    tx: &mut Tx<'_>,
    workspace_id: &str,
    before: (i64, &str),
    limit: usize,
) -> Result<Vec<Improvement>, DbError> {
    tx.query(
        &format!(
            "SELECT {IMPROVEMENT} FROM improvement
             WHERE workspace_id = $1 AND published_at_us IS NOT NULL
               AND (published_at_us, improvement_id) < ($2, $3)
             ORDER BY published_at_us DESC, improvement_id DESC LIMIT $4"
        ),
        params![workspace_id, before.0, before.1, limit],
    )?
    .iter()
    .map(improvement)
    .collect()
}

/// The published improvement at this address.
pub(crate) fn by_slug(
    tx: &mut Tx<'_>,
    workspace_id: &str,
    slug: &str,
) -> Result<Option<Improvement>, DbError> {
    tx.query_one(
        &format!(
            "SELECT {IMPROVEMENT} FROM improvement
             WHERE workspace_id = $1 AND slug = $2 AND published_at_us IS NOT NULL"
        ),
        params![workspace_id, slug],
    )?
    .map(|row| improvement(&row))
    .transpose()
}

/// Whether an address is taken.
pub(crate) fn is_taken(tx: &mut Tx<'_>, workspace_id: &str, slug: &str) -> Result<bool, DbError> {
    let row = tx.query_one(
        "SELECT 1 AS one FROM improvement WHERE workspace_id = $1 AND slug = $2",
        params![workspace_id, slug],
    )?;
    Ok(row.is_some())
}

/// Stores a new improvement.
pub(crate) fn add(tx: &mut Tx<'_>, new: &Improvement) -> Result<(), DbError> {
    tx.execute(
        &format!(
            "INSERT INTO improvement ({IMPROVEMENT}, status)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, 'open')"
        ),
        params![
            &new.workspace_id,
            &new.improvement_id,
            &new.draft.title,
            &new.draft.why,
            &new.slug,
            json(&new.draft.letter)?,
            json(&new.draft.heard)?,
            new.published_at_us,
            new.closed_at_us,
            new.told_at_us,
            new.revision,
            &new.created_by,
            new.created_at_us,
            new.changed_at_us
        ],
    )?;
    Ok(())
}

/// Stores a changed improvement; call it under [`lock`].
pub(crate) fn save(tx: &mut Tx<'_>, own: &Improvement) -> Result<(), DbError> {
    tx.execute(
        "UPDATE improvement SET title = $3, why = $4, letter = $5, heard = $6, status = $7,
                published_at_us = $8, closed_at_us = $9, told_at_us = $10, revision = $11,
                changed_at_us = $12
         WHERE workspace_id = $1 AND improvement_id = $2",
        params![
            &own.workspace_id,
            &own.improvement_id,
            &own.draft.title,
            &own.draft.why,
            json(&own.draft.letter)?,
            json(&own.draft.heard)?,
            if own.is_closed() { "closed" } else { "open" },
            own.published_at_us,
            own.closed_at_us,
            own.told_at_us,
            own.revision,
            own.changed_at_us
        ],
    )?;
    Ok(())
}

/// What the company of a workspace is called; `None` when there is no such workspace.
pub(crate) fn company(tx: &mut Tx<'_>, workspace_id: &str) -> Result<Option<String>, DbError> {
    tx.query_one(
        "SELECT name FROM workspace WHERE workspace_id = $1",
        params![workspace_id],
    )?
    .map(|row| row.get("name"))
    .transpose()
}

/// The workspace, when there is one and no other.
pub(crate) fn only_workspace(tx: &mut Tx<'_>) -> Result<Option<String>, DbError> {
    let rows = tx.query("SELECT workspace_id FROM workspace LIMIT 2", params![])?;
    match rows.as_slice() {
        [row] => Ok(Some(row.get("workspace_id")?)),
        _ => Ok(None),
    }
}

/// The published improvement at this address, when a single workspace has one there.
pub(crate) fn only_with_slug(tx: &mut Tx<'_>, slug: &str) -> Result<Option<Improvement>, DbError> {
    let rows = tx.query(
        &format!(
            "SELECT {IMPROVEMENT} FROM improvement
             WHERE slug = $1 AND published_at_us IS NOT NULL LIMIT 2"
        ),
        params![slug],
    )?;
    match rows.as_slice() {
        [row] => improvement(row).map(Some),
        _ => Ok(None),
    }
}
