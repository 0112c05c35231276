//! What cases and lists of them look like.

use serde_json::{Value, json};

use super::super::operation::{id, moment, object, or_null, page, schema, sent};
use super::{PRIORITIES, RESULTS};

pub(super) fn schemas() -> Vec<(&'static str, Value)> {
    vec![
        ("NamedCase", named()),
        ("WholeCase", whole()),
        ("Cases", page("cases", "NamedCase")),
        ("NewCase", new_case()),
        ("Work", all_work()),
        ("CaseSummary", counts()),
        ("CaseSettings", case_settings()),
        ("CaseHistory", lines()),
        ("Scored", scored()),
    ]
}

pub(super) fn text() -> Value {
    json!({ "type": "string" })
}

pub(super) fn maybe_id() -> Value {
    or_null(id())
}

fn case() -> Value {
    let mut results = RESULTS.map(Value::from).to_vec();
    results.push(Value::Null);
    let maybe = || or_null(moment());
    let number = json!({ "type": "integer", "minimum": 0 });
    object(json!({
        "case_id": id(),
        "title": text(),
        "reason": text(),
        "state": { "enum": ["open", "snoozed", "closed"] },
        "overdue": { "type": "boolean" },
        "priority": { "enum": PRIORITIES },
        "rule_id": or_null(text()),
        "response_id": maybe_id(),
        "survey_id": maybe_id(),
        "contact_id": maybe_id(),
        "account_id": maybe_id(),
        "metric": or_null(text()),
        "before": { "anyOf": [schema("Scored"), { "type": "null" }] },
        "after": { "anyOf": [schema("Scored"), { "type": "null" }] },
        "role": or_null(text()),
        "owner_id": maybe_id(),
        "due": { "enum": ["first_contact", "end"] },
        "due_minutes": number,
        "due_at": moment(),
        "first_contact_at": maybe(),
        "snoozed_until": maybe(),
        "snooze_reason": or_null(text()),
        "reminded_at": maybe(),
        "escalated_at": maybe(),
        "alarmed_at": maybe(),
        "opened_at": moment(),
        "opened_by": text(),
        "closed_at": maybe(),
        "closed_by": or_null(text()),
        "result": { "enum": results },
        "result_text": or_null(text()),
        "notify": { "type": "boolean" },
        "revision": number,
        "changed_at": moment(),
    }))
}

/// The case with more properties.
fn case_and(more: Value) -> Value {
    let mut all = case();
    if let (Some(own), Value::Object(more)) = (all["properties"].as_object_mut(), more) {
        own.extend(more);
    }
    object(all["properties"].take())
}

fn names() -> Value {
    json!({
        "contact_name": or_null(text()),
        "account_name": or_null(text()),
        "owner_name": or_null(text()),
        "cause_ids": { "type": "array", "items": id() },
    })
}

fn named() -> Value {
    case_and(names())
}

fn whole() -> Value {
    let mut more = names();
    more["survey_name"] = or_null(text());
    more["comment"] = or_null(text());
    more["conversations"] = json!({ "type": "array", "items": schema("Conversation") });
    case_and(more)
}

fn scored() -> Value {
    object(json!({
        "response_id": maybe_id(),
        "score": { "type": "integer", "description": "On the scale of its question." },
        "at": moment(),
    }))
}

fn new_case() -> Value {
    let maybe = |of: Value| or_null(of);
    sent(
        &["title"],
        json!({
            "title": { "type": "string", "minLength": 1, "maxLength": 200 },
            "reason": { "type": "string", "maxLength": 20_000 },
            "response_id": maybe(text()),
            "contact_id": maybe(text()),
            "account_id": maybe(text()),
            "owner_id": maybe(text()),
            "role": maybe(text()),
            "priority": { "enum": PRIORITIES, "default": "normal" },
            "due": { "enum": ["first_contact", "end"], "default": "first_contact" },
            "due_minutes": { "type": "integer", "minimum": 0, "default": 960 },
            "notify": { "type": "boolean", "default": true },
        }),
    )
}

fn all_work() -> Value {
    let list = json!({ "type": "array", "items": schema("NamedCase") });
    object(json!({
        "overdue": list,
        "today": list,
        "later": list,
        "snoozed": list,
        "stands_in_for": { "type": "array", "items": text() },
    }))
}

fn counts() -> Value {
    let number = json!({ "type": "integer", "minimum": 0 });
    object(json!({
        "open": number, "overdue": number, "unowned": number, "mine": number,
        "mine_overdue": number,
    }))
}

fn case_settings() -> Value {
    let minutes = |description: &str| json!({ "type": "integer", "minimum": 0, "maximum": 120_000, "description": description });
    let escalation = sent(
        &["remind_before", "lead_after", "administrators_after"],
        json!({
            "remind_before": minutes("The owner is reminded so long before; 0 never. Of a shorter time at half of it."),
            "lead_after": minutes("The owner's lead hears of it so long after it was due."),
            "administrators_after": minutes("Administrators hear of it so long after it was due."),
        }),
    );
    sent(&["escalation"], json!({ "escalation": escalation }))
}

fn lines() -> Value {
    let mut who = or_null(text());
    who["description"] = json!("Null for what Luister does by itself.");
    let line = object(json!({
        "at": moment(),
        "what": text(),
        "by": who,
        "detail": { "type": "object" },
    }));
    object(json!({ "history": { "type": "array", "items": line } }))
}
