//! SQL of second factors, of logins between password and code, and of who must have one.

use platform::{DbError, Tx, params};

use crate::model::Role;

/// A second factor.
pub(super) struct Factor {
    pub(super) secret: Vec<u8>,
    /// Step of the last code that was accepted.
    pub(super) last_step: i64,
    pub(super) made_at_us: i64,
    pub(super) is_confirmed: bool,
}

pub(super) fn factor(tx: &mut Tx<'_>, login_id: &str) -> Result<Option<Factor>, DbError> {
    tx.query_one(
        "SELECT secret, last_step, made_at_us, confirmed_at_us FROM login_factor
         WHERE login_id = $1",
        params![login_id],
    )?
    .map(|row| {
        Ok(Factor {
            secret: row.get("secret")?,
            last_step: row.get("last_step")?,
            made_at_us: row.get("made_at_us")?,
            is_confirmed: row.get::<Option<i64>>("confirmed_at_us")?.is_some(),
        })
    })
    .transpose()
}

/// Keeps a secret that is being set up, in place of one before it; one that is in use stays.
pub(super) fn begin(
    tx: &mut Tx<'_>,
    login_id: &str,
    secret: &[u8],
    now_us: i64,
) -> Result<(), DbError> {
    tx.execute(
        "INSERT INTO login_factor (login_id, secret, last_step, made_at_us) VALUES ($1, $2, 0, $3)
         ON CONFLICT (login_id) DO UPDATE
         SET secret = excluded.secret, last_step = 0, made_at_us = excluded.made_at_us
         WHERE login_factor.confirmed_at_us IS NULL",
        params![login_id, secret, now_us],
    )?;
    Ok(())
}

/// Takes a secret into use; false when that was done before.
pub(super) fn confirm(
    tx: &mut Tx<'_>,
    login_id: &str,
    (step, now_us): (i64, i64),
) -> Result<bool, DbError> {
    let changed = tx.execute(
        "UPDATE login_factor SET confirmed_at_us = $3, last_step = $2
         WHERE login_id = $1 AND confirmed_at_us IS NULL",
        params![login_id, step, now_us],
    )?;
    Ok(changed > 0)
}

/// Uses a step up; false when it, or a later one, was used before.
pub(super) fn use_step(tx: &mut Tx<'_>, login_id: &str, step: i64) -> Result<bool, DbError> {
    let changed = tx.execute(
        "UPDATE login_factor SET last_step = $2
         WHERE login_id = $1 AND last_step < $2 AND confirmed_at_us IS NOT NULL",
        params![login_id, step],
    )?;
    Ok(changed > 0)
}

/// Forgets a factor with its recovery codes, and logins under way; false when there is none.
pub(super) fn remove(tx: &mut Tx<'_>, login_id: &str) -> Result<bool, DbError> {
    for table in ["login_recovery", "login_step", "login_wrong"] {
        tx.execute(
            &format!("DELETE FROM {table} WHERE login_id = $1"),
            params![login_id],
        )?;
    }
    let removed = tx.execute(
        "DELETE FROM login_factor WHERE login_id = $1",
        params![login_id],
    )?;
    Ok(removed > 0)
}

/// Keeps recovery codes in place of those before.
pub(super) fn set_recovery(
    tx: &mut Tx<'_>,
    login_id: &str,
    hashes: &[Vec<u8>],
) -> Result<(), DbError> {
    tx.execute(
        "DELETE FROM login_recovery WHERE login_id = $1",
        params![login_id],
    )?;
    for hash in hashes {
        tx.execute(
            "INSERT INTO login_recovery (login_id, code_hash) VALUES ($1, $2)",
            params![login_id, hash.as_slice()],
        )?;
    }
    Ok(())
}

/// Uses a recovery code up; false when there is none like it that is unused.
pub(super) fn use_recovery(
    tx: &mut Tx<'_>,
    login_id: &str,
    hash: &[u8],
    now_us: i64,
) -> Result<bool, DbError> {
    let changed = tx.execute(
        "UPDATE login_recovery SET used_at_us = $3
         WHERE login_id = $1 AND code_hash = $2 AND used_at_us IS NULL",
        params![login_id, hash, now_us],
    )?;
    Ok(changed > 0)
}

/// How many recovery codes are left.
pub(super) fn recovery_left(tx: &mut Tx<'_>, login_id: &str) -> Result<i64, DbError> {
    let row = tx.query_one(
        "SELECT CAST(COUNT(*) AS BIGINT) AS n FROM login_recovery
         WHERE login_id = $1 AND used_at_us IS NULL",
        params![login_id],
    )?;
    row.map_or(Ok(0), |r| r.get("n"))
}

/// Keeps that somebody knew the password, and forgets who didn't come back with a code.
pub(super) fn add_step(
    tx: &mut Tx<'_>,
    login_id: &str,
    step_hash: &[u8],
    (now_us, before_us): (i64, i64),
) -> Result<(), DbError> {
    tx.execute(
        "DELETE FROM login_step WHERE made_at_us < $1",
        params![before_us],
    )?;
    tx.execute(
        "INSERT INTO login_step (step_hash, login_id, tries, made_at_us) VALUES ($1, $2, 0, $3)",
        params![step_hash, login_id, now_us],
    )?;
    Ok(())
}

