//! SQL of workspaces and of who administers the installation.

use platform::db::Row;
use platform::{DbError, Tx, params};

use super::Workspace;

const WORKSPACE: &str = "SELECT w.workspace_id, w.name, w.time_zone, w.created_at_us,
    (SELECT CAST(COUNT(*) AS BIGINT) FROM app_user u
     WHERE u.workspace_id = w.workspace_id AND u.deactivated_at_us IS NULL) AS people
    FROM workspace w";

fn workspace(row: &Row) -> Result<Workspace, DbError> {
    Ok(Workspace {
        workspace_id: row.get("workspace_id")?,
        name: row.get("name")?,
        time_zone: row.get("time_zone")?,
        people: row.get("people")?,
        created_at_us: row.get("created_at_us")?,
    })
}

/// All workspaces, the oldest first.
pub fn all(tx: &mut Tx<'_>) -> Result<Vec<Workspace>, DbError> {
    tx.query(
        &format!("{WORKSPACE} ORDER BY w.created_at_us, w.workspace_id"),
        &[],
    )?
    .iter()
    .map(workspace)
    .collect()
}

/// Makes changes of workspaces wait for each other.
pub(super) fn lock(tx: &mut Tx<'_>) -> Result<(), DbError> {
    tx.execute("UPDATE installation SET set_up_at_us = set_up_at_us", &[])?;
    Ok(())
}

pub(super) fn rename(tx: &mut Tx<'_>, workspace_id: &str, name: &str) -> Result<(), DbError> {
    tx.execute(
        "UPDATE workspace SET name = $2 WHERE workspace_id = $1",
        params![workspace_id, name],
    )?;
    Ok(())
}

/// The addresses of whoever administers the installation, in their order.
pub(super) fn administrators(tx: &mut Tx<'_>) -> Result<Vec<String>, DbError> {
    tx.query(
        "SELECT email FROM login WHERE installation_administrator = 1 ORDER BY email",
        &[],
    )?
    .iter()
    .map(|row| row.get("email"))
    .collect()
}

/// Lets a login administer the installation or not; false when nobody has the address.
pub(super) fn set_administrator(
    tx: &mut Tx<'_>,
    email: &str,
    is_administrator: bool,
) -> Result<bool, DbError> {
    let changed = tx.execute(
        "UPDATE login SET installation_administrator = $2 WHERE email = $1",
        params![email, i64::from(is_administrator)],
    )?;
    Ok(changed > 0)
}
