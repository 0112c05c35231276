//! All SQL of actions and improvements, by noun.

pub mod action;
pub(crate) mod forgetting;
pub mod improvement;
pub mod voice;

use platform::DbError;

/// Stored JSON that can't be read, or a value that can't be written.
fn bug(what: &str, error: &serde_json::Error) -> DbError {
    DbError::Bug(format!("{what}: {error}"))
}
