//! Responses over the API: retries, many at once, lists, erasing, hostile bodies.

mod refused;

use serde_json::{Value, json};

use crate::harness::{Reply, Server};
use crate::on_both;

on_both!(
    one_key_gives_one_response,
    keys_are_checked,
    an_external_id_gives_one_response,
    parallel_senders_of_one_id_give_one_response,
    lists_are_paged_and_filtered,
    a_zero_stays_a_zero,
    erased_means_erased,
    closed_surveys_take_nothing_new,
    hostile_bodies_store_nothing,
    text_is_stored_byte_for_byte,
    foreign_and_unknown_look_the_same,
);

pub fn responses(id: &str) -> String {
    format!("/api/v1/surveys/{id}/responses")
}

fn add(server: &Server, id: &str, body: &Value) -> Reply {
    server.api("POST", &responses(id), Some(body))
}

fn add_keyed(server: &Server, id: &str, key: &str, body: &Value) -> Reply {
    server
        .request("POST", &responses(id))
        .header("Authorization", &format!("Bearer {}", server.key))
        .header("Idempotency-Key", key)
        .json(body)
        .send()
}

/// All responses of a survey, oldest first.
pub fn all(server: &Server, id: &str) -> Vec<Value> {
    let (mut found, mut cursor) = (Vec::new(), String::new());
    loop {
        let page = server.get_json(&format!("{}?limit=1000{cursor}", responses(id)));
        found.extend(
            page["responses"]
                .as_array()
                .expect("a list")
                .iter()
                .cloned(),
        );
        match page["next_cursor"].as_str() {
            Some(next) => cursor = format!("&cursor={next}"),
            None => return found,
        }
    }
}

/// Runs `work` that many times at once.
pub fn at_once<T: Send>(times: usize, work: impl Fn(usize) -> T + Sync) -> Vec<T> {
    std::thread::scope(|scope| {
        let work = &work;
        let threads: Vec<_> = (0..times).map(|i| scope.spawn(move || work(i))).collect();
        threads
            .into_iter()
            .map(|t| t.join().expect("a reply"))
            .collect()
    })
}

fn one_key_gives_one_response(server: Server) {
    let (id, _) = server.survey("relational-nps", &Value::Null);
    let body = json!({ "answers": { "recommend": 9 }, "attributes": { "team": "N" } });
    let replies = at_once(50, |_| {
        let reply = add_keyed(&server, &id, "k-1", &body);
        (reply.status, reply.text())
    });
    assert!(replies.iter().all(|r| *r == replies[0]), "{replies:?}");
    assert_eq!(replies[0].0, 201);
    assert_eq!(all(&server, &id).len(), 1);
    let other = add_keyed(
        &server,
        &id,
        "k-1",
        &json!({ "answers": { "recommend": 3 } }),
    );
    assert_eq!(other.status, 422, "{}", other.text());
    assert_eq!(
        add_keyed(&server, &id, "k-2", &body).status,
        201,
        "another key"
    );
    assert_eq!(all(&server, &id).len(), 2);
    // The same key for another survey is another request.
    let (elsewhere, _) = server.survey("relational-nps", &Value::Null);
    assert_eq!(add_keyed(&server, &elsewhere, "k-1", &body).status, 422);
}

fn keys_are_checked(server: Server) {
    let (id, _) = server.survey("relational-nps", &Value::Null);
    let body = json!({ "answers": { "recommend": 9 } });
    for bad in ["", " ", "a\tb", &"x".repeat(256)] {
        assert_eq!(add_keyed(&server, &id, bad, &body).status, 400, "{bad:?}");
    }
    assert_eq!(add_keyed(&server, &id, &"x".repeat(255), &body).status, 201);
    // A mistake is not kept: the mended body may use the same key.
    assert_eq!(
        add_keyed(
            &server,
            &id,
            "k",
            &json!({ "answers": { "recommend": 11 } })
        )
        .status,
        422
    );
    assert_eq!(add_keyed(&server, &id, "k", &body).status, 201);
    assert_eq!(all(&server, &id).len(), 2);
}

