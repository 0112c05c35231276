//! The accounts at hand.

use std::collections::{BTreeMap, HashMap, HashSet};

use platform::id;

use super::Occasion;
use crate::attribute::{Definitions, Noun};
use crate::item::{AccountItem, PersonItem, Said};
use crate::model::Account;
use crate::responsibility::DEPTH_MAX;
use crate::rules::{self, field};
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
    /// Those that are a part of another one than before.
    moved: HashSet<String>,
    /// Who is to have a role of an account.
    people: BTreeMap<(String, String), Vec<PersonItem>>,
    /// What attributes are.
    pub(crate) definitions: Definitions,
    /// The roles there are.
    pub(crate) roles: HashSet<String>,
}

impl Accounts {
    pub(crate) fn know(&mut self, account: Account) {
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

    /// Takes in an account above others, which nothing is said of: it isn't found by its name.
    pub(crate) fn know_above(&mut self, account: Account) {
        self.accounts
            .entry(account.account_id.clone())
            .or_insert(account);
    }

    /// Says `item` of the account it belongs to, or of a new one; gives its id and whether that
    /// changed anything.
    pub(crate) fn put(
        &mut self,
        occasion: &Occasion,
        item: &AccountItem,
    ) -> Result<(String, bool), Wrong> {
        let attributes = self.definitions.checked(Noun::Account, &item.attributes)?;
        if let Some(role) = item.people.keys().find(|role| !self.roles.contains(*role)) {
            return Err(Wrong::NoRole(role.clone()));
        }
        let meant = self.meant(item)?;
        let parent = self.parent(occasion, (meant.as_deref(), item))?;
        let is_known = meant.is_some();
        let account_id = match meant {
            Some(account_id) => account_id,
            None => self.add(occasion, item)?,
        };
        let changed = !is_known | self.change(&account_id, (item, &attributes), parent)?;
        for (role, people) in &item.people {
            let key = (account_id.clone(), role.clone());
            self.people.insert(key, people.clone());
        }
        Ok((account_id, changed))
    }

    /// The account an item is to be a part of; made when it isn't known.
    fn parent(
        &mut self,
        occasion: &Occasion,
        (account_id, item): (Option<&str>, &AccountItem),
    ) -> Result<Said<String>, Wrong> {
        let above = match &item.parent {
            Said::Nothing => return Ok(Said::Nothing),
            Said::Empty => return Ok(Said::Empty),
            Said::Value(above) => above,
        };
        let meant = self.meant(above).map_err(|_| Wrong::NoParent)?;
        let Some(parent_id) = meant else {
            let key = |item: &AccountItem| item.name.as_deref().map(rules::name_key);
            let is_itself = above.external_id.is_some() && above.external_id == item.external_id
                || above.external_id.is_none() && key(above) == key(item);
            if is_itself {
                return Err(Wrong::Circle);
            }
            return self.add(occasion, above).map(Said::Value);
        };
        let mut next = Some(parent_id.as_str());
        let mut above = 0;
        while let Some(id) = next {
            if account_id == Some(id) {
                return Err(Wrong::Circle);
            }
            above += 1;
            if above > DEPTH_MAX {
                return Err(Wrong::TooDeep(DEPTH_MAX));
            }
            next = self.accounts.get(id).and_then(|a| a.parent_id.as_deref());
        }
        Ok(Said::Value(parent_id))
    }

    fn meant(&self, item: &AccountItem) -> Result<Option<String>, Wrong> {
        if let Some(account_id) = &item.account_id {
            let known = self.accounts.contains_key(account_id);
            return known
                .then(|| Some(account_id.clone()))
                .ok_or(Wrong::NoSuchAccount);
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
    fn change(
        &mut self,
        account_id: &str,
        (item, attributes): (&AccountItem, &field::Said),
        parent: Said<String>,
    ) -> Result<bool, Wrong> {
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
        parent.put(&mut account.parent_id);
        for (name, value) in attributes {
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
        if account.parent_id != before.parent_id {
            self.moved.insert(account_id.to_owned());
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

    /// Whether an account is new.
    pub(crate) fn is_new(&self, account_id: &str) -> bool {
        self.new.contains(account_id)
    }

    /// Whether an account is a part of another one than before.
    pub(crate) fn is_moved(&self, account_id: &str) -> bool {
        self.moved.contains(account_id)
    }

    /// Who is to have a role of an account: account and role with the people.
    pub(crate) fn people(&self) -> impl Iterator<Item = (&(String, String), &Vec<PersonItem>)> {
        self.people.iter()
    }

    /// Ids of accounts above others that aren't at hand.
    pub(crate) fn missing_parents(&self) -> Vec<String> {
        let above = self.accounts.values().filter_map(|a| a.parent_id.clone());
        let mut missing: Vec<String> = above.filter(|id| !self.accounts.contains_key(id)).collect();
        missing.sort_unstable();
        missing.dedup();
        missing
    }
}
