//! All SQL of SCIM.

use std::collections::HashMap;

use platform::db::Row;
use platform::{DbError, Tx, params};

use super::group::Group;
use super::person::{Person, Said};

/// A token as the settings list it.
pub(super) struct Token {
    pub(super) id: String,
    pub(super) name: String,
    pub(super) prefix: String,
    pub(super) created_at_us: i64,
    pub(super) used_at_us: Option<i64>,
}

/// Whose token this is, if it is valid: workspace, id, and when it was last noted as used.
pub(super) fn by_token(
    tx: &mut Tx<'_>,
    hash: &[u8],
) -> Result<Option<(String, String, Option<i64>)>, DbError> {
    tx.query_one(
        "SELECT workspace_id, scim_token_id, used_at_us FROM scim_token
         WHERE token_hash = $1 AND revoked_at_us IS NULL",
        params![hash],
    )?
    .map(|row| {
        Ok((
            row.get("workspace_id")?,
            row.get("scim_token_id")?,
            row.get("used_at_us")?,
        ))
    })
    .transpose()
}

pub(super) fn used(tx: &mut Tx<'_>, token: (&str, &str), now_us: i64) -> Result<(), DbError> {
    tx.execute(
        "UPDATE scim_token SET used_at_us = $3 WHERE workspace_id = $1 AND scim_token_id = $2",
        params![token.0, token.1, now_us],
    )?;
    Ok(())
}

pub(super) fn add_token(
    tx: &mut Tx<'_>,
    workspace_id: &str,
    token: &Token,
    hash: &[u8],
) -> Result<(), DbError> {
    tx.execute(
        "INSERT INTO scim_token (workspace_id, scim_token_id, token_hash, prefix, name,
                                 created_at_us)
         VALUES ($1, $2, $3, $4, $5, $6)",
        params![
            workspace_id,
            &token.id,
            hash,
            &token.prefix,
            &token.name,
            token.created_at_us
        ],
    )?;
    Ok(())
}

pub(super) fn tokens(tx: &mut Tx<'_>, workspace_id: &str) -> Result<Vec<Token>, DbError> {
    tx.query(
        "SELECT scim_token_id, name, prefix, created_at_us, used_at_us FROM scim_token
         WHERE workspace_id = $1 AND revoked_at_us IS NULL ORDER BY created_at_us, scim_token_id",
        params![workspace_id],
    )?
    .iter()
    .map(|row| {
        Ok(Token {
            id: row.get("scim_token_id")?,
            name: row.get("name")?,
            prefix: row.get("prefix")?,
            created_at_us: row.get("created_at_us")?,
            used_at_us: row.get("used_at_us")?,
        })
    })
    .collect()
}

pub(super) fn revoke(tx: &mut Tx<'_>, token: (&str, &str), now_us: i64) -> Result<bool, DbError> {
    let revoked = tx.execute(
        "UPDATE scim_token SET revoked_at_us = $3
         WHERE workspace_id = $1 AND scim_token_id = $2 AND revoked_at_us IS NULL",
        params![token.0, token.1, now_us],
    )?;
    Ok(revoked > 0)
}

const PERSON: &str = "SELECT u.user_id, u.email, u.name, u.language, u.deactivated_at_us,
        u.created_at_us, s.external_id, COALESCE(s.user_name, u.email) AS user_name,
        COALESCE(s.given_name, '') AS given_name, COALESCE(s.family_name, '') AS family_name
    FROM app_user u
    LEFT JOIN scim_user s ON s.workspace_id = u.workspace_id AND s.user_id = u.user_id
    WHERE u.workspace_id = $1 AND COALESCE(s.is_gone, 0) = 0";

fn person(row: &Row) -> Result<Person, DbError> {
    Ok(Person {
        user_id: row.get("user_id")?,
        email: row.get("email")?,
        name: row.get("name")?,
        language: row.get("language")?,
        is_active: row.get::<Option<i64>>("deactivated_at_us")?.is_none(),
        created_at_us: row.get("created_at_us")?,
        external_id: row.get("external_id")?,
        user_name: row.get("user_name")?,
        given_name: row.get("given_name")?,
        family_name: row.get("family_name")?,
        groups: Vec::new(),
    })
}

