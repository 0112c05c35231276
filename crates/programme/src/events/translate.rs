//! What a call of another system means, as an event of ours. Pure: one function per system, from
//! its JSON to ours. What isn't needed (texts of messages, phone numbers) is never kept.

mod freshdesk;
mod mapped;
mod request_tracker;
mod zammad;
mod zendesk;

use serde_json::{Map, Value, json};

use super::System;
use super::mapping::Mapping;

/// Longest attribute and subject that is kept, in characters.
const TEXT_MAX: usize = 200;

/// What a call means.
#[derive(Clone, Debug, PartialEq)]
pub enum Meaning {
    /// This event, in our format; its id may be missing.
    Event(Value),
    /// Nothing that is asked about; why, in a few words.
    Nothing(&'static str),
}

/// Why a call can't be understood; what is missing, by its place in the call.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unclear {
    /// The place, a JSON pointer.
    pub at: String,
    /// What is expected there.
    pub expected: &'static str,
}

impl Unclear {
    fn new(at: &str, expected: &'static str) -> Self {
        Self {
            at: at.to_owned(),
            expected,
        }
    }
}

/// Translates the body of a call.
pub fn translate(
    system: System,
    mapping: Option<&Mapping>,
    body: &Value,
) -> Result<Meaning, Unclear> {
    match (system, mapping) {
        (System::Standard, _) => Ok(Meaning::Event(body.clone())),
        (System::Zendesk, _) => zendesk::translate(body),
        (System::Freshdesk, _) => freshdesk::translate(body),
        (System::Zammad, _) => zammad::translate(body),
        (System::RequestTracker, _) => request_tracker::translate(body),
        (System::Mapped, Some(mapping)) => mapped::translate(mapping, body),
        (System::Mapped, None) => Err(Unclear::new("", "a source with a mapping")),
    }
}

/// Text or number at a place, without spaces around it; empty is nothing.
fn text(body: &Value, at: &str) -> Option<String> {
    let text = match body.pointer(at)? {
        Value::String(text) => text.trim().to_owned(),
        Value::Number(number) => number.to_string(),
        Value::Bool(yes) => yes.to_string(),
        _ => return None,
    };
    (!text.is_empty()).then_some(text)
}

fn needed(body: &Value, at: &str, expected: &'static str) -> Result<String, Unclear> {
    text(body, at).ok_or_else(|| Unclear::new(at, expected))
}

/// One line of bearable length.
fn line(text: &str) -> String {
    let text: String = text
        .chars()
        .map(|c| if c.is_control() { ' ' } else { c })
        .take(TEXT_MAX)
        .collect();
    text.trim().to_owned()
}

/// An event that is being put together.
#[derive(Default)]
struct Draft {
    kind: &'static str,
    subject: String,
    id: Option<String>,
    at: Option<String>,
    email: Option<String>,
    external_id: Option<String>,
    name: Option<String>,
    account: Option<String>,
    solver_email: Option<String>,
    solver_id: Option<String>,
    attributes: Vec<(&'static str, Option<String>)>,
}

impl Draft {
    /// As our own format has it: what is empty is left out.
    fn event(self) -> Value {
        let mut event = Map::new();
        let mut put = |name: &str, value: Option<Value>| {
            if let Some(value) = value {
                event.insert(name.to_owned(), value);
            }
        };
        put("type", Some(self.kind.into()));
        put("subject", Some(line(&self.subject).into()));
        put("id", self.id.map(|id| line(&id).into()));
        put("at", self.at.map(Value::from));
        let contact = contact(self.email, self.external_id, self.name, self.account);
        put("contact", contact);
        let solver = match (self.solver_email, self.solver_id) {
            (Some(email), _) => Some(json!({ "email": email })),
            (None, Some(id)) => Some(json!({ "external_id": id })),
            (None, None) => None,
        };
        put("solver", solver);
        let attributes: Map<String, Value> = self
            .attributes
            .into_iter()
            .filter_map(|(name, value)| Some((name.to_owned(), line(&value?).into())))
            .collect();
        put("attributes", Some(attributes.into()));
        event.into()
    }
}

/// A contact needs an address or an id.
fn contact(
    email: Option<String>,
    external_id: Option<String>,
    name: Option<String>,
    account: Option<String>,
) -> Option<Value> {
    if email.is_none() && external_id.is_none() {
        return None;
    }
    let mut contact = Map::new();
    let fields = [
        ("email", email),
        ("external_id", external_id),
        ("name", name),
    ];
    for (field, value) in fields {
        if let Some(value) = value {
            contact.insert(field.to_owned(), line(&value).into());
        }
    }
    if let Some(account) = account {
        contact.insert("account".to_owned(), json!({ "name": line(&account) }));
    }
    Some(contact.into())
}

#[cfg(test)]
mod tests;
