//! A file of people, in the API's description.

use serde_json::{Value, json};

use super::super::operation::{Operation, Scope, object, query, query_like, reply};

/// The file as an example.
const FILE: &str = "email,name,role,language,team,lead,active,may_login\r\n\
    eva@acme.example,Eva Smit,employee,nl,Service / North,lea@acme.example,yes,yes\r\n";

pub(super) fn export() -> Operation {
    Operation {
        method: "get",
        path: "/api/v1/people.csv",
        id: "exportPeople",
        summary: "Export people as CSV",
        description: "By name, with their team and whom they report to. Text that a spreadsheet \
                      would take for a formula gets a `'` in front.",
        scope: Scope::Read,
        parameters: vec![
            query(
                "active",
                "`false` for those who stopped working here.",
                json!({ "type": "boolean", "default": true }),
            ),
            query_like(
                "profile",
                "`data` for programs, `excel-nl` for Dutch spreadsheets.",
                json!({ "type": "string", "enum": ["data", "excel-nl"], "default": "data" }),
                "data",
            ),
        ],
        body: None,
        replies: vec![(
            200,
            json!({
                "description": "The file.",
                "content": { "text/csv": { "schema": { "type": "string" }, "example": FILE } },
            }),
        )],
        problems: &[],
    }
}

pub(super) fn import() -> Operation {
    Operation {
        method: "post",
        path: "/api/v1/people/import",
        id: "importPeople",
        summary: "Import people",
        description: "A CSV or XLSX file of at most 2,000 people with the columns `email` \
                      (required), `name`, `role`, `language`, `team` (`Service / North`, made when \
                      it isn't there) and `lead` (an address); `active` and `may_login` are read \
                      over. People are found by address; an empty cell changes nothing. All of it \
                      is stored or nothing: 422 tells what is wrong as `/lines/{line}/{column}`. \
                      Who is new can't log in until invited.",
        scope: Scope::Write,
        parameters: vec![],
        body: Some(json!({
            "required": true,
            "content": { "text/csv": { "schema": { "type": "string" }, "example": FILE } },
        })),
        replies: vec![(
            200,
            reply(
                "What it did.",
                "PeopleImported",
                json!({ "added": 1, "changed": 0, "same": 3, "teams_added": 2 }),
            ),
        )],
        problems: &[],
    }
}

pub(super) fn imported() -> Value {
    let count = || json!({ "type": "integer", "minimum": 0 });
    object(json!({
        "added": count(), "changed": count(), "same": count(), "teams_added": count(),
    }))
}
