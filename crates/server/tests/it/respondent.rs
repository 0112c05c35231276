//! Respondents: the public page, personal links, retries, languages, floods and outages.

use std::time::Duration;

use platform::db::{Location, Options};
use platform::{Db, DbError};
use serde_json::{Value, json};

use crate::harness::{Backend, Reply, Server};
use crate::on_both;
use crate::response::{all, at_once};

on_both!(
    a_form_sent_twice_is_one_response,
    half_a_form_counts_and_is_finished_later,
    back_and_language_keep_the_answers,
    mistakes_are_shown_with_links,
    links_that_lead_nowhere_all_look_the_same,
    the_preview_stores_nothing,
    changed_questions_are_shown_again,
    a_flood_is_held_back,
    markup_in_texts_stays_text,
);

/// A page with its form, as a browser without scripts has it.
#[derive(Clone)]
pub struct Page {
    pub status: u16,
    pub text: String,
    pub fields: Vec<(String, String)>,
}

impl Page {
    pub fn of(reply: &Reply) -> Self {
        Self::of_text(reply.status, &reply.text())
    }

    /// The form in a part of a page.
    pub fn of_text(status: u16, text: &str) -> Self {
        let mut fields = Vec::new();
        for tag in text
            .split("<input ")
            .skip(1)
            .map(|t| t.split('>').next().unwrap_or_default())
        {
            let value = |name: &str| {
                let start = tag.find(&format!("{name}=\""))? + name.len() + 2;
                Some(decode(tag[start..].split('"').next()?))
            };
            let kind = value("type").unwrap_or_default();
            if kind == "hidden" || tag.contains(" checked") {
                fields.push((
                    value("name").expect("a name"),
                    value("value").unwrap_or_default(),
                ));
            }
        }
        for area in text.split("<textarea ").skip(1) {
            let name = area
                .split("name=\"")
                .nth(1)
                .and_then(|n| n.split('"').next());
            let inside = area
                .split_once('>')
                .map(|(_, rest)| rest.split("</textarea>").next());
            let inside = inside.flatten().unwrap_or_default();
            let inside = inside.strip_prefix('\n').unwrap_or(inside);
            fields.push((name.expect("a name").to_owned(), decode(inside)));
        }
        Self {
            status,
            text: text.to_owned(),
            fields,
        }
    }

    pub fn set(mut self, name: &str, value: &str) -> Self {
        self.fields.retain(|(n, _)| n != name);
        self.fields.push((name.to_owned(), value.to_owned()));
        self
    }

    pub fn get(&self, name: &str) -> Option<&str> {
        self.fields
            .iter()
            .find(|(n, _)| n == name)
            .map(|(_, v)| v.as_str())
    }

    pub fn send(&self, server: &Server, path: &str, go: &str) -> Self {
        Self::of(&self.reply(server, path, go))
    }

    pub fn reply(&self, server: &Server, path: &str, go: &str) -> Reply {
        let mut fields: Vec<(&str, &str)> = self
            .fields
            .iter()
            .map(|(n, v)| (n.as_str(), v.as_str()))
            .collect();
        fields.push(("go", go));
        server.request("POST", path).form(&fields).send()
    }
}

pub fn decode(text: &str) -> String {
    text.replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"")
        .replace("&#x27;", "'")
        .replace("&#x2f;", "/")
        .replace("&amp;", "&")
}

pub fn open(server: &Server, path: &str) -> Page {
    Page::of(
        &server
            .request("GET", path)
            .header("Accept-Language", "en")
            .send(),
    )
}

/// The server's database, past the server.
pub fn database(server: &Server) -> Db {
    let file = || Location::Sqlite(server.data.path().join("luister.db"));
    let url = server.database_url.as_ref();
    let location = url.map_or_else(file, |url| url.parse().expect("an address"));
    Db::open(&location, Options::default()).expect("a database")
}

pub fn wait<T>(work: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread()
        .build()
        .expect("a runtime")
        .block_on(work)
}

/// Changes rows past the server.
pub fn write(server: &Server, sql: &str) {
    let (db, sql) = (database(server), sql.to_owned());
    wait(db.write(move |tx| tx.execute(&sql, &[]))).expect("a change");
}

