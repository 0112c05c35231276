//! What sharing and filtering need to know of teams.

use std::collections::{BTreeSet, HashMap};

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

/// A team with the people in it, not in those below it.
pub(crate) struct Team {
    pub(crate) team_id: String,
    pub(crate) name: String,
    /// The place of the team above it.
    pub(crate) above: Option<usize>,
    pub(crate) people: Vec<String>,
}

/// All teams, by name, and how many people are in none.
pub(crate) fn tree(tx: &mut Tx<'_>, workspace_id: &str) -> Result<(Vec<Team>, u64), DbError> {
    let rows = tx.query(
        "SELECT team_id, name, parent_id FROM team WHERE workspace_id = $1 ORDER BY name, team_id",
        params![workspace_id],
    )?;
    let mut above: Vec<Option<String>> = Vec::with_capacity(rows.len());
    let mut teams = Vec::with_capacity(rows.len());
    for row in &rows {
        above.push(row.at(2)?);
        teams.push(Team {
            team_id: row.at(0)?,
            name: row.at(1)?,
            above: None,
            people: Vec::new(),
        });
    }
    let places: HashMap<String, usize> = teams
        .iter()
        .enumerate()
        .map(|(place, team)| (team.team_id.clone(), place))
        .collect();
    for (team, above) in teams.iter_mut().zip(above) {
        team.above = above.and_then(|id| places.get(&id).copied());
    }
    let mut outside = 0;
    let people = tx.query(
        "SELECT user_id, team_id FROM app_user WHERE workspace_id = $1",
        params![workspace_id],
    )?;
    for row in &people {
        let team: Option<String> = row.at(1)?;
        match team.and_then(|id| places.get(&id).copied()) {
            Some(place) => teams[place].people.push(row.at(0)?),
            None => outside += 1,
        }
    }
    Ok((teams, outside))
}

/// The people of a team and of the teams below it.
pub(crate) fn people(teams: &[Team], place: usize) -> BTreeSet<String> {
    let is_below = |mut at: usize| {
        // A tree has no circles; a stored one must not hold us for ever.
        for _ in 0..=teams.len() {
            if at == place {
                return true;
            }
            match teams[at].above {
                Some(above) => at = above,
                None => return false,
            }
        }
        false
    };
    let own = (0..teams.len()).filter(|at| is_below(*at));
    own.flat_map(|at| teams[at].people.iter().cloned())
        .collect()
}
