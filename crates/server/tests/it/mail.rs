//! Mail end to end: settings, a forgotten password through a mail server that fails, a kill in
//! the worst moment, and what operators see of it.

use std::process::{Command, Stdio};
use std::sync::mpsc;
use std::time::{Duration, Instant};

use crate::harness::{Backend, Server, binary, eventually};
use crate::smtp::{Received, Smtp};

const FROM: (&str, &str) = ("LUISTER_MAIL_FROM", "Acme <feedback@acme.nl>");

/// Makes a test on each database of `fn name(backend: Backend)`.
macro_rules! on_each {
    ($($name:ident),* $(,)?) => {$(
        mod $name {
            #[test]
            fn sqlite() {
                super::$name($crate::harness::Backend::Sqlite);
            }
            #[test]
            fn postgres() {
                super::$name($crate::harness::Backend::Postgres);
            }
        }
    )*};
}

on_each!(
    a_mail_that_was_killed_on_its_way_is_sent_again,
    a_pause_is_told_and_ends
);

/// The administrator says the password is forgotten.
fn forget(server: &Server) {
    let reply = server
        .request("POST", "/password/forgot")
        .form(&[("email", "admin@example.com")])
        .send();
    assert_eq!(reply.status, 200, "{}", reply.text());
}

fn links(mail: &Received, base_url: &str) -> Vec<String> {
    let text = mail.text();
    let found = text.match_indices(base_url).map(|(at, _)| {
        let rest = &text[at..];
        let end = rest.find(|c: char| c.is_whitespace() || "\"'<>)".contains(c));
        rest[..end.unwrap_or(rest.len())].to_owned()
    });
    found.collect()
}

/// Trust C4: whoever waits for a mail gets it at least once, with the same Message-ID.
fn a_mail_that_was_killed_on_its_way_is_sent_again(backend: Backend) {
    let smtp = Smtp::start();
    let url = smtp.url();
    let server = Server::start_with(backend, &[("LUISTER_SMTP_URL", &url), FROM]);
    let (came, comes) = mpsc::channel();
    let (go, goes) = mpsc::channel::<()>();
    let goes = std::sync::Mutex::new(goes);
    smtp.before_reply(move |_| {
        let _ = came.send(());
        // Without a sender any more this returns at once.
        let _ = goes.lock().expect("no panic").recv();
    });
    forget(&server);
    comes.recv_timeout(Duration::from_secs(20)).expect("a mail");
    server.kill_and_restart();
    drop(go);
    let started = Instant::now();
    // Another process notices after five looks, three seconds apart.
    while smtp.count() < 2 {
        assert!(
            started.elapsed() < Duration::from_secs(60),
            "no second mail"
        );
        std::thread::sleep(Duration::from_millis(100));
    }
    std::thread::sleep(Duration::from_secs(1));
    let mails = smtp.mails();
    assert_eq!(mails.len(), 2);
    let id = mails[0].header("Message-ID").expect("an id");
    assert_eq!(mails[1].header("Message-ID"), Some(id));
    assert_eq!(mails[1].to, ["admin@example.com"]);
    // Both have a link under our base URL that works: nobody knows which one is read.
    for mail in &mails {
        let links = links(mail, &server.base_url);
        let path = links[0].trim_start_matches(&server.base_url);
        assert_eq!(server.request("GET", path).send().status, 200, "{path}");
    }
    let log = std::fs::read_to_string(server.data.path().join("stderr.log")).expect("a log");
    assert!(
        !log.contains("admin@example.com") && !log.contains("/password/reset/"),
        "{log}"
    );
}

fn figure(server: &Server, name: &str) -> Option<f64> {
    let page = server.request("GET", "/metrics").send().text();
    let line = page.lines().find(|l| l.starts_with(&format!("{name} ")))?;
    line.rsplit(' ').next()?.parse().ok()
}

