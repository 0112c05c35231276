//! What the planner knows and stores: its row per workspace, whom to look at when, what was decided
//! about rounds and episodes, and how many mails went out today.

use std::collections::BTreeMap;

use platform::db::{Row, Value};
use platform::{DbError, Tx, params};

use super::{IDS_MAX, found_in, in_lists, places};
use crate::model::{Occasion, OccasionState};

/// The planner's row of a workspace.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Planning {
    /// Goes up whenever anybody may have become due.
    pub(crate) epoch: i64,
    /// The epoch of the last time everybody was looked at.
    pub(crate) swept_epoch: i64,
    /// When that began.
    pub(crate) swept_at_us: i64,
}

fn planning(row: &Row) -> Result<Planning, DbError> {
    Ok(Planning {
        epoch: row.get("epoch")?,
        swept_epoch: row.get("swept_epoch")?,
        swept_at_us: row.get("swept_at_us")?,
    })
}

/// Workspaces in which something is planned.
pub(crate) fn workspaces(tx: &mut Tx<'_>) -> Result<Vec<String>, DbError> {
    tx.query(
        "SELECT DISTINCT workspace_id FROM programme WHERE status IN ('running', 'paused')",
        params![],
    )?
    .iter()
    .map(|row| row.get("workspace_id"))
    .collect()
}

/// Makes everybody be looked at again.
pub(crate) fn renew(tx: &mut Tx<'_>, workspace_id: &str) -> Result<(), DbError> {
    tx.execute(
        "INSERT INTO planning (workspace_id, settings, epoch, lease_until_us, swept_epoch, swept_at_us)
         VALUES ($1, $2, 1, 0, 0, 0)
         ON CONFLICT (workspace_id) DO UPDATE SET epoch = planning.epoch + 1",
        params![workspace_id, "{}"],
    )?;
    crate::outreach::renew(tx, workspace_id)
}

/// As [`lock`], also where nothing was planned yet.
pub(crate) fn lock_or_begin(tx: &mut Tx<'_>, workspace_id: &str) -> Result<(), DbError> {
    tx.execute(
        "INSERT INTO planning (workspace_id, settings, epoch, lease_until_us, swept_epoch, swept_at_us)
         VALUES ($1, $2, 0, 0, 0, 0)
         ON CONFLICT (workspace_id) DO UPDATE SET epoch = planning.epoch",
        params![workspace_id, "{}"],
    )?;
    Ok(())
}

/// The epoch now; `None` before anything was planned.
pub(crate) fn epoch(tx: &mut Tx<'_>, workspace_id: &str) -> Result<Option<i64>, DbError> {
    let row = tx.query_one(
        "SELECT epoch FROM planning WHERE workspace_id = $1",
        params![workspace_id],
    )?;
    row.map(|row| row.get("epoch")).transpose()
}

/// Locks the planner's row until the commit: nobody else decides meanwhile. Whose turn it is keeps
/// it until `until_us`, so that long work isn't taken over in the middle.
pub(crate) fn lock(
    tx: &mut Tx<'_>,
    workspace_id: &str,
    (node, until_us): (&str, i64),
) -> Result<Option<Planning>, DbError> {
    tx.query_one(
        "UPDATE planning SET lease_until_us =
         CASE WHEN planner = $2 AND lease_until_us < $3 THEN $3 ELSE lease_until_us END
         WHERE workspace_id = $1
         RETURNING epoch, swept_epoch, swept_at_us",
        params![workspace_id, node, until_us],
    )?
    .map(|row| planning(&row))
    .transpose()
}

/// Whose turn to plan may be this node's, as [`lease`] takes it. A lease far ahead is of a clock that
/// went back since; half a minute ahead it may be of a node whose clock isn't quite the same, or that
/// renewed it while this one was asking.
const FREE: &str = "(planner IS NULL OR planner = $2 OR lease_until_us <= $3
                     OR lease_until_us - 30000000 > $4)";

/// Whether [`lease`] would take or keep the turn; waits for nobody.
pub(crate) fn is_free(
    tx: &mut Tx<'_>,
    workspace_id: &str,
    node: &str,
    (now_us, until_us): (i64, i64),
) -> Result<bool, DbError> {
    let row = tx.query_one(
        &format!("SELECT 1 FROM planning WHERE workspace_id = $1 AND {FREE}"),
        params![workspace_id, node, now_us, until_us],
    )?;
    Ok(row.is_some())
}

