//! Sums of accounts: made from contacts and answers, kept, and read with lists.

use std::collections::HashMap;

use platform::db::Row;
use platform::{DbError, Tx, params};
use respondent::answers;

use super::list_of;
use crate::model::{NEW_US, SILENT_US, Summary};

/// Makes the sums of an account again and keeps them.
pub fn make(
    tx: &mut Tx<'_>,
    workspace_id: &str,
    account_id: &str,
    now_us: i64,
) -> Result<(), DbError> {
    let mut summary = Summary {
        account_id: account_id.to_owned(),
        ..Summary::default()
    };
    of_contacts(tx, workspace_id, &mut summary, now_us)?;
    of_answers(tx, workspace_id, &mut summary, now_us)?;
    let latest = answers::last_at_of_accounts(tx, workspace_id, &[account_id])?;
    summary.last_answer_at_us = latest.get(account_id).copied().unwrap_or(0);
    tx.execute(
        "INSERT INTO account_summary
            (workspace_id, account_id, contacts, silent, promoters, passives, detractors, nps,
             mean_score, score_class, last_answer_at_us, look_at_us, made_at_us)
         SELECT workspace_id, account_id, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13
         FROM account WHERE workspace_id = $1 AND account_id = $2
         ON CONFLICT (workspace_id, account_id) DO UPDATE SET
            contacts = excluded.contacts, silent = excluded.silent,
            promoters = excluded.promoters, passives = excluded.passives,
            detractors = excluded.detractors, nps = excluded.nps,
            mean_score = excluded.mean_score, score_class = excluded.score_class,
            last_answer_at_us = excluded.last_answer_at_us, look_at_us = excluded.look_at_us,
            made_at_us = excluded.made_at_us",
        params![
            workspace_id,
            account_id,
            summary.contacts,
            summary.silent,
            summary.promoters,
            summary.passives,
            summary.detractors,
            summary.nps(),
            summary.mean_score,
            summary.class().as_str(),
            summary.last_answer_at_us,
            summary.look_at_us,
            now_us
        ],
    )?;
    Ok(())
}

/// Looks again when this moment has come, if nothing else brings that about before.
fn look_at(summary: &mut Summary, at_us: i64) {
    summary.look_at_us = Some(summary.look_at_us.map_or(at_us, |before| before.min(at_us)));
}

fn of_contacts(
    tx: &mut Tx<'_>,
    workspace_id: &str,
    summary: &mut Summary,
    now_us: i64,
) -> Result<(), DbError> {
    // Whether they are employees is not asked of the database: it might go through all who aren't
    // instead of through the few of this account.
    let rows = tx.query(
        "SELECT contact_id, state, created_at_us, employee FROM contact
         WHERE workspace_id = $1 AND account_id = $2",
        params![workspace_id, &summary.account_id],
    )?;
    let mut reachable: Vec<(String, i64)> = Vec::new();
    for row in &rows {
        if row.get::<bool>("employee")? {
            continue;
        }
        summary.contacts += 1;
        if row.get::<String>("state")? == "reachable" {
            reachable.push((row.get("contact_id")?, row.get("created_at_us")?));
        }
    }
    let ids: Vec<&str> = reachable.iter().map(|(id, _)| id.as_str()).collect();
    let latest = answers::last_at_of_contacts(tx, workspace_id, &ids)?;
    for (contact_id, created_at_us) in &reachable {
        let answered = latest.get(contact_id).map(|at| at + SILENT_US);
        let silent_at_us = answered.unwrap_or(i64::MIN).max(created_at_us + NEW_US);
        if silent_at_us <= now_us {
            summary.silent += 1;
        } else {
            look_at(summary, silent_at_us);
        }
    }
    Ok(())
}

