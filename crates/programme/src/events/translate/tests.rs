//! Calls as each system sends them, and what is kept of them.

use serde_json::json;

use super::*;
use crate::events::{Mapping, read};

const NOW: i64 = 1_796_000_000_000_000;

fn event(system: System, body: &Value) -> Value {
    match translate(system, None, body) {
        Ok(Meaning::Event(event)) => event,
        other => panic!("{other:?}"),
    }
}

fn means_nothing(system: System, body: &Value) -> bool {
    matches!(translate(system, None, body), Ok(Meaning::Nothing(_)))
}

/// Whatever is translated is an event that is taken, once it has an id.
fn is_taken(mut event: Value) {
    event["id"] = json!("call-1");
    if let Err(errors) = read(&event, NOW) {
        panic!("{errors:?}: {event}");
    }
}

fn zendesk(previous: &str, current: &str) -> Value {
    json!({
        "type": "zen:event-type:ticket.status_changed",
        "account_id": 22_129_848, "id": "cbe4028c-7239-495d-b020-f22348516046",
        "time": "2026-11-20T09:30:00Z", "zendesk_event_version": "2022-11-06",
        "subject": "zen:ticket:5158",
        "detail": {
            "id": "5158", "subject": "Printer\nis jammed", "status": current,
            "requester_id": "8447388090494", "assignee_id": "8447346621310",
            "group_id": "8447320466430", "organization_id": "8447346622462",
            "tags": ["vip"], "via": { "channel": "web_service" },
        },
        "event": { "current": current, "previous": previous, "meta": { "sequence": { "id": "1", "position": 1 } } },
    })
}

#[test]
fn zendesk_tells_what_changed() {
    let closed = event(System::Zendesk, &zendesk("OPEN", "SOLVED"));
    assert_eq!(
        closed,
        json!({
            "type": "ticket.closed", "subject": "5158",
            "id": "cbe4028c-7239-495d-b020-f22348516046", "at": "2026-11-20T09:30:00Z",
            "contact": { "external_id": "8447388090494" },
            "solver": { "external_id": "8447346621310" },
            "attributes": {
                "title": "Printer is jammed", "channel": "web_service", "group": "8447320466430",
            },
        })
    );
    is_taken(closed);
    let again = event(System::Zendesk, &zendesk("SOLVED", "OPEN"));
    assert_eq!(again["type"], "ticket.reopened");
    assert!(means_nothing(System::Zendesk, &zendesk("SOLVED", "CLOSED")));
    assert!(means_nothing(System::Zendesk, &zendesk("NEW", "PENDING")));
    let other = json!({ "type": "zen:event-type:ticket.created", "id": "1" });
    assert!(means_nothing(System::Zendesk, &other));
}

#[test]
fn a_trigger_of_zendesk_knows_addresses() {
    let body = json!({
        "ticket_id": "5158", "status": "Solved", "title": "Printer",
        "requester_email": "ann@customer.example", "requester_name": "Ann", "organization": "",
        "assignee_email": "joris@acme.example", "updated_at": "2026-11-20T09:30:00Z",
    });
    let closed = event(System::Zendesk, &body);
    assert_eq!(
        closed["contact"],
        json!({ "email": "ann@customer.example", "name": "Ann" })
    );
    assert_eq!(closed["solver"], json!({ "email": "joris@acme.example" }));
    is_taken(closed);
}

#[test]
fn freshdesk_may_or_may_not_wrap() {
    let own = json!({
        "ticket_id": 12, "ticket_status": "Resolved", "ticket_subject": "Invoice",
        "ticket_contact_email": "ann@customer.example", "ticket_contact_name": "Ann",
        "ticket_company_name": "Bakery", "ticket_agent_email": "joris@acme.example",
    });
    let bare = event(System::Freshdesk, &own);
    let wrapped = event(System::Freshdesk, &json!({ "freshdesk_webhook": own }));
    assert_eq!(bare, wrapped);
    assert_eq!(bare["type"], "ticket.closed");
    assert_eq!(bare["subject"], "12");
    assert_eq!(bare["contact"]["account"], json!({ "name": "Bakery" }));
    is_taken(bare);
    let mut open = own;
    open["ticket_status"] = json!("Open");
    assert_eq!(event(System::Freshdesk, &open)["type"], "ticket.reopened");
    for (status, expected) in [
        ("Opgelost", Some("ticket.closed")),
        ("5", Some("ticket.closed")),
        ("2", Some("ticket.reopened")),
        ("Pending", None),
        ("Wacht op klant", None),
    ] {
        open["ticket_status"] = json!(status);
        match expected {
            Some(kind) => assert_eq!(event(System::Freshdesk, &open)["type"], kind, "{status}"),
            None => assert!(means_nothing(System::Freshdesk, &open), "{status}"),
        }
    }
    open["ticket_status"] = json!("Open");
    open["ticket_contact_email"] = json!("");
    let unclear = translate(System::Freshdesk, None, &open).unwrap_err();
    assert_eq!(unclear.at, "/ticket_contact_email");
}

