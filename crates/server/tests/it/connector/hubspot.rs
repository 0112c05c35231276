//! HubSpot, by its public documentation: lists by cursor, searches of at most 10,000 rows and 200 a
//! page with one sort, properties that are opt-in, owners, 429 with a policy.

use std::collections::BTreeMap;
use std::time::Duration;

use serde_json::{Value, json};

use super::fake::{Call, Fault, Host, Play, Said};
use super::{
    account, accounts, answer, call, connect, contact, on_each, path, patiently, pushes,
    responsible, run, runs, sent,
};
use crate::harness::Server;

on_each!(
    companies_contacts_and_owners_come_in_and_later_what_changed,
    limits_are_kept_and_a_task_goes_once,
);

/// Objects of a portal.
#[derive(Default)]
struct Portal {
    /// By kind, then by id.
    objects: BTreeMap<String, BTreeMap<u64, BTreeMap<String, String>>>,
    /// Tasks with what they are associated with.
    tasks: Vec<Value>,
    /// Calls left before 429.
    left: Option<u32>,
}

impl Portal {
    fn put(&mut self, kind: &str, id: u64, properties: &[(&str, &str)]) {
        let object = self
            .objects
            .entry(kind.to_owned())
            .or_default()
            .entry(id)
            .or_default();
        object.insert("hs_object_id".to_owned(), id.to_string());
        for (name, value) in properties {
            object.insert((*name).to_owned(), (*value).to_owned());
        }
    }

    fn shown(&self, kind: &str, id: u64, wanted: &[String]) -> Value {
        let all = &self.objects[kind][&id];
        let properties: BTreeMap<&String, &String> = all
            .iter()
            .filter(|(name, _)| wanted.contains(name))
            .collect();
        json!({ "id": id.to_string(), "properties": properties, "archived": false })
    }

    fn list(&self, kind: &str, call: &Call) -> Said {
        let wanted: Vec<String> = call
            .query("properties")
            .split(',')
            .map(str::to_owned)
            .collect();
        let limit: usize = call.query("limit").parse().expect("a limit");
        if limit > 100 {
            return Said::json(
                400,
                &json!({ "status": "error", "message": "limit too large" }),
            );
        }
        let after: u64 = call.query("after").parse().unwrap_or(0);
        let all = &self.objects[kind];
        let mut ids: Vec<u64> = all.keys().copied().filter(|id| *id > after).collect();
        let more = ids.len() > limit;
        ids.truncate(limit);
        let results: Vec<Value> = ids
            .iter()
            .map(|id| self.shown(kind, *id, &wanted))
            .collect();
        let mut body = json!({ "results": results });
        if let (true, Some(last)) = (more, ids.last()) {
            body["paging"] = json!({ "next": { "after": last.to_string() } });
        }
        Said::json(200, &body)
    }

    fn search(&self, kind: &str, call: &Call) -> Said {
        let body = call.json();
        let limit = body["limit"].as_u64().unwrap_or(10) as usize;
        let sorts = body["sorts"].as_array().cloned().unwrap_or_default();
        if limit > 200 || sorts.len() > 1 {
            return Said::json(400, &json!({ "status": "error", "message": "not allowed" }));
        }
        if kind == "tasks" {
            let token = body["filterGroups"][0]["filters"][0]["value"]
                .as_str()
                .expect("a key");
            let is_it = |task: &&Value| {
                task["properties"]["hs_task_subject"]
                    .as_str()
                    .is_some_and(|s| s.contains(token))
            };
            let found: Vec<&Value> = self.tasks.iter().filter(is_it).collect();
            return Said::json(200, &json!({ "total": found.len(), "results": found }));
        }
        let filters = body["filterGroups"][0]["filters"]
            .as_array()
            .expect("filters")
            .clone();
        let value = |object: &BTreeMap<String, String>, name: &str| -> i64 {
            let text = object.get(name).map_or("0", String::as_str);
            let at: Result<jiff::Timestamp, _> = text.parse();
            at.map_or_else(
                |_| text.parse().unwrap_or(0),
                jiff::Timestamp::as_millisecond,
            )
        };
        let mut found: Vec<(&u64, &BTreeMap<String, String>)> = self.objects[kind]
            .iter()
            .filter(|(_, object)| {
                filters.iter().all(|filter| {
                    let own = value(object, filter["propertyName"].as_str().expect("a name"));
                    let than: i64 = filter["value"]
                        .as_str()
                        .and_then(|v| v.parse().ok())
                        .expect("a number");
                    match filter["operator"].as_str() {
                        Some("EQ") => own == than,
                        Some("GT") => own > than,
                        Some("GTE") => own >= than,
                        other => panic!("{other:?}"),
                    }
                })
            })
            .collect();
        if let Some(sort) = sorts.first() {
            let name = sort["propertyName"].as_str().expect("a name");
            found.sort_by_key(|(_, object)| value(object, name));
        }
        let wanted: Vec<String> =
            serde_json::from_value(body["properties"].clone()).expect("names");
        let total = found.len();
        let results: Vec<Value> = found
            .iter()
            .take(limit)
            .map(|(id, _)| self.shown(kind, **id, &wanted))
            .collect();
        Said::json(200, &json!({ "total": total, "results": results }))
    }
}

