//! Contacts by API: found again, never lost, never written to against their will.

mod command;
mod import;
mod list_pages;
mod lists;
mod many;
mod pages;

use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::harness::{Backend, Reply, Server, encode};
use crate::on_both;

on_both!(
    a_contact_is_found_by_its_id_and_its_address,
    nobody_gets_back_in_by_being_sent_again,
    two_contacts_become_one_and_stay_one,
);

fn put(server: &Server, contact: &Value) -> Value {
    let reply = server.api("POST", "/api/v1/contacts", Some(contact));
    assert!(
        [200, 201].contains(&reply.status),
        "{}: {}",
        reply.status,
        reply.text()
    );
    reply.json()
}

fn id_of(stored: &Value) -> String {
    let id = stored["contact"]["contact_id"].as_str();
    id.expect("an id").to_owned()
}

fn get(server: &Server, id: &str) -> Value {
    server.get_json(&format!("/api/v1/contacts/{id}"))
}

fn patch(server: &Server, id: &str, change: &Value) -> Reply {
    server.api("PATCH", &format!("/api/v1/contacts/{id}"), Some(change))
}

fn list(server: &Server, query: &str) -> Vec<Value> {
    let reply = server.get_json(&format!("/api/v1/contacts?{query}"));
    reply["contacts"].as_array().expect("a list").clone()
}

fn names(contacts: &[Value]) -> Vec<&str> {
    let names = contacts.iter().map(|c| c["name"].as_str());
    names.map(Option::unwrap_or_default).collect()
}

fn a_contact_is_found_by_its_id_and_its_address(server: Server) {
    let jan = json!({
        "external_id": "crm-1", "email": " Jan@ACME.nl ", "name": "Jan", "language": "NL",
        "time_zone": "europe/amsterdam", "attributes": { "role": "buyer", "size": 20 },
        "account": { "name": "Acme B.V." }, "consent": "given", "consent_at": "2026-01-15",
    });
    let made = server.api("POST", "/api/v1/contacts", Some(&jan));
    assert_eq!(made.status, 201, "{}", made.text());
    let id = id_of(&made.json());
    let again = server.api("POST", "/api/v1/contacts", Some(&jan));
    assert_eq!(
        (again.status, &again.json()["outcome"]),
        (200, &json!("unchanged"))
    );
    let stored = get(&server, &id);
    assert_eq!(stored["email"], "jan@acme.nl");
    assert_eq!(stored["language"], "nl");
    assert_eq!(stored["time_zone"], "Europe/Amsterdam");
    assert_eq!(stored["standing"], "reachable");
    assert_eq!(stored["consent_at"], "2026-01-15T12:00:00Z");
    assert_eq!(
        stored["attributes"],
        json!({ "role": "buyer", "size": "20" })
    );
    assert_eq!(stored["account"]["name"], "Acme B.V.");
    let by_address = put(
        &server,
        &json!({ "email": "JAN@acme.nl", "attributes": { "role": null } }),
    );
    assert_eq!(by_address["outcome"], "updated");
    assert_eq!(id_of(&by_address), id);
    assert_eq!(get(&server, &id)["attributes"], json!({ "size": "20" }));
    let moved = put(
        &server,
        &json!({ "external_id": "crm-1", "email": "jan@bolt.nl" }),
    );
    assert_eq!(moved["contact"]["email"], "jan@bolt.nl");
    assert_ne!(id_of(&put(&server, &json!({ "email": "jan@acme.nl" }))), id);

    let changed = patch(
        &server,
        &id,
        &json!({ "name": null, "external_id": "crm-2", "account": null }),
    );
    assert_eq!(changed.status, 200, "{}", changed.text());
    let changed = changed.json();
    assert_eq!(changed["name"], Value::Null);
    assert_eq!(changed["external_id"], "crm-2");
    assert_eq!(changed["account"], Value::Null);
    let taken = patch(&server, &id, &json!({ "email": "jan@acme.nl" }));
    assert_eq!(
        (taken.status, &taken.json()["errors"][0]["pointer"]),
        (422, &json!("/email"))
    );
    refused_words(&server, &id);
}

