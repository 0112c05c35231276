//! What logging in tells and costs: whether the time of a refused login, or of a forgotten password,
//! says who has an account, and what a flood of logins leaves to those who answer and look.

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::ensure;

use crate::server::Server;
use crate::sink::Sink;
use crate::submits::{Measured, Target, open_loop};

/// People who can log in; so few wrong tries of each that nobody is made to wait.
const PEOPLE: usize = 50;
/// Tries of addresses that are known, and as many of others.
const TRIES: usize = 200;
/// Who floods, each with one login at a time, never twice the same address.
const GUESSERS: usize = 64;
/// Answers a second meanwhile.
const RATE: u64 = 50;
const FORM: &str = "Content-Type: application/x-www-form-urlencoded";

/// Measures on both databases; each flood takes `seconds`.
pub(crate) fn run(seconds: u64) -> anyhow::Result<()> {
    let sink = Sink::start("")?;
    println!("| database | what | measured |");
    println!("|---|---|---|");
    for backend in ["SQLite", "PostgreSQL 15"] {
        let cluster = (backend != "SQLite").then(testdb::Cluster::start);
        let url = cluster.as_ref().map(|c| format!("{}/postgres", c.url()));
        let mail = sink.url();
        let environment = [
            ("LUISTER_SMTP_URL", mail.as_str()),
            ("LUISTER_MAIL_FROM", "Bench <bench@example.com>"),
        ];
        let target = Target::of(Server::start(url, &environment)?)?;
        let line = |what: &str, measured: &str| println!("| {backend} | {what} | {measured} |");
        for person in 0..PEOPLE {
            target.server.add_user(&known(person), "employee")?;
        }
        for (what, path, wanted) in [
            ("a wrong password", "/login", 401),
            ("a forgotten password", "/password/forgot", 200),
        ] {
            let [known, unknown] = both(&target.server, path, wanted)?;
            let ratio = (known / unknown - 1.0) * 100.0;
            let measured = format!("{known:.2} and {unknown:.2} ms, {ratio:+.1} %");
            line(
                &format!("{what}, {TRIES} tries each: known and unknown addresses"),
                &measured,
            );
        }
        let length = Duration::from_secs(seconds);
        let cookie = target.server.log_in()?;
        let quiet = others((&target, &cookie), length)?;
        line(&format!("{RATE} answers a second, before"), &quiet[0]);
        line("a page of somebody who is logged in, before", &quiet[1]);
        let (refused, meanwhile) = flooded((&target, &cookie), length)?;
        line("the flood", &refused);
        line(&format!("{RATE} answers a second, in it"), &meanwhile[0]);
        line("a page of somebody who is logged in, in it", &meanwhile[1]);
    }
    Ok(())
}

fn known(person: usize) -> String {
    format!("p{person}@example.com")
}

/// Median times of tries of addresses somebody has and nobody has, in milliseconds: in turns, and
/// each first in every other turn.
fn both(server: &Server, path: &str, wanted: u16) -> anyhow::Result<[f64; 2]> {
    let mut waits = [Vec::new(), Vec::new()];
    for turn in 0..TRIES {
        let who = turn % PEOPLE;
        let addresses = [known(who), format!("x{who}@example.com")];
        for half in 0..2 {
            let which = (turn + half) % 2;
            let started = Instant::now();
            let status = tried(server, path, &addresses[which])?;
            waits[which].push(started.elapsed());
            ensure!(status == wanted, "{path}: {status}");
            // What is noted after the reply is not to be in the next one's time.
            thread::sleep(Duration::from_millis(5));
        }
    }
    Ok(waits.map(|waits| Measured::of(waits, Duration::from_secs(1)).quantile_ms(0.5)))
}

/// The status of a try with this address.
fn tried(server: &Server, path: &str, email: &str) -> anyhow::Result<u16> {
    let email = email.replace('@', "%40");
    let form = if path == "/login" {
        format!("email={email}&password=wrong+wrong+wrong")
    } else {
        format!("email={email}")
    };
    let reply = server.fetch(&format!("POST {path}"), FORM, form.as_bytes())?;
    Ok(reply.status)
}

/// What others wait for: answers to a survey, evenly, and pages of somebody who looks at one after
/// the other.
fn others((target, cookie): (&Target, &str), length: Duration) -> anyhow::Result<[String; 2]> {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(1)
        .enable_all()
        .build()?;
    thread::scope(|scope| {
        let pages = scope.spawn(|| looked((&target.server, cookie), length));
        let answers = runtime.block_on(open_loop(target, RATE, length))?;
        let pages = pages.join().expect("looking never panics")?;
        Ok([answers, pages].map(|all| {
            let [p50, p99, longest] = [0.5, 0.99, 1.0].map(|share| all.quantile_ms(share));
            format!("{p50:.1} ms; 99 % in {p99:.1} ms, all in {longest:.1} ms")
        }))
    })
}

fn looked((server, cookie): (&Server, &str), length: Duration) -> anyhow::Result<Measured> {
    let started = Instant::now();
    let mut waits = Vec::new();
    while started.elapsed() < length {
        let asked = Instant::now();
        let page = server.fetch("GET /surveys", cookie, b"")?;
        waits.push(asked.elapsed());
        ensure!(page.status == 200, "{}", page.body);
        thread::sleep(Duration::from_millis(20));
    }
    Ok(Measured::of(waits, started.elapsed()))
}

/// The same while many log in: what became of the flood, and what others waited for.
fn flooded(reader: (&Target, &str), length: Duration) -> anyhow::Result<(String, [String; 2])> {
    let is_over = AtomicBool::new(false);
    let number = AtomicU64::new(0);
    let [wrong, refused] = [const { AtomicU64::new(0) }; 2];
    let order = Ordering::Relaxed;
    let meanwhile = thread::scope(|scope| {
        for _ in 0..GUESSERS {
            scope.spawn(|| {
                while !is_over.load(order) {
                    let email = format!("g{}@example.com", number.fetch_add(1, order));
                    match tried(&reader.0.server, "/login", &email) {
                        Ok(401) => wrong.fetch_add(1, order),
                        _ => refused.fetch_add(1, order),
                    };
                }
            });
        }
        thread::sleep(Duration::from_millis(500));
        let meanwhile = others(reader, length);
        is_over.store(true, order);
        meanwhile
    })?;
    let [wrong, refused] = [wrong, refused].map(AtomicU64::into_inner);
    let seconds = length.as_secs_f64();
    let said = format!(
        "{GUESSERS} at a time: {:.0} a second judged, {:.0} told to come later",
        wrong as f64 / seconds,
        refused as f64 / seconds
    );
    Ok((said, meanwhile))
}
