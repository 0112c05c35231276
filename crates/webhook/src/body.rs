//! The bodies of signed webhooks: `{type, timestamp, data}`, small enough for every receiver.

use platform::clock::rfc3339;
use platform::inert;
use serde_json::{Map, Value, json};

use crate::model::Message;

/// Largest body, in bytes (Standard Webhooks: keep under 20 kB).
pub(crate) const BODY_MAX: usize = 20_000;
/// Longest value of an event that proved too large, in bytes.
const VALUE_MAX: usize = 200;
/// Characters of a customer's words in a message.
const TEXT_MAX: usize = 3000;

/// The body of an event. Of one that would be too large its ids and figures are left, and `is_cut`.
pub(crate) fn event(event_type: &str, data: Value, at_us: i64) -> String {
    let whole = |data: &Value| {
        json!({ "type": event_type, "timestamp": rfc3339(at_us), "data": data }).to_string()
    };
    let text = whole(&data);
    if text.len() < BODY_MAX {
        return text;
    }
    let mut kept = Map::new();
    let mut size = 0;
    for (key, value) in data.as_object().into_iter().flatten() {
        let length = key.len() + value.to_string().len();
        let is_small = !value.is_object() && !value.is_array() && length <= VALUE_MAX;
        if is_small && size + length < BODY_MAX / 2 {
            size += length;
            kept.insert(key.clone(), value.clone());
        }
    }
    kept.insert("is_cut".to_owned(), Value::Bool(true));
    whole(&Value::Object(kept))
}

/// The body of a message.
pub(crate) fn message(event_type: &str, message: &Message, at_us: i64) -> String {
    let lines: Vec<Value> = message
        .lines
        .iter()
        .map(|(label, value)| {
            json!({ "label": inert::line(label, VALUE_MAX), "value": inert::line(value, VALUE_MAX) })
        })
        .collect();
    let mut data = json!({ "title": inert::line(&message.title, VALUE_MAX), "lines": lines });
    if let Some(text) = &message.text {
        data["text"] = inert::text(text, TEXT_MAX).into();
    }
    if let Some((label, url)) = &message.link {
        data["link"] = json!({ "label": inert::line(label, VALUE_MAX), "url": url });
    }
    event(event_type, data, at_us)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Value {
        serde_json::from_str(text).expect("JSON")
    }

    #[test]
    fn an_event_says_type_time_and_data() {
        let text = event("case.opened", json!({ "case_id": "c1" }), 1_500_000);
        assert_eq!(
            read(&text),
            json!({
                "type": "case.opened", "timestamp": "1970-01-01T00:00:01.5Z",
                "data": { "case_id": "c1" },
            })
        );
    }

    #[test]
    fn a_large_event_keeps_its_ids() {
        let data = json!({
            "case_id": "c1", "score": 3, "reason": "x".repeat(30_000),
            "list": vec!["y"; 100], "contact_id": null,
        });
        let text = event("case.opened", data, 0);
        assert!(text.len() < BODY_MAX);
        let kept = json!({ "case_id": "c1", "score": 3, "contact_id": null, "is_cut": true });
        assert_eq!(read(&text)["data"], kept);
        let many: Map<String, Value> = (0..5000).map(|n| (format!("k{n}"), n.into())).collect();
        assert!(event("a.b", Value::Object(many), 0).len() < BODY_MAX);
        assert!(event("a.b", vec!["z"; 10_000].into(), 0).len() < BODY_MAX);
    }

    #[test]
    fn a_message_fits_whatever_is_in_it() {
        let long = "\u{1f600}\"\\\n".repeat(9000);
        let message = Message {
            title: long.clone(),
            lines: vec![(long.clone(), long.clone()); 20],
            text: Some(long.clone()),
            link: Some((long, "https://luister.example/".to_owned())),
        };
        let text = super::message("channel.message", &message, 0);
        assert!(text.len() < BODY_MAX, "{}", text.len());
    }
}
