//! Who answered: the contact a programme invited, or the one whom the response's attributes name;
//! and the account, theirs or the one that is named.

use std::collections::{BTreeSet, HashMap};

use contact::rules::{folded, name_key};
use platform::{DbError, Tx};
use response::model::Attributes;

use crate::store::following::Changed;
use crate::store::people::{self, Person};
use crate::store::sought::Sought;

/// Names of attributes that name a contact or an account, whatever their case.
const CONTACT_ID: &str = "contact_id";
const CONTACT: &str = "contact";
const EMAIL: &str = "email";
const ACCOUNT_ID: &str = "account_id";
const ACCOUNT: &str = "account";

/// What a response says of who answered.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Named {
    /// Ids of the contact: of the invitation, and the attribute.
    contact_ids: Vec<String>,
    contact: Option<String>,
    email: Option<String>,
    account_id: Option<String>,
    account: Option<String>,
}

impl Named {
    pub(crate) fn of(response: &Changed) -> Self {
        let say = |name: &str| attribute(&response.attributes, name);
        let ids = response.invited.iter().cloned().chain(say(CONTACT_ID));
        Self {
            contact_ids: ids.collect(),
            contact: say(CONTACT),
            email: say(EMAIL).map(|email| folded(&email)),
            account_id: say(ACCOUNT_ID),
            account: say(ACCOUNT),
        }
    }
}

fn attribute(attributes: &Attributes, name: &str) -> Option<String> {
    let exact = attributes.get(name);
    let found = exact.or_else(|| {
        let mut others = attributes.iter();
        others
            .find(|(other, _)| other.trim().to_lowercase() == name)
            .map(|(_, value)| value)
    });
    let value = found?.trim();
    (!value.is_empty()).then(|| value.to_owned())
}

/// Contacts and accounts that some responses name.
#[derive(Debug, Default)]
pub(crate) struct Known {
    by_id: HashMap<String, Person>,
    by_external_id: HashMap<String, Person>,
    by_email: HashMap<String, Person>,
    accounts: HashMap<String, String>,
    accounts_by_external_id: HashMap<String, String>,
    accounts_by_name: HashMap<String, String>,
}

impl Known {
    /// Looks up all of them at once.
    pub(crate) fn find(
        tx: &mut Tx<'_>,
        workspace_id: &str,
        named: &[Named],
    ) -> Result<Self, DbError> {
        let ids = all(named.iter().flat_map(|one| &one.contact_ids));
        let externals = all(named.iter().filter_map(|one| one.contact.as_ref()));
        let emails = all(named.iter().filter_map(|one| one.email.as_ref()));
        let account_ids = all(named.iter().filter_map(|one| one.account_id.as_ref()));
        let accounts = all(named.iter().filter_map(|one| one.account.as_ref()));
        let keys: BTreeSet<String> = accounts.iter().map(|name| name_key(name)).collect();
        let keys: Vec<&str> = keys.iter().map(String::as_str).collect();
        Ok(Self {
            by_id: people::by_ids(tx, workspace_id, &ids)?,
            by_external_id: people::by(tx, workspace_id, "external_id", &externals)?,
            by_email: people::by(tx, workspace_id, "email", &emails)?,
            accounts: people::accounts_by(tx, workspace_id, "account_id", &account_ids)?,
            accounts_by_external_id: people::accounts_by(
                tx,
                workspace_id,
                "external_id",
                &accounts,
            )?,
            accounts_by_name: people::accounts_by(tx, workspace_id, "name_key", &keys)?,
        })
    }

    /// Contact and account of a response; `None` when somebody who works here gave it.
    pub(crate) fn who(&self, named: &Named) -> Option<(Option<String>, Option<String>)> {
        let of = |key: &Option<String>, by: &HashMap<String, Person>| {
            key.as_ref().and_then(|key| by.get(key)).cloned()
        };
        let person = named
            .contact_ids
            .iter()
            .find_map(|id| self.by_id.get(id))
            .cloned()
            .or_else(|| of(&named.contact, &self.by_external_id))
            .or_else(|| of(&named.email, &self.by_email));
        if person.as_ref().is_some_and(|one| one.is_employee) {
            return None;
        }
        let own = person.as_ref().and_then(|one| one.account_id.clone());
        let account = own.or_else(|| self.account(named));
        Some((person.map(|one| one.contact_id), account))
    }

    /// Whom a response names that nobody is yet.
    pub(crate) fn sought(
        response_id: &str,
        named: &Named,
        (contact, account): (Option<&str>, Option<&str>),
    ) -> Vec<Sought> {
        let mut all = Vec::new();
        let mut seek = |kind, value: Option<String>| {
            all.extend(value.map(|value| Sought {
                response_id: response_id.to_owned(),
                kind,
                value,
            }));
        };
        if contact.is_none() {
            seek("contact", named.contact.clone());
            seek("email", named.email.clone());
        }
        if account.is_none() {
            seek("account", named.account.as_deref().map(name_key));
        }
        all
    }

    fn account(&self, named: &Named) -> Option<String> {
        let id = named.account_id.as_ref();
        if let Some(found) = id.and_then(|id| self.accounts.get(id)) {
            return Some(found.clone());
        }
        let account = named.account.as_ref()?;
        self.accounts_by_external_id
            .get(account)
            .or_else(|| self.accounts_by_name.get(&name_key(account)))
            .cloned()
    }
}

fn all<'a>(values: impl Iterator<Item = &'a String>) -> Vec<&'a str> {
    let distinct: BTreeSet<&str> = values.map(String::as_str).collect();
    distinct.into_iter().collect()
}
