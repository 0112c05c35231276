//! The audit log: who did what to which thing, and when. A note is written in the transaction of
//! the change, so that there is no change without its note.

mod csv;
mod pages;
mod search;
mod store;

use axum::Router;
use platform::{DbError, Tx, id};
use serde_json::{Map, Value};

use crate::access::{Entry, Gate};
use crate::model::{Viewer, Who};

/// Who did something.
#[derive(Clone, Copy, Debug)]
pub enum By<'a> {
    /// A person, or a program with a key.
    Viewer(&'a Viewer),
    /// Luister itself.
    System {
        /// The workspace it was done in.
        workspace_id: &'a str,
        /// The part that did it, such as `rule`.
        name: &'static str,
    },
}

impl<'a> From<&'a Viewer> for By<'a> {
    fn from(viewer: &'a Viewer) -> Self {
        Self::Viewer(viewer)
    }
}

impl By<'_> {
    fn workspace_id(&self) -> &str {
        match self {
            Self::Viewer(viewer) => &viewer.workspace_id,
            Self::System { workspace_id, .. } => workspace_id,
        }
    }

    /// Kind and id, as stored.
    fn actor(&self) -> (&'static str, &str) {
        match self {
            Self::Viewer(viewer) => match &viewer.who {
                Who::User { user_id, .. } => ("user", user_id),
                Who::Key { api_key_id, .. } => ("key", api_key_id),
            },
            Self::System { name, .. } => ("system", name),
        }
    }
}

/// What was done.
#[derive(Clone, Debug)]
pub struct Note<'a> {
    /// Noun and verb in the past, such as `case.closed`.
    pub action: &'static str,
    /// The kind of thing, such as `case`.
    pub noun: &'static str,
    /// Its id.
    pub id: &'a str,
    /// More about it: an object of a few small values. Never an address, name or answer of a
    /// customer, nor a secret: the log outlives an erasure.
    pub detail: Value,
}

impl<'a> Note<'a> {
    /// That `action` was done with the thing of this id; its noun is the part before the point.
    pub fn new(action: &'static str, id: &'a str) -> Self {
        let noun = action.split_once('.').map_or(action, |(noun, _)| noun);
        Self {
            action,
            noun,
            id,
            detail: Value::Object(Map::new()),
        }
    }

    /// With more about it.
    #[must_use]
    pub fn with(self, detail: Value) -> Self {
        Self { detail, ..self }
    }
}

/// Notes that something was done; in the transaction that does it.
pub fn note<'a>(
    tx: &mut Tx<'_>,
    by: impl Into<By<'a>>,
    note: Note<'_>,
    now_us: i64,
) -> Result<(), DbError> {
    let by = by.into();
    let Note {
        action,
        noun,
        id: noun_id,
        detail,
    } = note;
    let line = store::Line {
        audit_id: &id::new(),
        at_us: now_us,
        actor: by.actor(),
        action,
        about: (noun, noun_id),
        detail: detail.to_string(),
    };
    store::add(tx, by.workspace_id(), &line)
}

pub(crate) fn routes(gate: &Gate) -> (Router, Vec<Entry>) {
    pages::routes(gate)
}
