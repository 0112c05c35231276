//! Open pages hear of answers, also of those another node stored.

use std::io::{BufRead, BufReader, Write};
use std::net::TcpStream;
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use super::{add, figures, page};
use crate::harness::{Backend, Server, spawn};
use crate::on_both;

on_both!(open_pages_hear_of_answers);

fn open_pages_hear_of_answers(server: Server) {
    let (id, _) = server.survey("relational-nps", &Value::Null);
    let cookie = server.log_in();
    let address = server.base_url.trim_start_matches("http://");
    let mut stream = TcpStream::connect(address).expect("connects");
    stream
        .set_read_timeout(Some(Duration::from_secs(5)))
        .expect("a limit");
    let request =
        format!("GET /surveys/{id}/live HTTP/1.1\r\nHost: {address}\r\nCookie: {cookie}\r\n\r\n");
    stream.write_all(request.as_bytes()).expect("sends");
    let mut lines = BufReader::new(stream)
        .lines()
        .map(|line| line.expect("a line"));
    let mut next = || lines.find_map(|line| Some(line.strip_prefix("data: ")?.to_owned()));
    let text = page(&server, &format!("/surveys/{id}/results"), &cookie);
    let first = next().expect("where the survey stands");
    assert!(text.contains(&format!("data-mark=\"{first}\"")), "{first}");
    let started = Instant::now();
    add(&server, &id, &[json!({ "answers": { "recommend": 9 } })]);
    let second = next().expect("that it changed");
    assert!(
        started.elapsed() < Duration::from_secs(1),
        "{:?}",
        started.elapsed()
    );
    assert_ne!(first, second);
    let text = page(&server, &format!("/surveys/{id}/results"), &cookie);
    assert!(text.contains(&format!("data-mark=\"{second}\"")));
    assert_eq!(figures(&server, &id, "")["nps"]["n"], 1);
}

#[test]
fn another_node_sees_what_this_one_stored() {
    let server = Server::start(Backend::Postgres);
    let data = tempfile::TempDir::new().expect("a temporary folder");
    let url = server.database_url.as_deref();
    let (mut second, second_url, _) = spawn("serve", data.path(), url, "127.0.0.1:0", &[]);
    let (id, _) = server.survey("relational-nps", &Value::Null);
    let there = || {
        let key = format!("Bearer {}", server.read_key);
        let address = format!("{second_url}/api/v1/surveys/{id}/figures");
        let mut reply = ureq::get(address)
            .header("Authorization", key)
            .call()
            .expect("a reply");
        let text = reply.body_mut().read_to_string().expect("text");
        let found: Value = serde_json::from_str(&text).expect("JSON");
        found["nps"]["n"].as_u64()
    };
    assert_eq!(there(), Some(0));
    for n in 1..=5 {
        add(&server, &id, &[json!({ "answers": { "recommend": n } })]);
        assert_eq!(there(), Some(n), "at once");
    }
    let _ = second.kill();
    let _ = second.wait();
}
