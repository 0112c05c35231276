//! Accounts whole: hierarchy, typed attributes, who does what.

mod lists;
mod pages;
mod timeline;
mod wrong;

use serde_json::{Value, json};

use crate::harness::{Server, eventually};
use crate::on_both;

on_both!(
    accounts_are_parts_of_each_other_without_circles,
    attributes_have_kinds_wherever_they_come_in,
    people_do_things_for_accounts_and_those_below,
    a_bulk_request_says_what_became_of_each_account,
);

const ACCOUNTS: &str = "/api/v1/accounts";

pub(crate) fn put(server: &Server, account: &Value) -> Value {
    let reply = server.api("POST", ACCOUNTS, Some(account));
    assert_eq!(reply.status, 200, "{}", reply.text());
    reply.json()
}

pub(crate) fn id_of(account: &Value) -> String {
    account["account_id"].as_str().expect("an id").to_owned()
}

fn define(server: &Server, name: &str, definition: &Value) {
    let path = format!("/api/v1/attributes/account/{name}");
    let reply = server.api("PUT", &path, Some(definition));
    assert_eq!(reply.status, 200, "{}", reply.text());
}

fn names(server: &Server, query: &str) -> Vec<String> {
    let reply = server.api("GET", &format!("{ACCOUNTS}?{query}"), None);
    assert_eq!(reply.status, 200, "{query}: {}", reply.text());
    let reply = reply.json();
    let all = reply["accounts"].as_array().expect("a list");
    all.iter()
        .map(|account| account["name"].as_str().expect("a name").to_owned())
        .collect()
}

fn accounts_are_parts_of_each_other_without_circles(server: Server) {
    let holding = put(&server, &json!({ "name": "Holding", "external_id": "h" }));
    let part = json!({ "name": "Part", "external_id": "p", "parent": { "external_id": "h" } });
    let part = put(&server, &part);
    assert_eq!(part["parent"]["account_id"], holding["account_id"]);
    assert_eq!(part["parent"]["name"], "Holding");
    // Whoever is above and isn't known yet becomes known.
    let deep = json!({ "name": "Team", "parent": { "name": "Branch" } });
    let team = put(&server, &deep);
    assert_eq!(team["parent"]["name"], "Branch");
    let branch = json!({ "name": "Branch", "parent": { "account_id": part["account_id"] } });
    put(&server, &branch);
    // A circle, however long, is refused; so is being a part of oneself.
    for parent in [&team, &part, &holding] {
        let circle =
            json!({ "external_id": "h", "parent": { "account_id": parent["account_id"] } });
        let reply = server.api("POST", ACCOUNTS, Some(&circle));
        assert_eq!(reply.status, 422, "{}", reply.text());
        assert_eq!(reply.json()["errors"][0]["pointer"], "/parent");
    }
    let itself = json!({ "name": "Alone", "parent": { "name": " alone " } });
    assert_eq!(server.api("POST", ACCOUNTS, Some(&itself)).status, 422);
    let below = format!("below={}", id_of(&part));
    assert_eq!(names(&server, &below), ["Branch", "Part", "Team"]);
    let reply = server.get_json(&format!("{ACCOUNTS}/{}/summary", id_of(&team)));
    let above: Vec<&str> = reply["above"]
        .as_array()
        .expect("a list")
        .iter()
        .map(|one| one["name"].as_str().expect("a name"))
        .collect();
    assert_eq!(above, ["Branch", "Part", "Holding"]);
    let free = json!({ "parent": null });
    let path = format!("{ACCOUNTS}/{}", id_of(&part));
    let freed = server.api("PATCH", &path, Some(&free)).json();
    assert_eq!(freed["parent"], Value::Null);
}

