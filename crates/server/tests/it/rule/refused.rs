//! What can't be a rule.

use serde_json::{Value, json};

use super::{Acting, detractor, on_each};
use crate::harness::Backend;
use crate::response::responses;

on_each!(
    what_cannot_be_meant_is_refused,
    surveys_of_employees_are_out_of_bounds,
);

fn what_cannot_be_meant_is_refused(backend: Backend) {
    let acting = Acting::start(backend, &[]);
    for (name, kind) in [
        (
            "industry",
            json!({ "kind": "choice", "choices": ["Care", "Retail"] }),
        ),
        ("vip", json!({ "kind": "yes_no" })),
    ] {
        let path = format!("/api/v1/attributes/account/{name}");
        assert_eq!(acting.server.api("PUT", &path, Some(&kind)).status, 200);
    }
    let is_stored = acting.draft(&detractor());
    let other = "00000000000000000000000000";
    let then = detractor()["then"].clone();
    for (definition, place) in [
        (
            json!({ "when": { "language": ["nl"] }, "then": [] }),
            "/definition/then",
        ),
        (
            json!({ "when": { "all": [] }, "then": then }),
            "/definition/when/all",
        ),
        (
            json!({ "when": { "any": [{ "language": ["nl"] }, { "all": [] }] }, "then": then }),
            "/definition/when/any/1/all",
        ),
        (
            json!({ "when": { "survey": [other] }, "then": then }),
            "/definition/when/survey/0",
        ),
        (
            json!({ "when": { "has_role": "king" }, "then": then }),
            "/definition/when/has_role",
        ),
        (
            json!({ "when": { "language": ["nl"] }, "then": [{ "tell": { "channel_id": other } }] }),
            "/definition/then/0/tell/channel_id",
        ),
        (
            json!({ "when": { "language": ["nl"] }, "then": [{ "notify": { "people": [other] } }] }),
            "/definition/then/0/notify/people/0",
        ),
        (
            json!({ "when": { "score": { "metric": "recommend", "at_most": 11 } }, "then": then }),
            "/definition/when/score/at_most",
        ),
        (
            json!({ "when": { "account": { "name": "industry", "one_of": ["care", "Banks"] } },
                    "then": then }),
            "/definition/when/account/one_of/1",
        ),
        (
            json!({ "when": { "account": { "name": "vip", "one_of": ["ja"] } }, "then": then }),
            "/definition/when/account/one_of/0",
        ),
        (
            json!({ "when": { "account": { "name": "vip", "at_least": 1 } }, "then": then }),
            "/definition/when/account",
        ),
    ] {
        // What can't be stored isn't tried either: it would be told to fire never.
        let trial = json!({ "definition": definition });
        let path = format!("/api/v1/rules/{is_stored}/trial");
        let reply = acting.server.api("POST", &path, Some(&trial));
        assert_eq!(reply.status, 422, "{}", reply.text());
        assert_eq!(reply.json()["errors"][0]["pointer"], place);
        let body = json!({ "name": "x", "definition": definition });
        let reply = acting.server.api("POST", "/api/v1/rules", Some(&body));
        assert_eq!(reply.status, 422, "{}", reply.text());
        assert_eq!(
            reply.json()["errors"][0]["pointer"],
            place,
            "{}",
            reply.text()
        );
    }
    let unknown = json!({ "name": "x", "definition": { "when": { "language": ["nl"] }, "then": then,
                                                       "else": [] } });
    let reply = acting.server.api("POST", "/api/v1/rules", Some(&unknown));
    assert!([400, 422].contains(&reply.status), "{}", reply.text());
    // A template is made as it is: nothing that is sent with it is passed over in silence.
    let template = "/api/v1/rules/templates/no-answer";
    let sent = |body: &Value| acting.server.api("POST", template, Some(body)).status;
    assert_eq!(sent(&json!({ "name": "Mine" })), 422);
    assert_eq!(sent(&json!(["x"])), 422);
    assert_eq!(sent(&json!({})), 201);
    assert_eq!(acting.server.api("POST", template, None).status, 201);
    let rule = acting.draft(&detractor());
    let path = format!("/api/v1/rules/{rule}");
    let patched = |change: &Value| acting.server.api("PATCH", &path, Some(change)).status;
    assert_eq!(patched(&json!({ "state": "archived" })), 200);
    assert_eq!(patched(&json!({ "state": "on" })), 409);
    assert_eq!(patched(&json!({ "state": "off" })), 200);
    assert_eq!(patched(&json!({ "state": "draft" })), 422);
    assert_eq!(acting.server.api("DELETE", &path, None).status, 409);
    let draft = acting.draft(&detractor());
    let path = format!("/api/v1/rules/{draft}");
    assert_eq!(acting.server.api("DELETE", &path, None).status, 204);
    assert_eq!(acting.server.api("GET", &path, None).status, 404);
    let reply = acting.server.api("GET", "/api/v1/rules?state=loud", None);
    assert_eq!(reply.status, 400);
    let log = acting.server.api("GET", "/api/v1/audit?noun=rule", None);
    assert!(log.text().contains("rule.created"), "{}", log.text());
}

fn surveys_of_employees_are_out_of_bounds(backend: Backend) {
    let acting = Acting::start(backend, &[]);
    let (employees, _) = acting.server.survey("enps", &Value::Null);
    let body = json!({ "name": "x", "definition": {
        "when": { "survey": [employees] }, "then": detractor()["then"] } });
    let reply = acting.server.api("POST", "/api/v1/rules", Some(&body));
    assert_eq!(reply.status, 422, "{}", reply.text());
    let rule = acting.rule(&detractor());
    let body = json!({ "answers": { "recommend": 0 } });
    let reply = acting
        .server
        .api("POST", &responses(&employees), Some(&body));
    assert_eq!(reply.status, 201, "{}", reply.text());
    let ours = acting.score("x", 0);
    let fired = acting.fired_times(&rule, 1);
    assert_eq!(fired[0]["response_id"], ours);
}
