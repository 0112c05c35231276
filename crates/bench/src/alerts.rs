//! From an acknowledged answer to the case and the mail about it in the mail server's hands: 100
//! rules, 100,000 accounts, every answer opens a case.

use std::collections::HashMap;
use std::fmt::Write as _;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, ensure};
use serde_json::{Value, json};

use crate::server::Server;
use crate::sink::Sink;
use crate::submits::{Connection, Measured};

/// Rules that are on; one of them fires for every answer.
const RULES: usize = 100;
/// People who look after accounts.
const MANAGERS: usize = 200;
/// Contacts sent in one request.
const BULK: usize = 5_000;
/// Connections that send answers.
const CLIENTS: u64 = 16;
/// So long after the last answer all mails are there, or missing.
const PATIENCE: Duration = Duration::from_secs(30);
/// What stands before a contact's number in their name, which the mail about their case tells.
const MARK: &str = "Person-";
/// Not measured: the first answers fill caches that stay filled.
const WARM_UP: Duration = Duration::from_secs(3);

/// How much of what.
#[derive(Clone, Copy)]
pub(crate) struct Load {
    /// Accounts, each with one contact.
    pub(crate) accounts: usize,
    /// Answers a second.
    pub(crate) rate: u64,
    /// For so long.
    pub(crate) seconds: u64,
}

/// Measures on both databases.
pub(crate) fn run(load: Load) -> anyhow::Result<()> {
    let sink = Sink::start(MARK)?;
    let url = sink.url();
    println!("| database | what | number | p50 ms | p99 ms | longest ms |");
    println!("|---|---|---|---|---|---|");
    for backend in ["SQLite", "PostgreSQL 15"] {
        let cluster = (backend != "SQLite").then(testdb::Cluster::start);
        let database = cluster.as_ref().map(|c| format!("{}/postgres", c.url()));
        let server = Server::start(
            database,
            &[
                ("LUISTER_SMTP_URL", &url),
                ("LUISTER_MAIL_FROM", "Acme <feedback@acme.example>"),
            ],
        )?;
        measure(&server, &sink, backend, load)?;
    }
    Ok(())
}

fn measure(server: &Server, sink: &Sink, backend: &str, load: Load) -> anyhow::Result<()> {
    for start in (0..load.accounts).step_by(BULK) {
        let people = people(start..load.accounts.min(start + BULK));
        server.call("POST", "/api/v1/contacts/bulk", &people)?;
    }
    let survey = survey(server)?;
    rules(server)?;
    sink.forget();
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(1)
        .enable_all()
        .build()?;
    let started = Instant::now();
    let sent = runtime.block_on(send(server, &survey, load))?;
    let took = started.elapsed();
    let waiting = Instant::now();
    while sink.marked().len() < sent.len() && waiting.elapsed() < PATIENCE {
        thread::sleep(Duration::from_millis(100));
    }
    let marked = sink.marked();
    let measured: HashMap<u32, Sent> = sent
        .iter()
        .filter(|(_, one)| one.due > started + WARM_UP)
        .map(|(number, one)| (*number, *one))
        .collect();
    let line = |what: &str, waits: Vec<Duration>| {
        let number = waits.len();
        let all = Measured::of(waits, took);
        let [p50, p99, longest] = [0.5, 0.99, 1.0].map(|share| all.quantile_ms(share));
        println!("| {backend} | {what} | {number} | {p50:.0} | {p99:.0} | {longest:.0} |");
    };
    let waits = measured.values().map(|one| one.acknowledged - one.due);
    line("answer sent until acknowledged", waits.collect());
    let alerts = measured.iter().filter_map(|(number, one)| {
        let (taken, _) = marked.get(number)?;
        Some(taken.saturating_duration_since(one.acknowledged))
    });
    line(
        "acknowledged until the mail about its case was taken",
        alerts.collect(),
    );
    let missing = sent.keys().filter(|n| !marked.contains_key(*n)).count();
    let twice = marked.values().filter(|(_, mails)| *mails > 1).count();
    let rate = sent.len() as f64 / took.as_secs_f64();
    println!(
        "| {backend} | answers a second {rate:.1}; without a mail {missing}, with two {twice}; \
         memory {} MB | {} | | | |",
        server.resident_bytes()? >> 20,
        sent.len()
    );
    ensure!(missing == 0 && twice == 0, "every answer has one mail");
    Ok(())
}

/// A body of contacts, each with an account that somebody looks after.
fn people(numbers: std::ops::Range<usize>) -> String {
    let mut body = String::from("{\"contacts\":[");
    let first = numbers.start;
    for number in numbers {
        if number > first {
            body.push(',');
        }
        let (manager, revenue) = (number % MANAGERS, number % 1_000 * 1_000);
        let _ = write!(
            body,
            r#"{{"external_id":"c{number}","email":"c{number}@customer.example","name":"{MARK}{number}","language":"nl","account":{{"external_id":"a{number}","name":"Account {number}","attributes":{{"revenue":"{revenue}","industry":"retail"}},"responsibilities":{{"success_manager":"manager{manager}@acme.example"}}}}}}"#
        );
    }
    body.push_str("]}");
    body
}

