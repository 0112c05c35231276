//! The words accounts and contacts are found by, and accounts' attributes one by one.

use platform::db::Value;
use platform::{DbError, Tx, params};

use super::row::{among, json};
use crate::attribute::{Definitions, Noun};
use crate::model::Account;
use crate::rules;

/// Rows of one inserting statement. Always the same number, so that it is prepared once.
const ROWS: usize = 50;

/// Inserts rows of `width` values, many with one statement; what there is already stays.
fn insert_all(
    tx: &mut Tx<'_>,
    (into, width): (&str, usize),
    values: &[Value],
) -> Result<(), DbError> {
    let places = |rows: usize| {
        let row = |nth: usize| {
            let places: Vec<String> = (1..=width)
                .map(|i| format!("${}", nth * width + i))
                .collect();
            format!("({})", places.join(", "))
        };
        (0..rows).map(row).collect::<Vec<_>>().join(", ")
    };
    for piece in values.chunks(ROWS * width) {
        if piece.len() == ROWS * width {
            let sql = format!(
                "INSERT INTO {into} VALUES {} ON CONFLICT DO NOTHING",
                places(ROWS)
            );
            tx.execute(&sql, piece)?;
            continue;
        }
        let sql = format!(
            "INSERT INTO {into} VALUES {} ON CONFLICT DO NOTHING",
            places(1)
        );
        for row in piece.chunks(width) {
            tx.execute(&sql, row)?;
        }
    }
    Ok(())
}

/// Stores the words of contacts' names as ordered.
pub(crate) fn add_contact_words<'c>(
    tx: &mut Tx<'_>,
    workspace_id: &str,
    contacts: impl Iterator<Item = (&'c str, String)>,
) -> Result<(), DbError> {
    let mut values: Vec<Value> = Vec::new();
    for (contact_id, sorted_as) in contacts {
        for word in rules::further_words(&sorted_as) {
            values.extend([workspace_id.into(), word.into(), contact_id.into()]);
        }
    }
    let into = "contact_word (workspace_id, word, contact_id)";
    insert_all(tx, (into, 3), &values)
}

/// Removes the words of a contact whose name as ordered this was.
pub(super) fn remove_contact_words(
    tx: &mut Tx<'_>,
    workspace_id: &str,
    (contact_id, sorted_as): (&str, &str),
) -> Result<(), DbError> {
    for word in rules::further_words(sorted_as) {
        tx.execute(
            "DELETE FROM contact_word WHERE workspace_id = $1 AND word = $2 AND contact_id = $3",
            params![workspace_id, word, contact_id],
        )?;
    }
    Ok(())
}

/// What is stored of a contact that others depend on.
pub(crate) struct Stored {
    pub(crate) contact_id: String,
    /// The name as ordered.
    pub(crate) sorted_as: String,
    /// The account, or empty.
    pub(crate) account_id: String,
}

/// What is stored of these contacts.
pub(crate) fn stored(
    tx: &mut Tx<'_>,
    workspace_id: &str,
    contact_ids: &[&str],
) -> Result<Vec<Stored>, DbError> {
    let sql = "SELECT contact_id, sorted_as, account_id FROM contact
               WHERE workspace_id = $1 AND contact_id IN ({places})";
    among(tx, workspace_id, sql, contact_ids)?
        .iter()
        .map(|row| {
            Ok(Stored {
                contact_id: row.at(0)?,
                sorted_as: row.at(1)?,
                account_id: row.at(2)?,
            })
        })
        .collect()
}

/// Stores what an account is found by, in place of what was stored.
pub(crate) fn index_account(
    tx: &mut Tx<'_>,
    account: &Account,
    (is_new, definitions): (bool, &Definitions),
) -> Result<(), DbError> {
    let key = params![&account.workspace_id, &account.account_id];
    if !is_new {
        for table in ["account_word", "account_attribute"] {
            let sql = format!("DELETE FROM {table} WHERE workspace_id = $1 AND account_id = $2");
            tx.execute(&sql, key)?;
        }
    }
    let mut words: Vec<Value> = Vec::new();
    let named = rules::words(&account.name);
    let ids = account.external_id.iter().flat_map(|id| {
        let whole = rules::folded(id);
        rules::words(id).into_iter().chain([whole])
    });
    for word in named.into_iter().chain(ids) {
        words.extend([
            Value::from(&account.workspace_id),
            word.into(),
            (&account.account_id).into(),
        ]);
    }
    let into = "account_word (workspace_id, word, account_id)";
    insert_all(tx, (into, 3), &words)?;
    let attributes = account.attributes.iter();
    let rows: Vec<Attributed<'_>> = attributes
        .map(|(name, value)| {
            let definition = definitions.get(Noun::Account, name);
            Attributed {
                id: &account.account_id,
                name,
                value,
                number: definition.and_then(|d| d.number(value)),
            }
        })
        .collect();
    insert_attributes(tx, "account", &account.workspace_id, &rows)
}

/// An attribute of an account or a contact.
pub(super) struct Attributed<'a> {
    pub(super) id: &'a str,
    pub(super) name: &'a str,
    pub(super) value: &'a str,
    /// What orders and compares it.
    pub(super) number: Option<f64>,
}

/// Stores attributes of accounts or of contacts.
pub(super) fn insert_attributes(
    tx: &mut Tx<'_>,
    noun: &str,
    workspace_id: &str,
    rows: &[Attributed<'_>],
) -> Result<(), DbError> {
    let mut values: Vec<Value> = Vec::with_capacity(rows.len() * 5);
    for row in rows {
        values.extend([
            workspace_id.into(),
            row.id.into(),
            row.name.into(),
            row.value.into(),
            row.number.into(),
        ]);
    }
    let into = format!("{noun}_attribute (workspace_id, {noun}_id, name, value, number)");
    insert_all(tx, (&into, 5), &values)
}

/// Writes an account's attributes as their kinds are written now; what doesn't fit stays. Whether
/// that changed something.
pub(crate) fn rewrite(
    tx: &mut Tx<'_>,
    account: &mut Account,
    definitions: &Definitions,
) -> Result<bool, DbError> {
    let changed = definitions.rewrite(Noun::Account, &mut account.attributes);
    if changed {
        tx.execute(
            "UPDATE account SET attributes = $3, revision = revision + 1
             WHERE workspace_id = $1 AND account_id = $2",
            params![
                &account.workspace_id,
                &account.account_id,
                json(&account.attributes)?
            ],
        )?;
    }
    Ok(changed)
}
