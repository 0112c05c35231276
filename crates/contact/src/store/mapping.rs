//! What the columns of files became: kept by the header, under a name or the empty one.

use platform::{DbError, Tx, params};

/// Mappings with a name that are offered.
const NAMED_MAX: usize = 50;

/// What the columns of the last file with this header became, as JSON.
pub(crate) fn of_header(
    tx: &mut Tx<'_>,
    workspace_id: &str,
    header: &str,
) -> Result<Option<String>, DbError> {
    tx.query_one(
        "SELECT columns FROM import_mapping
         WHERE workspace_id = $1 AND header = $2 ORDER BY used_at_us DESC, name LIMIT 1",
        params![workspace_id, header],
    )?
    .map(|row| row.at(0))
    .transpose()
}

/// The names of mappings, by name.
pub(crate) fn names(tx: &mut Tx<'_>, workspace_id: &str) -> Result<Vec<String>, DbError> {
    tx.query(
        "SELECT DISTINCT name FROM import_mapping WHERE workspace_id = $1 AND name <> ''
         ORDER BY name LIMIT $2",
        params![workspace_id, NAMED_MAX],
    )?
    .iter()
    .map(|row| row.at(0))
    .collect()
}

/// What columns become by the mapping of this name, as JSON.
pub(crate) fn named(
    tx: &mut Tx<'_>,
    workspace_id: &str,
    name: &str,
) -> Result<Option<String>, DbError> {
    tx.query_one(
        "SELECT columns FROM import_mapping WHERE workspace_id = $1 AND name = $2
         ORDER BY used_at_us DESC LIMIT 1",
        params![workspace_id, name],
    )?
    .map(|row| row.at(0))
    .transpose()
}

/// Keeps what the columns of a header become, in place of what they became before.
pub(crate) fn keep(
    tx: &mut Tx<'_>,
    workspace_id: &str,
    (name, header): (&str, &str),
    columns_json: &str,
    now_us: i64,
) -> Result<(), DbError> {
    tx.execute(
        "INSERT INTO import_mapping (workspace_id, header, name, columns, used_at_us)
         VALUES ($1, $2, $3, $4, $5)
         ON CONFLICT (workspace_id, header, name) DO UPDATE SET columns = excluded.columns,
            used_at_us = excluded.used_at_us",
        params![workspace_id, header, name, columns_json, now_us],
    )?;
    Ok(())
}
