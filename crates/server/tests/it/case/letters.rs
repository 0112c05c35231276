//! Mails about cases: who hears of what, once; and what people reply.

use std::time::Duration;

use serde_json::{Value, json};

use super::{customer, do_it, history, id, open, show};
use crate::delivery::dovecot::Dovecot;
use crate::harness::{Backend, Server, eventually};
use crate::people::add;
use crate::respondent::write;
use crate::smtp::{Received, Smtp};

/// Makes a test on each database of `fn name(backend: Backend)`.
macro_rules! on_each {
    ($($name:ident),* $(,)?) => {$(
        mod $name {
            #[test]
            fn sqlite() {
                super::$name(crate::harness::Backend::Sqlite);
            }
            #[test]
            fn postgres() {
                super::$name(crate::harness::Backend::Postgres);
            }
        }
    )*};
}

on_each!(
    each_hears_of_their_cases_once,
    steps_are_taken_once,
    a_reply_becomes_part_of_the_case,
);

fn with_mail(backend: Backend, smtp: &Smtp, more: &[(&str, &str)]) -> Server {
    let url = smtp.url();
    let mut environment = vec![
        ("LUISTER_SMTP_URL", url.as_str()),
        ("LUISTER_MAIL_FROM", "Acme <feedback@acme.example>"),
        ("LUISTER_MAIL_BOUNCE", "bounces@acme.example"),
    ];
    environment.extend(more);
    Server::start_with(backend, &environment)
}

fn subjects(smtp: &Smtp, name: &str) -> Vec<String> {
    let mails = smtp.mails_to(&format!("{name}@example.com"));
    let subjects = mails.iter().filter_map(|mail| mail.header("Subject"));
    subjects.collect()
}

fn mail_with(smtp: &Smtp, name: &str, words: &str) -> Received {
    eventually(words, || {
        let mails = smtp.mails_to(&format!("{name}@example.com"));
        let of = |mail: &Received| mail.header("Subject").is_some_and(|s| s.contains(words));
        mails.into_iter().find(of)
    })
}

fn each_hears_of_their_cases_once(backend: Backend) {
    let smtp = Smtp::start();
    let server = with_mail(backend, &smtp, &[]);
    let (ann, bob) = (
        add(&server, "ann", "employee"),
        add(&server, "bob", "employee"),
    );
    let (contact, _) = customer(&server, "jan@acme.nl", "Bakker & <Zn>");
    let body = json!({ "title": "Call <b>Jan</b>\r\n", "contact_id": contact, "owner_id": ann,
                       "reason": "He was <i>angry</i>" });
    let case = open(&server, &body);
    let mail = mail_with(&smtp, "ann", "For you");
    assert_eq!(
        mail.header("Subject").as_deref(),
        Some("For you: Call <b>Jan</b>")
    );
    assert_eq!(mail.header("Reply-To"), None, "nobody reads replies here");
    let text = mail.text();
    for part in [
        "Bakker & <Zn>",
        "Ann Customer",
        &format!("{}/cases/{case}", server.base_url),
    ] {
        assert!(text.contains(part), "{part}: {text}");
    }
    let raw = mail.raw.replace("=\r\n", "");
    assert!(
        raw.contains("&lt;b&gt;Jan") && !raw.contains("<b>Jan</b></h1>"),
        "{raw}"
    );

    let note = json!({ "to": bob, "note": "He asked for you" });
    assert_eq!(do_it(&server, &case, "hand-over", &note).status, 200);
    let given = mail_with(&smtp, "bob", "Handed over");
    assert!(
        given.text().contains("| He asked for you"),
        "{}",
        given.text()
    );

    // Nobody's: administrators hear of it, also where nobody is to be told.
    open(&server, &json!({ "title": "Lost", "notify": false }));
    mail_with(&smtp, "admin", "Nobody has this: Lost");
    // Quiet cases tell their owners nothing.
    open(
        &server,
        &json!({ "title": "Quiet", "owner_id": ann, "notify": false }),
    );
    std::thread::sleep(Duration::from_secs(1));
    assert_eq!(subjects(&smtp, "ann").len(), 1);
    assert_eq!(subjects(&smtp, "bob").len(), 1);
    assert_eq!(subjects(&smtp, "admin").len(), 1);
}

