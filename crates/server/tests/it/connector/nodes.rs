//! Several processes and one connection: each row is taken once, whoever asks for a run, and also
//! when the one that pulls dies.

use serde_json::json;

use super::afas::{Afas, connection};
use super::fake::{Fault, Host};
use super::{accounts, call, connect, path, patiently, runs};
use crate::harness::{Backend, at_once};
use std::time::Duration;

/// Organisations there are; with them comes one contact.
const ROWS: usize = 430;

#[test]
fn three_processes_take_each_row_of_a_connection_once() {
    let first = super::start(Backend::Postgres);
    let (second, third) = (first.another(&[]), first.another(&[]));
    let nodes = [&first, &second, &third];
    let host = Host::start(Afas::with(ROWS));
    let get = "GET /ProfitRestServices/connectors/Luister_Organisaties";
    host.fault(get, 1, Fault::Slow(Duration::from_millis(700)));
    let mut body = connection(&host);
    body["is_on"] = json!(true);
    body["every_minutes"] = json!(5);
    let id = connect(&first, &body);
    // Everybody asks for it, again and again, while it goes on.
    for _ in 0..5 {
        at_once(nodes.len(), |node| {
            call(nodes[node], "POST", &path(&id, "/run"), None);
        });
        std::thread::sleep(Duration::from_millis(150));
    }
    let done = |wanted: usize| {
        patiently("it is done", Duration::from_secs(60), || {
            let all = runs(&first, &id);
            let goes_on = all
                .iter()
                .any(|run| run["state"] == "running" || run["state"] == "waiting");
            (!goes_on && accounts(&first) == wanted).then_some(all)
        })
    };
    let all = done(ROWS);
    let sum = |name: &str| -> i64 {
        let of = |run: &serde_json::Value| run["rows"][name].as_i64().expect("a number");
        all.iter().map(of).sum()
    };
    assert_eq!(
        sum("created"),
        i64::try_from(ROWS).expect("few") + 1,
        "each once: {all:?}"
    );
    assert_eq!((sum("wrong"), sum("changed"), sum("gone")), (0, 0, 0));

    // The one that pulls dies in the middle: another one goes on, and takes nothing twice.
    host.with(|afas| afas.add(100));
    host.fault(get, 0, Fault::Slow(Duration::from_millis(900)));
    call(&first, "POST", &path(&id, "/run?everything=true"), None);
    std::thread::sleep(Duration::from_millis(600));
    second.kill_and_restart();
    third.kill_and_restart();
    let all = patiently("the others are there", Duration::from_secs(90), || {
        // Whoever died may have held the connection; nobody waits for that to end.
        let renamed = json!({ "name": "Profit" });
        call(&second, "PATCH", &path(&id, ""), Some(&renamed));
        call(&third, "POST", &path(&id, "/run"), None);
        std::thread::sleep(Duration::from_secs(2));
        (accounts(&first) == ROWS + 100).then(|| runs(&first, &id))
    });
    let created: i64 = all
        .iter()
        .map(|run| run["rows"]["created"].as_i64().expect("a number"))
        .sum();
    assert_eq!(created, i64::try_from(ROWS).expect("few") + 101, "{all:?}");
}
