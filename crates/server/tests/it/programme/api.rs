//! The API: strict, and nobody else's.

use serde_json::{Value, json};

use super::{Asking, on_each, relational, settings, transactional};

on_each!(
    mistakes_are_named_with_their_places,
    a_programme_that_ran_keeps_what_it_is,
    lists_go_on_where_they_ended,
    employees_have_surveys_of_their_own,
    why_it_does_not_start_is_told_in_dutch,
);

fn errors(reply: &crate::harness::Reply) -> Vec<String> {
    assert_eq!(reply.status, 422, "{}", reply.text());
    let errors = reply.json()["errors"].clone();
    let errors = errors.as_array().expect("a list").clone();
    let place = |error: &Value| error["pointer"].as_str().expect("a place").to_owned();
    errors.iter().map(place).collect()
}

fn mistakes_are_named_with_their_places(asking: Asking) {
    let server = &asking.server;
    let (survey, _) = server.survey("ces", &Value::Null);
    let create = |body: &Value| server.api("POST", "/api/v1/programmes", Some(body));
    let good = json!({ "name": "A", "survey_id": survey, "definition": transactional() });
    let with = |path: &str, value: Value| {
        let mut body = good.clone();
        *body.pointer_mut(path).expect("a place") = value;
        create(&body)
    };
    assert_eq!(errors(&with("/name", json!(""))), ["/name"]);
    assert_eq!(errors(&with("/survey_id", json!("x"))), ["/survey_id"]);
    let triggers = "/definition/schedule/transactional/triggers";
    assert_eq!(errors(&with(triggers, json!([]))), [triggers]);
    let sender = json!({ "name": "", "email": "no address" });
    let mut body = good.clone();
    body["definition"]["sender"] = sender;
    assert_eq!(errors(&create(&body)), ["/definition/sender/email"]);
    let mut body = good.clone();
    body["definition"]["unknown"] = json!(1);
    assert_eq!(create(&body).status, 422);
    let mut body = good.clone();
    body["more"] = json!(1);
    assert_eq!(create(&body).status, 422);
    let id = asking.programme(&survey, &transactional());
    let one = format!("/api/v1/programmes/{id}");
    for path in [
        format!("{one}?x=1"),
        format!("{one}/plan?weeks=0"),
        format!("{one}/contacts?state=lost"),
        "/api/v1/events?page=2".to_owned(),
    ] {
        assert_eq!(server.api("GET", &path, None).status, 400, "{path}");
    }
    for path in [
        "/api/v1/programmes/nothing".to_owned(),
        format!("/api/v1/programmes/{}/report", platform::id::new()),
    ] {
        assert_eq!(server.api("GET", &path, None).status, 404, "{path}");
    }
    let mut wrong = settings(&json!([]));
    wrong["calendar"]["zone"] = json!("Mars/Olympus");
    wrong["e"] = json!(2);
    let reply = server.api("PUT", "/api/v1/ask/settings", Some(&wrong));
    assert_eq!(errors(&reply), ["/calendar/zone", "/e"]);
    // Who may only read changes nothing.
    let reply = server
        .request("POST", &format!("{one}/start"))
        .header("Authorization", &format!("Bearer {}", server.read_key))
        .send();
    assert_eq!(reply.status, 403);
    // Without wording nothing starts.
    let mut silent = transactional();
    silent["wording"] = json!({});
    let silent = asking.programme(&survey, &silent);
    let path = format!("/api/v1/programmes/{silent}/start");
    assert_eq!(
        errors(&server.api("POST", &path, None)),
        ["/definition/wording"]
    );
}

fn a_programme_that_ran_keeps_what_it_is(asking: Asking) {
    let server = &asking.server;
    let (survey, _) = server.survey("ces", &Value::Null);
    let mut past = relational();
    past["schedule"]["relational"]["start"] = json!("2020-01-01");
    let late = asking.programme(&survey, &past);
    let reply = server.api("POST", &format!("/api/v1/programmes/{late}/start"), None);
    assert_eq!(errors(&reply), ["/definition/schedule/relational/start"]);
    let id = asking.running(&survey, &relational());
    let path = format!("/api/v1/programmes/{id}");
    let patch = |body: &Value| server.api("PATCH", &path, Some(body));
    let mut other = relational();
    other["schedule"]["relational"]["every"] = json!("quarter");
    assert_eq!(
        errors(&patch(&json!({ "definition": other }))),
        ["/definition/schedule/relational"]
    );
    assert_eq!(
        errors(&patch(&json!({ "definition": transactional() }))),
        ["/definition/schedule"]
    );
    let mut better = relational();
    better["priority"] = json!(70);
    let reply = patch(&json!({ "name": "Better", "definition": better }));
    assert_eq!(reply.status, 200, "{}", reply.text());
    assert_eq!(reply.json()["definition"]["priority"], 70);
    let reply = server
        .request("PATCH", &path)
        .header("Authorization", &format!("Bearer {}", server.key))
        .header("If-Match", "\"1\"")
        .json(&json!({ "name": "Older" }))
        .send();
    assert_eq!(reply.status, 412);
    assert_eq!(server.api("DELETE", &path, None).status, 409);
    asking.go(&id, "pause");
    asking.go(&id, "start");
    asking.go(&id, "end");
    assert_eq!(
        server.api("POST", &format!("{path}/start"), None).status,
        409
    );
    assert_eq!(server.get_json(&path)["status"], "ended");
    assert_eq!(
        server
            .api("DELETE", &format!("/api/v1/programmes/{late}"), None)
            .status,
        204
    );
    let all = server.get_json("/api/v1/programmes");
    assert_eq!(all["programmes"].as_array().map(Vec::len), Some(1));
}

