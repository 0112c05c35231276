//! Targets: set, flagged when they could never be seen, judged by the interval, and seen by who
//! may see what they are made of.

use serde_json::{Value, json};

use crate::harness::Server;
use crate::on_both;
use crate::staffed::{Staffed, day};

on_both!(
    the_interval_says_where_a_target_stands,
    what_could_never_be_seen_is_flagged,
    a_team_has_a_target_of_its_own,
    what_is_wrong_is_said_at_its_field,
    pages_set_change_and_end,
);

fn many(score: u64, n: usize, days: i64) -> Vec<(u64, &'static str, i64)> {
    vec![(score, "", days); n]
}

fn company(staffed: &Staffed, start: f64, aim: f64) -> Value {
    json!({
        "survey_id": staffed.survey, "scope": "company", "from": day(50), "to": day(-50),
        "start": start, "aim": aim,
    })
}

fn made(staffed: &Staffed, body: &Value) -> Value {
    let reply = staffed.server.api("POST", "/api/v1/targets", Some(body));
    assert_eq!(reply.status, 201, "{}", reply.text());
    reply.json()
}

fn the_interval_says_where_a_target_stands(server: Server) {
    let staffed = Staffed::new(server);
    let early = made(&staffed, &company(&staffed, 0.0, 20.0));
    assert_eq!(
        (&early["course"], &early["need"]),
        (&json!("too_few"), &json!(30))
    );
    // Half of 400 promoters, a quarter detractors: NPS 25, give or take 8.
    let mut all = many(9, 200, 10);
    all.extend(many(8, 100, 10));
    all.extend(many(2, 100, 10));
    staffed.answers("anna", &all);
    let course = |start: f64, aim: f64| {
        let target = made(&staffed, &company(&staffed, start, aim));
        let id = target["id"].as_str().expect("an id").to_owned();
        let again = staffed.server.get_json(&format!("/api/v1/targets/{id}"));
        assert_eq!(again["figure"]["n"], 400);
        assert!((again["figure"]["value"].as_f64().expect("a value") - 25.0).abs() < 1e-9);
        again["course"].as_str().expect("a course").to_owned()
    };
    assert_eq!(course(-20.0, 10.0), "reached");
    assert_eq!(course(-20.0, 40.0), "on_course");
    assert_eq!(course(10.0, 40.0), "open");
    assert_eq!(course(50.0, 90.0), "behind");
    // Its period has not begun, or is over.
    let mut later = company(&staffed, 0.0, 20.0);
    later["from"] = json!(day(-5));
    assert_eq!(made(&staffed, &later)["course"], "not_started");
    let mut past = company(&staffed, 10.0, 60.0);
    past["to"] = json!(day(2));
    let past = made(&staffed, &past);
    assert_eq!(past["course"], "missed");
    let listed = staffed.server.get_json("/api/v1/targets?show=past");
    assert_eq!(listed["targets"].as_array().map(Vec::len), Some(1));
    assert_eq!(listed["targets"][0]["id"], past["id"]);
    // A phase of the journey, and a start measured over as many days before.
    let mut phase = company(&staffed, 0.0, 60.0);
    for (name, value) in [
        ("scope", "group"),
        ("attribute", "phase"),
        ("value", "support"),
    ] {
        phase[name] = json!(value);
    }
    phase["start"] = Value::Null;
    phase["from"] = json!(day(5));
    let phase = made(&staffed, &phase);
    assert_eq!(
        (&phase["start_n"], &phase["course"]),
        (&json!(400), &json!("too_few"))
    );
    assert!((phase["start"].as_f64().expect("a start") - 25.0).abs() < 1e-9);
}

fn what_could_never_be_seen_is_flagged(server: Server) {
    let staffed = Staffed::new(server);
    for days in [60, 30, 2] {
        staffed.answers("anna", &many(9, 20, days));
        staffed.answers("anna", &many(3, 10, days));
    }
    let small = made(&staffed, &company(&staffed, 33.0, 36.0));
    let visibility = &small["visibility"];
    assert_eq!(visibility["too_small"], true);
    assert!(visibility["needed"].as_u64() > Some(5_000), "{visibility}");
    assert!(visibility["expected"].as_u64() < Some(300), "{visibility}");
    let cookie = staffed.server.log_in();
    let page = staffed.page(
        &format!("/targets/{}", small["id"].as_str().expect("id")),
        &cookie,
    );
    assert!(
        page.contains("To see a change of 3 points you need about"),
        "{page}"
    );
    let large = made(&staffed, &company(&staffed, -30.0, 60.0));
    assert_eq!(large["visibility"]["too_small"], false);
}

