//! Contacts and accounts as programs send them, and their way to what is checked.

use std::collections::BTreeMap;

use platform::id;
use platform::web::{FieldError, UniqueMap};
use serde::Deserialize;
use serde_json::Value;

use crate::item::{AccountItem, Item, PersonItem, Said};
use crate::model::Consent;
use crate::rules::field;
use crate::wrong::Wrong;

/// A contact as it is sent. What is left out stays as it is; null takes it away.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct SentContact {
    external_id: Said<String>,
    email: Said<String>,
    name: Said<String>,
    first_name: Said<String>,
    language: Said<String>,
    time_zone: Said<String>,
    account: Said<SentAccount>,
    employee: Option<bool>,
    consent: Option<Consent>,
    consent_at: Option<String>,
    opted_out: Option<bool>,
    attributes: UniqueMap<Value>,
}

/// An account as it is sent.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct SentAccount {
    account_id: Option<String>,
    external_id: Option<String>,
    name: Option<String>,
    responsible: Said<SentResponsible>,
    parent: Said<SentParent>,
    responsibilities: UniqueMap<Value>,
    attributes: UniqueMap<Value>,
}

/// The account one is a part of, as it is sent.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct SentParent {
    account_id: Option<String>,
    external_id: Option<String>,
    name: Option<String>,
}

/// Who looks after an account, as it is sent.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct SentResponsible {
    name: Said<String>,
    email: Said<String>,
}

/// Collects mistakes with their places.
struct Faults {
    at: String,
    errors: Vec<FieldError>,
}

impl Faults {
    fn new(at: &str) -> Self {
        Self {
            at: at.to_owned(),
            errors: Vec::new(),
        }
    }

    fn add(&mut self, place: &str, wrong: &Wrong) {
        let pointer = format!("{}{place}", self.at);
        self.errors
            .push(FieldError::new(pointer, wrong.to_string()));
    }

    fn take<T: Default>(&mut self, place: &str, checked: Result<T, Wrong>) -> T {
        checked.unwrap_or_else(|wrong| {
            self.add(place, &wrong);
            T::default()
        })
    }

    fn said(
        &mut self,
        place: &str,
        said: &Said<String>,
        check: impl FnOnce(&str) -> Result<String, Wrong>,
    ) -> Said<String> {
        let checked = said.check(|text| check(text));
        self.take(place, checked)
    }

    fn attributes(&mut self, given: &UniqueMap<Value>) -> BTreeMap<String, Option<String>> {
        match field::attributes(&given.0) {
            Ok(attributes) => attributes,
            Err(wrongs) => {
                for (name, wrong) in wrongs {
                    let place = if name.is_empty() {
                        "/attributes".to_owned()
                    } else {
                        let name = name.replace('~', "~0").replace('/', "~1");
                        format!("/attributes/{name}")
                    };
                    self.add(&place, &wrong);
                }
                BTreeMap::new()
            }
        }
    }

    /// Responsibilities by role: an address, a person with address and name, several of them, or
    /// null for nobody.
    fn people(&mut self, given: &UniqueMap<Value>) -> BTreeMap<String, Vec<PersonItem>> {
        let mut all = BTreeMap::new();
        for (role, value) in &given.0 {
            let place = format!(
                "/responsibilities/{}",
                role.replace('~', "~0").replace('/', "~1")
            );
            let given: Vec<&Value> = match value {
                Value::Null => Vec::new(),
                Value::Array(several) => several.iter().collect(),
                one => vec![one],
            };
            let mut people: Vec<PersonItem> = Vec::new();
            for one in given {
                match person(one) {
                    Ok(one) if people.iter().any(|p| p.email == one.email) => {}
                    Ok(one) => people.push(one),
                    Err(wrong) => self.add(&place, &wrong),
                }
            }
            all.insert(role.clone(), people);
        }
        all
    }

    fn end<T>(self, value: T) -> Result<T, Vec<FieldError>> {
        if self.errors.is_empty() {
            Ok(value)
        } else {
            Err(self.errors)
        }
    }
}

/// A person as they are sent: an address, or an object with address and name.
fn person(value: &Value) -> Result<PersonItem, Wrong> {
    let (email, name) = match value {
        Value::String(email) => (email.as_str(), ""),
        Value::Object(parts) => {
            if parts.keys().any(|key| key != "email" && key != "name") {
                return Err(Wrong::NoAddress);
            }
            let name = match parts.get("name") {
                None | Some(Value::Null) => "",
                Some(name) => name.as_str().ok_or(Wrong::NoValue)?,
            };
            let email = parts.get("email").and_then(Value::as_str);
            (email.unwrap_or_default(), name)
        }
        _ => return Err(Wrong::NoAddress),
    };
    Ok(PersonItem {
        email: field::email(email)?,
        name: if name.is_empty() {
            String::new()
        } else {
            field::line(name)?
        },
    })
}

