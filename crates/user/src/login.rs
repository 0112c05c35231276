//! Logins: one address and password, with which somebody is a person in one or several workspaces.

pub(crate) mod store;

use platform::{DbError, Tx, id};
use serde_json::json;

use crate::audit::{self, By, Note};
use crate::model::{Role, Viewer};
use crate::sessions;

pub use store::{
    add, by_email, by_id, end_sessions, end_sessions_of_person, link, people, set_password,
};
pub(crate) use store::{lock, renew_hash};

/// What somebody logs in with, on this installation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Login {
    /// Its id.
    pub login_id: String,
    /// The address, in lower case.
    pub email: String,
    /// Hash of the password; nothing: nobody gets in by password.
    pub password_hash: Option<String>,
    /// Whether they may make workspaces on this installation.
    pub is_installation_administrator: bool,
    /// The workspace they were in last.
    pub last_workspace_id: Option<String>,
}

/// Somebody's place in a workspace: the person they are there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Membership {
    /// The workspace.
    pub workspace_id: String,
    /// Its name.
    pub workspace: String,
    /// Who they are there.
    pub user_id: String,
    /// Their name there.
    pub name: String,
    /// What they may do there.
    pub role: Role,
}

impl Membership {
    /// The person as somebody who does something. Whom a lead sees is not worked out.
    pub fn viewer(&self) -> Viewer {
        let who = (self.user_id.as_str(), self.name.as_str());
        Viewer::person(&self.workspace_id, who, self.role)
    }
}

/// Starts a session of a login in the workspace it was in last, or else in the first one where it
/// is an active person; its secret for the cookie, and where it is. Nothing when it works nowhere
/// any more. Whoever calls has checked password, second factor or identity provider, and says with
/// `how` which (`password`), for the audit log.
pub fn enter(
    tx: &mut Tx<'_>,
    (login, how): (&Login, &'static str),
    now_us: i64,
) -> Result<Option<(String, Membership)>, DbError> {
    let people = people(tx, &login.login_id)?;
    let last = login.last_workspace_id.as_deref();
    let place = people
        .iter()
        .find(|place| Some(place.workspace_id.as_str()) == last)
        .or(people.first());
    let Some(place) = place else { return Ok(None) };
    let secret = id::secret();
    store::add_session(tx, (login, place), &id::hash(&secret), now_us)?;
    store::set_last(tx, &login.login_id, &place.workspace_id)?;
    let note = Note::new("person.logged_in", &place.user_id).with(json!({ "how": how }));
    audit::note(tx, &place.viewer(), note, now_us)?;
    Ok(Some((secret, place.clone())))
}

/// Makes a login, without a password, for the people with this address who have none; false when
/// there are no such people.
pub(crate) fn make_for(
    tx: &mut Tx<'_>,
    (email, login_id): (&str, &str),
    now_us: i64,
) -> Result<bool, DbError> {
    let people = store::without(tx, email)?;
    if people.is_empty() {
        return Ok(false);
    }
    let login = Login {
        login_id: login_id.to_owned(),
        email: email.to_owned(),
        password_hash: None,
        is_installation_administrator: false,
        last_workspace_id: None,
    };
    store::add(tx, &login, now_us)?;
    for (workspace_id, user_id) in people {
        store::link(tx, login_id, (&workspace_id, &user_id))?;
    }
    Ok(true)
}

/// Notes in all workspaces of a login that somebody tried to get in and did not.
pub fn note_refused(
    tx: &mut Tx<'_>,
    (login, how): (&Login, &'static str),
    now_us: i64,
) -> Result<(), DbError> {
    for place in people(tx, &login.login_id)? {
        let by = By::System {
            workspace_id: &place.workspace_id,
            name: "login",
        };
        let note = Note::new("person.login_refused", &place.user_id).with(json!({ "how": how }));
        audit::note(tx, by, note, now_us)?;
    }
    Ok(())
}

/// Moves a session to another workspace of its login, under a new secret for the cookie: what the
/// old one opened was another workspace. Nothing when the login is nobody there, or the session
/// ended meanwhile.
pub(crate) fn switch(
    tx: &mut Tx<'_>,
    (session_hash, login_id): (&[u8], &str),
    workspace_id: &str,
    now_us: i64,
) -> Result<Option<String>, DbError> {
    if sessions::is_bound(tx, session_hash)? {
        return Ok(None);
    }
    let found = people(tx, login_id)?
        .into_iter()
        .find(|place| place.workspace_id == workspace_id);
    let Some(place) = found else { return Ok(None) };
    let secret = id::secret();
    if !store::move_session(tx, session_hash, (&id::hash(&secret), &place))? {
        return Ok(None);
    }
    store::set_last(tx, login_id, workspace_id)?;
    let note = Note::new("person.switched_workspace", &place.user_id);
    audit::note(tx, &place.viewer(), note, now_us)?;
    Ok(Some(secret))
}
