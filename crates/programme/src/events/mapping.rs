//! A mapping: where in the JSON of any system stands what an event needs.

use std::collections::BTreeMap;

use platform::web::FieldError;
use serde::{Deserialize, Serialize};

use crate::rules::is_event_type;

/// Attributes, conditions and values of one mapping at most.
const ENTRIES_MAX: usize = 50;
/// Longest pointer and value, in characters.
const TEXT_MAX: usize = 200;

/// Where what stands. Places are JSON pointers (RFC 6901), as `/ticket/id`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Mapping {
    /// How the sender proves itself.
    pub proof: Proof,
    /// Calls in which one of these places has none of its values mean nothing.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub only: BTreeMap<String, Vec<String>>,
    /// The event's type.
    #[serde(rename = "type")]
    pub kind: Kind,
    /// What it is about, as a ticket's number.
    pub subject: String,
    /// The id under which the sender repeats the call.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// When it happened: RFC 3339, or seconds since 1970.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at: Option<String>,
    /// The contact's address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
    /// The contact's id in the sender's system.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub external_id: Option<String>,
    /// The contact's name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// The account's name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub account: Option<String>,
    /// The address of who solved it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub solver: Option<String>,
    /// Attributes of the event, by name.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub attributes: BTreeMap<String, String>,
}

/// What an event's type follows from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Kind {
    /// It is always this one.
    Fixed(String),
    /// It follows from a value; other values mean nothing.
    From(FromValue),
}

/// A type that follows from a value.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FromValue {
    /// Where the value stands.
    pub at: String,
    /// Types by value.
    pub values: BTreeMap<String, String>,
}

/// How a sender proves itself with the source's secret.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum Proof {
    /// By Standard Webhooks.
    Standard,
    /// By an HMAC over the body in a header.
    Hmac {
        /// The header.
        header: String,
        /// Which hash.
        hash: Hash,
        /// How the result is written.
        encoding: Encoding,
        /// What stands before it, as `sha256=`.
        #[serde(default)]
        prefix: String,
    },
    /// By the secret itself in a header.
    Secret {
        /// The header.
        header: String,
    },
}

/// A hash for an HMAC.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Hash {
    /// Old, and only as good as the secret and TLS around it.
    Sha1,
    /// What to choose.
    Sha256,
}

/// How bytes are written in a header.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Encoding {
    /// Lower-case hexadecimal.
    Hex,
    /// Base 64 with padding.
    Base64,
}

impl Mapping {
    /// What is wrong with it, each with its place.
    pub fn check(&self) -> Result<(), Vec<FieldError>> {
        let mut errors = Vec::new();
        let mut wrong = |place: String, detail: &str| errors.push(FieldError::new(place, detail));
        for (name, pointer) in self.pointers() {
            if !is_pointer(pointer) {
                wrong(name, "a place is a JSON pointer, as /ticket/id");
            }
        }
        if self.email.is_none() && self.external_id.is_none() {
            wrong(
                "/email".to_owned(),
                "say where the contact's email or external_id stands",
            );
        }
        let kinds: Vec<(String, &String)> = match &self.kind {
            Kind::Fixed(kind) => vec![("/type".to_owned(), kind)],
            Kind::From(from) => from
                .values
                .iter()
                .map(|(value, kind)| (format!("/type/values/{value}"), kind))
                .collect(),
        };
        for (place, kind) in kinds {
            if !is_event_type(kind) {
                wrong(place, "a type such as ticket.closed, at most 60 characters");
            }
        }
        if let Proof::Hmac { header, .. } | Proof::Secret { header } = &self.proof
            && axum::http::HeaderName::from_bytes(header.as_bytes()).is_err()
        {
            wrong(
                "/proof/header".to_owned(),
                "the name of a header, as X-Signature",
            );
        }
        let entries = self.only.len() + self.attributes.len();
        if entries > ENTRIES_MAX {
            wrong(String::new(), "at most 50 conditions and attributes");
        }
        if errors.is_empty() {
            Ok(())
        } else {
            Err(errors)
        }
    }

    fn pointers(&self) -> Vec<(String, &str)> {
        let single = [
            ("subject", Some(&self.subject)),
            ("id", self.id.as_ref()),
            ("at", self.at.as_ref()),
            ("email", self.email.as_ref()),
            ("external_id", self.external_id.as_ref()),
            ("name", self.name.as_ref()),
            ("account", self.account.as_ref()),
            ("solver", self.solver.as_ref()),
        ];
        let mut all: Vec<(String, &str)> = single
            .into_iter()
            .filter_map(|(name, place)| Some((format!("/{name}"), place?.as_str())))
            .collect();
        if let Kind::From(from) = &self.kind {
            all.push(("/type/at".to_owned(), &from.at));
        }
        all.extend(self.only.keys().map(|p| ("/only".to_owned(), p.as_str())));
        let attributes = self.attributes.iter();
        all.extend(attributes.map(|(name, p)| (format!("/attributes/{name}"), p.as_str())));
        all
    }
}

fn is_pointer(text: &str) -> bool {
    text.starts_with('/') && text.chars().count() <= TEXT_MAX && !text.chars().any(char::is_control)
}
