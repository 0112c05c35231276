//! Events, where they come from, and the subjects that may be waiting.

use platform::db::Row;
use platform::{DbError, Tx, params};

use super::{bug, found_in};
use crate::events::{Mapping, System};
use crate::model::{Event, EventSource};

const EVENT: &str = "source_id, id, type, subject, at_us, contact_id, solver_id, attributes, \
                     programmes, received_at_us";

fn event(row: &Row) -> Result<Event, DbError> {
    let attributes: String = row.get("attributes")?;
    Ok(Event {
        source_id: row.get("source_id")?,
        id: row.get("id")?,
        kind: row.get("type")?,
        subject: row.get("subject")?,
        at_us: row.get("at_us")?,
        contact_id: row.get("contact_id")?,
        solver_id: row.get("solver_id")?,
        attributes: serde_json::from_str(&attributes).map_err(|e| bug("a stored event", &e))?,
        programmes: row.get("programmes")?,
        received_at_us: row.get("received_at_us")?,
    })
}

/// Stores an event; false when one with its id was there before: that one stays.
pub(crate) fn add(tx: &mut Tx<'_>, workspace_id: &str, new: &Event) -> Result<bool, DbError> {
    let json = serde_json::to_string(&new.attributes).map_err(|e| bug("an event", &e))?;
    let changed = tx.execute(
        &format!(
            "INSERT INTO event (workspace_id, {EVENT})
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
             ON CONFLICT (workspace_id, source_id, id) DO NOTHING"
        ),
        params![
            workspace_id,
            &new.source_id,
            &new.id,
            &new.kind,
            &new.subject,
            new.at_us,
            new.contact_id.as_ref(),
            new.solver_id.as_ref(),
            json,
            new.programmes,
            new.received_at_us
        ],
    )?;
    Ok(changed > 0)
}

/// At most `limit` events, the last received first, before (time, source, id).
pub fn list(
    tx: &mut Tx<'_>,
    workspace_id: &str,
    before: (i64, &str, &str),
    limit: usize,
) -> Result<Vec<Event>, DbError> {
    tx.query(
        &format!(
            "SELECT {EVENT} FROM event
             WHERE workspace_id = $1 AND (received_at_us, source_id, id) < ($2, $3, $4)
             ORDER BY received_at_us DESC, source_id DESC, id DESC LIMIT $5"
        ),
        params![workspace_id, before.0, before.1, before.2, limit],
    )?
    .iter()
    .map(event)
    .collect()
}

/// Everything that happened about these subjects.
pub(crate) fn about(
    tx: &mut Tx<'_>,
    workspace_id: &str,
    subjects: &[String],
) -> Result<Vec<Event>, DbError> {
    let first = [workspace_id.into()];
    let sql = &format!("SELECT {EVENT} FROM event WHERE workspace_id = $1 AND subject IN");
    found_in(tx, sql, (&first, subjects), event)
}

/// A subject that may be waiting, for one contact and programme.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct OpenCase {
    pub(crate) programme_id: String,
    pub(crate) contact_id: String,
    pub(crate) subject: String,
    /// How often something happened since it was last closed; 0: closed.
    pub(crate) open: i64,
}

fn open_case(row: &Row) -> Result<OpenCase, DbError> {
    Ok(OpenCase {
        programme_id: row.get("programme_id")?,
        contact_id: row.get("contact_id")?,
        subject: row.get("subject")?,
        open: row.get("open")?,
    })
}

/// Opens a case, or notes that something happened once more.
pub(crate) fn open(tx: &mut Tx<'_>, workspace_id: &str, case: &OpenCase) -> Result<(), DbError> {
    tx.execute(
        "INSERT INTO programme_case (workspace_id, programme_id, contact_id, subject, open)
         VALUES ($1, $2, $3, $4, 1)
         ON CONFLICT (workspace_id, programme_id, contact_id, subject)
         DO UPDATE SET open = programme_case.open + 1",
        params![
            workspace_id,
            &case.programme_id,
            &case.contact_id,
            &case.subject
        ],
    )?;
    Ok(())
}