impl Play for Portal {
    fn play(&mut self, call: &Call) -> Said {
        if call.header("authorization") != "Bearer pat-eu1-secret" {
            let body =
                json!({ "status": "error", "message": "Authentication credentials not found." });
            return Said::json(401, &body);
        }
        if let Some(left) = &mut self.left {
            if *left == 0 {
                self.left = None;
                let body = json!({
                    "status": "error", "errorType": "RATE_LIMIT", "policyName": "TEN_SECONDLY_ROLLING",
                    "message": "You have reached your ten_secondly_rolling limit.",
                });
                return Said::json(429, &body).with("Retry-After", "1");
            }
            *left -= 1;
        }
        let parts: Vec<&str> = call
            .path
            .trim_start_matches("/crm/v3/")
            .split('/')
            .collect();
        match (call.method.as_str(), parts.as_slice()) {
            ("GET", ["objects", kind]) => self.list(kind, call),
            ("POST", ["objects", kind, "search"]) => self.search(kind, call),
            ("POST", ["objects", "tasks"]) => {
                self.tasks.push(call.json());
                Said::json(201, &json!({ "id": self.tasks.len().to_string() }))
            }
            ("PATCH", ["objects", kind, id]) => {
                let id: u64 = id.parse().expect("an id");
                if !self.objects[*kind].contains_key(&id) {
                    return Said::json(
                        404,
                        &json!({ "status": "error", "message": "resource not found" }),
                    );
                }
                for (name, value) in call.json()["properties"].as_object().expect("properties") {
                    let text = value
                        .as_str()
                        .map_or_else(|| value.to_string(), str::to_owned);
                    self.put(kind, id, &[(name, &text)]);
                }
                Said::json(200, &json!({ "id": id.to_string() }))
            }
            ("GET", ["owners"]) => {
                let owner = json!({ "id": "77", "email": "joris@us.example", "firstName": "Joris", "lastName": "Smit" });
                let asked = call.query("email");
                let found = if asked.is_empty() || asked == "joris@us.example" {
                    vec![owner]
                } else {
                    vec![]
                };
                Said::json(200, &json!({ "results": found }))
            }
            ("GET", ["properties", _]) => {
                let names = ["name", "email", "hubspot_owner_id"];
                let all: Vec<Value> = names
                    .iter()
                    .map(|n| json!({ "name": n, "label": n }))
                    .collect();
                Said::json(200, &json!({ "results": all }))
            }
            _ => Said::json(404, &json!({ "status": "error", "message": call.path })),
        }
    }
}

fn at(second: u64) -> String {
    format!(
        "2026-11-20T10:{:02}:{:02}.250Z",
        second / 60 % 60,
        second % 60
    )
}

fn portal(companies: u64) -> Portal {
    let mut portal = Portal::default();
    for n in 0..companies {
        let name = format!("Company {n}");
        portal.put(
            "companies",
            1000 + n,
            &[
                ("name", &name),
                ("industry", "RETAIL"),
                ("hubspot_owner_id", if n == 0 { "77" } else { "" }),
                ("hs_parent_company_id", if n == 1 { "1000" } else { "" }),
                ("hs_lastmodifieddate", &at(n)),
                ("secret_property", "never asked for"),
            ],
        );
    }
    portal.put(
        "contacts",
        5,
        &[
            ("email", "Bob@Company.Example"),
            ("firstname", "Bob"),
            ("associatedcompanyid", "1000"),
            ("lastmodifieddate", &at(1)),
            ("hs_email_optout", "true"),
        ],
    );
    portal
}

