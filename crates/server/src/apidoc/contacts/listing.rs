//! Lists of contacts in the API's description: pages, files, and one change of many.

use serde_json::{Value, json};

use super::{ACCOUNT, CONTACT, example, schemas};
use crate::apidoc::exports::{CSV, XLSX, file, profile};
use crate::apidoc::operation::{Operation, Scope, body, cursor, limit, query, query_like, reply};

pub(super) fn operations() -> Vec<Operation> {
    vec![list(), csv(), xlsx(), edit()]
}

fn text(name: &str, description: &str, example: &str) -> Value {
    query_like(name, description, json!({ "type": "string" }), example)
}

/// What every list of contacts is asked for.
fn asked() -> Vec<Value> {
    vec![
        query(
            "q",
            "Beginnings of words of the name, of the address, its domain, the external id or the \
             account's name.",
            json!({ "type": "string" }),
        ),
        text("account", "Id of the account.", ACCOUNT),
        query("standing", "Their standing.", schemas::standing()),
        text("language", "A language code.", "nl"),
        query(
            "employee",
            "Employees, or others.",
            json!({ "type": "boolean" }),
        ),
        query(
            "consent",
            "What they said about being asked.",
            schemas::consent(),
        ),
        query_like(
            "sort",
            "`name`, `created_at`, `changed_at`, or `attribute.NAME`.",
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
        path: "/api/v1/contacts",
        id: "listContacts",
        summary: "List contacts",
        description: "In the order of names. A search (`q`) that isn't ordered by anything else \
                      gives what fits best first; one that finds more than 3,000 contacts can't be \
                      ordered otherwise. An attribute is filtered by `attribute.NAME=VALUE`, \
                      several times for any of several values, and a number, an amount or a day by \
                      `from.NAME` and `to.NAME`. Attributes that are defined have an index; others \
                      are looked for in one contact after the other until the page is full. \
                      Contacts without a value for the order come last.",
        scope: Scope::Read,
        parameters,
        body: None,
        replies: vec![(
            200,
            reply(
                "A page of contacts.",
                "ContactPage",
                json!({ "contacts": [example()], "next_cursor": null }),
            ),
        )],
        problems: &[422],
    }
}

fn column() -> Value {
    query_like(
        "column",
        "Columns beside those every file has, several times: `account`, `language`, `standing`, \
         `first_name`, `time_zone`, `employee`, `consent`, `consent_at`, `created_at`, \
         `changed_at`, or `attribute.NAME`.",
        json!({ "type": "string" }),
        "consent",
    )
}

fn csv() -> Operation {
    let mut parameters = asked();
    parameters.extend([column(), profile()]);
    let example = "contact_id,name,external_id,email,account,language,standing,role\r\n\
        6h8k0n2q4s6v8x0z2b4d6f8h0k,Jan de Vries,crm-1042,jan@acme.nl,Acme B.V.,nl,reachable,\
        buyer\r\n";
    Operation {
        method: "get",
        path: "/api/v1/contacts.csv",
        id: "exportContactsCsv",
        summary: "Take contacts as CSV",
        description: "The list as a file, streamed: `contact_id`, `name`, `external_id` and \
                      `email`, the columns that are asked for, and all attributes that are \
                      defined. Text that a spreadsheet would take for a formula gets a `'` in \
                      front. That it was taken stands in the audit log.",
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
        path: "/api/v1/contacts.xlsx",
        id: "exportContactsXlsx",
        summary: "Take contacts as XLSX",
        description: "A spreadsheet with the same columns. More contacts than a sheet has lines \
                      are a 413: take CSV.",
        scope: Scope::Read,
        parameters,
        body: None,
        replies: vec![(200, file(XLSX, None))],
        problems: &[413, 422],
    }
}

fn edit() -> Operation {
    let told = json!({
        "dry_run": true,
        "contacts": 40,
        "changed": 38,
        "refused": 1,
        "examples": [{
            "contact_id": CONTACT,
            "name": "Jan de Vries",
            "error": {
                "pointer": "/consent",
                "detail": "an opt-out is lifted by opting in, not by changing the contact",
            },
        }],
    });
    let sent = json!({
        "list": "language=nl&consent=unknown",
        "change": { "consent": {
            "consent": "given", "source": "sign-up form of the fair", "consent_at": "2026-03-03",
        } },
        "dry_run": true,
    });
    Operation {
        method: "post",
        path: "/api/v1/contacts/edit",
        id: "editContacts",
        summary: "Change many contacts alike",
        description: "One of `language`, `time_zone`, `account`, `attribute`, `consent` and \
                      `do_not_contact`, for the contacts that are named or for all of a list, \
                      given as the query of one; at most 100,000. A list that asks nothing is \
                      every contact there is: it takes `all` besides. Consent is only given by \
                      people themselves: `given` needs a `source`, where it can be shown, which is \
                      kept in each contact's history; whoever unsubscribed, refused or complained \
                      is refused. `do_not_contact` puts their addresses on the do-not-contact \
                      list. `dry_run` tells what would change.",
        scope: Scope::Write,
        parameters: vec![],
        body: Some(body("ContactsEdit", sent)),
        replies: vec![(200, reply("What changed.", "ContactsEdited", told))],
        problems: &[413],
    }
}