fn a_team_has_a_target_of_its_own(server: Server) {
    let staffed = Staffed::new(server);
    staffed.answers("anna", &many(9, 40, 5));
    staffed.answers("bert", &many(1, 40, 5));
    staffed.answers("otto", &many(1, 100, 5));
    staffed.heard("anna", 40);
    staffed.heard("otto", 100);
    let mut body = company(&staffed, -60.0, 60.0);
    body["scope"] = json!("team");
    body["team_id"] = json!(staffed.team);
    let lena = staffed.cookie("lena");
    let reply = staffed.send("POST", "/api/v1/targets", &lena, &body);
    assert_eq!(reply.status, 201, "{}", reply.text());
    let target = reply.json();
    assert_eq!(target["figure"]["n"], 80, "only what the team served");
    assert_eq!(target["team"], "Service");
    let path = format!("/api/v1/targets/{}", target["id"].as_str().expect("an id"));
    // Who sees the whole team sees it; who doesn't finds nothing.
    for (name, status) in [("lena", 200), ("dirk", 200), ("otto", 404), ("anna", 404)] {
        let cookie = staffed.cookie(name);
        assert_eq!(staffed.get(&path, &cookie).status, status, "{name}");
        let listed = staffed.get("/api/v1/targets", &cookie).json();
        let n = listed["targets"].as_array().map(Vec::len);
        assert_eq!(n, Some(usize::from(status == 200)), "{name}");
    }
    let otto = staffed.cookie("otto");
    let nothing = staffed.get("/api/v1/targets/00000000000000000000000000", &otto);
    assert_eq!(
        nothing.json()["detail"],
        staffed.get(&path, &otto).json()["detail"]
    );
    // A lead sets targets for the own teams only, and an employee none.
    let of_company = company(&staffed, 0.0, 20.0);
    assert_eq!(
        staffed
            .send("POST", "/api/v1/targets", &lena, &of_company)
            .status,
        403
    );
    assert_eq!(
        staffed.send("POST", "/api/v1/targets", &otto, &body).status,
        422
    );
    assert_eq!(
        staffed
            .send("POST", &format!("{path}/end"), &otto, &json!({}))
            .status,
        404
    );
    let anna = staffed.cookie("anna");
    assert_eq!(
        staffed.send("POST", "/api/v1/targets", &anna, &body).status,
        403
    );
    // Of four people the figure would be somebody's.
    crate::team::put(&staffed.server, staffed.id("emma"), None);
    crate::team::put(&staffed.server, staffed.id("dora"), None);
    let shrunk = staffed.get(&path, &staffed.cookie("dirk")).json();
    assert_eq!(
        (&shrunk["course"], &shrunk["figure"]),
        (&json!("hidden"), &Value::Null)
    );
    let refused = staffed.send("POST", "/api/v1/targets", &lena, &body);
    assert_eq!(refused.json()["errors"][0]["pointer"], "/team_id");
}

