//! Salesforce, by its public documentation: OAuth with client credentials, SOQL in batches with
//! `nextRecordsUrl`, sessions and queries that run out, errors as lists.

use std::collections::BTreeMap;
use std::time::Duration;

use serde_json::{Value, json};

use super::fake::{Call, Fault, Host, Play, Said};
use super::{
    account, accounts, answer, call, connect, contact, on_each, patiently, pushes, responsible,
    run, runs, sent,
};
use crate::harness::Server;

on_each!(
    accounts_contacts_and_teams_come_in_while_sessions_and_queries_run_out,
    scores_and_tasks_reach_their_records,
);

const VERSION: &str = "/services/data/v62.0";

#[derive(Default)]
struct Org {
    records: BTreeMap<&'static str, Vec<Value>>,
    /// The session that is valid.
    session: u32,
    /// Queries that go on: the records that are left.
    queries: BTreeMap<String, (Vec<String>, Vec<Value>)>,
    asked: Vec<String>,
    tasks: Vec<Value>,
}

fn wrong(status: u16, code: &str, message: &str) -> Said {
    Said::json(status, &json!([{ "errorCode": code, "message": message }]))
}

/// The text between two others.
fn between<'a>(text: &'a str, from: &str, to: &str) -> Option<&'a str> {
    let start = text.find(from)? + from.len();
    let rest = &text[start..];
    Some(&rest[..rest.find(to).unwrap_or(rest.len())])
}

impl Org {
    fn token(&mut self, call: &Call) -> Said {
        let form = call.form();
        if form
            .get("grant_type")
            .is_none_or(|g| g != "client_credentials")
            || form
                .get("client_secret")
                .is_none_or(|s| s != "s3cret-s3cret")
        {
            let body = json!({ "error": "invalid_client", "error_description": "invalid client credentials" });
            return Said::json(400, &body);
        }
        self.session += 1;
        let host = call.header("host");
        let token = format!("00D!{}", self.session);
        let body = json!({ "access_token": token, "instance_url": format!("http://{host}"), "token_type": "Bearer" });
        Said::json(200, &body)
    }

    fn query(&mut self, text: &str) -> Said {
        self.asked.push(text.to_owned());
        let from = between(text, " FROM ", " ").expect("an object");
        let fields: Vec<String> = between(text, "SELECT ", " FROM ")
            .expect("fields")
            .split(',')
            .map(str::to_owned)
            .collect();
        if from == "User" {
            let is_joris = text.contains("Email = 'joris@us.example' AND IsActive = true");
            let found: Vec<Value> = if is_joris {
                vec![json!({ "Id": "005J" })]
            } else {
                vec![]
            };
            return Said::json(
                200,
                &json!({ "totalSize": found.len(), "done": true, "records": found }),
            );
        }
        if from == "Task" {
            let like = between(text, "LIKE '%(", ")'").expect("a key");
            let is_it = |t: &&Value| t["Subject"].as_str().is_some_and(|s| s.contains(like));
            let found: Vec<Value> = self
                .tasks
                .iter()
                .filter(is_it)
                .map(|_| json!({ "Id": "00T" }))
                .collect();
            return Said::json(
                200,
                &json!({ "totalSize": found.len(), "done": true, "records": found }),
            );
        }
        let Some(all) = self.records.get(from) else {
            return wrong(400, "INVALID_TYPE", "sObject type is not supported");
        };
        if let Some(unknown) = fields.iter().find(|f| f.as_str() == "Nonsense__c") {
            return wrong(400, "INVALID_FIELD", &format!("No such column '{unknown}'"));
        }
        let stamp = |row: &Value| {
            row["SystemModstamp"]
                .as_str()
                .expect("a stamp")
                .replace("+0000", "Z")
        };
        let id = |row: &Value| row["Id"].as_str().expect("an id").to_owned();
        let mut found: Vec<Value> = all.clone();
        if let Some(since) = between(text, "SystemModstamp >= ", " ") {
            found.retain(|row| stamp(row).as_str() >= since);
        }
        if let Some(over) = between(text, "(SystemModstamp > ", " OR") {
            let last = between(text, "Id > '", "'").expect("an id");
            found.retain(|row| {
                stamp(row).as_str() > over || stamp(row) == over && id(row).as_str() > last
            });
        }
        assert!(text.ends_with("ORDER BY SystemModstamp,Id"), "{text}");
        found.sort_by_key(|row| (stamp(row), id(row)));
        self.batch(fields, found)
    }

