//! SQL of teams.

use platform::{DbError, Tx, params};

use crate::model::{Role, Sight};

/// Whom a person of `role` sees. A lead sees everybody in the own team and the teams below it, and
/// who reports to them or to somebody who does; also who stopped working here, because what they
/// did stays the team's.
pub(crate) fn sight(
    tx: &mut Tx<'_>,
    workspace_id: &str,
    (user_id, role): (&str, Role),
) -> Result<Sight, DbError> {
    match role {
        Role::Lead => {}
        Role::Employee => return Ok(Sight::of([user_id.to_owned()])),
        _ => return Ok(Sight::Everything),
    }
    let rows = tx.query(
        "WITH RECURSIVE own (team_id) AS (
            SELECT team_id FROM app_user
            WHERE workspace_id = $1 AND user_id = $2 AND team_id IS NOT NULL
            UNION
            SELECT t.team_id FROM team t JOIN own ON t.parent_id = own.team_id
            WHERE t.workspace_id = $1
         ), led (user_id) AS (
            SELECT user_id FROM app_user WHERE workspace_id = $1 AND user_id = $2
            UNION
            SELECT u.user_id FROM app_user u JOIN led ON u.lead_id = led.user_id
            WHERE u.workspace_id = $1
         )
         SELECT user_id FROM led
         UNION
         SELECT user_id FROM app_user
         WHERE workspace_id = $1 AND team_id IN (SELECT team_id FROM own)",
        params![workspace_id, user_id],
    )?;
    let people = rows.iter().map(|row| row.at::<String>(0));
    Ok(Sight::of(people.collect::<Result<Vec<_>, _>>()?))
}
