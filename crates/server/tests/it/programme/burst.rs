//! Trust D1: a helpdesk that sends a thousand signed calls in a second. What was accepted is there,
//! each once; nothing of it keeps anybody from sending in an answer.

use std::collections::BTreeSet;
use std::io::Write;
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use super::{Asking, on_each};
use crate::harness::at_once;
use crate::respondent::{database, wait};
use crate::response::responses;

on_each!(a_burst_of_signed_calls_loses_nothing_and_holds_up_nobody);

/// Calls of the burst, and in how much time they are sent.
const CALLS: usize = 1_000;
const WITHIN: Duration = Duration::from_secs(1);
/// Connections they come on.
const SENDERS: usize = 40;

/// Signatures of many bodies by OpenSSL, which knows nothing of our code.
fn signatures(secret: &str, bodies: &[String]) -> Vec<String> {
    let script = "while IFS= read -r body; do \
                  printf %s \"$body\" | openssl dgst -sha256 -hmac \"$SECRET\" | sed 's/.*= //'; done";
    let mut child = Command::new("sh")
        .args(["-c", script])
        .env("SECRET", secret)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("a shell");
    let mut stdin = child.stdin.take().expect("piped");
    let all = bodies.join("\n") + "\n";
    let writer = std::thread::spawn(move || stdin.write_all(all.as_bytes()));
    let output = child.wait_with_output().expect("it ends");
    writer.join().expect("no panic").expect("written");
    let text = String::from_utf8(output.stdout).expect("text");
    let found: Vec<String> = text.lines().map(|line| format!("sha256={line}")).collect();
    assert_eq!(found.len(), bodies.len());
    found
}

fn a_burst_of_signed_calls_loses_nothing_and_holds_up_nobody(asking: Asking) {
    let server = &asking.server;
    let mapping = json!({
        "proof": { "kind": "hmac", "header": "X-Sig", "hash": "sha256", "encoding": "hex",
                   "prefix": "sha256=" },
        "id": "/id", "type": { "at": "/state", "values": { "done": "ticket.closed" } },
        "subject": "/no", "email": "/mail",
    });
    let wanted = json!({ "name": "Desk", "system": "mapped", "mapping": mapping });
    let source = asking.post("/api/v1/event-sources", &wanted);
    let secret = source["secret"].as_str().expect("a secret");
    let url = source["url"].as_str().expect("an address");
    let path = url.strip_prefix(&server.base_url).expect("ours");
    let (survey, _) = server.survey("ces", &Value::Null);
    let (answered, _) = server.survey("relational-nps", &Value::Null);
    asking.running(&survey, &super::transactional());
    let body = |n: usize| {
        json!({ "id": format!("call-{n}"), "state": "done", "no": n,
                "mail": format!("c{}@customer.example", n % 50) })
        .to_string()
    };
    let bodies: Vec<String> = (0..CALLS).map(body).collect();
    let signatures = signatures(secret, &bodies);

    let over = AtomicBool::new(false);
    let (sent, slowest, answers) = std::thread::scope(|scope| {
        // Answers come in all the while.
        let submitting = scope.spawn(|| {
            let (mut slowest, mut count) = (Duration::ZERO, 0);
            while !over.load(Ordering::Relaxed) {
                let started = Instant::now();
                let answer = json!({ "answers": { "recommend": 8 },
                                     "external_id": format!("a-{count}") });
                let reply = server.api("POST", &responses(&answered), Some(&answer));
                assert_eq!(reply.status, 201, "{}", reply.text());
                slowest = slowest.max(started.elapsed());
                count += 1;
                std::thread::sleep(Duration::from_millis(20));
            }
            (slowest, count)
        });
        let started = Instant::now();
        let gap = WITHIN / u32::try_from(CALLS).expect("few");
        let sent = at_once(SENDERS, |sender| {
            let mut replies = Vec::new();
            for n in (sender..CALLS).step_by(SENDERS) {
                // At its own moment, however long the others take.
                let due = started + gap * u32::try_from(n).expect("few");
                std::thread::sleep(due.saturating_duration_since(Instant::now()));
                let forged = n % 100 == 99;
                let signature = if forged {
                    &signatures[0]
                } else {
                    &signatures[n]
                };
                // Some come twice, as helpdesks do.
                for _ in 0..=usize::from(n % 10 == 3) {
                    let call = server.request("POST", path).header("X-Sig", signature);
                    let reply = call
                        .body("application/json", bodies[n].clone().into_bytes())
                        .send();
                    replies.push((n, forged, reply.status));
                }
            }
            replies
        });
        over.store(true, Ordering::Relaxed);
        let (slowest, answers) = submitting.join().expect("no panic");
        (sent.concat(), slowest, answers)
    });
    let mut taken = BTreeSet::new();
    for (n, forged, status) in &sent {
        match (forged, status) {
            (true, 401 | 429) | (false, 429) => {}
            (false, 200) => {
                taken.insert(format!("call-{n}"));
            }
            other => panic!("call {n}: {other:?}"),
        }
    }
    assert!(taken.len() > CALLS / 10, "{} were taken", taken.len());
    let rows = wait(database(server).read(|tx| tx.query("SELECT id FROM event ORDER BY id", &[])));
    let kept: Vec<String> = rows
        .expect("rows")
        .iter()
        .map(|row| row.at(0).expect("an id"))
        .collect();
    // The source stands before the id that it gave.
    let there: BTreeSet<&str> = kept.iter().map(|id| last(id)).collect();
    assert_eq!(there.len(), kept.len(), "each once");
    let taken: BTreeSet<&str> = taken.iter().map(String::as_str).collect();
    assert_eq!(there, taken, "what was accepted is there, and nothing else");
    assert!(answers > 10, "{answers} answers");
    assert!(
        slowest < Duration::from_secs(5),
        "an answer took {slowest:?}"
    );
}

fn last(id: &str) -> &str {
    id.rsplit(':').next().unwrap_or(id)
}
