//! All SQL about letters outside programmes.

use platform::db::Row;
use platform::{DbError, Tx, params};
use policy::DAY;

use super::model::{Became, Kind, Outreach, State, Stored, Wanted};
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
pub(super) fn of_contact(
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

/// The letter with this id.
pub(super) fn by_id(
    tx: &mut Tx<'_>,
    workspace_id: &str,
    outreach_id: &str,
) -> Result<Option<Stored>, DbError> {
    tx.query_one(
        &format!("SELECT {OUTREACH} FROM outreach WHERE workspace_id = $1 AND outreach_id = $2"),
        params![workspace_id, outreach_id],
    )?
    .map(|row| stored(&row))
    .transpose()
}

/// Workspaces with letters to be looked at by now.
pub(super) fn workspaces(tx: &mut Tx<'_>, now_us: i64) -> Result<Vec<String>, DbError> {
    tx.query(
        "SELECT DISTINCT workspace_id FROM outreach
         WHERE state = 'deferred' AND look_at_us <= $1",
        params![now_us],
    )?
    .iter()
    .map(|row| row.get("workspace_id"))
    .collect()
}

/// Letters to be looked at by now, those that waited longest first.
pub(super) fn due(
    tx: &mut Tx<'_>,
    workspace_id: &str,
    now_us: i64,
    limit: usize,
) -> Result<Vec<Stored>, DbError> {
    tx.query(
        &format!(
            "SELECT {OUTREACH} FROM outreach
             WHERE workspace_id = $1 AND state = 'deferred' AND look_at_us <= $2
             ORDER BY look_at_us, outreach_id LIMIT $3"
        ),
        params![workspace_id, now_us, limit],
    )?
    .iter()
    .map(stored)
    .collect()
}

/// Makes every letter that waits be looked at again: a rule or the calendar changed.
pub(crate) fn renew(tx: &mut Tx<'_>, workspace_id: &str) -> Result<(), DbError> {
    tx.execute(
        "UPDATE outreach SET look_at_us = 0 WHERE workspace_id = $1 AND state = 'deferred'",
        params![workspace_id],
    )?;
    Ok(())
}

/// What is stored of a decision.
pub(super) struct Decided<'a> {
    pub(super) state: State,
    pub(super) reason: Option<&'a str>,
    pub(super) detail: Option<String>,
    pub(super) until_us: Option<i64>,
    pub(super) look_at_us: i64,
    pub(super) mail_id: Option<&'a str>,
}

/// Stores what was decided about a letter that waits; false when it doesn't.
pub(super) fn decide(
    tx: &mut Tx<'_>,
    (workspace_id, outreach_id): (&str, &str),
    decided: &Decided<'_>,
    now_us: i64,
) -> Result<bool, DbError> {
    let changed = tx.execute(
        "UPDATE outreach SET state = $3, reason = $4, detail = $5, until_us = $6, look_at_us = $7,
                mail_id = $8, decided_at_us = $9
         WHERE workspace_id = $1 AND outreach_id = $2 AND state = 'deferred'",
        params![
            workspace_id,
            outreach_id,
            decided.state.as_str(),
            decided.reason,
            decided.detail.as_ref(),
            decided.until_us,
            decided.look_at_us,
            decided.mail_id,
            now_us
        ],
    )?;
    Ok(changed > 0)
}

/// A mail that was made of a letter never went out: it is left out after all, with the reason.
pub(super) fn unsend(
    tx: &mut Tx<'_>,
    (workspace_id, outreach_id): (&str, &str),
    reason: &str,
    now_us: i64,
) -> Result<(), DbError> {
    tx.execute(
        "UPDATE outreach SET state = 'left_out', reason = $3, detail = NULL, until_us = NULL,
                decided_at_us = $4
         WHERE workspace_id = $1 AND outreach_id = $2 AND state = 'sent'",
        params![workspace_id, outreach_id, reason, now_us],
    )?;
    Ok(())
}

/// Stores the first time this happened to a letter.
pub(super) fn became(
    tx: &mut Tx<'_>,
    (workspace_id, outreach_id): (&str, &str),
    what: Became,
    now_us: i64,
) -> Result<(), DbError> {
    let set = match what {
        // Whatever nobody knew before is known now.
        Became::HandedOver => {
            "handed_over_at_us = COALESCE(handed_over_at_us, $3), unknown_at_us = NULL"
        }
        Became::Bounced => "bounced_at_us = COALESCE(bounced_at_us, $3)",
        Became::Refused => "refused_at_us = COALESCE(refused_at_us, $3)",
        Became::Unknown => "unknown_at_us = COALESCE(unknown_at_us, $3)",
    };
    tx.execute(
        &format!("UPDATE outreach SET {set} WHERE workspace_id = $1 AND outreach_id = $2"),
        params![workspace_id, outreach_id, now_us],
    )?;
    Ok(())
}

/// Letters of a workspace, the latest decided first, before (time, id).
pub(super) fn list(
    tx: &mut Tx<'_>,
    workspace_id: &str,
    wanted: &Wanted,
    limit: usize,
) -> Result<Vec<Stored>, DbError> {
    let of_contact = match &wanted.contact_id {
        Some(_) => "contact_id = $7",
        None => "$7 = ''",
    };
    tx.query(
        &format!(
            "SELECT {OUTREACH} FROM outreach
             WHERE workspace_id = $1 AND state = $2 AND (decided_at_us, outreach_id) < ($3, $4)
               AND ($5 = '' OR kind = $5) AND {of_contact}
             ORDER BY decided_at_us DESC, outreach_id DESC LIMIT $6"
        ),
        params![
            workspace_id,
            wanted.state.as_str(),
            wanted.before.0,
            &wanted.before.1,
            wanted.kind.map_or("", Kind::as_str),
            limit,
            wanted.contact_id.as_deref().unwrap_or_default()
        ],
    )?
    .iter()
    .map(stored)
    .collect()
}

/// How many letters are in each state, with the reason.
pub(super) fn counts(
    tx: &mut Tx<'_>,
    workspace_id: &str,
) -> Result<Vec<(State, Option<String>, i64)>, DbError> {
    tx.query(
        "SELECT state, reason, CAST(COUNT(*) AS BIGINT) AS n FROM outreach
         WHERE workspace_id = $1 GROUP BY state, reason ORDER BY state, reason",
        params![workspace_id],
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

/// The contacts that letters of a kind and cause are to, as they were asked for, with what was
/// decided.
pub fn contacts_of_cause(
    tx: &mut Tx<'_>,
    workspace_id: &str,
    (kind, noun, id): (Kind, &str, &str),
) -> Result<Vec<(String, State)>, DbError> {
    tx.query(
        "SELECT contact_id, state FROM outreach
         WHERE workspace_id = $1 AND kind = $2 AND cause_noun = $3 AND cause_id = $4",
        params![workspace_id, kind.as_str(), noun, id],
    )?
    .iter()
    .map(|row| {
        let state: String = row.get("state")?;
        Ok((row.get("contact_id")?, state.parse().map_err(DbError::Bug)?))
    })
    .collect()
}

/// Takes out what letters to a contact were about.
pub(crate) fn forget(tx: &mut Tx<'_>, workspace_id: &str, contact_id: &str) -> Result<(), DbError> {
    tx.execute(
        "UPDATE outreach SET subject = '' WHERE workspace_id = $1 AND contact_id = $2",
        params![workspace_id, contact_id],
    )?;
    Ok(())
}
