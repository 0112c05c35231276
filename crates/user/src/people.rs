//! People who work here: who they are, whom they report to, who stands in while they are away.

mod api;
mod bring;
mod file;
mod file_pages;
mod pages;
pub mod provision;
mod rules;
mod sent;
mod service;
mod store;

use axum::Router;
use platform::{DbError, Tx, id};

use crate::access::{Entry, Gate};
use crate::model::Role;
use crate::service::name_from;
use crate::store::{self as users, NewUser};

pub(crate) use sent::Given;
pub(crate) use service::put_in_team;
pub use service::{NewPerson, add};
pub(crate) use store::lock;
pub use store::{active, administrators, all, by_email, by_id, in_teams, named};

/// A person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    /// Their id.
    pub user_id: String,
    /// Their address, in lower case; also what they log in with.
    pub email: String,
    /// Their name.
    pub name: String,
    /// What they may do.
    pub role: Role,
    /// Language of their pages and mails, `en` or `nl`.
    pub language: String,
    /// The team they work in.
    pub team_id: Option<String>,
    /// The person they report to.
    pub lead_id: Option<String>,
    /// They are away until this moment, in microseconds since 1970 UTC.
    pub away_until_us: Option<i64>,
    /// Who stands in for them while they are away.
    pub deputy_id: Option<String>,
    /// Whether they have a login. Somebody without one is responsible for something, no more.
    pub may_login: bool,
    /// When they stopped working here.
    pub deactivated_at_us: Option<i64>,
}

impl Person {
    /// Whether they work here now.
    pub fn is_active(&self) -> bool {
        self.deactivated_at_us.is_none()
    }

    /// Whether they are away at `now_us`.
    pub fn is_away(&self, now_us: i64) -> bool {
        self.away_until_us.is_some_and(|until| now_us < until)
    }
}

/// The id of the person with this address; made, as somebody who can't log in, when there is none
/// yet. Who stopped working here is not brought back. `email` in any case; an empty `name` follows
/// from it.
pub fn ensure(
    tx: &mut Tx<'_>,
    workspace_id: &str,
    (email, name): (&str, &str),
    now_us: i64,
) -> Result<String, DbError> {
    let email = email.trim().to_lowercase();
    if let Some(person) = by_email(tx, workspace_id, &email)? {
        return Ok(person.user_id);
    }
    let name = match name.trim() {
        "" => name_from(&email),
        name => name.chars().take(200).collect(),
    };
    let user = NewUser {
        user_id: id::new(),
        name,
        email,
        login_id: None,
        role: Role::Employee,
        language: store::usual_language(tx, workspace_id)?,
    };
    users::add_user(tx, workspace_id, &user, now_us)?;
    Ok(user.user_id)
}

/// The routes of people; `sends_mail` tells whether somebody can be invited.
pub(crate) fn routes(gate: &Gate, sends_mail: bool) -> (Router, Vec<Entry>) {
    let (api, mut entries) = api::routes(gate, sends_mail);
    let (pages, others) = pages::routes(gate, sends_mail);
    entries.extend(others);
    let (files, others) = file_pages::routes(gate);
    entries.extend(others);
    (api.merge(pages).merge(files), entries)
}
