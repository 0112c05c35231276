//! Rules: each answer that matters reaches the right person once, whatever happens to the server;
//! what a rule would have done is told before it does anything.

mod dutch;
mod outward;
mod pages;
mod past;
mod refused;
mod theme;
mod used;

use std::time::Duration;

use serde_json::{Value, json};

use crate::harness::{Backend, Server, eventually};
use crate::people;
use crate::personal::invite;
use crate::respondent::{database, open, wait};
use crate::response::responses;
use crate::smtp::Smtp;

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
pub(crate) use on_each;

on_each!(
    a_detractor_becomes_one_case_for_the_responsible_and_a_mail,
    conditions_hold_of_accounts_words_and_drops,
    what_was_answered_before_or_comes_from_a_file_is_left_alone,
    a_changed_answer_is_asked_again,
    kills_open_no_case_twice,
);

/// A server whose mails can be read.
pub(crate) struct Acting {
    pub(crate) server: Server,
    pub(crate) smtp: Smtp,
    pub(crate) survey: String,
}

impl Acting {
    pub(crate) fn start(backend: Backend, more: &[(&str, &str)]) -> Self {
        let smtp = Smtp::start();
        let url = smtp.url();
        let mut environment = vec![
            ("LUISTER_SMTP_URL", url.as_str()),
            ("LUISTER_MAIL_FROM", "Acme <feedback@acme.example>"),
            ("LUISTER_MAIL_BOUNCE", "bounces@acme.example"),
        ];
        environment.extend(more);
        let server = Server::start_with(backend, &environment);
        let (survey, _) = server.survey("relational-nps", &Value::Null);
        Self {
            server,
            smtp,
            survey,
        }
    }

    pub(crate) fn post(&self, path: &str, body: &Value) -> Value {
        let reply = self.server.api("POST", path, Some(body));
        assert!(reply.status < 300, "POST {path}: {}", reply.text());
        if reply.body.is_empty() {
            return Value::Null;
        }
        reply.json()
    }

    /// Makes a rule and switches it on; its id.
    pub(crate) fn rule(&self, definition: &Value) -> String {
        let id = self.draft(definition);
        self.patch(&id, &json!({ "state": "on" }));
        id
    }

    fn draft(&self, definition: &Value) -> String {
        let body = json!({ "name": "Call back", "definition": definition });
        let made = self.post("/api/v1/rules", &body);
        made["id"].as_str().expect("an id").to_owned()
    }

    fn patch(&self, id: &str, change: &Value) -> Value {
        let path = format!("/api/v1/rules/{id}");
        let reply = self.server.api("PATCH", &path, Some(change));
        assert_eq!(reply.status, 200, "{}", reply.text());
        reply.json()
    }

    /// Adds a contact of an account that a person is responsible for; the contact's id.
    pub(crate) fn contact(&self, email: &str, revenue: &str) -> String {
        let body = json!({
            "email": email,
            "name": "Ann Jansen",
            "account": {
                "external_id": "a-1", "name": "Acme", "attributes": { "revenue": revenue },
                "responsible": { "name": "Sam", "email": "sam@example.com" },
            },
        });
        let put = self.post("/api/v1/contacts", &body);
        put["contact"]["contact_id"]
            .as_str()
            .expect("an id")
            .to_owned()
    }

    /// Sends an answer by the API; its id.
    pub(crate) fn answer(&self, external_id: &str, body: &Value) -> String {
        let mut body = body.clone();
        body["external_id"] = json!(external_id);
        let reply = self
            .server
            .api("POST", &responses(&self.survey), Some(&body));
        assert!(reply.status < 300, "{}", reply.text());
        reply.json()["id"].as_str().expect("an id").to_owned()
    }

    fn score(&self, external_id: &str, score: u8) -> String {
        let body = json!({ "answers": { "recommend": score },
                           "attributes": { "email": "ann@acme.nl" } });
        self.answer(external_id, &body)
    }

    pub(crate) fn fired(&self, rule: &str) -> Vec<Value> {
        let found = self.server.get_json(&format!("/api/v1/rules/{rule}/fired"));
        found["fired"].as_array().expect("a list").clone()
    }

    fn fired_times(&self, rule: &str, times: usize) -> Vec<Value> {
        let all = eventually(&format!("{rule} fires {times} times"), || {
            Some(self.fired(rule)).filter(|all| all.len() >= times)
        });
        assert_eq!(all.len(), times, "{all:?}");
        all
    }

    fn cases(&self, rule: &str) -> Vec<Value> {
        let found = self
            .server
            .get_json(&format!("/api/v1/cases?rule_id={rule}"));
        found["cases"].as_array().expect("a list").clone()
    }