fn an_external_id_gives_one_response(server: Server) {
    let (id, _) = server.survey("relational-nps", &Value::Null);
    let body = json!({ "answers": { "recommend": 9, "why": "fine" }, "external_id": "x-1" });
    let first = add(&server, &id, &body);
    assert_eq!(first.status, 201);
    let stored = all(&server, &id);
    let again = add(&server, &id, &body);
    assert_eq!((again.status, again.json()), (200, first.json()));
    assert_eq!(
        all(&server, &id),
        stored,
        "nothing changed, not even the time"
    );
    let changed = json!({ "answers": { "recommend": 3 }, "external_id": "x-1" });
    let reply = add(&server, &id, &changed);
    assert_eq!(
        (reply.status, reply.json()["id"].clone()),
        (200, first.json()["id"].clone())
    );
    let now = all(&server, &id);
    assert_eq!(now.len(), 1);
    assert_eq!(now[0]["answers"], json!({ "recommend": 3 }));
    assert_eq!(now[0]["answered_at"], stored[0]["answered_at"]);
}

fn parallel_senders_of_one_id_give_one_response(server: Server) {
    let (id, _) = server.survey("relational-nps", &Value::Null);
    let replies = at_once(33, |i| {
        let body = json!({ "answers": { "recommend": i % 11 }, "external_id": "x" });
        let reply = add(&server, &id, &body);
        (reply.status, reply.json()["id"].clone())
    });
    assert!(
        replies
            .iter()
            .all(|(s, i)| [200, 201].contains(s) && *i == replies[0].1),
        "{replies:?}"
    );
    assert_eq!(replies.iter().filter(|(s, _)| *s == 201).count(), 1);
    assert_eq!(all(&server, &id).len(), 1);
    // No holes: the next one is the second.
    let next = add(&server, &id, &json!({ "answers": { "recommend": 1 } }));
    assert_eq!(next.json()["ordinal"], 2);
}

fn lists_are_paged_and_filtered(server: Server) {
    let (id, _) = server.survey("relational-nps", &Value::Null);
    for day in 1..=9 {
        let state = if day % 3 == 0 { "partial" } else { "complete" };
        let body = json!({
            "answers": { "recommend": day }, "answered_at": format!("2026-01-0{day}"),
            "state": state, "language": "nl",
        });
        assert_eq!(add(&server, &id, &body).status, 201);
    }
    let list = |query: &str| server.get_json(&format!("{}?{query}", responses(&id)));
    let first = list("limit=4");
    assert_eq!(first["responses"].as_array().map(Vec::len), Some(4));
    let cursor = first["next_cursor"].as_str().expect("more").to_owned();
    let second = list(&format!("limit=5&cursor={cursor}"));
    assert_eq!(second["responses"][0]["ordinal"], 5);
    assert_eq!(second["next_cursor"], Value::Null);
    assert_eq!(
        list("state=partial")["responses"].as_array().map(Vec::len),
        Some(3)
    );
    let days = list("from=2026-01-03&to=2026-01-05&state=complete");
    let days: Vec<&Value> = days["responses"]
        .as_array()
        .expect("a list")
        .iter()
        .map(|r| &r["ordinal"])
        .collect();
    assert_eq!(days, [4, 5]);
    for bad in [
        "limit=0",
        "limit=1001",
        "limit=1e9",
        "limit=-1",
        "page=2",
        "sort=x",
        "state=erased",
        "cursor=x",
        "from=2026-02-30",
        "from=2026-02-02&to=2026-02-01",
        "state=complete%00",
    ] {
        let reply = server.api("GET", &format!("{}?{bad}", responses(&id)), None);
        assert!(
            [400, 422].contains(&reply.status),
            "{bad}: {}",
            reply.status
        );
    }
    let one = first["responses"][0]["id"]
        .as_str()
        .expect("an id")
        .to_owned();
    let path = format!("{}/{one}", responses(&id));
    assert_eq!(server.get_json(&path), first["responses"][0]);
}

fn a_zero_stays_a_zero(server: Server) {
    let (id, _) = server.survey("relational-nps", &Value::Null);
    let body = json!({ "answers": { "recommend": 0 }, "attributes": { "n": 0, "b": false } });
    assert_eq!(add(&server, &id, &body).status, 201);
    let stored = &all(&server, &id)[0];
    assert_eq!(stored["answers"]["recommend"], json!(0));
    assert_eq!(stored["attributes"], json!({ "b": "false", "n": "0" }));
    assert_eq!(
        (&stored["state"], &stored["channel"]),
        (&json!("complete"), &json!("api"))
    );
}

