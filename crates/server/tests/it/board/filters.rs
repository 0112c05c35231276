//! One filter for all blocks, also for those that aren't about answers: cases and invitations.

use serde_json::{Value, json};

use super::page;
use crate::harness::{Backend, Server, eventually};
use crate::on_both;
use crate::people::{add, log_in};
use crate::smtp::Smtp;

on_both!(
    cases_are_counted_by_the_filter_on_their_answers,
    an_attribute_with_many_values_is_typed,
);

mod the_way_from_invitation_to_answer_keeps_to_filter_and_sight {
    #[test]
    fn sqlite() {
        super::funnel(crate::harness::Backend::Sqlite);
    }
    #[test]
    fn postgres() {
        super::funnel(crate::harness::Backend::Postgres);
    }
}

fn board(server: &Server, blocks: &Value) -> String {
    let body = json!({ "title": "Filters", "blocks": blocks });
    let made = server.api("POST", "/api/v1/dashboards", Some(&body));
    assert_eq!(made.status, 201, "{}", made.text());
    made.json()["id"].as_str().expect("an id").to_owned()
}

/// An answer with an attribute; its id.
fn answer(server: &Server, survey: &str, (name, value): (&str, &str)) -> String {
    let answers = json!({ "recommend": 3 });
    answer_with(
        server,
        survey,
        &json!({ "answers": answers, "attributes": { name: value } }),
    )
}

fn answer_with(server: &Server, survey: &str, body: &Value) -> String {
    let path = format!("/api/v1/surveys/{survey}/responses");
    let reply = server.api("POST", &path, Some(body));
    assert!(reply.status < 300, "{}", reply.text());
    let made = reply.json();
    let id = made["response_id"].as_str().or(made["id"].as_str());
    id.unwrap_or_else(|| panic!("an id in {made}")).to_owned()
}

fn cases_are_counted_by_the_filter_on_their_answers(server: Server) {
    let (survey, _) = server.survey("relational-nps", &Value::Null);
    let (other, _) = server.survey("ces", &Value::Null);
    let id = board(
        &server,
        &json!([{ "kind": "cases" }, { "kind": "figure", "survey_id": survey }]),
    );
    let figure = |query: &str| {
        let shown = server.get_json(&format!("/api/v1/dashboards/{id}/figures?{query}"));
        let block = shown["blocks"][0].clone();
        (
            block["figure"].clone(),
            block["note"].as_str().unwrap_or_default().to_owned(),
        )
    };
    let odd = "odd \"name\" $.[0]";
    let mut cases = Vec::new();
    for (name, value, times) in [
        ("industry", "care", 3),
        ("industry", "bank", 2),
        (odd, "x", 1),
    ] {
        for _ in 0..times {
            let response = answer(&server, &survey, (name, value));
            let body = json!({ "title": "Call", "response_id": response });
            let made = eventually("the answer is known", || {
                let reply = server.api("POST", "/api/v1/cases", Some(&body));
                (reply.status == 201).then(|| reply.json())
            });
            cases.push(made["case_id"].as_str().expect("an id").to_owned());
        }
    }
    let plain = server.api(
        "POST",
        "/api/v1/cases",
        Some(&json!({ "title": "No answer" })),
    );
    assert_eq!(plain.status, 201);
    let close = json!({ "result": "resolved", "text": "Done" });
    let path = format!("/api/v1/cases/{}/close", cases[0]);
    let closed = server.api("POST", &path, Some(&close));
    assert!(closed.status < 300, "{}", closed.text());
    eventually("the answers are known", || {
        (figure("attribute=industry:care").0["open"] == 2).then_some(())
    });
    assert_eq!(figure("all=1").0["open"], 6);
    let summary = server.get_json("/api/v1/cases/summary");
    assert_eq!(
        (&summary["open"], &summary["mine"]),
        (&json!(6), &json!(0)),
        "one count"
    );
    assert_eq!(figure("attribute=industry:care").0["closed"], 1);
    assert_eq!(
        figure("attribute=industry:care&attribute=industry:bank").0["open"],
        4
    );
    let odd = crate::harness::encode(&format!("{odd}:x"));
    assert_eq!(figure(&format!("attribute={odd}")).0["open"], 1);
    assert_eq!(
        figure("channel=api").0["open"],
        5,
        "a case without an answer has no channel"
    );
    assert_eq!(figure("channel=widget").0["open"], 0);
    assert_eq!(figure(&format!("survey={survey}")).0["open"], 5);
    assert_eq!(figure(&format!("survey={other}")).0["open"], 0);
    let (nothing, why) = figure("attribute=shoe:42");
    assert_eq!(nothing, Value::Null);
    assert!(why.contains("shoe:42"), "{why}");
    let (nothing, why) = figure("attribute=served_by:tom@example.com");
    assert!(
        nothing.is_null() && !why.is_empty(),
        "no counts of single people: {why}"
    );
    // What is counted is what the list behind it shows.
    let cookie = server.log_in();
    let shown = page(
        &server,
        &format!("/dashboards/{id}?attribute=industry:care"),
        &cookie,
    );
    assert!(
        shown.contains("a case without an answer never does"),
        "{shown}"
    );
    let links: Vec<String> = shown
        .split("href=\"")
        .filter_map(|part| part.split('"').next())
        .map(|link| link.replace("&#x2f;", "/").replace("&amp;", "&"))
        .filter(|link| link.starts_with("/cases?"))
        .collect();
    let listed = |link: &str| {
        page(&server, link, &cookie)
            .matches("href=\"/cases/0")
            .count()
    };
    let open = links
        .iter()
        .find(|link| link.contains("state=open"))
        .expect("a link");
    let closed = links
        .iter()
        .find(|link| link.contains("state=closed"))
        .expect("a link");
    assert!(open.contains("attribute=industry"), "{open}");
    let text = page(&server, open, &cookie);
    let own = |case: &String| text.contains(case.as_str());
    assert_eq!(
        cases.iter().map(own).collect::<Vec<_>>(),
        [false, true, true, false, false, false]
    );
    assert!(
        page(&server, closed, &cookie).contains(&cases[0]),
        "{closed}: {}",
        listed(closed)
    );
}

