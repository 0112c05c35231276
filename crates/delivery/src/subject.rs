//! Whom a mail is about: the one place that knows which kinds of mail are to contacts.

use contact::model::{Contact, Mark};
use mail::link::Target;
use platform::{DbError, Tx};

/// Notes that whoever got this mail wants no more of them; false when it went to no contact.
pub(crate) fn refuse(tx: &mut Tx<'_>, target: &Target, now_us: i64) -> Result<bool, DbError> {
    let Some(contact) = contact_of(tx, target)? else {
        return Ok(false);
    };
    contact::store::mark(
        tx,
        &target.workspace_id,
        &contact.contact_id,
        Mark::OptedOut,
        now_us,
    )?;
    let id = (target.workspace_id.as_str(), target.subject_id.as_str());
    if target.kind == programme::outreach::KIND {
        programme::outreach::refused(tx, id.0, id.1, now_us)?;
    } else {
        programme::refused(tx, id.0, id.1, now_us)?;
    }
    Ok(true)
}

/// Notes that they do want mails.
pub(crate) fn welcome(tx: &mut Tx<'_>, target: &Target, now_us: i64) -> Result<bool, DbError> {
    let Some(contact) = contact_of(tx, target)? else {
        return Ok(false);
    };
    let contact_id = &contact.contact_id;
    contact::store::mark(tx, &target.workspace_id, contact_id, Mark::OptedIn, now_us)
}

/// The contact a mail went to, if it went to one: a test mail to oneself did not.
pub(crate) fn contact_of(tx: &mut Tx<'_>, target: &Target) -> Result<Option<Contact>, DbError> {
    let workspace_id = &target.workspace_id;
    let contact_id = match target.kind.as_str() {
        "invitation" | "reminder" => {
            programme::contact_of_invitation(tx, workspace_id, &target.subject_id)?
        }
        programme::outreach::KIND => {
            programme::outreach::contact_of(tx, workspace_id, &target.subject_id)?
        }
        _ => None,
    };
    let Some(contact_id) = contact_id else {
        return Ok(None);
    };
    contact::store::by_id(tx, workspace_id, &contact_id)
}