/// Takes one of the tries of a step, before its outcome is known; whose it is, when it is younger
/// than `since_us` and has tries left.
pub(super) fn take_try(
    tx: &mut Tx<'_>,
    step_hash: &[u8],
    (since_us, tries_max): (i64, i64),
) -> Result<Option<String>, DbError> {
    let taken = tx.execute(
        "UPDATE login_step SET tries = tries + 1
         WHERE step_hash = $1 AND made_at_us >= $2 AND tries < $3",
        params![step_hash, since_us, tries_max],
    )?;
    if taken == 0 {
        return Ok(None);
    }
    let row = tx.query_one(
        "SELECT login_id FROM login_step WHERE step_hash = $1",
        params![step_hash],
    )?;
    row.map(|row| row.get("login_id")).transpose()
}

/// Whether a step is still good.
pub(super) fn has_step(
    tx: &mut Tx<'_>,
    step_hash: &[u8],
    (since_us, tries_max): (i64, i64),
) -> Result<bool, DbError> {
    let row = tx.query_one(
        "SELECT 1 FROM login_step WHERE step_hash = $1 AND made_at_us >= $2 AND tries < $3",
        params![step_hash, since_us, tries_max],
    )?;
    Ok(row.is_some())
}

/// Ends a step; false when another request did.
pub(super) fn end_step(tx: &mut Tx<'_>, step_hash: &[u8]) -> Result<bool, DbError> {
    let ended = tx.execute(
        "DELETE FROM login_step WHERE step_hash = $1",
        params![step_hash],
    )?;
    Ok(ended > 0)
}

/// Takes a try of a login's codes, of all its steps together; when the last one was that was granted
/// if there were `tries_max` since `since_us`. One statement counts and judges, so that many at the
/// same time, on several nodes, can't be more than the limit.
pub(super) fn count_try(
    tx: &mut Tx<'_>,
    login_id: &str,
    tries_max: i64,
    (now_us, since_us): (i64, i64),
) -> Result<Result<(), i64>, DbError> {
    let taken = tx.execute(
        "INSERT INTO login_wrong (login_id, wrong, last_at_us) VALUES ($1, 1, $3)
         ON CONFLICT (login_id) DO UPDATE SET
             wrong = CASE WHEN login_wrong.last_at_us < $4 THEN 1 ELSE login_wrong.wrong + 1 END,
             last_at_us = excluded.last_at_us
         WHERE login_wrong.last_at_us < $4 OR login_wrong.wrong < $2",
        params![login_id, tries_max, now_us, since_us],
    )?;
    if taken > 0 {
        return Ok(Ok(()));
    }
    let row = tx.query_one(
        "SELECT last_at_us FROM login_wrong WHERE login_id = $1",
        params![login_id],
    )?;
    Ok(Err(row.map_or(Ok(now_us), |r| r.get("last_at_us"))?))
}

/// Forgets wrong tries, after a right one or with the password that came before them.
pub(crate) fn forget_tries(tx: &mut Tx<'_>, login_id: &str) -> Result<(), DbError> {
    tx.execute(
        "DELETE FROM login_wrong WHERE login_id = $1",
        params![login_id],
    )?;
    Ok(())
}

/// The roles of which a workspace asks a second factor.
pub(super) fn required(tx: &mut Tx<'_>, workspace_id: &str) -> Result<Vec<Role>, DbError> {
    tx.query(
        "SELECT role FROM factor_role WHERE workspace_id = $1 ORDER BY role",
        params![workspace_id],
    )?
    .iter()
    .map(|row| row.get::<String>("role")?.parse().map_err(DbError::Bug))
    .collect()
}

pub(super) fn set_required(
    tx: &mut Tx<'_>,
    workspace_id: &str,
    roles: &[Role],
) -> Result<(), DbError> {
    tx.execute(
        "DELETE FROM factor_role WHERE workspace_id = $1",
        params![workspace_id],
    )?;
    for role in roles {
        tx.execute(
            "INSERT INTO factor_role (workspace_id, role) VALUES ($1, $2)",
            params![workspace_id, role.as_str()],
        )?;
    }
    Ok(())
}

/// In how many workspaces a login is somebody who works there, or did.
pub(super) fn places(tx: &mut Tx<'_>, login_id: &str) -> Result<i64, DbError> {
    let row = tx.query_one(
        "SELECT CAST(COUNT(*) AS BIGINT) AS n FROM app_user WHERE login_id = $1",
        params![login_id],
    )?;
    row.map_or(Ok(0), |r| r.get("n"))
}

/// Who has a second factor, of people with a login: by person.
pub(super) fn has_factor(
    tx: &mut Tx<'_>,
    (workspace_id, user_id): (&str, &str),
) -> Result<Option<(String, bool)>, DbError> {
    tx.query_one(
        "SELECT u.login_id, f.confirmed_at_us FROM app_user u
         LEFT JOIN login_factor f ON f.login_id = u.login_id
         WHERE u.workspace_id = $1 AND u.user_id = $2 AND u.login_id IS NOT NULL",
        params![workspace_id, user_id],
    )?
    .map(|row| {
        let confirmed: Option<i64> = row.get("confirmed_at_us")?;
        Ok((row.get("login_id")?, confirmed.is_some()))
    })
    .transpose()
}
