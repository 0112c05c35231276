//! The do-not-contact list in the database.

use platform::db::Row;
use platform::{DbError, Tx, params};

use crate::model::{Blocked, BlockedKind};

fn blocked(row: &Row) -> Result<Blocked, DbError> {
    Ok(Blocked {
        kind: row.get::<String>("kind")?.parse().map_err(DbError::Bug)?,
        value: row.get("value")?,
        reason: row.get("reason")?,
        by: row.get("added_by")?,
        created_at_us: row.get("created_at_us")?,
    })
}

/// Adds an entry; false when it is there already, which stays as it is.
pub(crate) fn block(tx: &mut Tx<'_>, workspace_id: &str, entry: &Blocked) -> Result<bool, DbError> {
    let added = tx.execute(
        "INSERT INTO do_not_contact (workspace_id, kind, value, reason, added_by, created_at_us)
         VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (workspace_id, kind, value) DO NOTHING",
        params![
            workspace_id,
            entry.kind.as_str(),
            &entry.value,
            &entry.reason,
            &entry.by,
            entry.created_at_us
        ],
    )?;
    Ok(added > 0)
}

/// Removes an entry; false when there is none.
pub(crate) fn unblock(
    tx: &mut Tx<'_>,
    workspace_id: &str,
    kind: BlockedKind,
    value: &str,
) -> Result<bool, DbError> {
    let removed = tx.execute(
        "DELETE FROM do_not_contact WHERE workspace_id = $1 AND kind = $2 AND value = $3",
        params![workspace_id, kind.as_str(), value],
    )?;
    Ok(removed > 0)
}

/// The entry for this address or domain.
pub(crate) fn blocked_entry(
    tx: &mut Tx<'_>,
    workspace_id: &str,
    kind: BlockedKind,
    value: &str,
) -> Result<Option<Blocked>, DbError> {
    tx.query_one(
        "SELECT kind, value, reason, added_by, created_at_us FROM do_not_contact
         WHERE workspace_id = $1 AND kind = $2 AND value = $3",
        params![workspace_id, kind.as_str(), value],
    )?
    .map(|r| blocked(&r))
    .transpose()
}

/// Entries in order of kind (domains first) and value, after that of the last one seen.
pub(crate) fn blocked_page(
    tx: &mut Tx<'_>,
    workspace_id: &str,
    after: Option<(BlockedKind, &str)>,
    limit: usize,
) -> Result<Vec<Blocked>, DbError> {
    let (kind, value) = after.map_or(("", ""), |(kind, value)| (kind.as_str(), value));
    tx.query(
        "SELECT kind, value, reason, added_by, created_at_us FROM do_not_contact
         WHERE workspace_id = $1 AND (kind, value) > ($2, $3)
         ORDER BY kind, value LIMIT $4",
        params![workspace_id, kind, value, limit],
    )?
    .iter()
    .map(blocked)
    .collect()
}
