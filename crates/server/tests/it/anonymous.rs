//! Employees are asked by personal links and stay anonymous: what is stored and logged leads from
//! no link to its answer, by id, by time, by order or by transaction.

use std::collections::BTreeSet;

use platform::DbError;
use serde_json::{Value, json};

use crate::harness::{Backend, Server};
use crate::on_both;
use crate::personal::{invited, link};
use crate::respondent::{database, dump, open, rows, wait};

on_both!(
    nothing_leads_from_a_link_to_its_answer,
    who_answered_is_told_for_five_at_once,
    one_person_has_one_answer,
    anonymity_is_settled_by_the_first_answer,
);

/// A survey of employees with so many personal links, each with what is known of the person.
fn asked(server: &Server, people: usize) -> (String, Vec<Value>) {
    let (id, _) = server.survey("enps", &Value::Null);
    let person = |n: usize| {
        json!({ "external_id": format!("employee-{n}"),
                "attributes": { "name": format!("Person {n}"), "team": "North" } })
    };
    let invitations = (0..people)
        .map(|n| invited(server, &id, &person(n)))
        .collect();
    (id, invitations)
}

fn answer(server: &Server, invitation: &Value, score: usize) -> u16 {
    let path = link(server, invitation);
    let mut page = open(server, &format!("{path}?s={score}"));
    assert_eq!(page.get("answer_recommend"), None, "no score in a link");
    assert!(!page.text.contains("data-seen"));
    for _ in 0..5 {
        page = page
            .set("answer_recommend", &score.to_string())
            .set("answer_why", &format!("Because {score}"))
            .send(server, &path, "next");
        if page.status != 200 || page.text.contains("Thank you") {
            return page.status;
        }
    }
    panic!("the form has no end: {}", page.text);
}

/// A column of a table, as text.
fn column(server: &Server, sql: &str) -> Vec<String> {
    let sql = sql.to_owned();
    let db = database(server);
    let read = db.read(move |tx| {
        let rows = tx.query(&sql, &[])?;
        rows.iter().map(|row| row.at::<String>(0)).collect()
    });
    let found: Result<Vec<String>, DbError> = wait(read);
    found.expect("rows")
}

fn told(server: &Server) -> usize {
    column(
        server,
        "SELECT invitation_id FROM invitation WHERE told = 1",
    )
    .len()
}

fn nothing_leads_from_a_link_to_its_answer(server: Server) {
    let (id, invitations) = asked(&server, 8);
    for (score, invitation) in invitations.iter().enumerate().take(7) {
        assert_eq!(answer(&server, invitation, score), 200);
    }
    assert_eq!(rows(&server, "response"), 7);
    assert_eq!(rows(&server, "vote_hit"), 0, "no evidence is kept");
    let answers = dump(&server, "response") + &dump(&server, "response_revision");
    for (n, invitation) in invitations.iter().enumerate() {
        let secret = link(&server, invitation)
            .trim_start_matches("/p/")
            .to_owned();
        let known = [
            invitation["id"].as_str().expect("an id").to_owned(),
            format!("employee-{n}"),
            format!("Person {n}"),
            secret.clone(),
        ];
        for text in known {
            assert!(!answers.contains(&text), "{text} is known of an answer");
        }
        let log = std::fs::read_to_string(server.data.path().join("stderr.log"));
        let log = log.unwrap_or_default();
        assert!(!log.contains(&secret) && !log.contains("/p/"), "{log}");
    }
    assert!(
        answers.contains("North"),
        "what enough others have too is kept"
    );
    for name in [
        "answered_at_us",
        "stored_at_us",
        "changed_at_us",
        "language",
        "state",
    ] {
        let sql = format!("SELECT DISTINCT CAST({name} AS TEXT) FROM response");
        assert_eq!(column(&server, &sql).len(), 1, "{name} tells nobody apart");
    }
    let links = column(
        &server,
        "SELECT invitation_id FROM response WHERE invitation_id IS NOT NULL OR external_id IS NOT NULL",
    );
    assert!(links.is_empty());
    // The ids of ballots follow from secrets only: not from what is stored of a link.
    let ballots: BTreeSet<String> = column(&server, "SELECT submission_id FROM response")
        .into_iter()
        .collect();
    let hashes = column(
        &server,
        match server.backend {
            Backend::Sqlite => "SELECT hex(token_hash) FROM invitation",
            Backend::Postgres => "SELECT upper(encode(token_hash, 'hex')) FROM invitation",
        },
    );
    for hash in hashes
        .iter()
        .flat_map(|hash| [hash.clone(), hash.to_lowercase()])
    {
        for text in [hash.clone(), format!("ballot:{hash}")] {
            let derived = platform::id::derived_secret(&text);
            assert!(
                !ballots.contains(&derived[..26]),
                "a ballot follows from a hash"
            );
        }
    }
    assert_eq!(ballots.len(), 7);
    if server.backend == Backend::Postgres {
        let answered: BTreeSet<String> = column(&server, "SELECT xmin::text FROM response")
            .into_iter()
            .collect();
        let flagged: BTreeSet<String> = column(&server, "SELECT xmin::text FROM invitation")
            .into_iter()
            .collect();
        assert!(answered.is_disjoint(&flagged), "no transaction wrote both");
        let by_flag = column(&server, "SELECT xmin::text FROM invitation WHERE told = 1");
        assert_eq!(
            by_flag.iter().collect::<BTreeSet<_>>().len(),
            1,
            "all five in one"
        );
        let order = column(
            &server,
            "SELECT invitation_id FROM invitation WHERE told = 1 ORDER BY ctid",
        );
        let mut sorted = order.clone();
        sorted.sort();
        assert_eq!(
            order, sorted,
            "rows lie in the order of random ids, not of answers"
        );
    }
    for path in ["responses", "responses?in_doubt=true", "responses.csv"] {
        let reply = server.api("GET", &format!("/api/v1/surveys/{id}/{path}"), None);
        assert_eq!(reply.status, 403, "{path}");
    }
}

