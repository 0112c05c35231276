//! What the worker does with deliveries: one webhook at a time, one call at a time.
//!
//! A node takes a webhook with a new fence and for so long as one call may last. What another node
//! took over meanwhile, it no longer decides about; that a delivery was taken is believed from
//! everybody.

use platform::clock::SECOND_US;
use platform::{DbError, Tx, params};

use crate::model::{MESSAGE, OffReason, Webhook};
use crate::store;

/// A call that is to be made now.
#[derive(Clone, Debug)]
pub(crate) struct Due {
    pub(crate) workspace_id: String,
    pub(crate) webhook: Webhook,
    /// The right to decide what follows.
    pub(crate) fence: i64,
    pub(crate) delivery_id: String,
    pub(crate) body: String,
    /// Calls made for it so far.
    pub(crate) tries: u32,
}

/// Who takes webhooks.
#[derive(Clone, Debug)]
pub(crate) struct Claim {
    pub(crate) node: String,
    /// Webhooks at most.
    pub(crate) limit: usize,
    /// Those whose latest call wasn't taken, or the others: the former have places of their own,
    /// so that they can't take those of the latter.
    pub(crate) is_failing: bool,
    pub(crate) now_us: i64,
    /// How long the right to a webhook lasts.
    pub(crate) lease_us: i64,
}

/// Clocks of nodes differ by less, and so do two looks at one of them.
const CLOCKS_APART_US: i64 = 60 * SECOND_US;

/// Webhooks that may be called and at which something is due; those that were called least first.
/// A right that lasts much longer than any is of a clock that was put back since, and is none.
const DUE: &str = "SELECT w.workspace_id, w.webhook_id FROM webhook w
    WHERE w.state = 'on' AND w.wait_until_us <= $1
      AND (w.held_until_us <= $1 OR w.held_until_us > $4)
      AND (w.failures > 0) = ($2 > 0)
      AND EXISTS (SELECT 1 FROM webhook_delivery d
                  WHERE d.workspace_id = w.workspace_id AND d.webhook_id = w.webhook_id
                    AND d.state = 'queued' AND d.due_at_us <= $1)
    ORDER BY w.fence, w.webhook_id LIMIT $3";

/// Whether anything could be claimed: a cheap look, so that an idle node writes nothing.
pub(crate) fn is_idle(tx: &mut Tx<'_>, (now_us, lease_us): (i64, i64)) -> Result<bool, DbError> {
    for is_failing in [false, true] {
        let params = params![now_us, is_failing, 1, now_us + lease_us + CLOCKS_APART_US];
        if tx.query_one(DUE, params)?.is_some() {
            return Ok(false);
        }
    }
    Ok(true)
}

/// Takes webhooks at which something is due, each with its first call.
pub(crate) fn claim(tx: &mut Tx<'_>, claim: &Claim) -> Result<Vec<Due>, DbError> {
    let odd_us = claim.now_us + claim.lease_us + CLOCKS_APART_US;
    let rows = tx.query(
        DUE,
        params![claim.now_us, claim.is_failing, claim.limit, odd_us],
    )?;
    let mut taken = Vec::new();
    for row in &rows {
        let key: (String, String) = (row.get("workspace_id")?, row.get("webhook_id")?);
        // Asks again: another node may have been quicker.
        let ours = tx.execute(
            "UPDATE webhook SET holder = $3, held_until_us = $4, fence = fence + 1
             WHERE workspace_id = $1 AND webhook_id = $2
               AND (held_until_us <= $5 OR held_until_us > $6)",
            params![
                &key.0,
                &key.1,
                &claim.node,
                claim.now_us + claim.lease_us,
                claim.now_us,
                odd_us
            ],
        )?;
        if ours == 0 {
            continue;
        }
        match first_due(tx, &key.0, &key.1, claim.now_us)? {
            Some(due) => taken.push(due),
            None => free(tx, (&key.0, &key.1), &claim.node)?,
        }
    }
    Ok(taken)
}

fn first_due(
    tx: &mut Tx<'_>,
    workspace_id: &str,
    webhook_id: &str,
    now_us: i64,
) -> Result<Option<Due>, DbError> {
    let Some(webhook) = store::by_id(tx, workspace_id, webhook_id)? else {
        return Ok(None);
    };
    let row = tx.query_one(
        "SELECT d.delivery_id, d.body, d.tries, w.fence
         FROM webhook_delivery d JOIN webhook w
           ON w.workspace_id = d.workspace_id AND w.webhook_id = d.webhook_id
         WHERE d.workspace_id = $1 AND d.webhook_id = $2 AND d.state = 'queued'
           AND d.due_at_us <= $3 AND w.state = 'on' AND w.wait_until_us <= $3
         ORDER BY d.due_at_us, d.created_at_us, d.delivery_id LIMIT 1",
        params![workspace_id, webhook_id, now_us],
    )?;
    row.map(|row| {
        Ok(Due {
            workspace_id: workspace_id.to_owned(),
            webhook,
            fence: row.get("fence")?,
            delivery_id: row.get("delivery_id")?,
            body: row.get("body")?,
            tries: u32::try_from(row.get::<i64>("tries")?).unwrap_or(u32::MAX),
        })
    })
    .transpose()
}

