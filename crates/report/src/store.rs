//! SQL of schedules.

use platform::db::Row;
use platform::{DbError, Tx, params};

use crate::model::{Cadence, Draft, Schedule, Subject};

const SCHEDULE: &str =
    "SELECT workspace_id, report_schedule_id, owner_id, subject_kind, subject_id,
    filter, form, cadence, on_day, at_hour, recipients, next_at_us, sent_at_us, trouble, ended_at_us
    FROM report_schedule";

fn schedule(row: &Row) -> Result<Schedule, DbError> {
    let bug = |what: &str| DbError::Bug(format!("report_schedule: {what}"));
    let (kind, id): (String, String) = (row.get("subject_kind")?, row.get("subject_id")?);
    let cadence: String = row.get("cadence")?;
    let recipients: String = row.get("recipients")?;
    Ok(Schedule {
        workspace_id: row.get("workspace_id")?,
        schedule_id: row.get("report_schedule_id")?,
        owner_id: row.get("owner_id")?,
        draft: Draft {
            subject: Subject::read(&kind, &id).ok_or_else(|| bug("subject"))?,
            filter: row.get("filter")?,
            form: row.get::<String>("form")?.parse().map_err(DbError::Bug)?,
            cadence: Cadence::read(&cadence, row.get("on_day")?, row.get("at_hour")?)
                .ok_or_else(|| bug("cadence"))?,
            recipients: serde_json::from_str(&recipients).map_err(|_| bug("recipients"))?,
        },
        next_at_us: row.get("next_at_us")?,
        sent_at_us: row.get("sent_at_us")?,
        trouble: row.get("trouble")?,
        ended_at_us: row.get("ended_at_us")?,
    })
}

/// Schedules that aren't ended: of one person, or of everybody.
pub(crate) fn list(
    tx: &mut Tx<'_>,
    workspace_id: &str,
    owner_id: Option<&str>,
) -> Result<Vec<Schedule>, DbError> {
    tx.query(
        &format!(
            "{SCHEDULE} WHERE workspace_id = $1 AND ended_at_us IS NULL
             AND ($2 = '' OR owner_id = $2) ORDER BY created_at_us, report_schedule_id"
        ),
        params![workspace_id, owner_id.unwrap_or_default()],
    )?
    .iter()
    .map(schedule)
    .collect()
}

/// One that isn't ended.
pub(crate) fn by_id(
    tx: &mut Tx<'_>,
    workspace_id: &str,
    schedule_id: &str,
) -> Result<Option<Schedule>, DbError> {
    tx.query_one(
        &format!(
            "{SCHEDULE} WHERE workspace_id = $1 AND report_schedule_id = $2 AND ended_at_us IS NULL"
        ),
        params![workspace_id, schedule_id],
    )?
    .map(|row| schedule(&row))
    .transpose()
}

/// Of all workspaces: what is due.
pub(crate) fn due(tx: &mut Tx<'_>, now_us: i64, limit: i64) -> Result<Vec<Schedule>, DbError> {
    tx.query(
        &format!(
            "{SCHEDULE} WHERE next_at_us <= $1 AND ended_at_us IS NULL
             ORDER BY next_at_us LIMIT $2"
        ),
        params![now_us, limit],
    )?
    .iter()
    .map(schedule)
    .collect()
}

pub(crate) fn add(tx: &mut Tx<'_>, new: &Schedule, now_us: i64) -> Result<(), DbError> {
    let (kind, id) = new.draft.subject.stored();
    let (cadence, day, hour) = new.draft.cadence.stored();
    tx.execute(
        "INSERT INTO report_schedule (workspace_id, report_schedule_id, owner_id, subject_kind,
            subject_id, filter, form, cadence, on_day, at_hour, recipients, next_at_us, created_at_us)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)",
        params![
            &new.workspace_id,
            &new.schedule_id,
            &new.owner_id,
            kind,
            id,
            &new.draft.filter,
            new.draft.form.as_str(),
            cadence,
            day,
            hour,
            serde_json::json!(new.draft.recipients).to_string(),
            new.next_at_us,
            now_us
        ],
    )?;
    Ok(())
}

/// Writes what was set of a schedule, and when it goes next.
pub(crate) fn save(tx: &mut Tx<'_>, own: &Schedule) -> Result<(), DbError> {
    let (cadence, day, hour) = own.draft.cadence.stored();
    tx.execute(
        "UPDATE report_schedule SET filter = $3, form = $4, cadence = $5, on_day = $6, at_hour = $7,
            recipients = $8, next_at_us = $9
         WHERE workspace_id = $1 AND report_schedule_id = $2",
        params![
            &own.workspace_id,
            &own.schedule_id,
            &own.draft.filter,
            own.draft.form.as_str(),
            cadence,
            day,
            hour,
            serde_json::json!(own.draft.recipients).to_string(),
            own.next_at_us
        ],
    )?;
    Ok(())
}

/// Ends a schedule; false when there is none.
pub(crate) fn end(
    tx: &mut Tx<'_>,
    (workspace_id, schedule_id): (&str, &str),
    now_us: i64,
) -> Result<bool, DbError> {
    let changed = tx.execute(
        "UPDATE report_schedule SET ended_at_us = $3
         WHERE workspace_id = $1 AND report_schedule_id = $2 AND ended_at_us IS NULL",
        params![workspace_id, schedule_id, now_us],
    )?;
    Ok(changed == 1)
}

/// Moves a schedule from the moment that is due to the next one; false when another node did.
pub(crate) fn advance(
    tx: &mut Tx<'_>,
    own: &Schedule,
    (next_at_us, sent_at_us, trouble): (i64, Option<i64>, Option<&str>),
) -> Result<bool, DbError> {
    let changed = tx.execute(
        "UPDATE report_schedule
         SET next_at_us = $4, sent_at_us = COALESCE($5, sent_at_us), trouble = $6
         WHERE workspace_id = $1 AND report_schedule_id = $2 AND next_at_us = $3
           AND ended_at_us IS NULL",
        params![
            &own.workspace_id,
            &own.schedule_id,
            own.next_at_us,
            next_at_us,
            sent_at_us,
            trouble
        ],
    )?;
    Ok(changed == 1)
}
