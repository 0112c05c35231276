//! One click, no false votes: mail scanners open, look and send in; people click and close.

mod rule;

use std::time::Duration;

use platform::params;
use serde_json::{Value, json};

use crate::harness::{Reply, Server};
use crate::on_both;
use crate::personal::{invited, link};
use crate::respondent::{Page, database, dump, open, rows, wait, write};
use crate::response::{all, at_once};

on_both!(
    looks_of_a_scanner_are_no_votes,
    what_a_scanner_sends_in_counts_nothing,
    a_click_with_a_human_sign_counts,
    the_last_score_of_a_person_counts,
    what_is_no_score_is_no_vote,
);

const SCANNER: &str = "Mozilla/5.0 (compatible; MailScanner/1.0)";
const SECOND_US: i64 = 1_000_000;

fn now_us() -> i64 {
    platform::Clock::system().now_us()
}

/// A mail of an invitation with its answer and unsubscribe secrets, handed over so many seconds ago;
/// `None`: being handed over.
struct Mail {
    answer: String,
    unsubscribe: String,
}

fn mail(server: &Server, survey_id: &str, ago_s: Option<i64>) -> Mail {
    let invitation = invited(server, survey_id, &json!({ "attributes": { "team": "N" } }));
    mail_of(server, &invitation, ago_s)
}

fn mail_of(server: &Server, invitation: &Value, ago_s: Option<i64>) -> Mail {
    let links = mail::Links::new();
    let invitation_id = invitation["id"].as_str().expect("an id").to_owned();
    let mail_id = platform::id::new();
    let made_us = now_us() - ago_s.unwrap_or_default() * SECOND_US;
    let work = links.clone();
    let db = database(server);
    let stored = db.write(move |tx| {
        let row = tx.query_one(
            "SELECT workspace_id FROM invitation WHERE invitation_id = $1",
            params![&invitation_id],
        )?;
        let workspace_id: String = row.expect("an invitation").get("workspace_id")?;
        tx.execute(
            "INSERT INTO mail (workspace_id, mail_id, kind, subject_id, address, domain, promise,
                               state, due_at_us, tries, fence, sent_at_us, created_at_us)
             VALUES ($1, $2, 'invitation', $3, 'a@example.com', 'example.com', 'at_most_once',
                     $4, 0, 1, 1, $5, 0)",
            params![
                &workspace_id,
                &mail_id,
                &invitation_id,
                if ago_s.is_some() { "sent" } else { "sending" },
                ago_s.map(|_| made_us)
            ],
        )?;
        mail::link::keep(tx, &workspace_id, &mail_id, &work, made_us)
    });
    let stored: Result<(), platform::DbError> = wait(stored);
    stored.expect("a mail");
    Mail {
        answer: format!("/p/{}", links.answer),
        unsubscribe: format!("/p/{}", links.unsubscribe),
    }
}

fn get(server: &Server, path: &str) -> Reply {
    let request = server.request("GET", path).header("User-Agent", SCANNER);
    request.header("Accept-Language", "en").send()
}

fn in_doubt(server: &Server, id: &str) -> Vec<Value> {
    let page = server.get_json(&format!("/api/v1/surveys/{id}/responses?in_doubt=true"));
    page["responses"].as_array().expect("a list").clone()
}

fn votes(server: &Server, id: &str) -> Value {
    server.get_json(&format!("/api/v1/surveys/{id}/votes"))
}

fn rules(server: &Server, id: &str, changes: &Value) -> Reply {
    let mut rules = votes(server, id)["rules"].clone();
    for (name, value) in changes.as_object().expect("an object") {
        rules[name] = value.clone();
    }
    let path = format!("/api/v1/surveys/{id}/votes");
    server.api("PUT", &path, Some(&rules))
}

/// Everything past is judged by the rule as it is.
fn judged(server: &Server, id: &str) -> Value {
    for _ in 0..100 {
        let votes = votes(server, id);
        if votes["judging"].is_null() {
            return votes;
        }
        std::thread::sleep(Duration::from_millis(100));
    }
    panic!("the past was not judged");
}

fn pause(millis: u64) {
    std::thread::sleep(Duration::from_millis(millis));
}

/// What the page tells of its use.
fn seen(server: &Server, mail: &Mail, page: &Page, visible_seconds: u32) -> u16 {
    let body = json!({ "visit": page.get("visit"), "pointer": true, "keyboard": false,
                       "visible_seconds": visible_seconds });
    let request = server.request("POST", &format!("{}/seen", mail.answer));
    request.json(&body).send().status
}

