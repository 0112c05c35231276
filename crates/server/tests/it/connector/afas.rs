//! AFAS Profit, by what its help says of REST: GetConnectors in pages, filters as numbers,
//! UpdateConnectors, refusals as 500 with `externalMessage`.

use std::collections::BTreeMap;
use std::time::Duration;

use serde_json::{Value, json};

use super::fake::{Call, Fault, Host, Play, Said};
use super::{
    account, accounts, answer, call, connect, contact, on_each, outcomes, path, patiently, pushes,
    responsible, run, runs, sent, try_out,
};
use crate::harness::{Server, eventually};

on_each!(
    a_dry_run_stores_nothing_and_a_run_stores_what_changed,
    it_goes_on_where_it_was_after_faults_and_a_kill,
    nobody_is_let_in_with_a_wrong_token,
    scores_and_tasks_go_back_once,
);

const TOKEN: &str = "E48E1A2B3C4D";
/// The token in its envelope, in base 64.
const HEADER: &str =
    "AfasToken PHRva2VuPjx2ZXJzaW9uPjE8L3ZlcnNpb24+PGRhdGE+RTQ4RTFBMkIzQzREPC9kYXRhPjwvdG9rZW4+";

pub struct Afas {
    /// Rows by GetConnector.
    rows: BTreeMap<&'static str, Vec<Value>>,
    /// Bodies of UpdateConnectors: method, name, body.
    updates: Vec<(String, String, Value)>,
}

fn organisation(number: usize, stamp: &str) -> Value {
    json!({
        "BcCo": number.to_string(), "Naam": format!("Bakker {number}"), "Branche": "Voeding",
        "E-mail_accountmanager": "Joris@Us.Example", "Omzet": 1234.5, "Gewijzigd_op": stamp,
    })
}

fn person(number: usize, organisation: usize, stamp: &str) -> Value {
    json!({
        "BcCo": number.to_string(), "Naam": format!("Anna {number}"), "Voornaam": "Anna",
        "E-mail_werk": format!("anna{number}@bakker.example"),
        "Nummer_organisatie": organisation.to_string(), "Functie": "Inkoper", "Gewijzigd_op": stamp,
    })
}

fn stamp(minute: usize) -> String {
    format!("2026-11-20T{:02}:{:02}:00", minute / 60, minute % 60)
}

impl Afas {
    /// So many organisations, changed a minute apart, and one contact of the first.
    pub fn with(organisations: usize) -> Self {
        let all = (0..organisations).map(|n| organisation(1000 + n, &stamp(n)));
        Self {
            rows: BTreeMap::from([
                ("Luister_Organisaties", all.collect()),
                ("Luister_Contacten", vec![person(5000, 1000, &stamp(3))]),
            ]),
            updates: Vec::new(),
        }
    }

    /// Adds so many organisations, changed after all others.
    pub fn add(&mut self, more: usize) {
        let all = self.rows.get_mut("Luister_Organisaties").expect("there");
        let first = all.len();
        all.extend((first..first + more).map(|n| organisation(1000 + n, &stamp(n))));
    }

    /// Deletes a row.
    pub fn remove(&mut self, connector: &str, number: &str) {
        let rows = self.rows.get_mut(connector).expect("there");
        rows.retain(|row| row["BcCo"] != number);
    }

    /// Has an organisation there, changed later than all others.
    pub fn change(&mut self, n: usize) {
        let rows = self.rows.get_mut("Luister_Organisaties").expect("there");
        let own = (1000 + n).to_string();
        rows.retain(|row| row["BcCo"] != own);
        rows.push(organisation(1000 + n, &stamp(1200)));
    }

