//! Which team is part of which.

use platform::{DbError, Tx, params};

use crate::desk::Parents;

/// The parent of each team of a workspace.
pub(crate) fn parents(tx: &mut Tx<'_>, workspace_id: &str) -> Result<Parents, DbError> {
    tx.query(
        "SELECT team_id, parent_id FROM team WHERE workspace_id = $1",
        params![workspace_id],
    )?
    .iter()
    .map(|row| Ok((row.at(0)?, row.at(1)?)))
    .collect()
}