fn of_answers(
    tx: &mut Tx<'_>,
    workspace_id: &str,
    summary: &mut Summary,
    now_us: i64,
) -> Result<(), DbError> {
    let rows = tx.query(
        "SELECT contact_id, response_id, score, answered_at_us FROM respondent
         WHERE workspace_id = $1 AND account_id = $2 AND account_id IS NOT NULL
           AND answered_at_us > $3 AND counts = 1 AND metric = 'recommend' AND score IS NOT NULL
         ORDER BY answered_at_us DESC, response_id DESC",
        params![workspace_id, &summary.account_id, now_us - SILENT_US],
    )?;
    let mut latest: HashMap<String, i64> = HashMap::new();
    for row in &rows {
        // Who answered without being known is a respondent with every answer.
        let who = match row.get::<Option<String>>("contact_id")? {
            Some(contact_id) => contact_id,
            None => row.get("response_id")?,
        };
        if latest.contains_key(&who) {
            continue;
        }
        latest.insert(who, row.get("score")?);
        look_at(summary, row.get::<i64>("answered_at_us")? + SILENT_US);
    }
    for score in latest.values() {
        match score {
            9.. => summary.promoters += 1,
            7..=8 => summary.passives += 1,
            _ => summary.detractors += 1,
        }
    }
    #[allow(clippy::cast_precision_loss)] // Scores of 0 to 10 of people.
    if !latest.is_empty() {
        summary.mean_score = Some(latest.values().sum::<i64>() as f64 / latest.len() as f64);
    }
    Ok(())
}

fn summary(row: &Row) -> Result<Summary, DbError> {
    Ok(Summary {
        account_id: row.get("account_id")?,
        contacts: row.get("contacts")?,
        silent: row.get("silent")?,
        promoters: row.get("promoters")?,
        passives: row.get("passives")?,
        detractors: row.get("detractors")?,
        mean_score: row.get("mean_score")?,
        last_answer_at_us: row.get("last_answer_at_us")?,
        look_at_us: row.get("look_at_us")?,
    })
}

/// The sums that are kept of these accounts, by id.
pub fn of_accounts(
    tx: &mut Tx<'_>,
    workspace_id: &str,
    account_ids: &[&str],
) -> Result<HashMap<String, Summary>, DbError> {
    let sql = "SELECT account_id, contacts, silent, promoters, passives, detractors, mean_score,
                      last_answer_at_us, look_at_us
               FROM account_summary WHERE workspace_id = $1 AND account_id IN ({places})";
    list_of(tx, workspace_id, sql, account_ids)?
        .iter()
        .map(|row| summary(row).map(|summary| (summary.account_id.clone(), summary)))
        .collect()
}

/// Notes the accounts whose sums change because time passed, at most `limit`. Whether there were
/// any.
pub fn stale_by_time(tx: &mut Tx<'_>, now_us: i64, limit: usize) -> Result<bool, DbError> {
    let rows = tx.query(
        "SELECT workspace_id, account_id FROM account_summary
         WHERE look_at_us IS NOT NULL AND look_at_us <= $1 ORDER BY look_at_us LIMIT $2",
        params![now_us, limit],
    )?;
    for row in &rows {
        let (workspace_id, account_id): (String, String) = (row.at(0)?, row.at(1)?);
        tx.execute(
            "UPDATE account_summary SET look_at_us = NULL
             WHERE workspace_id = $1 AND account_id = $2",
            params![&workspace_id, &account_id],
        )?;
        contact::index::stale(tx, &workspace_id, vec![account_id])?;
    }
    Ok(!rows.is_empty())
}

/// Whether something changed that sums depend on, or the time of some has come.
pub fn is_waiting(tx: &mut Tx<'_>, now_us: i64) -> Result<bool, DbError> {
    let waiting = tx.query_one(
        "SELECT 1 FROM to_index UNION ALL SELECT 1 FROM account_stale
         UNION ALL SELECT 1 FROM account_summary
         WHERE look_at_us IS NOT NULL AND look_at_us <= $1 LIMIT 1",
        params![now_us],
    )?;
    Ok(waiting.is_some())
}
