//! SQL of logins and of whom they are in which workspace. These look across workspaces: what they
//! find is only for the login itself.

use platform::db::Row;
use platform::{DbError, Tx, params};

use super::{Login, Membership};

const LOGIN: &str = "SELECT login_id, email, password_hash, installation_administrator,
    last_workspace_id FROM login";

fn login(row: &Row) -> Result<Login, DbError> {
    Ok(Login {
        login_id: row.get("login_id")?,
        email: row.get("email")?,
        password_hash: Some(row.get("password_hash")?).filter(|hash: &String| !hash.is_empty()),
        is_installation_administrator: row.get("installation_administrator")?,
        last_workspace_id: row.get("last_workspace_id")?,
    })
}

/// The login with this address, in any case.
pub fn by_email(tx: &mut Tx<'_>, email: &str) -> Result<Option<Login>, DbError> {
    let email = email.trim().to_lowercase();
    tx.query_one(&format!("{LOGIN} WHERE email = $1"), params![email])?
        .map(|row| login(&row))
        .transpose()
}

/// The login with this id.
pub fn by_id(tx: &mut Tx<'_>, login_id: &str) -> Result<Option<Login>, DbError> {
    tx.query_one(&format!("{LOGIN} WHERE login_id = $1"), params![login_id])?
        .map(|row| login(&row))
        .transpose()
}

/// Makes a login; a unique error when the address has one.
pub fn add(tx: &mut Tx<'_>, login: &Login, now_us: i64) -> Result<(), DbError> {
    tx.execute(
        "INSERT INTO login (login_id, email, password_hash, installation_administrator,
                            last_workspace_id, created_at_us)
         VALUES ($1, $2, $3, $4, $5, $6)",
        params![
            &login.login_id,
            &login.email,
            login.password_hash.as_deref().unwrap_or_default(),
            i64::from(login.is_installation_administrator),
            login.last_workspace_id.as_deref(),
            now_us
        ],
    )?;
    Ok(())
}

/// Stores the hash of a password.
pub fn set_password(tx: &mut Tx<'_>, login_id: &str, password_hash: &str) -> Result<(), DbError> {
    tx.execute(
        "UPDATE login SET password_hash = $2 WHERE login_id = $1",
        params![login_id, password_hash],
    )?;
    Ok(())
}

/// Stores a stronger hash of the same password, unless another password was chosen meanwhile.
pub(crate) fn renew_hash(
    tx: &mut Tx<'_>,
    login_id: &str,
    (before, after): (&str, &str),
) -> Result<(), DbError> {
    tx.execute(
        "UPDATE login SET password_hash = $3 WHERE login_id = $1 AND password_hash = $2",
        params![login_id, before, after],
    )?;
    Ok(())
}

/// Makes what is counted of a login wait for each other.
pub(crate) fn lock(tx: &mut Tx<'_>, login_id: &str) -> Result<(), DbError> {
    tx.execute(
        "UPDATE login SET created_at_us = created_at_us WHERE login_id = $1",
        params![login_id],
    )?;
    Ok(())
}

/// Lets a login in as this person; false when the person has a login already or doesn't exist.
pub fn link(
    tx: &mut Tx<'_>,
    login_id: &str,
    (workspace_id, user_id): (&str, &str),
) -> Result<bool, DbError> {
    let changed = tx.execute(
        "UPDATE app_user SET login_id = $3
         WHERE workspace_id = $1 AND user_id = $2 AND login_id IS NULL",
        params![workspace_id, user_id, login_id],
    )?;
    Ok(changed > 0)
}

/// Workspace and id of the active people with this address who have no login.
pub(super) fn without(tx: &mut Tx<'_>, email: &str) -> Result<Vec<(String, String)>, DbError> {
    tx.query(
        "SELECT workspace_id, user_id FROM app_user
         WHERE email = $1 AND login_id IS NULL AND deactivated_at_us IS NULL",
        params![email],
    )?
    .iter()
    .map(|row| Ok((row.get("workspace_id")?, row.get("user_id")?)))
    .collect()
}

/// The active people a login is, the oldest workspace first.
pub fn people(tx: &mut Tx<'_>, login_id: &str) -> Result<Vec<Membership>, DbError> {
    tx.query(
        "SELECT u.workspace_id, w.name AS workspace, u.user_id, u.name, u.role FROM app_user u
         JOIN workspace w ON w.workspace_id = u.workspace_id
         WHERE u.login_id = $1 AND u.deactivated_at_us IS NULL
         ORDER BY w.created_at_us, w.workspace_id",
        params![login_id],
    )?
    .iter()
    .map(|row| {
        Ok(Membership {
            workspace_id: row.get("workspace_id")?,
            workspace: row.get("workspace")?,
            user_id: row.get("user_id")?,
            name: row.get("name")?,
            role: row.get::<String>("role")?.parse().map_err(DbError::Bug)?,
        })
    })
    .collect()
}

/// Keeps where a login was last.
pub(super) fn set_last(tx: &mut Tx<'_>, login_id: &str, workspace_id: &str) -> Result<(), DbError> {
    tx.execute(
        "UPDATE login SET last_workspace_id = $2 WHERE login_id = $1",
        params![login_id, workspace_id],
    )?;
    Ok(())
}

pub(super) fn add_session(
    tx: &mut Tx<'_>,
    (login, place): (&Login, &Membership),
    session_hash: &[u8],
    now_us: i64,
) -> Result<(), DbError> {
    tx.execute(
        "INSERT INTO session (workspace_id, session_hash, user_id, login_id, created_at_us,
                              last_seen_at_us)
         VALUES ($1, $2, $3, $4, $5, $5)",
        params![
            &place.workspace_id,
            session_hash,
            &place.user_id,
            &login.login_id,
            now_us
        ],
    )?;
    Ok(())
}

/// Lets a session go on under another hash as the person of another workspace; false when it ended
/// meanwhile.
pub(super) fn move_session(
    tx: &mut Tx<'_>,
    session_hash: &[u8],
    (new_hash, place): (&[u8], &Membership),
) -> Result<bool, DbError> {
    let moved = tx.execute(
        "UPDATE session SET session_hash = $4, workspace_id = $2, user_id = $3
         WHERE session_hash = $1",
        params![session_hash, &place.workspace_id, &place.user_id, new_hash],
    )?;
    Ok(moved > 0)
}

/// Ends all sessions of a login, in all workspaces.
pub fn end_sessions(tx: &mut Tx<'_>, login_id: &str) -> Result<(), DbError> {
    tx.execute("DELETE FROM session WHERE login_id = $1", params![login_id])?;
    // Who knew the password a moment ago and was about to bring a code begins again.
    tx.execute(
        "DELETE FROM login_step WHERE login_id = $1",
        params![login_id],
    )?;
    Ok(())
}

/// Ends the sessions that are in a workspace as this person; those of the same login elsewhere go on.
pub fn end_sessions_of_person(
    tx: &mut Tx<'_>,
    (workspace_id, user_id): (&str, &str),
) -> Result<(), DbError> {
    tx.execute(
        "DELETE FROM session WHERE workspace_id = $1 AND user_id = $2",
        params![workspace_id, user_id],
    )?;
    Ok(())
}