/// People, oldest first; by user name or external id when the filter needs them.
pub(super) fn people(
    tx: &mut Tx<'_>,
    workspace_id: &str,
    (user_name, external_id): (Option<&str>, Option<&str>),
) -> Result<Vec<Person>, DbError> {
    let sql = format!(
        "{PERSON} AND ($2 = '' OR LOWER(COALESCE(s.user_name, u.email)) = $2)
           AND ($3 = '' OR s.external_id = $3)
         ORDER BY u.created_at_us, u.user_id"
    );
    let user_name = user_name.unwrap_or_default().to_lowercase();
    let params = params![workspace_id, user_name, external_id.unwrap_or_default()];
    let rows = tx.query(&sql, params)?;
    with_groups(tx, (workspace_id, ""), &rows)
}

/// The person with this id.
pub(super) fn by_id(
    tx: &mut Tx<'_>,
    (workspace_id, user_id): (&str, &str),
) -> Result<Option<Person>, DbError> {
    let sql = format!("{PERSON} AND u.user_id = $2");
    let rows = tx.query(&sql, params![workspace_id, user_id])?;
    Ok(with_groups(tx, (workspace_id, user_id), &rows)?.pop())
}

/// The people of these rows with their groups.
fn with_groups(
    tx: &mut Tx<'_>,
    (workspace_id, user_id): (&str, &str),
    rows: &[Row],
) -> Result<Vec<Person>, DbError> {
    let mut people: Vec<Person> = rows.iter().map(person).collect::<Result<_, _>>()?;
    let ids = people.iter().enumerate();
    let places: HashMap<String, usize> = ids.map(|(at, p)| (p.user_id.clone(), at)).collect();
    for (user, group) in memberships(tx, workspace_id, (user_id, ""))? {
        if let Some(at) = places.get(&user.0) {
            people[*at].groups.push(group);
        }
    }
    Ok(people)
}

/// Id and name.
type Named = (String, String);

/// Who is in which group, all or of one person or of one group: person and group, groups by name
/// and people by name.
fn memberships(
    tx: &mut Tx<'_>,
    workspace_id: &str,
    (user_id, group_id): (&str, &str),
) -> Result<Vec<(Named, Named)>, DbError> {
    tx.query(
        "SELECT m.user_id, u.name AS person, g.scim_group_id, g.name FROM scim_member m
         JOIN scim_group g ON g.workspace_id = m.workspace_id AND g.scim_group_id = m.scim_group_id
         JOIN app_user u ON u.workspace_id = m.workspace_id AND u.user_id = m.user_id
         WHERE m.workspace_id = $1 AND ($2 = '' OR m.user_id = $2)
           AND ($3 = '' OR m.scim_group_id = $3)
         ORDER BY g.name, g.scim_group_id, u.name, u.user_id",
        params![workspace_id, user_id, group_id],
    )?
    .iter()
    .map(|row| {
        let person = (row.get("user_id")?, row.get("person")?);
        Ok((person, (row.get("scim_group_id")?, row.get("name")?)))
    })
    .collect()
}

/// Who has this user name, or this address, also when the client deleted them: their id, and
/// whether they are gone for it.
pub(super) fn holder(
    tx: &mut Tx<'_>,
    workspace_id: &str,
    (user_name, email): (&str, &str),
) -> Result<Option<(String, bool)>, DbError> {
    tx.query_one(
        "SELECT u.user_id, COALESCE(s.is_gone, 0) AS is_gone FROM app_user u
         LEFT JOIN scim_user s ON s.workspace_id = u.workspace_id AND s.user_id = u.user_id
         WHERE u.workspace_id = $1
           AND (LOWER(COALESCE(s.user_name, u.email)) = $2 OR u.email = $3)
         ORDER BY CASE WHEN LOWER(COALESCE(s.user_name, u.email)) = $2 THEN 0 ELSE 1 END, u.user_id
         LIMIT 1",
        params![workspace_id, user_name.to_lowercase(), email.to_lowercase()],
    )?
    .map(|row| Ok((row.get("user_id")?, row.get::<i64>("is_gone")? == 1)))
    .transpose()
}

