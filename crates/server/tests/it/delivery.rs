//! What becomes of mail: test mails, bounces from a real mailbox, a forgotten password, ending
//! mails.

mod asked;
pub(crate) mod dovecot;
mod password;

use platform::db::{Db, Location, Options};
use platform::{DbError, params};
use serde_json::{Value, json};

use self::dovecot::Dovecot;
use crate::harness::{Backend, PASSWORD, Server, eventually};
use crate::smtp::{Received, Smtp};

const FROM: &str = "Acme <feedback@acme.example>";
const BOUNCES: &str = "bounces@acme.example";

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
use on_each;

fn with_mail(backend: Backend, smtp: &Smtp, more: &[(&str, &str)]) -> Server {
    let url = smtp.url();
    let mut environment = vec![
        ("LUISTER_SMTP_URL", url.as_str()),
        ("LUISTER_MAIL_FROM", FROM),
        ("LUISTER_MAIL_BOUNCE", BOUNCES),
    ];
    environment.extend(more);
    Server::start_with(backend, &environment)
}

on_each!(bounces_come_from_a_mailbox, a_provider_reports_returns,);

/// Stores a mail of which nobody knows whether it arrived, as a crash would leave it; its id.
pub fn put_in_doubt(server: &Server) -> String {
    let location = match &server.database_url {
        Some(url) => url.parse().expect("an address"),
        None => Location::Sqlite(server.data.path().join("luister.db")),
    };
    let id = platform::id::new();
    let mail_id = id.clone();
    let db = Db::open(&location, Options::default()).expect("a database");
    let stored = db.write(move |tx| {
        let workspace = tx.query_one("SELECT workspace_id FROM installation", &[])?;
        let workspace_id: String = workspace.expect("it is set up").at(0)?;
        tx.execute(
            "INSERT INTO mail (workspace_id, mail_id, kind, subject_id, address, domain, promise,
                               state, due_at_us, tries, first_try_at_us, fence, reply,
                               created_at_us)
             VALUES ($1, $2, 'invitation', $2, 'ann@customer.example', 'customer.example',
                     'at_most_once', 'unknown', 0, 1, 1772443200000000, 1, 'cut <off>', 0)",
            params![workspace_id, &mail_id],
        )?;
        Ok::<_, DbError>(())
    });
    tokio::runtime::Runtime::new()
        .expect("a runtime")
        .block_on(stored)
        .expect("it is stored");
    id
}

fn post(server: &Server, path: &str, cookie: &str, form: &[(&str, &str)]) -> u16 {
    server
        .request("POST", path)
        .header("Cookie", cookie)
        .form(form)
        .send()
        .status
}

/// Has a test mail sent and waits for it.
fn test_mail(server: &Server, smtp: &Smtp) -> Received {
    let before = smtp.count();
    assert_eq!(
        post(server, "/settings/mail/test", &server.log_in(), &[]),
        303
    );
    smtp.wait_for(before + 1).pop().expect("a mail")
}

/// A report as a mail server sends it when it can't deliver `mail`.
fn report(mail: &Received, action: &str, status: &str) -> String {
    let sender = &mail.from;
    let message_id = mail.header("Message-ID").expect("an id");
    format!(
        "Return-Path: <>\nDelivered-To: {sender}\nFrom: MAILER-DAEMON@mx.example\nTo: {sender}\n\
         Subject: Undelivered Mail Returned to Sender\nMIME-Version: 1.0\n\
         Content-Type: multipart/report; report-type=delivery-status; boundary=\"b\"\n\n\
         --b\nContent-Type: text/plain\n\nIt did not arrive.\n\n\
         --b\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; mx.example\n\n\
         Final-Recipient: rfc822; {to}\nAction: {action}\nStatus: {status}\n\
         Diagnostic-Code: smtp; 550 {status} <script>no such user</script>\n\n\
         --b\nContent-Type: text/rfc822-headers\n\nMessage-ID: {message_id}\n\n--b--\n",
        to = mail.to[0],
    )
}

fn returns(server: &Server) -> Vec<Value> {
    server.get_json("/api/v1/mail")["returns"]
        .as_array()
        .expect("a list")
        .clone()
}

