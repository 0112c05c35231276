//! All SQL about webhooks and their deliveries.

pub(crate) mod desk;
pub(crate) mod outbox;

use platform::db::Row;
use platform::{DbError, Tx, params};

use crate::model::{Kind, OffReason, Webhook};

/// The columns of a webhook.
macro_rules! columns {
    () => {
        "webhook_id, kind, name, url, types, with_comments, secret, old_secret,
         old_secret_until_us, off_reason, failing_since_us, failures, revision, created_at_us,
         changed_at_us"
    };
}

/// All webhooks of a workspace, by name.
pub(crate) fn all(tx: &mut Tx<'_>, workspace_id: &str) -> Result<Vec<Webhook>, DbError> {
    let rows = tx.query(
        concat!(
            "SELECT ",
            columns!(),
            " FROM webhook WHERE workspace_id = $1 ORDER BY name, webhook_id"
        ),
        params![workspace_id],
    )?;
    rows.iter().map(read).collect()
}

/// One webhook.
pub(crate) fn by_id(
    tx: &mut Tx<'_>,
    workspace_id: &str,
    webhook_id: &str,
) -> Result<Option<Webhook>, DbError> {
    let row = tx.query_one(
        concat!(
            "SELECT ",
            columns!(),
            " FROM webhook WHERE workspace_id = $1 AND webhook_id = $2"
        ),
        params![workspace_id, webhook_id],
    )?;
    row.as_ref().map(read).transpose()
}

/// Keeps a webhook as it is until the commit: who changes or removes it waits.
pub(crate) fn hold(tx: &mut Tx<'_>, workspace_id: &str, webhook_id: &str) -> Result<(), DbError> {
    tx.execute(
        "UPDATE webhook SET revision = revision WHERE workspace_id = $1 AND webhook_id = $2",
        params![workspace_id, webhook_id],
    )?;
    Ok(())
}

/// The signed webhooks that are on and want this type.
pub(crate) fn subscribers(
    tx: &mut Tx<'_>,
    workspace_id: &str,
    event_type: &str,
) -> Result<Vec<String>, DbError> {
    let rows = tx.query(
        "SELECT webhook_id, types FROM webhook
         WHERE workspace_id = $1 AND kind = 'standard' AND state = 'on' ORDER BY webhook_id",
        params![workspace_id],
    )?;
    let mut wanting = Vec::new();
    for row in &rows {
        let types = read_types(&row.get::<String>("types")?)?;
        if types.is_empty() || types.iter().any(|t| t == event_type) {
            wanting.push(row.get("webhook_id")?);
        }
    }
    Ok(wanting)
}

/// What people decide about a webhook.
#[derive(Clone, Debug)]
pub(crate) struct Written {
    pub(crate) name: String,
    pub(crate) url: String,
    pub(crate) types: Vec<String>,
    pub(crate) with_comments: bool,
}

/// A new webhook, switched on.
pub(crate) fn insert(
    tx: &mut Tx<'_>,
    (workspace_id, webhook_id): (&str, &str),
    (kind, written): (Kind, &Written),
    secret: &str,
    now_us: i64,
) -> Result<(), DbError> {
    tx.execute(
        "INSERT INTO webhook (workspace_id, webhook_id, kind, name, url, types, with_comments,
                secret, state, failures, wait_until_us, held_until_us, fence, revision,
                created_at_us, changed_at_us)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 'on', 0, 0, 0, 0, 1, $9, $9)",
        params![
            workspace_id,
            webhook_id,
            kind.as_str(),
            &written.name,
            &written.url,
            types_text(&written.types),
            written.with_comments,
            secret,
            now_us
        ],
    )?;
    Ok(())
}

/// Stores what people changed; what went wrong at another address is forgotten.
pub(crate) fn update(
    tx: &mut Tx<'_>,
    (workspace_id, webhook_id): (&str, &str),
    written: &Written,
    now_us: i64,
) -> Result<(), DbError> {
    tx.execute(
        "UPDATE webhook SET
                failures = CASE WHEN url = $4 THEN failures ELSE 0 END,
                failing_since_us = CASE WHEN url = $4 THEN failing_since_us END,
                wait_until_us = CASE WHEN url = $4 THEN wait_until_us ELSE 0 END,
                name = $3, url = $4, types = $5, with_comments = $6,
                revision = revision + 1, changed_at_us = $7
         WHERE workspace_id = $1 AND webhook_id = $2",
        params![
            workspace_id,
            webhook_id,
            &written.name,
            &written.url,
            types_text(&written.types),
            written.with_comments,
            now_us
        ],
    )?;
    Ok(())
}

