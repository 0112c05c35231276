//! Teams of a survey of customers that hides small groups: no figure of a team, less those of teams
//! within it or of colleagues, tells what a few customers said. And where somebody answered several
//! times, a group is as large as it has people, in movement, drivers and themes too.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::harness::{Server, eventually};
use crate::on_both;
use crate::people::{add, log_in};
use crate::staffed::day;
use crate::team::{put, team};

on_both!(
    no_team_less_those_within_it_is_few,
    no_colleague_is_what_others_leave_of_the_team,
    six_answers_of_three_people_are_of_three,
);

fn least(server: &Server, survey: &str, least: u64) {
    let path = format!("/api/v1/surveys/{survey}");
    let mut definition = server.get_json(&path)["definition"].clone();
    definition["smallest_group"] = json!(least);
    let reply = server.api("PUT", &format!("{path}/definition"), Some(&definition));
    assert_eq!(reply.status, 200, "{}", reply.text());
}

fn store(server: &Server, survey: &str, all: &[Value]) {
    let path = format!("/api/v1/surveys/{survey}/responses/bulk");
    let reply = server.api("POST", &path, Some(&json!({ "responses": all })));
    assert!(reply.status < 300, "{}", reply.text());
}

/// A team "Service" with a team "Desk" in it, each with a lead and five employees, and others.
struct Company {
    server: Server,
    survey: String,
    service: String,
    desk: String,
    /// Cookies by name.
    cookies: BTreeMap<String, String>,
}

/// Who works where.
const SERVICE: [&str; 5] = ["sam", "sef", "sil", "sun", "sue"];
const DESK: [&str; 5] = ["dan", "deb", "dik", "dot", "dug"];

impl Company {
    fn new(server: Server) -> Self {
        let (survey, _) = server.survey("relational-nps", &Value::Null);
        let service = team(&server, "Service", None);
        let desk = team(&server, "Desk", Some(&service));
        let mut cookies = BTreeMap::new();
        let join = |name: &str, role: &str, team: Option<&str>| {
            let id = add(&server, name, role);
            put(&server, &id, team);
        };
        join("head", "lead", Some(&service));
        join("chief", "lead", Some(&desk));
        for (name, own) in SERVICE.iter().zip(DESK) {
            join(name, "employee", Some(&service));
            join(own, "employee", Some(&desk));
        }
        for at in 0..5 {
            join(&format!("other{at}"), "employee", None);
        }
        for name in ["head", "chief"].iter().chain(&DESK) {
            cookies.insert((*name).to_owned(), log_in(&server, name));
        }
        cookies.insert("everybody".to_owned(), server.log_in());
        Self {
            server,
            survey,
            service,
            desk,
            cookies,
        }
    }

    /// So many answers of customers somebody served, each of somebody else; some in either segment
    /// and month.
    fn answers(&self, by: &str, n: u64) {
        let one = |at: u64| {
            json!({
                "answers": { "recommend": at % 11 },
                "answered_at": format!("2026-0{}-10T10:00:00Z", at / 3 % 2 + 3),
                "attributes": {
                    "segment": if at.is_multiple_of(3) { "a" } else { "b" },
                    "served_by": format!("{by}@example.com"),
                },
            })
        };
        store(
            &self.server,
            &self.survey,
            &(0..n).map(one).collect::<Vec<_>>(),
        );
    }

    /// Figures as somebody sees them; nothing when there is no answer of theirs.
    fn figures(&self, name: &str, query: &str) -> Option<Value> {
        let path = format!("/api/v1/surveys/{}/figures?{query}", self.survey);
        let request = self.server.request("GET", &path);
        let reply = request.header("Cookie", &self.cookies[name]).send();
        assert!(
            [200, 404].contains(&reply.status),
            "{path}: {}",
            reply.text()
        );
        (reply.status == 200).then(|| reply.json())
    }

    /// How many answers somebody is shown figures of; nothing when they are hidden.
    fn shown(&self, name: &str, query: &str) -> Option<u64> {
        let found = self.figures(name, query)?;
        (found["hidden"] == json!(false)).then(|| found["rows"].as_u64().expect("a number"))
    }

    /// Waits until it is known who served: with one as the smallest group a team sees so many.
    fn heard(&self, name: &str, n: u64) {
        eventually("it is known who served", || {
            (self.shown(name, "") == Some(n)).then_some(())
        });
    }

    /// How many answers the figures of a team rest on, for somebody who sees everything: on a dashboard
    /// and as a target.
    fn of_team(&self, board: &str, target: &str, team: &str) -> [Option<u64>; 2] {
        let path = format!("/api/v1/dashboards/{board}/figures?team={team}");
        let found = self.server.get_json(&path);
        let target = self.server.get_json(&format!("/api/v1/targets/{target}"));
        let n = |figure: &Value| figure["n"].as_u64().filter(|n| *n > 0);
        [n(&found["blocks"][0]["figure"]), n(&target["figure"])]
    }

