//! People as other systems keep them: made, changed, switched off and let in by an identity
//! provider or a directory, by the same rules as on the pages.

use platform::{DbError, Problem, Tx, id};
use serde_json::json;

use super::service::{Change, change_in, known, tell};
use super::store;
use crate::audit::By;
use crate::login::{self, Login};
use crate::model::Role;
use crate::service::{checked_email, checked_text, name_from};
use crate::store::{self as users, NewUser};
use crate::{reset, team};

/// What is to be so of somebody; nothing stays as it is.
#[derive(Clone, Debug, Default)]
pub struct Wanted {
    /// Their name.
    pub name: Option<String>,
    /// Their address in this workspace; what they log in with by password stays as it is.
    pub email: Option<String>,
    /// What they may do.
    pub role: Option<Role>,
    /// Their team, or that they are in none.
    pub team_id: Option<Option<String>>,
    /// Whether they work here.
    pub active: Option<bool>,
}

/// Makes a person who can't log in yet; their id. A `Conflict` when somebody of the workspace has
/// the address.
pub fn make(
    tx: &mut Tx<'_>,
    by: By<'_>,
    (workspace_id, email, name): (&str, &str, &str),
    (role, now_us): (Role, i64),
) -> Result<String, Problem> {
    let email = checked_email(email)?;
    let name = match name.trim() {
        "" => name_from(&email),
        name => checked_text("name", name)?,
    };
    store::lock(tx, workspace_id)?;
    if users::is_taken(tx, (workspace_id, &email))? {
        return Err(Problem::Conflict(format!("{email} is a person already")));
    }
    let user = NewUser {
        user_id: id::new(),
        email,
        name,
        login_id: None,
        role,
        language: store::usual_language(tx, workspace_id)?,
    };
    users::add_user(tx, workspace_id, &user, now_us)?;
    let detail = json!({ "role": role.as_str() });
    tell(tx, by, ("person.created", &user.user_id, detail), now_us)?;
    Ok(user.user_id)
}

/// Makes somebody as wanted; whether anything differs afterwards. A `Conflict` when nobody could
/// administer any more, or the address is somebody else's.
pub fn keep(
    tx: &mut Tx<'_>,
    by: By<'_>,
    (workspace_id, user_id): (&str, &str),
    (wanted, now_us): (&Wanted, i64),
) -> Result<bool, Problem> {
    let change = Change {
        name: wanted.name.clone(),
        role: wanted.role,
        active: wanted.active,
        ..Change::default()
    };
    let who = (workspace_id, user_id);
    let mut differs = change_in(tx, by, who, (&change, now_us))?;
    if let Some(team_id) = &wanted.team_id {
        differs |= set_team(tx, by, who, (team_id.as_deref(), now_us))?;
    }
    if let Some(email) = &wanted.email {
        let email = checked_email(email)?;
        let person = known(tx, workspace_id, user_id)?;
        if person.email != email {
            if users::is_taken(tx, (workspace_id, &email))? {
                return Err(Problem::Conflict(format!("{email} is a person already")));
            }
            store::set_email(tx, who, &email)?;
            // What was sent to the old address is no longer theirs to use.
            reset::end(tx, workspace_id, user_id, now_us)?;
            let detail = json!({ "changed": ["email"] });
            tell(tx, by, ("person.changed", user_id, detail), now_us)?;
            differs = true;
        }
    }
    Ok(differs)
}

fn set_team(
    tx: &mut Tx<'_>,
    by: By<'_>,
    (workspace_id, user_id): (&str, &str),
    (team_id, now_us): (Option<&str>, i64),
) -> Result<bool, Problem> {
    if let Some(team_id) = team_id {
        let found = team::store::by_id(tx, workspace_id, team_id)?;
        found.ok_or_else(|| Problem::no("team"))?;
    }
    let changed = store::set_team(tx, (workspace_id, user_id), team_id)?;
    if changed {
        let detail = json!({ "changed": ["team_id"] });
        tell(tx, by, ("person.changed", user_id, detail), now_us)?;
    }
    Ok(changed)
}

/// The login of somebody, made without password when they have none: for who is let in by an
/// identity provider. Nothing when their address logs in elsewhere on this installation: whose it
/// is has to take an invitation.
pub fn login_of(
    tx: &mut Tx<'_>,
    (workspace_id, user_id): (&str, &str),
    now_us: i64,
) -> Result<Option<Login>, DbError> {
    let Some(user) = users::user_by_id(tx, workspace_id, user_id)? else {
        return Ok(None);
    };
    if let Some(login_id) = &user.login_id {
        return login::by_id(tx, login_id);
    }
    if login::by_email(tx, &user.email)?.is_some() {
        return Ok(None);
    }
    let login = Login {
        login_id: id::new(),
        email: user.email,
        password_hash: None,
        is_installation_administrator: false,
        last_workspace_id: Some(workspace_id.to_owned()),
    };
    login::add(tx, &login, now_us)?;
    login::link(tx, &login.login_id, (workspace_id, user_id))?;
    Ok(Some(login))
}

/// A session in this workspace, as this person, of somebody an identity provider vouched for: its
/// secret. It stays in the workspace. Nothing when they don't work here.
pub fn enter(
    tx: &mut Tx<'_>,
    (login, workspace_id): (Login, &str),
    how: &'static str,
    now_us: i64,
) -> Result<Option<String>, DbError> {
    let here = Login {
        last_workspace_id: Some(workspace_id.to_owned()),
        ..login
    };
    let works_here = login::people(tx, &here.login_id)?
        .iter()
        .any(|place| place.workspace_id == workspace_id);
    if !works_here {
        return Ok(None);
    }
    let entered = login::enter(tx, (&here, how), now_us)?;
    let Some((secret, _)) = entered else {
        return Ok(None);
    };
    crate::sessions::bind(tx, &secret)?;
    Ok(Some(secret))
}
