//! Schemas of contacts: what replies and bodies look like.

use serde_json::{Value, json};

use crate::apidoc::accounts::schemas::{count, error, together};
use crate::apidoc::operation::{id, moment, object, or_null, page, schema, sent};

pub(super) fn standing() -> Value {
    json!({
        "type": "string",
        "enum": [
            "reachable", "no_address", "bounced", "opted_out", "complained", "do_not_contact",
        ],
    })
}

fn text() -> Value {
    json!({ "type": "string", "minLength": 1, "maxLength": 200 })
}

fn some_text() -> Value {
    json!({ "type": ["string", "null"], "maxLength": 200 })
}

fn address() -> Value {
    json!({ "type": ["string", "null"], "maxLength": 254 })
}

fn attributes() -> Value {
    json!({ "type": "object", "additionalProperties": { "type": "string" } })
}

fn new_attributes() -> Value {
    json!({
        "type": "object",
        "maxProperties": 50,
        "description": "By name; null takes one away.",
        "additionalProperties": { "type": ["string", "number", "boolean", "null"], "maxLength": 200 },
    })
}

pub(super) fn consent() -> Value {
    json!({ "type": "string", "enum": ["unknown", "given", "refused"] })
}

fn either(schema: Value) -> Value {
    json!({ "anyOf": [schema, { "type": "null" }] })
}

/// All schemas of this noun.
pub(super) fn all() -> Vec<(&'static str, Value)> {
    let mut all = contacts();
    all.extend(blocked());
    all.extend(bulk());
    all
}

fn contacts() -> Vec<(&'static str, Value)> {
    let line = object(json!({
        "at": moment(),
        "what": {
            "type": "string",
            "description": "opted_out, opted_in, bounced, works, complained, consent, consent_source, do_not_contact, address or merged.",
        },
        "by": { "type": "string", "description": "Empty for Luister itself." },
        "detail": { "type": "string" },
    }));
    vec![
        ("ContactPage", page("contacts", "Contact")),
        ("Contact", contact()),
        ("NewContact", new_contact()),
        (
            "StoredContact",
            object(json!({
                "outcome": outcome(&["created", "updated", "unchanged", "merged"]),
                "stays_out": { "type": "boolean" },
                "contact": schema("Contact"),
            })),
        ),
        (
            "PossibleDuplicates",
            object(json!({
                "groups": { "type": "array", "items": { "type": "array", "items": schema("Contact") } },
                "next_cursor": { "type": ["string", "null"] },
            })),
        ),
        (
            "ContactHistory",
            object(json!({ "history": { "type": "array", "items": line } })),
        ),
        (
            "ContactReason",
            sent(
                &[],
                json!({ "reason": { "type": "string", "maxLength": 200 } }),
            ),
        ),
        ("ContactsEdit", edit()),
        (
            "ContactsEdited",
            object(json!({
                "dry_run": { "type": "boolean" },
                "contacts": count(),
                "changed": count(),
                "refused": count(),
                "examples": { "type": "array", "items": object(json!({
                    "contact_id": { "type": "string" },
                    "name": some_text(),
                    "error": either(error()),
                })) },
            })),
        ),
        ("OtherContact", sent(&["other"], json!({ "other": id() }))),
    ]
}

fn edit() -> Value {
    let change = json!({
        "language": some_text(),
        "time_zone": some_text(),
        "account": sent(&[], json!({ "account_id": or_null(id()) })),
        "attribute": sent(&["name"], json!({
            "name": { "type": "string", "minLength": 1, "maxLength": 64 },
            "value": { "type": ["string", "null"], "maxLength": 200 },
        })),
        "consent": sent(&["consent"], json!({
            "consent": { "type": "string", "enum": ["given", "refused"] },
            "source": {
                "type": "string", "maxLength": 200,
                "description": "Where consent that was given can be shown; not without it.",
            },
            "consent_at": {
                "type": "string",
                "description": "When it was given: a moment, or a date; now if left out.",
            },
        })),
        "do_not_contact": sent(&[], json!({
            "reason": { "type": "string", "maxLength": 200 },
        })),
    });
    together("contacts", change)
}

fn contact() -> Value {
    let account = object(json!({
        "account_id": id(),
        "external_id": some_text(),
        "name": text(),
    }));
    object(json!({
        "contact_id": id(),
        "external_id": some_text(),
        "email": address(),
        "name": some_text(),
        "first_name": some_text(),
        "language": some_text(),
        "time_zone": some_text(),
        "account": either(account),
        "employee": { "type": "boolean" },
        "attributes": attributes(),
        "standing": standing(),
        "consent": consent(),
        "consent_at": or_null(moment()),
        "opted_out_at": or_null(moment()),
        "bounced_at": or_null(moment()),
        "complained_at": or_null(moment()),
        "do_not_contact": { "type": "boolean" },
        "created_at": moment(),
        "changed_at": moment(),
    }))
}

fn new_contact() -> Value {
    sent(
        &[],
        json!({
            "external_id": some_text(),
            "email": address(),
            "name": some_text(),
            "first_name": some_text(),
            "language": some_text(),
            "time_zone": some_text(),
            "account": either(schema("NewAccount")),
            "employee": { "type": "boolean" },
            "consent": consent(),
            "consent_at": {
                "type": "string",
                "description": "When it was given or refused: a moment, or a date; now if left out.",
            },
            "opted_out": {
                "type": "boolean",
                "const": true,
                "description": "They unsubscribed elsewhere. Opting in again is an operation of its own.",
            },
            "attributes": new_attributes(),
        }),
    )
}

fn blocked() -> Vec<(&'static str, Value)> {
    let entry = json!({
        "entry": { "type": "string" },
        "reason": { "type": "string" },
        "by": { "type": "string" },
        "created_at": moment(),
    });
    let new_entry = json!({
        "entry": { "type": "string", "minLength": 3 },
        "reason": { "type": "string", "maxLength": 200 },
    });
    vec![
        ("DoNotContactPage", page("entries", "DoNotContact")),
        ("DoNotContact", object(entry)),
        ("NewDoNotContact", sent(&["entry"], new_entry)),
    ]
}

fn outcome(names: &[&str]) -> Value {
    json!({ "type": "string", "enum": names })
}

fn bulk() -> Vec<(&'static str, Value)> {
    let count = || json!({ "type": "integer", "minimum": 0 });
    let all = ["created", "updated", "unchanged", "merged", "rejected"];
    let differed = object(json!({
        "field": { "type": "string" },
        "earlier": { "type": "string" },
        "later": { "type": "string" },
    }));
    let error = object(json!({
        "pointer": { "type": "string" },
        "detail": { "type": "string" },
    }));
    let result = json!({
        "type": "object",
        "required": ["outcome"],
        "properties": {
            "outcome": outcome(&all),
            "contact_id": id(),
            "stays_out": { "type": "boolean" },
            "with": {
                "type": "integer",
                "minimum": 0,
                "description": "Index of the item it was put together with.",
            },
            "differed": { "type": "array", "items": differed },
            "errors": { "type": "array", "items": error },
        },
    });
    vec![
        (
            "NewContacts",
            sent(
                &["contacts"],
                json!({
                    "contacts": {
                        "type": "array",
                        "items": schema("NewContact"),
                        "minItems": 1,
                        "maxItems": 10000,
                    },
                }),
            ),
        ),
        (
            "StoredContacts",
            object(json!({
                "counts": object(json!({
                    "created": count(), "updated": count(), "unchanged": count(),
                    "merged": count(), "rejected": count(),
                })),
                "results": { "type": "array", "items": result },
            })),
        ),
    ]
}
