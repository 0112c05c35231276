//! What is known of the contacts and accounts at hand, and what becomes of it when something is
//! said: the rules of an upsert, without a database. The store fills a book before and writes its
//! changes after; a dry run just throws it away.

mod accounts;
mod change;
mod one;

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};

use platform::id;

pub(crate) use change::{AliasKind, Change};

use crate::attribute::Noun;
use crate::item::{Item, Said};
use crate::model::{Account, Blocked, BlockedKind, Consent, Contact, Logged};
use crate::rules;
use crate::wrong::Wrong;

/// What became of an item.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// A new contact.
    Created,
    /// A known one, changed.
    Updated,
    /// A known one that says this already.
    Unchanged,
    /// Several known ones that became one.
    Merged,
}

impl Outcome {
    /// As sent.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Created => "created",
            Self::Updated => "updated",
            Self::Unchanged => "unchanged",
            Self::Merged => "merged",
        }
    }
}

/// The contact an item went into.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Put {
    /// Its id.
    pub contact_id: String,
    /// What became of it.
    pub outcome: Outcome,
    /// Consent was said, but an earlier opt-out, refusal or complaint stands.
    pub stays_out: bool,
}

/// Who says something, and when.
#[derive(Clone, Debug, Default)]
pub struct Occasion {
    /// The workspace.
    pub workspace_id: String,
    /// A user's name, or empty for a program.
    pub by: String,
    /// Now.
    pub now_us: i64,
}

/// Contacts and accounts by everything they are found by, and the changes so far.
#[derive(Clone, Debug, Default)]
pub(crate) struct Book {
    pub(crate) occasion: Occasion,
    contacts: HashMap<String, Contact>,
    /// Own and former external ids.
    by_external_id: HashMap<String, String>,
    /// Present and former addresses.
    by_email: HashMap<String, String>,
    new: HashSet<String>,
    /// Changed contacts, in the order of their last change.
    touched: Vec<String>,
    pub(crate) accounts: accounts::Accounts,
    changes: Vec<Change>,
}

impl Book {
    pub(crate) fn new(occasion: Occasion) -> Self {
        Self {
            occasion,
            ..Self::default()
        }
    }

    /// Takes in a stored contact.
    pub(crate) fn know(&mut self, contact: Contact) {
        let contact_id = contact.contact_id.clone();
        if let Some(external_id) = &contact.external_id {
            self.by_external_id
                .insert(external_id.clone(), contact_id.clone());
        }
        if let Some(email) = &contact.email {
            self.by_email.insert(email.clone(), contact_id.clone());
        }
        self.contacts.insert(contact_id, contact);
    }

    /// Takes in what a contact was known by before.
    pub(crate) fn know_alias(&mut self, kind: AliasKind, value: String, contact_id: String) {
        self.aliases(kind).insert(value, contact_id);
    }

    fn aliases(&mut self, kind: AliasKind) -> &mut HashMap<String, String> {
        match kind {
            AliasKind::ExternalId => &mut self.by_external_id,
            AliasKind::Email => &mut self.by_email,
        }
    }

    /// Takes in a stored account.
    pub(crate) fn know_account(&mut self, account: Account) {
        self.accounts.know(account);
    }

    #[cfg(test)]
    pub(crate) fn contact(&self, contact_id: &str) -> Option<&Contact> {
        self.contacts.get(contact_id)
    }

    /// Says `item`: of the contact it belongs to, or of a new one.
    pub(crate) fn put(&mut self, item: &Item) -> Result<Put, Wrong> {
        let (kept, others) = self.meant(item)?;
        // Whatever can be wrong shows before anything is changed.
        let known = kept.as_ref().and_then(|id| self.contacts.get(id));
        let item = &self.typed(item)?;
        room_for_attributes(known, item)?;
        let account = self.account_of(item)?;
        let mut merged = false;
        let known = kept.is_some();
        let contact_id = kept.unwrap_or_else(|| self.add(item));
        for other in others {
            self.merge(&contact_id, &other);
            merged = true;
        }
        let (changed, stays_out) = self.apply(&contact_id, item, account);
        let outcome = match (known, merged, changed) {
            (false, ..) => Outcome::Created,
            (_, true, _) => Outcome::Merged,
            (_, _, true) => Outcome::Updated,
            _ => Outcome::Unchanged,
        };
        Ok(Put {
            contact_id,
            outcome,
            stays_out,
        })
    }