impl SentContact {
    /// What is said of the external id, for whoever changes a contact by its own id.
    pub(crate) fn external_id(&self) -> Said<String> {
        self.external_id.clone()
    }

    /// The checked item. Errors point below `at`.
    pub(crate) fn item(&self, at: &str, now_us: i64) -> Result<Item, Vec<FieldError>> {
        let mut faults = Faults::new(at);
        let id = faults.said("/external_id", &self.external_id, field::external_id);
        let account = match &self.account {
            Said::Nothing => Said::Nothing,
            Said::Empty => Said::Empty,
            Said::Value(sent) => match sent.item(&format!("{at}/account")) {
                Ok(account) => Said::Value(account),
                Err(errors) => {
                    faults.errors.extend(errors);
                    Said::Nothing
                }
            },
        };
        if self.opted_out == Some(false) {
            faults.add("/opted_out", &Wrong::OptInByItself);
        }
        let consent_at_us = match &self.consent_at {
            None => None,
            Some(_) if self.consent.is_none() => {
                faults.add("/consent_at", &Wrong::NoConsent);
                None
            }
            Some(text) => {
                let checked = field::moment(text, now_us).map(Some);
                faults.take("/consent_at", checked)
            }
        };
        let item = Item {
            external_id: id.value().cloned(),
            email: faults.said("/email", &self.email, field::email),
            name: faults.said("/name", &self.name, field::line),
            first_name: faults.said("/first_name", &self.first_name, field::line),
            language: faults.said("/language", &self.language, field::language),
            zone: faults.said("/time_zone", &self.time_zone, field::zone),
            account,
            employee: self.employee,
            consent: self.consent,
            consent_at_us,
            opted_out: self.opted_out.unwrap_or_default(),
            attributes: faults.attributes(&self.attributes),
            ..Item::default()
        };
        faults.end(item)
    }
}

impl SentAccount {
    /// The same, of the account with this id; one that names another is refused when it is checked.
    #[must_use]
    pub fn of(mut self, account_id: &str) -> Self {
        self.account_id = Some(account_id.to_owned());
        self
    }

    /// Whether it names an account by its id here.
    pub fn has_id(&self) -> bool {
        self.account_id.is_some()
    }

    /// The checked item. Errors point below `at`.
    pub fn item(&self, at: &str) -> Result<AccountItem, Vec<FieldError>> {
        let mut faults = Faults::new(at);
        let line = |faults: &mut Faults, place: &str, text: &Option<String>| {
            let checked = text.as_deref().map(field::line).transpose();
            faults.take(place, checked)
        };
        let (name, email) = match &self.responsible {
            Said::Nothing => (Said::Nothing, Said::Nothing),
            Said::Empty => (Said::Empty, Said::Empty),
            Said::Value(sent) => (sent.name.clone(), sent.email.clone()),
        };
        let parent = match &self.parent {
            Said::Nothing => Said::Nothing,
            Said::Empty => Said::Empty,
            Said::Value(sent) => {
                let above = AccountItem {
                    account_id: sent.account_id.clone(),
                    external_id: line(&mut faults, "/parent/external_id", &sent.external_id),
                    name: line(&mut faults, "/parent/name", &sent.name),
                    ..AccountItem::default()
                };
                if !is_named(&above) {
                    faults.add("/parent", &Wrong::NoAccount);
                }
                Said::Value(Box::new(above))
            }
        };
        let item = AccountItem {
            account_id: self.account_id.clone(),
            parent,
            people: faults.people(&self.responsibilities),
            external_id: line(&mut faults, "/external_id", &self.external_id),
            name: line(&mut faults, "/name", &self.name),
            responsible_name: faults.said("/responsible/name", &name, field::line),
            responsible_email: faults.said("/responsible/email", &email, field::email),
            attributes: faults.attributes(&self.attributes),
        };
        let said = self.account_id.is_some() || self.external_id.is_some() || self.name.is_some();
        if !said || (faults.errors.is_empty() && !is_named(&item)) {
            faults.add("", &Wrong::NoAccount);
        }
        faults.end(item)
    }
}

/// Whether an item names an account, with an id that can be one.
fn is_named(item: &AccountItem) -> bool {
    match &item.account_id {
        Some(account_id) => id::is_id(account_id),
        None => item.external_id.is_some() || item.name.is_some(),
    }
}
