//! Which cases and conversations a person sees: a case with its owner or its account; a conversation
//! with who spoke, its account, or an answer of its contact.

use platform::db::Backend;
use platform::{DbError, Tx, params};
use user::Sight;

/// A condition on rows of `app_case` under this name; `list` is the parameter with the people.
pub fn is_case_seen(backend: Backend, table: &str, list: &str) -> String {
    format!(
        "({} OR {})",
        backend.among(&format!("{table}.owner_id"), list),
        contact::sight::is_account_seen(backend, &format!("{table}.account_id"), list)
    )
}

/// The same on rows of `conversation`.
pub(crate) fn is_conversation_seen(backend: Backend, table: &str, list: &str) -> String {
    format!(
        "({} OR {} OR {})",
        backend.among(&format!("{table}.user_id"), list),
        contact::sight::is_account_seen(backend, &format!("{table}.account_id"), list),
        contact::sight::is_answer_seen(backend, &format!("{table}.contact_id"), list)
    )
}

/// Whether a case is seen.
pub fn sees(
    tx: &mut Tx<'_>,
    (workspace_id, case_id): (&str, &str),
    sight: &Sight,
) -> Result<bool, DbError> {
    let Some(people) = sight.json() else {
        return Ok(true);
    };
    let seen = is_case_seen(tx.backend(), "c", "$3");
    let found = tx.query_one(
        &format!(
            "SELECT 1 FROM app_case c WHERE c.workspace_id = $1 AND c.case_id = $2 AND {seen}"
        ),
        params![workspace_id, case_id, people],
    )?;
    Ok(found.is_some())
}
