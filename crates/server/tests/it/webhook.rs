//! Telling other systems: signed, tried for days, never twice at once, never into our own network.

mod pages;
mod rebind;
pub(crate) mod receiver;
mod refused;

use std::time::{Duration, Instant};

use serde_json::{Value, json};

use self::receiver::{Act, Receiver};
use crate::harness::{Backend, Server, eventually};
use crate::smtp::Smtp;

/// The plan of 75 hours in under three seconds; a call lasts at most this long.
const HURRY: f64 = 100_000.0;
const TIMEOUT: Duration = Duration::from_millis(1500);
/// Waits of the plan, in seconds.
const WAITS_S: [f64; 9] = [
    5.0, 300.0, 1800.0, 7200.0, 18_000.0, 36_000.0, 50_400.0, 72_000.0, 86_400.0,
];

/// Makes a test on each database of `fn name(backend: Backend)`.
macro_rules! on_each {
    ($($name:ident),* $(,)?) => {$(
        mod $name {
            #[test]
            fn sqlite() {
                super::$name(crate::harness::Backend::Sqlite);
            }
            #[test]
            fn postgres() {
                super::$name(crate::harness::Backend::Postgres);
            }
        }
    )*};
}
use on_each;

on_each!(
    a_receiver_that_fails_nine_times_is_told_in_the_end,
    a_dead_letter_is_seen_told_and_sent_again,
    replies_have_their_consequence,
    a_receiver_that_hangs_holds_up_nobody,
    two_secrets_sign_while_a_receiver_changes,
    a_delivery_outlives_a_kill,
    answers_are_told,
);

#[test]
fn two_nodes_share_the_work() {
    nodes_share_the_work();
}

fn server(backend: Backend, receiver: &Receiver) -> Server {
    server_with(backend, receiver, &[])
}

fn server_with(backend: Backend, receiver: &Receiver, more: &[(&str, &str)]) -> Server {
    let (allow, tempo) = (receiver.allow(), format!("{HURRY}/{}", TIMEOUT.as_millis()));
    let mut environment = vec![
        ("LUISTER_OUTBOUND_ALLOW", allow.as_str()),
        ("LUISTER_WEBHOOK_TEMPO", tempo.as_str()),
    ];
    environment.extend(more);
    Server::start_with(backend, &environment)
}

/// A signed webhook for all events; its id and secret.
fn add(server: &Server, url: &str) -> (String, String) {
    let new = json!({ "kind": "standard", "name": url, "url": url });
    let reply = server.api("POST", "/api/v1/webhooks", Some(&new));
    assert_eq!(reply.status, 201, "{}", reply.text());
    let made = reply.json();
    let text = |name: &str| made[name].as_str().expect("a text").to_owned();
    (text("id"), text("secret"))
}

/// Has a test sent; the id of its delivery.
fn test(server: &Server, id: &str) -> String {
    let reply = server.api("POST", &format!("/api/v1/webhooks/{id}/test"), None);
    assert_eq!(reply.status, 202, "{}", reply.text());
    reply.json()["delivery_id"]
        .as_str()
        .expect("an id")
        .to_owned()
}

fn delivery(server: &Server, id: &str, delivery_id: &str) -> Value {
    server.get_json(&format!("/api/v1/webhooks/{id}/deliveries/{delivery_id}"))
}

/// The delivery once it is in this state.
fn ended(server: &Server, id: &str, delivery_id: &str, state: &str) -> Value {
    eventually(&format!("{delivery_id} is {state}"), || {
        Some(delivery(server, id, delivery_id)).filter(|d| d["state"] == state)
    })
}

fn patch(server: &Server, id: &str, changes: &Value) -> Value {
    let reply = server.api("PATCH", &format!("/api/v1/webhooks/{id}"), Some(changes));
    assert_eq!(reply.status, 200, "{}", reply.text());
    reply.json()
}