/// Keeps what the directory says of somebody.
pub(super) fn keep(
    tx: &mut Tx<'_>,
    (workspace_id, user_id): (&str, &str),
    said: &Said,
) -> Result<(), DbError> {
    tx.execute(
        "INSERT INTO scim_user (workspace_id, user_id, external_id, user_name, given_name,
                                family_name, is_gone)
         VALUES ($1, $2, $3, $4, $5, $6, 0)
         ON CONFLICT (workspace_id, user_id) DO UPDATE SET external_id = excluded.external_id,
             user_name = excluded.user_name, given_name = excluded.given_name,
             family_name = excluded.family_name, is_gone = 0",
        params![
            workspace_id,
            user_id,
            said.external_id.as_deref(),
            &said.user_name,
            &said.given_name,
            &said.family_name
        ],
    )?;
    Ok(())
}

/// Somebody is not there any more for the client.
pub(super) fn gone(
    tx: &mut Tx<'_>,
    (workspace_id, person): (&str, &Person),
) -> Result<(), DbError> {
    tx.execute(
        "INSERT INTO scim_user (workspace_id, user_id, external_id, user_name, given_name,
                                family_name, is_gone)
         VALUES ($1, $2, NULL, $3, '', '', 1)
         ON CONFLICT (workspace_id, user_id) DO UPDATE SET is_gone = 1, external_id = NULL",
        params![workspace_id, &person.user_id, &person.user_name],
    )?;
    tx.execute(
        "DELETE FROM scim_member WHERE workspace_id = $1 AND user_id = $2",
        params![workspace_id, &person.user_id],
    )?;
    Ok(())
}

fn group(row: &Row) -> Result<Group, DbError> {
    let role: Option<String> = row.get("role")?;
    Ok(Group {
        id: row.get("scim_group_id")?,
        external_id: row.get("external_id")?,
        name: row.get("name")?,
        team_id: row.get("team_id")?,
        role: role.map(|r| r.parse()).transpose().map_err(DbError::Bug)?,
        created_at_us: row.get("created_at_us")?,
        members: Vec::new(),
    })
}

const GROUP: &str = "SELECT scim_group_id, external_id, name, team_id, role, created_at_us
    FROM scim_group WHERE workspace_id = $1";

/// All groups with their members, oldest first.
pub(super) fn groups(tx: &mut Tx<'_>, workspace_id: &str) -> Result<Vec<Group>, DbError> {
    let sql = format!("{GROUP} ORDER BY created_at_us, scim_group_id");
    let rows = tx.query(&sql, params![workspace_id])?;
    with_members(tx, (workspace_id, ""), &rows)
}

/// The group with this id.
pub(super) fn group_by_id(
    tx: &mut Tx<'_>,
    (workspace_id, id): (&str, &str),
) -> Result<Option<Group>, DbError> {
    let sql = format!("{GROUP} AND scim_group_id = $2");
    let rows = tx.query(&sql, params![workspace_id, id])?;
    Ok(with_members(tx, (workspace_id, id), &rows)?.pop())
}

/// The groups of these rows with their members.
fn with_members(
    tx: &mut Tx<'_>,
    (workspace_id, group_id): (&str, &str),
    rows: &[Row],
) -> Result<Vec<Group>, DbError> {
    let mut groups: Vec<Group> = rows.iter().map(group).collect::<Result<_, _>>()?;
    for (user, (id, _)) in memberships(tx, workspace_id, ("", group_id))? {
        if let Some(group) = groups.iter_mut().find(|one| one.id == id) {
            group.members.push(user);
        }
    }
    Ok(groups)
}

pub(super) fn add_group(tx: &mut Tx<'_>, workspace_id: &str, group: &Group) -> Result<(), DbError> {
    tx.execute(
        "INSERT INTO scim_group (workspace_id, scim_group_id, external_id, name, team_id, role,
                                 created_at_us)
         VALUES ($1, $2, $3, $4, $5, $6, $7)",
        params![
            workspace_id,
            &group.id,
            group.external_id.as_deref(),
            &group.name,
            group.team_id.as_deref(),
            group.role.map(user::Role::as_str),
            group.created_at_us
        ],
    )?;
    Ok(())
}

