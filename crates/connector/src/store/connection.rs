//! Connections themselves, and which node pulls from them.

use platform::db::Row;
use platform::{DbError, Tx, params};

use super::bug;
use crate::model::{Connection, Secrets};

/// How long a node that pulls is believed to live after its last page, in microseconds. A page may
/// take as long as a call may, and a while to store.
pub(crate) const HELD_US: i64 = 300 * 1_000_000;

const COLUMNS: &str = "workspace_id, connector_id, system, name, definition, secrets, is_on, \
                       revision, created_at_us, due_at_us, failures";

fn connection(row: &Row) -> Result<Connection, DbError> {
    let definition: String = row.get("definition")?;
    let secrets: String = row.get("secrets")?;
    Ok(Connection {
        workspace_id: row.get("workspace_id")?,
        connector_id: row.get("connector_id")?,
        system: row.get::<String>("system")?.parse().map_err(DbError::Bug)?,
        name: row.get("name")?,
        definition: serde_json::from_str(&definition).map_err(|e| bug("a connection", &e))?,
        secrets: serde_json::from_str(&secrets).map_err(|e| bug("secrets", &e))?,
        is_on: row.get("is_on")?,
        revision: row.get("revision")?,
        created_at_us: row.get("created_at_us")?,
        due_at_us: row.get("due_at_us")?,
        failures: u32::try_from(row.get::<i64>("failures")?).unwrap_or(u32::MAX),
    })
}

fn json(connection: &Connection) -> Result<(String, String), DbError> {
    let secrets: &Secrets = &connection.secrets;
    Ok((
        serde_json::to_string(&connection.definition).map_err(|e| bug("a connection", &e))?,
        serde_json::to_string(secrets).map_err(|e| bug("secrets", &e))?,
    ))
}

pub(crate) fn add(tx: &mut Tx<'_>, new: &Connection) -> Result<(), DbError> {
    let (definition, secrets) = json(new)?;
    tx.execute(
        &format!(
            "INSERT INTO connector ({COLUMNS}, changed_at_us, held_until_us, cases_until_us)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $9, 0, $9)"
        ),
        params![
            &new.workspace_id,
            &new.connector_id,
            new.system.as_str(),
            &new.name,
            definition,
            secrets,
            new.is_on,
            new.revision,
            new.created_at_us,
            new.due_at_us,
            i64::from(new.failures)
        ],
    )?;
    Ok(())
}

/// Stores a changed connection as the revision after the one in it; false when somebody else
/// changed it meanwhile. A node that pulls from it as it was stops at its next page.
pub(crate) fn save(tx: &mut Tx<'_>, changed: &Connection, now_us: i64) -> Result<bool, DbError> {
    let (definition, secrets) = json(changed)?;
    let rows = tx.execute(
        "UPDATE connector SET name = $4, definition = $5, secrets = $6, is_on = $7,
                revision = revision + 1, due_at_us = $8, failures = $9, changed_at_us = $10,
                holder = NULL, held_until_us = 0
         WHERE workspace_id = $1 AND connector_id = $2 AND revision = $3",
        params![
            &changed.workspace_id,
            &changed.connector_id,
            changed.revision,
            &changed.name,
            definition,
            secrets,
            changed.is_on,
            changed.due_at_us,
            i64::from(changed.failures),
            now_us
        ],
    )?;
    Ok(rows > 0)
}

/// Takes a connection away, with all that is known of it.
pub(crate) fn remove(tx: &mut Tx<'_>, (workspace_id, id): (&str, &str)) -> Result<(), DbError> {
    tx.execute(
        "DELETE FROM connector_fault WHERE workspace_id = $1 AND run_id IN
           (SELECT run_id FROM connector_run WHERE workspace_id = $1 AND connector_id = $2)",
        params![workspace_id, id],
    )?;
    for table in [
        "connector_run",
        "connector_cursor",
        "connector_link",
        "connector_push",
        "connector",
    ] {
        tx.execute(
            &format!("DELETE FROM {table} WHERE workspace_id = $1 AND connector_id = $2"),
            params![workspace_id, id],
        )?;
    }
    Ok(())
}

