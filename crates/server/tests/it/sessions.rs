//! Second factor, sessions, and streams that end with them.

mod recovery;
mod renewed;

use std::io::{Read, Write};
use std::net::TcpStream;
use std::time::{Duration, Instant};

use hmac::{Hmac, Mac};
use serde_json::{Value, json};
use sha1::Sha1;

use crate::harness::{Backend, PASSWORD, Reply, Server, at_once};
use crate::on_both;

on_both!(
    a_code_is_asked_for_and_counts_once,
    codes_can_not_be_guessed,
    a_workspace_requires_a_second_factor,
    people_end_their_sessions,
);

/// The code of an authenticator app, so many steps from now.
fn code(secret: &str, steps: i64) -> String {
    let alphabet = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    let mut bits = String::new();
    for letter in secret.bytes().filter(|b| *b != b' ') {
        let at = alphabet.iter().position(|a| *a == letter).expect("base 32");
        bits.push_str(&format!("{at:05b}"));
    }
    let key: Vec<u8> = (0..bits.len() / 8)
        .map(|i| u8::from_str_radix(&bits[8 * i..8 * i + 8], 2).expect("bits"))
        .collect();
    let now = platform::Clock::system().now_us().unsigned_abs() / 1_000_000;
    let step = i64::try_from(now / 30).expect("fits") + steps;
    let mut mac = Hmac::<Sha1>::new_from_slice(&key).expect("a key");
    mac.update(&step.to_be_bytes());
    let hash = mac.finalize().into_bytes();
    let at = usize::from(hash[19] & 15);
    let number = u32::from_be_bytes([hash[at] & 0x7f, hash[at + 1], hash[at + 2], hash[at + 3]]);
    format!("{:06}", number % 1_000_000)
}

fn post(server: &Server, path: &str, cookie: &str, form: &[(&str, &str)]) -> Reply {
    server
        .request("POST", path)
        .header("Cookie", cookie)
        .form(form)
        .send()
}

fn between(text: &str, start: &str, end: &str) -> String {
    let rest = text
        .split(start)
        .nth(1)
        .unwrap_or_else(|| panic!("{start}: {text}"));
    rest.split(end).next().expect("an end").trim().to_owned()
}

/// Sets a second factor up: its secret and recovery codes.
fn set_up(server: &Server, cookie: &str) -> (String, Vec<String>) {
    assert_eq!(
        post(server, "/settings/security/factor", cookie, &[]).status,
        303
    );
    let page = server.page("/settings/security", cookie).text();
    let secret = between(&page, "id=\"secret\">", "<");
    let wrong = post(
        server,
        "/settings/security/factor/confirm",
        cookie,
        &[("code", "000000")],
    );
    assert_eq!(wrong.status, 422);
    let right = code(&secret, -1);
    let on = post(
        server,
        "/settings/security/factor/confirm",
        cookie,
        &[("code", &right)],
    );
    assert_eq!(on.status, 200, "{}", on.text());
    let codes = between(&on.text(), "id=\"recovery-codes\">", "</code>");
    let codes: Vec<String> = codes.split_whitespace().map(str::to_owned).collect();
    assert_eq!(codes.len(), 10);
    (secret, codes)
}

/// The password was right: the cookie of the step that follows.
fn password(server: &Server) -> String {
    let reply = server
        .request("POST", "/login")
        .form(&[("email", "admin@example.com"), ("password", PASSWORD)])
        .send();
    assert_eq!(reply.status, 303, "{}", reply.text());
    assert!(
        reply
            .header("location")
            .expect("a place")
            .starts_with("/login/code")
    );
    let cookie = reply.header("set-cookie").expect("a cookie");
    assert!(cookie.starts_with("luister_step="), "{cookie}");
    cookie.split(';').next().expect("a first part").to_owned()
}

fn give(server: &Server, step: &str, code: &str) -> Reply {
    post(
        server,
        "/login/code",
        step,
        &[("code", code), ("next", "/surveys")],
    )
}

