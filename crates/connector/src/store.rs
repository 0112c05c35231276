//! All SQL of connections.

pub(crate) mod connection;
pub(crate) mod cursor;
pub(crate) mod gone;
pub(crate) mod link;
pub(crate) mod push;
pub(crate) mod run;

use platform::DbError;

/// A stored document that can't be read.
fn bug(what: &str, error: &serde_json::Error) -> DbError {
    DbError::Bug(format!("{what}: {error}"))
}