fn a_receiver_that_fails_nine_times_is_told_in_the_end(backend: Backend) {
    let receiver = Receiver::start();
    let server = server(backend, &receiver);
    let mut acts = vec![Act::Say(500); 9];
    acts.push(Act::Say(200));
    receiver.script("/a", &acts);
    let (id, secret) = add(&server, &receiver.url("/a"));
    let delivery_id = test(&server, &id);
    let calls = receiver.wait_for("/a", 10);
    let done = ended(&server, &id, &delivery_id, "delivered");

    let mut stamps = Vec::new();
    for call in &calls {
        assert_eq!(call.id(), delivery_id, "the same id on every try");
        assert_eq!(call.signed_by(&[&secret]), [true]);
        assert_eq!(call.header("content-type"), "application/json");
        assert_eq!(call.body, calls[0].body, "the same body");
        stamps.push(
            call.header("webhook-timestamp")
                .parse::<i64>()
                .expect("seconds"),
        );
    }
    let now = platform::Clock::system().now_us() / 1_000_000;
    assert!(stamps.is_sorted() && stamps[9] > stamps[0], "{stamps:?}");
    assert!(
        stamps.iter().all(|s| (now - 60..=now).contains(s)),
        "{stamps:?}"
    );
    let body = calls[0].json();
    assert_eq!(body["type"], "webhook.test");
    assert_eq!(body["data"]["title"], "A test from Luister");
    assert!(body["timestamp"].as_str().is_some_and(|t| t.ends_with('Z')));
    assert!(!delivery_id.contains('.'));

    // By the plan, with its jitter: looked at where waits are long beside the time of a call.
    for (at, wait_s) in WAITS_S.iter().enumerate().skip(6) {
        let waited = (calls[at + 1].at - calls[at].at).as_secs_f64();
        let wanted = wait_s / HURRY;
        assert!(
            (wanted * 0.8..wanted * 1.2 + 0.4).contains(&waited),
            "wait {at}: {waited} s instead of {wanted} s"
        );
    }
    let attempts = done["attempts"].as_array().expect("a list");
    assert_eq!(attempts.len(), 10);
    assert_eq!(
        (&attempts[0]["status"], &attempts[0]["attempt"]),
        (&json!(200), &json!(10))
    );
    assert_eq!(attempts[9]["said"], "<b>said 500</b>");
    let one = server.get_json(&format!("/api/v1/webhooks/{id}"));
    assert_eq!(
        (&one["dead"], &one["waiting"], &one["failing_since"]),
        (&json!(0), &json!(0), &Value::Null)
    );
}

fn a_dead_letter_is_seen_told_and_sent_again(backend: Backend) {
    let (receiver, smtp) = (Receiver::start(), Smtp::start());
    let url = smtp.url();
    let server = server_with(
        backend,
        &receiver,
        &[
            ("LUISTER_SMTP_URL", url.as_str()),
            ("LUISTER_MAIL_FROM", "Acme <feedback@acme.example>"),
        ],
    );
    receiver.script("/a", &[Act::Say(503)]);
    let (id, secret) = add(&server, &receiver.url("/a"));
    let first = test(&server, &id);
    let dead = ended(&server, &id, &first, "dead");
    assert_eq!(
        (&dead["tries"], &dead["next_try_at"]),
        (&json!(10), &Value::Null)
    );
    let mail = smtp.wait_for(1).pop().expect("a mail");
    assert_eq!(mail.to, ["admin@example.com"]);
    assert!(
        mail.text().contains(&format!("/settings/webhooks/{id}")),
        "{}",
        mail.text()
    );

    let letters = |state: &str| {
        let path = format!("/api/v1/webhooks/{id}/deliveries?state={state}");
        server.get_json(&path)["deliveries"]
            .as_array()
            .expect("a list")
            .clone()
    };
    assert_eq!(letters("dead").len(), 1);
    assert_eq!(letters("delivered").len(), 0);

    // Again, with the same id; then all that are left.
    receiver.script("/a", &[Act::Say(200)]);
    let path = format!("/api/v1/webhooks/{id}/deliveries/{first}/send-again");
    assert_eq!(server.api("POST", &path, None).status, 204);
    ended(&server, &id, &first, "delivered");
    let calls = receiver.calls("/a");
    assert_eq!(calls.len(), 11);
    assert!(
        calls
            .iter()
            .all(|c| c.id() == first && c.signed_by(&[&secret]) == [true])
    );
    // What nobody took for days switches the webhook off.
    receiver.script("/a", &[Act::Say(500)]);
    let more: Vec<String> = (0..3).map(|_| test(&server, &id)).collect();
    let off = eventually("it is switched off", || {
        let _ = server.api("POST", &format!("/api/v1/webhooks/{id}/test"), None);
        std::thread::sleep(Duration::from_millis(200));
        let one = server.get_json(&format!("/api/v1/webhooks/{id}"));
        (one["is_on"] == false).then_some(one)
    });
    assert_eq!(
        (&off["off_reason"], &off["waiting"]),
        (&json!("failing"), &json!(0))
    );
    smtp.wait_for(2);
    let conflict = server.api("POST", &format!("/api/v1/webhooks/{id}/send-again"), None);
    assert_eq!(conflict.status, 409, "{}", conflict.text());
    receiver.script("/a", &[Act::Say(200)]);
    let on = patch(&server, &id, &json!({ "is_on": true }));
    assert_eq!(
        (&on["is_on"], &on["off_reason"]),
        (&json!(true), &Value::Null)
    );
    let reply = server.api("POST", &format!("/api/v1/webhooks/{id}/send-again"), None);
    assert_eq!(reply.json()["count"], off["dead"]);
    for delivery_id in &more {
        ended(&server, &id, delivery_id, "delivered");
    }
}

