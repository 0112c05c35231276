//! Targets, in the API's description.

use serde_json::{Value, json};

use super::operation::{
    Noun, Operation, Scope, body, id, moment, object, or_null, query, reply, schema, sent,
    with_headers,
};

const TARGET: &str = "7e9g1j3m5p7r9t1w3y5a7c9e1g";
const ETAG: (&str, &str) = (
    "ETag",
    "The revision in quotes; send it as `If-Match` when you change it.",
);
const METRICS: [&str; 6] = ["nps", "enps", "ces", "csat", "cas", "response_rate"];
const SCOPES: [&str; 3] = ["company", "team", "group"];

pub(super) fn noun() -> Noun {
    Noun {
        name: "targets",
        description: "What the company wants to reach: a figure of a survey, of the whole company, \
                      a team or a group such as a journey phase, from a start to an aim over a \
                      period. The figure of the period so far is held against the straight line \
                      between them, and only its 95 % interval decides: wholly at the line or \
                      better is `on_course`, wholly short of it `behind`, otherwise `open`, which \
                      is that nobody can tell yet. Values are in the metric's unit: points, or \
                      shares between 0 and 1. Who doesn't see everything sees targets of teams of \
                      which they see everybody.",
        operations: vec![list(), create(), show(), change(), end(), resume()],
        schemas: vec![
            ("Target", target()),
            (
                "Targets",
                object(json!({ "targets": { "type": "array", "items": schema("Target") } })),
            ),
            ("NewTarget", new_target()),
        ],
    }
}

fn path_id() -> Value {
    json!({
        "name": "id", "in": "path", "required": true, "description": "The target.",
        "schema": id(), "example": TARGET,
    })
}

fn day(description: &str) -> Value {
    json!({ "type": "string", "format": "date", "description": description })
}

fn example() -> Value {
    json!({
        "id": TARGET,
        "survey_id": "8c0e2g4j6m8p0r2t4v6x8z0b2d",
        "metric": "nps",
        "question": "recommend",
        "higher_is_better": true,
        "scope": "company",
        "team_id": null,
        "team": null,
        "attribute": null,
        "value": null,
        "from": "2026-01-01",
        "to": "2026-12-31",
        "start": 31.0,
        "start_n": 412,
        "aim": 44.0,
        "visibility": { "needed": 560, "expected": 430, "visible": 14.8, "too_small": true },
        "course": "open",
        "need": null,
        "figure": { "value": 38.2, "ci95": [30.4, 45.7], "n": 371 },
        "counted": null,
        "should": 42.6,
        "revision": 1,
        "created_by": "Eva Smit",
        "created_at": "2026-01-01T10:00:00Z",
        "changed_at": "2026-01-01T10:00:00Z",
        "ended_at": null,
    })
}

fn target() -> Value {
    let number = json!({ "type": "number" });
    let count = json!({ "type": "integer", "minimum": 0 });
    let text = json!({ "type": "string" });
    let interval = json!({
        "type": "array", "items": { "type": "number" }, "minItems": 2, "maxItems": 2,
    });
    object(json!({
        "id": id(),
        "survey_id": id(),
        "metric": { "type": "string", "enum": METRICS },
        "question": or_null(text.clone()),
        "higher_is_better": { "type": "boolean" },
        "scope": { "type": "string", "enum": SCOPES },
        "team_id": or_null(id()),
        "team": or_null(text.clone()),
        "attribute": or_null(text.clone()),
        "value": or_null(text.clone()),
        "from": day("First day."),
        "to": day("Last day."),
        "start": number,
        "start_n": {
            "type": ["integer", "null"],
            "description": "The answers the start was measured from; null when somebody typed it.",
        },
        "aim": number,
        "visibility": object(json!({
            "needed": {
                "type": ["integer", "null"],
                "description": "Answers per period it takes to see such a change.",
            },
            "expected": {
                "type": ["integer", "null"],
                "description": "Answers the period will bring, as fast as they came in when it \
                                was set; with a measured start the harmonic mean with its number.",
            },
            "visible": {
                "type": ["number", "null"],
                "description": "The smallest change that so many answers show.",
            },
            "too_small": {
                "type": "boolean",
                "description": "The target is smaller than what so many answers can show.",
            },
        })),
        "course": { "type": "string", "enum": [
            "not_started", "on_course", "behind", "open", "too_few", "reached", "missed",
            "untold", "hidden", "otherwise",
        ] },
        "need": {
            "type": ["integer", "null"],
            "description": "With `too_few`: answers that are missing before anything is said.",
        },
        "figure": or_null(object(json!({ "value": number, "ci95": interval, "n": count }))),
        "counted": counted(),
        "should": {
            "type": "number",
            "description": "Where the figure of the period so far should be today.",
        },
        "revision": { "type": "integer" },
        "created_by": text,
        "created_at": moment(),
        "changed_at": moment(),
        "ended_at": or_null(moment()),
    }))
}

