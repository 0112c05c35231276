//! How many acknowledged submits a second, over HTTP, on the real binary; beside commits one by
//! one on the same disk in the same run.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use anyhow::{Context, ensure};
use platform::db::{Db, Location, Options};
use platform::{DbError, params};
use tempfile::TempDir;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use crate::server::Server;

/// What a submit looks like: a score, seven statements, a reason, three attributes.
const BODY: &str = r#"{"answers":{"recommend":9,"software":4,"support":5,"transparency":3,"price":2,"speed":4,"advice":5,"training":1,"why":"They answer the phone and know what they are talking about."},"attributes":{"industry":"Retail","account":"Acme","team":"North"}}"#;

/// Runs all of it; `seconds` is the length of each measurement.
pub(crate) fn run(seconds: u64) -> anyhow::Result<()> {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(1)
        .enable_all()
        .build()?;
    let length = Duration::from_secs(seconds);
    println!("| database | what | clients | acknowledged/s | p50 ms | p99 ms |");
    println!("|---|---|---|---|---|---|");
    for backend in ["SQLite", "PostgreSQL 15"] {
        let cluster = (backend != "SQLite").then(testdb::Cluster::start);
        let url = |name: &str| cluster.as_ref().map(|c| format!("{}/{name}", c.url()));
        let alone = runtime.block_on(one_by_one(url("postgres"), length))?;
        println!("| {backend} | commits one by one, no HTTP | 1 | {alone:.0} | | |");
        let server = Target::of(Server::start(url("postgres"), &[])?)?;
        let mut best = 0.0_f64;
        for clients in [1, 16, 64, 256] {
            let result = runtime.block_on(closed_loop(&server, clients, length))?;
            best = best.max(result.rate);
            result.print(backend, "submits over HTTP", clients);
        }
        let steady = runtime.block_on(open_loop(&server, 200, length))?;
        steady.print(backend, "submits over HTTP at 200/s", 64);
        println!(
            "| {backend} | best ÷ one by one | | {:.1}× | | |",
            best / alone
        );
    }
    Ok(())
}

/// Inserts a row of the same size and commits it, one after another.
async fn one_by_one(url: Option<String>, length: Duration) -> anyhow::Result<f64> {
    let folder = TempDir::new()?;
    let location = match url {
        Some(url) => Location::Postgres(url),
        None => Location::Sqlite(folder.path().join("bench.db")),
    };
    let db = Db::open(
        &location,
        Options {
            group_max: 1,
            ..Options::default()
        },
    )?;
    db.write(|tx| {
        tx.execute(
            "CREATE TABLE bench (id BIGINT PRIMARY KEY, body TEXT NOT NULL)",
            &[],
        )
    })
    .await?;
    let started = Instant::now();
    let mut stored = 0_i64;
    while started.elapsed() < length {
        db.write(move |tx| {
            tx.execute(
                "INSERT INTO bench (id, body) VALUES ($1, $2)",
                params![stored, BODY],
            )?;
            Ok::<_, DbError>(())
        })
        .await?;
        stored += 1;
    }
    let rate = stored as f64 / started.elapsed().as_secs_f64();
    db.write(|tx| tx.execute("DROP TABLE bench", &[])).await?;
    Ok(rate)
}

/// The real binary with an open survey, and what a submit to it looks like.
pub(crate) struct Target {
    /// The binary.
    pub(crate) server: Server,
    request: Arc<[u8]>,
}

impl Target {
    /// Makes the survey.
    pub(crate) fn of(server: Server) -> anyhow::Result<Self> {
        let made = server.call("POST", "/api/v1/surveys", SURVEY)?;
        let id = made["id"].as_str().context("an id")?.to_owned();
        server.call("POST", &format!("/api/v1/surveys/{id}/publish"), "")?;
        let path = format!("/api/v1/surveys/{id}/responses");
        let request = server.request("POST", &path, BODY);
        Ok(Self {
            server,
            request: request.into_bytes().into(),
        })
    }
}

const SURVEY: &str = r#"{"template":"relational-nps","title":"Bench","drivers":[
 {"key":"software","text":{"en":"a"}},{"key":"support","text":{"en":"b"}},
 {"key":"transparency","text":{"en":"c"}},{"key":"price","text":{"en":"d"}},
 {"key":"speed","text":{"en":"e"}},{"key":"advice","text":{"en":"f"}},
 {"key":"training","text":{"en":"g"}}]}"#;

