//! All SQL of this slice.

use platform::db::Row;
use platform::{DbError, Tx, id, params};

use crate::model::{Draft, Measured, Scope, Start, Target, Visibility, Which};

const TARGET: &str = "workspace_id, target_id, survey_id, question, metric, higher_is_better, \
    team_id, attribute, value, from_day, to_day, start_value, start_n, aim, needed, expected, \
    visible, revision, created_by, created_at_us, changed_at_us, ended_at_us";

/// Targets of a workspace at most in one list.
pub(crate) const TARGETS_MAX: usize = 200;

fn day(row: &Row, name: &str) -> Result<i32, DbError> {
    Ok(i32::try_from(row.get::<i64>(name)?).unwrap_or_default())
}

fn count(row: &Row, name: &str) -> Result<Option<u64>, DbError> {
    let n: Option<i64> = row.get(name)?;
    Ok(n.and_then(|n| u64::try_from(n).ok()))
}

fn target(row: &Row) -> Result<Target, DbError> {
    let metric: String = row.get("metric")?;
    let measured = Measured::stored(&metric, row.get("question")?, row.get("higher_is_better")?);
    let scope = match (
        row.get::<Option<String>>("team_id")?,
        row.get::<Option<String>>("attribute")?,
        row.get::<Option<String>>("value")?,
    ) {
        (Some(team_id), _, _) => Scope::Team(team_id),
        (None, Some(attribute), Some(value)) => Scope::Group { attribute, value },
        _ => Scope::Company,
    };
    Ok(Target {
        workspace_id: row.get("workspace_id")?,
        target_id: row.get("target_id")?,
        draft: Draft {
            survey_id: row.get("survey_id")?,
            measured: measured
                .ok_or_else(|| DbError::Bug(format!("no measure of a target: {metric:?}")))?,
            scope,
            from_day: day(row, "from_day")?,
            to_day: day(row, "to_day")?,
            start: Start {
                value: row.get("start_value")?,
                n: count(row, "start_n")?,
            },
            aim: row.get("aim")?,
        },
        visibility: Visibility {
            needed: count(row, "needed")?,
            expected: count(row, "expected")?,
            visible: row.get("visible")?,
        },
        revision: row.get("revision")?,
        created_by: row.get("created_by")?,
        created_at_us: row.get("created_at_us")?,
        changed_at_us: row.get("changed_at_us")?,
        ended_at_us: row.get("ended_at_us")?,
    })
}

/// The target with this id.
pub(crate) fn by_id(
    tx: &mut Tx<'_>,
    workspace_id: &str,
    target_id: &str,
) -> Result<Option<Target>, DbError> {
    if !id::is_id(target_id) {
        return Ok(None);
    }
    tx.query_one(
        &format!("SELECT {TARGET} FROM target WHERE workspace_id = $1 AND target_id = $2"),
        params![workspace_id, target_id],
    )?
    .map(|row| target(&row))
    .transpose()
}

/// The same, kept from others until the commit.
pub(crate) fn lock(
    tx: &mut Tx<'_>,
    workspace_id: &str,
    target_id: &str,
) -> Result<Option<Target>, DbError> {
    tx.execute(
        "UPDATE target SET revision = revision WHERE workspace_id = $1 AND target_id = $2",
        params![workspace_id, target_id],
    )?;
    by_id(tx, workspace_id, target_id)
}

/// Targets by the end of their period: current ones that end first at the top, past ones that
/// ended last.
pub(crate) fn list(
    tx: &mut Tx<'_>,
    workspace_id: &str,
    (which, today): (Which, i32),
) -> Result<Vec<Target>, DbError> {
    let (condition, order) = match which {
        Which::Current => ("ended_at_us IS NULL AND to_day >= $2", "to_day, target_id"),
        Which::Past => (
            "(ended_at_us IS NOT NULL OR to_day < $2)",
            "to_day DESC, target_id DESC",
        ),
    };
    tx.query(
        &format!(
            "SELECT {TARGET} FROM target WHERE workspace_id = $1 AND {condition}
             ORDER BY {order} LIMIT $3"
        ),
        params![workspace_id, today, TARGETS_MAX],
    )?
    .iter()
    .map(target)
    .collect()
}

/// How many hold now.
pub(crate) fn count_current(
    tx: &mut Tx<'_>,
    workspace_id: &str,
    today: i32,
) -> Result<usize, DbError> {
    let row = tx.query_one(
        "SELECT CAST(COUNT(*) AS BIGINT) AS n FROM target
         WHERE workspace_id = $1 AND ended_at_us IS NULL AND to_day >= $2",
        params![workspace_id, today],
    )?;
    let n = row.map_or(Ok(0), |row| row.get::<i64>("n"))?;
    Ok(usize::try_from(n).unwrap_or_default())
}

