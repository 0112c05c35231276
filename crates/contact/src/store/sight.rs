//! Which accounts and contacts a person sees: those of the people in their sight.
//!
//! An account is seen by whoever is responsible for it in any role, as responsibilities are found:
//! of a role nobody has for the account itself, whoever has it for the nearest account above it that
//! has somebody. A contact is seen with its account, or when one of its answers is. What isn't seen
//! isn't there: lists leave it out, and by its id it is not found.

use std::collections::BTreeSet;

use platform::db::Backend;
use platform::{DbError, Tx, params};
use user::Sight;

/// A query for the ids of all accounts that are seen. `list` is the parameter with the people as a
/// JSON array ([`Sight::json`]); `$1` is the workspace.
#[must_use]
pub fn accounts(backend: Backend, list: &str) -> String {
    let mine = backend.texts(list);
    format!(
        "WITH RECURSIVE held (account_id, role) AS (
             SELECT h.account_id, h.role FROM {mine} mine CROSS JOIN responsibility h
             WHERE h.workspace_id = $1 AND h.user_id = mine.value
             UNION
             SELECT below.account_id, held.role FROM held CROSS JOIN account below
             WHERE below.workspace_id = $1 AND below.parent_id = held.account_id AND NOT EXISTS (
                 SELECT 1 FROM responsibility own
                 JOIN app_user u ON u.workspace_id = own.workspace_id AND u.user_id = own.user_id
                 WHERE own.workspace_id = $1 AND own.account_id = below.account_id
                   AND own.role = held.role AND u.deactivated_at_us IS NULL)
         ) SELECT account_id FROM held"
    )
}

/// A condition: the account whose id is in `column` is seen.
#[must_use]
pub fn is_account_seen(backend: Backend, column: &str, list: &str) -> String {
    format!("{column} IN ({})", accounts(backend, list))
}

/// A condition: an answer of the contact whose id is in `column` is seen.
#[must_use]
pub fn is_answer_seen(backend: Backend, column: &str, list: &str) -> String {
    let mine = backend.among("served.user_id", list);
    format!(
        "EXISTS (SELECT 1 FROM respondent answered CROSS JOIN response_person served
                 WHERE answered.workspace_id = $1 AND answered.contact_id = {column}
                   AND served.workspace_id = $1 AND served.response_id = answered.response_id
                   AND {mine})"
    )
}

/// A query for the ids of all contacts that are seen.
#[must_use]
pub fn contacts(backend: Backend, list: &str) -> String {
    let mine = backend.texts(list);
    format!(
        "SELECT own.contact_id FROM ({}) seen CROSS JOIN contact own
         WHERE own.workspace_id = $1 AND own.account_id = seen.account_id
         UNION
         SELECT answered.contact_id FROM {mine} mine CROSS JOIN response_person served
         CROSS JOIN respondent answered
         WHERE served.workspace_id = $1 AND served.user_id = mine.value
           AND answered.workspace_id = $1 AND answered.response_id = served.response_id
           AND answered.contact_id IS NOT NULL",
        accounts(backend, list)
    )
}

/// A condition: the contact in `table` is seen.
#[must_use]
pub fn is_contact_seen(backend: Backend, table: &str, list: &str) -> String {
    format!(
        "({} OR {})",
        is_account_seen(backend, &format!("{table}.account_id"), list),
        is_answer_seen(backend, &format!("{table}.contact_id"), list)
    )
}

/// The ids of all accounts that are seen; none when the sight isn't limited.
pub fn accounts_seen(
    tx: &mut Tx<'_>,
    workspace_id: &str,
    sight: &Sight,
) -> Result<Option<BTreeSet<String>>, DbError> {
    let Some(people) = sight.json() else {
        return Ok(None);
    };
    let rows = tx.query(&accounts(tx.backend(), "$2"), params![workspace_id, people])?;
    let ids = rows.iter().map(|row| row.at(0));
    ids.collect::<Result<_, _>>().map(Some)
}

/// Whether an account is seen.
pub fn sees_account(
    tx: &mut Tx<'_>,
    (workspace_id, account_id): (&str, &str),
    sight: &Sight,
) -> Result<bool, DbError> {
    let Some(people) = sight.json() else {
        return Ok(true);
    };
    let seen = is_account_seen(tx.backend(), "a.account_id", "$3");
    let found = tx.query_one(
        &format!(
            "SELECT 1 FROM account a WHERE a.workspace_id = $1 AND a.account_id = $2 AND {seen}"
        ),
        params![workspace_id, account_id, people],
    )?;
    Ok(found.is_some())
}

/// Whether a contact is seen.
pub fn sees_contact(
    tx: &mut Tx<'_>,
    (workspace_id, contact_id): (&str, &str),
    sight: &Sight,
) -> Result<bool, DbError> {
    let Some(people) = sight.json() else {
        return Ok(true);
    };
    let seen = is_contact_seen(tx.backend(), "c", "$3");
    let found = tx.query_one(
        &format!(
            "SELECT 1 FROM contact c WHERE c.workspace_id = $1 AND c.contact_id = $2 AND {seen}"
        ),
        params![workspace_id, contact_id, people],
    )?;
    Ok(found.is_some())
}