/// Takes or keeps the turn to plan until `until_us`; `None` when another node has it.
pub(crate) fn lease(
    tx: &mut Tx<'_>,
    workspace_id: &str,
    node: &str,
    (now_us, until_us): (i64, i64),
) -> Result<Option<Planning>, DbError> {
    tx.query_one(
        &format!(
            "UPDATE planning SET planner = $2, lease_until_us = $4 WHERE workspace_id = $1 AND {FREE}
             RETURNING epoch, swept_epoch, swept_at_us"
        ),
        params![workspace_id, node, now_us, until_us],
    )?
    .map(|row| planning(&row))
    .transpose()
}

/// Stores that everybody was looked at.
pub(crate) fn swept(
    tx: &mut Tx<'_>,
    workspace_id: &str,
    (epoch, began_at_us): (i64, i64),
) -> Result<(), DbError> {
    tx.execute(
        "UPDATE planning SET swept_epoch = $2, swept_at_us = $3 WHERE workspace_id = $1",
        params![workspace_id, epoch, began_at_us],
    )?;
    Ok(())
}

/// Contacts to be looked at by now, those that waited longest first.
pub(crate) fn due(
    tx: &mut Tx<'_>,
    workspace_id: &str,
    now_us: i64,
    limit: usize,
) -> Result<Vec<String>, DbError> {
    tx.query(
        "SELECT contact_id FROM planning_look
         WHERE workspace_id = $1 AND look_at_us <= $2 ORDER BY look_at_us LIMIT $3",
        params![workspace_id, now_us, limit],
    )?
    .iter()
    .map(|row| row.get("contact_id"))
    .collect()
}

/// Contacts changed after (time, id), in that order, up to a moment.
pub(crate) fn changed(
    tx: &mut Tx<'_>,
    workspace_id: &str,
    (after, until_us): ((i64, &str), i64),
    limit: usize,
) -> Result<Vec<(i64, String)>, DbError> {
    tx.query(
        "SELECT changed_at_us, contact_id FROM contact
         WHERE workspace_id = $1 AND (changed_at_us, contact_id) > ($2, $3) AND changed_at_us <= $4
         ORDER BY changed_at_us, contact_id LIMIT $5",
        params![workspace_id, after.0, after.1, until_us, limit],
    )?
    .iter()
    .map(|row| Ok((row.get("changed_at_us")?, row.get("contact_id")?)))
    .collect()
}

/// When these contacts are to be looked at.
pub(crate) fn looks_of(
    tx: &mut Tx<'_>,
    workspace_id: &str,
    contacts: &[String],
) -> Result<BTreeMap<String, i64>, DbError> {
    let first = [workspace_id.into()];
    let sql = "SELECT contact_id, look_at_us FROM planning_look
         WHERE workspace_id = $1 AND contact_id IN";
    let found = found_in(tx, sql, (&first, contacts), |row| {
        Ok((row.get("contact_id")?, row.get("look_at_us")?))
    })?;
    Ok(found.into_iter().collect())
}

/// Forgets when to look at these contacts, before they are looked at: what is asked for meanwhile
/// stays.
pub(crate) fn looked(
    tx: &mut Tx<'_>,
    workspace_id: &str,
    contacts: &[String],
) -> Result<(), DbError> {
    let sql = format!(
        "DELETE FROM planning_look WHERE workspace_id = $1 AND contact_id IN ({})",
        places(2, IDS_MAX)
    );
    in_lists(contacts, |ids| {
        let values: Vec<Value> = std::iter::once(Value::from(workspace_id))
            .chain(ids)
            .collect();
        tx.execute(&sql, &values).map(|_| ())
    })
}

/// Asks for a contact to be looked at, at the latest then.
pub(crate) fn look_at(
    tx: &mut Tx<'_>,
    workspace_id: &str,
    contact_id: &str,
    at_us: i64,
) -> Result<(), DbError> {
    tx.execute(
        "INSERT INTO planning_look (workspace_id, contact_id, look_at_us) VALUES ($1, $2, $3)
         ON CONFLICT (workspace_id, contact_id) DO UPDATE SET look_at_us =
         CASE WHEN excluded.look_at_us < planning_look.look_at_us THEN excluded.look_at_us
              ELSE planning_look.look_at_us END",
        params![workspace_id, contact_id, at_us],
    )?;
    Ok(())
}

