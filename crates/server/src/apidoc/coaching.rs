//! Coaching, in the API's description.

use serde_json::{Value, json};

use super::operation::{
    Noun, Operation, Scope, body, done, id, moment, object, or_null, reply, schema, sent,
    with_headers,
};

const PAGE: &str = "9f1h3k5n7q9s1v3x5z7b9d1f3h";
const ENTRY: &str = "0g2j4m6p8r0t2w4y6a8c0e2g4j";
const PERSON: &str = "5n7p9r1t3v5x7z9b1d3f5h7k9m";

pub(super) fn noun() -> Noun {
    Noun {
        name: "coaching",
        description: "Private pages of a lead and somebody who reports to them, for the two \
                      themselves: with a session, as a browser has it. A key is nobody's lead, so \
                      for a key there is no page. Nobody else sees one, directors and \
                      administrators neither. Each look is kept and shown to both.",
        operations: vec![list(), open(), show(), put(), change(), remove(), share()],
        schemas: schemas(),
    }
}

fn part(name: &str, of: &str, example: &str) -> Value {
    json!({
        "name": name, "in": "path", "required": true, "description": format!("The {of}."),
        "schema": id(), "example": example,
    })
}

fn partner() -> Value {
    object(json!({
        "person_id": id(),
        "name": { "type": "string" },
        "page_id": or_null(id()),
    }))
}

fn former() -> Value {
    object(json!({
        "page_id": id(),
        "lead": { "type": "string" },
        "employee": { "type": "string" },
        "opened_at": moment(),
    }))
}

fn entry() -> Value {
    let text = json!({ "type": "string" });
    let answer = object(json!({
        "survey_id": id(),
        "response_id": id(),
        "score": { "type": ["integer", "null"] },
        "texts": { "type": "array", "items": text },
    }));
    object(json!({
        "id": id(),
        "kind": { "type": "string", "enum": ["note", "agreement", "answer"] },
        "by": text,
        "text": { "type": "string", "description": "Empty once it was taken away." },
        "answer": or_null(answer),
        "due": or_null(json!({ "type": "string", "format": "date" })),
        "done_at": or_null(moment()),
        "created_at": moment(),
        "removed_at": or_null(moment()),
    }))
}

fn schemas() -> Vec<(&'static str, Value)> {
    let text = json!({ "type": "string" });
    let list = |of: Value| json!({ "type": "array", "items": of });
    vec![
        (
            "Coaching",
            object(json!({
                "led": list(partner()),
                "leads": list(partner()),
                "kept": list(former()),
                "shared": list(former()),
            })),
        ),
        (
            "CoachingPage",
            object(json!({
                "id": id(),
                "part": { "type": "string", "enum": ["employee", "lead", "guest"] },
                "current": {
                    "type": "boolean",
                    "description": "The two still work together; otherwise it is kept as it is.",
                },
                "lead_id": id(),
                "lead": text,
                "employee_id": id(),
                "employee": text,
                "opened_at": moment(),
                "shared_with_id": or_null(id()),
                "entries": list(schema("CoachingEntry")),
                "looks": list(object(json!({ "by": text, "at": moment() }))),
                "looked": { "type": "integer", "minimum": 0 },
            })),
        ),
        ("CoachingEntry", entry()),
        (
            "NewCoachingPage",
            sent(&["person_id"], json!({ "person_id": text })),
        ),
        (
            "NewCoachingEntry",
            sent(
                &["kind"],
                json!({
                    "kind": { "type": "string", "enum": ["note", "agreement", "answer"] },
                    "text": { "type": "string", "maxLength": 4000 },
                    "due": { "type": ["string", "null"], "format": "date" },
                    "survey_id": text,
                    "response_id": text,
                }),
            ),
        ),
        (
            "CoachingEntryChange",
            sent(&["done"], json!({ "done": { "type": "boolean" } })),
        ),
        (
            "CoachingSharing",
            sent(
                &["person_id"],
                json!({ "person_id": { "type": ["string", "null"] } }),
            ),
        ),
    ]
}

fn example_entry() -> Value {
    json!({
        "id": ENTRY, "kind": "agreement", "by": "Eva Smit", "text": "Call back within a day",
        "answer": null, "due": "2026-12-15", "done_at": null,
        "created_at": "2026-11-22T10:00:00Z", "removed_at": null,
    })
}

