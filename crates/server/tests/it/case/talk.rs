//! What is said with customers, and what caused it.

use serde_json::{Value, json};

use super::{customer, history, id, open, say, show};
use crate::harness::Server;
use crate::on_both;
use crate::people::{add, log_in};

on_both!(
    conversations_count_and_the_first_contact_keeps_the_promise,
    causes_are_a_tree_and_never_a_person,
);

fn conversations_count_and_the_first_contact_keeps_the_promise(server: Server) {
    let lea = add(&server, "lea", "director");
    add(&server, "eva", "programme_manager");
    let (contact, account) = customer(&server, "jan@acme.nl", "Acme");
    let case = open(
        &server,
        &json!({ "title": "Call Jan", "contact_id": contact }),
    );
    let path = format!("/api/v1/cases/{case}/conversations");
    let eva = log_in(&server, "eva");
    let talk = |body: &Value| say(&server, &eva, ("POST", &path), body);
    // A try that reaches nobody is no first contact, nor is a note.
    let tried = talk(&json!({ "kind": "call", "reached": false }));
    assert_eq!(tried.status, 201, "{}", tried.text());
    assert_eq!(
        talk(&json!({ "kind": "note", "text": "Ask finance" })).status,
        201
    );
    assert_eq!(show(&server, &case)["first_contact_at"], Value::Null);
    for bad in [
        json!({ "kind": "call" }),
        json!({ "kind": "call", "text": "x", "at": "2999-01-01T00:00:00Z" }),
        json!({ "kind": "call", "text": "x", "direction": "inside" }),
        json!({ "kind": "call", "text": "x", "user_id": "x" }),
        json!({ "kind": "letter", "text": "x" }),
        json!({ "kind": "call", "text": "x".repeat(20_001) }),
        json!({ "kind": "call", "text": "a\u{0}b" }),
    ] {
        let refused = talk(&bad);
        assert!(
            [400, 422].contains(&refused.status),
            "{bad}: {}",
            refused.text()
        );
    }
    let spoke = talk(&json!({ "kind": "call", "text": "She was glad", "user_id": lea }));
    assert_eq!(spoke.status, 201, "{}", spoke.text());
    let seen = show(&server, &case);
    assert!(seen["first_contact_at"].is_string(), "{seen}");
    let last = &seen["conversations"][2];
    assert_eq!(
        (&last["spoke"], &last["leader"]),
        (&json!("lea"), &json!(true))
    );
    assert_eq!(last["added_by"], "eva");
    assert_eq!(
        history(&server, &case),
        ["opened", "spoke", "noted", "spoke"]
    );

    // And one that belongs to no case.
    let visit = json!({ "account_id": account, "kind": "visit", "text": "Lunch" });
    let lea = log_in(&server, "lea");
    let added = say(&server, &lea, ("POST", "/api/v1/conversations"), &visit);
    assert_eq!(added.status, 201, "{}", added.text());
    let nobody = json!({ "kind": "visit", "text": "Lunch" });
    let refused = say(&server, &lea, ("POST", "/api/v1/conversations"), &nobody);
    assert_eq!(refused.status, 422);
    let all = server.get_json("/api/v1/conversations?limit=2");
    assert_eq!(all["conversations"].as_array().map(Vec::len), Some(2));
    let cursor = all["next_cursor"].as_str().expect("more");
    let rest = server.get_json(&format!("/api/v1/conversations?limit=2&cursor={cursor}"));
    assert_eq!(rest["conversations"].as_array().map(Vec::len), Some(2));
    assert_eq!(rest["next_cursor"], Value::Null);
    let led = server.get_json("/api/v1/conversations?leader=true");
    assert_eq!(led["conversations"].as_array().map(Vec::len), Some(2));
    let months = server.get_json("/api/v1/conversations/summary?months=2");
    let months = months["months"].as_array().expect("a list");
    assert_eq!(months.len(), 2);
    assert_eq!(months[0]["conversations"], 0);
    let expected = json!([2, 2, 1, 1]);
    let names = [
        "conversations",
        "by_leaders",
        "leaders",
        "customers_of_leaders",
    ];
    assert_eq!(json!(names.map(|name| months[1][name].clone())), expected);
    for bad in ["months=0", "months=37", "month=1"] {
        let path = format!("/api/v1/conversations/summary?{bad}");
        assert!(
            [400, 422].contains(&server.api("GET", &path, None).status),
            "{bad}"
        );
    }
}

fn causes_are_a_tree_and_never_a_person(server: Server) {
    add(&server, "jansen", "employee");
    let add = |body: &Value| server.api("POST", "/api/v1/causes", Some(body));
    let process = id(
        &add(&json!({ "kind": "process", "name": "Delivery" })),
        "cause_id",
    );
    let late = json!({ "kind": "process", "name": "Late", "parent_id": process });
    let late_id = id(&add(&late), "cause_id");
    assert_eq!(add(&late).status, 422, "a sibling has the name");
    for bad in [
        json!({ "kind": "process", "name": "Jansen" }),
        json!({ "kind": "person", "name": "x" }),
        json!({ "kind": "process", "name": "" }),
        json!({ "kind": "process", "name": "x", "parent_id": "y" }),
    ] {
        assert_eq!(add(&bad).status, 422, "{bad}");
    }
    let path = format!("/api/v1/causes/{process}");
    let patch = |body: &Value| server.api("PATCH", &path, Some(body));
    assert_eq!(
        patch(&json!({ "parent_id": late_id })).status,
        422,
        "a circle"
    );
    assert_eq!(patch(&json!({ "name": "Our deliveries" })).status, 200);

    let case = open(&server, &json!({ "title": "x" }));
    let set = |body: &Value| {
        let path = format!("/api/v1/cases/{case}/causes");
        server.api("PUT", &path, Some(body))
    };
    assert_eq!(set(&json!({ "cause_ids": [late_id] })).status, 200);
    assert_eq!(set(&json!({ "cause_ids": ["x"] })).status, 422);
    let all = server.get_json("/api/v1/causes")["causes"].clone();
    let found = |id: &str| {
        let all = all.as_array().expect("a list");
        all.iter()
            .find(|cause| cause["cause_id"] == id)
            .expect("it")
            .clone()
    };
    assert_eq!(
        (&found(&late_id)["cases"], &found(&process)["name"]),
        (&json!(1), &json!("Our deliveries"))
    );

    // Archived: cases keep it, no other gets it.
    let path = format!("/api/v1/causes/{late_id}");
    let archived = server.api("PATCH", &path, Some(&json!({ "archived": true })));
    assert!(
        archived.json()["archived_at"].is_string(),
        "{}",
        archived.text()
    );
    assert_eq!(set(&json!({ "cause_ids": [late_id, process] })).status, 200);
    assert_eq!(set(&json!({ "cause_ids": [] })).status, 200);
    assert_eq!(set(&json!({ "cause_ids": [late_id] })).status, 422);
    let path = format!("/api/v1/cases?cause_id={process}");
    assert_eq!(server.get_json(&path)["cases"], json!([]));
}
