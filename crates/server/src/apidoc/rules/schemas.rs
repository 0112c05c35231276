//! Schemas of rules.

use serde_json::{Value, json};

use crate::apidoc::operation::{id, moment, object, or_null, page, schema, sent};

pub(super) const STATES: [&str; 4] = ["on", "draft", "off", "archived"];
const PRIORITIES: [&str; 4] = ["low", "normal", "high", "urgent"];

pub(super) fn all() -> Vec<(&'static str, Value)> {
    vec![
        ("Rule", rule()),
        ("ListedRule", listed()),
        ("ShownRule", shown()),
        ("Rules", items("rules", "ListedRule")),
        ("RuleDefinition", definition()),
        ("RuleCondition", condition()),
        ("AttributeCondition", attribute()),
        ("RuleConsequence", consequence()),
        ("NewRule", new_rule()),
        ("RuleChange", change()),
        ("RuleTemplates", templates()),
        ("RuleTrial", trial()),
        ("RuleTrialOf", trial_of()),
        ("Fired", fired()),
        ("FiredPage", page("fired", "Fired")),
        ("OpenCaseOfRule", open_case()),
        ("OpenCasesOfRule", open_cases()),
        (
            "AppliedRule",
            object(json!({ "changed": { "type": "integer" } })),
        ),
    ]
}

fn items(name: &str, of: &str) -> Value {
    object(json!({ name: { "type": "array", "items": schema(of) } }))
}

fn texts() -> Value {
    json!({ "type": "array", "items": { "type": "string" }, "maxItems": 200 })
}

fn name() -> Value {
    json!({ "type": "string", "minLength": 1, "maxLength": 120 })
}

fn state() -> Value {
    json!({ "type": "string", "enum": STATES })
}

fn rule() -> Value {
    object(json!({
        "id": id(),
        "name": name(),
        "state": state(),
        "definition": schema("RuleDefinition"),
        "revision": { "type": "integer" },
        "active_since": or_null(moment()),
        "created_at": moment(),
        "changed_at": moment(),
        "changed_by": { "type": "string" },
    }))
}

fn listed() -> Value {
    let mut rule = rule();
    rule["properties"]["fired"] = json!({ "type": "integer", "description": "How often." });
    rule["properties"]["last_fired_at"] = or_null(moment());
    rule["properties"]["trouble"] = gone();
    object(rule["properties"].clone())
}

fn shown() -> Value {
    let mut rule = rule();
    rule["properties"]["trouble"] = gone();
    object(rule["properties"].clone())
}

fn gone() -> Value {
    json!({
        "type": "array",
        "description": "What it names that isn't there any more, so that it can't do all it says: \
                        a channel that was removed or switched off, somebody who left.",
        "items": {
            "type": "string",
            "enum": ["no-survey", "no-theme", "no-role", "no-person", "no-channel"],
        },
    })
}

fn days() -> Value {
    sent(
        &["days"],
        json!({ "days": { "type": "integer", "minimum": 1, "maximum": 1000 } }),
    )
}

fn definition() -> Value {
    sent(
        &["when", "then"],
        json!({
            "on": {
                "description": "What it looks at: answers as they come in, contacts who neither \
                                answered nor were spoken with for so many days, or invitations \
                                without answer for so many days.",
                "oneOf": [
                    { "const": "answer" },
                    sent(&["silence"], json!({ "silence": days() })),
                    sent(&["no_answer"], json!({ "no_answer": days() })),
                ],
            },
            "when": schema("RuleCondition"),
            "then": {
                "type": "array", "minItems": 1, "maxItems": 10,
                "items": schema("RuleConsequence"),
            },
        }),
    )
}

fn condition() -> Value {
    let nested = json!({ "type": "array", "items": schema("RuleCondition") });
    let score = json!({ "type": "integer", "minimum": 0, "maximum": 10 });
    let one = |name: &str, of: Value| sent(&[name], json!({ name: of }));
    json!({
        "description": "At most 60 conditions, 6 deep. `all` of nothing always holds. Where the \
                        rule is about silence or invitations, only attributes, roles and languages \
                        can be asked.",
        "oneOf": [
            one("all", nested.clone()),
            one("any", nested),
            one("not", schema("RuleCondition")),
            one("score", sent(&["metric"], json!({
                "metric": { "type": "string", "enum": ["recommend", "effort", "satisfaction", "advocacy"] },
                "at_least": score,
                "at_most": score,
            }))),
            one("class", json!({
                "type": "array", "minItems": 1,
                "items": { "type": "string", "enum": ["detractor", "passive", "promoter"] },
            })),
            one("drop", sent(&["points"], json!({
                "points": {
                    "type": "integer", "minimum": 1, "maximum": 10,
                    "description": "So much worse than the same contact's answer before, at least.",
                },
            }))),
            one("words", json!({
                "type": "string", "maxLength": 5000,
                "description": "Rules as themes have them, one per line.",
            })),
            one("theme", sent(&["survey_id", "theme_id"], json!({ "survey_id": id(), "theme_id": id() }))),
            one("account", schema("AttributeCondition")),
            one("contact", schema("AttributeCondition")),
            one("has_role", json!({ "type": "string", "description": "Somebody has it for the account, or for one above it." })),
            one("survey", texts()),
            one("language", texts()),
        ],
    })
}