fn looks_of_a_scanner_are_no_votes(server: Server) {
    let (id, _) = server.survey("relational-nps", &Value::Null);
    // A scanner's seconds, so that a person may come a moment later.
    assert_eq!(
        rules(&server, &id, &json!({ "burst_seconds": 3 })).status,
        200
    );
    let cookie = server.log_in();
    for ago_s in [None, Some(5), Some(3600)] {
        let mail = mail(&server, &id, ago_s);
        let looks = at_once(11, |score| {
            let path = format!("{}?s={score}", mail.answer);
            let head = server
                .request("HEAD", &path)
                .header("User-Agent", SCANNER)
                .send();
            assert!(head.body.is_empty());
            (head.status, get(&server, &path).status)
        });
        assert!(looks.iter().all(|both| *both == (200, 200)), "{looks:?}");
        assert_eq!(all(&server, &id), Vec::<Value>::new(), "{ago_s:?}");
        let doubtful = in_doubt(&server, &id);
        assert_eq!(doubtful.len(), 1, "one response whatever happens");
        assert_eq!(doubtful[0]["doubt"], "suspect");
        let surveys = server.page("/surveys", &cookie).text();
        assert!(surveys.contains("+ 1 in doubt"), "{surveys}");
        pause(3500);
        // The link isn't burned: a person answers, with words, even so soon after delivery.
        let page = open(&server, &format!("{}?s=9", mail.answer));
        assert!(page.get("answer_recommend") == Some("9"), "{}", page.text);
        let page = page
            .set("answer_why", "Quick help")
            .send(&server, &mail.answer, "next");
        assert_eq!(page.status, 200);
        let counted = all(&server, &id);
        assert_eq!((counted.len(), &counted[0]["doubt"]), (1, &Value::Null));
        assert_eq!(counted[0]["answers"]["recommend"], 9);
        assert!(in_doubt(&server, &id).is_empty());
        let one = format!(
            "/api/v1/surveys/{id}/responses/{}",
            counted[0]["id"].as_str().expect("an id")
        );
        assert_eq!(server.api("DELETE", &one, None).status, 204);
        assert_eq!(
            rows(&server, "vote_hit"),
            0,
            "evidence of the erased is erased"
        );
    }
}

fn what_a_scanner_sends_in_counts_nothing(server: Server) {
    let (id, _) = server.survey("ces", &Value::Null);
    rules(&server, &id, &json!({ "burst_seconds": 3 }));
    let mail = mail(&server, &id, Some(3));
    at_once(5, |score| {
        let page = open(&server, &format!("{}?s={}", mail.answer, score + 1));
        assert_eq!(page.send(&server, &mail.answer, "next").status, 200);
    });
    assert_eq!(all(&server, &id).len(), 0);
    let stored = in_doubt(&server, &id);
    assert_eq!((stored.len(), &stored[0]["doubt"]), (1, &json!("suspect")));
    assert_eq!(stored[0]["state"], "complete", "nothing is lost");
    let export = server
        .request("GET", &format!("/api/v1/surveys/{id}/responses.csv"))
        .header("Authorization", &format!("Bearer {}", server.read_key))
        .send();
    assert_eq!(export.text().lines().count(), 1, "{}", export.text());
    assert_eq!(dump(&server, "vote_hit").matches("submitted").count(), 5);
    pause(3500);
    // So soon after delivery what is sent in without words or a sign may be a script's.
    let page = open(&server, &format!("{}?s=2", mail.answer));
    assert_eq!(page.status, 200, "not used up");
    pause(1100);
    rules(&server, &id, &json!({ "visible_seconds": 1 }));
    judged(&server, &id);
    assert_eq!(seen(&server, &mail, &page, 1), 204);
    assert_eq!(page.send(&server, &mail.answer, "next").status, 200);
    let counted = all(&server, &id);
    assert_eq!(counted.len(), 1);
    assert_eq!(counted[0]["answers"], json!({ "effort": 2 }));
    assert_eq!(counted[0]["state"], "complete");
}

