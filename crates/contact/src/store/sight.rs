//! Which accounts and contacts a person sees: those of the people in their sight.
//!
//! An account is seen by whoever is responsible for it in any role, as responsibilities are found:
//! of a role nobody has for the account itself, whoever has it for the nearest account above it that
//! has somebody. A contact is seen with its account, or when one of its answers is. What isn't seen
//! isn't there: lists leave it out, and by its id it is not found.
//!
//! `because` and `since_us` stand in two statements only to keep SQLite from their tables' primary
//! keys: without statistics it prefers an index that has all that is needed, and would go through
//! everybody's rows in it, to the one that finds a person's.

use std::collections::BTreeSet;

use ::list::page::Values;
use platform::db::Backend;
use platform::{DbError, Tx, params};
use user::Sight;

use super::responsibility::CLIMBED_MAX;

/// Who is in a sight, and which accounts are seen with it, for statements about many rows: what is
/// seen is found once, and statements of a page all begin from it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reach {
    /// The people, as a JSON array.
    people: String,
    /// Ids of all accounts that are seen, as a JSON array.
    accounts: String,
}

impl Reach {
    /// What is seen now; none when the sight isn't limited.
    pub fn of(tx: &mut Tx<'_>, workspace_id: &str, sight: &Sight) -> Result<Option<Self>, DbError> {
        let Some(people) = sight.json() else {
            return Ok(None);
        };
        let seen = accounts_seen(tx, workspace_id, sight)?.unwrap_or_default();
        let accounts =
            serde_json::to_string(&seen).map_err(|e| DbError::Bug(format!("ids as JSON: {e}")))?;
        Ok(Some(Self { people, accounts }))
    }

    /// A query for the ids of all accounts that are seen.
    pub fn accounts(&self, values: &mut Values) -> String {
        let seen = values.backend.texts(&values.add(&self.accounts));
        // PostgreSQL wants to know what each parameter is, and lists begin with the workspace.
        format!("SELECT value AS account_id FROM {seen} seen WHERE CAST($1 AS TEXT) <> ''")
    }

    /// A condition: the account whose id is in `column` is seen.
    pub fn is_account_seen(&self, values: &mut Values, column: &str) -> String {
        let accounts = values.add(&self.accounts);
        values.backend.among(column, &accounts)
    }

    /// A query for the ids of all contacts that are seen.
    pub(crate) fn contacts(&self, values: &mut Values) -> String {
        let (by_account, by_answer) = (self.by_account(values), self.by_answer(values));
        format!("{by_account} UNION {by_answer}")
    }

    /// The same with those twice who are seen for two reasons; the first rows come at once.
    pub(crate) fn contacts_twice(&self, values: &mut Values) -> String {
        let (by_account, by_answer) = (self.by_account(values), self.by_answer(values));
        format!("{by_account} UNION ALL {by_answer}")
    }

    /// A query for the ids of the contacts of all accounts that are seen.
    pub(crate) fn by_account(&self, values: &mut Values) -> String {
        let seen = values.backend.texts(&values.add(&self.accounts));
        format!(
            "SELECT own.contact_id FROM {seen} seen CROSS JOIN contact own
             WHERE own.workspace_id = $1 AND own.account_id = seen.value"
        )
    }

    /// A query for the ids of the contacts whose answers are seen, once for each answer.
    fn by_answer(&self, values: &mut Values) -> String {
        let mine = values.backend.texts(&values.add(&self.people));
        format!(
            "SELECT answered.contact_id FROM {mine} mine CROSS JOIN response_person served
             CROSS JOIN respondent answered
             WHERE served.workspace_id = $1 AND served.user_id = mine.value
               AND served.because <> ''
               AND answered.workspace_id = $1 AND answered.response_id = served.response_id
               AND answered.contact_id IS NOT NULL"
        )
    }

    /// A condition: the contact in `table` is seen.
    pub(crate) fn is_contact_seen(&self, values: &mut Values, table: &str) -> String {
        let backend = values.backend;
        let (accounts, people) = (values.add(&self.accounts), values.add(&self.people));
        format!(
            "({} OR {})",
            backend.among(&format!("{table}.account_id"), &accounts),
            is_answer_seen(backend, &format!("{table}.contact_id"), &people)
        )
    }
}