    /// Waits until everything that was answered so far was heard of.
    fn all_heard(&self) {
        eventually("all is heard", || {
            let sql = "SELECT CAST(COUNT(*) AS BIGINT) FROM response p
                       LEFT JOIN respondent r ON r.response_id = p.response_id AND r.is_known = 1
                       WHERE r.response_id IS NULL AND p.state = 'complete'";
            let rows = wait(database(&self.server).read(|tx| tx.query(sql, &[]))).expect("rows");
            (rows[0].at::<i64>(0).expect("a count") == 0).then_some(())
        });
    }
}

pub(crate) fn detractor() -> Value {
    json!({
        "when": { "class": ["detractor"] },
        "then": [{ "open_case": {
            "role": "responsible",
            "title": "Call {contact} of {account}: {score}",
            "within": { "days": 2 },
        } }],
    })
}

fn a_detractor_becomes_one_case_for_the_responsible_and_a_mail(backend: Backend) {
    let acting = Acting::start(backend, &[]);
    let server = &acting.server;
    acting.contact("ann@acme.nl", "250000");
    let rule = acting.rule(&detractor());
    let link = invite(server, &acting.survey, &json!({ "email": "ann@acme.nl" }));
    let mut page = open(server, &link).set("answer_recommend", "3");
    // Sent to the end, whatever pages the survey has.
    for _ in 0..8 {
        page = page.send(server, &link, "next");
        if page
            .fields
            .iter()
            .all(|(name, _)| !name.starts_with("answer"))
            && page.fields.is_empty()
        {
            break;
        }
    }
    let cases = eventually("a case is opened", || {
        Some(acting.cases(&rule)).filter(|cases| !cases.is_empty())
    });
    assert_eq!(cases.len(), 1);
    let case = &cases[0];
    assert_eq!(case["title"], "Call Ann Jansen of Acme: 3");
    let sam = people::id_of(server, "sam@example.com");
    assert!(case.to_string().contains(&sam), "Sam has it: {case}");
    let mails = eventually("Sam is told", || {
        let all = acting.smtp.mails();
        let his: Vec<_> = all
            .into_iter()
            .filter(|mail| mail.to.iter().any(|to| to.contains("sam@example.com")))
            .collect();
        (!his.is_empty()).then_some(his)
    });
    assert_eq!(mails.len(), 1);
    assert!(mails[0].text().contains("Ann Jansen"));
    let fired = acting.fired_times(&rule, 1);
    assert_eq!(fired[0]["score"], 3);
    assert!(fired[0]["case_id"].is_string());
    // A second answer of hers on the same link is the same answer.
    acting.all_heard();
    assert_eq!(acting.cases(&rule).len(), 1);
}

fn conditions_hold_of_accounts_words_and_drops(backend: Backend) {
    let acting = Acting::start(backend, &[]);
    acting.contact("ann@acme.nl", "250000");
    acting.post(
        "/api/v1/contacts",
        &json!({ "email": "bob@small.nl",
                 "account": { "name": "Small", "attributes": { "revenue": "900" } } }),
    );
    let tell = json!([{ "open_case": { "title": "{account}", "within": { "hours": 4 } } }]);
    let rule = |when: Value| acting.rule(&json!({ "when": when, "then": tell }));
    let large = rule(json!({ "all": [{ "class": ["promoter"] },
                                     { "account": { "name": "revenue", "at_least": 100_000 } }] }));
    let words = rule(json!({ "all": [{ "words": "expens*" },
                                     { "not": { "account": { "name": "revenue", "at_least": 1000 } } }] }));
    let drop = rule(json!({ "drop": { "points": 3 } }));
    let role = rule(json!({ "all": [{ "has_role": "responsible" }, { "language": ["nl"] }] }));
    let say = |id: &str, email: &str, score: u8, why: &str| {
        acting.answer(
            id,
            &json!({ "answers": { "recommend": score, "why": why },
                     "attributes": { "email": email } }),
        )
    };
    let first = say("1", "ann@acme.nl", 9, "Fine, not expensive.");
    let second = say("2", "bob@small.nl", 9, "Rather EXPENSIVE");
    acting.all_heard();
    let third = say("3", "ann@acme.nl", 6, "");
    say("4", "somebody@else.nl", 1, "expensive");
    acting.all_heard();
    let of = |rule: &str, id: &str| {
        let fired = acting.fired_times(rule, 1);
        assert_eq!(fired[0]["response_id"], id, "{rule}");
    };
    of(&large, &first);
    of(&words, &second);
    of(&drop, &third);
    acting.fired_times(&role, 0);
}

