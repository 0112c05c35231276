//! The schemas of connections.

use serde_json::{Value, json};

use super::super::operation::{id, moment, object, or_null, schema, sent};

fn system() -> Value {
    json!({ "type": "string", "enum": ["afas", "hubspot", "salesforce", "request_tracker"] })
}

pub(super) fn stream() -> Value {
    json!({ "type": "string", "enum": ["accounts", "contacts", "responsibilities", "tickets"] })
}

pub(super) fn push_state() -> Value {
    json!({ "type": "string", "enum": ["queued", "sending", "done", "dead", "unknown"] })
}

fn text() -> Value {
    json!({ "type": "string" })
}

fn texts() -> Value {
    json!({ "type": "object", "additionalProperties": text() })
}

fn list(of: &str) -> Value {
    json!({ "type": "array", "items": schema(of) })
}

fn minutes() -> Value {
    json!({
        "type": "integer", "minimum": 0, "maximum": 10080,
        "description": "Minutes between two runs, from 5; 0: only when asked for.",
    })
}

/// What may be said of a connection.
fn changes() -> Value {
    json!({
        "name": { "type": "string", "minLength": 1, "maxLength": 100 },
        "base_url": { "type": "string", "description": "Where it is." },
        "secrets": {
            "type": "object", "additionalProperties": text(),
            "description": "`token`; of Salesforce `client_id`, `client_secret` and, for its flow, \
                            `refresh_token`.",
        },
        "options": texts(),
        "pulls": list("ConnectorPull"),
        "pushes": schema("ConnectorPushing"),
        "every_minutes": minutes(),
        "is_on": { "type": "boolean" },
    })
}

fn connection() -> Value {
    json!({
        "connector_id": id(), "system": system(), "name": text(), "base_url": text(),
        "secrets_set": { "type": "array", "items": text(), "description": "Names of its secrets." },
        "options": texts(), "pulls": list("ConnectorPull"), "pushes": schema("ConnectorPushing"),
        "every_minutes": minutes(), "is_on": { "type": "boolean" },
        "next_at": or_null(moment()), "revision": { "type": "integer" }, "created_at": moment(),
    })
}

fn run() -> Value {
    let count = json!({ "type": "integer", "minimum": 0 });
    json!({
        "run_id": id(),
        "state": { "type": "string", "enum": ["running", "waiting", "done", "failed"] },
        "started_at": moment(), "ended_at": or_null(moment()),
        "rows": object(json!({
            "created": count, "changed": count, "unchanged": count, "wrong": count,
            "gone": {
                "type": "integer", "minimum": 0,
                "description": "Not there any more, seen when everything was read.",
            },
        })),
        "why": or_null(text()),
    })
}

fn with(mut properties: Value, more: Value) -> Value {
    if let (Some(properties), Some(more)) = (properties.as_object_mut(), more.as_object()) {
        properties.extend(more.clone());
    }
    properties
}

fn gone() -> Value {
    object(json!({
        "gone": { "type": "array", "items": object(json!({
            "id": { "type": "string", "description": "Its id here." },
            "remote_id": { "type": "string", "description": "Its id there." },
            "name": or_null(text()),
            "gone_since": moment(),
        })) },
        "next_cursor": or_null(text()),
    }))
}

pub(super) fn all() -> Vec<(&'static str, Value)> {
    let mut all = given_schemas();
    all.extend([
        ("Connector", object(connection())),
        (
            "SeenConnector",
            object(with(
                connection(),
                json!({
                    "latest_run": { "anyOf": [schema("ConnectorRun"), { "type": "null" }] },
                    "pushes_by_state": {
                        "type": "object", "additionalProperties": { "type": "integer" },
                    },
                    "gone_at_source": {
                        "type": "object", "additionalProperties": { "type": "integer" },
                        "description": "How many aren't there any more, by stream.",
                    },
                }),
            )),
        ),
        ("Connectors", object(json!({ "connectors": list("SeenConnector") }))),
        ("ConnectorRun", object(run())),
        ("ConnectorRuns", object(json!({ "runs": list("ConnectorRun") }))),
        ("ConnectorGone", gone()),
        ("ConnectorReport", object(with(run(), json!({ "faults": list("ConnectorFault") })))),
        (
            "ConnectorFault",
            object(json!({ "stream": stream(), "remote_id": text(), "why": text() })),
        ),
        (
            "ConnectorFields",
            object(json!({ "fields": {
                "type": "array", "items": object(json!({ "name": text(), "label": text() })),
            }})),
        ),
        (
            "ConnectorTried",
            object(json!({ "rows": {
                "type": "array",
                "items": object(json!({
                    "id": text(),
                    "outcome": {
                        "type": "string", "enum": ["created", "changed", "unchanged", "wrong"],
                    },
                    "faults": { "type": "array", "items": text() },
                })),
            }})),
        ),
        (
            "ConnectorPush",
            object(json!({
                "push_id": id(),
                "what": { "type": "string", "enum": ["account", "contact", "task", "answer", "result"] },
                "about_id": id(), "state": push_state(), "in_doubt": { "type": "boolean" },
                "tries": { "type": "integer" }, "next_at": or_null(moment()), "why": or_null(text()),
                "created_at": moment(), "changed_at": moment(),
            })),
        ),
        ("ConnectorPushes", object(json!({ "pushes": list("ConnectorPush") }))),
    ]);
    all
}

fn given_schemas() -> Vec<(&'static str, Value)> {
    vec![
        (
            "NewConnector",
            sent(
                &["system", "name"],
                with(json!({ "system": system() }), changes()),
            ),
        ),
        ("ConnectorChanges", sent(&[], changes())),
        (
            "ConnectorTry",
            sent(
                &["stream"],
                json!({
                    "stream": stream(),
                    "rows": { "type": "integer", "minimum": 1, "maximum": 100, "default": 20 },
                }),
            ),
        ),
        (
            "ConnectorPull",
            sent(
                &["stream", "source", "id", "fields"],
                json!({
                    "stream": stream(), "source": text(), "id": text(), "stamp": text(),
                    "filter": text(), "fields": list("ConnectorField"),
                }),
            ),
        ),
        (
            "ConnectorField",
            sent(
                &["from", "to"],
                json!({
                    "from": text(), "to": text(),
                    "kind": { "type": "string", "enum": ["text", "number", "date", "yes_no"] },
                }),
            ),
        ),
        (
            "ConnectorPushing",
            sent(
                &[],
                json!({
                    "account": texts(), "contact": texts(), "tasks": { "type": "boolean" },
                    "comments": { "type": "boolean" },
                }),
            ),
        ),
    ]
}
