//! What is said of a contact at once: by a row of a file, an item of a request, a form.

mod others;

use std::collections::BTreeMap;

use serde::{Deserialize, Deserializer};

use crate::model::Consent;

pub use others::Others;

/// What is said in one field.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Said<T> {
    /// Nothing: the field stays as it is.
    #[default]
    Nothing,
    /// That there is none: null.
    Empty,
    /// This.
    Value(T),
}

impl<T> Said<T> {
    /// The value, if one is said.
    pub fn value(&self) -> Option<&T> {
        match self {
            Self::Value(value) => Some(value),
            _ => None,
        }
    }

    /// What `later` says, or this where it says nothing.
    fn then(&mut self, later: Self) {
        if !matches!(later, Self::Nothing) {
            *self = later;
        }
    }

    /// Puts what is said into `field`.
    pub(crate) fn put(&self, field: &mut Option<T>)
    where
        T: Clone,
    {
        match self {
            Self::Nothing => {}
            Self::Empty => *field = None,
            Self::Value(value) => *field = Some(value.clone()),
        }
    }

    /// The same with the value checked.
    pub(crate) fn check<U, E>(&self, check: impl FnOnce(&T) -> Result<U, E>) -> Result<Said<U>, E> {
        Ok(match self {
            Self::Nothing => Said::Nothing,
            Self::Empty => Said::Empty,
            Self::Value(value) => Said::Value(check(value)?),
        })
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Said<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Ok(Option::deserialize(deserializer)?.map_or(Self::Empty, Self::Value))
    }
}

/// What is said of a contact, checked. Attributes without a value are taken away.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Item {
    /// Id in the system it comes from.
    pub external_id: Option<String>,
    /// Further ids of the same person, from rows that had the same address.
    pub other_ids: Others,
    /// The address, folded.
    pub email: Said<String>,
    /// Further addresses of the same person, from rows that had the same id.
    pub other_emails: Others,
    /// The whole name.
    pub name: Said<String>,
    /// The name for a salutation.
    pub first_name: Said<String>,
    /// A language code.
    pub language: Said<String>,
    /// A time zone's name.
    pub zone: Said<String>,
    /// The account.
    pub account: Said<AccountItem>,
    /// Works for the company that asks.
    pub employee: Option<bool>,
    /// What they said about being asked.
    pub consent: Option<Consent>,
    /// When they said so.
    pub consent_at_us: Option<i64>,
    /// Where that can be shown, in words.
    pub consent_source: Option<String>,
    /// They unsubscribed elsewhere.
    pub opted_out: bool,
    /// Attributes; none takes one away.
    pub attributes: BTreeMap<String, Option<String>>,
}

/// What is said of an account, checked.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AccountItem {
    /// Its id here; nothing else finds it then.
    pub account_id: Option<String>,
    /// Id in the system it comes from.
    pub external_id: Option<String>,
    /// Its name; without an external id it is found by it.
    pub name: Option<String>,
    /// Who looks after it.
    pub responsible_name: Said<String>,
    /// Their address.
    pub responsible_email: Said<String>,
    /// The account it is a part of.
    pub parent: Said<Box<Self>>,
    /// Of each role that is named: exactly these people have it, and nobody when there are none.
    pub people: BTreeMap<String, Vec<PersonItem>>,
    /// Attributes; none takes one away.
    pub attributes: BTreeMap<String, Option<String>>,
}

/// A person who gets a responsibility; who isn't known here becomes so.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PersonItem {
    /// Their address, folded.
    pub email: String,
    /// Their name, or empty.
    pub name: String,
}

/// A field in which a later row of the same person says something else than an earlier one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Differed {
    /// The field, or the name of the attribute.
    pub field: String,
    /// What was said first.
    pub earlier: String,
    /// What was said later, and holds.
    pub later: String,
}

impl Item {
    /// Whether a contact could be found by it again.
    pub fn is_somebody(&self) -> bool {
        self.external_id.is_some() || self.email.value().is_some()
    }

    /// Leaves out what is said to be empty, for a contact that may be new.
    pub(crate) fn forget_empty(&mut self) {
        let texts = [
            &mut self.email,
            &mut self.name,
            &mut self.first_name,
            &mut self.language,
            &mut self.zone,
        ];
        for field in texts {
            if *field == Said::Empty {
                *field = Said::Nothing;
            }
        }
        if self.account == Said::Empty {
            self.account = Said::Nothing;
        }
    }

    /// Everything it may be known by: external ids, then addresses.
    pub(crate) fn keys(&self) -> (Vec<&str>, Vec<&str>) {
        let ids = self.external_id.iter().chain(self.other_ids.iter());
        let email = self.email.value().into_iter();
        let emails = email.chain(self.other_emails.iter());
        (
            ids.map(String::as_str).collect(),
            emails.map(String::as_str).collect(),
        )
    }

    /// Puts a later row of the same person on top: its values win where it has any, a refusal
    /// stands wherever it is said. Tells what differed.
    pub fn fold(&mut self, later: Self) -> Vec<Differed> {
        let mut differed = Vec::new();
        for id in later.external_id.into_iter().chain(later.other_ids) {
            self.take_id(id, &mut differed);
        }
        if let (Some(old), Some(new)) = (self.email.value(), later.email.value())
            && old != new
        {
            differed.push(difference("email", old, new));
            let old = old.clone();
            self.other_emails.remove(new);
            self.other_emails.add(old);
        }
        let mut fields = [
            ("name", &mut self.name, &later.name),
            ("first_name", &mut self.first_name, &later.first_name),
            ("language", &mut self.language, &later.language),
            ("time_zone", &mut self.zone, &later.zone),
        ];
        for (field, earlier, later) in &mut fields {
            if let (Some(old), Some(new)) = (earlier.value(), later.value())
                && old != new
            {
                differed.push(difference(field, old, new));
            }
            earlier.then((*later).clone());
        }
        self.email.then(later.email);
        self.fold_account(later.account, &mut differed);
        self.employee = later.employee.or(self.employee);
        if later.consent.is_some() && self.consent != Some(Consent::Refused) {
            self.consent = later.consent;
            self.consent_at_us = later.consent_at_us;
            self.consent_source = later.consent_source;
        }
        self.opted_out |= later.opted_out;
        for (name, value) in later.attributes {
            if let (Some(Some(old)), Some(new)) = (self.attributes.get(&name), &value)
                && old != new
            {
                differed.push(difference(&name, old, new));
            }
            self.attributes.insert(name, value);
        }
        differed
    }

    fn take_id(&mut self, id: String, differed: &mut Vec<Differed>) {
        match &self.external_id {
            None => self.external_id = Some(id),
            Some(first) if *first == id => {}
            Some(first) => {
                let difference = difference("external_id", first, &id);
                if self.other_ids.add(id) {
                    differed.push(difference);
                }
            }
        }
    }

    fn fold_account(&mut self, later: Said<AccountItem>, differed: &mut Vec<Differed>) {
        let (Said::Value(old), Said::Value(new)) = (&self.account, &later) else {
            self.account.then(later);
            return;
        };
        let called = |a: &AccountItem| a.name.clone().or_else(|| a.external_id.clone());
        let (old_name, new_name) = (
            called(old).unwrap_or_default(),
            called(new).unwrap_or_default(),
        );
        if old_name != new_name {
            differed.push(difference("account", &old_name, &new_name));
        }
        self.account.then(later);
    }
}

fn difference(field: &str, earlier: &str, later: &str) -> Differed {
    Differed {
        field: field.to_owned(),
        earlier: earlier.to_owned(),
        later: later.to_owned(),
    }
}
