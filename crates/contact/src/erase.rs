//! Forgetting a person everywhere: every slice that keeps something of a contact takes its own part
//! out, in the transaction that erases the contact. So either all of it is gone or nothing is.

use std::sync::Arc;

use platform::{DbError, Tx};
use user::Viewer;

/// A person who is erased.
#[derive(Clone, Copy, Debug)]
pub struct Gone<'a> {
    /// Who erases them.
    pub viewer: &'a Viewer,
    /// All ids the person has or had here.
    pub contact_ids: &'a [String],
    /// Now, UTC microseconds.
    pub now_us: i64,
}

impl Gone<'_> {
    /// Where it happens.
    #[must_use]
    pub fn workspace_id(&self) -> &str {
        &self.viewer.workspace_id
    }
}

/// A slice that keeps something of contacts.
pub trait Forget: Send + Sync {
    /// Takes it out, while the contact itself is still there. It may run twice, so it has no effect
    /// but through `tx`.
    fn forget(&self, tx: &mut Tx<'_>, gone: &Gone<'_>) -> Result<(), DbError>;
}

/// All of them, in the order in which they forget.
#[derive(Clone, Default)]
pub struct Forgetting(Vec<Arc<dyn Forget>>);

impl Forgetting {
    /// Adds one after the others.
    #[must_use]
    pub fn with(mut self, slice: impl Forget + 'static) -> Self {
        self.0.push(Arc::new(slice));
        self
    }

    /// Has all of them forget.
    pub(crate) fn forget(&self, tx: &mut Tx<'_>, gone: &Gone<'_>) -> Result<(), DbError> {
        self.0.iter().try_for_each(|slice| slice.forget(tx, gone))
    }
}
