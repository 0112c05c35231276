//! What rules fired for.

use std::collections::HashMap;

use platform::db::Row;
use platform::{DbError, Tx, params};

use super::json;
use crate::model::Fired;

const FIRED: &str = "fired_id, rule_id, occasion, revision, response_id, survey_id, contact_id,
                     account_id, score, case_id, given, trouble, fired_at_us";

fn fired(row: &Row) -> Result<Fired, DbError> {
    let read = |e: serde_json::Error| DbError::Bug(format!("what a rule fired for: {e}"));
    let given: Option<String> = row.get("given")?;
    let score: Option<i64> = row.get("score")?;
    Ok(Fired {
        fired_id: row.get("fired_id")?,
        rule_id: row.get("rule_id")?,
        occasion: row.get("occasion")?,
        revision: row.get("revision")?,
        response_id: row.get("response_id")?,
        survey_id: row.get("survey_id")?,
        contact_id: row.get("contact_id")?,
        account_id: row.get("account_id")?,
        score: score.and_then(|score| u8::try_from(score).ok()),
        case_id: row.get("case_id")?,
        given: given
            .map(|text| serde_json::from_str(&text))
            .transpose()
            .map_err(read)?,
        trouble: serde_json::from_str(&row.get::<String>("trouble")?).map_err(read)?,
        fired_at_us: row.get("fired_at_us")?,
    })
}

/// Notes that a rule fires for an occasion; false when it did before. Nothing else may happen then.
pub(crate) fn claim(tx: &mut Tx<'_>, workspace_id: &str, new: &Fired) -> Result<bool, DbError> {
    let added = tx.execute(
        "INSERT INTO rule_fired (workspace_id, rule_id, occasion, fired_id, revision, response_id,
                                 survey_id, contact_id, account_id, score, trouble, fired_at_us)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
         ON CONFLICT (workspace_id, rule_id, occasion) DO NOTHING",
        params![
            workspace_id,
            &new.rule_id,
            &new.occasion,
            &new.fired_id,
            new.revision,
            new.response_id.as_ref(),
            new.survey_id.as_ref(),
            new.contact_id.as_ref(),
            new.account_id.as_ref(),
            new.score.map(i64::from),
            json(&new.trouble)?,
            new.fired_at_us
        ],
    )?;
    Ok(added > 0)
}

/// Stores what became of it.
pub(crate) fn settle(tx: &mut Tx<'_>, workspace_id: &str, fired: &Fired) -> Result<(), DbError> {
    tx.execute(
        "UPDATE rule_fired SET revision = $3, case_id = $4, given = $5, trouble = $6
         WHERE workspace_id = $1 AND fired_id = $2",
        params![
            workspace_id,
            &fired.fired_id,
            fired.revision,
            fired.case_id.as_ref(),
            fired.given.as_ref().map(json).transpose()?,
            json(&fired.trouble)?
        ],
    )?;
    Ok(())
}

/// What a rule fired for, newest first, after (time, id) of the last that was seen.
pub(crate) fn of_rule(
    tx: &mut Tx<'_>,
    workspace_id: &str,
    rule_id: &str,
    (after, limit): (Option<(i64, &str)>, usize),
) -> Result<Vec<Fired>, DbError> {
    let (at_us, id) = after.unwrap_or((i64::MAX, ""));
    tx.query(
        &format!(
            "SELECT {FIRED} FROM rule_fired
             WHERE workspace_id = $1 AND rule_id = $2 AND (fired_at_us, fired_id) < ($3, $4)
             ORDER BY fired_at_us DESC, fired_id DESC LIMIT $5"
        ),
        params![workspace_id, rule_id, at_us, id, limit],
    )?
    .iter()
    .map(fired)
    .collect()
}

/// What a rule fired for, by its id.
pub(crate) fn by_id(
    tx: &mut Tx<'_>,
    workspace_id: &str,
    fired_id: &str,
) -> Result<Option<Fired>, DbError> {
    tx.query_one(
        &format!("SELECT {FIRED} FROM rule_fired WHERE workspace_id = $1 AND fired_id = $2"),
        params![workspace_id, fired_id],
    )?
    .map(|row| fired(&row))
    .transpose()
}

