//! What goes to other systems, and the nodes that send it.

use std::collections::BTreeMap;

use platform::db::{Backend, Row};
use platform::{DbError, Tx, id, params};

use crate::model::{Push, PushState, What};

const COLUMNS: &str = "push_id, connector_id, what, about_id, state, in_doubt, wished, tries, \
                       due_at_us, why, created_at_us, changed_at_us";

fn push(row: &Row) -> Result<Push, DbError> {
    Ok(Push {
        push_id: row.get("push_id")?,
        connector_id: row.get("connector_id")?,
        what: row.get::<String>("what")?.parse().map_err(DbError::Bug)?,
        about_id: row.get("about_id")?,
        state: row.get::<String>("state")?.parse().map_err(DbError::Bug)?,
        in_doubt: row.get("in_doubt")?,
        wished: row.get("wished")?,
        tries: u32::try_from(row.get::<i64>("tries")?).unwrap_or(u32::MAX),
        due_at_us: row.get("due_at_us")?,
        why: row.get("why")?,
        created_at_us: row.get("created_at_us")?,
        changed_at_us: row.get("changed_at_us")?,
    })
}

/// Wishes that something goes out. What goes once is asked for once, whatever is said again; of
/// figures the latest go, and go again.
pub(crate) fn wish(
    tx: &mut Tx<'_>,
    (workspace_id, connector_id): (&str, &str),
    (what, about_id): (What, &str),
    now_us: i64,
) -> Result<(), DbError> {
    let again = match what {
        What::Account | What::Contact => {
            "DO UPDATE SET wished = connector_push.wished + 1, changed_at_us = excluded.changed_at_us,
                tries = CASE WHEN connector_push.state = 'sending' THEN connector_push.tries ELSE 0 END,
                due_at_us = CASE WHEN connector_push.state IN ('sending', 'queued')
                                 THEN connector_push.due_at_us ELSE excluded.due_at_us END,
                state = CASE WHEN connector_push.state = 'sending' THEN 'sending' ELSE 'queued' END"
        }
        What::Task | What::Answer | What::Result => "DO NOTHING",
    };
    tx.execute(
        &format!(
            "INSERT INTO connector_push (workspace_id, push_id, connector_id, what, about_id, state,
                in_doubt, wished, sent, tries, due_at_us, created_at_us, changed_at_us)
             VALUES ($1, $2, $3, $4, $5, 'queued', 0, 1, 0, 0, $6, $6, $6)
             ON CONFLICT (workspace_id, connector_id, what, about_id) {again}"
        ),
        params![
            workspace_id,
            id::new(),
            connector_id,
            what.as_str(),
            about_id,
            now_us
        ],
    )?;
    Ok(())
}

/// Forgets what went or was to go out about a contact, also where it is on its way: what becomes of
/// that is not kept. Of their cases, what other systems said is not.
pub(crate) fn forget_contact(
    tx: &mut Tx<'_>,
    workspace_id: &str,
    contact_id: &str,
) -> Result<(), DbError> {
    for sql in [
        "DELETE FROM connector_push
         WHERE workspace_id = $1 AND what = 'contact' AND about_id = $2",
        "UPDATE connector_push SET why = NULL
         WHERE workspace_id = $1 AND what IN ('task', 'result') AND about_id IN
            (SELECT case_id FROM app_case WHERE workspace_id = $1 AND contact_id = $2)",
    ] {
        tx.execute(sql, params![workspace_id, contact_id])?;
    }
    Ok(())
}

/// Connections that have something due: a cheap look.
pub(crate) fn due(tx: &mut Tx<'_>, now_us: i64) -> Result<Vec<(String, String)>, DbError> {
    tx.query(
        "SELECT DISTINCT p.workspace_id, p.connector_id FROM connector_push p
         JOIN connector c ON c.workspace_id = p.workspace_id AND c.connector_id = p.connector_id
         WHERE p.state = 'queued' AND p.due_at_us <= $1 AND c.is_on = 1",
        params![now_us],
    )?
    .iter()
    .map(|row| Ok((row.at(0)?, row.at(1)?)))
    .collect()
}