fn who_answered_is_told_for_five_at_once(server: Server) {
    let (id, invitations) = asked(&server, 11);
    let state = |n: usize| {
        let page = server.get_json(&format!("/api/v1/surveys/{id}/invitations?limit=100"));
        let all = page["invitations"].as_array().expect("a list").clone();
        let one = all.iter().find(|one| one["id"] == invitations[n]["id"]);
        one.expect("an invitation")["response"].clone()
    };
    for (n, expected) in [0, 0, 0, 0, 5, 5, 5, 5, 5, 10].into_iter().enumerate() {
        assert_eq!(answer(&server, &invitations[n], n), 200);
        assert_eq!(told(&server), expected, "after {} answers", n + 1);
    }
    assert_eq!((state(0), state(10)), (json!("complete"), json!("none")));
    let sample = server.get_json(&format!("/api/v1/surveys/{id}/sample"));
    let rate = &sample["response_rate"];
    assert_eq!(
        (&rate["invited"], &rate["complete"]),
        (&json!(11), &json!(10))
    );
    let page = open(&server, &link(&server, &invitations[2]));
    assert!(
        page.text.contains("You have already answered"),
        "{}",
        page.text
    );
}

fn one_person_has_one_answer(server: Server) {
    let (id, invitations) = asked(&server, 6);
    let first = link(&server, &invitations[0]);
    assert_eq!(answer(&server, &invitations[0], 3), 200);
    let page = open(&server, &first);
    assert!(
        page.text.contains("You have already answered"),
        "{}",
        page.text
    );
    // Changed by the same link it stays one.
    let mut page = open(&server, &format!("{first}?change=yes"));
    for _ in 0..5 {
        assert!(!page.text.contains("Because 3"));
        page = page
            .set("answer_recommend", "9")
            .send(&server, &first, "next");
        if page.text.contains("Thank you") {
            break;
        }
    }
    assert_eq!(rows(&server, "response"), 1);
    let sql = "SELECT CAST(answers AS TEXT) FROM response";
    let answers: Value = serde_json::from_str(&column(&server, sql)[0]).expect("JSON");
    assert_eq!(answers["recommend"], 9);
    // A later mail has another link: it takes no second answer.
    let invitation_id = invitations[0]["id"].as_str().expect("an id").to_owned();
    let links = mail::Links::new();
    let work = links.clone();
    let db = database(&server);
    let stored = db.write(move |tx| {
        let row = tx.query_one("SELECT workspace_id FROM invitation LIMIT 1", &[])?;
        let workspace_id: String = row.expect("an invitation").get("workspace_id")?;
        tx.execute(
            "INSERT INTO mail (workspace_id, mail_id, kind, subject_id, address, domain, promise,
                               state, due_at_us, tries, fence, created_at_us)
             VALUES ($1, 'm', 'reminder', $2, 'a@example.com', 'example.com', 'at_most_once',
                     'sent', 0, 1, 1, 0)",
            platform::params![&workspace_id, &invitation_id],
        )?;
        mail::link::keep(tx, &workspace_id, "m", &work, 0)
    });
    let stored: Result<(), DbError> = wait(stored);
    stored.expect("a mail");
    let second = format!("/p/{}", links.answer);
    let page = open(&server, &second);
    assert!(
        page.text.contains("Answers here are anonymous"),
        "{}",
        page.text
    );
    let changing = open(&server, &format!("{second}?change=yes"));
    assert!(changing.text.contains("Answers here are anonymous"));
    let form = open(&server, &link(&server, &invitations[1])).set("answer_recommend", "1");
    form.send(&server, &second, "next");
    assert_eq!(rows(&server, "response"), 1);
    for (n, invitation) in invitations.iter().enumerate().skip(1).take(4) {
        assert_eq!(answer(&server, invitation, n), 200);
    }
    assert_eq!((rows(&server, "response"), told(&server)), (5, 5));
    server.kill_and_restart();
    let page = open(&server, &second);
    assert!(
        page.text.contains("Answers here are anonymous"),
        "{}",
        page.text
    );
    let list = server.api("GET", &format!("/api/v1/surveys/{id}/responses"), None);
    assert_eq!(list.status, 403);
}

fn anonymity_is_settled_by_the_first_answer(server: Server) {
    let (id, invitations) = asked(&server, 1);
    let path = format!("/api/v1/surveys/{id}");
    let turned = |employees: bool| {
        let mut definition = server.get_json(&path)["definition"].clone();
        definition["employees"] = json!(employees);
        server.api("PUT", &format!("{path}/definition"), Some(&definition))
    };
    assert_eq!(turned(false).status, 200, "nobody has answered");
    assert_eq!(turned(true).status, 200);
    assert_eq!(answer(&server, &invitations[0], 7), 200);
    let refused = turned(false);
    assert_eq!(refused.status, 422, "{}", refused.text());
    assert_eq!(refused.json()["errors"][0]["pointer"], "/employees");
}