/// Nothing is waiting about this subject any more, unless something happened since it was read.
pub(crate) fn close(tx: &mut Tx<'_>, workspace_id: &str, case: &OpenCase) -> Result<(), DbError> {
    tx.execute(
        "UPDATE programme_case SET open = 0
         WHERE workspace_id = $1 AND programme_id = $2 AND contact_id = $3 AND subject = $4
           AND open = $5",
        params![
            workspace_id,
            &case.programme_id,
            &case.contact_id,
            &case.subject,
            case.open
        ],
    )?;
    Ok(())
}

/// Open cases of these contacts.
pub(crate) fn open_of(
    tx: &mut Tx<'_>,
    workspace_id: &str,
    contacts: &[String],
) -> Result<Vec<OpenCase>, DbError> {
    let first = [workspace_id.into()];
    let sql = "SELECT programme_id, contact_id, subject, open FROM programme_case
         WHERE workspace_id = $1 AND open > 0 AND contact_id IN";
    found_in(tx, sql, (&first, contacts), open_case)
}

/// All cases of a subject in a programme, open or not.
pub(crate) fn cases_about(
    tx: &mut Tx<'_>,
    (workspace_id, programme_id): (&str, &str),
    subject: &str,
) -> Result<Vec<OpenCase>, DbError> {
    tx.query(
        "SELECT programme_id, contact_id, subject, open FROM programme_case
         WHERE workspace_id = $1 AND programme_id = $2 AND subject = $3",
        params![workspace_id, programme_id, subject],
    )?
    .iter()
    .map(open_case)
    .collect()
}

const SOURCE: &str = "source_id, name, system, mapping, CASE WHEN secret = '' THEN 0 ELSE 1 END \
                      AS has_secret, created_at_us, last_event_at_us";

fn source(row: &Row) -> Result<EventSource, DbError> {
    Ok(EventSource {
        source_id: row.get("source_id")?,
        name: row.get("name")?,
        system: system(row)?,
        mapping: mapping(row)?,
        has_secret: row.get::<i64>("has_secret")? == 1,
        created_at_us: row.get("created_at_us")?,
        last_event_at_us: row.get("last_event_at_us")?,
    })
}

fn system(row: &Row) -> Result<System, DbError> {
    let text: String = row.get("system")?;
    text.parse()
        .map_err(|e| DbError::Bug(format!("a stored system: {e}")))
}

fn mapping(row: &Row) -> Result<Option<Mapping>, DbError> {
    let text: Option<String> = row.get("mapping")?;
    text.map(|text| serde_json::from_str(&text).map_err(|e| bug("a stored mapping", &e)))
        .transpose()
}

/// Sources that were not removed, oldest first.
pub fn sources(tx: &mut Tx<'_>, workspace_id: &str) -> Result<Vec<EventSource>, DbError> {
    tx.query(
        &format!(
            "SELECT {SOURCE} FROM event_source
             WHERE workspace_id = $1 AND removed_at_us IS NULL ORDER BY created_at_us, source_id"
        ),
        params![workspace_id],
    )?
    .iter()
    .map(source)
    .collect()
}

/// Stores a new source.
pub(crate) fn add_source(
    tx: &mut Tx<'_>,
    workspace_id: &str,
    source: &EventSource,
    (token_hash, secret): (&[u8], &str),
) -> Result<(), DbError> {
    let mapping = source.mapping.as_ref().map(serde_json::to_string);
    let mapping = mapping.transpose().map_err(|e| bug("a mapping", &e))?;
    tx.execute(
        "INSERT INTO event_source
         (workspace_id, source_id, name, token_hash, secret, system, mapping, created_at_us)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        params![
            workspace_id,
            &source.source_id,
            &source.name,
            token_hash,
            secret,
            source.system.as_str(),
            mapping,
            source.created_at_us
        ],
    )?;
    Ok(())
}

