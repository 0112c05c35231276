//! Contacts and accounts as programs send them, and their way to what is checked.

use platform::id;
use platform::web::{FieldError, UniqueMap};
use serde::Deserialize;
use serde_json::Value;

use crate::item::{AccountItem, Item, Said};
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
pub(crate) struct SentAccount {
    account_id: Option<String>,
    external_id: Option<String>,
    name: Option<String>,
    responsible: Said<SentResponsible>,
    attributes: UniqueMap<Value>,
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

    fn attributes(
        &mut self,
        given: &UniqueMap<Value>,
    ) -> std::collections::BTreeMap<String, Option<String>> {
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
                std::collections::BTreeMap::new()
            }
        }
    }

    fn end<T>(self, value: T) -> Result<T, Vec<FieldError>> {
        if self.errors.is_empty() {
            Ok(value)
        } else {
            Err(self.errors)
        }
    }
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
    /// The checked item. Errors point below `at`.
    pub(crate) fn item(&self, at: &str) -> Result<AccountItem, Vec<FieldError>> {
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
        let item = AccountItem {
            account_id: self.account_id.clone(),
            external_id: line(&mut faults, "/external_id", &self.external_id),
            name: line(&mut faults, "/name", &self.name),
            responsible_name: faults.said("/responsible/name", &name, field::line),
            responsible_email: faults.said("/responsible/email", &email, field::email),
            attributes: faults.attributes(&self.attributes),
        };
        if self.account_id.as_deref().is_some_and(|id| !id::is_id(id)) {
            faults.add("", &Wrong::NoAccount);
        }
        let named = self.account_id.is_some() || self.external_id.is_some() || self.name.is_some();
        if !named {
            faults.add("", &Wrong::NoAccount);
        }
        faults.end(item)
    }
}