fn attributes_have_kinds_wherever_they_come_in(server: Server) {
    let old = put(
        &server,
        &json!({ "name": "Old", "attributes": { "revenue": "€ 1.250,50", "renewal_date": "spring" } }),
    );
    define(&server, "revenue", &json!({ "kind": "money" }));
    define(&server, "renewal_date", &json!({ "kind": "date" }));
    let choice = json!({ "kind": "choice", "choices": ["Bouw", "Zorg"] });
    define(&server, "industry", &choice);
    // What was there is written as its kind is; what doesn't fit stays.
    eventually("the old account is looked at again", || {
        let now = server.get_json(&format!("{ACCOUNTS}/{}", id_of(&old)));
        (now["attributes"]["revenue"] == "1250.5").then_some(())
    });
    let now = server.get_json(&format!("{ACCOUNTS}/{}", id_of(&old)));
    assert_eq!(now["attributes"]["renewal_date"], "spring");
    let new = put(
        &server,
        &json!({ "name": "New", "attributes": {
            "revenue": 2_000_000, "renewal_date": "01-03-2027", "industry": "zorg",
        } }),
    );
    assert_eq!(
        new["attributes"],
        json!({ "revenue": "2000000", "renewal_date": "2027-03-01", "industry": "Zorg" })
    );
    for (name, value) in [
        ("revenue", "a lot"),
        ("renewal_date", "31-02-2027"),
        ("industry", "IT"),
    ] {
        let wrong = json!({ "name": "New", "attributes": { name: value } });
        let reply = server.api("POST", ACCOUNTS, Some(&wrong));
        assert_eq!(reply.status, 422, "{name}");
        let pointer = &reply.json()["errors"][0]["pointer"];
        assert_eq!(*pointer, format!("/attributes/{name}"));
        // The same beside a contact.
        let contact = json!({ "email": "a@new.nl", "account": wrong });
        assert_eq!(
            server
                .api("POST", "/api/v1/contacts", Some(&contact))
                .status,
            422
        );
    }
    assert_eq!(
        names(&server, "sort=attribute.revenue&order=desc"),
        ["New", "Old"]
    );
    assert_eq!(
        names(&server, "from.revenue=2000&to.renewal_date=2027-12-31"),
        ["New"]
    );
    assert_eq!(
        names(&server, "attribute.industry=Zorg&attribute.industry=Bouw"),
        ["New"]
    );
    let bad = server.api(
        "PUT",
        "/api/v1/attributes/account/size",
        Some(&json!({ "kind": "choice" })),
    );
    assert_eq!(bad.status, 422);
    let offered = server.get_json("/api/v1/attributes");
    assert!(
        offered["offered"]
            .as_array()
            .is_some_and(|all| !all.is_empty())
    );
    let path = "/api/v1/attributes/account/industry";
    assert_eq!(server.api("DELETE", path, None).status, 204);
    assert_eq!(server.api("DELETE", path, None).status, 404);
    put(
        &server,
        &json!({ "name": "New", "attributes": { "industry": "IT" } }),
    );
}

