//! Actions, improvements and letters outside programmes, in the API's description.

mod improvements;
mod outreach;

use serde_json::{Value, json};

use super::operation::{
    Noun, Operation, Scope, body, cursor, id, limit, moment, object, or_null, page, query, reply,
    sent, with_headers,
};

const ACTION: &str = "6d8f0h2k4n6q8s0v2x4z6b8d0f";
const ETAG: (&str, &str) = (
    "ETag",
    "The revision in quotes; send it as `If-Match` when you change it.",
);
const LEVELS: [&str; 4] = ["customer", "employee", "process", "organisation"];
const STATUSES: [&str; 4] = ["open", "doing", "done", "dropped"];

pub(super) fn noun() -> Noun {
    let mut operations = vec![list(), create(), export(), show(), change(), recount()];
    operations.extend(improvements::operations());
    operations.push(outreach::list());
    let mut schemas = vec![
        ("Action", action()),
        ("Actions", actions()),
        ("NewAction", new_action()),
        ("ActionChange", action_change()),
    ];
    schemas.extend(improvements::schemas());
    schemas.extend(outreach::schemas());
    Noun {
        name: "actions",
        description: "What the company changes. An action follows from a case, a theme or a driver \
                      and remembers whose answers raised it. Several make an *improvement*; when it \
                      is closed, exactly the contacts behind those answers are told, once and within \
                      the contact budget, and everybody can read of it at its `public_path`. \
                      What employees \
                      answered is nobody's: nobody is written to about it.",
        operations,
        schemas,
    }
}

/// The id in a path.
fn path_id(of: &str, example: &str) -> Value {
    json!({
        "name": "id", "in": "path", "required": true, "description": format!("The {of}."),
        "schema": id(), "example": example,
    })
}

fn day(description: &str) -> Value {
    json!({ "type": "string", "format": "date", "description": description })
}

fn example() -> Value {
    json!({
        "id": ACTION,
        "title": "Answer tickets within a day",
        "detail": "",
        "level": "process",
        "status": "doing",
        "progress": 40,
        "owner_id": "5n7p9r1t3v5x7z9b1d3f5h7k9m",
        "owner": "Eva Smit",
        "due": "2026-12-15",
        "overdue": false,
        "improvement_id": null,
        "source": {
            "source": "driver:8c0e2g4j6m8p0r2t4v6x8z0b2d:support",
            "noun": "driver",
            "id": "support",
            "survey_id": "8c0e2g4j6m8p0r2t4v6x8z0b2d",
            "label": "Support answers soon enough",
            "from": "2026-10-01",
            "to": null,
            "employees": false,
            "account_id": null,
        },
        "revision": 3,
        "created_by": "Eva Smit",
        "created_at": "2026-11-22T10:00:00Z",
        "changed_at": "2026-11-23T10:00:00Z",
        "ended_at": null,
        "answers": 12,
        "log": [{
            "at": "2026-11-23T10:00:00Z", "kind": "progress", "detail": "40", "by": "Eva Smit",
        }],
    })
}

fn short() -> Value {
    let mut example = example();
    if let Some(own) = example.as_object_mut() {
        own.remove("answers");
        own.remove("log");
    }
    example
}

fn action() -> Value {
    let mut schema = object(json!({
        "id": id(),
        "title": { "type": "string" },
        "detail": { "type": "string" },
        "level": { "type": "string", "enum": LEVELS },
        "status": { "type": "string", "enum": STATUSES },
        "progress": { "type": "integer", "minimum": 0, "maximum": 100 },
        "owner_id": or_null(id()),
        "owner": { "type": ["string", "null"], "description": "The owner's name." },
        "due": or_null(day("The last day.")),
        "overdue": { "type": "boolean" },
        "improvement_id": or_null(id()),
        "source": {
            "type": ["object", "null"],
            "description": "What raised it, as it was called then, and whose answers count.",
            "required": ["source", "noun", "id", "survey_id", "label", "from", "to", "employees",
                         "account_id"],
            "properties": {
                "source": { "type": "string" },
                "noun": { "type": "string", "enum": ["case", "theme", "driver"] },
                "id": { "type": "string" },
                "survey_id": or_null(id()),
                "label": { "type": "string" },
                "from": or_null(day("First day of the answers.")),
                "to": or_null(day("Last day of the answers.")),
                "employees": { "type": "boolean" },
                "account_id": or_null(id()),
            },
        },
        "revision": { "type": "integer" },
        "created_by": { "type": "string" },
        "created_at": moment(),
        "changed_at": moment(),
        "ended_at": or_null(moment()),
    }));
    schema["properties"]["answers"] = json!({
        "type": "integer",
        "description": "How many answers raised it; not in lists.",
    });
    schema["properties"]["log"] = json!({
        "type": "array",
        "description": "What happened, the latest first; not in lists.",
        "items": object(json!({
            "at": moment(),
            "kind": { "type": "string", "enum": ["created", "note", "status", "progress", "owner",
                      "due", "improvement", "changed", "voices"] },
            "detail": { "type": "string" },
            "by": { "type": "string" },
        })),
    });
    schema
}

fn actions() -> Value {
    let mut schema = page("actions", "Action");
    schema["properties"]["count"] = json!({
        "type": "integer", "description": "How many there are on all pages.",
    });
    schema["required"] = json!(["actions", "count", "next_cursor"]);
    schema
}

const SOURCE: &str = "What raises it: `case:ID`, `theme:SURVEY:ID` (all who mention it) or \
                      `driver:SURVEY:KEY` (all who disagree).";