    fn get(&self, name: &str, call: &Call) -> Said {
        let Some(rows) = self.rows.get(name) else {
            return refused(404, "Deze GetConnector bestaat niet");
        };
        let list = |name: &str| -> Vec<String> {
            let text = call.query(name);
            text.split(',')
                .filter(|t| !t.is_empty())
                .map(str::to_owned)
                .collect()
        };
        let (fields, values, operators) = (
            list("filterfieldids"),
            list("filtervalues"),
            list("operatortypes"),
        );
        let order = list("orderbyfieldids");
        if order.is_empty() {
            return refused(500, "Paging zonder volgorde");
        }
        let text = |row: &Value, field: &str| row[field].as_str().unwrap_or_default().to_owned();
        let mut found: Vec<&Value> = rows
            .iter()
            .filter(|row| {
                fields
                    .iter()
                    .zip(&values)
                    .zip(&operators)
                    .all(|((field, value), operator)| {
                        let own = text(row, field);
                        match operator.as_str() {
                            "1" => own == *value,
                            "2" => own >= *value,
                            "4" => own > *value,
                            other => panic!("operator {other}"),
                        }
                    })
            })
            .collect();
        found.sort_by_key(|row| {
            order
                .iter()
                .map(|field| text(row, field))
                .collect::<Vec<_>>()
        });
        let number = |name: &str| call.query(name).parse::<usize>().expect("a number");
        let (skip, take) = (number("skip"), number("take"));
        let page: Vec<&Value> = found.into_iter().skip(skip).take(take).collect();
        Said::json(200, &json!({ "skip": skip, "take": take, "rows": page }))
    }

    fn update(&mut self, name: &str, call: &Call) -> Said {
        let body = call.json();
        let fields = &body[name]["Element"]["Fields"];
        if name == "KnOrganisation" {
            let number = &fields["BcCo"];
            let all = &self.rows["Luister_Organisaties"];
            if fields["MatchOga"] != "0" || !all.iter().any(|row| row["BcCo"] == *number) {
                return refused(500, "Organisatie/persoon niet gevonden");
            }
        }
        if name == "KnSubject" && !fields["StId"].is_i64() {
            return refused(500, "Type dossieritem is verplicht");
        }
        self.updates
            .push((call.method.clone(), name.to_owned(), body));
        Said::json(201, &json!({ "results": {} }))
    }
}

fn refused(status: u16, text: &str) -> Said {
    let body = json!({ "errorNumber": 5, "externalMessage": text, "profitLogReference": "X" });
    Said::json(status, &body)
}

impl Play for Afas {
    fn play(&mut self, call: &Call) -> Said {
        if call.header("authorization") != HEADER {
            return Said::empty(401);
        }
        let path = call
            .path
            .strip_prefix("/ProfitRestServices")
            .expect("the base path");
        if let Some(name) = path.strip_prefix("/metainfo/get/") {
            let Some(first) = self.rows.get(name).and_then(|rows| rows.first()) else {
                return refused(404, "Deze GetConnector bestaat niet");
            };
            let names = first.as_object().expect("a row").keys();
            let fields: Vec<Value> = names
                .map(
                    |name| json!({ "id": name, "label": name, "dataType": "string", "length": 80 }),
                )
                .collect();
            return Said::json(200, &json!({ "name": name, "fields": fields }));
        }
        let name = path
            .strip_prefix("/connectors/")
            .expect("a connector")
            .to_owned();
        match call.method.as_str() {
            "GET" => self.get(&name, call),
            _ => self.update(&name, call),
        }
    }
}

pub fn connection(host: &Host<Afas>) -> Value {
    json!({
        "system": "afas", "name": "Profit",
        "base_url": format!("{}/ProfitRestServices/", host.url()),
        "secrets": { "token": TOKEN }, "every_minutes": 0,
    })
}

