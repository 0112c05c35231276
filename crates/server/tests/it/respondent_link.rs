//! Who stands behind an answer: found once per answer, whoever sends it, and whatever happens to the
//! server meanwhile.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use serde_json::{Value, json};

use crate::harness::{Backend, Server, eventually};
use crate::on_both;
use crate::respondent::{database, wait};
use crate::response::responses;

on_both!(
    an_answer_finds_its_contact_and_account,
    of_employees_nobody_stands_behind_an_answer,
    a_contact_that_went_into_another_keeps_its_answers,
    five_kills_lose_nobody,
);

/// What is kept of a response: contact, account, whether it counts, whether it was told of.
pub(crate) type Behind = (Option<String>, Option<String>, bool, bool);

/// Who stands behind each response.
pub(crate) fn behind(server: &Server) -> BTreeMap<String, Behind> {
    let sql = "SELECT response_id, contact_id, account_id, counts, is_known FROM respondent";
    let rows = wait(database(server).read(|tx| tx.query(sql, &[]))).expect("rows");
    rows.iter()
        .map(|row| {
            let flag = |at| row.at::<i64>(at).expect("a flag") == 1;
            let who = (row.at(1).expect("an id"), row.at(2).expect("an id"));
            (row.at(0).expect("an id"), (who.0, who.1, flag(3), flag(4)))
        })
        .collect()
}

fn answer(server: &Server, survey: &str, body: &Value) -> String {
    let reply = server.api("POST", &responses(survey), Some(body));
    assert_eq!(reply.status, 201, "{}", reply.text());
    reply.json()["id"].as_str().expect("an id").to_owned()
}

/// Adds a contact; its id and its account's.
fn contact(server: &Server, body: &Value) -> (String, Option<String>) {
    let reply = server.api("POST", "/api/v1/contacts", Some(body));
    assert!(reply.status < 300, "{}", reply.text());
    let contact = &reply.json()["contact"];
    let text = |value: &Value| value.as_str().map(str::to_owned);
    let account = text(&contact["account"]["account_id"]);
    (text(&contact["contact_id"]).expect("an id"), account)
}

fn an_answer_finds_its_contact_and_account(server: Server) {
    let (survey, _) = server.survey("relational-nps", &Value::Null);
    let (ann, acme) = contact(
        &server,
        &json!({ "email": "Ann@acme.nl", "external_id": "c-1",
                 "account": { "external_id": "a-1", "name": "Acme" } }),
    );
    assert!(acme.is_some(), "she has an account");
    let said = |attributes: Value| {
        let body = json!({ "answers": { "recommend": 3 }, "attributes": attributes });
        answer(&server, &survey, &body)
    };
    let by_email = said(json!({ "email": "ann@ACME.nl" }));
    let by_external_id = said(json!({ "contact": "c-1" }));
    let by_id = said(json!({ "contact_id": ann }));
    let by_account = said(json!({ "account": "acme" }));
    let nobody = said(json!({ "email": "somebody@else.nl", "account": "Else" }));
    let anonymous = answer(&server, &survey, &json!({ "answers": { "recommend": 9 } }));
    let found = eventually("all are gone through", || {
        let found = behind(&server);
        (found.len() == 6).then_some(found)
    });
    let hers: Behind = (Some(ann), acme.clone(), true, true);
    for id in [&by_email, &by_external_id, &by_id] {
        assert_eq!(found[id], hers);
    }
    assert_eq!(found[&by_account], (None, acme, true, true));
    assert_eq!(found[&nobody], (None, None, true, true));
    assert_eq!(found[&anonymous], (None, None, true, true));
    let path = format!("{}/{by_email}", responses(&survey));
    assert_eq!(server.api("DELETE", &path, None).status, 204);
    eventually("an erased answer is forgotten", || {
        (!behind(&server).contains_key(&by_email)).then_some(())
    });
}

fn of_employees_nobody_stands_behind_an_answer(server: Server) {
    let (survey, _) = server.survey("enps", &Value::Null);
    let (ann, _) = contact(
        &server,
        &json!({ "email": "ann@acme.nl", "employee": true }),
    );
    let body = json!({ "answers": { "recommend": 3 }, "attributes": { "contact_id": ann } });
    answer(&server, &survey, &body);
    eventually("it was gone through", || {
        let sql = "SELECT change_seq FROM respondent_cursor";
        let rows = wait(database(&server).read(|tx| tx.query(sql, &[]))).expect("rows");
        (!rows.is_empty()).then_some(())
    });
    assert!(behind(&server).is_empty());
}

