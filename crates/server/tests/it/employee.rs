//! What somebody who is an employee may do in their own browser session, route by route: follow up,
//! and change nothing of how things are set up.

use serde_json::{Value, json};

use crate::harness::{Reply, Server};
use crate::on_both;
use crate::people;

on_both!(an_employee_follows_up_and_sets_up_nothing);

struct Session<'a> {
    server: &'a Server,
    cookie: String,
}

impl Session<'_> {
    fn get(&self, path: &str) -> Reply {
        self.server.page(path, &self.cookie)
    }

    fn post(&self, path: &str, form: &[(&str, &str)]) -> Reply {
        self.server
            .request("POST", path)
            .header("Cookie", &self.cookie)
            .header("Accept", "text/html")
            .form(form)
            .send()
    }

    fn api(&self, method: &str, path: &str, body: Option<&Value>) -> Reply {
        self.server
            .request(method, path)
            .header("Cookie", &self.cookie)
            .maybe_json(body)
            .send()
    }
}

fn id(reply: &Reply, name: &str) -> String {
    assert!(reply.status < 300, "{}", reply.text());
    reply.json()[name].as_str().expect("an id").to_owned()
}

fn an_employee_follows_up_and_sets_up_nothing(server: Server) {
    let user = people::add(&server, "emma", "employee");
    let session = Session {
        server: &server,
        cookie: people::log_in(&server, "emma"),
    };
    let (survey, _) = server.survey("relational-nps", &Value::Null);
    let rule = json!({ "name": "Call back", "definition": {
        "when": { "class": ["detractor"] },
        "then": [{ "open_case": { "title": "Call", "within": { "days": 2 } } }] } });
    let rule = id(&server.api("POST", "/api/v1/rules", Some(&rule)), "id");
    let case = json!({ "title": "Call Ann", "owner_id": user });
    let case = id(&server.api("POST", "/api/v1/cases", Some(&case)), "case_id");
    let improvement = json!({ "title": "Sooner" });
    let improvement = server.api("POST", "/api/v1/improvements", Some(&improvement));
    let improvement = id(&improvement, "id");

    // Follows up: reads, talks, acts, ends.
    for path in ["/work", "/cases", &format!("/cases/{case}"), "/actions"] {
        assert_eq!(session.get(path).status, 200, "{path}");
    }
    let shown = server.get_json(&format!("/api/v1/cases/{case}"));
    let revision = shown["revision"].to_string();
    let talk = [
        ("revision", revision.as_str()),
        ("kind", "call"),
        ("direction", "out"),
        ("reached", "true"),
        ("at", ""),
        ("user_id", user.as_str()),
        ("text", "Ann will get a new one"),
    ];
    let said = session.post(&format!("/cases/{case}/converse"), &talk);
    assert_eq!(said.status, 303, "{}", said.text());
    let action = json!({ "title": "Send a new one", "level": "customer", "owner_id": user });
    let made = session.api("POST", "/api/v1/actions", Some(&action));
    assert_eq!(made.status, 201, "{}", made.text());
    let action = made.json()["id"].as_str().expect("an id").to_owned();
    let done = session.api(
        "PATCH",
        &format!("/api/v1/actions/{action}"),
        Some(&json!({ "status": "done" })),
    );
    assert_eq!(done.status, 200, "{}", done.text());
    let shown = server.get_json(&format!("/api/v1/cases/{case}"));
    let revision = shown["revision"].to_string();
    let close = [
        ("revision", revision.as_str()),
        ("result", "resolved"),
        ("text", "sent"),
    ];
    let closed = session.post(&format!("/cases/{case}/close"), &close);
    assert_eq!(closed.status, 303, "{}", closed.text());

    // Sets up nothing, by no page.
    let nobody = "00000000000000000000000000";
    for path in [
        "/settings/webhooks".to_owned(),
        "/settings/webhooks/new".to_owned(),
        format!("/settings/webhooks/{nobody}"),
        "/settings/connectors".to_owned(),
        "/settings/connectors/new?system=afas".to_owned(),
        format!("/settings/connectors/{nobody}/gone"),
        "/settings/audit".to_owned(),
        "/settings/mail".to_owned(),
        "/rules/new".to_owned(),
        format!("/rules/{rule}/edit"),
    ] {
        assert_eq!(session.get(&path).status, 403, "GET {path}");
    }
    for path in [
        "/settings/webhooks".to_owned(),
        format!("/settings/webhooks/{nobody}/remove"),
        format!("/settings/webhooks/{nobody}/secret"),
        format!("/settings/webhooks/{nobody}/test"),
        "/settings/connectors".to_owned(),
        format!("/settings/connectors/{nobody}/run"),
        format!("/settings/connectors/{nobody}/remove"),
        "/rules".to_owned(),
        format!("/rules/{rule}/on"),
        format!("/rules/{rule}/archive"),
        format!("/rules/{rule}/remove"),
        format!("/rules/{rule}/open-cases"),
        "/cases/settings".to_owned(),
    ] {
        assert_eq!(session.post(&path, &[]).status, 403, "POST {path}");
    }
    // Nor by the API with the same session.
    let empty = json!({});
    for (method, path) in [
        ("POST", "/api/v1/webhooks".to_owned()),
        ("DELETE", format!("/api/v1/webhooks/{nobody}")),
        ("POST", "/api/v1/connectors".to_owned()),
        ("DELETE", format!("/api/v1/connectors/{nobody}")),
        ("POST", format!("/api/v1/connectors/{nobody}/run")),
        ("POST", "/api/v1/rules".to_owned()),
        ("PATCH", format!("/api/v1/rules/{rule}")),
        ("DELETE", format!("/api/v1/rules/{rule}")),
        ("POST", format!("/api/v1/rules/{rule}/open-cases/apply")),
        ("POST", "/api/v1/rules/templates/no-answer".to_owned()),
        ("PUT", "/api/v1/cases/settings".to_owned()),
        ("PUT", "/api/v1/ask/settings".to_owned()),
        ("POST", "/api/v1/surveys".to_owned()),
        ("DELETE", format!("/api/v1/surveys/{survey}")),
        ("POST", format!("/api/v1/improvements/{improvement}/close")),
    ] {
        let status = session.api(method, &path, Some(&empty)).status;
        assert!([403, 405].contains(&status), "{method} {path}: {status}");
    }
    // Nothing of it happened.
    let still = server.get_json(&format!("/api/v1/rules/{rule}"));
    assert_eq!(still["state"], "draft");
    // Out at once when they leave.
    let gone = server.api(
        "PATCH",
        &format!("/api/v1/people/{user}"),
        Some(&json!({ "active": false })),
    );
    assert!(gone.status < 300, "{}", gone.text());
    assert_eq!(session.get("/work").status, 303);
}