fn survey(server: &Server) -> anyhow::Result<String> {
    let survey = r#"{"template":"relational-nps","title":"Bench","languages":["en"],"drivers":[{"key":"support","text":{"en":"Support is good"}}]}"#;
    let made = server.call("POST", "/api/v1/surveys", survey)?;
    let id = made["id"].as_str().context("an id")?.to_owned();
    server.call("POST", &format!("/api/v1/surveys/{id}/publish"), "")?;
    Ok(id)
}

/// One rule that fires for all answers that are sent, and others that must be asked and don't.
fn rules(server: &Server) -> anyhow::Result<()> {
    for number in 0..RULES {
        let when = match number {
            0 => json!({ "class": ["detractor"] }),
            _ => quiet(number),
        };
        let case = json!({ "open_case": {
            "role": "success_manager", "title": "{contact} is not happy",
            "within": { "days": 2 }, "priority": "high",
        }});
        let rule = json!({
            "name": format!("Rule {number}"),
            "definition": { "on": "answer", "when": when, "then": [case] },
        });
        let made = server.call("POST", "/api/v1/rules", &rule.to_string())?;
        let id = made["id"].as_str().context("an id")?;
        server.call("PATCH", &format!("/api/v1/rules/{id}"), r#"{"state":"on"}"#)?;
    }
    Ok(())
}

/// What never holds, of every sort that rules ask for.
fn quiet(number: usize) -> Value {
    let words = ["invoice", "lawyer", "competitor", "cancel", "leaving"];
    // Words of rules have letters only.
    let digits = number.to_string();
    let letters = digits.bytes().map(|digit| char::from(digit - b'0' + b'a'));
    let mut word = words[number % words.len()].to_owned();
    word.extend(letters);
    match number % 4 {
        0 => json!({ "all": [{ "class": ["detractor"] }, { "words": word }] }),
        1 => json!({ "all": [
            { "account": { "name": "revenue", "at_least": 10_000_000 + number } },
            { "class": ["detractor", "passive"] },
        ]}),
        2 => json!({ "any": [
            { "all": [{ "drop": { "points": 3 } }, { "has_role": "consultant" }] },
            { "words": word },
        ]}),
        _ => json!({ "all": [
            { "score": { "metric": "recommend", "at_most": 8 } },
            { "contact": { "name": "persona", "one_of": [format!("p{number}")] } },
            { "language": ["en", "nl"] },
        ]}),
    }
}

/// An answer's moments.
#[derive(Clone, Copy)]
struct Sent {
    /// When it was to be sent.
    due: Instant,
    /// When its reply was read.
    acknowledged: Instant,
}

/// Sends answers at an even rate, whether or not the last came back; each is of another contact.
async fn send(server: &Server, survey: &str, load: Load) -> anyhow::Result<HashMap<u32, Sent>> {
    let started = Instant::now();
    let length = Duration::from_secs(load.seconds);
    let turns = Arc::new(AtomicU64::new(0));
    let path = format!("/api/v1/surveys/{survey}/responses");
    let mut tasks = Vec::new();
    for _ in 0..CLIENTS {
        let turns = turns.clone();
        let template = server.request("POST", &path, "");
        let mut connection = Connection::open(&server.address).await?;
        tasks.push(tokio::spawn(async move {
            let mut sent = Vec::new();
            loop {
                let turn = turns.fetch_add(1, Ordering::Relaxed);
                let due = started + Duration::from_micros(1_000_000 * turn / load.rate);
                if due > started + length || turn >= load.accounts as u64 {
                    return anyhow::Ok(sent);
                }
                tokio::time::sleep_until(due.into()).await;
                let body = answer(turn);
                let length = format!("Content-Length: {}\r\n\r\n{body}", body.len());
                let request = template.replacen("Content-Length: 0\r\n\r\n", &length, 1);
                connection.submit(request.as_bytes()).await?;
                let acknowledged = Instant::now();
                sent.push((u32::try_from(turn)?, Sent { due, acknowledged }));
            }
        }));
    }
    let mut all = HashMap::new();
    for task in tasks {
        all.extend(task.await??);
    }
    Ok(all)
}

/// A detractor with something to say.
fn answer(turn: u64) -> String {
    let score = turn % 7;
    format!(
        r#"{{"answers":{{"recommend":{score},"support":2,"why":"I waited for days until somebody called me back, and then the invoice was wrong as well."}},"attributes":{{"contact":"c{turn}"}}}}"#
    )
}