/// Gives back a webhook that was taken for nothing.
fn free(
    tx: &mut Tx<'_>,
    (workspace_id, webhook_id): (&str, &str),
    node: &str,
) -> Result<(), DbError> {
    tx.execute(
        "UPDATE webhook SET holder = NULL, held_until_us = 0
         WHERE workspace_id = $1 AND webhook_id = $2 AND holder = $3",
        params![workspace_id, webhook_id, node],
    )?;
    Ok(())
}

/// Gives a webhook back.
pub(crate) fn release(tx: &mut Tx<'_>, due: &Due) -> Result<(), DbError> {
    tx.execute(
        "UPDATE webhook SET holder = NULL, held_until_us = 0
         WHERE workspace_id = $1 AND webhook_id = $2 AND fence = $3",
        params![&due.workspace_id, &due.webhook.webhook_id, due.fence],
    )?;
    Ok(())
}

/// Keeps a webhook for one more call, when it is still ours and something is due.
pub(crate) fn go_on(
    tx: &mut Tx<'_>,
    due: &Due,
    now_us: i64,
    lease_us: i64,
) -> Result<Option<Due>, DbError> {
    let ours = tx.execute(
        "UPDATE webhook SET held_until_us = $4
         WHERE workspace_id = $1 AND webhook_id = $2 AND fence = $3",
        params![
            &due.workspace_id,
            &due.webhook.webhook_id,
            due.fence,
            now_us + lease_us
        ],
    )?;
    if ours == 0 {
        return Ok(None);
    }
    let next = first_due(tx, &due.workspace_id, &due.webhook.webhook_id, now_us)?;
    if next.is_none() {
        release(tx, due)?;
    }
    Ok(next)
}

/// How a call went.
#[derive(Clone, Debug)]
pub(crate) struct Called {
    pub(crate) at_us: i64,
    pub(crate) took_ms: u64,
    pub(crate) status: Option<u16>,
    pub(crate) said: String,
}

/// Writes a call down, whoever made it.
pub(crate) fn note(tx: &mut Tx<'_>, due: &Due, called: &Called) -> Result<(), DbError> {
    tx.execute(
        "UPDATE webhook_delivery SET tries_ever = tries_ever + 1,
                tries = CASE WHEN state = 'queued' THEN tries + 1 ELSE tries END,
                first_try_at_us = COALESCE(first_try_at_us, $3)
         WHERE workspace_id = $1 AND delivery_id = $2",
        params![&due.workspace_id, &due.delivery_id, called.at_us],
    )?;
    tx.execute(
        "INSERT INTO webhook_attempt (workspace_id, delivery_id, attempt, at_us, took_ms, status, said)
         SELECT workspace_id, delivery_id, tries_ever, $3, $4, $5, $6 FROM webhook_delivery
         WHERE workspace_id = $1 AND delivery_id = $2",
        params![
            &due.workspace_id,
            &due.delivery_id,
            called.at_us,
            i64::try_from(called.took_ms).unwrap_or(i64::MAX),
            called.status.map(i64::from),
            &called.said
        ],
    )?;
    Ok(())
}

/// Stores that a delivery was taken. A message, which names customers and may quote them, isn't
/// kept any longer: an erasure would not find it here.
pub(crate) fn delivered(tx: &mut Tx<'_>, due: &Due, now_us: i64) -> Result<(), DbError> {
    end(tx, due, "delivered", now_us)?;
    tx.execute(
        "UPDATE webhook_delivery SET body = '' WHERE workspace_id = $1 AND delivery_id = $2
           AND event_type = $3 AND state = 'delivered'",
        params![&due.workspace_id, &due.delivery_id, MESSAGE],
    )?;
    Ok(())
}

/// Stores that a delivery is a dead letter.
pub(crate) fn died(tx: &mut Tx<'_>, due: &Due, now_us: i64) -> Result<(), DbError> {
    end(tx, due, "dead", now_us)
}

fn end(tx: &mut Tx<'_>, due: &Due, state: &str, now_us: i64) -> Result<(), DbError> {
    tx.execute(
        "UPDATE webhook_delivery SET state = $3, ended_at_us = $4
         WHERE workspace_id = $1 AND delivery_id = $2 AND state = 'queued'",
        params![&due.workspace_id, &due.delivery_id, state, now_us],
    )?;
    Ok(())
}

