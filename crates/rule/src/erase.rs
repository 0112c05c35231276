//! Customers who are erased: what rules told of them is taken back.

use contact::erase::{Forget, Gone};
use platform::{DbError, Tx};

use crate::store;

/// Takes back mails and messages about whoever is erased, as far as they haven't gone.
#[derive(Clone, Copy, Debug, Default)]
pub struct Forgetting;

impl Forget for Forgetting {
    fn forget(&self, tx: &mut Tx<'_>, gone: &Gone<'_>) -> Result<(), DbError> {
        for contact_id in gone.contact_ids {
            for fired_id in store::fired::forget(tx, gone.workspace_id(), contact_id)? {
                webhook::withdraw(tx, gone.workspace_id(), &fired_id, gone.now_us)?;
            }
        }
        Ok(())
    }
}