fn a_click_with_a_human_sign_counts(server: Server) {
    let (id, _) = server.survey("relational-nps", &Value::Null);
    rules(&server, &id, &json!({ "visible_seconds": 1 }));
    let mail = mail(&server, &id, Some(10));
    let path = format!("{}?s=8", mail.answer);
    let page = open(&server, &path);
    assert!(
        page.get("visit").is_some_and(platform::id::is_id),
        "{}",
        page.text
    );
    let doubt = || in_doubt(&server, &id).first().map(|r| r["doubt"].clone());
    assert_eq!(doubt(), Some(json!("suspect")), "so soon after delivery");
    assert_eq!(seen(&server, &mail, &page, 600), 204);
    assert_eq!(
        all(&server, &id).len(),
        1,
        "a second at most has gone by, which is enough here"
    );
    let strict = rules(&server, &id, &json!({ "visible_seconds": 5 }));
    assert_eq!(strict.status, 200);
    judged(&server, &id);
    assert_eq!(
        all(&server, &id).len(),
        0,
        "nobody looks for longer than the page is there"
    );
    rules(&server, &id, &json!({ "visible_seconds": 2 }));
    judged(&server, &id);
    pause(1200);
    assert_eq!(seen(&server, &mail, &page, 5), 204);
    let counted = all(&server, &id);
    assert_eq!(counted.len(), 1, "who clicks and closes counts");
    assert_eq!(
        (&counted[0]["state"], &counted[0]["answers"]["recommend"]),
        (&json!("partial"), &json!(8))
    );
    assert_eq!(counted[0]["attributes"], json!({ "team": "N" }));
    // A sign without a visit, or of a link that isn't, is no sign.
    let other = Page {
        fields: vec![("visit".to_owned(), platform::id::new())],
        ..page
    };
    assert_eq!(seen(&server, &mail, &other, 5), 204);
    let hits = rows(&server, "vote_hit");
    let nowhere = Mail {
        answer: "/p/nowhere".to_owned(),
        unsubscribe: String::new(),
    };
    assert_eq!(seen(&server, &nowhere, &other, 5), 404);
    assert_eq!(rows(&server, "vote_hit"), hits);
    let shown = votes(&server, &id);
    assert_eq!(
        (
            &shown["confirmed"],
            &shown["provisional"],
            &shown["suspect"]
        ),
        (&json!(1), &json!(0), &json!(0))
    );
    assert_eq!(shown["latest"][0]["kind"], "used");
    assert_eq!(
        shown["latest"][0]["judged"],
        json!({ "state": "confirmed", "because": "sign" })
    );
}

fn the_last_score_of_a_person_counts(server: Server) {
    let (id, _) = server.survey("relational-nps", &Value::Null);
    rules(&server, &id, &json!({ "accept": "automatic" }));
    let mail = mail(&server, &id, Some(600));
    open(&server, &format!("{}?s=3", mail.answer));
    let first = all(&server, &id);
    assert_eq!(
        (first.len(), &first[0]["answers"]["recommend"]),
        (1, &json!(3))
    );
    open(&server, &format!("{}?s=9", mail.answer));
    let last = all(&server, &id);
    assert_eq!(
        (last.len(), &last[0]["answers"]["recommend"]),
        (1, &json!(9))
    );
    assert_eq!(last[0]["id"], first[0]["id"]);
    assert!(last[0]["ordinal"] == 1);
    assert_eq!(
        rows(&server, "response_revision"),
        1,
        "what was said before is kept"
    );
}

fn what_is_no_score_is_no_vote(server: Server) {
    let (id, _) = server.survey("ces", &Value::Null);
    let mail = mail(&server, &id, Some(600));
    for bad in [
        "11", "-1", "0", "6", "9.5", "1e1", "%00", "[]", "", "+3", "03", "3&s=4", "٣", "s",
    ] {
        for method in ["GET", "HEAD"] {
            let reply = server
                .request(method, &format!("{}?s={bad}", mail.answer))
                .send();
            assert_eq!(reply.status, 200, "{bad}");
            assert!(!reply.text().contains(" checked"), "{bad}");
        }
    }
    assert_eq!(rows(&server, "response"), 0);
    let fine = open(&server, &format!("{}?s=4", mail.answer));
    assert_eq!(fine.get("answer_effort"), Some("4"));
    let prefetch = server
        .request("GET", &format!("{}?s=2", mail.answer))
        .header("Sec-Purpose", "prefetch;prerender")
        .send();
    assert_eq!((prefetch.status, prefetch.body.len()), (503, 0));
    assert_eq!(in_doubt(&server, &id)[0]["answers"], json!({ "effort": 4 }));
}
