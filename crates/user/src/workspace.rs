//! The workspaces of one installation: separate worlds, made by administrators of the installation.

mod api;
mod pages;
mod service;
mod store;

use axum::Router;

use crate::access::{Entry, Gate};
use crate::model::Viewer;

pub use service::{NewWorkspace, add, grant, named, rename};
pub use store::all;

/// A workspace, as whoever runs the installation sees it: nothing of what is in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Workspace {
    /// Its id.
    pub workspace_id: String,
    /// Its name.
    pub name: String,
    /// The zone in which its days begin.
    pub time_zone: String,
    /// How many people work in it.
    pub people: i64,
    /// When it was made, in microseconds since 1970 UTC.
    pub created_at_us: i64,
}

/// Who makes or renames a workspace.
#[derive(Clone, Copy, Debug)]
pub enum Maker<'a> {
    /// An administrator of the installation, or a key of theirs.
    Viewer(&'a Viewer),
    /// Whoever can start a command on the data.
    Command,
}

/// The routes of workspaces; `sends_mail` tells whether their administrators can be invited.
pub(crate) fn routes(gate: &Gate, sends_mail: bool) -> (Router, Vec<Entry>) {
    let (api, mut entries) = api::routes(gate, sends_mail);
    let (pages, others) = pages::routes(gate, sends_mail);
    entries.extend(others);
    (api.merge(pages), entries)
}
