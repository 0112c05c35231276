//! What happened with an account: sums that follow answers, and one timeline.

use serde_json::{Value, json};

use super::{ACCOUNTS, names, put};
use crate::harness::{Server, eventually};
use crate::on_both;
use crate::response::responses;

on_both!(
    sums_follow_answers,
    one_timeline_has_everything_newest_first,
);

fn answer(server: &Server, survey: &str, body: &Value) -> String {
    let reply = server.api("POST", &responses(survey), Some(body));
    assert_eq!(reply.status, 201, "{}", reply.text());
    reply.json()["id"].as_str().expect("an id").to_owned()
}

fn contact(server: &Server, body: &Value) -> (String, String) {
    let reply = server.api("POST", "/api/v1/contacts", Some(body));
    assert!(reply.status < 300, "{}", reply.text());
    let contact = &reply.json()["contact"];
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    (
        text(&contact["contact_id"]),
        text(&contact["account"]["account_id"]),
    )
}

fn sums_follow_answers(server: Server) {
    let (survey, _) = server.survey("relational-nps", &Value::Null);
    let (_, acme) = contact(
        &server,
        &json!({ "email": "a@acme.nl", "account": { "name": "Acme" } }),
    );
    contact(
        &server,
        &json!({ "email": "b@acme.nl", "account": { "name": "Acme" } }),
    );
    contact(
        &server,
        &json!({ "email": "c@acme.nl", "account": { "name": "Acme" }, "employee": true }),
    );
    put(
        &server,
        &json!({ "name": "Acme North", "parent": { "account_id": acme } }),
    );
    contact(
        &server,
        &json!({ "email": "n@north.nl", "account": { "name": "Acme North" } }),
    );
    let said = |email: &str, score: u8| {
        let body = json!({ "answers": { "recommend": score }, "attributes": { "email": email } });
        answer(&server, &survey, &body)
    };
    said("a@acme.nl", 9);
    said("b@acme.nl", 3);
    said("n@north.nl", 10);
    let path = format!("{ACCOUNTS}/{acme}");
    eventually("the sums are made", || {
        let summary = server.get_json(&path)["summary"].clone();
        (summary["respondents"] == 2).then_some(())
    });
    let summary = server.get_json(&path)["summary"].clone();
    assert_eq!(
        (&summary["contacts"], &summary["nps"]),
        (&json!(2), &json!(0.0))
    );
    assert_eq!(
        (&summary["mean_score"], &summary["score_class"]),
        (&json!(6.0), &json!("detractor"))
    );
    assert_eq!(
        summary["silent_contacts"], 0,
        "nobody is known for long enough"
    );
    // The latest answer of each respondent counts.
    let last = said("b@acme.nl", 10);
    eventually("the new answer counts", || {
        let summary = server.get_json(&path)["summary"].clone();
        (summary["nps"] == 100.0).then_some(())
    });
    assert_eq!(names(&server, "class=promoter"), ["Acme", "Acme North"]);
    assert!(names(&server, "class=detractor").is_empty());
    eventually("both have answered", || {
        names(&server, "no_answer_days=30").is_empty().then_some(())
    });
    let whole = server.get_json(&format!("{path}/summary"));
    assert_eq!(whole["own"]["by_respondents"]["n"], 2);
    assert_eq!(whole["with_accounts_below"]["by_respondents"]["n"], 3);
    assert_eq!(
        whole["with_accounts_below"]["by_accounts"],
        json!({ "nps": 100.0, "n": 2 })
    );
    // An answer that is erased counts no more.
    let erased = format!("{}/{last}", responses(&survey));
    assert_eq!(server.api("DELETE", &erased, None).status, 204);
    eventually("it counts no more", || {
        let summary = server.get_json(&path)["summary"].clone();
        (summary["nps"] == 0.0).then_some(())
    });
}