#[test]
fn zammad_keeps_only_what_is_needed() {
    let mut body = json!({
        "ticket": {
            "id": 81, "number": "10081", "title": "Help", "state": "closed",
            "close_at": "2026-11-20T09:30:00.000Z", "updated_at": "2026-11-20T09:30:01.000Z",
            "owner": { "email": "joris@acme.example", "phone": "0612345678" },
            "customer": {
                "email": "ann@customer.example", "firstname": "Ann", "lastname": "de Wit",
                "mobile": "0687654321", "organization": { "name": "Bakery" },
            },
            "group": { "name": "Support" },
        },
        "article": { "body": "my password is hunter2" },
    });
    let closed = event(System::Zammad, &body);
    let text = closed.to_string();
    assert!(!text.contains("hunter2") && !text.contains("06"), "{text}");
    assert_eq!(closed["contact"]["name"], "Ann de Wit");
    assert_eq!(closed["contact"]["account"]["name"], "Bakery");
    is_taken(closed);
    body["ticket"]["state"] = json!({ "name": "open" });
    assert_eq!(event(System::Zammad, &body)["type"], "ticket.reopened");
    body["ticket"]["close_at"] = json!(null);
    assert!(means_nothing(System::Zammad, &body));
}

#[test]
fn request_tracker_tells_by_a_scrip() {
    let body = json!({
        "ticket": 7, "transaction": 112, "old_status": "open", "status": "resolved",
        "requestor": "ann@customer.example", "owner": "joris@acme.example",
        "subject": "Help", "queue": "General", "at": "2026-11-20T09:30:00Z",
    });
    let closed = event(System::RequestTracker, &body);
    assert_eq!(
        (&closed["id"], &closed["subject"]),
        (&json!("112"), &json!("7"))
    );
    is_taken(closed);
    let mut rejected = body;
    rejected["status"] = json!("rejected");
    assert!(means_nothing(System::RequestTracker, &rejected));
}

fn mapping() -> Mapping {
    serde_json::from_value(json!({
        "proof": { "kind": "hmac", "header": "X-Signature", "hash": "sha256", "encoding": "hex" },
        "only": { "/queue": ["support"] },
        "type": { "at": "/state", "values": { "done": "ticket.closed", "open": "ticket.reopened" } },
        "subject": "/ticket/no", "at": "/when", "email": "/who/mail", "name": "/who/name",
        "account": "/who/company", "solver": "/by",
        "attributes": { "title": "/ticket/title" },
    }))
    .unwrap()
}

#[test]
fn a_mapping_says_where_what_stands() {
    let mapping = mapping();
    assert_eq!(mapping.check(), Ok(()));
    let mut body = json!({
        "queue": "support", "state": "done", "when": 1_763_631_000,
        "ticket": { "no": 4, "title": "x".repeat(300) },
        "who": { "mail": "ann@customer.example", "company": "Bakery" }, "by": "joris@acme.example",
    });
    let Ok(Meaning::Event(event)) = translate(System::Mapped, Some(&mapping), &body) else {
        panic!("no event");
    };
    assert_eq!(event["at"], "2025-11-20T09:30:00Z");
    assert_eq!(
        event["attributes"]["title"].as_str().unwrap().len(),
        TEXT_MAX
    );
    is_taken(event);
    body["state"] = json!("waiting");
    let nothing = translate(System::Mapped, Some(&mapping), &body);
    assert!(matches!(nothing, Ok(Meaning::Nothing(_))));
    body["queue"] = json!("sales");
    let nothing = translate(System::Mapped, Some(&mapping), &body);
    assert!(matches!(nothing, Ok(Meaning::Nothing(_))));
}

#[test]
fn a_mapping_that_makes_no_sense_says_where() {
    let mut wrong = mapping();
    wrong.subject = "ticket".to_owned();
    wrong.email = None;
    let places: Vec<String> = wrong
        .check()
        .unwrap_err()
        .into_iter()
        .map(|e| e.pointer)
        .collect();
    assert_eq!(places, ["/subject", "/email"]);
}
