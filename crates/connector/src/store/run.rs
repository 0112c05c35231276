//! Runs and their reports.

use platform::db::Row;
use platform::{DbError, Tx, id, params};

use crate::model::{Counts, RowFault, Run, RunState};

/// Rows of a report at most; more are counted only.
pub(crate) const FAULTS_MAX: i64 = 1000;
/// Runs of a connection that are kept.
const KEPT: i64 = 200;

const COLUMNS: &str = "run_id, state, started_at_us, ended_at_us, created, changed, unchanged, \
                       wrong, gone, why";

fn run(row: &Row) -> Result<Run, DbError> {
    Ok(Run {
        run_id: row.get("run_id")?,
        state: row.get::<String>("state")?.parse().map_err(DbError::Bug)?,
        started_at_us: row.get("started_at_us")?,
        ended_at_us: row.get("ended_at_us")?,
        counts: Counts {
            created: row.get("created")?,
            changed: row.get("changed")?,
            unchanged: row.get("unchanged")?,
            wrong: row.get("wrong")?,
            gone: row.get("gone")?,
        },
        why: row.get("why")?,
    })
}

/// The run that goes on, or a new one.
pub(crate) fn begin(
    tx: &mut Tx<'_>,
    (workspace_id, connector_id): (&str, &str),
    now_us: i64,
) -> Result<Run, DbError> {
    let going_on = tx.query_one(
        &format!(
            "SELECT {COLUMNS} FROM connector_run WHERE workspace_id = $1 AND connector_id = $2
               AND state IN ('running', 'waiting')"
        ),
        params![workspace_id, connector_id],
    )?;
    if let Some(row) = going_on {
        let found = run(&row)?;
        state(
            tx,
            (workspace_id, &found.run_id),
            (RunState::Running, None),
            now_us,
        )?;
        return Ok(found);
    }
    let new = Run {
        run_id: id::new(),
        state: RunState::Running,
        started_at_us: now_us,
        ended_at_us: None,
        counts: Counts::default(),
        why: None,
    };
    tx.execute(
        "INSERT INTO connector_run (workspace_id, run_id, connector_id, state, started_at_us,
            changed_at_us, created, changed, unchanged, wrong)
         VALUES ($1, $2, $3, 'running', $4, $4, 0, 0, 0, 0)",
        params![workspace_id, &new.run_id, connector_id, now_us],
    )?;
    forget_old(tx, (workspace_id, connector_id))?;
    Ok(new)
}

fn forget_old(tx: &mut Tx<'_>, (workspace_id, connector_id): (&str, &str)) -> Result<(), DbError> {
    let old = tx.query(
        "SELECT run_id FROM connector_run WHERE workspace_id = $1 AND connector_id = $2
         ORDER BY started_at_us DESC, run_id LIMIT 100 OFFSET $3",
        params![workspace_id, connector_id, KEPT],
    )?;
    for row in old {
        let run_id: String = row.at(0)?;
        for table in ["connector_fault", "connector_run"] {
            tx.execute(
                &format!("DELETE FROM {table} WHERE workspace_id = $1 AND run_id = $2"),
                params![workspace_id, &run_id],
            )?;
        }
    }
    Ok(())
}

/// Says where a run stands.
pub(crate) fn state(
    tx: &mut Tx<'_>,
    (workspace_id, run_id): (&str, &str),
    (state, why): (RunState, Option<&str>),
    now_us: i64,
) -> Result<(), DbError> {
    let is_over = matches!(state, RunState::Done | RunState::Failed);
    tx.execute(
        "UPDATE connector_run SET state = $3, why = $4, ended_at_us = $5, changed_at_us = $6
         WHERE workspace_id = $1 AND run_id = $2",
        params![
            workspace_id,
            run_id,
            state.as_str(),
            why,
            is_over.then_some(now_us),
            now_us
        ],
    )?;
    Ok(())
}

/// Adds what became of a page.
pub(crate) fn count(
    tx: &mut Tx<'_>,
    (workspace_id, run_id): (&str, &str),
    (counts, faults): (&Counts, &[RowFault]),
    now_us: i64,
) -> Result<(), DbError> {
    tx.execute(
        "UPDATE connector_run SET created = created + $3, changed = changed + $4,
                unchanged = unchanged + $5, wrong = wrong + $6, gone = gone + $7,
                changed_at_us = $8
         WHERE workspace_id = $1 AND run_id = $2",
        params![
            workspace_id,
            run_id,
            counts.created,
            counts.changed,
            counts.unchanged,
            counts.wrong,
            counts.gone,
            now_us
        ],
    )?;
    if faults.is_empty() {
        return Ok(());
    }
    let row = tx.query_one(
        "SELECT CAST(COALESCE(MAX(place), 0) AS BIGINT) FROM connector_fault
         WHERE workspace_id = $1 AND run_id = $2",
        params![workspace_id, run_id],
    )?;
    let mut place: i64 = row.map_or(Ok(0), |row| row.at(0))?;
    for fault in faults {
        place += 1;
        if place > FAULTS_MAX {
            break;
        }
        tx.execute(
            "INSERT INTO connector_fault (workspace_id, run_id, place, stream, remote_id, why)
             VALUES ($1, $2, $3, $4, $5, $6)",
            params![
                workspace_id,
                run_id,
                place,
                fault.stream.as_str(),
                &fault.remote_id,
                &fault.why
            ],
        )?;
    }
    Ok(())
}

/// The latest runs of a connection, newest first.
pub(crate) fn latest(
    tx: &mut Tx<'_>,
    (workspace_id, connector_id): (&str, &str),
    limit: usize,
) -> Result<Vec<Run>, DbError> {
    tx.query(
        &format!(
            "SELECT {COLUMNS} FROM connector_run WHERE workspace_id = $1 AND connector_id = $2
             ORDER BY started_at_us DESC, run_id LIMIT $3"
        ),
        params![workspace_id, connector_id, limit],
    )?
    .iter()
    .map(run)
    .collect()
}

/// A run of a connection.
pub(crate) fn by_id(
    tx: &mut Tx<'_>,
    (workspace_id, connector_id): (&str, &str),
    run_id: &str,
) -> Result<Option<Run>, DbError> {
    tx.query_one(
        &format!(
            "SELECT {COLUMNS} FROM connector_run
             WHERE workspace_id = $1 AND connector_id = $2 AND run_id = $3"
        ),
        params![workspace_id, connector_id, run_id],
    )?
    .map(|row| run(&row))
    .transpose()
}

/// The report of a run.
pub(crate) fn faults(
    tx: &mut Tx<'_>,
    (workspace_id, run_id): (&str, &str),
) -> Result<Vec<RowFault>, DbError> {
    tx.query(
        "SELECT stream, remote_id, why FROM connector_fault
         WHERE workspace_id = $1 AND run_id = $2 ORDER BY place",
        params![workspace_id, run_id],
    )?
    .iter()
    .map(|row| {
        Ok(RowFault {
            stream: row.get::<String>("stream")?.parse().map_err(DbError::Bug)?,
            remote_id: row.get("remote_id")?,
            why: row.get("why")?,
        })
    })
    .collect()
}
