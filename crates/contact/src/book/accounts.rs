//! The accounts at hand.

use std::collections::{HashMap, HashSet};

use platform::id;

use super::Occasion;
use crate::item::AccountItem;
use crate::model::Account;
use crate::rules;
use crate::wrong::Wrong;

/// Accounts by everything they are found by.
#[derive(Clone, Debug, Default)]
pub(crate) struct Accounts {
    accounts: HashMap<String, Account>,
    by_external_id: HashMap<String, String>,
    /// By name key; of several with one name the first.
    by_name: HashMap<String, String>,
    new: HashSet<String>,
    /// Changed ones, each once.
    touched: Vec<String>,
    /// Those with another responsible person than before.
    handed_over: HashSet<String>,
}

impl Accounts {
    pub(super) fn know(&mut self, account: Account) {
        let account_id = account.account_id.clone();
        if let Some(external_id) = &account.external_id {
            self.by_external_id
                .insert(external_id.clone(), account_id.clone());
        }
        self.by_name
            .entry(rules::name_key(&account.name))
            .or_insert_with(|| account_id.clone());
        self.accounts.insert(account_id, account);
    }

    /// Says `item` of the account it belongs to, or of a new one; gives its id and whether that
    /// changed anything.
    pub(crate) fn put(
        &mut self,
        occasion: &Occasion,
        item: &AccountItem,
    ) -> Result<(String, bool), Wrong> {
        let account_id = match self.meant(item)? {
            Some(account_id) => account_id,
            None => self.add(occasion, item)?,
        };
        let changed = self.change(&account_id, item)?;
        Ok((account_id, changed))
    }

    fn meant(&self, item: &AccountItem) -> Result<Option<String>, Wrong> {
        if let Some(account_id) = &item.account_id {
            let known = self.accounts.contains_key(account_id);
            return known
                .then(|| Some(account_id.clone()))
                .ok_or(Wrong::NoAccount);
        }
        let named = item.name.as_deref().map(rules::name_key);
        let named = named.and_then(|key| self.by_name.get(&key)).cloned();
        let Some(external_id) = &item.external_id else {
            return Ok(named);
        };
        if let Some(found) = self.by_external_id.get(external_id) {
            return Ok(Some(found.clone()));
        }
        // An account known by its name alone now gets its id.
        let nameless = |id: &String| {
            self.accounts
                .get(id)
                .is_some_and(|a| a.external_id.is_none())
        };
        Ok(named.filter(nameless))
    }

    fn add(&mut self, occasion: &Occasion, item: &AccountItem) -> Result<String, Wrong> {
        let name = item.name.as_ref().or(item.external_id.as_ref());
        let account = Account {
            workspace_id: occasion.workspace_id.clone(),
            account_id: id::new(),
            external_id: item.external_id.clone(),
            name: name.ok_or(Wrong::NoAccount)?.clone(),
            created_at_us: occasion.now_us,
            changed_at_us: occasion.now_us,
            ..Account::default()
        };
        let account_id = account.account_id.clone();
        self.know(account);
        self.new.insert(account_id.clone());
        self.touched.push(account_id.clone());
        Ok(account_id)
    }

    /// Says `item` of the account with this id.
    pub(crate) fn change(&mut self, account_id: &str, item: &AccountItem) -> Result<bool, Wrong> {
        let before = self.accounts.get(account_id).ok_or(Wrong::NoAccount)?;
        let mut account = before.clone();
        if let Some(external_id) = &item.external_id {
            let other = self.by_external_id.get(external_id);
            if other.is_some_and(|id| id != account_id) {
                return Err(Wrong::ExternalIdTaken);
            }
            account.external_id = Some(external_id.clone());
        }
        if let Some(name) = &item.name
            && (item.external_id.is_some()
                || item.account_id.is_some()
                || rules::name_key(name) != rules::name_key(&account.name))
        {
            account.name.clone_from(name);
        }
        item.responsible_name.put(&mut account.responsible.name);
        item.responsible_email.put(&mut account.responsible.email);
        for (name, value) in &item.attributes {
            match value {
                Some(value) => account.attributes.insert(name.clone(), value.clone()),
                None => account.attributes.remove(name),
            };
        }
        if account.attributes.len() > rules::ATTRIBUTES_MAX {
            return Err(Wrong::TooManyAttributes(rules::ATTRIBUTES_MAX));
        }
        if account == *before {
            return Ok(false);
        }
        if account.responsible != before.responsible {
            self.handed_over.insert(account_id.to_owned());
        }
        self.know(account);
        if !self.touched.iter().any(|id| id == account_id) {
            self.touched.push(account_id.to_owned());
        }
        Ok(true)
    }

    #[cfg(test)]
    pub(crate) fn get(&self, account_id: &str) -> Option<&Account> {
        self.accounts.get(account_id)
    }

    /// New and changed accounts, with whether they are new.
    pub(crate) fn changed(&self) -> impl Iterator<Item = (&Account, bool)> {
        self.touched
            .iter()
            .filter_map(|id| Some((self.accounts.get(id)?, self.new.contains(id))))
    }

    /// Accounts with another responsible person than before.
    pub(crate) fn handed_over(&self) -> impl Iterator<Item = &Account> {
        let ids = self.touched.iter();
        ids.filter(|id| self.handed_over.contains(*id))
            .filter_map(|id| self.accounts.get(id))
    }
}
