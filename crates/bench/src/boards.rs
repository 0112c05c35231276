//! Dashboards on the real binary: what a new answer costs when five hundred are open and how soon
//! it reaches them, and how fast ten blocks answer, for who sees everything and for a lead who sees
//! 3 of 200 teams.

use std::fmt::Write as _;
use std::io::{BufRead, BufReader, Write};
use std::net::TcpStream;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, ensure};
use serde_json::{Value, json};

use crate::server::Server;
use crate::timing::Times;

/// Answers sent in one request.
const BULK: usize = 1_000;
/// Connections that send answers.
const SENDERS: usize = 4;
/// Statements of the survey.
const STATEMENTS: usize = 20;
/// Teams, and people in each.
const TEAMS: usize = 200;
const PEOPLE: usize = 5;
/// Teams the lead sees.
const LED: usize = 3;
/// Looks at a page of each sort.
const ROUNDS: usize = 15;

/// Measures with so many answers and open dashboards.
pub(crate) fn run(answers: usize, open: usize) -> anyhow::Result<()> {
    println!("| what | measured |");
    println!("|---|---|");
    let bench = Bench::start(answers)?;
    bench.looks()?;
    bench.live(open)?;
    Ok(())
}

struct Bench {
    server: Arc<Server>,
    survey: String,
    board: String,
    /// Who sees everything, and the lead.
    cookies: [String; 2],
    answers: usize,
}

fn line(what: &str, measured: &str) {
    println!("| {what} | {measured} |");
}

impl Bench {
    fn start(answers: usize) -> anyhow::Result<Self> {
        let server = Server::start(None, &[])?;
        let drivers: Vec<Value> = (0..STATEMENTS)
            .map(|at| json!({ "key": format!("s{at}"), "text": { "en": format!("Statement {at}") } }))
            .collect();
        let body = json!({ "template": "relational-nps", "title": "Bench", "drivers": drivers });
        let made = server.call("POST", "/api/v1/surveys", &body.to_string())?;
        let survey = made["id"].as_str().context("an id")?.to_owned();
        server.call("POST", &format!("/api/v1/surveys/{survey}/publish"), "")?;
        let lead = teams(&server)?;
        let board = dashboard(&server, &survey)?;
        let cookies = [server.log_in()?, server.log_in_as(&lead)?];
        let bench = Self {
            server: Arc::new(server),
            survey,
            board,
            cookies,
            answers,
        };
        bench.send()?;
        Ok(bench)
    }

    /// Stores the answers, several connections at once.
    fn send(&self) -> anyhow::Result<()> {
        let started = Instant::now();
        let next = AtomicUsize::new(0);
        let parts = self.answers.div_ceil(BULK);
        thread::scope(|scope| {
            let sending = || -> anyhow::Result<()> {
                loop {
                    let part = next.fetch_add(1, Ordering::Relaxed);
                    if part >= parts {
                        return Ok(());
                    }
                    let path = format!("/api/v1/surveys/{}/responses/bulk", self.survey);
                    self.server.call("POST", &path, &part_of(part))?;
                }
            };
            let all: Vec<_> = (0..SENDERS).map(|_| scope.spawn(sending)).collect();
            all.into_iter()
                .try_for_each(|one| one.join().map_err(|_| anyhow::anyhow!("a sender ended"))?)
        })?;
        let seconds = started.elapsed().as_secs_f64();
        let rate = self.answers as f64 / seconds;
        line(
            &format!("{} answers to 21 questions stored", self.answers),
            &format!("{seconds:.0} s, {rate:.0} a second"),
        );
        // Who served is found out behind the answers; a lead sees none before.
        let started = Instant::now();
        loop {
            let n = self.n(&self.cookies[1])?;
            let wanted = self.answers * LED / TEAMS;
            if n * 10 >= wanted as u64 * 9 {
                break;
            }
            ensure!(
                started.elapsed() < Duration::from_secs(3600),
                "the lead sees {n} of {wanted}"
            );
            thread::sleep(Duration::from_secs(1));
        }
        line(
            "until the lead sees theirs",
            &format!("{:.0} s more", started.elapsed().as_secs_f64()),
        );
        Ok(())
    }

    /// How many answers stand in the dashboard's first block.
    fn n(&self, cookie: &str) -> anyhow::Result<u64> {
        let path = format!("GET /api/v1/dashboards/{}/figures", self.board);
        let reply = self.server.fetch(&path, cookie, b"")?;
        ensure!(reply.status == 200, "{}", reply.body);
        let shown: Value = serde_json::from_str(&reply.body)?;
        Ok(shown["blocks"][0]["figure"]["n"]
            .as_u64()
            .unwrap_or_default())
    }

