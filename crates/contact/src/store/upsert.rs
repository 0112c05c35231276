//! Filling a book from the database, and storing its changes with few statements.

use std::collections::{HashMap, HashSet};

use platform::db::Value;
use platform::{DbError, Tx, params};

use super::account::{
    accounts_by_external_ids, accounts_by_ids, accounts_by_names, add_account, refuse_circle,
    save_account,
};
use super::attributes;
use super::blocked::block;
use super::row::{CONTACT, among, contact, json};
use super::words::{add_contact_words, index_account, remove_contact_words, stored};
use super::writing::{log, save};
use crate::attribute::{self, Definitions};
use crate::book::{AliasKind, Book, Change, Occasion};
use crate::item::{AccountItem, Item, PersonItem};
use crate::model::{Contact, standing_name};
use crate::{index, responsibility, rules};

/// Rows of one inserting statement. Always the same number, so that it is prepared once.
const ROWS: usize = 50;
const COLUMNS: &str = "workspace_id, contact_id, external_id, email, domain, name, first_name, \
    sorted_as, language, zone, account_id, employee, attributes, consent, consent_at_us, \
    bounced_at_us, opted_out_at_us, complained_at_us, state, revision, created_at_us, changed_at_us";
/// How many [`COLUMNS`] there are.
const WIDTH: usize = 22;

/// A book with everything that `items` may be about.
pub(crate) fn book<'i>(
    tx: &mut Tx<'_>,
    occasion: Occasion,
    items: impl Iterator<Item = &'i Item> + Clone,
) -> Result<Book, DbError> {
    let workspace_id = occasion.workspace_id.clone();
    let mut book = Book::new(occasion);
    book.accounts.definitions = Definitions::new(attribute::all(tx, &workspace_id)?);
    let (mut ids, mut emails) = (Vec::new(), Vec::new());
    for item in items.clone() {
        let (of_ids, of_emails) = item.keys();
        ids.extend(of_ids);
        emails.extend(of_emails);
    }
    let mut found = Vec::new();
    for (column, values) in [("external_id", &ids), ("email", &emails)] {
        found.extend(contacts_by(tx, &workspace_id, column, values)?);
    }
    let mut meant = Vec::new();
    for (kind, values) in [(AliasKind::ExternalId, &ids), (AliasKind::Email, &emails)] {
        for (value, contact_id) in aliases(tx, &workspace_id, kind, values)? {
            meant.push((kind, value, contact_id));
        }
    }
    let former: Vec<&str> = meant.iter().map(|(_, _, id)| id.as_str()).collect();
    found.extend(contacts_by(tx, &workspace_id, "contact_id", &former)?);
    for (kind, value, contact_id) in meant {
        book.know_alias(kind, value, contact_id);
    }
    for contact in found {
        book.know(contact);
    }
    know_accounts(tx, &mut book, items)?;
    Ok(book)
}

fn know_accounts<'i>(
    tx: &mut Tx<'_>,
    book: &mut Book,
    items: impl Iterator<Item = &'i Item>,
) -> Result<(), DbError> {
    let workspace_id = book.occasion.workspace_id.clone();
    let (mut own, mut external, mut names) = (Vec::new(), Vec::new(), Vec::new());
    let mut names_people = false;
    let direct = items.filter_map(|item| item.account.value());
    for account in direct.flat_map(with_parent) {
        names_people |= !account.people.is_empty();
        own.extend(account.account_id.as_deref());
        external.extend(account.external_id.as_deref());
        names.extend(account.name.as_deref().map(rules::name_key));
    }
    names.sort_unstable();
    names.dedup();
    external.sort_unstable();
    external.dedup();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let mut found = accounts_by_ids(tx, &workspace_id, &own)?;
    found.extend(accounts_by_external_ids(tx, &workspace_id, &external)?);
    found.extend(accounts_by_names(tx, &workspace_id, &names)?);
    for account in found {
        book.know_account(account);
    }
    // Of whoever is moved, everything above is needed to see a circle.
    for _ in 0..=responsibility::DEPTH_MAX {
        let missing = book.accounts.missing_parents();
        if missing.is_empty() {
            break;
        }
        let missing: Vec<&str> = missing.iter().map(String::as_str).collect();
        for account in accounts_by_ids(tx, &workspace_id, &missing)? {
            book.accounts.know_above(account);
        }
    }
    if names_people {
        let roles = responsibility::roles(tx, &workspace_id)?;
        book.accounts.roles = roles.into_iter().map(|role| role.role).collect();
    }
    Ok(())
}

