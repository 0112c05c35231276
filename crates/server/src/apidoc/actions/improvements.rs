//! Improvements in the API's description.

use serde_json::{Value, json};

use super::{ETAG, path_id};
use crate::apidoc::operation::{
    Operation, Scope, body, cursor, id, limit, moment, object, or_null, page, query, reply, sent,
    with_headers,
};

const IMPROVEMENT: &str = "7e9g1j3m5p7r9t1v3x5z7b9d1f";
const WHY: [&str; 10] = [
    "told",
    "no_address",
    "bounced",
    "opted_out",
    "complained",
    "do_not_contact",
    "employee",
    "removed",
    "anonymous",
    "gone",
];

pub(super) fn operations() -> Vec<Operation> {
    vec![
        list(),
        create(),
        show(),
        change(),
        voices(),
        close(),
        tell(),
        verb(
            ("reopen", "reopenImprovement", "Reopen an improvement"),
            "It leaves the public page; whoever was told stays told.",
            &[],
        ),
        verb(
            (
                "publish",
                "publishImprovement",
                "Show an improvement to everybody",
            ),
            "On the public page of its workspace, once it is closed and its words are there.",
            &[409, 422],
        ),
        verb(
            (
                "unpublish",
                "unpublishImprovement",
                "Take an improvement off the public page",
            ),
            "It can be shown again.",
            &[],
        ),
    ]
}

fn example() -> Value {
    json!({
        "id": IMPROVEMENT,
        "title": "Sooner answers",
        "why": "",
        "status": "closed",
        "slug": "sooner-answers",
        "public_path": "/heard/1a3c5e7g9j2m4p6r8t0w2y4a6c/sooner-answers",
        "letter": { "en": {
            "subject": "You said, we did: {subject}",
            "greeting": "Dear {first_name|customer},",
            "body": "You told us that you waited too long. There are more people now.",
            "closing": "Kind regards,\n{sender}",
            "reminder_subject": "",
            "reminder_body": "",
        } },
        "heard": { "en": {
            "title": "Sooner answers",
            "said": "You waited too long for an answer.",
            "did": "There are more people, also in the evening.",
        } },
        "actions": [super::ACTION],
        "unfinished": 0,
        "published_at": "2026-11-23T10:00:00Z",
        "closed_at": "2026-11-23T10:00:00Z",
        "told_at": "2026-11-23T10:00:00Z",
        "revision": 4,
        "created_by": "Eva Smit",
        "created_at": "2026-11-22T10:00:00Z",
        "changed_at": "2026-11-23T10:00:00Z",
    })
}

fn voices_example() -> Value {
    json!({
        "answers": 12,
        "reached": 1,
        "contacts": [{
            "contact_id": "2a4c6e8g0j2m4p6r8t0v2x4z6b",
            "name": "Ann Bakker",
            "email": "ann@customer.example",
        }],
        "unreached": [],
        "why": { "anonymous": 11 },
        "letters": [],
    })
}

pub(super) fn schemas() -> Vec<(&'static str, Value)> {
    vec![
        ("Improvement", improvement()),
        ("Improvements", page("improvements", "Improvement")),
        ("NewImprovement", sent(&["title"], words())),
        ("ImprovementChange", sent(&[], words())),
        ("ImprovementVoices", voices_schema()),
        (
            "ImprovementClosing",
            sent(
                &[],
                json!({
                    "publish": { "type": "boolean", "default": false },
                    "tell": { "type": "boolean", "default": false },
                    "expected": {
                        "type": "integer", "minimum": 0,
                        "description": "With `tell`: how many are told, as the voices say.",
                    },
                }),
            ),
        ),
        (
            "ImprovementTelling",
            sent(
                &["expected"],
                json!({ "expected": { "type": "integer", "minimum": 0 } }),
            ),
        ),
    ]
}

/// Title and words, as they are sent.
fn words() -> Value {
    let text = |max: u32| json!({ "type": "string", "maxLength": max });
    json!({
        "title": { "type": "string", "minLength": 1, "maxLength": 200 },
        "why": text(4000),
        "letter": {
            "type": "object",
            "description": "What the letter says, by language. Placeholders as in programmes; \
                            `{subject}`, `{said}` and `{did}` are the public words in that \
                            language: their title, what customers said, what was done.",
            "additionalProperties": sent(&[], json!({
                "subject": text(200),
                "greeting": text(200),
                "body": text(4000),
                "closing": text(4000),
                "reminder_subject": text(200),
                "reminder_body": text(4000),
            })),
        },
        "heard": {
            "type": "object",
            "description": "What the public page says, in `nl` and `en`.",
            "additionalProperties": sent(&[], json!({
                "title": text(200),
                "said": text(4000),
                "did": text(4000),
            })),
        },
    })
}

fn improvement() -> Value {
    object(json!({
        "id": id(),
        "title": { "type": "string" },
        "why": { "type": "string" },
        "status": { "type": "string", "enum": ["open", "closed"] },
        "slug": { "type": "string", "description": "The last part of its public address." },
        "public_path": {
            "type": "string",
            "description": "Where everybody can read of it once it is published.",
        },
        "letter": { "type": "object", "additionalProperties": { "type": "object" } },
        "heard": { "type": "object", "additionalProperties": { "type": "object" } },
        "actions": { "type": "array", "items": id() },
        "unfinished": { "type": "integer", "description": "Actions that are not over." },
        "published_at": or_null(moment()),
        "closed_at": or_null(moment()),
        "told_at": or_null(moment()),
        "revision": { "type": "integer" },
        "created_by": { "type": "string" },
        "created_at": moment(),
        "changed_at": moment(),
    }))
}

