//! Customers who are erased: their answers leave all coaching pages.

use contact::erase::{Forget, Gone};
use platform::{DbError, Tx};

use crate::store;

/// Takes chosen answers from pages. Goes before it is forgotten whose answers they were.
#[derive(Clone, Copy, Debug, Default)]
pub struct Forgetting;

impl Forget for Forgetting {
    fn forget(&self, tx: &mut Tx<'_>, gone: &Gone<'_>) -> Result<(), DbError> {
        gone.contact_ids
            .iter()
            .try_for_each(|id| store::forget(tx, gone.workspace_id(), id))
    }
}
