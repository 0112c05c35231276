//! Contacts by API: found again, never lost, never written to against their will.

mod import;
mod pages;

use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::harness::{Backend, Reply, Server, encode};
use crate::on_both;

on_both!(
    a_contact_is_found_by_its_id_and_its_address,
    nobody_gets_back_in_by_being_sent_again,
    two_contacts_become_one_and_stay_one,
    many_are_told_one_by_one,
    lists_are_filtered_and_paged,
    who_is_on_the_list_is_not_written_to,
    accounts_have_people_who_look_after_them,
    ten_thousand_take_seconds,
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
    assert_eq!(
        id_of(&put(&server, &json!({ "email": "jan@acme.nl" }))) == id,
        false
    );

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

fn many_are_told_one_by_one(server: Server) {
    let sent = json!({ "contacts": [
        { "external_id": "1", "email": "a@x.nl", "name": "Jan", "language": "nl" },
        { "email": "no address" },
        { "email": " A@X.nl", "name": "Johan", "consent": "refused" },
        { "external_id": "3" },
        "no object",
        { "external_id": "4", "colour": "red" },
        { "external_id": "5", "email": "A@x.NL", "consent": "given" },
    ]});
    let bulk = |body: &Value| {
        let reply = server.api("POST", "/api/v1/contacts/bulk", Some(body));
        assert_eq!(reply.status, 200, "{}", reply.text());
        reply.json()
    };
    let first = bulk(&sent);
    assert_eq!(
        first["counts"],
        json!({ "created": 2, "updated": 0, "unchanged": 0, "merged": 2, "rejected": 3 })
    );
    let results = first["results"].as_array().expect("results");
    assert_eq!(results[1]["errors"][0]["pointer"], "/contacts/1/email");
    assert_eq!(results[4]["errors"][0]["pointer"], "/contacts/4");
    assert_eq!(results[2]["with"], 0);
    assert_eq!(
        results[2]["differed"],
        json!([{ "field": "name", "earlier": "Jan", "later": "Johan" }])
    );
    assert_eq!(results[6]["contact_id"], results[0]["contact_id"]);
    let stored = get(&server, results[0]["contact_id"].as_str().expect("an id"));
    assert_eq!(stored["name"], "Johan");
    assert_eq!(
        stored["standing"], "opted_out",
        "a refusal stands wherever it is said"
    );
    let second = bulk(&sent);
    assert_eq!(
        second["counts"],
        json!({ "created": 0, "updated": 0, "unchanged": 2, "merged": 2, "rejected": 3 })
    );
    let none = server.api(
        "POST",
        "/api/v1/contacts/bulk",
        Some(&json!({ "contacts": [] })),
    );
    assert_eq!(none.status, 422);
}

fn lists_are_filtered_and_paged(server: Server) {
    let mut contacts = Vec::new();
    for n in 0..25 {
        contacts.push(json!({
            "external_id": format!("{n}"),
            "email": format!("p{n:02}@{}.nl", if n % 2 == 0 { "even" } else { "odd" }),
            "name": format!("Person {n:02}"),
            "language": if n % 5 == 0 { "en" } else { "nl" },
            "employee": n == 7,
            "account": { "name": if n < 3 { "Acme" } else { "Bolt & Zn" } },
            "attributes": { "size": if n < 10 { "small" } else { "a\"b's 50%" } },
        }));
    }
    let reply = server.api(
        "POST",
        "/api/v1/contacts/bulk",
        Some(&json!({ "contacts": contacts })),
    );
    assert_eq!(reply.json()["counts"]["created"], 25, "{}", reply.text());
    let mut seen = Vec::new();
    let mut query = "limit=10".to_owned();
    loop {
        let page = server.get_json(&format!("/api/v1/contacts?{query}"));
        seen.extend(page["contacts"].as_array().expect("a list").clone());
        match page["next_cursor"].as_str() {
            Some(cursor) => query = format!("limit=10&cursor={cursor}"),
            None => break,
        }
    }
    let expected: Vec<String> = (0..25).map(|n| format!("Person {n:02}")).collect();
    assert_eq!(names(&seen), expected, "each once, in order");
    let acme = list(&server, "q=acme");
    assert_eq!(names(&acme), ["Person 00", "Person 01", "Person 02"]);
    let account = acme[0]["account"]["account_id"].as_str().expect("an id");
    for (query, count) in [
        (format!("account={account}"), 3),
        ("language=en".into(), 5),
        ("employee=true".into(), 1),
        ("employee=false&language=en&limit=3".into(), 3),
        ("q=PERSON%2009".into(), 1),
        ("q=%25".into(), 0),
        ("q=odd.nl".into(), 12),
        ("attribute.size=small".into(), 10),
        (format!("attribute.size={}", encode("a\"b's 50%")), 15),
        ("attribute.size=small&language=en".into(), 2),
        ("attribute.colour=small".into(), 0),
        ("standing=reachable".into(), 25),
        ("standing=bounced".into(), 0),
    ] {
        assert_eq!(list(&server, &query).len(), count, "{query}");
    }
    let duplicates = server.get_json("/api/v1/contacts/duplicates");
    assert_eq!(duplicates["groups"], json!([]));
    put(
        &server,
        &json!({ "email": "other@even.nl", "name": "person  00", "account": { "name": "ACME" } }),
    );
    let duplicates = server.get_json("/api/v1/contacts/duplicates");
    assert_eq!(
        duplicates["groups"][0].as_array().map(Vec::len),
        Some(2),
        "{duplicates}"
    );
}

fn who_is_on_the_list_is_not_written_to(server: Server) {
    for email in ["a@acme.nl", "b@acme.nl", "a@mail.acme.nl", "c@bolt.nl"] {
        put(&server, &json!({ "email": email, "name": email }));
    }
    let path = "/api/v1/do-not-contact";
    for (entry, status) in [
        ("@ACME.nl", 200),
        ("C@bolt.nl ", 200),
        ("acme", 422),
        ("@", 422),
    ] {
        let reply = server.api(
            "POST",
            path,
            Some(&json!({ "entry": entry, "reason": "asked" })),
        );
        assert_eq!(reply.status, status, "{entry}: {}", reply.text());
    }
    assert_eq!(
        names(&list(&server, "standing=do_not_contact")),
        ["a@acme.nl", "b@acme.nl", "c@bolt.nl"]
    );
    assert_eq!(
        names(&list(&server, "standing=reachable")),
        ["a@mail.acme.nl"]
    );
    // Also for who comes later, whatever they are said to have agreed to.
    let late = put(
        &server,
        &json!({ "email": "late@acme.nl", "consent": "given" }),
    );
    assert_eq!(late["contact"]["standing"], "do_not_contact");
    let page = server.get_json(&format!("{path}?limit=1"));
    assert_eq!(page["entries"][0]["entry"], "@acme.nl");
    let next = page["next_cursor"].as_str().expect("more");
    let page = server.get_json(&format!("{path}?limit=1&cursor={next}"));
    assert_eq!(page["entries"][0]["entry"], "c@bolt.nl");
    assert_eq!(page["next_cursor"], Value::Null);
    assert_eq!(
        server
            .api("DELETE", &format!("{path}/%40acme.nl"), None)
            .status,
        204
    );
    assert_eq!(
        server
            .api("DELETE", &format!("{path}/%40acme.nl"), None)
            .status,
        404
    );
    assert_eq!(get(&server, &id_of(&late))["standing"], "reachable");
}

fn accounts_have_people_who_look_after_them(server: Server) {
    let path = "/api/v1/accounts";
    let put_account = |body: Value| server.api("POST", path, Some(&body));
    let made = put_account(json!({ "name": "Acme B.V." })).json();
    let id = made["account_id"].as_str().expect("an id").to_owned();
    let named = put_account(json!({
        "external_id": "A1", "name": " acme  b.v. ",
        "responsible": { "name": "Anna", "email": "Anna@Example.com" },
        "attributes": { "industry": "retail" },
    }));
    assert_eq!(named.json()["account_id"], json!(id), "{}", named.text());
    assert_eq!(named.json()["responsible"]["email"], "anna@example.com");
    let twin = put_account(json!({ "external_id": "A2", "name": "Acme B.V." })).json();
    assert_ne!(twin["account_id"], json!(id));
    let taken = put_account(json!({ "account_id": id, "external_id": "A2" }));
    assert_eq!(taken.status, 422, "{}", taken.text());
    let nobody = put_account(json!({ "account_id": "00000000000000000000000000", "name": "x" }));
    assert_eq!(nobody.status, 404);
    let gone = put_account(
        json!({ "account_id": id, "responsible": null, "attributes": { "industry": null } }),
    );
    assert_eq!(
        gone.json()["responsible"],
        json!({ "name": null, "email": null })
    );
    put(
        &server,
        &json!({ "email": "a@acme.nl", "account": { "external_id": "A1" } }),
    );
    let shown = server.get_json(&format!("{path}/{id}"));
    assert_eq!(
        (&shown["contacts"], &shown["attributes"]),
        (&json!(1), &json!({}))
    );
    let listed = server.get_json(&format!("{path}?q=ACME&limit=1"));
    assert_eq!(listed["accounts"].as_array().map(Vec::len), Some(1));
    assert!(listed["next_cursor"].is_string());
}

fn ten_thousand_take_seconds(server: Server) {
    let contact = |n: usize| {
        json!({
            "external_id": format!("crm-{n}"),
            "email": format!("person{n}@company{}.nl", n % 900),
            "name": format!("Person {n}"),
            "language": "nl",
            "account": { "external_id": format!("A{}", n % 900), "name": format!("Company {}", n % 900) },
            "attributes": { "role": if n % 3 == 0 { "buyer" } else { "user" }, "size": "20" },
        })
    };
    let all: Vec<Value> = (0..10_000).map(contact).collect();
    let body = json!({ "contacts": all });
    for outcome in ["created", "unchanged"] {
        let started = Instant::now();
        let reply = server.api("POST", "/api/v1/contacts/bulk", Some(&body));
        let took = started.elapsed();
        assert_eq!(reply.json()["counts"][outcome], 10_000, "{}", reply.status);
        // Generous: tests run beside others, without optimisation.
        assert!(took < Duration::from_secs(45), "{outcome}: {took:?}");
        println!("{outcome}: {took:?}");
    }
    let many = json!({ "contacts": vec![json!({}); 10_001] });
    assert_eq!(
        server
            .api("POST", "/api/v1/contacts/bulk", Some(&many))
            .status,
        422
    );
}

/// A server for the tests of pages, with its session.
fn with_session(backend: Backend) -> (Server, String) {
    let server = Server::start(backend);
    let cookie = server.log_in();
    (server, cookie)
}
