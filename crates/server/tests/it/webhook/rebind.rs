//! Trust D5: a name that leads to a public place when it is looked at, and into our own network when
//! it is called. The binary runs with a resolver that a test tells what to answer, look by look;
//! the place inside is a port of this machine, on which nobody may ever knock.

use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use serde_json::{Value, json};
use tempfile::TempDir;

use super::on_each;
use crate::harness::{Backend, Server, eventually};

on_each!(a_name_that_leads_elsewhere_meanwhile_never_leads_inside);

/// A public place; what is called there comes to nothing.
const ELSEWHERE: &str = "93.184.216.34";

/// The resolver, built for this test.
fn library(folder: &Path) -> PathBuf {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/webhook/rebind.c");
    let built = folder.join("rebind.so");
    let status = Command::new("cc")
        .args(["-shared", "-fPIC", "-O1", "-o"])
        .arg(&built)
        .arg(&source)
        .args(["-ldl", "-lpthread"])
        .status()
        .expect("a C compiler, which Rust links with too");
    assert!(status.success());
    built
}

/// Counts who knocks at the port inside.
fn inside(address: &str) -> (TcpListener, Arc<AtomicUsize>) {
    let listener = TcpListener::bind(address).expect("a port of our own");
    let knocks = Arc::new(AtomicUsize::new(0));
    let (own, counted) = (listener.try_clone().expect("a socket"), knocks.clone());
    std::thread::spawn(move || {
        for _ in own.incoming() {
            counted.fetch_add(1, Ordering::SeqCst);
        }
    });
    (listener, knocks)
}

fn a_name_that_leads_elsewhere_meanwhile_never_leads_inside(backend: Backend) {
    let folder = TempDir::new().expect("a folder");
    let plan = folder.path().join("plan");
    let library = library(folder.path());
    // A loopback address for each database, as both run at once.
    let ip = match backend {
        Backend::Sqlite => "127.0.0.31",
        Backend::Postgres => "127.0.0.32",
    };
    let (_listener, knocks) = inside(&format!("{ip}:8443"));
    let say = |answers: &[&str]| {
        std::fs::write(&plan, answers.join("\n") + "\n").expect("a file");
    };
    let looks = || {
        let log = std::fs::read_to_string(format!("{}.log", plan.display())).unwrap_or_default();
        log.lines().map(str::to_owned).collect::<Vec<_>>()
    };
    let environment = [
        ("LD_PRELOAD", library.to_str().expect("a path")),
        ("REBIND_PLAN", plan.to_str().expect("a path")),
        ("LUISTER_WEBHOOK_TEMPO", "100000/1500"),
    ];
    say(&[ELSEWHERE]);
    let server = Server::start_with(backend, &environment);
    let add = || {
        let new = json!({ "kind": "standard", "name": "CRM",
                          "url": "https://rebind.example:8443/hook" });
        server.api("POST", "/api/v1/webhooks", Some(&new))
    };

    // Inside when it is saved: refused.
    say(&[ip]);
    let refused = add();
    assert_eq!(refused.status, 422, "{}", refused.text());
    assert!(!refused.text().contains("127.0.0"), "{}", refused.text());
    // Neither is half of it inside.
    say(&[ELSEWHERE]);
    let made = add();
    assert_eq!(made.status, 201, "{}", made.text());
    let id = made.json()["id"].as_str().expect("an id").to_owned();
    let before = looks().len();
    assert!(before >= 2, "it was looked up: {:?}", looks());

    // Public at one look and inside at the next, again and again. A client that looks once to
    // check and once to connect would be inside at the first call.
    let mixed: Vec<&str> = [ELSEWHERE, ip].repeat(40);
    say(&mixed);
    let test = || {
        let path = format!("/api/v1/webhooks/{id}/test");
        let reply = server.api("POST", &path, None);
        assert_eq!(reply.status, 202, "{}", reply.text());
        reply.json()["delivery_id"]
            .as_str()
            .expect("an id")
            .to_owned()
    };
    let delivery = |delivery_id: &str| -> Value {
        server.get_json(&format!("/api/v1/webhooks/{id}/deliveries/{delivery_id}"))
    };
    let delivery_id = test();
    let tried = eventually("it is tried four times", || {
        let found = delivery(&delivery_id);
        (found["tries"].as_u64().expect("a number") >= 4).then_some(found)
    });
    assert_ne!(tried["state"], "delivered");
    let attempts = tried["attempts"].to_string();
    assert!(!attempts.contains("127.0.0"), "{attempts}");
    assert!(
        attempts.contains("no public place"),
        "some were refused: {attempts}"
    );
    let asked = looks();
    assert!(asked.len() >= before + 4, "{asked:?}");
    assert!(asked.iter().any(|answer| answer == ip), "{asked:?}");
    assert_eq!(knocks.load(Ordering::SeqCst), 0, "nobody knocked inside");
}