fn voices_schema() -> Value {
    let text = json!({ "type": ["string", "null"] });
    object(json!({
        "answers": { "type": "integer", "description": "Answers that raised it." },
        "reached": { "type": "integer", "description": "Contacts who are told, each once." },
        "contacts": { "type": "array", "items": object(json!({
            "contact_id": id(), "name": text, "email": text,
        })) },
        "unreached": { "type": "array", "items": object(json!({
            "contact_id": id(), "name": text, "why": { "type": "string", "enum": WHY },
        })) },
        "why": {
            "type": "object",
            "description": "How many are not told, by why; also those without a contact.",
            "additionalProperties": { "type": "integer" },
        },
        "letters": { "type": "array", "items": object(json!({
            "state": { "type": "string", "enum": ["deferred", "sent", "left_out"] },
            "reason": text,
            "count": { "type": "integer" },
        })) },
    }))
}

fn list() -> Operation {
    Operation {
        method: "get",
        path: "/api/v1/improvements",
        id: "listImprovements",
        summary: "List improvements",
        description: "The latest changed first.",
        scope: Scope::Read,
        parameters: vec![
            query(
                "status",
                "Open ones, or closed ones.",
                json!({ "type": "string", "enum": ["open", "closed"], "default": "open" }),
            ),
            limit(100, 1000),
            cursor(),
        ],
        body: None,
        replies: vec![(
            200,
            reply(
                "A page of improvements.",
                "Improvements",
                json!({ "improvements": [example()], "next_cursor": null }),
            ),
        )],
        problems: &[422],
    }
}

fn one(description: &str) -> Value {
    with_headers(reply(description, "Improvement", example()), &[ETAG])
}

fn create() -> Operation {
    Operation {
        method: "post",
        path: "/api/v1/improvements",
        id: "addImprovement",
        summary: "Make an improvement",
        description: "Without a letter it begins with the usual one.",
        scope: Scope::Write,
        parameters: vec![],
        body: Some(body(
            "NewImprovement",
            json!({
                "title": "Sooner answers",
                "heard": { "en": {
                    "title": "Sooner answers",
                    "said": "You waited too long for an answer.",
                    "did": "There are more people, also in the evening.",
                } },
            }),
        )),
        replies: vec![(
            201,
            with_headers(
                reply("The improvement.", "Improvement", example()),
                &[("Location", "Where it is."), ETAG],
            ),
        )],
        problems: &[],
    }
}

fn show() -> Operation {
    Operation {
        method: "get",
        path: "/api/v1/improvements/{id}",
        id: "getImprovement",
        summary: "Get an improvement",
        description: "",
        scope: Scope::Read,
        parameters: vec![path_id("improvement", IMPROVEMENT)],
        body: None,
        replies: vec![(200, one("The improvement."))],
        problems: &[],
    }
}

fn change() -> Operation {
    Operation {
        method: "patch",
        path: "/api/v1/improvements/{id}",
        id: "changeImprovement",
        summary: "Change an improvement",
        description: "What is left out stays as it is; letter and public words are sent whole.",
        scope: Scope::Write,
        parameters: vec![path_id("improvement", IMPROVEMENT)],
        body: Some(body(
            "ImprovementChange",
            json!({ "why": "Most of those who left said so." }),
        )),
        replies: vec![(200, one("The improvement as changed."))],
        problems: &[412],
    }
}

fn voices() -> Operation {
    Operation {
        method: "get",
        path: "/api/v1/improvements/{id}/voices",
        id: "getImprovementVoices",
        summary: "See who raised an improvement",
        description: "Who is told when it closes, and who is not and why. At most 1,000 contacts of \
                      each are named; all are counted.",
        scope: Scope::Read,
        parameters: vec![path_id("improvement", IMPROVEMENT)],
        body: None,
        replies: vec![(
            200,
            reply("Who raised it.", "ImprovementVoices", voices_example()),
        )],
        problems: &[],
    }
}

fn close() -> Operation {
    Operation {
        method: "post",
        path: "/api/v1/improvements/{id}/close",
        id: "closeImprovement",
        summary: "Close an improvement and tell those who raised it",
        description: "Its actions are over, and one is done. With `tell` every contact of the voices \
                      gets one letter, as soon as the contact budget and the hours allow; 409 when \
                      there are by now more or fewer of them than `expected`. A person who isn't \
                      administrator, director or lead gets 403.",
        scope: Scope::Write,
        parameters: vec![path_id("improvement", IMPROVEMENT)],
        body: Some(body(
            "ImprovementClosing",
            json!({ "publish": true, "tell": false }),
        )),
        replies: vec![(200, one("The improvement, closed."))],
        problems: &[409],
    }
}

fn tell() -> Operation {
    Operation {
        method: "post",
        path: "/api/v1/improvements/{id}/tell",
        id: "tellImprovement",
        summary: "Tell the rest of those who raised an improvement",
        description: "For a closed improvement: whoever was told before is not told again.",
        scope: Scope::Write,
        parameters: vec![path_id("improvement", IMPROVEMENT)],
        body: Some(body("ImprovementTelling", json!({ "expected": 0 }))),
        replies: vec![(200, one("The improvement."))],
        problems: &[409],
    }
}

/// A verb without a body.
fn verb(
    (word, id, summary): (&'static str, &'static str, &'static str),
    description: &'static str,
    problems: &'static [u16],
) -> Operation {
    let path = match word {
        "reopen" => "/api/v1/improvements/{id}/reopen",
        "publish" => "/api/v1/improvements/{id}/publish",
        _ => "/api/v1/improvements/{id}/unpublish",
    };
    Operation {
        method: "post",
        path,
        id,
        summary,
        description,
        scope: Scope::Write,
        parameters: vec![path_id("improvement", IMPROVEMENT)],
        body: None,
        replies: vec![(200, one("The improvement."))],
        problems,
    }
}
