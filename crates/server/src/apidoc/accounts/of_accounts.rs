//! Operations on accounts themselves.

use serde_json::{Value, json};

use super::{ACCOUNT, account_id, example};
use crate::apidoc::exports::{CSV, XLSX, file, profile};
use crate::apidoc::operation::{
    Operation, Scope, body, cursor, id, limit, query, query_like, reply,
};

pub(super) fn operations() -> Vec<Operation> {
    vec![
        list(),
        csv(),
        xlsx(),
        put(),
        put_all(),
        edit(),
        get(),
        change(),
        summary(),
        timeline(
            "/api/v1/accounts/{id}/timeline",
            "listAccountTimeline",
            "What happened with an account",
        ),
        timeline(
            "/api/v1/contacts/{id}/timeline",
            "listContactTimeline",
            "What happened with a contact",
        ),
    ]
}

fn days(name: &str, description: &str) -> Value {
    query(
        name,
        description,
        json!({ "type": "integer", "minimum": 0, "maximum": 36525 }),
    )
}

/// What every list of accounts is asked for.
fn asked() -> Vec<Value> {
    vec![
        query(
            "q",
            "Beginnings of words of the name or external id.",
            json!({ "type": "string", "maxLength": 200 }),
        ),
        query(
            "person",
            "Who is responsible: a user's id, or `nobody`.",
            json!({ "type": "string" }),
        ),
        query(
            "role",
            "In which role `person` is meant; alone, that somebody has this role.",
            json!({ "type": "string" }),
        ),
        query(
            "class",
            "What respondents of the last year say by and large: the mean of their scores, \
             rounded, as one respondent.",
            json!({ "type": "string", "enum": ["promoter", "passive", "detractor", "none"] }),
        ),
        days("no_answer_days", "Nobody answered for so many days."),
        days(
            "no_conversation_days",
            "Nobody spoke with them for so many days.",
        ),
        days("renewal_days", "`renewal_date` is within so many days."),
        query(
            "open_cases",
            "Only with open cases.",
            json!({ "type": "boolean" }),
        ),
        query("below", "This account and all below it.", id()),
        query_like(
            "sort",
            "`name`, `nps`, `last_answer`, `silent`, `contacts`, or `attribute.NAME`.",
            json!({ "type": "string", "default": "name" }),
            "name",
        ),
        query(
            "order",
            "Smallest or largest first.",
            json!({ "type": "string", "enum": ["asc", "desc"], "default": "asc" }),
        ),
    ]
}