    fn batch(&mut self, fields: Vec<String>, mut found: Vec<Value>) -> Said {
        let total = found.len();
        let rest = found.split_off(found.len().min(200));
        let first = |field: &String| field.split('.').next().unwrap_or_default().to_owned();
        let keep: Vec<String> = fields.iter().map(first).collect();
        for row in &mut found {
            row.as_object_mut()
                .expect("a row")
                .retain(|name, _| keep.contains(name));
        }
        let mut body = json!({ "totalSize": total, "done": rest.is_empty(), "records": found });
        if !rest.is_empty() {
            let url = format!("{VERSION}/query/01g{}-200", self.queries.len());
            body["nextRecordsUrl"] = json!(url);
            self.queries.insert(url, (fields, rest));
        }
        Said::json(200, &body)
    }
}

impl Play for Org {
    fn play(&mut self, call: &Call) -> Said {
        if call.path == "/services/oauth2/token" {
            return self.token(call);
        }
        if call.header("authorization") != format!("Bearer 00D!{}", self.session) {
            return wrong(401, "INVALID_SESSION_ID", "Session expired or invalid");
        }
        let rest = call.path.strip_prefix(VERSION).expect("a version");
        match (call.method.as_str(), rest) {
            ("GET", "/query") => self.query(call.query("q")),
            ("GET", rest) if rest.starts_with("/query/") => match self.queries.remove(&call.path) {
                Some((fields, left)) => self.batch(fields, left),
                None => wrong(400, "INVALID_QUERY_LOCATOR", "invalid query locator"),
            },
            ("POST", "/sobjects/Task") => {
                self.tasks.push(call.json());
                Said::json(201, &json!({ "id": "00T", "success": true, "errors": [] }))
            }
            ("PATCH", rest) => {
                let mut parts = rest.split('/').skip(2);
                let (object, id) = (
                    parts.next().expect("an object"),
                    parts.next().expect("an id"),
                );
                let fields = call.json();
                let all = self.records.get_mut(object).expect("an object");
                let Some(row) = all.iter_mut().find(|row| row["Id"] == id) else {
                    return wrong(404, "NOT_FOUND", "The requested resource does not exist");
                };
                for (name, value) in fields.as_object().expect("fields") {
                    row[name] = value.clone();
                }
                Said::empty(204)
            }
            _ => wrong(404, "NOT_FOUND", &call.path),
        }
    }
}

fn stamp(second: usize) -> String {
    format!(
        "2026-11-20T{:02}:{:02}:{:02}.000+0000",
        10 + second / 3600,
        second / 60 % 60,
        second % 60
    )
}

fn org(count: usize) -> Org {
    let account = |n: usize| {
        json!({
            "Id": format!("001{n:05}"), "Name": format!("Klant {n}"), "Industry": "Retail",
            "NumberOfEmployees": 12, "ParentId": null, "SystemModstamp": stamp(n / 3),
            "Owner": { "Email": "joris@us.example" }, "Secret__c": "never asked for",
        })
    };
    let mut org = Org::default();
    org.records
        .insert("Account", (0..count).map(account).collect());
    org.records.insert(
        "Contact",
        vec![json!({
            "Id": "00300001", "Email": "carla@klant.example", "Name": "Carla Bos", "FirstName": "Carla",
            "AccountId": "00100000", "HasOptedOutOfEmail": false, "Title": "CEO", "SystemModstamp": stamp(1),
        })],
    );
    org.records.insert(
        "AccountTeamMember",
        vec![
            json!({ "Id": "01M1", "AccountId": "00100000", "TeamMemberRole": "Consultant",
                    "User": { "Email": "kim@us.example", "Name": "Kim Vos" }, "SystemModstamp": stamp(2) }),
            json!({ "Id": "01M2", "AccountId": "00100000", "TeamMemberRole": "Sales Engineer",
                    "User": { "Email": "kim@us.example", "Name": "Kim Vos" }, "SystemModstamp": stamp(3) }),
        ],
    );
    org
}

fn connection(host: &Host<Org>) -> Value {
    json!({
        "system": "salesforce", "name": "Salesforce", "base_url": host.url(),
        "secrets": { "client_id": "3MVG9", "client_secret": "s3cret-s3cret" }, "every_minutes": 0,
    })
}

