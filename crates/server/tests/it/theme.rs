//! What comments are about: themes made, tried, corrected and counted; words that set detractors
//! and promoters apart; comments found again; employees never recognised.

mod behind;
mod pages;

use serde_json::{Value, json};

use crate::harness::{Reply, Server};
use crate::on_both;

on_both!(
    themes_are_made_changed_and_removed,
    figures_of_themes_are_right,
    words_set_the_groups_apart,
    employees_are_not_recognised,
    what_is_foreign_or_unknown_is_refused,
);

/// 80 complain about the price, 120 praise the staff, 40 say little, 20 write nothing.
fn survey(server: &Server) -> String {
    let (id, _) = server.survey("relational-nps", &Value::Null);
    let kinds = [
        (
            80,
            3,
            "Too expensive: the price isn&#39;t right, not at all good value",
        ),
        (120, 10, "Friendly staff, they helped me. Good value"),
        (40, 8, "It works"),
        (20, 5, ""),
    ];
    let mut answers = Vec::new();
    for (n, score, why) in kinds {
        for i in 0..n {
            let mut given = json!({ "recommend": score });
            if !why.is_empty() {
                given["why"] = why.into();
            }
            let month = if i % 2 == 0 { "03" } else { "04" };
            answers.push(json!({
                "answers": given,
                "attributes": { "account": format!("account {}", i % 30), "region": if i % 4 == 0 { "North" } else { "South" } },
                "answered_at": format!("2026-{month}-{:02}T10:00:00Z", i % 28 + 1),
            }));
        }
    }
    add(server, &id, &answers);
    id
}

fn add(server: &Server, id: &str, responses: &[Value]) {
    let path = format!("/api/v1/surveys/{id}/responses/bulk");
    let reply = server.api("POST", &path, Some(&json!({ "responses": responses })));
    assert!(reply.status < 300, "{}", reply.text());
}

fn make(server: &Server, id: &str, name: &str, rules: &str) -> String {
    let body = json!({ "name": name, "rules": rules });
    let reply = server.api("POST", &format!("/api/v1/surveys/{id}/themes"), Some(&body));
    assert_eq!(reply.status, 201, "{}", reply.text());
    reply.json()["id"].as_str().expect("an id").to_owned()
}

fn figures(server: &Server, id: &str, query: &str) -> Value {
    server.get_json(&format!("/api/v1/surveys/{id}/themes/figures{query}"))
}

/// A page that has all its words and nothing inline.
fn page(server: &Server, path: &str, cookie: &str) -> String {
    checked(server.page(path, cookie), (path, 200))
}

fn checked(reply: Reply, (path, status): (&str, u16)) -> String {
    let text = reply.text().replace("&#x2f;", "/").replace("&quot;", "\"");
    assert_eq!(reply.status, status, "{path}: {text}");
    for never in [
        "⟨",
        " style=",
        "<style",
        " onclick=",
        "javascript:",
        "significant",
    ] {
        assert!(!text.contains(never), "{path} holds {never}");
    }
    text
}

fn near(value: &Value, wanted: f64) {
    let value = value
        .as_f64()
        .unwrap_or_else(|| panic!("{value} is no number"));
    assert!((value - wanted).abs() < 1e-9, "{value} is not {wanted}");
}

fn themes_are_made_changed_and_removed(server: Server) {
    let id = survey(&server);
    let path = format!("/api/v1/surveys/{id}/themes");
    let body = json!({ "name": " Price ", "rules": "pric*\r\n~expensive  \n" });
    let made = server.api("POST", &path, Some(&body));
    assert_eq!(made.status, 201, "{}", made.text());
    assert_eq!(made.header("etag"), Some("\"1\""));
    let theme = made.json();
    assert_eq!(
        (&theme["name"], &theme["rules"]),
        (&json!("Price"), &json!("pric*\n~expensive"))
    );
    let at = made.header("location").expect("a location").to_owned();
    assert_eq!(
        at,
        format!("{path}/{}", theme["id"].as_str().expect("an id"))
    );
    make(&server, &id, "Staff", "staff");
    let all = server.get_json(&path);
    let names: Vec<&Value> = all["themes"]
        .as_array()
        .expect("themes")
        .iter()
        .map(|t| &t["name"])
        .collect();
    assert_eq!(names, ["Price", "Staff"]);

    // Nothing wrong is stored, and every mistake is named.
    for (body, pointer) in [
        (json!({ "name": "", "rules": "x" }), "/name"),
        (json!({ "name": "STAFF", "rules": "x" }), "/name"),
        (json!({ "name": "Other", "rules": "24\n\"open" }), "/rules"),
        (json!({ "name": "Other", "rules": "!only out" }), "/rules"),
    ] {
        let reply = server.api("POST", &path, Some(&body));
        assert_eq!(reply.status, 422, "{body}: {}", reply.text());
        assert_eq!(reply.json()["errors"][0]["pointer"], pointer, "{body}");
    }
    let reply = server.api(
        "POST",
        &path,
        Some(&json!({ "name": "x", "rules": "x", "colour": 1 })),
    );
    assert_eq!(reply.status, 422, "{}", reply.text());

    // A change made on what was read before is kept from overwriting.
    let change = json!({ "name": "Price", "rules": "price" });
    let put = |tag: &str| {
        server
            .request("PUT", &at)
            .header("Authorization", &format!("Bearer {}", server.key))
            .header("If-Match", tag)
            .json(&change)
            .send()
    };
    assert_eq!(put("\"1\"").json()["revision"], 2);
    assert_eq!(put("\"1\"").status, 412);
    assert_eq!(put("1").status, 400);
    assert_eq!(put("*").json()["revision"], 3);
    let last = json!({ "name": "Price", "rules": "price", "position": 9 });
    assert_eq!(server.api("PUT", &at, Some(&last)).status, 200);
    assert_eq!(server.get_json(&path)["themes"][1]["name"], "Price");

    assert_eq!(server.api("DELETE", &at, None).status, 204);
    assert_eq!(server.api("DELETE", &at, None).status, 404);
    assert_eq!(server.api("GET", &at, None).status, 404);
    assert_eq!(
        server.get_json(&path)["themes"].as_array().map(Vec::len),
        Some(1)
    );
    // Its name is free again.
    make(&server, &id, "price", "price");
}

