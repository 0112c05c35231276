//! Reading contacts back.

use std::collections::HashMap;

use platform::{DbError, Tx, id, params};

use super::row::{CONTACT, among, contact};
use crate::model::Contact;
use crate::rules;

fn one(
    tx: &mut Tx<'_>,
    workspace_id: &str,
    condition: &str,
    value: &str,
) -> Result<Option<Contact>, DbError> {
    tx.query_one(
        &format!("SELECT {CONTACT} FROM contact c WHERE c.workspace_id = $1 AND {condition}"),
        params![workspace_id, value],
    )?
    .map(|r| contact(&r))
    .transpose()
}

/// The contact with this id, or the one it was merged into.
pub fn by_id(
    tx: &mut Tx<'_>,
    workspace_id: &str,
    contact_id: &str,
) -> Result<Option<Contact>, DbError> {
    if !id::is_id(contact_id) {
        return Ok(None);
    }
    let found = one(tx, workspace_id, "c.contact_id = $2", contact_id)?;
    if found.is_some() {
        return Ok(found);
    }
    let merged = "c.contact_id = (SELECT contact_id FROM contact_merged
                                  WHERE workspace_id = $1 AND old_id = $2)";
    one(tx, workspace_id, merged, contact_id)
}

/// The contacts with these ids, ordered by (account, id); unknown ids are left out.
pub fn by_ids(
    tx: &mut Tx<'_>,
    workspace_id: &str,
    contact_ids: &[&str],
) -> Result<Vec<Contact>, DbError> {
    let sql = format!(
        "SELECT {CONTACT} FROM contact c
         WHERE c.workspace_id = $1 AND c.contact_id IN ({{places}})"
    );
    let rows = among(tx, workspace_id, &sql, contact_ids)?;
    let mut contacts = rows.iter().map(contact).collect::<Result<Vec<_>, _>>()?;
    contacts.sort_by(|a, b| (&a.account_id, &a.contact_id).cmp(&(&b.account_id, &b.contact_id)));
    Ok(contacts)
}

/// The contact with this address, as typed, or the one a contact with it was merged into.
pub fn by_email(
    tx: &mut Tx<'_>,
    workspace_id: &str,
    email: &str,
) -> Result<Option<Contact>, DbError> {
    let email = rules::folded(email);
    match one(tx, workspace_id, "c.email = $2", &email)? {
        None => by_alias(tx, workspace_id, "email", &email),
        found => Ok(found),
    }
}

/// The contact with this external id, or the one a contact with it was merged into.
pub fn by_external_id(
    tx: &mut Tx<'_>,
    workspace_id: &str,
    external_id: &str,
) -> Result<Option<Contact>, DbError> {
    match one(tx, workspace_id, "c.external_id = $2", external_id)? {
        None => by_alias(tx, workspace_id, "external_id", external_id),
        found => Ok(found),
    }
}

fn by_alias(
    tx: &mut Tx<'_>,
    workspace_id: &str,
    kind: &str,
    value: &str,
) -> Result<Option<Contact>, DbError> {
    tx.query_one(
        &format!(
            "SELECT {CONTACT} FROM contact c WHERE c.workspace_id = $1 AND c.contact_id =
                (SELECT contact_id FROM contact_alias
                 WHERE workspace_id = $1 AND kind = $2 AND value = $3)"
        ),
        params![workspace_id, kind, value],
    )?
    .map(|r| contact(&r))
    .transpose()
}

/// Contacts ordered by (account, id), after the last one seen; those without an account come first
/// and have the empty text as theirs. About `limit` of them, more where that would cut an account
/// in two; fewer than `limit` are the last.
pub fn page_by_account(
    tx: &mut Tx<'_>,
    workspace_id: &str,
    after: Option<(&str, &str)>,
    limit: usize,
) -> Result<Vec<Contact>, DbError> {
    let mut page = after_in_account_order(tx, workspace_id, after.unwrap_or(("", "")), limit)?;
    let cut = page.last().filter(|_| page.len() == limit);
    if let Some(last) = cut
        && let Some(account_id) = last.account_id.clone()
    {
        let rest = tx.query(
            &format!(
                "SELECT {CONTACT} FROM contact c
                 WHERE c.workspace_id = $1 AND c.account_id = $2 AND c.contact_id > $3
                 ORDER BY c.contact_id"
            ),
            params![workspace_id, account_id, &last.contact_id],
        )?;
        for row in &rest {
            page.push(contact(row)?);
        }
    }
    Ok(page)
}

fn after_in_account_order(
    tx: &mut Tx<'_>,
    workspace_id: &str,
    (account_id, contact_id): (&str, &str),
    limit: usize,
) -> Result<Vec<Contact>, DbError> {
    tx.query(
        &format!(
            "SELECT {CONTACT} FROM contact c
             WHERE c.workspace_id = $1 AND (c.account_id, c.contact_id) > ($2, $3)
             ORDER BY c.account_id, c.contact_id LIMIT $4"
        ),
        params![workspace_id, account_id, contact_id, limit],
    )?
    .iter()
    .map(contact)
    .collect()
}

/// All contacts of these accounts, ordered by (account, id).
pub fn of_accounts(
    tx: &mut Tx<'_>,
    workspace_id: &str,
    account_ids: &[&str],
) -> Result<Vec<Contact>, DbError> {
    let sql = format!(
        "SELECT {CONTACT} FROM contact c
         WHERE c.workspace_id = $1 AND c.account_id IN ({{places}})"
    );
    let rows = among(tx, workspace_id, &sql, account_ids)?;
    let mut contacts = rows.iter().map(contact).collect::<Result<Vec<_>, _>>()?;
    contacts.sort_by(|a, b| (&a.account_id, &a.contact_id).cmp(&(&b.account_id, &b.contact_id)));
    Ok(contacts)
}

/// Ids that were merged into this contact, for those who keep something by contact.
pub fn merged_from(
    tx: &mut Tx<'_>,
    workspace_id: &str,
    contact_id: &str,
) -> Result<Vec<String>, DbError> {
    tx.query(
        "SELECT old_id FROM contact_merged WHERE workspace_id = $1 AND contact_id = $2
         ORDER BY old_id",
        params![workspace_id, contact_id],
    )?
    .iter()
    .map(|r| r.at(0))
    .collect()
}

/// For those of `contact_ids` that were merged: the id they are known by now.
pub fn present_ids(
    tx: &mut Tx<'_>,
    workspace_id: &str,
    contact_ids: &[&str],
) -> Result<HashMap<String, String>, DbError> {
    let sql = "SELECT old_id, contact_id FROM contact_merged
               WHERE workspace_id = $1 AND old_id IN ({places})";
    among(tx, workspace_id, sql, contact_ids)?
        .iter()
        .map(|r| Ok((r.at(0)?, r.at(1)?)))
        .collect()
}