fn connection(host: &Host<Portal>) -> Value {
    json!({
        "system": "hubspot", "name": "HubSpot", "base_url": host.url(),
        "secrets": { "token": "pat-eu1-secret" }, "every_minutes": 0,
    })
}

fn companies_contacts_and_owners_come_in_and_later_what_changed(server: Server) {
    let host = Host::start(portal(230));
    let id = connect(&server, &connection(&host));
    let fields = call(&server, "GET", &path(&id, "/fields?stream=accounts"), None);
    assert!(fields.to_string().contains("hubspot_owner_id.email"));
    let first = run(&server, &id);
    assert_eq!(first["state"], "done", "{first}");
    assert_eq!(first["rows"]["created"], 231, "{first}");
    assert_eq!(host.calls("GET /crm/v3/objects/companies").len(), 3);
    let company = account(&server, "Company 0").expect("there");
    assert_eq!(responsible(&company, "account_manager"), "joris@us.example");
    assert!(!company.to_string().contains("never asked for"));
    let child = account(&server, "Company 1").expect("there");
    assert_eq!(
        child["parent"]["account_id"], company["account_id"],
        "{child}"
    );
    let bob = contact(&server, "bob@company.example").expect("there");
    assert_eq!(bob["standing"], "opted_out");
    assert_eq!(bob["account"]["name"], "Company 0");
    // What changes is searched for; 150 of it at one moment.
    let now = super::fake::now().to_string();
    host.with(|portal| {
        for n in 0..150 {
            let name = format!("Firma {n}");
            portal.put(
                "companies",
                1000 + n,
                &[("name", &name), ("hs_lastmodifieddate", &now)],
            );
        }
        portal.put(
            "companies",
            4000,
            &[("name", "New one"), ("hs_lastmodifieddate", &now)],
        );
    });
    host.forget_calls();
    let second = run(&server, &id);
    assert_eq!(second["rows"]["changed"], 150, "{second}");
    assert_eq!(second["rows"]["created"], 1);
    assert!(host.calls("GET /crm/v3/objects/companies").is_empty());
    assert_eq!(accounts(&server), 231);
    assert!(account(&server, "Firma 149").is_some() && account(&server, "New one").is_some());
}

fn limits_are_kept_and_a_task_goes_once(server: Server) {
    let host = Host::start(portal(120));
    host.with(|portal| portal.left = Some(1));
    let mut body = connection(&host);
    body["pushes"] = json!({
        "contact": { "score": "luister_score", "answered_on": "luister_day" },
        "account": { "nps": "luister_nps" }, "tasks": true,
    });
    body["is_on"] = json!(true);
    body["every_minutes"] = json!(5);
    let id = connect(&server, &body);
    patiently("it comes to its end", Duration::from_secs(20), || {
        runs(&server, &id)
            .first()
            .filter(|run| run["state"] == "done")
            .cloned()
    });
    assert_eq!(runs(&server, &id).len(), 1, "one run, that waited");
    assert_eq!(accounts(&server), 120);
    let (survey, _) = server.survey("relational-nps", &Value::Null);
    answer(&server, &survey, ("recommend", 10), "bob@company.example");
    sent(&server, &id, "contact");
    sent(&server, &id, "account");
    let of = |kind: &str, id: u64, name: &str| {
        host.with(|portal| {
            portal.objects[kind][&id]
                .get(name)
                .cloned()
                .unwrap_or_default()
        })
    };
    assert_eq!(of("contacts", 5, "luister_score"), "10");
    assert_eq!(of("companies", 1000, "luister_nps"), "100");
    assert_eq!(of("contacts", 5, "luister_day").len(), 10);
    // The answer is lost after the task was made: it is looked for before it is sent again.
    host.fault("POST /crm/v3/objects/tasks", 0, Fault::CutAfter);
    let account_id = account(&server, "Company 0").expect("there")["account_id"].clone();
    let case = json!({ "title": "Call Bob", "reason": "Scored 3", "account_id": account_id, "role": "account_manager" });
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
    let tasks = host.with(|portal| portal.tasks.clone());
    assert_eq!(tasks.len(), 1, "{tasks:?}");
    assert_eq!(tasks[0]["properties"]["hubspot_owner_id"], "77");
    assert_eq!(tasks[0]["associations"][0]["to"]["id"], "1000");
    let subject = tasks[0]["properties"]["hs_task_subject"]
        .as_str()
        .expect("a subject");
    assert!(subject.starts_with("Call Bob (L"), "{subject}");
}