/// An account and the one it is to be a part of.
fn with_parent(item: &AccountItem) -> impl Iterator<Item = &AccountItem> {
    let parent = item.parent.value().map(|above| &**above);
    std::iter::once(item).chain(parent)
}

fn contacts_by(
    tx: &mut Tx<'_>,
    workspace_id: &str,
    column: &str,
    values: &[&str],
) -> Result<Vec<Contact>, DbError> {
    let sql = format!(
        "SELECT {CONTACT} FROM contact c WHERE c.workspace_id = $1 AND c.{column} IN ({{places}})"
    );
    let rows = among(tx, workspace_id, &sql, values)?;
    rows.iter().map(contact).collect()
}

fn aliases(
    tx: &mut Tx<'_>,
    workspace_id: &str,
    kind: AliasKind,
    values: &[&str],
) -> Result<Vec<(String, String)>, DbError> {
    let sql = format!(
        "SELECT value, contact_id FROM contact_alias
         WHERE workspace_id = $1 AND kind = '{}' AND value IN ({{places}})",
        kind.as_str()
    );
    among(tx, workspace_id, &sql, values)?
        .iter()
        .map(|r| Ok((r.at(0)?, r.at(1)?)))
        .collect()
}

/// Stores what changed in a book. A conflict when somebody else changed the same meanwhile.
pub(crate) fn write(tx: &mut Tx<'_>, book: &Book) -> Result<(), DbError> {
    let now_us = book.occasion.now_us;
    write_accounts(tx, book)?;
    for change in book.changes() {
        if let Change::Merge { old_id, .. } = change {
            free(tx, &book.occasion.workspace_id, old_id)?;
        }
    }
    let updated: Vec<&Contact> = book.updated().collect();
    let mut accounts = renamed(tx, book, &updated)?;
    for contact in &updated {
        save(tx, contact, now_us)?;
    }
    let created: Vec<&Contact> = book.created().collect();
    for piece in created.chunks(ROWS) {
        // Whole pieces share one statement; the rows of the last go one by one.
        if piece.len() == ROWS {
            insert(tx, piece)?;
        } else {
            for one in piece {
                insert(tx, std::slice::from_ref(one))?;
            }
        }
    }
    let names = created.iter();
    let names = names.map(|c| (c.contact_id.as_str(), rules::sorted_as(c)));
    add_contact_words(tx, &book.occasion.workspace_id, names)?;
    let definitions = &book.accounts.definitions;
    let workspace_id = &book.occasion.workspace_id;
    attributes::store(tx, workspace_id, definitions, (&created, &updated))?;
    accounts.extend(created.iter().filter_map(|c| c.account_id.clone()));
    index::stale(tx, &book.occasion.workspace_id, accounts)?;
    for change in book.changes() {
        store_change(tx, book, change)?;
    }
    Ok(())
}

