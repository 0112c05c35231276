//! Whether following up helps: the figures, from answers and conversations to page and API.

use serde_json::{Value, json};

use crate::harness::{Server, eventually};
use crate::on_both;

on_both!(
    recovered_customers_are_counted_beside_the_others,
    a_scale_is_read_in_its_direction
);

fn answer(server: &Server, survey: &str, contact: &str, key: &str, score: u8, minutes_ago: i64) {
    let at = platform::Clock::system().now_us() - minutes_ago * 60_000_000;
    let body = json!({
        "answers": { key: score }, "attributes": { "contact": contact },
        "answered_at": platform::clock::rfc3339(at),
    });
    let path = format!("/api/v1/surveys/{survey}/responses");
    let reply = server.api("POST", &path, Some(&body));
    assert!(reply.status < 300, "{}", reply.text());
}

fn contact(server: &Server, name: &str) -> String {
    let body = json!({ "external_id": name, "email": format!("{name}@customer.example") });
    let reply = server.api("POST", "/api/v1/contacts", Some(&body));
    assert!(reply.status < 300, "{}", reply.text());
    let id = &reply.json()["contact"]["contact_id"];
    id.as_str().expect("an id").to_owned()
}

fn call(server: &Server, contact_id: &str, reached: bool, minutes_ago: i64) {
    let at = platform::Clock::system().now_us() - minutes_ago * 60_000_000;
    let body = json!({
        "contact_id": contact_id, "kind": "call", "direction": "out", "reached": reached,
        "text": "about the answer", "at": platform::clock::rfc3339(at),
    });
    let reply = server.api("POST", "/api/v1/conversations", Some(&body));
    assert!(reply.status < 300, "{}", reply.text());
}

/// The report once it knows of so many dissatisfied, and of so many measured again.
fn report(server: &Server, query: &str, customers: u64, again: u64) -> Value {
    eventually("the report", || {
        let found = server.get_json(&format!("/api/v1/effect{query}"));
        let measured = |group: &str| found[group]["measured_again"].as_u64().unwrap_or_default();
        let all = measured("followed_up") + measured("others");
        (found["customers"] == customers && all == again).then_some(found)
    })
}

fn recovered_customers_are_counted_beside_the_others(server: Server) {
    let (survey, _) = server.survey("relational-nps", &Value::Null);
    // Answered 3; spoken with after an hour; then 8. Nobody spoke with b, who gives 4 again.
    // With c it was tried in vain; d was called only after the second answer; e waits; f is fine.
    let people: Vec<String> = ["a", "b", "c", "d", "e", "f"]
        .map(|n| contact(&server, n))
        .into();
    for name in ["a", "b", "c", "d", "e"] {
        answer(&server, &survey, name, "recommend", 3, 600);
    }
    answer(&server, &survey, "f", "recommend", 9, 600);
    // Somebody of ours who tries the survey is no customer.
    let own = json!({ "external_id": "own", "email": "own@acme.example", "employee": true });
    let reply = server.api("POST", "/api/v1/contacts", Some(&own));
    assert!(reply.status < 300, "{}", reply.text());
    answer(&server, &survey, "own", "recommend", 1, 600);
    call(&server, &people[0], true, 540);
    call(&server, &people[2], false, 540);
    for (name, score) in [("a", 8), ("b", 4), ("c", 7), ("d", 6)] {
        answer(&server, &survey, name, "recommend", score, 300);
    }
    call(&server, &people[3], true, 120);
    let found = report(&server, "", 5, 4);
    let (followed, others) = (&found["followed_up"], &found["others"]);
    assert_eq!(
        (&followed["customers"], &others["customers"]),
        (&json!(1), &json!(4))
    );
    assert_eq!(followed["recovered"]["value"], 1.0, "{found}");
    assert_eq!(followed["rise"]["value"], 5.0, "{found}");
    let share = others["recovered"]["value"].as_f64().expect("a share");
    assert!((share - 1.0 / 3.0).abs() < 1e-12, "{found}");
    assert_eq!(
        others["after"]["value"].as_f64().map(|v| (v * 3.0).round()),
        Some(17.0)
    );
    assert_eq!(found["difference"]["verdict"], "too_few");
    // b's and d's second answers are low too. Somebody spoke with a after an hour, with d after
    // eight hours and three: after three of seven low answers.
    assert_eq!(found["low_answers"], 7, "{found}");
    let share = found["called_back"]["value"].as_f64().expect("a share");
    assert!((share - 3.0 / 7.0).abs() < 1e-12, "{found}");
    let median = found["hours_to_first_contact"]["median"].as_f64();
    assert!(
        median.is_some_and(|hours| (hours - 3.0).abs() < 0.01),
        "{found}"
    );
    let months = found["conversations"].as_array().expect("months");
    let all: i64 = months
        .iter()
        .filter_map(|m| m["conversations"].as_i64())
        .sum();
    assert_eq!(all, 2, "a try in vain is no conversation: {found}");
    let cookie = server.log_in();
    let page = server.page("/effect", &cookie).text();
    for said in [
        "5 dissatisfied customers",
        "43 %",
        "not an experiment",
        "29 more are needed",
    ] {
        assert!(page.contains(said), "{said}: {page}");
    }
    assert_eq!(server.page("/effect?days=9999", &cookie).status, 422);
    let empty = server.page("/effect?metric=satisfaction", &cookie).text();
    assert!(empty.contains("Nobody was dissatisfied"), "{empty}");
}

fn a_scale_is_read_in_its_direction(server: Server) {
    let (survey, _) = server.survey("csat", &Value::Null);
    let key = server.get_json(&format!("/api/v1/surveys/{survey}"));
    let questions = key["definition"]["questions"].as_array().expect("a list");
    let key = questions
        .iter()
        .find(|question| question["kind"] == "satisfaction")
        .and_then(|question| question["key"].as_str())
        .expect("a question");
    let id = contact(&server, "a");
    answer(&server, &survey, "a", key, 2, 600);
    call(&server, &id, true, 500);
    answer(&server, &survey, "a", key, 3, 400);
    let found = report(&server, "?metric=satisfaction", 1, 1);
    assert_eq!(found["followed_up"]["recovered"]["value"], 1.0, "{found}");
    let none = server.get_json("/api/v1/effect");
    assert_eq!(none["customers"], 0);
}
