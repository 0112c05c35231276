//! The do-not-contact list.

use serde_json::{Value, json};

use crate::apidoc::operation::{Operation, Scope, body, cursor, done, limit, reply};

pub(super) fn operations() -> Vec<Operation> {
    vec![blocked(), block(), unblock()]
}

fn blocked() -> Operation {
    Operation {
        method: "get",
        path: "/api/v1/do-not-contact",
        id: "listDoNotContact",
        summary: "List who is not to be contacted",
        description: "Addresses, and domains with an @ in front, which mean everybody there.",
        scope: Scope::Read,
        parameters: vec![limit(100, 1000), cursor()],
        body: None,
        replies: vec![(
            200,
            reply(
                "A page of the list.",
                "DoNotContactPage",
                json!({ "entries": [entry()], "next_cursor": null }),
            ),
        )],
        problems: &[422],
    }
}

fn block() -> Operation {
    Operation {
        method: "post",
        path: "/api/v1/do-not-contact",
        id: "addDoNotContact",
        summary: "Put an address or domain on the list",
        description: "Whatever a file or a programme says, nobody is written to there. What is on \
                      the list already stays as it is.",
        scope: Scope::Write,
        parameters: vec![],
        body: Some(body(
            "NewDoNotContact",
            json!({ "entry": "@rival.example", "reason": "a competitor" }),
        )),
        replies: vec![(200, reply("The entry.", "DoNotContact", entry()))],
        problems: &[],
    }
}

fn unblock() -> Operation {
    Operation {
        method: "delete",
        path: "/api/v1/do-not-contact/{entry}",
        id: "removeDoNotContact",
        summary: "Take an address or domain off the list",
        description: "An opt-out of the contact itself still stands.",
        scope: Scope::Write,
        parameters: vec![json!({
            "name": "entry",
            "in": "path",
            "required": true,
            "description": "The address, or the domain with an @ in front.",
            "schema": { "type": "string", "minLength": 3 },
            "example": "@rival.example",
        })],
        body: None,
        replies: vec![(204, done("It is off the list."))],
        problems: &[],
    }
}

fn entry() -> Value {
    json!({
        "entry": "@rival.example",
        "reason": "a competitor",
        "by": "API",
        "created_at": "2026-02-01T09:00:00Z",
    })
}