fn a_contact_that_went_into_another_keeps_its_answers(server: Server) {
    let (survey, _) = server.survey("relational-nps", &Value::Null);
    let (ann, _) = contact(&server, &json!({ "email": "ann@acme.nl" }));
    let (other, _) = contact(&server, &json!({ "email": "a.jansen@acme.nl" }));
    let said = |email: &str| {
        let body = json!({ "answers": { "recommend": 3 }, "attributes": { "email": email } });
        answer(&server, &survey, &body)
    };
    let before = said("a.jansen@acme.nl");
    eventually("it was gone through", || {
        let who = behind(&server).get(&before)?.0.clone()?;
        (who == other).then_some(())
    });
    let reply = server.api(
        "POST",
        &format!("/api/v1/contacts/{ann}/merge"),
        Some(&json!({ "other": other })),
    );
    assert!(reply.status < 300, "{}", reply.text());
    // An address she once had still means her; and her earlier answer becomes hers.
    let after = said("a.jansen@acme.nl");
    eventually("both are hers", || {
        let found = behind(&server);
        let is_hers = |id: &String| {
            found
                .get(id)
                .is_some_and(|who| who.0.as_ref() == Some(&ann))
        };
        (is_hers(&before) && is_hers(&after)).then_some(())
    });
}

/// Sends answers to these servers in turn until told to stop, each until it is acknowledged; the ids
/// of all of them.
fn burst(
    servers: &[&Server],
    survey: &str,
    seconds: u64,
    meanwhile: impl FnOnce(),
) -> BTreeSet<String> {
    let is_over = AtomicBool::new(false);
    let acknowledged = Mutex::new(BTreeSet::new());
    let send = |sender: usize| {
        for number in 0.. {
            if is_over.load(Ordering::SeqCst) {
                return;
            }
            let body = json!({ "external_id": format!("{sender}-{number}"),
                               "answers": { "recommend": number % 11 },
                               "attributes": { "email": format!("p{}@acme.nl", number % 40) } });
            let server = servers[number % servers.len()];
            while !put(server, survey, &body, &acknowledged) {
                std::thread::sleep(Duration::from_millis(20));
            }
        }
    };
    std::thread::scope(|scope| {
        for sender in 0..4 {
            scope.spawn(move || send(sender));
        }
        meanwhile();
        std::thread::sleep(Duration::from_secs(seconds));
        is_over.store(true, Ordering::SeqCst);
    });
    acknowledged.into_inner().expect("no panic")
}

/// Sends an answer; whether it was acknowledged.
fn put(server: &Server, survey: &str, body: &Value, all: &Mutex<BTreeSet<String>>) -> bool {
    let reply = ureq::post(format!("{}{}", server.base_url, responses(survey)))
        .config()
        .http_status_as_error(false)
        .build()
        .header("Authorization", format!("Bearer {}", server.key))
        .header("Content-Type", "application/json")
        .send(body.to_string());
    let Ok(mut reply) = reply else { return false };
    let text = reply.body_mut().read_to_string().unwrap_or_default();
    let Ok(value) = serde_json::from_str::<Value>(&text) else {
        return false;
    };
    match value["id"].as_str() {
        Some(id) if [200, 201].contains(&reply.status().as_u16()) => {
            all.lock().expect("no panic").insert(id.to_owned());
            true
        }
        _ => false,
    }
}

fn people(server: &Server) {
    let all =
        (0..40).map(|n| json!({ "email": format!("p{n}@acme.nl"), "account": { "name": "Acme" } }));
    let body = json!({ "contacts": all.collect::<Vec<Value>>() });
    let reply = server.api("POST", "/api/v1/contacts/bulk", Some(&body));
    assert!(reply.status < 300, "{}", reply.text());
}

/// Behind every acknowledged answer stands somebody, and nobody behind anything else.
fn all_are_found(server: &Server, acknowledged: &BTreeSet<String>) {
    let found = eventually("all are gone through", || {
        let found = behind(server);
        acknowledged
            .iter()
            .all(|id| found.get(id).is_some_and(|who| who.3))
            .then_some(found)
    });
    assert!(found.values().all(|who| who.0.is_some() && who.1.is_some()));
    let sql = "SELECT response_id FROM response";
    let stored = wait(database(server).read(|tx| tx.query(sql, &[]))).expect("rows");
    let stored: BTreeSet<String> = stored.iter().map(|row| row.at(0).expect("an id")).collect();
    let found: BTreeSet<String> = found.into_keys().collect();
    assert_eq!(found, stored);
}

fn five_kills_lose_nobody(server: Server) {
    let (survey, _) = server.survey("relational-nps", &Value::Null);
    people(&server);
    let acknowledged = burst(&[&server], &survey, 1, || {
        for pause in [300, 450, 200, 610, 380] {
            std::thread::sleep(Duration::from_millis(pause));
            server.kill_and_restart();
        }
    });
    assert!(acknowledged.len() > 50, "{} only", acknowledged.len());
    all_are_found(&server, &acknowledged);
}

#[test]
fn three_nodes_go_through_each_answer_once() {
    let server = Server::start(Backend::Postgres);
    let others = [server.another(&[]), server.another(&[])];
    let (survey, _) = server.survey("relational-nps", &Value::Null);
    people(&server);
    let nodes = [&server, &others[0], &others[1]];
    let acknowledged = burst(&nodes, &survey, 1, || {
        others[1].kill_and_restart();
        std::thread::sleep(Duration::from_secs(2));
    });
    assert!(acknowledged.len() > 50, "{} only", acknowledged.len());
    all_are_found(&server, &acknowledged);
}
