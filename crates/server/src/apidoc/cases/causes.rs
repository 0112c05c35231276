//! The tree of causes.

use serde_json::{Value, json};

use super::super::operation::{
    Operation, Scope, body, id, if_match, moment, object, or_null, parameter, reply, schema, sent,
    with_headers,
};
use super::ETAG;
use super::schemas::{maybe_id, text};

const KINDS: [&str; 6] = [
    "process",
    "product",
    "communication",
    "expectation",
    "price",
    "outside",
];

fn example() -> Value {
    json!({
        "cause_id": "9c1e3g5j7m9p1r3t5w7y9a1c3e",
        "parent_id": null,
        "kind": "process",
        "name": "Handover between teams",
        "place": 0,
        "archived_at": null,
        "revision": 1,
    })
}

pub(super) fn operations() -> Vec<Operation> {
    let mut counted = example();
    counted["cases"] = json!(4);
    counted["open_cases"] = json!(1);
    let new = json!({ "kind": "process", "name": "Handover between teams" });
    vec![
        Operation {
            method: "get",
            path: "/api/v1/causes",
            id: "listCauses",
            summary: "List causes",
            description: "The whole tree, archived ones too, with how many cases have each.",
            scope: Scope::Read,
            parameters: vec![],
            body: None,
            replies: vec![(
                200,
                reply("The causes.", "Causes", json!({ "causes": [counted] })),
            )],
            problems: &[],
        },
        Operation {
            method: "post",
            path: "/api/v1/causes",
            id: "addCause",
            summary: "Add a cause",
            description: "At the top or as part of another, five levels at most. A person is never a \
                          cause: names of people who work here are refused.",
            scope: Scope::Write,
            parameters: vec![],
            body: Some(body("NewCause", new)),
            replies: vec![(
                201,
                with_headers(reply("The cause.", "Cause", example()), &[ETAG]),
            )],
            problems: &[409],
        },
        Operation {
            method: "patch",
            path: "/api/v1/causes/{id}",
            id: "changeCause",
            summary: "Change a cause",
            description: "What is left out stays; `parent_id` null puts it at the top. An archived \
                          one is offered no more; cases that have it keep it.",
            scope: Scope::Write,
            parameters: vec![parameter("CauseId"), if_match("cause")],
            body: Some(body(
                "CauseChange",
                json!({ "name": "Handover to support" }),
            )),
            replies: vec![(
                200,
                with_headers(reply("The cause.", "Cause", example()), &[ETAG]),
            )],
            problems: &[412],
        },
    ]
}

fn properties() -> Value {
    json!({
        "cause_id": id(),
        "parent_id": maybe_id(),
        "kind": { "enum": KINDS },
        "name": text(),
        "place": { "type": "integer" },
        "archived_at": or_null(moment()),
        "revision": { "type": "integer" },
    })
}

pub(super) fn schemas() -> Vec<(&'static str, Value)> {
    let name = json!({ "type": "string", "minLength": 1, "maxLength": 200 });
    let number = json!({ "type": "integer", "minimum": 0 });
    let mut counted = properties();
    counted["cases"] = number.clone();
    counted["open_cases"] = number;
    vec![
        ("Cause", object(properties())),
        ("CountedCause", object(counted)),
        (
            "Causes",
            object(json!({ "causes": { "type": "array", "items": schema("CountedCause") } })),
        ),
        (
            "NewCause",
            sent(
                &["kind", "name"],
                json!({ "parent_id": or_null(text()), "kind": { "enum": KINDS }, "name": name }),
            ),
        ),
        (
            "CauseChange",
            sent(
                &[],
                json!({
                    "parent_id": or_null(text()),
                    "kind": { "enum": KINDS },
                    "name": name,
                    "archived": { "type": "boolean" },
                }),
            ),
        ),
    ]
}