fn a_code_is_asked_for_and_counts_once(server: Server) {
    let (cookie, elsewhere) = (server.log_in(), server.log_in());
    let (secret, codes) = set_up(&server, &cookie);
    assert_eq!(server.page("/settings", &cookie).status, 200);
    assert_eq!(
        server.page("/settings", &elsewhere).status,
        303,
        "it began without a code"
    );
    let page = server.page("/settings/security", &cookie).text();
    assert!(
        !page.contains(&secret) && !page.contains(&codes[0]),
        "shown once"
    );

    let step = password(&server);
    assert_eq!(
        server.page("/settings", &step).status,
        303,
        "half a login is none"
    );
    let right = code(&secret, 0);
    let reply = give(&server, &step, &right);
    assert_eq!(
        (reply.status, reply.header("location")),
        (303, Some("/surveys")),
        "{}",
        reply.text()
    );
    assert_eq!(
        give(&server, &step, &code(&secret, 1)).header("location"),
        Some("/login"),
        "a step counts once"
    );
    let step = password(&server);
    assert_eq!(
        give(&server, &step, &right).status,
        401,
        "a code counts once"
    );
    assert_eq!(
        give(&server, &step, &code(&secret, -1)).status,
        401,
        "and none before it"
    );
    assert_eq!(give(&server, &step, &codes[0]).status, 303);
    let step = password(&server);
    assert_eq!(
        give(&server, &step, &codes[0]).status,
        401,
        "a recovery code counts once"
    );
    // Of twenty at the same time one gets in.
    let step = password(&server);
    let statuses = at_once(5, |_| {
        let reply = give(&server, &step, &codes[1]);
        reply
            .header("set-cookie")
            .is_some_and(|c| c.contains("luister_session="))
    });
    assert_eq!(statuses.iter().filter(|s| **s).count(), 1, "{statuses:?}");

    let off = |password: &str| {
        post(
            &server,
            "/settings/security/factor/off",
            &cookie,
            &[("password", password)],
        )
        .status
    };
    assert_eq!(off("wrong wrong wrong"), 422);
    assert_eq!(off(PASSWORD), 303);
    server.log_in();
    let log = server.page("/settings/audit", &cookie).text();
    for what in ["recovery code", "factor"] {
        assert!(log.contains(what), "{what}");
    }
}

fn codes_can_not_be_guessed(server: Server) {
    let cookie = server.log_in();
    let (secret, codes) = set_up(&server, &cookie);
    let step = password(&server);
    let statuses = at_once(20, |i| give(&server, &step, &format!("{i:06}")).status);
    assert_eq!(
        statuses.iter().filter(|s| **s == 401).count(),
        5,
        "{statuses:?}"
    );
    assert_eq!(
        give(&server, &step, &code(&secret, 0)).header("location"),
        Some("/login")
    );
    let step = password(&server);
    let statuses = at_once(20, |i| give(&server, &step, &format!("{i:06}")).status);
    assert_eq!(
        statuses.iter().filter(|s| **s == 401).count(),
        5,
        "{statuses:?}"
    );
    // Knowing the password doesn't give more tries; nor does a right recovery code by then.
    let step = password(&server);
    let waits = give(&server, &step, &codes[0]);
    assert_eq!(waits.status, 429);
    assert!(waits.header("retry-after").is_some());
    assert_eq!(
        server.page("/settings", &cookie).status,
        200,
        "who is in stays in"
    );
}

