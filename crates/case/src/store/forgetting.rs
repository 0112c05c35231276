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

/// All cases of a contact, open or not.
pub(crate) fn cases(
    tx: &mut Tx<'_>,
    workspace_id: &str,
    contact_id: &str,
) -> Result<Vec<String>, DbError> {
    tx.query(
        "SELECT case_id FROM app_case WHERE workspace_id = $1 AND contact_id = $2
         ORDER BY case_id",
        params![workspace_id, contact_id],
    )?
    .iter()
    .map(|row| row.at(0))
    .collect()
}

/// Takes the words out of a case's history and conversations. A mail about it that waits finds
/// nothing to tell, and a reply to one that went doesn't find its case any more.
pub(crate) fn words(tx: &mut Tx<'_>, workspace_id: &str, case_id: &str) -> Result<(), DbError> {
    for sql in [
        "UPDATE case_log SET detail = '{}' WHERE workspace_id = $1 AND case_id = $2",
        // Who answered a mail without being known here is there by their address.
        "UPDATE case_log SET done_by = ''
         WHERE workspace_id = $1 AND case_id = $2 AND done_by LIKE '%@%'",
        "DELETE FROM case_notice WHERE workspace_id = $1 AND case_id = $2",
        "UPDATE conversation SET said = '', whole = NULL, contact_id = NULL,
                spoke = CASE WHEN user_id IS NULL THEN '' ELSE spoke END,
                added_by = CASE WHEN user_id IS NULL THEN '' ELSE added_by END
         WHERE workspace_id = $1 AND case_id = $2",
    ] {
        tx.execute(sql, params![workspace_id, case_id])?;
    }
    Ok(())
}

/// Takes out what was said with a contact, also outside cases.
pub(crate) fn conversations(
    tx: &mut Tx<'_>,
    workspace_id: &str,
    contact_id: &str,
) -> Result<(), DbError> {
    tx.execute(
        "UPDATE conversation SET said = '', whole = NULL, contact_id = NULL,
                spoke = CASE WHEN user_id IS NULL THEN '' ELSE spoke END,
                added_by = CASE WHEN user_id IS NULL THEN '' ELSE added_by END
         WHERE workspace_id = $1 AND contact_id = $2",
        params![workspace_id, contact_id],
    )?;
    Ok(())
}
