//! Connections to other systems: what is pulled, what is pushed, and what goes wrong on the way.

mod afas;
mod fake;
mod gone;
mod hubspot;
mod nodes;
mod pages;
mod request_tracker;
mod salesforce;

use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::harness::{Backend, Server, eventually};

/// Makes a test on each database of `fn name(server: Server)`, where the server may call this
/// machine.
macro_rules! on_each {
    ($($name:ident),* $(,)?) => {$(
        mod $name {
            #[test]
            fn sqlite() {
                super::$name(crate::connector::start(crate::harness::Backend::Sqlite));
            }
            #[test]
            fn postgres() {
                super::$name(crate::connector::start(crate::harness::Backend::Postgres));
            }
        }
    )*};
}
use on_each;

/// Another system with one company, for whoever needs a connection.
pub struct Company;

impl Company {
    pub fn start() -> fake::Host<pages::Crm> {
        fake::Host::start(pages::Crm)
    }
}

fn start(backend: Backend) -> Server {
    Server::start_with(backend, &[("LUISTER_OUTBOUND_ALLOW", "127.0.0.1:*")])
}

/// A call that must succeed; its JSON, or null.
fn call(server: &Server, method: &str, path: &str, body: Option<&Value>) -> Value {
    let reply = server.api(method, path, body);
    assert!(
        (200..300).contains(&reply.status),
        "{method} {path}: {} {}",
        reply.status,
        reply.text()
    );
    if reply.body.is_empty() {
        Value::Null
    } else {
        reply.json()
    }
}

/// Makes a connection; its id.
fn connect(server: &Server, body: &Value) -> String {
    let made = call(server, "POST", "/api/v1/connectors", Some(body));
    made["connector_id"].as_str().expect("an id").to_owned()
}

fn path(id: &str, rest: &str) -> String {
    format!("/api/v1/connectors/{id}{rest}")
}

/// Asks for a run, and waits for its end; the run.
fn run(server: &Server, id: &str) -> Value {
    let before = runs(server, id).len();
    call(server, "POST", &path(id, "/run"), None);
    let found = patiently("the run ends", Duration::from_secs(30), || {
        let all = runs(server, id);
        let latest = all.first()?.clone();
        let is_over = latest["state"] == "done" || latest["state"] == "failed";
        (all.len() > before && is_over).then_some(latest)
    });
    let run_id = found["run_id"].as_str().expect("an id");
    server.get_json(&path(id, &format!("/runs/{run_id}")))
}

fn runs(server: &Server, id: &str) -> Vec<Value> {
    let all = server.get_json(&path(id, "/runs"));
    all["runs"].as_array().expect("a list").clone()
}

/// What a dry run of a stream says.
fn try_out(server: &Server, id: &str, stream: &str) -> Vec<Value> {
    let body = json!({ "stream": stream, "rows": 100 });
    let tried = call(server, "POST", &path(id, "/try"), Some(&body));
    tried["rows"].as_array().expect("a list").clone()
}

fn outcomes(rows: &[Value]) -> Vec<&str> {
    rows.iter()
        .map(|row| row["outcome"].as_str().expect("a word"))
        .collect()
}

/// Pushes in a state.
fn pushes(server: &Server, id: &str, state: &str) -> Vec<Value> {
    let all = server.get_json(&path(id, &format!("/pushes?state={state}")));
    all["pushes"].as_array().expect("a list").clone()
}

/// Tries for longer than [`eventually`] does.
pub fn patiently<T>(what: &str, limit: Duration, mut check: impl FnMut() -> Option<T>) -> T {
    let started = Instant::now();
    loop {
        if let Some(found) = check() {
            return found;
        }
        assert!(started.elapsed() < limit, "{what} did not happen in time");
        std::thread::sleep(Duration::from_millis(50));
    }
}

/// The account with this name.
fn account(server: &Server, name: &str) -> Option<Value> {
    let all = server.get_json(&format!(
        "/api/v1/accounts?q={}",
        crate::harness::encode(name)
    ));
    let list = all["accounts"].as_array().expect("a list").clone();
    let found = list.into_iter().find(|own| own["name"] == name)?;
    let id = found["account_id"].as_str().expect("an id");
    Some(server.get_json(&format!("/api/v1/accounts/{id}")))
}

/// The address of who has a role for an account.
fn responsible(account: &Value, role: &str) -> String {
    let all = account["responsibilities"].as_array().expect("a list");
    let found = all.iter().find(|own| own["role"] == role);
    found
        .and_then(|own| own["email"].as_str())
        .unwrap_or_default()
        .to_owned()
}

/// How many accounts there are.
fn accounts(server: &Server) -> usize {
    let all = server.get_json("/api/v1/accounts?limit=1000");
    all["accounts"].as_array().expect("a list").len()
}

/// The contact with this address.
fn contact(server: &Server, email: &str) -> Option<Value> {
    let all = server.get_json(&format!(
        "/api/v1/contacts?q={}",
        crate::harness::encode(email)
    ));
    let list = all["contacts"].as_array().expect("a list").clone();
    list.into_iter().find(|own| own["email"] == email)
}

/// Stores an answer of a contact.
fn answer(server: &Server, survey: &str, (question, score): (&str, u8), email: &str) -> String {
    let body = json!({ "answers": { question: score }, "attributes": { "email": email } });
    let made = call(
        server,
        "POST",
        &format!("/api/v1/surveys/{survey}/responses"),
        Some(&body),
    );
    made["id"].as_str().expect("an id").to_owned()
}

/// Waits until a push of this kind is done.
fn sent(server: &Server, id: &str, what: &str) {
    eventually(&format!("{what} is sent"), || {
        pushes(server, id, "done")
            .into_iter()
            .find(|push| push["what"] == what)
    });
}
