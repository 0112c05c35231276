//! What of a contact goes onto its response.

use std::collections::BTreeMap;

use contact::model::{Account, Contact};
use response::rules::{ATTRIBUTE_NAME_MAX, ATTRIBUTE_VALUE_MAX, ATTRIBUTES_MAX};

use crate::model::{Audience, Definition};

/// The name under which an account's name goes onto a response: what figures tell customers apart by.
pub(crate) const ACCOUNT: &str = "account";
/// What stands before the attributes of an account.
const OF_ACCOUNT: &str = "account.";

/// The attributes a response gets: those the programme picks; where it picks none, of customers all,
/// of employees nothing, so that nobody is known by what is said about them.
pub(crate) fn of(
    definition: &Definition,
    contact: &Contact,
    account: Option<&Account>,
) -> BTreeMap<String, String> {
    let mut all: Vec<(String, &str)> = Vec::new();
    if let Some(account) = account {
        all.push((ACCOUNT.to_owned(), &account.name));
    }
    let own = contact.attributes.iter();
    all.extend(own.map(|(name, value)| (name.clone(), value.as_str())));
    if let Some(account) = account {
        let of_account = account.attributes.iter();
        all.extend(of_account.map(|(name, value)| (format!("{OF_ACCOUNT}{name}"), value.as_str())));
    }
    let is_picked = |name: &str| match &definition.attributes {
        Some(picked) => picked.iter().any(|own| own == name),
        None => definition.audience == Audience::Customers,
    };
    let fits = |(name, value): &(String, &str)| {
        (1..=ATTRIBUTE_NAME_MAX).contains(&name.chars().count())
            && (1..=ATTRIBUTE_VALUE_MAX).contains(&value.chars().count())
    };
    let mut picked = BTreeMap::new();
    for (name, value) in all.into_iter().filter(|own| is_picked(&own.0) && fits(own)) {
        if picked.len() < ATTRIBUTES_MAX {
            picked.entry(name).or_insert_with(|| value.to_owned());
        }
    }
    picked
}

#[cfg(test)]
mod tests {
    use super::*;

    fn people() -> (Contact, Account) {
        let contact = Contact {
            attributes: [("role".to_owned(), "buyer".to_owned())].into(),
            ..Contact::default()
        };
        let account = Account {
            name: "Acme".to_owned(),
            attributes: [("industry".to_owned(), "retail".to_owned())].into(),
            ..Account::default()
        };
        (contact, account)
    }

    fn names(audience: &str, picked: serde_json::Value) -> Vec<String> {
        let mut json = serde_json::json!({
            "audience": audience,
            "schedule": { "transactional": {
                "triggers": ["a"], "cancels": [], "delay_minutes": 0, "expires_days": 1,
            }},
            "reminders": { "number": 0, "spacing_days": 7, "open_days": 28 },
        });
        if !picked.is_null() {
            json["attributes"] = picked;
        }
        let definition: Definition = serde_json::from_value(json).expect("a definition");
        let (contact, account) = people();
        of(&definition, &contact, Some(&account))
            .into_keys()
            .collect()
    }

    #[test]
    fn customers_bring_all_and_employees_nothing_unless_picked() {
        let none = serde_json::Value::Null;
        assert_eq!(
            names("customers", none.clone()),
            ["account", "account.industry", "role"]
        );
        assert!(names("employees", none).is_empty());
        let picked = serde_json::json!(["role", "nothing"]);
        assert_eq!(names("customers", picked.clone()), ["role"]);
        assert_eq!(names("employees", picked), ["role"]);
        assert!(names("customers", serde_json::json!([])).is_empty());
    }
}
