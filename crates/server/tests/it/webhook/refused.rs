//! What isn't called, at save and at send, and who may do what.

use platform::db::{Db, Location, Options};
use platform::{DbError, params};
use serde_json::{Value, json};

use super::receiver::Receiver;
use super::{add, delivery, on_each, server, test};
use crate::harness::{Backend, Server, eventually};
use crate::smtp::make_certificate;

on_each!(
    places_that_are_not_public_are_refused_at_save,
    and_at_send,
    what_is_wrong_is_named,
    only_who_may_does,
    a_certificate_must_be_trusted,
);

/// Addresses that lead, or may lead, into our own network.
const REFUSED: [&str; 24] = [
    "http://127.1/",
    "https://127.1/",
    "https://0x7f000001/",
    "https://017700000001/",
    "https://2130706433/",
    "https://127.0.0.1/",
    "https://127.0.0.1:8443/",
    "https://[::1]/",
    "https://[::ffff:169.254.169.254]/",
    "https://[::ffff:a9fe:a9fe]/",
    "https://[64:ff9b::a9fe:a9fe]/",
    "https://[2002:7f00:1::]/",
    "https://0.0.0.0/",
    "https://100.64.0.1/",
    "https://[fd00::8]/",
    "https://[fe80::1]/",
    "https://localhost/",
    "https://user@example.com/",
    "https://example.com@127.0.0.1/",
    "file:///etc/passwd",
    "gopher://127.0.0.1:6379/_x",
    "https://8.8.8.8:25/",
    "https://8.8.8.8:6379/",
    "http://169.254.169.254/latest/meta-data/",
];

fn places_that_are_not_public_are_refused_at_save(backend: Backend) {
    let receiver = Receiver::start();
    let server = server(backend, &receiver);
    let (id, _) = add(&server, &receiver.url("/a"));
    let slack = json!({ "kind": "slack", "name": "Team", "url": receiver.url("/slack") });
    let made = server.api("POST", "/api/v1/webhooks", Some(&slack)).json();
    let chat = format!("/api/v1/webhooks/{}", made["id"].as_str().expect("an id"));
    for url in REFUSED {
        for kind in ["standard", "slack", "teams"] {
            let new = json!({ "kind": kind, "name": "x", "url": url });
            let reply = server.api("POST", "/api/v1/webhooks", Some(&new));
            assert_eq!(reply.status, 422, "{kind} {url}: {}", reply.text());
            assert_eq!(reply.json()["errors"][0]["pointer"], "/url", "{url}");
        }
        let change = json!({ "url": url });
        for path in [&format!("/api/v1/webhooks/{id}"), &chat] {
            let reply = server.api("PATCH", path, Some(&change));
            assert_eq!(reply.status, 422, "{url}: {}", reply.text());
        }
    }
    // Whether anything listens there makes no difference in what is said.
    let closed = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
    let closed_port = closed.local_addr().expect("an address").port();
    drop(closed);
    let own = server
        .base_url
        .rsplit(':')
        .next()
        .expect("a port")
        .to_owned();
    let said = |port: &str| {
        let new =
            json!({ "kind": "standard", "name": "x", "url": format!("http://127.0.0.1:{port}/") });
        let reply = server.api("POST", "/api/v1/webhooks", Some(&new));
        assert_eq!(reply.status, 422);
        reply.json()["errors"].clone()
    };
    assert_eq!(said(&own), said(&closed_port.to_string()));
    // The address of a channel is its secret: nobody reads it again.
    let shown = server.get_json(&chat).to_string();
    assert!(!shown.contains("/slack\""), "{shown}");
}

/// Puts another address under a webhook, as a name would that leads elsewhere by now.
fn lead_elsewhere(server: &Server, webhook_id: &str, url: &str) {
    let location = match &server.database_url {
        Some(url) => url.parse().expect("an address"),
        None => Location::Sqlite(server.data.path().join("luister.db")),
    };
    let (webhook_id, url) = (webhook_id.to_owned(), url.to_owned());
    let db = Db::open(&location, Options::default()).expect("a database");
    let stored = db.write(move |tx| {
        let rows = tx.execute(
            "UPDATE webhook SET url = $2 WHERE webhook_id = $1",
            params![&webhook_id, &url],
        )?;
        assert_eq!(rows, 1);
        Ok::<_, DbError>(())
    });
    tokio::runtime::Runtime::new()
        .expect("a runtime")
        .block_on(stored)
        .expect("it is stored");
}

fn and_at_send(backend: Backend) {
    let receiver = Receiver::start();
    let hidden = Receiver::start();
    let server = server(backend, &receiver);
    let (id, _) = add(&server, &receiver.url("/a"));
    let mut said = Vec::new();
    let inside = [hidden.url("/inside"), "http://127.0.0.1:1/".to_owned()];
    let others = [
        "https://[::ffff:169.254.169.254]/",
        "https://localhost/",
        "https://127.1/",
    ];
    for url in inside.iter().map(String::as_str).chain(others) {
        lead_elsewhere(&server, &id, url);
        let delivery_id = test(&server, &id);
        let tried = eventually("it is tried", || {
            Some(delivery(&server, &id, &delivery_id)).filter(|d| d["tries"] != 0)
        });
        assert_eq!(tried["attempts"][0]["status"], Value::Null, "{url}");
        said.push(
            tried["attempts"][0]["said"]
                .as_str()
                .expect("words")
                .to_owned(),
        );
    }
    assert_eq!(said[0], said[1], "open or closed is not told");
    assert_eq!(hidden.calls("/inside").len(), 0);
}