fn a_workspace_requires_a_second_factor(server: Server) {
    let admin = server.log_in();
    let added = server.command(
        &[
            "user",
            "add",
            "--email",
            "v@example.com",
            "--password-stdin",
        ],
        PASSWORD,
    );
    assert!(added.status.success());
    let viewer = server.log_in_as("v@example.com", PASSWORD);
    assert_eq!(
        post(
            &server,
            "/settings/security/required",
            &viewer,
            &[("role", "viewer")]
        )
        .status,
        403
    );
    assert_eq!(
        post(
            &server,
            "/settings/security/required",
            &admin,
            &[("role", "boss")]
        )
        .status,
        422
    );
    assert_eq!(
        post(
            &server,
            "/settings/security/required",
            &admin,
            &[("role", "viewer")]
        )
        .status,
        303
    );
    assert_eq!(server.page("/surveys", &admin).status, 200);
    let sent = server.page("/surveys", &viewer);
    assert_eq!(
        (sent.status, sent.header("location")),
        (303, Some("/settings/security"))
    );
    let api = server
        .request("GET", "/api/v1/surveys")
        .header("Cookie", &viewer)
        .send();
    assert_eq!(api.status, 403);
    set_up(&server, &viewer);
    assert_eq!(server.page("/surveys", &viewer).status, 200);
    assert_eq!(
        post(
            &server,
            "/settings/security/factor/off",
            &viewer,
            &[("password", PASSWORD)]
        )
        .status,
        422,
        "it stays on"
    );
    // Lost: an administrator takes it away, which ends the sessions and is in the log.
    let people = server.get_json("/api/v1/people?q=v@example.com");
    let items = people["people"].as_array().expect("people");
    let id = items[0]["user_id"].as_str().expect("an id").to_owned();
    let path = format!("/settings/people/{id}/factor/reset");
    assert_eq!(post(&server, &path, &viewer, &[]).status, 403);
    assert_eq!(post(&server, &path, &admin, &[]).status, 303);
    assert_eq!(server.page("/settings/security", &viewer).status, 303);
    let again = server.log_in_as("v@example.com", PASSWORD);
    assert_eq!(
        server.page("/surveys", &again).header("location"),
        Some("/settings/security")
    );
}

fn people_end_their_sessions(server: Server) {
    let agent = "Mozilla/5.0 (Windows NT 10.0; rv:145.0) Gecko/20100101 Firefox/145.0";
    let reply = server
        .request("POST", "/login")
        .header("User-Agent", agent)
        .form(&[("email", "admin@example.com"), ("password", PASSWORD)])
        .send();
    let there = reply
        .header("set-cookie")
        .and_then(|c| c.split(';').next())
        .expect("a session")
        .to_owned();
    let here = server.log_in();
    let page = server.page("/settings/sessions", &here).text();
    assert!(
        page.contains("Firefox on Windows") && page.contains("this server itself"),
        "{page}"
    );
    let id = page
        .split("name=\"session\" value=\"")
        .skip(1)
        .map(|p| p.split('"').next().expect("an end").to_owned())
        .zip(page.split("<tr>").skip(2))
        .find(|(_, row)| row.contains("Firefox"))
        .expect("a line")
        .0;
    let added = server.command(
        &[
            "user",
            "add",
            "--email",
            "v@example.com",
            "--password-stdin",
        ],
        PASSWORD,
    );
    assert!(added.status.success());
    let other = server.log_in_as("v@example.com", PASSWORD);
    let end = |cookie: &str| {
        post(
            &server,
            "/settings/sessions/end",
            cookie,
            &[("session", &id)],
        )
        .status
    };
    assert_eq!(end(&other), 404, "nobody ends another's");
    assert_eq!(end(&here), 303);
    assert_eq!(server.page("/settings", &there).status, 303);
    assert_eq!(server.page("/settings", &here).status, 200);
    let third = server.log_in();
    assert_eq!(
        post(&server, "/settings/sessions/end-others", &here, &[]).status,
        303
    );
    assert_eq!(server.page("/settings", &third).status, 303);
    assert_eq!(server.page("/settings", &here).status, 200);
    // Administrators see and end those of a person.
    let people = server.get_json("/api/v1/people?q=v@example.com");
    let items = people["people"].as_array().expect("people");
    let path = format!(
        "/settings/people/{}/sessions",
        items[0]["user_id"].as_str().expect("an id")
    );
    assert_eq!(server.page(&path, &other).status, 403);
    assert!(
        server
            .page(&path, &here)
            .text()
            .contains("this server itself")
    );
    assert_eq!(
        post(&server, &format!("{path}/end"), &here, &[]).status,
        303
    );
    assert_eq!(server.page("/settings", &other).status, 303);
}

