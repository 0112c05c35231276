//! What comes after a case: another answer, and being forgotten.

use serde_json::{Value, json};

use super::{customer, do_it, open, show};
use crate::harness::{Server, eventually};
use crate::on_both;
use crate::respondent::dump;
use crate::response::responses;

on_both!(
    a_later_answer_is_the_measurement_after,
    who_is_erased_is_forgotten,
);

/// Somebody's answer to a survey.
fn answer(server: &Server, survey: &str, contact: &str, score: u8) -> String {
    let body = json!({ "answers": { "recommend": score, "why": "Nobody <b>called</b>" },
                       "attributes": { "contact_id": contact } });
    let reply = server.api("POST", &responses(survey), Some(&body));
    assert_eq!(reply.status, 201, "{}", reply.text());
    let id = reply.json()["id"].as_str().expect("an id").to_owned();
    eventually("it is known who answered", || {
        dump(server, "respondent").contains(&id).then_some(())
    });
    id
}

fn a_later_answer_is_the_measurement_after(server: Server) {
    let (survey, _) = server.survey("relational-nps", &Value::Null);
    let (contact, account) = customer(&server, "jan@acme.nl", "Acme");
    let first = answer(&server, &survey, &contact, 3);
    let case = open(
        &server,
        &json!({ "title": "Call Jan", "response_id": first }),
    );
    let seen = show(&server, &case);
    assert_eq!(
        (&seen["before"]["score"], &seen["after"]),
        (&json!(3), &Value::Null)
    );
    assert_eq!(
        (&seen["contact_id"], &seen["account_id"]),
        (&json!(contact), &json!(account))
    );
    assert_eq!(seen["comment"], "Nobody <b>called</b>");
    let unknown = json!({ "title": "x", "response_id": "x" });
    assert_eq!(
        server.api("POST", "/api/v1/cases", Some(&unknown)).status,
        422
    );

    let second = answer(&server, &survey, &contact, 9);
    eventually("it is measured again", || {
        (show(&server, &case)["after"]["score"] == 9).then_some(())
    });
    // A third changes nothing; without the second there is none.
    answer(&server, &survey, &contact, 10);
    assert_eq!(show(&server, &case)["after"]["score"], 9);
    let path = format!("{}/{second}", responses(&survey));
    assert_eq!(server.api("DELETE", &path, None).status, 204);
    eventually("an erased answer measures nothing", || {
        show(&server, &case)["after"].is_null().then_some(())
    });
}

fn who_is_erased_is_forgotten(server: Server) {
    let (contact, _) = customer(&server, "jan@acme.nl", "Acme");
    let case = open(
        &server,
        &json!({ "title": "Canary title", "reason": "Canary reason", "contact_id": contact }),
    );
    let talk = json!({ "kind": "call", "text": "Canary words" });
    assert_eq!(do_it(&server, &case, "conversations", &talk).status, 201);
    let close = json!({ "result": "resolved", "text": "Canary result" });
    assert_eq!(do_it(&server, &case, "close", &close).status, 200);
    let erased = server.api("DELETE", &format!("/api/v1/contacts/{contact}"), None);
    assert_eq!(erased.status, 204, "{}", erased.text());
    server.kill_and_restart();
    eventually("nothing is left", || {
        let tables = [
            "app_case",
            "case_log",
            "conversation",
            "case_notice",
            "audit",
        ];
        let left = tables
            .iter()
            .any(|table| dump(&server, table).contains("Canary"));
        (!left).then_some(())
    });
    let seen = show(&server, &case);
    assert_eq!(
        (&seen["contact_id"], &seen["result"]),
        (&Value::Null, &json!("resolved"))
    );
}
