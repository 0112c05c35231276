//! Idempotency keys: the reply to a request that may come again.

use platform::{DbError, Tx, params};

use super::Refusal;

/// A request that carries a key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Keyed {
    /// The sender's key.
    pub key: String,
    /// Hash of what was asked: address and body.
    pub request_hash: Vec<u8>,
}

/// What was replied, or will be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reply {
    /// HTTP status.
    pub status: u16,
    /// JSON.
    pub body: String,
}

/// What is known of a key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Earlier {
    /// Nothing.
    New,
    /// Work in several transactions was begun and not ended.
    Begun,
    /// It was done, with this reply.
    Done(Reply),
}

/// Status of a row whose work is not yet done.
const BEGUN: i64 = 0;

/// Looks a key up; a [`Refusal::OtherRequest`] when it was used for something else.
pub fn earlier(tx: &mut Tx<'_>, workspace_id: &str, keyed: &Keyed) -> Result<Earlier, Refusal> {
    let row = tx.query_one(
        "SELECT request_hash, status, body FROM idempotency_key
         WHERE workspace_id = $1 AND idempotency_key = $2",
        params![workspace_id, &keyed.key],
    )?;
    let Some(row) = row else {
        return Ok(Earlier::New);
    };
    if row.get::<Vec<u8>>("request_hash")? != keyed.request_hash {
        return Err(Refusal::OtherRequest);
    }
    let status: i64 = row.get("status")?;
    if status == BEGUN {
        return Ok(Earlier::Begun);
    }
    let status =
        u16::try_from(status).map_err(|e| DbError::Bug(format!("a stored status: {e}")))?;
    Ok(Earlier::Done(Reply {
        status,
        body: row.get("body")?,
    }))
}

fn insert(
    tx: &mut Tx<'_>,
    workspace_id: &str,
    keyed: &Keyed,
    (status, body): (i64, &str),
    now_us: i64,
) -> Result<(), DbError> {
    tx.execute(
        "INSERT INTO idempotency_key (workspace_id, idempotency_key, request_hash, status, body,
                                      created_at_us)
         VALUES ($1, $2, $3, $4, $5, $6)",
        params![
            workspace_id,
            &keyed.key,
            keyed.request_hash.clone(),
            status,
            body,
            now_us
        ],
    )?;
    Ok(())
}

/// Keeps the reply in the transaction that earned it.
pub fn keep(
    tx: &mut Tx<'_>,
    workspace_id: &str,
    keyed: &Keyed,
    reply: &Reply,
    now_us: i64,
) -> Result<(), DbError> {
    insert(
        tx,
        workspace_id,
        keyed,
        (reply.status.into(), &reply.body),
        now_us,
    )
}

/// Notes that work in several transactions begins.
pub fn begin(
    tx: &mut Tx<'_>,
    workspace_id: &str,
    keyed: &Keyed,
    now_us: i64,
) -> Result<(), DbError> {
    insert(tx, workspace_id, keyed, (BEGUN, ""), now_us)
}

/// Keeps the reply of work that was begun.
pub fn end(
    tx: &mut Tx<'_>,
    workspace_id: &str,
    keyed: &Keyed,
    reply: &Reply,
) -> Result<(), DbError> {
    tx.execute(
        "UPDATE idempotency_key SET status = $3, body = $4
         WHERE workspace_id = $1 AND idempotency_key = $2",
        params![
            workspace_id,
            &keyed.key,
            i64::from(reply.status),
            &reply.body
        ],
    )?;
    Ok(())
}

/// Forgets keys that were made before `before_us`, of all workspaces; returns how many.
pub fn purge(tx: &mut Tx<'_>, before_us: i64) -> Result<u64, DbError> {
    tx.execute(
        "DELETE FROM idempotency_key WHERE created_at_us < $1",
        params![before_us],
    )
}