/// A query for the ids of all accounts that are seen. `list` is the parameter with the people as a
/// JSON array ([`Sight::json`]); `$1` is the workspace.
#[must_use]
pub fn accounts(backend: Backend, list: &str) -> String {
    let mine = backend.texts(list);
    // One look into the index for each account above, also where statistics promise less.
    let below = match backend {
        Backend::Sqlite => {
            "account below WHERE below.workspace_id = $1
               AND below.parent_id = held.account_id"
        }
        Backend::Postgres => {
            "LATERAL (SELECT account_id FROM account WHERE workspace_id = $1
               AND parent_id = held.account_id OFFSET 0) below WHERE TRUE"
        }
    };
    format!(
        "WITH RECURSIVE held (account_id, role) AS (
             SELECT h.account_id, h.role FROM {mine} mine CROSS JOIN responsibility h
             WHERE h.workspace_id = $1 AND h.user_id = mine.value AND h.since_us >= 0
             UNION
             SELECT below.account_id, held.role FROM held CROSS JOIN {below} AND NOT EXISTS (
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

/// A condition: an answer of the contact whose id is in `column` is seen. The offset keeps PostgreSQL
/// from finding everybody's answers first, to look each contact up among them.
#[must_use]
pub fn is_answer_seen(backend: Backend, column: &str, list: &str) -> String {
    let mine = backend.among("served.user_id", list);
    format!(
        "EXISTS (SELECT 1 FROM respondent answered CROSS JOIN response_person served
                 WHERE answered.workspace_id = $1 AND answered.contact_id = {column}
                   AND served.workspace_id = $1 AND served.response_id = answered.response_id
                   AND {mine} LIMIT 1 OFFSET 0)"
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

/// Whether an account is seen: whether somebody in the sight has a role for it, or for the nearest
/// account above it that has somebody active in that role.
pub fn sees_account(
    tx: &mut Tx<'_>,
    (workspace_id, account_id): (&str, &str),
    sight: &Sight,
) -> Result<bool, DbError> {
    let Some(people) = sight.json() else {
        return Ok(true);
    };
    let is_mine = tx.backend().among("h.user_id", "$3");
    let found = tx.query_one(
        &format!(
            "WITH RECURSIVE up (account_id, parent_id, height) AS (
                 SELECT account_id, parent_id, 0 FROM account
                 WHERE workspace_id = $1 AND account_id = $2
                 UNION ALL
                 SELECT above.account_id, above.parent_id, up.height + 1
                 FROM up CROSS JOIN account above
                 WHERE above.workspace_id = $1 AND above.account_id = up.parent_id
                   AND up.height < {CLIMBED_MAX})
             SELECT 1 FROM up CROSS JOIN responsibility h
             WHERE h.workspace_id = $1 AND h.account_id = up.account_id AND {is_mine}
               AND NOT EXISTS (
                   SELECT 1 FROM up nearer CROSS JOIN responsibility own CROSS JOIN app_user u
                   WHERE nearer.height < up.height AND own.workspace_id = $1
                     AND own.account_id = nearer.account_id AND own.role = h.role
                     AND u.workspace_id = $1 AND u.user_id = own.user_id
                     AND u.deactivated_at_us IS NULL)
             LIMIT 1"
        ),
        params![workspace_id, account_id, people],
    )?;
    Ok(found.is_some())
}

/// Whether a contact is seen: with its account, or because one of its answers is.
pub fn sees_contact(
    tx: &mut Tx<'_>,
    (workspace_id, contact_id): (&str, &str),
    sight: &Sight,
) -> Result<bool, DbError> {
    let Some(people) = sight.json() else {
        return Ok(true);
    };
    let answer = is_answer_seen(tx.backend(), "c.contact_id", "$3");
    let found = tx.query_one(
        &format!(
            "SELECT c.account_id, CASE WHEN {answer} THEN 1 ELSE 0 END FROM contact c
             WHERE c.workspace_id = $1 AND c.contact_id = $2"
        ),
        params![workspace_id, contact_id, people],
    )?;
    let Some(row) = found else {
        return Ok(false);
    };
    let (account_id, is_answered): (String, i64) = (row.at(0)?, row.at(1)?);
    Ok(is_answered == 1 || sees_account(tx, (workspace_id, &account_id), sight)?)
}
