//! Contacts, accounts and the do-not-contact list in the API's description.

mod blocked;
mod listing;
mod schemas;

use serde_json::{Value, json};

use super::operation::{Noun, Operation, Scope, body, cursor, done, id, limit, reply};

const CONTACT: &str = "6h8k0n2q4s6v8x0z2b4d6f8h0k";
use super::accounts::ACCOUNT;

pub(super) fn noun() -> Noun {
    let mut operations = listing::operations();
    operations.extend([
        put(),
        put_all(),
        duplicates(),
        get(),
        change(),
        erase(),
        history(),
        opt(
            "/api/v1/contacts/{id}/opt-out",
            "optOutContact",
            "Unsubscribe a contact",
        ),
        opt(
            "/api/v1/contacts/{id}/opt-in",
            "optInContact",
            "Subscribe a contact again",
        ),
        merge(),
    ]);
    operations.extend(blocked::operations());
    Noun {
        name: "contacts",
        description: "People who may be asked, and who is not to be written to. A contact is found by `external_id`, else by `email`, which is \
                      compared without capitals and spaces around it; the same address is never \
                      two contacts. What keeps a person from being written to (opt-out, refusal, \
                      complaint) is never lifted by sending a contact again, only by opting in.",
        operations,
        schemas: schemas::all(),
    }
}

pub(super) fn contact_id() -> Value {
    json!({
        "name": "id",
        "in": "path",
        "required": true,
        "description": "The contact; one that was merged into another is found by its old id too.",
        "schema": id(),
        "example": CONTACT,
    })
}

fn put() -> Operation {
    let told =
        |outcome: &str| json!({ "outcome": outcome, "stays_out": false, "contact": example() });
    Operation {
        method: "post",
        path: "/api/v1/contacts",
        id: "putContact",
        summary: "Bring a contact up to date",
        description: "Adds the contact, or changes the one with this `external_id` or `email`. \
                      What is left out stays as it is, null takes it away; attributes are changed \
                      one by one. The account is found by `account_id`, `external_id` or name, or \
                      made. A contact known by its address alone that turns out to be one with an \
                      external id becomes one with it (`merged`). `stays_out` says that consent \
                      was sent for somebody who unsubscribed, refused or complained, which stands. \
                      Sending the same again changes nothing.",
        scope: Scope::Write,
        parameters: vec![],
        body: Some(body("NewContact", new_example())),
        replies: vec![
            (
                200,
                reply("It was known.", "StoredContact", told("updated")),
            ),
            (201, reply("It is new.", "StoredContact", told("created"))),
        ],
        problems: &[],
    }
}

fn put_all() -> Operation {
    Operation {
        method: "post",
        path: "/api/v1/contacts/bulk",
        id: "putContacts",
        summary: "Bring many contacts up to date",
        description: "At most 10,000, at most 32 MiB. Each item is told what became of it, in the \
                      order they were sent: mistakes of one keep no other from being stored. Items \
                      of one person (same `external_id` or address) become one contact: the last \
                      value that is given holds, a refusal holds wherever it is said; the later \
                      ones are `merged` and tell with which item and what they said differently. \
                      Stored in pieces; when it breaks off, send it again.",
        scope: Scope::Write,
        parameters: vec![],
        body: Some(body(
            "NewContacts",
            json!({ "contacts": [new_example(), { "email": " JAN@acme.nl", "language": "en" }] }),
        )),
        replies: vec![(
            200,
            reply("What became of each.", "StoredContacts", bulk_example()),
        )],
        problems: &[],
    }
}

fn duplicates() -> Operation {
    Operation {
        method: "get",
        path: "/api/v1/contacts/duplicates",
        id: "listPossibleDuplicates",
        summary: "List possible duplicates",
        description: "Groups of contacts of one account with the same name and different \
                      addresses. Looks at all names until the page is full.",
        scope: Scope::Read,
        parameters: vec![limit(100, 1000), cursor()],
        body: None,
        replies: vec![(
            200,
            reply(
                "A page of groups.",
                "PossibleDuplicates",
                json!({ "groups": [[example()]], "next_cursor": null }),
            ),
        )],
        problems: &[422],
    }
}

fn get() -> Operation {
    Operation {
        method: "get",
        path: "/api/v1/contacts/{id}",
        id: "getContact",
        summary: "Get a contact",
        description: "The contact with its standing.",
        scope: Scope::Read,
        parameters: vec![contact_id()],
        body: None,
        replies: vec![(200, reply("The contact.", "Contact", example()))],
        problems: &[],
    }
}

