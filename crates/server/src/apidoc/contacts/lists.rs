//! Accounts and the do-not-contact list.

use serde_json::{Value, json};

use super::ACCOUNT;
use crate::apidoc::operation::{Operation, Scope, body, cursor, done, id, limit, query, reply};

pub(super) fn operations() -> Vec<Operation> {
    vec![
        accounts(),
        put_account(),
        account(),
        blocked(),
        block(),
        unblock(),
    ]
}

fn accounts() -> Operation {
    Operation {
        method: "get",
        path: "/api/v1/accounts",
        id: "listAccounts",
        summary: "List accounts",
        description: "In the order of their names.",
        scope: Scope::Read,
        parameters: vec![
            query("q", "Part of the name.", json!({ "type": "string" })),
            limit(100, 1000),
            cursor(),
        ],
        body: None,
        replies: vec![(
            200,
            reply(
                "A page of accounts.",
                "AccountPage",
                json!({ "accounts": [example()], "next_cursor": null }),
            ),
        )],
        problems: &[422],
    }
}

fn put_account() -> Operation {
    let sent = json!({
        "external_id": "A17",
        "name": "Acme B.V.",
        "responsible": { "name": "Anna Bakker", "email": "anna@example.com" },
        "attributes": { "industry": "retail" },
    });
    Operation {
        method: "post",
        path: "/api/v1/accounts",
        id: "putAccount",
        summary: "Bring an account up to date",
        description: "Adds the account, or changes the one with this `account_id`, `external_id` \
                      or name. What is left out stays, null takes it away.",
        scope: Scope::Write,
        parameters: vec![],
        body: Some(body("NewAccount", sent)),
        replies: vec![(200, reply("The account.", "Account", example()))],
        problems: &[404],
    }
}

fn account() -> Operation {
    let mut told = example();
    told["contacts"] = json!(3);
    Operation {
        method: "get",
        path: "/api/v1/accounts/{id}",
        id: "getAccount",
        summary: "Get an account",
        description: "The account, and how many contacts belong to it.",
        scope: Scope::Read,
        parameters: vec![json!({
            "name": "id",
            "in": "path",
            "required": true,
            "description": "The account.",
            "schema": id(),
            "example": ACCOUNT,
        })],
        body: None,
        replies: vec![(200, reply("The account.", "AccountWithContacts", told))],
        problems: &[],
    }
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

fn example() -> Value {
    json!({
        "account_id": ACCOUNT,
        "external_id": "A17",
        "name": "Acme B.V.",
        "responsible": { "name": "Anna Bakker", "email": "anna@example.com" },
        "attributes": { "industry": "retail" },
        "created_at": "2026-02-01T09:00:00Z",
        "changed_at": "2026-02-01T09:00:00Z",
    })
}

fn entry() -> Value {
    json!({
        "entry": "@rival.example",
        "reason": "a competitor",
        "by": "API",
        "created_at": "2026-02-01T09:00:00Z",
    })
}
