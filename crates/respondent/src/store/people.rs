//! Contacts and accounts by what a response says of them.

use std::collections::HashMap;

use platform::{DbError, Tx};

use super::among;

/// A contact, as far as answers need it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Person {
    pub(crate) contact_id: String,
    pub(crate) account_id: Option<String>,
    /// Works here: what they answer as a customer is no customer's answer.
    pub(crate) is_employee: bool,
}

const PERSON: &str = "c.contact_id, c.account_id, c.employee";

/// Contacts by key: the first column of what `sql` finds.
fn people(
    tx: &mut Tx<'_>,
    workspace_id: &str,
    sql: &str,
    keys: &[&str],
) -> Result<HashMap<String, Person>, DbError> {
    let mut found = HashMap::new();
    for row in among(tx, workspace_id, sql, keys)? {
        let account_id: String = row.at(2)?;
        let person = Person {
            contact_id: row.at(1)?,
            account_id: Some(account_id).filter(|id| !id.is_empty()),
            is_employee: row.at(3)?,
        };
        found.insert(row.at(0)?, person);
    }
    Ok(found)
}

/// Contacts by id; of merged ones whom they are now.
pub(crate) fn by_ids(
    tx: &mut Tx<'_>,
    workspace_id: &str,
    ids: &[&str],
) -> Result<HashMap<String, Person>, DbError> {
    let own = format!(
        "WITH sought (id) AS ({{rows}})
         SELECT c.contact_id, {PERSON} FROM sought CROSS JOIN contact c
         WHERE c.workspace_id = $1 AND c.contact_id = sought.id"
    );
    let merged = format!(
        "SELECT m.old_id, {PERSON} FROM contact_merged m
         JOIN contact c ON c.workspace_id = m.workspace_id AND c.contact_id = m.contact_id
         WHERE m.workspace_id = $1 AND m.old_id IN ({{places}})"
    );
    either(tx, workspace_id, (&own, &merged), ids)
}

/// Contacts by `column`, `external_id` or `email`, now or once.
pub(crate) fn by(
    tx: &mut Tx<'_>,
    workspace_id: &str,
    column: &'static str,
    values: &[&str],
) -> Result<HashMap<String, Person>, DbError> {
    let own = format!(
        "SELECT c.{column}, {PERSON} FROM contact c
         WHERE c.workspace_id = $1 AND c.{column} IN ({{places}})"
    );
    let alias = format!(
        "SELECT a.value, {PERSON} FROM contact_alias a
         JOIN contact c ON c.workspace_id = a.workspace_id AND c.contact_id = a.contact_id
         WHERE a.workspace_id = $1 AND a.kind = '{column}' AND a.value IN ({{places}})"
    );
    either(tx, workspace_id, (&own, &alias), values)
}

/// What the first statement finds, and for the rest what the second does.
fn either(
    tx: &mut Tx<'_>,
    workspace_id: &str,
    (first, second): (&str, &str),
    keys: &[&str],
) -> Result<HashMap<String, Person>, DbError> {
    let mut found = people(tx, workspace_id, first, keys)?;
    let rest: Vec<&str> = keys
        .iter()
        .copied()
        .filter(|key| !found.contains_key(*key))
        .collect();
    found.extend(people(tx, workspace_id, second, &rest)?);
    Ok(found)
}

/// Ids of accounts by `column`: `account_id`, `external_id` or `name_key`. Of several with one
/// name the oldest.
pub(crate) fn accounts_by(
    tx: &mut Tx<'_>,
    workspace_id: &str,
    column: &'static str,
    values: &[&str],
) -> Result<HashMap<String, String>, DbError> {
    let sql = format!(
        "SELECT {column}, account_id FROM account
         WHERE workspace_id = $1 AND {column} IN ({{places}})
         ORDER BY created_at_us DESC, account_id DESC"
    );
    among(tx, workspace_id, &sql, values)?
        .iter()
        .map(|row| Ok((row.at(0)?, row.at(1)?)))
        .collect()
}