fn replies_have_their_consequence(backend: Backend) {
    let receiver = Receiver::start();
    let server = server(backend, &receiver);
    // A redirect is a failure and not followed.
    for status in [301, 302, 307, 308] {
        let path = format!("/moved/{status}");
        let elsewhere = receiver.url("/elsewhere");
        receiver.script(
            &path,
            &[Act::With(status, "Location", elsewhere), Act::Say(200)],
        );
        let (id, _) = add(&server, &receiver.url(&path));
        let delivery_id = test(&server, &id);
        let done = ended(&server, &id, &delivery_id, "delivered");
        assert_eq!(done["attempts"][1]["status"], status);
        assert_eq!(receiver.calls(&path).len(), 2);
    }
    assert_eq!(receiver.calls("/elsewhere").len(), 0);

    // Gone is gone: nothing more, also of what waits.
    receiver.script("/gone", &[Act::Say(410)]);
    let (id, _) = add(&server, &receiver.url("/gone"));
    let deliveries = [test(&server, &id), test(&server, &id)];
    for delivery_id in &deliveries {
        ended(&server, &id, delivery_id, "dead");
    }
    let one = server.get_json(&format!("/api/v1/webhooks/{id}"));
    assert_eq!(
        (&one["is_on"], &one["off_reason"]),
        (&json!(false), &json!("gone"))
    );
    assert_eq!(receiver.calls("/gone").len(), 1);
    let refused = server.api("POST", &format!("/api/v1/webhooks/{id}/test"), None);
    assert_eq!(refused.status, 409);

    // The receiver's own wish is kept, for all that is meant for it.
    let wish = Act::With(429, "Retry-After", "2".to_owned());
    receiver.script("/busy", &[wish, Act::Say(200)]);
    let (id, _) = add(&server, &receiver.url("/busy"));
    let first = test(&server, &id);
    receiver.wait_for("/busy", 1);
    let second = test(&server, &id);
    for delivery_id in [&first, &second] {
        ended(&server, &id, delivery_id, "delivered");
    }
    let calls = receiver.calls("/busy");
    assert_eq!(calls.len(), 3);
    assert!(calls[1].at - calls[0].at >= Duration::from_secs(2));

    // One delivery that is refused as such holds up no other.
    receiver.script("/bad", &[Act::Say(400), Act::Say(200)]);
    let (id, _) = add(&server, &receiver.url("/bad"));
    for delivery_id in [test(&server, &id), test(&server, &id)] {
        ended(&server, &id, &delivery_id, "delivered");
    }
    assert!(receiver.calls("/bad").iter().all(|c| c.at_once == 1));
}

/// D4: the real timeout and plan, so that the hanging calls last.
fn a_receiver_that_hangs_holds_up_nobody(backend: Backend) {
    let receiver = Receiver::start();
    let allow = receiver.allow();
    let server = Server::start_with(backend, &[("LUISTER_OUTBOUND_ALLOW", &allow)]);
    let hanging: Vec<String> = (0..45)
        .map(|n| {
            let path = format!("/hangs/{n}");
            receiver.script(&path, &[Act::Hang(Duration::from_secs(60))]);
            add(&server, &receiver.url(&path)).0
        })
        .collect();
    let (well, _) = add(&server, &receiver.url("/well"));
    for id in &hanging {
        test(&server, id);
        test(&server, id);
    }
    receiver.wait_for("/hangs/44", 1);
    for n in 1..=10 {
        let started = Instant::now();
        let delivery_id = test(&server, &well);
        ended(&server, &well, &delivery_id, "delivered");
        let took = started.elapsed();
        assert!(took < Duration::from_secs(5), "delivery {n} took {took:?}");
    }
    for n in 0..45 {
        assert_eq!(
            receiver.calls(&format!("/hangs/{n}")).len(),
            1,
            "one call at a time"
        );
    }
}

