//! The pause: while the mail server as a whole takes nothing, no node claims a mail, and one of
//! them looks again now and then.

use platform::{DbError, Tx, params};

use crate::smtp::Trouble;

/// A look that lies farther ahead than this was set by a clock that has gone back since.
const LOOK_AHEAD_MAX_US: i64 = 3600 * 1_000_000;

/// Why nothing is sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pause {
    /// What the mail server said or did.
    pub reason: String,
    /// Whether it stays until somebody acts: wrong password, no TLS.
    pub is_alert: bool,
    /// Since when, UTC microseconds.
    pub since_us: i64,
}

/// The pause, if there is one.
pub fn paused(tx: &mut Tx<'_>) -> Result<Option<Pause>, DbError> {
    let row = tx.query_one(
        "SELECT reason, is_alert, since_us FROM mail_pause WHERE pause_id = 1",
        &[],
    )?;
    row.map(|row| {
        Ok(Pause {
            reason: row.get("reason")?,
            is_alert: row.get("is_alert")?,
            since_us: row.get("since_us")?,
        })
    })
    .transpose()
}

/// Begins a pause, or says its newest reason; the next look is at `look_at_us`.
pub(crate) fn begin(
    tx: &mut Tx<'_>,
    trouble: &Trouble,
    look_at_us: i64,
    now_us: i64,
) -> Result<(), DbError> {
    tx.execute(
        "INSERT INTO mail_pause (pause_id, reason, is_alert, since_us, look_at_us)
         VALUES (1, $1, $2, $3, $4)
         ON CONFLICT (pause_id) DO UPDATE
         SET reason = excluded.reason, is_alert = excluded.is_alert,
             look_at_us = excluded.look_at_us",
        params![trouble.reason(), trouble.is_alert(), now_us, look_at_us],
    )?;
    Ok(())
}

/// Whether this node is the one to look now; then the next look is not before `next_us`.
pub(crate) fn is_ours_to_look(tx: &mut Tx<'_>, next_us: i64, now_us: i64) -> Result<bool, DbError> {
    let rows = tx.execute(
        "UPDATE mail_pause SET look_at_us = $1
         WHERE pause_id = 1 AND (look_at_us <= $2 OR look_at_us > $3)",
        params![next_us, now_us, now_us + LOOK_AHEAD_MAX_US],
    )?;
    Ok(rows == 1)
}

/// Makes the next look due: a node that starts may have better settings.
pub(crate) fn look_soon(tx: &mut Tx<'_>) -> Result<(), DbError> {
    tx.execute(
        "UPDATE mail_pause SET look_at_us = 0 WHERE pause_id = 1",
        &[],
    )?;
    Ok(())
}

/// Ends the pause.
pub(crate) fn end(tx: &mut Tx<'_>) -> Result<(), DbError> {
    tx.execute("DELETE FROM mail_pause WHERE pause_id = 1", &[])?;
    Ok(())
}
