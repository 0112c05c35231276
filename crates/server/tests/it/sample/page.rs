//! The page and its settings: who may change them, in both languages, nothing small of employees.

use serde_json::{Value, json};

use super::{add, business, sample, set};
use crate::harness::{Server, encode};
use crate::on_both;

on_both!(
    settings_belong_to_administrators,
    small_accounts_of_employees_stay_hidden,
    the_page_works_in_both_languages,
);

fn settings_belong_to_administrators(server: Server) {
    let id = business(&server);
    let path = format!("/api/v1/surveys/{id}/sample-settings");
    let guessed = server.get_json(&path);
    assert_eq!(
        (&guessed["weight_attribute"], &guessed["account_attribute"]),
        (&json!("gewicht"), &json!("account"))
    );
    let all = json!({
        "weight_attribute": null, "account_attribute": "account",
        "population_size": 300, "target_change": 2.5,
    });
    let saved = set(&server, &id, &all);
    assert_eq!(
        (&saved["guessed"], &saved["population_size"]),
        (&json!([]), &json!(300))
    );
    assert_eq!(server.get_json(&path), saved);
    for (wrong, pointer) in [
        (
            json!({ "account_attribute": "planet" }),
            "/account_attribute",
        ),
        (
            json!({ "weight_attribute": "account", "account_attribute": "account" }),
            "/account_attribute",
        ),
        (json!({ "population_size": 0 }), "/population_size"),
        (json!({ "population_size": 1.5 }), "/population_size"),
        (json!({ "target_change": -1 }), "/target_change"),
        (json!({ "target_change": "much" }), "/target_change"),
    ] {
        let reply = server.api("PUT", &path, Some(&wrong));
        assert_eq!(reply.status, 422, "{wrong}");
        assert_eq!(reply.json()["errors"][0]["pointer"], pointer, "{wrong}");
    }
    assert_eq!(server.get_json(&path), saved, "nothing wrong was saved");
    let weak = server
        .request("PUT", &path)
        .header("Authorization", &format!("Bearer {}", server.read_key))
        .json(&all)
        .send();
    assert_eq!(weak.status, 403);

    let cookie = server.log_in();
    let form = |fields: &[(&str, &str)]| {
        let path = format!("/surveys/{id}/sample/settings");
        server
            .request("POST", &path)
            .header("Cookie", &cookie)
            .form(fields)
            .send()
    };
    let fields = [
        ("weight_attribute", "gewicht"),
        ("account_attribute", ""),
        ("population_size", "1 250"),
        ("target_change", "7,5"),
    ];
    let reply = form(&fields);
    assert_eq!(reply.status, 303);
    assert_eq!(
        reply.header("location"),
        Some(format!("/surveys/{id}/sample?said=saved#settings").as_str())
    );
    let stored = server.get_json(&path);
    assert_eq!(
        (&stored["population_size"], &stored["target_change"]),
        (&json!(1250), &json!(7.5))
    );
    assert_eq!(stored["account_attribute"], Value::Null);
    let wrong = form(&[("population_size", "some"), ("target_change", "7,5")]);
    assert_eq!(wrong.status, 422);
    let page = wrong.text();
    assert!(
        page.contains("value=\"some\"") && page.contains("Give a whole number from 1"),
        "{page}"
    );
    assert_eq!(form(&[("colour", "red")]).status, 400);
    let viewer = viewer(&server);
    let path = format!("/surveys/{id}/sample/settings");
    let reply = server
        .request("POST", &path)
        .header("Cookie", &viewer)
        .form(&fields)
        .send();
    assert_eq!(reply.status, 403);
    let page = server.page(&format!("/surveys/{id}/sample"), &viewer);
    assert_eq!(page.status, 200);
    assert!(
        page.text()
            .contains("An administrator or a programme manager can change this.")
            && !page.text().contains("/sample/settings")
    );
    let nowhere = "0".repeat(26);
    for path in [
        format!("/surveys/{nowhere}/sample"),
        format!("/surveys/{id}/sample/charts/planet.svg"),
    ] {
        assert_eq!(server.page(&path, &cookie).status, 404, "{path}");
    }
    let page = server.page(&format!("/surveys/{id}/sample?by=month"), &cookie);
    assert_eq!(page.status, 400);
}

