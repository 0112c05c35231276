//! Saved views in the database.

use platform::db::Row;
use platform::{DbError, Tx, params};

use super::View;

const COLUMNS: &str = "view_id, noun, user_id, name, query, shared, revision";

fn read(row: &Row) -> Result<View, DbError> {
    Ok(View {
        view_id: row.get("view_id")?,
        noun: row.get("noun")?,
        user_id: row.get("user_id")?,
        name: row.get("name")?,
        query: row.get("query")?,
        shared: row.get("shared")?,
        revision: row.get("revision")?,
    })
}

/// Views of a noun, or of all, that a person sees: their own and shared ones, by name. A program
/// sees shared ones and those programs made.
pub(super) fn views(
    tx: &mut Tx<'_>,
    workspace_id: &str,
    (user_id, noun): (&str, Option<&str>),
) -> Result<Vec<View>, DbError> {
    let sql = |of: &str| {
        format!(
            "SELECT {COLUMNS} FROM saved_view
             WHERE workspace_id = $1 AND (shared = 1 OR user_id = $2){of} ORDER BY name, view_id"
        )
    };
    let rows = match noun {
        Some(noun) => tx.query(&sql(" AND noun = $3"), params![workspace_id, user_id, noun])?,
        None => tx.query(&sql(""), params![workspace_id, user_id])?,
    };
    rows.iter().map(read).collect()
}

/// One of the views a person sees.
pub(super) fn view(
    tx: &mut Tx<'_>,
    workspace_id: &str,
    (user_id, view_id): (&str, &str),
) -> Result<Option<View>, DbError> {
    tx.query_one(
        &format!(
            "SELECT {COLUMNS} FROM saved_view
             WHERE workspace_id = $1 AND view_id = $3 AND (shared = 1 OR user_id = $2)"
        ),
        params![workspace_id, user_id, view_id],
    )?
    .map(|row| read(&row))
    .transpose()
}

/// Stores a new view.
pub(super) fn add_view(
    tx: &mut Tx<'_>,
    workspace_id: &str,
    view: &View,
    now_us: i64,
) -> Result<(), DbError> {
    tx.execute(
        "INSERT INTO saved_view
            (workspace_id, view_id, noun, user_id, name, query, shared, revision, created_at_us,
             changed_at_us)
         VALUES ($1, $2, $3, $4, $5, $6, $7, 0, $8, $8)",
        params![
            workspace_id,
            &view.view_id,
            &view.noun,
            &view.user_id,
            &view.name,
            &view.query,
            view.shared,
            now_us
        ],
    )?;
    Ok(())
}

/// Stores a changed view as the revision after the one in it. False when somebody else changed it.
pub(super) fn change_view(
    tx: &mut Tx<'_>,
    workspace_id: &str,
    view: &View,
    now_us: i64,
) -> Result<bool, DbError> {
    let changed = tx.execute(
        "UPDATE saved_view SET name = $4, query = $5, shared = $6, revision = revision + 1,
                changed_at_us = $7
         WHERE workspace_id = $1 AND view_id = $2 AND revision = $3",
        params![
            workspace_id,
            &view.view_id,
            view.revision,
            &view.name,
            &view.query,
            view.shared,
            now_us
        ],
    )?;
    Ok(changed > 0)
}

/// Removes a view.
pub(super) fn remove_view(
    tx: &mut Tx<'_>,
    workspace_id: &str,
    view_id: &str,
) -> Result<(), DbError> {
    tx.execute(
        "DELETE FROM saved_view WHERE workspace_id = $1 AND view_id = $2",
        params![workspace_id, view_id],
    )?;
    Ok(())
}