/// Takes the next that is due for a node.
pub(crate) fn claim(
    tx: &mut Tx<'_>,
    (workspace_id, connector_id): (&str, &str),
    node: &str,
    now_us: i64,
) -> Result<Option<Push>, DbError> {
    let lock = match tx.backend() {
        Backend::Sqlite => "",
        Backend::Postgres => "FOR UPDATE SKIP LOCKED",
    };
    let row = tx.query_one(
        &format!(
            "SELECT {COLUMNS} FROM connector_push WHERE workspace_id = $1 AND connector_id = $2
               AND state = 'queued' AND due_at_us <= $3
             ORDER BY due_at_us, push_id LIMIT 1 {lock}"
        ),
        params![workspace_id, connector_id, now_us],
    )?;
    let Some(row) = row else { return Ok(None) };
    let claimed = push(&row)?;
    beat(tx, node)?;
    tx.execute(
        "UPDATE connector_push SET state = 'sending', holder = $3, tries = tries + 1,
                changed_at_us = $4 WHERE workspace_id = $1 AND push_id = $2",
        params![workspace_id, &claimed.push_id, node, now_us],
    )?;
    Ok(Some(Push {
        tries: claimed.tries.saturating_add(1),
        ..claimed
    }))
}

/// What became of a try.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Ended {
    pub(crate) state: PushState,
    pub(crate) in_doubt: bool,
    pub(crate) due_at_us: i64,
    pub(crate) why: Option<String>,
}

/// Stores what became of a try, unless another node took it over. What was wished again meanwhile
/// goes again.
pub(crate) fn end(
    tx: &mut Tx<'_>,
    (workspace_id, node): (&str, &str),
    claimed: &Push,
    ended: &Ended,
    now_us: i64,
) -> Result<(), DbError> {
    tx.execute(
        "UPDATE connector_push SET
            state = CASE WHEN $4 = 'done' AND wished > $8 THEN 'queued' ELSE $4 END,
            tries = CASE WHEN $4 = 'done' THEN 0 ELSE tries END,
            sent = CASE WHEN $4 = 'done' THEN $8 ELSE sent END,
            in_doubt = $5, due_at_us = $6, why = $7, holder = NULL, changed_at_us = $9
         WHERE workspace_id = $1 AND push_id = $2 AND holder = $3 AND state = 'sending'",
        params![
            workspace_id,
            &claimed.push_id,
            node,
            ended.state.as_str(),
            ended.in_doubt,
            ended.due_at_us,
            ended.why.as_deref(),
            claimed.wished,
            now_us
        ],
    )?;
    Ok(())
}

/// Counts up a node's beat.
pub(crate) fn beat(tx: &mut Tx<'_>, node: &str) -> Result<(), DbError> {
    tx.execute(
        "INSERT INTO connector_node (node, beat) VALUES ($1, 1)
         ON CONFLICT (node) DO UPDATE SET beat = connector_node.beat + 1",
        params![node],
    )?;
    Ok(())
}

/// The beats of nodes that have something; 0 of one that never had any.
pub(crate) fn beats(tx: &mut Tx<'_>) -> Result<BTreeMap<String, i64>, DbError> {
    tx.query(
        "SELECT DISTINCT p.holder, CAST(COALESCE(n.beat, 0) AS BIGINT) FROM connector_push p
         LEFT JOIN connector_node n ON n.node = p.holder WHERE p.state = 'sending'",
        &[],
    )?
    .iter()
    .map(|row| Ok((row.at(0)?, row.at(1)?)))
    .collect()
}

/// Takes over what a dead node was sending: it may have arrived.
pub(crate) fn take_over(tx: &mut Tx<'_>, dead: &str, now_us: i64) -> Result<u64, DbError> {
    let rows = tx.execute(
        "UPDATE connector_push SET state = 'queued', in_doubt = 1, holder = NULL, due_at_us = $2
         WHERE state = 'sending' AND holder = $1",
        params![dead, now_us],
    )?;
    tx.execute("DELETE FROM connector_node WHERE node = $1", params![dead])?;
    Ok(rows)
}

/// The pushes of a connection, the last changed first; in one state, or in all.
pub(crate) fn list(
    tx: &mut Tx<'_>,
    (workspace_id, connector_id): (&str, &str),
    state: Option<PushState>,
    limit: usize,
) -> Result<Vec<Push>, DbError> {
    let wanted = state.map_or("", PushState::as_str);
    tx.query(
        &format!(
            "SELECT {COLUMNS} FROM connector_push WHERE workspace_id = $1 AND connector_id = $2
               AND ($3 = '' OR state = $3)
             ORDER BY changed_at_us DESC, push_id LIMIT $4"
        ),
        params![workspace_id, connector_id, wanted, limit],
    )?
    .iter()
    .map(push)
    .collect()
}

