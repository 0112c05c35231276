//! An event as it is sent, and what is wrong with it.

use std::collections::BTreeMap;

use contact::SentContact;
use contact::item::Item;
use platform::web::{FieldError, UniqueMap};
use serde::Deserialize;
use serde_json::Value;

use super::AHEAD_US;
use crate::rules::is_event_type;

/// Longest id and subject, in characters.
const ID_MAX: usize = 200;
/// Attributes of one event at most.
const ATTRIBUTES_MAX: usize = 50;
/// Longest name of an attribute, in characters.
const NAME_MAX: usize = 64;
/// Longest value of an attribute, in characters.
const VALUE_MAX: usize = 200;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct SentEvent {
    id: String,
    #[serde(rename = "type")]
    kind: String,
    at: Option<String>,
    subject: Option<String>,
    contact: Option<SentContact>,
    solver: Option<SentSolver>,
    #[serde(default)]
    attributes: UniqueMap<Value>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct SentSolver {
    email: Option<String>,
    external_id: Option<String>,
}

/// An event, checked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewEvent {
    /// The sender's id.
    pub id: String,
    /// `ticket.closed`.
    pub kind: String,
    /// When it happened, UTC microseconds.
    pub at_us: i64,
    /// What it is about; the id when the sender names nothing.
    pub subject: String,
    /// To whom.
    pub contact: Option<Item>,
    /// Who solved it, by address or external id.
    pub solver: Option<(Option<String>, Option<String>)>,
    /// What else was said.
    pub attributes: BTreeMap<String, String>,
}

/// Checks an event.
pub fn read(value: &Value, now_us: i64) -> Result<NewEvent, Vec<FieldError>> {
    let sent: SentEvent = serde_json::from_value(value.clone()).map_err(|error| {
        let detail = error.to_string();
        let detail = detail.split_once("expected struct").map_or_else(
            || detail.clone(),
            |(before, _)| format!("{before}expected an object"),
        );
        vec![FieldError::new("", detail)]
    })?;
    let mut errors = Vec::new();
    let mut wrong = |place: &str, detail: String| errors.push(FieldError::new(place, detail));
    if !is_line(&sent.id) {
        wrong("/id", format!("1 to {ID_MAX} characters on one line"));
    }
    if !is_event_type(&sent.kind) {
        wrong(
            "/type",
            "a type such as ticket.closed, at most 60 characters".to_owned(),
        );
    }
    if sent.subject.as_deref().is_some_and(|text| !is_line(text)) {
        wrong("/subject", format!("1 to {ID_MAX} characters on one line"));
    }
    let at_us = moment(sent.at.as_deref(), now_us).unwrap_or_else(|detail| {
        wrong("/at", detail.to_owned());
        now_us
    });
    let attributes = attributes(&sent.attributes, &mut wrong);
    let solver = sent.solver.map(|solver| (solver.email, solver.external_id));
    if let Some((email, external_id)) = &solver {
        let mut given = email.iter().chain(external_id);
        if !given.next().is_some_and(|text| is_line(text)) || given.next().is_some() {
            wrong("/solver", "give either email or external_id".to_owned());
        }
    }
    let contact = sent
        .contact
        .map(|own| contact::put::check(&own, "/contact", now_us));
    let contact = match contact.transpose() {
        Ok(contact) => {
            if contact.as_ref().is_some_and(|item| !item.is_somebody()) {
                let detail = "give email or external_id, so that the contact can be found";
                errors.push(FieldError::new("/contact", detail));
            }
            contact
        }
        Err(found) => {
            errors.extend(found);
            None
        }
    };
    if !errors.is_empty() {
        return Err(errors);
    }
    Ok(NewEvent {
        subject: sent.subject.unwrap_or_else(|| sent.id.clone()),
        id: sent.id,
        kind: sent.kind,
        at_us,
        contact,
        solver,
        attributes,
    })
}

fn is_line(text: &str) -> bool {
    (1..=ID_MAX).contains(&text.chars().count()) && !text.chars().any(char::is_control)
}