/// All rows of a table as text, one a line.
pub fn dump(server: &Server, table: &str) -> String {
    let (db, query) = (database(server), format!("SELECT * FROM {table}"));
    let rows = wait(db.read(move |tx| tx.query(&query, &[]))).expect("rows");
    let lines: Vec<String> = rows.iter().map(|row| format!("{row:?}")).collect();
    lines.join("\n")
}

pub fn rows(server: &Server, table: &str) -> usize {
    dump(server, table).lines().count()
}

fn a_form_sent_twice_is_one_response(server: Server) {
    let (id, token) = server.survey("ces", &Value::Null);
    let path = format!("/r/{token}");
    let page = open(&server, &path).set("answer_effort", "2");
    assert_eq!(page.status, 200);
    assert!(
        page.text.contains("<h1>") && !page.text.contains('⟨'),
        "{}",
        page.text
    );
    let replies = at_once(20, |_| page.send(&server, &path, "next").text);
    assert!(
        replies.iter().all(|text| text.contains("Thank you")),
        "{}",
        replies[0]
    );
    let stored = all(&server, &id);
    assert_eq!(stored.len(), 1);
    assert_eq!(
        (&stored[0]["channel"], &stored[0]["state"]),
        (&json!("link"), &json!("complete"))
    );
    assert_eq!(rows(&server, "response_revision"), 0, "nothing changed");
    let other = page.set("answer_effort", "5").send(&server, &path, "next");
    assert!(other.text.contains("Thank you"));
    let stored = all(&server, &id);
    assert_eq!(
        (stored.len(), &stored[0]["answers"]["effort"]),
        (1, &json!(5))
    );
    assert_eq!(
        rows(&server, "response_revision"),
        1,
        "what it said before is kept"
    );
    let reply = server.request("GET", &path).send();
    assert!(reply.header("set-cookie").is_none());
    assert_eq!(reply.header("referrer-policy"), Some("same-origin"));
}

fn half_a_form_counts_and_is_finished_later(server: Server) {
    let (id, token) = server.survey("relational-nps", &Value::Null);
    let path = format!("/r/{token}");
    let first = open(&server, &path)
        .set("answer_recommend", "0")
        .set("answer_why", "It\r\nbroke");
    let second = first.send(&server, &path, "next");
    assert_eq!((second.status, second.get("page")), (200, Some("1")));
    assert_eq!(second.get("answer_recommend"), Some("0"), "carried along");
    let stored = all(&server, &id);
    assert_eq!(stored[0]["state"], "partial");
    assert_eq!(
        stored[0]["answers"],
        json!({ "recommend": 0, "why": "It\nbroke" })
    );
    let done = second
        .set("answer_software", "dont_know")
        .send(&server, &path, "next");
    assert!(
        done.text.contains("Thank you") && done.text.contains("Acme"),
        "{}",
        done.text
    );
    let finished = all(&server, &id);
    assert_eq!((finished.len(), &finished[0]["id"]), (1, &stored[0]["id"]));
    assert_eq!(finished[0]["state"], "complete");
    assert_eq!(
        finished[0]["answers"],
        json!({ "recommend": 0, "why": "It\nbroke", "software": "dont_know" })
    );
    // A retry of the first step comes late: it stays complete.
    first.send(&server, &path, "next");
    assert_eq!(all(&server, &id)[0]["answers"], finished[0]["answers"]);
    assert_eq!(all(&server, &id)[0]["state"], "complete");
}

fn back_and_language_keep_the_answers(server: Server) {
    let (_, token) = server.survey("relational-nps", &Value::Null);
    let path = format!("/r/{token}");
    let text = "\n \"Één\" <b> & 'twee'\n";
    let first = open(&server, &path)
        .set("answer_recommend", "7")
        .set("answer_why", text);
    let dutch = first.send(&server, &path, "language:nl");
    assert!(dutch.text.contains("lang=\"nl\"") && dutch.text.contains("Volgende"));
    assert_eq!(
        (dutch.get("answer_recommend"), dutch.get("page")),
        (Some("7"), Some("0"))
    );
    assert_eq!(dutch.get("answer_why"), Some(text));
    let second = dutch
        .send(&server, &path, "next")
        .set("answer_support", "4");
    let again = second.send(&server, &path, "back");
    assert_eq!(
        (again.get("answer_recommend"), again.get("page")),
        (Some("7"), Some("0"))
    );
    assert_eq!(again.get("answer_why"), Some(text));
    assert_eq!(
        again.get("answer_support"),
        Some("4"),
        "also what comes later"
    );
    let forth = again.send(&server, &path, "next");
    assert_eq!(forth.get("answer_support"), Some("4"));
    assert!(forth.text.contains("lang=\"nl\""));
}