    fn board(&self) -> String {
        let body = json!({
            "title": "Teams", "blocks": [{ "kind": "figure", "survey_id": self.survey }],
        });
        let made = self.server.api("POST", "/api/v1/dashboards", Some(&body));
        assert_eq!(made.status, 201, "{}", made.text());
        let made = made.json();
        let id = made["dashboard_id"].as_str().or(made["id"].as_str());
        id.expect("an id").to_owned()
    }

    fn target(&self, team: &str) -> String {
        let body = json!({
            "survey_id": self.survey, "scope": "team", "team_id": team,
            "from": "2026-01-01", "to": day(-30), "start": 0.0, "aim": 20.0,
        });
        let made = self.server.api("POST", "/api/v1/targets", Some(&body));
        assert_eq!(made.status, 201, "{}", made.text());
        made.json()["id"].as_str().expect("an id").to_owned()
    }
}

fn no_team_less_those_within_it_is_few(server: Server) {
    let company = Company::new(server);
    let survey = &company.survey;
    company.answers("dan", 30);
    company.answers("sam", 3);
    company.answers("nobody", 40);
    company.heard("head", 33);
    let board = company.board();
    let [service, desk] = [&company.service, &company.desk];
    let targets = [company.target(service), company.target(desk)];
    // What the service team did itself is of three customers: all of it less the desk's.
    for (smallest, hides) in [(1, false), (5, true), (3, false), (4, true)] {
        least(&company.server, survey, smallest);
        let whole = (!hides).then_some(33);
        assert_eq!(company.shown("chief", ""), Some(30), "{smallest}");
        assert_eq!(company.shown("head", ""), whole, "{smallest}");
        eventually("dashboards and targets agree", || {
            let own = company.of_team(&board, &targets[0], service) == [whole; 2];
            let within = company.of_team(&board, &targets[1], desk) == [Some(30); 2];
            (own && within).then_some(())
        });
    }
    // Two more of them are enough.
    least(&company.server, survey, 1);
    company.answers("sef", 2);
    company.heard("head", 35);
    least(&company.server, survey, 5);
    assert_eq!(company.shown("head", ""), Some(35));
    // In whatever selection: of any two that lie within each other the rest is nobody or enough.
    for smallest in [2, 4, 5, 9] {
        least(&company.server, survey, smallest);
        nested(&company, smallest);
    }
}

/// Every figure of a selection that the leads and everybody are shown, each less those within it.
fn nested(company: &Company, smallest: u64) {
    let whose = ["everybody", "head", "chief"];
    let segments = ["", "attribute=segment:a", "attribute=segment:b"];
    let months = [
        "",
        "from=2026-03-01&to=2026-03-31",
        "from=2026-04-01&to=2026-04-30",
    ];
    // Answers that are shown by place in these lists, those of splits and trends too.
    let mut shown: BTreeMap<[usize; 3], u64> = BTreeMap::new();
    for (who, name) in whose.iter().enumerate() {
        for (segment, by_segment) in segments.iter().enumerate() {
            for (month, by_month) in months.iter().enumerate() {
                let query = format!("{by_segment}&{by_month}&by=segment&trend=month");
                let query = query.trim_start_matches('&').replace("&&", "&");
                let found = company.figures(name, &query).expect("answers");
                if found["hidden"] == json!(false) {
                    let n = found["rows"].as_u64().expect("a number");
                    shown.insert([who, segment, month], n);
                }
                for group in found["by"].as_array().expect("groups") {
                    let n = group["responses"].as_u64().filter(|n| *n > 0);
                    let is_a = [&group["label"], &group["group"]].contains(&&json!("a"));
                    let at = if is_a { 1 } else { 2 };
                    shown.extend(n.map(|n| ([who, at, month], n)));
                }
                for point in found["trend"].as_array().expect("steps") {
                    let n = point["n"].as_u64().filter(|n| *n > 0);
                    let at = if point["period"] == json!("2026-03") {
                        1
                    } else {
                        2
                    };
                    shown.extend(n.map(|n| ([who, segment, at], n)));
                }
            }
        }
    }
    assert!(shown.contains_key(&[0, 0, 0]), "everybody at {smallest}");
    for (whole, n) in &shown {
        for (part, less) in &shown {
            let is_within = |at: usize| whole[at] == 0 || whole[at] == part[at];
            if part[0] >= whole[0] && is_within(1) && is_within(2) {
                let left = n - less;
                let is_few = (1..smallest).contains(&left);
                assert!(!is_few, "{whole:?} less {part:?} is {left} at {smallest}");
            }
        }
    }
}

