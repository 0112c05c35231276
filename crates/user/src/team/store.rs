//! SQL of teams.

use platform::db::Row;
use platform::{DbError, Tx, params};

use super::Team;
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

const TEAM: &str = "SELECT t.team_id, t.name, t.parent_id, t.created_at_us,
    (SELECT CAST(COUNT(*) AS BIGINT) FROM app_user u
     WHERE u.workspace_id = t.workspace_id AND u.team_id = t.team_id
       AND u.deactivated_at_us IS NULL) AS people
    FROM team t WHERE t.workspace_id = $1";

fn team(row: &Row) -> Result<Team, DbError> {
    Ok(Team {
        team_id: row.get("team_id")?,
        name: row.get("name")?,
        parent_id: row.get("parent_id")?,
        people: row.get("people")?,
        created_at_us: row.get("created_at_us")?,
    })
}

/// All teams of a workspace, in no order.
pub fn all(tx: &mut Tx<'_>, workspace_id: &str) -> Result<Vec<Team>, DbError> {
    tx.query(TEAM, params![workspace_id])?
        .iter()
        .map(team)
        .collect()
}

/// The team with this id.
pub fn by_id(tx: &mut Tx<'_>, workspace_id: &str, team_id: &str) -> Result<Option<Team>, DbError> {
    tx.query_one(
        &format!("{TEAM} AND t.team_id = $2"),
        params![workspace_id, team_id],
    )?
    .map(|row| team(&row))
    .transpose()
}

pub(crate) fn add(tx: &mut Tx<'_>, workspace_id: &str, team: &Team) -> Result<(), DbError> {
    tx.execute(
        "INSERT INTO team (workspace_id, team_id, name, parent_id, created_at_us)
         VALUES ($1, $2, $3, $4, $5)",
        params![
            workspace_id,
            &team.team_id,
            &team.name,
            team.parent_id.as_deref(),
            team.created_at_us
        ],
    )?;
    Ok(())
}

pub(super) fn change(tx: &mut Tx<'_>, workspace_id: &str, team: &Team) -> Result<(), DbError> {
    tx.execute(
        "UPDATE team SET name = $3, parent_id = $4 WHERE workspace_id = $1 AND team_id = $2",
        params![
            workspace_id,
            &team.team_id,
            &team.name,
            team.parent_id.as_deref()
        ],
    )?;
    Ok(())
}

/// Removes a team; who stopped working here and was in it is in none.
pub(super) fn remove(tx: &mut Tx<'_>, workspace_id: &str, team_id: &str) -> Result<(), DbError> {
    tx.execute(
        "UPDATE app_user SET team_id = NULL WHERE workspace_id = $1 AND team_id = $2",
        params![workspace_id, team_id],
    )?;
    tx.execute(
        "DELETE FROM team WHERE workspace_id = $1 AND team_id = $2",
        params![workspace_id, team_id],
    )?;
    Ok(())
}

/// All teams with the one above each.
pub(super) fn parents(
    tx: &mut Tx<'_>,
    workspace_id: &str,
) -> Result<Vec<(String, Option<String>)>, DbError> {
    tx.query(
        "SELECT team_id, parent_id FROM team WHERE workspace_id = $1 ORDER BY team_id",
        params![workspace_id],
    )?
    .iter()
    .map(|row| Ok((row.at(0)?, row.at(1)?)))
    .collect()
}

/// Where somebody who works or worked here stands.
pub(super) struct Placed {
    pub(super) user_id: String,
    pub(super) team_id: Option<String>,
    pub(super) lead_id: Option<String>,
    /// Has the role of a lead, and works here.
    pub(super) leads: bool,
}

/// Everybody with where they stand.
pub(super) fn placed(tx: &mut Tx<'_>, workspace_id: &str) -> Result<Vec<Placed>, DbError> {
    tx.query(
        "SELECT user_id, team_id, lead_id, role, deactivated_at_us FROM app_user
         WHERE workspace_id = $1 ORDER BY user_id",
        params![workspace_id],
    )?
    .iter()
    .map(|row| {
        let role: String = row.at(3)?;
        Ok(Placed {
            user_id: row.at(0)?,
            team_id: row.at(1)?,
            lead_id: row.at(2)?,
            leads: role == Role::Lead.as_str() && row.at::<Option<i64>>(4)?.is_none(),
        })
    })
    .collect()
}