fn erased_means_erased(server: Server) {
    let (id, _) = server.survey("relational-nps", &Value::Null);
    let canary = "Canary-4711-Jansen";
    let body = |score: u8| {
        json!({
            "answers": { "recommend": score, "why": canary }, "attributes": { "name": canary },
            "external_id": canary,
        })
    };
    let made = add(&server, &id, &body(3)).json()["id"]
        .as_str()
        .expect("an id")
        .to_owned();
    assert_eq!(
        add(&server, &id, &body(4)).status,
        200,
        "now it has a history"
    );
    let path = format!("{}/{made}", responses(&id));
    assert_eq!(server.api("DELETE", &path, None).status, 204);
    assert_eq!(
        server.api("DELETE", &path, None).status,
        204,
        "twice is fine"
    );
    assert_eq!(server.api("GET", &path, None).status, 410);
    assert_eq!(all(&server, &id), Vec::<Value>::new());
    assert_eq!(
        add(&server, &id, &body(5)).status,
        410,
        "it doesn't come back"
    );
    let bulk = server.api(
        "POST",
        &format!("{}/bulk", responses(&id)),
        Some(&json!({ "responses": [body(6), { "answers": { "recommend": 1 } }] })),
    );
    let bulk = bulk.json();
    assert_eq!((&bulk["erased"], &bulk["created"]), (&json!(1), &json!(1)));
    let left = crate::respondent::dump(&server, "response");
    assert!(!left.contains(canary), "{left}");
    assert!(!crate::respondent::dump(&server, "response_revision").contains(canary));
}

fn closed_surveys_take_nothing_new(server: Server) {
    let (id, _) = server.survey("relational-nps", &Value::Null);
    let body = json!({ "answers": { "recommend": 9 }, "external_id": "x" });
    let first = add(&server, &id, &body);
    let keyed = add_keyed(&server, &id, "k", &json!({ "answers": { "recommend": 8 } }));
    let close = server.api("POST", &format!("/api/v1/surveys/{id}/close"), None);
    assert_eq!(close.status, 200, "{}", close.text());
    let refused = add(&server, &id, &json!({ "answers": { "recommend": 9 } }));
    assert_eq!(refused.status, 409);
    assert!(
        refused.text().contains("survey is not open"),
        "{}",
        refused.text()
    );
    // What was stored while it was open is acknowledged again.
    assert_eq!(add(&server, &id, &body).json(), first.json());
    let again = add_keyed(&server, &id, "k", &json!({ "answers": { "recommend": 8 } }));
    assert_eq!((again.status, again.text()), (201, keyed.text()));
    assert_eq!(all(&server, &id).len(), 2);
    let draft = server.api(
        "POST",
        "/api/v1/surveys",
        Some(&json!({ "template": "enps", "title": "Draft" })),
    );
    let draft = draft.json()["id"].as_str().expect("an id").to_owned();
    assert_eq!(
        add(&server, &draft, &json!({ "answers": { "recommend": 9 } })).status,
        409
    );
}

