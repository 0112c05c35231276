//! How far each stream is.

use platform::{DbError, Tx, params};

use crate::model::Stream;

/// How far a stream is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Cursor {
    /// Everything changed up to this stamp is here.
    pub(crate) since: Option<String>,
    /// Where the next page begins; none: with the first.
    pub(crate) place: Option<String>,
    /// The latest stamp of this pass.
    pub(crate) seen_to: Option<String>,
    /// The run that went through it to the end.
    pub(crate) done_run_id: Option<String>,
    /// The pass that reads everything, while one goes on.
    pub(crate) pass: Option<String>,
    /// When everything was last read to the end, UTC microseconds.
    pub(crate) full_at_us: Option<i64>,
}

pub(crate) fn get(
    tx: &mut Tx<'_>,
    (workspace_id, connector_id): (&str, &str),
    stream: Stream,
) -> Result<Cursor, DbError> {
    let row = tx.query_one(
        "SELECT since, place, seen_to, done_run_id, pass, full_at_us FROM connector_cursor
         WHERE workspace_id = $1 AND connector_id = $2 AND stream = $3",
        params![workspace_id, connector_id, stream.as_str()],
    )?;
    row.map_or(Ok(Cursor::default()), |row| {
        Ok(Cursor {
            since: row.at(0)?,
            place: row.at(1)?,
            seen_to: row.at(2)?,
            done_run_id: row.at(3)?,
            pass: row.at(4)?,
            full_at_us: row.at(5)?,
        })
    })
}

pub(crate) fn put(
    tx: &mut Tx<'_>,
    (workspace_id, connector_id): (&str, &str),
    stream: Stream,
    cursor: &Cursor,
) -> Result<(), DbError> {
    tx.execute(
        "INSERT INTO connector_cursor
            (workspace_id, connector_id, stream, since, place, seen_to, done_run_id, pass,
             full_at_us)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
         ON CONFLICT (workspace_id, connector_id, stream)
         DO UPDATE SET since = excluded.since, place = excluded.place,
            seen_to = excluded.seen_to, done_run_id = excluded.done_run_id,
            pass = excluded.pass, full_at_us = excluded.full_at_us",
        params![
            workspace_id,
            connector_id,
            stream.as_str(),
            cursor.since.as_deref(),
            cursor.place.as_deref(),
            cursor.seen_to.as_deref(),
            cursor.done_run_id.as_deref(),
            cursor.pass.as_deref(),
            cursor.full_at_us
        ],
    )?;
    Ok(())
}

/// Has everything read in the next pass of each stream.
pub(crate) fn read_everything(
    tx: &mut Tx<'_>,
    (workspace_id, connector_id): (&str, &str),
) -> Result<(), DbError> {
    tx.execute(
        "UPDATE connector_cursor SET full_at_us = NULL
         WHERE workspace_id = $1 AND connector_id = $2",
        params![workspace_id, connector_id],
    )?;
    Ok(())
}

/// Begins a stream from the start: what is pulled of it is another thing now.
pub(crate) fn forget(
    tx: &mut Tx<'_>,
    (workspace_id, connector_id): (&str, &str),
    stream: Stream,
) -> Result<(), DbError> {
    tx.execute(
        "DELETE FROM connector_cursor
         WHERE workspace_id = $1 AND connector_id = $2 AND stream = $3",
        params![workspace_id, connector_id, stream.as_str()],
    )?;
    Ok(())
}
