//! The audit log, in the API's description.

use serde_json::{Value, json};

use super::operation::{
    Noun, Operation, Scope, cursor, id, limit, moment, object, or_null, page, query, query_like,
    reply,
};

pub(super) fn noun() -> Noun {
    Noun {
        name: "audit",
        description: "Who did what, and when: every change by a person, by a program with a key, or \
                      by Luister itself, written with the change and never changed afterwards. It \
                      holds no names, addresses or answers of customers, so that erasing somebody \
                      leaves nothing here. A key of either scope reads it; of people only \
                      administrators.",
        operations: vec![list(), csv()],
        schemas: vec![("Audit", page("audit", "AuditLine")), ("AuditLine", line())],
    }
}

fn filters() -> Vec<Value> {
    let text = || json!({ "type": "string", "maxLength": 200 });
    vec![
        query(
            "who",
            "Exactly the id of a person or key (no part of it, and no name of a person), the name \
             of a part of Luister such as `rule`, or `system` for all it did itself.",
            text(),
        ),
        query("action", "Such as `survey.published`.", text()),
        query("noun", "The kind of thing, such as `survey`.", text()),
        query("id", "The id of the thing.", text()),
        query_like(
            "from",
            "A moment, or a day of the workspace's time zone.",
            text(),
            "2026-03-01",
        ),
        query_like(
            "to",
            "The moment after the last, or the last day.",
            text(),
            "2026-03-31",
        ),
    ]
}

fn list() -> Operation {
    let mut parameters = filters();
    parameters.extend([limit(100, 1000), cursor()]);
    Operation {
        method: "get",
        path: "/api/v1/audit",
        id: "listAudit",
        summary: "Search the audit log",
        description: "The newest first.",
        scope: Scope::Read,
        parameters,
        body: None,
        replies: vec![(
            200,
            reply(
                "A page of the log.",
                "Audit",
                json!({
                    "audit": [{
                        "audit_id": "7p9r1t3v5x7z9b1d3f5h7k9m1n",
                        "at": "2026-03-02T14:30:00Z",
                        "by": {
                            "kind": "user",
                            "id": "5n7p9r1t3v5x7z9b1d3f5h7k9m",
                            "name": "Eva Smit",
                        },
                        "action": "person.changed",
                        "noun": "person",
                        "id": "1a2b3c4d5e6f7g8h9j0k1m2n3p",
                        "detail": { "changed": ["role"], "role": "lead" },
                    }],
                    "next_cursor": null,
                }),
            ),
        )],
        problems: &[403, 422],
    }
}

fn csv() -> Operation {
    let mut parameters = filters();
    parameters.push(query_like(
        "profile",
        "`data` for programs, `excel-nl` for Dutch spreadsheets.",
        json!({ "type": "string", "enum": ["data", "excel-nl"], "default": "data" }),
        "data",
    ));
    Operation {
        method: "get",
        path: "/api/v1/audit.csv",
        id: "exportAudit",
        summary: "Export the audit log as CSV",
        description: "Streamed, the newest first. Text that a spreadsheet would take for a formula \
                      gets a `'` in front.",
        scope: Scope::Read,
        parameters,
        body: None,
        replies: vec![(
            200,
            json!({
                "description": "The file.",
                "content": { "text/csv": {
                    "schema": { "type": "string" },
                    "example": "at,by_kind,by_id,by_name,action,noun,id,detail\r\n\
                                2026-03-02T14:30:00Z,user,5n7p9r1t3v5x7z9b1d3f5h7k9m,Eva Smit,\
                                survey.published,survey,3f9m2k7q5x8r1t4w6y0z2b5d8g,\r\n",
                } },
            }),
        )],
        problems: &[403, 422],
    }
}

fn line() -> Value {
    object(json!({
        "audit_id": id(),
        "at": moment(),
        "by": object(json!({
            "kind": { "type": "string", "enum": ["user", "key", "system"] },
            "id": { "type": "string" },
            "name": or_null(json!({
                "type": "string",
                "description": "The person's name, or what the key is for.",
            })),
        })),
        "action": { "type": "string", "description": "Noun and verb." },
        "noun": { "type": "string" },
        "id": { "type": "string", "description": "Empty when it is about several at once." },
        "detail": { "type": ["object", "null"], "description": "More about it." },
    }))
}
