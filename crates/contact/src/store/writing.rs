//! Storing contacts, and what happens to them.

use platform::{DbError, Tx, id, params};

use super::attributes;
use super::reading::by_id;
use super::row::json;
use super::words::{remove_contact_words, stored};
use crate::model::{Contact, Logged, Mark, standing_name};
use crate::{index, rules};

/// Stores a changed contact as the revision after the one in it. A conflict when somebody else
/// changed it meanwhile: the work then runs again.
pub(crate) fn save(tx: &mut Tx<'_>, contact: &Contact, now_us: i64) -> Result<(), DbError> {
    let changed = tx.execute(
        "UPDATE contact SET external_id = $4, email = $5, domain = $6, name = $7, first_name = $8,
                sorted_as = $9, language = $10, zone = $11, account_id = $12, employee = $13,
                attributes = $14, consent = $15, consent_at_us = $16, bounced_at_us = $17,
                opted_out_at_us = $18, complained_at_us = $19, state = $20, changed_at_us = $21,
                revision = revision + 1
         WHERE workspace_id = $1 AND contact_id = $2 AND revision = $3",
        params![
            &contact.workspace_id,
            &contact.contact_id,
            contact.revision,
            contact.external_id.as_deref(),
            contact.email.as_deref(),
            contact.domain(),
            contact.name.as_deref(),
            contact.first_name.as_deref(),
            rules::sorted_as(contact),
            contact.language.as_deref(),
            contact.zone.as_deref(),
            contact.account_id.as_deref().unwrap_or_default(),
            contact.employee,
            json(&contact.attributes)?,
            contact.consent.as_str(),
            contact.consent_at_us,
            contact.bounced_at_us,
            contact.opted_out_at_us,
            contact.complained_at_us,
            standing_name(contact.own_standing()),
            now_us
        ],
    )?;
    match changed {
        0 => Err(DbError::Conflict("the contact was changed".to_owned())),
        _ => Ok(()),
    }
}

/// The contact with this id, or the one it was merged into, held until the commit: nobody changes
/// it between a decision and its saving.
pub(crate) fn lock(
    tx: &mut Tx<'_>,
    workspace_id: &str,
    contact_id: &str,
) -> Result<Option<Contact>, DbError> {
    let Some(contact) = by_id(tx, workspace_id, contact_id)? else {
        return Ok(None);
    };
    tx.execute(
        "UPDATE contact SET revision = revision WHERE workspace_id = $1 AND contact_id = $2",
        params![workspace_id, &contact.contact_id],
    )?;
    by_id(tx, workspace_id, &contact.contact_id)
}

/// Adds a line to a contact's history.
pub(crate) fn log(
    tx: &mut Tx<'_>,
    workspace_id: &str,
    contact_id: &str,
    line: &Logged,
) -> Result<(), DbError> {
    tx.execute(
        "INSERT INTO contact_log (workspace_id, log_id, contact_id, at_us, what, done_by, detail)
         VALUES ($1, $2, $3, $4, $5, $6, $7)",
        params![
            workspace_id,
            id::new(),
            contact_id,
            line.at_us,
            &line.what,
            &line.by,
            &line.detail
        ],
    )?;
    Ok(())
}

/// Stores what happened to a contact, on behalf of the program itself. False when that changed
/// nothing, or there is no such contact. A mark [`Mark::Bounced`] means the present address; when
/// it may have changed since the mail went out, use [`returned`].
pub fn mark(
    tx: &mut Tx<'_>,
    workspace_id: &str,
    contact_id: &str,
    mark: Mark,
    now_us: i64,
) -> Result<bool, DbError> {
    let Some(contact) = lock(tx, workspace_id, contact_id)? else {
        return Ok(false);
    };
    let line = Logged {
        at_us: now_us,
        what: mark.as_str().to_owned(),
        by: String::new(),
        detail: String::new(),
    };
    mark_with(tx, contact, mark, &line)
}

/// Stores that a mail to `address` came back for good. False when the contact has another address
/// by now, or is unknown.
pub fn returned(
    tx: &mut Tx<'_>,
    workspace_id: &str,
    contact_id: &str,
    address: &str,
    now_us: i64,
) -> Result<bool, DbError> {
    let Some(contact) = by_id(tx, workspace_id, contact_id)? else {
        return Ok(false);
    };
    if contact.email.as_deref() != Some(&rules::folded(address)) {
        return Ok(false);
    }
    let contact_id = contact.contact_id;
    mark(tx, workspace_id, &contact_id, Mark::Bounced, now_us)
}

/// Marks `contact` and writes `line` in its history, when that changes something.
pub(crate) fn mark_with(
    tx: &mut Tx<'_>,
    mut contact: Contact,
    mark: Mark,
    line: &Logged,
) -> Result<bool, DbError> {
    if !mark.apply(&mut contact, line.at_us) {
        return Ok(false);
    }
    save(tx, &contact, line.at_us)?;
    index::stale(
        tx,
        &contact.workspace_id,
        contact.account_id.clone().into_iter().collect(),
    )?;
    log(tx, &contact.workspace_id, &contact.contact_id, line)?;
    Ok(true)
}

/// Removes a contact and all that is kept of it here; gives the addresses it had before it was
/// merged.
pub(crate) fn remove(tx: &mut Tx<'_>, contact: &Contact) -> Result<Vec<String>, DbError> {
    let key = params![&contact.workspace_id, &contact.contact_id];
    let former = tx.query(
        "SELECT value FROM contact_alias
         WHERE workspace_id = $1 AND contact_id = $2 AND kind = 'email'",
        key,
    )?;
    for gone in stored(tx, &contact.workspace_id, &[&contact.contact_id])? {
        let name = (gone.contact_id.as_str(), gone.sorted_as.as_str());
        remove_contact_words(tx, &contact.workspace_id, name)?;
        attributes::remove(tx, &contact.workspace_id, &contact.contact_id)?;
        index::stale(tx, &contact.workspace_id, vec![gone.account_id])?;
    }
    for table in ["contact_alias", "contact_merged", "contact_log", "contact"] {
        let sql = format!("DELETE FROM {table} WHERE workspace_id = $1 AND contact_id = $2");
        tx.execute(&sql, key)?;
    }
    former.iter().map(|r| r.at(0)).collect()
}