/// Stores what a source proves itself with.
pub(crate) fn set_secret(
    tx: &mut Tx<'_>,
    (workspace_id, source_id): (&str, &str),
    secret: &str,
) -> Result<(), DbError> {
    tx.execute(
        "UPDATE event_source SET secret = $3 WHERE workspace_id = $1 AND source_id = $2",
        params![workspace_id, source_id, secret],
    )?;
    Ok(())
}

/// Takes no more events from a source; false when there is none.
pub(crate) fn remove_source(
    tx: &mut Tx<'_>,
    (workspace_id, source_id): (&str, &str),
    now_us: i64,
) -> Result<bool, DbError> {
    let changed = tx.execute(
        "UPDATE event_source SET removed_at_us = $3, secret = ''
         WHERE workspace_id = $1 AND source_id = $2 AND removed_at_us IS NULL",
        params![workspace_id, source_id, now_us],
    )?;
    Ok(changed > 0)
}

/// The source behind a webhook's address, with what its calls are judged by.
pub(crate) struct KnownSource {
    pub(crate) workspace_id: String,
    pub(crate) source_id: String,
    pub(crate) secret: String,
    pub(crate) system: System,
    pub(crate) mapping: Option<Mapping>,
}

/// The source behind a webhook's address. The token is the permission to try; the signature is
/// the proof.
pub(crate) fn source_by_token(
    tx: &mut Tx<'_>,
    token_hash: &[u8],
) -> Result<Option<KnownSource>, DbError> {
    let row = tx.query_one(
        "SELECT workspace_id, source_id, secret, system, mapping FROM event_source
         WHERE token_hash = $1 AND removed_at_us IS NULL",
        params![token_hash],
    )?;
    row.map(|row| {
        Ok(KnownSource {
            workspace_id: row.get("workspace_id")?,
            source_id: row.get("source_id")?,
            secret: row.get("secret")?,
            system: system(&row)?,
            mapping: mapping(&row)?,
        })
    })
    .transpose()
}

/// How many events of other types a source sent about a subject: `about` is subject and type.
pub(crate) fn others_about(
    tx: &mut Tx<'_>,
    (workspace_id, source_id): (&str, &str),
    (subject, kind): (&str, &str),
) -> Result<i64, DbError> {
    let row = tx.query_one(
        "SELECT CAST(COUNT(*) AS BIGINT) AS others FROM event
         WHERE workspace_id = $1 AND subject = $2 AND source_id = $3 AND type <> $4",
        params![workspace_id, subject, source_id, kind],
    )?;
    row.map_or(Ok(0), |row| row.get("others"))
}

/// Stores when a source last sent something.
pub(crate) fn heard(
    tx: &mut Tx<'_>,
    (workspace_id, source_id): (&str, &str),
    now_us: i64,
) -> Result<(), DbError> {
    tx.execute(
        "UPDATE event_source SET last_event_at_us = $3 WHERE workspace_id = $1 AND source_id = $2",
        params![workspace_id, source_id, now_us],
    )?;
    Ok(())
}

/// Whether an event with this id (source, id) is there.
pub(crate) fn is_known(
    tx: &mut Tx<'_>,
    workspace_id: &str,
    (source_id, id): (&str, &str),
) -> Result<bool, DbError> {
    let row = tx.query_one(
        "SELECT 1 FROM event WHERE workspace_id = $1 AND source_id = $2 AND id = $3",
        params![workspace_id, source_id, id],
    )?;
    Ok(row.is_some())
}

/// Takes out what events of a contact carried with them.
pub(crate) fn forget(tx: &mut Tx<'_>, workspace_id: &str, contact_id: &str) -> Result<(), DbError> {
    tx.execute(
        "UPDATE event SET attributes = '{}' WHERE workspace_id = $1 AND contact_id = $2",
        params![workspace_id, contact_id],
    )?;
    Ok(())
}
