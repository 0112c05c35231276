//! SQL of exports beyond reading responses.

use platform::db::{Backend, Value};
use platform::{DbError, Tx, params};
use user::Sight;

use crate::served;

/// The names of all attributes that responses of a survey (workspace, survey) within a sight have,
/// in alphabetical order.
pub(super) fn attribute_names(
    tx: &mut Tx<'_>,
    (workspace_id, survey_id): (&str, &str),
    sight: &Sight,
) -> Result<Vec<String>, DbError> {
    let people = sight.json();
    let seen = match people {
        Some(_) => format!("AND {}", served::is_seen(tx.backend(), "r", "$3")),
        None => String::new(),
    };
    // The two databases have no common way to take the keys of a JSON object.
    let sql = match tx.backend() {
        Backend::Sqlite => {
            format!(
                "SELECT DISTINCT a.key AS name FROM response r, json_each(r.attributes) a
                 WHERE r.workspace_id = $1 AND r.survey_id = $2 AND r.doubt IS NULL {seen}
                 ORDER BY a.key"
            )
        }
        Backend::Postgres => {
            format!(
                "SELECT DISTINCT a.name
                 FROM response r, jsonb_object_keys(r.attributes) AS a (name)
                 WHERE r.workspace_id = $1 AND r.survey_id = $2 AND r.doubt IS NULL {seen}
                 ORDER BY a.name"
            )
        }
    };
    let mut params = params![workspace_id, survey_id].to_vec();
    params.extend(people.map(Value::from));
    let mut names: Vec<String> = tx
        .query(&sql, &params)?
        .iter()
        .map(|row| row.get("name"))
        .collect::<Result<_, _>>()?;
    // The databases order text differently.
    names.sort();
    Ok(names)
}

/// The number of the last response of a survey.
pub(super) fn last_ordinal(
    tx: &mut Tx<'_>,
    (workspace_id, survey_id): (&str, &str),
) -> Result<i64, DbError> {
    let row = tx.query_one(
        "SELECT response_count FROM survey WHERE workspace_id = $1 AND survey_id = $2",
        params![workspace_id, survey_id],
    )?;
    row.map_or(Ok(0), |row| row.at(0))
}