fn bounces_come_from_a_mailbox(backend: Backend) {
    let (smtp, mut dovecot) = (Smtp::start(), Dovecot::start());
    dovecot.deliver("From: ann@example.com\nTo: bounces@acme.example\nSubject: Hi\n\nHello\n");
    let server = with_mail(
        backend,
        &smtp,
        &[
            ("LUISTER_IMAP_URL", &dovecot.url(None)),
            ("LUISTER_MAIL_TLS_CA", &dovecot.authority()),
            ("LUISTER_IMAP_EVERY_S", "1"),
        ],
    );
    let inbox = || server.get_json("/api/v1/mail")["inbox"].clone();
    let mail = test_mail(&server, &smtp);
    let secret = mail
        .from
        .split(['+', '@'])
        .nth(1)
        .expect("a tag")
        .to_owned();
    assert_eq!(mail.from, format!("bounces+{secret}@acme.example"));

    // A delay changes nothing but is told; a secret nobody gave out is ignored.
    let mut forged = mail.clone();
    forged.from = mail.from.replace(&secret, &"0".repeat(52));
    dovecot.deliver(&report(&forged, "failed", "5.1.1"));
    dovecot.deliver(&report(&mail, "delayed", "4.4.1"));
    eventually("the delay is read", || {
        (returns(&server).len() == 1).then_some(())
    });
    assert_eq!(returns(&server)[0]["type"], "soft");
    assert_eq!(server.get_json("/api/v1/mail")["bounced"], 0);
    eventually("both count", || {
        let state = inbox();
        (state["counted"] == 1 && state["ignored"] == 2).then_some(())
    });

    // A bounce, twice, and through a crash.
    dovecot.deliver(&report(&mail, "failed", "5.1.1"));
    eventually("the bounce is read", || {
        (returns(&server).len() == 2).then_some(())
    });
    server.kill_and_restart();
    dovecot.deliver(&report(&mail, "failed", "5.1.1"));
    eventually("all are put aside", || {
        (dovecot.flags_in(".Luister") == ["S"; 4]).then_some(())
    });
    let state = server.get_json("/api/v1/mail");
    assert_eq!(state["bounced"], 1, "{state}");
    assert_eq!(returns(&server).len(), 2, "{state}");
    assert_eq!(state["inbox"]["error"], Value::Null);
    let bounce = state["returns"]
        .as_array()
        .and_then(|all| all.iter().find(|r| r["type"] == "bounce"))
        .expect("a bounce");
    assert_eq!(bounce["status"], "5.1.1");
    assert_eq!(bounce["email"], "admin@example.com");
    assert_eq!(
        dovecot.flags_in(""),
        [""],
        "what a person wrote stays as it came"
    );
    let page = server.page("/settings/mail", &server.log_in()).text();
    assert!(page.contains("&lt;script&gt;no such user"), "{page}");
    assert!(!page.contains("p@ss") && !page.contains("p%40ss"), "{page}");
}

#[test]
fn a_mailbox_that_refuses_is_told() {
    let (smtp, dovecot) = (Smtp::start(), Dovecot::start());
    let server = with_mail(
        Backend::Sqlite,
        &smtp,
        &[
            ("LUISTER_IMAP_URL", &dovecot.url(Some("wrong-secret"))),
            ("LUISTER_MAIL_TLS_CA", &dovecot.authority()),
            ("LUISTER_IMAP_EVERY_S", "1"),
        ],
    );
    let error = eventually("the refusal is told", || {
        let state = server.get_json("/api/v1/mail");
        state["inbox"]["error"].as_str().map(str::to_owned)
    });
    assert!(error.contains("refused the login"), "{error}");
    assert!(!error.contains("wrong-secret"), "{error}");
    // Mail itself is not held up by that.
    test_mail(&server, &smtp);
}

#[test]
fn a_mailbox_is_not_read_from_a_stranger() {
    let (smtp, dovecot) = (Smtp::start(), Dovecot::start());
    let server = with_mail(
        Backend::Sqlite,
        &smtp,
        &[
            ("LUISTER_IMAP_URL", &dovecot.url(None)),
            ("LUISTER_IMAP_EVERY_S", "1"),
        ],
    );
    let error = eventually("the stranger is told", || {
        let state = server.get_json("/api/v1/mail");
        state["inbox"]["error"].as_str().map(str::to_owned)
    });
    assert!(error.contains("certificate"), "{error}");
}

#[test]
fn without_mail_all_pages_say_so() {
    let server = Server::start(Backend::Sqlite);
    let cookie = server.log_in();
    let page = server.page("/settings/mail", &cookie);
    assert_eq!(page.status, 200);
    assert!(page.text().contains("smtp_url"));
    assert_eq!(post(&server, "/settings/mail/test", &cookie, &[]), 409);
    assert_eq!(server.get_json("/api/v1/mail")["settings"], Value::Null);
    assert!(
        server
            .page("/settings", &cookie)
            .text()
            .contains("/settings/mail")
    );
    let forgot = server.page("/password/forgot", "").text();
    assert!(forgot.contains("does not send mail"), "{forgot}");
    assert!(!forgot.contains("name=\"email\""), "{forgot}");
    assert!(forgot.contains("luister user set-password"), "{forgot}");
}

