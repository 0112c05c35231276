//! Conversations with customers.

use serde_json::{Value, json};

use super::super::operation::{
    Operation, Scope, body, cursor, id, if_match, limit, moment, object, or_null, page, parameter,
    query, reply, schema, sent, with_headers,
};
use super::schemas::{maybe_id, text};
use super::{ETAG, example_id, named_example};

const KINDS: [&str; 6] = ["call", "mail", "visit", "chat", "meeting", "note"];

fn one() -> Value {
    json!({
        "conversation_id": "1b3d5f7h9k1m3p5r7t9w1y3a5c",
        "case_id": example_id(),
        "account_id": "7a9c1e3g5j7m9p1r3t5w7y9a1c",
        "contact_id": "2c4e6g8j0m2p4r6t8w0y2a4c6e",
        "kind": "call",
        "direction": "out",
        "reached": true,
        "at": "2026-11-24T10:00:00Z",
        "user_id": "5n7p9r1t3v5x7z9b1d3f5h7k9m",
        "spoke": "Eva Smit",
        "leader": false,
        "text": "The invoice was wrong twice; a new one is sent today.",
        "whole": null,
        "added_at": "2026-11-24T10:20:00Z",
        "added_by": "Eva Smit",
    })
}

pub(super) fn operations() -> Vec<Operation> {
    vec![of_case(), add_to_case(), list(), add(), summary()]
}

fn of_case() -> Operation {
    Operation {
        method: "get",
        path: "/api/v1/cases/{id}/conversations",
        id: "listCaseConversations",
        summary: "List the conversations in a case",
        description: "Oldest first; replies to mails about the case are notes here.",
        scope: Scope::Read,
        parameters: vec![parameter("CaseId")],
        body: None,
        replies: vec![(
            200,
            reply(
                "The conversations.",
                "CaseConversations",
                json!({ "conversations": [one()] }),
            ),
        )],
        problems: &[],
    }
}

fn add_to_case() -> Operation {
    Operation {
        method: "post",
        path: "/api/v1/cases/{id}/conversations",
        id: "addCaseConversation",
        summary: "Note a conversation in a case",
        description: "The first one since the case was opened in which the customer was reached is \
                      the first contact. Of a person who leads it counts as a leader's.",
        scope: Scope::Write,
        parameters: vec![parameter("CaseId"), if_match("case")],
        body: Some(body(
            "NewConversation",
            json!({ "kind": "call", "text": "A new invoice is sent today." }),
        )),
        replies: vec![(
            201,
            with_headers(reply("The case.", "NamedCase", named_example()), &[ETAG]),
        )],
        problems: &[412],
    }
}

fn list() -> Operation {
    let of = |name: &str, description: &str| query(name, description, id());
    Operation {
        method: "get",
        path: "/api/v1/conversations",
        id: "listConversations",
        summary: "List conversations",
        description: "Newest first.",
        scope: Scope::Read,
        parameters: vec![
            of("account_id", "Only with this account."),
            of("contact_id", "Only with this contact."),
            of("case_id", "Only in this case."),
            of("user_id", "Only held by this person."),
            query(
                "leader",
                "Only held by people who lead, or only by others.",
                json!({ "type": "boolean" }),
            ),
            query("from", "Held at or after this moment.", moment()),
            query("to", "Held before this moment.", moment()),
            limit(100, 1000),
            cursor(),
        ],
        body: None,
        replies: vec![(
            200,
            reply(
                "A page of conversations.",
                "Conversations",
                json!({ "conversations": [one()], "next_cursor": null }),
            ),
        )],
        problems: &[422],
    }
}

fn add() -> Operation {
    Operation {
        method: "post",
        path: "/api/v1/conversations",
        id: "addConversation",
        summary: "Note a conversation without a case",
        description: "With a contact or an account: a visit, a call of one's own accord.",
        scope: Scope::Write,
        parameters: vec![],
        body: Some(body(
            "NewConversationWith",
            json!({
                "account_id": "7a9c1e3g5j7m9p1r3t5w7y9a1c", "kind": "visit", "text": "Yearly talk",
            }),
        )),
        replies: vec![(201, reply("The conversation.", "Conversation", one()))],
        problems: &[],
    }
}

fn summary() -> Operation {
    Operation {
        method: "get",
        path: "/api/v1/conversations/summary",
        id: "getConversationSummary",
        summary: "Get how often leaders speak with customers",
        description: "By month, oldest first: conversations in which the customer was reached, and \
                      those of people who led at that moment.",
        scope: Scope::Read,
        parameters: vec![query(
            "months",
            "How many months, this one included.",
            json!({ "type": "integer", "minimum": 1, "maximum": 36, "default": 12 }),
        )],
        body: None,
        replies: vec![(
            200,
            reply(
                "The months.",
                "ConversationSummary",
                json!({ "months": [{
                    "month": "2026-11", "conversations": 40, "by_leaders": 6, "leaders": 2,
                    "customers_of_leaders": 5,
                }] }),
            ),
        )],
        problems: &[422],
    }
}

fn fields() -> Value {
    json!({
        "kind": { "enum": KINDS },
        "direction": { "enum": ["out", "in", "inside", null], "default": "out" },
        "reached": { "type": ["boolean", "null"], "default": true },
        "at": or_null(moment()),
        "user_id": or_null(text()),
        "text": { "type": "string", "maxLength": 20_000 },
    })
}

pub(super) fn schemas() -> Vec<(&'static str, Value)> {
    let number = json!({ "type": "integer", "minimum": 0 });
    let mut with = fields();
    with["contact_id"] = or_null(text());
    with["account_id"] = or_null(text());
    let month = object(json!({
        "month": { "type": "string", "pattern": "^[0-9]{4}-[0-9]{2}$" },
        "conversations": number,
        "by_leaders": number,
        "leaders": number,
        "customers_of_leaders": number,
    }));
    let conversation = object(json!({
        "conversation_id": id(),
        "case_id": maybe_id(),
        "account_id": maybe_id(),
        "contact_id": maybe_id(),
        "kind": { "enum": KINDS },
        "direction": { "enum": ["out", "in", "inside"] },
        "reached": { "type": "boolean" },
        "at": moment(),
        "user_id": maybe_id(),
        "spoke": text(),
        "leader": { "type": "boolean" },
        "text": text(),
        "whole": or_null(text()),
        "added_at": moment(),
        "added_by": text(),
    }));
    let all = json!({ "type": "array", "items": schema("Conversation") });
    vec![
        ("Conversation", conversation),
        ("Conversations", page("conversations", "Conversation")),
        ("CaseConversations", object(json!({ "conversations": all }))),
        ("NewConversation", sent(&["kind"], fields())),
        ("NewConversationWith", sent(&["kind"], with)),
        (
            "ConversationSummary",
            object(json!({ "months": { "type": "array", "items": month } })),
        ),
    ]
}
