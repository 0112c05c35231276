//! SQL about what became of mails that the outbox itself has no need for.

use platform::db::Row;
use platform::{DbError, Tx, params};

/// Something that came back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Return {
    pub(crate) mail_id: String,
    pub(crate) mail_kind: String,
    pub(crate) address: String,
    /// `bounce`, `soft`, `complaint`, `auto_reply`.
    pub(crate) kind: String,
    pub(crate) at_us: i64,
    pub(crate) status: String,
    pub(crate) diagnostic: String,
}

/// What came back lately, the newest first.
pub(crate) fn returns(
    tx: &mut Tx<'_>,
    workspace_id: &str,
    limit: usize,
) -> Result<Vec<Return>, DbError> {
    tx.query(
        "SELECT r.mail_id, m.kind AS mail_kind, m.address, r.kind, r.at_us, r.status, r.diagnostic
         FROM mail_return r
         JOIN mail m ON m.workspace_id = r.workspace_id AND m.mail_id = r.mail_id
         WHERE r.workspace_id = $1 ORDER BY r.at_us DESC, r.mail_id LIMIT $2",
        params![workspace_id, limit],
    )?
    .iter()
    .map(|row| {
        Ok(Return {
            mail_id: row.get("mail_id")?,
            mail_kind: row.get("mail_kind")?,
            address: row.get("address")?,
            kind: row.get("kind")?,
            at_us: row.get("at_us")?,
            status: row.get("status")?,
            diagnostic: row.get("diagnostic")?,
        })
    })
    .collect()
}

/// Mails the mail server took since then.
pub(crate) fn sent_since(
    tx: &mut Tx<'_>,
    workspace_id: &str,
    since_us: i64,
) -> Result<i64, DbError> {
    count(tx.query_one(
        "SELECT CAST(COUNT(*) AS BIGINT) AS mails FROM mail
         WHERE workspace_id = $1 AND sent_at_us >= $2",
        params![workspace_id, since_us],
    )?)
}

/// Whether there is such a mail.
pub(crate) fn exists(tx: &mut Tx<'_>, workspace_id: &str, mail_id: &str) -> Result<bool, DbError> {
    let row = tx.query_one(
        "SELECT mail_id FROM mail WHERE workspace_id = $1 AND mail_id = $2",
        params![workspace_id, mail_id],
    )?;
    Ok(row.is_some())
}

/// The mail that last went to an address.
pub(crate) fn last_to(
    tx: &mut Tx<'_>,
    workspace_id: &str,
    address: &str,
) -> Result<Option<String>, DbError> {
    tx.query_one(
        "SELECT mail_id FROM mail
         WHERE workspace_id = $1 AND address = $2 AND state IN ('sent', 'unknown', 'bounced')
         ORDER BY created_at_us DESC, mail_id LIMIT 1",
        params![workspace_id, address],
    )?
    .map(|row| row.get("mail_id"))
    .transpose()
}

/// How many mails of a kind were made for a subject since then.
pub(crate) fn made_since(
    tx: &mut Tx<'_>,
    workspace_id: &str,
    (kind, subject_id): (&str, &str),
    since_us: i64,
) -> Result<i64, DbError> {
    count(tx.query_one(
        "SELECT CAST(COUNT(*) AS BIGINT) AS mails FROM mail
         WHERE workspace_id = $1 AND subject_id = $2 AND kind = $3 AND created_at_us >= $4",
        params![workspace_id, subject_id, kind, since_us],
    )?)
}

fn count(row: Option<Row>) -> Result<i64, DbError> {
    row.map_or(Ok(0), |r| r.get("mails"))
}