/// Opens the stream of a survey; gives back the connection after its first event.
fn stream(base: &str, survey: &str, cookie: &str) -> TcpStream {
    let address = base.trim_start_matches("http://");
    let mut stream = TcpStream::connect(address).expect("connects");
    stream
        .set_read_timeout(Some(Duration::from_secs(5)))
        .expect("a limit");
    let request = format!(
        "GET /surveys/{survey}/live HTTP/1.1\r\nHost: {address}\r\nCookie: {cookie}\r\n\r\n"
    );
    stream.write_all(request.as_bytes()).expect("sends");
    let (mut seen, mut buffer) = (String::new(), [0; 4096]);
    while !seen.contains("data: ") {
        let n = stream.read(&mut buffer).expect("an event");
        assert!(n > 0, "{seen}");
        seen.push_str(&String::from_utf8_lossy(&buffer[..n]));
    }
    stream
}

/// How long a stream goes on; none when it outlives five seconds.
fn ends_after(mut stream: TcpStream, since: Instant) -> Option<Duration> {
    let mut buffer = [0; 4096];
    loop {
        match stream.read(&mut buffer) {
            // The last chunk of the reply, or the end of the connection.
            Ok(n) if n == 0 || buffer[..n].ends_with(b"0\r\n\r\n") => return Some(since.elapsed()),
            Ok(_) => {}
            Err(_) => return None,
        }
    }
}

#[test]
fn streams_end_with_their_session_on_every_node() {
    let server = Server::start(Backend::Postgres);
    let other = server.another(&[]);
    let (survey, _) = server.survey("relational-nps", &Value::Null);
    let added = server.command(
        &[
            "user",
            "add",
            "--email",
            "v@example.com",
            "--password-stdin",
        ],
        PASSWORD,
    );
    assert!(added.status.success());
    let people = server.get_json("/api/v1/people?q=v@example.com");
    let items = people["people"].as_array().expect("people");
    let person = format!(
        "/api/v1/people/{}",
        items[0]["user_id"].as_str().expect("an id")
    );
    let admin = server.log_in();
    let stays = stream(&other.base_url, &survey, &admin);

    let second = Duration::from_secs(1);
    let viewer = server.log_in_as("v@example.com", PASSWORD);
    let open = [
        stream(&server.base_url, &survey, &viewer),
        stream(&other.base_url, &survey, &viewer),
    ];
    let since = Instant::now();
    let off = server.api("PATCH", &person, Some(&json!({ "active": false })));
    assert!(off.status < 300, "{}", off.text());
    for one in open {
        let took = ends_after(one, since).expect("it ends");
        assert!(took < second, "{took:?}");
    }
    assert_eq!(other.page("/surveys", &viewer).status, 303);

    // Another role, and logging out, end them too.
    server.api("PATCH", &person, Some(&json!({ "active": true })));
    let viewer = server.log_in_as("v@example.com", PASSWORD);
    let open = stream(&other.base_url, &survey, &viewer);
    // So that the first look is over.
    std::thread::sleep(Duration::from_millis(600));
    let since = Instant::now();
    server.api("PATCH", &person, Some(&json!({ "role": "analyst" })));
    assert!(ends_after(open, since).expect("it ends") < second);
    let viewer = server.log_in_as("v@example.com", PASSWORD);
    let open = stream(&other.base_url, &survey, &viewer);
    let since = Instant::now();
    assert_eq!(post(&server, "/logout", &viewer, &[]).status, 303);
    assert!(ends_after(open, since).expect("it ends") < second);

    // Who did nothing of it goes on.
    stays
        .set_read_timeout(Some(Duration::from_millis(1200)))
        .expect("a limit");
    assert_eq!(ends_after(stays, Instant::now()), None);
}