/// What a rule fired for that has a case which is still open, oldest first, after (time, id).
pub(crate) fn with_open_case(
    tx: &mut Tx<'_>,
    (workspace_id, rule_id): (&str, &str),
    (after, limit): (Option<&(i64, String)>, usize),
) -> Result<Vec<Fired>, DbError> {
    let (at_us, id) = after.map_or((i64::MIN, ""), |(at_us, id)| (*at_us, id.as_str()));
    tx.query(
        &format!(
            "SELECT {FIRED} FROM rule_fired f
             WHERE f.workspace_id = $1 AND f.rule_id = $2 AND f.case_id IN
                (SELECT c.case_id FROM app_case c
                 WHERE c.workspace_id = $1 AND c.rule_id = $2 AND c.closed_at_us IS NULL)
               AND (f.fired_at_us, f.fired_id) > ($3, $4)
             ORDER BY f.fired_at_us, f.fired_id LIMIT $5"
        ),
        params![workspace_id, rule_id, at_us, id, limit],
    )?
    .iter()
    .map(fired)
    .collect()
}

/// How often each rule fired, and when last.
pub(crate) fn counts(
    tx: &mut Tx<'_>,
    workspace_id: &str,
) -> Result<HashMap<String, (i64, i64)>, DbError> {
    tx.query(
        "SELECT rule_id, CAST(COUNT(*) AS BIGINT), MAX(fired_at_us) FROM rule_fired
         WHERE workspace_id = $1 GROUP BY rule_id",
        params![workspace_id],
    )?
    .iter()
    .map(|row| Ok((row.at(0)?, (row.at(1)?, row.at(2)?))))
    .collect()
}

/// Whether a rule ever fired.
pub(crate) fn any(tx: &mut Tx<'_>, workspace_id: &str, rule_id: &str) -> Result<bool, DbError> {
    let row = tx.query_one(
        "SELECT 1 FROM rule_fired WHERE workspace_id = $1 AND rule_id = $2 LIMIT 1",
        params![workspace_id, rule_id],
    )?;
    Ok(row.is_some())
}

/// Which of these occasions a rule fired for already.
pub(crate) fn known(
    tx: &mut Tx<'_>,
    workspace_id: &str,
    rule_id: &str,
    occasions: &[String],
) -> Result<std::collections::HashSet<String>, DbError> {
    let mut known = std::collections::HashSet::new();
    for occasion in occasions {
        let row = tx.query_one(
            "SELECT 1 FROM rule_fired WHERE workspace_id = $1 AND rule_id = $2 AND occasion = $3",
            params![workspace_id, rule_id, occasion],
        )?;
        if row.is_some() {
            known.insert(occasion.clone());
        }
    }
    Ok(known)
}

/// Forgets for whom rules fired; that they did stays. Mails about it that wait find nothing to tell.
/// Returns the ids of what fired.
pub(crate) fn forget(
    tx: &mut Tx<'_>,
    workspace_id: &str,
    contact_id: &str,
) -> Result<Vec<String>, DbError> {
    let of_theirs = "workspace_id = $1 AND contact_id = $2";
    tx.execute(
        &format!(
            "DELETE FROM rule_mail WHERE workspace_id = $1 AND fired_id IN
             (SELECT fired_id FROM rule_fired WHERE {of_theirs})"
        ),
        params![workspace_id, contact_id],
    )?;
    tx.query(
        &format!("UPDATE rule_fired SET contact_id = NULL WHERE {of_theirs} RETURNING fired_id"),
        params![workspace_id, contact_id],
    )?
    .iter()
    .map(|row| row.at(0))
    .collect()
}

/// Notes a mail to a person about what a rule fired for; false when they get one already.
pub(crate) fn add_mail(
    tx: &mut Tx<'_>,
    workspace_id: &str,
    (mail_id, fired_id, user_id): (&str, &str, &str),
) -> Result<bool, DbError> {
    let added = tx.execute(
        "INSERT INTO rule_mail (workspace_id, mail_id, fired_id, user_id)
         VALUES ($1, $2, $3, $4) ON CONFLICT (workspace_id, fired_id, user_id) DO NOTHING",
        params![workspace_id, mail_id, fired_id, user_id],
    )?;
    Ok(added > 0)
}

/// What a mail is about, and to whom it goes: ids of what fired and of the user.
pub(crate) fn mail(
    tx: &mut Tx<'_>,
    workspace_id: &str,
    mail_id: &str,
) -> Result<Option<(String, String)>, DbError> {
    tx.query_one(
        "SELECT fired_id, user_id FROM rule_mail WHERE workspace_id = $1 AND mail_id = $2",
        params![workspace_id, mail_id],
    )?
    .map(|row| Ok((row.at(0)?, row.at(1)?)))
    .transpose()
}
