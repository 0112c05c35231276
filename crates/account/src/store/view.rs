//! Saved views in the database.

use platform::db::Row;
use platform::{DbError, Tx, params};

use crate::model::View;

const COLUMNS: &str = "view_id, user_id, name, query, shared, revision";

fn read(row: &Row) -> Result<View, DbError> {
    Ok(View {
        view_id: row.get("view_id")?,
        user_id: row.get("user_id")?,
        name: row.get("name")?,
        query: row.get("query")?,
        shared: row.get("shared")?,
        revision: row.get("revision")?,
    })
}

/// Views a person sees: their own and shared ones, by name. A program sees shared ones and those
/// programs made.
pub fn views(tx: &mut Tx<'_>, workspace_id: &str, user_id: &str) -> Result<Vec<View>, DbError> {
    tx.query(
        &format!(
            "SELECT {COLUMNS} FROM account_view
             WHERE workspace_id = $1 AND (shared = 1 OR user_id = $2) ORDER BY name, view_id"
        ),
        params![workspace_id, user_id],
    )?
    .iter()
    .map(read)
    .collect()
}

/// One of the views a person sees.
pub fn view(
    tx: &mut Tx<'_>,
    workspace_id: &str,
    (user_id, view_id): (&str, &str),
) -> Result<Option<View>, DbError> {
    tx.query_one(
        &format!(
            "SELECT {COLUMNS} FROM account_view
             WHERE workspace_id = $1 AND view_id = $3 AND (shared = 1 OR user_id = $2)"
        ),
        params![workspace_id, user_id, view_id],
    )?
    .map(|row| read(&row))
    .transpose()
}

/// Stores a new view.
pub fn add_view(
    tx: &mut Tx<'_>,
    workspace_id: &str,
    view: &View,
    now_us: i64,
) -> Result<(), DbError> {
    tx.execute(
        "INSERT INTO account_view
            (workspace_id, view_id, user_id, name, query, shared, revision, created_at_us,
             changed_at_us)
         VALUES ($1, $2, $3, $4, $5, $6, 0, $7, $7)",
        params![
            workspace_id,
            &view.view_id,
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
pub fn change_view(
    tx: &mut Tx<'_>,
    workspace_id: &str,
    view: &View,
    now_us: i64,
) -> Result<bool, DbError> {
    let changed = tx.execute(
        "UPDATE account_view SET name = $4, query = $5, shared = $6, revision = revision + 1,
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
pub fn remove_view(tx: &mut Tx<'_>, workspace_id: &str, view_id: &str) -> Result<(), DbError> {
    tx.execute(
        "DELETE FROM account_view WHERE workspace_id = $1 AND view_id = $2",
        params![workspace_id, view_id],
    )?;
    Ok(())
}