    /// An item with its attributes as their kinds are written.
    fn typed<'i>(&self, item: &'i Item) -> Result<Cow<'i, Item>, Wrong> {
        let definitions = &self.accounts.definitions;
        if definitions.is_empty() || item.attributes.is_empty() {
            return Ok(Cow::Borrowed(item));
        }
        let attributes = definitions.checked(Noun::Contact, &item.attributes)?;
        Ok(Cow::Owned(Item {
            attributes,
            ..item.clone()
        }))
    }

    /// The contact an item is about, and others that turn out to be the same person.
    fn meant(&self, item: &Item) -> Result<(Option<String>, Vec<String>), Wrong> {
        if !item.is_somebody() {
            return Err(Wrong::NobodyInParticular);
        }
        let (ids, emails) = item.keys();
        let mut kept: Option<&String> = None;
        for id in &ids {
            match (kept, self.by_external_id.get(*id)) {
                (None, found) => kept = found,
                (Some(kept), Some(found)) if kept != found => {
                    return Err(Wrong::AddressTaken((*id).to_owned()));
                }
                _ => {}
            }
        }
        let (mut others, mut seen) = (Vec::new(), HashSet::new());
        for email in &emails {
            let Some(found) = self.by_email.get(*email) else {
                continue;
            };
            let Some(kept) = kept else {
                kept = Some(found);
                continue;
            };
            if kept == found || seen.contains(found) {
                continue;
            }
            match self.contacts.get(found).map(|c| c.external_id.as_deref()) {
                Some(Some(id)) if item.email.value().is_some_and(|e| e == *email) => {
                    return Err(Wrong::AddressTaken(id.to_owned()));
                }
                Some(None) => {
                    seen.insert(found);
                    others.push(found.clone());
                }
                _ => {}
            }
        }
        Ok((kept.cloned(), others))
    }

    fn add(&mut self, item: &Item) -> String {
        let contact_id = id::new();
        let contact = Contact {
            workspace_id: self.occasion.workspace_id.clone(),
            contact_id: contact_id.clone(),
            external_id: item.external_id.clone(),
            email: item.email.value().cloned(),
            created_at_us: self.occasion.now_us,
            changed_at_us: self.occasion.now_us,
            ..Contact::default()
        };
        self.know(contact);
        self.new.insert(contact_id.clone());
        self.touch(&contact_id);
        contact_id
    }

    fn touch(&mut self, contact_id: &str) {
        self.touched.retain(|id| id != contact_id);
        self.touched.push(contact_id.to_owned());
    }

    fn log(&mut self, contact_id: &str, what: &str, detail: String) {
        let line = Logged {
            at_us: self.occasion.now_us,
            what: what.to_owned(),
            by: self.occasion.by.clone(),
            detail,
        };
        let contact_id = contact_id.to_owned();
        self.changes.push(Change::Log { contact_id, line });
    }

    /// Says `item` of this contact. Whether that changed it, and whether an opt-out stands against
    /// a consent that was said.
    fn apply(&mut self, contact_id: &str, item: &Item, account: Option<String>) -> (bool, bool) {
        let Some(before) = self.contacts.get(contact_id).cloned() else {
            return (false, false);
        };
        let mut contact = before.clone();
        let learned = self.take_ids(&mut contact, item);
        self.take_email(&mut contact, &item.email);
        item.name.put(&mut contact.name);
        item.first_name.put(&mut contact.first_name);
        item.language.put(&mut contact.language);
        item.zone.put(&mut contact.zone);
        match (&item.account, account) {
            (Said::Empty, _) => contact.account_id = None,
            (_, Some(id)) => contact.account_id = Some(id),
            _ => {}
        }
        contact.employee = item.employee.unwrap_or(contact.employee);
        take_attributes(&mut contact, item);
        let stays_out = self.take_wishes(&mut contact, item);
        let changed = contact != before;
        if changed {
            self.contacts.insert(contact_id.to_owned(), contact);
            self.touch(contact_id);
        }
        (changed || learned, stays_out)
    }

    /// The id of the account an item names, made or changed as the item says.
    fn account_of(&mut self, item: &Item) -> Result<Option<String>, Wrong> {
        let Said::Value(said) = &item.account else {
            return Ok(None);
        };
        let (account_id, _) = self.accounts.put(&self.occasion, said)?;
        Ok(Some(account_id))
    }

    /// Gives a contact its external id; further ones are remembered as meaning it too.
    fn take_ids(&mut self, contact: &mut Contact, item: &Item) -> bool {
        let mut learned = false;
        for id in item.external_id.iter().chain(item.other_ids.iter()) {
            if self.by_external_id.get(id) == Some(&contact.contact_id) {
                continue;
            }
            self.by_external_id
                .insert(id.clone(), contact.contact_id.clone());
            if contact.external_id.is_none() {
                contact.external_id = Some(id.clone());
            } else {
                self.changes.push(Change::Alias {
                    kind: AliasKind::ExternalId,
                    value: id.clone(),
                    contact_id: contact.contact_id.clone(),
                });
                learned = true;
            }
        }
        learned
    }

    /// Gives a contact its address, unless it is one it had before it was merged. A new address
    /// hasn't bounced yet.
    fn take_email(&mut self, contact: &mut Contact, said: &Said<String>) {
        let new = match said {
            Said::Nothing => return,
            Said::Empty => None,
            Said::Value(email) => Some(email),
        };
        let known = new.and_then(|email| self.by_email.get(email));
        if contact.email.as_ref() == new || known == Some(&contact.contact_id) {
            return;
        }
        if let Some(old) = contact.email.take() {
            self.by_email.remove(&old);
            self.log(&contact.contact_id, "address", old);
        }
        contact.bounced_at_us = None;
        contact.email = new.cloned();
        if let Some(email) = new {
            self.by_email
                .insert(email.clone(), contact.contact_id.clone());
        }
    }

    /// Takes in consent and opt-out. What keeps a person from being written to is only ever added.
    fn take_wishes(&mut self, contact: &mut Contact, item: &Item) -> bool {
        let now_us = self.occasion.now_us;
        if item.opted_out && contact.opted_out_at_us.is_none() {
            contact.opted_out_at_us = Some(now_us);
            self.log(&contact.contact_id, "opted_out", String::new());
        }
        let is_out = contact.is_out();
        let said = match item.consent {
            None | Some(Consent::Unknown) => return false,
            Some(Consent::Given) if is_out && contact.consent != Consent::Given => return true,
            Some(said) => said,
        };
        let stays_out = said == Consent::Given && is_out;
        if contact.consent != said {
            contact.consent = said;
            contact.consent_at_us = Some(item.consent_at_us.unwrap_or(now_us));
            self.log(&contact.contact_id, "consent", said.as_str().to_owned());
            if let Some(source) = &item.consent_source {
                self.log(&contact.contact_id, "consent_source", source.clone());
            }
        } else if item.consent_at_us.is_some() {
            contact.consent_at_us = item.consent_at_us;
        }
        stays_out
    }

    /// Puts contact `other` into `kept`: from now on whatever means the one means the other.
    pub(crate) fn merge(&mut self, kept: &str, other: &str) {
        if kept == other {
            return;
        }
        let Some(gone) = self.contacts.remove(other) else {
            return;
        };
        let Some(contact) = self.contacts.get_mut(kept) else {
            self.contacts.insert(other.to_owned(), gone);
            return;
        };
        rules::merge(contact, &gone);
        let contact = contact.clone();
        for map in [&mut self.by_external_id, &mut self.by_email] {
            for id in map.values_mut().filter(|id| id.as_str() == other) {
                kept.clone_into(id);
            }
        }
        for change in &mut self.changes {
            change.moved(other, kept);
        }
        self.new.remove(other);
        self.touched.retain(|id| id != other);
        self.changes.push(Change::Merge {
            old_id: other.to_owned(),
            contact_id: kept.to_owned(),
        });
        self.remember(&contact, &gone);
        let title = gone.title().to_owned();
        self.log(kept, "merged", title);
        self.touch(kept);
    }

    /// Remembers what `gone` was known by, and that nobody wanted it to be written to.
    fn remember(&mut self, contact: &Contact, gone: &Contact) {
        let former = [
            (
                AliasKind::ExternalId,
                &gone.external_id,
                &contact.external_id,
            ),
            (AliasKind::Email, &gone.email, &contact.email),
        ];
        for (kind, old, present) in former {
            if let Some(value) = old.clone().filter(|_| old != present) {
                self.changes.push(Change::Alias {
                    kind,
                    value,
                    contact_id: contact.contact_id.clone(),
                });
            }
        }
        if gone.do_not_contact
            && gone.email != contact.email
            && let Some(value) = contact.email.clone()
        {
            self.changes.push(Change::Block(Blocked {
                kind: BlockedKind::Email,
                value,
                reason: gone.email.clone().unwrap_or_default(),
                by: self.occasion.by.clone(),
                created_at_us: self.occasion.now_us,
            }));
        }
    }

    /// New contacts, in the order they were made.
    pub(crate) fn created(&self) -> impl Iterator<Item = &Contact> {
        self.touched
            .iter()
            .filter(|id| self.new.contains(*id))
            .filter_map(|id| self.contacts.get(id))
    }

    /// Stored contacts that changed, in the order of their last change.
    pub(crate) fn updated(&self) -> impl Iterator<Item = &Contact> {
        self.touched
            .iter()
            .filter(|id| !self.new.contains(*id))
            .filter_map(|id| self.contacts.get(id))
    }

    /// What else is to be stored, in order.
    pub(crate) fn changes(&self) -> &[Change] {
        &self.changes
    }
}

/// Whether the attributes an item brings fit beside those that are there.
fn room_for_attributes(contact: Option<&Contact>, item: &Item) -> Result<(), Wrong> {
    let is_new = |name: &&String| contact.is_none_or(|c| !c.attributes.contains_key(*name));
    let brought = item.attributes.iter().filter(|(_, value)| value.is_some());
    let new = brought.map(|(name, _)| name).filter(is_new).count();
    if new > 0 && contact.map_or(0, |c| c.attributes.len()) + new > rules::ATTRIBUTES_MAX {
        return Err(Wrong::TooManyAttributes(rules::ATTRIBUTES_MAX));
    }
    Ok(())
}

fn take_attributes(contact: &mut Contact, item: &Item) {
    for (name, value) in &item.attributes {
        match value {
            Some(value) => contact.attributes.insert(name.clone(), value.clone()),
            None => contact.attributes.remove(name),
        };
    }
}

#[cfg(test)]
mod tests;
