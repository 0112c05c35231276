//! All SQL about letters outside programmes.

use platform::db::Row;
use platform::{DbError, Tx, params};
use policy::DAY;

use super::model::{Outreach, State, Stored};
use crate::letter::Wordings;

const OUTREACH: &str = "outreach_id, kind, contact_id, subject, letter_id, link, cause_noun, \
                        cause_id, priority, window_days, state, reason, detail, until_us, \
                        ends_at_us, mail_id, created_at_us, decided_at_us, handed_over_at_us, \
                        bounced_at_us, refused_at_us, unknown_at_us";

fn stored(row: &Row) -> Result<Stored, DbError> {
    Ok(Stored {
        outreach_id: row.get("outreach_id")?,
        kind: row.get::<String>("kind")?.parse().map_err(DbError::Bug)?,
        contact_id: row.get("contact_id")?,
        subject: row.get("subject")?,
        letter_id: row.get("letter_id")?,
        link: row.get("link")?,
        cause: (row.get("cause_noun")?, row.get("cause_id")?),
        priority: u8::try_from(row.get::<i64>("priority")?).unwrap_or(u8::MAX),
        window_days: u16::try_from(row.get::<i64>("window_days")?).unwrap_or(u16::MAX),
        state: row.get::<String>("state")?.parse().map_err(DbError::Bug)?,
        reason: row.get("reason")?,
        detail: row.get("detail")?,
        until_us: row.get("until_us")?,
        ends_at_us: row.get("ends_at_us")?,
        mail_id: row.get("mail_id")?,
        created_at_us: row.get("created_at_us")?,
        decided_at_us: row.get("decided_at_us")?,
        handed_over_at_us: row.get("handed_over_at_us")?,
        bounced_at_us: row.get("bounced_at_us")?,
        refused_at_us: row.get("refused_at_us")?,
        unknown_at_us: row.get("unknown_at_us")?,
    })
}

/// Stores a letter that is to be sent; false when it was asked for before.
pub(super) fn add(
    tx: &mut Tx<'_>,
    workspace_id: &str,
    new: &Outreach,
    now_us: i64,
) -> Result<bool, DbError> {
    let wording = serde_json::to_string(&new.wording)
        .map_err(|e| DbError::Bug(format!("the words of a letter: {e}")))?;
    let letter_id = platform::id::derived_secret(&wording);
    tx.execute(
        "INSERT INTO outreach_letter (workspace_id, letter_id, wording, created_at_us)
         VALUES ($1, $2, $3, $4) ON CONFLICT (workspace_id, letter_id) DO NOTHING",
        params![workspace_id, &letter_id, wording, now_us],
    )?;
    let ends_at_us = now_us + i64::from(new.window_days) * DAY;
    let added = tx.execute(
        "INSERT INTO outreach (workspace_id, outreach_id, kind, contact_id, subject, letter_id,
                               link, cause_noun, cause_id, priority, window_days, state, reason,
                               ends_at_us, look_at_us, created_at_us, decided_at_us)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, 'deferred', 'new', $12, $13, $13, $13)
         ON CONFLICT (workspace_id, kind, cause_noun, cause_id, contact_id) DO NOTHING",
        params![
            workspace_id,
            &new.outreach_id,
            new.kind.as_str(),
            &new.contact_id,
            &new.subject,
            letter_id,
            new.link.as_ref(),
            &new.cause.0,
            &new.cause.1,
            new.priority,
            i64::from(new.window_days),
            ends_at_us,
            now_us
        ],
    )?;
    Ok(added > 0)
}

/// The letters to a contact, newest first.
pub fn of_contact(
    tx: &mut Tx<'_>,
    workspace_id: &str,
    contact_id: &str,
) -> Result<Vec<Stored>, DbError> {
    tx.query(
        &format!(
            "SELECT {OUTREACH} FROM outreach WHERE workspace_id = $1 AND contact_id = $2
             ORDER BY created_at_us DESC, outreach_id"
        ),
        params![workspace_id, contact_id],
    )?
    .iter()
    .map(stored)
    .collect()
}

/// At most `limit` letters of a cause, after this id.
pub fn of_cause(
    tx: &mut Tx<'_>,
    workspace_id: &str,
    (noun, id): (&str, &str),
    (after, limit): (&str, usize),
) -> Result<Vec<Stored>, DbError> {
    tx.query(
        &format!(
            "SELECT {OUTREACH} FROM outreach
             WHERE workspace_id = $1 AND cause_noun = $2 AND cause_id = $3 AND outreach_id > $4
             ORDER BY outreach_id LIMIT $5"
        ),
        params![workspace_id, noun, id, after, limit],
    )?
    .iter()
    .map(stored)
    .collect()
}

/// How many letters of a cause are in each state, with the reason.
pub fn counts_of_cause(
    tx: &mut Tx<'_>,
    workspace_id: &str,
    (noun, id): (&str, &str),
) -> Result<Vec<(State, Option<String>, i64)>, DbError> {
    tx.query(
        "SELECT state, reason, CAST(COUNT(*) AS BIGINT) AS n FROM outreach
         WHERE workspace_id = $1 AND cause_noun = $2 AND cause_id = $3
         GROUP BY state, reason ORDER BY state, reason",
        params![workspace_id, noun, id],
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

/// What a letter says, by language.
pub(super) fn wording(
    tx: &mut Tx<'_>,
    workspace_id: &str,
    letter_id: &str,
) -> Result<Wordings, DbError> {
    let row = tx.query_one(
        "SELECT wording FROM outreach_letter WHERE workspace_id = $1 AND letter_id = $2",
        params![workspace_id, letter_id],
    )?;
    let Some(row) = row else {
        return Ok(Wordings::new());
    };
    serde_json::from_str(&row.get::<String>("wording")?)
        .map_err(|e| DbError::Bug(format!("the words of a letter: {e}")))
}
