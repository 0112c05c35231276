//! Accounts in the database.

use platform::{DbError, Tx, id, params};

use super::row::{ACCOUNT, account, among, json};
use crate::model::Account;
use crate::responsibility::DEPTH_MAX;
use crate::rules;

/// The account with this id.
pub fn account_by_id(
    tx: &mut Tx<'_>,
    workspace_id: &str,
    account_id: &str,
) -> Result<Option<Account>, DbError> {
    if !id::is_id(account_id) {
        return Ok(None);
    }
    tx.query_one(
        &format!("SELECT {ACCOUNT} FROM account WHERE workspace_id = $1 AND account_id = $2"),
        params![workspace_id, account_id],
    )?
    .map(|r| account(&r))
    .transpose()
}

/// The accounts with these ids, in any order; unknown ids are left out.
pub fn accounts_by_ids(
    tx: &mut Tx<'_>,
    workspace_id: &str,
    account_ids: &[&str],
) -> Result<Vec<Account>, DbError> {
    let sql = format!(
        "SELECT {ACCOUNT} FROM account WHERE workspace_id = $1 AND account_id IN ({{places}})"
    );
    let rows = among(tx, workspace_id, &sql, account_ids)?;
    rows.iter().map(account).collect()
}

/// The accounts with these external ids.
pub(crate) fn accounts_by_external_ids(
    tx: &mut Tx<'_>,
    workspace_id: &str,
    external_ids: &[&str],
) -> Result<Vec<Account>, DbError> {
    let sql = format!(
        "SELECT {ACCOUNT} FROM account WHERE workspace_id = $1 AND external_id IN ({{places}})"
    );
    let rows = among(tx, workspace_id, &sql, external_ids)?;
    rows.iter().map(account).collect()
}

/// The accounts whose names have these keys; of several with one name the oldest comes first.
pub(crate) fn accounts_by_names(
    tx: &mut Tx<'_>,
    workspace_id: &str,
    name_keys: &[&str],
) -> Result<Vec<Account>, DbError> {
    let sql = format!(
        "SELECT {ACCOUNT} FROM account WHERE workspace_id = $1 AND name_key IN ({{places}})
         ORDER BY created_at_us, account_id"
    );
    let rows = among(tx, workspace_id, &sql, name_keys)?;
    rows.iter().map(account).collect()
}

/// Stores a new account.
pub(crate) fn add_account(tx: &mut Tx<'_>, account: &Account) -> Result<(), DbError> {
    tx.execute(
        &format!(
            "INSERT INTO account ({ACCOUNT}, name_key)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)"
        ),
        params![
            &account.workspace_id,
            &account.account_id,
            account.external_id.as_deref(),
            &account.name,
            json(&account.attributes)?,
            account.responsible.name.as_deref(),
            account.responsible.email.as_deref(),
            account.revision,
            account.created_at_us,
            account.changed_at_us,
            account.parent_id.as_deref(),
            rules::name_key(&account.name)
        ],
    )?;
    Ok(())
}

/// Stores a changed account as the revision after the one in it. A conflict when somebody else
/// changed it meanwhile.
pub(crate) fn save_account(tx: &mut Tx<'_>, account: &Account, now_us: i64) -> Result<(), DbError> {
    let changed = tx.execute(
        "UPDATE account SET external_id = $4, name = $5, name_key = $6, attributes = $7,
                responsible_name = $8, responsible_email = $9, revision = revision + 1,
                changed_at_us = $10, parent_id = $11
         WHERE workspace_id = $1 AND account_id = $2 AND revision = $3",
        params![
            &account.workspace_id,
            &account.account_id,
            account.revision,
            account.external_id.as_deref(),
            &account.name,
            rules::name_key(&account.name),
            json(&account.attributes)?,
            account.responsible.name.as_deref(),
            account.responsible.email.as_deref(),
            now_us,
            account.parent_id.as_deref()
        ],
    )?;
    match changed {
        0 => Err(DbError::Conflict("the account was changed".to_owned())),
        _ => Ok(()),
    }
}

/// A conflict when an account that was moved is above itself by now, because another was moved at
/// the same moment: the work then runs again and sees it. Holds all accounts above.
pub(crate) fn refuse_circle(tx: &mut Tx<'_>, account: &Account) -> Result<(), DbError> {
    let mut next = account.parent_id.clone();
    for _ in 0..=DEPTH_MAX {
        let Some(parent_id) = next else {
            return Ok(());
        };
        if parent_id == account.account_id {
            break;
        }
        let key = params![&account.workspace_id, &parent_id];
        tx.execute(
            "UPDATE account SET revision = revision WHERE workspace_id = $1 AND account_id = $2",
            key,
        )?;
        let above = tx.query_one(
            "SELECT parent_id FROM account WHERE workspace_id = $1 AND account_id = $2",
            key,
        )?;
        next = above.map_or(Ok(None), |row| row.at(0))?;
    }
    Err(DbError::Conflict(
        "accounts were moved at the same moment".to_owned(),
    ))
}

/// The account with this external id.
pub fn account_by_external_id(
    tx: &mut Tx<'_>,
    workspace_id: &str,
    external_id: &str,
) -> Result<Option<Account>, DbError> {
    let found = accounts_by_external_ids(tx, workspace_id, &[external_id])?;
    Ok(found.into_iter().next())
}

/// The account with this name; of several the oldest.
pub fn account_by_name(
    tx: &mut Tx<'_>,
    workspace_id: &str,
    name: &str,
) -> Result<Option<Account>, DbError> {
    let found = accounts_by_names(tx, workspace_id, &[&rules::name_key(name)])?;
    Ok(found.into_iter().next())
}

/// The account somebody means by its id, its external id or its name.
pub fn account_meant(
    tx: &mut Tx<'_>,
    workspace_id: &str,
    text: &str,
) -> Result<Option<Account>, DbError> {
    let mut found = account_by_id(tx, workspace_id, text)?;
    if found.is_none() {
        found = account_by_external_id(tx, workspace_id, text)?;
    }
    if found.is_none() {
        found = account_by_name(tx, workspace_id, text)?;
    }
    Ok(found)
}

/// The accounts that are parts of this one, by id, after `after`.
pub fn children(
    tx: &mut Tx<'_>,
    workspace_id: &str,
    account_id: &str,
    (after, limit): (&str, usize),
) -> Result<Vec<Account>, DbError> {
    tx.query(
        &format!(
            "SELECT {ACCOUNT} FROM account
             WHERE workspace_id = $1 AND parent_id = $2 AND account_id > $3
             ORDER BY account_id LIMIT $4"
        ),
        params![workspace_id, account_id, after, limit],
    )?
    .iter()
    .map(account)
    .collect()
}

/// How many contacts an account has.
pub fn contacts_of(tx: &mut Tx<'_>, workspace_id: &str, account_id: &str) -> Result<i64, DbError> {
    tx.query_one(
        "SELECT CAST(COUNT(*) AS BIGINT) FROM contact WHERE workspace_id = $1 AND account_id = $2",
        params![workspace_id, account_id],
    )?
    .map_or(Ok(0), |r| r.at(0))
}
