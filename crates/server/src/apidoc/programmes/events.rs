//! Events and their sources, in the description.

use serde_json::{Value, json};

use super::PROGRAMME;
use crate::apidoc::operation::{Operation, Scope, body, cursor, done, id, limit, reply};

pub(super) fn operations() -> Vec<Operation> {
    vec![
        take(),
        list(),
        sources(),
        add_source(),
        set_secret(),
        remove_source(),
    ]
}

fn take() -> Operation {
    Operation {
        method: "post",
        path: "/api/v1/events",
        id: "sendEvents",
        summary: "Say what happened",
        description: "One event, or up to 1,000 as `{\"events\": […]}`; each has an outcome of its \
                      own. The same `id` is the same event, however often it is sent. A contact \
                      that is new is added. Events no programme asks about are kept. Helpdesks can \
                      send single events to the address of an event source instead, signed by \
                      Standard Webhooks.",
        scope: Scope::Write,
        parameters: vec![],
        body: Some(body("NewEvents", json!({ "events": [new_example()] }))),
        replies: vec![(
            200,
            reply(
                "What became of them. Of a single event only its own outcome.",
                "EventOutcomes",
                json!({
                    "accepted": 1, "known": 0, "refused": 0,
                    "events": [{
                        "id": "evt-1", "outcome": "accepted", "contact_id": PROGRAMME,
                        "programmes": 1,
                    }],
                }),
            ),
        )],
        problems: &[],
    }
}

fn new_example() -> Value {
    json!({
        "id": "evt-1",
        "type": "ticket.closed",
        "at": "2026-11-22T09:30:00Z",
        "subject": "ticket-123",
        "contact": { "email": "jan@example.com", "name": "Jan Jansen", "language": "nl" },
        "solver": { "email": "piet@yourcompany.example" },
        "attributes": { "title": "No sound in meetings" },
    })
}

fn list() -> Operation {
    Operation {
        method: "get",
        path: "/api/v1/events",
        id: "listEvents",
        summary: "List events",
        description: "The last received first. `programmes` says to how many running programmes \
                      an event meant something when it came.",
        scope: Scope::Read,
        parameters: vec![limit(100, 1000), cursor()],
        body: None,
        replies: vec![(
            200,
            reply(
                "The events.",
                "Events",
                json!({ "events": [{
                    "id": "evt-1",
                    "source_id": null,
                    "type": "ticket.closed",
                    "subject": "ticket-123",
                    "at": "2026-11-22T09:30:00Z",
                    "contact_id": PROGRAMME,
                    "solver_id": null,
                    "attributes": { "title": "No sound in meetings" },
                    "programmes": 1,
                    "received_at": "2026-11-22T09:30:02Z",
                }], "next_cursor": null }),
            ),
        )],
        problems: &[422],
    }
}

fn sources() -> Operation {
    Operation {
        method: "get",
        path: "/api/v1/event-sources",
        id: "listEventSources",
        summary: "List where events come from",
        description: "Sources of signed events, without their secrets.",
        scope: Scope::Read,
        parameters: vec![],
        body: None,
        replies: vec![(
            200,
            reply(
                "The sources.",
                "EventSources",
                json!({ "sources": [{
                    "id": PROGRAMME,
                    "name": "Helpdesk",
                    "system": "standard",
                    "mapping": null,
                    "has_secret": true,
                    "created_at": "2026-11-22T08:30:00Z",
                    "last_event_at": null,
                }] }),
            ),
        )],
        problems: &[],
    }
}

fn add_source() -> Operation {
    Operation {
        method: "post",
        path: "/api/v1/event-sources",
        id: "addEventSource",
        summary: "Add a source of events",
        description: "Gives an address to send single events to, and the secret to sign them with \
                      (Standard Webhooks: HMAC-SHA256, headers `webhook-id`, `webhook-timestamp` \
                      and `webhook-signature`, at most five minutes old). Both are told only here. \
                      Other systems (`system`) are proved and understood in their own way: Zendesk \
                      by its signature (it makes the secret: give it later), Freshdesk by the \
                      header `X-Luister-Secret`, Zammad by `X-Hub-Signature`, anything else by a \
                      mapping.",
        scope: Scope::Write,
        parameters: vec![],
        body: Some(body("NewEventSource", json!({ "name": "Helpdesk" }))),
        replies: vec![(
            201,
            reply(
                "The source.",
                "AddedEventSource",
                json!({
                    "id": PROGRAMME,
                    "name": "Helpdesk",
                    "system": "standard",
                    "mapping": null,
                    "has_secret": true,
                    "created_at": "2026-11-22T08:30:00Z",
                    "last_event_at": null,
                    "url": "https://luister.example/hooks/SECRET",
                    "secret": "whsec_SECRET",
                }),
            ),
        )],
        problems: &[],
    }
}

fn set_secret() -> Operation {
    Operation {
        method: "put",
        path: "/api/v1/event-sources/{id}/secret",
        id: "setEventSourceSecret",
        summary: "Tell the secret that the other system made",
        description: "Until then every call of such a source is refused.",
        scope: Scope::Write,
        parameters: vec![source_id()],
        body: Some(body(
            "EventSourceSecret",
            json!({ "secret": "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw" }),
        )),
        replies: vec![(204, done("It is stored."))],
        problems: &[422],
    }
}

fn source_id() -> serde_json::Value {
    json!({
        "name": "id",
        "in": "path",
        "required": true,
        "description": "The source.",
        "schema": id(),
        "example": PROGRAMME,
    })
}

fn remove_source() -> Operation {
    Operation {
        method: "delete",
        path: "/api/v1/event-sources/{id}",
        id: "removeEventSource",
        summary: "Remove a source of events",
        description: "Takes no more events from it; those it sent stay.",
        scope: Scope::Write,
        parameters: vec![source_id()],
        body: None,
        replies: vec![(204, done("It is removed."))],
        problems: &[],
    }
}