fn figures_of_themes_are_right(server: Server) {
    let id = survey(&server);
    make(&server, &id, "Price", "pric*\n~expensive");
    make(&server, &id, "Staff", "\"friendly staff\"");
    make(
        &server,
        &id,
        "Value",
        "\"good value\"\n!\"not .. good value\"",
    );
    let found = figures(&server, &id, "");
    assert_eq!(found["comments"], 240);
    assert_eq!(found["customers_by"], "account");
    assert_eq!(found["customers"], 30);
    assert_eq!(found["without_theme"], 40);
    let [price, staff, value] = [0, 1, 2].map(|at| &found["themes"][at]);
    assert_eq!(
        (&price["comments"], &price["customers"]),
        (&json!(80), &json!(30))
    );
    near(&price["share"]["value"], 1.0 / 3.0);
    near(&price["mean_score"], 3.0);
    near(&price["figure"]["value"], -100.0);
    // All: 120 − 80 of 240. Without price: 120 of 160.
    near(&price["gain"]["value"], 75.0 - 100.0 / 6.0);
    assert_eq!(price["effect"], "costs");
    near(&staff["gain"]["value"], -200.0 / 3.0 - 100.0 / 6.0);
    assert_eq!(staff["effect"], "lifts");
    assert_eq!(value["comments"], 120, "the negation is left out");
    assert_eq!(price["found_by_rule"], json!([80, 80]));
    assert_eq!(price["agreement"]["status"], "nothing");

    // A filter counts for all of it; a new answer is seen at once.
    let north = figures(&server, &id, "?attribute=region:North");
    assert_eq!(
        (&north["comments"], &north["themes"][0]["comments"]),
        (&json!(60), &json!(20))
    );
    let march = figures(&server, &id, "?from=2026-03-01&to=2026-03-31");
    assert_eq!(march["comments"], 120);
    add(
        &server,
        &id,
        &[json!({ "answers": { "recommend": 0, "why": "The PRICES" } })],
    );
    let after = figures(&server, &id, "");
    assert_eq!(
        (&after["comments"], &after["themes"][0]["comments"]),
        (&json!(241), &json!(81))
    );
    assert_eq!(
        after["customers"], 31,
        "who has no account is a customer too"
    );

    // Suggestions are what has no theme yet, and become themes only by hand.
    let words = |found: &Value| found["suggestions"].to_string();
    assert!(
        words(&found).contains("works") || !words(&found).contains("price"),
        "{}",
        words(&found)
    );
    assert_eq!(
        figures(&server, &id, "")["themes"].as_array().map(Vec::len),
        Some(3)
    );
}

fn words_set_the_groups_apart(server: Server) {
    let id = survey(&server);
    let words = server.get_json(&format!("/api/v1/surveys/{id}/words"));
    assert_eq!(
        (&words["low"]["comments"], &words["high"]["comments"]),
        (&json!(80), &json!(120))
    );
    let term = |side: &str, term: &str| {
        let terms = words[side]["terms"].as_array().expect("terms");
        terms.iter().find(|t| t["term"] == term).cloned()
    };
    let not = term("low", "not").expect("negations are kept");
    assert_eq!((&not["low"], &not["high"]), (&json!(80), &json!(0)));
    assert_eq!(
        not["customers_low"], 30,
        "customers are counted, not messages"
    );
    assert!(term("low", "isn't").is_some(), "entities are resolved");
    assert!(term("high", "friendly staff").is_some_and(|t| t["kind"] == "phrase"));
    assert!(term("low", "good value").is_none() || term("high", "good value").is_none());
    let north = server.get_json(&format!(
        "/api/v1/surveys/{id}/words?attribute=region:North"
    ));
    assert_eq!(north["low"]["comments"], 20);
}