pub(super) fn set_group(tx: &mut Tx<'_>, workspace_id: &str, group: &Group) -> Result<(), DbError> {
    tx.execute(
        "UPDATE scim_group SET external_id = $3, name = $4, team_id = $5, role = $6
         WHERE workspace_id = $1 AND scim_group_id = $2",
        params![
            workspace_id,
            &group.id,
            group.external_id.as_deref(),
            &group.name,
            group.team_id.as_deref(),
            group.role.map(user::Role::as_str)
        ],
    )?;
    Ok(())
}

pub(super) fn remove_group(
    tx: &mut Tx<'_>,
    (workspace_id, id): (&str, &str),
) -> Result<(), DbError> {
    for table in ["scim_member", "scim_group"] {
        tx.execute(
            &format!("DELETE FROM {table} WHERE workspace_id = $1 AND scim_group_id = $2"),
            params![workspace_id, id],
        )?;
    }
    Ok(())
}

pub(super) fn add_member(
    tx: &mut Tx<'_>,
    (workspace_id, id): (&str, &str),
    user_id: &str,
) -> Result<(), DbError> {
    tx.execute(
        "INSERT INTO scim_member (workspace_id, scim_group_id, user_id) VALUES ($1, $2, $3)
         ON CONFLICT (workspace_id, scim_group_id, user_id) DO NOTHING",
        params![workspace_id, id, user_id],
    )?;
    Ok(())
}

pub(super) fn remove_member(
    tx: &mut Tx<'_>,
    (workspace_id, id): (&str, &str),
    user_id: &str,
) -> Result<(), DbError> {
    tx.execute(
        "DELETE FROM scim_member WHERE workspace_id = $1 AND scim_group_id = $2 AND user_id = $3",
        params![workspace_id, id, user_id],
    )?;
    Ok(())
}

/// The groups of a person.
pub(super) fn groups_of(
    tx: &mut Tx<'_>,
    (workspace_id, user_id): (&str, &str),
) -> Result<Vec<Group>, DbError> {
    tx.query(
        "SELECT g.scim_group_id, g.external_id, g.name, g.team_id, g.role, g.created_at_us
         FROM scim_member m
         JOIN scim_group g ON g.workspace_id = m.workspace_id AND g.scim_group_id = m.scim_group_id
         WHERE m.workspace_id = $1 AND m.user_id = $2 ORDER BY g.created_at_us, g.scim_group_id",
        params![workspace_id, user_id],
    )?
    .iter()
    .map(group)
    .collect()
}

/// The team somebody is in.
pub(super) fn team_of(
    tx: &mut Tx<'_>,
    (workspace_id, user_id): (&str, &str),
) -> Result<Option<String>, DbError> {
    let row = tx.query_one(
        "SELECT team_id FROM app_user WHERE workspace_id = $1 AND user_id = $2",
        params![workspace_id, user_id],
    )?;
    row.map_or(Ok(None), |row| row.get("team_id"))
}

/// The team with this name that is no group yet; made, at the top, when there is none.
pub(super) fn team_named(
    tx: &mut Tx<'_>,
    (workspace_id, name): (&str, &str),
    (new_id, now_us): (&str, i64),
) -> Result<(String, bool), DbError> {
    let found = tx.query_one(
        "SELECT t.team_id FROM team t
         LEFT JOIN scim_group g ON g.workspace_id = t.workspace_id AND g.team_id = t.team_id
         WHERE t.workspace_id = $1 AND t.name = $2 AND g.team_id IS NULL
         ORDER BY t.created_at_us, t.team_id LIMIT 1",
        params![workspace_id, name],
    )?;
    if let Some(row) = found {
        return Ok((row.get("team_id")?, false));
    }
    tx.execute(
        "INSERT INTO team (workspace_id, team_id, name, created_at_us) VALUES ($1, $2, $3, $4)",
        params![workspace_id, new_id, name, now_us],
    )?;
    Ok((new_id.to_owned(), true))
}

pub(super) fn rename_team(
    tx: &mut Tx<'_>,
    (workspace_id, team_id): (&str, &str),
    name: &str,
) -> Result<(), DbError> {
    tx.execute(
        "UPDATE team SET name = $3 WHERE workspace_id = $1 AND team_id = $2",
        params![workspace_id, team_id, name],
    )?;
    Ok(())
}
