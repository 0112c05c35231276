//! All SQL of users, sessions and keys.

use platform::db::Row;
use platform::{DbError, Tx, params};

use crate::model::{Role, Scope, Viewer};

pub(crate) fn installation(tx: &mut Tx<'_>) -> Result<Option<String>, DbError> {
    tx.query_one("SELECT workspace_id FROM installation", &[])?
        .map(|r| r.at(0))
        .transpose()
}

pub(crate) fn add_workspace(
    tx: &mut Tx<'_>,
    workspace_id: &str,
    name: &str,
    now_us: i64,
) -> Result<(), DbError> {
    tx.execute(
        "INSERT INTO workspace (workspace_id, name, time_zone, created_at_us)
         VALUES ($1, $2, $3, $4)",
        params![workspace_id, name, "Europe/Amsterdam", now_us],
    )?;
    Ok(())
}

/// Marks the installation as set up, with its first workspace; a unique error when it was before.
pub(crate) fn set_installed(
    tx: &mut Tx<'_>,
    workspace_id: &str,
    now_us: i64,
) -> Result<(), DbError> {
    tx.execute(
        "INSERT INTO installation (installation_id, workspace_id, set_up_at_us) VALUES (1, $1, $2)",
        params![workspace_id, now_us],
    )?;
    Ok(())
}

pub(crate) struct Workspace {
    pub(crate) name: String,
    pub(crate) time_zone: String,
}

pub(crate) fn workspace(tx: &mut Tx<'_>, workspace_id: &str) -> Result<Option<Workspace>, DbError> {
    let row = tx.query_one(
        "SELECT name, time_zone FROM workspace WHERE workspace_id = $1",
        params![workspace_id],
    )?;
    row.map(|r| {
        Ok(Workspace {
            name: r.get("name")?,
            time_zone: r.get("time_zone")?,
        })
    })
    .transpose()
}

pub(crate) struct NewUser {
    pub(crate) user_id: String,
    pub(crate) email: String,
    pub(crate) name: String,
    /// Nothing: can't log in.
    pub(crate) login_id: Option<String>,
    pub(crate) role: Role,
    pub(crate) language: &'static str,
}

pub(crate) fn add_user(
    tx: &mut Tx<'_>,
    workspace_id: &str,
    user: &NewUser,
    now_us: i64,
) -> Result<(), DbError> {
    tx.execute(
        "INSERT INTO app_user (workspace_id, user_id, email, name, login_id, role, language,
                               created_at_us)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        params![
            workspace_id,
            &user.user_id,
            &user.email,
            &user.name,
            user.login_id.as_deref(),
            user.role.as_str(),
            user.language,
            now_us
        ],
    )?;
    Ok(())
}

/// A user as the login and the sessions need them.
#[derive(Clone, Debug)]
pub(crate) struct User {
    pub(crate) workspace_id: String,
    pub(crate) user_id: String,
    pub(crate) email: String,
    pub(crate) name: String,
    /// Nothing: can't log in.
    pub(crate) login_id: Option<String>,
    pub(crate) role: Role,
    pub(crate) language: String,
}

const USER: &str = "u.workspace_id, u.user_id, u.email, u.name, u.login_id, u.role, u.language";

fn user(row: &Row) -> Result<User, DbError> {
    Ok(User {
        workspace_id: row.get("workspace_id")?,
        user_id: row.get("user_id")?,
        email: row.get("email")?,
        name: row.get("name")?,
        login_id: row.get("login_id")?,
        role: row.get::<String>("role")?.parse().map_err(DbError::Bug)?,
        language: row.get("language")?,
    })
}

/// Whether somebody in the workspace has this address, also somebody who stopped working here.
pub(crate) fn is_taken(
    tx: &mut Tx<'_>,
    (workspace_id, email): (&str, &str),
) -> Result<bool, DbError> {
    let found = tx.query_one(
        "SELECT 1 FROM app_user WHERE workspace_id = $1 AND email = $2",
        params![workspace_id, email],
    )?;
    Ok(found.is_some())
}

pub(crate) fn user_by_id(
    tx: &mut Tx<'_>,
    workspace_id: &str,
    user_id: &str,
) -> Result<Option<User>, DbError> {
    tx.query_one(
        &format!(
            "SELECT {USER} FROM app_user u
             WHERE u.workspace_id = $1 AND u.user_id = $2 AND u.deactivated_at_us IS NULL"
        ),
        params![workspace_id, user_id],
    )?
    .map(|r| user(&r))
    .transpose()
}

pub(crate) fn set_language(
    tx: &mut Tx<'_>,
    workspace_id: &str,
    user_id: &str,
    language: &str,
) -> Result<(), DbError> {
    tx.execute(
        "UPDATE app_user SET language = $3 WHERE workspace_id = $1 AND user_id = $2",
        params![workspace_id, user_id, language],
    )?;
    Ok(())
}

pub(crate) struct Session {
    pub(crate) user: User,
    pub(crate) login_id: String,
    pub(crate) is_installation_administrator: bool,
    /// The workspace asks a second factor of their role, and they have none.
    pub(crate) lacks_factor: bool,
    /// In how many workspaces the login is an active person.
    pub(crate) places: i64,
    /// The workspace's.
    pub(crate) time_zone: String,
    pub(crate) created_at_us: i64,
    pub(crate) last_seen_at_us: i64,
}

/// A bound session is there by the word of one workspace's identity provider: it may do nothing
/// outside that workspace.
const OWN_RIGHTS: &str = "CASE WHEN s.is_bound = 1 THEN 0 ELSE l.installation_administrator END
    AS installation_administrator";

