//! Letters to contacts outside programmes: thanks, a question for a reference, an invitation to a
//! panel, what was done with what they said.
//!
//! Whoever wants one sent asks for it with [`add`]. The same rules decide about it that decide about
//! programmes, under the same lock: contact budget, quiet hours and holidays where the contact lives,
//! standing. So programmes see these letters, and these letters see programmes. What can't go out
//! yet waits and says why, and nothing is forgotten: when its window ends it is left out, visibly.

mod model;
mod store;

use platform::{DbError, Tx};

pub use model::{Kind, Outreach, PRIORITY, State, Stored, WINDOW_DAYS};
pub use store::{counts_of_cause, of_cause, of_contact};

/// Asks for a letter, in the transaction of its cause; false when one of this kind was asked for
/// before, for this cause and contact.
pub fn add(
    tx: &mut Tx<'_>,
    workspace_id: &str,
    new: &Outreach,
    now_us: i64,
) -> Result<bool, DbError> {
    store::add(tx, workspace_id, new, now_us)
}
