//! What stands in front of every route: sizes, encodings, dawdling clients, headers.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::time::{Duration, Instant};

use serde_json::json;

use crate::harness::{Backend, Server};

fn raw(server: &Server, bytes: &[u8]) -> String {
    let mut stream =
        TcpStream::connect(server.base_url.trim_start_matches("http://")).expect("connects");
    stream
        .set_read_timeout(Some(Duration::from_secs(10)))
        .expect("a timeout");
    // The server may answer and close before it has read all of it.
    let _ = stream.write_all(bytes);
    let mut reply = Vec::new();
    let mut piece = [0; 4096];
    while let Ok(n) = stream.read(&mut piece) {
        reply.extend_from_slice(&piece[..n]);
        if n == 0 || reply.windows(4).any(|w| w == b"\r\n\r\n") {
            break;
        }
    }
    String::from_utf8_lossy(&reply).into_owned()
}

fn resident_bytes(pid: u32) -> usize {
    let text = std::fs::read_to_string(format!("/proc/{pid}/statm")).expect("the process runs");
    text.split(' ')
        .nth(1)
        .and_then(|pages| pages.parse::<usize>().ok())
        .expect("pages")
        * 4096
}

#[test]
fn sizes_have_limits_that_are_named() {
    let server = Server::start(Backend::Sqlite);
    let long = "a".repeat(65_536);
    let reply = raw(
        &server,
        format!("GET /livez?{long} HTTP/1.1\r\nHost: x\r\n\r\n").as_bytes(),
    );
    assert!(reply.starts_with("HTTP/1.1 414"), "{reply}");
    let headers = server
        .request("GET", "/livez")
        .header("X-Long", &long)
        .send();
    assert_eq!(headers.status, 431);
    let body = json!({ "template": "empty", "title": "x".repeat(2 << 20) });
    let reply = server.api("POST", "/api/v1/surveys", Some(&body));
    assert_eq!(reply.status, 413);
    assert!(
        reply.json()["detail"]
            .as_str()
            .expect("a detail")
            .contains("1048576")
    );
}

#[test]
fn broken_json_is_told_what_and_where() {
    let server = Server::start(Backend::Sqlite);
    let send = |body: &str| {
        server
            .request("POST", "/api/v1/surveys")
            .header("Authorization", &format!("Bearer {}", server.key))
            .body("application/json", body.as_bytes().to_vec())
            .send()
    };
    let deep = format!("{}{}", "[".repeat(100_000), "]".repeat(100_000));
    for (body, status, word) in [
        ("{", 400, "EOF"),
        (
            "{\"template\":\"empty\",\"title\":\"a\",\"template\":\"empty\"}",
            422,
            "template",
        ),
        (
            "{\"template\":\"empty\",\"title\":\"a\",\"colour\":1}",
            422,
            "colour",
        ),
        (
            "{\"template\":\"empty\",\"title\":\"\\ud800\"}",
            400,
            "escape",
        ),
        ("{\"template\":\"empty\",\"title\":1e999}", 400, "range"),
        (deep.as_str(), 422, "detail"),
        (
            "{\"template\":\"nonsense\",\"title\":\"a\"}",
            422,
            "nonsense",
        ),
    ] {
        let reply = send(body);
        let text = reply.text();
        let shown: String = body.chars().take(60).collect();
        assert!([400, 422].contains(&reply.status), "{shown}: {text}");
        assert!(reply.status == status || status == 400, "{shown}: {text}");
        assert!(text.contains(word), "{shown}: {text}");
        assert_eq!(
            reply.header("content-type"),
            Some("application/problem+json")
        );
    }
    let list = server.get_json("/api/v1/surveys");
    assert_eq!(
        list["surveys"].as_array().map(Vec::len),
        Some(0),
        "nothing half: {list}"
    );
    let kind = server
        .request("POST", "/api/v1/surveys")
        .header("Authorization", &format!("Bearer {}", server.key))
        .body("text/plain", b"{}".to_vec())
        .send();
    assert_eq!(kind.status, 415);
}

#[test]
fn a_gzip_bomb_does_not_swell() {
    let server = Server::start(Backend::Sqlite);
    // 256 MiB of zeros in 261 kB.
    let bomb = std::process::Command::new("sh")
        .args(["-c", "head -c 268435456 /dev/zero | gzip -9"])
        .output()
        .expect("gzip is part of every system")
        .stdout;
    assert!(bomb.len() < 1 << 20);
    let before = resident_bytes(server.pid());
    let send = |encodings: &str, body: &[u8]| {
        server
            .request("POST", "/api/v1/surveys")
            .header("Authorization", &format!("Bearer {}", server.key))
            .header("Content-Encoding", encodings)
            .body("application/json", body.to_vec())
            .send()
            .status
    };
    assert_eq!(send("gzip", &bomb), 413);
    assert!(
        resident_bytes(server.pid()) < before + (50 << 20),
        "memory stays"
    );
    assert_eq!(send("br", b"x"), 415);
    assert_eq!(send("gzip, gzip", &bomb), 415);
    let output = std::process::Command::new("sh")
        .args([
            "-c",
            "printf '{\"template\":\"empty\",\"title\":\"zipped\"}' | gzip",
        ])
        .output()
        .expect("gzip is part of every system")
        .stdout;
    assert_eq!(send("gzip", &output), 201, "honest compression is welcome");
}

