//! Two nodes on one PostgreSQL database: what is sent to both is stored once.

use serde_json::{Value, json};

use crate::harness::{Backend, Server, encode, spawn};
use crate::respondent::{open, rows};
use crate::response::{all, at_once};

/// Sends `body` to one of the nodes, the odd ones to the second.
fn send(
    nodes: &[String; 2],
    number: usize,
    path: &str,
    headers: &[(&str, &str)],
    body: &str,
) -> (u16, String) {
    let mut request = ureq::post(format!("{}{path}", nodes[number % 2]))
        .config()
        .http_status_as_error(false)
        .build();
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    let mut reply = request.send(body).expect("a reply");
    let text = reply.body_mut().read_to_string().expect("text");
    (reply.status().as_u16(), text)
}

#[test]
fn two_nodes_store_once() {
    let server = Server::start(Backend::Postgres);
    let data = tempfile::TempDir::new().expect("a temporary folder");
    let url = server.database_url.as_deref();
    let (mut second, second_url, _) = spawn("serve", data.path(), url, "127.0.0.1:0", &[]);
    let nodes = [server.base_url.clone(), second_url];
    let (id, token) = server.survey("ces", &Value::Null);
    let responses = format!("/api/v1/surveys/{id}/responses");
    let bearer = format!("Bearer {}", server.key);
    let json_headers = [
        ("Authorization", bearer.as_str()),
        ("Content-Type", "application/json"),
    ];

    let body = json!({ "answers": { "effort": 3 } }).to_string();
    let keyed = [json_headers[0], json_headers[1], ("Idempotency-Key", "k")];
    let replies = at_once(40, |i| send(&nodes, i, &responses, &keyed, &body));
    assert!(
        replies.iter().all(|r| *r == replies[0] && r.0 == 201),
        "{replies:?}"
    );
    assert_eq!(all(&server, &id).len(), 1);

    let replies = at_once(40, |i| {
        let body = json!({ "answers": { "effort": i % 5 + 1 }, "external_id": "x" });
        let (status, text) = send(&nodes, i, &responses, &json_headers, &body.to_string());
        (
            status,
            serde_json::from_str::<Value>(&text).expect("JSON")["id"].clone(),
        )
    });
    assert!(
        replies
            .iter()
            .all(|r| r.1 == replies[0].1 && [200, 201].contains(&r.0)),
        "{replies:?}"
    );
    assert_eq!(replies.iter().filter(|r| r.0 == 201).count(), 1);
    assert_eq!(all(&server, &id).len(), 2);

    let path = format!("/r/{token}");
    let page = open(&server, &path);
    let replies = at_once(40, |i| {
        let fields = [("answer_effort", (i % 5 + 1).to_string())];
        let fields: Vec<String> = page
            .fields
            .iter()
            .map(|(n, v)| (n.as_str(), v.clone()))
            .chain(fields)
            .map(|(n, v)| format!("{n}={}", encode(&v)))
            .collect();
        let headers = [("Content-Type", "application/x-www-form-urlencoded")];
        send(&nodes, i, &path, &headers, &fields.join("&"))
    });
    assert!(replies.iter().all(|r| r.0 == 200), "{replies:?}");
    let stored = all(&server, &id);
    assert_eq!(stored.len(), 3);
    // No holes, and every state but the last of a response is in its history.
    let ordinals: Vec<&Value> = stored.iter().map(|r| &r["ordinal"]).collect();
    assert_eq!(ordinals, [1, 2, 3]);
    assert!(rows(&server, "response_revision") > 0);
    second.kill().expect("it runs");
    second.wait().expect("it ends");
}