fn accounts_contacts_and_teams_come_in_while_sessions_and_queries_run_out(server: Server) {
    let host = Host::start(org(650));
    let mut body = connection(&host);
    let id = connect(&server, &body);
    let own = server.get_json(&super::path(&id, ""));
    let mut pulls = own["pulls"].clone();
    pulls.as_array_mut().expect("a list").push(json!({
        "stream": "responsibilities", "source": "AccountTeamMember", "id": "Id", "stamp": "SystemModstamp",
        "fields": [
            { "from": "AccountId", "to": "account" }, { "from": "TeamMemberRole", "to": "role" },
            { "from": "User.Email", "to": "email" }, { "from": "User.Name", "to": "name" },
        ],
    }));
    body = json!({ "pulls": pulls });
    call(&server, "PATCH", &super::path(&id, ""), Some(&body));
    // At the second batch the session is over, at the third the query is.
    host.fault(
        "GET /services/data/v62.0/query/",
        0,
        Fault::Say(wrong(401, "INVALID_SESSION_ID", "Session expired")),
    );
    host.fault(
        "GET /services/data/v62.0/query/",
        1,
        Fault::Say(wrong(400, "INVALID_QUERY_LOCATOR", "gone")),
    );
    let first = run(&server, &id);
    assert_eq!(first["state"], "done", "{first}");
    assert_eq!(first["rows"]["created"], 651, "{first}");
    assert_eq!(first["rows"]["changed"], 1, "the consultant");
    assert_eq!(
        first["rows"]["wrong"], 1,
        "the role that isn't known: {first}"
    );
    assert_eq!(accounts(&server), 650);
    assert_eq!(host.with(|org| org.session), 2, "a login, and one again");
    let klant = account(&server, "Klant 0").expect("there");
    assert_eq!(responsible(&klant, "account_manager"), "joris@us.example");
    assert_eq!(responsible(&klant, "consultant"), "kim@us.example");
    let carla = contact(&server, "carla@klant.example").expect("there");
    assert_eq!(carla["account"]["name"], "Klant 0");
    assert!(host.with(|org| org.asked.iter().all(|q| !q.contains("Secret__c"))));
    host.with(|org| {
        let all = org.records.get_mut("Account").expect("there");
        all[3]["Name"] = json!("Client 3");
        all[3]["SystemModstamp"] = json!(stamp(3000));
    });
    let second = run(&server, &id);
    assert_eq!(second["rows"]["changed"], 1, "{second}");
    assert!(
        second["rows"]["unchanged"]
            .as_i64()
            .is_some_and(|n| n < 400),
        "{second}"
    );
    // A field that isn't there is said in their words.
    let mut pulls = own["pulls"].clone();
    pulls[0]["fields"][0]["from"] = json!("Nonsense__c");
    call(
        &server,
        "PATCH",
        &super::path(&id, ""),
        Some(&json!({ "pulls": pulls })),
    );
    let failed = run(&server, &id);
    assert_eq!(failed["state"], "failed");
    assert!(
        failed["why"]
            .as_str()
            .is_some_and(|why| why.contains("INVALID_FIELD")),
        "{failed}"
    );
}

fn scores_and_tasks_reach_their_records(server: Server) {
    let host = Host::start(org(3));
    let mut body = connection(&host);
    body["pushes"] =
        json!({ "account": { "nps": "NPS__c", "answers": "Answers__c" }, "tasks": true });
    body["is_on"] = json!(true);
    let id = connect(&server, &body);
    run(&server, &id);
    assert_eq!(runs(&server, &id)[0]["state"], "done");
    let (survey, _) = server.survey("relational-nps", &Value::Null);
    answer(&server, &survey, ("recommend", 2), "carla@klant.example");
    sent(&server, &id, "account");
    let record = host.with(|org| org.records["Account"][0].clone());
    assert_eq!(
        (&record["NPS__c"], &record["Answers__c"]),
        (&json!(-100), &json!(1)),
        "{record}"
    );
    host.fault(
        "POST /services/data/v62.0/sobjects/Task",
        0,
        Fault::CutAfter,
    );
    let carla = contact(&server, "carla@klant.example").expect("there");
    let case = json!({
        "title": "Call Carla", "contact_id": carla["contact_id"],
        "account_id": carla["account"]["account_id"], "role": "account_manager",
    });
    call(&server, "POST", "/api/v1/cases", Some(&case));
    patiently(
        "the task is known to be there",
        Duration::from_secs(30),
        || {
            pushes(&server, &id, "done")
                .into_iter()
                .find(|push| push["what"] == "task")
        },
    );
    let tasks = host.with(|org| org.tasks.clone());
    assert_eq!(tasks.len(), 1, "{tasks:?}");
    assert_eq!(tasks[0]["OwnerId"], "005J");
    assert_eq!(
        (&tasks[0]["WhatId"], &tasks[0]["WhoId"]),
        (&json!("00100000"), &json!("00300001"))
    );
    // A day's calls that are used up are waited for, and nothing is given up.
    host.fault(
        "PATCH",
        0,
        Fault::Say(wrong(
            403,
            "REQUEST_LIMIT_EXCEEDED",
            "TotalRequests Limit exceeded.",
        )),
    );
    answer(&server, &survey, ("recommend", 9), "carla@klant.example");
    patiently("it waits for the limit", Duration::from_secs(20), || {
        let waits = pushes(&server, &id, "queued");
        waits
            .into_iter()
            .find(|push| push["why"].as_str().is_some_and(|why| why.contains("3600")))
    });
}
