//! Planned missingness: each respondent gets some of the statements, all of them are asked equally
//! often, and what was not asked is never a blank.

mod screens;

use std::collections::{BTreeMap, BTreeSet};
use std::process::{Child, Command};

use serde_json::{Value, json};

use crate::harness::{Reply, Server, spawn};
use crate::on_both;
use crate::personal;
use crate::respondent::{Page, open};
use crate::response::all;

on_both!(
    many_forms_are_balanced,
    a_form_keeps_its_statements,
    a_personal_link_keeps_its_statements,
    only_what_is_asked_must_be_answered,
    what_was_not_asked_is_never_a_blank,
    dealing_otherwise_is_a_version_without_a_break,
);

const KEYS: [&str; 8] = ["s0", "s1", "s2", "s3", "s4", "s5", "s6", "s7"];

/// A published survey with eight statements of which each respondent gets `some`; its id and the
/// path of its public link.
fn survey(server: &Server, some: u8) -> (String, String) {
    let statement = |key: &str| json!({ "key": key, "text": { "en": key, "nl": key } });
    let drivers = KEYS.iter().map(|key| statement(key)).collect::<Vec<_>>();
    let (id, token) = server.survey("relational-nps", &json!(drivers));
    change(server, &id, |d| {
        d["statements_per_respondent"] = json!(some);
    });
    (id, format!("/r/{token}"))
}

/// Changes what is asked; gives the survey afterwards.
fn change(server: &Server, id: &str, edit: impl FnOnce(&mut Value)) -> Value {
    let reply = put(server, id, edit);
    assert_eq!(reply.status, 200, "{}", reply.text());
    reply.json()
}

fn put(server: &Server, id: &str, edit: impl FnOnce(&mut Value)) -> Reply {
    let path = format!("/api/v1/surveys/{id}");
    let mut definition = server.get_json(&path)["definition"].clone();
    edit(&mut definition);
    server.api("PUT", &format!("{path}/definition"), Some(&definition))
}

/// The statements a page of the form shows.
fn shown(page: &Page) -> Vec<&'static str> {
    let is_shown = |key: &&str| page.text.contains(&format!("id=\"q-{key}-0\""));
    KEYS.into_iter().filter(|key| is_shown(key)).collect()
}

fn not_asked(response: &Value) -> BTreeSet<&str> {
    let answers = response["answers"].as_object().expect("answers");
    let marked = answers.iter().filter(|(_, value)| **value == "not_asked");
    marked.map(|(key, _)| key.as_str()).collect()
}

/// A server that believes its proxy, so that each form can come from an address of its own.
struct Behind {
    server: Server,
    child: Child,
}

impl Behind {
    fn proxy(mut server: Server) -> Self {
        let pid = server.pid().to_string();
        let stopped = Command::new("kill").arg(pid).status();
        assert!(stopped.expect("kill runs").success());
        server.wait();
        let hops = [("LUISTER_PROXY_HOPS", "1")];
        let (data, url) = (server.data.path(), server.database_url.as_deref());
        let (child, base_url, _) = spawn("serve", data, url, "127.0.0.1:0", &hops);
        server.base_url = base_url;
        Self { server, child }
    }

    fn send(&self, page: &Page, path: &str, number: usize) -> Page {
        let mut fields: Vec<(&str, &str)> = vec![("go", "next")];
        fields.extend(page.fields.iter().map(|(n, v)| (n.as_str(), v.as_str())));
        let address = format!("198.51.{}.{}", number / 250, number % 250);
        let request = self.server.request("POST", path).form(&fields);
        Page::of(&request.header("X-Forwarded-For", &address).send())
    }
}

