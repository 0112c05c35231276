//! What sharing and filtering need to know of teams.

use std::collections::BTreeSet;

use platform::{DbError, Tx, params};

/// The team of a person and all teams above it.
pub(crate) fn of_person(
    tx: &mut Tx<'_>,
    workspace_id: &str,
    user_id: &str,
) -> Result<Vec<String>, DbError> {
    let rows = tx.query(
        "WITH RECURSIVE above (team_id) AS (
            SELECT team_id FROM app_user
            WHERE workspace_id = $1 AND user_id = $2 AND team_id IS NOT NULL
            UNION
            SELECT t.parent_id FROM team t JOIN above ON t.team_id = above.team_id
            WHERE t.workspace_id = $1 AND t.parent_id IS NOT NULL
         )
         SELECT team_id FROM above",
        params![workspace_id, user_id],
    )?;
    rows.iter().map(|row| row.at(0)).collect()
}

/// All teams, by name: id and name.
pub(crate) fn all(tx: &mut Tx<'_>, workspace_id: &str) -> Result<Vec<(String, String)>, DbError> {
    let rows = tx.query(
        "SELECT team_id, name FROM team WHERE workspace_id = $1 ORDER BY name, team_id",
        params![workspace_id],
    )?;
    rows.iter()
        .map(|row| Ok((row.at(0)?, row.at(1)?)))
        .collect()
}

/// The people of a team and the teams below it; none when there is no such team.
pub(crate) fn people(
    tx: &mut Tx<'_>,
    workspace_id: &str,
    team_id: &str,
) -> Result<Option<BTreeSet<String>>, DbError> {
    let there = tx.query_one(
        "SELECT 1 AS one FROM team WHERE workspace_id = $1 AND team_id = $2",
        params![workspace_id, team_id],
    )?;
    if there.is_none() {
        return Ok(None);
    }
    let rows = tx.query(
        "WITH RECURSIVE own (team_id) AS (
            SELECT team_id FROM team WHERE workspace_id = $1 AND team_id = $2
            UNION
            SELECT t.team_id FROM team t JOIN own ON t.parent_id = own.team_id
            WHERE t.workspace_id = $1
         )
         SELECT user_id FROM app_user
         WHERE workspace_id = $1 AND team_id IN (SELECT team_id FROM own)",
        params![workspace_id, team_id],
    )?;
    let people: Result<BTreeSet<String>, DbError> = rows.iter().map(|row| row.at(0)).collect();
    people.map(Some)
}
