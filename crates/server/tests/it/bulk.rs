//! Many responses in one request.

use serde_json::{Value, json};

use crate::harness::Server;
use crate::on_both;
use crate::response::{all, at_once, responses};

on_both!(
    many_are_stored_together_or_not_at_all,
    a_bulk_sent_again_continues,
);

fn many_are_stored_together_or_not_at_all(server: Server) {
    let (id, _) = server.survey("relational-nps", &Value::Null);
    let bulk = format!("{}/bulk", responses(&id));
    let many = |count: usize, wrong: Option<usize>| {
        let one = |i: usize| {
            let score = if wrong == Some(i) { 11 } else { i % 11 };
            json!({ "answers": { "recommend": score }, "external_id": format!("x-{i}") })
        };
        json!({ "responses": (0..count).map(one).collect::<Vec<_>>() })
    };
    let refused = server.api("POST", &bulk, Some(&many(700, Some(617))));
    assert_eq!(refused.status, 422);
    assert_eq!(
        refused.json()["errors"][0]["pointer"],
        "/responses/617/answers/recommend"
    );
    assert_eq!(all(&server, &id), Vec::<Value>::new());
    let stored = server.api("POST", &bulk, Some(&many(1200, None)));
    assert_eq!(stored.status, 201, "{}", stored.text());
    let stored = stored.json();
    assert_eq!(
        (&stored["created"], &stored["unchanged"]),
        (&json!(1200), &json!(0))
    );
    let listed = all(&server, &id);
    let ids: Vec<&Value> = listed.iter().map(|r| &r["id"]).collect();
    assert_eq!(
        stored["ids"]
            .as_array()
            .expect("ids")
            .iter()
            .collect::<Vec<_>>(),
        ids
    );
    let again = server.api("POST", &bulk, Some(&many(1201, None)));
    let again = again.json();
    assert_eq!(
        (&again["created"], &again["unchanged"]),
        (&json!(1), &json!(1200))
    );
    assert_eq!(
        server
            .api("POST", &bulk, Some(&json!({ "responses": [] })))
            .status,
        422
    );
    assert_eq!(
        server.api("POST", &bulk, Some(&many(10_001, None))).status,
        422
    );
    assert_eq!(all(&server, &id).len(), 1201);
}

fn a_bulk_sent_again_continues(server: Server) {
    let (id, _) = server.survey("relational-nps", &Value::Null);
    let body = json!({ "responses": (0..600).map(|i| json!({ "answers": { "recommend": i % 11 } }))
        .collect::<Vec<_>>() });
    let send = |body: &Value| {
        server
            .request("POST", &format!("{}/bulk", responses(&id)))
            .header("Authorization", &format!("Bearer {}", server.key))
            .header("Idempotency-Key", "bulk-1")
            .json(body)
            .send()
    };
    let replies = at_once(4, |_| {
        let reply = send(&body);
        assert!([200, 201].contains(&reply.status), "{}", reply.text());
        reply.json()["ids"].clone()
    });
    assert!(replies.iter().all(|ids| *ids == replies[0]));
    assert_eq!(all(&server, &id).len(), 600, "without external ids too");
    let other = send(&json!({ "responses": [{ "answers": { "recommend": 1 } }] }));
    assert_eq!(other.status, 422);
    assert_eq!(all(&server, &id).len(), 600);
}