/// Stores when a delivery is tried again.
pub(crate) fn later(tx: &mut Tx<'_>, due: &Due, at_us: i64) -> Result<(), DbError> {
    tx.execute(
        "UPDATE webhook_delivery SET due_at_us = $3
         WHERE workspace_id = $1 AND delivery_id = $2 AND state = 'queued'",
        params![&due.workspace_id, &due.delivery_id, at_us],
    )?;
    Ok(())
}

/// Makes what was told under this name a dead letter without words, whatever became of it; also
/// what receivers answered goes, as they may say it again.
pub(crate) fn withdraw(
    tx: &mut Tx<'_>,
    workspace_id: &str,
    dedup_id: &str,
    now_us: i64,
) -> Result<(), DbError> {
    let told = "workspace_id = $1 AND dedup_id = $2
        AND webhook_id IN (SELECT webhook_id FROM webhook WHERE workspace_id = $1)";
    tx.execute(
        &format!(
            "UPDATE webhook_attempt SET said = '' WHERE workspace_id = $1 AND delivery_id IN
             (SELECT delivery_id FROM webhook_delivery WHERE {told})"
        ),
        params![workspace_id, dedup_id],
    )?;
    tx.execute(
        &format!(
            "UPDATE webhook_delivery SET body = '', ended_at_us = COALESCE(ended_at_us, $3),
                    state = CASE WHEN state = 'queued' THEN 'dead' ELSE state END
             WHERE {told}"
        ),
        params![workspace_id, dedup_id, now_us],
    )?;
    Ok(())
}

/// How a webhook fares after a call.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Health {
    pub(crate) failures: u32,
    pub(crate) failing_since_us: Option<i64>,
    pub(crate) wait_until_us: i64,
}

/// Stores how a webhook fares. False when it is another node's by now.
pub(crate) fn keep_health(tx: &mut Tx<'_>, due: &Due, health: Health) -> Result<bool, DbError> {
    let ours = tx.execute(
        "UPDATE webhook SET failures = $4, failing_since_us = $5, wait_until_us = $6
         WHERE workspace_id = $1 AND webhook_id = $2 AND fence = $3",
        params![
            &due.workspace_id,
            &due.webhook.webhook_id,
            due.fence,
            health.failures,
            health.failing_since_us,
            health.wait_until_us
        ],
    )?;
    Ok(ours == 1)
}

/// Switches a webhook off; what waits for it becomes dead letters.
pub(crate) fn switch_off(
    tx: &mut Tx<'_>,
    (workspace_id, webhook_id): (&str, &str),
    reason: OffReason,
    now_us: i64,
) -> Result<(), DbError> {
    tx.execute(
        "UPDATE webhook SET state = 'off', off_reason = $3
         WHERE workspace_id = $1 AND webhook_id = $2 AND state = 'on'",
        params![workspace_id, webhook_id, reason.as_str()],
    )?;
    tx.execute(
        "UPDATE webhook_delivery SET state = 'dead', ended_at_us = $3
         WHERE workspace_id = $1 AND webhook_id = $2 AND state = 'queued'",
        params![workspace_id, webhook_id, now_us],
    )?;
    Ok(())
}

/// Notes that administrators are told of trouble. False when they were since `since_us`.
pub(crate) fn may_tell(
    tx: &mut Tx<'_>,
    (workspace_id, webhook_id): (&str, &str),
    since_us: i64,
    now_us: i64,
) -> Result<bool, DbError> {
    let rows = tx.execute(
        "UPDATE webhook SET told_at_us = $4
         WHERE workspace_id = $1 AND webhook_id = $2
           AND (told_at_us IS NULL OR told_at_us < $3)",
        params![workspace_id, webhook_id, since_us, now_us],
    )?;
    Ok(rows == 1)
}

/// Forgets deliveries that ended before these moments, some at a time. Returns how many.
pub(crate) fn forget(
    tx: &mut Tx<'_>,
    delivered_before_us: i64,
    dead_before_us: i64,
) -> Result<usize, DbError> {
    let mut forgotten = 0;
    for (state, before_us) in [("delivered", delivered_before_us), ("dead", dead_before_us)] {
        let rows = tx.query(
            "SELECT workspace_id, delivery_id FROM webhook_delivery
             WHERE state = $1 AND ended_at_us < $2 ORDER BY ended_at_us LIMIT 500",
            params![state, before_us],
        )?;
        for row in &rows {
            let key: (String, String) = (row.get("workspace_id")?, row.get("delivery_id")?);
            for table in ["webhook_attempt", "webhook_delivery"] {
                let sql = match table {
                    "webhook_attempt" => {
                        "DELETE FROM webhook_attempt WHERE workspace_id = $1 AND delivery_id = $2"
                    }
                    _ => {
                        "DELETE FROM webhook_delivery WHERE workspace_id = $1 AND delivery_id = $2"
                    }
                };
                tx.execute(sql, params![&key.0, &key.1])?;
            }
        }
        forgotten += rows.len();
    }
    Ok(forgotten)
}