fn an_attribute_with_many_values_is_typed(server: Server) {
    let (survey, _) = server.survey("relational-nps", &Value::Null);
    for at in 0..70 {
        answer(&server, &survey, ("city", &format!("c{at}")));
    }
    let id = board(&server, &json!([{ "kind": "figure", "survey_id": survey }]));
    let cookie = server.log_in();
    let shown = page(&server, &format!("/dashboards/{id}?all=1"), &cookie);
    assert!(shown.contains("<option value=\"city\">"), "{shown}");
    let reply = server.page(
        &format!("/dashboards/{id}?all=1&by=city&is=c7&period="),
        &cookie,
    );
    assert_eq!(reply.status, 303);
    let to = reply.header("location").expect("a place").to_owned();
    assert_eq!(to, format!("/dashboards/{id}?attribute=city:c7"));
    let shown = page(&server, &to, &cookie);
    assert!(shown.contains("city: c7"), "{shown}");
    // The next filter keeps what was typed.
    assert!(
        shown.contains("type=\"hidden\" name=\"attribute\" value=\"city:c7\""),
        "{shown}"
    );
    let api = server.get_json(&format!(
        "/api/v1/dashboards/{id}/figures?attribute=city:c7"
    ));
    assert_eq!(api["blocks"][0]["figure"]["n"], 1);
}

/// A server that asks whoever closes a ticket, at any time of day; the survey.
fn asking(backend: Backend, smtp: &Smtp) -> (Server, String) {
    let url = smtp.url();
    let environment = [
        ("LUISTER_SMTP_URL", url.as_str()),
        ("LUISTER_MAIL_FROM", "Acme <feedback@acme.example>"),
    ];
    let server = Server::start_with(backend, &environment);
    let mut settings = server.get_json("/api/v1/ask/settings");
    settings["calendar"]["quiet"] = Value::Null;
    settings["calendar"]["working_days"] = json!([true, true, true, true, true, true, true]);
    settings["calendar"]["holidays"]["dutch"] = json!(false);
    settings["budget"] = json!([]);
    assert_eq!(
        server
            .api("PUT", "/api/v1/ask/settings", Some(&settings))
            .status,
        200
    );
    let (survey, _) = server.survey("ces", &Value::Null);
    let wording = json!({ "subject": "How was it?", "body": "One question." });
    let programme = json!({
        "name": "Tickets", "survey_id": survey,
        "definition": {
            "audience": "customers",
            "schedule": { "transactional": {
                "triggers": ["ticket.closed"], "cancels": [], "delay_minutes": 0, "expires_days": 3,
            } },
            "reminders": { "number": 0, "spacing_days": 3, "open_days": 14 },
            "wording": { "en": wording, "nl": wording },
        },
    });
    let made = server.api("POST", "/api/v1/programmes", Some(&programme));
    assert_eq!(made.status, 201, "{}", made.text());
    let id = made.json()["id"].as_str().expect("an id").to_owned();
    let started = server.api("POST", &format!("/api/v1/programmes/{id}/start"), None);
    assert_eq!(started.status, 200, "{}", started.text());
    (server, survey)
}

