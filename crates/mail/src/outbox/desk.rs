//! What an operator sees of the outbox and can do.

use platform::db::Row;
use platform::{DbError, Tx, params};

use super::Mail;
use super::store::tell;
use crate::kind::{Fate, Kinds};

/// Mails by state.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Waiting, or being handed over.
    pub queued: i64,
    /// Taken by the mail server.
    pub sent: i64,
    /// Stopped before they went: answered, opted out.
    pub stopped: i64,
    /// Refused for good, or come back.
    pub bounced: i64,
    /// Tried long enough, or rejected.
    pub failed: i64,
    /// Nobody knows whether they were handed over.
    pub unknown: i64,
}

/// A mail of which nobody knows whether it was handed over.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Doubtful {
    /// The mail.
    pub mail: Mail,
    /// What happened, in words.
    pub reason: String,
    /// When it was first tried, UTC microseconds.
    pub first_try_at_us: Option<i64>,
}

/// Mails of a workspace by state.
pub fn counts(tx: &mut Tx<'_>, workspace_id: &str) -> Result<Counts, DbError> {
    let rows = tx.query(
        "SELECT state, COUNT(*) AS mails FROM mail WHERE workspace_id = $1 GROUP BY state",
        params![workspace_id],
    )?;
    sum(&rows)
}

/// Mails of the whole installation that are not done: queued and unknown; the others are 0.
pub fn totals(tx: &mut Tx<'_>) -> Result<Counts, DbError> {
    let rows = tx.query(
        "SELECT state, COUNT(*) AS mails FROM mail
         WHERE state IN ('queued', 'claimed', 'sending', 'unknown') GROUP BY state",
        &[],
    )?;
    sum(&rows)
}

fn sum(rows: &[Row]) -> Result<Counts, DbError> {
    let mut counts = Counts::default();
    for row in rows {
        let of = match row.get::<String>("state")?.as_str() {
            "queued" | "claimed" | "sending" => &mut counts.queued,
            "sent" => &mut counts.sent,
            "stopped" => &mut counts.stopped,
            "bounced" => &mut counts.bounced,
            "failed" => &mut counts.failed,
            _ => &mut counts.unknown,
        };
        *of += row.get::<i64>("mails")?;
    }
    Ok(counts)
}

/// The mails in doubt of a workspace, oldest first.
pub fn unknown(
    tx: &mut Tx<'_>,
    workspace_id: &str,
    limit: usize,
) -> Result<Vec<Doubtful>, DbError> {
    let rows = tx.query(
        "SELECT mail_id, kind, subject_id, address, tries, reply, first_try_at_us FROM mail
         WHERE workspace_id = $1 AND state = 'unknown'
         ORDER BY first_try_at_us, mail_id LIMIT $2",
        params![workspace_id, limit],
    )?;
    rows.iter()
        .map(|row| {
            Ok(Doubtful {
                mail: read(row, workspace_id)?,
                reason: row.get::<Option<String>>("reply")?.unwrap_or_default(),
                first_try_at_us: row.get("first_try_at_us")?,
            })
        })
        .collect()
}

fn read(row: &Row, workspace_id: &str) -> Result<Mail, DbError> {
    Ok(Mail {
        workspace_id: workspace_id.to_owned(),
        mail_id: row.get("mail_id")?,
        kind: row.get("kind")?,
        subject_id: row.get("subject_id")?,
        address: row.get("address")?,
        tries: u32::try_from(row.get::<i64>("tries")?).unwrap_or(u32::MAX),
    })
}

/// Sends a mail in doubt, or one that was given up, once more: the operator found that it did not
/// arrive. A late word of the process that had it counts no more. False when there is none.
pub fn send_again(
    tx: &mut Tx<'_>,
    workspace_id: &str,
    mail_id: &str,
    now_us: i64,
) -> Result<bool, DbError> {
    let rows = tx.execute(
        "UPDATE mail SET state = 'queued', fence = fence + 1, due_at_us = $3, tries = 0,
                first_try_at_us = NULL, holder = NULL
         WHERE workspace_id = $1 AND mail_id = $2 AND state IN ('unknown', 'failed')",
        params![workspace_id, mail_id, now_us],
    )?;
    Ok(rows == 1)
}

/// Forgets to whom mails went, when the person behind an address is erased, and what mail servers
/// said of it: their replies name it. What has not gone yet doesn't go: its kind finds nobody any
/// more.
pub fn forget(tx: &mut Tx<'_>, workspace_id: &str, address: &str) -> Result<(), DbError> {
    tx.execute(
        "UPDATE mail_return SET diagnostic = '' WHERE workspace_id = $1 AND mail_id IN
         (SELECT mail_id FROM mail WHERE workspace_id = $1 AND address = $2)",
        params![workspace_id, address],
    )?;
    tx.execute(
        "UPDATE mail SET address = '', reply = NULL WHERE workspace_id = $1 AND address = $2",
        params![workspace_id, address],
    )?;
    Ok(())
}

/// Takes a mail in doubt as handed over: the operator found that it arrived. False when there is
/// none.
pub fn it_arrived(
    tx: &mut Tx<'_>,
    kinds: &Kinds,
    workspace_id: &str,
    mail_id: &str,
    now_us: i64,
) -> Result<bool, DbError> {
    let row = tx.query_one(
        "SELECT mail_id, kind, subject_id, address, tries FROM mail
         WHERE workspace_id = $1 AND mail_id = $2 AND state = 'unknown'",
        params![workspace_id, mail_id],
    )?;
    let Some(row) = row else { return Ok(false) };
    let mail = read(&row, workspace_id)?;
    let rows = tx.execute(
        "UPDATE mail SET state = 'sent', sent_at_us = $3, holder = NULL
         WHERE workspace_id = $1 AND mail_id = $2 AND state = 'unknown'",
        params![workspace_id, mail_id, now_us],
    )?;
    if rows == 1 {
        tell(tx, kinds, &mail, Some(Fate::HandedOver), now_us)?;
    }
    Ok(rows == 1)
}
