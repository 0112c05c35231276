//! Asking after events: once per episode, never whoever shouldn't be, within the budget.

use serde_json::{Value, json};

use super::{Asking, ago, closed, on_each, settle, transactional};

on_each!(
    an_event_asks_once,
    what_is_undone_is_not_asked_about,
    what_is_undone_on_its_way_is_stopped,
    a_budget_defers_and_says_why,
    a_webhook_is_signed,
    what_waits_for_the_delay_or_was_undone_says_so,
);

fn an_event_asks_once(asking: Asking) {
    let server = &asking.server;
    let (survey, _) = server.survey("ces", &Value::Null);
    let id = asking.running(&survey, &transactional());
    asking.contact(&json!({ "email": "own@acme.example", "employee": true }));
    let events = json!({ "events": [
        closed("e1", "t1", "ann@customer.example", 2),
        closed("e1", "t1", "ann@customer.example", 2),
        closed("e2", "t1", "ann@customer.example", 1),
        closed("e3", "t2", "own@acme.example", 1),
        { "id": "e4", "type": "ticket.closed", "subject": "t3", "at": ago(1),
          "contact": { "email": "self@customer.example" },
          "solver": { "email": "Self@customer.example" } },
        { "id": "e5", "type": "something.else", "contact": { "email": "ann@customer.example" } },
        { "id": "e6", "type": "ticket.closed" },
        { "id": "e7", "type": "Ticket" },
    ]});
    let told = asking.post("/api/v1/events", &events);
    let outcomes: Vec<&str> = told["events"]
        .as_array()
        .expect("a list")
        .iter()
        .map(|own| own["outcome"].as_str().expect("a word"))
        .collect();
    assert_eq!(
        outcomes,
        [
            "accepted", "known", "accepted", "accepted", "accepted", "accepted", "refused",
            "refused"
        ],
        "{told}"
    );
    assert_eq!((&told["known"], &told["refused"]), (&json!(1), &json!(2)));
    for (path, twice) in [
        ("events", r#"{"id":"e8","id":"e9","type":"a"}"#),
        (
            "events",
            r#"{"events":[{"id":"e8","type":"a","type":"b"}]}"#,
        ),
        (
            "contacts/bulk",
            r#"{"contacts":[{"email":"a@x.nl","email":"b@x.nl"}]}"#,
        ),
    ] {
        let sent = server
            .request("POST", &format!("/api/v1/{path}"))
            .header("Authorization", &format!("Bearer {}", server.key))
            .body("application/json", twice.as_bytes().to_vec())
            .send();
        assert_eq!(sent.status, 422, "{twice}: {}", sent.text());
    }
    asking.handed_over(&id, "ann@customer.example");
    let solver = asking.wait_for(&id, "left_out", "self@customer.example");
    assert_eq!(solver["reason"], "solver");
    let own = asking.wait_for(&id, "left_out", "own@acme.example");
    assert_eq!(own["reason"], "employee");
    settle();
    assert_eq!(asking.smtp.count(), 1);
    let listed = server.get_json("/api/v1/events?limit=2");
    assert_eq!(listed["events"].as_array().map(Vec::len), Some(2));
    let cursor = listed["next_cursor"].as_str().expect("there is more");
    let rest = server.get_json(&format!("/api/v1/events?cursor={cursor}"));
    assert_eq!(rest["events"].as_array().map(Vec::len), Some(3));
    let all = [&listed, &rest];
    let mut all = all
        .iter()
        .flat_map(|page| page["events"].as_array().expect("a list"));
    let other = all.find(|own| own["type"] == "something.else");
    assert_eq!(other.expect("kept")["programmes"], 0);
}

fn reopened(id: &str, ticket: &str, minutes: i64) -> Value {
    json!({ "id": id, "type": "ticket.reopened", "subject": ticket, "at": ago(minutes) })
}

fn what_is_undone_is_not_asked_about(asking: Asking) {
    let (survey, _) = asking.server.survey("ces", &Value::Null);
    let mut definition = transactional();
    definition["schedule"]["transactional"]["delay_minutes"] = json!(60);
    let id = asking.running(&survey, &definition);
    // Late, double and swapped deliveries end the same.
    asking.event(&reopened("r1", "t1", 70));
    asking.event(&closed("c1", "t1", "ann@customer.example", 80));
    asking.event(&closed("c2", "t2", "bob@customer.example", 90));
    settle();
    assert_eq!(asking.mails_to("ann@customer.example"), 0);
    assert_eq!(asking.mails_to("bob@customer.example"), 1);
    // Not before its delay has passed.
    asking.event(&closed("c3", "t3", "cas@customer.example", 30));
    // Closed again it is a new episode.
    asking.event(&closed("c4", "t1", "ann@customer.example", 65));
    asking.handed_over(&id, "ann@customer.example");
    settle();
    assert_eq!(asking.mails_to("ann@customer.example"), 1);
    assert_eq!(asking.mails_to("cas@customer.example"), 0);
}

fn what_is_undone_on_its_way_is_stopped(asking: Asking) {
    let (survey, _) = asking.server.survey("ces", &Value::Null);
    let id = asking.running(&survey, &transactional());
    asking.smtp.down(true);
    asking.event(&closed("c1", "t1", "ann@customer.example", 3));
    asking.wait_for(&id, "invited", "ann@customer.example");
    asking.event(&reopened("r1", "t1", 2));
    asking.smtp.down(false);
    let left_out = asking.wait_for(&id, "left_out", "ann@customer.example");
    assert_eq!(left_out["reason"], "cancelled");
    settle();
    assert_eq!(asking.smtp.count(), 0);
    // What never went out doesn't count against the budget.
    asking.settings(&json!([{ "max": 1, "days": 30, "scope": "person", "counts": "invitations" }]));
    asking.event(&closed("c2", "t1", "ann@customer.example", 1));
    asking.handed_over(&id, "ann@customer.example");
    assert_eq!(asking.smtp.count(), 1);
}

fn a_budget_defers_and_says_why(asking: Asking) {
    asking.settings(&json!([{ "max": 1, "days": 30, "scope": "person", "counts": "invitations" }]));
    let (survey, _) = asking.server.survey("ces", &Value::Null);
    let mut low = transactional();
    low["schedule"]["transactional"]["expires_days"] = json!(60);
    let mut high = low.clone();
    high["priority"] = json!(90);
    let low = asking.running(&survey, &low);
    let high = asking.running(&survey, &high);
    asking.event(&closed("c1", "t1", "ann@customer.example", 1));
    asking.handed_over(&high, "ann@customer.example");
    let waits = asking.wait_for(&low, "deferred", "ann@customer.example");
    assert_eq!(
        (&waits["reason"], &waits["detail"]),
        (&json!("budget"), &json!("0"))
    );
    let until = waits["until"].as_str().expect("a moment");
    assert!(until > super::ago(-29 * 24 * 60).as_str(), "{until}");
    settle();
    assert_eq!(asking.smtp.count(), 1, "one mail, though both were due");
    let plan = asking
        .server
        .get_json(&format!("/api/v1/programmes/{low}/plan?weeks=6"));
    let mails: u64 = plan["days"]
        .as_array()
        .expect("days")
        .iter()
        .flat_map(|day| day["mails"].as_array().expect("mails"))
        .map(|own| own["invitations"].as_u64().expect("a number"))
        .sum();
    assert_eq!(mails, 1, "it goes out later: {plan}");
    // With room in the budget it goes out at once.
    asking.settings(&json!([]));
    asking.handed_over(&low, "ann@customer.example");
    assert_eq!(asking.smtp.count(), 2);
}

fn a_webhook_is_signed(asking: Asking) {
    let server = &asking.server;
    let (survey, _) = server.survey("ces", &Value::Null);
    let id = asking.running(&survey, &transactional());
    let source = asking.post("/api/v1/event-sources", &json!({ "name": "Helpdesk" }));
    let url = source["url"].as_str().expect("an address");
    let path = url.strip_prefix(&server.base_url).expect("ours");
    let secret = source["secret"].as_str().expect("a secret");
    let body = json!({
        "type": "ticket.closed", "subject": "t1", "contact": { "email": "ann@customer.example" },
    })
    .to_string();
    let send = |path: &str, secret: &str, minutes: i64| {
        let timestamp = (super::now_us() / 1_000_000 - minutes * 60).to_string();
        let call = programme::events::Call {
            token: "",
            id: "msg_1",
            timestamp: &timestamp,
            signature: "",
            body: body.as_bytes(),
        };
        let signature = programme::events::signature::sign(secret, &call).expect("a secret");
        let sent = server
            .request("POST", path)
            .header("webhook-id", "msg_1")
            .header("webhook-timestamp", &timestamp)
            .header("webhook-signature", &format!("v1,{signature}"))
            .body("application/json", body.clone().into_bytes())
            .send();
        (sent.status, sent.text())
    };
    let other = programme::events::signature::new_secret();
    assert_eq!(send(path, &other, 0).0, 401);
    assert_eq!(send(path, secret, 6).0, 401, "too old");
    let (status, told) = send("/hooks/nowhere", secret, 0);
    assert_eq!(status, 404);
    // Programs get a problem in JSON, whatever they say they accept.
    assert!(told.starts_with('{'), "{told}");
    let (status, told) = send(path, secret, 0);
    assert_eq!((status, told.contains("accepted")), (200, true), "{told}");
    let (status, told) = send(path, secret, 0);
    assert_eq!((status, told.contains("known")), (200, true), "{told}");
    asking.handed_over(&id, "ann@customer.example");
    settle();
    assert_eq!(asking.smtp.count(), 1);
    let sources = server.get_json("/api/v1/event-sources");
    assert!(!sources.to_string().contains("whsec_"), "{sources}");
    let own = source["id"].as_str().expect("an id");
    let own = format!("/api/v1/event-sources/{own}");
    assert_eq!(server.api("DELETE", &own, None).status, 204);
    assert_eq!(send(path, secret, 0).0, 404);
    assert_eq!(server.api("DELETE", &own, None).status, 404);
}

fn what_waits_for_the_delay_or_was_undone_says_so(asking: Asking) {
    let (survey, _) = asking.server.survey("ces", &Value::Null);
    let mut definition = transactional();
    definition["schedule"]["transactional"]["delay_minutes"] = json!(60);
    let programme = asking.running(&survey, &definition);
    let email = "anna@customer.example";
    asking.event(&closed("e1", "ticket-1", email, 1));
    let waiting = asking.wait_for(&programme, "deferred", email);
    assert_eq!(waiting["reason"], "delay", "{waiting}");
    assert!(waiting["until"].is_string(), "{waiting}");
    asking.event(&json!({
        "id": "e2", "type": "ticket.reopened", "at": ago(0), "subject": "ticket-1",
        "contact": { "email": email },
    }));
    let dropped = asking.wait_for(&programme, "left_out", email);
    assert_eq!(dropped["reason"], "cancelled", "{dropped}");
    assert!(asking.contacts(&programme, "deferred").is_empty());
    // Closed again: a new episode, which waits in its turn.
    asking.event(&closed("e3", "ticket-1", email, 0));
    let waiting = asking.wait_for(&programme, "deferred", email);
    assert_eq!(waiting["reason"], "delay", "{waiting}");
}
