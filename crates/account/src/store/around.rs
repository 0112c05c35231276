//! What is known of accounts elsewhere: their people, cases and conversations.

use std::collections::HashMap;

use platform::{DbError, Tx, params};

use super::list_of;

const OPEN_CASES: &str = "SELECT account_id, CAST(COUNT(*) AS BIGINT) FROM app_case
    WHERE workspace_id = $1 AND account_id IN ({places}) AND closed_at_us IS NULL
    GROUP BY account_id";
const LAST_CONVERSATIONS: &str = "SELECT account_id, MAX(at_us) FROM conversation
    WHERE workspace_id = $1 AND account_id IN ({places}) AND reached = 1 GROUP BY account_id";

/// Open cases of these accounts, by account; those without any are left out.
pub fn open_cases(
    tx: &mut Tx<'_>,
    workspace_id: &str,
    ids: &[&str],
) -> Result<HashMap<String, i64>, DbError> {
    by_account(tx, workspace_id, OPEN_CASES, ids)
}

/// When somebody of these accounts was last spoken with, by account.
pub fn last_conversations(
    tx: &mut Tx<'_>,
    workspace_id: &str,
    ids: &[&str],
) -> Result<HashMap<String, i64>, DbError> {
    by_account(tx, workspace_id, LAST_CONVERSATIONS, ids)
}

fn by_account(
    tx: &mut Tx<'_>,
    workspace_id: &str,
    sql: &str,
    ids: &[&str],
) -> Result<HashMap<String, i64>, DbError> {
    list_of(tx, workspace_id, sql, ids)?
        .iter()
        .map(|row| Ok((row.at(0)?, row.at(1)?)))
        .collect()
}

/// Ids of contacts of an account who can be reached, are no employees and are known since this
/// moment or longer; the longest known first.
pub fn customers_known_since(
    tx: &mut Tx<'_>,
    workspace_id: &str,
    account_id: &str,
    (at_us, limit): (i64, usize),
) -> Result<Vec<String>, DbError> {
    // The + keeps databases without statistics from going through all who are no employees.
    tx.query(
        "SELECT contact_id FROM contact
         WHERE workspace_id = $1 AND account_id = $2 AND +employee = 0
           AND state || '' = 'reachable'
           AND created_at_us <= $3
         ORDER BY contact_id LIMIT $4",
        params![workspace_id, account_id, at_us, limit],
    )?
    .iter()
    .map(|row| row.at(0))
    .collect()
}