fn two_secrets_sign_while_a_receiver_changes(backend: Backend) {
    let receiver = Receiver::start();
    let server = server(backend, &receiver);
    let (id, old) = add(&server, &receiver.url("/a"));
    let reply = server.api("POST", &format!("/api/v1/webhooks/{id}/secret"), None);
    assert_eq!(reply.status, 200, "{}", reply.text());
    let new = reply.json()["secret"]
        .as_str()
        .expect("a secret")
        .to_owned();
    assert_ne!(old, new);
    let delivery_id = test(&server, &id);
    ended(&server, &id, &delivery_id, "delivered");
    let call = receiver.wait_for("/a", 1).remove(0);
    assert_eq!(call.header("webhook-signature").split(' ').count(), 2);
    assert_eq!(call.signed_by(&[&new, &old]), [true, true]);
    // A reply that isn't for it never holds a secret.
    for path in [
        "/api/v1/webhooks".to_owned(),
        format!("/api/v1/webhooks/{id}"),
        format!("/api/v1/webhooks/{id}/deliveries/{delivery_id}"),
    ] {
        assert!(
            !server.get_json(&path).to_string().contains("whsec_"),
            "{path}"
        );
    }
}

fn a_delivery_outlives_a_kill(backend: Backend) {
    let receiver = Receiver::start();
    let server = server(backend, &receiver);
    receiver.script("/a", &[Act::Hang(Duration::from_secs(5)), Act::Say(200)]);
    let (id, secret) = add(&server, &receiver.url("/a"));
    let delivery_id = test(&server, &id);
    receiver.wait_for("/a", 1);
    server.kill_and_restart();
    let done = ended(&server, &id, &delivery_id, "delivered");
    let calls = receiver.calls("/a");
    assert_eq!(calls.len(), 2, "{done}");
    assert!(
        calls
            .iter()
            .all(|c| c.id() == delivery_id && c.signed_by(&[&secret]) == [true])
    );
}

fn nodes_share_the_work() {
    let receiver = Receiver::start();
    let first = server(Backend::Postgres, &receiver);
    let second = first.another(&[]);
    let paths: Vec<String> = (0..8).map(|n| format!("/n/{n}")).collect();
    let ids: Vec<String> = paths
        .iter()
        .map(|path| add(&first, &receiver.url(path)).0)
        .collect();
    for round in 0..12 {
        for id in &ids {
            test(if round % 2 == 0 { &first } else { &second }, id);
        }
    }
    for path in &paths {
        let calls = receiver.wait_for(path, 12);
        let mut told: Vec<String> = calls.iter().map(receiver::Call::id).collect();
        told.sort_unstable();
        told.dedup();
        assert_eq!(told.len(), 12, "each one: {calls:#?}");
        assert!(calls.iter().all(|c| c.at_once == 1), "one at a time");
    }
    std::thread::sleep(Duration::from_millis(500));
    for path in &paths {
        assert_eq!(receiver.calls(path).len(), 12, "and once");
    }
}

fn answers_are_told(backend: Backend) {
    let receiver = Receiver::start();
    let server = server(backend, &receiver);
    let (id, secret) = add(&server, &receiver.url("/a"));
    let (other, _) = add(&server, &receiver.url("/other"));
    patch(&server, &other, &json!({ "types": ["case.opened"] }));
    let (survey, _) = server.survey("relational-nps", &Value::Null);
    let answer = |score: u8| {
        json!({
            "external_id": "r1",
            "answers": { "recommend": score, "why": "a secret complaint" },
        })
    };
    let path = format!("/api/v1/surveys/{survey}/responses");
    let reply = server.api("POST", &path, Some(&answer(3)));
    assert!(reply.status < 300, "{}", reply.text());
    let response_id = reply.json()["id"].as_str().expect("an id").to_owned();
    let call = receiver.wait_for("/a", 1).remove(0);
    assert_eq!(call.signed_by(&[&secret]), [true]);
    let body = call.json();
    assert_eq!(body["type"], "response.created");
    assert_eq!(body["data"]["response_id"], response_id.as_str());
    assert_eq!(body["data"]["survey_id"], survey.as_str());
    assert_eq!(
        (&body["data"]["score"], &body["data"]["metric"]),
        (&json!(3), &json!("recommend"))
    );
    assert!(!call.body.contains("complaint"), "no words of customers");
    let listed = server.get_json(&format!("/api/v1/webhooks/{id}/deliveries"));
    assert_eq!(listed["deliveries"][0]["type"], "response.created");
    assert_eq!(receiver.calls("/other").len(), 0);
}