fn funnel(backend: Backend) {
    let smtp = Smtp::start();
    let (server, survey) = asking(backend, &smtp);
    add(&server, "lea", "employee");
    for (account, duties) in [
        ("a", json!({ "consultant": "lea@example.com" })),
        ("b", json!({})),
    ] {
        let body = json!({ "external_id": account, "name": account, "responsibilities": duties });
        let reply = server.api("POST", "/api/v1/accounts", Some(&body));
        assert!(reply.status < 300, "{}", reply.text());
    }
    for at in 0..5 {
        let (role, account) = if at < 3 {
            ("buyer", "a")
        } else {
            ("user", "b")
        };
        let email = format!("c{at}@customer.example");
        let contact = json!({
            "email": email, "name": format!("C {at}"), "language": "en",
            "account": { "external_id": account }, "attributes": { "role": role },
        });
        let reply = server.api("POST", "/api/v1/contacts", Some(&contact));
        assert!(reply.status < 300, "{}", reply.text());
        let event = json!({
            "id": format!("T{at}"), "type": "ticket.closed", "subject": format!("T{at}"),
            "contact": { "email": email },
        });
        let reply = server.api("POST", "/api/v1/events", Some(&event));
        assert_eq!(reply.status, 200, "{}", reply.text());
    }
    let id = board(&server, &json!([{ "kind": "funnel", "survey_id": survey }]));
    let of = |query: &str| {
        let shown = server.get_json(&format!("/api/v1/dashboards/{id}/figures?{query}"));
        let block = shown["blocks"][0].clone();
        let invited = block["figure"][0]["n"].as_u64();
        (
            invited,
            block["note"].as_str().unwrap_or_default().to_owned(),
        )
    };
    eventually("all mails are on their way", || {
        (of("all=1").0 == Some(5)).then_some(())
    });
    assert_eq!(
        of("attribute=role:buyer").0,
        Some(3),
        "before anybody answered"
    );
    assert_eq!(of("attribute=role:buyer&attribute=role:user").0, Some(5));
    assert_eq!(of("attribute=role:buyer&attribute=account:b").0, None);
    for (query, word) in [
        ("attribute=shoe:42", "shoe"),
        ("attribute=role:lea@example.com", "single people"),
        ("attribute=served_by:x", "single people"),
        ("channel=personal", "Take that out"),
        ("complete=1", "Take that out"),
    ] {
        let (invited, why) = of(query);
        assert!(
            invited.is_none() && why.contains(word),
            "{query}: {invited:?} {why}"
        );
    }
    // Whoever is responsible for one of the two sees theirs, and is told so.
    let share = json!({ "shares": [{ "with": "everybody", "may": "see" }] });
    let path = format!("/api/v1/dashboards/{id}");
    assert_eq!(server.api("PATCH", &path, Some(&share)).status, 200);
    let lea = log_in(&server, "lea");
    // A survey is seen once one of its answers is.
    let served = json!({ "served_by": "lea@example.com" });
    let body = json!({ "answers": { "effort": 4 }, "attributes": served });
    answer_with(&server, &survey, &body);
    let block = eventually("she sees the survey", || {
        let reply = server.request("GET", &format!("{path}/figures"));
        let block = reply.header("Cookie", &lea).send().json()["blocks"][0].clone();
        block["figure"].is_array().then_some(block)
    });
    assert_eq!(block["figure"][0]["n"], 3, "{block}");
    assert!(
        block["note"]
            .as_str()
            .expect("words")
            .contains("responsible"),
        "{block}"
    );
    let shown = page(
        &server,
        &format!("/dashboards/{id}?all=1"),
        &server.log_in(),
    );
    let shown = shown.replace("&#x2f;", "/").replace("&amp;", "&");
    assert!(
        shown.contains("/responses?channel=personal&complete=1"),
        "a step leads to its answers"
    );
}
