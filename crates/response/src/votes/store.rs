//! SQL of votes: the evidence log, the rules and the doubt of responses.

use platform::{DbError, Tx, params};

/// How many responses are provisional and how many suspect, see [`super::in_doubt`].
pub(super) fn in_doubt(
    tx: &mut Tx<'_>,
    workspace_id: &str,
    survey_id: &str,
    days: Option<(i32, i32)>,
) -> Result<(i64, i64), DbError> {
    let (first, last) = days.unwrap_or((i32::MIN, i32::MAX));
    let row = tx.query_one(
        "SELECT CAST(COUNT(CASE WHEN doubt = 'provisional' THEN 1 END) AS BIGINT) AS provisional,
                CAST(COUNT(CASE WHEN doubt = 'suspect' THEN 1 END) AS BIGINT) AS suspect
         FROM response
         WHERE workspace_id = $1 AND survey_id = $2 AND doubt IS NOT NULL
           AND state <> 'erased' AND day BETWEEN $3 AND $4",
        params![workspace_id, survey_id, first, last],
    )?;
    row.map_or(Ok((0, 0)), |row| {
        Ok((row.get("provisional")?, row.get("suspect")?))
    })
}
