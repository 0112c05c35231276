//! Customers who are erased: what events and letters said of them.

use contact::erase::{Forget, Gone};
use platform::{DbError, Tx};

use crate::{outreach, store};

/// Takes out what other systems told with events about whoever is erased, and what letters to them
/// were about.
#[derive(Clone, Copy, Debug, Default)]
pub struct Forgetting;

impl Forget for Forgetting {
    fn forget(&self, tx: &mut Tx<'_>, gone: &Gone<'_>) -> Result<(), DbError> {
        for contact_id in gone.contact_ids {
            store::event::forget(tx, gone.workspace_id(), contact_id)?;
            outreach::forget(tx, gone.workspace_id(), contact_id)?;
        }
        Ok(())
    }
}