fn employees_are_not_recognised(server: Server) {
    let (id, _) = server.survey("enps", &Value::Null);
    let texts = [
        ("the salary is low", 12),
        ("my secret manager", 3),
        ("nice colleagues", 10),
    ];
    let answers: Vec<Value> = texts
        .iter()
        .flat_map(|(why, n)| {
            (0..*n).map(move |i| {
                json!({ "answers": { "recommend": i % 11, "why": why }, "attributes": { "team": "A" } })
            })
        })
        .collect();
    add(&server, &id, &answers);
    make(&server, &id, "Salary", "salary");
    let manager = make(&server, &id, "Manager", "manager");
    let nearly_all = make(&server, &id, "Nearly all", "salary\ncolleagues");
    let found = figures(&server, &id, "");
    assert_eq!(found["comments"], 25);
    assert_eq!(found["themes"][0]["comments"], 12);
    for never in ["gain", "figure", "mean_score", "effect"] {
        assert!(found["themes"][0][never].is_null(), "{never}");
    }
    for small in [1, 2] {
        let theme = &found["themes"][small];
        assert_eq!(
            (&theme["hidden"], &theme["comments"]),
            (&json!(true), &json!(0))
        );
    }
    assert!(!found.to_string().contains("secret"));
    let words = server.get_json(&format!("/api/v1/surveys/{id}/words"));
    assert_eq!(words["low"]["terms"], json!([]));
    let filtered = figures(&server, &id, "?attribute=team:A");
    assert_eq!(
        (&filtered["hidden"], &filtered["comments"]),
        (&json!("filtered"), &json!(0))
    );

    let cookie = server.log_in();
    let at = format!("/surveys/{id}/themes");
    for path in [
        at.clone(),
        format!("{at}/{manager}"),
        format!("{at}/{nearly_all}"),
    ] {
        let text = page(&server, &path, &cookie);
        assert!(
            !text.contains("secret") && !text.contains("class=\"comment\""),
            "{path}"
        );
        assert!(
            !text.contains(">3<") && !text.contains("22 comments"),
            "{path}"
        );
    }
    for path in ["comments", "comments?q=secret", "coding"] {
        assert_eq!(
            server.page(&format!("{at}/{path}"), &cookie).status,
            403,
            "{path}"
        );
    }
    let codes = format!("/api/v1/surveys/{id}/themes/{manager}/codes");
    assert_eq!(server.api("GET", &codes, None).status, 403);
}

fn what_is_foreign_or_unknown_is_refused(server: Server) {
    let id = survey(&server);
    let theme = make(&server, &id, "Price", "price");
    let (other, _) = server.survey("relational-nps", &Value::Null);
    let nobody = "0".repeat(26);
    for path in [
        format!("/api/v1/surveys/{other}/themes/{theme}"),
        format!("/api/v1/surveys/{id}/themes/{nobody}"),
        format!("/api/v1/surveys/{nobody}/themes"),
        format!("/api/v1/surveys/{nobody}/themes/figures"),
        "/api/v1/surveys/x/words".to_owned(),
    ] {
        assert_eq!(server.api("GET", &path, None).status, 404, "{path}");
    }
    for path in [
        format!("/api/v1/surveys/{id}/themes?limit=1"),
        format!("/api/v1/surveys/{id}/themes/figures?colour=red"),
        format!("/api/v1/surveys/{id}/themes/figures?by=region"),
        format!("/api/v1/surveys/{id}/themes/figures?question=recommend"),
        format!("/api/v1/surveys/{id}/words?question="),
        format!("/api/v1/surveys/{id}/words?from=yesterday"),
    ] {
        let reply = server.api("GET", &path, None);
        assert_eq!(reply.status, 400, "{path}: {}", reply.text());
    }
    let cookie = server.log_in();
    let at = format!("/surveys/{id}/themes");
    for (path, status) in [
        (format!("{at}?colour=red"), 400),
        (format!("{at}/comments?class=angry"), 400),
        (format!("{at}/comments?page=0"), 400),
        (format!("{at}/comments?theme={nobody}"), 404),
        (format!("{at}/charts/gains.gif"), 404),
        (format!("{at}/charts/gains.svg"), 200),
        (format!("{at}/charts/gains.csv"), 200),
    ] {
        assert_eq!(server.page(&path, &cookie).status, status, "{path}");
    }
    // A key that reads makes nothing.
    let reply = server
        .request("POST", &format!("/api/v1{at}"))
        .header("Authorization", &format!("Bearer {}", server.read_key))
        .json(&json!({ "name": "x", "rules": "x" }))
        .send();
    assert_eq!(reply.status, 403);
}
