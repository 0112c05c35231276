//! Attributes of contacts that are defined, one row each, so that lists find them and put them in
//! order. Others stay in the contact's JSON alone: most companies define few, and an import of a
//! million contacts pays only for those.

use platform::{DbError, Tx, params};

use super::row::{CONTACT, contact, json};
use super::words::{Attributed, insert_attributes};
use crate::attribute::{self, Definitions, Noun};
use crate::model::Contact;

/// What waits in `to_index`: all contacts after the id, in the order of ids.
pub(super) const WAITING: &str = "contact_attribute";
/// What waits in `to_index`: rows of an attribute nobody defines any more.
pub(super) const GOING: &str = "contact_attribute_gone";
/// Contacts gone through in one transaction.
const PIECE: usize = 500;
/// Rows removed in one transaction.
const GONE: usize = 2000;

/// Attributes that have rows of all contacts: those that are defined, unless a worker is still
/// going through the contacts.
pub(super) fn ready(tx: &mut Tx<'_>, workspace_id: &str) -> Result<Vec<String>, DbError> {
    let waiting = tx.query_one(
        "SELECT 1 FROM to_index WHERE workspace_id = $1 AND noun = $2 LIMIT 1",
        params![workspace_id, WAITING],
    )?;
    if waiting.is_some() {
        return Ok(Vec::new());
    }
    let all = attribute::all(tx, workspace_id)?.into_iter();
    let own = all.filter(|definition| definition.noun == Noun::Contact);
    Ok(own.map(|definition| definition.name).collect())
}

/// Has a worker go through all contacts, because something else is defined now.
pub(crate) fn look_again(
    tx: &mut Tx<'_>,
    workspace_id: &str,
    (name, is_defined): (&str, bool),
) -> Result<(), DbError> {
    let (noun, id) = if is_defined {
        tx.execute(
            "DELETE FROM to_index WHERE workspace_id = $1 AND noun = $2 AND id = $3",
            params![workspace_id, GOING, name],
        )?;
        // From the first contact on, wherever a worker is.
        tx.execute(
            "DELETE FROM to_index WHERE workspace_id = $1 AND noun = $2",
            params![workspace_id, WAITING],
        )?;
        (WAITING, "")
    } else {
        (GOING, name)
    };
    tx.execute(
        "INSERT INTO to_index (workspace_id, noun, id) VALUES ($1, $2, $3)
         ON CONFLICT (workspace_id, noun, id) DO UPDATE SET id = excluded.id",
        params![workspace_id, noun, id],
    )?;
    Ok(())
}

/// Stores the rows of these contacts, in place of those that were stored.
pub(super) fn store(
    tx: &mut Tx<'_>,
    workspace_id: &str,
    definitions: &Definitions,
    (created, updated): (&[&Contact], &[&Contact]),
) -> Result<(), DbError> {
    if definitions.of(Noun::Contact).is_empty() {
        return Ok(());
    }
    for contact in updated {
        remove(tx, workspace_id, &contact.contact_id)?;
    }
    let mut rows = Vec::new();
    for contact in created.iter().chain(updated) {
        rows.extend(rows_of(contact, definitions));
    }
    insert_attributes(tx, "contact", workspace_id, &rows)
}

fn rows_of<'c>(contact: &'c Contact, definitions: &Definitions) -> Vec<Attributed<'c>> {
    let attributes = contact.attributes.iter();
    attributes
        .filter_map(|(name, value)| {
            let definition = definitions.get(Noun::Contact, name)?;
            Some(Attributed {
                id: &contact.contact_id,
                name,
                value,
                number: definition.number(value),
            })
        })
        .collect()
}

/// Removes the rows of a contact.
pub(super) fn remove(tx: &mut Tx<'_>, workspace_id: &str, contact_id: &str) -> Result<(), DbError> {
    tx.execute(
        "DELETE FROM contact_attribute WHERE workspace_id = $1 AND contact_id = $2",
        params![workspace_id, contact_id],
    )?;
    Ok(())
}

/// Goes through some more contacts after an id: values are written as their kinds are, what doesn't
/// fit stays, and rows are stored.
pub(super) fn go_on(tx: &mut Tx<'_>, workspace_id: &str, after: &str) -> Result<(), DbError> {
    let definitions = Definitions::new(attribute::all(tx, workspace_id)?);
    let found = tx.query(
        &format!(
            "SELECT {CONTACT} FROM contact c WHERE c.workspace_id = $1 AND c.contact_id > $2
             ORDER BY c.contact_id LIMIT $3"
        ),
        params![workspace_id, after, PIECE],
    )?;
    let mut contacts = found.iter().map(contact).collect::<Result<Vec<_>, _>>()?;
    for contact in &mut contacts {
        if definitions.rewrite(Noun::Contact, &mut contact.attributes) {
            let changed = tx.execute(
                "UPDATE contact SET attributes = $3, revision = revision + 1
                 WHERE workspace_id = $1 AND contact_id = $2 AND revision = $4",
                params![
                    workspace_id,
                    &contact.contact_id,
                    json(&contact.attributes)?,
                    contact.revision
                ],
            )?;
            if changed == 0 {
                return Err(DbError::Conflict("a contact was changed".to_owned()));
            }
        }
    }
    let all: Vec<&Contact> = contacts.iter().collect();
    store(tx, workspace_id, &definitions, (&[], &all))?;
    if let Some(last) = contacts.last().filter(|_| contacts.len() == PIECE) {
        tx.execute(
            "INSERT INTO to_index (workspace_id, noun, id) VALUES ($1, $2, $3)
             ON CONFLICT (workspace_id, noun, id) DO UPDATE SET id = excluded.id",
            params![workspace_id, WAITING, &last.contact_id],
        )?;
    }
    Ok(())
}

/// Removes some more rows of an attribute nobody defines any more.
pub(super) fn forget(tx: &mut Tx<'_>, workspace_id: &str, name: &str) -> Result<(), DbError> {
    let removed = tx.execute(
        "DELETE FROM contact_attribute WHERE workspace_id = $1 AND name = $2 AND contact_id IN (
            SELECT contact_id FROM contact_attribute
            WHERE workspace_id = $1 AND name = $2 LIMIT $3)",
        params![workspace_id, name, GONE],
    )?;
    if usize::try_from(removed).unwrap_or(usize::MAX) >= GONE {
        look_again(tx, workspace_id, (name, false))?;
    }
    Ok(())
}
