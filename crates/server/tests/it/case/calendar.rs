//! Office hours that change while nobody is running: whoever starts again follows them.

use serde_json::{Value, json};

use super::open;
use crate::harness::{Server, eventually};
use crate::on_both;
use crate::respondent::{database, dump, wait};

on_both!(office_hours_that_changed_while_nobody_ran_are_followed);

/// When the case is looked at next.
fn look(server: &Server, case: &str) -> i64 {
    let case = case.to_owned();
    let sql = "SELECT look_at_us FROM app_case WHERE case_id = $1";
    let rows = wait(
        database(server).read(move |tx| tx.query(sql, &[platform::db::Value::from(case.as_str())])),
    );
    rows.expect("rows")[0].at(0).expect("a moment")
}

fn office(server: &Server, from: u16, to: u16) {
    let mut settings: Value = server.get_json("/api/v1/ask/settings");
    settings["calendar"]["zone"] = json!("UTC");
    settings["calendar"]["working_days"] = json!([true, true, true, true, true, true, true]);
    settings["calendar"]["holidays"] = json!({ "dutch": false });
    settings["calendar"]["office"] = json!({ "from": from, "to": to });
    if let Some(settings) = settings.as_object_mut() {
        settings.retain(|name, _| ["budget", "calendar", "e"].contains(&name.as_str()));
    }
    let reply = server.api("PUT", "/api/v1/ask/settings", Some(&settings));
    assert_eq!(reply.status, 200, "{}", reply.text());
}

fn office_hours_that_changed_while_nobody_ran_are_followed(server: Server) {
    office(&server, 9 * 60, 17 * 60);
    let escalation = json!({ "escalation": {
        "remind_before": 60, "lead_after": 180, "administrators_after": 240 } });
    let set = server.api("PUT", "/api/v1/cases/settings", Some(&escalation));
    assert_eq!(set.status, 200, "{}", set.text());
    let case = open(
        &server,
        &json!({ "title": "Call Jan", "due_minutes": 4800 }),
    );
    eventually("the calendar is remembered", || {
        (!dump(&server, "case_calendar").is_empty()).then_some(())
    });
    let (before, revision) = (settled(&server, &case, 0), shown(&server, &case));
    // Three hours of office time after it was due take two days when there are two hours a day.
    office(&server, 9 * 60, 11 * 60);
    server.kill_and_restart();
    let after = settled(&server, &case, before);
    assert!(after > before, "{after} {before}");
    // What was promised stays as it was, and nothing was done to the case.
    assert_eq!(shown(&server, &case), revision);
    // Once is enough.
    server.kill_and_restart();
    std::thread::sleep(std::time::Duration::from_secs(6));
    assert_eq!(look(&server, &case), after);
}

/// When it is looked at next, once nothing is to be looked at now, and not at `before`.
fn settled(server: &Server, case: &str, before: i64) -> i64 {
    let hour_us = 3_600_000_000;
    eventually("it is looked at later", || {
        let now_us = platform::Clock::system().now_us();
        Some(look(server, case)).filter(|at_us| *at_us > now_us + hour_us && *at_us != before)
    })
}

/// Due time and revision.
fn shown(server: &Server, case: &str) -> (Value, Value) {
    let shown = server.get_json(&format!("/api/v1/cases/{case}"));
    (shown["due_at"].clone(), shown["revision"].clone())
}