pub(crate) fn by_id(
    tx: &mut Tx<'_>,
    (workspace_id, id): (&str, &str),
) -> Result<Option<Connection>, DbError> {
    tx.query_one(
        &format!("SELECT {COLUMNS} FROM connector WHERE workspace_id = $1 AND connector_id = $2"),
        params![workspace_id, id],
    )?
    .map(|row| connection(&row))
    .transpose()
}

pub(crate) fn all(tx: &mut Tx<'_>, workspace_id: &str) -> Result<Vec<Connection>, DbError> {
    tx.query(
        &format!(
            "SELECT {COLUMNS} FROM connector WHERE workspace_id = $1 ORDER BY name, connector_id"
        ),
        params![workspace_id],
    )?
    .iter()
    .map(connection)
    .collect()
}

/// Connections that are on, of every workspace.
pub(crate) fn all_on(tx: &mut Tx<'_>) -> Result<Vec<Connection>, DbError> {
    tx.query(
        &format!(
            "SELECT {COLUMNS} FROM connector WHERE is_on = 1 ORDER BY workspace_id, connector_id"
        ),
        &[],
    )?
    .iter()
    .map(connection)
    .collect()
}

/// Connections that are due and that no living node pulls from.
pub(crate) fn due(tx: &mut Tx<'_>, now_us: i64) -> Result<Vec<(String, String)>, DbError> {
    tx.query(
        "SELECT workspace_id, connector_id FROM connector
         WHERE due_at_us <= $1 AND held_until_us <= $1 ORDER BY due_at_us LIMIT 100",
        params![now_us],
    )?
    .iter()
    .map(|row| Ok((row.at(0)?, row.at(1)?)))
    .collect()
}

/// Takes a connection for a node; false when another was first.
pub(crate) fn hold(
    tx: &mut Tx<'_>,
    (workspace_id, id): (&str, &str),
    node: &str,
    now_us: i64,
) -> Result<bool, DbError> {
    let rows = tx.execute(
        "UPDATE connector SET holder = $3, held_until_us = $4
         WHERE workspace_id = $1 AND connector_id = $2 AND due_at_us <= $5 AND held_until_us <= $5",
        params![
            workspace_id,
            id,
            node,
            now_us.saturating_add(HELD_US),
            now_us
        ],
    )?;
    Ok(rows > 0)
}

/// Goes on holding it; false when another took it over, or it is gone.
pub(crate) fn still_held(
    tx: &mut Tx<'_>,
    (workspace_id, id): (&str, &str),
    node: &str,
    now_us: i64,
) -> Result<bool, DbError> {
    let rows = tx.execute(
        "UPDATE connector SET held_until_us = $4
         WHERE workspace_id = $1 AND connector_id = $2 AND holder = $3",
        params![workspace_id, id, node, now_us.saturating_add(HELD_US)],
    )?;
    Ok(rows > 0)
}

/// Lets go of it, due again then. Unless somebody asked for it meanwhile.
pub(crate) fn let_go(
    tx: &mut Tx<'_>,
    (workspace_id, id): (&str, &str),
    node: &str,
    (due_at_us, failures): (Option<i64>, u32),
) -> Result<(), DbError> {
    tx.execute(
        "UPDATE connector SET holder = NULL, held_until_us = 0, due_at_us = $4, failures = $5
         WHERE workspace_id = $1 AND connector_id = $2 AND holder = $3",
        params![workspace_id, id, node, due_at_us, i64::from(failures)],
    )?;
    Ok(())
}

/// Makes it due now.
pub(crate) fn want(
    tx: &mut Tx<'_>,
    (workspace_id, id): (&str, &str),
    now_us: i64,
) -> Result<(), DbError> {
    tx.execute(
        "UPDATE connector SET due_at_us = $3 WHERE workspace_id = $1 AND connector_id = $2",
        params![workspace_id, id, now_us],
    )?;
    Ok(())
}