/// Stores new and changed accounts, and who does what for them. Gives the accounts with other
/// people than before.
pub(crate) fn write_accounts(tx: &mut Tx<'_>, book: &Book) -> Result<HashSet<String>, DbError> {
    let Occasion {
        workspace_id,
        by,
        now_us,
    } = &book.occasion;
    // An account may be a part of one that is new too.
    for (account, is_new) in book.accounts.changed() {
        if is_new {
            add_account(tx, account)?;
        } else {
            save_account(tx, account, *now_us)?;
        }
        index_account(tx, account, (is_new, &book.accounts.definitions))?;
        if !is_new && book.accounts.is_moved(&account.account_id) {
            refuse_circle(tx, account)?;
        }
    }
    let changed = book.accounts.changed();
    let changed = changed.map(|(account, _)| account.account_id.clone());
    index::stale(tx, workspace_id, changed.collect())?;
    let mut known = HashMap::new();
    for account in book.accounts.handed_over() {
        responsibility::follow_account(tx, account, &mut known, (by, *now_us))?;
    }
    let mut others = HashSet::new();
    for (account_id, role, people) in other_people(tx, book)? {
        let mut ids = Vec::with_capacity(people.len());
        for person in people {
            let called = (person.email.as_str(), person.name.as_str());
            let id = responsibility::person(tx, workspace_id, called, &mut known, *now_us)?;
            ids.push(id);
        }
        let duty = (account_id.as_str(), role.as_str(), ids.as_slice());
        responsibility::set_by_account(tx, workspace_id, duty, (by, *now_us))?;
        others.insert(account_id);
    }
    Ok(others)
}

/// Accounts and roles that are to have other people than they have.
pub(crate) fn other_people(
    tx: &mut Tx<'_>,
    book: &Book,
) -> Result<Vec<(String, String, Vec<PersonItem>)>, DbError> {
    let ids: Vec<&str> = book
        .accounts
        .people()
        .map(|((account_id, _), _)| account_id.as_str())
        .collect();
    let present = responsibility::of_accounts(tx, &book.occasion.workspace_id, &ids)?;
    let mut others = Vec::new();
    for ((account_id, role), people) in book.accounts.people() {
        let all = present.get(account_id).into_iter().flatten();
        let of_role = all.filter(|r| r.role == *role);
        let mut have: Vec<&str> = of_role.map(|r| r.email.as_str()).collect();
        let mut wanted: Vec<&str> = people.iter().map(|p| p.email.as_str()).collect();
        have.sort_unstable();
        wanted.sort_unstable();
        if have != wanted {
            others.push((account_id.clone(), role.clone(), people.clone()));
        }
    }
    Ok(others)
}

/// Stores the words of contacts with another name than before. Gives the accounts that changed
/// contacts belong to, and belonged to.
fn renamed(tx: &mut Tx<'_>, book: &Book, updated: &[&Contact]) -> Result<Vec<String>, DbError> {
    let workspace_id = &book.occasion.workspace_id;
    let by_id: HashMap<&str, &&Contact> =
        updated.iter().map(|c| (c.contact_id.as_str(), c)).collect();
    let ids: Vec<&str> = by_id.keys().copied().collect();
    let mut accounts = Vec::new();
    for before in stored(tx, workspace_id, &ids)? {
        let Some(contact) = by_id.get(before.contact_id.as_str()) else {
            continue;
        };
        let name = rules::sorted_as(contact);
        if name != before.sorted_as {
            let id = contact.contact_id.as_str();
            remove_contact_words(tx, workspace_id, (id, &before.sorted_as))?;
            add_contact_words(tx, workspace_id, std::iter::once((id, name)))?;
        }
        accounts.extend(contact.account_id.clone());
        accounts.push(before.account_id);
    }
    Ok(accounts)
}

/// Takes what is unique from a contact that goes into another, so that the other can have it.
fn free(tx: &mut Tx<'_>, workspace_id: &str, contact_id: &str) -> Result<(), DbError> {
    tx.execute(
        "UPDATE contact SET email = NULL, external_id = NULL
         WHERE workspace_id = $1 AND contact_id = $2",
        params![workspace_id, contact_id],
    )?;
    Ok(())
}