fn a_dry_run_stores_nothing_and_a_run_stores_what_changed(server: Server) {
    let host = Host::start(Afas::with(250));
    host.with(|afas| {
        let rows = afas.rows.get_mut("Luister_Organisaties").expect("there");
        // Many changed at the same moment: more than a page.
        for row in &mut rows[100..230] {
            row["Gewijzigd_op"] = json!(stamp(100));
        }
        rows[7]["E-mail_accountmanager"] = json!("nobody");
        rows[8]["BcCo"] = Value::Null;
        rows[9]["Naam"] = json!("<b>Bakker</b> \u{1F956}\r\n=1+1");
        let people = afas.rows.get_mut("Luister_Contacten").expect("there");
        people.push(person(5001, 99, &stamp(4)));
        people
            .push(json!({ "BcCo": "5002", "E-mail_werk": "no address", "Gewijzigd_op": stamp(5) }));
    });
    let id = connect(&server, &connection(&host));
    let tried = try_out(&server, &id, "accounts");
    assert_eq!(tried.len(), 99, "a page without the one that has no id");
    assert_eq!(
        outcomes(&tried).iter().filter(|o| **o == "created").count(),
        98
    );
    assert_eq!(accounts(&server), 0, "a dry run stores nothing");
    let first = run(&server, &id);
    assert_eq!(first["state"], "done", "{first}");
    assert_eq!(first["rows"]["created"], 248 + 2, "{first}");
    assert_eq!(first["rows"]["wrong"], 3);
    let faults = first["faults"].as_array().expect("a list");
    let of = |id: &str| faults.iter().find(|fault| fault["remote_id"] == id);
    assert!(of("1007").is_some() && of("5002").is_some(), "{faults:?}");
    assert!(of("5001").is_some_and(|f| f["why"].as_str().is_some_and(|w| w.contains("99"))));
    assert_eq!(accounts(&server), 248);
    let bakker = account(&server, "Bakker 1000").expect("is there");
    assert_eq!(bakker["external_id"], "1000");
    assert_eq!(bakker["attributes"]["branche"], "Voeding");
    assert_eq!(
        responsible(&bakker, "account_manager"),
        "joris@us.example",
        "{bakker}"
    );
    let anna = contact(&server, "anna5000@bakker.example").expect("is there");
    assert_eq!(anna["account"]["name"], "Bakker 1000");
    assert_eq!(anna["attributes"]["functie"], "Inkoper");
    // The second time only what changed is asked for, with an overlap.
    host.forget_calls();
    host.with(|afas| {
        let rows = afas.rows.get_mut("Luister_Organisaties").expect("there");
        rows[20]["Naam"] = json!("Banket 1020");
        rows[20]["Gewijzigd_op"] = json!(stamp(700));
    });
    let second = run(&server, &id);
    assert_eq!(second["rows"]["changed"], 1, "{second}");
    assert!(
        second["rows"]["unchanged"].as_i64().expect("a number") <= 8,
        "{second}"
    );
    let calls = host.calls("GET /ProfitRestServices/connectors/Luister_Organisaties");
    assert_eq!(calls.len(), 1);
    assert_eq!(calls[0].query("filtervalues"), "2026-11-20T04:07:00");
    assert!(account(&server, "Banket 1020").is_some());
}

fn it_goes_on_where_it_was_after_faults_and_a_kill(server: Server) {
    let host = Host::start(Afas::with(450));
    let get = "GET /ProfitRestServices/connectors/Luister_Organisaties";
    let limited = Said::empty(429).with("Retry-After", "1");
    host.fault(get, 1, Fault::Say(limited));
    host.fault(
        get,
        1,
        Fault::Say(Said::json(502, &json!({ "message": "bad gateway" }))),
    );
    let id = connect(&server, &connection(&host));
    call(&server, "POST", &path(&id, "/run"), None);
    patiently("it waits", Duration::from_secs(10), || {
        runs(&server, &id)
            .first()
            .filter(|run| run["state"] == "waiting")
            .cloned()
    });
    host.fault(get, 1, Fault::Slow(Duration::from_millis(800)));
    patiently("three pages are there", Duration::from_secs(20), || {
        (accounts(&server) >= 300).then_some(())
    });
    let before = host.calls(get).len();
    server.kill_and_restart();
    let done = patiently("it is done", Duration::from_secs(30), || {
        // The node that died held the connection; nobody waits for that to end.
        call(
            &server,
            "PATCH",
            &path(&id, ""),
            Some(&json!({ "name": "Profit" })),
        );
        call(&server, "POST", &path(&id, "/run"), None);
        std::thread::sleep(Duration::from_secs(2));
        runs(&server, &id)
            .into_iter()
            .find(|run| run["state"] == "done")
    });
    assert_eq!(accounts(&server), 450, "{done}");
    let after = &host.calls(get)[before..];
    assert!(
        after[0].query("filtervalues").starts_with("2026-11-20T0"),
        "not from the start"
    );
    let all = runs(&server, &id);
    let created: i64 = all
        .iter()
        .map(|r| r["rows"]["created"].as_i64().expect("n"))
        .sum();
    assert_eq!(created, 451, "each once: {all:?}");
}