/// Switches a webhook on, as if nothing had gone wrong.
pub(crate) fn switch_on(
    tx: &mut Tx<'_>,
    workspace_id: &str,
    webhook_id: &str,
) -> Result<(), DbError> {
    tx.execute(
        "UPDATE webhook SET state = 'on', off_reason = NULL, failures = 0,
                failing_since_us = NULL, wait_until_us = 0, told_at_us = NULL
         WHERE workspace_id = $1 AND webhook_id = $2 AND state = 'off'",
        params![workspace_id, webhook_id],
    )?;
    Ok(())
}

/// Gives a webhook a new secret; the old one signs too until `until_us`.
pub(crate) fn rotate(
    tx: &mut Tx<'_>,
    (workspace_id, webhook_id): (&str, &str),
    secret: &str,
    (until_us, now_us): (i64, i64),
) -> Result<(), DbError> {
    tx.execute(
        "UPDATE webhook SET old_secret = secret, old_secret_until_us = $4, secret = $3,
                revision = revision + 1, changed_at_us = $5
         WHERE workspace_id = $1 AND webhook_id = $2",
        params![workspace_id, webhook_id, secret, until_us, now_us],
    )?;
    Ok(())
}

/// Removes a webhook with all that was told it.
pub(crate) fn remove(tx: &mut Tx<'_>, workspace_id: &str, webhook_id: &str) -> Result<(), DbError> {
    for sql in [
        "DELETE FROM webhook_attempt WHERE workspace_id = $1 AND delivery_id IN
         (SELECT delivery_id FROM webhook_delivery WHERE workspace_id = $1 AND webhook_id = $2)",
        "DELETE FROM webhook_delivery WHERE workspace_id = $1 AND webhook_id = $2",
        "DELETE FROM webhook WHERE workspace_id = $1 AND webhook_id = $2",
    ] {
        tx.execute(sql, params![workspace_id, webhook_id])?;
    }
    Ok(())
}

/// Something to be told.
pub(crate) struct NewDelivery<'a> {
    pub(crate) webhook_id: &'a str,
    pub(crate) event_type: &'a str,
    /// A second one of this name is the first.
    pub(crate) dedup_id: &'a str,
    pub(crate) body: &'a str,
}

/// Writes down something to be told. False when it was already.
pub(crate) fn add(
    tx: &mut Tx<'_>,
    workspace_id: &str,
    delivery_id: &str,
    new: &NewDelivery<'_>,
    now_us: i64,
) -> Result<bool, DbError> {
    let rows = tx.execute(
        "INSERT INTO webhook_delivery (workspace_id, delivery_id, webhook_id, event_type, dedup_id,
                body, state, due_at_us, tries, tries_ever, created_at_us)
         VALUES ($1, $2, $3, $4, $5, $6, 'queued', $7, 0, 0, $7)
         ON CONFLICT (workspace_id, webhook_id, dedup_id) DO NOTHING",
        params![
            workspace_id,
            delivery_id,
            new.webhook_id,
            new.event_type,
            new.dedup_id,
            new.body,
            now_us
        ],
    )?;
    Ok(rows == 1)
}

pub(crate) fn read(row: &Row) -> Result<Webhook, DbError> {
    let wrong = |e: String| DbError::Bug(format!("webhook: {e}"));
    let old_secret: Option<String> = row.get("old_secret")?;
    let until: Option<i64> = row.get("old_secret_until_us")?;
    let off_reason: Option<String> = row.get("off_reason")?;
    Ok(Webhook {
        webhook_id: row.get("webhook_id")?,
        kind: row.get::<String>("kind")?.parse::<Kind>().map_err(wrong)?,
        name: row.get("name")?,
        url: row.get("url")?,
        types: read_types(&row.get::<String>("types")?)?,
        with_comments: row.get("with_comments")?,
        secret: row.get("secret")?,
        old_secret: old_secret.zip(until),
        off_reason: off_reason.as_deref().map(OffReason::stored),
        failing_since_us: row.get("failing_since_us")?,
        failures: u32::try_from(row.get::<i64>("failures")?).unwrap_or(u32::MAX),
        revision: row.get("revision")?,
        created_at_us: row.get("created_at_us")?,
        changed_at_us: row.get("changed_at_us")?,
    })
}

fn read_types(text: &str) -> Result<Vec<String>, DbError> {
    serde_json::from_str(text).map_err(|e| DbError::Bug(format!("types of a webhook: {e}")))
}

fn types_text(types: &[String]) -> String {
    serde_json::to_string(types).expect("texts are JSON")
}