impl Drop for Behind {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Three hundred forms: five times round the 56 blocks, and twenty.
fn many_forms_are_balanced(server: Server) {
    let (id, path) = survey(&server, 3);
    let behind = Behind::proxy(server);
    let mut dealt: Vec<Vec<&str>> = Vec::new();
    for number in 0..300 {
        let score = (number % 11).to_string();
        let first = open(&behind.server, &path).set("answer_recommend", &score);
        let mut second = behind.send(&first, &path, number);
        let statements = shown(&second);
        assert_eq!(statements.len(), 3, "{}", second.text);
        for (index, key) in statements.iter().enumerate() {
            let value = ["1", "5", "dont_know"][(number + index) % 3];
            second = second.set(&format!("answer_{key}"), value);
        }
        let done = behind.send(&second, &path, number);
        assert!(done.text.contains("Thank you"), "{}", done.text);
        dealt.push(statements);
    }
    let counted = |forms: &[Vec<&str>], pair: &[&str]| {
        let has = |form: &&Vec<&str>| pair.iter().all(|key| form.contains(key));
        forms.iter().filter(has).count()
    };
    for (index, one) in KEYS.iter().enumerate() {
        assert_eq!(counted(&dealt[..280], &[one]), 105, "{one}");
        let all = counted(&dealt, &[one]);
        assert!((111..=114).contains(&all), "{one} was asked {all} times");
        for other in &KEYS[index + 1..] {
            assert_eq!(
                counted(&dealt[..280], &[one, other]),
                30,
                "{one} and {other}"
            );
        }
    }
    let stored = all(&behind.server, &id);
    assert_eq!(stored.len(), 300);
    for (response, statements) in stored.iter().zip(&dealt) {
        assert_eq!(
            response["answers"].as_object().map(serde_json::Map::len),
            Some(9)
        );
        let left_out = KEYS.into_iter().filter(|key| !statements.contains(key));
        assert_eq!(not_asked(response), left_out.collect(), "{response}");
    }
    let figures = behind
        .server
        .get_json(&format!("/api/v1/surveys/{id}/figures"));
    let drivers = figures["drivers"].as_array().expect("drivers");
    assert_eq!(drivers.len(), 8);
    for driver in drivers {
        let key = driver["name"].as_str().expect("a name");
        let answered = stored.iter().filter(|r| r["answers"][key].is_number());
        assert_eq!(driver["n"], answered.count(), "{driver}");
    }
}

fn a_form_keeps_its_statements(server: Server) {
    let (id, path) = survey(&server, 3);
    let first = open(&server, &path).set("answer_recommend", "7");
    let second = first.send(&server, &path, "next");
    let statements = shown(&second);
    for _ in 0..3 {
        assert_eq!(shown(&first.send(&server, &path, "next")), statements);
    }
    let dutch = second.send(&server, &path, "language:nl");
    assert_eq!(
        (shown(&dutch), dutch.text.contains("Pagina 2 van 2")),
        (statements.clone(), true)
    );
    let back = dutch
        .send(&server, &path, "back")
        .send(&server, &path, "next");
    assert_eq!(shown(&back), statements);
    server.kill_and_restart();
    assert_eq!(
        shown(&first.send(&server, &path, "next")),
        statements,
        "another process"
    );
    let partial = all(&server, &id);
    assert_eq!(
        (partial.len(), &partial[0]["state"]),
        (1, &json!("partial"))
    );
    assert_eq!(
        not_asked(&partial[0]).len(),
        5,
        "those of the form are still open: {partial:?}"
    );
    // An answer to a statement that was not shown is not lost.
    let other = KEYS
        .into_iter()
        .find(|key| !statements.contains(key))
        .expect("one of five");
    let done = back
        .set(&format!("answer_{other}"), "2")
        .set(&format!("answer_{}", statements[0]), "5")
        .send(&server, &path, "next");
    assert!(done.text.contains("Dank u wel"), "{}", done.text);
    let stored = all(&server, &id);
    assert_eq!(stored.len(), 1);
    let answers = &stored[0]["answers"];
    assert_eq!(
        (&answers[other], &answers[statements[0]]),
        (&json!(2), &json!(5))
    );
    assert_eq!(answers.get(statements[1]), None, "asked and left blank");
    assert_eq!(not_asked(&stored[0]).len(), 4);
}

fn a_personal_link_keeps_its_statements(server: Server) {
    let (id, _) = survey(&server, 2);
    let mut seen: BTreeMap<Vec<&str>, usize> = BTreeMap::new();
    let body = json!({ "invitations": vec![json!({}); 28] });
    let reply = server.api(
        "POST",
        &format!("/api/v1/surveys/{id}/invitations"),
        Some(&body),
    );
    let made = reply.json();
    for invitation in made["invitations"].as_array().expect("links") {
        let url = invitation["url"].as_str().expect("a link");
        let path = url.strip_prefix(&server.base_url).expect("our address");
        let statements = |page: Page| {
            let page = page
                .set("answer_recommend", "9")
                .send(&server, path, "next");
            shown(&page)
        };
        let first = statements(open(&server, path));
        assert_eq!(statements(open(&server, path)), first, "opened again");
        assert_eq!(
            statements(open(&server, &format!("{path}?language=nl"))),
            first
        );
        *seen.entry(first).or_default() += 1;
    }
    assert!(
        seen.len() == 28 && seen.values().all(|n| *n == 1),
        "each pair once: {seen:?}"
    );
    // A second link for the same person may bring other statements: no answer gets lost.
    for _ in 0..4 {
        let person = json!({ "external_id": "c-1" });
        let path = personal::link(&server, &personal::invited(&server, &id, &person));
        let page = open(&server, &path)
            .set("answer_recommend", "3")
            .send(&server, &path, "next");
        let statements = shown(&page);
        let answered = |page: Page, key: &&str| page.set(&format!("answer_{key}"), "4");
        let filled = statements.iter().fold(page, answered);
        // Back stores nothing; the next step does, and it is not the last.
        let first = filled
            .send(&server, &path, "back")
            .send(&server, &path, "next");
        assert_eq!(shown(&first), statements);
    }
    let stored = all(&server, &id);
    let person = stored
        .iter()
        .find(|r| r["external_id"] == "c-1")
        .expect("a response");
    let fours = person["answers"].as_object().expect("answers").values();
    let fours = fours.filter(|value| **value == 4).count();
    assert_eq!(fours + not_asked(person).len(), 8, "{person}");
    assert!(fours >= 4, "those of at least two links: {person}");
}

fn only_what_is_asked_must_be_answered(server: Server) {
    let (id, path) = survey(&server, 3);
    change(&server, &id, |d| {
        for question in d["questions"].as_array_mut().expect("questions") {
            question["required"] = json!(question["driver"]);
            // Every statement on a page of its own: only three of them are.
            question["new_page"] = question["driver"].clone();
        }
    });
    let mut page = open(&server, &path).set("answer_recommend", "8");
    for number in 2..=4 {
        page = page.send(&server, &path, "next");
        assert!(
            page.text.contains(&format!("Page {number} of 4")),
            "{}",
            page.text
        );
        let key = shown(&page)[0];
        let refused = page.send(&server, &path, "next");
        assert_eq!((refused.status, shown(&refused)), (422, vec![key]));
        page = page.set(&format!("answer_{key}"), "3");
    }
    let done = page.send(&server, &path, "next");
    assert!(done.text.contains("Thank you"), "{}", done.text);
    let stored = all(&server, &id);
    assert_eq!((stored.len(), not_asked(&stored[0]).len()), (1, 5));
}

fn what_was_not_asked_is_never_a_blank(server: Server) {
    let (id, _) = survey(&server, 3);
    let path = format!("/api/v1/surveys/{id}/responses");
    let body = json!({
        "external_id": "a",
        "answers": { "recommend": 9, "s0": 4, "s1": null, "s2": "dont_know" },
    });
    assert_eq!(server.api("POST", &path, Some(&body)).status, 201);
    let partial = json!({ "responses": [
        { "external_id": "b", "answers": { "recommend": 1 }, "state": "partial" },
    ]});
    assert_eq!(
        server
            .api("POST", &format!("{path}/bulk"), Some(&partial))
            .status,
        201
    );
    let stored = all(&server, &id);
    let expected = json!({
        "recommend": 9, "s0": 4, "s2": "dont_know", "s3": "not_asked", "s4": "not_asked",
        "s5": "not_asked", "s6": "not_asked", "s7": "not_asked",
    });
    assert_eq!(stored[0]["answers"], expected);
    assert_eq!(not_asked(&stored[1]).len(), 8);

    let export = server
        .request("GET", &format!("{path}.csv"))
        .header("Authorization", &format!("Bearer {}", server.read_key))
        .send();
    let file = server.data.path().join("export.csv");
    std::fs::write(&file, &export.body).expect("a file");
    let text = export.text();
    let row = text.lines().nth(1).expect("a row");
    assert!(
        row.ends_with(",4,,dont_know,not_asked,not_asked,not_asked,not_asked,not_asked"),
        "{row}"
    );
    let import = |file: &std::path::Path| {
        let output = server.command(&["import", &file.to_string_lossy(), "--survey", &id], "");
        assert!(output.status.success(), "{output:?}");
    };
    import(&file);
    assert_eq!(
        all(&server, &id),
        stored,
        "one's own export changes nothing"
    );

    let file = server.data.path().join("other.csv");
    std::fs::write(&file, "id,recommend,s0,s1\nc,5,,blank\n").expect("a file");
    import(&file);
    let imported = all(&server, &id).pop().expect("a response");
    let left: BTreeSet<&str> = KEYS.into_iter().filter(|key| *key != "s1").collect();
    assert_eq!(not_asked(&imported), left);
    assert_eq!(
        imported["answers"].get("s1"),
        None,
        "the file says it was left blank"
    );
}

fn dealing_otherwise_is_a_version_without_a_break(server: Server) {
    let (id, path) = survey(&server, 3);
    for wrong in [
        json!(0),
        json!(1),
        json!(8),
        json!(200),
        json!(-1),
        json!(2.5),
        json!("3"),
    ] {
        let reply = put(&server, &id, |d| {
            d["statements_per_respondent"] = wrong.clone();
        });
        assert_eq!(reply.status, 422, "{wrong}: {}", reply.text());
    }
    let reply = put(&server, &id, |d| d["statements_per_respondent"] = json!(8));
    let error = &reply.json()["errors"][0];
    assert_eq!(error["pointer"], "/statements_per_respondent");
    assert!(
        error["detail"]
            .as_str()
            .is_some_and(|d| d.contains("2 to 7")),
        "{error}"
    );

    let first = open(&server, &path).set("answer_recommend", "6");
    let second = first.send(&server, &path, "next");
    let shorter = change(&server, &id, |d| d["statements_per_respondent"] = json!(2));
    assert_eq!(
        (&shorter["version"], &shorter["expected_seconds"]),
        (&json!(2), &json!(35))
    );
    let key = shown(&second)[0];
    let again = second
        .set(&format!("answer_{key}"), "5")
        .send(&server, &path, "next");
    assert_eq!(
        (again.status, shown(&again).len()),
        (409, 2),
        "{}",
        again.text
    );
    assert_eq!(
        again.get(&format!("answer_{key}")),
        Some("5"),
        "what was filled in is kept"
    );
    let done = again.send(&server, &path, "next");
    assert!(done.text.contains("Thank you"), "{}", done.text);
    let stored = all(&server, &id);
    assert_eq!((stored.len(), &stored[0]["version"]), (1, &json!(2)));
    assert_eq!(stored[0]["answers"][key], 5, "{}", stored[0]);

    let everybody = change(&server, &id, |d| {
        d["statements_per_respondent"] = Value::Null;
    });
    assert_eq!(
        (&everybody["version"], &everybody["expected_seconds"]),
        (&json!(3), &json!(65))
    );
    assert_eq!(
        everybody["definition"].get("statements_per_respondent"),
        None
    );
    let page = open(&server, &path)
        .set("answer_recommend", "6")
        .send(&server, &path, "next");
    assert_eq!(shown(&page), KEYS);
    let cookie = server.log_in();
    let text = server.page(&format!("/surveys/{id}"), &cookie).text();
    for line in [
        "Each respondent gets 2 of the 8 statements.",
        "Everybody gets all statements.",
    ] {
        assert!(text.contains(line), "{line}: {text}");
    }
    let figures = server.get_json(&format!("/api/v1/surveys/{id}/figures"));
    assert_eq!(
        figures["nps"]["n"], 2,
        "versions share their figures: {figures}"
    );
}
