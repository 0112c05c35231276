//! SQL of links to choose a new password.

use platform::{DbError, Tx, params};

use crate::store::User;

/// That somebody asked for a link.
pub(super) struct Reset {
    pub(super) user_id: String,
    pub(super) asked_at_us: i64,
    pub(super) is_over: bool,
}

pub(super) fn add(
    tx: &mut Tx<'_>,
    user: &User,
    password_reset_id: &str,
    now_us: i64,
) -> Result<(), DbError> {
    tx.execute(
        "INSERT INTO password_reset (workspace_id, password_reset_id, user_id, asked_at_us)
         VALUES ($1, $2, $3, $4)",
        params![&user.workspace_id, password_reset_id, &user.user_id, now_us],
    )?;
    Ok(())
}

pub(super) fn by_id(
    tx: &mut Tx<'_>,
    workspace_id: &str,
    password_reset_id: &str,
) -> Result<Option<Reset>, DbError> {
    tx.query_one(
        "SELECT user_id, asked_at_us, over_at_us FROM password_reset
         WHERE workspace_id = $1 AND password_reset_id = $2",
        params![workspace_id, password_reset_id],
    )?
    .map(|row| {
        Ok(Reset {
            user_id: row.get("user_id")?,
            asked_at_us: row.get("asked_at_us")?,
            is_over: row.get::<Option<i64>>("over_at_us")?.is_some(),
        })
    })
    .transpose()
}

pub(super) fn asked_since(tx: &mut Tx<'_>, user: &User, since_us: i64) -> Result<i64, DbError> {
    let row = tx.query_one(
        "SELECT CAST(COUNT(*) AS BIGINT) AS asked FROM password_reset
         WHERE workspace_id = $1 AND user_id = $2 AND asked_at_us >= $3",
        params![&user.workspace_id, &user.user_id, since_us],
    )?;
    row.map_or(Ok(0), |r| r.get("asked"))
}

/// Ends the links of a user; how many there were.
pub(super) fn end_all(
    tx: &mut Tx<'_>,
    workspace_id: &str,
    user_id: &str,
    now_us: i64,
) -> Result<u64, DbError> {
    tx.execute(
        "UPDATE password_reset SET over_at_us = $3
         WHERE workspace_id = $1 AND user_id = $2 AND over_at_us IS NULL",
        params![workspace_id, user_id, now_us],
    )
}
