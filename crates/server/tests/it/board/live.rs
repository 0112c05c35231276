//! Open dashboards follow new answers at once, and many of them cost no more than one.

use std::io::{BufRead, BufReader, Write};
use std::net::TcpStream;
use std::time::{Duration, Instant};

use serde_json::json;

use super::{api, blocks, page, survey};
use crate::harness::{Server, at_once};
use crate::on_both;

on_both!(a_new_answer_costs_one_look_for_all_open_pages);

/// What `/metrics` counts under a name.
fn counted(server: &Server, name: &str) -> u64 {
    let text = server.request("GET", "/metrics").send().text();
    let line = text
        .lines()
        .find_map(|line| line.strip_prefix(&format!("{name} ")));
    line.map_or(0, |number| number.parse().expect("a number"))
}

fn a_new_answer_costs_one_look_for_all_open_pages(server: Server) {
    let survey = survey(&server);
    let cookie = server.log_in();
    let body = json!({ "title": "Live", "blocks": [
        { "kind": "figure", "survey_id": survey },
        { "kind": "distribution", "survey_id": survey },
    ]});
    let made = api(&server, "POST", "/api/v1/dashboards", &body);
    let id = made["id"].as_str().expect("an id").to_owned();
    let path = format!("/dashboards/{id}/blocks");
    let first = page(&server, &path, &cookie);
    let marks: Vec<String> = first
        .split("data-mark=\"")
        .skip(1)
        .map(|part| part.split('"').next().expect("a mark").to_owned())
        .collect();
    let have: Vec<String> = blocks(&first)
        .iter()
        .zip(&marks)
        .map(|(id, mark)| format!("have={id}.{mark}"))
        .collect();
    let address = server.base_url.trim_start_matches("http://");
    let mut stream = TcpStream::connect(address).expect("connects");
    stream
        .set_read_timeout(Some(Duration::from_secs(10)))
        .expect("a limit");
    let request = format!(
        "GET /dashboards/{id}/live HTTP/1.1\r\nHost: {address}\r\nCookie: {cookie}\r\n\r\n"
    );
    stream.write_all(request.as_bytes()).expect("sends");
    let mut lines = BufReader::new(stream)
        .lines()
        .map(|line| line.expect("a line"));
    let mut next = || {
        lines
            .find(|line| line == "event: changed")
            .expect("an event")
    };
    next();
    let known = format!("{path}?{}", have.join("&"));
    assert_eq!(
        blocks(&page(&server, &known, &cookie)),
        Vec::<String>::new(),
        "nothing changed"
    );
    let (counts, made) = (
        counted(&server, "luister_dashboard_counts_total"),
        counted(&server, "luister_dashboard_blocks_total"),
    );
    let started = Instant::now();
    let answer = json!({ "answers": { "recommend": 0 } });
    api(
        &server,
        "POST",
        &format!("/api/v1/surveys/{survey}/responses"),
        &answer,
    );
    next();
    assert!(
        started.elapsed() < Duration::from_secs(1),
        "{:?}",
        started.elapsed()
    );
    let changed = at_once(40, |_| blocks(&page(&server, &known, &cookie)).len());
    assert!(changed.iter().all(|count| *count == 2), "{changed:?}");
    assert_eq!(
        counted(&server, "luister_dashboard_counts_total"),
        counts + 1,
        "counted once"
    );
    assert_eq!(
        counted(&server, "luister_dashboard_blocks_total"),
        made + 2,
        "each block once"
    );
}