    /// Ten blocks: the first look by a filter nobody used before, and looks after it.
    fn looks(&self) -> anyhow::Result<()> {
        for (cookie, who) in self
            .cookies
            .iter()
            .zip(["who sees everything", "a lead of 3 of 200 teams"])
        {
            let look = |filter: &str| -> anyhow::Result<usize> {
                let path = format!("GET /dashboards/{}?{filter}", self.board);
                let reply = self.server.fetch(&path, cookie, b"")?;
                ensure!(reply.status == 200, "{}", reply.body);
                Ok(reply.body.len())
            };
            look("all=1")?;
            let (mut first, mut again) = (Times::default(), Times::default());
            let mut size = 0;
            for round in 0..ROUNDS {
                let filter = format!(
                    "attribute=industry:i{}&from=2025-01-0{}",
                    round % 5,
                    round / 5 + 1
                );
                size = first.time(|| look(&filter))?;
                again.time(|| look(&filter))?;
            }
            let told = |times: &Times| format!("median {:.0} ms", times.median() * 1000.0);
            line(
                &format!("ten blocks, a filter nobody used before, {who}"),
                &format!("{}, {} kB", told(&first), size / 1024),
            );
            line(&format!("ten blocks, again, {who}"), &told(&again));
        }
        Ok(())
    }

    /// Open dashboards, each with its stream; a new answer until the last one has its blocks.
    fn live(&self, open: usize) -> anyhow::Result<()> {
        let (heard, arrived) = std::sync::mpsc::channel::<(usize, Instant)>();
        let page = format!("/dashboards/{}", self.board);
        for number in 0..open {
            let (heard, page) = (heard.clone(), page.clone());
            let (server, cookie) = (self.server.clone(), self.cookies[0].clone());
            thread::Builder::new()
                .stack_size(256 << 10)
                .spawn(move || {
                    let _ = follow(&server, (&page, &cookie), |at| {
                        let _ = heard.send((number, at));
                    });
                })?;
        }
        // Each says once that it is connected.
        let mut connected = vec![false; open];
        while connected.iter().any(|one| !one) {
            let (number, _) = arrived.recv_timeout(Duration::from_secs(60))?;
            connected[number] = true;
        }
        thread::sleep(Duration::from_secs(2));
        while arrived.try_recv().is_ok() {}
        let (mut slowest, mut counted) = (Times::default(), Vec::new());
        for _ in 0..5 {
            let before = self.counted()?;
            let path = format!("/api/v1/surveys/{}/responses", self.survey);
            let answer = json!({ "answers": { "recommend": 3 } });
            let started = Instant::now();
            self.server.call("POST", &path, &answer.to_string())?;
            let mut has = vec![false; open];
            let mut last = started;
            while has.iter().any(|one| !one) {
                let (number, at) = arrived.recv_timeout(Duration::from_secs(30))?;
                has[number] = true;
                last = last.max(at);
            }
            slowest.push((last - started).as_secs_f64());
            counted.push(self.counted()? - before);
            thread::sleep(Duration::from_secs(1));
            while arrived.try_recv().is_ok() {}
        }
        line(
            &format!("{open} open dashboards, from sending an answer to the last one's new blocks"),
            &format!(
                "median {:.0} ms, best {:.0} ms",
                slowest.median() * 1000.0,
                slowest.best() * 1000.0
            ),
        );
        line("counts worked out per new answer", &format!("{counted:?}"));
        Ok(())
    }

    /// How often answers were counted for dashboards so far.
    fn counted(&self) -> anyhow::Result<u64> {
        let page = self.server.fetch("GET /metrics", "", b"")?.body;
        let counted = page
            .lines()
            .find_map(|line| line.strip_prefix("luister_dashboard_counts_total "));
        Ok(counted.context("a counter")?.trim().parse()?)
    }
}

/// Listens like an open page: after every change the blocks are fetched, and that is told.
fn follow(
    server: &Server,
    (page, cookie): (&str, &str),
    told: impl Fn(Instant),
) -> anyhow::Result<()> {
    let mut stream = TcpStream::connect(&server.address)?;
    let request = format!(
        "GET {page}/live HTTP/1.1\r\nHost: {}\r\n{cookie}\r\n\r\n",
        server.address
    );
    stream.write_all(request.as_bytes())?;
    for line in BufReader::new(stream).lines() {
        if line? == "event: changed" {
            let reply = server.fetch(&format!("GET {page}/blocks"), cookie, b"")?;
            ensure!(reply.status == 200, "{}", reply.body);
            told(Instant::now());
        }
    }
    Ok(())
}

