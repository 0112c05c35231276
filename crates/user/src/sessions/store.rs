//! SQL of sessions as people see them.

use platform::db::{Backend, Row};
use platform::{DbError, Tx, params};

/// A session in a list.
#[derive(Clone, Debug)]
pub(super) struct Line {
    /// Its hash in hexadecimal; nobody gets in with it.
    pub(super) id: String,
    pub(super) workspace: String,
    pub(super) device: String,
    pub(super) address: String,
    pub(super) created_at_us: i64,
    pub(super) last_seen_at_us: i64,
}

/// The hash of a session as text.
fn hex(backend: Backend) -> &'static str {
    match backend {
        Backend::Sqlite => "LOWER(HEX(s.session_hash))",
        Backend::Postgres => "ENCODE(s.session_hash, 'hex')",
    }
}

fn line(row: &Row) -> Result<Line, DbError> {
    Ok(Line {
        id: row.get("id")?,
        workspace: row.get("workspace")?,
        device: row.get("device")?,
        address: row.get("address")?,
        created_at_us: row.get("created_at_us")?,
        last_seen_at_us: row.get("last_seen_at_us")?,
    })
}

/// The sessions of a login that are still good, wherever they are, the last used first.
pub(super) fn of_login(
    tx: &mut Tx<'_>,
    login_id: &str,
    (seen_since_us, made_since_us): (i64, i64),
) -> Result<Vec<Line>, DbError> {
    let condition = "s.login_id = $1";
    list(
        tx,
        condition,
        params![login_id, seen_since_us, made_since_us],
    )
}

/// The sessions of a person that are in their workspace.
pub(super) fn of_person(
    tx: &mut Tx<'_>,
    (workspace_id, user_id): (&str, &str),
    (seen_since_us, made_since_us): (i64, i64),
) -> Result<Vec<Line>, DbError> {
    let condition = "s.user_id = $1 AND s.workspace_id = $4";
    let params = params![user_id, seen_since_us, made_since_us, workspace_id];
    list(tx, condition, params)
}

fn list(
    tx: &mut Tx<'_>,
    condition: &str,
    params: &[platform::db::Value],
) -> Result<Vec<Line>, DbError> {
    let id = hex(tx.backend());
    let sql = format!(
        "SELECT {id} AS id, w.name AS workspace, s.device, s.address, s.created_at_us,
                s.last_seen_at_us
         FROM session s JOIN workspace w ON w.workspace_id = s.workspace_id
         WHERE {condition} AND s.last_seen_at_us >= $2 AND s.created_at_us >= $3
         ORDER BY s.last_seen_at_us DESC, s.created_at_us DESC, id"
    );
    tx.query(&sql, params)?.iter().map(line).collect()
}

/// Ends one session of a login; false when it is not one of its.
pub(super) fn end_of_login(
    tx: &mut Tx<'_>,
    login_id: &str,
    session_hash: &[u8],
) -> Result<bool, DbError> {
    let ended = tx.execute(
        "DELETE FROM session WHERE session_hash = $2 AND login_id = $1",
        params![login_id, session_hash],
    )?;
    Ok(ended > 0)
}

/// Ends all sessions of a login but one.
pub(super) fn end_others(
    tx: &mut Tx<'_>,
    login_id: &str,
    session_hash: &[u8],
) -> Result<u64, DbError> {
    tx.execute(
        "DELETE FROM session WHERE login_id = $1 AND session_hash <> $2",
        params![login_id, session_hash],
    )
}

/// Ends one session of a person in a workspace; false when it is not one of theirs.
pub(super) fn end_of_person(
    tx: &mut Tx<'_>,
    (workspace_id, user_id): (&str, &str),
    session_hash: &[u8],
) -> Result<bool, DbError> {
    let ended = tx.execute(
        "DELETE FROM session WHERE workspace_id = $1 AND user_id = $2 AND session_hash = $3",
        params![workspace_id, user_id, session_hash],
    )?;
    Ok(ended > 0)
}

pub(super) fn describe(
    tx: &mut Tx<'_>,
    session_hash: &[u8],
    (device, address): (&str, &str),
) -> Result<(), DbError> {
    tx.execute(
        "UPDATE session SET device = $2, address = $3 WHERE session_hash = $1",
        params![session_hash, device, address],
    )?;
    Ok(())
}

pub(super) fn bind(tx: &mut Tx<'_>, session_hash: &[u8]) -> Result<(), DbError> {
    tx.execute(
        "UPDATE session SET is_bound = 1 WHERE session_hash = $1",
        params![session_hash],
    )?;
    Ok(())
}

pub(super) fn is_bound(tx: &mut Tx<'_>, session_hash: &[u8]) -> Result<bool, DbError> {
    let row = tx.query_one(
        "SELECT 1 FROM session WHERE session_hash = $1 AND is_bound = 1",
        params![session_hash],
    )?;
    Ok(row.is_some())
}

/// Of these sessions (hashes in hexadecimal, as a JSON array) those that are good now, each with
/// what its person may see: when that changes, what was shown before must not go on.
pub(super) fn present(
    tx: &mut Tx<'_>,
    ids: &str,
    (seen_since_us, made_since_us): (i64, i64),
) -> Result<Vec<(String, String)>, DbError> {
    let backend = tx.backend();
    let id = hex(backend);
    let sql = format!(
        "SELECT {id} AS id, u.workspace_id, u.user_id, u.role, u.team_id FROM session s
         JOIN app_user u ON u.workspace_id = s.workspace_id AND u.user_id = s.user_id
         WHERE {} AND u.login_id = s.login_id AND u.deactivated_at_us IS NULL
           AND s.last_seen_at_us >= $2 AND s.created_at_us >= $3",
        backend.among(id, "$1")
    );
    let rows = tx.query(&sql, params![ids, seen_since_us, made_since_us])?;
    rows.iter()
        .map(|row| {
            let text = |name| row.get::<String>(name);
            let team = row.get::<Option<String>>("team_id")?.unwrap_or_default();
            let stamp = [text("workspace_id")?, text("user_id")?, text("role")?, team].join(" ");
            Ok((row.get("id")?, stamp))
        })
        .collect()
}

/// Of these API keys (ids as a JSON array) those that are good now.
pub(super) fn present_keys(tx: &mut Tx<'_>, ids: &str) -> Result<Vec<(String, String)>, DbError> {
    let among = tx.backend().among("api_key_id", "$1");
    let sql =
        format!("SELECT api_key_id, scope FROM api_key WHERE {among} AND revoked_at_us IS NULL");
    let rows = tx.query(&sql, params![ids])?;
    rows.iter()
        .map(|row| Ok((row.get("api_key_id")?, row.get("scope")?)))
        .collect()
}