fn one_timeline_has_everything_newest_first(server: Server) {
    let (survey, _) = server.survey("relational-nps", &Value::Null);
    let (ann, acme) = contact(
        &server,
        &json!({ "email": "ann@acme.nl", "name": "Ann", "external_id": "c-1",
                 "account": { "name": "Acme", "responsible": { "email": "x@us.example" } } }),
    );
    let (boss, _) = contact(
        &server,
        &json!({ "email": "boss@acme.nl", "employee": true, "account": { "name": "Acme" } }),
    );
    let body = json!({
        "answers": { "recommend": 3, "why": "<b>slow</b>" },
        "attributes": { "email": "ann@acme.nl" },
    });
    answer(&server, &survey, &body);
    for (n, who) in [(1, "c-1"), (2, "c-1")] {
        let event = json!({
            "id": format!("e-{n}"), "type": "ticket.closed", "subject": format!("T-{n}"),
            "at": format!("2026-01-0{n}T10:00:00Z"), "contact": { "external_id": who },
        });
        let reply = server.api("POST", "/api/v1/events", Some(&event));
        assert!(reply.status < 300, "{}", reply.text());
    }
    let case = json!({ "title": "Call Ann", "contact_id": ann, "account_id": acme });
    let reply = server.api("POST", "/api/v1/cases", Some(&case));
    assert!(reply.status < 300, "{}", reply.text());
    let case = reply.json()["case_id"].as_str().expect("an id").to_owned();
    let source = format!("case:{case}");
    let action = json!({ "title": "Answer faster", "level": "process", "source": source });
    let reply = server.api("POST", "/api/v1/actions", Some(&action));
    assert!(reply.status < 300, "{}", reply.text());
    let path = format!("{ACCOUNTS}/{acme}/timeline");
    let what = |path: &str| -> Vec<String> {
        let entries = server.get_json(path)["entries"].clone();
        let all = entries.as_array().expect("a list");
        all.iter()
            .map(|e| e["what"].as_str().expect("text").to_owned())
            .collect()
    };
    eventually("the answer is there", || {
        what(&path).contains(&"answer".to_owned()).then_some(())
    });
    let all = what(&path);
    assert_eq!(all.len(), 6, "{all:?}");
    let at: Vec<String> = server.get_json(&path)["entries"]
        .as_array()
        .expect("a list")
        .iter()
        .map(|e| e["at"].as_str().expect("a time").to_owned())
        .collect();
    let mut sorted = at.clone();
    sorted.sort_unstable_by(|a, b| b.cmp(a));
    assert_eq!(at, sorted);
    assert_eq!(&all[4..], ["event", "event"]);
    assert_eq!(
        what(&format!("{path}?kind=event,answer")),
        ["answer", "event", "event"]
    );
    // One at a time gives the same.
    let (mut one_by_one, mut cursor) = (Vec::new(), String::new());
    loop {
        let page = server.get_json(&format!("{path}?limit=1{cursor}"));
        one_by_one.push(
            page["entries"][0]["what"]
                .as_str()
                .expect("text")
                .to_owned(),
        );
        let Some(next) = page["next_cursor"].as_str() else {
            break;
        };
        cursor = format!("&cursor={next}");
    }
    assert_eq!(one_by_one, all);
    let of_contact = what(&format!("/api/v1/contacts/{ann}/timeline"));
    assert!(of_contact.contains(&"answer".to_owned()) && of_contact.contains(&"event".to_owned()));
    assert!(
        what(&format!("/api/v1/contacts/{boss}/timeline")).is_empty(),
        "of an employee nothing"
    );
    assert_eq!(
        server
            .api("GET", &format!("{path}?kind=gossip"), None)
            .status,
        422
    );
    assert_eq!(
        server
            .api("GET", &format!("{ACCOUNTS}/nobody/timeline"), None)
            .status,
        404
    );
    let cookie = server.log_in();
    let page = server.page(&format!("/accounts/{acme}"), &cookie);
    assert_eq!(page.status, 200, "{}", page.text());
    let page = page.text();
    assert!(page.contains("T-1") && page.contains("Answer faster") && page.contains("Call Ann"));
    assert!(!page.contains("<b>slow") && page.contains("&lt;b&gt;slow"));
}
