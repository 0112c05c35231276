//! Request Tracker itself, as Debian packages it: a ticket that is resolved leads to an invitation,
//! the answer and what became of the case return to the ticket as comments.

use std::net::TcpListener;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use serde_json::{Value, json};
use tempfile::TempDir;

use super::{call, connect, outcomes, patiently, run, sent, try_out};
use crate::harness::{Backend, Server, eventually};
use crate::respondent::open;
use crate::smtp::{Received, Smtp};

/// What the package brings.
const SERVER: &str = "/usr/share/request-tracker5/libexec/rt-server";
const SET_UP: &str = "/usr/sbin/rt-setup-database-5";

/// A Request Tracker of its own, on an embedded database; ends with the test.
struct Tracker {
    child: Child,
    port: u16,
    _folder: TempDir,
}

impl Tracker {
    fn start() -> Self {
        assert!(
            Path::new(SERVER).exists(),
            "request-tracker5 is installed by the test command"
        );
        let folder = TempDir::new().expect("a temporary folder");
        let port = free_port();
        let at = folder.path().to_string_lossy().into_owned();
        for name in ["none", "mason", "session"] {
            std::fs::create_dir(folder.path().join(name)).expect("a folder");
        }
        let site = format!(
            "Set($rtname, 'rt.example');\nSet($Organization, 'rt.example');\n\
             Set($DatabaseType, 'SQLite');\nSet($DatabaseName, '{at}/rt.db');\n\
             Set($WebDomain, '127.0.0.1');\nSet($WebPort, {port});\nSet($WebPath, '');\n\
             Set($WebBaseURL, 'http://127.0.0.1:{port}');\nSet($MailCommand, 'testfile');\n\
             Set($LogToSyslog, undef);\nSet($LogToSTDERR, 'error');\n\
             Set($Timezone, 'America/New_York');\nSet($WebSessionClass, 'Apache::Session::File');\n\
             Set($MasonDataDir, '{at}/mason');\nSet($MasonSessionDir, '{at}/session');\n1;\n"
        );
        std::fs::write(folder.path().join("site.pm"), site).expect("a file");
        let command = |program: &str| {
            let mut command = Command::new(program);
            command
                .env("RT_SITE_CONFIG", format!("{at}/site.pm"))
                .env("RT_SITE_CONFIG_DIR", format!("{at}/none"))
                .stdin(Stdio::null())
                .stdout(Stdio::null())
                .stderr(Stdio::null());
            command
        };
        let set_up = command(SET_UP)
            .args([
                "--action",
                "init",
                "--dba",
                "root",
                "--dba-password",
                "",
                "--force",
            ])
            .status();
        assert!(set_up.is_ok_and(|status| status.success()), "RT's database");
        let child = command(SERVER)
            .args(["--port", &port.to_string()])
            .spawn()
            .expect("RT starts");
        let tracker = Self {
            child,
            port,
            _folder: folder,
        };
        patiently("RT answers", Duration::from_secs(60), || {
            tracker
                .try_ask("GET", "/rt", None)
                .filter(|(status, _)| *status == 200)
        });
        tracker
    }

