//! The themes of all surveys, for slices that act on what comments are about.

use platform::{DbError, Tx, params};

/// A theme as other slices know it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Known {
    /// The survey whose comments it is about.
    pub survey_id: String,
    /// Its id.
    pub theme_id: String,
    /// As its users call it.
    pub name: String,
    /// One rule per line, see [`comments::parse_rules`].
    pub rules: String,
}

/// All themes of a workspace, by survey and in their order; removed ones are left out.
pub fn known(tx: &mut Tx<'_>, workspace_id: &str) -> Result<Vec<Known>, DbError> {
    tx.query(
        "SELECT survey_id, theme_id, name, rules FROM theme
         WHERE workspace_id = $1 AND removed_at_us IS NULL
         ORDER BY survey_id, position, created_at_us, theme_id",
        params![workspace_id],
    )?
    .iter()
    .map(|row| {
        Ok(Known {
            survey_id: row.at(0)?,
            theme_id: row.at(1)?,
            name: row.at(2)?,
            rules: row.at(3)?,
        })
    })
    .collect()
}
