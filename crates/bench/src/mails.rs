//! Asking a million contacts: how fast they are looked at, and how fast mails are written and
//! handed to a mail server, on the real binary; and what memory it holds meanwhile.

use std::fmt::Write as _;
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, ensure};

use crate::server::Server;
use crate::sink::Sink;

/// Contacts sent in one request.
const BULK: usize = 10_000;
/// Nothing new for so long: planning is over.
const QUIET: Duration = Duration::from_secs(15);

/// Imports `contacts`, starts a programme in which `mails` of them are due at once, and measures.
pub(crate) fn run(contacts: usize, mails: usize) -> anyhow::Result<()> {
    let sink = Sink::start("")?;
    let url = sink.url();
    println!("| database | what | measured |");
    println!("|---|---|---|");
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
        sink.forget();
        measure(&server, &sink, backend, contacts, mails)?;
    }
    Ok(())
}

fn measure(
    server: &Server,
    sink: &Sink,
    backend: &str,
    contacts: usize,
    mails: usize,
) -> anyhow::Result<()> {
    let line = |what: &str, measured: String| println!("| {backend} | {what} | {measured} |");
    let started = Instant::now();
    for start in (0..contacts).step_by(BULK) {
        let people = people(start..contacts.min(start + BULK), mails);
        server.call("POST", "/api/v1/contacts/bulk", &people)?;
    }
    let took = started.elapsed().as_secs_f64();
    line(
        &format!("{contacts} contacts stored by the API"),
        format!("{took:.0} s, {:.0}/s", contacts as f64 / took),
    );
    let before = server.resident_bytes()?;
    start_programme(server)?;
    let started = Instant::now();
    let (mut peak, mut first, mut last) = (before, None, Instant::now());
    let mut taken = 0;
    while last.elapsed() < QUIET {
        thread::sleep(Duration::from_millis(100));
        peak = peak.max(server.resident_bytes()?);
        let now = sink.taken();
        if now > taken {
            (taken, last) = (now, Instant::now());
            first.get_or_insert(last);
        }
        if taken as usize >= mails {
            break;
        }
    }
    ensure!(
        taken as usize == mails,
        "{taken} mails arrived, {mails} were due"
    );
    let first = first.context("mails arrived")?;
    let all = last.duration_since(started).as_secs_f64();
    line(
        &format!("from start to the last of {mails} mails among {contacts} contacts"),
        format!("{all:.1} s"),
    );
    line(
        "mails written and handed over, from the first to the last",
        format!(
            "{:.0}/s",
            mails as f64 / last.duration_since(first).as_secs_f64()
        ),
    );
    line(
        "memory before, and at most meanwhile",
        format!("{} MB, {} MB", before >> 20, peak >> 20),
    );
    Ok(())
}

/// A body of contacts; those below `due` are in the segment.
fn people(numbers: std::ops::Range<usize>, due: usize) -> String {
    let mut body = String::from("{\"contacts\":[");
    let first = numbers.start;
    for number in numbers {
        if number > first {
            body.push(',');
        }
        let (segment, account) = (if number < due { "yes" } else { "no" }, number / 3);
        let _ = write!(
            body,
            r#"{{"external_id":"c{number}","email":"c{number}@customer{}.example","name":"Person {number}","language":"nl","account":{{"external_id":"a{account}","name":"Account {account}"}},"attributes":{{"due":"{segment}"}}}}"#,
            number % 50
        );
    }
    body.push_str("]}");
    body
}

/// A survey and a programme that asks the segment in one wave today, without limits.
fn start_programme(server: &Server) -> anyhow::Result<()> {
    let survey = r#"{"template":"relational-nps","title":"Bench","languages":["nl"],"drivers":[{"key":"support","text":{"nl":"De support is goed"}}]}"#;
    let made = server.call("POST", "/api/v1/surveys", survey)?;
    let survey = made["id"].as_str().context("an id")?.to_owned();
    server.call("POST", &format!("/api/v1/surveys/{survey}/publish"), "")?;
    let mut settings = server.call("GET", "/api/v1/ask/settings", "")?;
    settings["budget"] = serde_json::json!([]);
    settings["calendar"]["quiet"] = serde_json::Value::Null;
    settings["calendar"]["working_days"] =
        serde_json::json!([true, true, true, true, true, true, true]);
    settings["calendar"]["holidays"] = serde_json::json!({"dutch": false});
    server.call("PUT", "/api/v1/ask/settings", &settings.to_string())?;
    let wording = serde_json::json!({
        "subject": "{first_name|Klant}, wat vindt u van {company}?",
        "greeting": "Beste {first_name|klant},",
        "body": "Wij horen graag hoe u onze samenwerking ervaart.",
        "closing": "Met vriendelijke groet,\n{sender}",
        "reminder_subject": "Nog even: wat vindt u van {company}?",
        "reminder_body": "Een paar dagen geleden vroegen wij u om uw mening.",
    });
    // A wave that is due today and may still go out on the next two weeks' days.
    let today = platform::clock::rfc3339(platform::Clock::system().now_us());
    let programme = serde_json::json!({
        "name": "Bench", "survey_id": survey,
        "definition": {
            "audience": "customers",
            "segment": {"due": ["yes"]},
            "schedule": {"relational": {
                "start": &today[..10], "every": "year", "shape": "wave",
                "window_days": 14,
            }},
            "reminders": {"number": 1, "spacing_days": 7, "open_days": 28},
            "sender": {"name": "Anna de Vries", "email": "", "responsible": false},
            "wording": {"nl": wording},
        },
    });
    let made = server.call("POST", "/api/v1/programmes", &programme.to_string())?;
    let id = made["id"].as_str().context("an id")?;
    server.call("POST", &format!("/api/v1/programmes/{id}/start"), "")?;
    Ok(())
}
