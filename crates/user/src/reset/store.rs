//! SQL of links to choose a new password.

use platform::{DbError, Tx, params};

use crate::store::User;

/// That somebody asked for a link.
pub(super) struct Reset {
    pub(super) user_id: String,
    /// Nothing: an invitation.
    pub(super) login_id: Option<String>,
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
        "INSERT INTO password_reset (workspace_id, password_reset_id, user_id, login_id,
                                     asked_at_us)
         VALUES ($1, $2, $3, $4, $5)",
        params![
            &user.workspace_id,
            password_reset_id,
            &user.user_id,
            user.login_id.as_deref(),
            now_us
        ],
    )?;
    Ok(())
}

pub(super) fn by_id(
    tx: &mut Tx<'_>,
    workspace_id: &str,
    password_reset_id: &str,
) -> Result<Option<Reset>, DbError> {
    tx.query_one(
        "SELECT user_id, login_id, asked_at_us, over_at_us FROM password_reset
         WHERE workspace_id = $1 AND password_reset_id = $2",
        params![workspace_id, password_reset_id],
    )?
    .map(|row| {
        Ok(Reset {
            user_id: row.get("user_id")?,
            login_id: row.get("login_id")?,
            asked_at_us: row.get("asked_at_us")?,
            is_over: row.get::<Option<i64>>("over_at_us")?.is_some(),
        })
    })
    .transpose()
}

/// Links made since then: for the login, wherever it is a person, or for the person invited.
pub(super) fn asked_since(tx: &mut Tx<'_>, user: &User, since_us: i64) -> Result<i64, DbError> {
    let row = tx.query_one(
        "SELECT CAST(COUNT(*) AS BIGINT) AS asked FROM password_reset
         WHERE (login_id = $4 OR (workspace_id = $1 AND user_id = $2)) AND asked_at_us >= $3",
        params![
            &user.workspace_id,
            &user.user_id,
            since_us,
            user.login_id.as_deref().unwrap_or_default()
        ],
    )?;
    row.map_or(Ok(0), |r| r.get("asked"))
}

/// Ends the links of a person and of their login; how many there were.
pub(super) fn end_all(tx: &mut Tx<'_>, user: &User, now_us: i64) -> Result<u64, DbError> {
    tx.execute(
        "UPDATE password_reset SET over_at_us = $4
         WHERE (login_id = $3 OR (workspace_id = $1 AND user_id = $2)) AND over_at_us IS NULL",
        params![
            &user.workspace_id,
            &user.user_id,
            user.login_id.as_deref().unwrap_or_default(),
            now_us
        ],
    )
}

pub(super) fn end_of_person(
    tx: &mut Tx<'_>,
    (workspace_id, user_id): (&str, &str),
    now_us: i64,
) -> Result<(), DbError> {
    tx.execute(
        "UPDATE password_reset SET over_at_us = $3
         WHERE workspace_id = $1 AND user_id = $2 AND over_at_us IS NULL",
        params![workspace_id, user_id, now_us],
    )?;
    Ok(())
}

pub(super) fn end_of_login(tx: &mut Tx<'_>, login_id: &str, now_us: i64) -> Result<(), DbError> {
    tx.execute(
        "UPDATE password_reset SET over_at_us = $2 WHERE login_id = $1 AND over_at_us IS NULL",
        params![login_id, now_us],
    )?;
    Ok(())
}
