//! Changing the contact somebody looks at, rather than whichever one is meant.

use super::{AliasKind, Book, Change, room_for_attributes};
use crate::item::Item;
use crate::wrong::Wrong;

impl Book {
    /// Says `item` of the contact with this id, as somebody who looks at it does: an address or id
    /// it had before may be its own again, but nobody else's.
    pub(crate) fn change(&mut self, contact_id: &str, item: &Item) -> Result<bool, Wrong> {
        let item = &*self.typed(item)?;
        let others = |found: Option<&String>| found.filter(|id| *id != contact_id).cloned();
        if let Some(email) = item.email.value() {
            if let Some(other) = others(self.by_email.get(email)) {
                let other = self.contacts.get(&other);
                return Err(Wrong::AddressTaken(
                    other.map_or_else(String::new, |c| c.title().to_owned()),
                ));
            }
            self.forget(contact_id, AliasKind::Email, email);
        }
        if let Some(id) = &item.external_id {
            if others(self.by_external_id.get(id)).is_some() {
                return Err(Wrong::ExternalIdTaken);
            }
            self.forget(contact_id, AliasKind::ExternalId, id);
            if let Some(contact) = self.contacts.get_mut(contact_id)
                && contact.external_id.as_ref() != Some(id)
            {
                contact.external_id = Some(id.clone());
                self.touch(contact_id);
            }
            self.by_external_id
                .insert(id.clone(), contact_id.to_owned());
        }
        room_for_attributes(self.contacts.get(contact_id), item)?;
        let account = self.account_of(item)?;
        let (changed, stays_out) = self.apply(contact_id, item, account);
        let somebody = self
            .contacts
            .get(contact_id)
            .is_some_and(|c| c.email.is_some() || c.external_id.is_some());
        if stays_out {
            Err(Wrong::OptInByItself)
        } else if !somebody {
            Err(Wrong::NobodyInParticular)
        } else {
            Ok(changed)
        }
    }

    /// Forgets that `value` is a former one of this contact.
    fn forget(&mut self, contact_id: &str, kind: AliasKind, value: &str) {
        let present = self.contacts.get(contact_id).and_then(|c| match kind {
            AliasKind::ExternalId => c.external_id.clone(),
            AliasKind::Email => c.email.clone(),
        });
        let known = self
            .aliases(kind)
            .get(value)
            .is_some_and(|id| id == contact_id);
        if known && present.as_deref() != Some(value) {
            self.aliases(kind).remove(value);
            self.changes.push(Change::Unalias {
                kind,
                value: value.to_owned(),
            });
        }
    }

    /// Takes an external id away from a contact.
    pub(crate) fn drop_external_id(&mut self, contact_id: &str) {
        if let Some(contact) = self.contacts.get_mut(contact_id)
            && let Some(id) = contact.external_id.take()
        {
            self.by_external_id.remove(&id);
            self.touch(contact_id);
        }
    }
}