#[test]
fn two_lengths_are_refused_and_the_connection_closed() {
    let server = Server::start(Backend::Sqlite);
    for order in [
        "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n",
        "Transfer-Encoding: chunked\r\nContent-Length: 5\r\n",
    ] {
        let request = format!(
            "POST /login HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-www-form-urlencoded\r\n\
             {order}\r\n0\r\n\r\nGET /smuggled HTTP/1.1\r\nHost: x\r\n\r\n"
        );
        let reply = raw(&server, request.as_bytes());
        assert!(reply.starts_with("HTTP/1.1 4"), "{reply}");
        assert!(
            reply.to_lowercase().contains("connection: close"),
            "{reply}"
        );
        assert_eq!(reply.matches("HTTP/1.1").count(), 1, "{reply}");
    }
}

#[test]
fn dawdlers_are_cut_off_and_others_do_not_notice() {
    let server = Server::start(Backend::Sqlite);
    let address = server.base_url.trim_start_matches("http://").to_owned();
    let mut slow: Vec<TcpStream> = (0..300)
        .map(|_| TcpStream::connect(&address).expect("connects"))
        .collect();
    for stream in &mut slow {
        let _ = stream.write_all(b"GET /livez HTTP/1.1\r\nHost: x\r\nX-A: ");
    }
    let started = Instant::now();
    let mut worst = Duration::ZERO;
    while started.elapsed() < Duration::from_secs(25) {
        let asked = Instant::now();
        assert_eq!(server.request("GET", "/livez").send().status, 200);
        worst = worst.max(asked.elapsed());
        for stream in &mut slow {
            let _ = stream.write_all(b"a");
        }
        std::thread::sleep(Duration::from_millis(500));
    }
    assert!(worst < Duration::from_secs(1), "others waited {worst:?}");
    let mut closed = 0;
    for stream in &mut slow {
        stream
            .set_read_timeout(Some(Duration::from_secs(5)))
            .expect("a timeout");
        let mut all = Vec::new();
        let ended = stream.read_to_end(&mut all).is_ok();
        closed += usize::from(ended || stream.write_all(b"a").is_err());
    }
    assert_eq!(closed, 300);
}

#[test]
fn every_reply_carries_its_guards() {
    let server = Server::start(Backend::Sqlite);
    let cookie = server.log_in();
    for path in [
        "/login",
        "/settings",
        "/nothing",
        "/api/v1/surveys",
        "/r/nothing",
    ] {
        let reply = server.page(path, &cookie);
        let policy = reply.header("content-security-policy").expect("a policy");
        assert!(!policy.contains("unsafe"), "{policy}");
        for part in [
            "default-src 'none'",
            "base-uri 'none'",
            "frame-ancestors 'none'",
        ] {
            assert!(policy.contains(part), "{path}: {policy}");
        }
        assert_eq!(
            reply.header("x-content-type-options"),
            Some("nosniff"),
            "{path}"
        );
        assert_eq!(
            reply.header("referrer-policy"),
            Some("same-origin"),
            "{path}"
        );
        // A survey's page may stay in the browser, so that Back shows the answers given so far.
        let kept = if path.starts_with("/r/") {
            "private, no-cache"
        } else {
            "no-store"
        };
        assert_eq!(reply.header("cache-control"), Some(kept), "{path}");
    }
    let nothing = server.page("/nothing", &cookie);
    assert_eq!(nothing.status, 404);
    assert!(
        nothing
            .header("content-type")
            .expect("a type")
            .starts_with("text/html")
    );
    let wrong = server.api("PATCH", "/api/v1/surveys", None);
    assert_eq!(wrong.status, 405);
    assert_eq!(wrong.json()["status"], 405);
}

#[test]
fn health_is_told_without_login() {
    let server = Server::start(Backend::Sqlite);
    for path in ["/livez", "/readyz"] {
        assert_eq!(server.request("GET", path).send().status, 200, "{path}");
    }
    let metrics = server.request("GET", "/metrics").send().text();
    assert!(metrics.contains("luister_http_requests_total{method=\"GET\",route=\"/livez\""));
    assert!(metrics.contains("luister_db_commits_total"));
}

#[test]
fn a_term_signal_ends_the_server_in_order() {
    let server = Server::start(Backend::Sqlite);
    std::process::Command::new("kill")
        .args(["-TERM", &server.pid().to_string()])
        .status()
        .expect("kill is part of every system");
    assert!(server.wait().success());
}

#[test]
fn a_file_that_is_no_database_is_left_alone() {
    let folder = tempfile::TempDir::new().expect("a temporary folder");
    let file = folder.path().join("luister.db");
    std::fs::write(&file, b"my diary, not a database").expect("writes");
    let mut command = std::process::Command::new(crate::harness::binary());
    command
        .args(["serve", "--listen", "127.0.0.1:0", "--data"])
        .arg(folder.path());
    let output = crate::harness::run(command, "");
    assert!(!output.status.success());
    assert!(String::from_utf8_lossy(&output.stderr).contains("no SQLite database"));
    assert_eq!(
        std::fs::read(&file).expect("reads"),
        b"my diary, not a database"
    );
}