fn mistakes_are_shown_with_links(server: Server) {
    let (id, token) = server.survey("relational-nps", &Value::Null);
    let path = format!("/r/{token}");
    let page = open(&server, &path)
        .set("answer_why", "no score")
        .send(&server, &path, "next");
    assert_eq!(page.status, 422);
    assert!(
        page.text.contains("href=\"#q-recommend-0\""),
        "{}",
        page.text
    );
    assert!(page.text.contains("id=\"q-recommend-error\"") && page.text.contains("no score"));
    for score in ["11", "-1", "9.5", "1e1", "[]", "+9", " "] {
        let page = open(&server, &path).set("answer_recommend", score);
        assert_eq!(page.send(&server, &path, "next").status, 422, "{score:?}");
    }
    let page = open(&server, &path);
    let foreign = page.set("extra", "1").send(&server, &path, "next");
    assert_eq!(foreign.status, 400);
    let last = open(&server, &path)
        .set("page", "99")
        .send(&server, &path, "next");
    assert_eq!(last.status, 400, "there is no such page to send in from");
    assert_eq!(all(&server, &id), Vec::<Value>::new());
}

fn links_that_lead_nowhere_all_look_the_same(server: Server) {
    let (id, token) = server.survey("ces", &Value::Null);
    let personal = crate::personal::invite(&server, &id, &json!({}));
    let secret = personal.trim_start_matches("/p/");
    let paths = [
        "/r/00000000000000000000000000".to_owned(),
        "/r/x".to_owned(),
        "/p/x".to_owned(),
        format!("/p/{}", "0".repeat(52)),
        format!("/p/{token}"),
        format!("/r/{secret}"),
        format!("/r/{}", token.to_uppercase()),
        "/r/%00".to_owned(),
        "/p/..%2f..%2fetc".to_owned(),
    ];
    let first = server.request("GET", &paths[0]).send();
    for path in &paths {
        let reply = server.request("GET", path).send();
        assert_eq!((reply.status, &reply.body), (404, &first.body), "{path}");
        let form = [("page", "0")];
        let reply = server.request("POST", path).form(&form).send();
        assert_eq!((reply.status, &reply.body), (404, &first.body), "{path}");
    }
}

fn the_preview_stores_nothing(server: Server) {
    let made = server.api(
        "POST",
        "/api/v1/surveys",
        Some(&json!({ "template": "ces", "title": "Still a draft" })),
    );
    let id = made.json()["id"].as_str().expect("an id").to_owned();
    let path = format!("/surveys/{id}/preview");
    assert_eq!(
        server
            .request("GET", &path)
            .header("Accept", "text/html")
            .send()
            .status,
        303
    );
    let cookie = server.log_in();
    let page = Page::of(&server.page(&path, &cookie));
    assert!(
        page.status == 200 && page.text.contains("Preview"),
        "{}",
        page.text
    );
    let page = page.set("answer_effort", "4");
    let fields: Vec<(&str, &str)> = page
        .fields
        .iter()
        .map(|(n, v)| (n.as_str(), v.as_str()))
        .collect();
    let reply = server
        .request("POST", &path)
        .header("Cookie", &cookie)
        .form(&fields)
        .send();
    assert!(reply.text().contains("Thank you"), "{}", reply.text());
    assert_eq!(rows(&server, "response"), 0);
}