/// What is not understood is refused and named, and nothing is stored.
fn refused_words(server: &Server, id: &str) {
    for (contact, pointer) in [
        (json!({ "email": "jan" }), "/email"),
        (json!({ "email": "a@b\r\nBcc: x@y" }), "/email"),
        (
            json!({ "email": "a@b.nl", "language": "dutch!" }),
            "/language",
        ),
        (
            json!({ "email": "a@b.nl", "time_zone": "Mars" }),
            "/time_zone",
        ),
        (
            json!({ "email": "a@b.nl", "opted_out": false }),
            "/opted_out",
        ),
        (
            json!({ "email": "a@b.nl", "consent": "given", "consent_at": "2999-01-01" }),
            "/consent_at",
        ),
        (
            json!({ "email": "a@b.nl", "attributes": { "a/b": [1] } }),
            "/attributes/a~1b",
        ),
        (json!({ "email": "a@b.nl", "account": {} }), "/account"),
        (
            json!({ "email": "a@b.nl", "account": { "account_id": "x" } }),
            "/account",
        ),
        (json!({ "name": "Nobody" }), ""),
    ] {
        let reply = server.api("POST", "/api/v1/contacts", Some(&contact));
        assert_eq!(reply.status, 422, "{contact}: {}", reply.text());
        assert_eq!(reply.json()["errors"][0]["pointer"], pointer, "{contact}");
    }
    let unknown = server.api(
        "POST",
        "/api/v1/contacts",
        Some(&json!({ "e-mail": "a@b.nl" })),
    );
    assert_eq!(unknown.status, 422, "{}", unknown.text());
    for (path, status) in [
        ("/api/v1/contacts?colour=red", 400),
        ("/api/v1/contacts?q=a&q=b", 400),
        ("/api/v1/contacts?standing=cross", 422),
        ("/api/v1/contacts?limit=0", 422),
        ("/api/v1/contacts?cursor=zz", 422),
        ("/api/v1/contacts/00000000000000000000000000", 404),
        ("/api/v1/contacts/%00", 404),
        ("/api/v1/accounts/00000000000000000000000000", 404),
    ] {
        let reply = server.api("GET", path, None);
        assert_eq!(reply.status, status, "{path}: {}", reply.text());
    }
    let read_only = server
        .request("DELETE", &format!("/api/v1/contacts/{id}"))
        .header("Authorization", &format!("Bearer {}", server.read_key))
        .send();
    assert_eq!(read_only.status, 403);
}

fn nobody_gets_back_in_by_being_sent_again(server: Server) {
    let jan = json!({ "email": "jan@acme.nl", "name": "Jan", "consent": "given" });
    let id = id_of(&put(&server, &jan));
    let at = format!("/api/v1/contacts/{id}");
    let reason = json!({ "reason": "by phone" });
    let out = server.api("POST", &format!("{at}/opt-out"), Some(&reason));
    assert_eq!(out.json()["standing"], "opted_out", "{}", out.text());
    let first = out.json()["opted_out_at"].clone();
    let again = server.api("POST", &format!("{at}/opt-out"), Some(&json!({})));
    assert_eq!(again.json()["opted_out_at"], first, "it stands since then");
    put(&server, &jan);
    let refused = put(
        &server,
        &json!({ "email": "piet@acme.nl", "consent": "refused" }),
    );
    assert_eq!(refused["contact"]["standing"], "opted_out");
    let agrees = put(
        &server,
        &json!({ "email": "piet@acme.nl", "consent": "given" }),
    );
    assert_eq!(agrees["stays_out"], true);
    assert_eq!(agrees["contact"]["consent"], "refused");
    let by_hand = patch(&server, &id_of(&agrees), &json!({ "consent": "given" }));
    assert_eq!(by_hand.status, 422, "{}", by_hand.text());
    assert_eq!(get(&server, &id)["standing"], "opted_out");
    let back = server.api("POST", &format!("{at}/opt-in"), Some(&reason));
    assert_eq!(back.json()["standing"], "reachable", "{}", back.text());
    let history = server.get_json(&format!("{at}/history"));
    let told: Vec<(&str, &str)> = history["history"]
        .as_array()
        .expect("lines")
        .iter()
        .map(|l| {
            (
                l["what"].as_str().unwrap_or(""),
                l["detail"].as_str().unwrap_or(""),
            )
        })
        .collect();
    assert_eq!(
        told,
        [
            ("opted_in", "by phone"),
            ("opted_out", "by phone"),
            ("consent", "given")
        ]
    );
    // Erased, the address alone stays, so that no later file lets them in.
    assert_eq!(
        server
            .api("POST", &format!("{at}/opt-out"), Some(&reason))
            .status,
        200
    );
    assert_eq!(server.api("DELETE", &at, None).status, 204);
    assert_eq!(server.api("GET", &at, None).status, 404);
    assert_eq!(server.api("DELETE", &at, None).status, 404);
    assert_eq!(put(&server, &jan)["contact"]["standing"], "do_not_contact");
}