/// When it happened; now when nothing is said.
fn moment(text: Option<&str>, now_us: i64) -> Result<i64, &'static str> {
    let Some(text) = text else { return Ok(now_us) };
    let at: jiff::Timestamp = text
        .parse()
        .map_err(|_| "a moment such as 2026-12-01T09:30:00Z")?;
    let at_us = at.as_microsecond();
    if at_us > now_us.saturating_add(AHEAD_US) {
        return Err("lies more than a day ahead");
    }
    Ok(at_us)
}

fn attributes(
    sent: &UniqueMap<Value>,
    wrong: &mut impl FnMut(&str, String),
) -> BTreeMap<String, String> {
    if sent.0.len() > ATTRIBUTES_MAX {
        wrong(
            "/attributes",
            format!("at most {ATTRIBUTES_MAX} attributes"),
        );
    }
    let mut found = BTreeMap::new();
    for (name, value) in &sent.0 {
        let place = format!("/attributes/{}", name.replace('~', "~0").replace('/', "~1"));
        let text = match value {
            Value::Null => continue,
            Value::String(text) => text.clone(),
            Value::Bool(_) | Value::Number(_) => value.to_string(),
            Value::Array(_) | Value::Object(_) => {
                wrong(&place, "a text, a number, true, false or null".to_owned());
                continue;
            }
        };
        let fits = (1..=NAME_MAX).contains(&name.chars().count())
            && !name.chars().any(char::is_control)
            && !text.contains('\0');
        if !fits || text.chars().count() > VALUE_MAX {
            let detail =
                format!("a name has 1 to {NAME_MAX} characters, a value at most {VALUE_MAX}");
            wrong(&place, detail);
            continue;
        }
        found.insert(name.clone(), text);
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    const NOW: i64 = 1_780_000_000_000_000;

    fn places(value: &Value) -> Vec<String> {
        let errors = read(value, NOW).expect_err("wrong");
        errors.into_iter().map(|error| error.pointer).collect()
    }

    #[test]
    fn a_good_event_is_read() {
        let event = read(
            &json!({
                "id": "evt-1", "type": "ticket.closed", "at": "2026-05-01T10:00:00+02:00",
                "subject": "ticket-7", "contact": { "email": " Jan@Acme.nl ", "name": "Jan" },
                "solver": { "email": "piet@us.nl" }, "attributes": { "title": "No sound", "n": 3 },
            }),
            NOW,
        )
        .expect("good");
        assert_eq!(event.subject, "ticket-7");
        assert_eq!(
            platform::clock::rfc3339(event.at_us),
            "2026-05-01T08:00:00Z"
        );
        assert_eq!(event.attributes["n"], "3");
        let own = read(&json!({ "id": "e", "type": "article.read" }), NOW).expect("good");
        assert_eq!((own.subject.as_str(), own.at_us), ("e", NOW));
    }

    #[test]
    fn mistakes_are_named() {
        for (event, place) in [
            (json!({ "type": "a" }), ""),
            (json!({ "id": "e", "type": "a", "typo": 1 }), ""),
            (json!({ "id": "", "type": "a" }), "/id"),
            (json!({ "id": "a\u{0}", "type": "a" }), "/id"),
            (json!({ "id": "e", "type": "Ticket closed" }), "/type"),
            (json!({ "id": "e", "type": "a", "at": "yesterday" }), "/at"),
            (
                json!({ "id": "e", "type": "a", "at": "2100-01-01T00:00:00Z" }),
                "/at",
            ),
            (json!({ "id": "e", "type": "a", "subject": "" }), "/subject"),
            (json!({ "id": "e", "type": "a", "contact": {} }), "/contact"),
            (
                json!({ "id": "e", "type": "a", "contact": { "email": "x" } }),
                "/contact/email",
            ),
            (json!({ "id": "e", "type": "a", "solver": {} }), "/solver"),
            (
                json!({ "id": "e", "type": "a", "attributes": { "a": [] } }),
                "/attributes/a",
            ),
        ] {
            assert_eq!(places(&event), [place], "{event}");
        }
    }
}