/// Bodies nobody sends in earnest, each with the statuses it may get.
fn hostile_bodies() -> Vec<(String, Vec<u16>)> {
    let answers = |inner: &str| format!(r#"{{"answers":{{{inner}}}}}"#);
    let long = "x".repeat(10_001);
    vec![
        (answers(r#""recommend":1,"recommend":2"#), vec![400, 422]),
        (answers(r#""recommend":1e999"#), vec![400]),
        (answers(r#""recommend":9.5"#), vec![422]),
        (answers(r#""recommend":"9""#), vec![422]),
        (answers(r#""recommend":9,"why":"\ud800""#), vec![400]),
        (answers(r#""recommend":9,"why":"a\u0000b""#), vec![422]),
        (
            answers(&format!(r#""recommend":9,"why":"{long}""#)),
            vec![422],
        ),
        (
            answers(&format!(r#""recommend":9,"why":"{}""#, "x".repeat(1 << 20))),
            vec![413],
        ),
        (
            answers(&format!(r#""recommend":[{}1]"#, "1,".repeat(100_000))),
            vec![422],
        ),
        (
            format!(r#"{{"answers":{{"why":{}"#, "[".repeat(100_000)),
            vec![400],
        ),
        (
            r#"{"answers":{"recommend":9},"score":9}"#.to_owned(),
            vec![400, 422],
        ),
        (
            r#"{"answers":{"recommend":9},"attributes":{"a\u0000":"b"}}"#.to_owned(),
            vec![422],
        ),
        (
            r#"{"answers":{"recommend":9},"external_id":"a\u0000"}"#.to_owned(),
            vec![422],
        ),
        (
            r#"{"answers":{"recommend":9},"answered_at":"2999-01-01"}"#.to_owned(),
            vec![422],
        ),
        (r#"{"answers":{"recommend":9}} {}"#.to_owned(), vec![400]),
        (r#"{"answers":{"recommend":9}"#.to_owned(), vec![400]),
        ("\u{feff}".to_owned(), vec![400]),
    ]
}

fn hostile_bodies_store_nothing(server: Server) {
    let (id, _) = server.survey("relational-nps", &Value::Null);
    let post = |text: String| {
        server
            .request("POST", &responses(&id))
            .header("Authorization", &format!("Bearer {}", server.key))
            .body("application/json", text.into_bytes())
            .send()
    };
    for (text, expected) in hostile_bodies() {
        let reply = post(text.clone());
        let shown: String = text.chars().take(80).collect();
        assert!(
            expected.contains(&reply.status),
            "{shown}: {} {}",
            reply.status,
            reply.text()
        );
    }
    let long = json!({ "answers": { "recommend": 9, "why": "x".repeat(10_001) } });
    let named = post(long.to_string());
    assert!(
        named.text().contains("10000"),
        "the limit is named: {}",
        named.text()
    );
    assert_eq!(all(&server, &id), Vec::<Value>::new());
    let plain = server
        .request("POST", &responses(&id))
        .header("Authorization", &format!("Bearer {}", server.key))
        .body("text/plain", b"{}".to_vec())
        .send();
    assert_eq!(plain.status, 415);
}

fn text_is_stored_byte_for_byte(server: Server) {
    let (id, _) = server.survey("relational-nps", &Value::Null);
    let texts = [
        "  rand \n\t spaties ",
        "\u{202e}RTL\u{202c}",
        "zero\u{200b}width",
        "👩‍👩‍👧‍👦🏳️‍🌈",
        "e\u{301} é",
        "İıI",
        "=1+1",
        "<script>alert(1)</script>",
        "'; DROP TABLE response; --",
        "$& \\ %_",
        "𝒳\u{10FFFF}",
    ];
    for text in texts {
        let body =
            json!({ "answers": { "recommend": 5, "why": text }, "attributes": { "a": text } });
        assert_eq!(add(&server, &id, &body).status, 201, "{text:?}");
    }
    for (stored, text) in all(&server, &id).iter().zip(texts) {
        assert_eq!(stored["answers"]["why"], json!(text));
        assert_eq!(stored["attributes"]["a"], json!(text));
    }
}

fn foreign_and_unknown_look_the_same(server: Server) {
    let (id, _) = server.survey("relational-nps", &Value::Null);
    let (other, _) = server.survey("relational-nps", &Value::Null);
    let made = add(&server, &other, &json!({ "answers": { "recommend": 9 } })).json();
    let made = made["id"].as_str().expect("an id");
    for path in [
        responses("00000000000000000000000000"),
        responses("%27%20OR%201=1"),
        format!("{}/{made}", responses(&id)),
        format!("{}/..%2f..", responses(&id)),
        format!("{}/%00", responses(&id)),
        responses("%00"),
    ] {
        let reply = server.api("GET", &path, None);
        assert_eq!(reply.status, 404, "{path}: {}", reply.text());
    }
    let reply = server.api("DELETE", &format!("{}/{made}", responses(&id)), None);
    assert_eq!(reply.status, 404);
    let read_only = server
        .request("POST", &responses(&id))
        .header("Authorization", &format!("Bearer {}", server.read_key))
        .json(&json!({ "answers": { "recommend": 9 } }))
        .send();
    assert_eq!(read_only.status, 403);
    assert_eq!(
        server
            .request("POST", &responses(&id))
            .json(&json!({}))
            .send()
            .status,
        401
    );
    assert_eq!(all(&server, &other).len(), 1);
}