/// Mails per programme on a day of the company's calendar.
pub(crate) fn sent_on(
    tx: &mut Tx<'_>,
    workspace_id: &str,
    day: i32,
) -> Result<BTreeMap<String, u32>, DbError> {
    tx.query(
        "SELECT programme_id, mails FROM planning_sent WHERE workspace_id = $1 AND day = $2",
        params![workspace_id, day],
    )?
    .iter()
    .map(|row| {
        let mails = u32::try_from(row.get::<i64>("mails")?).unwrap_or(u32::MAX);
        Ok((row.get("programme_id")?, mails))
    })
    .collect()
}

/// Counts mails of a programme on a day.
pub(crate) fn sent(
    tx: &mut Tx<'_>,
    (workspace_id, programme_id): (&str, &str),
    day: i32,
    mails: u32,
) -> Result<(), DbError> {
    tx.execute(
        "INSERT INTO planning_sent (workspace_id, programme_id, day, mails) VALUES ($1, $2, $3, $4)
         ON CONFLICT (workspace_id, programme_id, day)
         DO UPDATE SET mails = planning_sent.mails + excluded.mails",
        params![workspace_id, programme_id, day, mails],
    )?;
    Ok(())
}

const OCCASION: &str = "programme_id, contact_id, occasion, state, reason, detail, until_us, \
                        ends_at_us, invitation_id, round, subject, began_at_us, decided_at_us";

fn occasion(row: &Row) -> Result<Occasion, DbError> {
    Ok(Occasion {
        programme_id: row.get("programme_id")?,
        contact_id: row.get("contact_id")?,
        occasion: row.get("occasion")?,
        state: row.get::<String>("state")?.parse().map_err(DbError::Bug)?,
        reason: row.get("reason")?,
        detail: row.get("detail")?,
        until_us: row.get("until_us")?,
        ends_at_us: row.get("ends_at_us")?,
        invitation_id: row.get("invitation_id")?,
        round: row.get("round")?,
        subject: row.get("subject")?,
        began_at_us: row.get("began_at_us")?,
        decided_at_us: row.get("decided_at_us")?,
    })
}

/// What was decided about these contacts in programmes that are running or paused. Of rounds only
/// the latest is needed.
pub(crate) fn occasions_of(
    tx: &mut Tx<'_>,
    workspace_id: &str,
    contacts: &[String],
) -> Result<Vec<Occasion>, DbError> {
    let first = [workspace_id.into()];
    let sql = &format!(
        "SELECT {OCCASION} FROM programme_occasion
         WHERE workspace_id = $1 AND contact_id IN"
    );
    found_in(tx, sql, (&first, contacts), occasion)
}

/// Stores what was decided. What was left out or invited stays so: false when it was already.
pub(crate) fn decide(tx: &mut Tx<'_>, workspace_id: &str, new: &Occasion) -> Result<bool, DbError> {
    let changed = tx.execute(
        &format!(
            "INSERT INTO programme_occasion (workspace_id, {OCCASION})
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)
             ON CONFLICT (workspace_id, programme_id, contact_id, occasion) DO UPDATE
             SET state = excluded.state, reason = excluded.reason, detail = excluded.detail,
                 until_us = excluded.until_us, ends_at_us = excluded.ends_at_us,
                 invitation_id = excluded.invitation_id, decided_at_us = excluded.decided_at_us
             WHERE programme_occasion.state = 'deferred'"
        ),
        params![
            workspace_id,
            &new.programme_id,
            &new.contact_id,
            &new.occasion,
            new.state.as_str(),
            new.reason.as_ref(),
            new.detail.as_ref(),
            new.until_us,
            new.ends_at_us,
            new.invitation_id.as_ref(),
            new.round,
            new.subject.as_ref(),
            new.began_at_us,
            new.decided_at_us
        ],
    )?;
    Ok(changed > 0)
}

/// Forgets that something waits: it was cancelled.
pub(crate) fn no_longer_deferred(
    tx: &mut Tx<'_>,
    (workspace_id, programme_id): (&str, &str),
    contact_id: &str,
    occasion: &str,
) -> Result<(), DbError> {
    tx.execute(
        "DELETE FROM programme_occasion
         WHERE workspace_id = $1 AND programme_id = $2 AND contact_id = $3 AND occasion = $4
           AND state = 'deferred'",
        params![workspace_id, programme_id, contact_id, occasion],
    )?;
    Ok(())
}