fn a_certificate_must_be_trusted(backend: Backend) {
    let folder = tempfile::TempDir::new().expect("a temporary folder");
    let certificate = make_certificate(folder.path());
    let receiver = Receiver::start_tls(&certificate);
    let allow = format!("localhost:{}", receiver.port);
    let url = format!("https://localhost:{}/a", receiver.port);
    let authorities = certificate.to_string_lossy().into_owned();
    let allowed = ("LUISTER_OUTBOUND_ALLOW", allow.as_str());
    for trusts in [false, true] {
        let more = trusts.then_some(("SSL_CERT_FILE", authorities.as_str()));
        let environment: Vec<_> = [allowed].into_iter().chain(more).collect();
        let server = Server::start_with(backend, &environment);
        let (id, secret) = add(&server, &url);
        let delivery_id = test(&server, &id);
        let tried = eventually("it is tried", || {
            Some(delivery(&server, &id, &delivery_id)).filter(|d| d["tries"] != 0)
        });
        let calls = receiver.calls("/a");
        if trusts {
            assert_eq!(tried["state"], "delivered", "{tried}");
            assert_eq!(calls[0].signed_by(&[&secret]), [true]);
            assert_eq!(calls[0].header("host"), allow);
        } else {
            let said = &tried["attempts"][0]["said"];
            assert_eq!(said, "the certificate is not trusted");
            assert_eq!(calls.len(), 0, "not a word before that");
        }
    }
}

fn what_is_wrong_is_named(backend: Backend) {
    let receiver = Receiver::start();
    let server = server(backend, &receiver);
    let url = receiver.url("/a");
    for (new, pointer) in [
        (
            json!({ "kind": "standard", "name": "", "url": url }),
            "/name",
        ),
        (
            json!({ "kind": "standard", "name": "x", "url": url, "types": ["no.such"] }),
            "/types/0",
        ),
        (
            json!({ "kind": "slack", "name": "x", "url": url, "types": ["case.opened"] }),
            "/types",
        ),
        (
            json!({ "kind": "teams", "name": "x", "url": "https://a.webhook.office.com/x" }),
            "/url",
        ),
    ] {
        let reply = server.api("POST", "/api/v1/webhooks", Some(&new));
        assert_eq!(reply.status, 422, "{}", reply.text());
        assert_eq!(reply.json()["errors"][0]["pointer"], pointer, "{new}");
    }
    for new in [
        json!({ "kind": "mail", "name": "x", "url": url }),
        json!({ "kind": "slack", "name": "x", "url": url, "secret": "mine" }),
        json!({ "kind": "slack", "name": "x" }),
    ] {
        let status = server.api("POST", "/api/v1/webhooks", Some(&new)).status;
        assert!([400, 422].contains(&status), "{new}: {status}");
    }
    let (id, _) = add(&server, &url);
    // Who changes what somebody else changed meanwhile is told.
    let path = format!("/api/v1/webhooks/{id}");
    let change = |name: &str, revision: &str| {
        server
            .request("PATCH", &path)
            .header("Authorization", &format!("Bearer {}", server.key))
            .header("If-Match", revision)
            .json(&json!({ "name": name }))
            .send()
            .status
    };
    assert_eq!(change("first", "\"1\""), 200);
    assert_eq!(change("second", "\"1\""), 412);
    assert_eq!(server.get_json(&path)["name"], "first");
    // The log of who did what knows all of it, and no address.
    let log = server.get_json("/api/v1/audit").to_string();
    assert!(
        log.contains("webhook.created") && log.contains("webhook.changed"),
        "{log}"
    );
    assert!(!log.contains("whsec_") && !log.contains(&url), "{log}");
    assert_eq!(server.api("DELETE", &path, None).status, 204);
    assert_eq!(server.api("GET", &path, None).status, 404);
    assert_eq!(server.api("DELETE", &path, None).status, 404);
}

fn only_who_may_does(backend: Backend) {
    let receiver = Receiver::start();
    let server = server(backend, &receiver);
    let (id, _) = add(&server, &receiver.url("/a"));
    let one = format!("/api/v1/webhooks/{id}");
    let as_reader = |method: &str, path: &str, body: Option<&Value>| {
        server
            .request(method, path)
            .header("Authorization", &format!("Bearer {}", server.read_key))
            .maybe_json(body)
            .send()
            .status
    };
    let new = json!({ "kind": "standard", "name": "x", "url": receiver.url("/b") });
    assert_eq!(as_reader("POST", "/api/v1/webhooks", Some(&new)), 403);
    assert_eq!(as_reader("PATCH", &one, Some(&json!({ "name": "y" }))), 403);
    for (method, path) in [
        ("DELETE", one.clone()),
        ("POST", format!("{one}/secret")),
        ("POST", format!("{one}/test")),
        ("POST", format!("{one}/send-again")),
    ] {
        assert_eq!(as_reader(method, &path, None), 403, "{method} {path}");
    }
    for path in [
        "/api/v1/webhooks",
        "/api/v1/channels",
        &one,
        &format!("{one}/deliveries"),
    ] {
        assert_eq!(as_reader("GET", path, None), 200, "{path}");
        assert_eq!(server.request("GET", path).send().status, 401, "{path}");
    }
    let channels = server.get_json("/api/v1/channels");
    assert_eq!(channels["channels"][0]["id"], id.as_str());
    let unknown = platform::id::new();
    for path in [
        format!("/api/v1/webhooks/{unknown}"),
        format!("/api/v1/webhooks/{unknown}/deliveries"),
        format!("{one}/deliveries/{unknown}"),
    ] {
        assert_eq!(as_reader("GET", &path, None), 404, "{path}");
    }
    for query in ["?state=lost", "?limit=0", "?cursor=zz", "?color=red"] {
        let status = as_reader("GET", &format!("{one}/deliveries{query}"), None);
        assert!([400, 422].contains(&status), "{query}: {status}");
    }
}