/// Due long ago, so that all steps are due; with two nodes on PostgreSQL.
fn steps_are_taken_once(backend: Backend) {
    let smtp = Smtp::start();
    let server = with_mail(backend, &smtp, &[]);
    let _second = (backend == Backend::Postgres).then(|| {
        let url = smtp.url();
        let url = url.as_str();
        server.another(&[
            ("LUISTER_SMTP_URL", url),
            ("LUISTER_MAIL_FROM", "Acme <feedback@acme.example>"),
        ])
    });
    let (ann, lea) = (add(&server, "ann", "employee"), add(&server, "lea", "lead"));
    let lead = server.api(
        "PATCH",
        &format!("/api/v1/people/{ann}"),
        Some(&json!({ "lead_id": lea })),
    );
    assert_eq!(lead.status, 200, "{}", lead.text());
    let cases: Vec<String> = (0..5)
        .map(|n| {
            open(
                &server,
                &json!({ "title": format!("Case {n}"), "owner_id": ann, "due_minutes": 9600 }),
            )
        })
        .collect();
    let spoken = open(&server, &json!({ "title": "Spoken", "owner_id": ann }));
    let call = json!({ "kind": "call", "text": "All is well" });
    assert_eq!(do_it(&server, &spoken, "conversations", &call).status, 201);
    eventually("ann heard of all", || {
        (subjects(&smtp, "ann").len() == 6).then_some(())
    });
    // Snoozing hides nothing from the others.
    let snooze = json!({ "until": "2027-10-01T08:00:00Z" });
    assert_eq!(do_it(&server, &cases[0], "snooze", &snooze).status, 200);
    write(
        &server,
        "UPDATE app_case SET due_at_us = 1772443200000000, owned_since_us = 1772000000000000,
                opened_at_us = 1772000000000000, look_at_us = 0",
    );
    eventually("all steps are taken", || {
        let overdue = server.get_json("/api/v1/cases?overdue=true");
        let all = overdue["cases"].as_array().expect("a list");
        (all.len() == 5 && all.iter().all(|case| case["alarmed_at"].is_string())).then_some(())
    });
    for case in &cases {
        let lines = history(&server, case);
        for step in ["escalated", "alarmed"] {
            assert_eq!(
                lines.iter().filter(|line| *line == step).count(),
                1,
                "{lines:?}"
            );
        }
        assert!(!lines.contains(&"reminded".to_owned()), "too late for that");
    }
    eventually("the lead and administrators heard of it", || {
        (subjects(&smtp, "lea").len() == 5 && subjects(&smtp, "admin").len() == 5).then_some(())
    });
    std::thread::sleep(Duration::from_secs(2));
    assert_eq!(subjects(&smtp, "lea").len(), 5);
    assert_eq!(subjects(&smtp, "admin").len(), 5);
    assert_eq!(subjects(&smtp, "ann").len(), 11, "of each once more");
    assert_eq!(
        show(&server, &spoken)["escalated_at"],
        Value::Null,
        "the promise was kept"
    );
}

fn reply(to: &str, from: &str, more: &str, body: &str) -> String {
    format!(
        "Delivered-To: {to}\nFrom: Ann <{from}>\nTo: {to}\nSubject: Re: For you\n{more}\n{body}\n"
    )
}

fn a_reply_becomes_part_of_the_case(backend: Backend) {
    let (smtp, mut dovecot) = (Smtp::start(), Dovecot::start());
    let imap = dovecot.url(None);
    let authority = dovecot.authority();
    let more = [
        ("LUISTER_IMAP_URL", imap.as_str()),
        ("LUISTER_MAIL_TLS_CA", authority.as_str()),
        ("LUISTER_IMAP_EVERY_S", "1"),
    ];
    let server = with_mail(backend, &smtp, &more);
    let ann = add(&server, "ann", "employee");
    let made = server.api(
        "POST",
        "/api/v1/cases",
        Some(&json!({ "title": "Call Jan", "owner_id": ann })),
    );
    let case = id(&made, "case_id");
    let mail = mail_with(&smtp, "ann", "For you");
    let header = mail.header("Reply-To").expect("a reply address");
    let to = header
        .split(['<', '>'])
        .nth(1)
        .unwrap_or(&header)
        .to_owned();
    let secret = to.split(['+', '@']).nth(1).expect("a tag").to_owned();
    assert_ne!(mail.from, to, "bounces have a secret of their own");
    let quoted =
        "Called him, solved.\n\nOn Mon Acme <feedback@acme.example> wrote:\n> ##- x -##\n> Score";

    // Not believed: a secret nobody gave out, the secret for bounces, a machine.
    let forged = to.replace(&secret, &"0".repeat(52));
    dovecot.deliver(&reply(&forged, "ann@example.com", "", "forged"));
    dovecot.deliver(&reply(
        &mail.from,
        "ann@example.com",
        "",
        "to the wrong address",
    ));
    dovecot.deliver(&reply(
        &to,
        "ann@example.com",
        "Auto-Submitted: auto-replied\n",
        "I am away",
    ));
    dovecot.deliver(&reply(&to, "ann@example.com", "", quoted));
    eventually("the reply is there", || {
        let all = show(&server, &case)["conversations"].clone();
        (all.as_array().map(Vec::len) == Some(1)).then_some(())
    });
    let note = show(&server, &case)["conversations"][0].clone();
    assert_eq!(
        (&note["kind"], &note["text"]),
        (&json!("note"), &json!("Called him, solved."))
    );
    assert_eq!(
        (&note["spoke"], &note["user_id"]),
        (&json!("ann"), &json!(ann))
    );
    assert!(
        note["whole"]
            .as_str()
            .expect("all of it")
            .contains("> Score")
    );

    // The same once more, and one by somebody else, also after it is closed.
    assert_eq!(
        do_it(&server, &case, "close", &json!({ "result": "resolved" })).status,
        200
    );
    dovecot.deliver(&reply(&to, "ann@example.com", "", quoted));
    dovecot.deliver(&reply(
        &to,
        "Mallory@else.example",
        "",
        "<script>alert(1)</script>",
    ));
    eventually("the other reply is there", || {
        let all = show(&server, &case)["conversations"].clone();
        (all.as_array().map(Vec::len) == Some(2)).then_some(())
    });
    let other = show(&server, &case)["conversations"][1].clone();
    assert_eq!(
        (&other["spoke"], &other["user_id"]),
        (&json!("mallory@else.example"), &Value::Null)
    );
    assert_eq!(show(&server, &case)["first_contact_at"], Value::Null);
    assert_eq!(
        history(&server, &case),
        ["opened", "noted", "closed", "noted"]
    );
}
