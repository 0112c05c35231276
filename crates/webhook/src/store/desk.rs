//! What people see of deliveries, and sending them again.

use platform::db::Row;
use platform::{DbError, Tx, params};

use crate::model::{Attempt, Delivery, Fate};

/// The columns of a delivery with its latest call.
macro_rules! columns {
    () => {
        "SELECT d.delivery_id, d.webhook_id, d.event_type, d.body, d.state, d.due_at_us,
                d.tries_ever, d.created_at_us, a.status AS last_status, a.said AS last_said
         FROM webhook_delivery d LEFT JOIN webhook_attempt a
           ON a.workspace_id = d.workspace_id AND a.delivery_id = d.delivery_id
          AND a.attempt = d.tries_ever "
    };
}

/// Which deliveries are listed.
#[derive(Clone, Debug)]
pub(crate) struct Wanted {
    pub(crate) webhook_id: String,
    /// In this state alone.
    pub(crate) fate: Option<Fate>,
    /// After this one: when it was written, and its id.
    pub(crate) after: Option<(i64, String)>,
    pub(crate) limit: usize,
}

/// Deliveries of a webhook, the latest first.
pub(crate) fn list(
    tx: &mut Tx<'_>,
    workspace_id: &str,
    wanted: &Wanted,
) -> Result<Vec<Delivery>, DbError> {
    let (at_us, id) = match &wanted.after {
        Some((at_us, id)) => (*at_us, id.as_str()),
        None => (i64::MAX, ""),
    };
    let rows = tx.query(
        concat!(
            columns!(),
            "WHERE d.workspace_id = $1 AND d.webhook_id = $2
               AND ($3 = '' OR d.state = $3)
               AND (d.created_at_us < $4 OR (d.created_at_us = $4 AND d.delivery_id < $5))
             ORDER BY d.created_at_us DESC, d.delivery_id DESC LIMIT $6"
        ),
        params![
            workspace_id,
            &wanted.webhook_id,
            wanted.fate.map_or("", Fate::as_str),
            at_us,
            id,
            wanted.limit
        ],
    )?;
    rows.iter().map(read).collect()
}

/// One delivery of a webhook.
pub(crate) fn by_id(
    tx: &mut Tx<'_>,
    workspace_id: &str,
    (webhook_id, delivery_id): (&str, &str),
) -> Result<Option<Delivery>, DbError> {
    let row = tx.query_one(
        concat!(
            columns!(),
            "WHERE d.workspace_id = $1 AND d.webhook_id = $2 AND d.delivery_id = $3"
        ),
        params![workspace_id, webhook_id, delivery_id],
    )?;
    row.as_ref().map(read).transpose()
}

/// The calls made for a delivery, the latest first.
pub(crate) fn attempts(
    tx: &mut Tx<'_>,
    workspace_id: &str,
    delivery_id: &str,
) -> Result<Vec<Attempt>, DbError> {
    let rows = tx.query(
        "SELECT attempt, at_us, took_ms, status, said FROM webhook_attempt
         WHERE workspace_id = $1 AND delivery_id = $2 ORDER BY attempt DESC LIMIT 100",
        params![workspace_id, delivery_id],
    )?;
    rows.iter()
        .map(|row| {
            Ok(Attempt {
                attempt: number(row.get("attempt")?),
                at_us: row.get("at_us")?,
                took_ms: u64::try_from(row.get::<i64>("took_ms")?).unwrap_or(0),
                status: row.get::<Option<i64>>("status")?.map(status),
                said: row.get("said")?,
            })
        })
        .collect()
}

/// How many deliveries wait, and how many are dead letters.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Counts {
    pub(crate) queued: i64,
    pub(crate) dead: i64,
}

/// Counts the deliveries of a webhook.
pub(crate) fn counts(
    tx: &mut Tx<'_>,
    workspace_id: &str,
    webhook_id: &str,
) -> Result<Counts, DbError> {
    let mut of = |state: &str| -> Result<i64, DbError> {
        let row = tx.query_one(
            "SELECT CAST(COUNT(*) AS BIGINT) AS number FROM webhook_delivery
             WHERE workspace_id = $1 AND webhook_id = $2 AND state = $3",
            params![workspace_id, webhook_id, state],
        )?;
        row.map_or(Ok(0), |row| row.get("number"))
    };
    Ok(Counts {
        queued: of("queued")?,
        dead: of("dead")?,
    })
}

/// Queues an ended delivery again, with a new plan of tries and the same id. False when it isn't
/// ended, isn't kept, or there is none.
pub(crate) fn send_again(
    tx: &mut Tx<'_>,
    workspace_id: &str,
    (webhook_id, delivery_id): (&str, &str),
    now_us: i64,
) -> Result<bool, DbError> {
    let rows = tx.execute(
        "UPDATE webhook_delivery SET state = 'queued', due_at_us = $4, tries = 0,
                first_try_at_us = NULL, ended_at_us = NULL
         WHERE workspace_id = $1 AND webhook_id = $2 AND delivery_id = $3 AND state <> 'queued'
           AND body <> ''",
        params![workspace_id, webhook_id, delivery_id, now_us],
    )?;
    Ok(rows == 1)
}

/// Queues all dead letters of a webhook again. Returns how many.
pub(crate) fn send_all_again(
    tx: &mut Tx<'_>,
    workspace_id: &str,
    webhook_id: &str,
    now_us: i64,
) -> Result<u64, DbError> {
    tx.execute(
        "UPDATE webhook_delivery SET state = 'queued', due_at_us = $3, tries = 0,
                first_try_at_us = NULL, ended_at_us = NULL
         WHERE workspace_id = $1 AND webhook_id = $2 AND state = 'dead' AND body <> ''",
        params![workspace_id, webhook_id, now_us],
    )
}

fn read(row: &Row) -> Result<Delivery, DbError> {
    Ok(Delivery {
        delivery_id: row.get("delivery_id")?,
        webhook_id: row.get("webhook_id")?,
        event_type: row.get("event_type")?,
        body: row.get("body")?,
        fate: Fate::stored(&row.get::<String>("state")?),
        due_at_us: row.get("due_at_us")?,
        tries: number(row.get("tries_ever")?),
        created_at_us: row.get("created_at_us")?,
        last_status: row.get::<Option<i64>>("last_status")?.map(status),
        last_said: row.get("last_said")?,
    })
}

fn number(value: i64) -> u32 {
    u32::try_from(value).unwrap_or(u32::MAX)
}

fn status(value: i64) -> u16 {
    u16::try_from(value).unwrap_or(0)
}
