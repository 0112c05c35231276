//! Contacts: many at once, lists, accounts and who is not written to.

use super::*;

on_both!(
    many_are_told_one_by_one,
    lists_are_filtered_and_paged,
    who_is_on_the_list_is_not_written_to,
    accounts_have_people_who_look_after_them,
    ten_thousand_take_seconds,
);

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
    let mut acme = list(&server, "q=acme");
    // Those found by their account come in no order that says anything.
    acme.sort_by_key(|contact| contact["name"].to_string());
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
            "attributes": { "role": if n.is_multiple_of(3) { "buyer" } else { "user" }, "size": "20" },
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
