//! Dashboards on the real binary: what a new answer costs when five hundred are open and how soon
//! it reaches them, and how fast ten blocks answer, for who sees everything and for a lead who sees
//! 3 of 200 teams.

use std::collections::HashMap;
use std::fmt::Write as _;
use std::io::{BufRead, BufReader, Write};
use std::net::TcpStream;
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Weak};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, ensure};
use serde_json::{Value, json};

use crate::company::{self, LEAD, PEOPLE, TEAMS, address};
use crate::server::Server;
use crate::timing::Times;

/// So many answers come by the API; the others are copies of them.
const SENT: usize = 200_000;
/// Answers sent in one request.
const BULK: usize = 1_000;
/// Connections that send answers.
const SENDERS: usize = 4;
/// Statements of the survey.
const STATEMENTS: usize = 20;
/// One of so many answers has a comment, made of these words.
const COMMENTED: usize = 20;
const WORDS: [&str; 10] = [
    "price",
    "support",
    "app",
    "invoice",
    "delivery",
    "manual",
    "colleague",
    "phone",
    "waiting",
    "quality",
];
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
    /// The id of the dashboard's first block.
    figure: String,
    /// Who sees everything, and the lead.
    cookies: [String; 2],
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
        for (name, rules) in [
            ("Price", "pric*\ninvoice"),
            ("Service", "support\nphone"),
            ("Product", "app\nquality"),
        ] {
            let theme = json!({ "name": name, "rules": rules }).to_string();
            server.call("POST", &format!("/api/v1/surveys/{survey}/themes"), &theme)?;
        }
        company::found(&server)?;
        let (board, figure) = dashboard(&server, &survey)?;
        let cookies = [server.log_in()?, server.log_in_as(LEAD)?];
        let mut bench = Self {
            server: Arc::new(server),
            survey,
            board,
            figure,
            cookies,
        };
        let sent = answers.min(SENT);
        bench.send(sent)?;
        bench.multiply(answers / sent)?;
        Ok(bench)
    }

    /// Puts copies of all answers into the database's file, until there are `times` as many: storing
    /// millions one request after the other takes an hour, which says nothing of dashboards.
    fn multiply(&mut self, times: usize) -> anyhow::Result<()> {
        if times > 1 {
            let started = Instant::now();
            let server = Arc::get_mut(&mut self.server).context("nobody else has it")?;
            server.restart(|file| Ok(copies(file, times)?))?;
            let seconds = started.elapsed().as_secs_f64();
            line(
                &format!("{times} times as many, copied in the database's file"),
                &format!("{seconds:.0} s"),
            );
        }
        let started = Instant::now();
        let memory = |server: &Server| Ok::<_, anyhow::Error>(server.resident_bytes()? >> 20);
        let before = memory(&self.server)?;
        self.n(&self.cookies[0])?;
        let first = started.elapsed().as_secs_f64();
        self.n(&self.cookies[1])?;
        let all = started.elapsed().as_secs_f64();
        let after = memory(&self.server)?;
        line(
            "first look after a start, and the lead's: answers are read into memory",
            &format!(
                "{first:.1} s, {:.1} s; {before} MB, then {after} MB",
                all - first
            ),
        );
        Ok(())
    }

    /// Stores the answers, several connections at once.
    fn send(&self, answers: usize) -> anyhow::Result<()> {
        let started = Instant::now();
        let next = AtomicUsize::new(0);
        let parts = answers.div_ceil(BULK);
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
        let rate = answers as f64 / seconds;
        line(
            &format!("{answers} answers to 21 questions stored by the API"),
            &format!("{seconds:.0} s, {rate:.0} a second"),
        );
        // Who served is found out behind the answers; a lead sees none before.
        let started = Instant::now();
        while followed(&self.server.database())? < answers as i64 {
            ensure!(
                started.elapsed() < Duration::from_secs(1800),
                "nobody finds out who served"
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
            let (heard, page, figure) = (heard.clone(), page.clone(), self.figure.clone());
            let (server, cookie) = (Arc::downgrade(&self.server), self.cookies[0].clone());
            thread::Builder::new()
                .stack_size(256 << 10)
                .spawn(move || {
                    let _ = follow(&server, (&page, &cookie, &figure), |at| {
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

/// How many answers were gone through for who served.
fn followed(file: &Path) -> rusqlite::Result<i64> {
    let database = rusqlite::Connection::open(file)?;
    database.busy_timeout(Duration::from_secs(10))?;
    let sql = "SELECT COALESCE(MAX(change_seq), 0) FROM respondent_cursor";
    database.query_row(sql, [], |row| row.get(0))
}

/// Makes `times` as many of all answers, with who served, as if they had come in one after the other.
fn copies(file: &Path, times: usize) -> rusqlite::Result<()> {
    let mut database = rusqlite::Connection::open(file)?;
    database.execute_batch("PRAGMA synchronous = OFF; PRAGMA cache_size = -2000000;")?;
    let n: i64 =
        database.query_row("SELECT MAX(change_seq) FROM response", [], |row| row.get(0))?;
    let copied = [
        (
            "response",
            "survey_id, language, channel, version, state, answers, attributes, day,
             answered_at_us, stored_at_us, changed_at_us",
            "ordinal, change_seq",
        ),
        (
            "respondent",
            "survey_id, metric, score, comment, answered_at_us, counts, is_known",
            "",
        ),
        (
            "response_person",
            "survey_id, user_id, because",
            "ordinal, served_seq",
        ),
    ];
    let seqs = database.query_row("SELECT MAX(served_seq) FROM response_served", [], |row| {
        row.get::<_, i64>(0)
    })?;
    let last = |(table, ..): &(&str, &str, &str)| {
        let sql = format!("SELECT MAX(rowid) FROM {table}");
        database.query_row(&sql, [], |row| row.get::<_, i64>(0))
    };
    let last = copied.iter().map(last).collect::<Result<Vec<_>, _>>()?;
    for number in 1..times as i64 {
        let all = database.transaction()?;
        for ((table, same, counted), last) in copied.iter().zip(&last) {
            let names = counted.split(", ").filter(|name| !name.is_empty());
            let moved = names.map(|name| {
                let by = if name == "served_seq" { seqs } else { n };
                (format!(", {name}"), format!(", {name} + {}", by * number))
            });
            let (names, moved): (Vec<String>, Vec<String>) = moved.unzip();
            all.execute_batch(&format!(
                "INSERT INTO {table} (workspace_id, response_id, {same}{})
                 SELECT workspace_id, substr(response_id, 1, 21) || '{number:05}', {same}{}
                 FROM {table} WHERE rowid <= {last}",
                names.concat(),
                moved.concat()
            ))?;
        }
        all.commit()?;
    }
    let times = times as i64;
    database.execute_batch(&format!(
        "UPDATE survey SET response_count = response_count * {times}, change_seq = change_seq * {times};
         UPDATE respondent_cursor SET change_seq = change_seq * {times};
         UPDATE response_served SET served_seq = served_seq * {times},
             done_ordinal = done_ordinal * {times}, until_ordinal = until_ordinal * {times};"
    ))
}

/// Listens like an open page: after every change the blocks that are other ones than it has are
/// fetched, and that is told.
fn follow(
    server: &Weak<Server>,
    (page, cookie, figure): (&str, &str, &str),
    told: impl Fn(Instant),
) -> anyhow::Result<()> {
    // It ends with whoever measures.
    let there = || server.upgrade().context("the server ended");
    let mut connected = false;
    let (mut have, mut stream) = {
        let server = there()?;
        let shown = server.fetch(&format!("GET {page}?all=1"), cookie, b"")?;
        ensure!(shown.status == 200, "{}", shown.body);
        (marks(&shown.body), TcpStream::connect(&server.address)?)
    };
    let request = format!("GET {page}/live HTTP/1.1\r\nHost: bench\r\n{cookie}\r\n\r\n");
    stream.write_all(request.as_bytes())?;
    for line in BufReader::new(stream).lines() {
        if line? == "event: changed" {
            let known: Vec<String> = have
                .iter()
                .map(|(id, mark)| format!("have={id}.{mark}"))
                .collect();
            let path = format!("GET {page}/blocks?{}", known.join("&"));
            let reply = there()?.fetch(&path, cookie, b"")?;
            ensure!(reply.status == 200, "{}", reply.body);
            let fresh = marks(&reply.body);
            // Blocks worked out behind the scenes come by themselves; what is measured is the figure.
            if !std::mem::replace(&mut connected, true) || fresh.contains_key(figure) {
                told(Instant::now());
            }
            have.extend(fresh);
        }
    }
    Ok(())
}

/// The blocks of a page or a part of one: id and mark.
fn marks(html: &str) -> HashMap<String, String> {
    let attribute = |tag: &str, name: &str| {
        let (_, rest) = tag.split_once(&format!("{name}=\""))?;
        Some(rest.split_once('"')?.0.to_owned())
    };
    let tags = html.split('<').filter(|tag| tag.contains("data-mark=\""));
    tags.filter_map(|tag| {
        let id = attribute(tag, "id")?;
        Some((
            id.strip_prefix("b-")?.to_owned(),
            attribute(tag, "data-mark")?,
        ))
    })
    .collect()
}

/// A dashboard with ten blocks, one of each kind but plain text and the funnel of a programme, for
/// everybody: its id and that of its first block.
fn dashboard(server: &Server, survey: &str) -> anyhow::Result<(String, String)> {
    let kinds = [
        "figure",
        "trend",
        "distribution",
        "drivers",
        "kss",
        "comments",
        "themes",
    ];
    let mut blocks: Vec<Value> = kinds
        .into_iter()
        .map(|kind| json!({ "kind": kind, "survey_id": survey }))
        .collect();
    blocks.extend([
        json!({ "kind": "phases", "survey_id": survey, "attribute": "phase" }),
        json!({ "kind": "cases" }),
        json!({ "kind": "targets" }),
    ]);
    let body = json!({
        "title": "Bench", "blocks": blocks,
        "shares": [{ "with": "everybody", "may": "see" }],
    });
    let made = server.call("POST", "/api/v1/dashboards", &body.to_string())?;
    let id = |value: &Value| value["id"].as_str().context("an id").map(str::to_owned);
    Ok((id(&made)?, id(&made["blocks"][0])?))
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
        if number % COMMENTED == 0 {
            let (one, other) = (below(40) as usize, below(40) as usize);
            let _ = write!(
                body,
                ",\"why\":\"The {} and the {}, {number}\"",
                WORDS[one % WORDS.len()],
                WORDS[other % WORDS.len()]
            );
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
