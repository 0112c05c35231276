//! Teams in a tree, and whom a person sees: themselves, and who works in the teams they lead.

mod api;
mod groups;
mod pages;
pub(crate) mod rules;
mod service;
pub(crate) mod store;

use axum::Router;
use platform::{DbError, Tx};

use crate::Viewer;
use crate::access::{Entry, Gate};

pub(crate) use service::make;

pub use groups::{Group, Kind, groups};
pub use rules::{below, full_name, in_order};
pub use store::{all, by_id};

/// A team.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Team {
    /// Its id.
    pub team_id: String,
    /// Its name; teams of one parent have different names.
    pub name: String,
    /// The team it is a part of.
    pub parent_id: Option<String>,
    /// How many people work in it now, without those in the teams below it.
    pub people: i64,
    /// When it was made, in microseconds since 1970 UTC.
    pub created_at_us: i64,
}

/// A person as somebody who looks, with whom they see at this moment: for what is written to them.
/// None when they can't log in or stopped working here.
pub fn viewer(
    tx: &mut Tx<'_>,
    workspace_id: &str,
    user_id: &str,
) -> Result<Option<Viewer>, DbError> {
    let found = crate::store::user_by_id(tx, workspace_id, user_id)?;
    let Some(user) = found.filter(|user| user.login_id.is_some()) else {
        return Ok(None);
    };
    let sight = store::sight(tx, workspace_id, (user_id, user.role))?;
    Ok(Some(crate::service::viewer_of(&user).with_sight(sight)))
}

/// The routes of teams.
pub(crate) fn routes(gate: &Gate) -> (Router, Vec<Entry>) {
    let (api, mut entries) = api::routes(gate);
    let (pages, others) = pages::routes(gate);
    entries.extend(others);
    (api.merge(pages), entries)
}
