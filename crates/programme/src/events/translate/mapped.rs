//! Any system, by a mapping.

use jiff::Timestamp;
use serde_json::{Map, Value, json};

use super::{Meaning, Unclear, contact, line, needed, text};
use crate::events::mapping::{Kind, Mapping};

pub(super) fn translate(mapping: &Mapping, body: &Value) -> Result<Meaning, Unclear> {
    for (place, values) in &mapping.only {
        if !text(body, place).is_some_and(|value| values.contains(&value)) {
            return Ok(Meaning::Nothing("a condition of the mapping isn't met"));
        }
    }
    let kind = match &mapping.kind {
        Kind::Fixed(kind) => kind,
        Kind::From(from) => {
            let value = needed(body, &from.at, "what the type follows from")?;
            match from.values.get(&value) {
                Some(kind) => kind,
                None => return Ok(Meaning::Nothing("a value the mapping gives no meaning")),
            }
        }
    };
    let place = |place: &Option<String>| text(body, place.as_deref()?);
    let subject = needed(body, &mapping.subject, "what the event is about")?;
    let mut event = Map::new();
    event.insert("type".to_owned(), kind.as_str().into());
    event.insert("subject".to_owned(), line(&subject).into());
    if let Some(id) = place(&mapping.id) {
        event.insert("id".to_owned(), line(&id).into());
    }
    if let Some(at) = place(&mapping.at) {
        event.insert("at".to_owned(), moment(&at).into());
    }
    let (email, id) = (place(&mapping.email), place(&mapping.external_id));
    if let Some(contact) = contact(email, id, place(&mapping.name), place(&mapping.account)) {
        event.insert("contact".to_owned(), contact);
    }
    if let Some(email) = place(&mapping.solver) {
        event.insert("solver".to_owned(), json!({ "email": line(&email) }));
    }
    let attributes: Map<String, Value> = mapping
        .attributes
        .iter()
        .filter_map(|(name, at)| Some((name.clone(), line(&text(body, at)?).into())))
        .collect();
    event.insert("attributes".to_owned(), attributes.into());
    Ok(Meaning::Event(event.into()))
}

/// Seconds since 1970 as RFC 3339; anything else as it is, to be judged like every event's.
fn moment(text: &str) -> String {
    let seconds = text.parse::<i64>().ok();
    let moment = seconds.and_then(|s| Timestamp::from_second(s).ok());
    moment.map_or_else(|| text.to_owned(), |moment| moment.to_string())
}
