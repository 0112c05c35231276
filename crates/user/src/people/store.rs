//! SQL of people.

use platform::db::Row;
use platform::{DbError, Tx, params};

use super::Person;
use crate::model::Role;

const PERSON: &str =
    "SELECT user_id, email, name, role, language, team_id, lead_id, away_until_us, deputy_id,
    CASE WHEN login_id IS NULL THEN 0 ELSE 1 END AS may_login, deactivated_at_us
    FROM app_user WHERE workspace_id = $1";

fn person(row: &Row) -> Result<Person, DbError> {
    Ok(Person {
        user_id: row.get("user_id")?,
        email: row.get("email")?,
        name: row.get("name")?,
        role: row.get::<String>("role")?.parse().map_err(DbError::Bug)?,
        language: row.get("language")?,
        team_id: row.get("team_id")?,
        lead_id: row.get("lead_id")?,
        away_until_us: row.get("away_until_us")?,
        deputy_id: row.get("deputy_id")?,
        may_login: row.get("may_login")?,
        deactivated_at_us: row.get("deactivated_at_us")?,
    })
}

fn one(
    tx: &mut Tx<'_>,
    condition: &str,
    (workspace_id, value): (&str, &str),
) -> Result<Option<Person>, DbError> {
    tx.query_one(
        &format!("{PERSON} AND {condition}"),
        params![workspace_id, value],
    )?
    .map(|row| person(&row))
    .transpose()
}

fn many(tx: &mut Tx<'_>, workspace_id: &str, condition: &str) -> Result<Vec<Person>, DbError> {
    tx.query(
        &format!("{PERSON} {condition} ORDER BY name, email"),
        params![workspace_id],
    )?
    .iter()
    .map(person)
    .collect()
}

/// The person with this id, also when they stopped working here.
pub fn by_id(
    tx: &mut Tx<'_>,
    workspace_id: &str,
    user_id: &str,
) -> Result<Option<Person>, DbError> {
    one(tx, "user_id = $2", (workspace_id, user_id))
}

/// The person with this address, also when they stopped working here.
pub fn by_email(
    tx: &mut Tx<'_>,
    workspace_id: &str,
    email: &str,
) -> Result<Option<Person>, DbError> {
    let email = email.trim().to_lowercase();
    one(tx, "email = $2", (workspace_id, &email))
}

/// Everybody, also who stopped working here, by name.
pub fn all(tx: &mut Tx<'_>, workspace_id: &str) -> Result<Vec<Person>, DbError> {
    many(tx, workspace_id, "")
}

/// Address and name of everybody, also who stopped working here.
pub fn named(tx: &mut Tx<'_>, workspace_id: &str) -> Result<Vec<(String, String)>, DbError> {
    tx.query(
        "SELECT email, name FROM app_user WHERE workspace_id = $1",
        params![workspace_id],
    )?
    .iter()
    .map(|row| Ok((row.at(0)?, row.at(1)?)))
    .collect()
}

/// Everybody who works here, by name; also who can't log in.
pub fn active(tx: &mut Tx<'_>, workspace_id: &str) -> Result<Vec<Person>, DbError> {
    many(tx, workspace_id, "AND deactivated_at_us IS NULL")
}

/// Everybody who works in one of these teams, by name.
pub fn in_teams(
    tx: &mut Tx<'_>,
    workspace_id: &str,
    team_ids: &[&str],
) -> Result<Vec<Person>, DbError> {
    let people = many(
        tx,
        workspace_id,
        "AND deactivated_at_us IS NULL AND team_id IS NOT NULL",
    )?;
    let is_in = |person: &Person| {
        let team = person.team_id.as_deref();
        team.is_some_and(|team| team_ids.contains(&team))
    };
    Ok(people.into_iter().filter(is_in).collect())
}

/// The administrators who work here, by name.
pub fn administrators(tx: &mut Tx<'_>, workspace_id: &str) -> Result<Vec<Person>, DbError> {
    many(
        tx,
        workspace_id,
        "AND deactivated_at_us IS NULL AND role = 'administrator'",
    )
}

