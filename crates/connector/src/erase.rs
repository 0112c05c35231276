//! Customers who are erased: nothing about them goes out any more.

use contact::erase::{Forget, Gone};
use platform::{DbError, Tx};

use crate::store;

/// Drops what was to go out about whoever is erased, and who they are in other systems.
#[derive(Clone, Copy, Debug, Default)]
pub struct Forgetting;

impl Forget for Forgetting {
    fn forget(&self, tx: &mut Tx<'_>, gone: &Gone<'_>) -> Result<(), DbError> {
        for contact_id in gone.contact_ids {
            store::push::forget_contact(tx, gone.workspace_id(), contact_id)?;
            store::link::forget_contact(tx, gone.workspace_id(), contact_id)?;
        }
        Ok(())
    }
}