    fn url(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    fn try_ask(&self, method: &str, path: &str, body: Option<&Value>) -> Option<(u16, Value)> {
        let url = format!("{}/REST/2.0{path}", self.url());
        // root:password, as every RT begins.
        let reply = crate::harness::Request::new(method, url)
            .header("Authorization", "Basic cm9vdDpwYXNzd29yZA==")
            .maybe_json(body)
            .try_send()
            .ok()?;
        let json = serde_json::from_slice(&reply.body).unwrap_or(Value::Null);
        Some((reply.status, json))
    }

    fn ask(&self, method: &str, path: &str, body: Option<&Value>) -> Value {
        let (status, json) = self.try_ask(method, path, body).expect("a reply");
        assert!(
            (200..300).contains(&status),
            "{method} {path}: {status} {json}"
        );
        json
    }

    /// Somebody asks for help; the ticket's number.
    fn ticket(&self, subject: &str, email: &str) -> String {
        let body = json!({
            "Queue": "General", "Subject": subject, "Requestor": email, "Content": "Please help",
        });
        let made = self.ask("POST", "/ticket", Some(&body));
        made["id"].as_str().expect("a number").to_owned()
    }

    fn set(&self, ticket: &str, status: &str) {
        let body = json!({ "Owner": "root", "Status": status });
        self.ask("PUT", &format!("/ticket/{ticket}"), Some(&body));
    }

    /// What was commented on a ticket, one after the other.
    fn comments(&self, ticket: &str) -> Vec<String> {
        let path = format!("/ticket/{ticket}/history?fields=Type&per_page=100");
        let history = self.ask("GET", &path, None);
        let entries = history["items"].as_array().expect("a list").clone();
        let comments = entries.iter().filter(|entry| entry["Type"] == "Comment");
        comments
            .map(|entry| {
                let id = entry["id"].as_str().expect("an id");
                let path = format!("/transaction/{id}/attachments?fields=Content");
                let found = self.ask("GET", &path, None);
                let content = found["items"][0]["Content"].as_str();
                content.unwrap_or_default().to_owned()
            })
            .collect()
    }
}

impl Drop for Tracker {
    fn drop(&mut self) {
        // It starts others to answer; they end with it when it is asked to.
        let _ = Command::new("kill")
            .arg(self.child.id().to_string())
            .status();
        for _ in 0..100 {
            if matches!(self.child.try_wait(), Ok(Some(_))) {
                return;
            }
            std::thread::sleep(Duration::from_millis(50));
        }
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn free_port() -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    listener.local_addr().expect("an address").port()
}

/// The path of the link to answer in a mail.
fn answer_link(mail: &Received) -> String {
    let text = mail.text();
    let at = text.find("/p/").expect("a link");
    let end = text[at + 3..].find(|c: char| !c.is_ascii_alphanumeric());
    text[at..at + 3 + end.expect("an end")].to_owned()
}

/// A programme that asks at once, at any hour of any day, after a ticket was closed.
fn programme(server: &Server) -> String {
    let settings = json!({
        "budget": [],
        "calendar": {
            "zone": "UTC", "working_days": [true, true, true, true, true, true, true],
            "holidays": { "dutch": false }, "quiet": null,
            "office": { "from": 540, "to": 1020 },
        },
        "e": 1.0,
    });
    call(server, "PUT", "/api/v1/ask/settings", Some(&settings));
    let (survey, _) = server.survey("ces", &Value::Null);
    let body = json!({
        "name": "After a ticket", "survey_id": survey,
        "definition": {
            "audience": "customers",
            "schedule": { "transactional": {
                "triggers": ["ticket.closed"], "cancels": ["ticket.reopened"],
                "delay_minutes": 0, "expires_days": 7,
            }},
            "reminders": { "number": 0, "spacing_days": 7, "open_days": 14 },
            "wording": { "en": { "subject": "Was it easy?", "body": "We would like to hear it." } },
        },
    });
    let made = call(server, "POST", "/api/v1/programmes", Some(&body));
    let id = made["id"].as_str().expect("an id");
    call(
        server,
        "POST",
        &format!("/api/v1/programmes/{id}/start"),
        None,
    );
    survey
}

fn connection(tracker: &Tracker) -> Value {
    json!({
        "system": "request_tracker", "name": "RT", "base_url": tracker.url(),
        "secrets": { "token": "root:password" }, "every_minutes": 0, "is_on": true,
        "pushes": { "comments": true },
    })
}

/// Answers by the link of a mail. Whoever writes something so soon after it is no scanner.
fn answer(server: &Server, link: &str, words: &str) {
    let page = open(server, link)
        .set("answer_effort", "1")
        .set("answer_why", words);
    assert_eq!(page.send(server, link, "next").status, 200);
}

fn a_resolved_ticket_leads_to_an_answer_and_its_result_comes_back(backend: Backend) {
    let smtp = Smtp::start();
    let url = smtp.url();
    let environment = [
        ("LUISTER_SMTP_URL", url.as_str()),
        ("LUISTER_MAIL_FROM", "Acme <feedback@acme.example>"),
        ("LUISTER_MAIL_BOUNCE", "bounces@acme.example"),
        ("LUISTER_OUTBOUND_ALLOW", "127.0.0.1:*"),
    ];
    let tracker = Tracker::start();
    let old = tracker.ticket("Before your time", "old@bakery.example");
    tracker.set(&old, "resolved");
    std::thread::sleep(Duration::from_millis(2500));
    let server = Server::start_with(backend, &environment);
    let survey = programme(&server);
    let id = connect(&server, &connection(&tracker));
    let ticket = tracker.ticket("Printer is jammed", "Anna@Bakery.example");
    let waiting = tracker.ticket("Still open", "bob@bakery.example");
    tracker.set(&ticket, "resolved");
    let tried = try_out(&server, &id, "tickets");
    assert_eq!(
        outcomes(&tried).iter().filter(|o| **o == "created").count(),
        2,
        "{tried:?}"
    );
    assert_eq!(
        run(&server, &id)["rows"]["created"],
        1,
        "the one resolved since"
    );
    let mail = patiently("Anna is asked", Duration::from_secs(20), || {
        smtp.mails_to("anna@bakery.example").pop()
    });
    assert_eq!(
        smtp.count(),
        1,
        "neither who was there before nor who still waits"
    );
    assert_eq!(
        run(&server, &id)["rows"]["created"],
        0,
        "the same ticket once"
    );
    answer(&server, &answer_link(&mail), "It took\nthree <b>calls</b>");
    let responses = server.get_json(&format!("/api/v1/surveys/{survey}/responses"));
    assert_eq!(
        responses["responses"][0]["state"], "complete",
        "{responses}"
    );
    sent(&server, &id, "answer");
    let comments = tracker.comments(&ticket);
    assert_eq!(comments.len(), 1, "{comments:?}");
    assert!(
        comments[0].contains("with 1 of 5") && comments[0].contains("<b>calls</b>"),
        "{comments:?}"
    );
    let response = &responses["responses"][0]["id"];
    let body = json!({ "title": "Call Anna", "response_id": response });
    let opened = call(&server, "POST", "/api/v1/cases", Some(&body));
    let case = opened["case_id"]
        .as_str()
        .or(opened["case"]["case_id"].as_str());
    let case = case
        .unwrap_or_else(|| panic!("no id in {opened}"))
        .to_owned();
    let result = json!({ "result": "resolved", "text": "Sent a new printer." });
    call(
        &server,
        "POST",
        &format!("/api/v1/cases/{case}/close"),
        Some(&result),
    );
    sent(&server, &id, "result");
    let comments = tracker.comments(&ticket);
    assert_eq!(comments.len(), 2, "{comments:?}");
    assert!(comments[1].contains("put right") && comments[1].contains("Sent a new printer."));
    assert!(tracker.comments(&waiting).is_empty());
    // Opened again it is known; resolved again it is another event.
    tracker.set(&ticket, "open");
    assert_eq!(run(&server, &id)["rows"]["changed"], 1);
    let events = eventually("the event is there", || {
        let all = server.get_json("/api/v1/events");
        all.to_string().contains("ticket.reopened").then_some(all)
    });
    assert!(events.to_string().contains(&ticket));
    assert_eq!(smtp.count(), 1);
}

mod a_resolved_ticket_leads_to_an_answer_and_its_result_comes_back_on {
    use crate::harness::Backend;

    #[test]
    fn sqlite() {
        super::a_resolved_ticket_leads_to_an_answer_and_its_result_comes_back(Backend::Sqlite);
    }

    #[test]
    fn postgres() {
        super::a_resolved_ticket_leads_to_an_answer_and_its_result_comes_back(Backend::Postgres);
    }
}