/// The days its figure is of, when they are others than its own.
fn counted() -> Value {
    json!({
        "description": "The whole months the figure is of, when the target's days are not such: \
                        where small groups are hidden, periods are whole months.",
        "anyOf": [
            object(json!({
                "from": { "type": "string", "format": "date" },
                "to": { "type": "string", "format": "date" },
            })),
            { "type": "null" },
        ],
    })
}

fn new_target() -> Value {
    let text = json!({ "type": ["string", "null"] });
    sent(
        &["survey_id", "scope", "from", "to", "aim"],
        json!({
            "survey_id": { "type": "string" },
            "metric": { "type": ["string", "null"], "description":
                "Left out: what the survey is about. `response_rate` is of those invited." },
            "question": { "type": ["string", "null"], "description":
                "A question's key, where several measure the same." },
            "scope": { "type": "string", "enum": SCOPES },
            "team_id": { "type": ["string", "null"], "description":
                "With `team`: one of at least five people." },
            "attribute": text,
            "value": text,
            "from": day("First day."),
            "to": day("Last day."),
            "start": { "type": ["number", "null"], "description":
                "Left out: measured over as many days before." },
            "aim": { "type": "number" },
        }),
    )
}

fn example_new() -> Value {
    json!({
        "survey_id": "8c0e2g4j6m8p0r2t4v6x8z0b2d", "scope": "company",
        "from": "2026-01-01", "to": "2026-12-31", "start": 31, "aim": 44,
    })
}

fn one(status: u16, description: &str) -> (u16, Value) {
    (
        status,
        with_headers(reply(description, "Target", example()), &[ETAG]),
    )
}

fn list() -> Operation {
    Operation {
        method: "get",
        path: "/api/v1/targets",
        id: "listTargets",
        summary: "List targets and where they stand",
        description: "Those that hold by the end of their period, or those that are over.",
        scope: Scope::Read,
        parameters: vec![query(
            "show",
            "Which; left out, those that hold.",
            json!({ "type": "string", "enum": ["current", "past"] }),
        )],
        body: None,
        replies: vec![(
            200,
            reply("Targets.", "Targets", json!({ "targets": [example()] })),
        )],
        problems: &[],
    }
}

fn create() -> Operation {
    let mut made = one(201, "The target.");
    made.1 = with_headers(made.1, &[("Location", "Its address.")]);
    Operation {
        method: "post",
        path: "/api/v1/targets",
        id: "setTarget",
        summary: "Set a target",
        description: "A target smaller than what the answers can show is set and flagged: see \
                      `visibility`.",
        scope: Scope::Write,
        parameters: vec![],
        body: Some(body("NewTarget", example_new())),
        replies: vec![made],
        problems: &[422],
    }
}

fn show() -> Operation {
    Operation {
        method: "get",
        path: "/api/v1/targets/{id}",
        id: "getTarget",
        summary: "Get a target and where it stands",
        description: "",
        scope: Scope::Read,
        parameters: vec![path_id()],
        body: None,
        replies: vec![one(200, "The target.")],
        problems: &[404],
    }
}

fn change() -> Operation {
    Operation {
        method: "put",
        path: "/api/v1/targets/{id}",
        id: "changeTarget",
        summary: "Set a target anew",
        description: "All of it: what is left out is left out. `If-Match` with the revision you \
                      read keeps you from undoing what somebody else did.",
        scope: Scope::Write,
        parameters: vec![path_id()],
        body: Some(body("NewTarget", example_new())),
        replies: vec![one(200, "The target.")],
        problems: &[404, 412, 422],
    }
}

fn end() -> Operation {
    Operation {
        method: "post",
        path: "/api/v1/targets/{id}/end",
        id: "endTarget",
        summary: "Give a target up",
        description: "Before its period is over.",
        scope: Scope::Write,
        parameters: vec![path_id()],
        body: None,
        replies: vec![one(200, "The target.")],
        problems: &[404],
    }
}

fn resume() -> Operation {
    Operation {
        method: "post",
        path: "/api/v1/targets/{id}/resume",
        id: "resumeTarget",
        summary: "Take a target up again",
        description: "",
        scope: Scope::Write,
        parameters: vec![path_id()],
        body: None,
        replies: vec![one(200, "The target.")],
        problems: &[404],
    }
}
