//! Accounts above and below an account.

use platform::{DbError, Tx, params};

/// Accounts of one tree that are read at most.
const TREE_MAX: usize = 5000;

/// Ids and names of the accounts above this one, the nearest first.
pub fn above(
    tx: &mut Tx<'_>,
    workspace_id: &str,
    account_id: &str,
) -> Result<Vec<(String, String)>, DbError> {
    let mut all: Vec<(String, String)> = Vec::new();
    let mut next = parent(tx, workspace_id, account_id)?;
    while let Some((id, name)) = next {
        if id == account_id || all.iter().any(|(seen, _)| *seen == id) {
            break;
        }
        next = parent(tx, workspace_id, &id)?;
        all.push((id, name));
    }
    Ok(all)
}

fn parent(
    tx: &mut Tx<'_>,
    workspace_id: &str,
    account_id: &str,
) -> Result<Option<(String, String)>, DbError> {
    tx.query_one(
        "SELECT p.account_id, p.name FROM account a
         JOIN account p ON p.workspace_id = a.workspace_id AND p.account_id = a.parent_id
         WHERE a.workspace_id = $1 AND a.account_id = $2",
        params![workspace_id, account_id],
    )?
    .map(|row| Ok((row.at(0)?, row.at(1)?)))
    .transpose()
}

/// Ids of the account and all below it, itself first; at most 5,000.
pub fn below(
    tx: &mut Tx<'_>,
    workspace_id: &str,
    account_id: &str,
) -> Result<Vec<String>, DbError> {
    tx.query(
        "WITH RECURSIVE tree (account_id, depth) AS (
            SELECT account_id, 0 FROM account WHERE workspace_id = $1 AND account_id = $2
            UNION SELECT a.account_id, t.depth + 1 FROM tree t
            JOIN account a ON a.workspace_id = $1 AND a.parent_id = t.account_id
            WHERE t.depth < 50)
         SELECT account_id FROM tree ORDER BY depth, account_id LIMIT $3",
        params![workspace_id, account_id, TREE_MAX],
    )?
    .iter()
    .map(|row| row.at(0))
    .collect()
}