fn attribute() -> Value {
    let days = json!({ "type": "integer", "minimum": 0, "maximum": 3660 });
    let mut attribute = sent(
        &["name"],
        json!({
            "name": { "type": "string", "minLength": 1, "maxLength": 200 },
            "one_of": texts(),
            "at_least": { "type": "number" },
            "at_most": { "type": "number" },
            "within_days": days,
            "past_days": days,
        }),
    );
    attribute["description"] = json!(
        "All that is given must hold, one of them at least is needed. Texts are compared without \
         regard to capitals, numbers and dates only where the value is one for certain."
    );
    attribute
}

fn consequence() -> Value {
    let number = json!({ "type": "integer", "minimum": 1 });
    let one = |name: &str, of: Value| sent(&[name], json!({ name: of }));
    let open_case = sent(
        &["title", "within"],
        json!({
            "role": { "type": "string", "description": "Whoever has it for the account, or for one above it." },
            "person": id(),
            "title": { "type": "string", "maxLength": 200 },
            "within": { "oneOf": [
                sent(&["hours"], json!({ "hours": number })),
                sent(&["days"], json!({ "days": number })),
            ] },
            "first_contact": { "type": "boolean", "default": true },
            "priority": { "type": "string", "enum": PRIORITIES, "default": "normal" },
            "notify": { "type": "boolean", "default": true },
        }),
    );
    let wording = sent(
        &[],
        json!({
            "subject": { "type": "string" }, "greeting": { "type": "string" },
            "body": { "type": "string" }, "closing": { "type": "string" },
            "reminder_subject": { "type": "string" }, "reminder_body": { "type": "string" },
        }),
    );
    json!({
        "oneOf": [
            one("open_case", open_case),
            one("notify", sent(&[], json!({ "people": texts(), "roles": texts() }))),
            one("tell", sent(&["channel_id"], json!({ "channel_id": id() }))),
            one("reach_out", sent(&["why", "wording"], json!({
                "why": { "type": "string", "enum": ["thank", "reference", "panel", "session"] },
                "wording": { "type": "object", "additionalProperties": wording },
            }))),
        ],
    })
}

fn new_rule() -> Value {
    sent(
        &["name", "definition"],
        json!({ "name": name(), "definition": schema("RuleDefinition") }),
    )
}

fn change() -> Value {
    sent(
        &[],
        json!({
            "name": name(),
            "definition": schema("RuleDefinition"),
            "state": state(),
        }),
    )
}

fn templates() -> Value {
    let template = object(json!({
        "name": { "type": "string" },
        "title": { "type": "string" },
        "definition": schema("RuleDefinition"),
    }));
    object(json!({ "templates": { "type": "array", "items": template } }))
}

fn named() -> Value {
    or_null(object(json!({ "id": id(), "name": { "type": "string" } })))
}

fn score() -> Value {
    json!({ "type": ["integer", "null"] })
}

fn trial() -> Value {
    let month = object(json!({
        "month": { "type": "string", "pattern": "^[0-9]{4}-[0-9]{2}$" },
        "count": { "type": "integer" },
    }));
    let example = object(json!({
        "response_id": or_null(id()),
        "survey_id": or_null(id()),
        "contact": named(),
        "account": named(),
        "score": score(),
        "previous_score": score(),
        "comment": { "type": ["string", "null"] },
        "at": moment(),
        "has_fired": { "type": "boolean" },
    }));
    object(json!({
        "days": { "type": "integer" },
        "would_have_fired": { "type": "integer" },
        "looked_at": { "type": "integer" },
        "is_partial": { "type": "boolean" },
        "months": { "type": "array", "items": month },
        "examples": { "type": "array", "items": example, "maxItems": 100 },
    }))
}

fn trial_of() -> Value {
    sent(
        &["definition"],
        json!({
            "days": { "type": "integer", "minimum": 1, "maximum": 730, "default": 90 },
            "definition": schema("RuleDefinition"),
        }),
    )
}

fn fired() -> Value {
    object(json!({
        "id": id(),
        "occasion": { "type": "string" },
        "revision": { "type": "integer" },
        "response_id": or_null(id()),
        "survey_id": or_null(id()),
        "contact_id": or_null(id()),
        "account_id": or_null(id()),
        "score": score(),
        "case_id": or_null(id()),
        "trouble": {
            "type": "array",
            "items": { "type": "string", "enum": ["no-channel", "no-receiver", "no-contact"] },
        },
        "at": moment(),
    }))
}

fn open_case() -> Value {
    let priority = json!({ "type": "string", "enum": PRIORITIES });
    let mut new_priority = or_null(priority.clone());
    new_priority["enum"] = json!(["low", "normal", "high", "urgent", null]);
    object(json!({
        "case_id": id(),
        "title": { "type": "string" },
        "due_at": moment(),
        "new_due_at": or_null(moment()),
        "priority": priority,
        "new_priority": new_priority,
        "owner_id": or_null(id()),
        "new_owner": or_null(object(json!({ "id": or_null(id()) }))),
        "no_longer": { "type": "boolean" },
    }))
}

fn open_cases() -> Value {
    let mut found = page("cases", "OpenCaseOfRule");
    found["properties"]["compared"] = json!({
        "type": "integer",
        "description": "How many open cases were compared for this page.",
    });
    if let Some(required) = found["required"].as_array_mut() {
        required.push(json!("compared"));
    }
    found
}
