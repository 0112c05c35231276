//! Definitions of attributes in the database.

use platform::db::Row;
use platform::{DbError, Tx, params};

use super::{Definition, Noun};

fn definition(row: &Row) -> Result<Definition, DbError> {
    let choices: String = row.get("choices")?;
    Ok(Definition {
        noun: row.get::<String>("noun")?.parse().map_err(DbError::Bug)?,
        name: row.get("name")?,
        kind: row.get::<String>("kind")?.parse().map_err(DbError::Bug)?,
        choices: serde_json::from_str(&choices)
            .map_err(|e| DbError::Bug(format!("stored choices: {e}")))?,
        currency: row.get("currency")?,
        revision: row.get("revision")?,
    })
}

/// All definitions, by noun and name.
pub fn all(tx: &mut Tx<'_>, workspace_id: &str) -> Result<Vec<Definition>, DbError> {
    tx.query(
        "SELECT noun, name, kind, choices, currency, revision FROM attribute_definition
         WHERE workspace_id = $1 ORDER BY noun, name",
        params![workspace_id],
    )?
    .iter()
    .map(definition)
    .collect()
}

/// The definition of one attribute.
pub fn one(
    tx: &mut Tx<'_>,
    workspace_id: &str,
    (noun, name): (Noun, &str),
) -> Result<Option<Definition>, DbError> {
    tx.query_one(
        "SELECT noun, name, kind, choices, currency, revision FROM attribute_definition
         WHERE workspace_id = $1 AND noun = $2 AND name = $3",
        params![workspace_id, noun.as_str(), name],
    )?
    .map(|row| definition(&row))
    .transpose()
}

/// Defines an attribute, or changes its definition. Whoever has it is looked at again in the
/// background: values that fit the kind are written its way; others stay as they are.
pub fn put(
    tx: &mut Tx<'_>,
    workspace_id: &str,
    definition: &Definition,
    now_us: i64,
) -> Result<(), DbError> {
    let choices = serde_json::to_string(&definition.choices)
        .map_err(|e| DbError::Bug(format!("choices to store: {e}")))?;
    tx.execute(
        "INSERT INTO attribute_definition
            (workspace_id, noun, name, kind, choices, currency, revision, created_at_us,
             changed_at_us)
         VALUES ($1, $2, $3, $4, $5, $6, 0, $7, $7)
         ON CONFLICT (workspace_id, noun, name) DO UPDATE SET kind = excluded.kind,
            choices = excluded.choices, currency = excluded.currency,
            revision = attribute_definition.revision + 1,
            changed_at_us = excluded.changed_at_us",
        params![
            workspace_id,
            definition.noun.as_str(),
            &definition.name,
            definition.kind.as_str(),
            choices,
            &definition.currency,
            now_us
        ],
    )?;
    look_again(tx, workspace_id, (definition.noun, &definition.name), true)
}

/// Forgets what an attribute is; its values stay. False when it wasn't defined.
pub fn remove(
    tx: &mut Tx<'_>,
    workspace_id: &str,
    (noun, name): (Noun, &str),
) -> Result<bool, DbError> {
    let removed = tx.execute(
        "DELETE FROM attribute_definition WHERE workspace_id = $1 AND noun = $2 AND name = $3",
        params![workspace_id, noun.as_str(), name],
    )?;
    look_again(tx, workspace_id, (noun, name), false)?;
    Ok(removed > 0)
}

fn look_again(
    tx: &mut Tx<'_>,
    workspace_id: &str,
    (noun, name): (Noun, &str),
    is_defined: bool,
) -> Result<(), DbError> {
    match noun {
        Noun::Account => {
            tx.execute(
                "INSERT INTO to_index (workspace_id, noun, id)
                 SELECT workspace_id, 'account', account_id FROM account_attribute
                 WHERE workspace_id = $1 AND name = $2
                 ON CONFLICT (workspace_id, noun, id) DO UPDATE SET id = excluded.id",
                params![workspace_id, name],
            )?;
            Ok(())
        }
        Noun::Contact => crate::store::attributes::look_again(tx, workspace_id, (name, is_defined)),
    }
}
