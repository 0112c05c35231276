//! Responsibilities: which person does what for which account. What belongs to an account belongs
//! to the accounts below it too, unless they have somebody of their own.

mod roles;
mod writing;

use std::collections::HashMap;

use platform::db::Row;
use platform::{DbError, Tx, params};

pub use roles::{RESPONSIBLE, Role, STANDARD, add_role, is_role, remove_role, rename_role, roles};
pub use writing::{Duty, History, add, history, remove, set, set_by_account};
pub(crate) use writing::{follow_account, person};

use crate::store::among;

/// Accounts above an account at most; deeper ones are refused.
pub const DEPTH_MAX: usize = 12;

/// Accounts climbed at most: a whole tree put below another may be deeper than one that is made.
pub(crate) const CLIMBED_MAX: usize = 4 * DEPTH_MAX;

/// A person's role for an account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Responsibility {
    /// The account.
    pub account_id: String,
    /// The role's key, such as `success_manager`.
    pub role: String,
    /// The person.
    pub user_id: String,
    /// What they are called.
    pub name: String,
    /// Their address.
    pub email: String,
    /// Since when.
    pub since_us: i64,
}

const COLUMNS: &str = "r.account_id, r.role, r.user_id, u.name, u.email, r.since_us
    FROM responsibility r
    JOIN app_user u ON u.workspace_id = r.workspace_id AND u.user_id = r.user_id
    WHERE r.workspace_id = $1 AND u.deactivated_at_us IS NULL";

fn responsibility(row: &Row) -> Result<Responsibility, DbError> {
    Ok(Responsibility {
        account_id: row.get("account_id")?,
        role: row.get("role")?,
        user_id: row.get("user_id")?,
        name: row.get("name")?,
        email: row.get("email")?,
        since_us: row.get("since_us")?,
    })
}

/// Who does what for this account itself, by role, longest first. People who left are left out.
pub fn of_account(
    tx: &mut Tx<'_>,
    workspace_id: &str,
    account_id: &str,
) -> Result<Vec<Responsibility>, DbError> {
    tx.query(
        &format!("SELECT {COLUMNS} AND r.account_id = $2 ORDER BY r.role, r.since_us, r.user_id"),
        params![workspace_id, account_id],
    )?
    .iter()
    .map(responsibility)
    .collect()
}

/// The same for several accounts, by account.
pub fn of_accounts(
    tx: &mut Tx<'_>,
    workspace_id: &str,
    account_ids: &[&str],
) -> Result<HashMap<String, Vec<Responsibility>>, DbError> {
    let sql = format!(
        "SELECT {COLUMNS} AND r.account_id IN ({{places}})
         ORDER BY r.role, r.since_us, r.user_id"
    );
    let mut by_account: HashMap<String, Vec<Responsibility>> = HashMap::new();
    for row in among(tx, workspace_id, &sql, account_ids)? {
        let found = responsibility(&row)?;
        let of_account = by_account.entry(found.account_id.clone()).or_default();
        of_account.push(found);
    }
    Ok(by_account)
}

/// The person with this role for the account, or for the nearest account above it that has one. Of
/// several the one who has it longest.
pub fn find(
    tx: &mut Tx<'_>,
    workspace_id: &str,
    account_id: &str,
    role: &str,
) -> Result<Option<String>, DbError> {
    let mut account_id = account_id.to_owned();
    for _ in 0..CLIMBED_MAX {
        let found = tx.query_one(
            &format!(
                "SELECT {COLUMNS} AND r.account_id = $2 AND r.role = $3
                 ORDER BY r.since_us, r.user_id LIMIT 1"
            ),
            params![workspace_id, &account_id, role],
        )?;
        if let Some(row) = found {
            return Ok(Some(row.get("user_id")?));
        }
        let above = tx.query_one(
            "SELECT parent_id FROM account WHERE workspace_id = $1 AND account_id = $2",
            params![workspace_id, &account_id],
        )?;
        match above.map(|row| row.at::<Option<String>>(0)).transpose()? {
            Some(Some(parent_id)) => account_id = parent_id,
            _ => return Ok(None),
        }
    }
    Ok(None)
}

/// Ids of the accounts a person has any role for, after `after`.
pub fn accounts_of(
    tx: &mut Tx<'_>,
    workspace_id: &str,
    user_id: &str,
    (after, limit): (&str, usize),
) -> Result<Vec<String>, DbError> {
    tx.query(
        "SELECT DISTINCT account_id FROM responsibility
         WHERE workspace_id = $1 AND user_id = $2 AND account_id > $3
         ORDER BY account_id LIMIT $4",
        params![workspace_id, user_id, after, limit],
    )?
    .iter()
    .map(|row| row.at(0))
    .collect()
}
