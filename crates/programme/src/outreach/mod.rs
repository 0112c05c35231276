//! Letters to contacts outside programmes: thanks, a question for a reference, an invitation to a
//! panel, what was done with what they said.
//!
//! Whoever wants one sent asks for it with [`add`]. The same rules decide about it that decide about
//! programmes, under the same lock: contact budget, quiet hours and holidays where the contact lives,
//! standing. So programmes see these letters, and these letters see programmes. What can't go out
//! yet waits and says why, and nothing is forgotten: when its window ends it is left out, visibly.

mod kind;
mod model;
mod plan;
mod service;
mod store;
mod words;

use platform::{DbError, Tx};

pub(crate) use kind::Letter;
pub use model::{Kind, Outreach, PRIORITY, State, Stored, WINDOW_DAYS, Wanted};
pub(crate) use plan::step;
pub use service::{Listed, counts, list};
pub use store::{contacts_of_cause, counts_of_cause, of_cause};
pub(crate) use store::{forget, renew};
pub use words::wording;

/// The kind of mail these letters are.
pub const KIND: &str = "outreach";

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

/// The letters to a contact, newest first; also those to contacts that became part of it.
pub fn of_contact(
    tx: &mut Tx<'_>,
    workspace_id: &str,
    contact_id: &str,
) -> Result<Vec<Stored>, DbError> {
    let mut letters = store::of_contact(tx, workspace_id, contact_id)?;
    for old in contact::store::merged_from(tx, workspace_id, contact_id)? {
        letters.extend(store::of_contact(tx, workspace_id, &old)?);
    }
    letters.sort_by_key(|own| std::cmp::Reverse(own.created_at_us));
    Ok(letters)
}

/// The contact a letter went to, for whoever holds a link of its mail.
pub fn contact_of(
    tx: &mut Tx<'_>,
    workspace_id: &str,
    outreach_id: &str,
) -> Result<Option<String>, DbError> {
    let found = store::by_id(tx, workspace_id, outreach_id)?;
    Ok(found.map(|letter| letter.contact_id))
}

/// Notes that a contact unsubscribed by a letter.
pub fn refused(
    tx: &mut Tx<'_>,
    workspace_id: &str,
    outreach_id: &str,
    now_us: i64,
) -> Result<(), DbError> {
    let id = (workspace_id, outreach_id);
    store::became(tx, id, model::Became::Refused, now_us)
}