fn no_colleague_is_what_others_leave_of_the_team(server: Server) {
    let company = Company::new(server);
    let survey = &company.survey;
    for (name, n) in [("dan", 12), ("deb", 11), ("dik", 14), ("dot", 2)] {
        company.answers(name, n);
    }
    company.answers("nobody", 30);
    company.heard("chief", 39);
    for smallest in [2_u64, 3, 5, 12] {
        least(&company.server, survey, smallest);
        let whole = company.shown("chief", "").expect("the team is shown");
        let own = DESK.map(|name| company.shown(name, "").unwrap_or_default());
        assert!(own.iter().any(|n| *n > 0), "some are shown at {smallest}");
        for set in 1..1_u32 << own.len() {
            let taken = own.iter().enumerate().filter(|(at, _)| set >> at & 1 == 1);
            let left = whole - taken.map(|(_, n)| n).sum::<u64>();
            let is_few = (1..smallest).contains(&left);
            assert!(!is_few, "{own:?} leave {left} of {whole} at {smallest}");
        }
    }
    // Two are enough for two: everybody sees their own.
    least(&company.server, survey, 2);
    assert_eq!(company.shown("dot", ""), Some(2));
}

/// Six answers a month of three customers we know, about parking, and many of others.
fn repeated(server: &Server) -> String {
    let drivers = json!([{ "key": "speed", "text": { "en": "You answer soon" } }]);
    let (survey, _) = server.survey("relational-nps", &drivers);
    let names = ["first", "second", "third"];
    for name in names {
        let body = json!({ "email": format!("{name}@them.example"), "name": name });
        let reply = server.api("POST", "/api/v1/contacts", Some(&body));
        assert!(reply.status < 300, "{}", reply.text());
    }
    let mut all = Vec::new();
    for month in ["03", "04"] {
        let one = |at: u64, segment: &str, seats: &str, why: &str| {
            json!({
                "answers": { "recommend": at % 11, "speed": at % 5 + 1, "why": why },
                "answered_at": format!("2026-{month}-{:02}T10:00:00Z", at % 28 + 1),
                "attributes": { "segment": segment, "seats": seats },
            })
        };
        all.extend((0..60).map(|at| one(at, "b", "10", "fine")));
        all.extend((0..50).map(|at| one(at, "c", "20", "good")));
        // More than thirty answers, so that movement would follow them.
        all.extend((0..36).map(|at| {
            let why = if at < 6 && month == "03" {
                "the parking"
            } else {
                "well"
            };
            let mut answer = one(at, "again", "30", why);
            let name = names[usize::try_from(at % 3).expect("small")];
            answer["attributes"]["email"] = json!(format!("{name}@them.example"));
            answer
        }));
    }
    store(server, &survey, &all);
    survey
}

fn six_answers_of_three_people_are_of_three(server: Server) {
    let survey = repeated(&server);
    let (page, api) = (
        format!("/surveys/{survey}"),
        format!("/api/v1/surveys/{survey}"),
    );
    let theme = json!({ "name": "Parking", "rules": "parking" });
    let made = server.api("POST", &format!("{api}/themes"), Some(&theme));
    assert_eq!(made.status, 201, "{}", made.text());
    let cookie = server.log_in();
    let drivers = |attribute: &str| server.get_json(&format!("{api}/drivers?with={attribute}"));
    let told = || {
        let movement = server.get_json(&format!("{api}/movement?step=month"));
        let followed = movement.to_string().contains("segment:again");
        let parts = drivers("segment")["withheld"] == json!([]);
        let seats = drivers("seats");
        let levels = seats["analysis"]["attributes"][0]["levels"].as_array();
        let levels = levels.expect("levels").iter();
        let range = levels.filter(|level| level["n"] == json!(72)).count() == 1;
        let themes = server.get_json(&format!("{api}/themes/figures"));
        let found = &themes["themes"][0];
        let mentioned = found["comments"] == json!(6);
        [followed, parts, range, mentioned]
    };
    // Pages and files say what the API says.
    let agrees = |shows: bool| {
        assert_eq!(told(), [shows; 4]);
        let chosen = format!("{page}/movement?step=month&series=segment:again");
        assert_eq!(server.page(&chosen, &cookie).status == 200, shows);
        let drivers = server.page(&format!("{page}/drivers?with=segment"), &cookie);
        assert_eq!(drivers.text().contains("does not take part"), !shows);
        for path in ["themes", "report.xlsx"] {
            let reply = server.page(&format!("{page}/{path}"), &cookie);
            assert_eq!(reply.status, 200, "{path}");
        }
    };
    least(&server, &survey, 1);
    agrees(true);
    // Until it is known who answered they are as many as their answers; then three.
    least(&server, &survey, 4);
    eventually("it is known who answered", || {
        (told() == [false; 4]).then_some(())
    });
    agrees(false);
    least(&server, &survey, 3);
    agrees(true);
}