fn list() -> Operation {
    let mut parameters = asked();
    parameters.extend([limit(100, 1000), cursor()]);
    Operation {
        method: "get",
        path: "/api/v1/accounts",
        id: "listAccounts",
        summary: "List accounts",
        description: "Further parameters are `attribute.NAME` (that value; several times for any of \
                      them), and `from.NAME` and `to.NAME` for attributes that are numbers, amounts \
                      or dates. Accounts without a value for the order come last.",
        scope: Scope::Read,
        parameters,
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

fn column() -> Value {
    query_like(
        "column",
        "Columns beside those every file has, several times: `people`, `parent`, `nps`, `class`, \
         `last_answer`, `last_conversation`, `open_cases`, `contacts`, `silent`, or \
         `attribute.NAME`.",
        json!({ "type": "string" }),
        "nps",
    )
}

fn csv() -> Operation {
    let mut parameters = asked();
    parameters.extend([column(), profile()]);
    let example = "account_id,name,external_id,nps,industry\r\n\
        2m4p6r8t0w2y4a6c8e0g2j4m6p,Acme B.V.,A17,25,retail\r\n";
    Operation {
        method: "get",
        path: "/api/v1/accounts.csv",
        id: "exportAccountsCsv",
        summary: "Take accounts as CSV",
        description: "The list as a file, streamed: `account_id`, `name` and `external_id`, the \
                      columns that are asked for, and all attributes that are defined. Text that a \
                      spreadsheet would take for a formula gets a `'` in front.",
        scope: Scope::Read,
        parameters,
        body: None,
        replies: vec![(200, file(CSV, Some(example)))],
        problems: &[422],
    }
}

fn xlsx() -> Operation {
    let mut parameters = asked();
    parameters.push(column());
    Operation {
        method: "get",
        path: "/api/v1/accounts.xlsx",
        id: "exportAccountsXlsx",
        summary: "Take accounts as XLSX",
        description: "A spreadsheet with the same columns. More accounts than a sheet has lines \
                      are a 413: take CSV.",
        scope: Scope::Read,
        parameters,
        body: None,
        replies: vec![(200, file(XLSX, None))],
        problems: &[413, 422],
    }
}

fn sent() -> Value {
    json!({
        "external_id": "A17",
        "name": "Acme B.V.",
        "responsible": { "name": "Anna Bakker", "email": "anna@example.com" },
        "responsibilities": { "consultant": "carl@example.com" },
        "attributes": { "industry": "retail" },
    })
}

fn put() -> Operation {
    Operation {
        method: "post",
        path: "/api/v1/accounts",
        id: "putAccount",
        summary: "Bring an account up to date",
        description: "Adds the account, or changes the one with this `account_id`, `external_id` \
                      or name. What is left out stays, null takes it away. An account above that \
                      isn't known is added; people who aren't known become people without login.",
        scope: Scope::Write,
        parameters: vec![],
        body: Some(body("NewAccount", sent())),
        replies: vec![(200, reply("The account.", "Account", example()))],
        problems: &[404],
    }
}

fn put_all() -> Operation {
    let told = json!({
        "counts": { "created": 1, "updated": 0, "unchanged": 0, "rejected": 0 },
        "results": [{ "outcome": "created", "account_id": ACCOUNT }],
    });
    Operation {
        method: "post",
        path: "/api/v1/accounts/bulk",
        id: "putAccounts",
        summary: "Bring many accounts up to date",
        description: "Up to 10,000 at a time, each told what became of it. What is wrong with one \
                      keeps none of the others; sending the same again changes nothing.",
        scope: Scope::Write,
        parameters: vec![],
        body: Some(body("NewAccounts", json!({ "accounts": [sent()] }))),
        replies: vec![(200, reply("What became of each.", "StoredAccounts", told))],
        problems: &[],
    }
}

fn edit() -> Operation {
    let told = json!({
        "dry_run": true,
        "accounts": 40,
        "changed": 38,
        "refused": 0,
        "examples": [{ "account_id": ACCOUNT, "name": "Acme B.V.", "error": null }],
    });
    let sent = json!({
        "list": "attribute.industry=retail&q=acme",
        "change": { "attribute": { "name": "segment", "value": "large" } },
        "dry_run": true,
    });
    Operation {
        method: "post",
        path: "/api/v1/accounts/edit",
        id: "editAccounts",
        summary: "Change many accounts alike",
        description: "An attribute, a responsibility or the account above, for the accounts that \
                      are named or for all of a list, given as the query of one. A list that \
                      asks nothing is every account there is: it takes `all` besides. `dry_run` \
                      tells what would change.",
        scope: Scope::Write,
        parameters: vec![],
        body: Some(body("AccountsEdit", sent)),
        replies: vec![(200, reply("What changed.", "AccountsEdited", told))],
        problems: &[],
    }
}

fn get() -> Operation {
    let mut told = example();
    told["contacts"] = json!(12);
    Operation {
        method: "get",
        path: "/api/v1/accounts/{id}",
        id: "getAccount",
        summary: "Get an account",
        description: "The account, and how many contacts belong to it.",
        scope: Scope::Read,
        parameters: vec![account_id()],
        body: None,
        replies: vec![(200, reply("The account.", "AccountWithContacts", told))],
        problems: &[],
    }
}

fn change() -> Operation {
    Operation {
        method: "patch",
        path: "/api/v1/accounts/{id}",
        id: "changeAccount",
        summary: "Change an account",
        description: "What is left out stays, null takes it away.",
        scope: Scope::Write,
        parameters: vec![account_id()],
        body: Some(body(
            "NewAccount",
            json!({ "attributes": { "industry": null } }),
        )),
        replies: vec![(200, reply("The account.", "Account", example()))],
        problems: &[],
    }
}

fn summary() -> Operation {
    let voice = json!({
        "accounts": 1,
        "by_respondents": { "nps": 25.0, "n": 4, "interval": [-43.5, 77.2] },
        "by_accounts": { "nps": 25.0, "n": 1 },
    });
    let told = json!({
        "account_id": ACCOUNT,
        "own": voice,
        "with_accounts_below": null,
        "contacts": 12,
        "silent_contacts": [{
            "contact_id": "6h8k0n2q4s6v8x0z2b4d6f8h0k",
            "name": "Jan de Vries",
            "last_answer_at": null,
        }],
        "above": [{ "account_id": "3n5q7s9v1x3z5b7d9f1h3k5n7q", "name": "Acme Group" }],
        "parts": [],
        "has_more_parts": false,
    });
    Operation {
        method: "get",
        path: "/api/v1/accounts/{id}/summary",
        id: "getAccountSummary",
        summary: "What an account says",
        description: "NPS of the latest answer of each respondent in the last 365 days: by \
                      respondents with its 95 % interval, and by accounts, each counting once; \
                      those who are silent; the accounts above and directly below.",
        scope: Scope::Read,
        parameters: vec![account_id()],
        body: None,
        replies: vec![(200, reply("What it says.", "AccountSummary", told))],
        problems: &[],
    }
}

fn timeline(path: &'static str, name: &'static str, summary: &'static str) -> Operation {
    let entry = json!({
        "at": "2026-11-20T09:30:00Z",
        "kind": "answer",
        "what": "answer",
        "id": "7j9m1p3r5t7w9y1a3c5e7g9j1m",
        "contact": { "contact_id": "6h8k0n2q4s6v8x0z2b4d6f8h0k", "name": "Jan de Vries" },
        "title": "Customers 2026",
        "text": "Waiting too long",
        "score": { "metric": "recommend", "value": 3 },
        "by": null,
        "detail": null,
        "page": "/surveys/4a6c8e0g2j4m6p8r0t2w4y6a8c/responses/7j9m1p3r5t7w9y1a3c5e7g9j1m",
    });
    let id = match name {
        "listAccountTimeline" => account_id(),
        _ => crate::apidoc::contacts::contact_id(),
    };
    Operation {
        method: "get",
        path,
        id: name,
        summary,
        description: "Answers, events, mails, conversations, cases, actions and changes of \
                      responsibility, newest first. Nothing of employees, who answer anonymously.",
        scope: Scope::Read,
        parameters: vec![
            id,
            query_like(
                "kind",
                "Only these kinds, with commas between them: answer, event, mail, conversation, \
                 case, action, responsibility.",
                json!({ "type": "string" }),
                "answer,case",
            ),
            limit(100, 1000),
            cursor(),
        ],
        body: None,
        replies: vec![(
            200,
            reply(
                "A page of the timeline.",
                "TimelinePage",
                json!({ "entries": [entry], "next_cursor": null }),
            ),
        )],
        problems: &[422],
    }
}
