//! People as programs send them, and their way to what is checked.

use jiff::Timestamp;
use platform::Problem;
use platform::web::FieldError;
use platform::words::Language;
use serde::{Deserialize, Deserializer};

use super::service::{Change, NewPerson};
use crate::model::Role;

/// A value that may be left out, or taken away by null.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) enum Given<T> {
    /// Left out: stays as it is.
    #[default]
    Not,
    /// From now on; nothing takes it away.
    As(Option<T>),
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Given<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Option::deserialize(deserializer).map(Self::As)
    }
}

/// Somebody to add.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct SentPerson {
    email: String,
    #[serde(default)]
    name: String,
    role: Option<String>,
    language: Option<String>,
    lead_id: Option<String>,
    team_id: Option<String>,
    #[serde(default)]
    pub(super) invite: bool,
}

impl SentPerson {
    pub(super) fn checked(self) -> Result<NewPerson, Problem> {
        let mut errors = Vec::new();
        let new = NewPerson {
            email: self.email,
            name: self.name,
            role: take(&mut errors, self.role.as_deref(), role).unwrap_or(Role::Employee),
            language: take(&mut errors, self.language.as_deref(), language).unwrap_or_default(),
            lead_id: self.lead_id,
            team_id: self.team_id,
            password: None,
        };
        if errors.is_empty() {
            Ok(new)
        } else {
            Err(Problem::all_invalid(errors))
        }
    }
}

/// What is to change of somebody.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct SentChange {
    name: Option<String>,
    role: Option<String>,
    language: Option<String>,
    lead_id: Given<String>,
    team_id: Given<String>,
    away_until: Given<String>,
    deputy_id: Given<String>,
    active: Option<bool>,
}

impl SentChange {
    pub(super) fn checked(self) -> Result<Change, Problem> {
        let mut errors = Vec::new();
        let away_until_us = match self.away_until {
            Given::Not => Given::Not,
            Given::As(text) => Given::As(take(&mut errors, text.as_deref(), moment)),
        };
        let change = Change {
            name: self.name,
            role: take(&mut errors, self.role.as_deref(), role),
            language: take(&mut errors, self.language.as_deref(), language),
            lead_id: self.lead_id,
            team_id: self.team_id,
            away_until_us,
            deputy_id: self.deputy_id,
            active: self.active,
        };
        if errors.is_empty() {
            Ok(change)
        } else {
            Err(Problem::all_invalid(errors))
        }
    }
}

/// Reads a text that was sent; what is wrong with it joins `errors`.
fn take<T>(
    errors: &mut Vec<FieldError>,
    text: Option<&str>,
    read: impl FnOnce(&str) -> Result<T, FieldError>,
) -> Option<T> {
    match read(text?) {
        Ok(value) => Some(value),
        Err(error) => {
            errors.push(error);
            None
        }
    }
}

pub(super) fn role(text: &str) -> Result<Role, FieldError> {
    text.parse().map_err(|e: String| FieldError::new("role", e))
}

pub(super) fn language(text: &str) -> Result<Language, FieldError> {
    Language::ALL
        .into_iter()
        .find(|language| language.code() == text)
        .ok_or_else(|| FieldError::new("language", "a language is en or nl"))
}

fn moment(text: &str) -> Result<i64, FieldError> {
    text.parse()
        .map(|at: Timestamp| at.as_microsecond())
        .map_err(|_| FieldError::new("away_until", "give a moment, such as 2026-12-01T08:00:00Z"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn left_out_and_null_differ() {
        let read = |json: &str| {
            let sent: SentChange = serde_json::from_str(json).expect("JSON of this form");
            sent.checked()
        };
        let change = read("{}").expect("fits");
        assert_eq!(change.lead_id, Given::Not);
        let change = read(r#"{"lead_id":null,"away_until":null}"#).expect("fits");
        assert_eq!(change.lead_id, Given::As(None));
        assert_eq!(change.away_until_us, Given::As(None));
        let change = read(r#"{"away_until":"1970-01-01T01:00:01+01:00"}"#).expect("fits");
        assert_eq!(change.away_until_us, Given::As(Some(1_000_000)));
        for bad in [
            r#"{"role":"boss"}"#,
            r#"{"language":"de"}"#,
            r#"{"away_until":"tomorrow"}"#,
        ] {
            assert!(read(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn who_is_added_without_a_role_works() {
        let sent: SentPerson = serde_json::from_str(r#"{"email":"a@b.example"}"#).expect("JSON");
        assert_eq!(sent.checked().expect("fits").role, Role::Employee);
    }
}