/// A cookie of somebody who may only look.
fn viewer(server: &Server) -> String {
    let cookie = server.log_in();
    let fields = [
        ("email", "viewer@example.com"),
        ("name", "Vera"),
        ("password", "another horse battery"),
        ("role", "viewer"),
    ];
    let reply = server
        .request("POST", "/settings/people")
        .header("Cookie", &cookie)
        .form(&fields)
        .send();
    assert_eq!(reply.status, 303, "{}", reply.text());
    server.log_in_as("viewer@example.com", "another horse battery")
}

fn small_accounts_of_employees_stay_hidden(server: Server) {
    let (id, _) = server.survey("enps", &Value::Null);
    let of = |team: &str, n: usize| -> Vec<Value> {
        (0..n)
            .map(|i| json!({ "answers": { "recommend": i % 11 }, "attributes": { "organisatie": team } }))
            .collect()
    };
    add(
        &server,
        &id,
        &[of("Board", 3), of("IT", 20), of("Sales", 30)].concat(),
    );
    let told = sample(&server, &id, "");
    let accounts = &told["accounts"];
    assert_eq!(
        (&accounts["status"], &accounts["accounts"]),
        (&json!("hidden"), &json!(0))
    );
    assert_eq!(
        (&accounts["by_people"], &accounts["largest"]),
        (&Value::Null, &json!(0))
    );
    let board = sample(&server, &id, "?attribute=organisatie:Board");
    assert_eq!(
        (&board["hidden"], &board["figure"], &board["late"]),
        (&json!(true), &Value::Null, &Value::Null)
    );
    assert_eq!(board["plan"]["basis"], "planning_values");
    let cookie = server.log_in();
    let page = server
        .page(
            &format!("/surveys/{id}/sample?attribute=organisatie:Board"),
            &cookie,
        )
        .text();
    assert!(page.contains("Too few answers to show") && !page.contains("By accounts"));
    add(&server, &id, &of("Board", 4));
    assert_eq!(
        sample(&server, &id, "")["accounts"]["status"],
        "few_accounts"
    );
}

fn the_page_works_in_both_languages(server: Server) {
    let id = business(&server);
    let cookie = server.log_in();
    let (draft, _) = server.survey("relational-nps", &Value::Null);
    set(
        &server,
        &id,
        &json!({ "account_attribute": "account", "weight_attribute": "gewicht", "population_size": 300, "target_change": 5 }),
    );
    for (language, words) in [
        ("nl", "Hoeveel heb ik er nodig"),
        ("en", "How many do I need"),
    ] {
        let form = [("language", language)];
        let reply = server
            .request("POST", "/settings/language")
            .header("Cookie", &cookie)
            .form(&form)
            .send();
        assert_eq!(reply.status, 303);
        for path in [
            format!("/surveys/{id}/sample"),
            format!("/surveys/{id}/sample?change=8&from=2026-02-01&said=saved"),
            format!("/surveys/{id}/sample?attribute={}", encode("account:A00")),
            format!("/surveys/{id}/sample?from=2030-01-01"),
            format!("/surveys/{draft}/sample"),
        ] {
            let reply = server.page(&path, &cookie);
            let text = reply.text();
            assert_eq!(reply.status, 200, "{path}: {text}");
            for never in [
                "⟨",
                " style=",
                "<style",
                " onclick=",
                "javascript:",
                "NaN",
                "significan",
            ] {
                assert!(!text.contains(never), "{path} holds {never}");
            }
            assert!(text.contains(words), "{path}");
        }
    }
    for (file, start) in [
        ("ways.svg", "<svg"),
        ("ways.csv", "Way of counting,NPS,"),
        ("thirds.svg", "<svg"),
    ] {
        let reply = server.page(&format!("/surveys/{id}/sample/charts/{file}"), &cookie);
        assert_eq!(reply.status, 200, "{file}");
        assert!(reply.text().starts_with(start), "{file}: {}", reply.text());
    }
}