fn two_contacts_become_one_and_stay_one(server: Server) {
    let a = id_of(&put(
        &server,
        &json!({ "external_id": "1", "email": "a@x.nl", "name": "Jan" }),
    ));
    let other = json!({
        "external_id": "2", "email": "b@x.nl", "first_name": "Jan", "opted_out": true,
    });
    let b = id_of(&put(&server, &other));
    let merge = |into: &str, other: &str| {
        let path = format!("/api/v1/contacts/{into}/merge");
        server.api("POST", &path, Some(&json!({ "other": other })))
    };
    let merged = merge(&a, &b);
    assert_eq!(merged.status, 200, "{}", merged.text());
    let merged = merged.json();
    assert_eq!(merged["standing"], "opted_out");
    assert_eq!(merged["first_name"], "Jan");
    assert_eq!(merged["email"], "a@x.nl");
    assert_eq!(
        get(&server, &b)["contact_id"],
        json!(a),
        "the old id leads on"
    );
    let again = put(&server, &other);
    assert_eq!(again["outcome"], "unchanged", "{again}");
    assert_eq!(id_of(&again), a);
    assert_eq!(merge(&a, &b).status, 200, "it is itself by now");
    assert_eq!(merge(&a, "nobody").status, 422);
    assert_eq!(list(&server, "").len(), 1);
    let back = patch(&server, &a, &json!({ "email": "b@x.nl" }));
    assert_eq!(back.json()["email"], "b@x.nl", "{}", back.text());
    // Known by the address alone, and then by an id of somebody else: they are one.
    let c = id_of(&put(&server, &json!({ "email": "c@x.nl" })));
    let joined = put(&server, &json!({ "external_id": "1", "email": "c@x.nl" }));
    assert_eq!(joined["outcome"], "merged", "{joined}");
    assert_eq!(get(&server, &c)["contact_id"], json!(a));
    // On the list by the address that goes: the person stays on it.
    put(
        &server,
        &json!({ "external_id": "8", "email": "x@rival.nl" }),
    );
    let entry = json!({ "entry": "x@rival.nl" });
    assert_eq!(
        server
            .api("POST", "/api/v1/do-not-contact", Some(&entry))
            .status,
        200
    );
    let e = id_of(&put(
        &server,
        &json!({ "external_id": "9", "email": "e@x.nl" }),
    ));
    let listed = list(&server, "q=rival")[0]["contact_id"].clone();
    let merged = merge(&e, listed.as_str().expect("an id"));
    assert_eq!(
        merged.json()["standing"],
        "do_not_contact",
        "{}",
        merged.text()
    );
}

/// A server for the tests of pages, with its session.
fn with_session(backend: Backend) -> (Server, String) {
    let server = Server::start(backend);
    let cookie = server.log_in();
    (server, cookie)
}