#[test]
fn the_pages_are_for_administrators() {
    let smtp = Smtp::start();
    let server = with_mail(Backend::Sqlite, &smtp, &[]);
    let arguments = [
        "user",
        "add",
        "--email",
        "v@example.com",
        "--password-stdin",
    ];
    assert!(server.command(&arguments, PASSWORD).status.success());
    let viewer = server.log_in_as("v@example.com", PASSWORD);
    assert_eq!(server.page("/settings/mail", &viewer).status, 403);
    assert!(
        !server
            .page("/settings", &viewer)
            .text()
            .contains("/settings/mail")
    );
    for path in [
        "/settings/mail/test",
        "/settings/mail/x/send-again",
        "/settings/mail/x/arrived",
    ] {
        assert_eq!(post(&server, path, &viewer, &[]), 403, "{path}");
        assert_eq!(post(&server, path, "", &[]), 401, "{path}");
    }
    let by_reader = server
        .request("POST", "/api/v1/mail/returns")
        .header("Authorization", &format!("Bearer {}", server.read_key))
        .json(&json!({ "returns": [{ "email": "a@b.nl", "type": "bounce" }] }))
        .send();
    assert_eq!(by_reader.status, 403);
}

#[test]
fn test_mails_have_a_limit() {
    let smtp = Smtp::start();
    let server = with_mail(Backend::Sqlite, &smtp, &[]);
    let cookie = server.log_in();
    let got: Vec<u16> = (0..7)
        .map(|_| post(&server, "/settings/mail/test", &cookie, &[]))
        .collect();
    assert_eq!(got, [303, 303, 303, 303, 303, 429, 429]);
    let mails = smtp.wait_for(5);
    assert_eq!(mails[0].to, ["admin@example.com"]);
    assert_eq!(mails[0].header("From").as_deref(), Some(FROM));
    assert!(mails[0].text().contains("This is a test mail"));
}

#[test]
fn a_mail_in_doubt_is_decided_by_people() {
    let smtp = Smtp::start();
    smtp.script(|_, _| crate::smtp::Fault::Accept);
    let server = with_mail(Backend::Sqlite, &smtp, &[]);
    test_mail(&server, &smtp);
    let id = smtp.mails()[0]
        .header("Message-ID")
        .and_then(|id| {
            id.trim_start_matches('<')
                .split('@')
                .next()
                .map(str::to_owned)
        })
        .expect("an id");
    eventually("it is sent", || {
        (server.get_json("/api/v1/mail")["sent"] == 1).then_some(())
    });
    // It is not in doubt, so there is nothing to decide.
    for (path, status) in [
        (format!("/api/v1/mail/{id}/arrived"), 409),
        (format!("/api/v1/mail/{id}/send-again"), 409),
        ("/api/v1/mail/nothing/arrived".to_owned(), 404),
        ("/api/v1/mail/nothing/send-again".to_owned(), 404),
    ] {
        assert_eq!(server.api("POST", &path, None).status, status, "{path}");
    }
    assert_eq!(
        server.get_json("/api/v1/mail/unknown"),
        json!({ "mails": [] })
    );
    let wrong = server.api("GET", "/api/v1/mail/unknown?limit=0", None);
    assert_eq!(wrong.status, 422);
    assert_eq!(server.api("GET", "/api/v1/mail?x=1", None).status, 400);
}

fn a_provider_reports_returns(backend: Backend) {
    let smtp = Smtp::start();
    let server = with_mail(backend, &smtp, &[]);
    let mail = test_mail(&server, &smtp);
    let message_id = mail.header("Message-ID").expect("an id");
    eventually("it is sent", || {
        (server.get_json("/api/v1/mail")["sent"] == 1).then_some(())
    });
    let report = json!({ "returns": [
        { "message_id": message_id, "type": "bounce", "reason": "550 5.1.1 gone" },
        { "email": "ADMIN@example.com", "type": "bounce" },
        { "mail_id": "nothing", "type": "complaint" },
        { "message_id": "<x@elsewhere>", "type": "bounce" },
        { "email": "nobody@example.com", "type": "bounce" },
    ] });
    let reply = server.api("POST", "/api/v1/mail/returns", Some(&report));
    assert_eq!(reply.status, 200, "{}", reply.text());
    let outcomes: Vec<Value> = reply.json()["returns"]
        .as_array()
        .expect("a list")
        .iter()
        .map(|r| r["outcome"].clone())
        .collect();
    assert_eq!(
        outcomes,
        ["stored", "known", "unknown", "unknown", "unknown"]
    );
    let state = server.get_json("/api/v1/mail");
    assert_eq!((&state["bounced"], &state["sent"]), (&json!(1), &json!(0)));
    assert_eq!(state["returns"][0]["reason"], "550 5.1.1 gone");
    for wrong in [
        json!({ "returns": [] }),
        json!({ "returns": [{ "type": "bounce" }] }),
        json!({ "returns": [{ "email": "a@b.nl", "type": "delay" }] }),
        json!({ "returns": [{ "email": "a@b.nl", "type": "bounce", "x": 1 }] }),
    ] {
        let reply = server.api("POST", "/api/v1/mail/returns", Some(&wrong));
        assert_eq!(reply.status, 422, "{wrong}");
    }
}
