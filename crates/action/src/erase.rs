//! Customers who are erased: an action keeps that a case raised it, not what the case was called.

use contact::erase::{Forget, Gone};
use platform::{DbError, Tx};

use crate::store;

/// Takes the names of their cases out of actions. Goes before the cases forget whose they were.
#[derive(Clone, Copy, Debug, Default)]
pub struct Forgetting;

impl Forget for Forgetting {
    fn forget(&self, tx: &mut Tx<'_>, gone: &Gone<'_>) -> Result<(), DbError> {
        gone.contact_ids
            .iter()
            .try_for_each(|id| store::action::forget(tx, gone.workspace_id(), id))
    }
}
