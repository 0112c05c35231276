//! What was there and isn't any more, by connection. Nothing is removed for it: what we know of a
//! customer is ours.

use platform::db::Value;
use platform::{DbError, Tx, params};

/// Something of ours that isn't there any more.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Gone {
    /// Its id here.
    pub(crate) our_id: String,
    /// Its id there.
    pub(crate) remote_id: String,
    /// What it is called here; none when it is gone here too.
    pub(crate) name: Option<String>,
    /// Since when that is known, UTC microseconds.
    pub(crate) gone_at_us: i64,
}

/// Notes that these are there; `pass` is the one that reads everything, when it is one.
pub(crate) fn seen(
    tx: &mut Tx<'_>,
    (workspace_id, connector_id): (&str, &str),
    noun: &str,
    (remote_ids, pass): (&[&str], Option<&str>),
) -> Result<(), DbError> {
    if remote_ids.is_empty() {
        return Ok(());
    }
    let mut values: Vec<Value> = vec![workspace_id.into(), connector_id.into(), noun.into()];
    let (set, also) = match pass {
        Some(pass) => {
            values.push(pass.into());
            ("gone_at_us = NULL, seen_pass = $4", "")
        }
        None => ("gone_at_us = NULL", "AND gone_at_us IS NOT NULL"),
    };
    let first = values.len() + 1;
    let places: Vec<String> = (first..first + remote_ids.len())
        .map(|place| format!("${place}"))
        .collect();
    values.extend(remote_ids.iter().map(|id| Value::from(*id)));
    tx.execute(
        &format!(
            "UPDATE connector_link SET {set}
             WHERE workspace_id = $1 AND connector_id = $2 AND noun = $3 {also}
               AND remote_id IN ({})",
            places.join(", ")
        ),
        &values,
    )?;
    Ok(())
}

/// Marks what a pass that read everything didn't see; how many are newly gone.
pub(crate) fn mark(
    tx: &mut Tx<'_>,
    (workspace_id, connector_id): (&str, &str),
    noun: &str,
    (pass, now_us): (&str, i64),
) -> Result<i64, DbError> {
    let marked = tx.execute(
        "UPDATE connector_link SET gone_at_us = $5
         WHERE workspace_id = $1 AND connector_id = $2 AND noun = $3 AND gone_at_us IS NULL
           AND (seen_pass IS NULL OR seen_pass <> $4)",
        params![workspace_id, connector_id, noun, pass, now_us],
    )?;
    Ok(i64::try_from(marked).unwrap_or(i64::MAX))
}

/// How many of a noun are gone.
pub(crate) fn count(
    tx: &mut Tx<'_>,
    (workspace_id, connector_id): (&str, &str),
    noun: &str,
) -> Result<i64, DbError> {
    let row = tx.query_one(
        "SELECT CAST(COUNT(*) AS BIGINT) FROM connector_link
         WHERE workspace_id = $1 AND connector_id = $2 AND noun = $3 AND gone_at_us IS NOT NULL",
        params![workspace_id, connector_id, noun],
    )?;
    row.map_or(Ok(0), |row| row.at(0))
}

/// Those that are gone, by their id there, after one.
pub(crate) fn list(
    tx: &mut Tx<'_>,
    (workspace_id, connector_id): (&str, &str),
    noun: &str,
    (after, limit): (&str, usize),
) -> Result<Vec<Gone>, DbError> {
    let (table, id, name) = match noun {
        "account" => ("account", "account_id", "o.name"),
        _ => ("contact", "contact_id", "COALESCE(o.name, o.email)"),
    };
    tx.query(
        &format!(
            "SELECT l.our_id, l.remote_id, l.gone_at_us, {name} AS name
             FROM connector_link l
             LEFT JOIN {table} o ON o.workspace_id = l.workspace_id AND o.{id} = l.our_id
             WHERE l.workspace_id = $1 AND l.connector_id = $2 AND l.noun = $3
               AND l.gone_at_us IS NOT NULL AND l.remote_id > $4
             ORDER BY l.remote_id LIMIT $5"
        ),
        params![workspace_id, connector_id, noun, after, limit],
    )?
    .iter()
    .map(|row| {
        Ok(Gone {
            our_id: row.get("our_id")?,
            remote_id: row.get("remote_id")?,
            name: row.get("name")?,
            gone_at_us: row.get("gone_at_us")?,
        })
    })
    .collect()
}

/// Where an account or a contact isn't there any more: names of connections, and since when.
pub(crate) fn of(
    tx: &mut Tx<'_>,
    workspace_id: &str,
    (noun, our_id): (&str, &str),
) -> Result<Vec<(String, i64)>, DbError> {
    tx.query(
        "SELECT c.name, MAX(l.gone_at_us) AS gone_at_us FROM connector_link l
         JOIN connector c ON c.workspace_id = l.workspace_id AND c.connector_id = l.connector_id
         WHERE l.workspace_id = $1 AND l.noun = $2 AND l.our_id = $3
         GROUP BY c.connector_id, c.name
         HAVING COUNT(l.gone_at_us) = COUNT(*)
         ORDER BY c.name",
        params![workspace_id, noun, our_id],
    )?
    .iter()
    .map(|row| Ok((row.get("name")?, row.get("gone_at_us")?)))
    .collect()
}
