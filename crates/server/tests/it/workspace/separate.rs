//! Nothing of one workspace is visible in another: not in lists, not by id, not to jobs.

use serde_json::{Value, json};

use super::{call, workspace};
use crate::harness::{Reply, Server, eventually};
use crate::on_both;
use crate::rule::detractor;

on_both!(
    nothing_of_one_workspace_is_in_another,
    jobs_work_for_all_workspaces
);

/// A word that stands in everything the first workspace holds.
const CANARY: &str = "zanzibar";

/// Fills the first workspace; paths of single things in it.
fn fill(server: &Server) -> Vec<String> {
    let titled = json!({ "template": "relational-nps", "title": CANARY });
    let survey = server.api("POST", "/api/v1/surveys", Some(&titled)).json();
    let survey = survey["id"].as_str().expect("an id").to_owned();
    let made = |path: &str, body: &Value, id: &str| {
        let reply = server.api("POST", path, Some(body));
        assert!(
            (200..300).contains(&reply.status),
            "{path}: {}",
            reply.text()
        );
        let reply = reply.json();
        let id = reply.pointer(id).and_then(Value::as_str);
        format!("{path}/{}", id.expect("an id"))
    };
    let name = format!("{CANARY} & Co");
    let email = format!("{CANARY}@example.com");
    vec![
        format!("/api/v1/surveys/{survey}"),
        format!("/api/v1/surveys/{survey}/responses"),
        format!("/api/v1/surveys/{survey}/figures"),
        format!("/api/v1/surveys/{survey}/responses.csv"),
        made(
            "/api/v1/people",
            &json!({ "email": email, "name": name }),
            "/user_id",
        ),
        made("/api/v1/teams", &json!({ "name": CANARY }), "/team_id"),
        made(
            "/api/v1/contacts",
            &json!({ "email": email, "name": name, "external_id": CANARY }),
            "/contact/contact_id",
        ),
    ]
}

/// A reply without what differs from request to request.
fn said(reply: &Reply) -> (u16, Value) {
    let mut body = reply.json();
    body["request_id"] = Value::Null;
    (reply.status, body)
}

fn nothing_of_one_workspace_is_in_another(server: Server) {
    let paths = fill(&server);
    let beta = workspace(&server, "Beta", "bea@example.com");
    let document = server.request("GET", "/api/v1/openapi.json").send().json();
    let mut seen = 0;
    for (path, methods) in document["paths"].as_object().expect("paths") {
        if methods["get"].is_null() || path.contains('{') || path.ends_with("openapi.json") {
            continue;
        }
        let reply = call(&server, &beta, ("GET", path), None);
        assert!(reply.status < 500, "{path}: {}", reply.text());
        assert!(
            !reply.text().to_lowercase().contains(CANARY),
            "{path}: {}",
            reply.text()
        );
        seen += 1;
    }
    assert!(seen > 20, "only {seen} lists");
    for path in &paths {
        assert_eq!(server.api("GET", path, None).status, 200, "{path} is there");
        let foreign = call(&server, &beta, ("GET", path), None);
        assert_eq!(foreign.status, 404, "{path}: {}", foreign.text());
        let (start, _) = path.rsplit_once('/').expect("a path");
        if platform::id::is_id(&path[start.len() + 1..]) {
            let nobody = format!("{start}/{}", "0".repeat(26));
            let nowhere = call(&server, &beta, ("GET", &nobody), None);
            assert_eq!(said(&nowhere), said(&foreign), "{path}");
            for method in ["PATCH", "DELETE"] {
                let body = json!({});
                let refused = call(&server, &beta, (method, path), Some(&body)).status;
                assert!((400..500).contains(&refused), "{method} {path}: {refused}");
            }
        }
        assert_eq!(
            server.api("GET", path, None).status,
            200,
            "{path} is there still"
        );
    }
    // The same address, name and external id may be somebody of the other one.
    let same = json!({ "email": format!("{CANARY}@example.com"), "name": CANARY });
    for path in ["/api/v1/people", "/api/v1/contacts"] {
        let made = call(&server, &beta, ("POST", path), Some(&same));
        assert!((200..300).contains(&made.status), "{path}: {}", made.text());
    }
    let bea = server.log_in_as("bea@example.com", crate::harness::PASSWORD);
    for path in &paths {
        let page = path.replace("/api/v1/people", "/settings/people");
        let page = page
            .replace("/api/v1/teams", "/settings/teams")
            .replace("/api/v1", "");
        let status = server.page(&page, &bea).status;
        assert_eq!(status, 404, "{page}");
    }
}

/// A detractor's answer becomes a case and a figure in each workspace, by its own rule.
fn jobs_work_for_all_workspaces(server: Server) {
    let beta = workspace(&server, "Beta", "bea@example.com");
    for key in [server.key.clone(), beta] {
        let make = |path: &str, body: &Value| {
            let reply = call(&server, &key, ("POST", path), Some(body));
            assert!(reply.status < 300, "{path}: {}", reply.text());
            reply.json()
        };
        let survey = json!({ "template": "relational-nps", "title": "How are we doing?" });
        let survey = make("/api/v1/surveys", &survey);
        let survey = format!("/api/v1/surveys/{}", survey["id"].as_str().expect("an id"));
        let published = call(&server, &key, ("POST", &format!("{survey}/publish")), None);
        assert_eq!(published.status, 200, "{}", published.text());
        let rule = json!({ "name": "Call back", "definition": detractor() });
        let rule = make("/api/v1/rules", &rule);
        let on = format!("/api/v1/rules/{}", rule["id"].as_str().expect("an id"));
        let on = call(
            &server,
            &key,
            ("PATCH", &on),
            Some(&json!({ "state": "on" })),
        );
        assert_eq!(on.status, 200, "{}", on.text());
        let answer = json!({ "answers": { "recommend": 1 },
                             "attributes": { "email": "ann@acme.example" } });
        make(&format!("{survey}/responses"), &answer);
        let seen = |path: &str| call(&server, &key, ("GET", path), None).json();
        eventually("the answer becomes a case", || {
            let cases = seen("/api/v1/cases");
            (cases["cases"].as_array()?.len() == 1).then_some(())
        });
        let figures = seen(&format!("{survey}/figures"));
        assert!(figures.to_string().contains("\"n\":1"), "{figures}");
    }
}
