//! What is wrong is said with its place; what can't be there isn't looked for in silence.

use serde_json::{Value, json};

use super::{ACCOUNTS, define, id_of, names, put};
use crate::harness::Server;
use crate::on_both;

on_both!(
    mistakes_are_told_where_they_are,
    what_cannot_be_an_id_is_refused,
    a_role_alone_lists_accounts_that_have_somebody,
);

fn mistakes_are_told_where_they_are(server: Server) {
    let choice = json!({ "kind": "choice", "choices": ["Care", "Retail"] });
    define(&server, "industry", &choice);
    let path = "/api/v1/attributes/contact/a~b";
    assert_eq!(server.api("PUT", path, Some(&choice)).status, 200);
    let above = put(&server, &json!({ "external_id": "A" }));
    put(
        &server,
        &json!({ "external_id": "B", "parent": { "external_id": "A" } }),
    );
    let nobody = "00000000000000000000000000";
    let contact = |more: &Value| {
        let mut contact = json!({ "external_id": "c1" });
        for (name, value) in more.as_object().expect("an object") {
            contact[name] = value.clone();
        }
        contact
    };
    for (sent, place, words) in [
        (
            json!({ "attributes": { "a~b": "x" } }),
            "/attributes/a~0b",
            "Care, Retail",
        ),
        (
            json!({ "account": { "external_id": "A", "attributes": { "industry": "Banks" } } }),
            "/account/attributes/industry",
            "Care, Retail",
        ),
        (
            json!({ "account": { "external_id": "A", "parent": { "external_id": "B" } } }),
            "/account/parent",
            "above",
        ),
        (
            json!({ "account": { "account_id": nobody } }),
            "/account",
            "no such account",
        ),
        (
            json!({ "account": { "external_id": "B", "parent": { "account_id": nobody } } }),
            "/account/parent",
            "isn't there",
        ),
    ] {
        let sent = contact(&sent);
        let one = server.api("POST", "/api/v1/contacts", Some(&sent));
        assert_eq!(one.status, 422, "{}", one.text());
        let error = &one.json()["errors"][0];
        assert_eq!(error["pointer"], place, "{}", one.text());
        let detail = error["detail"].as_str().expect("a text");
        assert!(detail.contains(words), "{detail}");
        let many = json!({ "contacts": [{ "email": "ok@acme.nl" }, sent] });
        let many = server
            .api("POST", "/api/v1/contacts/bulk", Some(&many))
            .json();
        let found = &many["results"][1]["errors"][0]["pointer"];
        assert_eq!(*found, json!(format!("/contacts/1{place}")), "{many}");
    }
    // Of accounts themselves.
    let path = format!("{ACCOUNTS}/{}", id_of(&above));
    let parent = json!({ "parent": { "account_id": nobody } });
    let reply = server.api("PATCH", &path, Some(&parent));
    assert_eq!(reply.status, 422, "{}", reply.text());
    assert_eq!(reply.json()["errors"][0]["pointer"], "/parent");
    let gone = server.api("PATCH", &format!("{ACCOUNTS}/{nobody}"), Some(&parent));
    assert_eq!(gone.status, 404, "{}", gone.text());
    let named = json!({ "external_id": "A",
        "responsibilities": { "consultant": { "email": "c@acme.nl", "name": 5 } } });
    let reply = server.api("POST", ACCOUNTS, Some(&named));
    assert_eq!(reply.status, 422, "{}", reply.text());
    let change = json!({ "attribute": { "name": "industry", "value": "Care" } });
    for (noun, path) in [("accounts", ACCOUNTS), ("contacts", "/api/v1/contacts")] {
        let edit = json!({ noun: [nobody], "change": change });
        let reply = server.api("POST", &format!("{path}/edit"), Some(&edit));
        let example = &reply.json()["examples"][0];
        assert_eq!(example["name"], Value::Null, "{}", reply.text());
        let detail = example["error"]["detail"].as_str().expect("a text");
        assert!(detail.contains("there is no such"), "{}", reply.text());
    }
}

fn what_cannot_be_an_id_is_refused(server: Server) {
    for path in [
        "/api/v1/cases?owner=anna",
        "/api/v1/cases?account_id=acme",
        "/api/v1/cases?rule_id=x",
        "/api/v1/conversations?user_id=anna",
        "/api/v1/actions?owner_id=anna",
        "/api/v1/actions?improvement_id=x",
        "/api/v1/actions?account_id=acme",
        "/api/v1/outreach?contact_id=ann",
        "/api/v1/accounts?person=anna",
    ] {
        let reply = server.api("GET", path, None);
        assert_eq!(reply.status, 422, "{path}: {}", reply.text());
    }
    // Nor a view with a column that no list has.
    for noun in ["account", "contact"] {
        let view = json!({ "noun": noun, "name": "Mine", "query": "column=size" });
        let reply = server.api("POST", "/api/v1/views", Some(&view));
        assert_eq!(reply.status, 422, "{}", reply.text());
        assert!(reply.text().contains("attribute.NAME"), "{}", reply.text());
    }
    for good in [
        "/api/v1/cases?owner=nobody",
        "/api/v1/actions?owner_id=none",
        "/api/v1/accounts?person=nobody",
        "/api/v1/cases?account_id=00000000000000000000000000",
    ] {
        assert_eq!(server.api("GET", good, None).status, 200, "{good}");
    }
}

fn a_role_alone_lists_accounts_that_have_somebody(server: Server) {
    let people = json!({ "consultant": "carl@acme.nl" });
    put(
        &server,
        &json!({ "name": "With", "responsibilities": people }),
    );
    put(&server, &json!({ "name": "Without" }));
    assert_eq!(names(&server, "role=consultant"), ["With"]);
    assert_eq!(names(&server, "role=consultant&person=nobody"), ["Without"]);
    assert_eq!(names(&server, "role=success_manager"), [""; 0]);
}