fn new_action() -> Value {
    sent(
        &["title", "level"],
        json!({
            "title": { "type": "string", "minLength": 1, "maxLength": 200 },
            "detail": { "type": "string", "maxLength": 4000 },
            "level": { "type": "string", "enum": LEVELS },
            "owner_id": or_null(id()),
            "due": or_null(day("The last day.")),
            "improvement_id": or_null(id()),
            "source": { "type": ["string", "null"], "description": SOURCE },
            "from": or_null(day("First day of the answers.")),
            "to": or_null(day("Last day of the answers.")),
        }),
    )
}

fn action_change() -> Value {
    sent(
        &[],
        json!({
            "title": { "type": "string", "minLength": 1, "maxLength": 200 },
            "detail": { "type": "string", "maxLength": 4000 },
            "level": { "type": "string", "enum": LEVELS },
            "owner_id": or_null(id()),
            "due": or_null(day("The last day; null: none.")),
            "improvement_id": or_null(id()),
            "status": { "type": "string", "enum": STATUSES },
            "progress": { "type": "integer", "minimum": 0, "maximum": 100 },
            "note": { "type": "string", "minLength": 1, "maxLength": 4000 },
        }),
    )
}

fn list() -> Operation {
    Operation {
        method: "get",
        path: "/api/v1/actions",
        id: "listActions",
        summary: "List actions",
        description: "Those due first at the top, those without a day last.",
        scope: Scope::Read,
        parameters: vec![
            query(
                "status",
                "In this state.",
                json!({ "type": "string", "enum": STATUSES }),
            ),
            query(
                "owner_id",
                "Of this person; `none` for those nobody sees to.",
                json!({ "type": "string" }),
            ),
            query(
                "level",
                "At this level.",
                json!({ "type": "string", "enum": LEVELS }),
            ),
            query("improvement_id", "Parts of this improvement.", id()),
            query("source", SOURCE, json!({ "type": "string" })),
            query("account_id", "Of a case of this account.", id()),
            query(
                "overdue",
                "`true`: only those that should be over by now.",
                json!({ "type": "boolean" }),
            ),
            limit(100, 1000),
            cursor(),
        ],
        body: None,
        replies: vec![(
            200,
            reply(
                "A page of actions.",
                "Actions",
                json!({ "actions": [short()], "count": 1, "next_cursor": null }),
            ),
        )],
        problems: &[422],
    }
}

fn create() -> Operation {
    Operation {
        method: "post",
        path: "/api/v1/actions",
        id: "addAction",
        summary: "Make an action",
        description: "The answers that raise it are counted now; `recount` counts them again.",
        scope: Scope::Write,
        parameters: vec![],
        body: Some(body(
            "NewAction",
            json!({
                "title": "Answer tickets within a day",
                "level": "process",
                "due": "2026-12-15",
            }),
        )),
        replies: vec![(
            201,
            with_headers(
                reply("The action.", "Action", example()),
                &[("Location", "Where it is."), ETAG],
            ),
        )],
        problems: &[],
    }
}

fn export() -> Operation {
    Operation {
        method: "get",
        path: "/api/v1/actions.csv",
        id: "exportActions",
        summary: "Export actions as CSV",
        description: "All of them, safe to open in a spreadsheet.",
        scope: Scope::Read,
        parameters: vec![query(
            "profile",
            "`data` for programs, `excel-nl` for Dutch spreadsheets.",
            json!({ "type": "string", "enum": ["data", "excel-nl"], "default": "data" }),
        )],
        body: None,
        replies: vec![(
            200,
            json!({
                "description": "The file.",
                "content": { "text/csv": {
                    "schema": { "type": "string" },
                    "example": "id,title,detail,level,status,progress,owner,due,improvement_id,\
                                source,source_label,account_id,created_by,created_at,changed_at,\
                                ended_at\r\n",
                } },
            }),
        )],
        problems: &[],
    }
}

fn show() -> Operation {
    Operation {
        method: "get",
        path: "/api/v1/actions/{id}",
        id: "getAction",
        summary: "Get an action",
        description: "With its log.",
        scope: Scope::Read,
        parameters: vec![path_id("action", ACTION)],
        body: None,
        replies: vec![(
            200,
            with_headers(reply("The action.", "Action", example()), &[ETAG]),
        )],
        problems: &[],
    }
}

fn change() -> Operation {
    Operation {
        method: "patch",
        path: "/api/v1/actions/{id}",
        id: "changeAction",
        summary: "Change an action",
        description: "What is left out stays as it is; null takes owner, day or improvement away. \
                      What is done is at 100 %; an open action that makes progress is being done.",
        scope: Scope::Write,
        parameters: vec![path_id("action", ACTION)],
        body: Some(body(
            "ActionChange",
            json!({ "progress": 40, "note": "Two colleagues were hired." }),
        )),
        replies: vec![(
            200,
            with_headers(
                reply("The action as changed.", "Action", example()),
                &[ETAG],
            ),
        )],
        problems: &[412],
    }
}

fn recount() -> Operation {
    Operation {
        method: "post",
        path: "/api/v1/actions/{id}/recount",
        id: "recountAction",
        summary: "Count again who raised an action",
        description: "What was answered since belongs to it too. 409 when nothing raised it, or \
                      what did is gone.",
        scope: Scope::Write,
        parameters: vec![path_id("action", ACTION)],
        body: None,
        replies: vec![(
            200,
            with_headers(reply("The action.", "Action", example()), &[ETAG]),
        )],
        problems: &[409],
    }
}
