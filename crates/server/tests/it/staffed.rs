//! A company with a team that serves customers, for tests of targets, coaching and homes.

use serde_json::{Value, json};

use crate::harness::{Reply, Server, eventually};
use crate::people::{add, log_in};
use crate::team::{put, team};

/// Who works in the team: five employees.
pub const EMPLOYEES: [&str; 5] = ["anna", "bert", "cees", "dora", "emma"];

/// A team with its lead and five employees, a director, and a survey of customers.
pub struct Staffed {
    pub server: Server,
    pub team: String,
    pub survey: String,
    /// Ids by name.
    people: Vec<(String, String)>,
}

/// Days before today as a moment.
pub fn ago(days: i64) -> String {
    let now_us = platform::Clock::system().now_us();
    platform::clock::rfc3339(now_us - days * platform::clock::DAY_US)
}

/// Days before today as a day.
pub fn day(days: i64) -> String {
    ago(days)[..10].to_owned()
}

impl Staffed {
    pub fn new(server: Server) -> Self {
        let (survey, _) = server.survey("relational-nps", &json!([]));
        let service = team(&server, "Service", None);
        let mut people = Vec::new();
        for (name, role) in [("lena", "lead"), ("dirk", "director"), ("otto", "lead")] {
            people.push((name.to_owned(), add(&server, name, role)));
        }
        for name in EMPLOYEES {
            let id = add(&server, name, "employee");
            put(&server, &id, Some(&service));
            people.push((name.to_owned(), id));
        }
        let staffed = Self {
            server,
            team: service,
            survey,
            people,
        };
        put(&staffed.server, staffed.id("lena"), Some(&staffed.team));
        staffed
    }

    pub fn id(&self, name: &str) -> &str {
        let found = self.people.iter().find(|(own, _)| own == name);
        &found.expect("somebody of that name").1
    }

    pub fn cookie(&self, name: &str) -> String {
        log_in(&self.server, name)
    }

    /// Answers of customers somebody served: score, words, and how many days ago.
    pub fn answers(&self, by: &str, all: &[(u64, &str, i64)]) {
        let one = |(score, why, days): &(u64, &str, i64)| {
            let mut answers = json!({ "recommend": score });
            if !why.is_empty() {
                answers["why"] = json!(why);
            }
            json!({
                "answers": answers,
                "answered_at": ago(*days),
                "attributes": { "served_by": format!("{by}@example.com"), "phase": "support" },
            })
        };
        let responses: Vec<Value> = all.iter().map(one).collect();
        let path = format!("/api/v1/surveys/{}/responses/bulk", self.survey);
        let body = json!({ "responses": responses });
        let reply = self.server.api("POST", &path, Some(&body));
        assert!(reply.status < 300, "{}", reply.text());
    }

    /// Waits until it is known who served whom: until `name` sees their answers.
    pub fn heard(&self, name: &str, n: u64) {
        let cookie = self.cookie(name);
        eventually("it is known who served", || {
            let path = format!("/api/v1/surveys/{}/figures", self.survey);
            let reply = self.get(&path, &cookie);
            (reply.status == 200 && reply.json()["rows"] == json!(n)).then_some(())
        });
    }

    /// A request with a session.
    pub fn get(&self, path: &str, cookie: &str) -> Reply {
        self.server
            .request("GET", path)
            .header("Cookie", cookie)
            .send()
    }

    /// A change through the API with a session.
    pub fn send(&self, method: &str, path: &str, cookie: &str, body: &Value) -> Reply {
        let request = self.server.request(method, path).header("Cookie", cookie);
        match method {
            "DELETE" => request.send(),
            _ => request.json(body).send(),
        }
    }

    /// A page with a session; it must be there.
    pub fn page(&self, path: &str, cookie: &str) -> String {
        let reply = self.server.page(path, cookie);
        assert_eq!(reply.status, 200, "{path}: {}", reply.text());
        reply.text()
    }

    /// A form with a session.
    pub fn post(&self, path: &str, cookie: &str, form: &[(&str, &str)]) -> Reply {
        let request = self.server.request("POST", path).header("Cookie", cookie);
        request.form(form).send()
    }
}