fn people_do_things_for_accounts_and_those_below(server: Server) {
    let made = put(
        &server,
        &json!({
            "name": "Acme", "external_id": "a",
            "responsible": { "name": "Anna Bakker", "email": "anna@us.example" },
            "responsibilities": { "consultant": ["carl@us.example", { "email": "Dora@us.example", "name": "Dora" }] },
        }),
    );
    let people = |account: &Value| {
        let all = account["responsibilities"]
            .as_array()
            .expect("a list")
            .clone();
        let text = |one: &Value, key: &str| one[key].as_str().expect("text").to_owned();
        let mut all: Vec<(String, String)> = all
            .iter()
            .map(|one| (text(one, "role"), text(one, "email")))
            .collect();
        all.sort();
        all
    };
    let pair = |role: &str, email: &str| (role.to_owned(), email.to_owned());
    assert_eq!(
        people(&made),
        [
            pair("consultant", "carl@us.example"),
            pair("consultant", "dora@us.example"),
            pair("responsible", "anna@us.example"),
        ]
    );
    // The one in whose name mails go out and the role are the same.
    let path = "/api/v1/responsibilities";
    let change = json!({ "external_id": "a", "responsibilities": { "responsible": "bas@us.example", "consultant": null } });
    let reply = server.api("PUT", path, Some(&change));
    assert_eq!(reply.status, 200, "{}", reply.text());
    assert_eq!(
        people(&reply.json()),
        [pair("responsible", "bas@us.example")]
    );
    let now = server.get_json(&format!("{ACCOUNTS}/{}", id_of(&made)));
    assert_eq!(now["responsible"]["email"], "bas@us.example");
    // Roles of the company's own.
    let unknown = json!({ "external_id": "a", "responsibilities": { "coach": "bas@us.example" } });
    assert_eq!(server.api("PUT", path, Some(&unknown)).status, 422);
    let roles = "/api/v1/responsibilities/roles";
    let coach = json!({ "name": "Coach" });
    assert_eq!(server.api("POST", roles, Some(&coach)).status, 201);
    assert_eq!(server.api("POST", roles, Some(&coach)).status, 409);
    assert_eq!(server.api("PUT", path, Some(&unknown)).status, 200);
    assert_eq!(
        server.api("DELETE", &format!("{roles}/coach"), None).status,
        409
    );
    let stranger =
        json!({ "name": "Nobody knows", "responsibilities": { "coach": "bas@us.example" } });
    assert_eq!(server.api("PUT", path, Some(&stranger)).status, 404);
    let all = server.get_json(&format!("{path}?account_id={}", id_of(&made)));
    let bas = all["responsibilities"][0]["user_id"]
        .as_str()
        .expect("an id")
        .to_owned();
    assert_eq!(
        names(&server, &format!("person={bas}&role=coach")),
        ["Acme"]
    );
    put(&server, &json!({ "name": "Left alone" }));
    assert_eq!(names(&server, "person=nobody"), ["Left alone"]);
    let gone = format!(
        "{path}?account_id={}&role=coach&user_id={bas}",
        id_of(&made)
    );
    assert_eq!(server.api("DELETE", &gone, None).status, 204);
    assert_eq!(server.api("DELETE", &gone, None).status, 404);
    let timeline = format!("{ACCOUNTS}/{}/timeline?kind=responsibility", id_of(&made));
    let entries = server.get_json(&timeline)["entries"].clone();
    assert_eq!(entries[0]["what"], "responsibility_lost");
    assert_eq!(entries[0]["detail"], "coach");
    assert_eq!(entries.as_array().map(Vec::len), Some(9));
}

fn a_bulk_request_says_what_became_of_each_account(server: Server) {
    define(&server, "size", &json!({ "kind": "number" }));
    let sent = json!({ "accounts": [
        { "external_id": "1", "name": "One", "attributes": { "size": "1.5" } },
        { "external_id": "2", "name": "Two", "parent": { "external_id": "1" } },
        { "external_id": "3", "name": "Three", "attributes": { "size": "many" } },
        { "nme": "typo" },
        { "external_id": "1", "parent": { "external_id": "2" } },
        { "external_id": "4", "name": "Four", "responsibilities": { "consultant": "c@us.example" } },
        { "external_id": "4", "name": "Four again" },
        { "external_id": "4", "name": "Four again" },
        { "external_id": "4", "name": "Four" },
    ] });
    let path = "/api/v1/accounts/bulk";
    let reply = server.api("POST", path, Some(&sent));
    assert_eq!(reply.status, 200, "{}", reply.text());
    let told = reply.json();
    let outcomes: Vec<&str> = told["results"]
        .as_array()
        .expect("a list")
        .iter()
        .map(|one| one["outcome"].as_str().expect("an outcome"))
        .collect();
    let (new, bad) = ("created", "rejected");
    let (same, other) = ("unchanged", "updated");
    assert_eq!(
        outcomes,
        [new, new, bad, bad, bad, new, other, same, other],
        "{told}"
    );
    assert_eq!(
        told["results"][2]["errors"][0]["pointer"],
        "/accounts/2/attributes/size"
    );
    assert_eq!(
        told["results"][4]["errors"][0]["pointer"],
        "/accounts/4/parent"
    );
    let again = server.api("POST", path, Some(&sent)).json();
    assert_eq!(
        again["counts"],
        json!({ "created": 0, "updated": 2, "unchanged": 4, "rejected": 3 }),
        "{again}"
    );
    let audit = server.get_json("/api/v1/audit?action=account.created");
    assert_eq!(audit["audit"].as_array().map(Vec::len), Some(3), "{audit}");
    let none = server.api("POST", path, Some(&json!({ "accounts": [] })));
    assert_eq!(none.status, 422);
}
