//! Schemas of accounts: what replies and bodies look like.

use serde_json::{Value, json};

use crate::apidoc::operation::{id, moment, object, or_null, page, schema, sent};

fn text() -> Value {
    json!({ "type": "string", "minLength": 1, "maxLength": 200 })
}

fn some_text() -> Value {
    json!({ "type": ["string", "null"] })
}

pub(crate) fn count() -> Value {
    json!({ "type": "integer", "minimum": 0 })
}

fn some_number() -> Value {
    json!({ "type": ["number", "null"] })
}

fn either(schema: Value) -> Value {
    json!({ "anyOf": [schema, { "type": "null" }] })
}

fn list(of: Value) -> Value {
    json!({ "type": "array", "items": of })
}

pub(crate) fn error() -> Value {
    object(json!({ "pointer": { "type": "string" }, "detail": { "type": "string" } }))
}

fn kind() -> Value {
    json!({ "type": "string", "enum": ["text", "number", "money", "date", "yes_no", "choice"] })
}

fn noun() -> Value {
    json!({ "type": "string", "enum": ["account", "contact"] })
}

/// All schemas of this noun.
pub(super) fn all() -> Vec<(&'static str, Value)> {
    let mut all = accounts();
    all.extend(bulk());
    all.extend(voice());
    all.extend(settings());
    all.extend(views());
    all
}

fn account() -> Value {
    json!({
        "account_id": id(),
        "external_id": some_text(),
        "name": text(),
        "responsible": object(json!({ "name": some_text(), "email": some_text() })),
        "attributes": { "type": "object", "additionalProperties": { "type": "string" } },
        "parent": either(object(json!({ "account_id": id(), "name": some_text() }))),
        "responsibilities": list(schema("Responsibility")),
        "summary": object(json!({
            "contacts": count(),
            "silent_contacts": count(),
            "respondents": count(),
            "promoters": count(),
            "passives": count(),
            "detractors": count(),
            "nps": some_number(),
            "mean_score": some_number(),
            "score_class": {
                "type": "string", "enum": ["promoter", "passive", "detractor", "none"],
            },
            "last_answer_at": or_null(moment()),
            "last_conversation_at": or_null(moment()),
            "open_cases": count(),
        })),
        "created_at": moment(),
        "changed_at": moment(),
    })
}

/// People of each role, as they are sent.
fn people() -> Value {
    let address = json!({ "type": "string", "maxLength": 254 });
    let person = json!({
        "type": "object",
        "required": ["email"],
        "properties": { "email": address, "name": { "type": "string", "maxLength": 200 } },
        "additionalProperties": false,
    });
    json!({
        "type": "object",
        "description": "By role: exactly these people have it; null is nobody.",
        "additionalProperties": { "anyOf": [
            address, person, list(json!({ "anyOf": [address, person] })), { "type": "null" },
        ] },
    })
}

fn named() -> Value {
    json!({ "account_id": id(), "external_id": text(), "name": text() })
}

fn accounts() -> Vec<(&'static str, Value)> {
    let mut with_contacts = account();
    with_contacts["contacts"] = count();
    let responsible = json!({
        "name": { "type": ["string", "null"], "maxLength": 200 },
        "email": { "type": ["string", "null"], "maxLength": 254 },
    });
    let mut new = named();
    new["responsible"] = either(sent(&[], responsible));
    new["responsibilities"] = people();
    new["parent"] = either(sent(&[], named()));
    new["attributes"] = json!({
        "type": "object",
        "maxProperties": 50,
        "description": "By name; null takes one away.",
        "additionalProperties": {
            "type": ["string", "number", "boolean", "null"], "maxLength": 200,
        },
    });
    let mut new_people = named();
    new_people["responsibilities"] = people();
    let responsibility = json!({
        "account_id": id(),
        "role": { "type": "string" },
        "user_id": id(),
        "name": { "type": "string" },
        "email": { "type": "string" },
        "since": moment(),
    });
    vec![
        ("AccountPage", page("accounts", "Account")),
        ("Account", object(account())),
        ("AccountWithContacts", object(with_contacts)),
        ("NewAccount", sent(&[], new)),
        ("Responsibility", object(responsibility)),
        (
            "Responsibilities",
            object(json!({ "responsibilities": list(schema("Responsibility")) })),
        ),
        (
            "NewResponsibilities",
            sent(&["responsibilities"], new_people),
        ),
    ]
}

/// A change of many accounts.
/// Which ones get one change: as a request says it of accounts and of contacts.
pub(crate) fn together(noun: &str, change: Value) -> Value {
    let mut one_change = sent(&[], change);
    one_change["minProperties"] = json!(1);
    one_change["maxProperties"] = json!(1);
    let edit = json!({
        noun: { "type": "array", "items": id(), "maxItems": 100_000 },
        "list": { "type": "string", "description": "The query of a list; all of it is meant." },
        "all": {
            "type": "boolean", "default": false,
            "description": "Needed with a list that asks nothing: every one there is.",
        },
        "change": one_change,
        "dry_run": { "type": "boolean", "default": false },
    });
    sent(&["change"], edit)
}

fn edit() -> Value {
    let change = json!({
        "attribute": sent(&["name"], json!({
            "name": { "type": "string", "minLength": 1, "maxLength": 64 },
            "value": { "type": ["string", "null"], "maxLength": 200 },
        })),
        "responsibility": sent(&["role"], json!({
            "role": { "type": "string" },
            "email": { "type": ["string", "null"], "maxLength": 254 },
            "name": { "type": "string", "maxLength": 200 },
        })),
        "parent": sent(&[], json!({ "account_id": or_null(id()) })),
    });
    together("accounts", change)
}

