//! An acknowledged answer is never lost, however the process ends.

use std::collections::BTreeMap;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::Duration;

use serde_json::{Value, json};

use crate::harness::Server;
use crate::on_both;

on_both!(
    acknowledged_answers_survive_kill_9,
    a_full_export_equals_what_was_acknowledged
);

const CLIENTS: usize = 16;
const KILLS: usize = 12;

fn drivers() -> Value {
    json!([{ "key": "software", "text": { "en": "The software does what I need." } }])
}

/// All responses of a survey by external id, through the API's pages.
fn all_responses(server: &Server, survey: &str) -> BTreeMap<String, Vec<Value>> {
    let mut found: BTreeMap<String, Vec<Value>> = BTreeMap::new();
    let mut path = format!("/api/v1/surveys/{survey}/responses?limit=1000");
    loop {
        let page = server.get_json(&path);
        for response in page["responses"].as_array().expect("a list") {
            let id = response["external_id"]
                .as_str()
                .expect("an external id")
                .to_owned();
            found.entry(id).or_default().push(response.clone());
        }
        match page["next_cursor"].as_str() {
            Some(cursor) => {
                path = format!("/api/v1/surveys/{survey}/responses?limit=1000&cursor={cursor}");
            }
            None => return found,
        }
    }
}

fn acknowledged_answers_survive_kill_9(server: Server) {
    let (survey, _) = server.survey("relational-nps", &drivers());
    let path = format!("/api/v1/surveys/{survey}/responses");
    let acknowledged = Mutex::new(BTreeMap::new());
    let (stop, sent) = (AtomicBool::new(false), AtomicUsize::new(0));
    std::thread::scope(|scope| {
        for _ in 0..CLIENTS {
            scope.spawn(|| {
                while !stop.load(Ordering::Relaxed) {
                    let number = sent.fetch_add(1, Ordering::Relaxed);
                    let external_id = format!("client-{number}");
                    let body = json!({
                        "answers": { "recommend": number % 11, "software": number % 5 + 1 },
                        "external_id": external_id,
                    });
                    let reply = server
                        .request("POST", &path)
                        .header("Authorization", &format!("Bearer {}", server.key))
                        .json(&body)
                        .try_send();
                    if let Ok(reply) = reply
                        && reply.status == 201
                        && let Ok(json) = serde_json::from_slice::<Value>(&reply.body)
                    {
                        let id = json["id"].as_str().expect("an id").to_owned();
                        let mut all = acknowledged.lock().expect("no panic while held");
                        all.insert(external_id, (id, number % 11));
                    }
                }
            });
        }
        for kill in 0..KILLS {
            // Moments that differ, without chance: a failure can be run again.
            std::thread::sleep(Duration::from_millis(40 + (kill as u64 * 37) % 160));
            server.kill_and_restart();
        }
        std::thread::sleep(Duration::from_millis(200));
        stop.store(true, Ordering::Relaxed);
    });
    let acknowledged = acknowledged.into_inner().expect("no panic while held");
    assert!(
        acknowledged.len() > 4 * CLIENTS,
        "only {} were stored",
        acknowledged.len()
    );
    let stored = all_responses(&server, &survey);
    for (external_id, (id, score)) in &acknowledged {
        let found = stored.get(external_id).map_or(&[][..], Vec::as_slice);
        assert_eq!(
            found.len(),
            1,
            "{external_id} is there {} times",
            found.len()
        );
        assert_eq!(found[0]["id"], json!(id));
        assert_eq!(found[0]["answers"]["recommend"], json!(score));
        assert!(
            found[0]["answers"]["software"].is_u64(),
            "whole: {}",
            found[0]
        );
    }
    assert!(stored.values().all(|r| r.len() == 1), "nobody twice");
    let total: usize = stored.len();
    let figures = server.get_json(&format!("/api/v1/surveys/{survey}/figures"));
    assert_eq!(figures["nps"]["n"], json!(total), "figures equal a recount");
}

fn a_full_export_equals_what_was_acknowledged(server: Server) {
    let (survey, _) = server.survey("relational-nps", &drivers());
    let responses: Vec<Value> = (0..2500)
        .map(|i| json!({ "answers": { "recommend": i % 11 }, "external_id": format!("e{i}") }))
        .collect();
    let path = format!("/api/v1/surveys/{survey}/responses/bulk");
    let reply = server.api("POST", &path, Some(&json!({ "responses": responses })));
    assert_eq!(reply.status, 201, "{}", reply.text());
    assert_eq!(reply.json()["created"], json!(2500));
    server.kill_and_restart();
    assert_eq!(all_responses(&server, &survey).len(), 2500);
    let csv = server
        .request("GET", &format!("/api/v1/surveys/{survey}/responses.csv"))
        .header("Authorization", &format!("Bearer {}", server.read_key))
        .send();
    assert_eq!(csv.status, 200);
    assert_eq!(csv.text().lines().count(), 2501);
    let zeros = csv
        .text()
        .lines()
        .filter(|l| l.split(',').any(|c| c == "0"))
        .count();
    assert!(zeros >= 2500 / 11, "a score of 0 stays 0");
}