fn insert(tx: &mut Tx<'_>, contacts: &[&Contact]) -> Result<(), DbError> {
    let mut values: Vec<Value> = Vec::with_capacity(contacts.len() * WIDTH);
    for contact in contacts {
        values.extend(row(contact)?);
    }
    let rows: Vec<String> = (0..contacts.len())
        .map(|nth| {
            let places: Vec<String> = (1..=WIDTH)
                .map(|i| format!("${}", nth * WIDTH + i))
                .collect();
            format!("({})", places.join(", "))
        })
        .collect();
    tx.execute(
        &format!("INSERT INTO contact ({COLUMNS}) VALUES {}", rows.join(", ")),
        &values,
    )?;
    Ok(())
}

fn row(contact: &Contact) -> Result<[Value; WIDTH], DbError> {
    Ok([
        (&contact.workspace_id).into(),
        (&contact.contact_id).into(),
        contact.external_id.as_deref().into(),
        contact.email.as_deref().into(),
        contact.domain().into(),
        contact.name.as_deref().into(),
        contact.first_name.as_deref().into(),
        rules::sorted_as(contact).into(),
        contact.language.as_deref().into(),
        contact.zone.as_deref().into(),
        contact.account_id.as_deref().unwrap_or_default().into(),
        contact.employee.into(),
        json(&contact.attributes)?.into(),
        contact.consent.as_str().into(),
        contact.consent_at_us.into(),
        contact.bounced_at_us.into(),
        contact.opted_out_at_us.into(),
        contact.complained_at_us.into(),
        standing_name(contact.own_standing()).into(),
        contact.revision.into(),
        contact.created_at_us.into(),
        contact.changed_at_us.into(),
    ])
}

fn store_change(tx: &mut Tx<'_>, book: &Book, change: &Change) -> Result<(), DbError> {
    let workspace_id = &book.occasion.workspace_id;
    match change {
        Change::Merge { old_id, contact_id } => {
            move_all(tx, workspace_id, (old_id, contact_id), book.occasion.now_us)
        }
        Change::Alias {
            kind,
            value,
            contact_id,
        } => tx
            .execute(
                "INSERT INTO contact_alias (workspace_id, kind, value, contact_id)
                 VALUES ($1, $2, $3, $4) ON CONFLICT (workspace_id, kind, value)
                 DO UPDATE SET contact_id = excluded.contact_id",
                params![workspace_id, kind.as_str(), value, contact_id],
            )
            .map(drop),
        Change::Unalias { kind, value } => tx
            .execute(
                "DELETE FROM contact_alias
                 WHERE workspace_id = $1 AND kind = $2 AND value = $3",
                params![workspace_id, kind.as_str(), value],
            )
            .map(drop),
        Change::Block(entry) => block(tx, workspace_id, entry).map(drop),
        Change::Log { contact_id, line } => log(tx, workspace_id, contact_id, line),
    }
}

/// Makes everything that hangs on one contact hang on another, and the one go.
fn move_all(
    tx: &mut Tx<'_>,
    workspace_id: &str,
    (old_id, contact_id): (&str, &str),
    now_us: i64,
) -> Result<(), DbError> {
    for table in ["contact_alias", "contact_merged", "contact_log"] {
        tx.execute(
            &format!(
                "UPDATE {table} SET contact_id = $3 WHERE workspace_id = $1 AND contact_id = $2"
            ),
            params![workspace_id, old_id, contact_id],
        )?;
    }
    for gone in stored(tx, workspace_id, &[old_id])? {
        remove_contact_words(tx, workspace_id, (old_id, &gone.sorted_as))?;
        attributes::remove(tx, workspace_id, old_id)?;
        index::stale(tx, workspace_id, vec![gone.account_id])?;
    }
    tx.execute(
        "INSERT INTO contact_merged (workspace_id, old_id, contact_id, merged_at_us)
         VALUES ($1, $2, $3, $4)",
        params![workspace_id, old_id, contact_id, now_us],
    )?;
    tx.execute(
        "DELETE FROM contact WHERE workspace_id = $1 AND contact_id = $2",
        params![workspace_id, old_id],
    )?;
    Ok(())
}