/// The language of whoever set the workspace up: that of people nobody chose one for.
pub(super) fn usual_language(tx: &mut Tx<'_>, workspace_id: &str) -> Result<&'static str, DbError> {
    let row = tx.query_one(
        "SELECT language FROM app_user WHERE workspace_id = $1 ORDER BY created_at_us LIMIT 1",
        params![workspace_id],
    )?;
    let code = row.map_or_else(|| Ok(String::new()), |row| row.get::<String>("language"))?;
    Ok(if code == "nl" { "nl" } else { "en" })
}

/// Makes changes of people wait for each other, so that each is judged by how the others left it.
pub(crate) fn lock(tx: &mut Tx<'_>, workspace_id: &str) -> Result<(), DbError> {
    tx.execute(
        "UPDATE workspace SET created_at_us = created_at_us WHERE workspace_id = $1",
        params![workspace_id],
    )?;
    Ok(())
}

/// Writes what can change of a person.
pub(super) fn change(tx: &mut Tx<'_>, workspace_id: &str, person: &Person) -> Result<(), DbError> {
    tx.execute(
        "UPDATE app_user SET name = $3, role = $4, language = $5, lead_id = $6, away_until_us = $7,
                             deputy_id = $8, deactivated_at_us = $9, team_id = $10
         WHERE workspace_id = $1 AND user_id = $2",
        params![
            workspace_id,
            &person.user_id,
            &person.name,
            person.role.as_str(),
            &person.language,
            person.lead_id.as_deref(),
            person.away_until_us,
            person.deputy_id.as_deref(),
            person.deactivated_at_us,
            person.team_id.as_deref()
        ],
    )?;
    Ok(())
}

/// Gives a person another address.
pub(super) fn set_email(
    tx: &mut Tx<'_>,
    (workspace_id, user_id): (&str, &str),
    email: &str,
) -> Result<(), DbError> {
    tx.execute(
        "UPDATE app_user SET email = $3 WHERE workspace_id = $1 AND user_id = $2",
        params![workspace_id, user_id, email],
    )?;
    Ok(())
}

/// Puts a person in a team, or in none; whether that is another than before.
pub(super) fn set_team(
    tx: &mut Tx<'_>,
    (workspace_id, user_id): (&str, &str),
    team_id: Option<&str>,
) -> Result<bool, DbError> {
    let changed = tx.execute(
        "UPDATE app_user SET team_id = $3
         WHERE workspace_id = $1 AND user_id = $2 AND COALESCE(team_id, '') <> COALESCE($3, '')",
        params![workspace_id, user_id, team_id],
    )?;
    Ok(changed > 0)
}

/// Lets go of what a person did for others: whoever reported to them reports to their lead, and
/// they stand in for nobody.
pub(super) fn release(tx: &mut Tx<'_>, workspace_id: &str, person: &Person) -> Result<(), DbError> {
    tx.execute(
        "UPDATE app_user SET lead_id = $3 WHERE workspace_id = $1 AND lead_id = $2",
        params![workspace_id, &person.user_id, person.lead_id.as_deref()],
    )?;
    tx.execute(
        "UPDATE app_user SET deputy_id = NULL WHERE workspace_id = $1 AND deputy_id = $2",
        params![workspace_id, &person.user_id],
    )?;
    Ok(())
}

/// Which people a list shows.
#[derive(Clone, Debug)]
pub(super) struct Filter {
    /// A part of name or address, in any case.
    pub(super) q: String,
    pub(super) role: Option<Role>,
    /// Only people of this team, without those below it.
    pub(super) team_id: Option<String>,
    /// Who works here, or who stopped.
    pub(super) active: bool,
}

/// At most `limit` people by address, after the one with address `after`.
pub(super) fn part(
    tx: &mut Tx<'_>,
    workspace_id: &str,
    filter: &Filter,
    (after, limit): (Option<&str>, usize),
) -> Result<Vec<Person>, DbError> {
    let works = if filter.active {
        "IS NULL"
    } else {
        "IS NOT NULL"
    };
    let sql = format!(
        "{PERSON} AND deactivated_at_us {works} AND email > $2
         AND ($3 = '' OR role = $3)
         AND ($4 = '' OR LOWER(name) LIKE $4 ESCAPE '\\' OR email LIKE $4 ESCAPE '\\')
         AND ($5 = '' OR team_id = $5)
         ORDER BY email LIMIT $6"
    );
    let params = params![
        workspace_id,
        after.unwrap_or_default(),
        filter.role.map(Role::as_str).unwrap_or_default(),
        pattern(&filter.q),
        filter.team_id.as_deref().unwrap_or_default(),
        limit
    ];
    tx.query(&sql, params)?.iter().map(person).collect()
}

/// A pattern for texts with `q` somewhere in it; nothing when `q` is empty.
fn pattern(q: &str) -> String {
    if q.is_empty() {
        return String::new();
    }
    let mut pattern = "%".to_owned();
    for c in q.to_lowercase().chars() {
        if matches!(c, '%' | '_' | '\\') {
            pattern.push('\\');
        }
        pattern.push(c);
    }
    pattern.push('%');
    pattern
}
