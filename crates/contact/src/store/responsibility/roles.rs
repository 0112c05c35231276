//! Roles people have for accounts: those everybody has, and the company's own.

use platform::{DbError, Tx, params};

/// The role of the person in whose name mails go out; the account itself names them too.
pub const RESPONSIBLE: &str = "responsible";
/// Roles every company has. Their names are words of the pages.
pub const STANDARD: [&str; 4] = [
    RESPONSIBLE,
    "success_manager",
    "consultant",
    "account_manager",
];
/// Longest key of a role.
const KEY_MAX: usize = 40;

/// A role.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Role {
    /// Its key.
    pub role: String,
    /// What the company calls it; none for the standard ones, which pages name in their language.
    pub name: Option<String>,
}

/// The standard roles and the company's own.
pub fn roles(tx: &mut Tx<'_>, workspace_id: &str) -> Result<Vec<Role>, DbError> {
    let mut all: Vec<Role> = STANDARD
        .into_iter()
        .map(|role| Role {
            role: role.to_owned(),
            name: None,
        })
        .collect();
    let own = tx.query(
        "SELECT role, name FROM responsibility_role WHERE workspace_id = $1 ORDER BY name, role",
        params![workspace_id],
    )?;
    for row in own {
        all.push(Role {
            role: row.at(0)?,
            name: Some(row.at(1)?),
        });
    }
    Ok(all)
}

/// Whether there is such a role.
pub fn is_role(tx: &mut Tx<'_>, workspace_id: &str, role: &str) -> Result<bool, DbError> {
    if STANDARD.contains(&role) {
        return Ok(true);
    }
    let found = tx.query_one(
        "SELECT 1 FROM responsibility_role WHERE workspace_id = $1 AND role = $2",
        params![workspace_id, role],
    )?;
    Ok(found.is_some())
}

/// The key of a role with this name: lower case, `_` for all that is no letter or digit. None when
/// nothing is left, or it is a standard one's.
pub(crate) fn key_of(name: &str) -> Option<String> {
    let parts = name.split(|c: char| !c.is_alphanumeric());
    let parts: Vec<String> = parts
        .filter(|part| !part.is_empty())
        .map(str::to_lowercase)
        .collect();
    let key: String = parts.join("_").chars().take(KEY_MAX).collect();
    Some(key).filter(|key| !key.is_empty() && !STANDARD.contains(&key.as_str()))
}

/// Adds a role the company calls `name`; gives its key. None when there is one already, or the name
/// can't be one.
pub fn add_role(
    tx: &mut Tx<'_>,
    workspace_id: &str,
    name: &str,
    now_us: i64,
) -> Result<Option<String>, DbError> {
    let Some(key) = key_of(name) else {
        return Ok(None);
    };
    let added = tx.execute(
        "INSERT INTO responsibility_role (workspace_id, role, name, created_at_us)
         VALUES ($1, $2, $3, $4) ON CONFLICT (workspace_id, role) DO NOTHING",
        params![workspace_id, &key, name.trim(), now_us],
    )?;
    Ok(Some(key).filter(|_| added > 0))
}

/// Calls a role of the company's own otherwise; its key stays. False when there is none.
pub fn rename_role(
    tx: &mut Tx<'_>,
    workspace_id: &str,
    role: &str,
    name: &str,
) -> Result<bool, DbError> {
    let changed = tx.execute(
        "UPDATE responsibility_role SET name = $3 WHERE workspace_id = $1 AND role = $2",
        params![workspace_id, role, name.trim()],
    )?;
    Ok(changed > 0)
}

/// Removes a role of the company's own that nobody has. False when there is none, or somebody has
/// it.
pub fn remove_role(tx: &mut Tx<'_>, workspace_id: &str, role: &str) -> Result<bool, DbError> {
    let removed = tx.execute(
        "DELETE FROM responsibility_role WHERE workspace_id = $1 AND role = $2
           AND NOT EXISTS (SELECT 1 FROM responsibility r
                           WHERE r.workspace_id = $1 AND r.role = $2)",
        params![workspace_id, role],
    )?;
    Ok(removed > 0)
}