/// Teams in a tree: the lead's team above the first three; the address of the lead.
fn teams(server: &Server) -> anyhow::Result<String> {
    let id = |made: &Value| -> anyhow::Result<String> {
        let id = made["team_id"].as_str().or(made["id"].as_str());
        Ok(id.with_context(|| format!("an id in {made}"))?.to_owned())
    };
    let team = |name: &str, parent: Option<&str>| -> anyhow::Result<String> {
        let mut body = json!({ "name": name });
        if let Some(parent) = parent {
            body["parent_id"] = json!(parent);
        }
        id(&server.call("POST", "/api/v1/teams", &body.to_string())?)
    };
    let above = team("Led", None)?;
    for number in 0..TEAMS {
        let parent = (number < LED).then_some(above.as_str());
        let team_id = team(&format!("Team {number}"), parent)?;
        for person in 0..PEOPLE {
            let body = json!({
                "email": address(number * PEOPLE + person),
                "name": format!("Person {number}.{person}"),
                "role": "employee",
                "team_id": team_id,
            });
            server.call("POST", "/api/v1/people", &body.to_string())?;
        }
    }
    let lead = "lead@example.com".to_owned();
    let added = server.add_user(&lead, "lead")?;
    let change = json!({ "team_id": above });
    server.call(
        "PATCH",
        &format!("/api/v1/people/{added}"),
        &change.to_string(),
    )?;
    Ok(lead)
}

fn address(person: usize) -> String {
    format!("p{person}@example.com")
}

/// A dashboard with ten blocks, for everybody.
fn dashboard(server: &Server, survey: &str) -> anyhow::Result<String> {
    let block = |kind: &str| json!({ "kind": kind, "survey_id": survey });
    let mut blocks: Vec<Value> = ["figure", "trend", "distribution", "kss"]
        .into_iter()
        .map(block)
        .collect();
    for (kind, steps) in [("trend", "week"), ("trend", "month")] {
        let mut one = block(kind);
        one["steps"] = json!(steps);
        blocks.push(one);
    }
    let mut phases = block("phases");
    phases["attribute"] = json!("phase");
    blocks.extend([
        phases,
        json!({ "kind": "cases" }),
        json!({ "kind": "targets" }),
    ]);
    blocks.push(json!({ "kind": "text", "text": "Hello" }));
    let body = json!({
        "title": "Bench", "blocks": blocks,
        "shares": [{ "with": "everybody", "may": "see" }],
    });
    let made = server.call("POST", "/api/v1/dashboards", &body.to_string())?;
    Ok(made["id"].as_str().context("an id")?.to_owned())
}

/// Answers that differ by their number alone: a score, twenty statements, industry, phase, and who
/// served.
fn part_of(part: usize) -> String {
    let mut body = String::with_capacity(BULK * 420);
    body.push_str("{\"responses\":[");
    for number in part * BULK..(part + 1) * BULK {
        // A multiplicative hash: no two neighbours look alike, and every run is the same.
        let mut random = (number as u64 + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        let mut below = |n: u64| {
            random ^= random >> 29;
            random = random.wrapping_mul(0xbf58_476d_1ce4_e5b9);
            (random >> 33) % n
        };
        let mood = below(11);
        let _ = write!(
            body,
            "{{\"answers\":{{\"recommend\":{}",
            (mood + below(11)) * 10 / 20
        );
        for statement in 0..STATEMENTS {
            let level = (mood + below(11)) * 5 / 21 + 1;
            let _ = write!(body, ",\"s{statement}\":{level}");
        }
        let day = below(365);
        let person = below((TEAMS * PEOPLE) as u64) as usize;
        let _ = write!(
            body,
            "}},\"attributes\":{{\"industry\":\"i{}\",\"phase\":\"p{}\",\"served_by\":\"{}\"}},\
             \"answered_at\":\"2025-{:02}-{:02}T10:00:00Z\"}},",
            below(5),
            below(6),
            address(person),
            day / 31 + 1,
            day % 28 + 1
        );
    }
    body.pop();
    body.push_str("]}");
    body
}
