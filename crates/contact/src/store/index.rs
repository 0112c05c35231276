//! What finds accounts and contacts is stored with them; this brings up to date what was stored
//! before it was known how, and says of which accounts something changed.

use platform::db::Backend;
use platform::{DbError, Tx, params};

use crate::attribute::{self, Definitions};
use crate::store::words::{add_contact_words, index_account, rewrite};
use crate::store::{self, attributes};

/// Accounts or contacts brought up to date in one transaction.
const PIECE: usize = 200;

/// Brings a few accounts or contacts up to date; false when there is nothing to do. Whoever else
/// does it at the same moment does others, or runs into a conflict and tries again.
pub fn bring_up_to_date(tx: &mut Tx<'_>) -> Result<bool, DbError> {
    let next = tx.query_one("SELECT workspace_id, noun FROM to_index LIMIT 1", &[])?;
    let Some(row) = next else {
        return Ok(false);
    };
    let (workspace_id, noun): (String, String) = (row.at(0)?, row.at(1)?);
    let rows = tx.query(
        "SELECT id FROM to_index WHERE workspace_id = $1 AND noun = $2 ORDER BY id LIMIT $3",
        params![&workspace_id, &noun, PIECE],
    )?;
    let ids: Vec<String> = rows.iter().map(|row| row.at(0)).collect::<Result<_, _>>()?;
    // Taken out first: of two nodes the second waits here and then does the same once more.
    for id in &ids {
        tx.execute(
            "DELETE FROM to_index WHERE workspace_id = $1 AND noun = $2 AND id = $3",
            params![&workspace_id, &noun, id],
        )?;
    }
    let ids: Vec<&str> = ids.iter().map(String::as_str).collect();
    match noun.as_str() {
        "account" => accounts(tx, &workspace_id, &ids)?,
        attributes::WAITING => {
            for after in ids {
                attributes::go_on(tx, &workspace_id, after)?;
            }
        }
        attributes::GOING => {
            for name in ids {
                attributes::forget(tx, &workspace_id, name)?;
            }
        }
        _ => contacts(tx, &workspace_id, &ids)?,
    }
    Ok(true)
}

fn accounts(tx: &mut Tx<'_>, workspace_id: &str, ids: &[&str]) -> Result<(), DbError> {
    let definitions = Definitions::new(attribute::all(tx, workspace_id)?);
    for mut account in store::accounts_by_ids(tx, workspace_id, ids)? {
        rewrite(tx, &mut account, &definitions)?;
        index_account(tx, &account, (false, &definitions))?;
    }
    stale(
        tx,
        workspace_id,
        ids.iter().map(|id| (*id).to_owned()).collect(),
    )
}

fn contacts(tx: &mut Tx<'_>, workspace_id: &str, ids: &[&str]) -> Result<(), DbError> {
    let names = store::words::stored(tx, workspace_id, ids)?;
    let names = names
        .iter()
        .map(|stored| (stored.contact_id.as_str(), stored.sorted_as.clone()));
    add_contact_words(tx, workspace_id, names)
}

/// Notes that something changed that sums of these accounts depend on; empty ids are left out.
pub fn stale(
    tx: &mut Tx<'_>,
    workspace_id: &str,
    mut account_ids: Vec<String>,
) -> Result<(), DbError> {
    // Always in one order: of two transactions one waits for the other, and neither for both.
    account_ids.sort_unstable();
    account_ids.dedup();
    for account_id in account_ids.into_iter().filter(|id| !id.is_empty()) {
        // The row is held even when it is there: whoever takes it out waits for this commit, and
        // sees what changed.
        tx.execute(
            "INSERT INTO account_stale (workspace_id, account_id) VALUES ($1, $2)
             ON CONFLICT (workspace_id, account_id) DO UPDATE SET account_id = excluded.account_id",
            params![workspace_id, account_id],
        )?;
    }
    Ok(())
}

/// Takes out some accounts of which something changed: workspace and id.
pub fn take_stale(tx: &mut Tx<'_>, limit: usize) -> Result<Vec<(String, String)>, DbError> {
    // Several nodes do this at once: none waits for another, or does again what another did.
    let free = match tx.backend() {
        Backend::Sqlite => "",
        Backend::Postgres => "FOR UPDATE SKIP LOCKED",
    };
    let sql = format!(
        "SELECT workspace_id, account_id FROM account_stale
         ORDER BY workspace_id, account_id LIMIT $1 {free}"
    );
    let rows = tx.query(&sql, params![limit])?;
    let mut taken = Vec::with_capacity(rows.len());
    for row in &rows {
        let key: (String, String) = (row.at(0)?, row.at(1)?);
        let gone = tx.execute(
            "DELETE FROM account_stale WHERE workspace_id = $1 AND account_id = $2",
            params![&key.0, &key.1],
        )?;
        if gone > 0 {
            taken.push(key);
        }
    }
    Ok(taken)
}
