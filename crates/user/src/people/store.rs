//! SQL of people.

use platform::db::Row;
use platform::{DbError, Tx, params};

use super::Person;

const PERSON: &str =
    "SELECT user_id, email, name, role, language, lead_id, away_until_us, deputy_id,
    CASE WHEN password_hash = '' THEN 0 ELSE 1 END AS may_login, deactivated_at_us
    FROM app_user WHERE workspace_id = $1";

fn person(row: &Row) -> Result<Person, DbError> {
    Ok(Person {
        user_id: row.get("user_id")?,
        email: row.get("email")?,
        name: row.get("name")?,
        role: row.get::<String>("role")?.parse().map_err(DbError::Bug)?,
        language: row.get("language")?,
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

/// Everybody who works here, by name; also who can't log in.
pub fn active(tx: &mut Tx<'_>, workspace_id: &str) -> Result<Vec<Person>, DbError> {
    many(tx, workspace_id, "AND deactivated_at_us IS NULL")
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
