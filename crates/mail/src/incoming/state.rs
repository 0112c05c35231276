//! How far the mailbox is read, and how that goes, for all nodes.

use platform::clock::SECOND_US;
use platform::{DbError, Tx, params};

/// A look that lies farther ahead than this was set by a clock that has gone back since.
const LOOK_AHEAD_MAX_US: i64 = 24 * 3600 * SECOND_US;

/// How far a mailbox is read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Position {
    /// Of which the UIDs are; 0 when nothing was read yet.
    pub(super) uid_validity: u32,
    /// Messages with a smaller UID are done.
    pub(super) uid_next: u32,
}

/// What the mailbox's settings page shows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct InboxState {
    /// When it was last read to its end, UTC microseconds.
    pub read_at_us: Option<i64>,
    /// What went wrong since, if anything: when and what.
    pub trouble: Option<(i64, String)>,
    /// Messages that counted.
    pub counted: i64,
    /// Messages that were ignored: no report, or one about no mail of ours.
    pub ignored: i64,
}

/// Takes the turn to look, unless it isn't time yet: then another node looked. The next turn is at
/// `next_us`, also when this node dies; should two nodes read at the same time, that does no harm.
pub(super) fn take_turn(
    tx: &mut Tx<'_>,
    next_us: i64,
    now_us: i64,
) -> Result<Option<Position>, DbError> {
    tx.execute(
        "INSERT INTO mail_inbox (inbox_id, uid_validity, uid_next, look_at_us, failures,
                                 counted, ignored)
         VALUES (1, 0, 0, 0, 0, 0, 0) ON CONFLICT (inbox_id) DO NOTHING",
        &[],
    )?;
    let taken = tx.execute(
        "UPDATE mail_inbox SET look_at_us = $1
         WHERE inbox_id = 1 AND (look_at_us <= $2 OR look_at_us > $3)",
        params![next_us, now_us, now_us + LOOK_AHEAD_MAX_US],
    )?;
    if taken == 0 {
        return Ok(None);
    }
    let row = tx.query_one(
        "SELECT uid_validity, uid_next FROM mail_inbox WHERE inbox_id = 1",
        &[],
    )?;
    row.map(|row| {
        let number = |name| Ok::<_, DbError>(u32::try_from(row.get::<i64>(name)?).unwrap_or(0));
        Ok(Position {
            uid_validity: number("uid_validity")?,
            uid_next: number("uid_next")?,
        })
    })
    .transpose()
}

/// What a round gave.
#[derive(Clone, Debug, Default)]
pub(super) struct Round {
    pub(super) position: Position,
    pub(super) counted: u32,
    pub(super) ignored: u32,
}

/// Stores how a round went; `error` is what ended it early. Returns failures in a row.
pub(super) fn store(
    tx: &mut Tx<'_>,
    round: &Round,
    error: Option<&str>,
    now_us: i64,
) -> Result<u32, DbError> {
    tx.execute(
        "UPDATE mail_inbox SET uid_validity = $1, uid_next = $2, counted = counted + $3, ignored = ignored + $4
         WHERE inbox_id = 1",
        params![
            round.position.uid_validity,
            round.position.uid_next,
            round.counted,
            round.ignored
        ],
    )?;
    match error {
        None => tx.execute(
            "UPDATE mail_inbox SET read_at_us = $1, failed_at_us = NULL, error = NULL, failures = 0
             WHERE inbox_id = 1",
            params![now_us],
        )?,
        Some(error) => tx.execute(
            "UPDATE mail_inbox SET failed_at_us = $1, error = $2, failures = failures + 1
             WHERE inbox_id = 1",
            params![now_us, error],
        )?,
    };
    let row = tx.query_one("SELECT failures FROM mail_inbox WHERE inbox_id = 1", &[])?;
    let failures: i64 = row.map_or(Ok(0), |r| r.at(0))?;
    Ok(u32::try_from(failures).unwrap_or(u32::MAX))
}

/// Puts the next turn off, after failures.
pub(super) fn put_off(tx: &mut Tx<'_>, next_us: i64) -> Result<(), DbError> {
    tx.execute(
        "UPDATE mail_inbox SET look_at_us = $1 WHERE inbox_id = 1",
        params![next_us],
    )?;
    Ok(())
}

/// How reading goes; nothing when it never began.
pub fn inbox_state(tx: &mut Tx<'_>) -> Result<Option<InboxState>, DbError> {
    let row = tx.query_one(
        "SELECT read_at_us, failed_at_us, error, counted, ignored FROM mail_inbox
         WHERE inbox_id = 1",
        &[],
    )?;
    row.map(|row| {
        let failed_at_us: Option<i64> = row.get("failed_at_us")?;
        let error: Option<String> = row.get("error")?;
        Ok(InboxState {
            read_at_us: row.get("read_at_us")?,
            trouble: failed_at_us.zip(error),
            counted: row.get("counted")?,
            ignored: row.get("ignored")?,
        })
    })
    .transpose()
}
