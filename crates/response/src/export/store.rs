//! SQL of exports beyond reading responses.

use platform::db::Backend;
use platform::{DbError, Tx, params};

/// The names of all attributes the responses of a survey have, in alphabetical order.
pub(super) fn attribute_names(
    tx: &mut Tx<'_>,
    workspace_id: &str,
    survey_id: &str,
) -> Result<Vec<String>, DbError> {
    // The two databases have no common way to take the keys of a JSON object.
    let sql = match tx.backend() {
        Backend::Sqlite => {
            "SELECT DISTINCT a.key AS name FROM response r, json_each(r.attributes) a
             WHERE r.workspace_id = $1 AND r.survey_id = $2 AND r.doubt IS NULL
             ORDER BY a.key"
        }
        Backend::Postgres => {
            "SELECT DISTINCT a.name FROM response r, jsonb_object_keys(r.attributes) AS a (name)
             WHERE r.workspace_id = $1 AND r.survey_id = $2 AND r.doubt IS NULL
             ORDER BY a.name"
        }
    };
    let mut names: Vec<String> = tx
        .query(sql, params![workspace_id, survey_id])?
        .iter()
        .map(|row| row.get("name"))
        .collect::<Result<_, _>>()?;
    // The databases order text differently.
    names.sort();
    Ok(names)
}