/// How many there are in each state.
pub(crate) fn counts(
    tx: &mut Tx<'_>,
    (workspace_id, connector_id): (&str, &str),
) -> Result<BTreeMap<String, i64>, DbError> {
    tx.query(
        "SELECT state, CAST(COUNT(*) AS BIGINT) FROM connector_push
         WHERE workspace_id = $1 AND connector_id = $2 GROUP BY state",
        params![workspace_id, connector_id],
    )?
    .iter()
    .map(|row| Ok((row.at(0)?, row.at(1)?)))
    .collect()
}

/// A person settles one that is dead or unknown: it goes again, or is done. False when it is in
/// another state.
pub(crate) fn settle(
    tx: &mut Tx<'_>,
    (workspace_id, connector_id, push_id): (&str, &str, &str),
    again: bool,
    now_us: i64,
) -> Result<bool, DbError> {
    let state = if again {
        PushState::Queued
    } else {
        PushState::Done
    };
    let rows = tx.execute(
        "UPDATE connector_push SET state = $4, in_doubt = 0, tries = 0, due_at_us = $5,
                changed_at_us = $5
         WHERE workspace_id = $1 AND connector_id = $2 AND push_id = $3
           AND state IN ('dead', 'unknown')",
        params![workspace_id, connector_id, push_id, state.as_str(), now_us],
    )?;
    Ok(rows > 0)
}

/// A case that changed: its id, the answer it is about, whether it is closed, when it was opened
/// and when it changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct ChangedCase {
    pub(crate) case_id: String,
    pub(crate) response_id: Option<String>,
    pub(crate) is_closed: bool,
    pub(crate) opened_at_us: i64,
    pub(crate) changed_at_us: i64,
}

/// Cases of a workspace in the order of their change, after (time, id).
pub(crate) fn changed_cases(
    tx: &mut Tx<'_>,
    workspace_id: &str,
    after: (i64, &str),
    limit: usize,
) -> Result<Vec<ChangedCase>, DbError> {
    tx.query(
        "SELECT case_id, response_id, closed_at_us, opened_at_us, changed_at_us FROM app_case
         WHERE workspace_id = $1 AND (changed_at_us, case_id) > ($2, $3)
         ORDER BY changed_at_us, case_id LIMIT $4",
        params![workspace_id, after.0, after.1, limit],
    )?
    .iter()
    .map(|row| {
        Ok(ChangedCase {
            case_id: row.get("case_id")?,
            response_id: row.get("response_id")?,
            is_closed: row.get::<Option<i64>>("closed_at_us")?.is_some(),
            opened_at_us: row.get("opened_at_us")?,
            changed_at_us: row.get("changed_at_us")?,
        })
    })
    .collect()
}

/// Whether something was ever wished for.
pub(crate) fn is_wished(
    tx: &mut Tx<'_>,
    (workspace_id, connector_id): (&str, &str),
    (what, about_id): (What, &str),
) -> Result<bool, DbError> {
    let found = tx.query_one(
        "SELECT 1 FROM connector_push
         WHERE workspace_id = $1 AND connector_id = $2 AND what = $3 AND about_id = $4",
        params![workspace_id, connector_id, what.as_str(), about_id],
    )?;
    Ok(found.is_some())
}

/// Up to when cases were looked at for a connection.
pub(crate) fn cases_until(
    tx: &mut Tx<'_>,
    (workspace_id, connector_id): (&str, &str),
) -> Result<i64, DbError> {
    let row = tx.query_one(
        "SELECT cases_until_us FROM connector WHERE workspace_id = $1 AND connector_id = $2",
        params![workspace_id, connector_id],
    )?;
    row.map_or(Ok(i64::MAX), |row| row.at(0))
}

/// Notes up to when they were looked at.
pub(crate) fn set_cases_until(
    tx: &mut Tx<'_>,
    (workspace_id, connector_id): (&str, &str),
    until_us: i64,
) -> Result<(), DbError> {
    tx.execute(
        "UPDATE connector SET cases_until_us = $3
         WHERE workspace_id = $1 AND connector_id = $2 AND cases_until_us < $3",
        params![workspace_id, connector_id, until_us],
    )?;
    Ok(())
}
