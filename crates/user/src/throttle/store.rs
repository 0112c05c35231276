//! SQL of tries. They belong to no workspace: who guesses at a login is nobody yet.

use platform::{DbError, Tx, params};

/// How many tries, and when the last was granted, if that was after `since_us`.
pub(super) fn tries(
    tx: &mut Tx<'_>,
    guess_hash: &[u8],
    since_us: i64,
) -> Result<Option<(i64, i64)>, DbError> {
    tx.query_one(
        "SELECT tries, last_at_us FROM guess WHERE guess_hash = $1 AND last_at_us > $2",
        params![guess_hash, since_us],
    )?
    .map(|row| Ok((row.get("tries")?, row.get("last_at_us")?)))
    .transpose()
}

/// Takes a try; false when there were `tries_max` since `since_us`. One statement: however many come
/// at the same time, on however many nodes, no more are granted.
pub(super) fn take(
    tx: &mut Tx<'_>,
    guess_hash: &[u8],
    tries_max: i64,
    (now_us, since_us): (i64, i64),
) -> Result<bool, DbError> {
    let taken = tx.execute(
        "INSERT INTO guess (guess_hash, tries, last_at_us) VALUES ($1, 1, $3)
         ON CONFLICT (guess_hash) DO UPDATE SET
             tries = CASE WHEN guess.last_at_us <= $4 THEN 1 ELSE guess.tries + 1 END,
             last_at_us = excluded.last_at_us
         WHERE guess.last_at_us <= $4 OR guess.tries < $2",
        params![guess_hash, tries_max, now_us, since_us],
    )?;
    Ok(taken > 0)
}

/// Forgets the tries at one thing.
pub(super) fn forget(tx: &mut Tx<'_>, guess_hash: &[u8]) -> Result<(), DbError> {
    tx.execute(
        "DELETE FROM guess WHERE guess_hash = $1",
        params![guess_hash],
    )?;
    Ok(())
}

/// Forgets all whose last try was not after `since_us`.
pub(super) fn sweep(tx: &mut Tx<'_>, since_us: i64) -> Result<(), DbError> {
    tx.execute(
        "DELETE FROM guess WHERE last_at_us <= $1",
        params![since_us],
    )?;
    Ok(())
}