/// Stores a new target.
pub(crate) fn add(tx: &mut Tx<'_>, new: &Target) -> Result<(), DbError> {
    let (draft, visibility) = (&new.draft, &new.visibility);
    let (team_id, attribute, value) = scope(&draft.scope);
    tx.execute(
        &format!(
            "INSERT INTO target ({TARGET}) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11,
                 $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22)"
        ),
        params![
            &new.workspace_id,
            &new.target_id,
            &draft.survey_id,
            draft.measured.question(),
            draft.measured.as_str(),
            draft.measured.higher_is_better(),
            team_id,
            attribute,
            value,
            draft.from_day,
            draft.to_day,
            draft.start.value,
            draft.start.n.map(as_stored),
            draft.aim,
            visibility.needed.map(as_stored),
            visibility.expected.map(as_stored),
            visibility.visible,
            new.revision,
            &new.created_by,
            new.created_at_us,
            new.changed_at_us,
            new.ended_at_us
        ],
    )?;
    Ok(())
}

/// Stores a changed target; call it under [`lock`].
pub(crate) fn save(tx: &mut Tx<'_>, own: &Target) -> Result<(), DbError> {
    let (draft, visibility) = (&own.draft, &own.visibility);
    let (team_id, attribute, value) = scope(&draft.scope);
    tx.execute(
        "UPDATE target SET survey_id = $3, question = $4, metric = $5, higher_is_better = $6,
                team_id = $7, attribute = $8, value = $9, from_day = $10, to_day = $11,
                start_value = $12, start_n = $13, aim = $14, needed = $15, expected = $16,
                visible = $17, revision = $18, changed_at_us = $19, ended_at_us = $20
         WHERE workspace_id = $1 AND target_id = $2",
        params![
            &own.workspace_id,
            &own.target_id,
            &draft.survey_id,
            draft.measured.question(),
            draft.measured.as_str(),
            draft.measured.higher_is_better(),
            team_id,
            attribute,
            value,
            draft.from_day,
            draft.to_day,
            draft.start.value,
            draft.start.n.map(as_stored),
            draft.aim,
            visibility.needed.map(as_stored),
            visibility.expected.map(as_stored),
            visibility.visible,
            own.revision,
            own.changed_at_us,
            own.ended_at_us
        ],
    )?;
    Ok(())
}

fn as_stored(n: u64) -> i64 {
    i64::try_from(n).unwrap_or(i64::MAX)
}

fn scope(scope: &Scope) -> (Option<&str>, Option<&str>, Option<&str>) {
    match scope {
        Scope::Company => (None, None, None),
        Scope::Team(id) => (Some(id), None, None),
        Scope::Group { attribute, value } => (None, Some(attribute), Some(value)),
    }
}

/// A team with the people in it and in the teams below it, also those who stopped working here:
/// what they did stays the team's.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Team {
    /// Its id.
    pub team_id: String,
    /// Its name.
    pub name: String,
    /// Their ids, in order.
    pub people: Vec<String>,
}

/// All teams of a workspace, by name.
pub fn teams(tx: &mut Tx<'_>, workspace_id: &str) -> Result<Vec<Team>, DbError> {
    let rows = tx.query(
        "WITH RECURSIVE below (team_id, part_id) AS (
            SELECT team_id, team_id FROM team WHERE workspace_id = $1
            UNION
            SELECT b.team_id, t.team_id FROM team t JOIN below b ON t.parent_id = b.part_id
            WHERE t.workspace_id = $1
         )
         SELECT t.team_id, t.name, u.user_id
         FROM team t
         JOIN below b ON b.team_id = t.team_id
         LEFT JOIN app_user u ON u.workspace_id = $1 AND u.team_id = b.part_id
         WHERE t.workspace_id = $1
         ORDER BY t.name, t.team_id, u.user_id",
        params![workspace_id],
    )?;
    let mut teams: Vec<Team> = Vec::new();
    for row in &rows {
        let team_id: String = row.get("team_id")?;
        if teams.last().is_none_or(|last| last.team_id != team_id) {
            teams.push(Team {
                team_id,
                name: row.get("name")?,
                people: Vec::new(),
            });
        }
        if let (Some(team), Some(person)) = (teams.last_mut(), row.get("user_id")?) {
            team.people.push(person);
        }
    }
    Ok(teams)
}