fn what_was_answered_before_or_comes_from_a_file_is_left_alone(backend: Backend) {
    let acting = Acting::start(backend, &[]);
    acting.contact("ann@acme.nl", "1");
    acting.score("before", 2);
    acting.all_heard();
    let draft = acting.draft(&detractor());
    let rule = acting.rule(&detractor());
    let past = json!({ "answers": { "recommend": 0 }, "answered_at": "2020-01-02T10:00:00Z" });
    acting.answer("past", &past);
    let partial = json!({ "answers": { "recommend": 1 }, "state": "partial" });
    let reply = acting
        .server
        .api("POST", &responses(&acting.survey), Some(&partial));
    assert!(reply.status < 500, "{}", reply.text());
    let now = acting.score("now", 0);
    let fired = acting.fired_times(&rule, 1);
    assert_eq!(fired[0]["response_id"], now);
    assert_eq!(acting.fired(&draft).len(), 0);
    acting.patch(&rule, &json!({ "state": "off" }));
    acting.score("off", 0);
    acting.all_heard();
    acting.patch(&rule, &json!({ "state": "on" }));
    let again = acting.score("on again", 0);
    let fired = acting.fired_times(&rule, 2);
    assert_eq!(fired[0]["response_id"], again);
}

fn a_changed_answer_is_asked_again(backend: Backend) {
    let acting = Acting::start(backend, &[]);
    acting.contact("ann@acme.nl", "1");
    let rule = acting.rule(&detractor());
    acting.score("x", 9);
    acting.all_heard();
    assert_eq!(acting.fired(&rule).len(), 0);
    let id = acting.score("x", 3);
    let fired = acting.fired_times(&rule, 1);
    assert_eq!(fired[0]["response_id"], id);
    acting.score("x", 2);
    acting.score("x", 9);
    acting.score("x", 0);
    let other = acting.score("y", 5);
    eventually("the other is heard", || {
        acting
            .fired(&rule)
            .iter()
            .any(|one| one["response_id"] == other)
            .then_some(())
    });
    assert_eq!(acting.fired_times(&rule, 2).len(), 2);
    assert_eq!(acting.cases(&rule).len(), 2);
}

fn kills_open_no_case_twice(backend: Backend) {
    let acting = Acting::start(backend, &[]);
    acting.contact("ann@acme.nl", "1");
    let rule = acting.rule(&detractor());
    for round in 0..4 {
        for number in 0..8 {
            acting.score(&format!("{round}-{number}"), number % 7);
        }
        acting.server.kill_and_restart();
    }
    acting.all_heard();
    acting.fired_times(&rule, 32);
    assert_eq!(acting.cases(&rule).len(), 32);
}

/// Sends an answer to a node that may be gone; whether it was acknowledged.
fn sent(node: &Server, path: &str, body: &Value) -> bool {
    let reply = ureq::post(format!("{}{path}", node.base_url))
        .config()
        .http_status_as_error(false)
        .build()
        .header("Authorization", format!("Bearer {}", node.key))
        .header("Content-Type", "application/json")
        .send(body.to_string());
    reply.is_ok_and(|reply| reply.status().as_u16() < 300)
}

#[test]
fn three_nodes_open_each_case_once() {
    let acting = Acting::start(Backend::Postgres, &[]);
    let others = [acting.server.another(&[]), acting.server.another(&[])];
    acting.contact("ann@acme.nl", "1");
    let rules = [acting.rule(&detractor()), acting.rule(&detractor())];
    let nodes = [&acting.server, &others[0], &others[1]];
    std::thread::scope(|scope| {
        for (place, node) in nodes.into_iter().enumerate() {
            let path = responses(&acting.survey);
            scope.spawn(move || {
                for number in 0..15 {
                    // The same answer at all nodes, and again.
                    let id = if number % 3 == 0 {
                        format!("shared-{number}")
                    } else {
                        format!("{place}-{number}")
                    };
                    let body = json!({ "external_id": id, "answers": { "recommend": 2 },
                                       "attributes": { "email": "ann@acme.nl" } });
                    while !sent(node, &path, &body) {
                        std::thread::sleep(Duration::from_millis(50));
                    }
                }
            });
        }
        scope.spawn(|| {
            std::thread::sleep(Duration::from_millis(400));
            others[1].kill_and_restart();
        });
    });
    acting.all_heard();
    for rule in &rules {
        acting.fired_times(rule, 5 + 3 * 10);
        assert_eq!(acting.cases(rule).len(), 35);
    }
}