fn changed_questions_are_shown_again(server: Server) {
    let (id, token) = server.survey("ces", &Value::Null);
    let path = format!("/r/{token}");
    let old = open(&server, &path)
        .set("answer_effort", "2")
        .set("answer_why", "kept");
    open(&server, &path)
        .set("answer_effort", "1")
        .send(&server, &path, "next");
    let survey = server.get_json(&format!("/api/v1/surveys/{id}"));
    let mut definition = survey["definition"].clone();
    for question in definition["questions"].as_array_mut().expect("questions") {
        if question["key"] == "effort" {
            question["text"]["en"] = json!("How easy was it really?");
        }
    }
    let path_of = format!("/api/v1/surveys/{id}/definition");
    let put = server.api("PUT", &path_of, Some(&definition));
    assert_eq!(put.status, 200, "{}", put.text());
    let again = old.send(&server, &path, "next");
    assert_eq!(again.status, 409, "{}", again.text);
    assert!(again.text.contains("How easy was it really?") && again.text.contains("kept"));
    assert_eq!(all(&server, &id).len(), 1);
    assert_eq!(again.send(&server, &path, "next").status, 200);
    let versions: Vec<Value> = all(&server, &id)
        .iter()
        .map(|r| r["version"].clone())
        .collect();
    assert_eq!(versions, [1, 2]);
}

fn a_flood_is_held_back(server: Server) {
    let (_, token) = server.survey("ces", &Value::Null);
    let path = format!("/r/{token}");
    let page = open(&server, &path)
        .set("answer_effort", "3")
        .set("answer_why", "my words");
    let replies = at_once(8, |_| {
        (0..15)
            .map(|_| {
                let other = page.clone().set("submission_id", &platform::id::new());
                other.reply(&server, &path, "next")
            })
            .collect::<Vec<_>>()
    });
    let held: Vec<&Reply> = replies
        .iter()
        .flatten()
        .filter(|r| r.status == 429)
        .collect();
    assert!(!held.is_empty() && held.len() < 70, "{}", held.len());
    assert!(held[0].header("retry-after").is_some());
    assert!(held[0].text().contains("my words"), "nothing typed is lost");
    let spoofed = server
        .request("POST", &path)
        .header("X-Forwarded-For", "198.51.100.1")
        .form(&[("page", "0")])
        .send();
    assert_ne!(spoofed.status, 200, "another address can't be claimed");
}

fn markup_in_texts_stays_text(server: Server) {
    let canary = "<img src=x onerror=alert(1)>\"'</textarea></title>{{ 7*7 }}";
    let (id, token) = server.survey("relational-nps", &Value::Null);
    let path = format!("/r/{token}");
    let page = open(&server, &path)
        .set("answer_why", canary)
        .set("answer_recommend", "7");
    for go in ["next", "language:nl", "back"] {
        let text = page.send(&server, &path, go).text;
        assert!(!text.contains("<img"), "{text}");
        assert!(text.contains("{{ 7*7 }}"));
    }
    let cookie = server.log_in();
    let people = format!("team\n\"{}\"", canary.replace('"', "\"\""));
    let reply = server
        .request("POST", &format!("/surveys/{id}/invitations"))
        .header("Cookie", &cookie)
        .form(&[("people", &people)])
        .send();
    assert_eq!(reply.status, 200, "{}", reply.text());
    assert!(!reply.text().contains("<img"));
}

/// A lock on the database that lasts: the form comes back with all that was typed.
#[test]
fn an_outage_keeps_the_answers_on_the_page() {
    let server = Server::start(Backend::Sqlite);
    let (id, token) = server.survey("ces", &Value::Null);
    let path = format!("/r/{token}");
    let page = open(&server, &path)
        .set("answer_effort", "3")
        .set("answer_why", "my words");
    let (db, (locked, is_locked)) = (database(&server), std::sync::mpsc::channel());
    let lock = std::thread::spawn(move || {
        let held = db.write(move |_| {
            locked.send(()).expect("somebody waits");
            std::thread::sleep(Duration::from_secs(10));
            Ok::<_, DbError>(())
        });
        wait(held).expect("nothing was written");
    });
    is_locked.recv().expect("the lock");
    let reply = page.reply(&server, &path, "next");
    lock.join().expect("the end of it");
    assert_eq!(reply.status, 503, "{}", reply.text());
    assert!(reply.header("retry-after").is_some());
    let again = Page::of(&reply);
    assert_eq!(
        (again.get("answer_effort"), again.get("answer_why")),
        (Some("3"), Some("my words"))
    );
    assert_eq!(all(&server, &id), Vec::<Value>::new());
    assert!(
        again
            .send(&server, &path, "next")
            .text
            .contains("Thank you")
    );
    assert_eq!(all(&server, &id).len(), 1);
}