fn what_is_wrong_is_said_at_its_field(server: Server) {
    let staffed = Staffed::new(server);
    let good = company(&staffed, 0.0, 20.0);
    for (field, value, pointer) in [
        ("survey_id", json!("x"), "/survey_id"),
        ("metric", json!("csat"), "/metric"),
        ("question", json!("why"), "/metric"),
        ("scope", json!("everybody"), "/scope"),
        ("from", json!("soon"), "/from"),
        ("to", json!(day(60)), "/to"),
        ("start", json!(-400), "/start"),
        ("start", Value::Null, "/start"),
        ("aim", json!(100), "/aim"),
        ("aim", json!(-5), "/aim"),
        ("why", json!("because"), "/"),
    ] {
        let mut bad = good.clone();
        bad[field] = value;
        let reply = staffed.server.api("POST", "/api/v1/targets", Some(&bad));
        assert_eq!(reply.status, 422, "{field}: {}", reply.text());
        if field != "why" {
            assert_eq!(reply.json()["errors"][0]["pointer"], pointer, "{field}");
        }
    }
    let mut person = good.clone();
    person["scope"] = json!("group");
    person["attribute"] = json!("served_by");
    person["value"] = json!("anna@example.com");
    let reply = staffed.server.api("POST", "/api/v1/targets", Some(&person));
    assert_eq!(reply.json()["errors"][0]["pointer"], "/attribute");
    let id = made(&staffed, &good)["id"]
        .as_str()
        .expect("an id")
        .to_owned();
    let path = format!("/api/v1/targets/{id}");
    let change = |tag: &str, body: &Value| {
        let request = staffed.server.request("PUT", &path);
        let request = request.header("Authorization", &format!("Bearer {}", staffed.server.key));
        request.header("If-Match", tag).json(body).send()
    };
    let mut more = good;
    more["aim"] = json!(30);
    assert_eq!(change("\"1\"", &more).status, 200);
    assert_eq!(change("\"1\"", &more).status, 412);
    let ended = staffed
        .server
        .api("POST", &format!("{path}/end"), None)
        .json();
    assert!(ended["ended_at"].is_string());
    let again = staffed
        .server
        .api("POST", &format!("{path}/resume"), None)
        .json();
    assert_eq!(again["ended_at"], Value::Null);
}

fn pages_set_change_and_end(server: Server) {
    let staffed = Staffed::new(server);
    let cookie = staffed.server.log_in();
    assert!(staffed.page("/targets", &cookie).contains("No target yet"));
    let measure = format!("q:{}:recommend", staffed.survey);
    let (from, to) = (day(10), day(-30));
    let form = |start: &'static str, aim: &'static str| {
        vec![
            ("measure", measure.clone()),
            ("scope", "company".to_owned()),
            ("attribute", String::new()),
            ("value", String::new()),
            ("from", from.clone()),
            ("to", to.clone()),
            ("start", start.to_owned()),
            ("aim", aim.to_owned()),
        ]
    };
    let send = |path: &str, form: &[(&str, String)]| {
        let form: Vec<(&str, &str)> = form.iter().map(|(n, v)| (*n, v.as_str())).collect();
        staffed.post(path, &cookie, &form)
    };
    let wrong = send("/targets", &form("", "x"));
    assert_eq!(wrong.status, 422);
    assert!(wrong.text().contains("Give a number."));
    let unmeasured = send("/targets", &form("", "40"));
    assert!(
        unmeasured
            .text()
            .contains("There are no answers to measure the start from.")
    );
    let set = send("/targets", &form("30", "40,5"));
    assert_eq!(set.status, 303, "{}", set.text());
    let place = set.header("location").expect("a place").to_owned();
    let path = place.split('?').next().expect("a path").to_owned();
    let page = staffed.page(&place, &cookie);
    assert!(
        page.contains("The target is set.") && page.contains("40.5"),
        "{page}"
    );
    let edit = staffed.page(&format!("{path}/edit"), &cookie);
    assert!(edit.contains("value=\"40.5\""));
    let mut changed = form("30", "45");
    changed.push(("revision", "1".to_owned()));
    assert_eq!(send(&format!("{path}/edit"), &changed).status, 303);
    assert_eq!(send(&format!("{path}/edit"), &changed).status, 412);
    assert_eq!(send(&format!("{path}/end"), &[]).status, 303);
    assert!(
        staffed
            .page("/targets?show=past", &cookie)
            .contains("Ended")
    );
    assert_eq!(send(&format!("{path}/resume"), &[]).status, 303);
    assert!(
        staffed
            .page("/targets", &cookie)
            .contains("NPS of the whole company")
    );
    assert_eq!(
        staffed.server.page("/targets?show=all", &cookie).status,
        400
    );
    // An employee sees the page, and nothing on it.
    let anna = staffed.cookie("anna");
    assert!(staffed.page("/targets", &anna).contains("No target yet"));
    assert!(
        staffed
            .page("/targets/new", &anna)
            .contains("Targets are set by others")
    );
    assert_eq!(staffed.server.page(&path, &anna).status, 404);
}
