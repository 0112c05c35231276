//! Letters outside programmes, in the API's description.

use serde_json::{Value, json};

use crate::apidoc::operation::{
    Operation, Scope, cursor, id, limit, moment, object, or_null, page, query, reply,
};

const KINDS: [&str; 4] = ["thank", "reference", "panel", "told"];
const STATES: [&str; 3] = ["deferred", "sent", "left_out"];

pub(super) fn schemas() -> Vec<(&'static str, Value)> {
    vec![
        ("Outreach", outreach()),
        ("OutreachPage", page("outreach", "Outreach")),
    ]
}

fn outreach() -> Value {
    let text = json!({ "type": ["string", "null"] });
    object(json!({
        "id": id(),
        "kind": { "type": "string", "enum": KINDS },
        "contact_id": id(),
        "email": text,
        "name": text,
        "subject": { "type": "string", "description": "What it is about." },
        "cause": object(json!({
            "noun": { "type": "string" },
            "id": { "type": "string" },
        })),
        "priority": { "type": "integer", "minimum": 0, "maximum": 100 },
        "state": { "type": "string", "enum": STATES },
        "reason": {
            "type": ["string", "null"],
            "description": "Why it waits or was left out, in a word: `budget`, `quiet_hours`, \
                            `opted_out`, `window_ended` …",
        },
        "detail": { "type": ["string", "null"], "description": "What the word alone doesn't say." },
        "until": or_null(moment()),
        "ends": moment(),
        "created_at": moment(),
        "decided_at": moment(),
        "handed_over_at": or_null(moment()),
        "bounced_at": or_null(moment()),
        "refused_at": or_null(moment()),
        "unknown_at": or_null(moment()),
    }))
}

pub(super) fn list() -> Operation {
    Operation {
        method: "get",
        path: "/api/v1/outreach",
        id: "listOutreach",
        summary: "List letters outside programmes",
        description: "Thanks, questions for a reference, invitations to a panel, and what was done \
                      with what customers said. They count against the same contact budget as \
                      programmes. One that can't go out yet is `deferred` with its reason, and \
                      `left_out` when it can't within its days. The latest decided first.",
        scope: Scope::Read,
        parameters: vec![
            query(
                "state",
                "In this state.",
                json!({ "type": "string", "enum": STATES, "default": "deferred" }),
            ),
            query(
                "kind",
                "Of this kind.",
                json!({ "type": "string", "enum": KINDS }),
            ),
            query("contact_id", "To this contact.", id()),
            limit(100, 1000),
            cursor(),
        ],
        body: None,
        replies: vec![(
            200,
            reply(
                "A page of letters.",
                "OutreachPage",
                json!({ "outreach": [], "next_cursor": null }),
            ),
        )],
        problems: &[422],
    }
}