/// At most `limit` of a programme's occasions in a state, by contact, after (contact, occasion).
pub fn occasions(
    tx: &mut Tx<'_>,
    (workspace_id, programme_id): (&str, &str),
    state: OccasionState,
    after: (&str, &str),
    limit: usize,
) -> Result<Vec<Occasion>, DbError> {
    tx.query(
        &format!(
            "SELECT {OCCASION} FROM programme_occasion
             WHERE workspace_id = $1 AND programme_id = $2 AND state = $3
               AND (contact_id, occasion) > ($4, $5)
             ORDER BY contact_id, occasion LIMIT $6"
        ),
        params![
            workspace_id,
            programme_id,
            state.as_str(),
            after.0,
            after.1,
            limit
        ],
    )?
    .iter()
    .map(occasion)
    .collect()
}

/// The occasions of a programme that were decided last, the latest first.
pub fn latest(
    tx: &mut Tx<'_>,
    (workspace_id, programme_id): (&str, &str),
    limit: usize,
) -> Result<Vec<Occasion>, DbError> {
    tx.query(
        &format!(
            "SELECT {OCCASION} FROM programme_occasion
             WHERE workspace_id = $1 AND programme_id = $2
             ORDER BY decided_at_us DESC, contact_id LIMIT $3"
        ),
        params![workspace_id, programme_id, limit],
    )?
    .iter()
    .map(occasion)
    .collect()
}

/// How many occasions of a programme are in each state, with the reason.
pub fn reasons(
    tx: &mut Tx<'_>,
    workspace_id: &str,
    programme_id: &str,
) -> Result<Vec<(OccasionState, Option<String>, i64)>, DbError> {
    tx.query(
        "SELECT state, reason, CAST(COUNT(*) AS BIGINT) AS n FROM programme_occasion
         WHERE workspace_id = $1 AND programme_id = $2
         GROUP BY state, reason ORDER BY state, reason",
        params![workspace_id, programme_id],
    )?
    .iter()
    .map(|row| {
        let state: String = row.get("state")?;
        Ok((
            state.parse().map_err(DbError::Bug)?,
            row.get("reason")?,
            row.get("n")?,
        ))
    })
    .collect()
}

/// Ids of contacts that went into one of these, with the one each went into.
pub(crate) fn merged_into(
    tx: &mut Tx<'_>,
    workspace_id: &str,
    contacts: &[String],
) -> Result<std::collections::HashMap<String, String>, DbError> {
    let first = [workspace_id.into()];
    let sql = "SELECT old_id, contact_id FROM contact_merged
         WHERE workspace_id = $1 AND contact_id IN";
    let found = found_in(tx, sql, (&first, contacts), |row| {
        Ok((row.get("old_id")?, row.get("contact_id")?))
    })?;
    Ok(found.into_iter().collect())
}

/// The time zones contacts live in.
pub(crate) fn zones(tx: &mut Tx<'_>, workspace_id: &str) -> Result<Vec<String>, DbError> {
    tx.query(
        "SELECT DISTINCT zone FROM contact WHERE workspace_id = $1 AND zone IS NOT NULL ORDER BY zone",
        params![workspace_id],
    )?
    .iter()
    .map(|row| row.get("zone"))
    .collect()
}

/// An invitation that never went out: its occasion is left out after all, with the reason.
pub(crate) fn uninvite(
    tx: &mut Tx<'_>,
    (workspace_id, invitation_id): (&str, &str),
    reason: &str,
) -> Result<(), DbError> {
    tx.execute(
        "UPDATE programme_occasion SET state = 'left_out', reason = $3, detail = NULL,
                until_us = NULL
         WHERE workspace_id = $1 AND invitation_id = $2",
        params![workspace_id, invitation_id, reason],
    )?;
    Ok(())
}

/// Contacts of a workspace.
pub(crate) fn contacts(tx: &mut Tx<'_>, workspace_id: &str) -> Result<u32, DbError> {
    let row = tx.query_one(
        "SELECT CAST(COUNT(*) AS BIGINT) AS n FROM contact WHERE workspace_id = $1",
        params![workspace_id],
    )?;
    let count = row.map_or(Ok(0), |row| row.get::<i64>("n"))?;
    Ok(u32::try_from(count).unwrap_or(u32::MAX))
}