fn a_pause_is_told_and_ends(backend: Backend) {
    let smtp = Smtp::start();
    smtp.manners(|m| m.login = Some(("me".into(), "right".into())));
    let url = smtp.url().replace("://", "://me:hunter2@");
    let server = Server::start_with(backend, &[("LUISTER_SMTP_URL", &url), FROM]);
    assert_eq!(figure(&server, "luister_mails_paused"), Some(0.0));
    forget(&server);
    eventually("a pause", || {
        (figure(&server, "luister_mails_paused") == Some(1.0)).then_some(())
    });
    eventually("it waits", || {
        (figure(&server, "luister_mails_queued") == Some(1.0)).then_some(())
    });
    // People answer surveys while no mail goes.
    assert_eq!(server.request("GET", "/readyz").send().status, 200);
    // The password is put right where the server runs; a start looks at once.
    smtp.manners(|m| m.login = Some(("me".into(), "hunter2".into())));
    server.kill_and_restart();
    smtp.wait_for(1);
    eventually("no pause", || {
        (figure(&server, "luister_mails_paused") == Some(0.0)).then_some(())
    });
    let tries = "luister_mail_tries_total{outcome=\"handed_over\"}";
    eventually("counted", || {
        (figure(&server, tries) == Some(1.0)).then_some(())
    });
    let log = std::fs::read_to_string(server.data.path().join("stderr.log")).expect("a log");
    assert!(
        !log.contains("hunter2") && log.contains("no mail is sent"),
        "{log}"
    );
}

#[test]
fn two_nodes_send_one_mail() {
    let smtp = Smtp::start();
    let url = smtp.url();
    let server = Server::start_with(Backend::Postgres, &[("LUISTER_SMTP_URL", &url), FROM]);
    let second = server.another(&[]);
    forget(&second);
    smtp.wait_for(1);
    std::thread::sleep(Duration::from_secs(2));
    assert_eq!(smtp.count(), 1);
}

#[test]
fn wrong_settings_are_refused_without_telling_the_password() {
    let data = tempfile::TempDir::new().expect("a folder");
    let refused = |environment: &[(&str, &str)]| {
        let output = Command::new(binary())
            .args(["serve", "--listen", "127.0.0.1:0", "--data"])
            .arg(data.path())
            .envs(environment.iter().copied())
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .output()
            .expect("the binary starts");
        assert!(!output.status.success());
        String::from_utf8_lossy(&output.stderr).into_owned()
    };
    let url = ("LUISTER_SMTP_URL", "smtp://u:hunter2@mail.acme.nl");
    let table: [(&[(&str, &str)], &str); 4] = [
        (
            &[("LUISTER_SMTP_URL", "http://u:hunter2@h"), FROM],
            "smtp_url: it starts with",
        ),
        (&[url], "from: say who mails come from"),
        (&[url, FROM, ("LUISTER_MAIL_BOUNCE", "x")], "bounce: "),
        (
            &[url, FROM, ("LUISTER_DKIM_KEY", "/no/key")],
            "dkim_selector and dkim_key go together",
        ),
    ];
    for (environment, says) in table {
        let error = refused(environment);
        assert!(
            error.contains(says) && !error.contains("hunter2"),
            "{says}: {error}"
        );
    }
    // Nothing was made: settings come first.
    assert!(!data.path().join("luister.db").exists());
    let file = "[mail]\nsmtp_url = smtp://u:hunter2@h\n";
    std::fs::write(data.path().join("luister.toml"), file).expect("a file");
    let error = refused(&[]);
    assert!(
        error.contains("luister.toml: line 2") && !error.contains("hunter2"),
        "{error}"
    );
    let file = "[mail]\nsmtp_url = \"smtp://u:hunter2@h\"\nfrm = \"a@b.nl\"\n";
    std::fs::write(data.path().join("luister.toml"), file).expect("a file");
    let error = refused(&[]);
    assert!(
        error.contains("frm") && !error.contains("hunter2"),
        "{error}"
    );
}