fn nobody_is_let_in_with_a_wrong_token(server: Server) {
    let host = Host::start(Afas::with(1));
    let mut body = connection(&host);
    body["secrets"]["token"] = json!("wrong-token-4711");
    let id = connect(&server, &body);
    let tried = json!({ "stream": "accounts" });
    let reply = server.api("POST", &path(&id, "/try"), Some(&tried));
    assert_eq!(reply.status, 422);
    assert!(
        reply.text().contains("/secrets") && !reply.text().contains("4711"),
        "{}",
        reply.text()
    );
    let failed = run(&server, &id);
    assert_eq!(failed["state"], "failed");
    assert!(
        failed["why"]
            .as_str()
            .is_some_and(|why| why.contains("let us in")),
        "{failed}"
    );
    for path in ["", "/runs", "/pushes"].map(|rest| path(&id, rest)) {
        let text = server.get_json(&path).to_string();
        assert!(!text.contains("4711"), "{path} {text}");
    }
    let log = std::fs::read_to_string(server.data.path().join("stderr.log")).expect("a log");
    assert!(!log.contains("4711"));
    // Another address gets to know nothing.
    let moved = json!({ "base_url": "https://elsewhere.example" });
    let reply = server.api("PATCH", &path(&id, ""), Some(&moved));
    assert_eq!(reply.status, 422);
    assert!(reply.text().contains("/secrets/token"));
}

fn scores_and_tasks_go_back_once(server: Server) {
    let host = Host::start(Afas::with(2));
    let mut body = connection(&host);
    body["pushes"] = json!({ "account": { "score": "U1SCORE", "nps": "U2NPS" }, "tasks": true });
    body["options"] = json!({
        "task_type": "37", "task_employee": "E1",
        "task_employees": "sam@us.example=E11, joris@us.example=E12",
    });
    body["is_on"] = json!(true);
    let id = connect(&server, &body);
    run(&server, &id);
    let (survey, _) = server.survey("relational-nps", &Value::Null);
    answer(
        &server,
        &survey,
        ("recommend", 3),
        "anna5000@bakker.example",
    );
    sent(&server, &id, "account");
    let (method, name, body) = host.with(|afas| afas.updates.last().cloned()).expect("one");
    assert_eq!((method.as_str(), name.as_str()), ("PUT", "KnOrganisation"));
    let fields = &body["KnOrganisation"]["Element"]["Fields"];
    assert_eq!(fields["BcCo"], "1000");
    assert_eq!(
        (&fields["U1SCORE"], &fields["U2NPS"]),
        (&json!(3), &json!(-100))
    );
    // The answer to the task is lost: whether it is there AFAS can't tell, so a person decides.
    host.fault(
        "POST /ProfitRestServices/connectors/KnSubject",
        0,
        Fault::CutAfter,
    );
    let account_id = account(&server, "Bakker 1000").expect("there")["account_id"].clone();
    let case = json!({ "title": "Call Anna", "account_id": account_id, "role": "account_manager" });
    call(&server, "POST", "/api/v1/cases", Some(&case));
    let push = patiently("it is in doubt", Duration::from_secs(20), || {
        pushes(&server, &id, "unknown").pop()
    });
    let subjects = |host: &Host<Afas>| {
        host.with(|afas| afas.updates.iter().filter(|u| u.1 == "KnSubject").count())
    };
    assert_eq!(subjects(&host), 1, "never twice by itself");
    let task = host
        .with(|afas| afas.updates.last().cloned())
        .expect("one")
        .2;
    let element = &task["KnSubject"]["Element"];
    assert_eq!(element["Fields"]["Ds"], "Call Anna");
    assert_eq!(element["Fields"]["EmId"], "E12");
    assert_eq!(
        element["Objects"][0]["KnSubjectLink"]["Element"]["Fields"]["BcId"],
        "1000"
    );
    let push_id = push["push_id"].as_str().expect("an id");
    call(
        &server,
        "POST",
        &path(&id, &format!("/pushes/{push_id}/done")),
        None,
    );
    assert!(pushes(&server, &id, "unknown").is_empty());
    // What AFAS refuses is told and not tried again.
    host.with(|afas| afas.rows.insert("Luister_Organisaties", Vec::new()));
    answer(
        &server,
        &survey,
        ("recommend", 9),
        "anna5000@bakker.example",
    );
    let dead = eventually("it is refused", || pushes(&server, &id, "dead").pop());
    assert!(
        dead["why"]
            .as_str()
            .is_some_and(|why| why.contains("niet gevonden")),
        "{dead}"
    );
}