fn bulk() -> Vec<(&'static str, Value)> {
    let outcomes = ["created", "updated", "unchanged", "rejected"];
    let result = json!({
        "type": "object",
        "required": ["outcome"],
        "properties": {
            "outcome": { "type": "string", "enum": outcomes },
            "account_id": id(),
            "errors": list(error()),
        },
    });
    vec![
        (
            "NewAccounts",
            sent(
                &["accounts"],
                json!({
                    "accounts": {
                        "type": "array", "items": schema("NewAccount"),
                        "minItems": 1, "maxItems": 10_000,
                    },
                }),
            ),
        ),
        (
            "StoredAccounts",
            object(json!({
                "counts": object(json!({
                    "created": count(), "updated": count(), "unchanged": count(),
                    "rejected": count(),
                })),
                "results": list(result),
            })),
        ),
        ("AccountsEdit", edit()),
        (
            "AccountsEdited",
            object(json!({
                "dry_run": { "type": "boolean" },
                "accounts": count(),
                "changed": count(),
                "refused": count(),
                "examples": list(object(json!({
                    "account_id": { "type": "string" },
                    "name": { "type": ["string", "null"] },
                    "error": either(error()),
                }))),
            })),
        ),
    ]
}

fn voice() -> Vec<(&'static str, Value)> {
    let number = json!({ "type": "number" });
    let voice = object(json!({
        "accounts": count(),
        "by_respondents": either(object(json!({
            "nps": number,
            "n": count(),
            "interval": { "type": "array", "items": number, "minItems": 2, "maxItems": 2 },
        }))),
        "by_accounts": either(object(json!({ "nps": number, "n": count() }))),
    }));
    let called = object(json!({ "account_id": id(), "name": { "type": "string" } }));
    let entry = object(json!({
        "at": moment(),
        "kind": { "type": "string" },
        "what": { "type": "string" },
        "id": { "type": "string" },
        "contact": either(object(json!({ "contact_id": id(), "name": some_text() }))),
        "title": { "type": "string" },
        "text": some_text(),
        "score": either(object(json!({
            "metric": { "type": "string" }, "value": { "type": "integer" },
        }))),
        "by": some_text(),
        "detail": some_text(),
        "page": some_text(),
    }));
    vec![
        ("AccountVoice", voice),
        (
            "AccountSummary",
            object(json!({
                "account_id": id(),
                "own": schema("AccountVoice"),
                "with_accounts_below": either(schema("AccountVoice")),
                "contacts": count(),
                "silent_contacts": list(object(json!({
                    "contact_id": id(),
                    "name": { "type": "string" },
                    "last_answer_at": or_null(moment()),
                }))),
                "above": list(called.clone()),
                "parts": list(called),
                "has_more_parts": { "type": "boolean" },
            })),
        ),
        ("TimelineEntry", entry),
        ("TimelinePage", page("entries", "TimelineEntry")),
    ]
}

fn settings() -> Vec<(&'static str, Value)> {
    let choices = json!({ "type": "array", "items": text(), "maxItems": 200 });
    let currency = json!({ "type": "string", "pattern": "^[A-Z]{3}$" });
    vec![
        (
            "ResponsibilityRole",
            object(json!({
                "role": { "type": "string" },
                "name": some_text(),
                "standard": { "type": "boolean" },
            })),
        ),
        (
            "ResponsibilityRoles",
            object(json!({ "roles": list(schema("ResponsibilityRole")) })),
        ),
        (
            "NewResponsibilityRole",
            sent(
                &["name"],
                json!({ "name": { "type": "string", "minLength": 1, "maxLength": 60 } }),
            ),
        ),
        (
            "Attribute",
            object(json!({
                "noun": noun(), "name": { "type": "string" }, "kind": kind(),
                "choices": choices, "currency": currency,
            })),
        ),
        (
            "AttributeKinds",
            object(json!({
                "attributes": list(schema("Attribute")),
                "offered": list(object(json!({
                    "noun": noun(), "name": { "type": "string" }, "kind": kind(),
                }))),
            })),
        ),
        (
            "NewAttribute",
            sent(
                &["kind"],
                json!({ "kind": kind(), "choices": choices, "currency": currency }),
            ),
        ),
    ]
}

/// Lists that people keep.
fn views() -> Vec<(&'static str, Value)> {
    let view = json!({
        "view_id": id(),
        "noun": { "type": "string", "enum": ["account", "contact"] },
        "name": { "type": "string" },
        "query": { "type": "string" },
        "shared": { "type": "boolean" },
        "user_id": or_null(id()),
    });
    vec![
        ("View", object(view)),
        ("Views", object(json!({ "views": list(schema("View")) }))),
        (
            "NewView",
            sent(
                &["name"],
                json!({
                    "noun": { "type": "string", "enum": ["account", "contact"], "default": "account" },
                    "name": { "type": "string", "minLength": 1, "maxLength": 80 },
                    "query": { "type": "string", "maxLength": 4000 },
                    "shared": { "type": "boolean" },
                }),
            ),
        ),
        (
            "ChangedView",
            sent(
                &[],
                json!({
                    "name": { "type": "string", "minLength": 1, "maxLength": 80 },
                    "query": { "type": "string", "maxLength": 4000 },
                    "shared": { "type": "boolean" },
                }),
            ),
        ),
    ]
}
