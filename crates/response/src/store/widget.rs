//! Which sites may show a survey in a frame.

use platform::{DbError, Tx, params};

/// The sites that may show a survey, in alphabetical order.
pub(crate) fn sites(
    tx: &mut Tx<'_>,
    workspace_id: &str,
    survey_id: &str,
) -> Result<Vec<String>, DbError> {
    tx.query(
        "SELECT origin FROM widget_site WHERE workspace_id = $1 AND survey_id = $2
         ORDER BY origin",
        params![workspace_id, survey_id],
    )?
    .iter()
    .map(|row| row.get("origin"))
    .collect()
}

/// Replaces the sites that may show a survey.
pub(crate) fn keep(
    tx: &mut Tx<'_>,
    (workspace_id, survey_id): (&str, &str),
    origins: &[String],
) -> Result<(), DbError> {
    tx.execute(
        "DELETE FROM widget_site WHERE workspace_id = $1 AND survey_id = $2",
        params![workspace_id, survey_id],
    )?;
    for origin in origins {
        tx.execute(
            "INSERT INTO widget_site (workspace_id, survey_id, origin) VALUES ($1, $2, $3)
             ON CONFLICT (workspace_id, survey_id, origin) DO NOTHING",
            params![workspace_id, survey_id, origin],
        )?;
    }
    Ok(())
}