fn example_page() -> Value {
    json!({
        "id": PAGE, "part": "employee", "current": true,
        "lead_id": PERSON, "lead": "Eva Smit",
        "employee_id": "4m6n8p0r2t4v6x8z0b2d4f6h8j", "employee": "Bas de Wit",
        "opened_at": "2026-11-20T10:00:00Z", "shared_with_id": null,
        "entries": [example_entry()],
        "looks": [{ "by": "Eva Smit", "at": "2026-11-22T10:00:00Z" }],
        "looked": 1,
    })
}

fn list() -> Operation {
    Operation {
        method: "get",
        path: "/api/v1/coaching",
        id: "listCoaching",
        summary: "List with whom one coaches",
        description: "By name, without any figure of anybody: whom one leads (`led`), who leads \
                      one (`leads`), the own pages with earlier leads (`kept`), and pages of \
                      before that one may read (`shared`).",
        scope: Scope::Read,
        parameters: vec![],
        body: None,
        replies: vec![(
            200,
            reply(
                "With whom.",
                "Coaching",
                json!({
                    "led": [], "kept": [], "shared": [],
                    "leads": [{ "person_id": PERSON, "name": "Eva Smit", "page_id": PAGE }],
                }),
            ),
        )],
        problems: &[],
    }
}

fn open() -> Operation {
    let made = reply("The page.", "CoachingPage", example_page());
    Operation {
        method: "post",
        path: "/api/v1/coaching",
        id: "openCoachingPage",
        summary: "Open the page with somebody",
        description: "With somebody one leads or is led by; the one there is, when there is one.",
        scope: Scope::Read,
        parameters: vec![],
        body: Some(body("NewCoachingPage", json!({ "person_id": PERSON }))),
        replies: vec![(201, with_headers(made, &[("Location", "Its address.")]))],
        problems: &[404, 422],
    }
}

fn show() -> Operation {
    Operation {
        method: "get",
        path: "/api/v1/coaching/{id}",
        id: "getCoachingPage",
        summary: "Look at a page",
        description: "The look is kept and shown to both.",
        scope: Scope::Read,
        parameters: vec![part("id", "page", PAGE)],
        body: None,
        replies: vec![(200, reply("The page.", "CoachingPage", example_page()))],
        problems: &[404],
    }
}

fn put() -> Operation {
    Operation {
        method: "post",
        path: "/api/v1/coaching/{id}/entries",
        id: "addCoachingEntry",
        summary: "Write a note, agree on something, choose an answer",
        description: "An answer is one of a customer the employee served, and one that whoever \
                      chooses it sees. What was agreed may have a date.",
        scope: Scope::Read,
        parameters: vec![part("id", "page", PAGE)],
        body: Some(body(
            "NewCoachingEntry",
            json!({ "kind": "agreement", "text": "Call back within a day", "due": "2026-12-15" }),
        )),
        replies: vec![(
            201,
            reply("What was added.", "CoachingEntry", example_entry()),
        )],
        problems: &[404, 409, 422],
    }
}

fn change() -> Operation {
    Operation {
        method: "patch",
        path: "/api/v1/coaching/{id}/entries/{entry_id}",
        id: "changeCoachingEntry",
        summary: "Say that what was agreed is done",
        description: "Or that it isn't.",
        scope: Scope::Read,
        parameters: vec![part("id", "page", PAGE), part("entry_id", "entry", ENTRY)],
        body: Some(body("CoachingEntryChange", json!({ "done": true }))),
        replies: vec![(200, reply("The entry.", "CoachingEntry", example_entry()))],
        problems: &[404, 409, 422],
    }
}

fn remove() -> Operation {
    Operation {
        method: "delete",
        path: "/api/v1/coaching/{id}/entries/{entry_id}",
        id: "removeCoachingEntry",
        summary: "Take something away",
        description: "Who wrote it can; an answer either of the two. That words were there stays.",
        scope: Scope::Read,
        parameters: vec![part("id", "page", PAGE), part("entry_id", "entry", ENTRY)],
        body: None,
        replies: vec![(204, done("It is gone."))],
        problems: &[404, 409],
    }
}

fn share() -> Operation {
    Operation {
        method: "put",
        path: "/api/v1/coaching/{id}/share",
        id: "shareCoachingPage",
        summary: "Let the present lead read a page of before",
        description: "Only whose page it is decides, and takes it back with null.",
        scope: Scope::Read,
        parameters: vec![part("id", "page", PAGE)],
        body: Some(body("CoachingSharing", json!({ "person_id": PERSON }))),
        replies: vec![(204, done("It is as you say."))],
        problems: &[404, 422],
    }
}