/// An identity provider asks its own factor.
const LACKS_FACTOR: &str = "CASE WHEN s.is_bound = 0
      AND EXISTS (SELECT 1 FROM factor_role r
                  WHERE r.workspace_id = s.workspace_id AND r.role = u.role)
      AND NOT EXISTS (SELECT 1 FROM login_factor f
                      WHERE f.login_id = s.login_id AND f.confirmed_at_us IS NOT NULL)
    THEN 1 ELSE 0 END AS lacks_factor";

pub(crate) fn session(tx: &mut Tx<'_>, session_hash: &[u8]) -> Result<Option<Session>, DbError> {
    tx.query_one(
        &format!(
            "SELECT {USER}, {OWN_RIGHTS}, {LACKS_FACTOR}, s.created_at_us, s.last_seen_at_us,
                    CASE WHEN s.is_bound = 1 THEN 1 ELSE
                    (SELECT CAST(COUNT(*) AS BIGINT) FROM app_user o
                     WHERE o.login_id = s.login_id AND o.deactivated_at_us IS NULL) END AS places,
                    w.time_zone
             FROM session s JOIN login l ON l.login_id = s.login_id
             JOIN workspace w ON w.workspace_id = s.workspace_id
             JOIN app_user u ON u.workspace_id = s.workspace_id AND u.user_id = s.user_id
             WHERE s.session_hash = $1 AND u.login_id = s.login_id AND u.deactivated_at_us IS NULL"
        ),
        params![session_hash],
    )?
    .map(|r| {
        Ok(Session {
            user: user(&r)?,
            login_id: r.get("login_id")?,
            is_installation_administrator: r.get("installation_administrator")?,
            lacks_factor: r.get("lacks_factor")?,
            places: r.get("places")?,
            time_zone: r.get("time_zone")?,
            created_at_us: r.get("created_at_us")?,
            last_seen_at_us: r.get("last_seen_at_us")?,
        })
    })
    .transpose()
}

pub(crate) fn touch_session(
    tx: &mut Tx<'_>,
    session_hash: &[u8],
    now_us: i64,
) -> Result<(), DbError> {
    tx.execute(
        "UPDATE session SET last_seen_at_us = $2 WHERE session_hash = $1",
        params![session_hash, now_us],
    )?;
    Ok(())
}

pub(crate) fn end_session(tx: &mut Tx<'_>, session_hash: &[u8]) -> Result<(), DbError> {
    tx.execute(
        "DELETE FROM session WHERE session_hash = $1",
        params![session_hash],
    )?;
    Ok(())
}

/// A key as the settings list it.
#[derive(Clone, Debug)]
pub(crate) struct ApiKey {
    pub(crate) api_key_id: String,
    pub(crate) name: String,
    pub(crate) prefix: String,
    pub(crate) scope: Scope,
    /// Whether it makes workspaces of the installation.
    pub(crate) installs: bool,
    pub(crate) created_at_us: i64,
}

pub(crate) fn add_key(
    tx: &mut Tx<'_>,
    workspace_id: &str,
    key: &ApiKey,
    key_hash: &[u8],
) -> Result<(), DbError> {
    tx.execute(
        "INSERT INTO api_key (workspace_id, api_key_id, key_hash, prefix, name, scope, installs,
                              created_at_us)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        params![
            workspace_id,
            &key.api_key_id,
            key_hash,
            &key.prefix,
            &key.name,
            key.scope.as_str(),
            i64::from(key.installs),
            key.created_at_us
        ],
    )?;
    Ok(())
}

pub(crate) fn keys(tx: &mut Tx<'_>, workspace_id: &str) -> Result<Vec<ApiKey>, DbError> {
    tx.query(
        "SELECT api_key_id, name, prefix, scope, installs, created_at_us FROM api_key
         WHERE workspace_id = $1 AND revoked_at_us IS NULL ORDER BY created_at_us",
        params![workspace_id],
    )?
    .iter()
    .map(|r| {
        Ok(ApiKey {
            api_key_id: r.get("api_key_id")?,
            name: r.get("name")?,
            prefix: r.get("prefix")?,
            scope: r.get::<String>("scope")?.parse().map_err(DbError::Bug)?,
            installs: r.get("installs")?,
            created_at_us: r.get("created_at_us")?,
        })
    })
    .collect()
}

/// The program behind a key that is valid now.
pub(crate) fn key_by_hash(tx: &mut Tx<'_>, key_hash: &[u8]) -> Result<Option<Viewer>, DbError> {
    tx.query_one(
        "SELECT workspace_id, api_key_id, name, scope, installs FROM api_key
         WHERE key_hash = $1 AND revoked_at_us IS NULL",
        params![key_hash],
    )?
    .map(|r| {
        let scope = r.get::<String>("scope")?.parse().map_err(DbError::Bug)?;
        let (workspace_id, api_key_id): (String, String) =
            (r.get("workspace_id")?, r.get("api_key_id")?);
        let name: String = r.get("name")?;
        let key = Viewer::key(&workspace_id, (&api_key_id, &name), scope);
        Ok(key.with_installation(r.get("installs")?))
    })
    .transpose()
}

pub(crate) fn revoke_key(
    tx: &mut Tx<'_>,
    workspace_id: &str,
    api_key_id: &str,
    now_us: i64,
) -> Result<bool, DbError> {
    let changed = tx.execute(
        "UPDATE api_key SET revoked_at_us = $3
         WHERE workspace_id = $1 AND api_key_id = $2 AND revoked_at_us IS NULL",
        params![workspace_id, api_key_id, now_us],
    )?;
    Ok(changed > 0)
}
