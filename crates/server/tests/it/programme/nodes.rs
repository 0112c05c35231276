//! Several processes on one PostgreSQL database: everybody gets one mail, whoever stops meanwhile.

use std::collections::HashSet;
use std::process::Command;
use std::thread;
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use super::{Asking, closed, relational, transactional};
use crate::harness::{Backend, Server, at_once};

/// Contacts that are due at the same moment.
const DUE: usize = 10_000;
/// Longer than twice the time after which a silent process is taken for dead.
const STOPPED: Duration = Duration::from_secs(35);
/// All mails must have arrived by then, also on a slow machine.
const PATIENCE: Duration = Duration::from_secs(600);

fn signal(server: &Server, name: &str) {
    let pid = server.pid().to_string();
    let status = Command::new("kill").args([name, &pid]).status();
    assert!(status.is_ok_and(|s| s.success()), "kill {name} {pid}");
}

fn address(number: usize) -> String {
    format!("person{number}@customer.example")
}

fn import(asking: &Asking) {
    for start in (0..DUE).step_by(2_500) {
        let people = (start..start + 2_500).map(|number| {
            json!({
                "external_id": format!("p{number}"), "email": address(number),
                "account": { "external_id": format!("a{}", number / 4) },
            })
        });
        let body = json!({ "contacts": people.collect::<Vec<Value>>() });
        asking.post("/api/v1/contacts/bulk", &body);
    }
}

/// Three processes plan and send at once; one is stopped in the middle, longer than the others
/// wait for it, and goes on afterwards.
#[test]
fn ten_thousand_get_one_mail_each_while_a_process_stands_still() {
    let asking = Asking::start(Backend::Postgres);
    let others = [asking.server.another(&[]), asking.server.another(&[])];
    import(&asking);
    let (survey, _) = asking.server.survey("relational-nps", &json!([]));
    let programme = asking.running(&survey, &relational());

    let started = Instant::now();
    while asking.smtp.count() <= 500 {
        assert!(started.elapsed() < PATIENCE, "no mail goes out");
        thread::sleep(Duration::from_millis(100));
    }
    signal(&others[0], "-STOP");
    thread::sleep(STOPPED);
    signal(&others[0], "-CONT");

    let started = Instant::now();
    loop {
        let report = asking
            .server
            .get_json(&format!("/api/v1/programmes/{programme}/report"));
        let mail = asking.server.get_json("/api/v1/mail");
        let waiting = mail["waiting"].as_u64().expect("a count");
        if waiting == 0 && asking.smtp.count() >= DUE {
            break;
        }
        let taken = asking.smtp.count();
        assert!(
            started.elapsed() < PATIENCE,
            "{taken} mails; {mail}; {report}"
        );
        thread::sleep(Duration::from_millis(500));
    }
    // Whoever would send something twice gets the time to.
    thread::sleep(Duration::from_secs(5));
    let mails = asking.smtp.mails();
    let recipients: HashSet<&String> = mails.iter().flat_map(|mail| &mail.to).collect();
    assert_eq!(recipients.len(), DUE, "everybody got a mail");
    let mut met = HashSet::new();
    let twice = mails.iter().filter(|mail| !met.insert(&mail.to));
    let twice: Vec<_> = twice
        .flat_map(|mail| mails.iter().filter(|own| own.to == mail.to))
        .map(|mail| (mail.header("Message-ID"), mail.at, &mail.from))
        .collect();
    assert_eq!(twice, [], "nobody got two");
    let unknown = asking.server.get_json("/api/v1/mail/unknown");
    assert_eq!(unknown["mails"], json!([]), "every outcome became known");
}

/// Two programmes, fifty tickets closed at three processes at once, one mail a month: one goes
/// out, and the other waits with its reason.
#[test]
fn the_budget_holds_over_processes_and_programmes() {
    let asking = Asking::start(Backend::Postgres);
    let others = [asking.server.another(&[]), asking.server.another(&[])];
    asking.settings(&json!([
        { "max": 1, "days": 30, "scope": "person", "counts": "invitations" },
    ]));
    let email = "anna@customer.example";
    asking.contact(&json!({ "email": email }));
    let (survey, _) = asking.server.survey("ces", &Value::Null);
    let programmes = [
        asking.running(&survey, &transactional()),
        asking.running(&survey, &transactional()),
    ];
    let nodes = [&asking.server, &others[0], &others[1]];
    let replies = at_once(50, |number| {
        let ticket = format!("ticket-{number}");
        let body = closed(&format!("event-{number}"), &ticket, email, 1);
        let reply = nodes[number % 3].api("POST", "/api/v1/events", Some(&body));
        (reply.status, reply.text())
    });
    assert!(
        replies
            .iter()
            .all(|(status, _)| (200..300).contains(status)),
        "{replies:?}"
    );
    asking.smtp.wait_for(1);
    super::settle();
    assert_eq!(asking.mails_to(email), 1);
    let count = |state: &str| -> usize {
        let of = |id: &String| asking.contacts(id, state).len();
        programmes.iter().map(of).sum()
    };
    assert_eq!(count("invited"), 1);
    assert_eq!(count("deferred"), 99, "all others wait and say why");
    let waiting = asking.contacts(&programmes[0], "deferred");
    assert_eq!(waiting[0]["reason"], "budget", "{}", waiting[0]);
}
