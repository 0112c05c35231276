//! Whom responses name that nobody knew when they came, and who became known since.

use platform::db::{Backend, Value};
use platform::{DbError, Tx, params};

use super::{PLACES, among};

/// A name in a response that nobody has yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Sought {
    pub(crate) response_id: String,
    /// `contact`, `email` or `account`.
    pub(crate) kind: &'static str,
    pub(crate) value: String,
}

/// Stores whom these responses seek, in place of whom they sought before.
pub(crate) fn keep(
    tx: &mut Tx<'_>,
    workspace_id: &str,
    (kept_before, sought): (&[&str], &[Sought]),
) -> Result<(), DbError> {
    forget(tx, workspace_id, kept_before)?;
    for one in sought {
        tx.execute(
            "INSERT INTO respondent_sought (workspace_id, response_id, kind, value)
             VALUES ($1, $2, $3, $4) ON CONFLICT (workspace_id, response_id, kind) DO NOTHING",
            params![workspace_id, &one.response_id, one.kind, &one.value],
        )?;
    }
    Ok(())
}

/// These responses seek nobody any more.
pub(crate) fn forget(
    tx: &mut Tx<'_>,
    workspace_id: &str,
    response_ids: &[&str],
) -> Result<(), DbError> {
    for piece in response_ids.chunks(PLACES) {
        let marks: Vec<String> = (2..PLACES + 2).map(|n| format!("${n}")).collect();
        let mut params = vec![Value::from(workspace_id)];
        let padded = piece.iter().chain(std::iter::repeat(&piece[0]));
        params.extend(padded.take(PLACES).map(|id| Value::from(*id)));
        tx.execute(
            &format!(
                "DELETE FROM respondent_sought WHERE workspace_id = $1 AND response_id IN ({})",
                marks.join(", ")
            ),
            &params,
        )?;
    }
    Ok(())
}

/// Workspaces in which somebody is sought.
pub(crate) fn workspaces(tx: &mut Tx<'_>) -> Result<Vec<String>, DbError> {
    tx.query(
        "SELECT w.workspace_id FROM workspace w
         WHERE EXISTS (SELECT 1 FROM respondent_sought s WHERE s.workspace_id = w.workspace_id)",
        &[],
    )?
    .iter()
    .map(|row| row.at(0))
    .collect()
}

/// Who may be sought.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum What {
    Contact,
    Account,
}

impl What {
    const fn as_str(self) -> &'static str {
        match self {
            Self::Contact => "contact",
            Self::Account => "account",
        }
    }
}

/// How far it was looked: time of change and id. Held until the commit; nothing while another
/// node holds it.
pub(crate) fn hold(
    tx: &mut Tx<'_>,
    workspace_id: &str,
    what: What,
) -> Result<Option<(i64, String)>, DbError> {
    let lock = match tx.backend() {
        Backend::Sqlite => "",
        Backend::Postgres => " FOR UPDATE SKIP LOCKED",
    };
    let found = tx.query_one(
        &format!(
            "SELECT changed_at_us, id FROM respondent_look
             WHERE workspace_id = $1 AND what = $2{lock}"
        ),
        params![workspace_id, what.as_str()],
    )?;
    if let Some(row) = found {
        return Ok(Some((row.get("changed_at_us")?, row.get("id")?)));
    }
    let begun = tx.execute(
        "INSERT INTO respondent_look (workspace_id, what, changed_at_us, id)
         VALUES ($1, $2, 0, '') ON CONFLICT (workspace_id, what) DO NOTHING",
        params![workspace_id, what.as_str()],
    )?;
    Ok((begun > 0).then(|| (0, String::new())))
}

/// Stores how far it was looked.
pub(crate) fn advance(
    tx: &mut Tx<'_>,
    workspace_id: &str,
    what: What,
    (changed_at_us, id): &(i64, String),
) -> Result<(), DbError> {
    tx.execute(
        "UPDATE respondent_look SET changed_at_us = $3, id = $4
         WHERE workspace_id = $1 AND what = $2",
        params![workspace_id, what.as_str(), *changed_at_us, id],
    )?;
    Ok(())
}

/// Somebody who was added or changed.
pub(crate) struct Changed {
    /// Time of change and id.
    pub(crate) place: (i64, String),
    pub(crate) external_id: Option<String>,
    /// The address of a contact, the name of an account.
    pub(crate) name: Option<String>,
}

/// Who was changed after `place` and not later than `until_us`, in that order.
pub(crate) fn changed(
    tx: &mut Tx<'_>,
    workspace_id: &str,
    what: What,
    (place, until_us, limit): (&(i64, String), i64, usize),
) -> Result<Vec<Changed>, DbError> {
    let (table, id, name) = match what {
        What::Contact => ("contact", "contact_id", "email"),
        What::Account => ("account", "account_id", "name"),
    };
    tx.query(
        &format!(
            "SELECT changed_at_us, {id}, external_id, {name} FROM {table}
             WHERE workspace_id = $1 AND (changed_at_us, {id}) > ($2, $3) AND changed_at_us <= $4
             ORDER BY changed_at_us, {id} LIMIT $5"
        ),
        params![workspace_id, place.0, &place.1, until_us, limit],
    )?
    .iter()
    .map(|row| {
        Ok(Changed {
            place: (row.at(0)?, row.at(1)?),
            external_id: row.at(2)?,
            name: row.at(3)?,
        })
    })
    .collect()
}

/// Lets responses that seek one of these `values` be looked at again.
pub(crate) fn found(
    tx: &mut Tx<'_>,
    workspace_id: &str,
    (kind, values): (&'static str, &[&str]),
) -> Result<usize, DbError> {
    let sql = format!(
        "WITH names (name) AS ({{rows}})
         SELECT DISTINCT s.response_id FROM names CROSS JOIN respondent_sought s
         WHERE s.workspace_id = $1 AND s.kind = '{kind}' AND s.value = names.name
         ORDER BY s.response_id"
    );
    let rows = among(tx, workspace_id, &sql, values)?;
    for row in &rows {
        let response_id: String = row.at(0)?;
        tx.execute(
            "UPDATE respondent SET due_at_us = 0 WHERE workspace_id = $1 AND response_id = $2",
            params![workspace_id, response_id],
        )?;
    }
    Ok(rows.len())
}
