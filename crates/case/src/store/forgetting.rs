//! Customers who were erased: what cases and conversations say of them goes too. Counts stay.

use platform::{DbError, Tx, params};

/// Contacts that cases or conversations still name and that are there no more, neither as
/// themselves nor as part of another: workspace and id.
pub(crate) fn gone(tx: &mut Tx<'_>, limit: i64) -> Result<Vec<(String, String)>, DbError> {
    let mut found = Vec::new();
    for table in ["app_case", "conversation"] {
        let rows = tx.query(
            &format!(
                "SELECT DISTINCT c.workspace_id, c.contact_id FROM {table} c
                 WHERE c.contact_id IS NOT NULL
                   AND NOT EXISTS (SELECT 1 FROM contact k WHERE k.workspace_id = c.workspace_id
                                   AND k.contact_id = c.contact_id)
                   AND NOT EXISTS (SELECT 1 FROM contact_merged m
                                   WHERE m.workspace_id = c.workspace_id
                                     AND m.old_id = c.contact_id)
                 LIMIT $1"
            ),
            params![limit],
        )?;
        for row in &rows {
            found.push((row.get("workspace_id")?, row.get("contact_id")?));
        }
    }
    found.sort();
    found.dedup();
    Ok(found)
}

/// Takes out all words about a contact, and the link to them.
pub(crate) fn forget(
    tx: &mut Tx<'_>,
    workspace_id: &str,
    contact_id: &str,
    now_us: i64,
) -> Result<(), DbError> {
    let of_theirs = "workspace_id = $1 AND case_id IN (SELECT case_id FROM app_case
                     WHERE workspace_id = $1 AND contact_id = $2)";
    for sql in [
        format!("UPDATE case_log SET detail = '{{}}' WHERE {of_theirs}"),
        format!("UPDATE case_notice SET note = '' WHERE {of_theirs}"),
        format!("UPDATE conversation SET said = '', whole = NULL WHERE {of_theirs}"),
        "UPDATE conversation SET said = '', whole = NULL, contact_id = NULL
         WHERE workspace_id = $1 AND contact_id = $2"
            .to_owned(),
    ] {
        tx.execute(&sql, params![workspace_id, contact_id])?;
    }
    tx.execute(
        "UPDATE app_case SET title = '', reason = '', result_text = '', snooze_reason = NULL,
                contact_id = NULL, revision = revision + 1, changed_at_us = $3
         WHERE workspace_id = $1 AND contact_id = $2",
        params![workspace_id, contact_id, now_us],
    )?;
    Ok(())
}
