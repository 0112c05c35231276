//! Everything that can go wrong, said once for all operations.

use serde_json::{Value, json};

use super::operation::{Operation, Scope, object};

/// Status, name, what it means, and an example of the sentence.
const PROBLEMS: [(u16, &str, &str, &str); 12] = [
    (
        400,
        "BadRequest",
        "The request can't be understood: a parameter that doesn't exist or has an impossible value, or broken JSON. The detail names it.",
        "the query can't be read: unknown field `colour`, expected `limit` or `cursor`",
    ),
    (
        401,
        "Unauthorised",
        "No key, or one that isn't valid.",
        "this API key is not valid",
    ),
    (
        403,
        "Forbidden",
        "The key is of scope read and this needs scope write, or it would show what single employees answered.",
        "this needs a key of scope write",
    ),
    (
        404,
        "NotFound",
        "There is no such thing, or it belongs to another workspace.",
        "there is no such survey",
    ),
    (
        409,
        "Conflict",
        "It clashes with what is there, for instance with the status of the survey.",
        "survey is not open",
    ),
    (
        410,
        "Gone",
        "It was there and was erased.",
        "this response was erased",
    ),
    (
        412,
        "Changed",
        "Somebody else changed the survey since it was read; nothing was stored.",
        "somebody else changed this survey in the meantime; nothing was stored: get it again, make your changes in what you get, and save that",
    ),
    (
        413,
        "TooLarge",
        "The body is larger than this operation takes; the detail says how much that is.",
        "the body is larger than 1048576 bytes",
    ),
    (
        415,
        "UnsupportedMedia",
        "The body isn't sent as `Content-Type: application/json`, or is encoded otherwise than with gzip.",
        "send Content-Type: application/json",
    ),
    (
        422,
        "Invalid",
        "It was understood, but values are not right. `errors` names each with a JSON pointer into what was sent, or the name of a parameter or header. Nothing was stored.",
        "11 is not allowed: give a whole number from 0 to 10, \"not_applicable\" or \"not_asked\"",
    ),
    (
        429,
        "TooMany",
        "Too often just now. Send it again after `Retry-After` seconds.",
        "this person was invited a few times just now",
    ),
    (
        503,
        "Unavailable",
        "It can't be stored or read right now, and unless the detail says otherwise nothing was stored. Send the same request again after `Retry-After` seconds.",
        "this can't be stored or read right now; nothing was stored, please try again",
    ),
];

/// The statuses of the problems an operation can meet.
pub(super) fn statuses(operation: &Operation) -> Vec<u16> {
    let mut all = operation.problems.to_vec();
    // Unknown parameters are refused everywhere.
    all.push(400);
    if operation.scope != Scope::Public {
        all.extend([401, 503]);
    }
    if operation.scope == Scope::Write {
        all.push(403);
    }
    if operation.path.contains('{') {
        all.push(404);
    }
    if operation.body.is_some() {
        all.extend([413, 415, 422]);
    }
    all.sort_unstable();
    all.dedup();
    all
}

/// The shared reply for a status.
pub(super) fn reference(status: u16) -> Value {
    let name = PROBLEMS
        .iter()
        .find(|(known, ..)| *known == status)
        .map(|(_, name, ..)| *name)
        .expect("operations name only statuses of this table");
    json!({ "$ref": format!("#/components/responses/{name}") })
}

/// The shared replies of the document.
pub(super) fn replies() -> Value {
    let mut all = serde_json::Map::new();
    for (status, name, description, detail) in PROBLEMS {
        let mut reply = json!({
            "description": description,
            "content": { "application/problem+json": {
                "schema": { "$ref": "#/components/schemas/Problem" },
                "example": example(status, detail),
            } },
        });
        if status == 401 {
            reply["headers"] = json!({ "WWW-Authenticate": {
                "required": true,
                "schema": { "type": "string", "const": "Bearer" },
            } });
        }
        if status == 503 {
            reply["headers"] = json!({ "Retry-After": {
                "description": "Seconds; not there when part of a bulk request was stored.",
                "schema": { "type": "integer" },
            } });
        }
        all.insert(name.to_owned(), reply);
    }
    Value::Object(all)
}

fn example(status: u16, detail: &str) -> Value {
    let title = axum::http::StatusCode::from_u16(status)
        .ok()
        .and_then(|status| status.canonical_reason())
        .unwrap_or("Error");
    let mut problem = json!({
        "type": "about:blank",
        "title": title,
        "status": status,
        "detail": detail,
        "request_id": "7k3q-x9d2",
    });
    if status == 422 {
        problem["detail"] = json!(format!("/answers/recommend: {detail}"));
        problem["errors"] = json!([{ "pointer": "/answers/recommend", "detail": detail }]);
    }
    problem
}

/// The schemas of problems.
pub(super) fn schemas() -> Vec<(&'static str, Value)> {
    let mut problem = object(json!({
        "type": { "type": "string", "const": "about:blank" },
        "title": { "type": "string", "description": "The status in words." },
        "status": { "type": "integer", "description": "The status of the reply." },
        "detail": { "type": "string", "description": "What is wrong, in English." },
        "request_id": {
            "type": "string",
            "description": "Names this reply; faults of the server are in its log under this name.",
        },
    }));
    problem["description"] = json!("What went wrong, as in RFC 9457.");
    problem["properties"]["errors"] = json!({
        "type": "array",
        "description": "With status 422: every value that isn't right.",
        "items": { "$ref": "#/components/schemas/FieldError" },
    });
    let field_error = object(json!({
        "pointer": {
            "type": "string",
            "description": "A JSON pointer into what was sent, or the name of a parameter or header.",
        },
        "detail": {
            "type": "string",
            "description": "What was given and what is allowed, in English.",
        },
    }));
    vec![("Problem", problem), ("FieldError", field_error)]
}
