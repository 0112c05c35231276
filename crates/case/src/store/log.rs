//! The history of a case.

use platform::{DbError, Tx, id, params};
use serde_json::Value;

use crate::model::Logged;

/// Notes what was done with a case.
pub(crate) fn note(
    tx: &mut Tx<'_>,
    (workspace_id, case_id): (&str, &str),
    logged: &Logged,
) -> Result<(), DbError> {
    tx.execute(
        "INSERT INTO case_log (workspace_id, log_id, case_id, place, at_us, what, done_by, detail)
         VALUES ($1, $2, $3,
                 (SELECT COALESCE(MAX(place), 0) + 1 FROM case_log
                  WHERE workspace_id = $1 AND case_id = $3),
                 $4, $5, $6, $7)",
        params![
            workspace_id,
            id::new(),
            case_id,
            logged.at_us,
            &logged.what,
            &logged.by,
            logged.detail.to_string()
        ],
    )?;
    Ok(())
}

/// What was done with a case, oldest first.
pub fn history(tx: &mut Tx<'_>, workspace_id: &str, case_id: &str) -> Result<Vec<Logged>, DbError> {
    let rows = tx.query(
        "SELECT at_us, what, done_by, detail FROM case_log
         WHERE workspace_id = $1 AND case_id = $2 ORDER BY place",
        params![workspace_id, case_id],
    )?;
    rows.iter()
        .map(|row| {
            let detail: String = row.get("detail")?;
            Ok(Logged {
                at_us: row.get("at_us")?,
                what: row.get("what")?,
                by: row.get("done_by")?,
                detail: serde_json::from_str(&detail).unwrap_or(Value::Null),
            })
        })
        .collect()
}