/// How long each of many took.
pub(crate) struct Measured {
    /// A second.
    pub(crate) rate: f64,
    waits: Vec<Duration>,
}

impl Measured {
    /// `waits` in any order, of all that was done in `took`.
    pub(crate) fn of(mut waits: Vec<Duration>, took: Duration) -> Self {
        waits.sort_unstable();
        Self {
            rate: waits.len() as f64 / took.as_secs_f64(),
            waits,
        }
    }

    /// The time that this share took at most, in milliseconds.
    pub(crate) fn quantile_ms(&self, share: f64) -> f64 {
        let index = ((self.waits.len() as f64 - 1.0) * share).max(0.0) as usize;
        self.waits
            .get(index)
            .map_or(f64::NAN, |w| w.as_secs_f64() * 1000.0)
    }

    fn print(&self, backend: &str, what: &str, clients: usize) {
        let (p50, p99) = (self.quantile_ms(0.5), self.quantile_ms(0.99));
        println!(
            "| {backend} | {what} | {clients} | {:.0} | {p50:.1} | {p99:.1} |",
            self.rate
        );
    }
}

/// Each client sends its next submit when the last was acknowledged.
async fn closed_loop(
    server: &Target,
    clients: usize,
    length: Duration,
) -> anyhow::Result<Measured> {
    let started = Instant::now();
    let tasks: Vec<_> = (0..clients)
        .map(|_| {
            let (address, request) = (server.server.address.clone(), server.request.clone());
            tokio::spawn(async move {
                let mut connection = Connection::open(&address).await?;
                let mut waits = Vec::new();
                while started.elapsed() < length {
                    let sent = Instant::now();
                    connection.submit(&request).await?;
                    waits.push(sent.elapsed());
                }
                anyhow::Ok(waits)
            })
        })
        .collect();
    let mut waits = Vec::new();
    for task in tasks {
        waits.extend(task.await??);
    }
    Ok(Measured::of(waits, started.elapsed()))
}

/// `rate` submits a second, whether or not the last came back: waiting counts from the moment a
/// submit was due.
pub(crate) async fn open_loop(
    server: &Target,
    rate: u64,
    length: Duration,
) -> anyhow::Result<Measured> {
    let started = Instant::now();
    let due = Arc::new(AtomicU64::new(0));
    let tasks: Vec<_> = (0..64)
        .map(|_| {
            let (address, request) = (server.server.address.clone(), server.request.clone());
            let due = due.clone();
            tokio::spawn(async move {
                let mut connection = Connection::open(&address).await?;
                let mut waits = Vec::new();
                loop {
                    let turn = due.fetch_add(1, Ordering::Relaxed);
                    let at = started + Duration::from_micros(1_000_000 * turn / rate);
                    if at > started + length {
                        return anyhow::Ok(waits);
                    }
                    tokio::time::sleep_until(at.into()).await;
                    connection.submit(&request).await?;
                    waits.push(at.elapsed());
                }
            })
        })
        .collect();
    let mut waits = Vec::new();
    for task in tasks {
        waits.extend(task.await??);
    }
    Ok(Measured::of(waits, started.elapsed()))
}

/// A connection that is kept open.
pub(crate) struct Connection {
    stream: TcpStream,
    buffer: Vec<u8>,
}

impl Connection {
    /// Opens it.
    pub(crate) async fn open(address: &str) -> anyhow::Result<Self> {
        let stream = TcpStream::connect(address).await?;
        stream.set_nodelay(true)?;
        Ok(Self {
            stream,
            buffer: Vec::with_capacity(4096),
        })
    }

    /// Sends a submit and reads the whole reply; anything but a 201 is an error.
    pub(crate) async fn submit(&mut self, request: &[u8]) -> anyhow::Result<()> {
        self.stream.write_all(request).await?;
        self.buffer.clear();
        loop {
            let n = self.stream.read_buf(&mut self.buffer).await?;
            ensure!(n > 0, "the server hung up");
            if let Some(end) = self.buffer.windows(4).position(|w| w == b"\r\n\r\n") {
                let head = std::str::from_utf8(&self.buffer[..end])?.to_lowercase();
                let length: usize = head
                    .lines()
                    .find_map(|l| l.strip_prefix("content-length: ")?.parse().ok())
                    .context("a length")?;
                if self.buffer.len() >= end + 4 + length {
                    let text = String::from_utf8_lossy(&self.buffer);
                    ensure!(head.starts_with("http/1.1 201"), "{text}");
                    return Ok(());
                }
            }
        }
    }
}