fn change() -> Operation {
    Operation {
        method: "patch",
        path: "/api/v1/contacts/{id}",
        id: "changeContact",
        summary: "Change a contact",
        description: "As bringing it up to date, but of the contact with this id, whose external \
                      id and address may change too. What belongs to another contact is a 422, and \
                      so is consent for somebody who is out.",
        scope: Scope::Write,
        parameters: vec![contact_id()],
        body: Some(body(
            "NewContact",
            json!({ "language": "en", "first_name": null }),
        )),
        replies: vec![(200, reply("The contact.", "Contact", example()))],
        problems: &[],
    }
}

fn erase() -> Operation {
    Operation {
        method: "delete",
        path: "/api/v1/contacts/{id}",
        id: "eraseContact",
        summary: "Erase a person",
        description: "The contact, its history and the addresses of its mails go; responses stay, \
                      with the attributes they were given. When the person unsubscribed, refused \
                      or complained, the address stays on the do-not-contact list.",
        scope: Scope::Write,
        parameters: vec![contact_id()],
        body: None,
        replies: vec![(204, done("The person is erased."))],
        problems: &[],
    }
}

fn history() -> Operation {
    let line = json!({
        "at": "2026-03-03T10:15:00Z", "what": "opted_out", "by": "API", "detail": "by phone",
    });
    Operation {
        method: "get",
        path: "/api/v1/contacts/{id}/history",
        id: "getContactHistory",
        summary: "Get a contact's history",
        description: "What happened to the contact's standing, newest first, at most 200 lines.",
        scope: Scope::Read,
        parameters: vec![contact_id()],
        body: None,
        replies: vec![(
            200,
            reply(
                "The history.",
                "ContactHistory",
                json!({ "history": [line] }),
            ),
        )],
        problems: &[],
    }
}

fn opt(path: &'static str, id: &'static str, summary: &'static str) -> Operation {
    let description = if id == "optOutContact" {
        "Nothing is sent to them any more. Whoever is out already stays so."
    } else {
        "Only for somebody who asked for it: ends the opt-out, a refusal and a complaint, and is \
         kept in the history with its reason."
    };
    Operation {
        method: "post",
        path,
        id,
        summary,
        description,
        scope: Scope::Write,
        parameters: vec![contact_id()],
        body: Some(body(
            "ContactReason",
            json!({ "reason": "asked by phone on 3 March" }),
        )),
        replies: vec![(200, reply("The contact.", "Contact", example()))],
        problems: &[],
    }
}

fn merge() -> Operation {
    Operation {
        method: "post",
        path: "/api/v1/contacts/{id}/merge",
        id: "mergeContacts",
        summary: "Merge two contacts",
        description: "Puts `other` into this contact: gaps are filled, an opt-out, refusal or \
                      complaint of either stands, and the other's address, external id and id mean \
                      this one from then on.",
        scope: Scope::Write,
        parameters: vec![contact_id()],
        body: Some(body(
            "OtherContact",
            json!({ "other": "7j9m1p3r5t7w9y1a3c5e7g9j1m" }),
        )),
        replies: vec![(200, reply("The contact.", "Contact", example()))],
        problems: &[],
    }
}

fn new_example() -> Value {
    json!({
        "external_id": "crm-1042",
        "email": "jan@acme.nl",
        "name": "Jan de Vries",
        "first_name": "Jan",
        "language": "nl",
        "time_zone": "Europe/Amsterdam",
        "account": {
            "external_id": "A17",
            "name": "Acme B.V.",
            "responsible": { "name": "Anna Bakker", "email": "anna@example.com" },
        },
        "consent": "given",
        "consent_at": "2026-01-15",
        "attributes": { "role": "buyer" },
    })
}

fn example() -> Value {
    json!({
        "contact_id": CONTACT,
        "external_id": "crm-1042",
        "email": "jan@acme.nl",
        "name": "Jan de Vries",
        "first_name": "Jan",
        "language": "nl",
        "time_zone": "Europe/Amsterdam",
        "account": { "account_id": ACCOUNT, "external_id": "A17", "name": "Acme B.V." },
        "employee": false,
        "attributes": { "role": "buyer" },
        "standing": "reachable",
        "consent": "given",
        "consent_at": "2026-01-15T12:00:00Z",
        "opted_out_at": null,
        "bounced_at": null,
        "complained_at": null,
        "do_not_contact": false,
        "created_at": "2026-02-01T09:00:00Z",
        "changed_at": "2026-02-01T09:00:00Z",
    })
}

fn bulk_example() -> Value {
    json!({
        "counts": { "created": 1, "updated": 0, "unchanged": 0, "merged": 1, "rejected": 0 },
        "results": [
            { "outcome": "created", "contact_id": CONTACT, "stays_out": false },
            {
                "outcome": "merged",
                "contact_id": CONTACT,
                "with": 0,
                "differed": [{ "field": "language", "earlier": "nl", "later": "en" }],
            },
        ],
    })
}
