//! Other ways in than by password, as far as the login page and the way out know of them: the slice
//! that opens them is told to this one when the server starts.

use std::sync::Arc;

use platform::{DbError, Tx};
use serde::Serialize;

/// A button on the login page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Door {
    /// What it says.
    pub text: String,
    /// Where it leads, an address of ours without a query.
    pub href: String,
}

/// Other ways in.
pub trait Doors: Send + Sync {
    /// What the login page offers besides the password.
    fn shown(&self, tx: &mut Tx<'_>) -> Result<Vec<Door>, DbError>;

    /// Where somebody goes after logging out who came in through the door of this workspace.
    fn way_out(&self, tx: &mut Tx<'_>, workspace_id: &str) -> Result<Option<String>, DbError>;
}

/// All of them.
pub type AllDoors = Arc<dyn Doors>;

/// There is the password alone.
#[derive(Clone, Copy, Debug)]
pub struct NoDoors;

impl Doors for NoDoors {
    fn shown(&self, _: &mut Tx<'_>) -> Result<Vec<Door>, DbError> {
        Ok(Vec::new())
    }

    fn way_out(&self, _: &mut Tx<'_>, _: &str) -> Result<Option<String>, DbError> {
        Ok(None)
    }
}