fn lists_go_on_where_they_ended(asking: Asking) {
    let server = &asking.server;
    let (survey, _) = server.survey("ces", &Value::Null);
    for number in 0..5 {
        asking.contact(&json!({ "email": format!("c{number}@customer.example") }));
    }
    let id = asking.running(&survey, &relational());
    asking.smtp.wait_for(5);
    let path = format!("/api/v1/programmes/{id}/contacts?state=invited&limit=2");
    let (mut seen, mut next) = (Vec::new(), Some(String::new()));
    while let Some(cursor) = next {
        let at = if cursor.is_empty() {
            path.clone()
        } else {
            format!("{path}&cursor={cursor}")
        };
        let page = server.get_json(&at);
        let items = page["contacts"].as_array().expect("a list").clone();
        assert!(items.len() <= 2);
        seen.extend(items.iter().map(|own| own["email"].to_string()));
        next = page["next_cursor"].as_str().map(str::to_owned);
    }
    seen.sort();
    seen.dedup();
    assert_eq!(seen.len(), 5);
    for wrong in ["limit=0", "limit=x", "cursor=zz"] {
        let reply = server.api(
            "GET",
            &format!("{path}&{wrong}").replace("&limit=2", ""),
            None,
        );
        assert!(
            [400, 422].contains(&reply.status),
            "{wrong}: {}",
            reply.text()
        );
    }
}

fn employees_have_surveys_of_their_own(asking: Asking) {
    let server = &asking.server;
    let (customers, _) = server.survey("ces", &Value::Null);
    let (employees, _) = server.survey("enps", &Value::Null);
    let mut own = relational();
    own["audience"] = json!("employees");
    let create = |survey: &str, definition: &Value| {
        let body = json!({ "name": "A", "survey_id": survey, "definition": definition });
        server.api("POST", "/api/v1/programmes", Some(&body))
    };
    assert_eq!(errors(&create(&customers, &own)), ["/survey_id"]);
    assert_eq!(errors(&create(&employees, &relational())), ["/survey_id"]);
    asking.contact(&json!({ "email": "customer@customer.example" }));
    let team = json!({ "team": "North" });
    let email = "own@acme.example";
    asking.contact(&json!({ "email": email, "employee": true, "attributes": team }));
    let id = asking.running(&employees, &own);
    let invited = asking.handed_over(&id, email);
    assert_eq!(asking.smtp.count(), 1);
    let invitation = invited["invitation"]["id"].as_str().expect("an id");
    let path = format!("/api/v1/surveys/{employees}/invitations");
    let listed = server.get_json(&path);
    let all = listed["invitations"].as_array().expect("a list");
    let found = all.iter().find(|own| own["id"] == invitation).expect("it");
    assert_eq!(found["attributes"], json!({}), "nothing tells who answers");
    let path = format!("/api/v1/programmes/{id}/report?by=team");
    assert_eq!(server.api("GET", &path, None).status, 400);
}

fn why_it_does_not_start_is_told_in_dutch(asking: Asking) {
    let server = &asking.server;
    let (survey, _) = server.survey("ces", &Value::Null);
    let id = asking.programme(&survey, &relational());
    let cookie = server.log_in();
    let post = |path: &str, fields: &[(&str, &str)]| {
        let request = server.request("POST", path).header("Cookie", &cookie);
        request.form(fields).send()
    };
    let dutch = post("/settings/language", &[("language", "nl")]);
    assert_eq!(dutch.status, 303, "{}", dutch.text());
    let close = format!("/api/v1/surveys/{survey}/close");
    assert_eq!(server.api("POST", &close, None).status, 200);
    let refused = post(&format!("/programmes/{id}/start"), &[]);
    assert_eq!(refused.status, 422);
    let page = refused.text();
    assert!(
        page.contains("De vragenlijst neemt geen antwoorden aan."),
        "{page}"
    );
    assert!(!page.contains("publish the survey"), "{page}");
}
