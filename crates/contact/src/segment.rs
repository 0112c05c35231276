//! A segment: which contacts a programme is for.

use std::collections::BTreeMap;

use platform::web::FieldError;
use serde::{Deserialize, Serialize};

use crate::model::{Account, Contact};

/// Conditions of a segment at most.
pub const CONDITIONS_MAX: usize = 20;
/// Values of one condition at most.
pub const VALUES_MAX: usize = 200;
/// Longest name or value, in characters.
const TEXT_MAX: usize = 200;

/// Conditions that must all hold; each holds when the contact has one of its values. No conditions
/// are everybody.
///
/// Names: `language` (`nl` is also `nl-BE`), `account` (name or external id), `account.NAME` (an
/// attribute of the account), anything else an attribute of the contact.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Segment(pub BTreeMap<String, Vec<String>>);

impl Segment {
    /// Whether `contact`, of `account`, is in the segment.
    pub fn matches(&self, contact: &Contact, account: Option<&Account>) -> bool {
        self.0
            .iter()
            .all(|(name, values)| holds(name, values, contact, account))
    }

    /// Whether it can be meant. Errors point at `/NAME`, to be put behind the segment's own place.
    pub fn check(&self) -> Result<(), Vec<FieldError>> {
        let mut errors = Vec::new();
        if self.0.len() > CONDITIONS_MAX {
            let detail = format!("a segment has at most {CONDITIONS_MAX} conditions");
            errors.push(FieldError::new("", detail));
        }
        for (name, values) in &self.0 {
            if let Err(detail) = check_one(name, values) {
                let name = name.replace('~', "~0").replace('/', "~1");
                errors.push(FieldError::new(format!("/{name}"), detail));
            }
        }
        if errors.is_empty() {
            Ok(())
        } else {
            Err(errors)
        }
    }

    /// Whether it depends on the contact's account.
    pub fn asks_account(&self) -> bool {
        self.0
            .keys()
            .any(|name| name == "account" || name.starts_with("account."))
    }
}

fn check_one(name: &str, values: &[String]) -> Result<(), String> {
    let fits = |text: &str| {
        (1..=TEXT_MAX).contains(&text.chars().count()) && !text.chars().any(char::is_control)
    };
    if !fits(name) || name == "account." {
        return Err(format!(
            "give the name of an attribute, 1 to {TEXT_MAX} characters on one line"
        ));
    }
    if values.is_empty() || values.len() > VALUES_MAX {
        return Err(format!("give 1 to {VALUES_MAX} values"));
    }
    if values.iter().any(|value| !fits(value)) {
        return Err(format!(
            "a value has 1 to {TEXT_MAX} characters on one line"
        ));
    }
    Ok(())
}

fn holds(name: &str, values: &[String], contact: &Contact, account: Option<&Account>) -> bool {
    let among = |text: Option<&str>| text.is_some_and(|text| values.iter().any(|v| v == text));
    match name {
        "language" => contact.language.as_deref().is_some_and(|code| {
            let broad = code.split('-').next();
            values
                .iter()
                .any(|v| v.eq_ignore_ascii_case(code) || Some(v.as_str()) == broad)
        }),
        "account" => {
            account.is_some_and(|a| among(Some(&a.name)) || among(a.external_id.as_deref()))
        }
        _ => match name.strip_prefix("account.") {
            Some(of_account) => {
                account.is_some_and(|a| among(a.attributes.get(of_account).map(String::as_str)))
            }
            None => among(contact.attributes.get(name).map(String::as_str)),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn segment(json: &str) -> Segment {
        serde_json::from_str(json).expect("a segment")
    }

    #[test]
    fn all_conditions_must_hold_with_one_of_their_values() {
        let contact = Contact {
            language: Some("nl-BE".into()),
            attributes: [("role".to_owned(), "buyer".to_owned())].into(),
            ..Contact::default()
        };
        let account = Account {
            name: "Acme".into(),
            external_id: Some("A1".into()),
            attributes: [("industry".to_owned(), "retail".to_owned())].into(),
            ..Account::default()
        };
        for (json, with, without) in [
            ("{}", true, true),
            (r#"{"language":["nl"]}"#, true, true),
            (r#"{"language":["nl-be"]}"#, true, true),
            (r#"{"language":["nl-NL","en"]}"#, false, false),
            (r#"{"role":["user","buyer"]}"#, true, true),
            (r#"{"role":["Buyer"]}"#, false, false),
            (r#"{"rank":["buyer"]}"#, false, false),
            (r#"{"account":["A1"]}"#, true, false),
            (r#"{"account":["Acme"],"role":["buyer"]}"#, true, false),
            (r#"{"account.industry":["retail","bank"]}"#, true, false),
            (
                r#"{"account.industry":["bank"],"role":["buyer"]}"#,
                false,
                false,
            ),
        ] {
            let segment = segment(json);
            segment.check().expect("can be meant");
            assert_eq!(segment.matches(&contact, Some(&account)), with, "{json}");
            assert_eq!(segment.matches(&contact, None), without, "{json}");
        }
    }

    #[test]
    fn what_cannot_be_meant_is_refused_with_its_place() {
        for (json, place) in [
            (r#"{"role":[]}"#, "/role"),
            (r#"{"":["a"]}"#, "/"),
            (r#"{"account.":["a"]}"#, "/account."),
            (r#"{"a/b":[""]}"#, "/a~1b"),
        ] {
            let errors = segment(json).check().expect_err(json);
            assert_eq!(errors[0].pointer, place, "{json}");
        }
    }
}
